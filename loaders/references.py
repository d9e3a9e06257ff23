"""Does every id that a row names stand for something on record?

An organisation may be named instead: a sure name becomes an id, else the row is rejected with what may be meant.
Rejecting a row that describes something rejects the rows that name it, and so on until nothing changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.statements import DESCRIBES, KINDS, Column
from graph.store import Store
from loaders.councils import CouncilFinder, Match
from loaders.on_record import OnRecord
from loaders.organisation_names import TODAY, Days, OrganisationNames
from loaders.parts import Part, days_of_rows, naming
from loaders.reading import Reading
from loaders.rejection import Rejection
from loaders.row_days import days_of

_MENDED_BY = "Correct the cell, or add a row to {}."


class References:
    """The rows of one load, beside all that they may name: in the load, in the store, in the register of councils."""

    def __init__(
        self,
        readings: Iterable[Reading],
        parts: list[Part],
        store: Store,
        finder: CouncilFinder | None = None,
        who: Collection[str] = (),
    ):
        """``finder`` replaces the register and the names on record, as tests do; ``who`` loads: see ``owners_of``."""
        self.parts, self._readings = parts, tuple(readings)
        self._on_record = OnRecord(store)
        self._names = OrganisationNames(parts, self._on_record, store, finder, who)
        self._rejected: dict[tuple[str, str], str] | None = None  # (thing, id) -> the rejected row that describes it

    @property
    def register_rows(self) -> Mapping[str, Mapping[str, str]]:
        """Rows of the council register that join the load, by id."""
        return self._on_record.register_rows

    @property
    def doubts(self) -> Mapping[str, Match]:
        """What the name of an organisation that was made from it may mean besides, by id."""
        return self._names.doubts

    def settle(self) -> None:
        """Reject what names nothing, until every id that is left stands for something."""
        for part in self.parts:
            self._reject_told_twice(part)
        self._drop_whole_rows()
        lost = set(DESCRIBES)
        while lost:
            self._rejected = None
            self._on_record.look_at(self.parts)
            before = {id(part): len(part.rows) for part in self.parts}
            for part in tuple(self.parts):  # names that are new become parts of their own
                self._check(part, lost)
            self._drop_whole_rows()
            fewer = [part for part in self.parts if len(part.rows) < before.get(id(part), 0)]
            lost = {part.describes[0] for part in fewer if part.describes}

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
                unknown = self._names.read(part, column, unknown)
                if unknown and part.names_found and column in KINDS[part.kind].columns:
                    self._names.make(part, column, unknown)
                    continue
            if unknown:
                self._reject_unknown(part, column, unknown)

    def _unknown(self, column: Column, cells: pa.ChunkedArray) -> set[str]:
        """The ids in a column that stand for nothing."""
        distinct = pc.drop_null(pc.unique(cells))
        if column.type == "ids":
            distinct = pc.unique(pc.list_flatten(pc.split_pattern(distinct, "|")))
        return self._on_record.unknown(str(column.names), distinct)

    # rejections

    def _reject_unknown(self, part: Part, column: Column, unknown: set[str]) -> None:
        cells = part.cells.column(column.name)
        bad = naming(cells, unknown)
        days = days_of_rows(part, column, self.parts)
        for place in np.flatnonzero(bad):
            value = cells[int(place)].as_py()
            wrong = next(i for i in value.split("|") if i in unknown) if column.type == "ids" else value
            said = self._say(column, wrong, TODAY if days is None else days_of(days[int(place)].as_py()))
            part.rejections.append(Rejection(part.file, int(part.rows[place]), column.name, wrong, *said))
        part.drop(bad)

    def _say(self, column: Column, value: str, days: Days) -> tuple[str, str]:
        thing = str(column.names)
        file = f"{DESCRIBES[thing]}.csv"
        if row := self._rejected_rows().get((thing, value)):
            return f'{thing.capitalize()} "{value}" is described by {row}, which is rejected.', "Mend that row first."
        if thing == "organisation":
            of_day = self._names.meaning_told(value, days) if days != TODAY else None
            match = of_day or self._names.meaning_told(value, TODAY)
            near = " or ".join(f"{name} ({id_})" for name, id_ in (match.suggestions[:3] if match else ()))
            meant = f"Did you mean {near}? " if near else ""
            reason = of_day.reason if of_day else f'"{value}" is no organisation on record.'
            return reason, meant + _MENDED_BY.format(file)
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
        if not part.describes or part.kind == "notices" or part.names_found or part.exported:
            return
        name = part.describes[1]
        counts = pc.value_counts(part.cells.column(name))
        twice = {item["values"] for item in counts.filter(pc.greater(counts.field("counts"), 1)).to_pylist()}
        if not twice:
            return
        seen: dict[str, tuple[int, tuple[object, ...]]] = {}
        bad = np.zeros(len(part.rows), bool)
        places = np.flatnonzero(naming(part.cells.column(name), twice))
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
