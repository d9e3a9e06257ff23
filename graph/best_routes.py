"""What is the best route of each of many people to one target, and what is it without any one introducer?

From the target outwards, hop by hop: of everybody within reach the best route of exactly so many hops, in the order of
routes (total length, fewer introducers, ids). A route that comes back to somebody is longer than the same route without
the detour, so the best over all hops never does. Cost grows with the ties of those within three hops of the target.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from graph import definitions as d
from graph.hop_odds import accept_odds, ask_odds
from graph.snapshot import Adjacency, Snapshot

HOPS = d.MAX_INTRODUCERS + 1
FAR = np.int64(1) << 60  # longer than any route, and two of them still add up


@dataclass(frozen=True)
class Best:
    """The best route of each asker that has one; arrays of equal length, sorted by asker."""

    asker: np.ndarray  # int32
    total: np.ndarray  # int64, length
    odds: np.ndarray  # float64, P*
    via: np.ndarray  # int32, askers x 3: introducers in order, -1 beyond the last

    def __len__(self) -> int:
        return len(self.asker)

    def of(self, askers: np.ndarray) -> np.ndarray:
        """P* of these people; 0 without a route."""
        return self._looked_up(self.odds, askers, 0.0)

    def total_of(self, askers: np.ndarray) -> np.ndarray:
        """Length of the best route of these people; FAR without one."""
        return self._looked_up(self.total, askers, FAR)

    def _looked_up(self, column: np.ndarray, askers: np.ndarray, without: float | np.int64) -> np.ndarray:
        if not len(self):
            return np.full(len(askers), without, column.dtype)
        place = np.minimum(np.searchsorted(self.asker, askers), len(self) - 1)
        return np.where(self.asker[place] == askers, column[place], without).astype(column.dtype)


@dataclass(frozen=True)
class Detours:
    """For each asker and each introducer of their best route: what is best if that introducer is not there."""

    asker: np.ndarray  # int32
    without: np.ndarray  # int32
    total: np.ndarray  # int64, FAR without a route
    odds: np.ndarray  # float64, 0 without a route
    usual: np.ndarray  # float64, odds while the introducer is there


Found = TypeVar("Found", Best, Detours)
_NOBODY, _NOTHING = np.zeros(0, np.int32), np.zeros(0)
_NO_ROUTES = Best(_NOBODY, np.zeros(0, np.int64), _NOTHING, np.zeros((0, d.MAX_INTRODUCERS), np.int32))
_NO_DETOURS = Detours(_NOBODY, _NOBODY, np.zeros(0, np.int64), _NOTHING, _NOTHING)


def best_routes(
    snapshot: Snapshot,
    target: int,
    askers: np.ndarray,
    *,
    ties: Adjacency | None = None,
    without: np.ndarray | None = None,
) -> Best:
    """The best routes of these askers (a mask) to the target, over ``ties`` (None: all warm).

    ``without``: a mask of people who are not there. 1/50 of a second a target on 200,000 people.
    """
    walks = _walks(snapshot, target, askers, ties, without)
    found = _joined([_NO_ROUTES, *(_best(walk, who) for walk, who in walks)])
    order = np.argsort(found.asker)
    return Best(*(getattr(found, column.name)[order] for column in fields(Best)))


def detours(snapshot: Snapshot, target: int, askers: np.ndarray, *, ties: Adjacency | None = None) -> Detours:
    """What is left to each asker if any one introducer of the best route were gone; all at once."""
    walks = _walks(snapshot, target, askers, ties, None)
    return _joined([_NO_DETOURS, *(_detours(walk, who) for walk, who in walks)])


@dataclass(frozen=True)
class Reach:
    """Best ways of everybody to somebody, of at most 0, 1, 2 and 3 hops: tables of 4 rows, a column for each person."""

    total: np.ndarray  # int64, FAR without a way
    odds: np.ndarray  # float64
    through: np.ndarray  # bool, who is an introducer on any of them

    @staticmethod
    def to_target(snapshot: Snapshot, target: int, allowed: np.ndarray) -> Reach:
        """As introducers with the last hop to the target, through these people (a mask); nobody has a way of 0 hops."""
        few = layers_to(snapshot, snapshot.warm, allowed & ~snapshot.mask([target]), target, hops=HOPS - 1)
        return _reach(snapshot, few)

    @staticmethod
    def to_introducer(snapshot: Snapshot, person: int, allowed: np.ndarray) -> Reach:
        """As askers who want this person to pass something on; 0 hops for the person."""
        usable = allowed & ~snapshot.mask([person])
        made = _reach(snapshot, layers_to(snapshot, snapshot.warm, usable, person, last=False, hops=HOPS - 1))
        made.total[:, person], made.odds[:, person] = 0, 1.0
        return made


@dataclass(frozen=True)
class Layer:
    """Best routes of exactly so many hops, of everybody who has one; sorted by person."""

    person: np.ndarray  # int32
    total: np.ndarray  # int64
    odds: np.ndarray  # float64
    via: np.ndarray  # int32, people x introducers

    def place(self, people: int) -> np.ndarray:
        """Where each person of the snapshot stands; -1 for who has no route."""
        place = np.full(people, -1, np.int32)
        place[self.person] = np.arange(len(self.person), dtype=np.int32)
        return place


def layers_to(
    snapshot: Snapshot,
    ties: Adjacency,
    allowed: np.ndarray,
    target: int,
    *,
    last: bool = True,
    hops: int = HOPS,
    askers: np.ndarray | None = None,
) -> list[Layer]:
    """Layers of 1 hop and more; ``last``: the first of them is the last of a route, where the target accepts.

    ``askers`` (a mask): the farthest layer is of these alone, found from their side where that is less to look at.
    """
    row = slice(ties.ptr[target], ties.ptr[target + 1])
    person, strength = ties.neighbour[row], ties.strength[row]
    if last:
        length, odds = ties.accept[row], accept_odds(strength, snapshot.helpfulness[person])
    else:
        length, odds = ties.asked[row], ask_odds(strength, snapshot.helpfulness[target], snapshot.load[target])
    layers = [Layer(person, length.astype(np.int64), odds, np.zeros((len(person), 0), np.int32))]
    for hop in range(1, hops):
        near = layers[-1]
        usable = np.flatnonzero(allowed[near.person])
        source, places, asker, cost = _onward(ties, near, usable, askers if hop == hops - 1 else None)
        total = cost[places] + near.total[source]
        best = _first(asker, total, asker != target)
        source, places, asker = source[best], places[best], asker[best]
        through = near.person[source]
        odds = _asking(snapshot, ties, places, through) * near.odds[source]
        via = np.concatenate([through[:, None], near.via[source]], axis=1)
        layers.append(Layer(asker, total[best], odds, via))
    return layers


# inside


@dataclass(frozen=True)
class _Walk:
    """The layers around one target, for askers who may use the same introducers."""

    snapshot: Snapshot
    ties: Adjacency
    allowed: np.ndarray
    layers: tuple[Layer, ...]


def _walks(
    snapshot: Snapshot, target: int, askers: np.ndarray, ties: Adjacency | None, without: np.ndarray | None
) -> list[tuple[_Walk, np.ndarray]]:
    """One walk for askers at suppliers and one for the others, where objections make a difference."""
    asks = askers & snapshot.passes
    asks[target] = False
    if without is not None:
        asks &= ~without
    if not snapshot.passes[target] or (without is not None and without[target]):
        asks = np.zeros_like(asks)
    elif snapshot.objected_suppliers[target]:
        asks &= ~snapshot.at_supplier
    over, walks = ties or snapshot.warm, []
    for who in snapshot.alike(asks):
        allowed = snapshot.introducers(int(np.argmax(who))) & ~snapshot.mask([target])
        if without is not None:
            allowed &= ~without
        layers = layers_to(snapshot, over, allowed, target, askers=who)
        walks.append((_Walk(snapshot, over, allowed, tuple(layers)), who))
    return walks


def _onward(
    ties: Adjacency, near: Layer, usable: np.ndarray, askers: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """All ties by which somebody asks these rows of a layer: the rows, places of the ties, who asks, length of each."""
    size = np.diff(ties.ptr)
    asking = np.zeros(0, int) if askers is None else np.flatnonzero(askers)
    if askers is None or size[asking].sum() > size[near.person[usable]].sum():
        places, which = ties.entries(near.person[usable])
        return usable[which], places, ties.neighbour[places], ties.asked
    places, which = ties.entries(asking)
    there = np.full(len(size), -1, np.int32)
    there[near.person[usable]] = usable
    source = there[ties.neighbour[places]]
    known = source >= 0
    return source[known], places[known], asking[which[known]], ties.ask


def _first(key: np.ndarray, total: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Of the entries with one key the first with the smallest total; places, in the order of keys."""
    places = np.flatnonzero(which)
    places = places[np.argsort(key[places], kind="stable")]
    if not len(places):
        return places
    sorted_keys = key[places]
    starts = np.flatnonzero(np.r_[True, sorted_keys[1:] != sorted_keys[:-1]])
    smallest = np.minimum.reduceat(total[places], starts)
    reach = np.flatnonzero(total[places] == np.repeat(smallest, np.diff(np.r_[starts, len(places)])))
    return places[reach[np.r_[True, sorted_keys[reach][1:] != sorted_keys[reach][:-1]]]]


