"""Commands that answer questions. Heavy imports stand inside them, so that ``--help`` answers at once."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.options import FOUND, NONE, AsAtOption, JsonOption, OverOption, StoreOption, TodayOption, ViewerOption, view_of

commands = typer.Typer()


@commands.command(epilog="Example: champions routes Brightgrit 'Northmoor City Council' --theme winter-maintenance")
def routes(
    asker: Annotated[str, typer.Argument(help="You: a person or a firm, by name or id.")],
    target: Annotated[str, typer.Argument(help="Whom to reach: a person, or a council (then give --theme).")],
    theme: Annotated[
        str | None, typer.Option(help="Theme; for a council, whoever holds its budget is the target.")
    ] = None,
    without_incumbents: Annotated[
        bool, typer.Option(help="Leave out people of firms that supply them already.")
    ] = False,
    better: Annotated[bool, typer.Option(help="Also list meetings that would make a better route.")] = False,
    over: OverOption = "neighbours",
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who can introduce me to this person, or to whoever must say yes at this council?"""
    from queries import warm_routes
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        you = view.directory.resolve(asker, "person", "organisation").id
        whom = view.directory.resolve(target, "person", "organisation").id
        answer = warm_routes.ask(
            view, you, whom, theme=theme, over=over, without_incumbents=without_incumbents, better=better
        )
    terminal.show(answer, as_json, terminal.routes)
    raise typer.Exit(FOUND if answer.routes else NONE)


@commands.command(epilog="Example: champions who-decides 'Northmoor City Council' winter-maintenance --firm Brightgrit")
def who_decides(
    council: Annotated[str, typer.Argument(help="A council, by name or id.")],
    theme: Annotated[str, typer.Argument(help="A theme, such as winter-maintenance.")],
    firm: Annotated[str | None, typer.Option(help="Firm whose people ask; gives the route to each.")] = None,
    over: OverOption = "neighbours",
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who must say yes at this council on this theme, and who can introduce this firm to them?"""
    from queries import who_decides as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        where = view.directory.resolve(council, "organisation").id
        asking = view.directory.resolve(firm, "organisation").id if firm else None
        answer = question.ask(view, where, theme, firm=asking, over=over)
    terminal.show(answer, as_json, terminal.who_decides)
    raise typer.Exit(FOUND if any(yes.holders for yes in answer.yeses) else NONE)


@commands.command(epilog="Example: champions search northmor")
def search(
    text: Annotated[str, typer.Argument(help="Part of a name, or an id.")],
    limit: Annotated[int, typer.Option(help="How many at most.")] = 10,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which people, organisations, pilots and events have a name like this?"""
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        found = view.directory.search(text, limit=limit)
    terminal.show(found, as_json, terminal.entries)
    raise typer.Exit(FOUND if found else NONE)
