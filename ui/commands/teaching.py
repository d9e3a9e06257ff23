"""`champions titles`, `champions teach`: how titles are read, who leads, and what users teach."""

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
    entry_of,
    store_at,
    view_of,
)

if TYPE_CHECKING:
    from queries.leads import Leads
    from queries.titles import Teaching, TitleRead


commands = typer.Typer()
SHOWN = 20  # titles that are not sure, in a terminal


@commands.command(epilog="Examples: champions titles 'Head of Change' · champions titles --viewer northmoor")
def titles(
    title: Annotated[str | None, typer.Argument(help="A title. Default: titles that are not sure, and leads.")] = None,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """How a title is read; without one, who leads digital and innovation, and which titles are worth teaching."""
    from queries import leads
    from queries import titles as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        if title is not None:
            read = question.ask(view, title)
            terminal.show(read, as_json, _show_title)
            raise typer.Exit(FOUND if read.labels.function or read.labels.level else NONE)
        answer = leads.ask(view)
    terminal.show(answer, as_json, _show_leads)
    raise typer.Exit(FOUND if answer.councils else NONE)


@commands.command(epilog="Example: champions teach 'STaR' --function procurement --viewer northmoor --dry-run")
def teach(
    phrase: Annotated[str, typer.Argument(help="Words of a title; with = before them, a whole part of it.")],
    function: Annotated[
        str | None, typer.Option(help="What the work is about. Default: these words say nothing.")
    ] = None,
    level: Annotated[str | None, typer.Option(help="Seniority. Default: these words say nothing of it.")] = None,
    where: Annotated[str, typer.Option(help="Whose titles: council, elsewhere or both.")] = "both",
    visibility: Annotated[
        str | None, typer.Option(help="Who is taught: closed (the viewer alone), shared or open. Default: closed.")
    ] = None,
    audience: Annotated[str | None, typer.Option(help="Organisation ids, parted by |, if it is shared.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and change nothing.")] = False,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Teach what words in titles mean; `champions undo` takes it back."""
    from queries import titles as question
    from ui import teaching, terminal

    with view_of(store, viewer, None, today) as view:
        answer = question.if_taught(view, phrase, function, level, where)
        who, day = view.viewpoint.viewer, view.viewpoint.today
    done = dry_run or teaching.nothing_new(answer, visibility)
    load = None
    if not done:
        with store_at(store) as opened:
            report = teaching.teach(opened, answer, entry_of(who, visibility, audience), day)
        if report.load is None:
            terminal.report(report)
            raise typer.Exit(BAD_INPUT)
        load = report.load.id
    terminal.show({"teaching": answer, "load": load}, as_json, _show_taught)


def _show_title(answer: TitleRead) -> None:
    from ui import terminal

    terminal.say(answer.summary)


def _show_taught(answer: dict[str, Any]) -> None:
    """What changes, what other phrases say, and how it is taken back."""
    from ui import terminal, words

    told: Teaching = answer["teaching"]
    terminal.say(told.summary)
    for sentence in told.conflicts:
        terminal.say(sentence)
    if told.changes:
        rows = [(c.title, str(c.posts), words.labels(c.before), words.labels(c.after)) for c in told.changes[:SHOWN]]
        terminal.table(("title", "posts", "before", "after"), rows)
    if answer["load"]:
        terminal.say(f"Taught. `champions undo {answer['load'][:8]}` takes it back.")


def _show_leads(answer: Leads) -> None:
    """Titles that are worth teaching first, then who leads where, with the rule."""
    from ui import terminal, words

    terminal.say(answer.summary)
    if answer.unsure:
        rows = [
            (one.title, str(one.posts), str(one.councils), words.listed([*one.lacks])) for one in answer.unsure[:SHOWN]
        ]
        terminal.table(("title that is not sure", "posts", "councils", "not known"), rows)
        if answer.unsure_titles > SHOWN:
            terminal.say(f"{answer.unsure_titles - SHOWN} more are not shown. `champions teach` makes them sure.")
    led = [(line.name, led) for line in answer.councils for led in line.led]
    who = [
        (
            name,
            one.wanted,
            words.listed([f"{lead.person.name}, {lead.title} ({lead.words})" for lead in one.leads]) or "not known",
            one.rule,
        )
        for name, one in led
    ]
    if who:
        terminal.table(("council", "leads", "who", "rule"), who)
