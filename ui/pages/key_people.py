"""Key people: what is lost to this council if somebody leaves, and which one new tie would guard against it?"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from graph.errors import InputError, RefusedError
from queries import key_people
from queries.answer import nameless
from queries.key_people import KeyPeople, Loss, WhatIf
from ui import actions, network_view, report, session, shown, tables, words

TEAM = "team:"  # before the id of a team in the address; ids of people follow "person:"
PERSON = "person:"


def page() -> None:
    """The whole page."""
    st.title("Key people")
    asked = session.key()
    council = asked.viewer or ""
    try:
        found = session.answer(asked, key_people.ask, council)
    except (RefusedError, InputError) as refusal:  # the viewer is no council
        tables.say("{}", str(refusal), kind="answer")
        tables.say("What hangs on one person is told to the council itself. Choose yours in “Whose data” above.")
        return
    hide = _hide()
    told = nameless(found) if hide else found
    show_all(told)
    chosen = leaves(found, told)
    answer = _what_if(asked, council, chosen) if chosen else None
    if answer is not None:
        answer = nameless(answer, like=found) if hide else answer
        show(asked, answer, hide)
    offer(asked, told, answer)
    how_we_work_this_out()


def _hide() -> bool:
    return st.toggle(
        "Hide names",
        help="People are shown as Person 1, Person 2 …, here and in print.",
        **session.switch("hide"),
    )


def _what_if(asked: session.Key, council: str, chosen: str) -> WhatIf:
    kind, _, id = chosen.partition(":")
    return session.answer(asked, key_people.what_if, council, **{kind: id})


def show_all(found: KeyPeople) -> None:
    """The answer in words, then everybody whose leaving would cost something, then the teams."""
    tables.say_answer(found)
    tables.say("{}", found.note, kind="quiet")
    if found.people:
        tables.show(everybody(found))
    if found.teams:
        with st.expander("If a whole team left", key="teams"):
            tables.show(teams(found))


def everybody(found: KeyPeople) -> Markup:
    """All whose leaving would cost something, most first."""
    return tables.table(
        f"If this person left: ways from {words.count(found.outsiders, 'person', 'people')} outside "
        f"to {words.count(len(found.decision_makers), 'person', 'people')} who decide",
        ("Who", "Share lost", "Warm pairs lost", "Ways today", "Ways then", "Only link (articulation point)"),
        (
            (
                tables.person(key.person),
                f"{100 * key.loss.share:.1f} %",
                _pairs(key.loss),
                f"{key.loss.before:.2f}",
                f"{key.loss.after:.2f}",
                "yes" if key.only_link else "no",
            )
            for key in found.people
        ),
    )


def teams(found: KeyPeople) -> Markup:
    """The same for each team."""
    return tables.table(
        "If everybody in one team left",
        ("Team", "People", "What would be lost"),
        ((team.name, team.people, team.words) for team in found.teams),
    )


def _pairs(loss: Loss) -> str:
    return f"{loss.warm_lost} of {loss.warm_before}"


def leaves(found: KeyPeople, told: KeyPeople) -> str:
    """Who leaves, as the address says it and as ``told`` names them; "" until somebody is chosen."""
    people = {PERSON + key.person.id: one.person.name for key, one in zip(found.people, told.people, strict=True)}
    options = people | {TEAM + team.id: f"the team {team.name}" for team in found.teams}
    if not options:
        return ""
    if session.chosen("leaves") not in options:
        session.choose("leaves", None)
    chosen: str | None = st.selectbox(
        "What if this person or team left?",
        list(options),
        index=None,
        format_func=lambda value: words.label(options[value]),
        placeholder="Choose who leaves",
        **session.bound("leaves"),
    )
    return chosen or ""


def show(asked: session.Key, answer: WhatIf, hide: bool) -> None:
    """Before and after side by side, the bridges, and the picture of both."""
    st.header("Before and after")
    tables.say("{}", answer.summary, kind="answer")
    tables.show(before_and_after(answer))
    if answer.changes:
        tables.show(changes(answer))
        if not hide:
            with st.expander("The rows behind these ways", key="rows"):
                evidence(answer)
    st.header("One new tie that would guard against it")
    if answer.bridges:
        tables.show(bridges(answer))
    else:
        tables.say("No single new tie would add anything.")
    tables.say("How they were found: {}.", answer.method, kind="quiet")
    if answer.changes and not hide:
        pictures(asked, answer)


def before_and_after(answer: WhatIf) -> Markup:
    """The two states side by side, with the best bridge as a third."""
    loss, best = answer.loss, answer.bridges[0].loss if answer.bridges else None
    head = ["", "Today", "If they left", *(["If they left, with the best new tie"] if best else [])]
    third = [f"{best.after:.2f}", best.warm_after] if best else []
    rows: list[list[object]] = [
        ["Ways from outside (sum of odds)", f"{loss.before:.2f}", f"{loss.after:.2f}", *third[:1]],
        ["Pairs with a warm route", loss.warm_before, loss.warm_after, *third[1:]],
    ]
    return tables.table("What would be left", head, rows)


def changes(answer: WhatIf) -> Markup:
    """Ways before and after."""
    shown_ways = len(answer.changes)
    return tables.table(
        f"The {shown_ways} ways that lose most, of {words.count(answer.changed, 'way')} that would change",
        ("Way today", "Odds", "Way then", "Odds then"),
        (
            (
                change.before.words,
                f"{change.before.odds:.2f}",
                change.after.words if change.after else "none",
                f"{change.after.odds:.2f}" if change.after else "",
            )
            for change in answer.changes
        ),
    )


def bridges(answer: WhatIf) -> Markup:
    """New ties of strength 0.50, best first."""
    return tables.table(
        "New ties (strength 0.50), those that keep most first",
        ("At the council", "Outside", "What it does"),
        ((tables.person(b.inside), tables.person(b.outside), b.words) for b in answer.bridges),
    )


def evidence(answer: WhatIf) -> None:
    """The rows behind each step of today's ways, each step once."""
    seen: set[tuple[str, str]] = set()
    for change in answer.changes:
        for hop in change.before.hops:
            ends = (hop.from_person.id, hop.to_person.id)
            if ends not in seen:
                seen.add(ends)
                tables.show(tables.evidence(hop.evidence, f"{hop.from_person.name} and {hop.to_person.name}"))


