"""What only the user knows of the files they chose: asked once, beside the files, and never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from graph.errors import ChampionFinderError
from graph.vocabulary import EVENT_FORMATS
from loaders.reading import Ask, EventTold
from ui import frame, joining, session, tables, words
from ui.choosers import pick_thing

FORMATS = {"": "Not known", **{name: words.theme(name).capitalize() for name in EVENT_FORMATS}}


def holder(asked: session.Key, asks: Sequence[Ask]) -> str | None:
    """Whose contacts the files are: somebody on record, or the user, who is put there."""
    if not any(ask.need == "holder" for ask in asks):
        return None
    tables.say("Whose contacts are in {}?", words.listed(_files(asks, "holder")))
    return pick_thing(asked, "whose", "Whose contacts are these?", ("person",), "A person on record") or None


def events(asks: Sequence[Ask]) -> dict[str, EventTold]:
    """Which event each list belongs to, for those that were told."""
    told = {}
    for file in _files(asks, "event"):
        tables.say("Which event is {}?", file)
        name_at, day_at, form_at = st.columns([3, 2, 2])
        with name_at:
            name = st.text_input("Name of the event", key=f"event_{file}")
        with day_at:
            on: date | None = st.date_input("Day", value=None, format="DD/MM/YYYY", key=f"event_on_{file}")
        with form_at:
            form = st.selectbox("Form", list(FORMATS), format_func=FORMATS.__getitem__, key=f"event_format_{file}")
        if name.strip():
            told[file] = EventTold(name.strip(), on, form or None)
    return told


def who_you_are(asked: session.Key) -> None:
    """A form that puts the user on record, and what their firm offers."""
    own = session.current_view(asked).directory.get("organisation", asked.viewer or "")
    st.session_state.setdefault("own_organisation", own.name if own else "")
    with st.expander("Say who you are, so that your contacts count as yours", key="own", expanded=False):
        tables.say("Only your organisation will see this, and what you load as yours.", kind="quiet")
        left, right = st.columns(2)
        with left:
            name = st.text_input("Your name", key="own_name")
            title = st.text_input("Title of your post", key="own_title")
        with right:
            firm = st.text_input("Your organisation", key="own_organisation")
            kind = st.selectbox("What it is", joining.KINDS, format_func=_kind, index=1, key="own_kind")
        offers = st.multiselect(
            "What it offers",
            session.current_view(asked).directory.themes,
            format_func=words.theme,
            accept_new_options=True,
            placeholder="Themes, so that budgets for them can be found",
            key="own_offers",
        )
        if st.button("Put me on record", key="own_add"):
            try:
                joined = joining.join(session.store(), name, title, firm, kind, asked.today, offers=offers)
            except ChampionFinderError as problem:
                frame.sorry(problem, stay=True)
                return
            session.choose("viewer", joined.organisation)
            st.session_state["owner"] = joined.organisation
            st.session_state["visibility"] = "closed"
            session.choose("whose", joined.person)
            st.session_state["undone"] = "You are on record. What you load from here on is yours."
            st.rerun()


def _kind(kind: str) -> str:
    return words.KINDS.get(kind, kind)


def _files(asks: Sequence[Ask], need: str) -> list[str]:
    return list(dict.fromkeys(ask.file for ask in asks if ask.need == need))
