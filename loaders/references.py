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
from loaders.reading import Rejection


@dataclass
class Part:
    """Rows of one kind out of one file, on their way into a load."""

    file: str
    kind: str
    cells: pa.Table
    rows: np.ndarray
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def reject(self, bad: np.ndarray, rejections: Iterable[Rejection]) -> None:
        """Take the rows of a mask out, with their reasons."""
        self.rejections.extend(rejections)
        self.cells, self.rows = self.cells.filter(pa.array(~bad)), self.rows[~bad]


class References:
    """What is on record: in the parts of this load, in the store, and in the register of councils."""

    def __init__(self, parts: list[Part], store: Store, finder: CouncilFinder | None) -> None:
        """``finder`` replaces the register and the names on record, as tests do."""
        self.parts, self._store, self._finder = parts, store, finder
        self._stored: dict[str, set[str]] = {}
        self._absent: dict[str, set[str]] = {}
        self._meant: dict[str, Match] = {}
        self.register_rows: dict[str, Mapping[str, str]] = {}

    def settle(self) -> None:
        """Reject what names nothing, until every id that is left stands for something."""
        for part in self.parts:
            self._reject_told_twice(part)
        changed = True
        while changed:
            described = self._described()
            changed = any([self._check(part, described) for part in self.parts])

    def _described(self) -> dict[str, set[str]]:
        """Ids that rows of this load describe, by thing."""
        described: dict[str, set[str]] = {thing: set() for thing in DESCRIBES}
        for part in self.parts:
            if thing := KINDS[part.kind].describes:
                described[thing] |= _ids(part.cells.column(KINDS[part.kind].columns[0].name))
        described["organisation"] |= set(self.register_rows)
        return described

    def _check(self, part: Part, described: dict[str, set[str]]) -> bool:
        """Look at each id column of a part; True if a row went or a name was read as an id."""
        before = len(part.rows)
        for column in KINDS[part.kind].all_columns:
            if column.names is None or (KINDS[part.kind].describes and column is KINDS[part.kind].columns[0]):
                continue
            unknown = self._unknown(_ids(part.cells.column(column.name)), column.names, described)
            if unknown and column.names == "organisation":
                unknown = self._read_names(part, column, unknown, described)
            if unknown:
                self._reject_unknown(part, column, unknown)
        return len(part.rows) < before

    def _unknown(self, ids: set[str], thing: str, described: dict[str, set[str]]) -> set[str]:
        unknown = ids - described[thing] - self._stored.setdefault(thing, set())
        asked = unknown - self._absent.setdefault(thing, set())
        if asked:
            kind = DESCRIBES[thing]
            key = KINDS[kind].columns[0].name
            for batch in self._store.neighbours({(kind, key): asked}):
                self._stored[thing] |= _ids(batch.table.column(key))
            self._absent[thing] |= asked - self._stored[thing]
        return unknown - self._stored[thing]

    def _read_names(self, part: Part, column: Column, unknown: set[str], described: dict[str, set[str]]) -> set[str]:
        """Put ids in the place of names that are sure; return what is not."""
        sure: dict[str, str] = {}
        for text in sorted(unknown):
            match = self._meant[text] = self._meant.get(text) or self._names().find(text)
            if match.organisation_id is None:
                continue
            sure[text] = match.organisation_id
            if self._unknown({match.organisation_id}, "organisation", described) and match.register_row:
                self.register_rows[match.organisation_id] = match.register_row
                described["organisation"].add(match.organisation_id)
            if text != match.organisation_id:
                part.notes.append(f'"{text}" was read as {match.organisation_id} ({match.how}). {match.reason}')
        if sure:
            place = part.cells.schema.get_field_index(column.name)
            part.cells = part.cells.set_column(place, column.name, _replaced(part.cells.column(column.name), sure))
        return unknown - set(sure)

    def _names(self) -> CouncilFinder:
        """The register together with the organisations of this load and of the store."""
        if self._finder is None:
            others = [*self._organisations_stored(), *self._organisations_here()]
            self._finder = CouncilFinder(others=others)
        return self._finder

    def _organisations_here(self) -> Iterable[OtherOrganisation]:
        for part in self.parts:
            if part.kind == "organisations":
                yield from _others(part.cells)

    def _organisations_stored(self) -> Iterable[OtherOrganisation]:
        for batch in self._store.read(("organisations",)):
            yield from _others(batch.table)

    def _reject_unknown(self, part: Part, column: Column, unknown: set[str]) -> None:
        cells = part.cells.column(column.name)
        bad = _naming(cells, unknown)
        found = []
        for place in np.flatnonzero(bad):
            value = cells[int(place)].as_py()
            wrong = next(i for i in value.split("|") if i in unknown) if column.type == "ids" else value
            reason, remedy = self._say(column, wrong)
            found.append(Rejection(part.file, int(part.rows[place]), column.name, wrong, reason, remedy))
        part.reject(bad, found)

    def _say(self, column: Column, value: str) -> tuple[str, str]:
        file = f"{DESCRIBES[column.names or '']}.csv"
        if column.names == "organisation":
            match = self._meant.get(value)
            near = " or ".join(f"{name} ({id_})" for name, id_ in (match.suggestions[:3] if match else ()))
            meant = f"Did you mean {near}? " if near else ""
            return f'"{value}" is no organisation on record.', f"{meant}Correct the cell, or add a row to {file}."
        return (
            f'{(column.names or "").capitalize()} "{value}" is not in {file}.',
            f"Add a row for it to {file}, or correct the id.",
        )

    def _reject_told_twice(self, part: Part) -> None:
        """The same id told twice with different cells in one file: the later row cannot stand."""
        kind = KINDS[part.kind]
        if not kind.describes or part.kind == "notices":
            return
        name = kind.columns[0].name
        counts = pc.value_counts(part.cells.column(name))
        twice = {item["values"] for item in counts.filter(pc.greater(counts.field("counts"), 1)).to_pylist()}
        if not twice:
            return
        seen: dict[str, tuple[int, tuple[object, ...]]] = {}
        bad, found = np.zeros(len(part.rows), bool), []
        places = np.flatnonzero(_naming(part.cells.column(name), twice))
        for place, cells in zip(places, part.cells.take(pa.array(places)).to_pylist(), strict=True):
            told = tuple(cells.values())
            first, before = seen.setdefault(cells[name], (int(part.rows[place]), told))
            if before != told:
                bad[place] = True
                reason = f"Row {part.rows[place]} has the same {name} ({cells[name]}) as row {first}, with other cells."
                remedy = "Give one of them a new id, or delete one row."
                found.append(Rejection(part.file, int(part.rows[place]), name, cells[name], reason, remedy))
        part.reject(bad, found)


