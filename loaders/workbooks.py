"""Workbooks (.xlsx): one table a sheet, cells as the text that a person sees."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pyarrow as pa

from graph.errors import InputError
from loaders.archives import open_zip
from loaders.formulas import Faults, faults_in, rejected
from loaders.merged_cells import Span, filled, spans_in
from loaders.reading import InputFile
from loaders.sheet import HEADER_WITHIN, HeaderAt, Sheet, named, passed_over, wrong_width


def workbook_sheets(file: InputFile, header_at: HeaderAt | None = None) -> Iterator[Sheet]:
    """The sheets that hold anything. InputError if it is no workbook or unpacks to too much."""
    from openpyxl import load_workbook

    open_zip(file).close()
    try:
        book = load_workbook(io.BytesIO(file.content), read_only=True, data_only=True, keep_links=False)
        found, hidden, told = [], [], _macros(file)
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                hidden.append(sheet.title)
                continue
            sheet.reset_dimensions()  # what a workbook says of its own size may be a million rows of nothing
            numbered = enumerate(sheet.iter_rows(values_only=True), 1)
            rows = [(n, tuple(map(_as_text, row))) for n, row in numbered if any(cell is not None for cell in row)]
            found.append((sheet.title, *filled([(n, row) for n, row in rows if any(row)], _spans(file, sheet))))
        book.close()
        faults = faults_in(file)
    except InputError:
        raise
    except Exception as fault:  # openpyxl raises whatever the XML inside makes it stumble over
        why = type(fault).__name__
        raise InputError(f"{file.name} is damaged: no workbook can be read from it ({why}). Save it again.") from fault
    if hidden:
        told.append(f"Hidden sheets were left out: {', '.join(hidden)}. Unhide one to load it.")
    if not any(rows for _, rows, _ in found):
        also = f" {told[-1]}" if hidden else ""
        raise InputError(f"{file.name} is empty. It needs a header row and at least one row under it.{also}")
    for title, rows, merged in found:
        if rows:
            were = "cell was" if merged == 1 else "cells were"
            said = [f"{merged:,} merged {were} filled with the text of the first."] if merged else []
            made = _sheet(f"{file.name}, sheet {title}", rows, faults.get(title, {}), header_at)
            yield replace(made, notes=(*made.notes, *told, *said))
            told = []  # what is true of the whole workbook is said once


def _macros(file: InputFile) -> list[str]:
    return ["The workbook holds macros: they were not run."] if b"xl/vbaProject.bin" in file.content else []


def _spans(file: InputFile, sheet: Any) -> list[Span]:
    """What is merged in a sheet; reading cell by cell does not tell."""
    return spans_in(file, sheet._worksheet_path)


def _sheet(
    name: str, found: list[tuple[int, tuple[str, ...]]], faults: Faults, header_at: HeaderAt | None = None
) -> Sheet:
    top = {number: row for number, row in found[:HEADER_WITHIN] if number <= HEADER_WITHIN}
    lines = [top.get(number, ()) for number in range(1, max(top, default=1) + 1)]
    first = 1 + (header_at(lines) if header_at else 0)
    header = named(name, tuple(cell.strip() for cell in lines[first - 1]), first)
    while not header[-1]:
        header = header[:-1]
    width = len(header)
    rejections, faulty_cells = rejected(name, header, {at: said for at, said in faults.items() if at[0] > first})
    raw: dict[int, tuple[str, ...]] = {rejection.row: () for rejection in rejections}  # may hold nothing but formulas
    faulty, kept, rows = set(raw), [], []
    for number, row in found:
        if number <= first:
            continue
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
    return Sheet(
        name,
        header,
        pa.table(columns),
        np.array(rows, np.int32),
        tuple(rejections),
        raw,
        passed_over(first),
        faults=tuple(faulty_cells),
    )


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
