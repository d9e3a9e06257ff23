"""Are the cells of a table what their columns say? Column by column; only bad rows are looked at singly.

The pydantic row model of ``loaders.rows`` says the same of one row; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import InputError
from graph.statements import KINDS, Column, Kind
from graph.titles import unusable
from loaders import mapping
from loaders.cells import CONTROL, CONTROL_OR_BREAK, MOST_STRENGTH, PERIODS, STRENGTH_REMEDY, canonical, explain
from loaders.columns import flat, trimmed
from loaders.reading import Ask, Defaults, NeededError
from loaders.rejection import Rejection
from loaders.sheet import Sheet


@dataclass(frozen=True)
class Checked:
    """The rows of a sheet that passed, as cells of their kind, and every rejection."""

    cells: pa.Table = field(repr=False)  # all columns of the kind, canonical text, null where empty
    rows: np.ndarray = field(repr=False)
    rejections: tuple[Rejection, ...]
    notes: tuple[str, ...]


def check(sheet: Sheet, kind: str, defaults: Defaults, *, source: str | None = "") -> Checked:
    """Check a sheet that was taken for a kind; InputError if a required column, or who may see it, is missing.

    ``source`` is what an empty source means: the name of the sheet, or None where it stays empty.
    """
    where = match_header(sheet, KINDS[kind])
    if "visibility" not in where and defaults.visibility is None:
        words = (
            f"{sheet.name} has no `visibility` column, so we do not know who may see its rows. "
            "Say it once: open, shared or closed."
        )
        raise NeededError(Ask("visibility", sheet.name, words))
    faults = Faults(sheet)
    source = sheet.name if source == "" else source
    cells = {column.name: _column(sheet, column, where, defaults, faults, source) for column in KINDS[kind].all_columns}
    _check_together(kind, cells, faults)
    table, rows = pa.table(cells), sheet.rows
    if faults.found:
        table, rows = table.filter(pa.array(~faults.bad)), rows[~faults.bad]
    return Checked(table, rows, (*sheet.rejections, *faults.found), (*sheet.notes, *_unknown(sheet, KINDS[kind])))


def match_header(sheet: Sheet, kind: Kind) -> dict[str, int]:
    """Where each column of the kind stands in the sheet; InputError for a missing required one, or one given twice."""
    names = [plain(name) for name in sheet.header]
    for name in names:
        if names.count(name) > 1 and name in kind.cells:
            raise InputError(f"{sheet.name} has two columns called `{name}`. Take one of them away.")
    others = [name for name in names if name and name not in kind.cells]
    missing = [column.name for column in kind.columns if column.required and column.name not in names]
    for name in missing:
        near = get_close_matches(name, others, 1, 0.6) or (others if len(others) == len(missing) == 1 else [])
        ask = f"Is `{near[0]}` the {name}? Then call it `{name}`." if near else f"Add a column `{name}`."
        raise InputError(f"{sheet.name} has no `{name}` column. We found: {', '.join(sheet.header)}. {ask}")
    return {name: names.index(name) for name in kind.cells if name in names}


def plain(name: str) -> str:
    """A header without what is forgiven: spaces around it, and capitals."""
    return name.strip().lower()


def _unknown(sheet: Sheet, kind: Kind) -> list[str]:
    notes = []
    for place, name in enumerate(sheet.header):
        if not name and sheet.columns.column(place).null_count < len(sheet.rows):
            notes.append(f"Column {place + 1} has no name and was ignored.")
        if name and plain(name) not in kind.cells:
            near = get_close_matches(plain(name), kind.cells, 1, 0.75)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            notes.append(f"Column `{name}` is none of ours and was ignored.{hint}")
    return notes


class Faults:
    """What was found wrong, by place in the sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.found: list[Rejection] = []
        self.bad = np.zeros(len(sheet.rows), bool)
        self._sheet = sheet

    def add(self, bad: pa.Array, column: str, values: pa.Array, say: Callable[[str], tuple[str, str]]) -> None:
        """Reject the places of a mask (null is no fault); ``say`` makes reason and remedy from the value."""
        mask = pc.fill_null(bad, False).to_numpy(zero_copy_only=False)
        if not mask.any():
            return
        self.bad |= mask
        for place in np.flatnonzero(mask):
            value = values[int(place)].as_py()
            row = int(self._sheet.rows[place])
            self.found.append(Rejection(self._sheet.name, row, column, value, *say(value or "")))


