"""A graph file as one table of text: its nodes, then its edges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from loaders.cells import LOST
from loaders.sheet import Sheet

ELEMENT, NODE, EDGE = "element", "node", "edge"  # the column that says which of the two a row is
_FIRST = (ELEMENT, "id", "label", "from", "to")  # what a format itself says, before attributes that its maker added


def graph_sheet(name: str, nodes: Sequence[Mapping[str, str]], edges: Sequence[Mapping[str, str]]) -> Sheet:
    """The table of a file, with a column for every attribute; a row's number is its place in the file, from 1."""
    rows = [{ELEMENT: NODE, **row} for row in nodes] + [{ELEMENT: EDGE, **row} for row in edges]
    header = tuple(dict.fromkeys((*_FIRST, *(key for row in rows for key in row))))
    columns = {str(n): pa.array([_whole(row.get(key)) for row in rows], pa.string()) for n, key in enumerate(header)}
    return Sheet(name, header, pa.table(columns), np.arange(1, len(rows) + 1, dtype=np.int32))


def with_attributes(own: Mapping[str, str | None], attributes: Iterable[tuple[str, str]]) -> dict[str, str]:
    """One node or edge: what the format says itself, then attributes, those of equal names with a point before them."""
    row = {key: cell for key, cell in own.items() if cell}
    for key, cell in attributes:
        key = f".{key}" if key.lower() == ELEMENT or row.get(key.lower()) else key
        if key.strip(".") and cell:
            row.setdefault(key, cell)
    return row


def _whole(text: str | None) -> str | None:
    """Text in which half a letter, which JSON can hold, is marked as lost."""
    if not text:
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(LOST if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text
