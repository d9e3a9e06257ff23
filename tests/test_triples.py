"""Useful triples and the best route of each: the worked example to 1e-9, and brute force on generated markets."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
from pytest import approx

from graph import triples as t
from graph.best_routes import best_routes
from graph.routes_from import routes_from
from graph.view import View, view
from sample_data import EXPECTED
from tests import plain_triples
from tests.market_worlds import market
from tests.plain_reference import world
from tests.worlds import acceptance, changed, in_memory, row

WANTED = json.loads(EXPECTED.read_text(encoding="utf-8"))["answers"]["access"]
DAY = date(2026, 6, 1)
Told = list[tuple[str, str, str, bool, tuple[str, ...]]]


def told(seen: View, found: t.Reached) -> Told:
    names = seen.snapshot.ids
    routes = [tuple(names[person] for person in found.people(place)) for place in range(len(seen.triples))]
    return [(*seen.triples.ids(n), bool(found.warm[n]), ids) for n, ids in enumerate(routes)]


@pytest.mark.parametrize(("key", "day"), [("headline", DAY), ("as at 2028-04-01", date(2028, 4, 1))])
def test_the_triples_are_those_of_walk_five(key: str, day: date) -> None:
    wanted = WANTED[key]
    seen = view(in_memory(acceptance()), "innovation-fund", day)
    expected = [(w["sme"], w["council"], w["theme"], w["warm"], tuple(w["ids"] or ())) for w in wanted["triples"]]
    assert told(seen, seen.reached) == expected
    assert seen.reached.odds.tolist() == approx([w["P"] for w in wanted["triples"]], abs=1e-9)
    assert (len(seen.triples), int(seen.reached.warm.sum())) == (wanted["useful"], wanted["warm"])


@pytest.mark.parametrize("part", range(4))
def test_they_equal_brute_force_from_firms_and_from_holders(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(6 * part, 6 * part + 6):
        rows = market(seed)
        for viewer in ("body", "firm0"):
            seen, plain = view(in_memory(rows), viewer, DAY), plain_triples.triples(world(rows, viewer, DAY))
            expected = [(p.firm, p.council, p.theme, p.warm, p.ids) for p in plain]
            for sides in ((0, 1), (1, 0)):
                monkeypatch.setattr(t, "searches", lambda triples, sides=sides: sides)
                found = t.reached(seen.triples, seen.snapshot)
                assert told(seen, found) == expected, (seed, viewer, sides)
                assert found.odds.tolist() == approx([p.odds for p in plain], abs=1e-12), (seed, viewer, sides)


def test_a_search_from_a_firm_equals_the_searches_from_each_target() -> None:
    for seed in range(20):
        snapshot = view(in_memory(market(seed)), "body", DAY).snapshot
        askers = np.flatnonzero(snapshot.at_supplier)
        found = routes_from(snapshot, askers, np.arange(len(snapshot.ids))) if len(askers) else None
        for place, target in enumerate(found.target.tolist() if found else ()):
            best = best_routes(snapshot, target, snapshot.mask(askers))
            assert found and best.total.min() == found.total[place], (seed, target)


def test_a_holder_who_names_the_theme_comes_before_one_who_has_any() -> None:
    seen = view(in_memory(acceptance()), "innovation-fund", DAY)
    gritting = seen.triples.of(firm="brightgrit", theme="winter-maintenance")
    holders = [
        [seen.snapshot.ids[p] for p in seen.triples.holders.members(desk)] for desk in seen.triples.desk[gritting]
    ]
    assert holders == [["P08"], ["P02"], ["P12"]]  # Ruth Hale's budget for any theme does not count beside Tom Ashby's


def test_a_firm_with_nobody_in_post_counts_with_nothing() -> None:
    rows = changed(acceptance(), "posts", {"person_id": "P20"}, ends="2026-05-31")
    seen = view(in_memory(rows), "innovation-fund", DAY)
    own = seen.triples.of(firm="brightgrit")
    assert own.sum() == 3
    assert not seen.triples.on_record[own].any()
    assert not seen.reached.odds[own].any()
    assert seen.triples.on_record[~own].all()


def test_a_founder_who_holds_the_budget_herself_reaches_nobody() -> None:
    rows = [
        row("organisations", organisation_id="firm", name="Firm", kind="sme"),
        row("organisations", organisation_id="town", name="Town", kind="council"),
        row("people", person_id="p1", name="Only One"),
        row("posts", person_id="p1", organisation_id="firm", title="Founder"),
        row("posts", person_id="p1", organisation_id="town", title="Highways Manager", budget_for="gritting"),
        row("offers", organisation_id="firm", theme="gritting"),
    ]
    seen = view(in_memory(rows), None, DAY)
    assert (len(seen.triples), seen.reached.odds.tolist()) == (1, [0.0])


def test_without_offers_or_budgets_there_is_no_triple() -> None:
    rows = [told for told in acceptance() if told.kind != "offers"]
    seen = view(in_memory(rows), "innovation-fund", DAY)
    assert (len(seen.triples), seen.reached.total_odds) == (0, 0.0)
