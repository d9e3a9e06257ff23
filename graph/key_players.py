"""Whom of a council's officers to brief, so that word reaches the others in fewest steps? (Borgatti 2006)

Reach of a set is the mean over the officers of 1/d, with d hops over warm ties among them to the nearest member;
members count 1, who cannot be reached 0. The set is the smallest, of up to three, that reaches as much as the best set
of three, or as all officers if they are fewer (definitions, section 5).

Exact. Reach has falling returns, so a third member adds to a pair at most what it adds to either of the two; sets that
this bound rules out are not counted through. Officers without a tie to any other are alike: they add 1/n each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import shortest_path

from graph import definitions as d
from graph.derived import Derived
from graph.holders import officer_posts

AT_ONCE = 4_000_000  # numbers held in memory while sets are counted through
STARTS = 40  # pairs from which a first good set of three is made
SLACK = 1e-9  # of a sum over the officers: reach is compared to 12 places


@dataclass(frozen=True, slots=True)
class Briefed:
    """The set to brief."""

    officers: int
    people: tuple[str, ...]  # by id
    reach: float  # 0 to 1
    scores: float  # sum of champion scores, 0 for who has too little on record
    equally_good: int  # sets of that size that reach as much


def set_to_brief(derived: Derived, council: str, scores: np.ndarray) -> Briefed:
    """The key players of a council; ``scores`` by position in ``scene.people``. Without officers an empty set.

    Cost grows with the cube of the officers who have ties to each other.
    """
    who = np.flatnonzero(derived.posts.anyone(officer_posts(derived, council)))
    if not len(who):
        return Briefed(0, (), 0.0, 0.0, 1)
    near = _nearness(derived, who)
    alone = np.flatnonzero((near > 0).sum(axis=1) == 1)
    alone = alone[np.argsort(-np.round(scores[who[alone]], 12), kind="stable")]  # alike but for this
    tied = np.setdiff1d(np.arange(len(who)), alone)
    sums = _Sums.of(near[np.ix_(tied, tied)])

    def reach(size: int) -> float:
        return max(sums.best(k) + size - k for k in _split(size, len(tied), len(alone))) / len(who)

    enough = round(reach(min(d.BRIEFED, len(who))), 12)
    size = next(k for k in range(1, d.BRIEFED + 1) if round(reach(k), 12) >= enough)
    found = []  # sets that reach as much: who of the tied, how many of those alone
    for k in _split(size, len(tied), len(alone)):
        found += [(some, size - k) for some in sums.reaching(k, enough * len(who) - (size - k))]
    sets = [np.sort(who[np.r_[tied[some], alone[:rest]]]) for some, rest in found]
    best = min(sets, key=lambda people: (-round(float(scores[people].sum()), 12), people.tolist()))
    return Briefed(
        officers=len(who),
        people=tuple(derived.scene.people[person] for person in best),
        reach=reach(size),
        scores=float(scores[best].sum()),
        equally_good=sum(comb(len(alone), rest) for _, rest in found),
    )


def _split(size: int, tied: int, alone: int) -> range:
    """How many of a set of that size may be of the tied, the others being of those alone."""
    return range(max(0, size - alone), min(size, tied) + 1)


def _nearness(derived: Derived, who: np.ndarray) -> np.ndarray:
    """1/d of each pair of officers, 1 of each with himself, 0 out of reach."""
    number = np.full(len(derived.scene.people), -1)
    number[who] = np.arange(len(who))
    ties = derived.ties
    a, b = number[ties.a[ties.warm]], number[ties.b[ties.warm]]
    inside = (a >= 0) & (b >= 0)
    steps = csr_matrix((np.ones(inside.sum()), (a[inside], b[inside])), (len(who), len(who)))
    hops = shortest_path(steps, directed=False, unweighted=True)
    np.fill_diagonal(hops, 1.0)
    return 1.0 / hops


@dataclass(frozen=True)
class _Sums:
    """What sets of up to three of the tied reach, as a sum over the officers."""

    near: np.ndarray  # 1/d
    one: np.ndarray  # of each
    two: np.ndarray  # of each pair

    @staticmethod
    def of(near: np.ndarray) -> _Sums:
        two = np.array([np.maximum(row, near).sum(axis=1) for row in near]).reshape(near.shape)
        return _Sums(near, near.sum(axis=1), two)

    def best(self, size: int) -> float:
        """The most that a set of that size reaches."""
        if size < 3:
            return float((np.zeros(1), self.one, self.two)[size].max())
        most = self._good_three()
        for triples in self._likely(most + SLACK):
            most = max(most, float(self._three(triples).max()))
        return most

    def reaching(self, size: int, line: float) -> list[np.ndarray]:
        """Every set of that size that reaches so much, as rows of places."""
        line -= SLACK
        if size == 0:
            return [np.zeros(0, int)] if line <= 0 else []
        if size == 1:
            return list(np.flatnonzero(self.one >= line)[:, None])
        if size == 2:
            return list(np.argwhere(np.triu(self.two >= line, 1)))
        return [row for triples in self._likely(line) for row in triples[self._three(triples) >= line]]

    def _likely(self, line: float) -> Iterator[np.ndarray]:
        """Triples that may reach the line: i < j < k, in blocks."""
        for i in range(len(self.one) - 2):
            pairs, rest = self.two[i, i + 1 :], self.two[i + 1 :, i + 1 :]
            both = pairs[:, None] + pairs[None, :] - self.one[i]
            beside = pairs[:, None] + rest - self.one[i + 1 :, None]  # j, then k beside it
            bound = np.minimum(both, np.minimum(beside, beside.T))
            likely = np.argwhere(np.triu(bound >= line, 1)) + i + 1
            for begin in range(0, len(likely), AT_ONCE // len(self.one)):
                block = likely[begin : begin + AT_ONCE // len(self.one)]
                yield np.column_stack([np.full(len(block), i), block])

    def _good_three(self) -> float:
        """What the best pairs reach with the best third: the nearer to the best of all, the more sets are ruled out."""
        pairs = np.dstack(np.unravel_index(np.argsort(-self.two, axis=None)[: 2 * STARTS : 2], self.two.shape))[0]
        both = np.maximum(self.near[pairs[:, 0]], self.near[pairs[:, 1]])
        return float(max(np.maximum(one, self.near).sum(axis=1).max() for one in both))

    def _three(self, triples: np.ndarray) -> np.ndarray:
        i, j, k = triples.T
        return np.maximum(np.maximum(self.near[i], self.near[j]), self.near[k]).sum(axis=1)
