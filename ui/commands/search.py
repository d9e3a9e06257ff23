"""`champions search`: which names on record are like this?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import FOUND, NONE, AsAtOption, JsonOption, StoreOption, TodayOption, ViewerOption, view_of

if TYPE_CHECKING:
    from graph.directory import Entry


commands = typer.Typer()


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
    terminal.show(found, as_json, _show)
    raise typer.Exit(FOUND if found else NONE)


def _show(found: Sequence[Entry]) -> None:
    """Names with their ids."""
    from ui import terminal

    if not found:
        terminal.say("Nothing on record has a name like this.")
        return
    terminal.table(("name", "id", "what", "detail"), [(e.name, e.id, e.thing, e.detail) for e in found])
