"""Odds of a hop, load, bands and integer lengths, by hand calculation (definitions, section 4)."""

from __future__ import annotations

from datetime import date
from math import exp, log

import pytest
from pytest import approx

from graph import definitions as d
from graph.hop_odds import accept_odds, ask_odds, lengths
from graph.routes import between, every_route
from graph.view import view
from tests.plain_reference import Row
from tests.worlds import acceptance, in_memory, row

DAY = date(2026, 6, 1)


def sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))


@pytest.mark.parametrize(
    ("s", "h", "load", "odds"),
    [
        (0.8, 0.148056076952, 0, 0.748162025955),  # Ana asks Owen, in the worked example
        (0.4, 0.8, 0, 0.663738697404),  # Ana asks Fay
        (0.3, -0.4, 0, sigmoid(-0.6 + 0.6 - 0.24)),
        (0.3, -0.4, 2, sigmoid(-0.6 + 0.6 - 0.24 - 0.7)),
    ],
)
def test_odds_of_asking_somebody_to_pass_it_on(s: float, h: float, load: int, odds: float) -> None:
    assert float(ask_odds(s, h, load)) == approx(odds, abs=1e-12)


@pytest.mark.parametrize(
    ("s", "h", "odds"),
    [(0.5, 0.970142530047, 0.664204004358), (0.3, -0.4, sigmoid(-0.9 + 0.6 - 0.24))],  # Maya introduces to Tom
)
def test_odds_that_the_target_accepts(s: float, h: float, odds: float) -> None:
    assert float(accept_odds(s, h)) == approx(odds, abs=1e-12)


def test_the_introducers_load_counts_when_asked_and_not_when_introducing() -> None:
    told = [*acceptance(), *(_request(f"2026-05-{day}") for day in (20, 21))]
    hops = every_route(view(in_memory(told), "brightgrit", DAY).snapshot, "P20", "P01")[1].hops
    assert [hop.to_id for hop in hops] == ["P07", "P01"]
    assert hops[0].odds == approx(sigmoid(-0.6 + 2 * 0.8 + 0.6 * 0.148056076952 - 0.35 * 2), abs=1e-9)
    assert hops[1].odds == approx(0.596001891855, abs=1e-9)


def test_lengths_are_integers_of_a_millionth() -> None:
    assert lengths(0.380313442881) == round(1e6 * -log(0.380313442881)) == 966_760
    assert lengths(1.0) == 0


def _request(asked_on: str | None, introducer: str = "P07", outcome: str = "open") -> Row:
    ids = {"asker_id": "P20", "introducer_id": introducer, "target_id": "P02"}
    return row("introductions", **ids, asked_on=asked_on, outcome=outcome, tracked="yes")


@pytest.mark.parametrize(
    ("requests", "load"),
    [
        ([], 0),
        ([_request("2026-06-01")], 1),
        ([_request("2026-03-03")], 1),  # 90 days
        ([_request("2026-03-02")], 0),  # 91 days
        ([_request("2026-06-02")], 0),  # after the day
        ([_request(None)], 0),  # undated
        ([_request("2026-05-01", outcome="declined")], 0),
        ([_request("2026-05-01"), _request("2026-05-02")], 2),
        ([_request("2026-05-01", introducer="P30")], 0),
    ],
)
def test_load_is_what_is_open_with_an_introducer_for_at_most_90_days(requests: list[Row], load: int) -> None:
    snapshot = view(in_memory([*acceptance(), *requests]), "brightgrit", DAY).snapshot
    assert snapshot.load[snapshot.number["P07"]] == load


@pytest.mark.parametrize(
    ("odds", "weakest", "band"),
    [
        (0.25, 0.2, "good"),
        (0.25 - 1e-13, 0.2 - 1e-13, "good"),  # a hair below reaches the line
        (0.25, 0.199, "fair"),
        (0.249, 0.2, "fair"),
        (0.10, 0.1, "fair"),
        (0.10, 0.099, "long shot"),
        (0.099, 0.5, "long shot"),
        (0.9, 0.05, "long shot"),
    ],
)
def test_bands(odds: float, weakest: float, band: str) -> None:
    assert d.band(odds, weakest) == band


def test_the_usual_cost_of_one_over_strength_ranks_a_worse_route_first() -> None:
    """Ana to Maya: by 1/strength Owen (1/0.8 + 1/0.6 = 2.92) comes before Fay (1/0.4 + 1/0.7 = 3.93)."""
    routes = every_route(view(in_memory(acceptance()), "brightgrit", DAY).snapshot, "P20", "P01")
    by_odds = [route.ids for route in routes[:2]]
    by_cost = sorted(routes[:2], key=lambda route: sum(1 / hop.strength for hop in route.hops))
    assert by_odds == [("P20", "P30", "P01"), ("P20", "P07", "P01")]
    assert [route.ids for route in by_cost] == by_odds[::-1]
    assert routes[0].odds > routes[1].odds


def _three(*ties: tuple[str, str, float]) -> list[Row]:
    people = sorted({person for one, other, _ in ties for person in (one, other)})
    contacts = [row("contacts", person_a=a, person_b=b, strength=s, on="2026-06-01") for a, b, s in ties]
    return [*(row("people", person_id=p, name=p) for p in people), *contacts]


def test_a_direct_tie_is_listed_first_and_the_best_route_may_be_another() -> None:
    told = [
        *_three(("a", "t", 0.06), ("a", "i", 0.8), ("i", "t", 0.8)),
        row("organisations", organisation_id="body", name="Body", kind="ecosystem_body"),
        row("posts", person_id="i", organisation_id="body", title="Broker"),
    ]
    found = between(view(in_memory(told), None, DAY).snapshot, "a", "t")
    assert [route.ids for route in found.listed] == [("a", "t"), ("a", "i", "t")]
    assert found.best is not None
    assert found.best.ids == ("a", "i", "t")
    direct = sigmoid(-0.9 + 2 * 0.06 + 0.6 * -0.4)
    through = sigmoid(-0.6 + 1.6 + 0.48) * sigmoid(-0.9 + 1.6 + 0.48)
    assert found.best_odds == approx(through)
    assert found.any_works == approx(1 - (1 - direct) * (1 - through))


def test_a_pair_is_warm_by_its_best_route_along_ties_of_a_tenth() -> None:
    cold = between(view(in_memory(_three(("a", "t", 0.0999))), None, DAY).snapshot, "a", "t")
    assert cold.best_odds == approx(sigmoid(-0.9 + 0.1998 - 0.24))  # 0.28, but over a tie below 0.1
    assert not cold.warm
    assert between(view(in_memory(_three(("a", "t", 0.1))), None, DAY).snapshot, "a", "t").warm


def test_equal_hops_name_the_first_as_the_weakest_point() -> None:
    h = 1.0  # r = a where -0.6 + 0.6 h of the second = -0.9 + 0.6 h of the first: not for these; equal odds by hand
    assert float(ask_odds(0.5, h, 0)) != float(accept_odds(0.5, h))
    told = _three(("a", "i", 0.3), ("i", "j", 0.3), ("j", "t", 0.45))
    route = every_route(view(in_memory(told), None, DAY).snapshot, "a", "t")[0]
    assert [hop.odds for hop in route.hops] == approx([sigmoid(-0.24)] * 3)  # -0.9 + 0.9 - 0.24 likewise
    assert route.weakest_hop == 0
