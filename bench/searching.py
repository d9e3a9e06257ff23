"""Routes over the snapshot, the snapshot's memory, its making, and what a filter change costs."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields

import networkx as nx
import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from bench.figures import Figure, each, seconds, span
from bench.setting import ROUTES_ASKED, Setting
from graph.routes import between
from graph.snapshot import Snapshot
from queries import warm_routes


def routes(setting: Setting) -> Iterator[Figure]:
    """Routes of at most four hops, hubs included, beside one Dijkstra from one source on the same arrays."""
    snapshot, pairs = setting.snapshot, setting.pairs(ROUTES_ASKED)
    between(snapshot, *pairs[0])
    ties = snapshot.warm
    matrix = csr_matrix((ties.ask.astype(np.float64), ties.neighbour, ties.ptr), shape=(len(snapshot.ids),) * 2)
    sources = iter([snapshot.number[asker] for asker, _ in pairs[1 : 2 * setting.repeats : 2]])
    yardstick = seconds(lambda: dijkstra(matrix, indices=next(sources)), setting.repeats)
    times = each(lambda asker, target: between(snapshot, asker, target), pairs)  # type: ignore[arg-type]
    found = sum(bool(between(snapshot, asker, target).listed) for asker, target in pairs[:200]) / 2
    middle, high, most = np.quantile(times, [0.5, 0.95, 1])
    yield Figure(
        "routes",
        f"routes of a pair with odds and bands, 95th percentile of {len(pairs):,}",
        span(high),
        f"scipy dijkstra, one source: {span(yardstick)}",
        high / yardstick,
        1 / 50,
        note=f"median {span(middle)}, slowest {span(most)}; {found:.0f} of 100 pairs have a route",
    )


def memory(setting: Setting) -> Iterator[Figure]:
    """Bytes a tie: every array, the lists of ids and names, the index of ids; and what the process grew by."""
    snapshot = setting.snapshot
    ties = len(snapshot.all.neighbour) // 2
    counted = _counted(snapshot)
    path = setting.folder / "snapshot.pickle"
    path.write_bytes(pickle.dumps(snapshot))
    told = subprocess.run([sys.executable, "-c", _GROWTH, str(path)], capture_output=True, text=True, check=True).stdout
    growth = json.loads(told)
    path.unlink()
    yield Figure(
        "memory",
        f"snapshot of {len(snapshot.ids):,} people, {ties:,} ties ({snapshot.warm_ties:,} of them warm)",
        f"{counted / 1e6:.0f} MB",
        "",
        counted / ties,
        150,
        "bytes a tie",
        f"resident memory of a fresh process grows by {growth['resident'] / ties:.0f} bytes a tie, "
        f"tracemalloc says {growth['traced'] / ties:.0f}",
    )


_GROWTH = """
import gc, json, pickle, sys, tracemalloc
import psutil
import graph.snapshot
memory = psutil.Process().memory_info
before = memory().rss
with open(sys.argv[1], "rb") as file:
    snapshot = pickle.load(file)
    snapshot.number
gc.collect()
resident = memory().rss - before
del snapshot
gc.collect()
tracemalloc.start()
with open(sys.argv[1], "rb") as file:
    snapshot = pickle.load(file)
    snapshot.number
gc.collect()
print(json.dumps({"resident": resident, "traced": tracemalloc.get_traced_memory()[0]}))
"""


def _counted(snapshot: Snapshot) -> int:
    """Bytes of all that a snapshot holds on to, what it caches included."""
    total = snapshot.warm.bytes + snapshot.all.bytes
    snapshot.introducers(0)
    total += sum(array.nbytes for array in snapshot._introducers)
    for field in fields(snapshot):
        value = getattr(snapshot, field.name)
        if isinstance(value, np.ndarray):
            total += value.nbytes
        elif isinstance(value, list):
            total += sys.getsizeof(value) + sum(map(sys.getsizeof, value))
    return total + sys.getsizeof(snapshot.number) + len(snapshot.number) * sys.getsizeof(1 << 20)


def building(setting: Setting) -> Iterator[Figure]:
    """From the SQLite file to the snapshot, filters and strengths included, beside networkx making the same graph."""
    snapshot = setting.snapshot
    ties = snapshot.all
    rows = ties.owners
    once = rows < ties.neighbour
    a, b, strength = rows[once].tolist(), ties.neighbour[once].tolist(), ties.strength[once].tolist()

    def build() -> None:
        ids = snapshot.ids
        people = nx.Graph()
        people.add_nodes_from(ids)
        people.add_edges_from((ids[i], ids[j], {"strength": s}) for i, j, s in zip(a, b, strength, strict=True))

    yardstick = seconds(build)
    ours = setting.built_s[0]
    yield Figure(
        "building",
        "snapshot from SQLite: read, filter, derive, arrays",
        span(ours),
        f"networkx, from lists in memory: {span(yardstick)}",
        ours / yardstick,
    )


def filter_change(setting: Setting) -> Iterator[Figure]:
    """An answer of the page Introductions with its view cached, beside the same with the snapshot to be built."""
    view, pairs = setting.cached, setting.pairs(20 * setting.repeats, seed=12)
    warm_routes.ask(view, *pairs[0])
    cached = each(lambda asker, target: warm_routes.ask(view, asker, target), pairs)  # type: ignore[arg-type]
    uncached = seconds(lambda: warm_routes.ask(setting.view(), *pairs[0]))
    middle, high = np.quantile(cached, [0.5, 0.95])
    yield Figure(
        "filter",
        f"a whole answer with evidence, view cached, median of {len(pairs)}",
        span(middle),
        f"view not cached: {span(uncached)}",
        middle / uncached,
        1 / 50,
        note=f"95th percentile {span(high)}",
    )
