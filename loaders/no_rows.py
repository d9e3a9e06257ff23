"""Which rows of a table are none: headers that come again, and sums below."""

from __future__ import annotations

import re

import numpy as np
import pyarrow.compute as pc

from loaders.columns import as_mask, flat
from loaders.sheet import Sheet

_TOTAL = re.compile(r"(?i)\s*(grand |sub[- ]?|overall )?totals?\s*:?\s*")
_LAST_ROWS = 5  # a total stands below the table; above, somebody may be called so


def repeated_headers(sheet: Sheet) -> np.ndarray:
    """A mask of the rows that repeat the header: files put one under the other have it in the middle."""
    same = np.full(len(sheet.rows), any(sheet.header))
    for place, name in enumerate(sheet.header):
        if name and same.any():
            same &= as_mask(pc.equal(flat(sheet.columns.column(place)), name))
    return same


def totals(sheet: Sheet) -> np.ndarray:
    """A mask of the last rows that say that they are sums."""
    size = len(sheet.rows)
    found = np.zeros(size, bool)
    for place in range(max(size - _LAST_ROWS, 0), size):
        first = next((cell for cell in sheet.cells(place) if cell.strip()), "")
        found[place] = _TOTAL.fullmatch(first) is not None
    return found
