"""Events: whom to invite, which are worth a ticket, and what came of one."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from graph import definitions as d
from graph.errors import ChampionFinderError
from queries import event_after, events, should_meet, tickets
from queries.event_guests import EventAsked, regions
from queries.events import EventPlan
from ui import actions, calendar_file, events_shown, frame, report, session, tables, words
from ui.choosers import pick_one, pick_several, pick_several_of, pick_thing

DOES: Final = {
    "plan": "Plan one: whom to invite",
    "choose": "Choose one: which are worth a ticket",
    "after": "After one: what came of it",
    "meet": "People who should meet",
}
COUNTED: Final = {"sme": "small firms", "budget": "budget holders", "operations": "operations"}
SEATS: Final = 12
MOST_SEATS: Final = 200


def page() -> None:
    """The whole page."""
    st.title("Events")
    asked = session.key()
    does = pick_one("do", "What would you like to do?", DOES)
    {"plan": plan, "choose": choose, "after": after, "meet": meet}[does](asked)
    how_we_work_this_out()


# plan


def plan(asked: session.Key) -> None:
    """The rules, the list, and all that stands beside it."""
    wanted = controls(asked)
    guests = tuple(id for id in session.chosen("guests").split("|") if id)
    try:
        with st.spinner("Weighing who would open most by meeting whom"):
            found = session.answer(asked, events.ask, wanted, guests=guests)
    except ChampionFinderError as problem:
        st.warning(words.label(str(problem)))
        if guests:
            st.button("Back to the best list", on_click=session.choose, args=("guests", None))
        return
    tables.say_answer(found)
    for warning in (*found.warnings, found.narrowed):
        if warning:
            tables.say("{}", warning, kind="quiet")
    if not found.best:
        tables.say("Leave that rule out, lower its number, or add candidates.")
        return
    if guests:
        st.button("Back to the best list", on_click=session.choose, args=("guests", None))
    offer_plan(asked, found)
    tables.show(events_shown.guests(found.best[0], "Your list" if guests else "Whom to invite"))
    tables.show(events_shown.lists(found))
    if found.costs:
        tables.show(events_shown.costs(found))
    swap(found)
    if found.missed:
        tables.show(events_shown.missed(found))
    if found.pairs:
        tables.show(events_shown.pairs(found))


def controls(asked: session.Key) -> EventAsked:
    """Seats, form, day, rules; all in the address."""
    themes = {"": "Any theme", **{name: words.theme(name) for name in session.current_view(asked).directory.themes}}
    first, second, third, last = st.columns(4)
    with first:
        told = session.bound("seats", SEATS, lambda text: _whole(text) or SEATS)
        seats = st.number_input("Seats", 1, MOST_SEATS, step=1, **told)
    with second:
        form = pick_one("format", "Form", {name: name.capitalize() for name in ("roundtable", *_others())})
    with third:
        day = st.date_input("Day (optional)", format="DD/MM/YYYY", **session.bound("on", None, _day, date.isoformat))
    with last:
        theme = pick_one("theme", "Routes on the theme", themes)
    with st.expander("Who may be invited", key="eligible"):
        left, right = st.columns(2)
        with left:
            listed = pick_several(asked, "listed", "On the list of", ("event",), "Anybody but large suppliers")
        with right:
            places = pick_several_of("regions", "In post in the region", session.answer(asked, regions), "Anywhere")
    with st.expander("Rules", key="rules"):
        numbers = _numbers()
        left, right = st.columns(2)
        with left:
            others = _written("at_least", "At least, other groups", "region:North=2, council:northmoor=1, digital=1")
            must = pick_several(asked, "must", "Must be invited", ("person",), "Nobody in particular")
            sponsors = pick_several(asked, "sponsors", "Sponsors", ("organisation",), "None")
        with right:
            at_most = _written("at_most", "At most", "sme=4, theme:winter-maintenance=6")
            must_not = pick_several(asked, "must_not", "Must not be invited", ("person",), "Nobody")
            per_firm = st.number_input(
                "No more than so many from one firm (0: any)", 0, 50, step=1, **session.bound("per_firm", 0, _whole)
            )
        clean = st.toggle("No sponsor may be an incumbent", **session.switch("no_incumbent"))
    return EventAsked(
        seats=int(seats),
        format=form,
        on=day.isoformat() if day else None,
        themes=(theme,) if theme else (),
        listed_at=listed,
        regions=places,
        at_least=(*numbers, *others),
        at_most=tuple(at_most),
        must=must,
        must_not=must_not,
        per_firm=int(per_firm) or None,
        sponsors=sponsors,
        no_incumbent_sponsor=clean,
    )


def _others() -> list[str]:
    return [name for name in d.EVENT_TALKS if name != "roundtable"]


def _numbers() -> list[str]:
    """Least numbers of the usual groups, side by side, as rules; none for 0."""
    rules = []
    for column, (name, plain) in zip(st.columns(len(COUNTED)), COUNTED.items(), strict=True):
        with column:
            told = session.bound(f"least_{name}", 0, _whole)
            if number := st.number_input(f"At least so many: {plain}", 0, MOST_SEATS, step=1, **told):
                rules.append(f"{name}={number}")
    return rules


def _written(name: str, label: str, example: str) -> list[str]:
    text = st.text_input(label, placeholder=example, **session.bound(name, ""))
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _whole(text: str) -> int:
    """A number of the address; 0 where it is none, and never beyond what the control holds."""
    return min(int(text), MOST_SEATS) if text.isdecimal() else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def swap(found: EventPlan) -> None:
    """A seat to give to somebody else, with the change; using it puts the list into the address."""
    seats = {who.id: f"{who.name}, {who.organisation}" for who in found.best[0].people}
    out = pick_one("seat", "Give the seat of", seats)
    others = {s.come.id: f"{s.come.name}: {s.change:+.2f}" for s in found.swaps if s.out.id == out}
    if not others:
        tables.say("Nobody else may have this seat under the rules.", kind="quiet")
        return
    tables.show(events_shown.swaps(found, out))
    come = pick_one("come", "To", others)
    mine = sorted({*seats, come} - {out})
    st.button("Use this swap", on_click=session.choose, args=("guests", "|".join(mine)))


def offer_plan(asked: session.Key, found: EventPlan) -> None:
    """Link, print, files, a calendar."""
    best = found.best[0]
    parts = [
        report.Section("Guests", found.warnings, (events_shown.guests(best, "Whom to invite", linked=False),)),
        report.Section("Beside it", (), (events_shown.lists(found), events_shown.costs(found))),
        report.Section("Who to bring together", (), (events_shown.pairs(found),)),
        report.Section("Who is not reached", (), (events_shown.missed(found),)),
    ]
    rows = [{"person_id": w.id, "name": w.name, "title": w.title, "organisation": w.organisation} for w in best.people]
    actions.offer("event-plan", "Event plan", asked, found, parts, rows)
    if found.event.on:
        calendar = calendar_file.made(found, "Planned event")
        st.download_button("Save for a calendar", calendar, "event.ics", "text/calendar", on_click="ignore")


# choose, after, meet


def choose(asked: session.Key) -> None:
    """Which events are worth a ticket for one firm."""
    firm = pick_thing(asked, "firm", "Firm", ("organisation",), "Type the name of a small firm")
    if not firm:
        tables.say("Choose a firm. Events with people that it still has to meet appear here.", kind="quiet")
        return
    found = session.answer(asked, tickets.ask, firm)
    tables.say_answer(found)
    if not found.tickets:
        frame.lead_to_data(
            "Load lists of who was at which event: events.csv and attendance.csv, or the export of a tool."
        )
        return
    table = events_shown.tickets(found)
    sections = [report.Section("Events", (), (table,))]
    rows = [
        {
            "event": one.name,
            "last_on": one.on,
            "expected": f"{one.expected:.2f}",
            "price_gbp": one.price,
            "incumbent_sponsors": "; ".join(one.incumbents),
        }
        for one in found.tickets
    ]
    actions.offer("tickets", f"Tickets for {found.firm}", asked, found, sections, rows)
    tables.show(table)


def after(asked: session.Key) -> None:
    """Predicted beside measured for one event."""
    event = pick_thing(asked, "event", "Event", ("event",), "Type the name of an event")
    if not event:
        tables.say("Choose an event that is over. What came of it appears here.", kind="quiet")
        return
    try:
        found = session.answer(asked, event_after.ask, event)
    except ChampionFinderError as problem:
        st.warning(words.label(str(problem)))
        return
    tables.say_answer(found)
    shown = (events_shown.measured(found), *((events_shown.ties(found),) if found.ties else ()))
    sections = [report.Section("Predicted and measured", (), shown)]
    rows = [{"one": t.one.name, "other": t.other.name, "strength": f"{t.strength:.6f}"} for t in found.ties]
    actions.offer("event-after", found.name, asked, found, sections, rows)
    for table in shown:
        tables.show(table)
    if not found.ties:
        tables.say(
            "A list of guests makes leads and opens no route. Enter who met whom as contacts, with the day and a "
            "strength, and what is measured follows."
        )


def meet(asked: session.Key) -> None:
    """Pairs who are close to each other through others."""
    where = pick_thing(asked, "organisation", "At", ("organisation",), "Any organisation")
    found = session.answer(asked, should_meet.ask, organisation=where or None)
    tables.say_answer(found)
    if not found.pairs:
        return
    table = events_shown.matches(found)
    rows = [
        {"one": p.one.name, "other": p.other.name, "closeness": f"{p.score:.6f}", "why": p.words} for p in found.pairs
    ]
    sections = [report.Section("Pairs", (), (table,))]
    actions.offer("should-meet", "People who should meet", asked, found, sections, rows)
    tables.show(table)


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Useful triples**: a small firm, a council and a theme, where the firm offers the theme and the "
            "council has a budget holder for it. Each has a best route of introduction.\n"
            "* **Value of a list**: for each pair of guests who do not know each other well, by how much the best "
            "routes of all useful triples would gain if they did, times the chance that they talk. Added up over all "
            "pairs. A route that two new ties open is counted twice, so the *joint rise* stands beside it.\n"
            "* **Exact** means that every list that meets the rules was weighed. Where there are more than 20,000, "
            "lists grow from the best pairs and guests are swapped while that helps: perhaps not the best.\n"
            "* **Tickets**: budget holders for what the firm offers whom it does not know yet, by how often they came "
            "to the editions with a list on record. Half for who only registered.\n"
            "* **People who should meet**: two who know the same people, the quieter those are the more it counts.\n"
            "* **After**: being on one list makes a lead, never a warm tie. What is measured is all that changed "
            "since the day before, whoever made it.\n\n"
            "Nobody is sent anything."
        )


page()
