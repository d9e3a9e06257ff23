"""Parts 1 to 6 of the champion score, what counts as evidence, and helpfulness, by hand calculation (section 5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import log

import pytest
from pytest import approx

from graph.view import view
from tests.plain_reference import Row
from tests.worlds import in_memory, row

DAY = date(2026, 6, 1)
OFFICERS = ("o", "q", "r")  # o is the one that is scored; all at one council, of three functions


def logit(p: float) -> float:
    return log(p / (1 - p))


def scored(*rows: Row | Iterable[Row], person: str = "o") -> tuple[dict[str, float], int, float]:
    """Parts, evidence rows and helpfulness of one person, as the council sees them."""
    told = [
        row("organisations", organisation_id="council", name="Council", kind="council"),
        row("organisations", organisation_id="other", name="Other", kind="council"),
        row("organisations", organisation_id="sme-1", name="One", kind="sme"),
        row("organisations", organisation_id="sme-2", name="Two", kind="sme"),
        row("organisations", organisation_id="large", name="Large", kind="large_supplier"),
        row("organisations", organisation_id="body", name="Body", kind="ecosystem_body"),
        *(row("people", person_id=p, name=p) for p in (*OFFICERS, "ana", "out")),
        post("o", "innovation"),
        post("q", "operations"),
        post("r", "procurement"),
    ]
    for one in rows:
        told += [one] if isinstance(one, Row) else list(one)
    whole = view(in_memory(told), "council", DAY).whole
    number = whole.scene.number[person]
    names = ("outcomes", "activity", "endorsements", "safeguards", "introductions", "reach")
    parts = dict(zip(names, whole.scores.parts[number].tolist(), strict=True))
    return parts, int(whole.scores.evidence[number]), float(whole.willingness.helpfulness[number])


def post(person: str, function: str, where: str = "council", **cells: object) -> Row:
    told = {"person_id": person, "organisation_id": where, "title": "Post", "function": function, **cells}
    return row("posts", **told)


def pilot(name: str, outcome: str | None, roles: dict[str, str], **cells: object):  # type: ignore[no-untyped-def]
    """A pilot that has ended unless it says otherwise; ``roles``: who has which, several parted by spaces."""
    told = {"pilot_id": name, "name": name, "council_id": "council", "starts": "2024-01-01", "ends": "2025-01-01"}
    yield row("pilots", **{**told, "outcome": outcome, **cells})
    for person, all_roles in roles.items():
        for role in all_roles.split():
            yield row("pilot_people", pilot_id=name, person_id=person, role=role)


def outcomes(w: float, n: float) -> float:
    return 1.3 * (logit((w + 1.05) / (n + 3)) - logit(0.35))


# part 1: outcomes of pilots led or sponsored


def test_nothing_on_record_is_zero_everywhere() -> None:
    parts, evidence, helpful = scored()
    assert parts == dict.fromkeys(parts, 0.0)  # to the bit, so that no page shows -4e-16
    assert (evidence, helpful) == (0, 0)


@pytest.mark.parametrize(
    ("outcome", "w", "n"),
    [("contract", 1, 1), ("completed", 0.5, 1), ("stopped", 0, 1), ("unknown", 0, 0), (None, 0, 0)],
)
@pytest.mark.parametrize("role", ["project_lead", "sponsor"])
def test_what_became_of_a_pilot_that_was_led_or_sponsored(outcome: str | None, w: float, n: float, role: str) -> None:
    assert scored(pilot("x", outcome, {"o": role}))[0]["outcomes"] == approx(outcomes(w, n), abs=1e-12)


def test_a_sponsor_beside_a_lead_counts_half() -> None:
    beside = scored(pilot("x", "contract", {"o": "sponsor", "q": "project_lead"}))
    assert beside[0]["outcomes"] == approx(outcomes(0.5, 0.5))
    both = scored(pilot("x", "contract", {"o": "sponsor project_lead"}))
    assert both[0]["outcomes"] == approx(outcomes(1, 1))
    both_beside = scored(pilot("x", "contract", {"o": "sponsor project_lead", "q": "project_lead"}))
    assert both_beside[0]["outcomes"] == approx(outcomes(1, 1))


def test_other_roles_have_no_part_in_outcomes() -> None:
    assert scored(pilot("x", "contract", {"o": "operational_owner budget_holder team"}))[0]["outcomes"] == 0


def test_a_pilot_that_still_runs_has_no_outcome_yet() -> None:
    assert scored(pilot("x", "contract", {"o": "project_lead"}, ends="2026-06-02"))[0]["outcomes"] == 0
    assert scored(pilot("x", "contract", {"o": "project_lead"}, ends="2026-06-01"))[0]["outcomes"] > 0
    assert scored(pilot("x", "ongoing", {"o": "project_lead"}))[0]["outcomes"] == 0


# part 2: activity


def test_each_pilot_counts_once_for_activity() -> None:
    led = [*pilot("x", None, {"o": "project_lead"}), *pilot("y", None, {"o": "project_lead"})]
    held = pilot("z", None, {"o": "operational_owner budget_holder procurement"})
    assert scored(led, held)[0]["activity"] == approx(0.55 * log(3) + 0.35 * log(2))


def test_sponsoring_is_no_activity() -> None:
    assert scored(pilot("x", None, {"o": "sponsor"}))[0]["activity"] == 0


# part 3: endorsements


def endorsed(by: str, **cells: object) -> Row:
    return row("endorsements", **{"person_id": "o", "from_organisation_id": by, "on": "2026-01-01", **cells})


def test_distinct_smes_count_and_nobody_else() -> None:
    once = [
        endorsed("sme-1"),
        endorsed("sme-1", on="2026-02-01"),
        endorsed("large"),
        endorsed("body"),
        endorsed("other"),
    ]
    assert scored(once)[0]["endorsements"] == approx(0.9 * log(2))
    assert scored(once)[1] == 1
    assert scored(once, endorsed("sme-2"))[0]["endorsements"] == approx(0.9 * log(3))


def test_an_endorsement_from_after_the_day_does_not_count() -> None:
    assert scored(endorsed("sme-1", on="2026-06-02"))[0]["endorsements"] == 0


# part 4: safeguards


@pytest.mark.parametrize(
    ("cells", "roles", "net"),
    [
        ({}, "project_lead", 0),
        ({}, "project_lead budget_holder", 1),
        ({}, "sponsor budget_holder operational_owner", 2),
        ({"route_to_buy": "framework"}, "project_lead", 1),
        ({"route_to_buy": "none"}, "project_lead", -1),
        ({"known_missing": "route_to_buy"}, "project_lead", -1),
        ({"known_missing": "route_to_buy", "route_to_buy": "framework"}, "project_lead", 1),
        ({"known_missing": "budget_holder|operational_owner|sponsor"}, "project_lead", -2),
        ({"known_missing": "budget_holder"}, "project_lead budget_holder", 1),  # named is present
        ({"known_missing": "budget_holder"}, "team", 0),  # not an own pilot
    ],
)
def test_safeguards_of_own_pilots(cells: dict[str, str], roles: str, net: int) -> None:
    assert scored(pilot("x", None, {"o": roles}, **cells))[0]["safeguards"] == approx(0.125 * net)


def test_safeguards_are_clipped_as_a_count() -> None:
    all_missing = {"known_missing": "budget_holder|operational_owner|route_to_buy"}
    two = [p for name in "xy" for p in pilot(name, None, {"o": "sponsor"}, **all_missing)]
    assert scored(two)[0]["safeguards"] == approx(0.125 * -3)  # of -6
    everything = "project_lead budget_holder operational_owner"
    two = [p for name in "xy" for p in pilot(name, None, {"o": everything}, route_to_buy="framework")]
    assert scored(two)[0]["safeguards"] == approx(0.125 * 4)  # of 6


def test_somebody_named_is_present_even_after_leaving() -> None:
    left = [post("out", "operations", ends="2025-01-01"), *pilot("x", None, {"o": "sponsor", "out": "budget_holder"})]
    assert scored(left)[0]["safeguards"] == approx(0.125)


# part 5: introductions made


def asked(outcome: str | None, tracked: str | None = "yes", **cells: object) -> Row:
    told = {"asker_id": "ana", "introducer_id": "o", "target_id": "q", "outcome": outcome, "tracked": tracked}
    return row("introductions", **{"asked_on": "2026-01-01", **told, **cells})


def introductions(ok: float, n: float) -> float:
    return 0.8 * (logit((ok + 0.66) / (n + 2)) - logit(0.33))


@pytest.mark.parametrize(
    ("rows", "ok", "n", "evidence"),
    [
        ([asked("met")], 1, 1, 1),
        ([asked("met", "no")], 0.5, 0.5, 1),
        ([asked("met", None)], 0.5, 0.5, 1),  # empty means logged from memory
        ([asked("declined")], 0, 1, 1),
        ([asked("no_reply", "no")], 0, 0.5, 1),
        ([asked("open"), asked(None)], 0, 0, 0),
        ([asked("met"), asked("met", source="another"), asked("declined", "no")], 2, 2.5, 3),
        ([asked("met", introducer_id="q", target_id="o")], 0, 0, 0),
        ([asked("met", asked_on="2026-06-02")], 0, 0, 0),
    ],
)
def test_introductions_with_a_known_outcome(rows: list[Row], ok: float, n: float, evidence: int) -> None:
    parts, found, _ = scored(rows)
    assert parts["introductions"] == approx(introductions(ok, n), abs=1e-12)
    assert found == evidence


# part 6: reach


def knows(one: str, other: str, strength: float) -> Row:
    return row("contacts", person_a=one, person_b=other, strength=strength, on="2026-06-01")


def test_reach_is_over_warm_ties_to_colleagues_of_other_functions() -> None:
    ties = [knows("o", "q", 0.5), knows("r", "o", 0.2), knows("o", "ana", 0.8), knows("o", "out", 0.04)]
    assert scored(ties)[0]["reach"] == approx(0.45 * log(1.7))
    assert scored(ties)[1] == 0  # colleagues are no evidence row
    assert scored(ties)[2] == 0  # and nothing else on record is no helpfulness


def test_a_colleague_who_shares_a_function_is_no_reach() -> None:
    second = post("q", "innovation")  # beside operations
    assert scored(second, knows("o", "q", 0.5))[0]["reach"] == 0


def test_a_colleague_without_a_known_function_is_no_reach() -> None:
    unknown = [row("people", person_id="u", name="u"), post("u", "", title="Person")]
    assert scored(unknown, knows("o", "u", 0.5))[0]["reach"] == 0


def test_a_colleague_of_two_functions_and_two_councils_counts_once() -> None:
    more = [post("q", "finance"), post("q", "digital", "other"), post("o", "legal", "other")]
    assert scored(more, knows("o", "q", 0.5))[0]["reach"] == approx(0.45 * log(1.5))


def test_functions_at_any_council_count_for_a_colleague_at_one() -> None:
    elsewhere = post("q", "innovation", "other")  # not a council of o's
    assert scored(elsewhere, knows("o", "q", 0.5))[0]["reach"] == 0


@pytest.mark.parametrize("cells", [{"ends": "2026-05-31"}, {"level": "political"}, {"function": "political"}])
def test_who_is_no_officer_now_is_no_colleague(cells: dict[str, str]) -> None:
    gone = [row("people", person_id="g", name="g"), post("g", **{"function": "legal", **cells})]
    assert scored(gone, knows("o", "g", 0.5))[0]["reach"] == 0


def test_cold_ties_are_no_reach() -> None:
    assert scored(knows("o", "q", 0.04))[0]["reach"] == 0


# evidence rows and helpfulness


def test_each_role_in_a_pilot_is_one_piece_of_evidence_whatever_its_outcome() -> None:
    rows = pilot("x", "unknown", {"o": "sponsor project_lead operational_owner budget_holder procurement team"})
    assert scored(rows)[1] == 5  # being in the team is none
    twice = [
        row("pilot_people", pilot_id="x", person_id="o", role="sponsor", on=on) for on in ("2025-01-01", "2025-02-01")
    ]
    assert scored(pilot("x", None, {}), twice)[1] == 1


def test_helpfulness_believes_the_score_by_its_evidence() -> None:
    rows = [endorsed("sme-1"), endorsed("sme-2"), asked("met")]
    parts, evidence, helpful = scored(rows)
    total = 0.9 * log(3) + introductions(1, 1)
    # the meeting ties o and q (0.35 five months ago), which is reach: o innovation, q operations
    reach = 0.45 * log(1 + 0.35 * 2 ** (-151 / 30.4375 / 18))
    assert parts["reach"] == approx(reach)
    assert evidence == 3
    assert helpful == approx((total + reach) / 1.5 * 3 / 6)


def test_helpfulness_is_clipped_before_it_is_believed() -> None:
    many = [p for n in range(40) for p in pilot(f"x{n}", "contract", {"o": "project_lead budget_holder"})]
    parts, evidence, helpful = scored(many)
    assert sum(parts.values()) / 1.5 > 3
    assert evidence == 80
    assert helpful == approx(3 * 80 / 83)
    failed = [p for n in range(40) for p in pilot(f"x{n}", "stopped", {"o": "sponsor"}, route_to_buy="none")]
    parts, evidence, helpful = scored(failed)
    assert sum(parts.values()) / 1.5 < -2
    assert helpful == approx(-2 * 40 / 43)


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ([], -0.4),
        ([post("ana", "", "sme-1")], -0.4),
        ([post("ana", "", "body")], 0.8),
        ([post("ana", "", "large")], -1.2),
        ([post("ana", "", "body"), post("ana", "", "large")], -1.2),  # large supplier before body
        ([post("ana", "", "large"), post("ana", "legal", "other")], 0),  # officer first, nothing on record
        ([post("ana", "", "large", ends="2026-05-31"), post("ana", "", "body")], 0.8),
        ([post("ana", "political", "council")], -0.4),  # a councillor is no officer
    ],
)
def test_helpfulness_of_everybody_else(posts: list[Row], expected: float) -> None:
    assert scored(posts, person="ana")[2] == expected


def test_who_is_no_officer_has_no_score() -> None:
    rows = [pilot("x", "contract", {"ana": "project_lead"}), asked("met", introducer_id="ana", asker_id="out")]
    parts, evidence, _ = scored(*rows, person="ana")
    assert (set(parts.values()), evidence) == ({0.0}, 0)
