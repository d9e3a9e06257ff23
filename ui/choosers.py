"""Controls that take what somebody types and never guess: known by id, name or alias, else near names are offered."""

from __future__ import annotations

from datetime import date

import streamlit as st

from graph.directory import Directory, Entry
from graph.errors import NotFoundError
from graph.view import View
from loaders.reading import Defaults
from ui import session, words

SEEN_BY = {"closed": "Only us", "shared": "Us, and organisations that I name", "open": "Everybody"}
LISTED = 3_000  # names that a list holds; beyond, the name is typed and looked up


def pick_one(name: str, label: str, options: dict[str, str]) -> str:
    """One of a few choices; the first until another is chosen."""
    if not options:
        return ""
    first = next(iter(options))
    if session.chosen(name) not in options:
        session.choose(name, None)
    chosen: str = st.selectbox(
        label, list(options), format_func=lambda value: options[value], **session.bound(name, first)
    )
    return chosen


def pick_thing(asked: session.Key, name: str, label: str, things: tuple[str, ...], hint: str) -> str:
    """The id of a person or an organisation, "" while there is none; a near miss offers what may be meant."""
    directory = session.current_view(asked).directory
    known = session.answer(asked, _listed, things)
    typed = session.chosen(name)
    chosen = st.selectbox(
        label,
        [*known, *([typed] if typed and typed not in known else [])],  # what was typed is kept
        index=None,
        format_func=lambda id: known.get(id, id),
        placeholder=hint,
        accept_new_options=True,
        **session.bound(name),
    )
    if not chosen or chosen in known:
        return chosen or ""
    return _meant(directory, name, chosen, things)


def pick_several(asked: session.Key, name: str, label: str, things: tuple[str, ...], hint: str) -> tuple[str, ...]:
    """Ids of people or organisations, in the order in which they were chosen.

    Beyond what the list holds a name is typed and looked up; whoever the address names in vain is told.
    """
    directory, known = session.current_view(asked).directory, dict(session.answer(asked, _listed, things))
    meant: dict[str, str] = {}
    for text in session.chosen(name).split("|"):
        if text and text not in known:
            try:
                entry = directory.resolve(text, *things)
                meant[text], known[entry.id] = entry.id, entry.name
            except NotFoundError as problem:
                st.warning(f"{label}: {words.label(str(problem))}")
    return pick_several_of(name, label, known, hint, meant)


def pick_several_of(
    name: str, label: str, known: dict[str, str], hint: str, meant: dict[str, str] | None = None
) -> tuple[str, ...]:
    """Several of these, by key, in the order in which they were chosen; what the address names besides is left out.

    ``meant``: keys of what may be typed; None: nothing is.
    """

    def read(text: str) -> list[str]:
        keys = ((meant or {}).get(key, key) for key in text.split("|"))
        return [key for key in dict.fromkeys(keys) if key in known]

    chosen = st.multiselect(
        label,
        list(known),
        format_func=lambda key: known.get(key, key),
        placeholder=hint,
        accept_new_options=meant is not None,
        **session.bound(name, [], read, "|".join),
    )
    return tuple(chosen)


def who_sees(asked: session.Key, key: str) -> Defaults:
    """Who may see what is entered: the viewer alone at first; the public has nothing of its own."""
    choices = list(SEEN_BY) if asked.viewer else ["open"]
    seen = st.selectbox("Who may see this", choices, format_func=SEEN_BY.__getitem__, key=key)
    names = {e.id: e.name for e in session.current_view(asked).directory.entries if e.thing == "organisation"}
    audience, until = shared_with(names) if seen == "shared" else ((), None)
    return Defaults(seen, asked.viewer, audience, until)


def shared_with(names: dict[str, str]) -> tuple[tuple[str, ...], date | None]:
    """With which organisations rows are shared, and until when."""
    left, right = st.columns(2)
    with left:
        audience = st.multiselect("Shared with", sorted(names, key=names.__getitem__), format_func=names.__getitem__)
    with right:
        until = st.date_input("Shared until (empty: until withdrawn)", value=None, format="DD/MM/YYYY")
    return tuple(audience), until


def _listed(view: View, things: tuple[str, ...]) -> dict[str, str]:
    entries = [entry for entry in view.directory.entries if _is(entry, things)]
    entries.sort(key=lambda entry: (entry.name, entry.id))
    return {
        entry.id: f"{entry.name} · {_detail(entry)}" if _detail(entry) else entry.name for entry in entries[:LISTED]
    }


def _is(entry: Entry, things: tuple[str, ...]) -> bool:
    return entry.thing in things or (
        "council" in things and entry.thing == "organisation" and entry.detail == "council"
    )


def _detail(entry: Entry) -> str:
    if entry.detail in ("council", "pilot"):
        return ""
    return (
        words.KINDS.get(entry.detail.replace(" ", "_"), entry.detail).lower()
        if entry.thing != "person"
        else entry.detail
    )


def _meant(directory: Directory, name: str, text: str, things: tuple[str, ...]) -> str:
    """What a typed text means; nothing if it is only near something, which is then offered."""
    real = tuple("organisation" if thing == "council" else thing for thing in things)
    try:
        entry = directory.resolve(text, *real)
        if _is(entry, things):
            return entry.id
    except NotFoundError:
        pass
    near = [entry for entry in directory.search(text, *real, limit=6) if _is(entry, things)][:3]
    kind = "council" if "council" in things else words.listed_or([*things])
    st.warning(words.label(f'No {kind} on record is called "{text}".') + (" Did you mean:" if near else ""))
    for entry in near:
        st.button(
            words.label(entry.name + (f", {entry.detail}" if entry.thing == "person" else "")),
            key=f"mean_{name}_{entry.id}",
            on_click=session.choose,
            args=(name, entry.id),
        )
    return ""
