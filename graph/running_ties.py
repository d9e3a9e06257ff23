"""Which rows of contacts are evidence of a tie: all meetings, and of what runs on the latest row of each source.

A declared contact is an event: two dates are two meetings. A thread or a connection is a state that a source tells anew
with each export, with the date that it has by then. So of the rows of one source, of one owner, about one pair and kind
one counts, by the same rule as among rows that disagree about one thing; two sources remain two.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.groups import distinct
from graph.scene import Scene, ruling

RUNS_ON = ("thread", "connection")
_TELLER = ("kind", "source", "owner")


def rows_that_count(scene: Scene) -> tuple[pa.Table, np.ndarray]:
    """These rows, with their places in ``scene.rows["contacts"]``. Linear but for one sort of the pairs that run on."""
    table = scene.rows["contacts"]
    runs_on = np.flatnonzero(pc.is_in(table.column("kind"), value_set=pa.array(RUNS_ON)).to_numpy())
    several = runs_on[_told_again(_pairs(scene, table.take(pa.array(runs_on))))]
    if not len(several):
        return table, np.arange(len(table))
    told = table.take(pa.array(several))
    which = told.append_column("place", pa.array(several)).append_column("pair", pa.array(_pairs(scene, told)))
    counts = np.ones(len(table), bool)
    counts[several] = False
    counts[ruling(which, _what_runs_on(which), "on").column("place").to_numpy()] = True
    return table.filter(pa.array(counts)), np.flatnonzero(counts)


def _pairs(scene: Scene, table: pa.Table) -> np.ndarray:
    a, b = scene.numbers(table.column("person_a")), scene.numbers(table.column("person_b"))
    return np.minimum(a, b).astype(np.int64) * max(len(scene.people), 1) + np.maximum(a, b)


def _told_again(keys: np.ndarray) -> np.ndarray:
    """Which keys are there more than once."""
    ordered = np.sort(keys)
    return np.isin(keys, distinct(ordered[1:][ordered[1:] == ordered[:-1]]))


def _what_runs_on(table: pa.Table) -> pa.ChunkedArray:
    """One text a row, equal where the same source tells of the same state; sources are numbered, for they are text."""
    parts = [pc.cast(table.column("pair"), pa.string())]
    for name in _TELLER:
        column = table.column(name)
        parts.append(pc.cast(pc.index_in(column, value_set=pc.unique(column)), pa.string()))
    return pc.binary_join_element_wise(*parts, " ")
