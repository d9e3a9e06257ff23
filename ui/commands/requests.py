"""`champions requests`, `draft-ask`, `record-ask`: asking for an introduction, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.options import (
    BAD_INPUT,
    FOUND,
    NONE,
    AsAtOption,
    JsonOption,
    OverOption,
    StoreOption,
    TodayOption,
    ViewerOption,
    VisibilityOption,
    day_of,
    entry_of,
    in_words,
    store_at,
    theme_of,
    view_of,
)

if TYPE_CHECKING:
    from datetime import date

    from queries.first_ask import Draft
    from queries.requests import Requests


commands = typer.Typer()
AskerArgument = Annotated[str, typer.Argument(help="Who asks, by name or id.")]
TargetArgument = Annotated[str, typer.Argument(help="Who is sought, by name or id.")]


@commands.command(epilog="Examples: champions requests --viewer Brightgrit · champions requests --state asked")
def requests(
    state: Annotated[str | None, typer.Option(help="Only requests in this state, such as asked.")] = None,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Whom you asked to introduce you, what came of it, and how much waits with whom."""
    from queries import requests as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        answer = question.ask(view, state=state)
    terminal.show(answer, as_json, _show)
    raise typer.Exit(FOUND if answer.requests else NONE)


def _show(answer: Requests) -> None:
    from ui import terminal

    terminal.say(answer.summary)
    if answer.requests:
        rows = [
            (one.target.name, one.introducer.name, one.asker.name, one.state, one.words, ", ".join(one.follows))
            for one in answer.requests
        ]
        terminal.table(("who is sought", "who introduces", "who asks", "state", "how it stands", "may become"), rows)
    for one in answer.introducers:
        terminal.say(one.words)


@commands.command(
    epilog="Example: champions draft-ask 'Ana Brook' 'Tom Ashby' --viewer Brightgrit --theme winter-maintenance"
)
def draft_ask(
    asker: AskerArgument,
    target: TargetArgument,
    via: Annotated[str | None, typer.Option(help="Who is asked first. Default: as on the best route.")] = None,
    theme: Annotated[str | None, typer.Option(help="What it is about. Default: what you offer and they seek.")] = None,
    save: Annotated[Path | None, typer.Option(help="Also write the text into this new file.")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Also put the draft on record, seen by you alone.")] = False,
    over: OverOption = "neighbours",
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """A text for the first introducer of a route, easy to decline. Nothing is ever sent."""
    from queries import first_ask
    from queries import requests as question
    from ui import asking, terminal

    with view_of(store, viewer, as_at, today) as view:
        you, whom = (view.directory.resolve(text, "person").id for text in (asker, target))
        first = view.directory.resolve(via, "person").id if via else None
        made = first_ask.ask(view, you, whom, via=first, theme=theme_of(view, theme), over=over)
        step = question.step(view, you, made.introducer.id, whom, "draft", view.viewpoint.as_at) if keep else None
        if save:
            with in_words(), save.open("x", encoding="utf-8") as file:
                file.write(made.text)
        load = None
        if step:
            with store_at(store) as opened:
                load = asking.record(opened, view, step, entry_of(view.viewpoint.viewer, None)).load
    terminal.show({"draft": made, "load": load.id if load else None}, as_json, _show_draft)


def _show_draft(answer: dict[str, Any]) -> None:
    from ui import terminal

    made: Draft = answer["draft"]
    terminal.say(made.text)
    terminal.say(f"{made.route.words}: {made.route.band}, odds {made.route.odds:.2f}. {made.load.words}")
    _show_load(answer["load"])


@commands.command(epilog="Example: champions record-ask 'Ana Brook' 'Owen Price' 'Tom Ashby' asked --viewer Brightgrit")
def record_ask(
    asker: AskerArgument,
    introducer: Annotated[str, typer.Argument(help="Who is asked to introduce, by name or id.")],
    target: TargetArgument,
    state: Annotated[str, typer.Argument(help="draft, asked, agreed, met, declined, 'no reply' or lapsed.")],
    on: Annotated[str | None, typer.Option(help="Day of the asking. Default: the as-at day.")] = None,
    visibility: VisibilityOption = None,
    audience: Annotated[
        str | None, typer.Option(help="With whom it is shared once both agreed: ids joined by |.")
    ] = None,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what became of a request; `champions undo` takes it back. Others learn of it only once both agreed."""
    from graph.errors import InputError
    from queries import requests as question
    from ui import asking, terminal

    if on and state != "asked":
        raise InputError("--on is the day of the asking: give it with asked alone.")
    with view_of(store, viewer, as_at, today) as view:
        three = [view.directory.resolve(text, "person").id for text in (asker, introducer, target)]
        step = question.step(view, three[0], three[1], three[2], state, _day(on, view.viewpoint.as_at))
        with store_at(store) as opened:
            report = asking.record(opened, view, step, entry_of(view.viewpoint.viewer, visibility, audience))
    if report.load is None:
        terminal.report(report)
        raise typer.Exit(BAD_INPUT)
    terminal.show({"step": step, "load": report.load.id}, as_json, _show_step)


def _day(text: str | None, usual: date) -> date:
    return day_of(text, "--on") if text else usual


def _show_step(answer: dict[str, Any]) -> None:
    from ui import terminal

    step = answer["step"]
    terminal.say(f"{step.asker.name} asks {step.introducer.name} for {step.target.name}: {step.state}.")
    _show_load(answer["load"])


def _show_load(load: str | None) -> None:
    from ui import terminal

    if load:
        terminal.say(f"Recorded, nothing was sent. `champions undo {load[:8]}` takes it back.")
