"""`champions review`, `champions judge`: who is who, and what was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.options import (
    FOUND,
    NONE,
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
    from queries.review import Question, Review, Side


commands = typer.Typer()


@commands.command(epilog="Examples: champions review --viewer brightgrit · champions review --verdict same")
def review(
    verdict: Annotated[str, typer.Option(help="Pairs that are open, the same, different, or for later.")] = "open",
    thing: Annotated[str | None, typer.Option(help="Only person, or only organisation.")] = None,
    first: Annotated[int, typer.Option(min=0, help="Leave out so many.")] = 0,
    most: Annotated[int, typer.Option(min=1, help="Show so many.")] = 10,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which people and organisations may be the same, and what was judged?"""
    from queries import review as question
    from ui import terminal

    with view_of(store, viewer, None, today) as view:
        answer = question.ask(view, verdict=verdict, thing=thing, first=first, most=most)
    terminal.show(answer, as_json, _show)
    raise typer.Exit(FOUND if answer.questions else NONE)


@commands.command(epilog="Example: champions match --viewer brightgrit --dry-run")
def match(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be found and change nothing.")] = False,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare everybody on record with everybody: sure pairs are put together, doubtful ones asked in `review`."""
    from datetime import date

    from loaders import matching
    from ui import terminal

    with store_at(store) as opened, terminal.working("Comparing"):
        found = matching.found_again(opened, viewer, day_of(today, "--today") if today else date.today())
        load = None if dry_run else matching.keep(opened, found)
    told = {"found": [line for one in found for line in one.lines()], "words": [one.words() for one in found]}
    terminal.show(told | {"load": load.id if load else None}, as_json, _show_match)
    raise typer.Exit(FOUND if found else NONE)


@commands.command(
    epilog="Examples: champions judge bea linkedin-1f3a same --why 'I know her' · champions judge bea li-2 later"
)
def judge(
    one: Annotated[str, typer.Argument(help="Id of a person or an organisation.")],
    other: Annotated[str, typer.Argument(help="Id of the other.")],
    verdict: Annotated[str, typer.Argument(help="same, different or later.")],
    why: Annotated[str, typer.Option(help="How you know.")] = "",
    visibility: Annotated[
        str | None, typer.Option(help="Who is told: closed (the viewer alone), shared or open. Default: closed.")
    ] = None,
    audience: Annotated[str | None, typer.Option(help="Organisation ids, parted by |, if it is shared.")] = None,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge two ids: the same, different, or later; `champions undo` takes it back."""
    from queries import review as question
    from ui import judging, terminal

    with view_of(store, viewer, None, today) as view:
        thing = question.pair(view, one, other)
        who, day = view.viewpoint.viewer, view.viewpoint.today
    defaults = entry_of(who, visibility, audience)
    with store_at(store) as opened:
        report = judging.judge(opened, thing, one, other, verdict, why, defaults, day)
    told = {
        "judged": verdict,
        "thing": thing,
        "one": one,
        "other": other,
        "load": report.load.id if report.load else None,
    }
    terminal.show(told, as_json, _show_judged)


def _show_match(told: dict[str, Any]) -> None:
    from ui import terminal

    for words in told["words"] or ["Nothing that was not judged before."]:
        terminal.say(words)
    if told["load"]:
        terminal.say(f"`champions undo {told['load'][:8]}` takes it back; `champions review` asks what is doubtful.")


def _show_judged(told: dict[str, Any]) -> None:
    from ui import judging, terminal

    terminal.say(f"Judged: {told['one']} and {told['other']} are {judging.JUDGED[told['judged']]}.")
    if told["load"]:
        terminal.say(f"`champions undo {told['load'][:8]}` takes it back.")


def _show(answer: Review) -> None:
    """Question by question, both sides, and what speaks for and against."""
    from ui import terminal

    terminal.say(answer.summary)
    for number, question in enumerate(answer.questions, answer.first + 1):
        terminal.say(f"\n{number}. {_name(question.one)} and {_name(question.other)}: {_verdict(question)}")
        for side in (question.one, question.other):
            terminal.say(
                f"   {side.id}: {'; '.join(side.lines) or 'nothing more is known'} ({', '.join(side.sources)})"
            )
        for reason in question.reasons:
            terminal.say(f"   For: {reason}")
        for reason in question.against:
            terminal.say(f"   Against: {reason}")
        terminal.say(f"   {question.would}")
    if answer.questions and answer.verdict in ("open", "later"):
        pair = answer.questions[0]
        terminal.say(f"\nDecide with: champions judge {pair.one.id} {pair.other.id} same   (or different, or later)")


def _name(side: Side) -> str:
    return f"{side.name} ({side.id})"


def _verdict(question: Question) -> str:
    from ui import words

    said = {"open": "asked", "same": "the same", "different": "different", "later": "later"}[question.verdict]
    return f"{said}, by {question.judged_by}" + (f" on {words.day(question.on)}" if question.on else "")
