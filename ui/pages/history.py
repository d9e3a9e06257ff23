"""History: everything that was done, newest first, in words, each with its undo."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from queries import history
from queries.history import PAGE, Done, History
from ui import actions, frame, report, session, tables, words
from ui.choosers import pick_one

KINDS = {
    "": "Everything",
    "loaded": "Loaded",
    "judged": "Judged the same or not",
    "taught": "Taught",
    "mapped": "Columns explained",
    "edited": "Edited by hand",
}
LABEL = 70  # letters on a button
FIRST = "older"  # in the address: how many of the newest are left out


def page() -> None:
    """The whole page."""
    st.title("History")
    asked = session.key()
    what = pick_one("done", "Show", KINDS)
    found = session.answer(asked, history.ask, what=what or None, first=_first())
    tables.say_answer(found)
    undone()
    if not found.done:
        nothing(found, what)
        return
    offer(asked, found)
    for one in found.done:
        line(one)
    pages(found)
    how_we_work_this_out()


def undone() -> None:
    """What was taken back last."""
    if said := st.session_state.pop("history_undone", None):
        st.success(said)


def nothing(found: History, what: str) -> None:
    """An empty list, and where to begin."""
    if any(found.counts.values()):
        tables.say("Nothing of this kind is here. Choose another, or go back to the newest.", kind="quiet")
        return
    frame.lead_to_data("Load a file, or try the sample; whatever you do then stands here and can be taken back.")


def line(one: Done) -> None:
    """One thing that was done; its undo asks once more where it takes many rows away."""
    with st.container(border=True, key=f"done_{one.load}"):
        tables.say("{}", one.words)
        who = f" by {one.who}" if one.who else ""
        rows = words.count(one.rows, "row")
        tables.say("{}, {} UTC{}. {}.", words.day(one.at[:10]), one.at[11:16], who, rows, kind="quiet")
        if st.session_state.get("sure_of") != one.load:
            st.button(
                words.label(f"Undo: {_short(one.words)}"), key=f"undo_{one.load}", on_click=_ask, args=(one.load,)
            )
            return
        st.warning(words.label(f"{rows} would be taken back; what another load says too stays."))
        with st.container(horizontal=True):
            st.button(f"Take back {rows}", type="primary", key=f"sure_{one.load}", on_click=_undo, args=(one.load,))
            st.button("Leave it", key=f"leave_{one.load}", on_click=_ask, args=(None,))


def _short(text: str) -> str:
    return text if len(text) <= LABEL else text[: LABEL - 1] + "…"


def _ask(load: str | None) -> None:
    st.session_state["sure_of"] = load


def _undo(load: str) -> None:
    gone = session.store().undo(load)
    st.session_state.pop("sure_of", None)
    st.session_state["history_undone"] = f"Undone: {words.count(gone, 'row')} taken back."


def _first() -> int:
    text = session.chosen(FIRST)
    return int(text) if text.isdecimal() else 0


def pages(found: History) -> None:
    """The way to what was done before and after."""
    if found.total <= PAGE:
        return
    last = found.first + len(found.done)
    tables.say("{} to {} of {}, newest first.", found.first + 1, last, f"{found.total:,}", kind="quiet")
    newer, older = max(found.first - PAGE, 0), found.first + PAGE
    with st.container(horizontal=True):
        to = session.choose
        st.button("Newer", disabled=not found.first, on_click=to, args=(FIRST, str(newer or "")), key="newer")
        st.button("Older", disabled=last >= found.total, on_click=to, args=(FIRST, str(older)), key="older")


def listed(found: History) -> Markup:
    """The list as a table."""
    return tables.table(
        "What was done, newest first",
        ("What", "Who", "When (UTC)", "Rows"),
        ((one.words, one.who, f"{words.day(one.at[:10])}, {one.at[11:16]}", one.rows) for one in found.done),
    )


def offer(asked: session.Key, found: History) -> None:
    """Link, print, files."""
    rows = [
        {
            "load": one.load,
            "what": one.what,
            "words": one.words,
            "who": one.who,
            "at": one.at,
            "rows": one.rows,
            "known_already": one.known,
        }
        for one in found.done
    ]
    parts = [report.Section("What was done", tables=(listed(found),))]
    actions.offer("history", "History", asked, found, parts, rows)


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Everything is a load**: a file, a judgement, a phrase that was taught, a correction. Nothing is ever "
            "changed in place, so each can be taken back alone, in any order.\n"
            "* **Taking back** removes what this load alone said. What another load says too stays.\n"
            "* **Who may read what**: that something was done, and how many rows it brought, is shown to everybody who "
            "can take it back. What an entry says is shown to those who may see it."
        )


page()
