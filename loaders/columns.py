"""Whole columns at a time: what a function makes of each different cell; ids, names and addresses of other cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.mailboxes import ADDRESS, PRIVATE, work_address

Cells: TypeAlias = "pa.Array"
_TEXT = pa.string()
_PRIVATE = f"@(?:{'|'.join(map(re.escape, sorted(PRIVATE)))})$"
_MOST = np.iinfo(np.int64).max
_BEYOND_ASCII = 0x7F
_GLANCE, _FEW = 1_000, 10  # cells looked at, of so many times as many at least
_HASH_KEY = "champion-finder1"  # sixteen letters, as the hash wants; another key would give everybody another id


class Distinct:
    """A column as its different cells, so that each of them is looked at once, however many rows hold it."""

    def __init__(self, cells: Cells) -> None:
        self._cells = flat(cells)
        encoded = self._cells.dictionary_encode()
        self._values, self._codes = encoded.dictionary.to_pylist(), encoded.indices

    def each(self, make: Callable[[str], str | None]) -> Cells:
        """What a function makes of each cell; empty cells stay empty."""
        made = [make(value) for value in self._values]
        return self._cells if made == self._values else pa.array(made, _TEXT).take(self._codes)

    def where(self, claim: Callable[[str], object]) -> np.ndarray:
        """For which rows a claim about their cell is true; for empty cells none is."""
        true = [value for value, text in enumerate(self._values) if claim(text)]
        return as_mask(pc.is_in(self._codes, value_set=pa.array(true, self._codes.type)))


def each(cells: Cells, make: Callable[[str], str | None], *, usual: str | None = None) -> Cells:
    """What a function makes of each different cell; empty cells stay empty.

    ``usual``: a pattern of cells that stay as they are, which is quick where nearly every row has a cell of its own.
    """
    cells = flat(cells)
    if cells.null_count == len(cells):
        return cells
    if usual is None or _repeats(cells):
        return Distinct(cells).each(make)
    stays = pc.match_substring_regex(cells, usual)
    others = pc.and_kleene(pc.is_valid(cells), pc.invert(stays))
    if not pc.any(others).as_py():
        return cells
    return pc.replace_with_mask(cells, others, each(cells.filter(others), make))


def groups(*columns: Cells, within: np.ndarray | None = None) -> np.ndarray:
    """One number for each different row of these columns, from 0; empty cells are equal. ``within``: numbers so far."""
    found: np.ndarray = np.zeros(1, np.int64) if within is None else within
    most = int(found.max(initial=-1)) + 1
    for column in columns:
        encoded = flat(column).dictionary_encode()
        width = len(encoded.dictionary) + 1
        if most * width > _MOST:
            found = pd.factorize(found)[0]
            most = int(found.max(initial=-1)) + 1
        found = found * width + encoded.indices.fill_null(width - 1).to_numpy().astype(np.int64)
        most *= width
    return found if len(columns) == 1 and within is None else pd.factorize(found)[0]


def first_places(cells: Cells) -> np.ndarray:
    """Where each different cell stands first, in that order."""
    encoded = flat(cells).dictionary_encode()  # codes go by first appearance
    first = np.empty(len(encoded.dictionary), np.int64)
    first[encoded.indices.to_numpy()[::-1]] = np.arange(len(encoded))[::-1]  # the last one that is put there stays
    return first


def key_of(prefix: str, *parts: Cells) -> Cells:
    """The same as ``Draft.key`` for parts that do not go by row."""
    return keyed(prefix, parted_if_first(*parts))


def parted_if_first(*parts: Cells) -> Cells:
    """The same as ``parted``; None where the first part is empty."""
    whole = parted(*parts)
    return pc.if_else(pc.is_valid(parts[0]), whole, pa.scalar(None, _TEXT)) if parts[0].null_count else whole


def parted(*parts: Cells) -> Cells:
    """Parts as one text each, with a sign between them that no cell holds."""
    if len(parts) == 1:
        return parts[0]
    return pc.binary_join_element_wise(*parts, "\x1f", null_handling="replace", null_replacement="")


def work_addresses(cells: Cells) -> Cells:
    """The first address at a work domain in each cell, in lower case; a cell with one address alone is quick."""
    cells = flat(cells)
    if cells.null_count == len(cells):
        return cells
    lower = each(pc.utf8_lower(cells), work_address, usual=f"^{ADDRESS}$")
    return pc.if_else(pc.match_substring_regex(lower, _PRIVATE), pa.scalar(None, _TEXT), lower)


def keyed(prefix: str, cells: pa.Array) -> pa.Array:
    """``prefix-`` and 16 hexadecimal digits of a hash of each cell: an id that does not tell what it was made of."""
    size = len(cells)
    if cells.null_count:
        return filled(pc.is_valid(cells), keyed(prefix, cells.drop_null()))
    if _repeats(cells):
        encoded = cells.dictionary_encode()
        return keyed(prefix, encoded.dictionary).take(encoded.indices)
    letters = cells.cast(pa.binary()).to_numpy(zero_copy_only=False)  # pandas would make the same bytes of text
    hashed = pd.util.hash_array(letters, hash_key=_HASH_KEY, categorize=False)
    start = f"{prefix}-".encode()
    text = np.empty((size, len(start) + 16), np.uint8)
    text[:, : len(start)] = np.frombuffer(start, np.uint8)
    text[:, len(start) :] = np.frombuffer(hashed.astype(">u8").tobytes().hex().encode(), np.uint8).reshape(size, 16)
    offsets = np.arange(0, (len(start) + 16) * size + 1, len(start) + 16, dtype=np.int32)
    return pa.StringArray.from_buffers(size, pa.py_buffer(offsets), pa.py_buffer(text))


def _repeats(cells: pa.Array) -> bool:
    """Whether most rows hold what other rows hold too, by a glance at some of them."""
    step = len(cells) // _GLANCE
    return step > _FEW and len(pc.unique(cells.take(pa.array(np.arange(0, len(cells), step))))) < _GLANCE // 2


def filled(where: pa.Array, cells: Cells) -> Cells:
    """The cells in the rows of a mask, one after the other; the other rows are empty."""
    return pc.replace_with_mask(pa.nulls(len(where), _TEXT), where, cells)


def without_time(days: Cells) -> Cells:
    """ISO days without the time of the day that may follow, of which every row may have another."""
    if (pc.max(pc.binary_length(days)).as_py() or 0) <= len("2026-03-04T10:00"):
        return days
    timed = pc.match_substring_regex(days, r"^\d{4}-\d\d-\d\d[T ].*$")
    return pc.if_else(timed, pc.utf8_slice_codeunits(days, 0, 10), days)


def joined(*parts: pa.Array) -> pa.Array:
    """Parts of a name with one space between them, empty ones left out; None where all are empty."""
    filled = [flat(part) for part in parts if part.null_count < len(part)] or [flat(parts[0])]
    text = pc.binary_join_element_wise(*filled, " ", null_handling="replace", null_replacement="")
    if pc.any(pc.match_substring(text, "  ")).as_py():
        text = pc.replace_substring(text, "  ", " ")
    if not any(part.null_count for part in filled):
        return text
    text = pc.utf8_trim_whitespace(text)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, _TEXT), text)


def flat(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """The column as one array."""
    if isinstance(column, pa.Array):
        return column
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()  # which would copy a single one


def trimmed(cells: Cells) -> Cells:
    """Cells without spaces around them, None where nothing is left; not copied if a glance at their ends finds none."""
    cells = flat(cells)
    _, ends, letters = cells.buffers()
    if letters is None:
        return cells
    at = np.frombuffer(ends, np.int32)[cells.offset : cells.offset + len(cells) + 1]
    filled = np.flatnonzero(at[1:] > at[:-1])
    every = np.frombuffer(letters, np.uint8)
    empty = len(filled) + cells.null_count < len(cells)
    if not empty and _within_words(every[at[filled]]) and _within_words(every[at[filled + 1] - 1]):
        return cells
    cells = pc.utf8_trim_whitespace(cells)
    return pc.if_else(pc.equal(cells, ""), pa.scalar(None, _TEXT), cells)


def _within_words(letters: np.ndarray) -> bool:
    """Whether all of these bytes are signs of plain text, so that none of them can be of a space."""
    return not len(letters) or (letters.min() > ord(" ") and letters.max() < _BEYOND_ASCII)


def as_mask(which: pa.Array) -> np.ndarray:
    """A column of truth as numpy's; empty is no."""
    return np.asarray(pc.fill_null(which, False).to_numpy(zero_copy_only=False), bool)
