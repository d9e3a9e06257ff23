"""Tables of text out of files that people hold: CSV and TSV in any usual encoding, workbooks, and archives of them.

No type is guessed: `007`, `NA` and `+44…` stay what they are. Every row is accounted for: it comes out as cells, or
as a rejection with its number.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from graph.errors import InputError
from loaders.archives import is_archive, is_gzip, is_workbook, members, unzipped
from loaders.cells import LOST
from loaders.csv_text import first_lines, sheet_of
from loaders.reading import InputFile
from loaders.sheet import HeaderAt, Sheet
from loaders.workbooks import workbook_sheets

_NOT_TEXT = {
    b"\xd0\xcf\x11\xe0": "is an old workbook (.xls). Save it as .xlsx or as CSV (UTF-8).",
    b"%PDF": "is a PDF, not a table. Save the table as CSV (UTF-8), or as a workbook (.xlsx).",
}
_MARK = b"\xef\xbb\xbf"  # of UTF-8
_DAMAGED = "Some letters of this file are not UTF-8 and could not be read. Rows that hold one were rejected."
_MIXED = "Some lines of this file are UTF-8, others Windows text. We read each as what it is: check names with accents."
_WINDOWS = "This file was saved as Windows text, not UTF-8. We read it as Windows text: check names with accents."


def sheets(file: InputFile, header_at: HeaderAt | None = None) -> Iterator[Sheet]:
    """The tables of a file: one CSV, each sheet of a workbook, each of an archive. InputError if one cannot be read.

    ``header_at`` finds the header below a title; else it is the first line.
    """
    file = unzipped(file) if is_gzip(file) else file
    if is_workbook(file):
        yield from workbook_sheets(file, header_at)
    elif is_archive(file):
        for member in members(file):
            yield from sheets(member, header_at)
    else:
        text, notes = as_utf8(file)
        yield sheet_of(file.name, text, notes, header_at)


def beginning(file: InputFile) -> list[tuple[str, ...]]:
    """The first lines of a text file as cells, from its beginning alone. InputError if it is no text."""
    text, _ = as_utf8(InputFile(file.name, file.content[: 1 << 16]), cut=True)
    return first_lines(text)


def as_utf8(file: InputFile, *, cut: bool = False) -> tuple[bytes, list[str]]:
    """The text as UTF-8 without its mark and with `\\n` between lines, and what to say about how it was saved.

    ``cut``: it is the beginning of a file, which may end in the middle of a letter.
    """
    content, notes = file.content, []
    for begin, words in _NOT_TEXT.items():
        if content.startswith(begin):
            raise InputError(f"{file.name} {words}")
    if (encoding := _two_bytes(content)) is not None:
        content = _from_utf16(file.name, content[: len(content) // 2 * 2] if cut else content, encoding)
        notes = ["This file was saved as UTF-16, not UTF-8. We read it as that."]
    if b"\x00" in content[:65536]:
        raise InputError(f"{file.name} is no text. Save it as CSV (UTF-8), or as a workbook (.xlsx).")
    while content.startswith(_MARK):  # a program that adds the mark to a file that has one writes it twice
        content = content[len(_MARK) :]
    fault = _not_utf8_from(content)
    if fault is not None and not (cut and fault > len(content) - 4):
        content, note = _from_bytes(content)
        notes = [note]
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not content or content.isspace():
        raise InputError(f"{file.name} is empty. It needs a header row and at least one row under it.")
    return content, notes


def _not_utf8_from(content: bytes) -> int | None:
    """The first byte that is not UTF-8; None if all are. Looks first without making a text of it, which is quick."""
    if content.isascii():
        return None
    ends = pa.py_buffer(np.array([0, len(content)], np.int64))
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(content)]).validate(full=True)
    except pa.ArrowInvalid:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as fault:
            return fault.start
    return None


def _from_bytes(content: bytes) -> tuple[bytes, str]:
    """Text that is not wholly UTF-8: UTF-8 with a few letters lost (cut short), two files in one, else Windows."""
    text = content.decode("utf-8", "replace")
    lost = text.count(LOST)
    whole = len(text) - len(text.encode("ascii", "ignore")) - lost
    if whole > lost:
        return text.encode(), _DAMAGED
    if whole:
        return b"\n".join(map(_line_from_bytes, content.split(b"\n"))), _MIXED
    return content.decode("cp1252", "replace").encode(), _WINDOWS


def _line_from_bytes(line: bytes) -> bytes:
    return line if _not_utf8_from(line) is None else line.decode("cp1252", "replace").encode()


def _two_bytes(content: bytes) -> str | None:
    """UTF-16 by its mark, or by its look where the mark was lost: every second byte of the beginning is nothing."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    begin = content[:64]
    if len(begin) >= 8 and not any(begin[1::2]) and all(begin[::2]):
        return "utf-16-le"
    return "utf-16-be" if len(begin) >= 8 and not any(begin[::2]) and all(begin[1::2]) else None


def _from_utf16(name: str, content: bytes, encoding: str) -> bytes:
    try:
        return content.decode(encoding).encode()
    except UnicodeError as fault:
        raise InputError(f"{name} is cut short in the middle of a letter. Save it again as CSV (UTF-8).") from fault
