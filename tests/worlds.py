"""Worlds for tests: rows as mappings, a store in memory, the worked example, and generated worlds (Hypothesis)."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby

import numpy as np
import pyarrow as pa

from graph import titles
from graph.statements import KINDS, Batch, batch, schema
from graph.store import Added, Load, Store, Wanted, check_wanted
from sample_data import ACCEPTANCE
from tests.plain_reference import Row

NOW = "2026-11-01T09:00:00+00:00"


def row(of: str, /, *, at: int = 2, load: int = 1, **cells: object) -> Row:
    """A row that everybody may see unless it says otherwise; ``klass`` stands for the column class."""
    if "klass" in cells:
        cells["class"] = cells.pop("klass")
    told = {"visibility": "open", **cells}
    return Row(of, {name: str(value) for name, value in told.items() if value not in (None, "")}, at, load)


def acceptance() -> list[Row]:
    """The rows of the worked example, as its files hold them."""
    rows = []
    for path in sorted(ACCEPTANCE.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, cells in enumerate(csv.DictReader(file), start=2):
                rows.append(Row(path.stem, {name: cell for name, cell in cells.items() if cell}, number))
    return rows


def said_in_title(title: str) -> tuple[str | None, str | None]:
    """Function and level of a title, for the plain reference."""
    labels = titles.classify(title)
    return labels.function, labels.level


def batches(rows: Iterable[Row]) -> list[Batch]:
    """Rows as batches, one a kind, each row with its own number."""
    of_kind: dict[str, list[dict[str, object]]] = {}
    for told in rows:
        of_kind.setdefault(told.kind, []).append({**told.cells, "row": told.row})
    return [batch(kind, cells) for kind, cells in of_kind.items()]


def fill(store: Store, rows: Iterable[Row], title: str = "a test") -> Store:
    """Load rows in the order of their loads; each load is named by its number."""
    for number, loaded in groupby(sorted(rows, key=lambda told: told.load), key=lambda told: told.load):
        store.add(Load(f"load-{number}", NOW, title), batches(loaded))
    return store


class MemoryStore:
    """The store protocol on tables in memory: what a property test of many worlds can afford."""

    address = ":tables:"

    def __init__(self) -> None:
        self._tables: dict[str, pa.Table] = {kind: schema(kind, stored=True).empty_table() for kind in KINDS}
        self._loads: list[Load] = []
        self.round_trips = 0

    def add(self, load: Load, batches: Iterable[Batch]) -> Added:
        seq, masks = int(load.id.rpartition("-")[2]), []
        for part in batches:
            known = set(self._tables[part.kind].column("id").to_pylist())
            ids = part.table.column("id").to_pylist()
            new = np.array([i not in known and i not in ids[:place] for place, i in enumerate(ids)], bool)
            fresh = part.table.filter(pa.array(new))
            size = len(fresh)
            columns = [*fresh.columns, pa.array([load.id] * size, pa.string()), pa.array([seq] * size, pa.int32())]
            stored = pa.Table.from_arrays(columns, schema=schema(part.kind, stored=True))
            self._tables[part.kind] = pa.concat_tables([self._tables[part.kind], stored]).combine_chunks()
            masks.append(new)
        self._loads.append(load)
        return Added(load, tuple(masks))

    def undo(self, load_id: str) -> int:
        raise NotImplementedError

    def loads(self) -> list[Load]:
        return self._loads

    def read(self, kinds: Collection[str] | None = None, *, load: str | None = None) -> Iterator[Batch]:
        for kind in KINDS if kinds is None else kinds:
            if len(self._tables[kind]):
                yield Batch(kind, self._tables[kind])

    def neighbours(self, wanted: Wanted) -> list[Batch]:
        check_wanted(wanted)
        self.round_trips += 1
        found = []
        for (kind, column), ids in wanted.items():
            wanted_ids, table = set(ids), self._tables[kind]
            places = [n for n, i in enumerate(table.column(column).to_pylist()) if i is not None and i in wanted_ids]
            if places:
                found.append(Batch(kind, table.take(pa.array(places))))
        return found

    def version(self) -> int:
        return len(self._loads)

    def close(self) -> None:
        pass


def in_memory(rows: Iterable[Row]) -> MemoryStore:
    """A store in memory that holds these rows."""
    store = MemoryStore()
    fill(store, rows)
    return store


def without(rows: Iterable[Row], kind: str, **cells: str) -> list[Row]:
    """All rows but those of this kind with these cells."""
    return [r for r in rows if r.kind != kind or any(r[name] != cell for name, cell in cells.items())]


def changed(rows: Iterable[Row], kind: str, where: Mapping[str, str], **cells: str) -> list[Row]:
    """The same rows, those of this kind that match ``where`` with other cells."""
    return [
        Row(r.kind, {**r.cells, **cells}, r.row, r.load)
        if r.kind == kind and all(r[name] == cell for name, cell in where.items())
        else r
        for r in rows
    ]
