"""Who stands on shortest ways between others (betweenness), and who is near to everybody (harmonic closeness).

One Dijkstra a source gives both. Lengths are integers ``round(1e6 * -ln s)``: ways of equal length count alike, which
float lengths lose. The shortest ways from a source are then settled for all people at once, a step of the ways at a
time: first how many ways lead to each person, then backwards what each person passes on (Brandes 2001).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from graph import definitions as d
from graph.measures.degrees import degree
from graph.snapshot import Adjacency

CELLS = 2_000_000  # distances held at a time: bounds memory, changes no result


@dataclass(frozen=True, slots=True)
class Sample:
    """How a sampled figure was drawn, and how far it can be trusted."""

    sources: int  # people from whom ways were followed
    seed: int
    stability: float  # share of the first 50 by betweenness on which two halves of the sample agree


@dataclass(frozen=True)
class PathMeasures:
    """One entry a person; 0 without a tie. ``sample`` is None where every source was followed: then exact."""

    betweenness: np.ndarray  # share of the pairs of others whose shortest ways lead through, 0 to 1
    harmonic_closeness: np.ndarray  # sum of 1e6 / length to everybody in reach, not scaled
    sample: Sample | None


def path_measures(ties: Adjacency, *, sources: int | None = None, seed: int = d.MEASURES_SEED) -> PathMeasures:
    """Betweenness and harmonic closeness: exact up to ``EXACT_PEOPLE`` with ties, else from ``SOURCES`` of them.

    ``sources`` asks for so many instead. Sampled figures are unbiased: a way counts by how far along it somebody
    stands, so that those near a source are not overrated (Geisberger, Sanders & Schultes 2008). The sample is drawn as
    two halves; the figures come from both, the stability from comparing them. About 12 ms a source with 20,000 people
    and 120,000 ties, less than a tenth of that in a region of 400; one thread, so the bytes are always the same.
    """
    people, tied = len(ties.ptr) - 1, np.flatnonzero(degree(ties)).astype(np.int32)
    wanted = sources or (len(tied) if len(tied) <= d.EXACT_PEOPLE else d.SOURCES)
    ways = _Ways.of(ties)
    if wanted >= len(tied):
        through, near = ways.followed(tied, sampled=False)
        return PathMeasures(through / pairs(people), near, None)
    drawn = np.random.default_rng(seed).permutation(tied)[:wanted]
    (one, one_near), (other, other_near) = (ways.followed(half, sampled=True) for half in np.array_split(drawn, 2))
    each = len(tied) / wanted  # people whom a source stands for
    through, near = 2 * each * (one + other) / pairs(people), each * (one_near + other_near)
    return PathMeasures(through, near, Sample(wanted, seed, agreement(one, other)))


def agreement(one: np.ndarray, other: np.ndarray, first: int = d.STABLE_FIRST) -> float:
    """Share of the first so many by one figure that are among the first so many by the other; equal ones by place."""
    top = [set(np.argsort(-figure, kind="stable")[:first].tolist()) for figure in (one, other)]
    return len(top[0] & top[1]) / max(len(top[0]), 1)


def pairs(people: int) -> float:
    """Ordered pairs of others, for whoever it is."""
    return float(max((people - 1) * (people - 2), 1))


def lengths(ties: Adjacency) -> np.ndarray:
    """Of each entry ``round(1e6 * -ln s)``, as float64; at least 1, for nine kinds capped at 0.8 leave that much."""
    return np.rint(d.LENGTH_UNIT * -np.log(ties.strength))


@dataclass(frozen=True)
class _Ways:
    """Ties with integer lengths, as floats, in which they are exact."""

    owner: np.ndarray
    neighbour: np.ndarray
    length: np.ndarray
    matrix: csr_array

    @staticmethod
    def of(ties: Adjacency) -> _Ways:
        people = len(ties.ptr) - 1
        length = lengths(ties)
        matrix = csr_array((length, ties.neighbour, ties.ptr), shape=(people, people))
        return _Ways(ties.owners, ties.neighbour, length, matrix)

    def followed(self, sources: np.ndarray, *, sampled: bool) -> tuple[np.ndarray, np.ndarray]:
        """Sums over these sources: what each person passes on, and nearness to the source."""
        people = self.matrix.shape[0]
        through, near = np.zeros(people), np.zeros(people)
        together = max(CELLS // max(people, 1), 1)
        for begin in range(0, len(sources), together):
            some = sources[begin : begin + together]
            for source, distance in zip(some, dijkstra(self.matrix, indices=some), strict=True):
                distance[np.isinf(distance)] = np.nan  # out of reach: equal to nothing, not even to itself
                distance[source] = 0
                through += self._passed_on(int(source), distance, sampled)
                with np.errstate(divide="ignore"):
                    near += np.where(distance > 0, d.LENGTH_UNIT / distance, 0)
        return through, near

    def _passed_on(self, source: int, distance: np.ndarray, sampled: bool) -> np.ndarray:
        """Of each person, the pairs (source, other) whose shortest ways lead through, in parts where ways are equal."""
        step = np.flatnonzero(distance[self.owner] + self.length == distance[self.neighbour])
        before, after = self.owner[step], self.neighbour[step]
        start = np.zeros(len(distance))
        start[source] = 1
        ways = _settled(start, before, after)
        far = np.where(distance > 0, distance, 1) if sampled else 1.0
        arrives = np.divide(1, ways * far, out=np.zeros(len(distance)), where=ways > 0)
        arrives[source] = 0
        passed = ways * (_settled(arrives, after, before) - arrives) * far
        passed[source] = 0
        return passed


def _settled(own: np.ndarray, giver: np.ndarray, taker: np.ndarray) -> np.ndarray:
    """Everybody's own value and the sum of what all their givers come to; givers never go round in a circle."""
    value = own
    while True:
        before = value
        value = own + np.bincount(taker, before[giver], minlength=len(own))
        if np.array_equal(value, before):
            return value