def _asking(snapshot: Snapshot, ties: Adjacency, places: np.ndarray, through: np.ndarray) -> np.ndarray:
    return ask_odds(ties.strength[places], snapshot.helpfulness[through], snapshot.load[through])


def _best(walk: _Walk, askers: np.ndarray) -> Best:
    """The best over all numbers of hops: fewer introducers first where equal."""
    people = len(walk.snapshot.ids)
    total, odds = np.full(people, FAR), np.zeros(people)
    via = np.full((people, d.MAX_INTRODUCERS), -1, np.int32)
    for layer in walk.layers:
        better = (layer.total < total[layer.person]) & askers[layer.person]
        who = layer.person[better]
        total[who], odds[who] = layer.total[better], layer.odds[better]
        via[who] = -1
        via[who, : layer.via.shape[1]] = layer.via[better]
    who = np.flatnonzero(total < FAR).astype(np.int32)
    return Best(who, total[who], odds[who], via[who])


def _detours(walk: _Walk, askers: np.ndarray) -> Detours:
    best, people = _best(walk, askers), len(walk.snapshot.ids)
    row, column = np.nonzero(best.via >= 0)
    asker, without, usual = best.asker[row], best.via[row, column], best.odds[row]
    total, odds = np.full(len(asker), FAR), np.zeros(len(asker))
    avoiding = _Avoiding.nobody()
    for number, layer in enumerate(walk.layers):
        if number:
            avoiding = avoiding.grown(walk, walk.layers[number - 1], layer, askers if number == HOPS - 1 else None)
        found, odds_found = _avoid(layer, layer.place(people)[asker], avoiding, asker, without, people)
        better = found < total
        total[better], odds[better] = found[better], odds_found[better]
    return Detours(asker, without, total, odds, usual)


