"""Home: who can open the door? Three questions, each with a line from the data."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from queries import overview
from queries.overview import Overview
from ui import frame, session, tables, words

HERE = Path(__file__).parent


def page() -> None:
    """The whole page."""
    st.title("Who can open the door?")
    asked = session.key()
    known = session.answer(asked, overview.ask)
    if known.empty:
        nothing_yet(asked)
        return
    tables.say(
        "Find who can introduce you to whoever must say yes at a council, how strong each step is, and how we know."
    )
    for column, ask in zip(st.columns(3), (introduction, council, event), strict=True):
        with column, st.container(border=True, height="stretch", key=f"card_{ask.__name__}"):
            ask(known)
    counts(known)


def introduction(known: Overview) -> None:
    """The first question, with the best route on record as its example."""
    st.header("Find an introduction")
    route = known.first_route
    if route is None:
        tables.say("Nobody here has a warm route to a budget holder yet.")
    else:
        steps = words.count(route.introducers, "introducer")
        line = "{} can reach {}, who holds a budget at {}, through {}: {}."
        tables.say(line, route.asker, route.target, route.council, steps, tables.chip(route.band))
    if st.button("Find an introduction", type="primary", width="stretch", key="to_introductions"):
        ends = {"you": route.asker_id, "to": "person", "person": route.target_id} if route else {}
        frame.go("introductions", **ends)


def council(known: Overview) -> None:
    """The second question, with how much of its answer is on record; a council's own weak point is told to it alone."""
    st.header("Check a council")
    route = known.first_route
    held = known.councils - known.councils_without_budget
    tables.say("Who holds a budget is on record at {} of {}.", str(held), words.count(known.councils, "council"))
    if known.hangs_on_one:
        tables.say("Your own council: every tie to anybody outside hangs on one person.")
    tables.say('<a href="{}" target="_self">See what pilots lack</a>', session.link("pilots"))
    if st.button("See who must say yes", type="primary", width="stretch", key="to_council"):
        frame.go("introductions", to="council", council=route.council_id if route else "")


def event(known: Overview) -> None:
    """The third question: what a good list of guests would change."""
    st.header("Plan an event")
    if known.useful:
        line = "{} of {} pairs of firm and council that fit on a theme have a warm route. A meeting can open more."
        tables.say(line, str(known.useful_warm), str(known.useful))
    elif known.lead_id and known.leads:
        shared = words.count(known.leads, "person", "people")
        tables.say("{} was at events with {} they are not known to know: a place to begin.", known.lead_name, shared)
    else:
        tables.say("No lists of who was at which event are on record yet.")
    tables.say(
        '<a href="{}" target="_self">See who was in the same room</a>', session.link("explore", id=known.lead_id or "")
    )
    if st.button("Plan an event", type="primary", width="stretch", key="to_event"):
        frame.go("events")


def counts(known: Overview) -> None:
    """How much there is, and how old."""
    parts = [
        words.count(known.councils, "council"),
        words.count(known.firms, "firm"),
        words.count(known.people, "person", "people"),
        words.count(known.warm_ties, "tie between people", "ties between people"),
        words.count(known.pilots, "pilot"),
        words.count(known.events, "event"),
    ]
    dated = (
        f"Dated from {words.day(known.oldest)} to {words.day(known.newest)}." if known.oldest else "No row has a date."
    )
    tables.say("On record: {}. {}", words.listed(parts), dated, kind="quiet")


def nothing_yet(asked: session.Key) -> None:
    """What to do with an empty store, or for a viewer who sees nothing."""
    tables.say("Nothing is on record for this viewer yet.", kind="answer")
    tables.say(
        "Begin with people.csv (person_id, name) and posts.csv (person_id, organisation_id, title), or the sample."
    )
    st.page_link(HERE / "data.py", label="Load files, take a template, or try the sample")


page()
