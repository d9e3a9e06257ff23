"""A table out of CSV text: rows that fit the header as columns, the others one by one with their numbers."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from graph.errors import InputError
from loaders.cells import LOST
from loaders.columns import as_mask, flat, trimmed
from loaders.open_quotes import OpenQuote, found_again, without_open_quotes
from loaders.rejection import Rejection
from loaders.sheet import HEADER_WITHIN, REASON, HeaderAt, Sheet, named, passed_over, wrong_width

_BLOCK = 8 << 20  # bytes that the parser takes at a time; one row cannot be longer
_GLANCE = 1 << 18  # bytes looked at together: they stay in the processor's cache
_EDGES = (10, 44)  # line break and comma: what stands beside a cell


def sheet_of(name: str, text: bytes, notes: list[str], header_at: HeaderAt | None = None) -> Sheet:
    """The table in a text with `\\n` between lines. InputError if it has no header or cannot be parsed."""
    above = header_at(first_lines(text)) if header_at else 0
    header, separator, begin = header_of(name, text, _line(text, above))
    if header and not header[-1]:
        header = _without_nameless_end(text, begin, separator, header)
    breaks, readable = _breaks(text)
    lines = breaks - above - (begin > 0) + (not text.endswith(b"\n"))
    table, bad, open_quotes = _parsed(name, text, begin, lines, header, separator)
    rows = _numbers(len(table), [row.number for row in bad])
    rejections, raw = _rejected(name, bad, open_quotes, len(header), separator)
    tidy = readable and separator == "," and REASON not in header and _is_tidy(text)
    table, rows = _without_blank(table, rows, tidy)
    sheet = Sheet(name, header, table, rows, tuple(rejections), raw, tuple(notes), tidy, readable)
    return _below(above, sheet) if above else sheet


def first_lines(text: bytes) -> list[tuple[str, ...]]:
    """The cells of the first lines, each line parted by what parts most of its cells."""
    lines = text[: 1 << 20].split(b"\n", HEADER_WITHIN)[:HEADER_WITHIN]
    return [_split(line, _separator(line)) for line in (raw.decode("utf-8", "replace") for raw in lines)]


def _below(above: int, sheet: Sheet) -> Sheet:
    """A sheet that begins so many lines further down, with the numbers that its rows have in the file."""
    return replace(
        sheet,
        rows=sheet.rows + np.int32(above),
        raw={row + above: cells for row, cells in sheet.raw.items()},
        rejections=tuple(replace(one, row=one.row + above) for one in sheet.rejections),
        notes=(*sheet.notes, *passed_over(above + 1)),
    )


def header_of(name: str, text: bytes, start: int = 0) -> tuple[tuple[str, ...], str, int]:
    """The names in the line that starts here, what parts them, and where the next line begins; -1 if none does."""
    end = text.find(b"\n", start)
    line = (text[start:] if end < 0 else text[start:end]).decode("utf-8", "replace")
    separator = _separator(line)
    return named(name, tuple(cell.strip() for cell in _split(line, separator))), separator, end + 1 if end >= 0 else -1


def _line(text: bytes, number: int) -> int:
    """Where a line starts; the first is 0."""
    start = 0
    for _ in range(number):
        start = text.index(b"\n", start) + 1
    return start


def _separator(line: str) -> str:
    return max((",", "\t", ";"), key=line.count)


def _without_nameless_end(text: bytes, begin: int, separator: str, header: tuple[str, ...]) -> tuple[str, ...]:
    """Columns without a name at the end of the header stay where the first row has them too."""
    end = text.find(b"\n", begin)
    first = _split(text[begin : end if end >= 0 else None].decode("utf-8", "replace"), separator)
    while header and not header[-1] and len(header) > len(first):
        header = header[:-1]
    return header


def _parsed(
    name: str, text: bytes, begin: int, lines: int, header: tuple[str, ...], separator: str
) -> tuple[pa.Table, list[pv.InvalidRow], list[OpenQuote]]:
    """All rows of the right width, those that are not, and the rows that open a quotation mark they do not close."""
    width = len(header)
    if begin < 0 or begin >= len(text):
        return pa.table({str(n): pa.array([], pa.string()) for n in range(width)}), [], []
    quoted = text.find(b'"', begin) >= 0
    last = text.rfind(b"\n", 0, len(text) - 1)
    closed = text.count(b'"', last + 1) % 2 == 0  # the last line; of another the row would not end with it
    try:
        table = _parse(text, begin, width, separator, strict=True)
        if not quoted or (closed and len(table) == lines):
            return table, [], []
    except pa.ArrowInvalid:
        pass  # some row is too short or too long, or is more than a line: once more, slower
    bad: list[pv.InvalidRow] = []
    faults: list[OpenQuote] = []
    try:
        table = _parse(text, begin, width, separator, bad=bad)
        if quoted and not (closed and len(table) + len(bad) == lines):
            mended, faults = without_open_quotes(text, begin, separator, width)
            if faults:
                bad = []
                table = _parse(mended, begin, width, separator, bad=bad)
    except pa.ArrowInvalid as fault:
        raise InputError(f"{name} cannot be read as a table ({fault}). Save it again as CSV (UTF-8).") from fault
    return table, bad, faults


def _parse(
    text: bytes, begin: int, width: int, separator: str, *, strict: bool = False, bad: list[pv.InvalidRow] | None = None
) -> pa.Table:
    names = [str(place) for place in range(width)]

    def skip(row: pv.InvalidRow) -> str:
        if bad is not None:
            bad.append(row._replace(number=row.number + 1))  # the header was cut off before
        return "skip"

    parsed = pv.read_csv(
        pa.BufferReader(_owned(text, begin)),
        read_options=pv.ReadOptions(column_names=names, use_threads=strict, block_size=_BLOCK),
        parse_options=pv.ParseOptions(
            delimiter=separator,
            newlines_in_values=not strict,
            ignore_empty_lines=False,
            invalid_row_handler=None if strict else skip,
        ),
        convert_options=pv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )
    columns = parsed.columns
    del parsed
    for place, column in enumerate(columns):  # each as one array, once and for all; its pieces go before the next
        columns[place] = flat(column)
    return pa.table(columns, names)


def _owned(text: bytes, begin: int) -> pa.Buffer:
    """The text from here on; a short one copied, so that it is not Python's.

    A thread of the parser may hold it a little longer than the parser, and to let go of Python's memory while Python
    ends aborts the process (apache/arrow#34314). After a long text a process does more than end.
    """
    if len(text) - begin > _BLOCK:
        return pa.py_buffer(text).slice(begin)
    return pa.array([text[begin:]], pa.large_binary()).buffers()[2]


def _rejected(
    name: str, bad: list[pv.InvalidRow], open_quotes: list[OpenQuote], width: int, separator: str
) -> tuple[list[Rejection], dict[int, tuple[str, ...]]]:
    rejections, raw = [], {}
    for row in bad:
        if not row.text.strip():  # a line of spaces is blank
            continue
        opened = found_again(row.text, open_quotes)
        raw[row.number] = _split(opened.line if opened else row.text, separator)
        if opened:
            remedy = "Close the mark, or take it away."
            rejections.append(Rejection(name, row.number, None, None, opened.reason, remedy))
        else:
            rejections.append(wrong_width(name, row.number, width, raw[row.number]))
    return rejections, raw


def _numbers(count: int, bad: list[int]) -> np.ndarray:
    """The numbers of the rows that came through, the others left out; the header is row 1."""
    every = np.arange(2, 2 + count + len(bad), dtype=np.int32)
    return every[~np.isin(every, bad)] if bad else every


def _without_blank(table: pa.Table, rows: np.ndarray, tidy: bool) -> tuple[pa.Table, np.ndarray]:
    """Blank lines, and rows of nothing but spaces, are no rows."""
    blank = np.ones(len(table), bool)
    for column in table.columns:
        blank &= as_mask(pc.is_null(column if tidy else trimmed(column)))
        if not blank.any():
            return table, rows
    return table.filter(pa.array(~blank)), rows[~blank]


def _breaks(text: bytes) -> tuple[int, bool]:
    """How many line breaks there are, and whether no other control character but tabs, and no letter that was lost."""
    every = np.frombuffer(text, np.uint8)
    breaks = low = 0
    for begin in range(0, len(every), _GLANCE):
        part = every[begin : begin + _GLANCE]
        breaks += int(np.count_nonzero(part == 10))
        low += int(np.count_nonzero(part < 32))
    controls = low > breaks and low - breaks > text.count(b"\t")
    lost = LOST.encode()
    hidden = b"\x7f" in text or (lost[:1] in text and lost in text)  # one byte is found ten times as fast as three
    return breaks, not (controls or hidden)


def _is_tidy(text: bytes) -> bool:
    """Whether no readable cell has a space around it or a tab in it, as far as a glance at the bytes can tell."""
    if b'"' in text or b"\t" in text or not text.isascii() or text.endswith(b" "):
        return False
    every = np.frombuffer(text, np.uint8)
    for begin in range(0, len(every), _GLANCE):
        part = every[begin : begin + _GLANCE + 1]  # one more, to see what follows the last
        spaces = np.flatnonzero(part == 32)
        before, after = part[spaces[spaces > 0] - 1], part[spaces[spaces < len(part) - 1] + 1]
        if np.isin(before, _EDGES).any() or np.isin(after, _EDGES).any():
            return False
    return True


def _split(line: str, separator: str) -> tuple[str, ...]:
    """The cells of one line; a line that no CSV reader takes is one cell."""
    try:
        return tuple(next(csv.reader([line], delimiter=separator), ()))
    except csv.Error:
        return (line,)
