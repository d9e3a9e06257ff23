"""The shared store: a Neo4j server (5.26 or later, or Aura) that many people use.

A load and an undo are one transaction each; its place in the order is taken under a lock on one node, so loads queue.
Every question goes to a reader. Queries stand in ``graph/cypher``; labels, types and columns in them come from the
vocabulary, values are parameters, always. Community edition gives all users full rights: visibility is the view's.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import neo4j
import numpy as np
import pyarrow as pa
from neo4j import exceptions as faults

from graph import neo4j_shape as shape
from graph.errors import InputError, NotFoundError, StoreError
from graph.statements import KINDS, Batch, schema
from graph.store import BATCH_ROWS, Added, Load, Wanted, check_wanted
from graph.vocabulary import ORGANISATION_LABELS

WRITE_ROWS = 5_000  # of one UNWIND
CONNECTION_SECONDS = 5.0
ACQUISITION_SECONDS = 6.0  # without it a silent server keeps one waiting for two minutes; waited for twice
LOAD_SECONDS = 3600.0  # for one transaction: a large load outlasts the limit that a server sets for questions
RETRY_SECONDS = 3.0  # counted by the driver from the first failure on
Row = dict[str, Any]
_WORDS = re.compile(r"\b(?:LABEL|THING|FROM|TO|RELATION|COLUMN|NAME)\b")


class Neo4jStore:
    """Statements in a Neo4j database. ``round_trips`` counts the queries since it was opened."""

    def __init__(
        self, address: str, *, user: str | None = None, password: str | None = None, database: str | None = None
    ) -> None:
        """Connect; user, password and database by default from NEO4J_USER, NEO4J_PASSWORD and NEO4J_DATABASE.

        InputError if the address would send the password in clear text beyond this machine, or if the password is
        wrong; StoreError if there is no answer.
        """
        _refuse_plain(address)
        self.address = address
        self.round_trips = 0
        self._database = database or os.environ.get("NEO4J_DATABASE")
        login = (user or os.environ.get("NEO4J_USER") or "neo4j", password or os.environ.get("NEO4J_PASSWORD") or "")
        with self._words():
            self._driver = neo4j.GraphDatabase.driver(
                address,
                auth=login,
                connection_timeout=CONNECTION_SECONDS,
                connection_acquisition_timeout=ACQUISITION_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                telemetry_disabled=True,
                notifications_min_severity="OFF",
            )
        try:
            self._prepare()
        except BaseException:
            self._driver.close()
            raise

    # reading

    def loads(self) -> list[Load]:
        return [Load(r["id"], r["at"], r["title"], r["added"], r["known"]) for r in self._ask("list_loads")]

    def version(self) -> int:
        return int(self._ask("read_version")[0]["version"])

    def read(self, kinds: Collection[str] | None = None, *, load: str | None = None) -> Iterator[Batch]:
        wanted = list(KINDS if kinds is None else kinds)
        loads = self._ask("list_loads")
        if load is None:  # one moment: later loads are left out, and an undo in between is a fault
            last = max((r["seq"] for r in loads), default=0)
            for kind in wanted:
                yield from _batches(kind, self._stream(_reads(kind), {"file": kind, "last": last}))
            self._refuse_undone(loads)
            return
        seq = next((r["seq"] for r in loads if r["id"] == load), None)
        if seq is None:
            raise NotFoundError(_no_load(load))
        again: dict[str, dict[str, int]] = {}
        for row in self._ask("read_again", seq=seq):
            again.setdefault(row["file"], {})[row["id"]] = row["row"]
        for kind in wanted:
            yield from _batches(kind, self._stream(_reads(kind, of_load=True), {"file": kind, "seq": seq}))
            yield from _batches(kind, self._brought_again(kind, again.get(kind, {})))
        self._refuse_undone(loads)

    def neighbours(self, wanted: Wanted) -> list[Batch]:
        check_wanted(wanted)
        text, values = _find(wanted)
        found: dict[str, list[Row]] = {}
        for record in self._read(text, values) if text else ():
            kind, cells = record["file"], record["cells"]
            if any(cells.get(column) in wanted.get((kind, column), ()) for column in KINDS[kind].lookups):
                found.setdefault(kind, []).append(cells)
        return [batch for kind, rows in found.items() for batch in _batches(kind, iter(rows))]

    def described(self, kind: str, ids: Collection[str]) -> set[str]:
        key = KINDS[kind].columns[0].name
        found = self.neighbours({(kind, key): ids})
        return {cell for batch in found for cell in batch.table.column(key).to_pylist()}

    # writing

    def add(self, load: Load, batches: Iterable[Batch]) -> Added:
        with self._writing() as write:
            write.run("raise_version")  # takes the lock, so that what is known now stays so
            if any(known["id"] == load.id for known in write.run("list_loads")):
                raise InputError(f"There is a load {load.id} already.")
            seq = int(write.run("begin_load", id=load.id, at=load.at, title=load.title)[0]["seq"])
            touched = _Touched()
            masks = tuple(self._insert(write, (seq, load.id), batch, touched) for batch in batches)
            added = sum(int(mask.sum()) for mask in masks)
            known = sum(len(mask) for mask in masks) - added
            write.run("end_load", seq=seq, added=added, known=known)
            _make_readable(write, touched)
        return Added(Load(load.id, load.at, load.title, added, known), masks)

    def undo(self, load_id: str) -> int:
        with self._writing() as write:
            write.run("raise_version")
            seq = next((r["seq"] for r in write.run("list_loads") if r["id"] == load_id), None)
            if seq is None:
                raise NotFoundError(_no_load(load_id))
            touched = _Touched()
            gone = sum(self._take_back(write, seq, kind, touched) for kind in KINDS)
            write.run("forget_load", seq=seq)
            for label, ids in touched.things.items():
                write.rows("delete_orphans", "ids", sorted(ids), THING=label)
            _make_readable(write, touched)
        return gone

    def close(self) -> None:
        self._driver.close()

    # inside

    def _prepare(self) -> None:
        """Make constraints and indexes where they are not there yet."""
        existing = {r["name"] for r in self._read("SHOW CONSTRAINTS YIELD name RETURN name", {})}
        existing |= {r["name"] for r in self._read("SHOW INDEXES YIELD name RETURN name", {})}
        missing = [text for name, text in _schema() if name not in existing]
        if not missing:
            return
        with self._session(neo4j.WRITE_ACCESS) as session:
            with session.begin_transaction() as transaction:
                for text in missing:
                    self.round_trips += 1
                    transaction.run(text).consume()
                transaction.commit()
            session.run("CALL db.awaitIndexes(60)").consume()

    def _insert(self, write: _Write, load: tuple[int, str], batch: Batch, touched: _Touched) -> np.ndarray:
        """Write the rows that are not known and note the others; return the mask of the new ones."""
        (seq, name), kind = load, batch.kind
        ids = batch.table.column("id").to_pylist()
        known = write.known(kind, ids)
        first: set[str] = set()
        new = np.zeros(len(ids), bool)
        for place, statement in enumerate(ids):
            if statement not in known and statement not in first:
                new[place] = True
                first.add(statement)
        rows = _cells(batch, {"file": kind, "seq": seq, "load": name}, new)
        (_write_relations if kind in shape.LINKS else _write_statements)(write, kind, rows, touched)
        numbers = batch.table.column("row").to_pylist()
        again: dict[str, int] = {}
        for i, row in zip(ids, numbers, strict=True):
            if i in known and known[i] != seq:
                again.setdefault(i, row)
        there = {r["id"] for r in write.run("read_again", seq=seq) if r["file"] == kind} if again else set()
        noted = [
            {"seq": seq, "load": name, "file": kind, "id": i, "row": row} for i, row in again.items() if i not in there
        ]
        write.rows("note_again", "rows", noted)
        return new

    def _take_back(self, write: _Write, seq: int, kind: str, touched: _Touched) -> int:
        """Delete what only this load brought; hand over the rest to the next that brought it."""
        own = {
            cells["id"]: cells for text in _reads(kind, of_load=True) for cells in write.text(text, file=kind, seq=seq)
        }
        heirs: dict[str, Row] = {}
        for row in write.rows("read_again_of", "ids", sorted(own), seq=seq):
            if row["id"] not in heirs or row["seq"] < heirs[row["id"]]["seq"]:
                heirs[row["id"]] = row
        handed = list(heirs.values())
        gone = sorted(set(own) - set(heirs))
        for statement in own.values():
            touched.note(kind, statement)
        if kind in shape.LINKS:
            for type_ in shape.types_of(kind):
                write.rows("hand_over_relations", "rows", handed, RELATION=type_)
                write.rows("delete_relations", "ids", gone, RELATION=type_)
        else:
            write.rows("hand_over_statements", "rows", handed)
            write.rows("delete_statements", "ids", gone)
            for type_ in {link.type for link in shape.DERIVED.get(kind, ())}:
                write.rows("delete_derived", "ids", gone, RELATION=type_)
        write.rows("forget_again", "rows", handed)
        return len(gone)

    def _refuse_undone(self, loads: list[Row]) -> None:
        """StoreError if one of these loads has gone: the server shows no reader one moment, so it is made sure of."""
        if not {r["seq"] for r in loads} <= {r["seq"] for r in self._ask("list_loads")}:
            raise StoreError(f"A load was undone while {self.address} was read. Try again.")

    def _brought_again(self, kind: str, rows: dict[str, int]) -> Iterator[Row]:
        """Statements that a load brought and that were known, with their rows in that load."""
        wanted = sorted(rows)
        for begin in range(0, len(wanted), WRITE_ROWS):
            for cells in self._stream(_by_id(kind), {"ids": wanted[begin : begin + WRITE_ROWS], "file": kind}):
                yield cells | {"row": rows[cells["id"]]}

    def _ask(self, query: str, **values: Any) -> list[Row]:
        return self._read(_cypher(query), values)

    def _read(self, text: str, values: Row) -> list[Row]:
        """One round trip to a reader."""
        with self._words(), self._session(neo4j.READ_ACCESS, fetch_size=-1) as session:
            self.round_trips += 1
            return session.execute_read(lambda tx: tx.run(text, values).data())

    def _stream(self, texts: Iterable[str], values: Row) -> Iterator[Row]:
        with self._words(), self._session(neo4j.READ_ACCESS, fetch_size=WRITE_ROWS) as session:
            for text in texts:
                self.round_trips += 1
                for record in session.run(text, values):
                    yield record["cells"]

    @contextmanager
    def _writing(self) -> Iterator[_Write]:
        """One transaction: all of it, or nothing."""
        with (
            self._words(),
            self._session(neo4j.WRITE_ACCESS) as session,
            session.begin_transaction(timeout=LOAD_SECONDS) as transaction,
        ):
            yield _Write(self, transaction)
            transaction.commit()

    def _session(self, mode: str, **options: Any) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=mode, **options)

    @contextmanager
    def _words(self) -> Iterator[None]:
        """Say a fault of the driver or the server in words; never with the password."""
        try:
            yield
        except faults.AuthError as fault:
            raise InputError(
                f"The database at {self.address} does not accept this user and password. "
                "Set NEO4J_USER and NEO4J_PASSWORD. Nothing was changed."
            ) from fault
        except (faults.ServiceUnavailable, faults.SessionExpired, faults.ConfigurationError) as fault:
            raise StoreError(
                f"We could not reach the database at {self.address}. Your data is safe. You can keep working with the "
                "built-in store (leave --store out), or start Neo4j and try again."
            ) from fault
        except faults.ClientError as fault:
            read_only = "Forbidden" in (fault.code or "") or "AccessMode" in (fault.code or "")
            why = "it may not be written to" if read_only else f"it answered {fault.code}"
            raise StoreError(f"The database at {self.address} refused this: {why}. Nothing was changed.") from fault
        except (faults.Neo4jError, faults.DriverError) as fault:
            words = getattr(fault, "code", None) or type(fault).__name__
            if "too large to index" in str(fault):
                words = "an id or a theme is longer than the 8,000 bytes that it can index"
            if "LockAcquisitionTimeout" in words:
                words = "another load is being written; try again when it is done"
            raise StoreError(f"The database at {self.address} failed ({words}). Nothing was changed.") from fault


class _Touched:
    """Things that a load or an undo had to do with: by label, those named at all and those described; who has posts."""

    def __init__(self) -> None:
        self.things: dict[str, set[str]] = {}
        self.described: dict[str, set[str]] = {}
        self.posted: set[str] = set()

    def add(self, label: str, id_: str) -> None:
        self.things.setdefault(label, set()).add(id_)

    def note(self, kind: str, cells: Row) -> None:
        """Everything that a statement names."""
        if kind in shape.LINKS:
            link = shape.link_of(kind, cells)
            self.add(link.from_label, cells[link.from_column])
            self.add(link.to_label, cells[link.to_column])
            if link.type == "HOLDS_POST":
                self.posted.add(cells[link.from_column])
            return
        label, thing = shape.thing_of(kind, cells, cells["id"])
        self.add(label, thing)
        self.described.setdefault(label, set()).add(thing)
        for link, from_id, to_id in shape.derived(kind, cells, thing):
            self.add(link.from_label, from_id)
            self.add(link.to_label, to_id)


class _Write:
    """Queries of one transaction."""

    def __init__(self, store: Neo4jStore, transaction: neo4j.Transaction) -> None:
        self._store, self._transaction = store, transaction

    def run(self, query: str, **values: Any) -> list[Row]:
        return self.data(_cypher(query), values)

    def data(self, text: str, values: Row) -> list[Row]:
        self._store.round_trips += 1
        return self._transaction.run(text, values).data()

    def text(self, text: str, **values: Any) -> list[Row]:
        """The cells that a query returns."""
        return [row["cells"] for row in self.data(text, values)]

    def rows(self, query: str, name: str, rows: list[Any], **names: Any) -> list[Row]:
        """The query for all rows, a few thousand at a time; capital ``names`` stand for labels, types and columns."""
        words = {key: value for key, value in names.items() if key.isupper()}
        values = {key: value for key, value in names.items() if not key.isupper()}
        found: list[Row] = []
        for begin in range(0, len(rows), WRITE_ROWS):
            found += self.data(_cypher(query, **words), {name: rows[begin : begin + WRITE_ROWS], **values})
        return found

    def known(self, kind: str, ids: list[str]) -> dict[str, int]:
        """Those of these statements that are there, with the load that brought each first."""
        if kind not in shape.LINKS:
            return {row["id"]: row["seq"] for row in self.rows("known_statements", "ids", ids)}
        types = shape.types_of(kind)
        return {row["id"]: row["seq"] for t in types for row in self.rows("known_relations", "ids", ids, RELATION=t)}


def _write_statements(write: _Write, kind: str, rows: list[Row], touched: _Touched) -> None:
    """Statements that describe things, and the readable relations that follow."""
    described: dict[str, list[Row]] = {}
    links: dict[shape.Link, list[Row]] = {}
    for cells in rows:
        label, thing = shape.thing_of(kind, cells, cells["id"])
        described.setdefault(label, []).append({"thing": thing, "cells": cells})
        about = {key: cells[key] for key in ("source", "row", "class", "visibility", "owner") if key in cells}
        for link, from_id, to_id in shape.derived(kind, cells, thing):
            row = {"from": from_id, "to": to_id, "cells": about | {"statement": cells["id"]}}
            links.setdefault(link, []).append(row)
        touched.note(kind, cells)
    for label, told in described.items():
        write.rows("write_statements", "rows", told, THING=label)
    for link, told in links.items():
        write.rows("write_relations", "rows", told, FROM=link.from_label, TO=link.to_label, RELATION=link.type)


def _write_relations(write: _Write, kind: str, rows: list[Row], touched: _Touched) -> None:
    """Statements that link two things."""
    links: dict[shape.Link, list[Row]] = {}
    for cells in rows:
        link = shape.link_of(kind, cells)
        links.setdefault(link, []).append(
            {"from": cells[link.from_column], "to": cells[link.to_column], "cells": cells}
        )
        touched.note(kind, cells)
    for link, told in links.items():
        write.rows("write_relations", "rows", told, FROM=link.from_label, TO=link.to_label, RELATION=link.type)


def _make_readable(write: _Write, touched: _Touched) -> None:
    """Names and labels for people who look at the graph in Neo4j's own browser: of what was described anew alone."""
    for label in shape.THINGS:
        if label not in ("Theme", "Request") and touched.described.get(label):
            write.rows("name_things", "ids", sorted(touched.described[label]), THING=label)
    organisations = sorted(touched.described.get("Organisation", ()))
    write.rows("clear_kinds", "ids", organisations)
    for kind, label in ORGANISATION_LABELS.items():
        write.rows("label_kind", "ids", organisations, LABEL=label, kind=kind)
    people = sorted(touched.posted | {row["id"] for row in write.rows("staff_of", "ids", organisations)})
    write.rows("clear_officers", "ids", people)
    write.rows("label_officers", "ids", people)