def _column(
    sheet: Sheet, column: Column, where: dict[str, int], defaults: Defaults, faults: Faults, source: str | None
) -> pa.Array:
    """The checked and canonical cells of one column; bad ones become null, their rows are rejected."""
    size = len(sheet.rows)
    if column.name not in where:
        given = _default(column, sheet, defaults)
        return pa.repeat(pa.scalar(given, pa.string()), size) if given else pa.nulls(size, pa.string())
    raw = flat(sheet.columns.column(where[column.name]))
    if raw.null_count == size:
        cells = raw
    elif column.type in ("id", "text"):
        cells = _of_text(sheet, column, raw, faults)
    else:
        cells = _of_few(column, raw, faults)
    if column.required and cells.null_count:
        words = "This cell must be filled.", f"Enter {column.name}: {column.doc}."
        empty = pc.and_(pc.is_null(cells), pc.equal(pc.fill_null(pc.utf8_trim_whitespace(raw), ""), ""))
        faults.add(empty, column.name, raw, lambda _: words)
    return pc.fill_null(cells, source) if column.name == "source" and source and cells.null_count else cells


def _default(column: Column, sheet: Sheet, defaults: Defaults) -> str | None:
    """What stands in every cell of a column that the file leaves out."""
    return defaults.common(sheet.name).get(column.name)


def _of_text(sheet: Sheet, column: Column, raw: pa.Array, faults: Faults) -> pa.Array:
    """Ids and text: many different values, so the whole column at a time."""
    cells = raw if sheet.tidy else trimmed(raw)
    if column.type == "id":
        faults.add(pc.match_substring(cells, "|"), column.name, cells, lambda value: explain(column, value))
    if not sheet.tidy and not (sheet.readable and column.type == "text"):
        pattern = CONTROL_OR_BREAK if column.type == "id" else CONTROL
        odd = pc.match_substring_regex(cells, pattern)
        faults.add(odd, column.name, cells, lambda value: explain(column, value))
    return cells


def _of_few(column: Column, raw: pa.Array, faults: Faults) -> pa.Array:
    """Dates, numbers, words and lists: each different value is looked at once."""
    encoded = raw.dictionary_encode()
    good: list[str | None] = []
    bad: list[bool] = []
    for value in encoded.dictionary.to_pylist():
        trimmed = value.strip()
        try:
            good.append(canonical(column, trimmed) if trimmed else None)
            bad.append(False)
        except ValueError:
            good.append(None)
            bad.append(True)
    if any(bad):
        wrong = pa.array(bad).take(encoded.indices)
        faults.add(wrong, column.name, raw, lambda value: explain(column, value.strip()))
    if good == encoded.dictionary.to_pylist():
        return raw
    return pa.array(good, pa.string()).take(encoded.indices)


def _check_together(kind: str, cells: dict[str, pa.Array], faults: Faults) -> None:
    """What must hold between cells of one row."""
    for first, last in PERIODS:
        if first in cells and last in cells:
            back = pc.greater(cells[first], cells[last])
            faults.add(
                back, last, cells[last], lambda _: ("The end lies before the start.", "Correct one of the two dates.")
            )
    if kind == "contacts":
        same = pc.equal(cells["person_a"], cells["person_b"])
        alone = "Nobody is a contact of himself or herself.", "Name two different people."
        faults.add(same, "person_b", cells["person_b"], lambda _: alone)
        _check_strength(cells, faults)
    if kind == "titles":
        _check_phrases(cells["phrase"], faults)
    if kind == "mappings":
        _check_mappings(cells, faults)


def _check_mappings(cells: dict[str, pa.Array], faults: Faults) -> None:
    """A mapping names columns of ours alone, and enough of them."""
    pairs = list(zip(cells["gives"].to_pylist(), cells["columns"].to_pylist(), strict=True))
    problems = [mapping.fault(gives, mapping.columns_of(told)) if gives and told else None for gives, told in pairs]
    said = {told: problem for (_, told), problem in zip(pairs, problems, strict=True) if problem}
    bad = pa.array([problem is not None for problem in problems], pa.bool_())
    faults.add(bad, "columns", cells["columns"], lambda value: said[value])


def _check_strength(cells: dict[str, pa.Array], faults: Faults) -> None:
    """Only a declared contact has a strength of its own; on other kinds the cell is ignored."""
    encoded = cells["strength"].dictionary_encode()
    outside = [not 0 < float(value) <= MOST_STRENGTH for value in encoded.dictionary.to_pylist()]
    if any(outside):
        declared = pc.equal(pc.fill_null(cells["kind"], "contact"), "contact")
        wrong = pc.and_(declared, pa.array(outside).take(encoded.indices))
        faults.add(wrong, "strength", cells["strength"], lambda value: (f'"{value}" is out of range.', STRENGTH_REMEDY))


def _check_phrases(cells: pa.Array, faults: Faults) -> None:
    """A phrase by which no title could be read is a mistake."""
    wrong = pa.array([bool(text and unusable(text)) for text in cells.to_pylist()], pa.bool_())
    faults.add(wrong, "phrase", cells, lambda value: unusable(value) or ("", ""))
