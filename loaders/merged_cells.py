"""Merged cells of a workbook: a reader finds the text in the first cell alone, a person sees it in all.

Only what is merged downwards counts: one directorate beside five posts. What is merged sideways is one cell of one
column, and its text belongs to no other.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO

from graph.errors import InputError
from loaders.reading import InputFile

Rows = list[tuple[int, tuple[str, ...]]]
Span = tuple[int, int, int]  # place of the column, first row, last row
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})[\"']")
_PIECE = 1 << 20  # bytes of the sheet that are looked at together
_LONGEST = 200  # bytes of one mention of merged cells, at most
_MOST = 20_000  # spans; a chart of a large council has some hundred


def spans_in(file: InputFile, path: str) -> list[Span]:
    """What is merged downwards in a sheet, given its path in the workbook; read piece by piece."""
    found: dict[Span, None] = {}
    with zipfile.ZipFile(BytesIO(file.content)) as archive, archive.open(path) as part:
        rest = b""
        while piece := part.read(_PIECE):
            text = rest + piece
            for letters, first, last in _MERGED.findall(text):
                if int(last) > int(first):
                    found[(_place(letters), int(first), int(last))] = None
            if len(found) > _MOST:
                raise InputError(f"{file.name} has too many merged cells. Part them, and save it again.")
            rest = text[-_LONGEST:]
    return list(found)


def filled(rows: Rows, spans: Iterable[Span]) -> tuple[Rows, int]:
    """The rows with the text of merged cells in each of their rows, and how many cells were filled."""
    at = {number: place for place, (number, _) in enumerate(rows)}
    texts: dict[int, list[str]] = {}
    count = 0
    for column, first, last in spans:
        begin = at.get(first)
        text = rows[begin][1][column] if begin is not None and column < len(rows[begin][1]) else ""
        place = begin + 1 if begin is not None and text else len(rows)
        while place < len(rows) and rows[place][0] <= last:
            cells = texts.setdefault(place, list(rows[place][1]))
            cells += [""] * (column + 1 - len(cells))
            if cells[column]:
                break  # no merged cell holds a text of its own: the spans overlap
            cells[column], count, place = text, count + 1, place + 1
    return [(number, tuple(texts.get(place, cells))) for place, (number, cells) in enumerate(rows)], count


def _place(letters: bytes) -> int:
    """The place of a column by its letters, from 0."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
