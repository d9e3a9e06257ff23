"""Scores, grades, sets and connectors equal the plain reference in generated worlds, and each figure follows from rows.

The order among equals is tested where it is decided: most worlds have several sets of one size.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from math import log

import numpy as np
import pytest
from hypothesis import given
from pytest import approx

from graph.champion_rank import rank, scores_of
from graph.champion_reasons import Part, parts
from graph.connectors import connectors
from graph.coverage import champion_set
from graph.derived import Derived
from graph.grades import grades
from graph.key_players import set_to_brief
from graph.view import View, view
from tests import plain_champions as plain
from tests.plain_reference import Row, World, world
from tests.test_view_worlds import CLOSE, Case, examples, seen
from tests.worlds import ORGANISATIONS, acceptance, cases, in_memory, row, said_in_title

DAY = date(2026, 6, 1)
HAD: Counter[str] = Counter()
TOWNS = 80
OFTEN = {"ranked": 60, "champion": 60, "coach": 60, "sponsor": 60, "provisional": 60, "fails": 20, "gains": 40}
OFTEN |= {
    "connected": 40,
    "set of two": 20,
    "equal sets": 40,
    "brief of two": 40,
    "brief of three": 5,
    "equal briefs": 40,
}


def town(seed: int) -> list[Row]:
    """Eleven officers of three councils, two small firms and a large one, and whatever makes a champion, at random."""
    chance = random.Random(seed)
    officials, others = [f"p{n:02}" for n in range(11)], ["q1", "q2", "q3", "q4"]
    homes = {"q1": "sme-1", "q2": "sme-2", "q3": "large", "q4": "sme-1"}
    rows = [row("organisations", organisation_id=c, name=c, kind="council") for c in ("c1", "c2", "c3")]
    rows += [row("organisations", organisation_id=o, name=o, kind="sme") for o in ("sme-1", "sme-2")]
    rows += [row("organisations", organisation_id="large", name="Large", kind="large_supplier")]
    rows += [row("people", person_id=person, name=person) for person in (*officials, *others)]
    rows += [row("posts", person_id=person, organisation_id=o, title="Founder") for person, o in homes.items()]
    for person in officials:
        for title in ("Post", "Other post")[: chance.choice((1, 1, 1, 2))]:
            rows.append(_post(person, title, chance))
    for person in chance.sample(officials, 2):
        rows.append(row("objections", person_id=person, scope="introductions"))
    for _ in range(chance.randint(6, 22)):
        one, other = chance.sample([*officials, *officials, *others], 2)
        if one != other:
            strength = chance.choice(("0.04", "0.1", "0.2", "0.2", "0.5"))
            rows.append(row("contacts", person_a=one, person_b=other, on="2026-06-01", strength=strength))
    for pilot in ("l1", "l2", "l3", "l4"):
        rows += _pilot(pilot, officials, chance)
    for _ in range(chance.randint(0, 8)):
        by = chance.choice(("sme-1", "sme-2", "sme-2", "large"))
        rows.append(row("endorsements", person_id=chance.choice(officials), from_organisation_id=by, on="2026-01-01"))
    for _ in range(chance.randint(0, 10)):
        asker, introducer, target = chance.sample([*officials, *others], 3)
        ends = {"asker_id": asker, "introducer_id": introducer, "target_id": target}
        outcome, tracked = chance.choice(("met", "met", "declined", "no_reply", "open")), chance.choice(("yes", "no"))
        rows.append(row("introductions", **ends, outcome=outcome, tracked=tracked, asked_on="2026-05-01"))
    for challenge in ("ch1", "ch2", "ch3"):
        where, ends = chance.choice(("c1", "c2", "sme-1")), chance.choice(("", "", "2026-06-01", "2026-05-31"))
        cells = {"challenge_id": challenge, "organisation_id": where, "theme": chance.choice(("gritting", "planning"))}
        rows.append(row("challenges", **cells, owner_id=chance.choice(("", *officials)), ends=ends))
    return rows


def _post(person: str, title: str, chance: random.Random) -> Row:
    functions = ("innovation", "operations", "operations", "procurement", "data_governance", "digital", "executive", "")
    levels = ("", "officer", "officer", "manager", "head", "director", "chief_executive")
    budgets = ("", "", "", "gritting", "planning|gritting", "any")
    cells = {"function": chance.choice(functions), "level": chance.choice(levels)}
    where = chance.choice(("c1", "c1", "c1", "c2", "c2", "c3"))
    return row(
        "posts", person_id=person, organisation_id=where, title=title, **cells, budget_for=chance.choice(budgets)
    )


def _pilot(name: str, officials: list[str], chance: random.Random) -> list[Row]:
    outcome, route = (
        chance.choice(("contract", "completed", "stopped", "ongoing", "")),
        chance.choice(("", "none", "x")),
    )
    cells = {"pilot_id": name, "name": name, "council_id": "c1", "themes": chance.choice(("gritting", "planning"))}
    missing = chance.choice(("", "budget_holder|operational_owner|route_to_buy", "budget_holder"))
    roles = ("project_lead", "sponsor", "operational_owner", "budget_holder", "procurement", "team")
    return [
        row("pilots", **cells, ends="2025-06-01", outcome=outcome, route_to_buy=route, known_missing=missing),
        *(
            row("pilot_people", pilot_id=name, person_id=chance.choice(officials[:6]), role=chance.choice(roles))
            for _ in range(chance.randint(1, 6))
        ),
    ]


@examples(50)
@given(cases())
def test_scores_grades_and_sets_of_what_a_viewer_sees_equal_the_plain_reference(case: Case) -> None:
    reference = world(case.rows, case.viewer, case.as_at, case.today, said_in_title)
    _agrees(seen(case), reference, ORGANISATIONS)


def test_scores_grades_and_sets_of_busy_towns_equal_the_plain_reference() -> None:
    HAD.clear()
    for seed in range(TOWNS):
        rows = town(seed)
        _agrees(view(in_memory(rows), None, DAY), world(rows, None, DAY), ("c1", "c2", "c3", "sme-1"))
    assert {name: HAD[name] for name, least in OFTEN.items() if HAD[name] < least} == {}


def _agrees(told: View, reference: World, councils: tuple[str, ...]) -> None:
    _scores(told.whole, reference)
    _grades(told, reference)
    for council in councils:
        _sets(told.whole, reference, council)
    _connectors(told, reference)


def _scores(whole: Derived, reference: World) -> None:
    names, level = whole.scene.people, whole.scores.level
    for place, person in enumerate(names):
        expected = plain.level_points(reference, person) if person in reference.officers else 0.0
        assert level[place] == expected, person
        if person in reference.officers:
            _recomputed(whole, person)
    ranking = rank(whole.scores, whole.posts.officers, top=1)
    assert [names[who] for who in ranking.who] == plain.ranked(reference)
    assert np.isfinite(ranking.score).all() and (ranking.first <= ranking.last).all()
    HAD["ranked"] += len(ranking.who) > 0


def _recomputed(whole: Derived, person: str) -> None:
    for part in parts(whole, person):
        assert from_rows(part) == approx(part.value, abs=CLOSE), (person, part)


def from_rows(part: Part) -> float:
    """A part from the amounts of the rows that it lists, by the formulas of section 5."""
    sums: Counter[str] = Counter()
    for told in part.rows:
        assert told.statements
        sums.update(told.amounts)

    def logit(p: float) -> float:
        return log(p / (1 - p))

    return {
        "outcomes": lambda: 1.3 * (logit((sums["w"] + 1.05) / (sums["n"] + 3)) - logit(0.35)),
        "activity": lambda: 0.55 * log(1 + sums["led"]) + 0.35 * log(1 + sums["held"]),
        "endorsements": lambda: 0.9 * log(1 + sums["firms"]),
        "safeguards": lambda: 0.125 * max(-3, min(4, sums["net"])),
        "introductions": lambda: 0.8 * (logit((sums["ok"] + 0.66) / (sums["n"] + 2)) - logit(0.33)),
        "reach": lambda: 0.45 * log(1 + sums["s"]),
        "level": lambda: sums["points"],
    }[part.name]()


def _grades(told: View, reference: World) -> None:
    whole = told.whole
    marks = grades(whole, told.scene("challenges"))
    for place, person in enumerate(whole.scene.people):
        if person not in reference.officers:
            assert marks.grade(place) is None and not marks.gatekeeper[place]
            continue
        found = plain.Graded(
            marks.moves_decision(place).outcome,
            marks.opens_doors(place).outcome,
            marks.grade(place),
            marks.provisional(place),
            bool(marks.gatekeeper[place]),
        )
        assert found == plain.graded(reference, person), person
        for theme in ("flooding", "planning", "gritting", "any"):
            gains = marks.gains(place, theme).outcome
            assert gains == plain.gains(reference, person, theme), (person, theme)
            HAD["gains"] += gains == "pass"
        HAD[found.grade or "none"] += 1
        HAD["provisional"] += found.provisional
        HAD["fails"] += found.opens == "fail"


def _sets(whole: Derived, reference: World, council: str) -> None:
    scores = scores_of(whole.scores)
    for theme in ("gritting", "planning"):
        found = champion_set(whole, council, theme, scores)
        people, as_small, held, covers = plain.champion_set(reference, council, theme)
        assert (found.people, found.equally_small, found.held) == (people, as_small, held), (council, theme)
        assert {person: list(yeses) for person, yeses in found.covers.items()} == covers
        HAD["set of two"] += len(people) > 1
        HAD["equal sets"] += as_small > 1
    briefed = set_to_brief(whole, council, scores)
    told, reach, as_good = plain.set_to_brief(reference, council)
    assert (briefed.people, briefed.equally_good) == (told, as_good), council
    assert briefed.reach == approx(float(reach), abs=CLOSE)
    HAD["brief of two"] += len(told) == 2
    HAD["brief of three"] += len(told) == 3
    HAD["equal briefs"] += as_good > 1


def _connectors(told: View, reference: World) -> None:
    found, (pairs, through) = connectors(told.snapshot, told.whole.posts), plain.connectors(reference)
    counts = dict(zip(told.whole.scene.people, found.through.tolist(), strict=True))
    assert found.pairs == pairs and not found.sampled
    assert {person: many for person, many in counts.items() if many} == through
    HAD["connected"] += bool(through)


@pytest.mark.parametrize("person", ["P01", "P07", "P06"])
def test_a_world_of_the_listed_statements_alone_gives_the_same_parts(person: str) -> None:
    """Every statement of the card, the things they name, and nothing else: the plain reference scores alike."""
    rows = acceptance()
    whole = view(in_memory(rows), "northmoor", DAY).whole
    told = parts(whole, person)
    listed = {(one.kind, one.row) for part in told for row in part.rows for one in row.statements}
    named = {"organisations", "people", "departments"}
    alone = world([r for r in rows if r.kind in named or (r.kind, r.row) in listed], "northmoor", DAY)
    assert [*alone.parts(person), plain.level_points(alone, person)] == approx([p.value for p in told], abs=CLOSE)


def test_duplicating_the_rows_of_one_source_changes_no_score() -> None:
    """A file that is loaded again, or holds its rows twice, says nothing new."""
    rows = acceptance()
    once = view(in_memory(rows), "northmoor", DAY).whole.scores
    for source in sorted({r["source"] or "" for r in rows}):
        again = [Row(r.kind, r.cells, r.row + 500, 2) for r in rows if r["source"] == source]
        twice = view(in_memory([*rows, *again, *again]), "northmoor", DAY).whole.scores
        assert np.array_equal(twice.parts, once.parts) and np.array_equal(twice.evidence, once.evidence), source
