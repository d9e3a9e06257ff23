"""Champions, grades, sets and connectors of the worked example, to 1e-9, on both stores and by the plain reference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.sqlite_store import SqliteStore
from graph.view import View
from queries import champions, officers
from queries.champions import PART_NAMES, Officer
from tests import plain_champions as plain
from tests.plain_reference import Row, world
from tests.test_acceptance_routes import ANSWERS, DAY, NEO4J, SCENARIOS, Town, _maya_objects, agree
from tests.worlds import acceptance, changed, said_in_title

CH1 = {"challenge_id": "CH1"}
HANGS_ON_ONE_ROW = {
    "Owen, if he owned CH1": ("P07", lambda rows: changed(rows, "challenges", {"challenge_id": "CH1"}, owner_id="P07")),
    "Lena, if she owned CH1": (
        "P04",
        lambda rows: changed(rows, "challenges", {"challenge_id": "CH1"}, owner_id="P04"),
    ),
    "Maya, with scope introductions": ("P01", lambda rows: [*rows, _maya_objects("introductions")]),
}
THEMES = ("digital-planning", "independent-living", "winter-maintenance")
SETS = [(c, t) for c, themes in ANSWERS["champion set"].items() if c != "viewer" for t in themes]
COUNCILS = [council for council in ANSWERS["set to brief"] if council != "viewer"]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("neo4j", marks=NEO4J)])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    if request.param == "neo4j":
        yield Town("neo4j", request.getfixturevalue("neo4j_town"))
        return
    store = SqliteStore(tmp_path_factory.mktemp("town") / "town.sqlite")
    yield Town("sqlite", store)
    store.close()


@pytest.fixture(scope="module")
def northmoor(town: Town) -> View:
    return town.view("northmoor")


def seen_by(rows: list[Row]) -> plain.World:
    return world(rows, "northmoor", DAY, None, said_in_title)


def everybody(answer: champions.Champions) -> dict[str, Officer]:
    return {one.person.id: one for one in (*answer.ranked, *answer.too_little)}


def graded(one: Officer, gains: dict[str, str]) -> dict[str, Any]:
    return {
        "moves_decision": one.moves_decision.outcome,
        "opens_doors": one.opens_doors.outcome,
        "grade": one.grade,
        "provisional": one.provisional,
        "gatekeeper": one.gatekeeper,
        "gains": gains,
    }


def grades_of(view: View) -> dict[str, dict[str, Any]]:
    by_theme = {theme: _gains(view, theme) for theme in THEMES}
    return {
        person: graded(one, {theme: by_theme[theme].get(person, "unknown") for theme in THEMES})
        for person, one in everybody(champions.ask(view)).items()
    }


def _gains(view: View, theme: str) -> dict[str, str]:
    return {p: one.gains.outcome for p, one in everybody(champions.ask(view, theme=theme)).items() if one.gains}


def test_seven_parts_of_every_score(northmoor: View) -> None:
    found, expected = everybody(champions.ask(northmoor)), ANSWERS["champions"]["scores"]
    assert found.keys() == expected.keys()
    for person, one in found.items():
        agree(list(one.parts), expected[person]["parts"], person)
        agree(one.score, expected[person]["score"], person)
        assert one.evidence == expected[person]["evidence_rows"], person
    assert [one.person.id for one in champions.ask(northmoor).ranked] == ["P01"]


def test_connectors_stand_in_a_column_of_their_own(northmoor: View) -> None:
    answer, expected = champions.ask(northmoor), ANSWERS["champions"]["connectors"]
    assert answer.connectors and answer.connectors.pairs == expected["pairs"]
    assert {p: one.connects for p, one in everybody(answer).items() if one.connects} == expected["through"]


def test_grades_of_all_officers(northmoor: View) -> None:
    assert grades_of(northmoor) == ANSWERS["grades"]["officers"]


@pytest.mark.parametrize("case", HANGS_ON_ONE_ROW)
def test_grades_that_hang_on_one_row(town: Town, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    person, change = HANGS_ON_ONE_ROW[case]
    monkeypatch.setitem(SCENARIOS, case, change)
    assert grades_of(town.view("northmoor", case))[person] == ANSWERS["grades"][case]


@pytest.mark.parametrize(("council", "theme"), SETS)
def test_champion_set(town: Town, council: str, theme: str) -> None:
    found = champions.ask(town.view("northmoor"), council=council, theme=theme).champion_set
    expected = ANSWERS["champion set"][council][theme]
    assert found and found.coverage
    told = found.coverage
    assert [member.person.id for member in found.members] == expected["people"]
    assert {yes: list(held) for yes, held in told.holders.items()} == expected["holders"]
    assert {person: list(yeses) for person, yeses in told.covers.items()} == expected["covers"]
    assert (told.candidates, told.held, told.equally_small) == (
        expected["candidates"],
        expected["held"],
        expected["equally_small"],
    )
    assert list(told.not_known) == expected["not_known"]
    agree(told.scores, expected["scores"])
    assert expected["not_covered"] == []  # a holder covers what he holds, so nothing with a holder is left over


@pytest.mark.parametrize("council", COUNCILS)
def test_set_to_brief(town: Town, council: str) -> None:
    found, expected = (
        champions.ask(town.view("northmoor"), council=council).to_brief,
        ANSWERS["set to brief"][council],
    )
    assert found
    assert [member.person.id for member in found.members] == expected["people"]
    assert found.equally_good == expected["equally_good"]
    agree(found.reach, expected["reach"])


def test_the_card_lists_the_rows_of_every_part(northmoor: View) -> None:
    card, expected = officers.ask(northmoor, "P01"), ANSWERS["champions"]["scores"]["P01"]
    agree([part.value for part in card.parts], expected["parts"])
    assert [part.name for part in card.parts] == list(PART_NAMES)
    sources = {told.source for part in card.parts for row in part.rows for told in row.statements}
    assert sources >= {"pilot register", "supplier survey", "steering notes", "reporting line", "structure charts"}


# the plain reference, which the property tests compare with, gives the same numbers


def test_the_plain_reference_scores_and_grades_alike() -> None:
    seen = seen_by(acceptance())
    for person, expected in ANSWERS["champions"]["scores"].items():
        agree([*seen.parts(person), plain.level_points(seen, person)], expected["parts"], person)
        agree(plain.score(seen, person), expected["score"], person)
    for person, expected in ANSWERS["grades"]["officers"].items():
        found = plain.graded(seen, person)
        assert (found.moves, found.opens, found.grade) == (
            expected["moves_decision"],
            expected["opens_doors"],
            expected["grade"],
        )
        assert (found.provisional, found.gatekeeper) == (expected["provisional"], expected["gatekeeper"])
        assert {theme: plain.gains(seen, person, theme) for theme in THEMES} == expected["gains"]
    pairs, through = plain.connectors(seen)
    officials = {person: many for person, many in through.items() if person in seen.officers}
    assert {"pairs": pairs, "through": officials} == ANSWERS["champions"]["connectors"]


@pytest.mark.parametrize(("council", "theme"), SETS)
def test_the_plain_reference_finds_the_same_champion_set(council: str, theme: str) -> None:
    people, as_small, held, covers = plain.champion_set(seen_by(acceptance()), council, theme)
    expected = ANSWERS["champion set"][council][theme]
    assert (list(people), as_small, held) == (expected["people"], expected["equally_small"], expected["held"])
    assert covers == expected["covers"]


@pytest.mark.parametrize("council", COUNCILS)
def test_the_plain_reference_briefs_the_same(council: str) -> None:
    people, reach, as_good = plain.set_to_brief(seen_by(acceptance()), council)
    expected = ANSWERS["set to brief"][council]
    assert (list(people), float(reach), as_good) == (expected["people"], expected["reach"], expected["equally_good"])
