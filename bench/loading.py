"""Contacts from a CSV file into arrays and into SQLite, beside a bare parse and a bare insert of the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from pyarrow import csv

from bench.figures import Figure, seconds, span
from bench.setting import Setting
from graph.sqlite_store import SqliteStore
from graph.statements import of_cells
from graph.store import Load


def arrays(setting: Setting) -> Iterator[Figure]:
    yield from ()


def sqlite(setting: Setting) -> Iterator[Figure]:
    """The whole load of the contacts file beside ``executemany`` of the same rows, ready as tuples."""
    path = setting.files / "contacts.csv"
    rows = list(zip(*(column.to_pylist() for column in _parse(path).columns), strict=True))
    bare = seconds(lambda: _bare_insert(setting, rows), 3)
    del rows
    cells = setting.region.tables["contacts"]

    def load() -> None:
        store = SqliteStore(_fresh(setting, "ours.db"))
        numbers = pa.array(np.arange(2, len(cells) + 2, dtype=np.int32))
        store.add(Load("contacts", "2026-06-01T00:00:00Z", "benchmark"), [of_cells("contacts", cells, numbers)])
        store.close()

    ours = seconds(load, 3)
    yield Figure(
        "sqlite", f"{len(cells):,} contact rows", span(ours), f"bare executemany: {span(bare)}", ours / bare, 3
    )


def _parse(path) -> pa.Table:
    return csv.read_csv(path)


def _bare_insert(setting: Setting, rows: list[tuple[object, ...]]) -> None:
    db = sqlite3.connect(_fresh(setting, "bare.db"), isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute(f"CREATE TABLE rows ({', '.join(f'c{n} TEXT' for n in range(len(rows[0])))})")
    db.execute("BEGIN")
    db.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * len(rows[0]))})", rows)
    db.execute("COMMIT")
    db.close()


def _fresh(setting: Setting, name: str) -> str:
    for old in setting.folder.glob(f"{name}*"):
        old.unlink()
    return str(setting.folder / name)
