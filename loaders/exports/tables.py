"""Rows as CSV and as sheets of a workbook, every cell one line of text that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from graph.errors import InputError
from graph.statements import KINDS
from graph.store import BATCH_ROWS
from loaders.exported_text import EXPORTED, to_cell
from loaders.exports.packing import without_times
from loaders.exports.visible import Visible

MARK = b"\xef\xbb\xbf"  # without it Excel takes UTF-8 for Windows text
MOST_ROWS = 1_048_576  # of a sheet
MOST_LETTERS = 32_767  # of a cell; openpyxl cuts longer text without a word
_CSV = "Export as csv instead."

Row = Sequence[str | None]
Sheet = tuple[str, Sequence[str], Iterable[Row]]  # title, header, rows


def csv_files(seen: Visible) -> Iterator[tuple[str, Iterable[bytes]]]:
    """One file a kind, with the columns of our templates."""
    for title, header, rows in _by_kind(seen):
        yield f"{title}.csv", csv_pieces(header, rows, begin=MARK)


def workbook_file(seen: Visible) -> Iterator[tuple[str, Iterable[bytes]]]:
    """One workbook with a sheet a kind."""
    yield "champions.xlsx", workbook_pieces(_by_kind(seen), seen.title)


def csv_pieces(header: Sequence[str], rows: Iterable[Row], *, begin: bytes = b"") -> Iterator[bytes]:
    """A CSV file, some thousands of rows at a time."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    yield begin
    for number, row in enumerate(rows, 1):
        writer.writerow([to_cell(cell) for cell in row])
        if number % BATCH_ROWS == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def workbook_pieces(sheets: Iterable[Sheet], title: str) -> Iterator[bytes]:
    """A workbook in which every cell is text. InputError if a row or a text is more than a workbook holds."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "Champion Finder", title
    book.properties.created = datetime(1980, 1, 1)
    try:
        for name, header, rows in sheets:
            _fill(book.create_sheet(name), header, rows)
    except InputError:
        for sheet in book.worksheets:
            sheet.close()
        raise
    if not book.worksheets:
        book.create_sheet("nothing")
    out = io.BytesIO()
    book.save(out)
    yield without_times(out.getvalue())


def _fill(sheet: Any, header: Sequence[str], rows: Iterable[Row]) -> None:
    sheet.append(list(header))
    for number, row in enumerate(rows, 2):
        if number > MOST_ROWS:
            raise InputError(f"A sheet of a workbook holds {MOST_ROWS:,} rows; there are more {sheet.title}. {_CSV}")
        sheet.append([_as_text(sheet, number, text) if text else None for text in row])


def _as_text(sheet: Any, number: int, text: str) -> Any:
    """A cell that is text, whatever it looks like."""
    from openpyxl.cell import WriteOnlyCell

    shown = to_cell(text)
    if len(shown) > MOST_LETTERS:
        raise InputError(f"{sheet.title}, row {number}: a cell of a workbook holds no text this long. {_CSV}")
    cell = WriteOnlyCell(sheet)
    cell._value, cell.data_type = shown, "s"
    return cell


def _by_kind(seen: Visible) -> Iterator[Sheet]:
    for kind, table in seen.tables.items():
        names = KINDS[kind].cells
        columns = [table.column(name).to_pylist() for name in names]
        yield kind, (*names, EXPORTED), zip(*columns, [kind] * len(table), strict=True)
