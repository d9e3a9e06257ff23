"""`champions event-plan`, `event-after`, `tickets`, `should-meet`: whom to invite, what came of it, where to go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import (
    FOUND,
    NONE,
    AsAtOption,
    JsonOption,
    StoreOption,
    TodayOption,
    ViewerOption,
    in_words,
    view_of,
)

if TYPE_CHECKING:
    from graph.view import View
    from queries.event_after import EventAfter
    from queries.events import EventPlan
    from queries.should_meet import ShouldMeet
    from queries.tickets import Tickets

commands = typer.Typer()


@commands.command(epilog="Example: champions event-plan --seats 4 --at-least sme=2 --at-least budget=1")
def event_plan(
    seats: Annotated[int, typer.Option(help="How many people there is room for.")] = 12,
    format: Annotated[str, typer.Option(help="roundtable, meeting, hackathon, showcase, conference, webinar.")] = (
        "roundtable"
    ),
    on: Annotated[str | None, typer.Option(help="Day of the event (2026-06-01): weekends, bank holidays are told.")] = (
        None
    ),
    theme: Annotated[list[str] | None, typer.Option(help="Count routes on this theme alone (may be repeated).")] = None,
    candidate: Annotated[list[str] | None, typer.Option(help="Choose among these people alone.")] = None,
    listed_at: Annotated[
        list[str] | None, typer.Option(help="Choose among those on the list of this event (may be repeated).")
    ] = None,
    region: Annotated[list[str] | None, typer.Option(help="Choose among people in post in this region.")] = None,
    at_least: Annotated[
        list[str] | None, typer.Option(help="So many of: sme=2, budget=1, theme:NAME=1, region:NAME=2, council:ID=1.")
    ] = None,
    at_most: Annotated[list[str] | None, typer.Option(help="No more than so many, written likewise.")] = None,
    must: Annotated[list[str] | None, typer.Option(help="Who must be invited.")] = None,
    must_not: Annotated[list[str] | None, typer.Option(help="Who must not.")] = None,
    per_firm: Annotated[int | None, typer.Option(help="No more than so many from one firm.")] = None,
    sponsor: Annotated[list[str] | None, typer.Option(help="A sponsor; incumbents are named.")] = None,
    no_incumbent_sponsor: Annotated[
        bool, typer.Option("--no-incumbent-sponsor", help="Rule: no sponsor is an incumbent.")
    ] = False,
    guest: Annotated[list[str] | None, typer.Option(help="Weigh a list of your own: its people, one by one.")] = None,
    calendar: Annotated[
        Path | None, typer.Option(help="Also write the event as a new calendar file (needs --on).")
    ] = None,
    name: Annotated[str, typer.Option(help="Name of the event, for the calendar.")] = "Planned event",
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Whom to invite, so that most useful routes open? Exact where at most 20,000 lists meet the rules."""
    from graph.errors import InputError
    from queries import events
    from queries.event_guests import EventAsked
    from ui import terminal

    if calendar and not on:
        raise InputError("A calendar needs the day of the event: add --on, such as --on 2026-09-15.")
    with view_of(store, viewer, as_at, today) as view:
        asked = EventAsked(
            seats=seats,
            format=format,
            on=on,
            themes=tuple(view.directory.theme(text) for text in theme or ()),
            candidates=_people(view, candidate),
            listed_at=tuple(view.directory.resolve(text, "event").id for text in listed_at or ()),
            regions=tuple(region or ()),
            at_least=_counted(view, at_least),
            at_most=_counted(view, at_most),
            must=_people(view, must),
            must_not=_people(view, must_not),
            per_firm=per_firm,
            sponsors=tuple(view.directory.resolve(text, "organisation").id for text in sponsor or ()),
            no_incumbent_sponsor=no_incumbent_sponsor,
        )
        answer = events.ask(view, asked, guests=_people(view, guest))
    if calendar and answer.best:
        from ui import calendar_file

        with in_words(), calendar.open("xb") as file:
            file.write(calendar_file.made(answer, name))
    terminal.show(answer, as_json, _show_plan)
    raise typer.Exit(FOUND if answer.best else NONE)


