"""One table as it was read: cells as text, the number of each row, and the rows that are no rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import InputError
from loaders.rejection import Rejection

HEADER_WITHIN = 40  # lines: a title, an explanation and blank lines may stand above a header
HeaderAt = Callable[[Sequence[tuple[str, ...]]], int]  # first lines of a table, as cells -> which of them is the header
REASON = "reason"  # the column that a file of rejected rows carries; a load ignores it
_ESCAPED = re.compile(r"^'('*[=+\-@\t\r])")  # see `escaped`
_ESCAPE = re.compile(r"^'*[=+\-@\t\r]")


@dataclass(frozen=True)
class Sheet:
    """A table of text. Nothing is lost: every row below the header is in ``rows`` or, rejected, in ``raw``."""

    name: str
    header: tuple[str, ...]
    columns: pa.Table = field(repr=False)  # named "0", "1", … in the order of the header; null where empty
    rows: np.ndarray = field(repr=False)  # int32; the header is row 1
    rejections: tuple[Rejection, ...] = ()
    raw: dict[int, tuple[str, ...]] = field(default_factory=dict, repr=False)  # cells of rejected rows
    notes: tuple[str, ...] = ()
    tidy: bool = False  # known to hold no control character and no space around a cell
    readable: bool = False  # known to hold no control character but tabs and line breaks, and no letter that was lost
    faults: tuple[Rejection, ...] = ()  # formulas without a value in columns that are not ours; matter if they are read

    def cells(self, place: int) -> tuple[str, ...]:
        """The cells of one row as they were read."""
        return tuple(column[place].as_py() or "" for column in self.columns.columns)

    def raw_rows(self, rows: Collection[int]) -> list[tuple[int, tuple[str, ...]]]:
        """The cells of some rows as they were read, rejected ones too, in order."""
        places = dict(zip(rows, np.searchsorted(self.rows, list(rows)).tolist(), strict=True))
        return [(row, self.raw[row] if row in self.raw else self.cells(places[row])) for row in sorted(rows)]

    def values(self, column: str, rows: Collection[int]) -> list[tuple[int, str]]:
        """What some rows hold in a column, trimmed, with the numbers of the rows."""
        place = next((p for p, name in enumerate(self.header) if name.lower() == column), None)
        if place is None or not rows:
            return []
        return [(row, cells[place].strip()) for row, cells in self.raw_rows(rows) if len(cells) > place]

    def mended(self) -> Sheet:
        """A file of rejected rows as it was before it became one: without reasons and apostrophes."""
        if REASON not in self.header:
            return self
        keep = [place for place, name in enumerate(self.header) if name != REASON]
        columns = [pc.replace_substring_regex(self.columns.column(p), _ESCAPED.pattern, r"\1") for p in keep]
        table = pa.table({str(n): column for n, column in enumerate(columns)})
        dropped = set(range(len(self.header))) - set(keep)
        raw = {
            row: tuple(unescaped(cell) for place, cell in enumerate(cells) if place not in dropped)
            for row, cells in self.raw.items()
        }
        return replace(self, header=tuple(self.header[p] for p in keep), columns=table, raw=raw, tidy=False)


def named(name: str, header: tuple[str, ...], row: int = 1) -> tuple[str, ...]:
    """The header, if it names any column; InputError else."""
    if not any(header):
        raise InputError(f"{name} has no header: row {row} is empty. Put the names of the columns there.")
    return header


def passed_over(row: int) -> tuple[str, ...]:
    """What to say of a header that is found in this row."""
    return (f"The header was found in row {row}; what stands above it was passed over.",) if row > 1 else ()


def wrong_width(name: str, row: int, expected: int, cells: tuple[str, ...]) -> Rejection:
    """A row that has more or fewer cells than the header."""
    if len(cells) > expected and not any(cells[expected:]):
        return Rejection(name, row, None, None, "This row ends with a comma too many.", "Take it away.")
    shape = "more" if len(cells) > expected else "fewer"
    remedy = f"The header has {expected} columns. Put text that holds a comma in quotation marks, and count the commas."
    return Rejection(name, row, None, None, f"This row has {shape} cells than the header ({len(cells)}).", remedy)


def escaped(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe before `=`, `+`, `-`, `@` and the like, and before such a one.

    >>> [escaped(text) for text in ("=1+1", "'=1+1", "Ann", "'Ann'")]
    ["'=1+1", "''=1+1", 'Ann', "'Ann'"]
    """
    return f"'{cell}" if _ESCAPE.match(cell) else cell


def unescaped(cell: str) -> str:
    """The text that ``escaped`` was given.

    >>> [unescaped(escaped(text)) for text in ("=1+1", "'=1+1", "''-", "Ann", "'Ann'")]
    ['=1+1', "'=1+1", "''-", 'Ann', "'Ann'"]
    """
    return _ESCAPED.sub(r"\1", cell)
