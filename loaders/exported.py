"""Files that we exported, read again: every row says which kind of statement it is, so it comes back as it went.

Such a row is a statement as a store held it. So one thing may be described by several rows, an empty source stays
empty, and a row that leaves out an id which the store knows (its viewer may not have seen it) is known already.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.statements import COMMON, KINDS, Batch, Kind, identify, schema
from loaders.checks import check, plain
from loaders.exported_text import DERIVED, EXPORTED, RENAMED, REPEATS, from_exportable, without_apostrophes
from loaders.reading import Defaults, Reading
from loaders.rejection import Rejection
from loaders.sheet import REASON, Sheet

_TEXT = pa.string()
_NOTES = {
    REPEATS: "{} repeat what other rows of the export say.",
    DERIVED: "{} hold numbers that were worked out, not statements. They were not loaded: they are worked out anew.",
}


def is_exported(header: Iterable[str]) -> bool:
    """Whether a table is one of our exports."""
    return EXPORTED in map(plain, header)


def read_exported(sheet: Sheet, *, of_table: bool = True) -> Reading:
    """One reading with a batch a kind. ``of_table``: its cells went through a spreadsheet format, with apostrophes."""
    if REASON in sheet.header:
        sheet = sheet.mended()
    elif of_table:
        sheet = _without_apostrophes(sheet)
    marks = sheet.columns.column([plain(name) for name in sheet.header].index(EXPORTED))
    rejections, notes, batches = list(sheet.rejections), list(sheet.notes), []
    for mark in pc.unique(marks).to_pylist():
        places = pc.equal(marks, mark).fill_null(False) if mark else pc.is_null(marks)
        of_mark = np.flatnonzero(places.to_numpy())
        kind = KINDS.get(mark or "")
        if kind:
            checked = check(_of_kind(sheet, kind, of_mark), kind.name, Defaults(), source=None)
            columns = [pa.nulls(len(checked.rows), _TEXT), pa.array(checked.rows, pa.int32()), *checked.cells.columns]
            batches.append(Batch(kind.name, pa.table(columns, schema=schema(kind.name))))
            rejections += checked.rejections
        elif mark in _NOTES:
            notes.append(_NOTES[mark].format(f"{len(of_mark):,} row{'' if len(of_mark) == 1 else 's'}"))
        else:
            rejections += [_unknown(sheet.name, row, mark) for row in sheet.rows[of_mark].tolist()]
    kinds = {batch.kind for batch in batches}
    return Reading(
        file=sheet.name,
        kind=kinds.pop() if len(kinds) == 1 else "export",
        rows_read=len(sheet.rows) + len(sheet.raw),
        batches=tuple(batches),
        rejections=tuple(rejections),
        notes=tuple(notes),
        sheet=sheet,
        exported=True,
    )


def known_in_full(kind: Kind, cells: pa.Table, stored: pa.Table) -> tuple[pa.Table, int]:
    """The rows with the ids that they leave out and the store knows, and how many those are.

    ``stored`` is what the store holds about the same things. A row is taken for one of these statements if all its
    cells are equal but for ids that may be left blank (those that ``graph.scene`` blanks), and lists of ids that lack
    some. Rows that the store knows as they are stay.
    """
    known = pc.is_in(identify(kind.name, cells), value_set=stored.column("id").combine_chunks())
    places = np.flatnonzero(~known.to_numpy(zero_copy_only=False)) if len(stored) else np.zeros(0, int)
    if not len(places):
        return cells, 0
    may_lack = tuple(column.name for column in (*kind.optional_ids, *(c for c in COMMON if c.names)))
    firm = tuple(name for name in kind.cells if name not in may_lack)
    fuller: dict[tuple[str | None, ...], list[dict[str, str | None]]] = {}
    for row in stored.sort_by("id").to_pylist():
        fuller.setdefault(tuple(row[name] for name in firm), []).append(row)
    rows, found = cells.to_pylist(), 0
    for place in places.tolist():
        row = rows[place]
        for other in fuller.get(tuple(row[name] for name in firm), ()):
            if all(_lacks(row[name], other[name]) for name in may_lack):
                rows[place] = {name: other[name] for name in kind.cells}
                found += 1
                break
    return (pa.Table.from_pylist(rows, schema=cells.schema) if found else cells), found


def _lacks(cell: str | None, whole: str | None) -> bool:
    """Whether a cell is equal to another, or that one with ids left out, in the same order."""
    if cell is None or cell == whole:
        return True
    left = iter((whole or "").split("|"))
    return all(item in left for item in cell.split("|"))


def _of_kind(sheet: Sheet, kind: Kind, places: np.ndarray) -> Sheet:
    """The rows of one kind with its columns alone; a column that the table leaves out is empty."""
    names = [plain(name).removesuffix(RENAMED) for name in sheet.header]
    taken = pa.array(places)
    columns = [
        from_exportable(sheet.columns.column(_place(sheet, names, name)).take(taken))
        if name in names
        else pa.chunked_array([pa.nulls(len(places), _TEXT)])
        for name in kind.cells
    ]
    table = pa.table({str(n): column for n, column in enumerate(columns)})
    return Sheet(sheet.name, kind.cells, table, sheet.rows[places])


def _place(sheet: Sheet, names: list[str], name: str) -> int:
    """Where a column stands: under its new name, where another program has one of its own name."""
    renamed = [plain(other) for other in sheet.header]
    return renamed.index(name + RENAMED) if name + RENAMED in renamed else names.index(name)


def _without_apostrophes(sheet: Sheet) -> Sheet:
    columns = [without_apostrophes(column) for column in sheet.columns.columns]
    return replace(sheet, columns=pa.table({str(n): column for n, column in enumerate(columns)}))


def _unknown(file: str, row: int, mark: str | None) -> Rejection:
    said = f'"{mark}" is no kind of row.' if mark else "This row does not say of which kind it is."
    return Rejection(file, row, EXPORTED, mark, said, f"Use one of: {', '.join(KINDS)}.")
