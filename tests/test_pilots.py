"""What pilots lack, in worlds made at random and in towns of a few rows: words for every edge, never an exception."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from pytest import approx

from graph.errors import NotFoundError
from graph.view import view
from queries import pilot_story, pilots
from queries.answer import to_dict
from queries.pilots import PilotCheck
from tests.plain_pilots import pilot_check
from tests.plain_reference import Row, world
from tests.test_view_worlds import examples
from tests.worlds import ORGANISATIONS, Case, acceptance, cases, changed, in_memory, row, said_in_title

DAY = date(2026, 6, 1)
OFFICERS = (("lead", "Head of Innovation"), ("owner", "Highways Manager"), ("chief", "Chief Executive"))


@examples(30)
@given(cases())
def test_every_pilot_is_checked_as_the_plain_reference_does(case: Case) -> None:
    for viewer in ORGANISATIONS:
        asks = replace(case, viewer=viewer)
        seen = view(in_memory(asks.rows), viewer, asks.as_at, asks.today)
        plain = world(asks.rows, viewer, asks.as_at, asks.today, said_in_title)
        found = pilots.every(seen).pilots
        assert {line.id for line in found} == {pilot.id for pilot in plain.pilots}
        assert [line.p for line in found if line.p is not None] == sorted(
            (line.p for line in found if line.p is not None), reverse=True
        )
        for line in found:
            expected = pilot_check(plain, line.id)
            assert (line.state, line.level) == (expected["state"], expected["level"])
            assert line.p == approx(expected["p"], abs=1e-12) if expected["p"] else line.p is None
            if line.level is not None:
                assert dict(line.safeguards) == expected["safeguards"]
            if line.level is not None and line.council_id == viewer:
                checks = pilots.ask(seen, line.id).functions
                told = {c.name: {"state": c.state, "people": [who.id for who in c.people]} for c in checks}
                assert told == expected["in_sight"]


@examples(15)
@given(cases())
def test_a_council_is_told_of_its_pilots_what_it_would_be_told_if_the_rest_did_not_exist(case: Case) -> None:
    for line in pilots.every(view(in_memory(case.rows), None, case.as_at, case.today)).pilots:
        asks = replace(case, viewer=line.council_id)
        seen, alone = (view(in_memory(r), asks.viewer, asks.as_at, asks.today) for r in (asks.rows, asks.reduced()))
        if line.id not in {one.id for one in pilots.every(seen).pilots}:
            continue
        over = [
            to_dict(pilots.ask(told, line.id, over=o)) for o in ("snapshot", "neighbours") for told in (seen, alone)
        ]
        assert over.count(over[0]) == len(over)
        assert to_dict(pilot_story.ask(seen, line.id)) == to_dict(pilot_story.ask(alone, line.id))


def town(*rows: Row, council: dict[str, object] | None = None, pilot: dict[str, object] | None = None) -> list[Row]:
    """A council of three officers, a firm, and a pilot that began in March; more rows, or other cells."""
    told = {"name": "Trial", "council_id": "c", "supplier_ids": "f", "themes": "gritting", "starts": "2026-03-01"}
    return [
        row("organisations", organisation_id="c", name="Council", kind="council", **(council or {})),
        row("organisations", organisation_id="f", name="Firm", kind="sme"),
        *(row("people", person_id=who, name=who.title()) for who, _ in OFFICERS),
        *(row("posts", person_id=who, organisation_id="c", title=title) for who, title in OFFICERS),
        row("pilots", pilot_id="t", source="register", **{**told, **(pilot or {})}),
        *rows,
    ]


def named(role: str, person: str = "owner", **cells: object) -> Row:
    return row("pilot_people", pilot_id="t", person_id=person, role=role, **cells)


def check(rows: Iterable[Row], viewer: str | None = "c", as_at: date = DAY) -> PilotCheck:
    return pilots.ask(view(in_memory(rows), viewer, as_at), "t")


def states(found: PilotCheck) -> dict[str, str]:
    return {check.name: check.state for check in (*found.safeguards, *found.functions)}


def left(person: str) -> list[Row]:
    return changed(town(), "posts", {"person_id": person}, ends="2026-04-30")


def test_whoever_is_named_and_in_post_is_there_even_if_the_register_still_says_missing() -> None:
    rows = town(named("budget_holder"), pilot={"known_missing": "budget_holder|operational_owner"})
    assert states(check(rows))["budget_holder"] == "present"
    assert states(check(rows))["operational_owner"] == "missing"
    assert check(rows).pilot.level == "high"


def test_somebody_who_has_left_leaves_the_role_missing() -> None:
    found = check([*left("owner"), named("operational_owner")])
    owner = next(one for one in found.safeguards if one.name == "operational_owner")
    assert (owner.state, owner.reason) == ("missing", "Owner: named, and no longer in post here")
    assert found.pilot.level == "high"
    assert next(one for one in found.functions if one.name == "operations").state == "not known"


def test_an_end_that_lies_ahead_changes_nothing() -> None:
    rows = changed(town(named("operational_owner")), "posts", {"person_id": "owner"}, ends="2026-06-30")
    assert states(check(rows))["operational_owner"] == "present"
    assert states(check(rows, as_at=date(2026, 7, 1)))["operational_owner"] == "missing"


def test_somebody_named_without_any_post_here_is_not_known() -> None:
    found = check([*town(), row("people", person_id="x", name="Xenia"), named("sponsor", "x")])
    sponsor = next(one for one in found.safeguards if one.name == "active_sponsor")
    assert (sponsor.state, sponsor.reason) == ("not known", "Xenia: named, and no post here is on record")


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({"route_to_buy": "G-Cloud"}, "present"),
        ({"route_to_buy": "none"}, "missing"),
        ({"known_missing": "route_to_buy"}, "missing"),
        ({"route_to_buy": "G-Cloud", "known_missing": "route_to_buy"}, "present"),
        ({}, "not known"),
    ],
)
def test_a_route_to_buy(cells: dict[str, object], state: str) -> None:
    assert states(check(town(pilot=cells)))["route_to_buy"] == state


@pytest.mark.parametrize(
    ("roles", "cells", "level"),
    [
        (("budget_holder", "operational_owner", "sponsor"), {"route_to_buy": "G-Cloud"}, "low"),
        (("budget_holder", "operational_owner"), {"route_to_buy": "G-Cloud"}, "medium"),
        (("budget_holder", "operational_owner", "sponsor"), {"route_to_buy": "none"}, "medium"),
        (("budget_holder", "sponsor"), {"route_to_buy": "G-Cloud"}, "not known"),
        (("operational_owner",), {"known_missing": "budget_holder"}, "high"),
    ],
)
def test_the_level_goes_by_budget_and_operations_first(roles: tuple[str, ...], cells: dict[str, object], level: str):
    assert check(town(*map(named, roles), pilot=cells)).pilot.level == level


# edges


def test_a_pilot_nobody_is_recorded_on_names_who_could_and_that_there_is_nobody_to_ask_from() -> None:
    found = check(town())
    assert not found.team and found.pilot.level == "not known"
    sponsor = next(one for one in found.safeguards if one.name == "active_sponsor")
    assert sponsor.nearest and sponsor.nearest.holder.name == "Chief"
    assert sponsor.nearest.words == "nobody is named in this pilot to ask from"


def test_a_team_without_a_warm_tie_is_told_so() -> None:
    found = check(town(named("project_lead", "lead")))
    operations = next(one for one in found.functions if one.name == "operations")
    assert operations.nearest and operations.nearest.words == "no warm route from the pilot's team"


def test_somebody_of_the_team_who_could_take_a_role_is_named_as_of_the_team() -> None:
    found = check(town(named("team", "chief")))
    sponsor = next(one for one in found.safeguards if one.name == "active_sponsor")
    assert sponsor.nearest and sponsor.nearest.words == "Chief is in the pilot's team already"


def test_a_post_with_an_unknown_function_is_no_function_in_sight() -> None:
    rows = changed(town(named("team", "lead")), "posts", {"person_id": "lead"}, title="Something")
    assert states(check(rows))["innovation"] == "not known"


def test_an_undated_pilot_has_a_level() -> None:
    found = check(town(pilot={"starts": ""}))
    assert (found.pilot.state, found.pilot.level) == ("not dated", "not known")
    assert "has no dates on record" in found.summary
    story = pilot_story.ask(view(in_memory(town(pilot={"starts": ""})), "c", DAY), "t")
    assert story.stages[1].on is None and not story.changes


def test_a_council_that_has_closed_is_said_and_its_posts_have_ended() -> None:
    after = row("organisations", organisation_id="n", name="New Council", kind="council")
    rows = town(after, named("budget_holder"), council={"ends": "2026-04-30", "replaced_by": "n"})
    found = check(rows)
    assert found.summary.endswith("This council closed on 30 April 2026; New Council came after it.")
    assert states(found)["budget_holder"] == "missing"
    changes = pilot_story.ask(view(in_memory(rows), "c", DAY), "t").changes
    assert "last day of Council" in [change.words for change in changes]


@pytest.mark.parametrize("themes", ["", "a theme nobody has"])
def test_a_theme_nobody_has_leaves_the_budget_holder_not_known(themes: str) -> None:
    found = check(town(pilot={"themes": themes}))
    budget = next(one for one in found.safeguards if one.name == "budget_holder")
    assert (budget.state, budget.people, budget.nearest) == ("not known", (), None)


def test_a_pilot_without_supplier_and_a_council_without_officers_get_an_answer() -> None:
    rows = [told for told in town(pilot={"supplier_ids": ""}) if told.kind in ("organisations", "pilots")]
    found = check(rows)
    assert set(states(found).values()) == {"not known"}
    story = pilot_story.ask(view(in_memory(rows), "c", DAY), "t")
    assert story.stages[0].words == "no supplier is on record"


def test_an_unknown_pilot_is_said_in_words_and_no_pilot_is_an_answer() -> None:
    seen = view(in_memory(acceptance()), "northmoor", DAY)
    for ask in (pilots.ask, pilot_story.ask):
        with pytest.raises(NotFoundError, match='No pilot with the id "PL9"'):
            ask(seen, "PL9")
    assert pilots.every(seen, theme="nobody has it").summary == "No pilot like this is on record for this viewer."
    assert pilots.every(view(in_memory([]), None, DAY)).pilots == ()


def test_the_list_is_of_a_council_of_a_firm_on_a_theme() -> None:
    seen = view(in_memory(acceptance()), None, DAY)
    assert [line.id for line in pilots.every(seen).pilots] == ["PL1", "PL2", "PL3"]
    assert [line.id for line in pilots.every(seen, council="northmoor").pilots] == ["PL1", "PL2"]
    assert [line.id for line in pilots.every(seen, firm="brightgrit").pilots] == ["PL1", "PL3"]
    assert [line.id for line in pilots.every(seen, firm="brightgrit", council="eastvale").pilots] == ["PL3"]


def test_the_same_rows_from_a_second_source_change_no_level_and_no_order() -> None:
    again = [row(told.kind, **{**told.cells, "source": "copy"}) for told in acceptance()]
    once, twice = (pilots.every(view(in_memory(rows), None, DAY)) for rows in (acceptance(), [*acceptance(), *again]))
    assert once == twice


# who may ask


def test_functions_of_five_people_and_more_are_told_to_others_and_the_rest_as_one() -> None:
    crowd = [f"x{number}" for number in range(6)]
    rows = [row("people", person_id=who, name=who) for who in crowd]
    rows += [row("posts", person_id=who, organisation_id="c", title="Highways Engineer") for who in crowd]
    rows = changed(rows, "posts", {}, function="operations")
    functions = check(town(*rows, named("operational_owner")), "f").functions
    assert [(one.name, one.state) for one in functions] == [("other", "1 of 5 in sight")]  # too few are left alone
    more = [row("people", person_id=f"y{n}", name=f"y{n}") for n in range(5)]
    more += [row("posts", person_id=f"y{n}", organisation_id="c", title="Buyer", function="legal") for n in range(3)]
    more += [row("posts", person_id=f"y{n}", organisation_id="c", title="Buyer", function="digital") for n in (3, 4)]
    functions = check(town(*rows, *more, named("operational_owner")), "f").functions
    assert [(one.name, one.state) for one in functions] == [("operations", "present"), ("other", "0 of 4 in sight")]


def test_others_are_told_nobody_who_joined_or_left_and_no_reason_in_free_text() -> None:
    rows = [*left("owner"), named("operational_owner", on="2026-03-05")]
    rows = changed(rows, "pilots", {"pilot_id": "t"}, stall_reason="Owner went", route_to_buy="ask Owner")
    for viewer in ("f", None):
        seen = view(in_memory(rows), viewer, DAY)
        found, story = pilots.ask(seen, "t"), pilot_story.ask(seen, "t")
        assert "Owner" not in repr((found, story)) and [change.words for change in story.changes] == ["the pilot began"]
    assert check(rows).stall_reason == "Owner went"


# the story


def test_a_story_goes_from_met_to_repeat_with_what_changed_when() -> None:
    rows = town(
        row("people", person_id="ana", name="Ana"),
        row("posts", person_id="ana", organisation_id="f", title="Founder"),
        row("contacts", person_a="ana", person_b="owner", on="2025-01-15"),
        named("operational_owner", on="2025-03-05"),
        row("pilots", pilot_id="before", name="First trial", council_id="c", ends="2024-06-01"),
        row("pilots", pilot_id="after", name="Roll-out", council_id="c", follows="t", starts="2026-02-01"),
        row("notices", notice_id="n", buyer_id="c", title="Gritters"),
        row("awards", notice_id="n", buyer_id="c", supplier_id="f", title="Gritters", on="2026-01-10"),
        row("awards", notice_id="n", buyer_id="c", supplier_id="f", title="Salt", on="2020-01-10"),
        pilot={"starts": "2025-03-01", "ends": "2025-12-31", "outcome": "contract", "follows": "before"},
    )
    story = pilot_story.ask(view(in_memory(rows), "c", DAY), "t")
    assert [(stage.name, stage.reached, stage.on) for stage in story.stages] == [
        ("met", True, "2025-01-15"),
        ("pilot", True, "2025-03-01"),
        ("contract", True, "2025-12-31"),
        ("repeat", True, "2026-02-01"),
    ]
    assert [(one.pilot.id, one.steps) for one in story.kin] == [("before", -1), ("after", 1)]
    assert [(change.on, change.words) for change in story.changes] == [
        ("2025-03-01", "the pilot began"),
        ("2025-03-05", "Owner joined as operational owner"),
        ("2025-12-31", "the pilot ended; what came of it: contract"),
        ("2026-01-10", "contract awarded to the same supplier: Gritters"),
    ]
    assert all(change.statements for change in story.changes)


def test_pilots_that_follow_one_another_in_a_ring_are_told_once() -> None:
    rows = town(
        row("pilots", pilot_id="a", name="A", council_id="c", follows="t"),
        row("pilots", pilot_id="b", name="B", council_id="c", follows="a"),
        pilot={"follows": "b"},
    )
    kin = pilot_story.ask(view(in_memory(rows), "c", DAY), "t").kin
    assert sorted(one.pilot.id for one in kin) == ["a", "b"]


def test_rows_that_disagree_are_shown_with_the_one_that_counts_first() -> None:
    later = row("pilots", load=2, pilot_id="t", name="Trial", council_id="c", starts="2026-03-01", source="minutes")
    story = pilot_story.ask(view(in_memory(town(later)), "c", DAY), "t")
    told = {one.column: one.values for one in story.disagreements}
    assert told["supplier_ids"] == (("", "minutes"), ("f", "register"))
    assert "name" not in told
