"""From files to one load: read, check, resolve, look what is known, and only then store, all or nothing.

A plan changes nothing. ``commit`` stores what can be used in one transaction and reports every row.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import vocabulary as v
from graph.definitions import TIE_KINDS
from graph.errors import InputError
from graph.statements import KINDS, Batch, batch, of_cells, schema
from graph.store import BATCH_ROWS, Load, Store, Told
from loaders.chart_holders import left
from loaders.councils import CouncilFinder
from loaders.exported import known_in_full
from loaders.inputs import all_sources, read_all
from loaders.mapping import remembered
from loaders.matching import Found, found_in
from loaders.movers import moved
from loaders.organisation_names import names_on_record
from loaders.parts import Part, owners_of
from loaders.reading import Defaults, InputFile, Reading, Source
from loaders.references import References
from loaders.rejection import Rejection
from loaders.report import FileReport, Report

_GIVES = {
    "pilot_people": "pilot",
    "attendance": "event",
    "endorsements": "endorsement",
    "introductions": "introduction",
}
_HOLDS = ("person_a", "person_b", "said_by")
REGISTER = "register of councils"  # the file under which rows added from the shipped register are reported
COMPARED = "who is who"  # the same for verdicts of the matcher


@dataclass(frozen=True)
class Plan:
    """What a load would do. ``readings`` and ``parts`` belong together by file."""

    store: Store = field(repr=False)
    readings: tuple[Reading, ...] = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    unreadable: tuple[str, ...]  # a sentence for each file, or sheet, that somebody should mend
    left_out: tuple[str, ...]  # a sentence for each that is none of our files
    title: str
    found: tuple[Found, ...] = ()  # who is whom, by the matcher
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
        load = Load.now(self.title)
        added = target.add(load, self._in_pieces(told))
        if not added.load.added:  # nothing new: no load to undo
            target.undo(load.id)
        new = np.concatenate([np.zeros(0, bool), *added.new])
        ends = np.cumsum([len(made) for made in self.batches])
        masks = np.split(new, ends[:-1]) if len(ends) else []
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
        new: dict[str, list[np.ndarray]] = {REGISTER: [], COMPARED: []}
        for part, mask in zip(self.parts, masks, strict=True):
            new.setdefault(part.file, []).append(part.rows[mask])
        files, rejections, raw = [], [], {}
        for reading in self.readings:
            found = self._rejections(reading)
            bad = {rejection.row for rejection in found}
            notes = (*reading.notes, *(note for part in self._parts(reading) for note in part.notes))
            loaded, usable = _different(new.get(reading.file, [])), reading.rows_read - len(bad)
            merged, held = (0, usable) if refused else (usable - loaded, 0)
            gives = evidence_in(self._parts(reading))
            files.append(
                FileReport(reading.file, reading.kind, reading.rows_read, loaded, merged, len(bad), held, notes, gives)
            )
            rejections += found
            if bad:
                raw[reading.file] = _raw(reading, bad)
        if added := _different(new[REGISTER]):
            told: tuple[str, ...] = ("Councils that these files name, and their successors.",)
            files.append(FileReport(REGISTER, "organisations", added, added, 0, 0, notes=told))
        if compared := sum(map(len, new[COMPARED])):
            told = tuple(one.words() for one in self.found)
            files.append(FileReport(COMPARED, "matches", compared, compared, 0, 0, notes=told))
        ordered = tuple(sorted(rejections, key=lambda r: (r.file, r.row, r.column or "")))
        seconds = self.seconds + time.perf_counter() - begin
        return Report(
            tuple(files),
            ordered,
            self.unreadable,
            load,
            dry_run,
            refused,
            raw,
            left_out=self.left_out,
            found=self.found,
            seconds=seconds,
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
    today: date | None = None,
    title: str | None = None,
) -> Plan:
    """Read all inputs (folders, files, archives) and find out what a load would do.

    ``finder`` and ``sources`` replace the council register and the formats; ``title`` names the load, else files do.
    InputError if nothing at all can be read, if a file does not say who may see its rows and ``defaults`` neither, or
    if ``defaults`` say what cannot be.
    """
    begin, today = time.perf_counter(), today or date.today()
    if defaults.visibility not in (None, *v.VISIBILITIES):
        raise InputError(f'"{defaults.visibility}" is none of open, shared and closed. Say who may see these rows.')
    own = {defaults.owner} if defaults.owner else set[str]()
    named = cache(lambda: finder or names_on_record(store, own))
    asked = sources or all_sources(named, remembered(store, defaults, today))
    readings, unreadable, left_out = read_all(inputs, asked, defaults)
    if not readings:
        raise InputError(" ".join((*unreadable, *left_out)) or "There is no file here that can be loaded.")
    parts = [_part(reading, made) for reading in readings for made in reading.batches]
    references = References(readings, parts, store, finder, own | owners_of(parts))
    references.settle()
    _must_be_known(defaults, parts)
    _fill_in([part for part in parts if part.exported], store)
    parts += [*moved(parts, store, today), *left(parts, store)]
    if references.register_rows:
        rows = [references.register_rows[i] for i in sorted(references.register_rows)]
        parts.append(_made(REGISTER, batch("organisations", rows)))
    found = found_in(parts, references.doubts, store, defaults.owner, today)
    parts += [_made(COMPARED, one.statements) for one in found]
    title = title or ", ".join(map(_name, inputs))
    title = title if len(title) < 120 else title[:117] + "…"
    took = time.perf_counter() - begin
    return Plan(store, tuple(readings), tuple(parts), tuple(unreadable), tuple(left_out), title, tuple(found), took)


def _name(given: Path | InputFile) -> str:
    return given.name or (given.resolve().name if isinstance(given, Path) else "")


def _part(reading: Reading, made: Batch) -> Part:
    cells, rows = made.table.select(KINDS[made.kind].cells), made.table.column("row").to_numpy()
    return Part(reading.file, made.kind, cells, rows, reading.names_found, reading.exported)


def _made(file: str, made: Batch) -> Part:
    """Rows that no file holds."""
    return _part(Reading(file, made.kind, len(made)), made)


def _fill_in(parts: list[Part], store: Store) -> None:
    """Take rows of exports that leave ids out for the statements that they are."""
    stored = _stored(store, [(part.kind, part.cells) for part in parts])
    for part in parts:
        part.cells, found = known_in_full(KINDS[part.kind], part.cells, stored[part.kind])
        if found:
            leave, count = ("leaves", "counts") if found == 1 else ("leave", "count")
            rows = f"{found:,} row{'' if found == 1 else 's'} of {part.kind}"
            part.notes.append(f"{rows} {leave} out an id that is on record, and {count} as known.")


def _must_be_known(defaults: Defaults, parts: list[Part]) -> None:
    """What was said once for all files is asked back once, not row by row."""
    for rejection in (found for part in parts for found in part.rejections):
        said = {"owner": (defaults.owner,), "audience": defaults.audience}.get(rejection.column or "", ())
        if rejection.value in said:
            raise InputError(f"--{rejection.column}: {rejection.reason} {rejection.remedy}")
        if rejection.column in _HOLDS and rejection.value == defaults.holder:
            raise InputError(
                f'--whose: nobody on record is "{defaults.holder}". Give a name or an id, or add the person.'
            )


def evidence_in(parts: Iterable[Part]) -> tuple[str, ...]:
    """Kinds of evidence for ties that these rows are, in the order of the definitions."""
    found = set()
    for part in parts:
        if part.kind == "contacts":
            found |= set(pc.unique(pc.fill_null(part.cells.column("kind"), "contact")).to_pylist())
        elif part.kind == "posts":
            found |= {"team"} if part.cells.column("department_id").null_count < len(part.rows) else set()
        elif part.kind in _GIVES and len(part.rows):
            found.add(_GIVES[part.kind])
    return tuple(kind.name for kind in TIE_KINDS if kind.name in found)


def _known(store: Store, batches: tuple[Batch, ...]) -> dict[str, set[str]]:
    """Ids of statements that the store holds already about the things that these are about."""
    stored = _stored(store, [(made.kind, made.table) for made in batches])
    return {kind: set(table.column("id").to_pylist()) for kind, table in stored.items()}


def _stored(store: Store, told: Sequence[tuple[str, pa.Table]]) -> dict[str, pa.Table]:
    """By kind, the statements of the store that hold the first id of one of these; one round trip."""
    things: dict[tuple[str, str], set[str]] = {}
    for kind, table in told:
        column = KINDS[kind].lookups[0]
        things.setdefault((kind, column), set()).update(pc.drop_null(pc.unique(table.column(column))).to_pylist())
    found: dict[str, list[pa.Table]] = {kind: [] for kind, _ in things}
    for piece in store.neighbours(things) if things else ():
        found[piece.kind].append(piece.table)
    empty = {kind: schema(kind, stored=True).empty_table() for kind in found}
    return {kind: pa.concat_tables(tables) if tables else empty[kind] for kind, tables in found.items()}


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
