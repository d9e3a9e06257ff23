"""What if anybody at a council left, on the whole graph: beside one weighted search of networkx from one source."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np

from bench.champions import weighted
from bench.figures import Figure, beside, span
from bench.setting import Setting
from graph.key_people import Council, Ends
from graph.second_bridge import second_bridges


def key_people(setting: Setting) -> Iterator[Figure]:
    """Everybody at a council at once, one of them with the bridges that would guard, at a council of median size."""
    posts, snapshot = setting.whole.posts, setting.snapshot
    makers = np.bincount(posts.organisation[posts.with_budget])
    councils = np.flatnonzero(makers)
    median = councils[np.argsort(makers[councils], kind="stable")[len(councils) // 2]]
    council = Council(snapshot, Ends.of(posts, int(median)))
    people, source = weighted(snapshot)

    def search() -> object:
        return nx.single_source_dijkstra_path_length(people, source, weight="length")

    who = f"{len(council.ends.outsiders):,} outside, {len(council.ends.makers)} who decide"
    ours, yardstick, ratio = beside(council.losses, search, setting.repeats)
    losses = council.losses()
    yield Figure(
        "key people",
        f"what if anybody left, all {len(losses.person):,} on whom something hangs at one council ({who})",
        span(ours),
        f"networkx, one source, weighted: {span(yardstick)}",
        ratio,
    )
    if not len(losses.person):
        return
    gone = np.zeros(len(snapshot.ids), bool)
    gone[losses.person[0]] = True
    large = posts.now_at("large_supplier")
    ours, yardstick, ratio = beside(lambda: second_bridges(council, gone, large), search, min(setting.repeats, 2))
    found = second_bridges(council, gone, large)
    yield Figure(
        "key people",
        f"second bridges for one of them: {found.tried:,} of {found.possible:,} ties tried",
        span(ours),
        f"networkx, one source, weighted: {span(yardstick)}",
        ratio,
    )
