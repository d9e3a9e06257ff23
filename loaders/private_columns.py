"""Private columns are dropped at the door: before a row is read, and from rows that are handed back to be mended."""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow as pa

from loaders.sheet import Sheet


def without(sheet: Sheet, private: list[re.Pattern[str]]) -> tuple[Sheet, list[str]]:
    """The sheet without its private columns, raw rows too, and the names of those that held anything.

    Of a row that has more or fewer cells than the header nobody can say which are private: it keeps none.
    """
    out = {p for p, name in enumerate(sheet.header) if any(pattern.fullmatch(name.strip()) for pattern in private)}
    if not out:
        return sheet, []
    keep = [place for place in range(len(sheet.header)) if place not in out]
    held = [sheet.header[p] for p in sorted(out) if sheet.columns.column(p).null_count < len(sheet.rows)]
    return (
        replace(
            sheet,
            header=tuple(sheet.header[p] for p in keep),
            columns=pa.table({str(n): sheet.columns.column(p) for n, p in enumerate(keep)}),
            raw={row: _kept(cells, out, len(sheet.header)) for row, cells in sheet.raw.items()},
        ),
        held,
    )


def _kept(cells: tuple[str, ...], out: set[int], width: int) -> tuple[str, ...]:
    return tuple(cell for place, cell in enumerate(cells) if place not in out) if len(cells) == width else ()
