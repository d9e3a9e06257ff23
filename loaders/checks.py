"""Are the cells of a table what their columns say? Column by column; only bad rows are looked at singly.

The pydantic row model of ``loaders.rows`` says the same of one row; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import InputError
from graph.statements import KINDS, Column, Kind
from loaders.reading import Defaults, Rejection, VisibilityNeededError
from loaders.tables import Sheet

MOST_STRENGTH = 0.8  # of a declared contact: contacts alone never make a sure tie
FREE_TEXT = frozenset({"statement", "stall_reason", "route_to_buy", "title", "name", "source"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


@dataclass(frozen=True)
class Checked:
    """The rows of a sheet that passed, as cells of their kind, and every rejection."""

    kind: str
    sheet: Sheet = field(repr=False)
    cells: pa.Table = field(repr=False)  # all columns of the kind, canonical text, null where empty
    rows: np.ndarray = field(repr=False)
    rejections: tuple[Rejection, ...]
    notes: tuple[str, ...]


def check(sheet: Sheet, kind: str, defaults: Defaults) -> Checked:
    """Check a sheet that was taken for a kind; InputError if a required column, or who may see it, is missing."""
    where = match_header(sheet, KINDS[kind])
    _must_know_visibility(sheet, where, defaults)
    faults = _Faults(sheet)
    cells = {column.name: _column(sheet, column, where, defaults, faults) for column in KINDS[kind].all_columns}
    _together(kind, cells, faults)
    bad = faults.bad_rows()
    table = pa.table(cells)
    if bad.any():
        table = table.filter(pa.array(~bad))
    return Checked(
        kind, sheet, table, sheet.rows[~bad], (*sheet.rejections, *faults.found), (*sheet.notes, *_unknown(sheet, kind))
    )


def match_header(sheet: Sheet, kind: Kind) -> dict[str, int]:
    """Where each column of the kind stands in the sheet; InputError for a missing required one, or one given twice."""
    names = [_plain(name) for name in sheet.header]
    for name in names:
        if names.count(name) > 1 and name in kind.cells:
            raise InputError(f"{sheet.name} has two columns called `{name}`. Take one of them away.")
    where = {name: names.index(name) for name in kind.cells if name in names}
    for column in kind.columns:
        if column.required and column.name not in where:
            found = ", ".join(sheet.header)
            near = get_close_matches(column.name, [n for n in names if n not in kind.cells], 1, 0.5)
            ask = f" Is `{near[0]}` the {column.name}? Then rename it." if near else " Add it."
            raise InputError(f"{sheet.name} has no `{column.name}` column. We found: {found}.{ask}")
    return where


def _unknown(sheet: Sheet, kind: str) -> list[str]:
    notes = []
    for name in sheet.header:
        if _plain(name) not in (*KINDS[kind].cells, "reason") and name:
            near = get_close_matches(_plain(name), KINDS[kind].cells, 1, 0.75)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            notes.append(f"Column `{name}` is not one of ours and was ignored.{hint}")
    return notes


def _must_know_visibility(sheet: Sheet, where: dict[str, int], defaults: Defaults) -> None:
    if "visibility" not in where and defaults.visibility is None:
        raise VisibilityNeededError(
            f"{sheet.name} has no `visibility` column, so we do not know who may see its rows. Say it once: "
            "--visibility open, shared or closed (on the page: Who may see these rows?)."
        )


class _Faults:
    """What was found wrong, by place in the sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.found: list[Rejection] = []
        self._bad = np.zeros(len(sheet.rows), bool)

    def add(self, bad: np.ndarray, column: str, values: pa.Array, say: Callable[[str], tuple[str, str]]) -> None:
        """Reject the places of a mask; ``say`` makes reason and remedy from the value."""
        self._bad |= bad
        for place in np.flatnonzero(bad):
            value = values[int(place)].as_py()
            reason, remedy = say(value or "")
            self.found.append(Rejection(self.sheet.name, int(self.sheet.rows[place]), column, value, reason, remedy))

    def bad_rows(self) -> np.ndarray:
        return self._bad


