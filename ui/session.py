"""Who looks, at what, as at when: taken from the address, so that a link opens the same answer again.

Every choice has a name in the address and a key in the session. The address wins; what it leaves out comes from the
session (a click in the menu drops the address) and is written back. Cached things are keyed by store, version,
viewer and dates, so one viewer never gets what was made for another.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

import streamlit as st

from graph.addresses import default_path, open_store
from graph.errors import InputError
from graph.store import Store
from graph.view import View, view
from queries import overview

T = TypeVar("T")
PUBLIC = "public"
ADDRESS_ALONE = frozenset(
    {"find", "id", "also", "most", "officer", "candidate"}
)  # gone once the address no longer says them
KEEP = 12  # views kept in memory; each holds one snapshot


@dataclass(frozen=True, slots=True)
class Key:
    """What an answer depends on beside the question: it is part of the key of every cache."""

    address: str
    version: int
    viewer: str | None
    as_at: date
    today: date


def chosen(name: str, default: str = "") -> str:
    """A choice of the address, else of this session, else the default."""
    remembered: dict[str, str] = st.session_state.setdefault("_chosen", {})
    if name in ADDRESS_ALONE:
        return st.query_params.get(name, default)
    if name in st.query_params:
        remembered[name] = st.query_params[name]
    elif name in remembered:
        st.query_params[name] = remembered[name]
    return remembered.get(name, default)


def choose(name: str, value: str | None) -> None:
    """Put a choice into the address; nothing or "" takes it out."""
    remembered: dict[str, str] = st.session_state.setdefault("_chosen", {})
    if value:
        remembered[name] = value
        st.query_params[name] = value
    else:
        remembered.pop(name, None)
        st.query_params.pop(name, None)


def link(page: str, **choices: str) -> str:
    """The address of a page with these choices, and with who looks and as at when."""
    kept = {name: st.query_params[name] for name in ("viewer", "as_at", "today") if name in st.query_params}
    asked = urlencode({**kept, **{name: value for name, value in choices.items() if value}})
    return f"{page}?{asked}" if asked else page or "."


def bound(
    name: str, default: Any = None, read: Callable[[str], Any] = str, write: Callable[[Any], str] = str
) -> dict[str, Any]:
    """Arguments ``key`` and ``on_change`` that tie a widget to the choice of that name."""
    key = f"w_{name}"
    text = chosen(name)
    st.session_state[key] = read(text) if text else default

    def changed() -> None:
        value = st.session_state[key]
        choose(name, None if value in (None, "", default) else write(value))

    return {"key": key, "on_change": changed}


def switch(name: str, on: str = "yes") -> dict[str, Any]:
    """The same for a toggle that is off until somebody turns it; ``on``: how the address says that it is on."""
    return bound(name, False, lambda text: text == on, lambda turned: on if turned else "")


def store_address() -> str:
    """Where the statements are: CHAMPIONS_STORE, else the user's own file."""
    return os.environ.get("CHAMPIONS_STORE") or str(default_path())


@st.cache_resource(show_spinner=False, max_entries=4)
def _opened(address: str) -> Store:
    return open_store(address)


def store() -> Store:
    """The store of this process, opened once."""
    return _opened(store_address())


def key() -> Key:
    """The key of this request: read from the address, checked."""
    here = store()
    version = here.version()
    today = _day("today", os.environ.get("CHAMPIONS_TODAY", "")) or date.today()
    viewer = chosen("viewer", os.environ.get("CHAMPIONS_VIEWER", PUBLIC))
    as_at = _day("as_at", os.environ.get("CHAMPIONS_AS_AT", "")) or _usual_day(here.address, version, today)
    return Key(here.address, version, None if viewer == PUBLIC else viewer, as_at, max(today, as_at))


def _day(name: str, default: str) -> date | None:
    text = chosen(name, default)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        choose(name, None)
        raise InputError(f'"{text}" is not a date. Write it as year, month, day: 2026-06-01.') from None


def _usual_day(address: str, version: int, today: date) -> date:
    """Today, but for the sample the day on which the sample stands."""
    from sample_data import AS_AT

    return min(today, AS_AT) if is_invented(address, version, today) else today


@st.cache_resource(show_spinner=False, max_entries=8)
def is_invented(address: str, version: int, today: date) -> bool:
    """Whether the store holds the made-up sample."""
    return overview.is_invented(view(_opened(address), None, today))


@st.cache_resource(show_spinner=False, max_entries=KEEP)
def _view(asked: Key) -> View:
    return view(_opened(asked.address), asked.viewer, asked.as_at, asked.today)


def current_view(asked: Key) -> View:
    """The view of this request; the same one for the same key."""
    return _view(asked)


@st.cache_resource(show_spinner=False, max_entries=400)
def _answer(_make: Callable[[View], Any], asked: Key, question: str, arguments: tuple[Any, ...]) -> Any:
    return _make(_view(asked))


def answer(asked: Key, ask: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """The answer to a question, made once for each key, question and arguments. Answers are frozen, so shared."""
    question = f"{ask.__module__}.{ask.__qualname__}"
    made: T = _answer(
        lambda seen: ask(seen, *arguments, **named), asked, question, (*arguments, *sorted(named.items()))
    )
    return made


def how(asked: Key) -> dict[str, str]:
    """How routes are searched: in memory, or step by step where the store is a server."""
    return {"over": "neighbours" if "://" in asked.address else "snapshot"}
