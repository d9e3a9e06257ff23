"""Which single new tie would keep most of a council's ways from outside when somebody leaves?

A new tie has strength 0.50, one end in post at the council and the other not; neither end leaves or is at a large
supplier (definitions, section 6). The best route over the new tie, in either direction, is put beside what each pair
has without it. All ties are tried; where there are too many, those with the ends that most outsiders can ask, and the
answer says so. The first few are then worked out again with the tie in place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.best_routes import FAR, Reach, best_routes
from graph.hop_odds import accept_odds, ask_odds, lengths
from graph.key_people import Council, ways
from graph.snapshot import Snapshot

CHECKED = 2 * d.BRIDGES_SHOWN  # worked out again: routes of equal length may differ in their odds
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
    tried = outside if everything else _likely(snapshot, council.ends.outsiders, outside)
    gain = _gains(council, gone, inside, tried, both=everything)
    column, row = np.nonzero(gain > d.TOLERANCE)
    order = np.lexsort((tried[column], inside[row], -np.round(gain[column, row], 12)))[:CHECKED]
    found = [_with(council, gone, int(inside[row[n]]), int(tried[column[n]])) for n in order]
    found.sort(key=lambda bridge: (-round(bridge.total, 12), sorted((bridge.inside, bridge.outside))))
    return Bridges(tuple(found[: d.BRIDGES_SHOWN]), len(inside) * len(tried), len(inside) * len(outside))


def _with(council: Council, gone: np.ndarray, inside: int, outside: int) -> Bridge:
    found = ways(council.snapshot.with_tie(inside, outside, d.SECOND_BRIDGE), council.ends, gone)
    return Bridge(inside, outside, found.total(), int(found.warm.sum()))


def _gains(council: Council, gone: np.ndarray, inside: np.ndarray, tried: np.ndarray, *, both: bool) -> np.ndarray:
    """What each tie would add to R: ends outside x ends inside; ``both``: in either direction."""
    gain = np.zeros((len(tried), len(inside)))
    for askers in _alike(council.snapshot, council.ends.outsiders[~gone[council.ends.outsiders]]):
        for maker in council.ends.makers[~gone[council.ends.makers]]:
            if council.snapshot.reachable(int(askers[0]), int(maker)):
                gain += _Pairs(council.snapshot, askers, int(maker), gone).gains(inside, tried, both=both)
    for column, outsider in enumerate(tried):
        known = [council.snapshot.warm.strength_of(int(outsider), int(person)) for person in inside]
        gain[column, np.array(known) >= d.SECOND_BRIDGE - d.TOLERANCE] = 0.0
    return gain


def _alike(snapshot: Snapshot, askers: np.ndarray) -> list[np.ndarray]:
    """Askers who may use the same introducers, together."""
    at_supplier = snapshot.at_supplier[askers]
    return [some for some in (askers[at_supplier], askers[~at_supplier]) if len(some)]


class _Pairs:
    """Some askers who may use the same introducers, and one decision-maker."""

    def __init__(self, snapshot: Snapshot, askers: np.ndarray, maker: int, gone: np.ndarray) -> None:
        self.snapshot, self.askers, self.maker = snapshot, askers, maker
        asks = np.zeros(len(snapshot.ids), bool)
        asks[askers] = True
        now = best_routes(snapshot, maker, asks, without=gone)
        self.total, self.odds = now.total_of(askers), now.of(askers)
        self.allowed = snapshot.introducers(int(askers[0])) & ~gone
        self.allowed[maker] = False
        self.onward = Reach.to_target(snapshot, maker, self.allowed)

    def gains(self, inside: np.ndarray, tried: np.ndarray, *, both: bool) -> np.ndarray:
        """What a tie between each of those tried and each of those inside would add to the odds of these pairs."""
        after, after_odds = self._after(inside)
        back = [self._before(int(person)) for person in inside] if both else []
        gain = np.zeros((len(tried), len(inside)))
        for column, outsider in enumerate(tried):
            before, before_odds = self._before(int(outsider))
            near = np.flatnonzero(before[-1] < FAR)
            total, odds = self._last_hop(int(outsider), inside, after, after_odds)
            best = _cheapest(before[:, near], before_odds[:, near], total, odds)
            gain[column] = self._better(near, *best)
            if both and self.allowed[outsider]:
                gain[column] = self._either_way(int(outsider), back, near, best)
        return gain

    def _before(self, person: int) -> tuple[np.ndarray, np.ndarray]:
        """How each asker comes to this person, in at most 0 to 3 hops: steps x askers."""
        found = Reach.to_introducer(self.snapshot, person, self.allowed)
        total, odds = found.total[:, self.askers], found.odds[:, self.askers]
        if not self.allowed[person]:  # who cannot introduce can still ask for himself
            total = np.where(self.askers == person, total, FAR)
        return total, odds

    def _after(self, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """From the new tie on, where these people are asked over it, after 0 to 3 hops: steps x people."""
        asked = ask_odds(np.float64(d.SECOND_BRIDGE), self.snapshot.helpfulness[people], self.snapshot.load[people])
        total = self.onward.total[::-1, people] + lengths(asked)
        total[:, ~self.allowed[people]] = FAR
        return np.minimum(total, FAR), self.onward.odds[::-1, people] * asked

    def _last_hop(
        self, outsider: int, inside: np.ndarray, after: np.ndarray, after_odds: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """The same where the new tie itself leads to the decision-maker, who accepts."""
        place = np.flatnonzero(inside == self.maker)
        if not len(place):
            return after, after_odds
        accepted = accept_odds(np.float64(d.SECOND_BRIDGE), self.snapshot.helpfulness[outsider])
        total, odds = after.copy(), after_odds.copy()
        total[:, place], odds[:, place] = lengths(accepted), accepted
        return total, odds

    def _better(self, near: np.ndarray, total: np.ndarray, odds: np.ndarray) -> np.ndarray:
        """Sum over askers of what the new routes (askers x people) add."""
        better = total < self.total[near][:, None]
        return np.where(better, odds - self.odds[near][:, None], 0.0).sum(axis=0)

    def _either_way(
        self,
        outsider: int,
        back: list[tuple[np.ndarray, np.ndarray]],
        near: np.ndarray,
        best: tuple[np.ndarray, np.ndarray],
    ) -> np.ndarray:
        """The same with routes that cross the tie from inside to outside too."""
        after, after_odds = self._after(np.array([outsider]))
        total = np.full((len(self.askers), len(back)), FAR)
        odds = np.zeros(total.shape)
        total[near], odds[near] = best
        for column, (before, before_odds) in enumerate(back):
            other, other_odds = _cheapest(before, before_odds, after, after_odds)
            shorter = other[:, 0] < total[:, column]
            total[shorter, column], odds[shorter, column] = other[shorter, 0], other_odds[shorter, 0]
        return self._better(np.arange(len(self.askers)), total, odds)


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


def _likely(snapshot: Snapshot, outsiders: np.ndarray, outside: np.ndarray) -> np.ndarray:
    """The ends that most outsiders can ask: odds of all walks of at most three hops that lead there, added up."""
    ties = snapshot.warm
    row = np.repeat(np.arange(len(snapshot.ids)), np.diff(ties.ptr))
    odds = np.exp(-ties.asked / d.LENGTH_UNIT)  # that the row passes on what the neighbour asks
    walks = np.bincount(outsiders, minlength=len(snapshot.ids)).astype(float)
    reached = walks.copy()
    for _ in range(d.MAX_INTRODUCERS):
        walks = np.bincount(row, odds * walks[ties.neighbour], len(walks)).astype(float)
        reached += walks
    first = np.lexsort((outside, -reached[outside]))[: d.BRIDGE_ENDS]
    return np.sort(outside[first])
