"""Which lists of guests meet all rules: is there one, how many are there, which are they, what is a random one?

A rule asks for at least and at most so many of some candidates. Candidates whom all rules treat alike are of one sort,
so lists are counted by how many they take of each sort, without being written out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product
from math import comb
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

State = tuple[int, ...]  # guests so far, then how many of each limit that is still open
STEPS = 400_000  # steps of counting after which we do not count: about a second


@dataclass(frozen=True)
class Limit:
    """At least and at most so many of some candidates."""

    members: np.ndarray  # bool, one for each candidate
    least: int = 0
    most: int = 1 << 30


@dataclass(frozen=True)
class Room:
    """So many seats, so many candidates (by position), and what a list has to keep to."""

    seats: int
    candidates: int
    limits: tuple[Limit, ...]

    @cached_property
    def rules(self) -> tuple[Limit, ...]:
        """The limits that any list of so many guests could break."""
        full = min(self.seats, self.candidates)
        return tuple(one for one in self.limits if one.least > 0 or one.most < min(full, int(one.members.sum())))

    @cached_property
    def member(self) -> np.ndarray:
        """Rules x candidates: who counts for which rule."""
        return np.array([rule.members for rule in self.rules], bool).reshape(len(self.rules), self.candidates)

    @cached_property
    def least(self) -> np.ndarray:
        return np.array([rule.least for rule in self.rules], np.int64)

    @cached_property
    def most(self) -> np.ndarray:
        return np.array([rule.most for rule in self.rules], np.int64)

    @cached_property
    def sorts(self) -> tuple[np.ndarray, ...]:
        """The candidates whom all rules treat alike, in an order that closes rules early."""
        alike: dict[bytes, list[int]] = {}
        for place, column in enumerate(self.member.T):
            alike.setdefault(column.tobytes(), []).append(place)
        return tuple(np.array(alike[key]) for key in sorted(alike, reverse=True))

    @cached_property
    def sort_of(self) -> np.ndarray:
        """The sort of each candidate."""
        sort = np.zeros(self.candidates, np.int64)
        for number, places in enumerate(self.sorts):
            sort[places] = number
        return sort

    @cached_property
    def counts_for(self) -> np.ndarray:
        """Rules x sorts."""
        return self.member[:, [places[0] for places in self.sorts]] if self.sorts else self.member[:, :0]

    @cached_property
    def size(self) -> np.ndarray:
        """How many candidates there are of each sort."""
        return np.array([len(places) for places in self.sorts], np.int64)

    def meets(self, guests: Sequence[int] | np.ndarray) -> bool:
        """Whether a list meets the rules, the number of seats among them."""
        told = self.member[:, np.asarray(guests, int)].sum(axis=1)
        return len(guests) == self.seats and bool(((told >= self.least) & (told <= self.most)).all())

    def completable(self, used: tuple[int, ...]) -> bool:
        """Whether a list that takes so many of each sort can be filled up to one that meets the rules."""
        if used not in self._completable:
            told = self.counts_for @ np.array(used, np.int64)
            broken = (told > self.most).any() or sum(used) > self.seats
            self._completable[used] = not broken and (
                self._filled_up(np.array(used), told) or self._solved(np.array(used))
            )
        return self._completable[used]

    @cached_property
    def _completable(self) -> dict[tuple[int, ...], bool]:
        """What was found out already: many lists grow through the same counts."""
        return {}

    @cached_property
    def possible(self) -> bool:
        """Whether any list meets the rules."""
        return self.completable((0,) * len(self.sorts))

    def _filled_up(self, used: np.ndarray, told: np.ndarray) -> bool:
        """Whether filling up sort by sort, those first that a rule still needs, happens to meet the rules."""
        left = self.seats - int(used.sum())
        for needed in (True, False):
            for sort in range(len(self.sorts)):
                rules = self.counts_for[:, sort]
                lacking = (self.least - told)[rules]
                room = min(left, int(self.size[sort] - used[sort]), int((self.most - told)[rules].min(initial=left)))
                take = min(room, int(lacking.max(initial=0))) if needed else room
                if take > 0:
                    used, told, left = used.copy(), told + take * rules, left - take
                    used[sort] += take
        return left == 0 and bool((told >= self.least).all())

    def _solved(self, used: np.ndarray) -> bool:
        """The same by integer programming, which is sure."""
        if not self.sorts:
            return self.seats == 0
        rules = np.vstack([np.ones(len(self.sorts)), self.counts_for])
        most = np.minimum(np.r_[self.seats, self.most], self.candidates)
        found = milp(
            np.zeros(len(self.sorts)),
            integrality=np.ones(len(self.sorts)),
            bounds=Bounds(used, self.size),
            constraints=LinearConstraint(rules, np.r_[self.seats, self.least], most),
        )
        return bool(found.success)


class Counted:
    """All lists that meet the rules, counted and not written out."""

    def __init__(self, room: Room) -> None:
        """Count; ``known`` says whether that came to an end."""
        self._room = room
        self._layers: list[dict[State, int]] = [{(0,) * (1 + len(room.rules)): 1}]  # lists that lead to a state
        self._steps: list[dict[State, list[Step]]] = []  # by which steps each state is reached
        self.known = self._count()

    @cached_property
    def total(self) -> int:
        """How many lists meet the rules."""
        return sum(lists for state, lists in self._layers[-1].items() if state[0] == self._room.seats)

    def every(self) -> np.ndarray:
        """All of them: lists x seats, positions in ascending order."""
        ends = [state for state in self._layers[-1] if state[0] == self._room.seats]
        mixes = [mix for state in ends for mix in self._mixes(len(self._steps), state)]
        lists = [sorted(guests) for mix in mixes for guests in self._of(mix)]
        return np.array(lists, np.int64).reshape(len(lists), self._room.seats)

    def drawn(self, number: int, seed: int) -> np.ndarray:
        """So many of them at random, each as likely as any other, with repetition."""
        chance = random.Random(seed)
        return np.array([sorted(self._draw(chance)) for _ in range(number)], np.int64)

    def _count(self) -> bool:
        steps = 0
        for sort, size in enumerate(self._room.size.tolist()):
            after: dict[State, int] = {}
            reached: dict[State, list[Step]] = {}
            for state, lists in self._layers[-1].items():
                for take, then in self._onward(sort, state):
                    weight = lists * comb(size, take)
                    after[then] = after.get(then, 0) + weight
                    reached.setdefault(then, []).append(Step(state, take, weight))
                    steps += 1
                if steps > STEPS:
                    return False
            self._layers.append(after)
            self._steps.append(reached)
        return True

    @cached_property
    def _left(self) -> np.ndarray:
        """For each sort how many candidates come after it, for each rule and, last, in all."""
        sizes = np.vstack([self._room.counts_for, np.ones(len(self._room.sorts), bool)]) * self._room.size
        return np.asarray(sizes.sum(axis=1)[:, None] - np.cumsum(sizes, axis=1))

    def _onward(self, sort: int, state: State) -> Iterator[tuple[int, State]]:
        """How many of this sort may be taken after that, and what is so far then."""
        room, left = self._room, self._left[:, sort].tolist()
        rules = [
            (rule, *limits) for rule, limits in enumerate(zip(room.least.tolist(), room.most.tolist(), strict=True))
        ]
        counts = room.counts_for[:, sort].tolist()
        for take in range(min(int(room.size[sort]), room.seats - state[0]) + 1):
            told = [so_far + take * counted for so_far, counted in zip(state[1:], counts, strict=True)]
            if any(told[rule] > most for rule, _, most in rules):
                break
            enough = state[0] + take + left[-1] >= room.seats
            if enough and all(told[rule] + left[rule] >= least for rule, least, _ in rules):
                # what no longer matters is forgotten: a rule without candidates left, and more than one needs
                open_still = [left[rule] and most < room.seats for rule, _, most in rules]
                kept = [n if still else min(n, r[1]) for n, still, r in zip(told, open_still, rules, strict=True)]
                yield take, (state[0] + take, *kept)

    def _mixes(self, sorts: int, state: State) -> Iterator[tuple[int, ...]]:
        """Every way to take so many of each of the first sorts that leads to a state."""
        if not sorts:
            yield ()
            return
        for step in self._steps[sorts - 1][state]:
            for mix in self._mixes(sorts - 1, step.before):
                yield (*mix, step.take)

    def _of(self, mix: tuple[int, ...]) -> Iterator[Iterator[int]]:
        choices = [combinations(places.tolist(), take) for places, take in zip(self._room.sorts, mix, strict=True)]
        return (chain.from_iterable(parts) for parts in product(*choices))

    def _draw(self, chance: random.Random) -> list[int]:
        """One list: from the end back, each step as often as there are lists that take it."""
        guests: list[int] = []
        ends = [Step(state, 0, lists) for state, lists in self._layers[-1].items() if state[0] == self._room.seats]
        state = _pick(chance, ends).before
        for places, steps in zip(reversed(self._room.sorts), reversed(self._steps), strict=True):
            step = _pick(chance, steps[state])
            guests += chance.sample(places.tolist(), step.take)
            state = step.before
        return guests


class Step(NamedTuple):
    """Taking so many of one sort, and in how many ways that comes about."""

    before: State
    take: int
    weight: int


def _pick(chance: random.Random, steps: list[Step]) -> Step:
    """One of these, as often as its weight says; weights may be larger than any float."""
    at = chance.randrange(sum(step.weight for step in steps))
    for step in steps:
        at -= step.weight
        if at < 0:
            break
    return step
