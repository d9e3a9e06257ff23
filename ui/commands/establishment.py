"""`champions establishment`: which senior posts does this council have, and who is known to hold them?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import FOUND, NONE, AsAtOption, JsonOption, StoreOption, TodayOption, ViewerOption, view_of

if TYPE_CHECKING:
    from queries.establishment import Establishment

commands = typer.Typer()


@commands.command(epilog="Example: champions establishment 'Northmoor City Council'")
def establishment(
    council: Annotated[str, typer.Argument(help="A council or another organisation, by name or id.")],
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which senior posts does this council have, and who is known to hold them?"""
    from queries import establishment as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        answer = question.ask(view, view.directory.resolve(council, "organisation").id)
    terminal.show(answer, as_json, _show)
    raise typer.Exit(FOUND if answer.posts else NONE)


def _show(answer: Establishment) -> None:
    """The posts with level, holder and the post above."""
    from ui import terminal

    terminal.say(answer.summary)
    rows = []
    for post in answer.posts:
        who = "; ".join(person.name for person in post.holders) or ("vacant" if post.vacant == "yes" else "not known")
        above = post.reports_to + (" (inferred)" if post.reports_inferred else "")
        rows.append((post.title, post.department, post.function or "not sure", who, above, post.on or ""))
    if rows:
        terminal.table(("post", "team", "function", "who", "reports to", "chart of"), rows)
