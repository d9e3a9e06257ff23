"""Text in exports: what a format cannot carry, or a spreadsheet would run, is written so that a load gives it back.

Control characters, and in formats of one line a row line breaks and tabs, become ``\\u`` with four hexadecimal digits;
a text that looks like that by itself gets its backslash written the same way. Before a formula stands an apostrophe
(``loaders.sheet.escaped``). A load undoes both where a file carries the mark ``EXPORTED``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from loaders.sheet import escaped, unescaped

EXPORTED = "champions_export"  # column or attribute of every row of an export: the kind of statement that the row is
REPEATS = "repeats"  # the row says what another row of the export says too
DERIVED = "derived"  # the row is a number of ours, made from the others
RENAMED = "_said"  # ends the name of a column whose own name means something else to another program

_CODED = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|\\(?=u[0-9a-f]{4})")
_CODED_LINE = re.compile(r"[\x00-\x1f\ufffe\uffff]|\\(?=u[0-9a-f]{4})")
_CODE = re.compile(r"\\u([0-9a-f]{4})")
_MAY_BE_CODE = r"\\u[0-9a-f]{4}"
_MAY_BE_ESCAPED = r"^'"


def to_exportable(text: str | None) -> str:
    """A text that XML, JSON and workbooks carry; nothing for an empty cell.

    >>> to_exportable("a\\x0bb"), to_exportable("C:\\\\users"), to_exportable("\\\\u000b"), to_exportable(None)
    ('a\\\\u000bb', 'C:\\\\users', '\\\\u005cu000b', '')
    """
    return _CODED.sub(_code, text) if text else ""


def to_cell(text: str | None) -> str:
    """A cell of a table: one line, and no formula.

    >>> to_cell("=1+1"), to_cell("two\\nlines"), to_cell("Ann")
    ("'=1+1", 'two\\\\u000alines', 'Ann')
    """
    return escaped(_CODED_LINE.sub(_code, text)) if text else ""


def from_exportable(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """The text that ``to_exportable`` was given."""
    return _changed(cells, _MAY_BE_CODE, lambda text: _CODE.sub(lambda found: chr(int(found[1], 16)), text))


def without_apostrophes(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells without the apostrophes before formulas."""
    return _changed(cells, _MAY_BE_ESCAPED, unescaped)


def _code(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _changed(cells: pa.ChunkedArray, pattern: str, change: Callable[[str], str]) -> pa.ChunkedArray:
    """Each different cell that matches, changed; most columns hold none."""
    if not pc.any(pc.match_substring_regex(cells, pattern)).as_py():
        return cells
    return pa.chunked_array([pa.array([text and change(text) for text in cells.to_pylist()], pa.string())])
