"""Adding somebody or a route to buy to a pilot: a load like any other, undone where it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from graph.errors import ChampionFinderError
from graph.vocabulary import PILOT_ROLES
from loaders import entered
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from loaders.report import Report
from queries.pilots import PilotCheck
from ui import frame, session, tables, words
from ui.choosers import pick_thing, who_sees

PERSON = "joins"  # the choice in the address


@dataclass(frozen=True, slots=True)
class Entry:
    """What was entered last, for which pilot, and what the risk was before."""

    pilot: str
    load: str
    told: str
    before: str


def done(check: PilotCheck) -> None:
    """What the last entry did to this pilot, with the way back."""
    if said := st.session_state.pop("entry_undone", None):
        st.success(said)
    entry: Entry | None = st.session_state.get("entry")
    if entry is None or entry.pilot != check.pilot.id or not check.pilot.level:
        return
    now = check.pilot.level
    risk = f"still {now}" if now == entry.before else f"{now} now, {entry.before} before"
    st.success(words.label(f"{entry.told} Risk of stalling: {risk}."))
    if st.button("Undo", key="undo_entry"):
        _undo(entry.load)


def form(asked: session.Key, check: PilotCheck) -> None:
    """Who joins in which roles since when, a route to buy, and who may see it."""
    st.header("Add somebody, or a route to buy")
    if st.session_state.pop("entry_made", False):  # the form is empty again
        st.session_state["entry_roles"], st.session_state["entry_route"] = [], ""
    left, right = st.columns(2)
    with left:
        person = pick_thing(asked, PERSON, "Who joins the pilot", ("person",), "Type a name")
    with right:
        roles = st.multiselect("In which roles", PILOT_ROLES, format_func=words.theme, key="entry_roles")
    left, right = st.columns(2)
    with left:
        since = st.date_input("Since", asked.as_at, format="DD/MM/YYYY", max_value=asked.as_at, key="entry_since")
    with right:
        route = st.text_input(
            "Route to buy",
            key="entry_route",
            placeholder="Such as a framework, or a purchase below the threshold",
            help="Write none if it is known that there is none. Empty: stays as it is.",
        ).strip()
    defaults = who_sees(asked, "entry_seen")
    if st.button("Add to this pilot", type="primary", key="entry_add"):
        _add(asked, check, person, [role for role in roles if not _has(check, person, role)], since, route, defaults)
    earlier(check)


def earlier(check: PilotCheck) -> None:
    """What was entered in the app for this pilot before, each with its undo."""
    loads = {load.id: load for load in session.store().loads() if entered.MARK in load.title}
    mine = [row for row in check.rows if row.load in loads and row.source.startswith(entered.MARK)]
    if not mine:
        return
    with st.expander("What was entered here", key="entry_earlier"):
        told = tables.statements(mine)
        head = [name.capitalize() for name in told[0]]
        tables.show(tables.table("Rows entered in the app", head, (tuple(row.values()) for row in told)))
        for load in dict.fromkeys(row.load for row in mine):
            when = f"{words.day(loads[load].at[:10])}, {loads[load].at[11:16]} UTC"
            if st.button(f"Take back what was entered on {when}", key=f"undo_{load}"):
                _undo(load)


def _has(check: PilotCheck, person: str, role: str) -> bool:
    return any(member.person.id == person and role in member.roles for member in check.team)


def _add(
    asked: session.Key, check: PilotCheck, person: str, roles: list[str], since: date, route: str, defaults: Defaults
) -> None:
    source = entered.source(asked.viewer or session.PUBLIC, asked.today)
    files, told = list[InputFile](), list[str]()
    if person and roles:
        files.append(entered.people(source, check.pilot.id, person, roles, since))
        entry = session.current_view(asked).directory.get("person", person)
        told.append(
            f"{entry.name if entry else person} added as {words.listed([words.theme(role) for role in roles])}."
        )
    if route:
        files.append(entered.pilot(source, check.rows[0].cells, route_to_buy=route))
        told.append(f"Route to buy added: {route}.")
    if not files:
        st.warning("Nothing was added. Choose somebody and a role that they do not have yet, or write a route to buy.")
        return
    try:
        made = plan(files, session.store(), defaults).commit(strict=True)
    except ChampionFinderError as problem:
        frame.sorry(problem, stay=True)
        return
    if made.load is None:
        _not_added(made)
        return
    st.session_state["entry"] = Entry(check.pilot.id, made.load.id, " ".join(told), check.pilot.level or "")
    st.session_state["entry_made"] = True
    session.choose(PERSON, None)
    st.rerun()


def _not_added(made: Report) -> None:
    """Why an entry cannot be used, as for any other file."""
    for rejection in made.rejections:
        st.warning(words.label(f"{rejection.reason} {rejection.remedy}"))


def _undo(load: str) -> None:
    gone = session.store().undo(load)
    st.session_state.pop("entry", None)
    st.session_state["entry_undone"] = f"Undone: {words.count(gone, 'row')} taken back."
    st.rerun()
