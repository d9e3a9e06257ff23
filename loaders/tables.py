"""Tables of text out of files that people hold: CSV and TSV in any usual encoding, workbooks, and archives of them.

No type is guessed: `007`, `NA` and `+44…` stay what they are. Every row is accounted for: it comes out as cells, or
as a rejection with its number.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.errors import InputError
from loaders.archives import is_archive, is_gzip, is_workbook, members, unzipped
from loaders.cells import LOST
from loaders.csv_text import header_of, sheet_of
from loaders.reading import InputFile
from loaders.sheet import Sheet
from loaders.workbooks import workbook_sheets

_NOT_TEXT = {
    b"\xd0\xcf\x11\xe0": "is an old workbook (.xls). Save it as .xlsx or as CSV (UTF-8).",
    b"%PDF": "is a PDF, not a table. Save the table as CSV (UTF-8), or as a workbook (.xlsx).",
}
_DAMAGED = "Some letters of this file are not UTF-8 and could not be read. Rows that hold one were rejected."
_WINDOWS = "This file was saved as Windows text, not UTF-8. We read it as Windows text: check names with accents."


def sheets(file: InputFile) -> Iterator[Sheet]:
    """The tables of a file: one CSV, each sheet of a workbook, each of an archive. InputError if one cannot be read."""
    file = unzipped(file) if is_gzip(file) else file
    if is_workbook(file):
        yield from workbook_sheets(file)
    elif is_archive(file):
        for member in members(file):
            yield from sheets(member)
    else:
        text, notes = as_utf8(file)
        yield sheet_of(file.name, text, notes)


def first_header(file: InputFile) -> tuple[str, ...]:
    """The header of a CSV file, from its beginning alone. InputError if there is none."""
    text, _ = as_utf8(InputFile(file.name, file.content[: 1 << 16]), cut=True)
    return header_of(file.name, text)[0]


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
    content = content.removeprefix(b"\xef\xbb\xbf")
    if not content.isascii():
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as fault:
            if not (cut and fault.start > len(content) - 4):
                content, note = _from_bytes(content)
                notes = [note]
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not content or content.isspace():
        raise InputError(f"{file.name} is empty. It needs a header row and at least one row under it.")
    return content, notes


def _from_bytes(content: bytes) -> tuple[bytes, str]:
    """Text that is not wholly UTF-8: UTF-8 with a few letters lost (cut short, or two files in one), else Windows."""
    text = content.decode("utf-8", "replace")
    lost = text.count(LOST)
    if len(text) - len(text.encode("ascii", "ignore")) > 2 * lost:
        return text.encode(), _DAMAGED
    return content.decode("cp1252", "replace").encode(), _WINDOWS


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
