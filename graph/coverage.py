"""Which smallest set of a council's officers covers every yes that any of them covers?

An officer covers a yes by holding it, or by a warm tie of at least 0.2 to a holder; who objected to introductions by
holding alone. Always exact: there are five yeses, so all that matters of an officer is which of them they cover and
which they hold, and sets grow by one member at a time over at most 1,024 such pairs (definitions, section 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import comb
from operator import or_

import numpy as np

from graph import definitions as d
from graph.derived import Derived
from graph.holders import YESES, holders, officer_posts


@dataclass(frozen=True, slots=True)
class Coverage:
    """The champion set of a council for a theme."""

    candidates: int  # officers of the council who cover a yes
    holders: Mapping[str, tuple[str, ...]]  # yes -> ids; empty means not known
    people: tuple[str, ...]  # the set, by id
    covers: Mapping[str, tuple[str, ...]]  # member -> yeses
    holds: Mapping[str, tuple[str, ...]]  # member -> yeses that they hold themselves
    held: int  # yeses that the members hold between them
    scores: float  # sum of champion scores, 0 for who has too little on record
    equally_small: int  # sets of that size that cover as much
    not_known: tuple[str, ...]  # yeses without a holder


@dataclass(frozen=True, slots=True)
class _Member:
    """An officer as far as coverage goes: bits of yeses covered and held."""

    id: str
    covers: int
    holds: int
    score: float


def champion_set(derived: Derived, council: str, theme: str, scores: np.ndarray) -> Coverage:
    """The champion set; ``scores`` by position in ``scene.people``. An unknown council has no officers, and no set."""
    held = {yes: tuple(holder.person_id for holder in found) for yes, found in holders(derived, council, theme).items()}
    members = _members(derived, council, held, scores)
    best, score = _smallest(members)
    return Coverage(
        candidates=sum(member.covers > 0 for member in members),
        holders=held,
        people=tuple(member.id for member in best),
        covers={member.id: _yeses(member.covers) for member in best},
        holds={member.id: _yeses(member.holds) for member in best},
        held=_union(member.holds for member in best).bit_count(),
        scores=score,
        equally_small=_how_many(members, len(best)),
        not_known=tuple(yes for yes in YESES if not held[yes]),
    )


def _members(derived: Derived, council: str, held: Mapping[str, tuple[str, ...]], scores: np.ndarray) -> list[_Member]:
    """The council's officers, by id."""
    scene = derived.scene
    holds = np.zeros(len(scene.people), np.int64)
    for bit, yes in enumerate(YESES):
        holds[[scene.number[person] for person in held[yes]]] |= 1 << bit
    ties = derived.ties
    close = ties.warm & (ties.strength >= d.COVER_TIE - d.TOLERANCE)
    covers = holds.copy()
    np.bitwise_or.at(covers, ties.a[close], holds[ties.b[close]])
    np.bitwise_or.at(covers, ties.b[close], holds[ties.a[close]])
    objected = [scene.number[person] for person in scene.objected_introductions if person in scene.number]
    covers[objected] = holds[objected]
    officers = np.flatnonzero(derived.posts.anyone(officer_posts(derived, council)))
    return [_Member(scene.people[i], int(covers[i]), int(holds[i]), float(scores[i])) for i in officers]


def _smallest(members: list[_Member]) -> tuple[tuple[_Member, ...], float]:
    """The best of the smallest sets, and the sum of its scores: most yeses held, largest sum, then ids.

    Of officers who cover and hold the same, only the best can be in it: a second one would add nothing.
    """
    goal = _union(member.covers for member in members)
    alike: dict[tuple[int, int], _Member] = {}
    for member in sorted(members, key=lambda one: (-round(one.score, 12), one.id)):
        alike.setdefault((member.covers, member.holds), member)
    reached: dict[tuple[int, int], tuple[_Member, ...]] = {(0, 0): ()}
    while not any(covered == goal for covered, _ in reached):
        grown: dict[tuple[int, int], tuple[_Member, ...]] = {}
        for (covered, held), chosen in reached.items():
            for member in alike.values():
                if member.covers & ~covered:
                    key, wider = (covered | member.covers, held | member.holds), (*chosen, member)
                    if key not in grown or _worth(wider) < _worth(grown[key]):
                        grown[key] = wider
        reached = grown
    full = [(held, chosen) for (covered, held), chosen in reached.items() if covered == goal]
    _, best = min(full, key=lambda found: (-found[0].bit_count(), _worth(found[1])))
    return tuple(sorted(best, key=lambda one: one.id)), sum(one.score for one in best)


def _worth(members: tuple[_Member, ...]) -> tuple[float, list[str]]:
    """What decides among equals: the smaller comes first."""
    return -round(sum(one.score for one in members), 12), sorted(one.id for one in members)


def _how_many(members: list[_Member], size: int) -> int:
    """Sets of that size that cover everything: by inclusion and exclusion over what may be missed."""
    goal = _union(member.covers for member in members)
    total = 0
    for missed in range(goal + 1):
        if missed & ~goal == 0:
            avoiding = sum(member.covers & missed == 0 for member in members)
            total += (-1) ** missed.bit_count() * comb(avoiding, size)
    return total


def _union(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def _yeses(bits: int) -> tuple[str, ...]:
    return tuple(yes for bit, yes in enumerate(YESES) if bits >> bit & 1)
