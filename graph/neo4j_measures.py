"""Measures that run in Neo4j's Graph Data Science, where a server has it: the same figures as ``graph.measures``.

What a viewer may see is worked out here, as for everything; the ties go to the server as numbers, into its memory and
not into its store, and are dropped in the same transaction. One thread each, so that equal seeds give equal bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any

import neo4j
import numpy as np

from graph import definitions as d
from graph.measures.cohesion import in_order
from graph.measures.communities import Communities, modularity
from graph.measures.degrees import degree
from graph.measures.paths import lengths, pairs
from graph.neo4j_cypher import cypher
from graph.snapshot import Adjacency

LONG_SECONDS = 4 * 3600.0  # replaces the server's own limit
TOLERANCE = 1e-15  # of PageRank, a person; the server's own default stops at 1e-7


class DataScience:
    """The measures of one server; ``open_session`` gives a session that reads."""

    name = "gds"

    def __init__(self, open_session: Callable[[], AbstractContextManager[neo4j.Session]]) -> None:
        self._open_session = open_session

    def betweenness(self, ties: Adjacency) -> np.ndarray:
        """As ``path_measures``, and always exact."""
        return 2 * self._stream(ties, "betweenness") / pairs(len(ties.ptr) - 1)

    def pagerank(self, ties: Adjacency) -> np.ndarray:
        """As ``graph.measures.pagerank``: what people without a tie keep for themselves is made up for by scaling."""
        found = self._stream(ties, "pagerank", damping=d.DAMPING, rounds=d.PAGERANK_ROUNDS, tolerance=TOLERANCE)
        return found / found.sum() if found.any() else np.full(len(found), 1 / max(len(found), 1))

    def communities(self, ties: Adjacency, *, seed: int = d.MEASURES_SEED) -> Communities:
        """Leiden; a heuristic, so about as good as ``graph.measures.communities`` and not equal to it."""
        label = np.arange(len(ties.ptr) - 1, dtype=np.int32)
        if len(ties.neighbour):
            label = in_order(self._stream(ties, "communities", seed=seed).astype(np.int64))
        return Communities(label, modularity(ties, label), "leiden in Graph Data Science", seed)

    def _stream(self, ties: Adjacency, query: str, **values: Any) -> np.ndarray:
        """One figure a person, 0 if there is no tie. One transaction: another one might go to another server."""
        figures = np.zeros(len(ties.ptr) - 1)
        if not len(ties.neighbour):
            return figures
        graph = f"champions-{uuid.uuid4()}"
        with self._open_session() as session:
            try:
                with session.begin_transaction(timeout=LONG_SECONDS) as run:
                    run.run(cypher("data_science/project"), graph=graph, ties=_rows(ties)).consume()
                    for person, figure in run.run(cypher(f"data_science/{query}"), graph=graph, **values):
                        figures[person] = figure
                    run.run(cypher("data_science/drop"), graph=graph).consume()
            except neo4j.exceptions.Neo4jError:
                with suppress(neo4j.exceptions.Neo4jError):  # what went wrong first is what is told
                    session.run(cypher("data_science/drop"), graph=graph).consume()
                raise
        return figures


def _rows(ties: Adjacency) -> list[tuple[int, int | None, float | None, float | None]]:
    """Each tie once, and each person without one."""
    owner = ties.owners
    once = owner < ties.neighbour
    columns = (owner[once], ties.neighbour[once], lengths(ties)[once], ties.strength[once])
    alone = np.flatnonzero(degree(ties) == 0).tolist()
    return [
        *zip(*(column.tolist() for column in columns), strict=True),
        *((person, None, None, None) for person in alone),
    ]
