"""Rows that say different things, side by side: how Quality and Explore show them."""

from __future__ import annotations

from markupsafe import Markup

from queries.disagreements import Disagreement, Said
from ui import tables, words


def table(one: Disagreement) -> Markup:
    """What each source says of one thing; the row that counts first, with the reason."""
    return tables.table(
        one.name,
        ("Source", *(words.theme(name).capitalize() for name in one.columns), "Date", "How we know", "Counts?"),
        ((said.source, *said.values, words.day(said.on), said.known_by, _counts(said)) for said in one.said),
    )


def _counts(said: Said) -> Markup | str:
    return Markup("<strong>counts</strong>") if said.counts else f"no: {said.why}"
