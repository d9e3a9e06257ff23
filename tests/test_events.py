"""Event plans, tickets, people who should meet, and what came of an event: walk four of the worked example to 1e-9."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from pytest import approx

from graph.errors import InputError, NotFoundError
from graph.store import Load, Store
from graph.view import View, view
from queries import event_after, events, should_meet, tickets
from queries.event_days import warnings
from queries.event_guests import EventAsked
from sample_data import EXPECTED
from tests.market_worlds import market
from tests.plain_reference import Row, World, world
from tests.worlds import NOW, acceptance, batches, in_memory, row, said_in_title

WANTED = json.loads(EXPECTED.read_text(encoding="utf-8"))["answers"]["events"]
PLAN = WANTED["plan"]
DAY = date(2026, 6, 1)
RULES = ("sme=2", "budget=1", "operations=1")


def seen(rows: list[Row] | None = None, viewer: str = WANTED["viewer"], day: date = DAY) -> View:
    return view(in_memory(acceptance() if rows is None else rows), viewer, day)


@pytest.fixture(scope="module")
def town() -> View:
    return seen()


def told(lists: tuple[events.Invited, ...]) -> list[tuple[list[str], float, float]]:
    return [([who.id for who in one.people], one.value, one.joint_rise) for one in lists]


def expected(lists: list[dict[str, object]]) -> list[tuple[object, object, object]]:
    return [(one["people"], approx(one["value"], abs=1e-9), approx(one["joint_rise"], abs=1e-9)) for one in lists]


def test_the_plan_is_that_of_walk_four(example: Store) -> None:
    found = events.ask(view(example, WANTED["viewer"], DAY), EventAsked(4, "roundtable", at_least=RULES))
    assert found.candidates == len(PLAN["candidates"])
    assert (found.lists_all, found.lists_allowed, found.method) == (3060, 292, PLAN["method"])
    assert (found.talk, found.base) == (approx(PLAN["talk"]), approx(PLAN["base"], abs=1e-9))
    assert told(found.best) == expected(PLAN["best"])
    assert found.mean_of_lists == approx(PLAN["mean_of_lists"], abs=1e-9)
    pairs = [(pair.one.id, pair.other.id, pair.value) for pair in found.pairs]
    assert pairs == [(*one["pair"], approx(one["value"], abs=1e-9)) for one in PLAN["pair_values"]]
    assert (found.warm, found.useful) == (WANTED["warm triples"]["before"], 9)
    assert found.warm_if_met == WANTED["warm triples"]["after best list, all its pairs tied at 0.30"]
    assert found.warm_if_central_met == WANTED["warm triples"]["after central four"]
    assert found.central and told((found.central,)) == expected([WANTED["central four"]])
    assert found.summary.startswith("Invite: Maya Reed, Eve Stone, Ana Brook, Lou Park. Value 1.78, beside 0.60")


def test_a_must_is_kept_and_the_answer_says_what_it_costs(example: Store) -> None:
    found = events.ask(
        view(example, WANTED["viewer"], DAY), EventAsked(4, "roundtable", at_least=RULES, must=("P21", "P03"))
    )
    wanted = WANTED["must include Jo and Nia"]
    assert (found.lists_allowed, told(found.best)) == (wanted["lists_allowed"], expected(wanted["best"]))
    assert found.mean_of_lists == approx(wanted["mean_of_lists"], abs=1e-9)
    costs = {cost.rule: cost.cost for cost in found.costs}
    assert costs["must invite Jo Field, Nia Powell"] == approx(1.777838568294 - 1.088914442718, abs=1e-9)


def test_a_rule_holds_for_whichever_id_of_somebody_it_names_and_is_refused_for_what_is_not_on_record() -> None:
    """Maya Reed of the best list is P01; P99 is judged to be the same."""
    again = [
        row("people", person_id="P99", name="Maya Reed", visibility="open"),
        row("person_matches", person_a="P01", person_b="P99", verdict="same", on="2026-05-01", visibility="open"),
    ]
    there = seen([*acceptance(), *again])
    shown = there.one("person", "P99")
    [other] = {"P01", "P99"} - {shown}
    without = events.ask(there, EventAsked(4, at_least=RULES, must_not=(other,)))
    assert shown not in [who.id for who in without.best[0].people]
    assert shown in [who.id for who in events.ask(there, EventAsked(4, must=("P01", "P99"))).best[0].people]
    for rule in ("council:nrthmoor=1", "theme:gritting-by-air=1"):
        with pytest.raises(InputError, match="on record"):
            events.ask(there, EventAsked(4, at_most=(rule,)))


def test_a_seat_can_be_swapped_and_the_change_is_shown(town: View) -> None:
    asked = EventAsked(4, "roundtable", at_least=RULES)
    found = events.ask(town, asked)
    swap = next(swap for swap in found.swaps if (swap.out.id, swap.come.id) == ("P01", "P07"))
    assert swap.change == approx(1.671634233616 - 1.777838568294, abs=1e-9)  # the second best list of the walk
    mine = events.ask(town, asked, guests=("P07", "P12", "P20", "P23"))
    assert mine.best[0].value == approx(1.671634233616, abs=1e-9)
    with pytest.raises(InputError, match="breaks a rule: at least 1 of budget"):
        events.ask(town, asked, guests=("P07", "P22", "P20", "P23"))
    with pytest.raises(InputError, match=r"3 guests among the candidates, and there are 4 seats\. No candidates: Ana "):
        events.ask(town, replace(asked, candidates=("P07", "P12", "P22", "P23")), guests=("P07", "P12", "P20", "P23"))


@pytest.mark.parametrize(
    ("asked", "fails"),
    [
        (EventAsked(4, at_least=("sme=2", "sme=5")), "at least 5 of sme"),
        (EventAsked(4, at_least=("sme=2",), at_most=("sme=1",)), "at most 1 of sme"),
        (EventAsked(19), "19 seats, but only 18 candidates"),
        (EventAsked(3, candidates=("P01", "P02")), "3 seats, but only 2 candidates"),
        (EventAsked(4, must=("P32",)), "must invite Bea Cross"),  # of a large supplier, so no candidate
        (EventAsked(4, must=("P01",), must_not=("P01",)), "must not invite Maya Reed"),
        (EventAsked(4, at_least=("council:westfell=3",)), "at least 3 of council:westfell"),
        (EventAsked(4, sponsors=("megacivic",), no_incumbent_sponsor=True), "no sponsor is an incumbent"),
    ],
)
def test_rules_that_nobody_can_meet_are_said_with_the_first_that_fails(
    town: View, asked: EventAsked, fails: str
) -> None:
    found = events.ask(town, asked)
    assert (found.fails, found.best) == (fails, ())
    assert found.summary == f"No list meets the rules. The first that fails: {fails}."


def test_a_sponsor_that_is_an_incumbent_is_named(town: View) -> None:
    found = events.ask(town, EventAsked(2, sponsors=("megacivic", "civic-tech")))
    assert found.warnings == ("The sponsor MegaCivic plc already supplies Northmoor City Council.",)


@pytest.mark.parametrize("text", ["sme", "sme=x", "nobody=2", "planet:earth=1", "=3"])
def test_a_rule_that_says_nothing_is_refused(town: View, text: str) -> None:
    with pytest.raises(InputError):
        events.ask(town, EventAsked(4, at_least=(text,)))


def test_rules_count_regions_themes_and_firms(town: View) -> None:
    asked = EventAsked(3, at_least=("theme:digital-planning=2",), at_most=("region:North=0",), per_firm=1)
    ids = {who.id for who in events.ask(town, asked).best[0].people}
    assert len(ids & {"P22", "P09"}) == 2  # PlanWell offers the theme, and Grace's budget names it


def test_candidates_are_those_on_the_list_of_an_event_or_in_a_region(town: View) -> None:
    """By hand: twelve were at the expo, seven are in post in the North (Ana and Northmoor's six), five are both."""
    for chosen, number in (({"listed_at": ("EV1",)}, 12), ({"regions": ("north",)}, 7)):
        assert events.ask(town, EventAsked(2, **chosen)).candidates == number
    assert events.ask(town, EventAsked(2, regions=("North",), listed_at=("EV1",))).candidates == 5
    with pytest.raises(InputError, match=r'"Nowhere"\. On record: East, North'):
        events.ask(town, EventAsked(2, regions=("Nowhere",)))
    with pytest.raises(NotFoundError, match='No event with the id "EV9"'):
        events.ask(town, EventAsked(2, listed_at=("EV9",)))


def test_without_useful_triples_the_answer_says_so(town: View) -> None:
    found = events.ask(seen([told for told in acceptance() if told.kind != "offers"]), EventAsked(4))
    assert (found.useful, found.best[0].value, found.mean_of_lists) == (0, 0.0, 0.0)
    assert found.summary.startswith("No useful triple is on record: no firm offers a theme")
    found = events.ask(town, EventAsked(2, themes=("moon-travel",)), guests=("P07", "P12"))
    assert "no firm offers moon travel" in found.summary and "Your list: " in found.summary


def test_who_was_not_reached_is_named_with_the_reason() -> None:
    rows = [told for told in acceptance() if not (told.kind == "posts" and told["person_id"] == "P23")]
    found = events.ask(seen(rows), EventAsked(2))
    why = {(one.firm, one.council): one.why for one in found.missed}
    assert why["Gritworks Ltd", "Westfell Council"] == "nobody of the firm is on record in a post now"
    assert found.missed_in_all == found.useful - found.warm_if_met


def test_a_bank_holiday_a_weekend_and_a_day_that_is_over_are_warned_of() -> None:
    assert warnings("2026-12-25", "2026-06-01") == (
        "That day is a bank holiday (Christmas Day) in England and Wales, Scotland, Northern Ireland.",
    )
    assert warnings("2026-11-30", "2026-06-01") == ("That day is a bank holiday (St Andrew’s Day) in Scotland.",)
    assert warnings("2026-06-06", "2026-06-01") == ("That day is a Saturday.",)
    assert warnings("2026-05-05", "2026-06-01")[0].startswith("That day is over")
    assert warnings("2040-06-05", "2026-06-01")[-1].startswith("Bank holidays after")
    assert warnings("2026-06-02", "2026-06-01") == warnings(None, "2026-06-01") == ()
    with pytest.raises(InputError):
        warnings("2. June", "2026-06-01")


# people who should meet


def test_people_who_should_meet_equal_brute_force_on_the_graph_of_networkx() -> None:
    for told in [acceptance(), *map(market, range(12))]:
        town = seen(told, "civic-tech" if len(told) > 150 else "body")
        plain = world(told, town.viewpoint.viewer, DAY, titles=said_in_title)
        expected = _should_meet(plain)
        found = should_meet.ask(town)
        pairs = [(pair.one.id, pair.other.id, pair.score) for pair in found.pairs]
        assert pairs == [(one, other, approx(score, abs=1e-12)) for score, one, other in expected[:20]]
        if expected:
            [first] = should_meet.ask(town, most=1).pairs  # one is shown, and the sentence counts them all
            told = should_meet.ask(town, most=1).summary
            assert (first.one.id, first.other.id) == expected[0][1:]
            assert len(expected) == 1 or told.endswith(f" {len(expected)} pairs in all.")


def _should_meet(plain: World) -> list[tuple[float, str, str]]:
    people = plain.networkx()
    warm = people.edge_subgraph([(a, b) for a, b, tie in people.edges(data=True) if tie["warm"]])
    homes = {p: {post.organisation for post in plain.posts if post.current and post.person == p} for p in people}
    eligible = [
        p
        for p in sorted(people)
        if p in warm
        and warm.degree(p) >= 3
        and people.nodes[p]["passes"]
        and not people.nodes[p]["objected_introductions"]
        and homes[p]
    ]
    found = []
    for u, v in combinations(eligible, 2):
        if warm.has_edge(u, v) or homes[u] & homes[v] or not {u, v} & plain.officers:
            continue
        score = sum(
            (warm.edges[u, z]["strength"] + warm.edges[z, v]["strength"])
            / sum(tie["strength"] for tie in warm.adj[z].values())
            for z in set(warm.adj[u]) & set(warm.adj[v])
        )
        if score:
            found.append((score, u, v))
    return sorted(found, key=lambda one: (-round(one[0], 12), one[1:]))


def test_those_who_should_meet_can_be_asked_of_a_list_or_of_one_organisation(town: View) -> None:
    everybody = should_meet.ask(town).pairs
    own = should_meet.ask(town, organisation="eastvale").pairs
    assert own == tuple(p for p in everybody if "eastvale" in (p.one.organisation_id, p.other.organisation_id))
    with pytest.raises(InputError, match="at least 1 pair"):
        should_meet.ask(town, most=0)
    among = should_meet.ask(town, among=("P07", "P06", "P30"))
    assert {p.id for pair in among.pairs for p in (pair.one, pair.other)} <= {"P07", "P06", "P30"}
    assert should_meet.ask(town, among=("P23",)).summary.startswith("No two people stand out")


# tickets


def test_a_ticket_is_worth_the_useful_people_who_came_before() -> None:
    # of Brightgrit's three budget holders, at Northmoor, Eastvale and Westfell, all were at the expo
    found = tickets.ask(seen(viewer="brightgrit"), "brightgrit")
    (expo,) = found.tickets
    assert (expo.event, expo.price, expo.editions, expo.incumbents) == ("EV1", 195.0, 1, ())
    assert [one.person.id for one in expo.useful] == ["P02", "P08", "P12"]
    assert (expo.expected, expo.per_pound) == (3.0, approx(3 / 195))


def test_editions_of_an_event_count_together_and_an_incumbent_sponsor_is_flagged() -> None:
    rows = [
        *acceptance(),
        row("events", event_id="A1", name="Roads Forum 2024", on="2024-05-01", sponsor_ids="megacivic", price_gbp="0"),
        row("events", event_id="A2", name="Roads Forum 2025", on="2025-05-01", sponsor_ids="megacivic", price_gbp="0"),
        row("attendance", event_id="A1", person_id="P02"),
        row("attendance", event_id="A2", person_id="P02", role="registered"),
        row("attendance", event_id="A2", person_id="P12"),
        row("events", event_id="B1", name="Nobody useful", on="2025-05-01"),
        row("attendance", event_id="B1", person_id="P01"),
    ]
    without_a_list = row("events", event_id="A0", name="Roads Forum 2023", on="2023-05-01")  # says of nobody
    for there in (rows, [*rows, without_a_list]):
        first, second = tickets.ask(seen(there, "brightgrit"), "brightgrit").tickets
        assert (first.event, first.editions, first.expected) == ("A2", 2, 1.25)  # (1 + .5)/2 + 1/2
        assert first.per_pound is None
    assert first.incumbents == ("MegaCivic plc",)
    assert second.event == "EV1"


def test_somebody_whom_the_firm_knows_already_is_no_reason_for_a_ticket() -> None:
    rows = [*acceptance(), row("contacts", person_a="P20", person_b="P02", strength="0.5", on="2026-06-01")]
    (expo,) = tickets.ask(seen(rows, "brightgrit"), "brightgrit").tickets
    assert [one.person.id for one in expo.useful] == ["P08", "P12"]
    assert tickets.ask(seen(), "northmoor").tickets == ()


# after the event


MET = (
    row("contacts", person_a="P20", person_b="P12", strength="0.3", on="2026-06-01", source="after the round table"),
    row("contacts", person_a="P23", person_b="P01", strength="0.3", on="2026-06-01", source="after the round table"),
)


def test_what_is_measured_after_two_meetings_is_as_in_walk_four(example: Store) -> None:
    wanted = WANTED["measured after Ana met Eve and Lou met Maya"]
    example.add(Load("met", NOW, "who met whom"), batches(MET))
    town = view(example, WANTED["viewer"], DAY)
    reached, names = town.reached, town.snapshot.ids
    assert (int(reached.warm.sum()), len(town.triples)) == (wanted["warm"], wanted["useful"])
    for place, triple in enumerate(wanted["triples"]):
        assert town.triples.ids(place) == (triple["sme"], triple["council"], triple["theme"])
        assert reached.odds[place] == approx(triple["P"], abs=1e-9)
        assert [names[person] for person in reached.people(place)] == triple["ids"]
    example.undo("met")


def test_predicted_stands_beside_measured() -> None:
    day = "2026-07-01"
    held = [
        row("events", event_id="RT", name="Round table", format="roundtable", on=day),
        *(row("attendance", event_id="RT", person_id=person) for person in ("P01", "P12", "P20", "P23")),
    ]
    alone = event_after.ask(seen([*acceptance(), *held], day=date(2026, 7, 1)), "RT")
    assert (alone.guests, alone.warm_before, alone.warm, alone.ties) == (4, 5, 5, ())  # a list alone makes leads
    assert (alone.talk, alone.warm_if_met) == (approx(0.8), 9)
    assert 0 < alone.predicted_joint < alone.predicted
    met = [row("contacts", **{**told.cells, "on": day}) for told in MET]
    after = event_after.ask(seen([*acceptance(), *held, *met], day=date(2026, 7, 1)), "RT")
    assert [(tie.one.id, tie.other.id) for tie in after.ties] == [("P12", "P20"), ("P01", "P23")]  # the expo adds
    assert (after.predicted, after.warm_before, after.warm) == (alone.predicted, 5, 9)
    assert after.base > after.base_before and after.summary.endswith("now 9 of 9 have one.")
    later = event_after.ask(seen([*acceptance(), *held], day=date(2028, 4, 1)), "RT")
    assert (later.warm_before, later.warm) == (5, 4)  # walk 5.3: CareSense to Northmoor has faded to a long shot
    assert later.summary.endswith("now 4 of 9 have one. That is all that changed since: ties fade and posts end too.")
    with pytest.raises(NotFoundError):
        event_after.ask(seen(), "no event")
