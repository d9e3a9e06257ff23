"""The built-in store: one SQLite file, no server.

Every write is one ``BEGIN IMMEDIATE`` transaction under write-ahead logging, so a process that dies in the middle
leaves the store as it was, and several processes may load at once. Each statement names the load that first brought
it; the loads that brought it again stand in ``again``, so that an undo takes away only what no other load says.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from graph.errors import InputError, NotFoundError, StoreError
from graph.statements import KINDS, Batch, schema
from graph.store import BATCH_ROWS, Added, Load, Wanted, check_wanted

FORMAT = 1  # of the file; a file of another format is refused, never guessed at
BUSY_SECONDS = 60  # how long a writer waits for another process
INDEX_LATER = 50_000  # rows: from here on it is faster to make the indexes after the rows, if most rows are new
PAGE_BYTES = 8192  # of a new file; half the pages to sort, check and copy in a large load
ROWS_AT_ONCE = 250_000  # rows that are looked up and sorted before they go in; a few hundred megabytes at most
ROWS_TOGETHER = 32  # rows that one INSERT takes


class SqliteStore:
    """Statements in one SQLite file; ``path`` may be a file that does not exist yet."""

    def __init__(self, path: str | Path) -> None:
        """Open or make the file; StoreError if it is no store of ours or cannot be opened."""
        self.address = str(path)
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        try:
            if self.address != ":memory:":
                Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise StoreError(f"{self.address} cannot be opened: {fault.strerror or fault}.") from fault
        with self._words():
            self._prepare()

    # reading

    def loads(self) -> list[Load]:
        with self._words():
            rows = self._db.execute("SELECT id, at, title, added, known FROM loads ORDER BY seq").fetchall()
        return [Load(*row) for row in rows]

    def version(self) -> int:
        with self._words():
            return int(self._db.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()[0])

    def read(self, kinds: Collection[str] | None = None, *, load: str | None = None) -> Iterator[Batch]:
        with self._words(), self._reading() as db:
            for kind in KINDS if kinds is None else kinds:
                if load is None:
                    yield from self._stream(db, kind, f"SELECT {_columns(kind)} FROM {kind} s ORDER BY s.id", ())
                else:
                    seq = self._seq(load)
                    sql = (
                        f"SELECT {_columns(kind)} FROM {kind} s WHERE s.load = ?1 UNION ALL "
                        f"SELECT {_columns(kind, 'a.row')} FROM again a JOIN {kind} s ON s.id = a.id "
                        f"WHERE a.load = ?1 AND a.kind = ?2 ORDER BY 1"
                    )
                    yield from self._stream(db, kind, sql, (seq, kind))

    def neighbours(self, wanted: Wanted) -> list[Batch]:
        check_wanted(wanted)
        found: list[Batch] = []
        with self._words(), self._reading() as db:
            for (kind, column), ids in wanted.items():
                among = f"s.{_quoted(column)} IN (SELECT value FROM json_each(?))"
                sql = f"SELECT {_columns(kind)} FROM {kind} s WHERE {among}"
                found += self._stream(db, kind, sql, (json.dumps(sorted(ids)),))
        return found

    def described(self, kind: str, ids: Collection[str]) -> set[str]:
        key = KINDS[kind].columns[0].name
        check_wanted({(kind, key): ids})
        sql = f"SELECT DISTINCT {key} FROM {kind} WHERE {key} IN (SELECT value FROM json_each(?))"
        with self._words(), self._reading() as db:
            return {row[0] for row in db.execute(sql, (json.dumps(list(ids)),))}

    # writing

    def add(self, load: Load, batches: Iterable[Batch]) -> Added:
        with self._words(), self._writing() as db:
            if db.execute("SELECT 1 FROM loads WHERE id = ?", (load.id,)).fetchone():
                raise InputError(f"There is a load {load.id} already.")
            seq = db.execute(
                "INSERT INTO loads (id, at, title, added, known) VALUES (?, ?, ?, 0, 0)", (load.id, load.at, load.title)
            ).lastrowid
            masks, so_far = list[np.ndarray](), Counter[str]()
            for together in _together(batches):
                so_far[together[0].kind] += sum(map(len, together))
                masks += self._insert(db, int(seq or 0), together, so_far[together[0].kind])
            _make_indexes(db)
            added = sum(int(mask.sum()) for mask in masks)
            known = sum(len(mask) for mask in masks) - added
            db.execute("UPDATE loads SET added = ?, known = ? WHERE seq = ?", (added, known, seq))
        return Added(Load(load.id, load.at, load.title, added, known), tuple(masks))

    def undo(self, load_id: str) -> int:
        gone = 0
        with self._words(), self._writing() as db:
            seq = self._seq(load_id)
            for kind in KINDS:
                later = "FROM again a WHERE a.kind = ?2 AND a.id = s.id AND a.load <> ?1 ORDER BY a.load LIMIT 1"
                db.execute(
                    f"UPDATE {kind} AS s SET row = (SELECT a.row {later}), load = (SELECT a.load {later}) "
                    f"WHERE s.load = ?1 AND EXISTS (SELECT 1 {later})",
                    (seq, kind),
                )
                db.execute(
                    f"DELETE FROM again WHERE kind = ?1 AND load = (SELECT s.load FROM {kind} s WHERE s.id = again.id)",
                    (kind,),
                )
                gone += db.execute(f"DELETE FROM {kind} WHERE load = ?", (seq,)).rowcount
            db.execute("DELETE FROM again WHERE load = ?", (seq,))
            db.execute("DELETE FROM loads WHERE seq = ?", (seq,))
        return gone

    def close(self) -> None:
        for connection in self._open:
            connection.close()
        self._open.clear()
        self._local = threading.local()

    # inside

    @property
    def _db(self) -> sqlite3.Connection:
        """The connection of this thread."""
        if not hasattr(self._local, "db"):
            db = sqlite3.connect(self.address, BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            db.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA secure_delete = ON")  # what is undone or erased leaves no bytes behind
            db.execute("PRAGMA cache_size = -262144")  # 256 MB: random ids stay in memory during a large load
            db.execute("PRAGMA temp_store = MEMORY")
            self._local.db = db
            self._open.append(db)
        return self._local.db

    def _prepare(self) -> None:
        found = self._db.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, FORMAT):
            raise StoreError(f"{self.address} was made by another version of Champion Finder (format {found}).")
        if found == FORMAT:
            self._make_room_for_new_kinds()
            return
        if self._db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            raise StoreError(f"{self.address} is a database, but none of Champion Finder. Give another file.")
        with self._writing() as db:
            if db.execute("PRAGMA user_version").fetchone()[0] == FORMAT:
                return  # another process was first
            db.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID")
            db.execute("INSERT INTO meta VALUES ('version', 0)")
            db.execute(
                "CREATE TABLE loads (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, "
                "at TEXT NOT NULL, title TEXT NOT NULL, added INTEGER NOT NULL, known INTEGER NOT NULL)"
            )
            db.execute(
                "CREATE TABLE again (load INTEGER, kind TEXT, id TEXT, row INTEGER, PRIMARY KEY (kind, id, load)) "
                "WITHOUT ROWID"
            )
            _make_tables(db)
            db.execute(f"PRAGMA user_version = {FORMAT}")

    def _make_room_for_new_kinds(self) -> None:
        """A file that is older than a kind gets its table when it is opened."""
        there = {name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if KINDS.keys() - there:
            with self._writing() as db:
                _make_tables(db)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.execute("UPDATE meta SET value = value + 1 WHERE name = 'version'")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """One moment of the store, for all that is read inside."""
        db = self._db
        inside = db.in_transaction
        if inside:  # a transaction of this thread is one moment anyway
            yield db
            return
        db.execute("BEGIN")
        try:
            yield db
        finally:
            if db.in_transaction:
                db.execute("COMMIT")

    @contextmanager
    def _words(self) -> Iterator[None]:
        """Say a fault of SQLite in words."""
        try:
            yield
        except sqlite3.Error as fault:
            raise StoreError(f"{self.address}: {_explain(fault)} Nothing was changed.") from fault

    def _seq(self, load_id: str) -> int:
        row = self._db.execute("SELECT seq FROM loads WHERE id = ?", (load_id,)).fetchone()
        if row is None:
            raise NotFoundError(f'There is no load "{load_id}". `champions loads` lists them.')
        return int(row[0])

    def _insert(self, db: sqlite3.Connection, seq: int, batches: list[Batch], so_far: int) -> list[np.ndarray]:
        """Insert the rows that are not known and note the others; return the masks of the new ones.

        ``batches``: of one kind; ``so_far``: how many rows of this kind the load has had, with these.
        """
        table, kind = pa.concat_tables([batch.table for batch in batches]), batches[0].kind
        ids = table.column("id").to_pylist()
        known = _known(db, kind, ids)
        many = so_far >= INDEX_LATER
        if many and _rows_at_most(db, kind) - (so_far - len(ids)) <= so_far:  # most rows will be new
            _drop_indexes(db, kind)
        new = _first_seen(ids, known)
        places = np.flatnonzero(new)
        if many:  # neighbours in the file are neighbours in the index
            places = places[np.argsort(_starts(ids)[places])]
        if len(places):
            _insert_all(db, seq, kind, table, places)
        if known:
            rows = table.column("row").to_pylist()
            db.executemany(
                "INSERT OR IGNORE INTO again (load, kind, id, row) VALUES (?, ?, ?, ?)",
                ((seq, kind, i, row) for i, row in zip(ids, rows, strict=True) if i in known),
            )
            db.execute(
                f"DELETE FROM again WHERE load = ? AND kind = ? AND id IN (SELECT id FROM {kind} WHERE load = ?)",
                (seq, kind, seq),
            )
        return np.split(new, np.cumsum([len(batch) for batch in batches])[:-1])

    def _stream(self, db: sqlite3.Connection, kind: str, sql: str, values: tuple[object, ...]) -> Iterator[Batch]:
        cursor = db.execute(sql, values)
        names = schema(kind, stored=True)
        while rows := cursor.fetchmany(BATCH_ROWS):
            columns = [
                pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), names, strict=True)
            ]
            yield Batch(kind, pa.Table.from_arrays(columns, schema=names))


def _columns(kind: str, row: str = "s.row") -> str:
    """The columns of ``schema(kind, stored=True)``, in SQL."""
    cells = ", ".join(f's."{name}"' for name in KINDS[kind].cells)
    return f"s.id, {row}, {cells}, (SELECT l.id FROM loads l WHERE l.seq = s.load), s.load"


def _together(batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    """Batches of one kind that follow each other, so many at once that sorting their rows pays."""
    waiting: list[Batch] = []
    for batch in batches:
        if waiting and (waiting[0].kind != batch.kind or sum(map(len, waiting)) >= ROWS_AT_ONCE):
            yield waiting
            waiting = []
        waiting.append(batch)
    if waiting:
        yield waiting


def _insert_all(db: sqlite3.Connection, seq: int, kind: str, table: pa.Table, places: np.ndarray) -> None:
    """Insert these rows, many with one statement and without the columns that nobody filled: that halves the time."""
    names = [name for name in ("id", "row", *KINDS[kind].cells) if table.column(name).null_count < len(table)]
    table = table.select(names).combine_chunks().take(pa.array(places))
    into = f"INSERT INTO {kind} (load, {', '.join(map(_quoted, names))}) VALUES "
    rows, left = zip(*(column.to_pylist() for column in table.columns), strict=True), len(table)
    for together in (ROWS_TOGETHER, 1):
        values = ", ".join([f"({seq}{', ?' * len(names)})"] * together)
        cells = chain.from_iterable(islice(rows, left // together * together))
        db.executemany(into + values, zip(*[cells] * (together * len(names)), strict=True))
        left %= together


def _first_seen(ids: list[str], known: set[str]) -> np.ndarray:
    """A mask of the ids that are not known and did not come before in this list."""
    mask = np.ones(len(ids), dtype=bool)
    if known:
        mask[:] = [i not in known for i in ids]
    if len(set(ids)) < len(ids):
        starts = _starts(ids)
        order = np.argsort(starts, kind="stable")
        again = np.flatnonzero(starts[order[1:]] == starts[order[:-1]])  # only ids that begin alike can be equal
        seen: set[str] = set()
        for place in np.unique(np.r_[order[again], order[again + 1]]).tolist():
            mask[place] &= ids[place] not in seen
            seen.add(ids[place])
    return mask


def _starts(ids: list[str]) -> np.ndarray:
    """The first eight digits of each id as a number that sorts like them."""
    return np.array(ids, dtype="S8").view(">u8").astype(np.uint64)


def _rows_at_most(db: sqlite3.Connection, kind: str) -> int:
    """No fewer rows than there are, without counting them."""
    return int(db.execute(f"SELECT coalesce(max(rowid), 0) FROM {kind}").fetchone()[0])


def _quoted(name: str) -> str:
    return f'"{name}"'


def _known(db: sqlite3.Connection, kind: str, ids: list[str]) -> set[str]:
    if db.execute(f"SELECT 1 FROM {kind} LIMIT 1").fetchone() is None:
        return set()
    sql = f"SELECT id FROM {kind} WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0] for row in db.execute(sql, (json.dumps(ids),))}


def _make_tables(db: sqlite3.Connection) -> None:
    for name, kind in KINDS.items():
        cells = ", ".join(f"{_quoted(cell)} TEXT" for cell in kind.cells)
        db.execute(
            f"CREATE TABLE IF NOT EXISTS {name} "
            f"(id TEXT PRIMARY KEY, row INTEGER NOT NULL, load INTEGER NOT NULL, {cells})"
        )
    _make_indexes(db)


def _make_indexes(db: sqlite3.Connection) -> None:
    for name, kind in KINDS.items():
        for column in kind.lookups:
            of = _quoted(column)
            db.execute(f"CREATE INDEX IF NOT EXISTS {name}_by_{column} ON {name} ({of}) WHERE {of} IS NOT NULL")
        db.execute(f"CREATE INDEX IF NOT EXISTS {name}_by_load ON {name} (load)")


def _drop_indexes(db: sqlite3.Connection, kind: str) -> None:
    for column in (*KINDS[kind].lookups, "load"):
        db.execute(f"DROP INDEX IF EXISTS {kind}_by_{column}")


def _explain(fault: sqlite3.Error) -> str:
    text = str(fault)
    if "disk is full" in text:
        return "The disk is full. Make room, then try again."
    if "locked" in text:
        return (
            f"Another program has been writing to it for more than {BUSY_SECONDS} seconds. Try again when it is done."
        )
    if "not a database" in text or "malformed" in text:
        return "This file is no store of Champion Finder, or it is damaged. Give another file."
    if "readonly" in text or "unable to open" in text:
        return "The file cannot be opened for writing. Check that the folder exists and that you may write there."
    return f"The store could not do that ({text})."
