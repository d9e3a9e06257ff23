"""`champions paid`: which suppliers does this council already pay, and for what?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import FOUND, NONE, AsAtOption, JsonOption, StoreOption, TodayOption, ViewerOption, view_of

if TYPE_CHECKING:
    from queries.paid import Paid

commands = typer.Typer()


@commands.command(epilog="Example: champions paid 'Trafford Council'")
def paid(
    council: Annotated[str, typer.Argument(help="A council or another organisation, by name or id.")],
    top: Annotated[int, typer.Option(min=1, help="How many suppliers to show, most money first.")] = 20,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which suppliers does this council already pay, and for what?"""
    from queries import paid as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        answer = question.ask(view, view.directory.resolve(council, "organisation").id)
    terminal.show(answer, as_json, lambda told: _show(told, top))
    raise typer.Exit(FOUND if answer.suppliers else NONE)


def _show(answer: Paid, top: int) -> None:
    """The suppliers with what they were paid, and for what."""
    from ui import terminal

    terminal.say(answer.summary)
    rows = [
        (
            one.name,
            f"{one.pounds:,.2f}",
            str(one.payments),
            f"{one.first} to {one.last}",
            "; ".join(what.category for what in one.categories[:3]),
        )
        for one in answer.suppliers[:top]
    ]
    if rows:
        terminal.table(("supplier", "pounds", "payments", "days", "for what"), rows)
    terminal.more(len(answer.suppliers), top)
