"""Every triangle of ties, found once for all measures that ask who among one's contacts knows whom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import numpy as np

from graph.measures.degrees import degree
from graph.snapshot import Adjacency

TOGETHER = 2_000_000  # pairs of ties looked at together: bounds memory, changes no result


def corners(ties: Adjacency) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Every ordered pair (v, w) of contacts of some u who know each other, in portions, as entries u-v, v-w, u-w.

    Each tie is looked at from its end with fewer ties, so that hubs cost little: about (ties)^1.5 in the worst case
    (Chiba & Nishizeki 1985).
    """
    there = ties.neighbour.argsort(kind="stable")  # entry of the same tie in the other end's row
    owner = ties.owners
    for ab, bc, ac in _triangles(ties, owner):
        entry = {(0, 1): ab, (1, 0): there[ab], (1, 2): bc, (2, 1): there[bc], (0, 2): ac, (2, 0): there[ac]}
        for u, v, w in permutations(range(3)):
            yield entry[u, v], entry[v, w], entry[u, w]


def _triangles(ties: Adjacency, owner: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Each triangle once, as the entries a-b, b-c, a-c, its people in the order of their degree."""
    people, ties_of = len(ties.ptr) - 1, degree(ties)
    place = np.empty(people, np.int64)
    place[np.argsort(ties_of, kind="stable")] = np.arange(people)
    up = np.flatnonzero(place[owner] < place[ties.neighbour])
    keys = owner[up].astype(np.int64) * people + ties.neighbour[up]
    first = np.searchsorted(owner[up], np.arange(people + 1))
    further = np.diff(first)[ties.neighbour[up]]  # of each a-b, how many b-c go further up
    until = np.cumsum(further)
    begin = 0
    while begin < len(up):
        end = max(int(np.searchsorted(until, until[begin] - further[begin] + TOGETHER, "right")), begin + 1)
        ab = np.repeat(np.arange(begin, end), further[begin:end])
        start = first[ties.neighbour[up[begin:end]]] - (until[begin:end] - further[begin:end])
        bc = np.arange(len(ab)) + (until[begin] - further[begin]) + np.repeat(start, further[begin:end])
        wanted = owner[up[ab]].astype(np.int64) * people + ties.neighbour[up[bc]]
        ac = np.searchsorted(keys, wanted)
        found = keys[np.minimum(ac, len(keys) - 1)] == wanted
        yield up[ab[found]], up[bc[found]], up[ac[found]]
        begin = end
