"""Every number of the worked example under pilots, to 1e-9: both stores, both ways to search, and the plain reference.

An entry in the app (walk 2, step 4) is the load that the app makes of it, undone again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from graph.sqlite_store import SqliteStore
from graph.store import Store
from graph.view import View, view
from loaders import entered
from loaders.plan import plan
from loaders.reading import Defaults
from queries import pilots, warm_routes
from queries.pilots import PilotCheck
from tests.plain_pilots import pilot_check
from tests.plain_reference import Row, world
from tests.test_acceptance_routes import ANSWERS, EXACT, NEO4J, agree
from tests.worlds import acceptance, changed, fill, said_in_title

PILOTS = ANSWERS["pilots"]
DAY = date(2026, 6, 1)
SILENT = "PL1 if nobody had said what is missing"
WITH_TOM = "PL1 with Tom and a route to buy"
ROUTE = "below-threshold purchase"


@pytest.fixture(scope="module", params=["sqlite", pytest.param("neo4j", marks=NEO4J)])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    if request.param == "neo4j":
        yield request.getfixturevalue("neo4j_town")
        return
    made = SqliteStore(tmp_path_factory.mktemp("town") / "town.sqlite")
    yield made
    made.close()


def holding(store: Store, rows: list[Row], title: str = "as loaded") -> Store:
    """The store with these rows and nothing else."""
    if [load.title for load in store.loads()] != [title]:
        for load in store.loads():
            store.undo(load.id)
        fill(store, rows, title)
    return store


def seen(store: Store, viewer: str | None = "northmoor") -> View:
    return view(store, viewer, DAY)


def told(found: PilotCheck) -> dict[str, Any]:
    """An answer in the shape of ``expected.json``."""
    line = found.pilot
    return {
        "pilot": line.id,
        "state": line.state,
        "p": line.p,
        "level": line.level,
        "count": found.count,
        "safeguards": {check.name: check.state for check in found.safeguards},
        "in_sight": {
            check.name: {"state": check.state, "people": [who.id for who in check.people]} for check in found.functions
        },
    }


def silent() -> list[Row]:
    """The worked example, if the register had not said what PL1 lacks."""
    return changed(acceptance(), "pilots", {"pilot_id": "PL1"}, known_missing="")


def both(store: Store, pilot: str) -> PilotCheck:
    """The answer, which is the same over a snapshot and over neighbours alone."""
    answers = [pilots.ask(seen(store), pilot, over=over) for over in ("snapshot", "neighbours")]
    assert answers[0] == answers[1]
    return answers[0]


@pytest.mark.parametrize("pilot", ["PL1", "PL2", "PL3"])
def test_each_pilot_is_checked(store: Store, pilot: str) -> None:
    holding(store, acceptance())
    agree(told(both(store, pilot)), PILOTS[pilot])


def test_an_empty_cell_is_no_accusation(store: Store) -> None:
    agree(told(both(holding(store, silent(), "silent"), "PL1")), PILOTS[SILENT])


def test_the_way_from_maya_to_whom_her_pilot_lacks(store: Store) -> None:
    found = both(holding(store, acceptance()), "PL1")
    ways = [check.nearest for check in (*found.safeguards, *found.functions) if check.nearest]
    routes = {way.holder.id: way.route for way in ways}
    assert routes.keys() == PILOTS["from Maya"].keys()
    for holder, expected in PILOTS["from Maya"].items():
        route = routes[holder]
        assert route is not None
        hops = [
            {
                "from": hop.from_person.id,
                "to": hop.to_person.id,
                "step": {"asks": "r", "introduces": "a"}[hop.step],
                "s": hop.strength,
                "p": hop.odds,
                "length": hop.length,
            }
            for hop in route.hops
        ]
        as_expected = {
            "ids": list(route.ids),
            "P": route.odds,
            "band": route.band,
            "length": route.length,
            "weakest_hop": route.weakest_hop,
            "hops": hops,
        }
        agree(as_expected, expected[0], holder)


def test_tom_and_a_route_to_buy_are_entered_and_taken_back(store: Store) -> None:
    holding(store, acceptance())
    before = both(store, "PL1")
    mine = Defaults("closed", "northmoor")
    files = [
        entered.people(entered.source("northmoor", DAY), "PL1", "P02", ("operational_owner", "budget_holder"), DAY),
        entered.pilot(entered.source("northmoor", DAY), before.rows[0].cells, route_to_buy=ROUTE),
    ]
    report = plan(files, store, mine).commit(strict=True)
    assert (report.loaded, report.rejected) == (3, 0) and report.load
    after = both(store, "PL1")
    agree(told(after), PILOTS[WITH_TOM])
    tie = PILOTS["tie Maya-Tom then"]["s"]
    snapshot = seen(store).snapshot
    assert snapshot.all.strength_of(snapshot.number["P01"], snapshot.number["P02"]) == pytest.approx(tie, abs=EXACT)
    ana = warm_routes.ask(seen(store), "P20", "P02")
    agree(
        {"any_works": ana.any_works, "P_star": ana.best_odds, "routes": [{"ids": list(r.ids)} for r in ana.routes]},
        {
            name: [{"ids": route["ids"]} for route in value] if name == "routes" else value
            for name, value in PILOTS["Ana to Tom then"].items()
            if name in ("any_works", "P_star", "routes")
        },
    )
    others = pilots.ask(seen(store, "brightgrit"), "PL1")  # the entry is closed: nobody else is told
    assert others.pilot.level == "high"
    store.undo(report.load.id)
    assert both(store, "PL1") == before


def test_the_plain_reference_gives_the_same() -> None:
    plain = world(acceptance(), "northmoor", DAY, DAY, said_in_title)
    for pilot in ("PL1", "PL2", "PL3"):
        agree(pilot_check(plain, pilot), PILOTS[pilot], pilot)
    agree(pilot_check(world(silent(), "northmoor", DAY, DAY, said_in_title), "PL1"), PILOTS[SILENT])


def test_who_may_ask_names_nobody_to_others(store: Store) -> None:
    holding(store, acceptance())
    for viewer in ("brightgrit", "innovation-fund", "eastvale", None):
        found = pilots.ask(seen(store, viewer), "PL1")
        assert not found.named and not found.team and not found.rows
        assert found.pilot.level == "high"
        assert not [
            one for check in (*found.safeguards, *found.functions) for one in (*check.people, *check.statements)
        ]
        assert [(check.name, check.state) for check in found.functions] == [("other", "1 of 5 in sight")]
    assert pilots.ask(seen(store), "PL1", named=False) == pilots.ask(seen(store), "PL1", named=False, over="neighbours")
    assert not pilots.ask(seen(store), "PL1", named=False).team
