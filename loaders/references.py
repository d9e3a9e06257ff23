"""Does every id that a row names stand for something on record? And which council does a name mean?

An organisation may be named instead: the council register, and the names in these files and in the store, say which one
it is, or the row is rejected with what may be meant. Rejecting a row that describes something rejects the rows that
name it, and so on until nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.statements import DESCRIBES, KINDS, Column
from graph.store import Store
from loaders.councils import CouncilFinder, Match, OtherOrganisation
from loaders.reading import Reading
from loaders.rejection import Rejection

_TEXT = pa.string()
_MENDED_BY = "Correct the cell, or add a row to {}."


@dataclass
class Part:
    """Rows of one kind out of one file, on their way into a load."""

    file: str
    kind: str
    cells: pa.Table
    rows: np.ndarray
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def describes(self) -> tuple[str, str] | None:
        """The thing that these rows describe, and the column of its id."""
        kind = KINDS[self.kind]
        return (kind.describes, kind.columns[0].name) if kind.describes else None

    def drop(self, bad: np.ndarray) -> None:
        """Take the rows of a mask out."""
        self.cells, self.rows = self.cells.filter(pa.array(~bad)), self.rows[~bad]


class References:
    """What is on record: in the parts of this load, in the store, and in the register of councils."""

    def __init__(self, readings: Iterable[Reading], parts: list[Part], store: Store, finder: CouncilFinder | None):
        """``finder`` replaces the register and the names on record, as tests do."""
        self.parts, self.register_rows = parts, dict[str, Mapping[str, str]]()
        self._readings, self._store, self._finder = tuple(readings), store, finder
        self._stored: dict[str, set[str]] = {thing: set() for thing in DESCRIBES}
        self._asked: dict[str, set[str]] = {thing: set() for thing in DESCRIBES}
        self._meant: dict[str, Match] = {}
        self._here: dict[str, pa.Array] = {}
        self._rejected: dict[tuple[str, str], str] | None = None  # (thing, id) -> the rejected row that describes it

    def settle(self) -> None:
        """Reject what names nothing, until every id that is left stands for something."""
        for part in self.parts:
            self._reject_told_twice(part)
        self._drop_whole_rows()
        lost = set(DESCRIBES)
        while lost:
            self._rejected = None
            self._here = {thing: self._described(thing) for thing in DESCRIBES}
            before = {id(part): len(part.rows) for part in self.parts}
            for part in self.parts:
                self._check(part, lost)
            self._drop_whole_rows()
            fewer = [part for part in self.parts if len(part.rows) < before[id(part)]]
            lost = {part.describes[0] for part in fewer if part.describes}

    def _described(self, thing: str) -> pa.Array:
        """The ids of one thing that rows of this load describe."""
        told = [(part, part.describes) for part in self.parts]
        found = [part.cells.column(key[1]) for part, key in told if key and key[0] == thing]
        extra = pa.chunked_array([pa.array(list(self.register_rows) if thing == "organisation" else [], _TEXT)])
        chunks = [chunk for column in (*found, extra) for chunk in column.chunks]
        return pc.unique(pa.chunked_array(chunks, _TEXT))

    def _check(self, part: Part, lost: set[str]) -> None:
        """Look at each column of ids of these things."""
        own = part.describes[1] if part.describes else None
        for column in KINDS[part.kind].all_columns:
            if column.names not in lost or column.name == own:
                continue
            cells = part.cells.column(column.name)
            if cells.null_count == len(cells):
                continue
            unknown = self._unknown(column, cells)
            if unknown and column.names == "organisation":
                unknown = self._read_names(part, column, unknown)
            if unknown:
                self._reject_unknown(part, column, unknown)

    def _unknown(self, column: Column, cells: pa.ChunkedArray) -> set[str]:
        """The ids in a column that stand for nothing; the store is asked only for those that this load lacks."""
        thing = str(column.names)
        distinct = pc.drop_null(pc.unique(cells))
        if column.type == "ids":
            distinct = pc.unique(pc.list_flatten(pc.split_pattern(distinct, "|")))
        missing = distinct.filter(pc.invert(pc.is_in(distinct, value_set=self._here[thing])))
        return self._not_stored(thing, set(missing.to_pylist()))

    def _not_stored(self, thing: str, ids: set[str]) -> set[str]:
        if asked := ids - self._asked[thing]:
            self._stored[thing] |= self._store.described(DESCRIBES[thing], asked)
            self._asked[thing] |= asked
        return ids - self._stored[thing]

    # names of organisations

    def _read_names(self, part: Part, column: Column, unknown: set[str]) -> set[str]:
        """Put ids in the place of names that are sure; return what is not."""
        sure: dict[str, str] = {}
        for text in sorted(unknown):
            match = self._meant.setdefault(text, self._names().find(text))
            id_ = match.organisation_id
            if id_ is None or not self._on_record(id_, match):
                continue
            sure[text] = id_
            if text != id_:
                part.notes.append(f'"{text}" was read as {id_} ({match.how}). {match.reason}')
        if sure:
            place = part.cells.schema.get_field_index(column.name)
            part.cells = part.cells.set_column(place, column.name, _replaced(part.cells.column(column.name), sure))
        return unknown - set(sure)

    def _on_record(self, organisation_id: str, match: Match) -> bool:
        """Whether this organisation is described, or the register describes it, whose row then joins the load."""
        if pc.is_in(pa.scalar(organisation_id), value_set=self._here["organisation"]).as_py():
            return True
        if not self._not_stored("organisation", {organisation_id}):
            return True
        if match.register_row:
            self.register_rows[organisation_id] = match.register_row
        return match.register_row is not None

    def _names(self) -> CouncilFinder:
        """The register together with the organisations of this load and of the store."""
        if self._finder is None:
            stored = [other for batch in self._store.read(("organisations",)) for other in _others(batch.table)]
            here = [other for part in self.parts if part.kind == "organisations" for other in _others(part.cells)]
            self._finder = CouncilFinder(others=[*stored, *here])
        return self._finder

    # rejections

    def _reject_unknown(self, part: Part, column: Column, unknown: set[str]) -> None:
        cells = part.cells.column(column.name)
        bad = _naming(cells, unknown)
        for place in np.flatnonzero(bad):
            value = cells[int(place)].as_py()
            wrong = next(i for i in value.split("|") if i in unknown) if column.type == "ids" else value
            said = self._say(column, wrong)
            part.rejections.append(Rejection(part.file, int(part.rows[place]), column.name, wrong, *said))
        part.drop(bad)

    def _say(self, column: Column, value: str) -> tuple[str, str]:
        thing = str(column.names)
        file = f"{DESCRIBES[thing]}.csv"
        if row := self._rejected_rows().get((thing, value)):
            return f'{thing.capitalize()} "{value}" is described by {row}, which is rejected.', "Mend that row first."
        if thing == "organisation":
            match = self._meant.get(value)
            near = " or ".join(f"{name} ({id_})" for name, id_ in (match.suggestions[:3] if match else ()))
            meant = f"Did you mean {near}? " if near else ""
            return f'"{value}" is no organisation on record.', meant + _MENDED_BY.format(file)
        return f'{thing.capitalize()} "{value}" is not in {file}.', f"Add the {thing} there, or correct the id."

    def _rejected_rows(self) -> dict[tuple[str, str], str]:
        """Where things are described by rows that are rejected; made when first asked for, anew in each round."""
        if self._rejected is not None:
            return self._rejected
        found = self._rejected = {}
        for reading in self._readings:
            kind = KINDS.get(reading.kind)
            if reading.sheet is None or kind is None or kind.describes is None:
                continue
            told = [r for part in self.parts if part.file == reading.file for r in part.rejections]
            bad = {r.row for r in (*reading.rejections, *told)}
            for row, value in reading.sheet.values(kind.columns[0].name, bad):
                found[(kind.describes, value)] = f"{reading.file}, row {row}"
        return found

    def _reject_told_twice(self, part: Part) -> None:
        """The same id told twice with different cells in one file: the later row cannot stand."""
        if not part.describes or part.kind == "notices":
            return
        name = part.describes[1]
        counts = pc.value_counts(part.cells.column(name))
        twice = {item["values"] for item in counts.filter(pc.greater(counts.field("counts"), 1)).to_pylist()}
        if not twice:
            return
        seen: dict[str, tuple[int, tuple[object, ...]]] = {}
        bad = np.zeros(len(part.rows), bool)
        places = np.flatnonzero(_naming(part.cells.column(name), twice))
        for place, cells in zip(places, part.cells.take(pa.array(places)).to_pylist(), strict=True):
            row, told = int(part.rows[place]), tuple(cells.values())
            first, before = seen.setdefault(cells[name], (row, told))
            if before != told:
                bad[place] = True
                reason = f"Row {row} has the same `{name}` ({cells[name]}) as row {first}, with other cells."
                remedy = "Give one of them a new id, or delete one row."
                part.rejections.append(Rejection(part.file, row, name, cells[name], reason, remedy))
        part.drop(bad)

    def _drop_whole_rows(self) -> None:
        """A row that gives several statements is used whole or not at all."""
        for file in {part.file for part in self.parts}:
            parts = [part for part in self.parts if part.file == file]
            bad = [rejection.row for part in parts for rejection in part.rejections]
            for part in parts if bad and len(parts) > 1 else ():
                part.drop(np.isin(part.rows, bad))


def _naming(cells: pa.ChunkedArray, ids: set[str]) -> np.ndarray:
    """Which rows name one of these ids."""
    naming = [v for v in pc.unique(cells).to_pylist() if v is not None and not ids.isdisjoint((v, *v.split("|")))]
    return pc.is_in(cells, value_set=pa.array(naming, _TEXT)).to_numpy()


def _replaced(cells: pa.ChunkedArray, ids: Mapping[str, str]) -> pa.Array:
    values = {v: "|".join(ids.get(i, i) for i in v.split("|")) for v in pc.unique(cells).to_pylist() if v is not None}
    return pa.array([None if value is None else values[value] for value in cells.to_pylist()], _TEXT)


def _others(table: pa.Table) -> Iterable[OtherOrganisation]:
    columns = ("organisation_id", "name", "kind", "aliases", "starts", "ends")
    for id_, name, kind, aliases, starts, ends in zip(*(table.column(c).to_pylist() for c in columns), strict=True):
        days = [date.fromisoformat(day) if day else None for day in (starts, ends)]
        yield OtherOrganisation(id_, name, kind, tuple(aliases.split("|")) if aliases else (), days[0], days[1])
