"""Requests: whom have I asked to introduce me, what came of it, and whom may I ask now?"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from graph.errors import ChampionFinderError
from graph.requests import STATES
from loaders.reading import Defaults
from queries import first_ask, requests
from queries.first_ask import Draft
from queries.requests import Requests, Shown
from ui import actions, cold_start_shown, copying, frame, report, request_entry, session, tables
from ui.choosers import pick_one

ENDS = ("asker", "introducer", "target")  # of the request that is looked at, in the address


def page() -> None:
    """The whole page."""
    st.title("Requests for introductions")
    asked = session.key()
    state = pick_one("state", "Show", {"": "All states", **{name: name.capitalize() for name in STATES}})
    found = session.answer(asked, requests.ask, state=state or None)
    tables.say_answer(found)
    if not all(map(session.chosen, ENDS)):
        request_entry.done(asked)
    if asked.viewer is not None:
        offer(asked, found)
        listed(found)
        one(asked, found)
    none = not any(found.counts.values())
    if none:
        nothing()
    cold_start_shown.section(asked, wanted=none)
    how_we_work_this_out()


def nothing() -> None:
    """Where requests come from."""
    tables.say("Find a route first: “Draft the ask” beside it writes to whoever can introduce you.")
    st.page_link(frame.PAGES / "introductions.py", label="Find an introduction")


def listed(found: Requests) -> None:
    """The requests and the open load, each as a table."""
    if found.requests:
        tables.show(requests_table(found))
    if found.introducers:
        st.header("How much waits with whom")
        tables.show(load_table(found))


def requests_table(found: Requests, *, linked: bool = True) -> Markup:
    """A line for each request."""
    return tables.table(
        "Requests, drafts first, then the newest",
        ("Who is sought", "Who introduces", "Who asks", "State", "How it stands"),
        (
            (
                _to(one) if linked else one.target.name,
                one.introducer.name,
                one.asker.name,
                tables.chip(one.state),
                one.words,
            )
            for one in found.requests
        ),
    )


def load_table(found: Requests) -> Markup:
    """A line for each introducer of a request that is not over."""
    return tables.table(
        "Open requests of each introducer, as far as you see them",
        ("Who introduces", "Open requests", "How many more may be asked", "In words"),
        ((tables.person(one.person), one.open, one.room, one.words) for one in found.introducers),
    )


def _to(one: Shown) -> Markup:
    """A name that leads to this request."""
    ends = dict(zip(ENDS, (one.asker.id, one.introducer.id, one.target.id), strict=True))
    return Markup('<a href="{}" target="_self">{}</a>').format(session.link("requests", **ends), one.target.name)


# one request


def one(asked: session.Key, found: Requests) -> None:
    """The request that the address names: its state, what may follow, and the text."""
    three = session.chosen("asker"), session.chosen("introducer"), session.chosen("target")  # as in ENDS
    if not all(three):
        if found.requests:
            tables.say("Choose a request above to change its state or to see its text.", kind="quiet")
        return
    every = session.answer(asked, requests.ask)
    mine = [r for r in every.requests if (r.asker.id, r.introducer.id, r.target.id) == three]
    now = next((r for r in mine if r.follows), next(iter(mine), None))
    st.header("This request")
    st.button("Back to all requests", on_click=_back)
    if now is not None:
        tables.say("{} asks {} for {}: {}.", now.asker.name, now.introducer.name, now.target.name, now.words)
    if now is not None and now.state == "withdrawn":
        tables.say("The draft is withdrawn. If you have sent it, tell {} so.", now.introducer.name)
        return
    if now is None or now.state != "met":  # then there is nothing more to write
        draft(asked, three, now)
    request_entry.done(asked)
    if now is not None and now.follows:
        request_entry.form(asked, now)
    if now is not None:
        earlier(now)


def _back() -> None:
    for end in ENDS:
        session.choose(end, None)


def draft(asked: session.Key, three: tuple[str, str, str], now: Shown | None) -> None:
    """The text, to change, copy or save; and keeping it as a draft where nothing is on record yet."""
    try:
        made = session.answer(
            asked, first_ask.ask, three[0], three[2], via=three[1], theme=session.chosen("theme") or None,
            **session.how(asked),
        )  # fmt: skip
    except ChampionFinderError as problem:
        if now is None:
            frame.sorry(problem, stay=True)
        return
    tables.say("{}: {} odds {:.2f}", made.route.words, tables.chip(made.route.band), made.route.odds)
    tables.say("{}", made.load.words)
    text = st.text_area("What you could write", made.text, height=420, key=f"text_{hash((three, made.text))}")
    if not made.names_target:
        tables.say(
            "{} is not named in it: names can wait until both have agreed. Nothing is sent from here.",
            made.target.name,
            kind="quiet",
        )
    copying.offer(text, name="introduction")
    behind(made)
    if now is None or not now.follows:
        keep(asked, three, again=now is not None)


def behind(made: Draft) -> None:
    """The rows that the text rests on."""
    if made.rows:
        with st.expander("The rows behind this text", key="rows_draft"):
            told = tables.statements(made.rows)
            head = [name.capitalize() for name in told[0]]
            tables.show(tables.table("Challenges and pilots", head, (tuple(row.values()) for row in told)))


def keep(asked: session.Key, three: tuple[str, str, str], *, again: bool) -> None:
    """Put a draft on record, seen by its owner alone."""
    tables.say("A draft counts nowhere and is seen by you alone.", kind="quiet")
    if st.button("Ask once more: keep as a draft" if again else "Keep as a draft", type="primary", key="keep_draft"):
        request_entry.save(asked, three, "draft", asked.as_at, Defaults("closed", asked.viewer))


def earlier(now: Shown) -> None:
    """The row that says so, and taking it back if it was entered here."""
    with st.expander("The row that says so", key="rows_request"):
        told = tables.statements([now.row])
        tables.show(tables.table("Row", [n.capitalize() for n in told[0]], (tuple(row.values()) for row in told)))
        entered = {load.id for load in session.store().loads() if load.title.endswith(request_entry.MARK)}
        if now.row.load in entered and st.button("Take this back", key="take_back"):
            request_entry.undo(now.row.load)


def offer(asked: session.Key, found: Requests) -> None:
    """Link, print, files."""
    rows = [
        {
            "asker": one.asker.name,
            "introducer": one.introducer.name,
            "target": one.target.name,
            "state": one.state,
            "asked_on": one.on or "",
            "in_words": one.words,
            "source": one.row.source,
        }
        for one in found.requests
    ]
    parts = [report.Section("Requests", tables=(requests_table(found, linked=False),))] if found.requests else []
    actions.offer("requests", "Requests for introductions", asked, found, parts, rows)


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Nothing is sent.** A text is made for the first introducer of a route. You send it yourself, or not.\n"
            "* **Who knows**: you alone. Whom you want to reach is told to others only when both have agreed, and "
            "then only if you say so.\n"
            "* **States**: draft, asked, agreed, met, declined, no reply, lapsed. A request with no answer lapses "
            "after 90 days.\n"
            "* **Open load**: a request that is asked or agreed waits with the introducer and lowers the odds of the "
            "next one. Three at once are the limit.\n"
            "* **What counts**: a meeting strengthens the ties of all three and speaks for the introducer. A request "
            "without a reply counts as one that did not work. A no that you record here lowers nobody's score.\n"
            "* **Objections**: if somebody in a request asks not to be listed, the request is withdrawn, or gone.\n"
        )


page()
