"""Section 7 of the definitions, useful triples, in straight loops, to compare with. Nothing here imports ``graph``."""

from __future__ import annotations

from typing import NamedTuple

import networkx as nx

from tests import networkx_reference as brute
from tests.plain_reference import World


class Triple(NamedTuple):
    firm: str
    council: str
    theme: str
    odds: float  # P*
    warm: bool
    ids: tuple[str, ...]  # along the best route


def useful(world: World) -> list[tuple[str, str, str]]:
    """Every firm, council and theme that go together, sorted."""
    organisations = world.seen.things("organisations")
    found = set()
    for row in world.seen.rows["offers"]:
        firm, theme = row["organisation_id"] or "", row["theme"] or ""
        if organisations[firm]["kind"] == "sme":
            found |= {(firm, council, theme) for council in organisations if world.holders(council, theme)["budget"]}
    return sorted(found)


def triples(world: World, people: nx.Graph | None = None) -> list[Triple]:
    """The same with the best route of each, on the world's graph or on one that somebody changed."""
    people = world.networkx() if people is None else people
    made = []
    for firm, council, theme in useful(world):
        staff = sorted({post.person for post in world.posts if post.current and post.organisation == firm})
        pairs = [(asker, holder) for asker in staff for holder in world.holders(council, theme)["budget"]]
        routes = [route for pair in pairs for route in brute.every_route(people, *pair)]
        best = min(routes, key=lambda route: route.order, default=None)
        warm = any(brute.is_warm(people, *pair) for pair in pairs)
        made.append(Triple(firm, council, theme, best.odds if best else 0.0, warm, best.ids if best else ()))
    return made


def total(world: World, people: nx.Graph) -> float:
    """Sum of P* over all useful triples, on a graph with the world's people."""
    return sum(triple.odds for triple in triples(world, people))