def _column(sheet: Sheet, column: Column, where: dict[str, int], defaults: Defaults, faults: _Faults) -> pa.Array:
    """The checked and canonical cells of one column; bad ones become null, their rows are rejected."""
    size = len(sheet.rows)
    if column.name not in where:
        return pa.array(
            [_default(column, sheet, defaults)] * size
            if _default(column, sheet, defaults)
            else pa.nulls(size, pa.string()),
            pa.string(),
        )
    raw = _flat(sheet.columns.column(where[column.name]))
    if raw.null_count == size:
        cells = raw
    else:
        cells = _trimmed(raw)
        if "reason" in map(_plain, sheet.header):
            cells = _without_apostrophe(cells)
        cells = _valid(column, cells, faults)
    if column.required:
        empty = pc.is_null(cells).to_numpy(zero_copy_only=False) & pc.is_null(raw).to_numpy(zero_copy_only=False)
        if empty.any():
            faults.add(empty, column.name, raw, lambda _: ("This cell must be filled.", f"Enter the {column.doc}."))
    if column.name == "source":
        return pc.fill_null(cells, sheet.name)
    return cells


def _default(column: Column, sheet: Sheet, defaults: Defaults) -> str | None:
    if column.name == "source":
        return sheet.name
    return {
        "visibility": defaults.visibility,
        "owner": defaults.owner,
        "audience": "|".join(defaults.audience) or None,
        "shared_until": defaults.shared_until.isoformat() if defaults.shared_until else None,
        "licence": defaults.licence,
    }.get(column.name)


def _valid(column: Column, cells: pa.Array, faults: _Faults) -> pa.Array:
    """Check each different value once, and put the canonical text in its place."""
    if column.type in ("id", "text"):
        pattern = r"[\x00-\x1f\x7f]" if column.type == "id" else r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
        odd = pc.match_substring_regex(cells, pattern).fill_null(False).to_numpy(zero_copy_only=False)
        if odd.any():
            faults.add(
                odd, column.name, cells, lambda value: (f"{value!r} holds a control character.", "Type it anew.")
            )
        if column.type == "id":
            barred = pc.match_substring(cells, "|").fill_null(False).to_numpy(zero_copy_only=False)
            if barred.any():
                faults.add(
                    barred, column.name, cells, lambda value: (f'"{value}" holds a `|`.', "Give one id without it.")
                )
        return cells
    encoded = cells.dictionary_encode()
    canonical, bad = [], []
    for value in encoded.dictionary.to_pylist():
        try:
            canonical.append(CANONICAL[column.type](value, column))
            bad.append(False)
        except ValueError:
            canonical.append(None)
            bad.append(True)
    if any(bad):
        codes = pc.fill_null(encoded.indices, 0).to_numpy(zero_copy_only=False)
        mask = np.array(bad)[codes] & cells.is_valid().to_numpy(zero_copy_only=False)
        faults.add(mask, column.name, cells, lambda value: _explain(column, value))
    return pa.array(canonical, pa.string()).take(encoded.indices)


def _together(kind: str, cells: dict[str, pa.Array], faults: _Faults) -> None:
    """What must hold between cells of one row."""
    if "starts" in cells and "ends" in cells:
        back = pc.greater(cells["starts"], cells["ends"]).fill_null(False).to_numpy(zero_copy_only=False)
        words = "The end lies before the start.", "Correct one of the two dates."
        faults.add(back, "ends", cells["ends"], lambda _: words)
    if kind == "contacts":
        same = pc.equal(cells["person_a"], cells["person_b"]).fill_null(False).to_numpy(zero_copy_only=False)
        words = "Nobody is a contact of himself or herself.", "Name two different people."
        faults.add(same, "person_b", cells["person_b"], lambda _: words)
        declared = pc.equal(pc.fill_null(cells["kind"], "contact"), "contact")
        strength = pc.cast(cells["strength"], pa.float64())
        outside = pc.or_(pc.less_equal(strength, 0.0), pc.greater(strength, MOST_STRENGTH))
        wrong = pc.and_(declared, outside).fill_null(False).to_numpy(zero_copy_only=False)
        faults.add(wrong, "strength", cells["strength"], lambda value: (f'"{value}" is out of range.', _STRENGTH))


