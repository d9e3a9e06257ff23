"""Loading into a real Neo4j beside a bare driver loop, and how many round trips a route takes on two sizes of graph."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from neo4j import GraphDatabase

from bench.figures import Figure, Skipped, beside, seconds, span
from bench.region import AS_AT, VIEWER
from bench.setting import Setting
from graph.near import around_pair
from graph.neo4j_store import Neo4jStore
from graph.routes import between
from graph.scene import Viewpoint
from graph.snapshot import Snapshot
from graph.statements import KINDS, Batch
from graph.store import Load, Wanted
from graph.view import view
from loaders.plan import plan
from loaders.reading import Defaults
from neo4j_server import Neo4jServer, StartFailed, Unavailable, running
from queries import warm_routes

BATCH = 5_000
MOST_TRIPS = 12
_BARE = """
UNWIND $rows AS row
MATCH (a:Bare {id: row.from}) MATCH (b:Bare {id: row.to})
MERGE (a)-[r:BARE {id: row.id}]->(b)
SET r += row.cells
"""


def neo4j(setting: Setting) -> Iterator[Figure | Skipped]:
    """Both, on servers started for it."""
    large = setting.neo4j_relations // 5
    try:
        for size in (large // 4, large):
            smaller = Setting(setting.folder / f"neo4j-{size}", size, repeats=setting.repeats)
            smaller.folder.mkdir()
            with running(brief=setting.brief) as started, _opened(started) as store:
                if size == large:
                    yield _load(smaller, started, store)
                else:
                    store.add(Load("region", "2026-06-01T00:00:00Z", "benchmark"), smaller.region.batches())
                yield _routes(smaller, store)
            smaller.store.close()
    except (Unavailable, StartFailed) as reason:
        yield Skipped("neo4j", str(reason))


@contextmanager
def _opened(server: Neo4jServer) -> Iterator[Neo4jStore]:
    store = Neo4jStore(server.uri, user=server.user, password=server.password)
    try:
        yield store
    finally:
        store.close()


def _load(setting: Setting, server: Neo4jServer, store: Neo4jStore) -> Figure:
    """The contacts file into a server that knows the people, from bytes to report, beside a bare loop."""
    path = setting.files / "contacts.csv"
    plan([file for file in sorted(setting.files.glob("*.csv")) if file != path], store, Defaults()).commit()
    made = plan([path], store, Defaults()).batches[0]
    rows = [_relation(cells) for cells in made.table.select(["id", "row", *KINDS["contacts"].cells]).to_pylist()]
    people = setting.region.tables["people"].column("person_id").to_pylist()
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        driver.execute_query("CREATE CONSTRAINT bare IF NOT EXISTS FOR (n:Bare) REQUIRE n.id IS UNIQUE")
        driver.execute_query("UNWIND $ids AS id CREATE (:Bare {id: id})", ids=people)

        def empty(some: str) -> None:
            while driver.execute_query(some).records[0]["gone"]:
                pass

        def bare() -> None:
            for begin in range(0, len(rows), BATCH):
                driver.execute_query(_BARE, rows=rows[begin : begin + BATCH])

        def load() -> None:
            report = plan([path], store, Defaults()).commit()
            assert report.load and not report.rejections

        def reset() -> None:
            store.undo(store.loads()[-1].id) if len(store.loads()) > 1 else None
            empty("MATCH (:Bare)-[r:BARE]->() WITH r LIMIT 10000 DELETE r RETURN count(*) AS gone")

        bare()
        load()
        reset()
        ours, yardstick, ratio = beside(load, bare, min(setting.repeats, 3), before=reset)
        alone = seconds(lambda: store.add(Load("again", "2026-06-01T00:00:00Z", ""), [made]), before=reset)
        reset()
        load()
        empty("MATCH (n:Bare) WITH n LIMIT 1000 DETACH DELETE n RETURN count(*) AS gone")
    return Figure(
        "neo4j",
        f"{len(rows):,} contact rows from CSV into Neo4j: checks, look-up of ids, identity, report",
        span(ours),
        f"bare loop of UNWIND, MATCH, MATCH, MERGE, {BATCH:,} a time: {span(yardstick)}",
        ratio,
        2,
        note=f"the store alone {span(alone)}",
    )


def _relation(cells: dict[str, Any]) -> dict[str, Any]:
    filled = {name: cell for name, cell in cells.items() if cell is not None}
    return {"id": cells["id"], "from": cells["person_a"], "to": cells["person_b"], "cells": filled}


def _routes(setting: Setting, store: Neo4jStore) -> Figure:
    """Round trips and rows of a route that is expanded from both ends; the same answer as over the whole."""
    viewpoint, tables = Viewpoint(VIEWER, AS_AT, AS_AT), setting.region.tables.values()
    everything, whole_bytes = sum(map(len, tables)), sum(table.nbytes for table in tables)
    pairs = setting.pairs(4 * setting.repeats)
    trips, rows, sizes, found = [], [], [], 0
    for asker, target in pairs:
        counting, before = _Counting(store), store.round_trips
        near = Snapshot.of(around_pair(counting, viewpoint, [asker], [target]).derived())
        trips.append(store.round_trips - before)
        rows.append(len(counting.statements))
        sizes.append(counting.bytes)
        answer = between(near, asker, target)
        assert answer == between(setting.snapshot, asker, target)
        found += bool(answer.listed)
    before = store.round_trips
    warm_routes.ask(view(store, VIEWER, AS_AT), *pairs[1], over="neighbours")
    return Figure(
        "neo4j",
        f"round trips of a route on a graph of {setting.size:,}, most of {len(pairs)} ({found} have a route)",
        f"{max(trips)}",
        f"it reads {np.median(rows):,.0f} of {everything:,} statements (median), {np.median(sizes) / 1e6:.2g} MB "
        f"of {whole_bytes / 1e6:.2g}",
        max(trips),
        MOST_TRIPS,
        "round trips",
        note=f"median {np.median(trips):.0f}; a whole answer with its evidence needs {store.round_trips - before}",
    )


class _Counting:
    """A store that counts what ``neighbours`` reads."""

    def __init__(self, store: Neo4jStore) -> None:
        self._store = store
        self.address = store.address
        self.statements: set[str] = set()
        self.bytes = 0

    def neighbours(self, wanted: Wanted) -> list[Batch]:
        """What the store finds."""
        found = self._store.neighbours(wanted)
        self.statements.update(*(batch.table.column("id").to_pylist() for batch in found))
        self.bytes += sum(batch.table.nbytes for batch in found)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)
