"""Next council: who needs it, can be reached, is ready, and is like those who adopted it; and what to show them."""

from __future__ import annotations

from math import isfinite

import streamlit as st
from markupsafe import Markup

from graph.errors import InputError
from queries import council_places, next_council, peer_evidence
from queries.next_council import CouncilNext, NextCouncil
from queries.peer_evidence import PeerEvidence
from queries.solutions import when
from ui import actions, council_map, report, session, tables, words
from ui.choosers import pick_thing
from ui.peers_shown import PLAIN, sections

MARKED = 9  # places that the map has numbers for


def page() -> None:
    """The whole page."""
    st.title("Next council")
    asked = session.key()
    firm = pick_thing(asked, "firm", "Firm", ("organisation",), "Type the name of a small firm")
    if not firm:
        tables.say("Choose a firm. The councils that may come next for it appear here.", kind="quiet")
        return
    weights = controls()
    try:
        next_council.checked(weights)
    except InputError as problem:
        st.warning(words.label(str(problem)))
        st.button("Count all four the same", on_click=equal)
        return
    try:
        found = session.answer(asked, next_council.ask, firm, weights=weights)
    except InputError as problem:  # a council in place of a firm
        st.warning(words.label(str(problem)))
        return
    council = session.chosen("candidate")
    if council:
        st.button("Back to all councils", on_click=session.choose, args=("candidate", None))
        one(asked, found, session.answer(asked, peer_evidence.ask, firm, council))
    else:
        all_of_them(asked, found)
    how_we_work_this_out()


def controls() -> tuple[float, ...]:
    """How much each part counts; from the address."""
    columns = st.columns(len(PLAIN))
    for column, (name, plain) in zip(columns, PLAIN.items(), strict=True):
        with column:
            st.number_input(f"{plain} counts", 0.0, 100.0, step=0.5, **session.bound(name, 1.0, _weight))
    return tuple(float(st.session_state[f"w_{name}"]) for name in PLAIN)


def _weight(text: str) -> float:
    """A weight of the address; 1 where it is none."""
    try:
        number = float(text)
    except ValueError:
        return 1.0
    return min(max(number, 0.0), 100.0) if isfinite(number) else 1.0


def equal() -> None:
    """Let all parts count the same."""
    for name in PLAIN:
        session.choose(name, None)


# all councils


def all_of_them(asked: session.Key, found: NextCouncil) -> None:
    """The answer, the table, and the map of it."""
    tables.say_answer(found)
    if found.left_out:
        told = "Left out, for a pilot or a contract of {} is on record there: {}."
        tables.say(told, found.name, words.listed([*found.left_out]), kind="quiet")
    if not found.councils:
        tables.say("Load organisations.csv, offers.csv (organisation_id, theme) and challenges.csv on the Data page.")
        return
    offer_list(asked, found)
    tables.show(list_table(found))
    st.header("On a map")
    tables.say(
        "One hexagon for each council. The higher it is filled, the higher its score; the first {} carry their place. "
        "Dashed ones are no candidates. The table above says the same, and its names lead on.",
        MARKED,
        kind="quiet",
    )
    picked = council_map.show(
        session.answer(asked, council_places.ask),
        fills(found),
        label=f"Score of each council for {found.name}",
        key="map",
    )
    if picked:
        session.choose("candidate", picked)
        st.rerun()


def fills(found: NextCouncil) -> dict[str, council_map.Fill]:
    """How the map shows each candidate."""
    return {
        one.id: council_map.Fill(one.score, str(place) if place <= MARKED else "", f"{place}, score {one.score:.2f}")
        for place, one in enumerate(found.councils, 1)
    }


def list_table(found: NextCouncil, *, linked: bool = True) -> Markup:
    """Every candidate with its parts, the best first."""
    told = Markup("{:.2f}<br><small>{}</small>")
    return tables.table(
        "Councils that may come next, the best first: each part from 0 to 1, and what it rests on",
        ("Place and council", "Score", *PLAIN.values()),
        (
            (
                Markup("{}. {}").format(place, to_pack(found, one) if linked else one.name),
                f"{one.score:.2f}",
                *(told.format(part.scaled, part.words) for part in one.parts),
            )
            for place, one in enumerate(found.councils, 1)
        ),
    )


def to_pack(found: NextCouncil, one: CouncilNext) -> Markup:
    """A council's name that leads to what to show it."""
    weights = {name: f"{weight:g}" for name, weight in found.weights.items() if weight != 1}
    address = session.link("next_council", firm=found.firm, candidate=one.id, **weights)
    return Markup('<a href="{}" target="_self">{}</a>').format(address, one.name)


def offer_list(asked: session.Key, found: NextCouncil) -> None:
    """Link, print, files for the list."""
    rows = [
        {
            "place": place,
            "council_id": one.id,
            "council": one.name,
            "region": one.region,
            "score": f"{one.score:.6f}",
            **{part.name: f"{part.value:.6f}" for part in one.parts},
            **{f"{part.name}_why": part.words for part in one.parts},
        }
        for place, one in enumerate(found.councils, 1)
    ]
    drawn = council_map.svg(session.answer(asked, council_places.ask), fills(found), label="Scores on a map")
    parts = [report.Section("All of them", tables=(list_table(found, linked=False),), picture=drawn)]
    actions.offer("next_council", f"Next council for {found.name}", asked, found, parts, rows)


# one council


def one(asked: session.Key, found: NextCouncil, pack: PeerEvidence) -> None:
    """What to show one council: why it, who adopted it elsewhere, the way there, how to buy."""
    tables.say("{}: {}", pack.council, pack.summary, kind="answer")
    offer_pack(asked, found, pack)
    for section in sections(found, pack):
        tables.show_section(section)


def offer_pack(asked: session.Key, found: NextCouncil, pack: PeerEvidence) -> None:
    """Link, print, files for the pack."""
    rows = [
        {
            "council": peer.solution.line.council,
            "pilot": peer.solution.line.name,
            "suppliers": "; ".join(peer.solution.line.suppliers),
            "by_the_firm": "yes" if peer.by_the_firm else "no",
            "outcome": when(peer.solution.line),
            "alike": peer.words,
            "who": "; ".join(f"{role.person.name} ({', '.join(role.roles)})" for role in peer.people),
            "funding": peer.solution.funding,
            "route_to_buy": peer.solution.route_to_buy,
        }
        for peer in pack.peers
    ]
    parts = sections(found, pack, linked=False)
    actions.offer("peer_evidence", f"{pack.firm} for {pack.council}", asked, pack, parts, rows)


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Candidates** are councils that are open and have no pilot and no contract of this firm, however old.\n"
            "* **Need**: the share of the firm's themes on which the council has an open challenge, or had a pilot of "
            "any supplier in the last 36 months.\n"
            "* **Reach**: the odds of the best route of introduction to anybody there who holds a budget for one of "
            "the firm's themes.\n"
            "* **Readiness**: pilots of the last 36 months that became a contract, half of those running, and one more "
            "where a framework lists the firm and serves the council; divided by the largest.\n"
            "* **Neighbourhood**: councils that completed a pilot of this firm or gave it a contract, one each for the "
            "same region, the same kind, and officers who know each other; divided by the largest.\n"
            "* **Score**: the mean of the four, each counting as much as you say above.\n"
            "* **Who adopted it** names people only where a pilot was completed or became a contract.\n\n"
            "The first is not the easiest: where reach is 0, no way in is known."
        )


page()
