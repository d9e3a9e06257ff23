"""Tables that nobody knows: the user says once what their columns mean, sees what that gives, and it is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from graph.errors import ChampionFinderError, InputError
from loaders import mapping
from loaders.formats import TABLES
from loaders.formats.mapped import MappedTable
from loaders.mapping import WORDS, TableMapping
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from loaders.sheet import Sheet
from loaders.templates import TableSource
from ui import frame, session, tables, words

GIVES: Final = {
    "contacts": "Somebody whom one of us knows",
    "people": "A person and a post",
    "attendance": "A person at an event",
    "pilots": "A pilot at a council",
}
DAYS: Final = {None: "Leave it empty", "day_first": "3 April", "month_first": "4 March"}


def strangers(given: Sequence[InputFile], defaults: Defaults) -> list[Sheet]:
    """The tables among these files that none of our formats is, nor any that was said before."""
    known = mapping.remembered(session.store(), defaults)
    source = TableSource((*map(MappedTable, known), *TABLES))
    return [sheet for file in given for sheet in source.strangers(file)]


def ask(asked: session.Key) -> None:
    """For each such table a form; nothing where there is none."""
    for sheet in st.session_state.get("strangers", ()):
        with st.container(border=True):
            st.subheader("What do its columns mean?")
            tables.say(
                "{} is none of the files that we know. Say it once: such a table then loads by itself.", sheet.name
            )
            _form(asked, sheet)


def _form(asked: session.Key, sheet: Sheet) -> None:
    key = sheet.name
    first = mapping.propose(sheet.header)
    gives = st.selectbox(
        "Each row is",
        list(GIVES),
        index=list(GIVES).index(first.gives),
        format_func=GIVES.__getitem__,
        key=f"gives_{key}",
    )
    proposed = mapping.propose(sheet.header, gives)
    columns = [None, *dict.fromkeys(name for name in map(mapping.spelt, sheet.header) if name)]
    pairs: dict[str, str] = {}
    sides = st.columns(2)
    for place, word in enumerate(WORDS[gives]):
        with sides[place % 2]:
            chosen = st.selectbox(
                f"{words.theme(word.name).capitalize()}: {word.doc}",
                columns,
                index=columns.index(proposed.columns.get(word.name)),
                format_func=_column,
                key=f"means_{key}_{gives}_{word.name}",
            )
        if chosen:
            pairs[word.name] = chosen
    days = st.selectbox("What is 3/4/2026 here?", list(DAYS), format_func=DAYS.__getitem__, key=f"days_{key}")
    try:
        told = mapping.check(sheet.name, sheet.header, gives, pairs, days)
    except InputError as problem:
        st.warning(words.label(str(problem)))
        return
    _preview(sheet, told)
    if st.button("Remember this", type="primary", key=f"remember_{key}"):
        _remember(asked, told)


def _column(name: str | None) -> str:
    return "None of its columns" if name is None else words.label(name)


def _preview(sheet: Sheet, told: TableMapping) -> None:
    rows = [(words.theme(ours).capitalize(), theirs, *first) for ours, theirs, first in mapping.preview(sheet, told)]
    shown = max(map(len, rows)) - 2
    head = ("We read", "Their column", *(f"Row {n + 1}" for n in range(shown)))
    tables.show(tables.table("The first rows", head, [(*row, *[""] * (len(head) - len(row))) for row in rows]))


def _remember(asked: session.Key, told: TableMapping) -> None:
    """Store the mapping: it holds names of columns alone, and belongs to whoever looks."""
    now = datetime.now(UTC)
    who = asked.viewer or "the public"
    file = told.file(
        visibility="closed" if asked.viewer else "open",
        owner=asked.viewer,
        source=f"mapped in the app by {who} on {now:%Y-%m-%d at %H:%M:%S} UTC",
    )
    try:
        report = plan([file], session.store(), Defaults()).commit(strict=True)
    except ChampionFinderError as problem:
        frame.sorry(problem, stay=True)
        return
    for rejection in report.rejections:
        st.warning(words.label(f"{rejection.reason} {rejection.remedy}"))
    if report.rejections:
        return
    left = [sheet for sheet in st.session_state["strangers"] if sheet.name != told.name]
    st.session_state["strangers"] = left
    st.session_state["undone"] = "Remembered. Check these files again."
    st.rerun()
