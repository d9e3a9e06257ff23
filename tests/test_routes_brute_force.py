"""Routes equal brute force on 1,000 random pairs of small graphs, to the id and the integer length.

Strengths come from few values and most people are equally helpful, so many routes are exactly as long as others and
the order has to be decided by ids.
"""

from __future__ import annotations

import random
from datetime import date
from itertools import combinations

import pytest

from graph import paths as p
from graph.routes import Route, between, closest_miss, every_route, openings
from graph.snapshot import Snapshot
from graph.view import View, view
from tests import networkx_reference as brute
from tests.plain_reference import Row
from tests.worlds import in_memory, row

DAY = date(2026, 6, 1)
GRAPHS, PAIRS = 100, 10
STRENGTHS = (  # below the warm line, below 0.1, as strong as a new tie; or nearly all equal
    (0.04, 0.08, 0.2, 0.3, 0.5, 0.5, 0.8),
    (0.04, 0.3, 0.3, 0.3),
    (0.08, 0.5, 0.5, 0.5),
)
PLACES = {
    "council": "council",
    "other-council": "council",
    "firm": "sme",
    "large": "large_supplier",
    "body": "ecosystem_body",
}


def small_graph(seed: int) -> list[Row]:
    """Nine people with contacts of few strengths, posts that may have ended, objections and open requests."""
    chance = random.Random(seed)
    strengths, posts = STRENGTHS[seed % 3], 0.2 if seed % 3 else 0.6
    people = [f"p{n}" for n in chance.sample(range(5, 15), 9)]  # "p10" comes before "p9": ids are text
    rows = [row("organisations", organisation_id=o, name=o, kind=kind) for o, kind in PLACES.items()]
    for person in people:
        rows.append(row("people", person_id=person, name=person))
        if chance.random() < posts:
            ends = "2026-05-31" if chance.random() < 0.15 else None
            where = chance.choice(list(PLACES))
            rows.append(row("posts", person_id=person, organisation_id=where, title="Post", ends=ends))
        if chance.random() < 0.08:
            rows.append(row("objections", person_id=person, scope=chance.choice(("suppliers", "introductions"))))
    density = chance.choice((0.25, 0.4, 0.55))
    for one, other in combinations(people, 2):
        if chance.random() < density:
            strength = chance.choice(strengths)
            rows.append(row("contacts", person_a=one, person_b=other, strength=strength, on="2026-06-01"))
    for _ in range(chance.choice((0, 0, 3))):
        asker, introducer, target = chance.sample(people, 3)
        cells = {"asker_id": asker, "introducer_id": introducer, "target_id": target, "outcome": "open"}
        rows.append(row("introductions", **cells, asked_on="2026-05-20"))
    return rows


def _told(route: Route | brute.Route) -> tuple[tuple[str, ...], int, str, int]:
    return route.ids, route.length, route.band, route.weakest_hop


def _pairs(seed: int, people: list[str]) -> list[tuple[str, str]]:
    chance = random.Random(seed)
    return [tuple(chance.sample(people, 2)) for _ in range(PAIRS)]  # type: ignore[misc]


def _seen(seed: int) -> View:
    return view(in_memory(small_graph(seed)), "body", DAY)


@pytest.mark.parametrize("tens", range(GRAPHS // 10))
def test_routes_listing_best_miss_and_new_ties_equal_brute_force(tens: int) -> None:
    for seed in range(10 * tens, 10 * tens + 10):
        snapshot = _seen(seed).snapshot
        people = snapshot.networkx()
        for asker, target in _pairs(seed, snapshot.ids):
            _compare(snapshot, people, asker, target, f"graph {seed}, {asker} to {target}")


def _compare(snapshot: Snapshot, people, asker: str, target: str, where: str) -> None:  # type: ignore[no-untyped-def]
    routes = brute.every_route(people, asker, target)
    assert [_told(r) for r in every_route(snapshot, asker, target)] == [_told(r) for r in routes], where
    found = between(snapshot, asker, target)
    assert [_told(r) for r in found.listed] == [_told(r) for r in brute.listing(routes)], where
    assert (found.best and found.best.ids) == (routes[0].ids if routes else None), where
    assert found.best_odds == pytest.approx(brute.best_odds(routes), abs=1e-12), where
    assert found.any_works == pytest.approx(brute.any_works(routes), abs=1e-12), where
    assert found.warm == brute.is_warm(people, asker, target), where
    miss, expected = closest_miss(snapshot, asker, target), brute.closest_miss(people, asker, target)
    assert (miss and (_told(miss.route), list(miss.below_warm))) == (expected and (_told(expected[0]), expected[1])), (
        where
    )
    made = [(o.tie, _told(o.route)) for o in openings(snapshot, asker, target, best=found.best)]
    assert [(tuple(sorted(tie)), route) for tie, route in made] == [
        (tie, _told(route)) for tie, route in brute.new_ties(people, asker, target)
    ], where


@pytest.mark.parametrize("tens", range(GRAPHS // 10))
def test_neighbours_give_the_same_as_a_snapshot(tens: int) -> None:
    for seed in range(10 * tens, 10 * tens + 10, 2):
        seen = _seen(seed)
        snapshot = seen.snapshot
        for asker, target in _pairs(seed, snapshot.ids)[:1]:
            where = f"graph {seed}, {asker} to {target}"
            expected = between(snapshot, asker, target)
            assert between(seen.around([asker], [target]), asker, target) == expected, where
            wide = seen.around_miss(asker, target)
            assert closest_miss(wide, asker, target) == closest_miss(snapshot, asker, target), where
            made = openings(snapshot, asker, target, best=expected.best)
            assert openings(wide, asker, target, best=expected.best) == made, where


def test_these_graphs_have_what_makes_it_hard() -> None:
    equal = unreachable = missed = 0
    for seed in range(GRAPHS):
        snapshot = _seen(seed).snapshot
        for asker, target in _pairs(seed, snapshot.ids):
            found = p.paths(snapshot, snapshot.number[asker], snapshot.number[target])
            equal += len(found) > len(set(found.total.tolist()))
            unreachable += len(found) == 0
            missed += len(found) == 0 and closest_miss(snapshot, asker, target) is not None
    assert equal > 250  # pairs with routes of exactly the same length
    assert unreachable > 150
    assert missed > 20
