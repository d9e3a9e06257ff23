"""`champions pilot-check`: what does this pilot lack before it stalls?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import (
    FOUND,
    NONE,
    AsAtOption,
    JsonOption,
    OverOption,
    StoreOption,
    TodayOption,
    ViewerOption,
    theme_of,
    view_of,
)

if TYPE_CHECKING:
    from queries.pilot_inside import Check
    from queries.pilot_story import PilotStory
    from queries.pilots import PilotCheck, PilotList


commands = typer.Typer()


@dataclass(frozen=True, slots=True)
class Checked:
    """One pilot: what it lacks, and how it came along."""

    check: PilotCheck
    story: PilotStory


@commands.command(epilog="Example: champions pilot-check 'Gritting sensors trial' --viewer 'Northmoor City Council'")
def pilot_check(
    pilot: Annotated[str | None, typer.Argument(help="A pilot, by name or id; without one, a line for each.")] = None,
    council: Annotated[str | None, typer.Option(help="Pilots of this council.")] = None,
    firm: Annotated[str | None, typer.Option(help="Pilots of this supplier.")] = None,
    theme: Annotated[str | None, typer.Option(help="Pilots on this theme.")] = None,
    over: OverOption = "neighbours",
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """What does this pilot lack before it stalls? People are named to the council itself alone (--viewer)."""
    from queries import pilot_story, pilots
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        if pilot is not None:
            which = view.directory.resolve(pilot, "pilot").id
            one = Checked(pilots.ask(view, which, over=over), pilot_story.ask(view, which))
            terminal.show(one, as_json, _show)
            raise typer.Exit(FOUND)
        where = view.directory.resolve(council, "organisation").id if council else None
        supplier = view.directory.resolve(firm, "organisation").id if firm else None
        every = pilots.every(view, council=where, firm=supplier, theme=theme_of(view, theme))
    terminal.show(every, as_json, _show_all)
    raise typer.Exit(FOUND if every.pilots else NONE)


def _show_all(answer: PilotList) -> None:
    """A line for each pilot, by stall risk."""
    from ui import terminal

    terminal.say(answer.summary)
    rows = [
        (
            line.name,
            line.id,
            line.council,
            f"{line.state}, {line.outcome}" if line.state == "ended" else line.state,
            line.level or "",
            "; ".join(_lacks(line.those(state), state) for state in ("missing", "not known") if line.those(state))
            if line.level
            else "",
            f"{line.in_sight} of 5",
        )
        for line in answer.pilots
    ]
    terminal.table(("pilot", "id", "council", "state", "stall risk", "safeguards", "functions in sight"), rows)


def _lacks(names: list[str], state: str) -> str:
    return f"{state}: {', '.join(names)}"


def _show(answer: Checked) -> None:
    """Safeguards and functions with the way to the nearest of each, then how the pilot came along."""
    from ui import terminal

    check, story = answer.check, answer.story
    terminal.say(check.summary)
    if not check.named:
        terminal.say("Who is named, and who could be, is told to the council itself alone (--viewer).")
    for head, checks in (("safeguard", check.safeguards), ("function", check.functions)):
        if checks:
            terminal.table((head, "state", "why", "nearest who could", "way from the team"), list(map(_line, checks)))
    if check.stall_reason:
        terminal.say(f"Why it stalled, as the row says: {check.stall_reason}")
    reached = [(s.name, "yes" if s.reached else "not on record", s.on or "", s.words) for s in story.stages]
    terminal.table(("life cycle", "", "since", "how we know"), reached)
    if story.changes:
        terminal.table(("when", "what changed"), [(change.on or "no date", change.words) for change in story.changes])
    for one in story.disagreements:
        values = "; ".join(f"{source}: {value or 'empty'}" for value, source in one.values)
        terminal.say(f"Rows disagree about {one.column} (the first counts): {values}.")


def _line(check: Check) -> tuple[str, ...]:
    way = check.nearest
    nearest = f"{way.holder.name}, {way.holder.title}" if way else ""
    return check.plain, check.state, check.reason, nearest, way.words if way else ""