@dataclass(frozen=True)
class _Avoiding:
    """Best routes of exactly so many hops for those whose usual one runs through somebody who is not there."""

    key: np.ndarray  # int64, person x people + who is not there; sorted
    total: np.ndarray
    odds: np.ndarray

    @staticmethod
    def nobody() -> _Avoiding:
        return _Avoiding(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))

    def grown(self, walk: _Walk, last: Layer, layer: Layer, askers: np.ndarray | None) -> _Avoiding:
        """The same with one hop more; for the last hop of these askers alone."""
        people = len(walk.snapshot.ids)
        rows = np.arange(len(layer.person)) if askers is None else np.flatnonzero(askers[layer.person])
        columns = layer.via.shape[1]
        person = np.repeat(layer.person[rows], columns)
        without = layer.via[rows].ravel()
        places, which = walk.ties.entries(person)
        through = walk.ties.neighbour[places]
        place = last.place(people)[through]
        usable = walk.allowed[through] & (place >= 0) & (through != without[which])
        places, which, through, place = places[usable], which[usable], through[usable], place[usable]
        rest, rest_odds = _avoid(last, place, self, through, without[which], people)
        total = np.minimum(walk.ties.ask[places] + rest, FAR)
        best = _first(which, total, total < FAR)
        odds = _asking(walk.snapshot, walk.ties, places[best], through[best]) * rest_odds[best]
        key = person[which[best]].astype(np.int64) * people + without[which[best]]
        order = np.argsort(key)
        return _Avoiding(key[order], total[best][order], odds[order])


def _avoid(
    layer: Layer, place: np.ndarray, avoiding: _Avoiding, person: np.ndarray, without: np.ndarray, people: int
) -> tuple[np.ndarray, np.ndarray]:
    """Total and odds of the best route of exactly these hops that avoids somebody, of each of these people."""
    there = place >= 0
    if not len(layer.person):
        return np.full(len(person), FAR), np.zeros(len(person))
    total = np.where(there, layer.total[place], FAR)
    odds = np.where(there, layer.odds[place], 0.0)
    hit = there & (layer.via[place] == without[:, None]).any(axis=1)
    key = person[hit].astype(np.int64) * people + without[hit]
    found = np.minimum(np.searchsorted(avoiding.key, key), max(len(avoiding.key) - 1, 0))
    known = avoiding.key[found] == key if len(avoiding.key) else np.zeros(len(key), bool)
    total[hit] = np.where(known, avoiding.total[found] if len(avoiding.key) else FAR, FAR)
    odds[hit] = np.where(known, avoiding.odds[found] if len(avoiding.key) else 0.0, 0.0)
    return total, odds


def _reach(snapshot: Snapshot, layers: list[Layer]) -> Reach:
    people = len(snapshot.ids)
    total, odds = np.full((HOPS, people), FAR), np.zeros((HOPS, people))
    for hops in range(1, HOPS):
        total[hops], odds[hops] = total[hops - 1], odds[hops - 1]
        layer = layers[hops - 1]
        better = layer.total < total[hops, layer.person]
        who = layer.person[better]
        total[hops, who], odds[hops, who] = layer.total[better], layer.odds[better]
    through = np.zeros(people, bool)
    for layer in layers:
        through[layer.via] = True
    return Reach(total, odds, through)


def _joined(parts: list[Found]) -> Found:
    kind = type(parts[0])
    return kind(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(kind)))