def pictures(asked: session.Key, answer: WhatIf) -> None:
    """The ways today, and what is left of them, side by side; everybody stays in place."""
    st.header("The picture of these ways")
    before = [change.before for change in answer.changes]
    after = [change.after for change in answer.changes if change.after]
    today, then = network_view.beside(before, after, shown.kinds_on(asked, (*before, *after)))
    left, right = st.columns(2)
    with left:
        st.subheader("Today")
        picked = network_view.draw(*today, label="Ways into the council today", key="ways_today")
    with right:
        st.subheader("If they left")
        if after:
            picked = network_view.draw(*then, label="What is left of them", key="ways_then") or picked
        else:
            tables.say("None of these ways is left.")
    shown.picked(asked, picked)


def offer(asked: session.Key, found: KeyPeople, answer: WhatIf | None) -> None:
    """Link, print, files."""
    parts = [report.Section("Everybody on whom ways hang", (found.note,), (everybody(found), teams(found)))]
    if answer is not None:
        told = (before_and_after(answer), *((changes(answer),) if answer.changes else ()), bridges(answer))
        parts.append(report.Section("Before and after", (answer.summary, answer.method), told))
    rows = [
        {
            "who": key.person.name,
            "id": key.person.id,
            "post": key.person.title,
            "organisation": key.person.organisation,
            "share_lost": f"{key.loss.share:.6f}",
            "ways_today": f"{key.loss.before:.6f}",
            "ways_then": f"{key.loss.after:.6f}",
            "warm_pairs_today": key.loss.warm_before,
            "warm_pairs_lost": key.loss.warm_lost,
            "only_link": "yes" if key.only_link else "no",
        }
        for key in found.people
    ]
    actions.offer("key-people", f"Key people: {found.name}", asked, found, parts, rows, answer=answer or found)


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Ways from outside**: for everybody in post at a small firm or an ecosystem body, and everybody here "
            "who holds a budget, the odds of the best route between them, added up.\n"
            "* **Share lost**: what would be missing from that sum if the person were not there. Ties of everybody "
            "else, and how helpful they are, stay as they are.\n"
            "* **Warm pairs**: pairs with a route of odds 0.10 and more along ties of 0.10 and more.\n"
            "* **Only link** (articulation point): without this person the network of warm ties falls into pieces. It "
            "is only a flag: it misses people on whom much hangs, and marks some on whom nothing does.\n"
            "* **New tie**: one end in post here, the other not, of strength 0.50; the one that keeps most.\n\n"
            "Nobody but the council itself sees this page. It says what to look after, not how anybody works."
        )


page()
