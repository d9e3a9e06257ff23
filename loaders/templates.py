"""Our own files: which of them is which, by their headers, and their rows as statements."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from graph.errors import InputError
from graph.statements import KINDS, Batch, schema
from loaders.archives import is_archive, is_gzip
from loaders.checks import check, plain
from loaders.reading import Defaults, InputFile, Reading, VisibilityNeededError
from loaders.sheet import Sheet
from loaders.tables import first_header, sheets

TEMPLATES = tuple(kind for kind in KINDS.values() if kind.template)
_TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".xls", ".ods", ".zip", ".gz")


class NotOursError(InputError):
    """A table that can be read, but is none of our files."""


class TemplateSource:
    """Reads the files of the templates: CSV, TSV, workbooks with a sheet a file, zips of them."""

    name = "templates"

    def recognises(self, file: InputFile) -> bool:
        """Whether it is an archive, a workbook, called like a table, or has the header of one of our files."""
        if is_archive(file) or is_gzip(file) or file.name.lower().endswith(_TABLES):
            return True
        try:
            return kind_of(file.name, first_header(file)) is not None
        except InputError:
            return False

    def read(self, file: InputFile, defaults: Defaults) -> Iterable[Reading]:
        """One reading a table; ids of statements are given later, once names are resolved.

        A sheet that cannot be used does not hide the others: it becomes a reading without rows that says why.
        """
        found = list(sheets(file))
        for sheet in found:
            try:
                yield read_sheet(sheet, defaults)
            except VisibilityNeededError:
                raise
            except InputError as fault:
                if len(found) == 1:
                    raise
                ours = not isinstance(fault, NotOursError)
                yield Reading(sheet.name, "unknown", 0, left_out=str(fault), must_mend=ours)


def read_sheet(sheet: Sheet, defaults: Defaults) -> Reading:
    """A table, taken for a kind and checked, as one batch of statements without ids."""
    kind = kind_of(sheet.name, sheet.header)
    if kind is None:
        raise NotOursError(
            f"{sheet.name} is none of our files: no file of ours has the columns {', '.join(sheet.header[:8])}. "
            "`champions templates FOLDER` writes them all."
        )
    sheet = sheet.mended()
    checked = check(sheet, kind, defaults)
    columns = [pa.nulls(len(checked.rows), pa.string()), pa.array(checked.rows, pa.int32()), *checked.cells.columns]
    return Reading(
        file=sheet.name,
        kind=kind,
        rows_read=len(sheet.rows) + len(sheet.raw),
        batches=(Batch(kind, pa.table(columns, schema=schema(kind))),),
        rejections=checked.rejections,
        notes=checked.notes,
        sheet=sheet,
    )


def kind_of(name: str, header: Iterable[str]) -> str | None:
    """The kind of a table: by its name and one of its columns, else the one of which it has the most columns."""
    columns = {plain(column) for column in header}
    stem = name.rsplit(", sheet ", 1)[-1].rsplit("/", 1)[-1].split(".")[0].strip().lower().removesuffix("-rejected")
    if stem in KINDS and KINDS[stem].template and columns & {column.name for column in KINDS[stem].columns}:
        return stem
    fitting = [kind for kind in TEMPLATES if {c.name for c in kind.columns if c.required} <= columns]
    own = {kind.name: {column.name for column in kind.columns} for kind in fitting}
    return max(own, key=lambda name: (len(columns & own[name]), -len(own[name])), default=None)
