"""Which single new tie would keep most of a council's ways from outside when somebody leaves?

A new tie has strength 0.50, one end in post at the council and the other not; neither end leaves or is at a large
supplier (definitions, section 6). The best route over the new tie, in either direction, is put beside what each pair
has without it. All ties are tried; where there are too many, those between the ends that most outsiders can ask and
the ends inside that are best placed to go on, and the answer says so. The first few are then worked out again with the
tie in place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.best_routes import FAR, Reach, best_routes
from graph.hop_odds import accept_odds, ask_odds, lengths
from graph.key_people import Council, ways
from graph.snapshot import Snapshot

STEPS = range(d.MAX_INTRODUCERS + 1)  # hops before the new tie; after it as many as are left


@dataclass(frozen=True, slots=True)
class Bridge:
    """A tie that does not exist yet, by its ends; R and warm pairs with it when somebody has left."""

    inside: int
    outside: int
    total: float
    warm: int


@dataclass(frozen=True, slots=True)
class Bridges:
    """The best bridges, those that keep most of R first."""

    best: tuple[Bridge, ...]
    tried: int
    possible: int

    @property
    def exhaustive(self) -> bool:
        """Whether every possible tie was tried."""
        return self.tried == self.possible


def second_bridges(council: Council, gone: np.ndarray, large_supplier: np.ndarray) -> Bridges:
    """The best ties when these people are gone; both masks of people. None where no tie would add anything."""
    snapshot, staff = council.snapshot, council.ends.staff
    may = ~gone & ~large_supplier & snapshot.passes
    inside = staff[may[staff]]
    outside = np.setdiff1d(np.flatnonzero(may), staff)
    asks = len(council.ends.outsiders) * len(council.ends.makers)
    everything = len(inside) * len(outside) * asks <= d.BRIDGE_CELLS
    possible, tried = len(inside) * len(outside), outside
    if not everything:
        inside, tried = _close(council, gone, inside), _likely(snapshot, council.ends.outsiders, outside)
    gain = _gains(council, gone, inside, tried, both=everything)
    column, row = np.nonzero(gain > d.TOLERANCE)
    order = np.lexsort((tried[column], inside[row], -np.round(gain[column, row], 12)))[
        : d.BRIDGES_SHOWN * (2 if everything else 1)
    ]
    found = [_with(council, gone, int(inside[row[n]]), int(tried[column[n]])) for n in order]
    found.sort(key=lambda bridge: (-round(bridge.total, 12), sorted((bridge.inside, bridge.outside))))
    return Bridges(tuple(found[: d.BRIDGES_SHOWN]), len(inside) * len(tried), possible)


def _with(council: Council, gone: np.ndarray, inside: int, outside: int) -> Bridge:
    found = ways(council.snapshot.with_tie(inside, outside, d.SECOND_BRIDGE), council.ends, gone)
    return Bridge(inside, outside, found.total(), int(found.warm.sum()))


def _gains(council: Council, gone: np.ndarray, inside: np.ndarray, tried: np.ndarray, *, both: bool) -> np.ndarray:
    """What each tie would add to R: ends outside x ends inside; ``both``: in either direction."""
    gain = np.zeros((len(tried), len(inside)))
    snapshot, makers = council.snapshot, council.ends.makers[~gone[council.ends.makers]]
    for group in snapshot.alike(snapshot.mask(council.ends.outsiders) & ~gone):
        askers = np.flatnonzero(group)
        there = _WaysThere(snapshot, askers, gone)
        reached = [int(maker) for maker in makers if snapshot.reachable(int(askers[0]), int(maker))]
        pairs = [_Pairs(there, maker, gone, inside, tried, both=both) for maker in reached]
        for column, outsider in enumerate(tried.tolist()):
            known = there.to(outsider)
            gain[column] += sum(some.gains(outsider, known) for some in pairs)
    for column, outsider in enumerate(tried):
        strong = [snapshot.warm.strength_of(int(outsider), int(person)) for person in inside]
        gain[column, np.array(strong) >= d.SECOND_BRIDGE - d.TOLERANCE] = 0.0
    return gain


@dataclass(frozen=True)
class _Known:
    """How askers come to somebody in at most 0 to 3 hops: steps x askers; and who is an introducer on the way."""

    total: np.ndarray
    odds: np.ndarray
    through: np.ndarray


class _WaysThere:
    """How some askers, who may use the same introducers, come to anybody."""

    def __init__(self, snapshot: Snapshot, askers: np.ndarray, gone: np.ndarray) -> None:
        self.snapshot, self.askers = snapshot, askers
        self.allowed = snapshot.introducers(int(askers[0])) & ~gone

    def to(self, person: int) -> _Known:
        """To this person."""
        return self._found(person, self.allowed)

    def without(self, known: _Known, person: int, maker: int) -> _Known:
        """The same where a decision-maker introduces nobody, for they are the end of the route."""
        if maker not in known.through and maker != person:
            return known
        return self._found(person, self.allowed & ~self.snapshot.mask([maker]))

    def _found(self, person: int, allowed: np.ndarray) -> _Known:
        found = Reach.to_introducer(self.snapshot, person, allowed)
        total, odds = found.total[:, self.askers], found.odds[:, self.askers]
        if not allowed[person]:  # who cannot introduce can still ask for himself
            total = np.where(self.askers == person, total, FAR)
        return _Known(total, odds, np.flatnonzero(found.through))


class _Pairs:
    """Some askers, and one decision-maker: what each pair has now, and how those at the ends of new ties go on."""

    def __init__(
        self, there: _WaysThere, maker: int, gone: np.ndarray, inside: np.ndarray, tried: np.ndarray, *, both: bool
    ) -> None:
        self.there, self.maker, self.inside = there, maker, inside
        now = best_routes(there.snapshot, maker, there.snapshot.mask(there.askers), without=gone)
        self.total, self.odds = now.total_of(there.askers), now.of(there.askers)
        onward = Reach.to_target(there.snapshot, maker, there.allowed)
        self.onward = self._asked(onward, inside)
        self.back = [there.without(there.to(person), person, maker) for person in inside.tolist()] if both else []
        self.onward_back = (
            {person: self._asked(onward, np.array([person])) for person in tried.tolist()} if both else {}
        )

    def gains(self, outsider: int, known: _Known) -> np.ndarray:
        """What a tie between this end and each of those inside would add to the odds of these pairs."""
        known = self.there.without(known, outsider, self.maker)
        near = np.flatnonzero(known.total[-1] < FAR)
        best = _cheapest(known.total[:, near], known.odds[:, near], *self._last_hop(outsider))
        if not self.back:
            return self._better(near, *best)
        total, odds = np.full((len(self.total), len(self.inside)), FAR), np.zeros((len(self.total), len(self.inside)))
        total[near], odds[near] = best
        for column, back in enumerate(self.back):  # and from inside to outside
            other, other_odds = _cheapest(back.total, back.odds, *self.onward_back[outsider])
            shorter = other[:, 0] < total[:, column]
            total[shorter, column], odds[shorter, column] = other[shorter, 0], other_odds[shorter, 0]
        return self._better(np.arange(len(self.total)), total, odds)

    def _asked(self, onward: Reach, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """From the new tie on, where these people are asked over it, with as many hops as are left: steps x people."""
        snapshot = self.there.snapshot
        asked = ask_odds(np.float64(d.SECOND_BRIDGE), snapshot.helpfulness[people], snapshot.load[people])
        total = np.minimum(onward.total[::-1, people] + lengths(asked), FAR)
        total[:, ~self.there.allowed[people] | (people == self.maker)] = FAR
        return total, onward.odds[::-1, people] * asked

    def _last_hop(self, outsider: int) -> tuple[np.ndarray, np.ndarray]:
        """The same, and where the new tie itself leads to the decision-maker, who accepts."""
        total, odds = self.onward
        place = np.flatnonzero(self.inside == self.maker)
        if not len(place):
            return total, odds
        accepted = accept_odds(np.float64(d.SECOND_BRIDGE), self.there.snapshot.helpfulness[outsider])
        total, odds = total.copy(), odds.copy()
        total[:, place], odds[:, place] = lengths(accepted), accepted
        return total, odds

    def _better(self, near: np.ndarray, total: np.ndarray, odds: np.ndarray) -> np.ndarray:
        """Sum over askers of what the new routes (askers x people) add."""
        better = total < self.total[near][:, None]
        return np.asarray(np.where(better, odds - self.odds[near][:, None], 0.0).sum(axis=0))


def _cheapest(
    before: np.ndarray, before_odds: np.ndarray, after: np.ndarray, after_odds: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The best way over the new tie, askers x people, whatever number of hops lies before and after it."""
    total = np.full((before.shape[1], after.shape[1]), FAR)
    odds = np.zeros(total.shape)
    for step in STEPS:
        found = before[step][:, None] + after[step][None, :]
        shorter = found < total
        total[shorter] = found[shorter]
        odds[shorter] = (before_odds[step][:, None] * after_odds[step][None, :])[shorter]
    return total, odds


def _close(council: Council, gone: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """The ends inside that are best placed to go on to those who decide, themselves among them."""
    odds = np.isin(inside, council.ends.makers).astype(float)
    asks = council.snapshot.mask(inside)
    for maker in council.ends.makers[~gone[council.ends.makers]]:
        odds += best_routes(council.snapshot, int(maker), asks, without=gone).of(inside)
    return np.sort(inside[np.lexsort((inside, -odds))[: d.BRIDGE_ENDS]])


def _likely(snapshot: Snapshot, outsiders: np.ndarray, outside: np.ndarray) -> np.ndarray:
    """The ends that most outsiders can ask: odds of all walks of at most three hops that lead there, added up."""
    ties = snapshot.warm
    odds = np.exp(-ties.asked / d.LENGTH_UNIT)  # that the row passes on what the neighbour asks
    walks = np.bincount(outsiders, minlength=len(snapshot.ids)).astype(float)
    reached = walks.copy()
    for _ in range(d.MAX_INTRODUCERS):
        walks = np.bincount(ties.owners, odds * walks[ties.neighbour], len(walks)).astype(float)
        reached += walks
    first = np.lexsort((outside, -reached[outside]))[: d.BRIDGE_ENDS]
    return np.sort(outside[first])
