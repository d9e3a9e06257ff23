"""PageRank: who is known by those who are known (Brin & Page 1998)."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from graph import definitions as d
from graph.measures.degrees import degree, strength
from graph.snapshot import Adjacency


def pagerank(ties: Adjacency) -> np.ndarray:
    """PageRank in proportion to strength; sums to 1. Somebody without a tie gives to everybody alike.

    As ``networkx.pagerank`` with ``tol=1e-12, max_iter=1000``: the same steps from the same start. Linear in ties.
    """
    people = len(ties.ptr) - 1
    if not people:
        return np.zeros(0)
    into = csr_array((ties.strength / strength(ties)[ties.neighbour], ties.neighbour, ties.ptr), shape=(people, people))
    alone = degree(ties) == 0
    rank = np.full(people, 1 / people)
    for _ in range(d.PAGERANK_ROUNDS):
        before = rank
        rank = d.DAMPING * (into @ before + before[alone].sum() / people) + (1 - d.DAMPING) / people
        if np.abs(rank - before).sum() < people * d.PAGERANK_TOLERANCE:
            break
    return rank
