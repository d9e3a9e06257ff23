"""What is lost if somebody leaves: the worked example to 1e-9 on both stores and on networkx, and brute force.

Brute force takes every simple path between every outsider and every decision-maker, with and without each person, and
with each possible new tie in turn.
"""

from __future__ import annotations

import json
from datetime import date
from itertools import product

import networkx as nx
import numpy as np
import pytest
from pytest import approx

from graph import definitions as d
from graph.errors import InputError, NotFoundError, RefusedError
from graph.key_people import Council, Ends
from graph.second_bridge import second_bridges
from graph.store import Store
from graph.view import View, view
from queries import key_people
from queries.answer import place_of, to_dict
from sample_data import EXPECTED
from tests import networkx_reference as brute
from tests.plain_reference import Row
from tests.test_routes_brute_force import small_graph
from tests.worlds import acceptance, changed, in_memory, row

WANTED = json.loads(EXPECTED.read_text(encoding="utf-8"))["answers"]["key_people"]
DAY = date(2026, 6, 1)


# the worked example


def test_everybody_on_whom_ways_hang_is_listed_as_in_walk_three(example: Store) -> None:
    found = key_people.ask(view(example, "northmoor", DAY), "northmoor")
    assert [who.id for who in found.decision_makers] == WANTED["decision_makers"]
    assert found.outsiders == len(WANTED["outsiders"])
    assert len(found.people) == len(WANTED["people"])
    for key, wanted in zip(found.people, WANTED["people"], strict=True):
        told = (key.person.id, key.loss.warm_before, key.loss.warm_lost, key.only_link)
        assert told == (wanted["person"], wanted["warm_routes"], wanted["warm_lost"], wanted["articulation"])
        numbers = [key.loss.before, key.loss.after, key.loss.share]
        assert numbers == approx([wanted["R"], wanted["R_without"], wanted["share_lost"]], abs=1e-9)
    assert found.summary.startswith("If Maya Reed left, 44 % of the ways from outside would be lost (5 of 15 warm")


def test_the_second_bridge_is_the_one_of_walk_three(example: Store) -> None:
    found = key_people.what_if(view(example, "northmoor", DAY), "northmoor", person="P01")
    assert found.method.startswith("every possible tie was tried")
    told = [sorted((b.inside.id, b.outside.id)) for b in found.bridges]
    assert told == [bridge["tie"] for bridge in WANTED["second bridge if Maya leaves"]]
    for bridge, wanted in zip(found.bridges, WANTED["second bridge if Maya leaves"], strict=True):
        assert bridge.loss.after == approx(wanted["R"], abs=1e-9)
        assert bridge.loss.warm_after == wanted["warm"]
    built, best = WANTED["with the bridge built"], found.bridges[0].loss
    numbers = [best.before, best.after, best.share]
    assert numbers == approx([built["R"], built["R_without"], built["share_lost"]], abs=1e-9)
    assert (best.warm_before, best.warm_lost) == (built["warm_routes"], built["warm_lost"])


def test_where_not_every_tie_can_be_tried_the_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(d, "BRIDGE_CELLS", 0)
    monkeypatch.setattr(d, "BRIDGE_ENDS", 3)
    found = key_people.what_if(view(in_memory(acceptance()), "northmoor", DAY), "northmoor", person="P01")
    assert found.method == "best found: 9 of 60"
    assert sorted((found.bridges[0].inside.id, found.bridges[0].outside.id)) == ["P06", "P31"]


@pytest.mark.parametrize("day", ["2026-09-30", "2026-10-01"])
def test_a_post_that_ends_is_held_to_its_last_day_and_not_beyond(day: str) -> None:
    leaves = in_memory(changed(acceptance(), "posts", {"person_id": "P01"}, ends="2026-09-30"))
    wanted, then = WANTED["post of Maya ends 2026-09-30"], date.fromisoformat(day)
    found = key_people.ask(view(leaves, "northmoor", then), "northmoor")
    assert found.total == approx(wanted[f"as at {day}"]["R"], abs=1e-9)
    assert found.warm == wanted[f"as at {day}"]["warm_routes"]
    snapshot = view(leaves, "northmoor", then).snapshot
    assert bool(snapshot.passes[snapshot.number["P01"]]) is (day == "2026-09-30")
    if day == "2026-10-01":
        stayed = key_people.ask(view(in_memory(acceptance()), "northmoor", then), "northmoor")
        had = wanted["as at 2026-10-01, had she stayed"]
        assert (stayed.total, stayed.warm) == (approx(had["R"], abs=1e-9), had["warm_routes"])
        assert snapshot.warm_ties == wanted["warm ties as at 2026-10-01"]


