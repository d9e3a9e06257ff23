"""Correcting somebody on Explore: a load like any other, undone where it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from graph.errors import ChampionFinderError
from graph.statements import Statement
from loaders import corrections
from loaders.corrections import Correction
from queries import disagreements
from queries.explore import Explored
from ui import disagreements_shown, frame, session, tables, words
from ui.choosers import pick_thing, who_sees

PLACE = "moved_to"  # the choice in the address


@dataclass(frozen=True, slots=True)
class Corrected:
    """Who was corrected last, and the load that says so."""

    person: str
    load: str


def done(known: Explored) -> None:
    """What the last correction did, with the way back."""
    if said := st.session_state.pop("corrected_undone", None):
        st.success(said)
    last: Corrected | None = st.session_state.get("corrected")
    if last is None or last.person != known.id:
        return
    st.success("Corrected. What was wrong is kept, and counts no more.")
    if st.button("Undo", key="undo_corrected"):
        session.store().undo(last.load)
        st.session_state.pop("corrected")
        st.session_state["corrected_undone"] = "Undone: it is as it was before."
        st.rerun()


def differ(asked: session.Key, known: Explored) -> None:
    """What the sources say differently of this person or organisation."""
    found = session.answer(asked, disagreements.ask, known.id)
    if not found.found:
        return
    st.header("Where the sources disagree")
    for one in found.found:
        tables.show(disagreements_shown.table(one))


def form(asked: session.Key, known: Explored) -> None:
    """The right name, address, title and employer, since when, and who may see it."""
    if known.thing != "person":
        return
    with st.expander("Correct this", key="correct"):
        person, posts = session.answer(asked, disagreements.counting_rows, known.id)
        left, right = st.columns(2)
        key = f"{known.id}_{asked.version}"  # after each change the form begins with what counts then
        with left:
            name = st.text_input("Name", person.cells["name"], key=f"right_name_{key}")
        with right:
            email = st.text_input("Work address", person.cells.get("email", ""), key=f"right_email_{key}")
        post = _post(posts, key)
        left, right = st.columns(2)
        with left:
            title = st.text_input("Title", post.cells["title"] if post else "", key=f"right_title_{key}")
        with right:
            since = st.date_input(
                "Since (empty: it was always so)",
                None,
                format="DD/MM/YYYY",
                min_value=date(1950, 1, 1),
                max_value=asked.as_at,
                key=f"right_since_{key}",
            )
        place = pick_thing(asked, PLACE, "Employer (empty: as it is)", ("organisation",), "Type a name")
        defaults = who_sees(asked, "corrected_seen")
        if st.button("Correct", type="primary", key="correct_now"):
            told = Correction(
                _new(name, person.cells["name"]),
                _new(email, person.cells.get("email", "")),
                _new(title, post.cells["title"] if post else ""),
                place or None,
                since,
            )
            try:
                made = corrections.correct(
                    session.store(), person, post if told.of_post else None, told, defaults, asked.today
                )
            except ChampionFinderError as problem:
                frame.sorry(problem, stay=True)
                return
            for rejection in made.rejections:
                st.warning(words.label(f"{rejection.reason} {rejection.remedy}"))
            if made.load:
                st.session_state["corrected"] = Corrected(known.id, made.load.id)
                session.choose(PLACE, None)
                st.rerun()


def _new(text: str, before: str) -> str | None:
    return text.strip() if text.strip() and text.strip() != before else None


def _post(posts: tuple[Statement, ...], key: str) -> Statement | None:
    if len(posts) < 2:
        return posts[0] if posts else None
    chosen = st.selectbox(
        "Which post",
        range(len(posts)),
        format_func=lambda n: posts[n].cells["title"],
        key=f"right_post_{key}",
    )
    return posts[chosen]