def _ids(cells: pa.ChunkedArray) -> set[str]:
    """The different ids in a column, lists taken apart."""
    found: set[str] = set()
    for value in pc.unique(cells).to_pylist():
        if value is not None:
            found.update(value.split("|") if "|" in value else (value,))
    return found


def _naming(cells: pa.ChunkedArray, ids: set[str]) -> np.ndarray:
    """Which rows name one of these ids."""
    naming = [v for v in pc.unique(cells).to_pylist() if v is not None and not ids.isdisjoint(v.split("|"))]
    return pc.is_in(cells, value_set=pa.array(naming, pa.string())).to_numpy()


def _replaced(cells: pa.ChunkedArray, ids: Mapping[str, str]) -> pa.Array:
    values = {v: "|".join(ids.get(i, i) for i in v.split("|")) for v in pc.unique(cells).to_pylist() if v is not None}
    return pa.array([None if value is None else values[value] for value in cells.to_pylist()], pa.string())


def _others(table: pa.Table) -> Iterable[OtherOrganisation]:
    columns = ("organisation_id", "name", "kind", "aliases", "starts", "ends")
    for id_, name, kind, aliases, starts, ends in zip(*(table.column(c).to_pylist() for c in columns), strict=True):
        days = [date.fromisoformat(day) if day else None for day in (starts, ends)]
        yield OtherOrganisation(id_, name, kind, tuple(aliases.split("|")) if aliases else (), days[0], days[1])
