"""Contacts from a CSV file into arrays and into SQLite, beside a bare parse and a bare insert of the same rows."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pyarrow import csv

from bench.figures import Figure, beside, seconds, span
from bench.setting import Setting
from graph.sqlite_store import SqliteStore
from graph.statements import KINDS
from loaders.plan import Plan, plan
from loaders.reading import Defaults, InputFile, Reading
from loaders.templates import TableSource

KIND = "contacts"


def arrays(setting: Setting) -> Iterator[Figure]:
    """The contacts file into checked arrays: encoding, width of rows, quotation marks, every cell by its type."""
    path = _contacts(setting)
    rows = sum(reading.rows_read for reading in _read(path))
    ours, bare, ratio = beside(lambda: _read(path), lambda: csv.read_csv(path), setting.repeats)
    yield Figure(
        "arrays",
        f"{rows:,} contact rows from CSV into checked arrays",
        span(ours),
        f"pyarrow.csv, no checks: {span(bare)}",
        ratio,
        5,
    )


def sqlite(setting: Setting) -> Iterator[Figure]:
    """The contacts file into a store that knows the people, from bytes to report, beside bare inserts of its rows."""
    path = _contacts(setting)
    known = _store_of_all_but(setting, path)
    planned: list[Plan] = []

    def prepare() -> None:
        shutil.copy(known, _fresh(setting, "ours.db"))

    def load() -> None:
        store = SqliteStore(setting.folder / "ours.db")
        planned[:] = [plan([path], store, Defaults())]
        report = planned[0].commit()
        store.close()
        assert report.load and not report.rejections

    prepare()
    load()
    batch = planned.pop().batches[0]
    cells = [batch.table.column(name).to_pylist() for name in ("id", "row", *KINDS[KIND].cells)]
    rows = list(zip(*cells, strict=True))
    ours, bare, ratio = beside(load, lambda: _bare_insert(setting, rows), min(setting.repeats, 3), before=prepare)
    filled = [column for column in cells if any(cell is not None for cell in column)]
    narrow = list(zip(*filled[2:], strict=True))
    fewer = seconds(lambda: _bare_insert(setting, narrow), min(setting.repeats, 3))
    yield Figure(
        "sqlite",
        f"{len(rows):,} contact rows from CSV into SQLite: checks, look-up of ids, identity, indexes, report",
        span(ours),
        f"executemany of the same rows and columns, no index: {span(bare)}",
        ratio,
        3,
        note=f"executemany of the {len(filled) - 2} cells alone that the file fills: {span(fewer)}, "
        f"which makes it {ours / fewer:.1f} times",
    )


def _contacts(setting: Setting) -> Path:
    return setting.files / f"{KIND}.csv"


def _read(path: Path) -> list[Reading]:
    return list(TableSource().read(InputFile(path.name, path.read_bytes()), Defaults()))


def _store_of_all_but(setting: Setting, left_out: Path) -> Path:
    """A store with all files but one, closed."""
    path = Path(_fresh(setting, "known.db"))
    store = SqliteStore(path)
    others = [file for file in sorted(setting.files.glob("*.csv")) if file != left_out]
    plan(others, store, Defaults()).commit()
    store.close()
    return path


def _bare_insert(setting: Setting, rows: list[tuple[object, ...]]) -> None:
    db = sqlite3.connect(_fresh(setting, "bare.db"), isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute(f"CREATE TABLE rows ({', '.join(f'c{n}' for n in range(len(rows[0])))})")
    db.execute("BEGIN")
    db.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * len(rows[0]))})", rows)
    db.execute("COMMIT")
    db.close()


def _fresh(setting: Setting, name: str) -> str:
    for old in setting.folder.glob(f"{name}*"):
        old.unlink()
    return str(setting.folder / name)
