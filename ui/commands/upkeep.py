"""`champions history`, `champions quality`: what was done, and what is stale or missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import FOUND, NONE, AsAtOption, JsonOption, StoreOption, TodayOption, ViewerOption, view_of

if TYPE_CHECKING:
    from queries.history import History
    from queries.quality import Quality


commands = typer.Typer()
SHOWN = 10  # rows of a list, in a terminal


@commands.command(epilog="Examples: champions history · champions history --what judged --viewer northmoor")
def history(
    what: Annotated[str | None, typer.Option(help="Only what was loaded, judged, taught, mapped or edited.")] = None,
    first: Annotated[int, typer.Option(min=0, help="Leave out so many of the newest.")] = 0,
    most: Annotated[int, typer.Option(min=1, help="Show so many.")] = 20,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Everything that was done, newest first, with the id that `undo` takes."""
    from queries import history as question
    from ui import terminal

    with view_of(store, viewer, None, today) as view:
        answer = question.ask(view, what=what, first=first, most=most)
    terminal.show(answer, as_json, _show_history)
    raise typer.Exit(FOUND if answer.done else NONE)


def _show_history(answer: History) -> None:
    from ui import terminal

    terminal.say(answer.summary)
    rows = [(one.load[:8], one.at[:16].replace("T", " "), one.who, one.words, str(one.rows)) for one in answer.done]
    if rows:
        terminal.table(("id", "when (UTC)", "who", "what", "rows"), rows)
    left = answer.total - answer.first - len(rows)
    if left > 0:
        terminal.say(f"{left} older ones: --first {answer.first + len(rows)}.")


@commands.command(epilog="Example: champions quality --viewer northmoor")
def quality(
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """What is stale, missing or known from one source only, and how it is mended."""
    from queries import quality as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        answer = question.ask(view)
    terminal.show(answer, as_json, _show_quality)
    raise typer.Exit(FOUND if answer.sources else NONE)


def _show_quality(answer: Quality) -> None:
    from ui import terminal

    terminal.say(answer.summary)
    for gap in answer.gaps:
        terminal.say(f"\n{gap.words} (of {gap.of:,})." + (f" {gap.remedy} `{gap.command}`" if gap.total else ""))
        if gap.rows:
            terminal.table(("what", "detail"), [(row.name, row.detail) for row in gap.rows[:SHOWN]], indent=2)
        if gap.total > SHOWN:
            terminal.say("  The first are shown; --json holds more.")
    if answer.sources:
        terminal.say("\nSources, the oldest first")
        rows = [
            (
                one.source,
                f"{one.rows:,}",
                one.oldest or "",
                one.newest or "",
                "" if one.days is None else f"{one.days:,}",
            )
            for one in answer.sources
        ]
        terminal.table(("source", "rows", "from", "to", "days old"), rows, indent=2)
