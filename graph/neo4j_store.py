"""The shared store: a Neo4j server (5.26 or later, or Aura) that many people use.

Neo4j keeps a transaction in memory, at several kB a row, so a load is written in pages and shown by one small
transaction at its end: until then it is hidden from every reader, and so is one that is being taken back. A writer
holds the store by an open transaction, which ends with its process; the next writer takes back what a dead one left.
Every question goes to a reader. Community edition gives all users full rights: visibility is the view's.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import neo4j
import numpy as np
import pyarrow as pa

from graph import neo4j_pages as pages
from graph import neo4j_shape as shape
from graph.errors import ChampionFinderError, InputError, NotFoundError, StoreError
from graph.neo4j_cypher import cypher, finds, reads, schema
from graph.neo4j_faults import check_address, in_words, is_lock_timeout
from graph.neo4j_measures import LONG_SECONDS, DataScience
from graph.neo4j_pages import PAGE_ROWS, Place, Row
from graph.statements import KINDS, Batch
from graph.statements import schema as columns_of
from graph.store import BATCH_ROWS, Added, Load, Wanted, check_wanted

FORMAT = 1  # of the graph; another one is refused, never guessed at
CONNECTION_SECONDS = 5.0
ACQUISITION_SECONDS = 8.0  # without it a silent server keeps one waiting for two minutes
BUSY_SECONDS = 60  # how long a writer waits for another, where the server itself gives up sooner
STALE_SECONDS = 30.0  # a connection idle for longer is tried before it is used
TRIES = 3  # of a look-up that an undo came between


class Neo4jStore:
    """Statements in a Neo4j database. ``round_trips`` counts the queries since it was opened."""

    def __init__(
        self, address: str, *, user: str | None = None, password: str | None = None, database: str | None = None
    ) -> None:
        """Connect; user, password and database by default from NEO4J_USER, NEO4J_PASSWORD and NEO4J_DATABASE.

        InputError if the address or the password cannot be used, StoreError if there is no answer within about ten
        seconds, or if the database holds what is not ours.
        """
        check_address(address)
        self.address = address
        self._database = database or os.environ.get("NEO4J_DATABASE") or None
        login = (user or os.environ.get("NEO4J_USER") or "neo4j", password or os.environ.get("NEO4J_PASSWORD") or "")
        with in_words(address):
            self._driver = neo4j.GraphDatabase.driver(
                address,
                auth=login,
                connection_timeout=CONNECTION_SECONDS,
                connection_write_timeout=ACQUISITION_SECONDS,
                connection_acquisition_timeout=ACQUISITION_SECONDS,
                max_transaction_retry_time=CONNECTION_SECONDS,
                liveness_check_timeout=STALE_SECONDS,
                telemetry_disabled=True,
                notifications_min_severity="OFF",
            )
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        self.round_trips = 0
        try:
            self._prepare()
        except BaseException:
            self._driver.close()
            raise

    # reading

    def loads(self) -> list[Load]:
        return [Load(r["id"], r["at"], r["title"], r["added"], r["known"]) for r in self._ask(cypher("list_loads"))]

    def version(self) -> int:
        return int(self._state()["version"])

    def read(self, kinds: Collection[str] | None = None, *, load: str | None = None) -> Iterator[Batch]:
        state = self._state()
        values: Row = {"last": state["last"], "hidden": state["hidden"]}
        if load is not None:
            values = {"seq": self._seq(load)}
        for kind in KINDS if kinds is None else kinds:
            texts = reads(kind, of_load=load is not None)
            yield from _batches(kind, self._stream(texts, values | {"file": kind}))
        if self._state()["undone"] != state["undone"]:  # later loads are left out, but nothing keeps what goes
            raise StoreError(f"A load was undone while {self.address} was read. Try again.")

    def neighbours(self, wanted: Wanted) -> list[Batch]:
        check_wanted(wanted)
        text, values = finds(wanted)
        for _ in range(TRIES):
            begin, *records, end = self._ask(text, **values)
            if begin["cells"]["undone"] == end["cells"]["undone"]:
                break
        last, hidden = begin["cells"]["last"], begin["cells"]["hidden"]
        found: dict[str, list[Row]] = {}
        for record in records:
            if record["cells"]["seq"] <= last and record["cells"]["seq"] != hidden:
                found.setdefault(record["file"], []).append(record["cells"])
        return [batch for kind, rows in found.items() for batch in _batches(kind, iter(rows))]

    def described(self, kind: str, ids: Collection[str]) -> set[str]:
        key = KINDS[kind].columns[0].name
        found = self.neighbours({(kind, key): ids})
        return {cell for batch in found for cell in batch.table.column(key).to_pylist()}

    def data_science(self) -> DataScience:
        """Measures that run on this server; InputError if it has no Graph Data Science."""
        if not self._ask(cypher("data_science/find")):
            raise InputError(f"The database at {self.address} has no Graph Data Science. Leave the engine out.")
        return DataScience(self._reading)

    # writing

    def add(self, load: Load, batches: Iterable[Batch]) -> Added:
        with self._alone():
            place = Place(self._begin(load), load.id)
            try:
                masks = tuple(self._write(place, batch) for batch in batches)
                added = sum(int(mask.sum()) for mask in masks)
                known = sum(len(mask) for mask in masks) - added
                with self._page(place.seq, "loading") as run:
                    run(cypher("end_load"), seq=place.seq, added=added, known=known)
            except BaseException:
                with suppress(ChampionFinderError):  # if it cannot be done now, the next writer does it
                    self._take_back(place.seq, unless_ended=True)
                raise
        return Added(Load(load.id, load.at, load.title, added, known), masks)

    def undo(self, load_id: str) -> int:
        with self._alone():
            seq = self._seq(load_id)
            self._hand_over(seq)
            return self._take_back(seq, shown=True)

    def close(self) -> None:
        self._driver.close()

    # inside: opening

    def _prepare(self) -> None:
        """Make the constraints and indexes that are not there yet; refuse what is not ours."""
        state, wanted = self._state(), list(schema())
        found = state["format"]
        if found == FORMAT and state["schema"] == _number(wanted):
            return
        if found not in (None, FORMAT):
            raise StoreError(f"{self.address} was made by another version of Champion Finder (format {found}).")
        if found is None and self._ask(cypher("count_nodes"))[0]["nodes"]:
            raise StoreError(f"{self.address} is a database, but none of Champion Finder. Give one that is empty.")
        with self._transaction() as run:
            for text in wanted:
                run(text)
        with self._words(), self._session(neo4j.WRITE_ACCESS) as session:
            session.run("CALL db.awaitIndexes(60)").consume()
        with self._transaction() as run:
            run(cypher("open_store"), format=FORMAT, schema=_number(wanted))

    # inside: writing

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the store against other writers, as long as this process lives; finish what a dead one left."""
        with self._session(neo4j.WRITE_ACCESS) as session:
            with self._words():
                holding = self._hold(session)
            try:
                for left in self._ask(cypher("list_unfinished")):
                    self._take_back(left["seq"])
                yield
            finally:  # if it cannot be told, the server lets go by itself
                with suppress(neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError):
                    holding.close()

    def _hold(self, session: neo4j.Session) -> neo4j.Transaction:
        end = time.monotonic() + BUSY_SECONDS
        while True:
            holding = session.begin_transaction(timeout=LONG_SECONDS)
            try:
                self.round_trips += 1
                holding.run(cypher("hold_store")).consume()
                return holding
            except neo4j.exceptions.Neo4jError as fault:
                holding.close()
                if not is_lock_timeout(fault) or time.monotonic() > end:
                    raise

    def _begin(self, load: Load) -> int:
        if any(known.id == load.id for known in self.loads()):
            raise InputError(f"There is a load {load.id} already.")
        with self._transaction() as run:
            return int(run(cypher("begin_load"), id=load.id, at=load.at, title=load.title)[0]["seq"])

    def _write(self, place: Place, batch: Batch) -> np.ndarray:
        masks = []
        for page in pages.pages(batch):
            with self._page(place.seq, "loading") as run:
                masks.append(pages.write(run, place, page))
        return np.concatenate(masks) if masks else np.zeros(0, bool)

    def _hand_over(self, seq: int) -> None:
        """Before an undo: what other loads brought too is theirs from now on. Changes no content, so any page may be
        the last."""
        if not self._ask(cypher("count_again"))[0]["notes"]:
            return
        for type_ in (None, *shape.LINK_TYPES):
            query = cypher("list_relations", RELATION=type_) if type_ else cypher("list_statements")
            ids = [row["id"] for row in self._ask(query, seq=seq)]
            for begin in range(0, len(ids), PAGE_ROWS):
                with self._transaction() as run:
                    pages.hand_over(run, type_, ids[begin : begin + PAGE_ROWS])

    def _take_back(self, seq: int, *, shown: bool = False, unless_ended: bool = False) -> int:
        """Hide a load at once, then delete it page by page; return how many statements went."""
        if unless_ended and all(left["seq"] != seq for left in self._ask(cypher("list_unfinished"))):
            return 0
        gone = 0
        with self._transaction() as run:
            run(cypher("hide_load"), seq=seq, shown=int(shown))
        for type_ in (None, *shape.LINK_TYPES):
            gone += self._pages(seq, lambda run, type_=type_: pages.take_back(run, seq, type_))  # type: ignore[misc]
        self._pages(seq, lambda run: run(cypher("forget_again"), seq=seq, rows=PAGE_ROWS)[0]["gone"])
        with self._page(seq, "leaving") as run:
            run(cypher("forget_load"), seq=seq)
        return gone

    def _pages(self, seq: int, take: Callable[[pages.Run], int]) -> int:
        """Take pages, each in a transaction, until one is not full."""
        gone = 0
        while True:
            with self._page(seq, "leaving") as run:
                taken = take(run)
            gone += taken
            if taken < PAGE_ROWS:
                return gone

    @contextmanager
    def _page(self, seq: int, state: str) -> Iterator[pages.Run]:
        """A transaction of a load in this state, which nobody else has taken for dead."""
        with self._transaction() as run:
            if not run(cypher("go_on"), seq=seq, state=state):
                raise StoreError(f"The connection to {self.address} was lost for too long. Nothing was changed.")
            yield run

    @contextmanager
    def _transaction(self) -> Iterator[pages.Run]:
        with (
            self._words(),
            self._session(neo4j.WRITE_ACCESS, fetch_size=-1) as session,
            session.begin_transaction(timeout=LONG_SECONDS) as transaction,
        ):

            def run(text: str, /, **values: Any) -> list[Row]:
                self.round_trips += 1
                return transaction.run(text, values).data()

            yield run
            self.round_trips += 1
            transaction.commit()

    # inside: reading

    def _state(self) -> Row:
        return self._ask(cypher("read_state"))[0]

    def _seq(self, load_id: str) -> int:
        for row in self._ask(cypher("list_loads")):
            if row["id"] == load_id:
                return int(row["seq"])
        raise NotFoundError(f'There is no load "{load_id}". `champions loads` lists them.')

    def _ask(self, text: str, **values: Any) -> list[Row]:
        """One round trip to a reader, tried again if the connection had gone stale."""
        with self._words(), self._session(neo4j.READ_ACCESS, fetch_size=-1) as session:
            for last in (False, True):
                try:
                    self.round_trips += 1
                    return session.run(text, values).data()
                except neo4j.exceptions.SessionExpired:
                    if last:
                        raise
        raise AssertionError("the second try returns or raises")

    def _stream(self, texts: Iterable[str], values: Row) -> Iterator[Row]:
        with self._words(), self._session(neo4j.READ_ACCESS, fetch_size=PAGE_ROWS) as session:
            for text in texts:
                self.round_trips += 1
                for record in session.run(neo4j.Query(text, timeout=LONG_SECONDS), values):
                    cells = record["cells"]
                    cells["row"] = record.get("row", cells["row"])
                    yield cells

    @contextmanager
    def _reading(self) -> Iterator[neo4j.Session]:
        with self._words(), self._session(neo4j.READ_ACCESS) as session:
            self.round_trips += 1
            yield session

    def _session(self, mode: str, **options: Any) -> neo4j.Session:
        return self._driver.session(
            database=self._database, default_access_mode=mode, bookmark_manager=self._bookmarks, **options
        )

    def _words(self) -> Any:
        return in_words(self.address)


def _number(texts: list[str]) -> int:
    """The same for the same constraints and indexes: an older graph gets what is new when it is opened."""
    return zlib.crc32("\n".join(texts).encode())


def _batches(kind: str, rows: Iterator[Row]) -> Iterator[Batch]:
    """Properties as batches, as they come out of any store."""
    waiting: list[Row] = []
    for cells in rows:
        waiting.append(cells)
        if len(waiting) == BATCH_ROWS:
            yield _batch(kind, waiting)
            waiting = []
    if waiting:
        yield _batch(kind, waiting)


def _batch(kind: str, rows: list[Row]) -> Batch:
    names = columns_of(kind, stored=True)
    columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in names]
    return Batch(kind, pa.Table.from_arrays(columns, schema=names))
