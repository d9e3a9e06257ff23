"""Ranking of champions with its resamples, beside one weighted search of networkx from one source."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np

from bench.figures import Figure, beside, span
from bench.setting import Setting
from graph.champion_rank import rank
from graph.champion_score import champion_scores
from graph.derived import Derived
from graph.snapshot import Snapshot


def champions(setting: Setting) -> Iterator[Figure]:
    """Scores of all officers from their rows and ties, ranks, and ranges from 200 resamples."""
    whole, officers = setting.whole, setting.whole.posts.officers
    people, source = weighted(setting.snapshot)

    def ranked() -> int:
        scores = champion_scores(whole.scene, whole.posts, whole.pilots, whole.ties)
        return len(rank(scores, officers, top=10).who)

    ours, yardstick, ratio = beside(
        ranked, lambda: nx.single_source_dijkstra_path_length(people, source, weight="length"), setting.repeats
    )
    yield Figure(
        "champions",
        f"champion ranking of {officers.sum():,} officers, {ranked():,} of them with enough on record, 200 resamples",
        span(ours),
        f"networkx, one source, weighted: {span(yardstick)}",
        ratio,
        2,
        note=_rows(whole),
    )


def weighted(snapshot: Snapshot) -> tuple[nx.Graph, int]:
    """The warm ties with lengths, and who has most of them."""
    ties = snapshot.warm
    rows = ties.owners
    once = rows < ties.neighbour
    lengths = np.rint(1e6 * -np.log(ties.strength[once])).astype(int)
    people = nx.Graph()
    people.add_weighted_edges_from(
        zip(rows[once].tolist(), ties.neighbour[once].tolist(), lengths.tolist(), strict=True), weight="length"
    )
    return people, int(np.argmax(np.diff(ties.ptr)))


def _rows(whole: Derived) -> str:
    return f"{len(whole.scores.record.person):,} evidence rows, {len(whole.ties):,} ties"