def _cells(batch: Batch, fixed: Row, new: np.ndarray) -> list[Row]:
    """The new rows of a batch as properties: cells that are there, id, row, and what is the same for all."""
    fresh = batch.table if new.all() else batch.table.filter(pa.array(new))
    names = ("id", "row", *KINDS[batch.kind].cells)
    columns = [fresh.column(name).to_pylist() for name in names]
    return [
        {**fixed, **{n: cell for n, cell in zip(names, row, strict=True) if cell is not None}}
        for row in zip(*columns, strict=True)
    ]


def _batches(kind: str, rows: Iterator[Row]) -> Iterator[Batch]:
    """Properties as batches, as they come out of any store."""
    names = schema(kind, stored=True)
    waiting: list[Row] = []
    for cells in rows:
        waiting.append(cells)
        if len(waiting) == BATCH_ROWS:
            yield _batch(kind, waiting, names)
            waiting = []
    if waiting:
        yield _batch(kind, waiting, names)


def _batch(kind: str, rows: list[Row], names: pa.Schema) -> Batch:
    columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in names]
    return Batch(kind, pa.Table.from_arrays(columns, schema=names))


def _reads(kind: str, *, of_load: bool = False) -> list[str]:
    """The queries that stream a kind."""
    some = "load_" if of_load else ""
    if kind not in shape.LINKS:
        return [_cypher(f"read_{some}statements")]
    return [_cypher(f"read_{some}relations", RELATION=type_) for type_ in shape.types_of(kind)]


