"""Our own files: which of them is which, by their headers, and their rows as statements."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from graph.errors import InputError
from graph.statements import KINDS, Batch, schema
from loaders.checks import check
from loaders.reading import Defaults, InputFile, Reading
from loaders.tables import Sheet, sheets

TEMPLATES = tuple(kind for kind in KINDS.values() if kind.template)


class TemplateSource:
    """Reads the files of the templates: CSV, TSV, workbooks with a sheet a file, zips of them."""

    name = "templates"

    def recognises(self, file: InputFile) -> bool:
        """Whether a table in it has the header of one of our files, or its name and one of its columns."""
        try:
            return any(kind_of(sheet) for sheet in sheets(file))
        except InputError:
            return file.name.lower().endswith((".csv", ".tsv", ".xlsx", ".zip", ".gz"))

    def read(self, file: InputFile, defaults: Defaults) -> Iterable[Reading]:
        """One reading a table; ids of statements are given later, once names are resolved."""
        for sheet in sheets(file):
            kind = kind_of(sheet)
            if kind is None:
                names = ", ".join(sheet.header[:8])
                raise InputError(
                    f"{sheet.name} is none of our files: no file of ours has the columns {names}. "
                    "`champions templates FOLDER` writes them all."
                )
            yield read_sheet(sheet, kind, defaults)


def read_sheet(sheet: Sheet, kind: str, defaults: Defaults) -> Reading:
    """A table that was taken for a kind, checked, as one batch of statements without ids."""
    checked = check(sheet, kind, defaults)
    return Reading(
        file=sheet.name,
        kind=kind,
        rows_read=len(sheet.rows) + len(sheet.raw),
        batches=(unidentified(kind, checked.cells, checked.rows),),
        rejections=checked.rejections,
        notes=checked.notes,
        sheet=sheet,
    )


def unidentified(kind: str, cells: pa.Table, rows: np.ndarray) -> Batch:
    """A batch whose ids are still empty."""
    columns = [pa.nulls(len(rows), pa.string()), pa.array(rows, pa.int32()), *cells.select(KINDS[kind].cells).columns]
    return Batch(kind, pa.table(columns, schema=schema(kind)))


def kind_of(sheet: Sheet) -> str | None:
    """The kind of a table: by its name and one of its columns, else the one of which it has the most columns."""
    header = {name.strip().lower() for name in sheet.header}
    stem = sheet.name.rsplit(", sheet ", 1)[-1].rsplit("/", 1)[-1].split(".")[0].strip().lower()
    own = next((kind for kind in TEMPLATES if kind.name == stem.removesuffix("-rejected")), None)
    if own and header & {column.name for column in own.columns}:
        return own.name
    fitting = [k for k in TEMPLATES if {c.name for c in k.columns if c.required} <= header]
    if not fitting:
        return None
    return max(fitting, key=lambda k: (len(header & {c.name for c in k.columns}), -len(k.columns))).name
