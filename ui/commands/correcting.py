"""`champions correct`, `champions disagreements`: what is wrong is said right; what sources say stays side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.options import (
    BAD_INPUT,
    FOUND,
    NONE,
    AsAtOption,
    JsonOption,
    StoreOption,
    TodayOption,
    ViewerOption,
    VisibilityOption,
    day_of,
    entry_of,
    store_at,
    view_of,
)

if TYPE_CHECKING:
    from graph.statements import Statement
    from queries.disagreements import Disagreements


commands = typer.Typer()


@commands.command(
    epilog="Examples: champions correct P07 --name 'Owen Pryce' · champions correct P01 --title 'Head of Change'"
)
def correct(
    person: Annotated[str, typer.Argument(help="Who, by name or id.")],
    name: Annotated[str | None, typer.Option(help="The right name.")] = None,
    email: Annotated[str | None, typer.Option(help="The right work address.")] = None,
    title: Annotated[str | None, typer.Option(help="The right title of the post.")] = None,
    at: Annotated[str | None, typer.Option(help="Where the post is held, by name or id of an organisation.")] = None,
    since: Annotated[str | None, typer.Option(help="Since which day. Default: it was always so.")] = None,
    post: Annotated[str | None, typer.Option(help="Title of the post that is wrong, if they hold several.")] = None,
    visibility: VisibilityOption = None,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is right of a person; the old row stays, and `champions undo` takes the correction back."""
    from loaders import corrections
    from queries import disagreements
    from ui import terminal

    with view_of(store, viewer, None, today) as view:
        who = view.directory.resolve(person, "person").id
        place = view.directory.resolve(at, "organisation").id if at else None
        row, posts = disagreements.counting_rows(view, who)
        viewpoint = view.viewpoint
    first_day = day_of(since, "--since") if since else None
    told = corrections.Correction(name, email, title, place, first_day)
    defaults = entry_of(viewpoint.viewer, visibility)
    with store_at(store) as opened:
        chosen = _which(posts, post) if told.of_post else None
        report = corrections.correct(opened, row, chosen, told, defaults, viewpoint.today)
    if report.load is None:
        terminal.report(report)
        raise typer.Exit(BAD_INPUT)
    terminal.show({"person": who, "load": report.load.id, "rows": report.loaded}, as_json, _show_corrected)


def _which(posts: tuple[Statement, ...], title: str | None) -> Statement | None:
    """The post that is meant; None if there is none; InputError if several may be."""
    from graph.errors import InputError

    meant = [post for post in posts if title in (None, post.cells["title"])]
    if len(meant) > 1 or (posts and not meant):
        titles = ", ".join(f'"{post.cells["title"]}"' for post in posts)
        raise InputError(f"Say which post is wrong with --post: {titles}.")
    return meant[0] if meant else None


def _show_corrected(answer: dict[str, Any]) -> None:
    from ui import terminal

    terminal.say(f"Corrected. `champions undo {answer['load'][:8]}` takes it back.")


@commands.command(epilog="Examples: champions disagreements · champions disagreements 'Maya Reed' --viewer northmoor")
def disagreements(
    thing: Annotated[str | None, typer.Argument(help="A person or an organisation, by name or id.")] = None,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """What the sources say differently, side by side, which row counts, and why."""
    from queries import disagreements as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        id = view.directory.resolve(thing, "person", "organisation").id if thing else None
        answer = question.ask(view, id)
    terminal.show(answer, as_json, _show_disagreements)
    raise typer.Exit(FOUND if answer.found else NONE)


def _show_disagreements(answer: Disagreements) -> None:
    from ui import terminal

    terminal.say(answer.summary)
    for one in answer.found:
        terminal.say(one.name)
        rows = [(*said.values, said.source, said.on or "no date", said.known_by, said.why) for said in one.said]
        terminal.table((*one.columns, "source", "date", "how we know", "counts?"), rows, indent=2)
    if answer.total > len(answer.found):
        terminal.say(f"{answer.total - len(answer.found)} more are not shown.")
