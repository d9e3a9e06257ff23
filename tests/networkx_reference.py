"""Section 4 of the definitions by brute force on a networkx graph, to compare with: every simple path, every pair.

The graph is that of ``Snapshot.networkx`` or of ``plain_reference.World.networkx``. Nothing here imports ``graph``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import exp, log, prod

import networkx as nx


@dataclass(frozen=True)
class Route:
    """A route with its hops as (from, to, step, strength, odds, length)."""

    ids: tuple[str, ...]
    hops: tuple[tuple[str, str, str, float, float, int], ...]

    @property
    def odds(self) -> float:
        return prod(hop[4] for hop in self.hops)

    @property
    def length(self) -> int:
        return sum(hop[5] for hop in self.hops)

    @property
    def weakest_tie(self) -> float:
        return min(hop[3] for hop in self.hops)

    @property
    def weakest_hop(self) -> int:
        odds = [round(hop[4], 12) for hop in self.hops]
        return odds.index(min(odds))

    @property
    def band(self) -> str:
        if reaches(self.odds, 0.25) and reaches(self.weakest_tie, 0.2):
            return "good"
        return "fair" if reaches(self.odds, 0.10) and reaches(self.weakest_tie, 0.1) else "long shot"

    @property
    def order(self) -> tuple[int, int, tuple[str, ...]]:
        return self.length, len(self.ids), self.ids

    @property
    def introducers(self) -> tuple[str, ...]:
        return self.ids[1:-1]


def reaches(value: float, line: float) -> bool:
    return value >= line - 1e-12


def hop(people: nx.Graph, one: str, other: str, *, last: bool) -> tuple[str, str, str, float, float, int]:
    """One step: asking to pass it on, or the target's answer."""
    s = people.edges[one, other]["strength"]
    if last:
        x = -0.9 + 2.0 * s + 0.6 * people.nodes[one]["helpfulness"]
    else:
        x = -0.6 + 2.0 * s + 0.6 * people.nodes[other]["helpfulness"] - 0.35 * people.nodes[other]["load"]
    p = 1 / (1 + exp(-x))
    return one, other, "introduces" if last else "asks", s, p, round(1e6 * -log(p))


def along(people: nx.Graph, ids: Iterable[str]) -> Route:
    ids = tuple(ids)
    return Route(ids, tuple(hop(people, a, b, last=b == ids[-1]) for a, b in pairwise(ids)))


def may_introduce(people: nx.Graph, person: str, asker: str) -> bool:
    node = people.nodes[person]
    objected = node["objected_introductions"] or (people.nodes[asker]["at_supplier"] and node["objected_suppliers"])
    return node["passes"] and not objected


def asks_at_all(people: nx.Graph, asker: str, target: str) -> bool:
    both = asker in people and target in people and asker != target
    if not both or not (people.nodes[asker]["passes"] and people.nodes[target]["passes"]):
        return False
    return not (people.nodes[asker]["at_supplier"] and people.nodes[target]["objected_suppliers"])


def every_route(
    people: nx.Graph, asker: str, target: str, *, introducers: int = 3, cold: bool = False, at_least: float = 0.0
) -> list[Route]:
    """All routes, best first; ``at_least`` leaves weaker ties out."""
    if not asks_at_all(people, asker, target):
        return []
    steps = nx.Graph()
    steps.add_nodes_from(p for p in people if p in (asker, target) or may_introduce(people, p, asker))
    steps.add_edges_from(
        (a, b)
        for a, b, tie in people.edges(data=True)
        if (tie["warm"] or cold) and a in steps and b in steps and reaches(tie["strength"], at_least)
    )
    found = nx.all_simple_paths(steps, asker, target, cutoff=introducers + 1)
    return sorted((along(people, ids) for ids in found), key=lambda route: route.order)


def listing(routes: list[Route]) -> list[Route]:
    """A direct tie first, then up to three that share no introducer: take the best, ban its introducers, repeat."""
    listed = [route for route in routes if not route.introducers]
    left = [route for route in routes if route.introducers]
    for _ in range(3):
        if not left:
            break
        listed.append(left[0])
        left = [route for route in left if not set(route.introducers) & set(left[0].introducers)]
    return listed


def any_works(routes: list[Route]) -> float:
    return 1 - prod(1 - route.odds for route in listing(routes))


def best_odds(routes: list[Route]) -> float:
    """P*."""
    return routes[0].odds if routes else 0.0


def is_warm(people: nx.Graph, asker: str, target: str) -> bool:
    strong = every_route(people, asker, target, at_least=0.1)
    return bool(strong) and reaches(strong[0].odds, 0.10)


def closest_miss(people: nx.Graph, asker: str, target: str) -> tuple[Route, list[int]] | None:
    """The best if colder ties and a fourth introducer were allowed, and which of its hops are below the warm line."""
    routes = every_route(people, asker, target, introducers=4, cold=True)
    if not routes:
        return None
    cold = [n for n, (a, b) in enumerate(pairwise(routes[0].ids)) if not people.edges[a, b]["warm"]]
    return routes[0], cold


def new_ties(people: nx.Graph, asker: str, target: str, *, most: int = 5) -> list[tuple[tuple[str, str], Route]]:
    """Try a tie of 0.30 between every pair: those that give a better route than today's best, in order of routes."""
    if not asks_at_all(people, asker, target):
        return []
    today = every_route(people, asker, target)
    found = []
    eligible = [p for p in people if p in (asker, target) or may_introduce(people, p, asker)]
    changed = nx.Graph(people)
    for a, b in combinations(sorted(eligible), 2):
        there = dict(people.edges[a, b]) if people.has_edge(a, b) else None
        if there and there["warm"] and reaches(there["strength"], 0.30):
            continue
        changed.add_edge(a, b, strength=0.30, warm=True)
        routes = every_route(changed, asker, target)
        if routes and (not today or routes[0].order < today[0].order):
            found.append(((a, b), routes[0]))
        changed.remove_edge(a, b)
        if there:
            changed.add_edge(a, b, **there)
    return sorted(found, key=lambda one: (one[1].order, one[0]))[:most]
