"""Every number of the worked example under load, warm_routes, sharing, objection of Maya and champions, to 1e-9.

Each engine answers alike: both stores over a snapshot and over neighbours alone, brute force on the networkx graph of
a snapshot, and brute force on the plain reference that was written from the definitions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import networkx as nx
import pytest
from pytest import approx

from graph.routes import Route, between, closest_miss, every_route, openings
from graph.snapshot import Snapshot
from graph.sqlite_store import SqliteStore
from graph.store import Store
from graph.tie_strength import leads
from graph.view import View, view
from queries import warm_routes, who_decides
from queries.answer import to_dict
from sample_data import EXPECTED
from tests import networkx_reference as brute
from tests.plain_reference import Row, World, world
from tests.worlds import MemoryStore, acceptance, changed, fill, row, said_in_title

ANSWERS = json.loads(EXPECTED.read_text(encoding="utf-8"))["answers"]
WARM = ANSWERS["warm_routes"]
DAY = date(2026, 6, 1)
PEOPLE = {r["person_id"]: r["name"] for r in acceptance() if r.kind == "people"}
IDS = {str(name).split()[0]: person for person, name in PEOPLE.items()}  # "Ana" -> "P20"
EXACT = 1e-9
NEO4J = pytest.mark.neo4j


def _asked(day: str) -> Row:
    cells = {"asker_id": "P20", "introducer_id": "P07", "target_id": "P01", "outcome": "open", "tracked": "yes"}
    return row("introductions", **cells, asked_on=day, source="request log")


def _answered(outcome: str) -> Row:
    """The same request, told again by a later load."""
    return Row("introductions", {**_asked("2026-06-01").cells, "outcome": outcome}, 2, 2)


def _maya_objects(scope: str) -> Row:
    return row("objections", person_id="P01", scope=scope, on="2026-06-01", source="letter")


SHARED = row(
    "contacts",
    person_a="P23",
    person_b="P01",
    kind="contact",
    strength="0.3",
    on="2026-06-01",
    visibility="shared",
    audience="gritworks",
    shared_until="2026-06-30",
    owner="places",
    source="accelerator",
)
SCENARIOS = {
    "as loaded": lambda rows: rows,
    "Owen is asked": lambda rows: [*rows, _asked("2026-06-01")],
    "Owen is asked and then says no": lambda rows: [*rows, _asked("2026-06-01"), _answered("said_no")],
    "Owen is asked and then agrees": lambda rows: [*rows, _asked("2026-06-01"), _answered("agreed")],
    "Owen was asked 90 days ago": lambda rows: [*rows, _asked("2026-03-03")],
    "Owen was asked 91 days ago": lambda rows: [*rows, _asked("2026-03-02")],
    "a shared contact": lambda rows: [*rows, SHARED],
    "Maya objects to suppliers": lambda rows: [*rows, _maya_objects("suppliers")],
    "Maya objects to introductions": lambda rows: [*rows, _maya_objects("introductions")],
    "Maya objects to all": lambda rows: [*rows, _maya_objects("all")],
    "Maya leaves in September": lambda rows: changed(rows, "posts", {"person_id": "P01"}, ends="2026-09-30"),
    "Tom joins PL1": lambda rows: [
        *changed(rows, "pilots", {"pilot_id": "PL1"}, route_to_buy="below-threshold purchase"),
        row("pilot_people", pilot_id="PL1", person_id="P02", role="operational_owner", on="2026-06-01"),
        row("pilot_people", pilot_id="PL1", person_id="P02", role="budget_holder", on="2026-06-01"),
    ],
    "300 people at the expo": lambda rows: [
        *rows,
        *(row("people", person_id=f"G{n:03}", name=f"Guest {n}", source="badge scan") for n in range(288)),
        *(row("attendance", event_id="EV1", person_id=f"G{n:03}", source="badge scan") for n in range(288)),
    ],
}


class Engine:
    """Answers of one engine in the shape of ``expected.json``."""

    def routes(self, asker: str, target: str, order: str = "listed") -> dict[str, Any]:
        raise NotImplementedError

    def counts(self) -> dict[str, int]:
        raise NotImplementedError

    def leads(self, person: str) -> list[dict[str, Any]]:
        raise NotImplementedError

    def new_ties(self, asker: str, target: str) -> list[dict[str, Any]]:
        raise NotImplementedError

    def strength(self, one: str, other: str) -> float:
        raise NotImplementedError

    def helpfulness(self) -> dict[str, float]:
        raise NotImplementedError

    def scores(self) -> dict[str, tuple[list[float], int]]:
        raise NotImplementedError

    def holders(self, council: str, theme: str, firm: str) -> dict[str, list[tuple[str, tuple[str, ...] | None]]]:
        raise NotImplementedError


class OfView(Engine):
    """The product: over a snapshot, or over the neighbours of a few people."""

    def __init__(self, seen: View, over: str) -> None:
        self.view, self.over = seen, over

    def around(self, *people: str) -> Snapshot:
        return self.view.snapshot if self.over == "snapshot" else self.view.around(people[:1], people[1:])

    def routes(self, asker: str, target: str, order: str = "listed") -> dict[str, Any]:
        snapshot = self.around(asker, target)
        found = between(snapshot, asker, target)
        routes = found.listed if order == "listed" else every_route(snapshot, asker, target)
        miss = None
        if not found.listed and order == "listed":
            wide = snapshot if self.over == "snapshot" else self.view.around_miss(asker, target)
            miss = closest_miss(wide, asker, target)
        return _pair(
            asker,
            target,
            [_route(r.ids, r) for r in routes],
            found.any_works,
            found.best_odds,
            found.warm,
            None if miss is None else (_route(miss.route.ids, miss.route), list(miss.below_warm)),
        )

    def counts(self) -> dict[str, int]:
        if self.over == "snapshot":
            return {"people": len(self.view.snapshot.ids), "warm_ties": self.view.snapshot.warm_ties}
        people = self.view.scene("people").people
        return {"people": len(people), "warm_ties": Snapshot.of(self.view.near(people)).warm_ties}

    def derived(self, *people: str):  # type: ignore[no-untyped-def]
        return self.view.whole if self.over == "snapshot" else self.view.near(people, whole_events=True)

    def leads(self, person: str) -> list[dict[str, Any]]:
        derived = self.derived(person)
        scene = derived.scene
        ties, _ = leads(scene, derived.posts, derived.pilots, scene.number[person])
        pairs = zip(ties.a, ties.b, ties.strength, strict=True)
        found = [({scene.people[a], scene.people[b]} - {person}, float(s)) for a, b, s in pairs]
        ranked = sorted(found, key=lambda lead: (-round(lead[1], 12), min(lead[0])))
        return [{"person": min(other), "s": s} for other, s in ranked]

    def new_ties(self, asker: str, target: str) -> list[dict[str, Any]]:
        snapshot = self.view.snapshot if self.over == "snapshot" else self.view.around_miss(asker, target)
        best = between(snapshot, asker, target).best
        return [
            _new(made.tie, _route(made.route.ids, made.route)) for made in openings(snapshot, asker, target, best=best)
        ]

    def strength(self, one: str, other: str) -> float:
        snapshot = self.around(one, other)
        return snapshot.all.strength_of(snapshot.number[one], snapshot.number[other])

    def helpfulness(self) -> dict[str, float]:
        derived = self.derived(*PEOPLE)
        return dict(zip(derived.scene.people, derived.willingness.helpfulness.tolist(), strict=True))

    def scores(self) -> dict[str, tuple[list[float], int]]:
        derived = self.derived(*PEOPLE)
        numbers = {person: derived.scene.number[person] for person in derived.scene.people}
        officers = derived.posts.officers
        scores = derived.scores
        return {p: (scores.parts[n].tolist(), int(scores.evidence[n])) for p, n in numbers.items() if officers[n]}

    def holders(self, council: str, theme: str, firm: str) -> dict[str, list[tuple[str, tuple[str, ...] | None]]]:
        answer = who_decides.ask(self.view, council, theme, firm=firm, over=self.over)
        return {
            yes.function: [(held.holder.id, held.route.ids if held.route else None) for held in yes.holders]
            for yes in answer.yeses
        }


class OfBruteForce(Engine):
    """Every simple path of a networkx graph; all else from the plain reference."""

    def __init__(self, plain: World, people: nx.Graph) -> None:
        self.plain, self.people = plain, people

    def routes(self, asker: str, target: str, order: str = "listed") -> dict[str, Any]:
        found = brute.every_route(self.people, asker, target)
        routes = brute.listing(found) if order == "listed" else found
        miss = None if found else brute.closest_miss(self.people, asker, target)
        return _pair(
            asker,
            target,
            [_route(r.ids, r) for r in routes],
            brute.any_works(found),
            brute.best_odds(found),
            brute.is_warm(self.people, asker, target),
            None if miss is None else (_route(miss[0].ids, miss[0]), miss[1]),
        )

    def counts(self) -> dict[str, int]:
        warm = sum(tie["warm"] for _, _, tie in self.people.edges(data=True))
        return {"people": len(self.people), "warm_ties": warm}

    def leads(self, person: str) -> list[dict[str, Any]]:
        return [{"person": other, "s": s} for other, s in self.plain.leads(person)]

    def new_ties(self, asker: str, target: str) -> list[dict[str, Any]]:
        return [_new(tie, _route(r.ids, r)) for tie, r in brute.new_ties(self.people, asker, target)]

    def strength(self, one: str, other: str) -> float:
        return self.people.edges[one, other]["strength"] if self.people.has_edge(one, other) else 0.0

    def helpfulness(self) -> dict[str, float]:
        return dict(self.people.nodes(data="helpfulness"))

    def scores(self) -> dict[str, tuple[list[float], int]]:
        return {p: (self.plain.parts(p), self.plain.evidence_rows(p)) for p in sorted(self.plain.officers)}

    def holders(self, council: str, theme: str, firm: str) -> dict[str, list[tuple[str, tuple[str, ...] | None]]]:
        askers = sorted({post.person for post in self.plain.posts if post.current and post.organisation == firm})

        def first(target: str) -> tuple[str, ...] | None:
            routes = [r[0] for a in askers if (r := brute.listing(brute.every_route(self.people, a, target)))]
            return min(routes, key=lambda r: (len(r.ids) > 2, r.order)).ids if routes else None

        held = self.plain.holders(council, theme)
        return {yes: [(person, first(person)) for person in people] for yes, people in held.items()}


def _route(ids: tuple[str, ...], route: Route | brute.Route) -> dict[str, Any]:
    hops = [
        h if isinstance(h, tuple) else (h.from_id, h.to_id, h.step, h.strength, h.odds, h.length) for h in route.hops
    ]
    return {
        "ids": list(ids),
        "P": route.odds,
        "band": route.band,
        "length": route.length,
        "weakest_hop": route.weakest_hop,
        "hops": [
            {"from": a, "to": b, "step": {"asks": "r", "introduces": "a"}[step], "s": s, "p": p, "length": length}
            for a, b, step, s, p, length in hops
        ],
    }


def _pair(
    asker: str,
    target: str,
    routes: list[dict[str, Any]],
    any_works: float,
    best: float,
    warm: bool,
    miss: tuple[dict[str, Any], list[int]] | None,
) -> dict[str, Any]:
    told = {"asker": asker, "target": target, "any_works": any_works, "P_star": best, "warm": warm, "routes": routes}
    if not routes:
        told["closest_miss"] = None
    if miss:
        route, below = miss
        told["closest_miss"] = {
            **{name: route[name] for name in ("ids", "P", "length")},
            "introducers": len(route["ids"]) - 2,
            "below_warm": below,
        }
    return told


def _new(tie: tuple[str, ...], route: dict[str, Any]) -> dict[str, Any]:
    return {"tie": sorted(tie), **{name: route[name] for name in ("ids", "P", "band", "length")}}


class Town:
    """The worked example behind one engine, in any of its scenarios."""

    def __init__(self, name: str, store: Store) -> None:
        self.name, self.store = name, store

    def seen(
        self, viewer: str | None, scenario: str = "as loaded", as_at: str = "2026-06-01", today: str = ""
    ) -> Engine:
        days = date.fromisoformat(as_at), date.fromisoformat(today or as_at)
        rows = SCENARIOS[scenario](acceptance())
        if self.name == "plain reference":
            plain = world(rows, viewer, *days, said_in_title)
            return OfBruteForce(plain, plain.networkx())
        self._set_up(scenario, rows)
        made = view(self.store, viewer, *days)
        if self.name == "networkx of a snapshot":
            return OfBruteForce(world(rows, viewer, *days, said_in_title), made.snapshot.networkx())
        return OfView(made, "snapshot" if "snapshot" in self.name else "neighbours")

    def view(self, viewer: str | None, scenario: str = "as loaded", as_at: date = DAY) -> View:
        self._set_up(scenario, SCENARIOS[scenario](acceptance()))
        return view(self.store, viewer, as_at)

    def _set_up(self, scenario: str, rows: list[Row]) -> None:
        loads = self.store.loads()
        if [load.title for load in loads] != [scenario]:
            for load in loads:
                self.store.undo(load.id)
            fill(self.store, rows, scenario)


def _engines() -> Iterator[Any]:
    yield from ("sqlite snapshot", "sqlite neighbours", "networkx of a snapshot", "plain reference")
    for over in ("snapshot", "neighbours"):
        yield pytest.param(f"neo4j {over}", marks=NEO4J)


@pytest.fixture(scope="module", params=_engines())
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    if request.param.startswith("neo4j"):
        store = request.getfixturevalue("neo4j_town")
    else:
        store = SqliteStore(tmp_path_factory.mktemp("town") / "town.sqlite")
    yield Town(request.param, store)
    if not request.param.startswith("neo4j"):
        store.close()


def agree(found: Any, expected: Any, where: str = "") -> None:
    """Equal texts, numbers to 1e-9, and every key that is expected; more keys are no fault."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert key in found, f"{where}: {key} is missing"
            agree(found[key], value, f"{where} {key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), f"{where}: {found} for {expected}"
        for place, value in enumerate(expected):
            agree(found[place], value, f"{where}[{place}]")
    elif isinstance(expected, float):
        assert found == approx(expected, abs=EXACT, rel=0), where
    else:
        assert found == expected, where


def ends(pair: str) -> tuple[str, str]:
    """The ids in "Ana to Tom as at 2026-06-01"."""
    words = pair.split()
    return IDS[words[0]], IDS[words[2]]


# walk 0


def test_the_files_hold_what_the_walk_says() -> None:
    kinds = [r.kind for r in acceptance()]
    expected = ANSWERS["load"]
    assert kinds.count("people") == expected["people"]
    assert kinds.count("organisations") == expected["organisations"]
    assert kinds.count("contacts") == expected["tie_rows_in_contacts"]


@pytest.mark.parametrize("viewer", ANSWERS["load"]["warm_ties_seen_by"])
def test_only_northmoor_sees_the_two_ties_of_its_supplier(town: Town, viewer: str) -> None:
    seen = town.seen(None if viewer == "public" else viewer)
    assert seen.counts() == {"people": 19, "warm_ties": ANSWERS["load"]["warm_ties_seen_by"][viewer]}


def test_neither_the_expo_nor_a_pilot_of_one_person_ties_anybody(town: Town) -> None:
    northmoor = town.seen("northmoor")
    assert northmoor.strength("P20", "P02") == 0  # both were at the expo of 12
    assert northmoor.strength("P20", "P01") == 0  # PL1 names the firm of one and the other as lead
    assert northmoor.strength("P32", "P01") == 0  # PL2 likewise


# walk 1


@pytest.mark.parametrize("pair", [key for key in WARM if "routes" in WARM[key] and len(key.split()) == 3])
def test_routes_of_a_pair(town: Town, pair: str) -> None:
    viewer = "gritworks" if pair.startswith("Lou") else "brightgrit"
    agree(town.seen(viewer).routes(*ends(pair)), WARM[pair])


def test_all_six_simple_routes_in_the_order_of_odds_and_not_of_one_over_strength(town: Town) -> None:
    found = town.seen("brightgrit").routes("P20", "P02", "all")["routes"]
    for route in found:
        route["sum of 1/s"] = sum(1 / hop["s"] for hop in route["hops"])
    agree(found, WARM["six simple routes to Tom"])
    by_cost = sorted(found, key=lambda route: route["sum of 1/s"])
    assert [found.index(route) for route in by_cost[:4]] == [0, 2, 3, 1]  # Fay and Maya, second by odds, come fourth


def test_leads_are_no_introductions(town: Town) -> None:
    agree(town.seen("brightgrit").leads("P20"), WARM["leads of Ana"])


def test_an_expo_of_300_leaves_no_lead(town: Town) -> None:
    assert town.seen("brightgrit", "300 people at the expo").leads("P20") == []  # 0.30 / 299 is below 0.005


@pytest.mark.parametrize(
    ("council", "key"), [("northmoor", "who must say yes"), ("westfell", "who must say yes at Westfell")]
)
def test_who_must_say_yes_and_the_first_route_to_each(town: Town, council: str, key: str) -> None:
    found = town.seen("brightgrit").holders(council, "winter-maintenance", "brightgrit")
    for yes, held in WARM[key].items():
        expected = [] if held == "not known" else [(h["holder"], h["ids"] and tuple(h["ids"])) for h in held]
        assert found[yes] == expected, yes


@pytest.mark.parametrize("pair", ["Ana to Eve", "Lou to Tom"])
def test_ties_that_would_make_a_route(town: Town, pair: str) -> None:
    viewer = "gritworks" if pair.startswith("Lou") else "brightgrit"
    agree(town.seen(viewer).new_ties(*ends(pair)), WARM[f"new ties for {pair}"])


def test_one_more_request_to_owen_changes_the_answer(town: Town) -> None:
    found = town.seen("brightgrit", "Owen is asked").routes("P20", "P02")
    agree(found, WARM["Ana to Tom once Owen is asked"])


def test_a_request_of_91_days_has_no_effect_and_one_of_90_days_has(town: Town) -> None:
    old = town.seen("brightgrit", "Owen was asked 91 days ago").routes("P20", "P02")
    agree(old, WARM["Ana to Tom with a request to Owen 91 days old"])
    younger = town.seen("brightgrit", "Owen was asked 90 days ago").routes("P20", "P02")
    agree(younger, WARM["Ana to Tom once Owen is asked"])


def test_what_a_later_load_tells_of_a_request_ends_its_load_or_keeps_it(town: Town) -> None:
    said_no = town.seen("brightgrit", "Owen is asked and then says no")
    agree(said_no.routes("P20", "P02"), WARM["Ana to Tom"])  # a no costs Owen nothing, and he is free again
    agreed = town.seen("brightgrit", "Owen is asked and then agrees")
    agree(agreed.routes("P20", "P02"), WARM["Ana to Tom once Owen is asked"])  # one request, told twice


# walks 2, 3 and 5, as far as they are about routes


def test_a_pilot_of_two_makes_the_tie_of_maya_and_tom_stronger(town: Town) -> None:
    seen = town.seen("northmoor", "Tom joins PL1")
    assert seen.strength("P01", "P02") == approx(ANSWERS["pilots"]["tie Maya-Tom then"]["s"], abs=EXACT)
    agree(seen.routes("P20", "P02"), ANSWERS["pilots"]["Ana to Tom then"])


@pytest.mark.parametrize("target", ANSWERS["pilots"]["from Maya"])
def test_how_maya_reaches_whom_her_pilot_lacks(town: Town, target: str) -> None:
    best = min(town.seen("northmoor").routes("P01", target, "all")["routes"], key=lambda route: route["length"])
    agree(best, ANSWERS["pilots"]["from Maya"][target][0])


def test_the_end_of_mayas_post_ends_her_routes_the_day_after(town: Town) -> None:
    expected = ANSWERS["key_people"]["post of Maya ends 2026-09-30"]
    last_day = town.seen("northmoor", "Maya leaves in September", "2026-09-30")
    assert last_day.routes("P20", "P01")["routes"]
    after = town.seen("northmoor", "Maya leaves in September", "2026-10-01")
    agree(after.routes("P20", "P02"), expected["Ana to Tom as at 2026-10-01"])
    assert after.counts()["warm_ties"] == expected["warm ties as at 2026-10-01"]
    assert after.routes("P20", "P01")["routes"] == after.routes("P01", "P20")["routes"] == []


@pytest.mark.parametrize(
    ("pair", "as_at", "key"),
    [
        ("Ana to Tom", "2028-04-01", "Ana to Tom"),
        ("Dan to Ruth", "2028-04-01", "Dan to Ruth"),
        ("Dan to Ruth", "2028-03-31", "Dan to Ruth the day before"),
        ("Dan to Ruth", "2026-06-01", "Dan to Ruth as at 2026-06-01"),
    ],
)
def test_a_council_that_closes_takes_its_posts_with_it(town: Town, pair: str, as_at: str, key: str) -> None:
    seen = town.seen("innovation-fund", as_at=as_at)
    agree(seen.routes(*ends(pair)), ANSWERS["access"]["as at 2028-04-01"][key])
    assert seen.counts()["warm_ties"] == ANSWERS["access"]["as at 2028-04-01"]["warm_ties"]


def test_best_route_of_every_useful_triple_in_2028(town: Town) -> None:
    seen = town.seen("innovation-fund", as_at="2028-04-01")
    people = {"brightgrit": "P20", "caresense": "P21", "planwell": "P22", "gritworks": "P23"}
    for triple in ANSWERS["access"]["as at 2028-04-01"]["triples"]:
        held = seen.holders(triple["council"], triple["theme"], triple["sme"])["budget"]
        routes = [r for holder, _ in held for r in seen.routes(people[triple["sme"]], holder, "all")["routes"]]
        best = min(routes, key=lambda route: (route["length"], len(route["ids"]), route["ids"]), default=None)
        agree(best or {"P": 0.0, "ids": None, "band": None}, {name: triple[name] for name in ("P", "ids", "band")})


@pytest.mark.parametrize("name", [key for key in ANSWERS["sharing"] if " as at " in key])
def test_an_expired_share_stays_expired_but_for_its_owner(town: Town, name: str) -> None:
    viewer, _, days = name.partition(" as at ")
    as_at, _, today = days.partition(", asked on ")
    seen, expected = town.seen(viewer, "a shared contact", as_at, today), ANSWERS["sharing"][name]
    agree(seen.routes("P23", "P02"), expected["Lou to Tom"])
    assert seen.counts()["warm_ties"] == expected["warm_ties"]


@pytest.mark.parametrize("name", ANSWERS["objection of Maya"])
def test_an_objection_acts_by_its_scope(town: Town, name: str) -> None:
    scope, viewer = name.removeprefix("scope ").split(", viewer ")
    seen, expected = town.seen(viewer, f"Maya objects to {scope}"), ANSWERS["objection of Maya"][name]
    agree(seen.counts(), {key: value for key, value in expected.items() if isinstance(value, int)}, name)
    for pair, routes in expected.items():
        if isinstance(routes, dict):
            agree(seen.routes(*ends(pair)), routes, f"{name} {pair}")


def test_an_objection_acts_at_every_as_at_date(town: Town) -> None:
    seen = town.seen("northmoor", "Maya objects to all", "2025-01-01")
    assert seen.counts()["people"] == 18
    assert seen.routes("P20", "P01")["routes"] == []


# champions, parts 1 to 6


def test_parts_of_the_champion_score(town: Town) -> None:
    found, expected = town.seen("northmoor").scores(), ANSWERS["champions"]["scores"]
    assert found.keys() == expected.keys()
    for person, (parts, evidence) in found.items():
        agree(parts, expected[person]["parts"][:6], person)
        agree(sum(parts), expected[person]["S"], person)
        assert evidence == expected[person]["evidence_rows"], person


def test_how_helpful_everybody_has_shown_to_be(town: Town) -> None:
    agree(town.seen("northmoor").helpfulness(), ANSWERS["champions"]["h"])


# the question, and what it costs


@pytest.mark.parametrize("town", ["sqlite snapshot", pytest.param("neo4j snapshot", marks=NEO4J)], indirect=True)
@pytest.mark.parametrize("pair", ["Ana to Tom", "Lou to Tom", "Jo to Sam"])
def test_the_question_gives_the_same_text_over_every_store_and_way(town: Town, pair: str) -> None:
    viewer = "gritworks" if pair.startswith("Lou") else "brightgrit"
    tables = view(fill(MemoryStore(), acceptance(), "as loaded"), viewer, DAY)
    answers = [
        json.dumps(to_dict(warm_routes.ask(seen, *ends(pair), over=over)), indent=1).splitlines()
        for seen in (tables, town.view(viewer))
        for over in ("snapshot", "neighbours")
    ]
    for answer in answers[1:]:
        assert answer == answers[0]


def test_a_route_takes_at_most_12_round_trips(neo4j_town: Store) -> None:
    seen = Town("neo4j neighbours", neo4j_town).view("brightgrit")
    for pair in ("Ana to Tom", "Ana to Eve", "Lou to Tom", "Jo to Sam"):
        before = neo4j_town.round_trips  # type: ignore[attr-defined]
        seen.around(*([end] for end in ends(pair)))
        assert 0 < neo4j_town.round_trips - before <= 12, pair  # type: ignore[attr-defined]