def test_the_ways_that_change_are_shown_with_the_rows_behind_each_step() -> None:
    found = key_people.what_if(view(in_memory(acceptance()), "northmoor", DAY), "northmoor", person="P01")
    changes = {(c.outsider.id, c.decision_maker.id): c for c in found.changes}
    ana = changes["P20", "P02"]
    assert ana.before.ids == ("P20", "P07", "P01", "P02")
    assert ana.after and ana.after.ids == ("P20", "P30", "P06", "P02")
    assert all(hop.evidence for change in found.changes for hop in change.before.hops)
    assert [c.lost for c in found.changes] == sorted((c.lost for c in found.changes), reverse=True)


def test_a_whole_team_can_leave() -> None:
    seen = view(in_memory(acceptance()), "northmoor", DAY)
    found = key_people.what_if(seen, "northmoor", team="nm-innovation")
    assert (found.team, [who.id for who in found.leaving]) == ("Innovation Team", ["P01"])
    assert found.loss == key_people.what_if(seen, "northmoor", person="P01").loss
    listed = key_people.ask(seen, "northmoor").teams
    assert [team.id for team in listed[:2]] == ["nm-innovation", "nm-executive"]
    assert listed[-1].words == "nothing would be lost"


# who may ask


@pytest.mark.parametrize("viewer", ["brightgrit", "eastvale", "civic-tech", None, "nobody"])
def test_anybody_but_the_council_is_refused_and_the_refusal_tells_nothing(viewer: str | None) -> None:
    seen, words = view(in_memory(acceptance()), viewer, DAY), set()
    for council in ("northmoor", "southholme", "no-such-council"):
        for asking in (key_people.ask, lambda v, c: key_people.what_if(v, c, person="P01")):
            with pytest.raises(RefusedError) as refused:
                asking(seen, council)
            words.add(str(refused.value))
    assert len(words) == 1
    assert not any(name in str(words) for name in ("Maya", "P01", "Northmoor", "northmoor"))


def test_who_is_no_council_or_not_on_record_is_told_so() -> None:
    firm = view(in_memory(acceptance()), "brightgrit", DAY)
    with pytest.raises(InputError, match="for councils"):
        key_people.ask(firm, "brightgrit")
    council = view(in_memory(acceptance()), "northmoor", DAY)
    with pytest.raises(NotFoundError, match="Nobody with the id"):
        key_people.what_if(council, "northmoor", person="P99")
    with pytest.raises(NotFoundError, match="No team with the id"):
        key_people.what_if(council, "northmoor", team="ev-imt")
    with pytest.raises(InputError, match="a person or a team"):
        key_people.what_if(council, "northmoor")


# little on record


def _council(*rows: Row) -> View:
    return view(in_memory([row("organisations", organisation_id="c", name="C", kind="council"), *rows]), "c", DAY)


OFFICER = (
    row("people", person_id="o", name="Officer"),
    row("posts", person_id="o", organisation_id="c", title="Manager", budget_for="any"),
)
FIRM = (
    row("organisations", organisation_id="f", name="F", kind="sme"),
    row("people", person_id="a", name="Asker"),
    row("posts", person_id="a", organisation_id="f", title="Director"),
)
TIE = row("contacts", person_a="a", person_b="o", strength="0.5", on="2026-06-01")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((), "Nobody who holds a budget at C is on record"),
        (OFFICER, "Nobody in post at a small firm or an ecosystem body is on record"),
        ((*OFFICER, *FIRM), "No way leads from outside to those who hold a budget at C"),
        ((*OFFICER, *FIRM, TIE), "Nobody's leaving would cost a way"),
    ],
    ids=["no officers", "nobody outside", "no ties", "one direct tie"],
)
def test_a_council_with_little_on_record_gets_an_answer_in_words(rows: tuple[Row, ...], words: str) -> None:
    found = key_people.ask(_council(*rows), "c")
    assert found.summary.startswith(words)
    assert not found.people
    assert "NaN" not in json.dumps(to_dict(found))


