"""Silos: the worked example on every engine, hand calculations, the test of pockets, and what others are told."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from pytest import approx

from graph.silos import NO_FUNCTION, external_internal, matrix, merged
from graph.sqlite_store import SqliteStore
from graph.view import view
from loaders.plan import plan
from loaders.reading import Defaults
from queries import pockets, silos
from queries.answer import to_dict
from sample_data import EXPECTED, REGION
from tests.council_worlds import FUNCTIONS, at_random, council, two_blocks
from tests.plain_reference import world
from tests.plain_silos import PlainCouncil, exact_p
from tests.test_view_worlds import examples, seen
from tests.worlds import Case, acceptance, cases, fill, in_memory, row, said_in_title

DAY = date(2026, 6, 1)
NORTHMOOR = json.loads(EXPECTED.read_text(encoding="utf-8"))["answers"]["silos"]["northmoor"]
EXACT = 1e-9


# the worked example


def of_question(store):
    """What the question says of Northmoor, in the shape of ``expected.json``."""
    told = silos.ask(view(store, "northmoor", DAY), "northmoor")
    found, sides = told.finding, {"innovator": [], "operations or budget": [], "": []}
    for officer in told.officers:
        sides[officer.side].append(officer.person.id)
    return {
        "council": told.council,
        "innovators": sides["innovator"],
        "operations_or_budget": sides["operations or budget"],
        "officers": found.officers,
        "ties_inside": found.ties,
        "cross_ties": found.cross_ties,
        "cross_per_innovator": found.per_innovator,
        "active": found.active,
        "enough": found.enough,
        "matrix": to_dict(told.matrix),
        "ei": told.ei,
        "ei_by_chance": told.ei_by_chance,
    }


def of_plain(plain, ties=None):
    """The same by the plain reference, over other ties if they are given."""
    council = PlainCouncil(plain, "northmoor")
    assert ties is None or sorted(ties) == sorted(council.ties)
    ei, by_chance = council.external_internal()
    return {
        "council": "northmoor",
        "innovators": council.innovators,
        "operations_or_budget": council.other_side,
        "officers": len(council.officers),
        "ties_inside": len(council.ties),
        "cross_ties": sum(council.cross.values()),
        "cross_per_innovator": council.per_innovator,
        "active": council.active,
        "enough": council.enough,
        "matrix": [{"a": a, "b": b, "ties": t, "expected": e} for (a, b), (t, e) in council.matrix().items()],
        "ei": ei,
        "ei_by_chance": by_chance,
    }


def agree(found, expected=NORTHMOOR):
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        if name == "matrix":
            assert [(c["a"], c["b"], c["ties"]) for c in found[name]] == [(c["a"], c["b"], c["ties"]) for c in value]
            assert [c["expected"] for c in found[name]] == approx([c["expected"] for c in value], abs=EXACT)
        elif isinstance(value, float):
            assert found[name] == approx(value, abs=EXACT), name
        else:
            assert found[name] == value, name


def test_northmoor_on_sqlite(tmp_path):
    store = fill(SqliteStore(tmp_path / "town.sqlite"), acceptance())
    agree(of_question(store))
    store.close()


def test_northmoor_on_neo4j(neo4j_town):
    agree(of_question(fill(neo4j_town, acceptance())))


def test_northmoor_on_networkx_and_by_the_plain_reference():
    plain = world(acceptance(), "northmoor", DAY, DAY, said_in_title)
    people = view(in_memory(acceptance()), "northmoor", DAY).snapshot.networkx()
    officers = set(PlainCouncil(plain, "northmoor").officers)
    inside = [tuple(sorted((a, b))) for a, b, warm in people.edges(data="warm") if warm and {a, b} <= officers]
    agree(of_plain(plain, inside))


def test_not_enough_on_record_is_said_with_what_is_missing_and_never_as_no_silo():
    told = silos.ask(view(in_memory(acceptance()), "northmoor", DAY), "northmoor")  # walk 2, step 1
    assert told.verdict == "not_enough"
    for words in (
        "Not enough on record",
        "1 innovator of at least 3",
        "5 others of at least 8",
        "6 ties of at least 10",
    ):
        assert words in told.sentences[0]
    assert "no silo" not in json.dumps(to_dict(told)) and "no pocket" not in json.dumps(to_dict(told))


def test_the_sample_region_shows_the_pockets_that_are_planted_in_it_and_no_other(tmp_path):
    store = SqliteStore(tmp_path / "region.sqlite")
    plan([REGION], store, Defaults()).commit()
    found = {one.council: one for one in view(store, None, DAY).silos.findings}
    assert {council for council, one in found.items() if one.pocket} == {"quillbrook", "larkhaven", "strathkellick"}
    assert sorted(council for council, one in found.items() if one.enough and not one.pocket) == [
        "hollowmere",
        "kestrelby",
        "orrisfield",
    ]
    store.close()


# generated worlds, beside loops over rows


@examples(60)
@given(cases())
def test_matrix_sides_cross_ties_and_e_i_equal_the_plain_reference(case: Case) -> None:
    told = seen(case)
    plain = world(case.rows, case.viewer, case.as_at, case.today, said_in_title)
    for number, found in enumerate(told.silos.findings):
        council, officers = PlainCouncil(plain, found.council), told.silos.councils.of(number)
        names = [told.whole.scene.people[place] for place in officers.people]
        assert names == council.officers
        assert [names[place] for place in officers.on(1)] == council.innovators
        assert [names[place] for place in officers.on(2)] == council.other_side
        assert [function or None for function in officers.functions] == [council.function(name) for name in names]
        _measures_equal(officers, found, council)


def _measures_equal(officers, found, council):
    cells = {(c.a, c.b): (c.ties, c.expected) for c in matrix(officers, officers.functions)}
    assert cells == {pair: (ties, approx(expected, abs=EXACT)) for pair, (ties, expected) in council.matrix().items()}
    mixed = external_internal(officers, officers.functions)
    assert (mixed.ei, mixed.expected) == approx(council.external_internal(), abs=EXACT)
    assert (found.cross_ties, found.active, found.enough) == (
        sum(council.cross.values()),
        council.active,
        council.enough,
    )
    assert found.per_innovator == approx(council.per_innovator, abs=EXACT)


# councils made to measure


def findings(rows):
    return {found.council: found for found in view(in_memory(rows), None, DAY).silos.findings}


def test_a_council_wired_at_random_is_called_a_pocket_no_more_often_than_stated():
    """Stated: p below 0.1 for one council in ten at most; of all tested together any in one world of ten at most.

    Beside that 3 standard errors: of 300 councils 0.052, of 30 worlds 0.164.
    """
    chance, low, worlds = random.Random(4), 0, []
    for number in range(30):
        rows = []
        for place in range(10):
            functions = chance.sample(FUNCTIONS, len(FUNCTIONS))
            rows += council(f"r{number:02}{place}", functions, at_random(chance, len(functions), 50))
        found = findings(rows).values()
        assert all(one.enough for one in found)
        low += sum(one.p < 0.1 for one in found)
        worlds.append(any(one.pocket for one in found))
    assert low / 300 <= 0.1 + 0.052
    assert sum(worlds) / 30 <= 0.1 + 0.164


def test_a_council_of_two_blocks_is_called_a_pocket():
    chance, rows = random.Random(5), []
    for number in range(25):
        functions = chance.sample(FUNCTIONS, len(FUNCTIONS))
        rows += council(f"b{number:02}", functions, two_blocks(chance, functions, bridges=chance.randint(0, 3)))
    assert all(one.pocket for one in findings(rows).values())


def test_one_bridge_of_the_best_connected_innovator_does_not_hide_a_pocket():
    """The first innovator knows all 6 in operations: 6 cross ties, 0 for each of the other three."""
    chance = random.Random(6)
    ties = two_blocks(chance, FUNCTIONS, bridges=0) | {(0, other) for other in range(4, 10)}
    found = findings(council("bridged", FUNCTIONS, ties))["bridged"]
    assert (found.cross_ties, found.per_innovator, found.pocket) == (6, 0.0, True)


def test_p_equals_the_share_of_all_ways_to_hand_out_the_labels():
    """3 innovators, 4 in operations, 5 others: 12! / (3! 4! 5!) = 27,720 ways; within 4 standard errors."""
    functions = ["innovation"] * 3 + ["operations"] * 4 + ["finance"] * 5
    rows = council("small", functions, at_random(random.Random(8), 12, 26))
    p, exact = findings(rows)["small"].p, exact_p(PlainCouncil(world(rows, None, DAY), "small"))
    assert 0.05 < exact < 0.95
    assert p == approx(exact, abs=4 * (exact * (1 - exact) / 2000) ** 0.5)


def test_adjusted_p_is_that_of_benjamini_and_hochberg():
    """By hand: p(i) m / i, then the smallest of those from there on."""
    chance, rows = random.Random(9), []
    for number in range(5):
        rows += council(f"h{number}", FUNCTIONS, at_random(chance, len(FUNCTIONS), 40))
    rows += council("h5", FUNCTIONS, two_blocks(chance, FUNCTIONS))
    found = sorted(findings(rows).values(), key=lambda one: one.p)
    scaled = [one.p * 6 / rank for rank, one in enumerate(found, 1)]
    for place, one in enumerate(found):
        assert one.adjusted == approx(min(1.0, *scaled[place:], 1.0), abs=1e-15)


def test_p_of_a_council_is_the_same_whatever_else_is_on_record_and_however_often_a_row_is_loaded():
    chance = random.Random(10)
    alone = council("alone", FUNCTIONS, at_random(chance, len(FUNCTIONS), 40))
    others = council("zebra", FUNCTIONS, at_random(chance, len(FUNCTIONS), 40))
    first = findings(alone)["alone"]
    assert findings([*others, *alone])["alone"].p == findings([*alone, *alone])["alone"].p == first.p


@pytest.mark.parametrize(
    ("rows", "active"),
    [
        ([row("pilots", pilot_id="t", name="T", council_id="else", starts="2026-01-01")], True),
        ([row("pilots", pilot_id="t", name="T", council_id="else", starts="2023-01-01", ends="2024-06-01")], True),
        ([row("pilots", pilot_id="t", name="T", council_id="else", starts="2023-01-01", ends="2024-05-31")], False),
        ([row("pilots", pilot_id="t", name="T", council_id="else", outcome="contract")], False),
        ([row("events", event_id="e", name="E", format="conference", on="2024-06-01")], True),
        ([row("events", event_id="e", name="E", format="conference", on="2024-05-31")], False),
        ([row("events", event_id="e", name="E", format="conference")], False),
    ],
    ids=["runs elsewhere", "ended 24 months ago", "ended longer ago", "no end known", "event", "old event", "undated"],
)
def test_active_is_a_pilot_or_an_event_of_the_last_24_months(rows, active):
    """730 days are 23.98 months, 731 are 24.02."""
    if rows[0].kind == "pilots":
        rows = [*rows, row("pilot_people", pilot_id="t", person_id="quiet-00", role="team")]
    else:
        rows = [*rows, row("attendance", event_id="e", person_id="quiet-00", role="registered")]
    made = council("quiet", FUNCTIONS, two_blocks(random.Random(1), FUNCTIONS), active=False)
    found = findings([row("organisations", organisation_id="else", name="E", kind="council"), *made, *rows])["quiet"]
    assert found.active == found.pocket == active


def test_a_team_that_is_not_active_is_not_called_a_pocket_and_the_words_say_why():
    made = council("quiet", FUNCTIONS, two_blocks(random.Random(1), FUNCTIONS), active=False)
    told = silos.ask(view(in_memory(made), "quiet", DAY), "quiet")
    assert told.verdict == "no_pocket" and "it is not called a pocket" in told.sentences[0]


# bridges and distances


def test_bridges_are_those_of_an_exhaustive_search():
    chance = random.Random(11)
    functions = ["innovation"] * 3 + ["operations"] * 4 + ["finance"] * 3
    for number in range(12):
        name = f"c{number}"
        rows = council(name, functions, at_random(chance, len(functions), 9))
        plain = PlainCouncil(world(rows, None, DAY), name)
        told = silos.ask(view(in_memory(rows), name, DAY), name)
        every = [
            (-closer, plain.hops(one, other) or 99, one, other)
            for one in plain.innovators
            for other in plain.other_side
            if (one, other) not in plain.ties and (closer := plain.closer(one, other))
        ]
        found = [(-b.closer, b.hops or 99, b.innovator.id, b.other.id) for b in told.bridges]
        assert found == sorted(every)[:5]


def test_distance_from_innovation_to_operations_to_budget():
    """0 innovator - 1 legal - 2 operations - 3 finance, who holds the budget; by hand 2, 1 and 3 steps."""
    rows = council("line", ["innovation", "legal", "operations", "finance", None], {(0, 1), (1, 2), (2, 3)})
    rows += [row("posts", person_id="line-02", organisation_id="line", title="Ops", function="operations")]
    rows += [row("posts", person_id="line-03", organisation_id="line", title="Money", budget_for="gritting")]
    rows += [row("pilots", pilot_id="g", name="Gritting", council_id="line", themes="gritting", starts="2026-01-01")]
    rows += [row("pilot_people", pilot_id="g", person_id="line-02", role="operational_owner")]
    (far,) = silos.ask(view(in_memory(rows), "line", DAY), "line").distances
    assert (far.innovation_to_operations, far.operations_to_budget, far.innovation_to_budget) == (2, 1, 3)
    assert far.words.startswith("innovation to operations: 1 colleague between; operations to budget: they know each")


def test_a_distance_without_a_holder_is_not_known():
    rows = council("line", ["innovation", "legal"], {(0, 1)})
    rows += [row("pilots", pilot_id="g", name="Gritting", council_id="line", themes="gritting", starts="2026-01-01")]
    (far,) = silos.ask(view(in_memory(rows), "line", DAY), "line").distances
    assert far.words.count("not known") == 3 and far.innovation_to_budget is None


def test_ties_outside_are_counted_by_function():
    told = silos.ask(view(in_memory(acceptance()), "northmoor", DAY), "northmoor")
    assert {group.name: group.outside_ties for group in told.groups} == {
        "data_governance": 0,
        "executive": 1,  # Fay
        "innovation": 4,  # Owen, Fay, Max, Bea
        "operations": 1,  # Bea
        "procurement": 1,  # Bea
    }


# the edges: an answer in words, never an exception


def _edge(name):
    everyone = set(combinations(range(12), 2))
    return {
        "no officers": council("c", [], set()),
        "one officer": council("c", ["innovation"], set()),
        "no innovators": council("c", ["operations"] * 12, everyone),
        "nobody on the other side": council("c", ["innovation"] * 4 + ["legal"] * 8, everyone),
        "only innovators": council("c", ["innovation"] * 12, everyone),
        "all ties equal": council("c", ["innovation"] * 4 + ["operations"] * 8, everyone),
        "no ties": council("c", FUNCTIONS, set()),
        "unknown functions": council("c", [None] * 12, everyone),
        "politicians alone": council("c", ["political"] * 3, {(0, 1)}),
    }[name]


EDGES = (
    "no officers",
    "one officer",
    "no innovators",
    "nobody on the other side",
    "only innovators",
    "all ties equal",
    "no ties",
    "unknown functions",
    "politicians alone",
)


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("viewer", ["c", None])
@pytest.mark.parametrize("names", [True, False])
def test_an_edge_is_an_answer_in_words(edge, viewer, names):
    told = silos.ask(view(in_memory(_edge(edge)), viewer, DAY), "c", names=names)
    assert len(told.sentences) == 3 and all(sentence.endswith(".") for sentence in told.sentences)
    assert told.verdict in ("not_enough", "not_told") if edge != "all ties equal" else told.verdict != "pocket"
    assert "NaN" not in json.dumps(to_dict(told)) and "nan" not in " ".join(told.sentences)
    assert pockets.ask(view(in_memory(_edge(edge)), viewer, DAY)).summary


def test_all_ties_equal_gives_p_one():
    """Everybody knows everybody: each shuffling leaves the same number."""
    assert findings(_edge("all ties equal"))["c"].p == 1.0


def test_a_store_without_councils_has_an_overview():
    assert pockets.ask(view(in_memory([]), None, DAY)).summary == "No council is on record for this viewer."


def test_somebody_at_two_councils_counts_at_each_by_the_post_held_there():
    rows = council("a", ["innovation", "legal"], {(0, 1)}) + council("b", ["finance"], set())
    rows += [row("posts", person_id="a-00", organisation_id="b", title="Second", function="operations")]
    rows += [row("contacts", person_a="a-00", person_b="b-00", kind="contact", strength="0.5", on="2026-05-01")]
    found = findings(rows)
    assert (found["a"].innovators, found["a"].other_side, found["a"].ties) == (1, 0, 1)
    assert (found["b"].innovators, found["b"].other_side, found["b"].ties) == (0, 1, 1)


# who is told what

LARGE = ["innovation"] * 6 + ["operations"] * 7 + ["legal"] * 3 + ["finance"] * 2 + [None] * 1


@pytest.fixture(scope="module")
def large():
    return in_memory(council("large", LARGE, two_blocks(random.Random(2), LARGE)))


def test_others_get_functions_of_five_and_more_and_no_name(large):
    told = silos.ask(view(large, "brightgrit", DAY), "large")
    assert {group.name: group.people for group in told.groups} == {"innovation": 6, "operations": 7, "other": 6}
    assert told.verdict == "pocket"
    text = json.dumps(to_dict(told))
    assert "Person" not in text and "large-0" not in text and "Officer of" not in text


def test_no_two_sums_that_others_get_differ_by_a_few_people(large):
    """Everybody is in one group, and all figures rest on these groups: nothing is left to subtract."""
    told = silos.ask(view(large, None, DAY), "large")
    assert sum(group.people for group in told.groups) == len(LARGE)
    assert sum(cell.ties for cell in told.matrix) == view(large, None, DAY).silos.findings[0].ties
    between = sum(cell.ties if cell.a != cell.b else -cell.ties for cell in told.matrix)
    assert told.ei == approx(between / sum(cell.ties for cell in told.matrix))
    assert told.finding is None and told.tested is None


@pytest.mark.parametrize("seed", range(40))
def test_every_group_that_others_get_has_five_people(seed):
    chance = random.Random(seed)
    names = chance.choices(["innovation", "legal", "operations", "other", NO_FUNCTION], k=chance.randint(0, 24))
    group = merged(names)
    assert len(group) in (0, len(names)) and all(many >= 5 for many in Counter(group).values())
    assert (not group) == (len(names) < 5)
    assert len({(one, other) for one, other in zip(names, group, strict=bool(group))}) <= len(set(names))


def test_a_team_of_under_five_is_judged_to_the_council_alone():
    store = in_memory(council("small", FUNCTIONS, two_blocks(random.Random(3), FUNCTIONS)))  # four innovators
    assert silos.ask(view(store, "small", DAY), "small").verdict == "pocket"
    assert silos.ask(view(store, None, DAY), "small").verdict == "not_told"
    assert [line.verdict for line in pockets.ask(view(store, None, DAY)).councils] == ["not_told"]
    assert [line.verdict for line in pockets.ask(view(store, "small", DAY)).councils] == ["pocket"]


def test_smaller_teams_are_counted_together_only_where_that_tells_of_none_of_them():
    def smaller(cut_off, wired):
        chance, rows = random.Random(4), []
        for number in range(cut_off):
            rows += council(f"p{number}", FUNCTIONS, two_blocks(chance, FUNCTIONS))
        for number in range(wired):
            rows += council(f"w{number}", FUNCTIONS, set(combinations(range(len(FUNCTIONS)), 2)))
        return pockets.ask(view(in_memory(rows), None, DAY)).smaller

    assert smaller(2, 3).startswith("Of the 5 councils with smaller teams, 2 have")
    assert smaller(5, 0) == smaller(0, 5) == smaller(2, 2) == ""


def test_names_are_hidden_from_the_councils_own_answer_too_where_it_asks_so(large):
    seen_by_itself = view(large, "large", DAY)
    named, hidden = silos.ask(seen_by_itself, "large"), silos.ask(seen_by_itself, "large", names=False)
    assert "Person large-00" in json.dumps(to_dict(named))
    assert "Person" not in json.dumps(to_dict(hidden)) and "Officer of" not in json.dumps(to_dict(hidden))
    assert hidden.matrix == named.matrix and hidden.finding == named.finding
    assert "somebody in innovation" in hidden.bridges[0].words


def test_rows_that_a_viewer_may_not_see_change_nothing_even_in_p():
    """A pocket of which a firm's closed notes say otherwise: others are told as if there were no such notes."""
    rows = council("large", LARGE, two_blocks(random.Random(2), LARGE))
    told = {"kind": "contact", "strength": "0.5", "on": "2026-05-01", "visibility": "closed", "owner": "firm"}
    notes = [
        row("contacts", person_a=f"large-{i:02}", person_b=f"large-{o:02}", **told)
        for i in range(6)
        for o in range(6, 13)
    ]
    rows.append(row("organisations", organisation_id="firm", name="Firm", kind="sme"))
    for viewer in ("large", None):
        without, with_notes = (view(in_memory(r), viewer, DAY) for r in (rows, [*rows, *notes]))
        assert without.silos.findings == with_notes.silos.findings
        assert to_dict(silos.ask(without, "large")) == to_dict(silos.ask(with_notes, "large"))
    assert not view(in_memory([*rows, *notes]), "firm", DAY).silos.findings[0].pocket
