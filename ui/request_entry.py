"""Saying what became of a request on the page Requests: a load like any other, undone where it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from graph.errors import ChampionFinderError
from graph.requests import BOTH_AGREED
from loaders import entered
from loaders.reading import Defaults
from queries import requests, warm_routes
from queries.requests import Shown
from ui import asking, frame, session, tables, words
from ui.choosers import who_sees

MARK = entered.MARK  # how the title of a load ends that was entered here


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded last, and the odds of reaching the target before."""

    load: str
    told: str
    asker: str
    target: str
    odds: float


def done(asked: session.Key) -> None:
    """What the last entry changed, with the way back."""
    if said := st.session_state.pop("request_undone", None):
        st.success(said)
    last: Recorded | None = st.session_state.get("request_recorded")
    if last is None:
        return
    try:
        now = _odds(asked, last.asker, last.target)
    except ChampionFinderError:  # somebody in it is no longer on record for who looks now
        return
    same = f"{last.odds:.2f}" == f"{now:.2f}"
    odds = f"The odds of reaching them are still {now:.2f}." if same else _changed(last.odds, now)
    st.success(words.label(f"{last.told} {odds}"))
    if st.button("Undo", key="undo_request"):
        undo(last.load)


def _changed(before: float, now: float) -> str:
    return f"The odds of reaching them are {now:.2f} now, {before:.2f} before."


def _odds(asked: session.Key, asker: str, target: str) -> float:
    return session.answer(asked, warm_routes.ask, asker, target, **session.how(asked)).best_odds


def form(asked: session.Key, one: Shown) -> None:
    """The states that may come next, each a button; the day, and for what both know, who may see it."""
    st.header("What became of it")
    tables.say("Nothing is sent from here. You say what happened, and can take it back.", kind="quiet")
    on = asked.as_at
    if one.state == "draft":
        on = st.date_input("Asked on", asked.as_at, format="DD/MM/YYYY", max_value=asked.as_at, key="request_on")
    state = st.radio("It is now", one.follows, horizontal=True, key=f"request_state_{one.row.id}")
    defaults = Defaults("closed", asked.viewer)
    if state in BOTH_AGREED:
        defaults = who_sees(asked, "request_seen")
    if st.button("Save", type="primary", key="request_save"):
        save(asked, (one.asker.id, one.introducer.id, one.target.id), state, on, defaults)


def save(asked: session.Key, three: tuple[str, str, str], state: str, on: date, defaults: Defaults) -> None:
    """Record it, remember what was before, and draw the page anew; or say why it cannot be."""
    view = session.current_view(asked)
    try:
        step = requests.step(view, *three, state, on)
        before = _odds(asked, step.asker.id, step.target.id)
        made = asking.record(session.store(), view, step, defaults)
    except ChampionFinderError as problem:
        frame.sorry(problem, stay=True)
        return
    if made.load is None:
        for rejection in made.rejections:
            st.warning(words.label(f"{rejection.reason} {rejection.remedy}"))
        return
    told = f"{step.asker.name} asks {step.introducer.name} for {step.target.name}: {state}."
    st.session_state["request_recorded"] = Recorded(made.load.id, told, step.asker.id, step.target.id, before)
    st.rerun()


def undo(load: str) -> None:
    """Take it back: every number is as before."""
    session.store().undo(load)
    st.session_state.pop("request_recorded", None)
    st.session_state["request_undone"] = "Undone: everything is as it was before."
    st.rerun()
