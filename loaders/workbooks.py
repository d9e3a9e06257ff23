"""Workbooks (.xlsx): one table a sheet, cells as the text that a person sees."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time

import numpy as np
import pyarrow as pa

from graph.errors import InputError
from loaders.archives import open_zip
from loaders.formulas import Faults, faults_in, rejected
from loaders.reading import InputFile
from loaders.sheet import Sheet, named, wrong_width


def workbook_sheets(file: InputFile) -> Iterator[Sheet]:
    """The sheets that hold anything. InputError if it is no workbook or unpacks to too much."""
    from openpyxl import load_workbook

    open_zip(file).close()
    try:
        book = load_workbook(io.BytesIO(file.content), read_only=True, data_only=True, keep_links=False)
        found = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a workbook says of its own size may be a million rows of nothing
            numbered = enumerate(sheet.iter_rows(values_only=True), 1)
            rows = [(n, tuple(map(_as_text, row))) for n, row in numbered if any(cell is not None for cell in row)]
            found.append((sheet.title, [(n, row) for n, row in rows if any(row)]))
        book.close()
        faults = faults_in(file)
    except Exception as fault:  # openpyxl raises whatever the XML inside makes it stumble over
        why = type(fault).__name__
        raise InputError(f"{file.name} is damaged: no workbook can be read from it ({why}). Save it again.") from fault
    if not any(rows for _, rows in found):
        raise InputError(f"{file.name} is empty. It needs a header row and at least one row under it.")
    for title, rows in found:
        if rows:
            yield _sheet(f"{file.name}, sheet {title}", rows, faults.get(title, {}))


def _sheet(name: str, found: list[tuple[int, tuple[str, ...]]], faults: Faults) -> Sheet:
    first, cells = found[0]
    header = named(name, tuple(cell.strip() for cell in cells) if first == 1 else ())
    while not header[-1]:
        header = header[:-1]
    width = len(header)
    rejections = rejected(name, header, faults)
    raw: dict[int, tuple[str, ...]] = {rejection.row: () for rejection in rejections}  # may hold nothing but formulas
    faulty, kept, rows = set(raw), [], []
    for number, row in found[1:]:
        if number in faulty:
            raw[number] = row
            continue
        if any(row[width:]):
            raw[number] = row
            rejections.append(wrong_width(name, number, width, row))
        else:
            kept.append([*row, *[""] * width][:width])
            rows.append(number)
    columns = {str(n): pa.array([row[n] or None for row in kept], pa.string()) for n in range(width)}
    return Sheet(name, header, pa.table(columns), np.array(rows, np.int32), tuple(rejections), raw)


def _as_text(cell: object) -> str:
    """A cell as text: dates as ISO, whole numbers without `.0`, truth as yes and no."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
