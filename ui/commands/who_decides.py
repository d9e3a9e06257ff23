"""`champions who-decides`: who must say yes at this council, on this theme?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import FOUND, NONE, AsAtOption, JsonOption, OverOption, StoreOption, TodayOption, ViewerOption, view_of

if TYPE_CHECKING:
    from queries.who_decides import WhoDecides


commands = typer.Typer()


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
        answer = question.ask(view, where, view.directory.theme(theme), firm=asking, over=over)
    terminal.show(answer, as_json, _show)
    raise typer.Exit(FOUND if any(yes.holders for yes in answer.yeses) else NONE)


def _show(answer: WhoDecides) -> None:
    """The five yeses with the route to each holder."""
    from ui import terminal

    terminal.say(answer.summary)
    rows = []
    for yes in answer.yeses:
        for held in yes.holders:
            route = held.route
            way = f"{route.words} ({route.band}, {route.odds:.2f})" if route else "no warm route" if answer.firm else ""
            mark = " (from the title)" if held.inferred else ""
            rows.append((yes.name, held.holder.name, held.post, held.reason + mark, way))
        if not yes.holders:
            rows.append((yes.name, "not known", "", "", ""))
    terminal.table(("yes", "who", "post", "why", "route"), rows)
