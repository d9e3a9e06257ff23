"""Whom to invite, so that most useful routes open: the best lists under rules, and what each rule costs.

The value of a list is the sum over its pairs (``graph.event_value``), times the chance that two people talk. With at
most 20,000 lists that meet the rules all are weighed; else lists grow from the best pairs, one guest at a time, and
guests are swapped while that helps. No guarantee is claimed then: the objective is not submodular.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property
from math import comb

import numpy as np

from graph import definitions as d
from graph.guest_lists import Counted, Limit, Room

EXACT, HEURISTIC = "exact", "pair-seeded greedy and swaps"
ROWS = 2_000  # lists that are weighed at once


@dataclass(frozen=True)
class Rule:
    """What somebody asked of a list, in words, and the limits that it means."""

    words: str
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class GuestList:
    """A list by positions among the candidates, ascending, and the sum of its pairs' values."""

    guests: tuple[int, ...]
    value: float


@dataclass(frozen=True)
class Lists:
    """What came out under some rules."""

    best: tuple[GuestList, ...]  # up to three, best first; equal ones by id
    method: str  # EXACT, or how they were found
    allowed: int | None  # how many lists meet the rules; None: too many rules to count
    mean: float  # of all lists that meet the rules, or of so many random ones
    mean_of: int


@dataclass(frozen=True)
class Planner:
    """Candidates, what their pairs are worth, and seats."""

    value: np.ndarray  # candidates x candidates, symmetric, 0 on the diagonal
    seats: int

    @property
    def candidates(self) -> int:
        return len(self.value)

    @cached_property
    def lists_all(self) -> int:
        """How many lists there are without any rule."""
        return comb(self.candidates, self.seats)

    def room(self, rules: tuple[Rule, ...]) -> Room:
        """The room with these rules."""
        return Room(self.seats, self.candidates, tuple(limit for rule in rules for limit in rule.limits))

    def first_that_fails(self, rules: tuple[Rule, ...]) -> Rule | None:
        """Of rules that no list meets the first that none meets together with those before it; None: all are met."""
        for many in range(1, len(rules) + 1):
            if not self.room(rules[:many]).possible:
                return rules[many - 1]
        return None

    def lists(self, rules: tuple[Rule, ...], *, also: tuple[int, ...] = (), seeds: int = d.EVENT_SEEDS) -> Lists:
        """The best lists; ``also`` a list known to meet the rules, which the answer is never below.

        ``seeds``: from how many of the best pairs lists grow, where not all are weighed.
        """
        room = self.room(rules)
        counted = Counted(room)
        if counted.known and counted.total <= d.EVENT_LISTS:
            every = counted.every()
            values = self.weigh(every)
            order = np.lexsort((*every.T[::-1], -np.round(values, 12)))[: d.EVENT_SHOWN]
            best = tuple(GuestList(tuple(every[n].tolist()), float(values[n])) for n in order)
            return Lists(best, EXACT, counted.total, float(values.mean()), len(every))
        found = self._grown(room, also, seeds)
        if counted.known:
            drawn = counted.drawn(d.EVENT_RANDOM_LISTS, d.EVENT_SEED)
        else:
            drawn = self._wandered(room, found[0].guests)
        allowed = counted.total if counted.known else None
        return Lists(tuple(found[: d.EVENT_SHOWN]), HEURISTIC, allowed, float(self.weigh(drawn).mean()), len(drawn))

    def weigh(self, lists: np.ndarray) -> np.ndarray:
        """The values of these lists (lists x seats)."""
        values = np.zeros(len(lists))
        for start in range(0, len(lists), ROWS):
            part = lists[start : start + ROWS]
            there = np.zeros((len(part), self.candidates))
            np.put_along_axis(there, part, 1.0, axis=1)
            values[start : start + ROWS] = (there @ self.value * there).sum(axis=1) / 2
        return values

    def swaps(self, room: Room, guests: tuple[int, ...]) -> np.ndarray:
        """The change of value for each guest who goes (rows) and candidate who comes (columns); -inf: not allowed."""
        inside = np.array(guests, np.int64)
        gain = self.value[:, inside].sum(axis=1)
        change = gain[None, :] - gain[inside][:, None] - self.value[inside]
        change[:, inside] = -np.inf
        told = room.member[:, inside].sum(axis=1)
        scarce, full = (room.member[which].astype(np.int64) for which in (told <= room.least, told >= room.most))
        change[scarce[:, inside].T @ (1 - scarce) + (1 - full[:, inside]).T @ full > 0] = -np.inf
        return np.asarray(change)

    def plain_greedy(self, room: Room) -> tuple[int, ...]:
        """One guest after the other, whoever adds most, as long as the rules can still be met."""
        return self._filled(room, ())

    # inside

    def _grown(self, room: Room, also: tuple[int, ...], most: int) -> list[GuestList]:
        one, other = np.triu_indices(self.candidates, 1)
        order = np.lexsort((other, one, -np.round(self.value[one, other], 12)))[:most]
        seeds = [(), *zip(one[order].tolist(), other[order].tolist(), strict=True)] if self.seats > 1 else [()]
        starts = [self._filled(room, seed) for seed in seeds if room.completable(_used(room, seed))]
        found = {self._swapped(room, guests) for guests in ([*starts, also] if also else starts)}
        best = self._in_order(found)
        return self._in_order({one.guests for one in best} | self._next_to(room, best[0].guests))

    def _in_order(self, lists: set[tuple[int, ...]]) -> list[GuestList]:
        values = self.weigh(np.array(sorted(lists), np.int64).reshape(len(lists), -1)).tolist()
        made = [GuestList(guests, value) for guests, value in zip(sorted(lists), values, strict=True)]
        return sorted(made, key=lambda one: (-round(one.value, 12), one.guests))

    def _next_to(self, room: Room, guests: tuple[int, ...]) -> set[tuple[int, ...]]:
        """The lists that one swap makes, those that lose least."""
        change = self.swaps(room, guests)
        out, come = np.nonzero(change > -np.inf)
        order = np.lexsort((come, out, -np.round(change[out, come], 12)))[: d.EVENT_SHOWN]
        return {_swap(guests, out[n], come[n]) for n in order}

    def _filled(self, room: Room, seed: tuple[int, ...]) -> tuple[int, ...]:
        guests, used = list(seed), np.array(_used(room, seed), np.int64)
        gain = self.value[:, guests].sum(axis=1)
        while len(guests) < self.seats:
            fits: dict[int, bool] = {}
            for candidate in np.lexsort((np.arange(self.candidates), -np.round(gain, 12))).tolist():
                sort = int(room.sort_of[candidate])
                if candidate in guests:
                    continue
                if sort not in fits:
                    fits[sort] = room.completable(tuple((used + (np.arange(len(used)) == sort)).tolist()))
                if fits[sort]:
                    break
            guests.append(candidate)
            used[sort] += 1
            gain = gain + self.value[candidate]
        return tuple(sorted(guests))

    def _swapped(self, room: Room, guests: tuple[int, ...]) -> tuple[int, ...]:
        """Swap one guest for one candidate, the best first, until none helps."""
        while True:
            change = self.swaps(room, guests)
            if not change.size or change.max() <= d.TOLERANCE:
                return guests
            guests = _swap(guests, *np.unravel_index(int(np.argmax(np.round(change, 12))), change.shape))

    def _wandered(self, room: Room, guests: tuple[int, ...]) -> np.ndarray:
        """Lists along a long random walk of swaps that keep to the rules."""
        chance, lists = random.Random(d.EVENT_SEED), []
        everybody = range(self.candidates)
        for step in range(d.EVENT_RANDOM_LISTS * self.seats):
            if step % self.seats == 0:
                lists.append(guests)
            out, come = chance.choice(guests), chance.choice(everybody)
            swapped = tuple(sorted({*guests, come} - {out}))
            guests = swapped if room.meets(swapped) else guests
        return np.array(lists, np.int64)


def _swap(guests: tuple[int, ...], out: np.integer, come: np.integer) -> tuple[int, ...]:
    """The list without the guest at one place and with another candidate."""
    return tuple(sorted({*guests, int(come)} - {guests[int(out)]}))


def _used(room: Room, guests: tuple[int, ...]) -> tuple[int, ...]:
    """How many of each sort."""
    return tuple(np.bincount(room.sort_of[list(guests)], minlength=len(room.sorts)).tolist())
