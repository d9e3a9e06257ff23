"""Rows that open a quotation mark and do not close it, so that a CSV reader swallows the rows after them.

Text in quotation marks may hold line breaks. It is taken for a fault where the mark is never closed, where something
other than a comma follows the closing mark, where the row that comes of it has not as many cells as the header, or
where the text holds as many commas as whole rows would. Then the row that opens the mark is rejected, and the lines
after it are rows of their own again.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

NEVER_CLOSED = "A quotation mark is opened in this row and never closed."
CLOSED_LATER = "A quotation mark opened in this row is closed only rows later, so several rows would become one."


@dataclass(frozen=True, slots=True)
class OpenQuote:
    """A line that opens a quotation mark, without the mark."""

    line: str
    reason: str


def without_open_quotes(text: bytes, begin: int, separator: str, width: int) -> tuple[bytes, list[OpenQuote]]:
    """The text from the same beginning with a mark in the place of each faulty line (see ``found_again``)."""
    part = re.escape(separator.encode())
    quoted = re.compile(rb"(?:(?<=[\n" + part + rb'])|\A)"[^"]*(?:""[^"]*)*("|\Z)')
    header = text[text.rfind(b"\n", 0, begin - 1) + 1 : begin]
    spaced = separator == "," and b", " in header  # a file that writes a space after each comma
    counted = re.compile(part if spaced else part + rb"(?! )")
    pieces: list[bytes] = []
    faults: list[OpenQuote] = []
    done, place = 0, begin
    record, open_until = begin, -1  # where the row began, and where its last cell with a line break ended
    while found := quoted.search(text, place):
        place = found.end()
        breaks = text.count(b"\n", found.start(), found.end())
        if not breaks and found.group(1):
            continue
        line = text.rfind(b"\n", 0, found.start()) + 1
        record = record if line <= open_until else line
        reason = _fault(found, breaks, _record(text, record, found.end(), quoted), separator, width, counted)
        if reason is None:
            open_until = found.end()
            continue
        end = text.find(b"\n", found.start())
        end = len(text) if end < 0 else end
        pieces += [text[done:record], _mark(len(faults), separator, width)]
        faults.append(OpenQuote(text[record:end].decode("utf-8", "replace").replace('"', ""), reason))
        done = place = end
    return (b"".join((*pieces, text[done:])), faults) if faults else (text, [])


def _record(text: bytes, begin: int, place: int, quoted: re.Pattern[bytes]) -> bytes:
    """The whole row that holds a place, with the line breaks in its later cells."""
    while True:
        end = text.find(b"\n", place)
        end = len(text) if end < 0 else end
        later = quoted.search(text, place, end)
        if later is None:
            return text[begin:end]
        whole = quoted.match(text, later.start())
        place = whole.end() if whole else end


def found_again(row: str, faults: list[OpenQuote]) -> OpenQuote | None:
    """The faulty line in whose place this row stands; None for a row of the file."""
    number = row.rpartition("\x01")[2] if "\x01" in row else ""
    return faults[int(number)] if number.isdecimal() and int(number) < len(faults) else None


def _mark(number: int, separator: str, width: int) -> bytes:
    """A row of one cell too many, so that the parser hands it back."""
    return f"{separator * width}\x01{number}".encode()


def _fault(
    found: re.Match[bytes], breaks: int, record: bytes, separator: str, width: int, counted: re.Pattern[bytes]
) -> str | None:
    text = found.string
    if not found.group(1):
        return NEVER_CLOSED
    if text[found.end() : found.end() + 1] not in (b"", b"\n", separator.encode()):
        return CLOSED_LATER
    if width > 1 and len(counted.findall(text, found.start(), found.end())) >= breaks * (width - 1):
        return CLOSED_LATER
    try:
        row = io.StringIO(record.decode("utf-8", "replace"), newline="")
        return None if len(next(csv.reader(row, delimiter=separator), [])) == width else CLOSED_LATER
    except csv.Error:
        return CLOSED_LATER
