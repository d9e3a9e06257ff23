"""Rows of one kind out of one file, on their way into a load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.statements import KINDS, Column
from loaders.rejection import Rejection
from loaders.row_days import days_beside, days_told, has_its_day

_TEXT = pa.string()


@dataclass
class Part:
    """Rows of one kind out of one file."""

    file: str
    kind: str
    cells: pa.Table
    rows: np.ndarray
    names_found: bool = False  # it names organisations as people write them: one that is not on record becomes one
    exported: bool = False  # statements as a store held them: several rows may describe one thing
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def describes(self) -> tuple[str, str] | None:
        """The thing that these rows describe, and the column of its id."""
        kind = KINDS[self.kind]
        return (kind.describes, kind.columns[0].name) if kind.describes else None

    def drop(self, bad: np.ndarray) -> None:
        """Take the rows of a mask out."""
        self.cells, self.rows = self.cells.filter(pa.array(~bad)), self.rows[~bad]


def days_of_rows(part: Part, column: Column, parts: Iterable[Part]) -> pa.Array | None:
    """The days of each row, for ``row_days.days_of``; None if no row has one. Posts of a chart have that of the chart.

    ``parts``: of the whole load, for a row may have its day in what else was read from it.
    """
    if not has_its_day(KINDS[part.kind], column):
        return None
    days = days_told(KINDS[part.kind], part.cells)
    if part.names_found and pc.any(pc.equal(days, "")).as_py():
        others = [o for o in parts if o.file == part.file and o is not part and o.kind != "organisations"]
        dated = ((o.rows, days_told(KINDS[o.kind], o.cells)) for o in others if KINDS[o.kind].dated)
        beside = days_beside(part.rows, dated)
        days = days if beside is None else pc.if_else(pc.equal(days, ""), beside, days)
    return days if pc.any(pc.not_equal(days, "")).as_py() else None


def owners_of(parts: Iterable[Part]) -> set[str]:
    """Whose rows these are: in whose name they are loaded, so that names mean what their owner sees."""
    return {id_ for part in parts for id_ in pc.unique(part.cells.column("owner")).to_pylist() if id_}


def naming(cells: pa.ChunkedArray, ids: set[str]) -> np.ndarray:
    """Which rows name one of these ids or names; a mask of rows."""
    naming = [v for v in pc.unique(cells).to_pylist() if v is not None and not ids.isdisjoint((v, *v.split("|")))]
    return pc.is_in(cells, value_set=pa.array(naming, _TEXT)).to_numpy()


def replaced(cells: pa.ChunkedArray, ids: Mapping[str, str]) -> pa.Array:
    """The cells with other ids in the place of these; a cell may hold several."""
    values = {v: "|".join(ids.get(i, i) for i in v.split("|")) for v in pc.unique(cells).to_pylist() if v is not None}
    return pa.array([None if value is None else values[value] for value in cells.to_pylist()], _TEXT)