def _by_id(kind: str) -> list[str]:
    """The queries that find statements of a kind by their own ids."""
    if kind not in shape.LINKS:
        return [_cypher("find_statements")]
    return [_cypher("find_relations", COLUMN="id", RELATION=type_) for type_ in shape.types_of(kind)]


def _find(wanted: Wanted) -> tuple[str, Row]:
    """One query for all look-ups, a part for each label, and its parameters; it may find more than was asked."""
    around: dict[str, dict[str, set[str]]] = {}  # label -> id -> types of relation
    parts: list[str] = []
    values: Row = {}
    for (kind, column), ids in sorted(wanted.items()):
        for label, type_ in shape.ways(kind, column):
            for id_ in ids:
                around.setdefault(label, {}).setdefault(id_, set()).add(type_)
        for type_ in shape.types_of(kind):
            if (type_, column) in shape.INDEXED:
                name = f"{kind}_by_{column}"
                text = _cypher("find_relations", COLUMN=column, RELATION=type_)
                parts.append(text.replace("$ids", f"${name}").replace("$file", f"'{kind}'"))
                values[name] = sorted(ids)
    for label, things in sorted(around.items()):
        parts.append(_cypher("find_around", LABEL=label).replace("$things", f"${label}"))
        values[label] = [{"id": id_, "types": sorted(types)} for id_, types in sorted(things.items())]
    return "\nUNION ALL\n".join(parts), values


