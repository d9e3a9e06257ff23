"""Where a firm without contacts begins, on the page Requests: conveners, events, and the first tie worth making."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from graph.errors import ChampionFinderError
from loaders.reading import Defaults
from queries import cold_start
from queries.cold_start import ColdStart
from ui import asking, frame, session, tables, words
from ui.choosers import pick_one


def section(asked: session.Key, *, wanted: bool) -> None:
    """For a firm that looks: the answer, three tables, and saying that a first meeting took place."""
    firm = session.current_view(asked).directory.get("organisation", asked.viewer or "")
    if firm is None or firm.detail != "sme":
        return
    st.header("Where to begin")
    if not wanted and not st.toggle("Show who convenes, and the first tie worth making", **session.switch("begin")):
        return
    done()
    try:
        found = session.answer(asked, cold_start.ask, firm.id)
    except ChampionFinderError as problem:
        tables.say("{}", problem)
        st.page_link(frame.PAGES / "data.py", label="Put yourself on record")
        return
    tables.say("{}", found.summary)
    if not found.triples:
        st.page_link(frame.PAGES / "data.py", label="Say what your firm offers")
    if found.first_ties:
        tables.show(ties_table(found))
        form(asked, found)
    if found.conveners:
        tables.show(conveners_table(found))
    if found.occasions:
        tables.show(occasions_table(found))
        tables.say("Being at one event makes no tie: it is where you may meet.", kind="quiet")


def ties_table(found: ColdStart) -> Markup:
    """A line for each tie worth making."""
    return tables.table(
        "First ties worth making: what one meeting would open",
        ("Worth meeting", "Budgets within reach", "Would add to all odds", "Lately seen at"),
        (
            (tables.person(one.other), one.opened, f"{one.gain:.2f}", words.listed([*one.seen_at]))
            for one in found.first_ties
        ),
    )


def conveners_table(found: ColdStart) -> Markup:
    """A line for each body that brings people together."""
    return tables.table(
        "Who convenes, and whom to meet there",
        ("Body", "Whom to meet", "Events of the last two years"),
        (
            (tables.link(one.name, one.id), tables.person(one.meet), words.listed([*one.events]))
            for one in found.conveners
        ),
    )


def occasions_table(found: ColdStart) -> Markup:
    """A line for each event whose guests are worth meeting."""
    return tables.table(
        "Events whose guests are worth meeting: one like it may bring them again",
        ("Event", "Last on", "Organiser", "Guests worth meeting"),
        (
            (one.name, words.day(one.on), one.organiser or "not known", f"{one.useful} of {one.guests}")
            for one in found.occasions
        ),
    )


def form(asked: session.Key, found: ColdStart) -> None:
    """Somebody was met: a contact seen by the viewer alone."""
    pairs = {one.other.id: f"{one.asker.name} met {one.other.name}" for one in found.first_ties}
    other = pick_one("met", "Has a first meeting taken place?", pairs)
    on = st.date_input("Met on", asked.as_at, format="DD/MM/YYYY", max_value=asked.as_at, key="met_on")
    if not st.button("Yes, they met", key="met_save"):
        return
    asker = next(one.asker.id for one in found.first_ties if one.other.id == other)
    view, mine = session.current_view(asked), Defaults("closed", asked.viewer)
    try:
        made = asking.met(session.store(), view, asker, other, on, mine)
    except ChampionFinderError as problem:
        frame.sorry(problem, stay=True)
        return
    if made.load:
        st.session_state["met"] = made.load.id, f"{pairs[other]}."
    session.choose("met", None)
    st.rerun()


def done() -> None:
    """The meeting that was recorded last, and the way back."""
    if said := st.session_state.pop("met_undone", None):
        st.success(said)
    load, told = st.session_state.get("met", ("", ""))
    if not load:
        return
    st.success(words.label(f"{told} It is a contact now, seen by you alone."))
    if st.button("Undo", key="undo_met"):
        session.store().undo(load)
        st.session_state.pop("met")
        st.session_state["met_undone"] = "Undone: everything is as it was before."
        st.rerun()
