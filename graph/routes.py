"""Routes of introduction between two people, with their hops, odds and bands (definitions, section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import prod

import numpy as np

from graph import definitions as d
from graph import paths as p
from graph.hop_odds import accept_odds, ask_odds, lengths
from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Hop:
    """One step: ``asks`` to pass it on, or ``introduces`` to the target."""

    from_id: str
    to_id: str
    step: str  # "asks" or "introduces"
    strength: float
    odds: float
    length: int


@dataclass(frozen=True, slots=True)
class Route:
    """A route and how likely it is to work. Odds are shown as they are, bands in words, never percentages."""

    ids: tuple[str, ...]
    hops: tuple[Hop, ...]
    odds: float
    length: int
    band: str
    weakest_hop: int  # place of the hop with the lowest odds, the first if equal

    @property
    def order(self) -> tuple[int, int, tuple[str, ...]]:
        """The order of routes."""
        return self.length, len(self.ids), self.ids


@dataclass(frozen=True, slots=True)
class Miss:
    """The best route if ties below the warm line and a fourth introducer were allowed; never listed as a route."""

    route: Route
    below_warm: tuple[int, ...]  # hops over ties below the warm line


@dataclass(frozen=True, slots=True)
class Opening:
    """A tie of strength 0.30 that would make a route, or a better one."""

    tie: tuple[str, str]
    route: Route


@dataclass(frozen=True, slots=True)
class Between:
    """All that is said of a pair: the routes to list, the best one, whether the pair is warm."""

    listed: tuple[Route, ...]
    best: Route | None
    best_warm: Route | None  # the best along ties of at least 0.1 alone

    @property
    def any_works(self) -> float:
        """The chance that at least one of the listed routes works."""
        return 1 - prod(1 - route.odds for route in self.listed)

    @property
    def best_odds(self) -> float:
        """P*: odds of the best route, 0 without one."""
        return self.best.odds if self.best else 0.0

    @property
    def warm(self) -> bool:
        """Whether the pair has a warm route."""
        return self.best_warm is not None and d.reaches(self.best_warm.odds, d.WARM_PAIR_ODDS)


def between(snapshot: Snapshot, asker: str, target: str, *, without: frozenset[str] = frozenset()) -> Between:
    """The routes of a pair; ``without`` bans people as introducers. Unknown ids have no route."""
    ends = _ends(snapshot, asker, target)
    if ends is None:
        return Between((), None, None)
    found = p.paths(snapshot, *ends)
    if without:
        banned = [snapshot.number[i] for i in without if i in snapshot.number]
        found = found.where(np.asarray(~np.isin(found.introducers, banned).any(axis=1)))
    strong = found.where(found.weakest >= d.WARM_PAIR_TIE - d.TOLERANCE)
    listed = tuple(_route(snapshot, ends, found, place) for place in p.spread(found))
    best, best_warm = found.best(), strong.best()
    return Between(
        listed,
        None if best is None else _route(snapshot, ends, found, best),
        None if best_warm is None else _route(snapshot, ends, strong, best_warm),
    )


def every_route(snapshot: Snapshot, asker: str, target: str) -> list[Route]:
    """All loopless routes of at most three introducers, best first."""
    ends = _ends(snapshot, asker, target)
    if ends is None:
        return []
    found = p.paths(snapshot, *ends).in_order()
    return [_route(snapshot, ends, found, place) for place in range(len(found))]


def closest_miss(snapshot: Snapshot, asker: str, target: str) -> Miss | None:
    """The nearest thing to a route; None if not even that is there."""
    ends = _ends(snapshot, asker, target)
    if ends is None:
        return None
    found = p.paths(snapshot, *ends, introducers=d.MISS_INTRODUCERS, cold=True)
    best = found.best()
    if best is None:
        return None
    route = _route(snapshot, ends, found, best)
    steps = [(snapshot.number[hop.from_id], snapshot.number[hop.to_id]) for hop in route.hops]
    return Miss(route, tuple(n for n, (a, b) in enumerate(steps) if snapshot.warm.strength_of(a, b) == 0))


def openings(snapshot: Snapshot, asker: str, target: str, *, best: Route | None = None) -> list[Opening]:
    """Up to five ties that would make a route, in the order of the routes they give; ``best``: only better ones."""
    ends = _ends(snapshot, asker, target)
    if ends is None:
        return []
    before = None
    if best is not None:
        before = best.length, len(best.ids) - 2, tuple(snapshot.number[i] for i in best.ids[1:-1])
    return [
        Opening(
            (snapshot.ids[tie.a], snapshot.ids[tie.b]), _along(snapshot, [ends[0], *tie.introducers, ends[1]], tie.hop)
        )
        for tie in p.new_ties(snapshot, *ends, best=before)
    ]


def _ends(snapshot: Snapshot, asker: str, target: str) -> tuple[int, int] | None:
    if asker not in snapshot.number or target not in snapshot.number:
        return None
    return snapshot.number[asker], snapshot.number[target]


def _route(snapshot: Snapshot, ends: tuple[int, int], found: p.Paths, place: int) -> Route:
    between = [int(person) for person in found.introducers[place] if person >= 0]
    return _along(snapshot, [ends[0], *between, ends[1]])


def _along(snapshot: Snapshot, people: list[int], new_tie: int | None = None) -> Route:
    """The route along these people; hop ``new_tie`` goes over a tie that does not exist yet."""
    hops = tuple(
        _hop(snapshot, a, b, last=place == len(people) - 2, new=place == new_tie)
        for place, (a, b) in enumerate(pairwise(people))
    )
    odds = prod(hop.odds for hop in hops)
    rounded = [round(hop.odds, 12) for hop in hops]
    band = d.band(odds, min(hop.strength for hop in hops))
    ids = tuple(snapshot.ids[person] for person in people)
    return Route(ids, hops, odds, sum(hop.length for hop in hops), band, rounded.index(min(rounded)))


def _hop(snapshot: Snapshot, a: int, b: int, *, last: bool, new: bool) -> Hop:
    strength = np.float64(d.NEW_TIE if new else snapshot.all.strength_of(a, b))
    odds = (
        accept_odds(strength, snapshot.helpfulness[a])
        if last
        else ask_odds(strength, snapshot.helpfulness[b], snapshot.load[b])
    )
    step = "introduces" if last else "asks"
    return Hop(snapshot.ids[a], snapshot.ids[b], step, float(strength), float(odds), int(lengths(odds)))
