"""Which routes lead from an asker to a target, best first?

Meet in the middle: halves grow from both ends along sorted arrays and are joined on the person in the middle, which
gives every loopless route of at most ``introducers`` steps between, and so the exact best with ties in order of ids.
Cost grows with the people within two steps of either end, not with the graph.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from graph import definitions as d
from graph.hop_odds import accept_odds, ask_odds, lengths
from graph.snapshot import Adjacency, Snapshot

WIDEST = d.MISS_INTRODUCERS
RouteOrder = tuple[int, int, tuple[int, ...]]  # total length, how many introducers, who


@dataclass(frozen=True)
class Paths:
    """Routes as arrays: introducers in order (-1 beyond the last), total length, strength of the weakest tie."""

    total: np.ndarray  # int64
    introducers: np.ndarray  # int32, routes x WIDEST
    weakest: np.ndarray  # float64

    def __len__(self) -> int:
        return len(self.total)

    @property
    def count(self) -> np.ndarray:
        """How many introducers each route has."""
        return (self.introducers >= 0).sum(axis=1)

    def where(self, which: np.ndarray) -> Paths:
        """The routes under this mask or at these places."""
        return Paths(self.total[which], self.introducers[which], self.weakest[which])

    def best(self) -> int | None:
        """Place of the first in the order of routes: total length, fewer introducers, ids along the route."""
        if not len(self):
            return None
        equal = np.flatnonzero(self.total == self.total.min())
        return int(equal[_order(self.total[equal], self.introducers[equal])[0]])

    def in_order(self) -> Paths:
        """All routes, best first."""
        return self.where(_order(self.total, self.introducers))


def paths(
    snapshot: Snapshot, asker: int, target: int, *, introducers: int = d.MAX_INTRODUCERS, cold: bool = False
) -> Paths:
    """Every route that the filters allow, a direct tie included, in no order; ``cold`` also uses colder ties."""
    if not snapshot.reachable(asker, target):
        return _none()
    growth = _Growth.of(snapshot.all if cold else snapshot.warm, snapshot.introducers(asker), asker, target)
    left, right = [growth.start()], [growth.end()]
    found = [growth.direct()]
    for steps in range(1, introducers + 1):
        if steps > 1:
            side = right if steps == 3 else left
            side.append(growth.grown(side[-1]))
        found.append(_join(growth, left[-1], right[-1]))
    return Paths(*(np.concatenate([getattr(p, n) for p in found]) for n in ("total", "introducers", "weakest")))


def spread(paths: Paths, *, most: int = d.OTHER_ROUTES) -> list[int]:
    """Places of the routes to list: a direct tie first, then up to ``most`` more that share no introducer.

    Greedy: take the best, ban its introducers, repeat; the sum over all sets might be higher.
    """
    listed = list(np.flatnonzero(paths.count == 0))
    left = np.flatnonzero(paths.count > 0)
    for _ in range(most):
        place = paths.where(left).best()
        if place is None:
            break
        listed.append(left[place])
        used = paths.introducers[left[place]]
        left = left[~(paths.introducers[left][:, :, None] == used[used >= 0]).any(axis=(1, 2))]
    return [int(place) for place in listed]


@dataclass(frozen=True)
class NewTie:
    """A tie of strength 0.30 that does not exist yet, and the best route that it would give."""

    a: int
    b: int
    total: int
    introducers: tuple[int, ...]
    hop: int  # which hop of the route is the new tie


def new_ties(
    snapshot: Snapshot, asker: int, target: int, *, best: RouteOrder | None = None, most: int = d.NEW_TIES_SHOWN
) -> list[NewTie]:
    """The ties that would give the best routes, best first; with ``best``, only routes that come before that one."""
    if not snapshot.reachable(asker, target):
        return []
    growth = _Growth.of(snapshot.warm, snapshot.introducers(asker), asker, target)
    left, right = [growth.alone(), growth.clean(growth.start())], [growth.alone(), growth.clean(growth.end())]
    for _ in range(d.MAX_INTRODUCERS - 1):
        left.append(growth.clean(growth.grown(left[-1])))
        right.append(growth.clean(growth.grown(right[-1])))
    streams = [
        _cheapest(_Bridge(snapshot, growth, left[before], right[after], before, after))
        for before in range(d.MAX_INTRODUCERS + 1)
        for after in range(d.MAX_INTRODUCERS + 1 - before)
    ]
    found: dict[tuple[int, int], NewTie] = {}
    last = 0
    for tie in heapq.merge(*streams, key=_route_order):
        if (best is not None and _route_order(tie) >= best) or (len(found) >= most and tie.total > last):
            break
        fresh = (tie.a, tie.b) not in found
        if fresh and snapshot.warm.strength_of(tie.a, tie.b) < d.NEW_TIE - d.TOLERANCE:
            found[tie.a, tie.b] = tie
            last = tie.total
    return sorted(found.values(), key=lambda tie: (_route_order(tie), tie.a, tie.b))[:most]


def _route_order(tie: NewTie) -> RouteOrder:
    return tie.total, len(tie.introducers), tie.introducers


# halves


@dataclass(frozen=True)
class _Half:
    """Parts of routes from one end, each one person longer than a part of ``shorter``.

    Most parts never meet one from the other end: persons before, lengths and ties are looked up for those that do.
    """

    cost: np.ndarray  # of every tie, in the direction of this side
    strength: np.ndarray
    person: np.ndarray  # int32, the open end
    place: np.ndarray  # int32, the tie that led there
    which: np.ndarray  # int32, the part of ``shorter`` that it prolongs
    shorter: _Half | None  # None: no introducer on this side

    def __len__(self) -> int:
        return len(self.person)

    def take(self, which: np.ndarray) -> _Half:
        """The parts at these places, or under this mask."""
        return replace(self, person=self.person[which], place=self.place[which], which=self.which[which])

    def chain(self) -> list[np.ndarray]:
        """The persons of each part, the open end first."""
        return [] if self.shorter is None else [self.person, *(p[self.which] for p in self.shorter.chain())]

    def total(self) -> np.ndarray:
        """Length of each part, int64."""
        if self.shorter is None:
            return np.zeros(1, np.int64)
        return self.shorter.total()[self.which] + self.cost[self.place]

    def weakest(self) -> np.ndarray:
        """Strength of the weakest tie of each part."""
        if self.shorter is None:
            return np.ones(1)
        return np.minimum(self.shorter.weakest()[self.which], self.strength[self.place])


@dataclass(frozen=True)
class _Growth:
    """How halves grow along ties; the filters act, and both ends stay out, when a half is cleaned."""

    ties: Adjacency
    allowed: np.ndarray
    asker: int
    target: int

    @staticmethod
    def of(ties: Adjacency, introducers: np.ndarray, asker: int, target: int) -> _Growth:
        """Between these two, through these people."""
        allowed = introducers.copy()
        allowed[[asker, target]] = False
        return _Growth(ties, allowed, asker, target)

    def direct(self) -> Paths:
        row = slice(self.ties.ptr[self.target], self.ties.ptr[self.target + 1])
        there = self.ties.neighbour[row] == self.asker
        total = self.ties.accept[row][there].astype(np.int64)
        return Paths(total, np.full((len(total), WIDEST), -1, np.int32), self.ties.strength[row][there])

    def start(self) -> _Half:
        """The asker asks each neighbour; it grows towards the target."""
        return self._first(self.asker, self.ties.ask)

    def end(self) -> _Half:
        """Each neighbour introduces to the target; it grows towards the asker."""
        return self._first(self.target, self.ties.accept)

    def _first(self, end: int, cost: np.ndarray) -> _Half:
        place = np.arange(self.ties.ptr[end], self.ties.ptr[end + 1], dtype=np.int32)
        nothing = np.zeros(len(place), np.int32)
        return _Half(cost, self.ties.strength, self.ties.neighbour[place], place, nothing, self.alone())

    def grown(self, half: _Half) -> _Half:
        """One more introducer, in whatever way the filters may still forbid."""
        half = self.clean(half)
        place, which = self.ties.entries(half.person)
        cost = self.ties.ask if half.cost is self.ties.ask else self.ties.asked
        return _Half(cost, self.ties.strength, self.ties.neighbour[place], place, which, half)

    def clean(self, half: _Half) -> _Half:
        """The parts that the filters allow and that pass nobody twice."""
        ok = self.allowed[half.person]
        for before in half.chain()[1:]:
            ok &= half.person != before
        return half.take(ok)

    def alone(self) -> _Half:
        """No introducer on this side."""
        nobody = np.zeros(1, np.int32)
        return _Half(self.ties.ask, self.ties.strength, nobody, nobody, nobody, None)


def _join(growth: _Growth, left: _Half, right: _Half) -> Paths:
    """Routes whose left half ends where the right half begins, without loops."""
    met = np.zeros(len(growth.allowed), bool)
    met[left.person] = True
    right = right.take(np.flatnonzero(met[right.person]))
    if not len(right):
        return _none()
    met[left.person] = False
    met[right.person] = True
    left, right = growth.clean(left.take(np.flatnonzero(met[left.person]))), growth.clean(right)

    right = right.take(np.argsort(right.person, kind="stable"))
    low = np.searchsorted(right.person, left.person, "left")
    counts = np.searchsorted(right.person, left.person, "right") - low
    which = np.repeat(np.arange(len(low)), counts)
    left, right = (
        left.take(which),
        right.take(np.arange(len(which)) + np.repeat(low - np.cumsum(counts) + counts, counts)),
    )
    before, after = left.chain()[::-1], right.chain()[1:]
    ok = np.ones(len(which), bool)
    for one in before:
        for other in after:
            ok &= one != other
    steps = np.full((len(which), WIDEST), -1, np.int32)
    for place, person in enumerate(before + after):
        steps[:, place] = person
    total, weakest = left.total() + right.total(), np.minimum(left.weakest(), right.weakest())
    return Paths(total[ok], steps[ok], weakest[ok])


def _none() -> Paths:
    return Paths(np.zeros(0, np.int64), np.zeros((0, WIDEST), np.int32), np.zeros(0))


def _order(total: np.ndarray, introducers: np.ndarray) -> np.ndarray:
    count = (introducers >= 0).sum(axis=1)
    return np.lexsort((*introducers.T[::-1], count, total))


# ties that do not exist yet


class _Bridge:
    """All new ties between the ends of left halves of one depth and right halves of another, cheapest first."""

    def __init__(self, snapshot: Snapshot, growth: _Growth, left: _Half, right: _Half, before: int, after: int) -> None:
        """Fold the cost of the new tie into the side that it depends on, and sort both sides."""
        near = left.person if before else np.full(1, growth.asker, np.int32)
        far = right.person if after else np.full(1, growth.target, np.int32)
        strength = np.float64(d.NEW_TIE)
        here, there = left.total(), right.total()
        if after:
            there = there + lengths(ask_odds(strength, snapshot.helpfulness[far], snapshot.load[far]))
        else:
            here = here + lengths(accept_odds(strength, snapshot.helpfulness[near]))
        steps, others = _steps(left.chain()[::-1], len(here)), _steps(right.chain(), len(there))
        one, other = _order_of(here, steps), _order_of(there, others)
        self.here, self.near, self.before = here[one], near[one], steps[one]
        self.there, self.far, self.after = there[other], far[other], others[other]


def _steps(chain: list[np.ndarray], rows: int) -> np.ndarray:
    return np.stack(chain, axis=1) if chain else np.zeros((rows, 0), np.int32)


def _order_of(total: np.ndarray, steps: np.ndarray) -> np.ndarray:
    return np.lexsort((*steps.T[::-1], total))


def _cheapest(bridge: _Bridge) -> Iterator[NewTie]:
    """New ties with their routes, in the order of routes."""
    if not len(bridge.here) or not len(bridge.there):
        return
    waiting = [(int(bridge.here[0] + bridge.there[0]), 0, 0)]
    while waiting:
        total = waiting[0][0]
        equal = []
        while waiting and waiting[0][0] == total:  # all of one length, so that ids can decide
            _, i, j = heapq.heappop(waiting)
            if (tie := _new_tie(bridge, i, j)) is not None:
                equal.append(tie)
            if j + 1 < len(bridge.there):
                heapq.heappush(waiting, (int(bridge.here[i] + bridge.there[j + 1]), i, j + 1))
            if j == 0 and i + 1 < len(bridge.here):
                heapq.heappush(waiting, (int(bridge.here[i + 1] + bridge.there[0]), i + 1, 0))
        yield from sorted(equal, key=lambda tie: tie.introducers)


def _new_tie(bridge: _Bridge, i: int, j: int) -> NewTie | None:
    """The tie at these places, or None where the route would pass somebody twice."""
    before, after = bridge.before[i].tolist(), bridge.after[j].tolist()
    if set(before) & set(after):
        return None
    near, far = int(bridge.near[i]), int(bridge.far[j])
    return NewTie(min(near, far), max(near, far), int(bridge.here[i] + bridge.there[j]), (*before, *after), len(before))
