"""Tables of text out of files that people hold: CSV, TSV, workbooks, and archives of them.

No type is guessed: `007`, `NA` and `+44…` stay what they are. Every row is accounted for: it comes out as cells, or
as a rejection with its number (the header is row 1). Archives are read with a cap, so a small file cannot fill memory;
names inside them are text, never paths.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from graph.errors import InputError
from loaders.reading import InputFile, Rejection

MOST_BYTES = 1 << 30  # of a file after unpacking: a gigabyte of CSV is fifteen million contacts
MOST_RATIO = 200  # unpacked to packed; text packs ten to twenty times, a bomb thousands
SMALL = 10 << 20  # below this nothing counts as a bomb
MOST_MEMBERS = 200
CONTROL = bytes(set(range(32)) - {9, 10, 13}) + b"\x7f"


@dataclass(frozen=True)
class Sheet:
    """One table: cells as text (null where empty), the number of each row, and the rows that are no rows."""

    name: str
    header: tuple[str, ...]
    columns: pa.Table = field(repr=False)  # named "0", "1", … in the order of the header
    rows: np.ndarray = field(repr=False)  # int32
    rejections: tuple[Rejection, ...] = ()
    raw: dict[int, tuple[str, ...]] = field(default_factory=dict, repr=False)  # cells of rejected rows
    notes: tuple[str, ...] = ()

    def cells(self, place: int) -> tuple[str, ...]:
        """The cells of one row as they were read."""
        return tuple(column[place].as_py() or "" for column in self.columns.columns)


def sheets(file: InputFile) -> Iterator[Sheet]:
    """The tables of a file: one CSV, each sheet of a workbook, each member of an archive. InputError without any."""
    content = file.content
    if content[:2] == b"\x1f\x8b":
        content = _gunzip(file)
    if content[:4] == b"PK\x03\x04":
        yield from _archive(InputFile(file.name, content))
    else:
        yield _csv(file.name, content)


def safe_members(file: InputFile) -> Iterator[InputFile]:
    """The files inside a zip archive, each capped; folders and hidden files are left out."""
    with _open_zip(file) as archive:
        for info in archive.infolist():
            name = info.filename.replace("\\", "/").rsplit("/", 1)[-1]
            if info.is_dir() or name.startswith(".") or "__MACOSX" in info.filename:
                continue
            try:
                with archive.open(info) as member:
                    content = member.read(MOST_BYTES + 1)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as fault:
                raise InputError(f"{file.name}: the file {name} in it is damaged or locked. Pack it again.") from fault
            if len(content) > MOST_BYTES:
                raise InputError(_bomb(file.name))
            yield InputFile(name, content)


# CSV


def _csv(name: str, content: bytes) -> Sheet:
    text, notes = _utf8(name, content)
    if not text.strip():
        raise InputError(f"{name} is empty. It needs a header row and at least one row under it.")
    text, tail = _before_open_quote(text)
    header, separator = _header(name, text)
    table, bad = _parsed(name, text, header, separator)
    rows = _numbers(len(table), [row.number for row in bad])
    rejections, raw = [], {}
    for row in bad:
        raw[row.number] = _split(row.text, separator)
        rejections.append(_wrong_width(name, row.number, row.expected_columns, row.actual_columns))
    if tail:
        first = int(rows[-1]) + 1 if len(rows) else 2
        first = max([first, *(row.number + 1 for row in bad)])
        lost, cells = _after_open_quote(name, first, tail, separator)
        rejections, raw = rejections + lost, raw | cells
    if b'"' in text:
        table, rows, swallowed, cells = _swallowing(name, table, rows, header, separator)
        rejections, raw = rejections + swallowed, raw | cells
    table, rows = _without_blank(table, rows)
    return Sheet(name, header, table, rows, tuple(rejections), raw, tuple(notes))


def _utf8(name: str, content: bytes) -> tuple[bytes, list[str]]:
    """The content as UTF-8 without its mark, and what to tell the user about how it was saved."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16").encode(), ["This file was saved as UTF-16, not UTF-8. We read it as that."]
        except UnicodeDecodeError as fault:
            raise InputError(f"{name} is cut short in the middle of a letter. Save it again as CSV (UTF-8).") from fault
    if b"\x00" in content[:65536]:
        raise InputError(f"{name} is no text. Save it as CSV (UTF-8), or as a workbook (.xlsx).")
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        words = "This file was saved as Windows text, not UTF-8. We read it as Windows text: check names with accents."
        return content.decode("cp1252", errors="replace").encode(), [words]
    return content, []


