"""Who at a council belongs to which side, who of them know each other, and what chance alone would make of it.

Sides, by any officer post at this council: innovators, then operations and budget holders (the other side), then the
rest. For the function matrix each person counts once, in the function of the highest post there that has one; equal
levels go by the name of the function (definitions, section 6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pyarrow.compute as pc

from graph import definitions as d
from graph.derived import Derived
from graph.groups import Groups
from graph.measures.mixing import Mixing, mixing
from graph.posts import Posts
from graph.small_groups import told_as_one
from graph.snapshot import Adjacency
from graph.vocabulary import FUNCTIONS, LEVELS

REST, INNOVATOR, OTHER_SIDE = 0, 1, 2
NO_FUNCTION: Final = ""
OTHER: Final = "other"  # a function, and where small groups go


@dataclass(frozen=True)
class Officers:
    """The officers of one council and the warm ties among them; places count from 0 in the order of ``people``."""

    people: np.ndarray  # int32, positions in scene.people, ascending
    function: np.ndarray  # int8, position in FUNCTIONS, -1 not known
    side: np.ndarray  # int8: REST, INNOVATOR or OTHER_SIDE
    a: np.ndarray  # int32, places; a < b
    b: np.ndarray  # int32
    strength: np.ndarray  # float64

    def __len__(self) -> int:
        return len(self.people)

    @cached_property
    def functions(self) -> list[str]:
        """The function of each as a word, ``NO_FUNCTION`` where none is known."""
        return [FUNCTIONS[code] if code >= 0 else NO_FUNCTION for code in self.function.tolist()]

    @property
    def cross(self) -> np.ndarray:
        """Which ties join an innovator and somebody of the other side."""
        return np.asarray(self.side[self.a] * self.side[self.b] == INNOVATOR * OTHER_SIDE)

    @cached_property
    def ties(self) -> Adjacency:
        """The ties as rows, each tie twice; lengths are 0, since no route is searched here."""
        row, neighbour = np.r_[self.a, self.b], np.r_[self.b, self.a]
        order = np.lexsort((neighbour, row))
        ptr = np.searchsorted(row[order], np.arange(len(self) + 1)).astype(np.int32)
        nothing = np.zeros(len(order), np.int32)
        strength = np.r_[self.strength, self.strength][order]
        return Adjacency(ptr, neighbour[order], strength, nothing, nothing, nothing)

    def on(self, side: int) -> np.ndarray:
        """Places of those on one side."""
        return np.flatnonzero(self.side == side)


@dataclass(frozen=True)
class Councils:
    """The officers of every council on record, one after the other, as arrays."""

    ids: list[str]  # of all councils, sorted, those without officers too
    officers: Groups  # of council number g: its people, ascending
    function: np.ndarray  # of each entry of ``officers.member``
    side: np.ndarray
    tie_council: np.ndarray  # int32, sorted
    a: np.ndarray  # int32, places inside the council; a < b
    b: np.ndarray
    strength: np.ndarray

    def of(self, council: int) -> Officers:
        """One council by its number in ``ids``."""
        here = slice(*self.officers.ptr[[council, council + 1]])
        ties = slice(*np.searchsorted(self.tie_council, [council, council + 1]))
        people, function, side = self.officers.member[here], self.function[here], self.side[here]
        return Officers(people, function, side, self.a[ties], self.b[ties], self.strength[ties])


@dataclass(frozen=True, slots=True)
class Cell:
    """Ties between two groups (or inside one), beside the number expected if labels were shuffled."""

    a: str
    b: str
    ties: int
    expected: float


def councils(derived: Derived) -> Councils:
    """All councils at once; linear in posts and warm ties."""
    posts, organisations = derived.posts, derived.scene.things("organisations")
    places = np.flatnonzero(pc.equal(organisations.column("kind"), "council").fill_null(False).to_numpy())
    number = np.full(len(organisations) + 1, -1, np.int32)
    number[places] = np.arange(len(places), dtype=np.int32)
    held = np.flatnonzero(posts.officer)
    officers = Groups.of(number[posts.organisation[held]], posts.person[held], groups=len(places))
    entry = _entries(officers, number[posts.organisation[held]], posts.person[held], posts.people)
    warm = derived.ties.warm
    a, b, strength = derived.ties.a[warm], derived.ties.b[warm], derived.ties.strength[warm]
    tie, council = officers.shared(a, b)
    order = np.lexsort((tie, council))
    tie, council = tie[order], council[order]
    first = officers.ptr[council]
    return Councils(
        ids=organisations.column("organisation_id").take(places).to_pylist(),
        officers=officers,
        function=_functions(posts, held, entry, len(officers.member)),
        side=_sides(posts, held, entry, len(officers.member)),
        tie_council=council,
        a=(_entries(officers, council, a[tie], posts.people) - first).astype(np.int32),
        b=(_entries(officers, council, b[tie], posts.people) - first).astype(np.int32),
        strength=strength[tie],
    )


def _entries(officers: Groups, council: np.ndarray, person: np.ndarray, people: int) -> np.ndarray:
    """Where (council, person) stands among all entries."""
    keys = officers.group.astype(np.int64) * max(people, 1) + officers.member
    return np.searchsorted(keys, council.astype(np.int64) * max(people, 1) + person)


def _functions(posts: Posts, held: np.ndarray, entry: np.ndarray, size: int) -> np.ndarray:
    """Function of the highest officer post that has one (unknown level last), equal levels by name; else -1."""
    by_name = np.argsort(np.argsort(FUNCTIONS))
    known = posts.function[held] >= 0
    held, entry = held[known], entry[known]
    level = np.where(posts.level[held] < 0, len(LEVELS), posts.level[held])
    order = np.lexsort((by_name[posts.function[held]], level, entry))
    found, first = np.unique(entry[order], return_index=True)
    function = np.full(size, -1, np.int8)
    function[found] = posts.function[held[order[first]]]
    return function


def _sides(posts: Posts, held: np.ndarray, entry: np.ndarray, size: int) -> np.ndarray:
    innovation = posts.function[held] == FUNCTIONS.index("innovation")
    operations = posts.function[held] == FUNCTIONS.index("operations")
    side = np.full(size, REST, np.int8)
    side[entry[operations | posts.with_budget[held]]] = OTHER_SIDE
    side[entry[innovation]] = INNOVATOR
    return side


def matrix(officers: Officers, group: Sequence[str]) -> tuple[Cell, ...]:
    """Ties between each two groups, by name; who is in no group (``NO_FUNCTION``) has no cell but counts for chance."""
    names = sorted(set(group) - {NO_FUNCTION})
    number = {name: place for place, name in enumerate(names)}
    of = np.array([number.get(name, len(names)) for name in group], np.int64)
    width, size = len(names) + 1, np.bincount(of, minlength=len(names) + 1)
    low, high = np.minimum(of[officers.a], of[officers.b]), np.maximum(of[officers.a], of[officers.b])
    counts = np.bincount(low * width + high, minlength=width * width).reshape(width, width)
    return tuple(
        Cell(names[i], names[j], int(counts[i, j]), by_chance(officers, int(size[i]), None if i == j else int(size[j])))
        for i in range(len(names))
        for j in range(i, len(names))
    )


def by_chance(officers: Officers, one: int, other: int | None) -> float:
    """Ties expected between groups of these sizes (None: inside one) if labels were shuffled; 0 without a pair."""
    n = len(officers)
    pairs = one * (one - 1) / 2 if other is None else one * other
    return len(officers.a) * pairs / (n * (n - 1) / 2) if n > 1 else 0.0


def external_internal(officers: Officers, group: Sequence[str]) -> Mixing:
    """E-I index of warm ties beside its value by chance; all who are in no group are in one together."""
    return mixing(officers.ties, np.unique(np.array(group, str), return_inverse=True)[1])


def merged(functions: Sequence[str]) -> list[str]:
    """The group of each person for outsiders: functions under five people, and none at all, become "other".

    While "other" itself has fewer than five, the smallest group besides joins it; of fewer than five people nothing is
    made. Everybody else is in a group, so no sum differs from another by a few people.
    """
    if len(functions) < d.SMALL_GROUP:
        return []
    small = told_as_one(Counter(functions), also=(NO_FUNCTION, OTHER))
    return [OTHER if name in small else name for name in functions]


def outside_ties(derived: Derived, officers: Officers) -> np.ndarray:
    """How many warm ties each of these officers has to people who are none of them."""
    ties = derived.ties
    inside = np.zeros(len(derived.scene.people), bool)
    inside[officers.people] = True
    out = ties.warm & (inside[ties.a] != inside[ties.b])
    ends = np.where(inside[ties.a], ties.a, ties.b)[out]
    return np.bincount(ends, minlength=len(inside))[officers.people]