_STRENGTH = "Enter a number above 0 and up to 0.8, such as 0.3."


# one value, canonical; ValueError if it is none


def _a_date(value: str, column: Column) -> str:
    if not _DATE.fullmatch(value):
        raise ValueError
    return date.fromisoformat(value).isoformat()


def _a_number(value: str, column: Column) -> str:
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", value):
        raise ValueError
    number = float(value)
    if not np.isfinite(number):
        raise ValueError
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _an_integer(value: str, column: Column) -> str:
    if not re.fullmatch(r"\d{1,12}", value):
        raise ValueError
    return str(int(value))


def _a_choice(value: str, column: Column) -> str:
    if value not in column.choices:
        raise ValueError
    return value


def _a_list(value: str, column: Column) -> str | None:
    items = [item.strip() for item in value.split("|")]
    if re.search(r"[\x00-\x1f\x7f]", value) or (column.choices and not set(filter(None, items)) <= set(column.choices)):
        raise ValueError
    return "|".join(dict.fromkeys(item for item in items if item)) or None


def _yes_or_no(value: str, column: Column) -> str:
    if value not in ("yes", "no"):
        raise ValueError
    return value


CANONICAL: dict[str, Callable[[str, Column], str | None]] = {
    "date": _a_date,
    "number": _a_number,
    "integer": _an_integer,
    "choice": _a_choice,
    "choices": _a_list,
    "list": _a_list,
    "ids": _a_list,
    "yes_no": _yes_or_no,
}


def _explain(column: Column, value: str) -> tuple[str, str]:
    """Why a value is none of its column, and what to write instead."""
    if column.type == "date":
        if found := _DAY_FIRST.fullmatch(value):
            one, two, year = found[1].zfill(2), found[2].zfill(2), found[3]
            iso = [
                f"{year}-{month}-{day}" for day, month in ((one, two), (two, one)) if _is_day(f"{year}-{month}-{day}")
            ]
            return (
                f'"{value}" may be read in two ways.',
                f"Write the date as {' or '.join(dict.fromkeys(iso)) or f'{year}-MM-DD'}.",
            )
        return f'"{value}" is not a date.', "Write it as year-month-day, such as 2026-03-04."
    if column.name == "strength":
        return f'"{value}" is not a number.', _STRENGTH
    if column.type in ("number", "integer"):
        return (
            f'"{value}" is not a{" whole" if column.type == "integer" else ""} number.',
            "Enter digits alone, such as 195.",
        )
    if column.type == "yes_no":
        return f'"{value}" is neither yes nor no.', "Enter yes or no, or leave the cell empty."
    near = get_close_matches(value.lower().replace(" ", "_"), column.choices, 1, 0.6)
    meant = f"Did you mean {near[0]}? " if near else ""
    return f'"{value}" is not one of the words for this column.', f"{meant}Use one of: {', '.join(column.choices)}."


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _plain(name: str) -> str:
    return name.strip().lower()


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _trimmed(cells: pa.Array) -> pa.Array:
    trimmed = pc.utf8_trim_whitespace(cells)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _without_apostrophe(cells: pa.Array) -> pa.Array:
    """In a file of rejected rows an apostrophe keeps a spreadsheet from running a cell; here it goes again."""
    return pc.replace_substring_regex(cells, r"^'([=+\-@\t\r])", r"\1")
