"""`champions begin`, `champions met`: where a firm without contacts begins, and the first tie once it is made."""

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
    day_of,
    entry_of,
    store_at,
    view_of,
)

if TYPE_CHECKING:
    from queries.cold_start import ColdStart


commands = typer.Typer()


@commands.command(epilog="Example: champions begin 'Gritworks Ltd' --viewer 'Gritworks Ltd'")
def begin(
    firm: Annotated[str, typer.Argument(help="A firm, by name or id.")],
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Where a firm without contacts begins: who convenes, which events, and the first tie worth making."""
    from queries import cold_start
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        answer = cold_start.ask(view, view.directory.resolve(firm, "organisation").id)
    terminal.show(answer, as_json, _show)
    raise typer.Exit(FOUND if answer.first_ties else NONE)


def _show(answer: ColdStart) -> None:
    from ui import terminal

    terminal.say(answer.summary)
    if answer.first_ties:
        rows = [
            (one.other.name, one.other.title, one.other.organisation, f"{one.gain:.2f}", str(one.opened))
            for one in answer.first_ties
        ]
        terminal.table(("worth meeting", "title", "where", "would add", "budgets in reach"), rows)
    if answer.conveners:
        bodies = [(one.name, one.meet.name, "; ".join(one.events)) for one in answer.conveners]
        terminal.table(("who convenes", "whom to meet there", "events of the last two years"), bodies)
    if answer.occasions:
        events = [(one.name, one.on, one.organiser, f"{one.useful} of {one.guests}") for one in answer.occasions]
        terminal.table(("event", "last on", "organiser", "guests worth meeting"), events)


@commands.command(epilog="Example: champions met 'Lou Park' 'Maya Reed' --viewer 'Gritworks Ltd'")
def met(
    one: Annotated[str, typer.Argument(help="Who says so, by name or id.")],
    other: Annotated[str, typer.Argument(help="Whom they met, by name or id.")],
    on: Annotated[str | None, typer.Option(help="On which day. Default: the as-at day.")] = None,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that two people met; seen by the viewer alone, and `champions undo` takes it back."""
    from ui import asking, terminal

    with view_of(store, viewer, as_at, today) as view:
        ends = [view.directory.resolve(text, "person") for text in (one, other)]
        day = day_of(on, "--on") if on else view.viewpoint.as_at
        with store_at(store) as opened:
            mine = entry_of(view.viewpoint.viewer, None)
            report = asking.met(opened, view, ends[0].id, ends[1].id, day, mine)
    if report.load is None:
        terminal.report(report)
        raise typer.Exit(BAD_INPUT)
    terminal.show({"one": ends[0].name, "other": ends[1].name, "load": report.load.id}, as_json, _show_met)


def _show_met(answer: dict[str, Any]) -> None:
    from ui import terminal

    terminal.say(f"{answer['one']} met {answer['other']}. `champions undo {answer['load'][:8]}` takes it back.")