@commands.command(epilog="Example: champions event-after 'Winter Services Expo'")
def event_after(
    event: Annotated[str, typer.Argument(help="An event that is over, by name or id.")],
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """What came of an event: what was predicted beside what is measured?"""
    from queries import event_after as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        answer = question.ask(view, view.directory.resolve(event, "event").id)
    terminal.show(answer, as_json, _show_after)
    raise typer.Exit(FOUND if answer.ties else NONE)


@commands.command(epilog="Example: champions tickets 'Brightgrit Ltd' --viewer 'Brightgrit Ltd'")
def tickets(
    firm: Annotated[str, typer.Argument(help="A small firm, by name or id.")],
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which events are worth a ticket for this firm? Useful people expected, by past attendance, per pound."""
    from queries import tickets as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        answer = question.ask(view, view.directory.resolve(firm, "organisation").id)
    terminal.show(answer, as_json, _show_tickets)
    raise typer.Exit(FOUND if answer.tickets else NONE)


@commands.command(epilog="Example: champions should-meet --organisation 'Northmoor City Council'")
def should_meet(
    organisation: Annotated[str | None, typer.Option(help="One of the two is in post here.")] = None,
    among: Annotated[list[str] | None, typer.Option(help="Both are of these people.")] = None,
    top: Annotated[int, typer.Option(min=1, help="How many pairs.")] = 20,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which people should meet, though nobody has introduced them yet?"""
    from queries import should_meet as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        where = view.directory.resolve(organisation, "organisation").id if organisation else None
        answer = question.ask(view, among=_people(view, among), organisation=where, most=top)
    terminal.show(answer, as_json, _show_pairs)
    raise typer.Exit(FOUND if answer.pairs else NONE)


def _people(view: View, texts: list[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(view.directory.resolve(text, "person").id for text in texts or ()))


def _counted(view: View, texts: list[str] | None) -> tuple[str, ...]:
    """Rules, with councils named by whatever name, and themes that are on record."""
    made = []
    for text in texts or ():
        name, equals, number = text.rpartition("=")
        if name.startswith("council:"):
            name = f"council:{view.directory.resolve(name.removeprefix('council:'), 'organisation').id}"
        if name.startswith("theme:"):
            name = f"theme:{view.directory.theme(name.removeprefix('theme:'))}"
        made.append(f"{name}{equals}{number}")
    return tuple(made)


def _show_plan(answer: EventPlan) -> None:
    """The lists, what stands beside them, what rules cost, seats to swap, who is not reached."""
    from ui import terminal, words

    terminal.say(answer.summary)
    for warning in (*answer.warnings, answer.narrowed):
        if warning:
            terminal.say(warning)
    first = 0 if answer.own else 1  # before the best one
    lists = [(f"list {n}" if n else "your list", one) for n, one in enumerate(answer.best, first)]
    lists += [("most warm ties", answer.central)] if answer.central else []
    rows = [(what, "; ".join(p.name for p in o.people), f"{o.value:.4f}", f"{o.joint_rise:.4f}") for what, o in lists]
    if rows:
        rows.append((f"random ({words.count(answer.mean_of, 'list')})", "", f"{answer.mean_of_lists:.4f}", ""))
        terminal.table(("", "who", "value", "joint rise"), rows)
    if answer.costs:
        terminal.table(("rule", "costs", "found by"), [(c.rule, f"{c.cost:.4f}", c.method) for c in answer.costs])
    if answer.swaps:
        swaps = [(s.out.name, s.come.name, f"{s.change:+.4f}") for s in answer.swaps]
        terminal.table(("seat of", "to", "change"), swaps)
    if answer.missed:
        missed = [(m.firm, m.council, m.theme, m.why) for m in answer.missed]
        terminal.table(("firm", "council", "theme", "why it is not reached"), missed)


def _show_after(answer: EventAfter) -> None:
    """Predicted beside measured, then the ties that were made."""
    from ui import terminal

    terminal.say(answer.summary)
    rows = [
        ("useful triples", str(answer.useful_before), "", str(answer.useful)),
        ("with a warm route", str(answer.warm_before), f"{answer.warm_if_met} if all met", str(answer.warm)),
        ("sum of P*", f"{answer.base_before:.4f}", f"+{answer.predicted_joint:.4f}", f"{answer.base:.4f}"),
    ]
    terminal.table(("", "the day before", "predicted", "measured"), rows)
    if answer.ties:
        made = [(tie.one.name, tie.other.name, f"{tie.strength:.2f}") for tie in answer.ties]
        terminal.table(("guest", "guest", "strength"), made)


def _show_tickets(answer: Tickets) -> None:
    from ui import terminal

    terminal.say(answer.summary)
    rows = [
        (
            one.name,
            one.on or "",
            "; ".join(expected.person.name for expected in one.useful[:5]),
            f"{one.expected:.1f}",
            "not known" if one.price is None else f"{one.price:.0f}",
            "" if one.per_pound is None else f"{100 * one.per_pound:.1f}",
            "; ".join(one.incumbents),
        )
        for one in answer.tickets
    ]
    if rows:
        head = ("event", "last on", "useful people", "expected", "£", "per £100", "sponsors that are incumbents")
        terminal.table(head, rows)


def _show_pairs(answer: ShouldMeet) -> None:
    from ui import terminal

    terminal.say(answer.summary)
    rows = [
        (p.one.name, p.one.organisation, p.other.name, p.other.organisation, f"{p.score:.2f}", p.words)
        for p in answer.pairs
    ]
    if rows:
        terminal.table(("who", "of", "and", "of", "closeness", "why"), rows)
