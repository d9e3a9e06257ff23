"""What is the best route from any of a firm's people to each of many targets? One search, however many targets.

From the askers outwards, hop by hop: of everybody within reach the best way of exactly so many hops, in the order of
routes (total length, fewer introducers, ids). ``graph.best_routes`` does the same from one target inwards. A way that
begins at its target or runs through it is no route: for the few targets of such ways the search is made from there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.best_routes import best_routes
from graph.hop_odds import accept_odds, ask_odds
from graph.snapshot import Adjacency, Snapshot

ENDS = 2  # a row of steps holds the asker, up to three introducers and the target


@dataclass(frozen=True)
class Routes:
    """Routes as columns of equal length; sorted as whoever made them says."""

    total: np.ndarray  # int64, length
    odds: np.ndarray  # float64
    steps: np.ndarray  # int32, routes x 5: asker, introducers in order (-1 beyond the last), target

    def __len__(self) -> int:
        return len(self.total)

    @property
    def target(self) -> np.ndarray:
        return self.steps[:, -1]

    def take(self, which: np.ndarray) -> Routes:
        """These rows, in this order."""
        return Routes(self.total[which], self.odds[which], self.steps[which])

    def first_of_each(self, key: np.ndarray) -> np.ndarray:
        """Of the rows with one key the first in the order of routes; places, in the order of keys."""
        introducers = (self.steps[:, 1:-1] >= 0).sum(axis=1)
        order = np.lexsort((*self.steps.T[::-1], introducers, self.total, key))
        sorted_keys = key[order]
        return np.asarray(order[np.r_[True, sorted_keys[1:] != sorted_keys[:-1]]] if len(order) else order)


def joined(parts: list[Routes]) -> Routes:
    """All of these, one after the other."""
    parts = [NO_ROUTES, *parts]
    return Routes(
        np.concatenate([part.total for part in parts]),
        np.concatenate([part.odds for part in parts]),
        np.concatenate([part.steps for part in parts]),
    )


NO_ROUTES = Routes(np.zeros(0, np.int64), np.zeros(0), np.zeros((0, d.MAX_INTRODUCERS + ENDS), np.int32))


def routes_to(snapshot: Snapshot, target: int, askers: np.ndarray, *, ties: Adjacency | None = None) -> Routes:
    """The best route of each of these askers (a mask) to one target, by asker."""
    best = best_routes(snapshot, target, askers, ties=ties)
    ends = np.full((len(best), 1), target, np.int32)
    return Routes(best.total, best.odds, np.concatenate([best.asker[:, None], best.via, ends], axis=1))


def routes_from(
    snapshot: Snapshot, askers: np.ndarray, targets: np.ndarray, *, ties: Adjacency | None = None
) -> Routes:
    """The best route that any of these askers (positions) has to each target (positions) that can be reached.

    Askers are all at a supplier or none is. Sorted by target. About 1/50 of a second on 200,000 people.
    """
    askers = askers[snapshot.passes[askers]]
    may = snapshot.passes[targets]
    if len(askers) and snapshot.at_supplier[askers[0]]:
        may &= ~snapshot.objected_suppliers[targets]
    targets = np.unique(targets[may])
    if not len(askers) or not len(targets):
        return NO_ROUTES
    ties = ties or snapshot.warm
    ways = ways_out(snapshot, ties, askers, snapshot.introducers(int(askers[0])))
    found = _arrivals(snapshot, ties, ways, targets)
    through = (found.steps[:, :-1] == found.target[:, None]).any(axis=1)
    if not through.any():
        return found
    mask = snapshot.mask(askers)
    again = [routes_to(snapshot, int(target), mask, ties=ties) for target in found.target[through]]
    found = joined([found.take(~through), *again])
    return found.take(found.first_of_each(found.target))


@dataclass(frozen=True)
class Ways:
    """Best ways to people who are asked after exactly so many hops; sorted by the ids along the way."""

    person: np.ndarray  # int32, who is reached
    total: np.ndarray  # int64
    odds: np.ndarray  # float64
    before: np.ndarray  # int32, ways x hops: the asker and whoever passed it on


def ways_out(
    snapshot: Snapshot, ties: Adjacency, askers: np.ndarray, allowed: np.ndarray, *, hops: int = d.MAX_INTRODUCERS
) -> list[Ways]:
    """How any of these askers (positions) comes to everybody allowed (a mask), by 0, 1, ... and so many hops."""
    askers = np.unique(askers).astype(np.int32)
    made = [Ways(askers, np.zeros(len(askers), np.int64), np.ones(len(askers)), np.zeros((len(askers), 0), np.int32))]
    for _ in range(hops):
        near = made[-1]
        places, source = ties.entries(near.person)
        usable = allowed[ties.neighbour[places]]
        places, source = places[usable], source[usable]
        total = near.total[source] + ties.ask[places]
        first = _first(ties.neighbour[places], total)
        places, source = places[first], source[first]
        asked = ties.neighbour[places]
        odds = near.odds[source] * ask_odds(ties.strength[places], snapshot.helpfulness[asked], snapshot.load[asked])
        before = np.concatenate([near.before[source], near.person[source][:, None]], axis=1)
        order = np.lexsort((asked, *before.T[::-1]))
        made.append(Ways(asked[order], total[first][order], odds[order], before[order]))
    return made


def _first(key: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Of the entries with one key the first with the smallest total; places, in the order of keys."""
    order = np.lexsort((total, key))  # stable: equal ones stay in the order of the ids along the way
    return order[np.r_[True, key[order][1:] != key[order][:-1]]] if len(order) else order


def _arrivals(snapshot: Snapshot, ties: Adjacency, ways: list[Ways], targets: np.ndarray) -> Routes:
    """The last hop, from the side of the targets: of each the best over all numbers of hops."""
    places, row = ties.entries(targets)
    through = ties.neighbour[places]
    found = []
    for hops, way in enumerate(ways):
        place = np.full(len(snapshot.ids), -1, np.int32)
        place[way.person] = np.arange(len(way.person), dtype=np.int32)
        there = np.flatnonzero(place[through] >= 0)
        source, entry = place[through[there]], places[there]
        total = way.total[source] + ties.accept[entry]
        odds = way.odds[source] * accept_odds(ties.strength[entry], snapshot.helpfulness[through[there]])
        steps = np.full((len(there), d.MAX_INTRODUCERS + ENDS), -1, np.int32)
        steps[:, :hops] = way.before[source]
        steps[:, hops] = way.person[source]
        steps[:, -1] = targets[row[there]]
        found.append(Routes(total, odds, steps))
    everything = joined(found)
    return everything.take(everything.first_of_each(everything.target))
