"""From files to one load: read, check, resolve, look what is known, and only then store, all or nothing.

A plan changes nothing. ``commit`` stores what can be used in one transaction and reports every row.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np

from graph.errors import InputError
from graph.statements import KINDS, Batch, batch, of_cells
from graph.store import Load, Store
from loaders.councils import CouncilFinder
from loaders.ocds import OcdsSource
from loaders.reading import Defaults, InputFile, Reading, Rejection, Source, VisibilityNeededError, files_in
from loaders.references import Part, References
from loaders.report import FileReport, Report
from loaders.tables import MOST_BYTES
from loaders.templates import TemplateSource

REGISTER = "register of councils"  # the file under which rows added from the shipped register are reported


def sources(finder: CouncilFinder | None = None) -> tuple[Source, ...]:
    """All formats that can be loaded, in the order in which they are asked."""
    return (OcdsSource(finder), TemplateSource())


@dataclass(frozen=True)
class Plan:
    """What a load would do. ``readings`` and ``parts`` belong together by file."""

    store: Store = field(repr=False)
    readings: tuple[Reading, ...] = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    unreadable: tuple[str, ...]
    title: str

    @cached_property
    def batches(self) -> tuple[Batch, ...]:
        """The statements to store, one batch a part, with their ids."""
        return tuple(of_cells(part.kind, part.cells, part.rows) for part in self.parts)

    @cached_property
    def report(self) -> Report:
        """What would happen, against what the store holds now; nothing is changed."""
        known = _known(self.store, self.batches)
        seen: dict[str, set[str]] = {}
        masks = []
        for made in self.batches:
            here = seen.setdefault(made.kind, set(known.get(made.kind, ())))
            masks.append(_first_seen(made.table.column("id").to_pylist(), here))
        return self._report(tuple(masks), None, dry_run=True)

    def commit(self, store: Store | None = None, *, strict: bool = False) -> Report:
        """Store all of it in one transaction; with ``strict`` nothing if any row or file cannot be used."""
        target = store or self.store
        if strict and (self.unreadable or any(self._rejections(reading) for reading in self.readings)):
            nothing = tuple(np.zeros(len(made), bool) for made in self.batches)
            return self._report(nothing, None, refused=True)
        load = Load(uuid.uuid4().hex, datetime.now(UTC).isoformat(timespec="seconds"), self.title)
        added = target.add(load, self.batches)
        if not added.load.added:  # nothing new: no load to undo
            target.undo(load.id)
        return self._report(added.new, added.load if added.load.added else None)

    def _report(
        self, masks: tuple[np.ndarray, ...], load: Load | None, *, dry_run: bool = False, refused: bool = False
    ) -> Report:
        new: dict[str, set[int]] = {}
        for part, mask in zip(self.parts, masks, strict=True):
            new.setdefault(part.file, set()).update(np.unique(part.rows[mask]).tolist())
        files, rejections, raw = [], [], {}
        for reading in self.readings:
            found = self._rejections(reading)
            bad = {rejection.row for rejection in found}
            loaded = 0 if refused else len(new.get(reading.file, set()) - bad)
            rejected = reading.rows_read if refused else len(bad)
            notes = (*reading.notes, *(n for part in self.parts if part.file == reading.file for n in part.notes))
            merged = reading.rows_read - loaded - rejected
            files.append(FileReport(reading.file, reading.kind, reading.rows_read, loaded, merged, rejected, notes))
            rejections += found
            if bad:
                raw[reading.file] = _raw(reading, bad)
        if added := len(new.get(REGISTER, ())):
            files.append(
                FileReport(REGISTER, "organisations", added, added, 0, 0, ("Councils that these files name.",))
            )
        ordered = tuple(sorted(rejections, key=lambda r: (r.file, r.row, r.column or "")))
        return Report(tuple(files), ordered, self.unreadable, load, dry_run, refused, raw)

    def _rejections(self, reading: Reading) -> list[Rejection]:
        return [*reading.rejections, *(r for part in self.parts if part.file == reading.file for r in part.rejections)]


def plan(
    inputs: Sequence[Path | InputFile], store: Store, defaults: Defaults, *, finder: CouncilFinder | None = None
) -> Plan:
    """Read all inputs (folders, files, archives) and find out what a load would do.

    InputError if nothing at all can be read, or if a file does not say who may see its rows and ``defaults`` neither.
    """
    readings: list[Reading] = []
    unreadable: list[str] = []
    for file, chosen in _files(inputs):
        source = next((source for source in sources(finder) if source.recognises(file)), None)
        if source is None:
            if chosen:
                unreadable.append(f"{file.name} is none of the files that can be loaded. It was left out.")
            continue
        try:
            readings += source.read(file, defaults)
        except VisibilityNeededError:
            raise
        except InputError as fault:
            unreadable.append(str(fault))
    if not readings:
        raise InputError(" ".join(unreadable) or "There is no file here that can be loaded.")
    named = _own_names(readings)
    parts = [
        Part(r.file, b.kind, b.table.select(KINDS[b.kind].cells), b.table["row"].to_numpy())
        for r in named
        for b in r.batches
    ]
    references = References(parts, store, finder)
    references.settle()
    if references.register_rows:
        rows = [references.register_rows[i] for i in sorted(references.register_rows)]
        parts.append(_part(REGISTER, batch("organisations", rows)))
    title = ", ".join(given.name for given in inputs)
    return Plan(store, tuple(named), tuple(parts), tuple(unreadable), title if len(title) < 120 else title[:117] + "…")


def _files(inputs: Iterable[Path | InputFile]) -> Iterable[tuple[InputFile, bool]]:
    """Every file with whether it was named itself, and not only found in a folder."""
    for given in inputs:
        if isinstance(given, InputFile):
            yield given, True
            continue
        if not given.exists():
            raise InputError(f"There is no file or folder called {given}. Check the name.")
        for path in files_in(given):
            if path.stat().st_size > MOST_BYTES:
                raise InputError(f"{path.name} is larger than {MOST_BYTES >> 20} MB. Split it and load the parts.")
            yield InputFile(path.name, path.read_bytes()), not given.is_dir()


def _part(file: str, made: Batch) -> Part:
    return Part(file, made.kind, made.table.select(KINDS[made.kind].cells), made.table.column("row").to_numpy())


def _own_names(readings: list[Reading]) -> list[Reading]:
    """The same with a number after a file name that comes twice, so that rows can be told apart."""
    seen: dict[str, int] = {}
    named = []
    for reading in readings:
        seen[reading.file] = seen.get(reading.file, 0) + 1
        again = seen[reading.file]
        name = reading.file if again == 1 else f"{reading.file} ({again})"
        told = tuple(replace(rejection, file=name) for rejection in reading.rejections)
        named.append(reading if again == 1 else replace(reading, file=name, rejections=told))
    return named


def _known(store: Store, batches: tuple[Batch, ...]) -> dict[str, set[str]]:
    """Ids of statements that the store holds already, looked up by the first id column of each kind."""
    known: dict[str, set[str]] = {}
    for made in batches:
        column = KINDS[made.kind].lookups[0]
        things = {cell for cell in made.table.column(column).to_pylist() if cell is not None}
        for found in store.neighbours({(made.kind, column): things}):
            known.setdefault(made.kind, set()).update(found.table.column("id").to_pylist())
    return known


def _first_seen(ids: list[str], seen: set[str]) -> np.ndarray:
    fresh = np.ones(len(ids), bool)
    for place, statement in enumerate(ids):
        if statement in seen:
            fresh[place] = False
        seen.add(statement)
    return fresh


def _raw(reading: Reading, bad: set[int]) -> tuple[tuple[str, ...], ...]:
    """Header and raw cells of the rejected rows, in order."""
    if reading.sheet is None:
        return reading.rejected_rows
    sheet = reading.sheet
    places = dict(zip(sheet.rows.tolist(), range(len(sheet.rows)), strict=True))
    return (sheet.header, *(sheet.raw[row] if row in sheet.raw else sheet.cells(places[row]) for row in sorted(bad)))
