"""`champions successors`, `champions movers`: what happens to posts when councils close and people move."""

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
    entry_of,
    store_at,
    view_of,
)

if TYPE_CHECKING:
    from graph.view import View
    from queries.movers import Movers
    from queries.successors import Successor, ToBeConfirmed, ToConfirm


commands = typer.Typer()


@commands.command(
    epilog="Examples: champions successors · champions successors --confirm 'Kim Vale' --at 'Somerset Council'"
)
def successors(
    council: Annotated[str | None, typer.Option(help="Only one closed council, by name or id.")] = None,
    confirm: Annotated[str | None, typer.Option(help="Whose post goes on at a successor, by name or id.")] = None,
    at: Annotated[str | None, typer.Option(help="At which council it goes on, by name or id.")] = None,
    title: Annotated[str | None, typer.Option(help="Which post, if several of theirs are to be confirmed.")] = None,
    visibility: VisibilityOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be entered and change nothing.")] = False,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Posts that ended only because their council closed; nothing is moved unless you confirm it."""
    from queries import successors as question
    from ui import confirming, terminal

    with view_of(store, viewer, as_at, today) as view:
        where = view.directory.resolve(council, "organisation").id if council else None
        answer = question.ask(view, where)
        if confirm is None:
            terminal.show(answer, as_json, _show_successors)
            raise typer.Exit(FOUND if answer.posts else NONE)
        post, successor = _chosen(view, answer, confirm, at, title)
        who, day = view.viewpoint.viewer, view.viewpoint.today
    load = None
    if not dry_run:
        with store_at(store) as opened:
            report = confirming.confirm(opened, post, successor, entry_of(who, visibility), day)
        if report.load is None:
            terminal.report(report)
            raise typer.Exit(BAD_INPUT)
        load = report.load.id
    terminal.show({"post": post, "at": successor, "load": load}, as_json, _show_confirmed)


def _chosen(
    view: View, answer: ToBeConfirmed, confirm: str, at: str | None, title: str | None
) -> tuple[ToConfirm, Successor]:
    """The one post and the one council that are meant; NotFoundError says what there is to choose from."""
    from graph.errors import NotFoundError

    person = view.directory.resolve(confirm, "person")
    mine = [one for one in answer.posts if one.person_id == person.id and title in (None, one.title)]
    if len(mine) != 1:
        titles = ", ".join(f'"{one.title}" at {one.council}' for one in mine) or "none"
        raise NotFoundError(f"{person.name}: posts to confirm: {titles}. Choose one with --title and --council.")
    after = {one.id: one for one in mine[0].successors}
    names = " or ".join(one.name for one in mine[0].successors) or "none on record"
    wanted = view.directory.resolve(at, "organisation").id if at else None
    if wanted is None or wanted not in after:
        raise NotFoundError(f"Say at which successor the post goes on: --at, {names}.")
    return mine[0], after[wanted]


def _show_successors(answer: ToBeConfirmed) -> None:
    from ui import terminal

    terminal.say(answer.summary)
    if answer.posts:
        rows = [
            (
                one.council,
                one.closed_on,
                one.person,
                one.title,
                " or ".join(after.name for after in one.successors) or "not on record",
                one.source,
            )
            for one in answer.posts
        ]
        terminal.table(("council", "last day", "who", "title", "goes on at", "last source"), rows)
        terminal.say("`champions successors --confirm PERSON --at COUNCIL` enters one; nothing is moved by itself.")


def _show_confirmed(answer: dict[str, Any]) -> None:
    from ui import terminal

    post, at = answer["post"], answer["at"]
    terminal.say(f"{post.person}: {post.title} at {at.name} from {at.starts or 'the beginning'}.")
    if answer["load"]:
        terminal.say(f"Entered. `champions undo {answer['load'][:8]}` takes it back.")


@commands.command(epilog="Example: champions movers --viewer northmoor")
def movers(
    top: Annotated[int, typer.Option(min=1, help="How many are shown, the newest first.")] = 50,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who has moved, from where to where, and which ties went with them."""
    from queries import movers as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        answer = question.ask(view, top=top)
    terminal.show(answer, as_json, _show_movers)
    raise typer.Exit(FOUND if answer.movers else NONE)


def _show_movers(answer: Movers) -> None:
    from ui import terminal

    terminal.say(answer.summary)
    for one in answer.movers:
        terminal.say(one.words)
        for tie in one.ties:
            where = ", still at the old place" if tie.inside else ""
            terminal.say(f"  took along: {tie.person.name}, {tie.strength_word} ({tie.strength:.2f}){where}")
        if one.more_ties:
            terminal.say(f"  and {one.more_ties} more")
        for sentence in one.lost:
            terminal.say(f"  left behind: {sentence}")
