"""Tables: which of our own files, or of another program's, each is, by its header, and its rows as statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from graph.errors import InputError
from graph.statements import KINDS, Batch, schema
from loaders.archives import is_archive, is_gzip
from loaders.checks import check, plain
from loaders.exported import is_exported, read_exported
from loaders.formats import TABLES
from loaders.formats.table import TableFormat, format_of
from loaders.mapping import likely_header
from loaders.reading import Ask, Defaults, InputFile, NeededError, Reading
from loaders.sheet import Sheet
from loaders.tables import beginning, sheets

TEMPLATES = tuple(kind for kind in KINDS.values() if kind.template)
_TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".xls", ".ods", ".zip", ".gz")


class NotOursError(InputError):
    """A table that can be read, but is none of our files."""


class TableSource:
    """Reads tables, our own and those of other programs: CSV, TSV, workbooks with a sheet a file, zips of them."""

    name = "tables"

    def __init__(self, formats: Sequence[TableFormat] = TABLES) -> None:
        self._formats = formats

    def recognises(self, file: InputFile) -> bool:
        """Whether it is an archive, a workbook, called like a table, or has the header of a file that we know."""
        if is_archive(file) or is_gzip(file) or file.name.lower().endswith(_TABLES):
            return True
        try:
            lines = beginning(file)
        except InputError:
            return False
        return self._header_at(lines) > 0 or self._known(file.name, lines[0])

    def read(self, file: InputFile, defaults: Defaults) -> Iterable[Reading]:
        """One reading a table; ids of statements are given later, once names are resolved.

        A sheet that cannot be used does not hide the others: it becomes a reading without rows that says why.
        """
        found = list(sheets(file, self._header_at))
        asks: list[Ask] = []
        for sheet in found:
            try:
                yield self._reading(sheet, defaults)
            except NeededError as needed:
                asks += needed.asks
            except InputError as fault:
                if len(found) == 1:
                    raise
                ours = not isinstance(fault, NotOursError)
                yield Reading(sheet.name, "unknown", 0, left_out=str(fault), must_mend=ours)
        if asks:
            raise NeededError(*asks)

    def strangers(self, file: InputFile) -> list[Sheet]:
        """Tables that are none of our files and of no format: what their columns mean can be said and remembered."""
        try:
            found = list(sheets(file, self._header_at)) if self.recognises(file) else []
        except InputError:
            return []
        return [sheet for sheet in found if len(sheet.header) > 1 and not self._known(sheet.name, sheet.header)]

    def _reading(self, sheet: Sheet, defaults: Defaults) -> Reading:
        if is_exported(sheet.header):
            return read_exported(sheet)
        sheet = sheet.mended()
        known = format_of(sheet.header, self._formats)
        return known.reading(sheet, defaults) if known else read_sheet(sheet, defaults)

    def _known(self, name: str, header: tuple[str, ...]) -> bool:
        known = format_of(header, self._formats) is not None or kind_of(name, header) is not None
        return known or is_exported(header)

    def _header_at(self, lines: Sequence[tuple[str, ...]]) -> int:
        """Which of the first lines is the header of another program's table, or looks like that of somebody's own."""
        known = next((n for n, cells in enumerate(lines) if format_of(cells, self._formats)), None)
        return likely_header(lines) if known is None else known


def read_sheet(sheet: Sheet, defaults: Defaults) -> Reading:
    """A table, taken for a kind and checked, as one batch of statements without ids."""
    kind = kind_of(sheet.name, sheet.header)
    if kind is None:
        raise NotOursError(
            f"{sheet.name} is none of our files: no file of ours has the columns "
            f"{', '.join(name for name in sheet.header if name)}, nor has one of another program that we know. Say "
            "once what they mean, on the page Data or by `champions map`. (`champions templates FOLDER` writes ours.)"
        )
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
