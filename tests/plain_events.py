"""Section 7 of the definitions, event plans, by brute force, to compare with. Nothing here imports ``graph``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb

import networkx as nx

from tests import plain_triples
from tests.plain_reference import World, reaches

Pair = tuple[str, str]
NEW_TIE = 0.30


def with_ties(people: nx.Graph, pairs: Sequence[Pair]) -> nx.Graph:
    """The graph where each of these pairs has a warm tie of at least 0.30."""
    changed = nx.Graph(people)
    for one, other in pairs:
        tie = people.get_edge_data(one, other)
        if not (tie and tie["warm"] and reaches(tie["strength"], NEW_TIE)):
            changed.add_edge(one, other, strength=NEW_TIE, warm=True)
    return changed


def rise(world: World, people: nx.Graph, pairs: Sequence[Pair]) -> float:
    """By how much the sum of P* rises if these pairs had such ties."""
    return plain_triples.total(world, with_ties(people, pairs)) - plain_triples.total(world, people)


def pair_values(world: World, candidates: Sequence[str]) -> dict[Pair, float]:
    """The value of each pair, before the chance that they talk."""
    people = world.networkx()
    return {pair: rise(world, people, [pair]) for pair in combinations(sorted(candidates), 2)}


def talk(fmt: str, seats: int) -> float:
    """The chance that two people talk."""
    talks = {"hackathon": 3, "roundtable": 2.4, "meeting": 2.4, "showcase": 1.6, "conference": 1, "webinar": 0.1}
    return min(1.0, talks.get(fmt, 1) / (seats - 1)) if seats > 1 else 0.0


def lists(
    values: dict[Pair, float], candidates: Sequence[str], seats: int, meets: Callable[[tuple[str, ...]], bool]
) -> list[tuple[float, tuple[str, ...]]]:
    """Every list that meets the rules with its value, best first, equal ones by ids."""
    assert comb(len(candidates), seats) < 100_000
    found = [
        (sum(values[pair] for pair in combinations(guests, 2)), guests)
        for guests in combinations(sorted(candidates), seats)
        if meets(guests)
    ]
    return sorted(found, key=lambda one: (-round(one[0], 12), one[1]))