def _header(name: str, text: bytes) -> tuple[tuple[str, ...], str]:
    line = text[:65536].decode("utf-8", "ignore").splitlines()[0]
    separator = max((",", "\t", ";"), key=line.count)
    header = tuple(cell.strip() for cell in next(csv.reader([line], delimiter=separator)))
    while header and not header[-1]:
        header = header[:-1]
    if not header:
        raise InputError(f"{name} has no header: row 1 is empty. Put the names of the columns there.")
    return header, separator


def _parsed(name: str, text: bytes, header: tuple[str, ...], separator: str) -> tuple[pa.Table, list[pv.InvalidRow]]:
    """All rows of the right width, and those that are not, with their numbers."""
    try:
        return _parse(text, len(header), separator, strict=True), []
    except pa.ArrowInvalid:
        bad: list[pv.InvalidRow] = []
        try:
            return _parse(text, len(header), separator, strict=False, bad=bad), bad
        except pa.ArrowInvalid as fault:
            raise InputError(f"{name} cannot be read as a table ({fault}). Save it again as CSV (UTF-8).") from fault


def _parse(
    text: bytes, width: int, separator: str, *, strict: bool, bad: list[pv.InvalidRow] | None = None
) -> pa.Table:
    names = [str(place) for place in range(width)]
    begin = text.index(b"\n") + 1 if b"\n" in text else len(text)
    if begin >= len(text):
        return pa.table({name: pa.array([], pa.string()) for name in names})

    def skip(row: pv.InvalidRow) -> str:
        if bad is not None:
            bad.append(row._replace(number=row.number + 1))  # the header was cut off before
        return "skip"

    return pv.read_csv(
        pa.BufferReader(pa.py_buffer(text).slice(begin)),
        read_options=pv.ReadOptions(column_names=names, use_threads=strict, block_size=8 << 20),
        parse_options=pv.ParseOptions(
            delimiter=separator,
            newlines_in_values=b'"' in text,
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


def _numbers(count: int, bad: list[int]) -> np.ndarray:
    """The numbers of the rows that came through, the others left out; the header is row 1."""
    every = np.arange(2, 2 + count + len(bad), dtype=np.int32)
    return every[~np.isin(every, bad)] if bad else every


def _wrong_width(name: str, row: int, expected: int, found: int) -> Rejection:
    shape = "more" if found > expected else "fewer"
    remedy = f"The header has {expected} columns. Put text that holds a comma in quotation marks, and count the commas."
    return Rejection(name, row, None, None, f"This row has {shape} cells than the header ({found}).", remedy)


def _before_open_quote(text: bytes) -> tuple[bytes, bytes]:
    """The text up to the row in which a quotation mark is opened and never closed, and the rest."""
    if text.count(b'"') % 2 == 0:
        return text, b""
    inside, begin, place = False, 0, 0
    for found in re.finditer(rb'["\n]', text):
        if found.group() == b'"':
            if not inside:
                begin = text.rfind(b"\n", 0, found.start()) + 1
            inside = not inside
            place = found.start()
    return (text[:begin], text[begin:]) if inside and place else (text, b"")


def _after_open_quote(
    name: str, first: int, tail: bytes, separator: str
) -> tuple[list[Rejection], dict[int, tuple[str, ...]]]:
    lines = tail.decode("utf-8", "replace").splitlines()
    lost, cells = [], {}
    for row, line in enumerate(lines, first):
        reason = "A quotation mark is opened in this row and never closed."
        if row > first:
            reason = f"This row stands after the quotation mark that row {first} opens and never closes."
        lost.append(
            Rejection(name, row, None, None, reason, "Close the mark, or take it away, and load the file again.")
        )
        cells[row] = _split(line.replace('"', "") if row == first else line, separator)
    return lost, cells


def _swallowing(
    name: str, table: pa.Table, rows: np.ndarray, header: tuple[str, ...], separator: str
) -> tuple[pa.Table, np.ndarray, list[Rejection], dict[int, tuple[str, ...]]]:
    """Rows with a cell that holds what looks like whole rows: a quotation mark was closed in the wrong place."""
    swallowed = np.zeros(len(table), bool)
    for column in table.columns:
        for place in np.flatnonzero(pc.match_substring(column, "\n").fill_null(False).to_numpy()):
            lines = column[int(place)].as_py().splitlines()
            swallowed[place] |= any(line.count(separator) >= max(1, len(header) // 2) for line in lines)
    lost, cells = [], {}
    for place in np.flatnonzero(swallowed):
        row = int(rows[place])
        cells[row] = tuple(column[int(place)].as_py() or "" for column in table.columns)
        reason = "A quotation mark opened in this row is closed only rows later, so several rows became one."
        lost.append(Rejection(name, row, None, None, reason, "Close the mark in its own row, and load the file again."))
    kept = ~swallowed
    return (table, rows, [], {}) if not lost else (table.filter(pa.array(kept)), rows[kept], lost, cells)


def _without_blank(table: pa.Table, rows: np.ndarray) -> tuple[pa.Table, np.ndarray]:
    """Blank lines are no rows."""
    if not table.num_columns or table.column(0).null_count == 0:
        return table, rows
    filled = np.zeros(len(table), bool)
    for column in table.columns:
        filled |= column.is_valid().to_numpy()
    return (table, rows) if filled.all() else (table.filter(pa.array(filled)), rows[filled])


def _split(line: str, separator: str) -> tuple[str, ...]:
    return tuple(next(csv.reader([line], delimiter=separator), ()))


# archives and workbooks


def _gunzip(file: InputFile) -> bytes:
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    limit = min(MOST_BYTES, max(SMALL, MOST_RATIO * len(file.content)))
    try:
        content = unpack.decompress(file.content, limit + 1)
    except zlib.error as fault:
        raise InputError(f"{file.name} is damaged: it cannot be unpacked. Pack it again.") from fault
    if len(content) > limit:
        raise InputError(_bomb(file.name))
    if not unpack.eof:
        raise InputError(f"{file.name} is cut short. Copy or download it again.")
    return content


def _archive(file: InputFile) -> Iterator[Sheet]:
    with _open_zip(file) as archive:
        workbook = "xl/workbook.xml" in archive.namelist()
    if workbook:
        yield from _workbook(file)
        return
    for member in safe_members(file):
        if member.content[:4] == b"PK\x03\x04" and b"xl/workbook.xml" not in member.content:
            raise InputError(f"{file.name}: {member.name} is an archive inside an archive. Unpack it first.")
        yield from sheets(member)


def _open_zip(file: InputFile) -> zipfile.ZipFile:
    """The archive, if it is one and its own table of contents promises no more than we take."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.content))
    except zipfile.BadZipFile as fault:
        raise InputError(
            f"{file.name} is cut short or damaged: it cannot be unpacked. Copy or pack it again."
        ) from fault
    members = archive.infolist()
    size = sum(info.file_size for info in members)
    if len(members) > MOST_MEMBERS + 1000 * ("xl/workbook.xml" in archive.namelist()):
        raise InputError(f"{file.name} holds {len(members)} files; {MOST_MEMBERS} are the most. Pack fewer at a time.")
    if size > MOST_BYTES or (size > SMALL and size > MOST_RATIO * len(file.content)):
        raise InputError(_bomb(file.name))
    return archive


def _bomb(name: str) -> str:
    return (
        f"{name} would unpack to far more than it may ({MOST_BYTES >> 20} MB, {MOST_RATIO} times its size). Not read."
    )


def _workbook(file: InputFile) -> Iterator[Sheet]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(file.content), read_only=True, data_only=True, keep_links=False)
    except Exception as fault:  # openpyxl raises whatever its XML holds
        raise InputError(f"{file.name} is no workbook that can be read ({fault}). Save it again as .xlsx.") from fault
    try:
        for sheet in book.worksheets:
            found = [[_as_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            if any(any(row) for row in found):
                yield _of_rows(f"{file.name}, sheet {sheet.title}", found)
    finally:
        book.close()


def _of_rows(name: str, found: list[list[str]]) -> Sheet:
    header = tuple(cell.strip() for cell in found[0])
    while header and not header[-1]:
        header = header[:-1]
    if not header:
        raise InputError(f"{name} has no header: row 1 is empty. Put the names of the columns there.")
    rejections, raw, kept, rows = [], {}, [], []
    for number, row in enumerate(found[1:], 2):
        if any(row[len(header) :]):
            raw[number] = tuple(row)
            rejections.append(_wrong_width(name, number, len(header), len(row)))
        elif any(row):
            kept.append([*row, *[""] * len(header)][: len(header)])
            rows.append(number)
    columns = {str(n): pa.array([row[n] or None for row in kept], pa.string()) for n in range(len(header))}
    return Sheet(name, header, pa.table(columns), np.array(rows, np.int32), tuple(rejections), raw)


def _as_text(cell: object) -> str:
    """A cell of a workbook as text: dates as ISO, whole numbers without `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == cell.time().min else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
