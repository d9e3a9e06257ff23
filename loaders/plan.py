"""From files to one load: read, check, resolve, look what is known, and only then store, all or nothing.

A plan changes nothing. ``commit`` stores what can be used in one transaction and reports every row.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np

from graph import vocabulary as v
from graph.errors import InputError
from graph.statements import KINDS, Batch, batch, of_cells
from graph.store import BATCH_ROWS, Load, Store, Told
from loaders.councils import CouncilFinder
from loaders.inputs import all_sources, read_all
from loaders.reading import Defaults, InputFile, Reading, Source
from loaders.references import Part, References
from loaders.rejection import Rejection
from loaders.report import FileReport, Report

REGISTER = "register of councils"  # the file under which rows added from the shipped register are reported


@dataclass(frozen=True)
class Plan:
    """What a load would do. ``readings`` and ``parts`` belong together by file."""

    store: Store = field(repr=False)
    readings: tuple[Reading, ...] = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    unreadable: tuple[str, ...]  # a sentence for each file, or sheet, that somebody should mend
    left_out: tuple[str, ...]  # a sentence for each that is none of our files
    title: str
    seconds: float = 0.0  # that it took

    @cached_property
    def batches(self) -> tuple[Batch, ...]:
        """The statements to store, one batch a part, with their ids."""
        return tuple(of_cells(part.kind, part.cells, part.rows) for part in self.parts)

    @cached_property
    def report(self) -> Report:
        """What would happen, against what the store holds now; nothing is changed."""
        begin = time.perf_counter()
        seen = _known(self.store, self.batches)
        masks = [_first_seen(made.table.column("id").to_pylist(), seen[made.kind]) for made in self.batches]
        return self._report(masks, begin, dry_run=True)

    def commit(self, store: Store | None = None, *, strict: bool = False, told: Told | None = None) -> Report:
        """Store all of it or nothing; with ``strict`` nothing if any row or file cannot be used.

        ``told`` hears after each batch of rows how far it is.
        """
        begin = time.perf_counter()
        if strict and (self.unreadable or any(self._rejections(reading) for reading in self.readings)):
            nothing = [np.zeros(len(part.rows), bool) for part in self.parts]
            return self._report(nothing, begin, refused=True)
        target = self.store if store is None else store
        load = Load(uuid.uuid4().hex, datetime.now(UTC).isoformat(timespec="seconds"), self.title)
        added = target.add(load, self._in_pieces(told))
        if not added.load.added:  # nothing new: no load to undo
            target.undo(load.id)
        new = np.concatenate([np.zeros(0, bool), *added.new])
        masks = np.split(new, np.cumsum([len(made) for made in self.batches])[:-1])
        return self._report(masks, begin, load=added.load if added.load.added else None)

    def _in_pieces(self, told: Told | None) -> Iterator[Batch]:
        done, total = 0, sum(len(made) for made in self.batches)
        for made in self.batches:
            for start in range(0, len(made), BATCH_ROWS):
                piece = Batch(made.kind, made.table.slice(start, BATCH_ROWS))
                yield piece
                done += len(piece)
                if told:
                    told(done, total)

    def _report(
        self,
        masks: list[np.ndarray],
        begin: float,
        *,
        load: Load | None = None,
        dry_run: bool = False,
        refused: bool = False,
    ) -> Report:
        new: dict[str, list[np.ndarray]] = {REGISTER: []}
        for part, mask in zip(self.parts, masks, strict=True):
            new.setdefault(part.file, []).append(part.rows[mask])
        files, rejections, raw = [], [], {}
        for reading in self.readings:
            found = self._rejections(reading)
            bad = {rejection.row for rejection in found}
            notes = (*reading.notes, *(note for part in self._parts(reading) for note in part.notes))
            loaded, usable = _different(new.get(reading.file, [])), reading.rows_read - len(bad)
            merged, held = (0, usable) if refused else (usable - loaded, 0)
            files.append(
                FileReport(reading.file, reading.kind, reading.rows_read, loaded, merged, len(bad), held, notes)
            )
            rejections += found
            if bad:
                raw[reading.file] = _raw(reading, bad)
        if added := _different(new[REGISTER]):
            told = ("Councils that these files name.",)
            files.append(FileReport(REGISTER, "organisations", added, added, 0, 0, notes=told))
        ordered = tuple(sorted(rejections, key=lambda r: (r.file, r.row, r.column or "")))
        seconds = self.seconds + time.perf_counter() - begin
        return Report(
            tuple(files), ordered, self.unreadable, load, dry_run, refused, raw, left_out=self.left_out, seconds=seconds
        )

    def _parts(self, reading: Reading) -> list[Part]:
        return [part for part in self.parts if part.file == reading.file]

    def _rejections(self, reading: Reading) -> list[Rejection]:
        return [*reading.rejections, *(found for part in self._parts(reading) for found in part.rejections)]


def plan(
    inputs: Sequence[Path | InputFile],
    store: Store,
    defaults: Defaults,
    *,
    finder: CouncilFinder | None = None,
    sources: Sequence[Source] | None = None,
) -> Plan:
    """Read all inputs (folders, files, archives) and find out what a load would do.

    ``finder`` and ``sources`` replace the council register and the formats. InputError if nothing at all can be read,
    if a file does not say who may see its rows and ``defaults`` neither, or if ``defaults`` say what cannot be.
    """
    begin = time.perf_counter()
    if defaults.visibility not in (None, *v.VISIBILITIES):
        raise InputError(f'"{defaults.visibility}" is none of open, shared and closed. Say who may see these rows.')
    readings, unreadable, left_out = read_all(inputs, sources or all_sources(finder), defaults)
    if not readings:
        raise InputError(" ".join((*unreadable, *left_out)) or "There is no file here that can be loaded.")
    parts = [_part(reading.file, made) for reading in readings for made in reading.batches]
    references = References(readings, parts, store, finder)
    references.settle()
    _must_be_known(defaults, parts)
    if references.register_rows:
        rows = [references.register_rows[i] for i in sorted(references.register_rows)]
        parts.append(_part(REGISTER, batch("organisations", rows)))
    title = ", ".join(given.name or given.resolve().name if isinstance(given, Path) else given.name for given in inputs)
    title = title if len(title) < 120 else title[:117] + "…"
    took = time.perf_counter() - begin
    return Plan(store, tuple(readings), tuple(parts), tuple(unreadable), tuple(left_out), title, took)


def _part(file: str, made: Batch) -> Part:
    return Part(file, made.kind, made.table.select(KINDS[made.kind].cells), made.table.column("row").to_numpy())


def _must_be_known(defaults: Defaults, parts: list[Part]) -> None:
    """What was said once for all files is asked back once, not row by row."""
    for rejection in (found for part in parts for found in part.rejections):
        said = {"owner": (defaults.owner,), "audience": defaults.audience}.get(rejection.column or "", ())
        if rejection.value in said:
            raise InputError(f"--{rejection.column}: {rejection.reason} {rejection.remedy}")


def _known(store: Store, batches: tuple[Batch, ...]) -> dict[str, set[str]]:
    """Ids of statements that the store holds already, looked up by the first id column of each kind."""
    known: dict[str, set[str]] = {made.kind: set() for made in batches}
    for made in batches:
        column = KINDS[made.kind].lookups[0]
        things = {cell for cell in made.table.column(column).to_pylist() if cell is not None}
        for found in store.neighbours({(made.kind, column): things}):
            known[made.kind].update(found.table.column("id").to_pylist())
    return known


def _first_seen(ids: list[str], seen: set[str]) -> np.ndarray:
    """Which of these were not seen before; they are now."""
    fresh = np.ones(len(ids), bool)
    for place, statement in enumerate(ids):
        fresh[place] = statement not in seen
        seen.add(statement)
    return fresh


def _different(rows: list[np.ndarray]) -> int:
    """How many rows gave at least one of these statements."""
    return len(rows[0]) if len(rows) == 1 else len(np.unique(np.concatenate(rows))) if rows else 0


def _raw(reading: Reading, bad: set[int]) -> tuple[tuple[str, ...], ...]:
    """Header and raw cells of the rejected rows, in order."""
    if reading.sheet is None:
        return reading.rejected_rows
    return (reading.sheet.header, *(cells for _, cells in reading.sheet.raw_rows(bad)))