def _schema() -> list[tuple[str, str]]:
    """Names and queries of all constraints and indexes."""
    nodes = (*shape.THINGS, "Statement", "Load", "Meta")
    made = [(f"{label.lower()}_id", _cypher("constrain_node", LABEL=label)) for label in nodes]
    for type_ in shape.LINK_TYPES:
        made.append((f"{type_.lower()}_id", _cypher("constrain_relation", RELATION=type_)))
        made.append((f"{type_.lower()}_seq", _cypher("index_relation", RELATION=type_, COLUMN="seq")))
    indexed = [*((type_, "statement") for type_ in shape.DERIVED_TYPES), *shape.INDEXED]
    made += [(f"{t.lower()}_{column}", _cypher("index_relation", RELATION=t, COLUMN=column)) for t, column in indexed]
    made += [(f"statement_{column}", _cypher("index_statement", COLUMN=column)) for column in ("file", "seq")]
    made += [(f"again_{column}", _cypher("index_again", COLUMN=column)) for column in ("id", "seq")]
    return [(name, _WORDS.sub(name, text)) for name, text in made]


@cache
def _cypher(name: str, **words: str) -> str:
    """A query of ``graph/cypher`` without its comments, with labels, types and columns put in from the vocabulary."""
    path = Path(__file__).with_name("cypher") / f"{name}.cypher"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("//")]
    return _WORDS.sub(lambda found: words.get(found[0], found[0]), "\n".join(lines))


def _refuse_plain(address: str) -> None:
    """Plain bolt and neo4j send the password in clear text: on this machine alone, unless told otherwise."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # read only when it is asked for
    except ValueError as fault:
        raise InputError(
            "The address of the database cannot be read. Give one such as neo4j://localhost:7687."
        ) from fault
    if parts.username or parts.password:
        raise InputError("Leave user and password out of the address: set NEO4J_USER and NEO4J_PASSWORD.")
    if (
        parts.scheme in ("bolt", "neo4j")
        and not _is_here(parts.hostname or "")
        and os.environ.get("NEO4J_ALLOW_PLAIN") != "1"
    ):
        raise InputError(
            f"{parts.scheme}:// would send the password to {parts.hostname} in clear text. "
            f"Use {parts.scheme}+s://, or set NEO4J_ALLOW_PLAIN=1 if the way there is safe."
        )


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _no_load(load: str) -> str:
    return f'There is no load "{load}". `champions loads` lists them.'
