"""As at which day does a row mean the organisations that it names?

Councils follow one another under names that are alike, so a name is read as at the day that its row tells of. What
lasts is as old as its end, or as today while it still runs (definitions, section 1); only a name that is not sure then
is read as at the first day. So "Somerset Council" is the county council in a row of 2015 to 2019, and today's council
for somebody who has been there since 2015: a chart of today's staff must not end their posts with the council before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.statements import Column, Kind
from loaders.columns import flat


def has_its_day(kind: Kind, column: Column) -> bool:
    """Whether the day of a row says what this column means; who owns a row or may see it is meant as of today."""
    return column in kind.columns and kind.describes != "organisation"


def days_told(kind: Kind, cells: pa.Table) -> pa.Array:
    """The days of each row as one text, for ``days_of``; empty where it tells none."""
    if {"starts", "ends"} <= set(cells.column_names):
        ends, first = flat(cells.column("ends")), flat(cells.column("starts"))
        last = pc.if_else(pc.fill_null(pc.less(ends, date.today().isoformat()), False), ends, "")
        return pc.if_else(pc.is_valid(first), pc.binary_join_element_wise(last, pc.fill_null(first, ""), "/"), last)
    return pc.fill_null(flat(cells.column(kind.dated)), "") if kind.dated else pa.repeat("", len(cells))


def days_beside(rows: np.ndarray, others: Iterable[tuple[np.ndarray, pa.Array]]) -> pa.Array | None:
    """The days that other statements of the same rows tell, each given as (rows, days).

    Of the first that has all these rows and tells a day at all; else None, for rows of one list are meant alike.
    """
    for other, days in others:
        if not pc.any(pc.not_equal(days, "")).as_py():
            continue
        order = np.argsort(other, kind="stable")
        places = np.minimum(np.searchsorted(other[order], rows), len(other) - 1)
        if (other[order][places] == rows).all():
            return days.take(pa.array(order[places]))
    return None


def days_of(text: str) -> tuple[date | None, ...]:
    """The days of such a text in the order in which to try them; None is today.

    >>> days_of("/2015-04-01")
    (None, datetime.date(2015, 4, 1))
    """
    return tuple(dict.fromkeys(date.fromisoformat(day) if day else None for day in text.split("/")))