def test_the_only_decision_maker_can_leave_too() -> None:
    found = key_people.what_if(_council(*OFFICER, *FIRM, TIE), "c", person="o")
    assert found.summary == "If Officer left, no way from outside to anybody else who decides is on record."
    assert (found.changes, found.bridges, found.loss.share) == ((), (), 0.0)


# brute force


def _brute(people: nx.Graph, outsiders: list[str], makers: list[str], gone: str | None) -> tuple[float, int]:
    """R and warm pairs when somebody is gone, from every simple path."""
    left = people.subgraph(p for p in people if p != gone)
    pairs = [(o, m) for o, m in product(outsiders, makers) if gone not in (o, m)]
    odds = [brute.best_odds(brute.every_route(left, o, m)) for o, m in pairs]
    return sum(odds), sum(brute.is_warm(left, o, m) for o, m in pairs)


def _with(people: nx.Graph, one: str, other: str) -> nx.Graph:
    more = nx.Graph(people)
    more.add_edge(one, other, strength=0.5, warm=True)
    return more


def _town(seed: int) -> tuple[View, Council, list[str], list[str]]:
    """A small graph in which the officers of one council hold budgets, and who is at the two ends."""
    rows = changed(small_graph(seed), "posts", {"organisation_id": "council"}, budget_for="any")
    seen = view(in_memory(rows), "council", DAY)
    whole, snapshot = seen.whole, seen.snapshot
    council = Council(snapshot, Ends.of(whole.posts, place_of(whole.scene, "council")))
    names = [[snapshot.ids[p] for p in ends] for ends in (council.ends.outsiders, council.ends.makers)]
    return seen, council, *names


SEEDS = (
    15,
    24,
    57,
    72,
    75,
    84,
    96,
    99,
    138,
    171,
    180,
    189,
    216,
    225,
)  # towns where somebody decides; two or more are lost in most


@pytest.mark.parametrize("seed", SEEDS)
def test_losses_equal_those_of_every_simple_path_with_and_without_each_person(seed: int) -> None:
    _, council, outsiders, makers = _town(seed)
    snapshot = council.snapshot
    people, losses = snapshot.networkx(), council.losses()
    listed = {snapshot.ids[p]: place for place, p in enumerate(losses.person)}
    for person in snapshot.ids:
        kept = [(o, m) for o, m in product(outsiders, makers) if person not in (o, m)]
        before = sum(brute.best_odds(brute.every_route(people, o, m)) for o, m in kept)
        warm = sum(brute.is_warm(people, o, m) for o, m in kept)
        after, warm_after = _brute(people, outsiders, makers, person)
        assert (before - after > 1e-12) == (person in listed), person
        if person in listed:
            place = listed[person]
            assert (losses.now[place], losses.left[place]) == approx((before, after), abs=1e-9)
            assert (losses.warm[place], losses.warm_lost[place]) == (warm, warm - warm_after)


@pytest.mark.parametrize("seed", SEEDS[2:10])
def test_the_best_bridge_equals_that_of_trying_every_tie(seed: int) -> None:
    seen, council, outsiders, makers = _town(seed)
    snapshot, people = council.snapshot, council.snapshot.networkx()
    large = seen.whole.posts.now_at("large_supplier")
    leaver = int(council.losses().person[0])
    gone = np.zeros(len(snapshot.ids), bool)
    gone[leaver] = True
    found = second_bridges(council, gone, large)
    today = council.without(gone).total()
    tried = []
    for inside, outside in product(range(len(snapshot.ids)), repeat=2):
        ends = (inside in council.ends.staff, outside in council.ends.staff)
        if ends != (True, False) or leaver in (inside, outside) or large[inside] or large[outside]:
            continue
        if snapshot.warm.strength_of(inside, outside) >= 0.5 - 1e-12:
            continue
        if not (snapshot.passes[inside] and snapshot.passes[outside]):
            continue
        one, other = sorted((snapshot.ids[inside], snapshot.ids[outside]))
        total, warm = _brute(_with(people, one, other), outsiders, makers, snapshot.ids[leaver])
        if total > today + 1e-12:
            tried.append((-round(total, 12), one, other, warm))
    told = [
        (-round(b.total, 12), *sorted((snapshot.ids[b.inside], snapshot.ids[b.outside])), b.warm) for b in found.best
    ]
    assert found.exhaustive and tried
    assert told == sorted(tried)[:5]
