"""What the benchmarks share: one generated region as files, as statements, in a SQLite store, as a snapshot."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from bench.region import AS_AT, VIEWER, Region
from graph.derived import Derived
from graph.snapshot import Snapshot
from graph.sqlite_store import SqliteStore
from graph.store import Load
from graph.view import View, view

ROUTES_ASKED = 2000
HUBS = 1000  # one in so many people counts as a hub, by ties


@dataclass
class Setting:
    """Made when first asked for, so that one benchmark alone does not pay for the others."""

    folder: Path
    size: int
    repeats: int = 5
    neo4j_relations: int = 100_000
    brief: bool = False  # a Neo4j that is made for minutes: for tests of the benchmark, not for its figures
    built_s: list[float] = field(default_factory=list)  # how long reading the snapshot took

    @cached_property
    def region(self) -> Region:
        return Region(self.size)

    @cached_property
    def files(self) -> Path:
        """The region as a folder of CSV files."""
        self.region.write(self.folder / "files")
        return self.folder / "files"

    @cached_property
    def store(self) -> SqliteStore:
        """The region in a SQLite store."""
        store = SqliteStore(self.folder / "region.db")
        store.add(Load("region", "2026-06-01T00:00:00Z", "benchmark"), self.region.batches())
        return store

    def view(self) -> View:
        """A new view, with nothing cached."""
        return view(self.store, VIEWER, AS_AT)

    @cached_property
    def whole(self) -> Derived:
        """All that follows from the region."""
        return self.view().whole

    @cached_property
    def cached(self) -> View:
        """A view whose snapshot is there."""
        made = self.view()
        start = time.perf_counter()
        made.snapshot  # noqa: B018 - reading it builds it
        self.built_s.append(time.perf_counter() - start)
        return made

    @property
    def snapshot(self) -> Snapshot:
        return self.cached.snapshot

    def pairs(self, count: int, *, seed: int = 11) -> list[tuple[str, str]]:
        """Random pairs with ties; of ten one asks as a hub, four ask for somebody whom a walk of four ties reaches."""
        chance, ties = random.Random(seed), self.snapshot.warm
        degree = np.diff(ties.ptr)
        known = np.flatnonzero((degree > 0) & self.snapshot.passes).tolist()
        hubs = np.argsort(degree)[-max(len(degree) // HUBS, 3) :].tolist()
        found: list[tuple[str, str]] = []
        while len(found) < count:
            turn = len(found) % 10
            asker = chance.choice(hubs if turn == 0 else known)
            target = chance.choice(known)
            if 1 <= turn <= 4:
                target = asker
                for _ in range(4):
                    target = int(ties.neighbour[chance.randrange(ties.ptr[target], ties.ptr[target + 1])])
            if asker != target:
                found.append((self.snapshot.ids[asker], self.snapshot.ids[target]))
        return found
