"""Posts to confirm at a successor council, and people who moved: how the page Quality shows and enters them."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from graph.errors import ChampionFinderError
from queries import movers, successors
from queries.movers import Mover, Movers
from queries.successors import Successor, ToBeConfirmed, ToConfirm
from ui import confirming, frame, session, tables, words
from ui.choosers import pick_one, who_sees

ROWS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The post that was confirmed last, and the load that says so."""

    load: str
    told: str


def to_confirm(asked: session.Key) -> ToBeConfirmed:
    """Posts that ended only with their council, and one button for each council where one may go on."""
    found = session.answer(asked, successors.ask)
    st.header("To confirm at a successor council")
    _done()
    tables.say("{}", found.summary)
    if found.posts:
        tables.show(posts_table(found))
        if len(found.posts) > ROWS_SHOWN:
            tables.say("The first {} are shown; the command line holds all.", ROWS_SHOWN, kind="quiet")
        _form(asked, found)
    return found


def posts_table(found: ToBeConfirmed) -> Markup:
    """A line for each post; no successor is chosen."""
    return tables.table(
        "Posts that ended only because their council closed",
        ("Who", "Post", "Council, last day", "May go on at", "Last source"),
        (
            (
                tables.link(one.person, one.person_id),
                one.title,
                Markup("{}<br><small>{}</small>").format(one.council, words.day(one.closed_on)),
                words.listed_or([after.name for after in one.successors]) or "not on record",
                one.source,
            )
            for one in found.posts[:ROWS_SHOWN]
        ),
    )


def _form(asked: session.Key, found: ToBeConfirmed) -> None:
    posts = {f"{n}": one for n, one in enumerate(found.posts)}
    names = {key: f"{one.person}: {one.title} at {one.council}" for key, one in posts.items()}
    post = posts[pick_one("confirms", "Post to confirm", names)]
    defaults = who_sees(asked, "confirmed_seen")
    if not post.successors:
        tables.say("No successor is on record: name it in organisations.csv, column replaced_by.", kind="quiet")
    with st.container(horizontal=True):
        for after in post.successors:
            if st.button(words.label(f"Confirm at {after.name}"), key=f"confirm_{after.id}"):
                try:
                    made = confirming.confirm(session.store(), post, after, defaults, asked.today)
                except ChampionFinderError as problem:
                    frame.sorry(problem, stay=True)
                    return
                _remember(post, after, made.load.id if made.load else "")


def _remember(post: ToConfirm, after: Successor, load: str) -> None:
    if load:
        told = f"{post.person} is {post.title} at {after.name} from {words.day(after.starts)}."
        st.session_state["confirmed"] = Confirmed(load, told)
    session.choose("confirms", None)
    st.rerun()


def _done() -> None:
    if said := st.session_state.pop("confirmed_undone", None):
        st.success(said)
    last: Confirmed | None = st.session_state.get("confirmed")
    if last is None:
        return
    st.success(words.label(f"Confirmed: {last.told}"))
    if st.button("Undo", key="undo_confirmed"):
        session.store().undo(last.load)
        st.session_state.pop("confirmed")
        st.session_state["confirmed_undone"] = "Undone: the post waits to be confirmed again."
        st.rerun()


def moved(asked: session.Key) -> Movers:
    """Who left which post for which, and the ties that went along."""
    found = session.answer(asked, movers.ask)
    st.header("Who has moved")
    tables.say("{}", found.summary)
    if found.movers:
        tables.show(movers_table(found))
        if found.total > len(found.movers):
            tables.say("{} more are not shown.", f"{found.total - len(found.movers):,}", kind="quiet")
    return found


def movers_table(found: Movers) -> Markup:
    """A line for each mover, the latest first."""
    return tables.table(
        "People who left a post, the latest first",
        ("Who", "Was", "Until", "Is now", "Ties that went along", "Left behind"),
        (
            (
                tables.link(one.person.name, one.person.id),
                _held(one.was.title, one.was.organisation, one.was.source),
                words.day(one.last_day),
                Markup("<br>").join(_held(h.title, h.organisation, h.source) for h in one.now) or "not known",
                _ties(one),
                words.listed([*one.lost]),
            )
            for one in found.movers
        ),
    )


def _held(title: str, place: str, source: str) -> Markup:
    return Markup("{}, {}<br><small>{}</small>").format(title, place, source)


def _ties(one: Mover) -> Markup:
    told = [
        Markup("{} {}{}").format(
            tables.link(tie.person.name, tie.person.id),
            tables.chip(tie.strength_word, tie.strength),
            Markup("<br><small>still at the old place</small>") if tie.inside else "",
        )
        for tie in one.ties
    ]
    more = [Markup("{} more").format(one.more_ties)] if one.more_ties else []
    return Markup("<br>").join([*told, *more])
