"""Every rule of tie strength (definitions, section 3) and the ages of section 1, by hand calculation.

The day is 2026-06-01. 731 days before it (2024-06-01 is 730, 2024-05-31 is 731) are 731 / 30.4375 = 24.016 months, so
ages are written as days and the fading as ``2 ** (-days / 30.4375 / half-life)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from math import prod, sqrt

import pytest
from pytest import approx

from graph import definitions as d
from graph.evidence import between
from graph.routes import every_route
from graph.snapshot import Snapshot
from graph.tie_strength import leads
from graph.view import View, view
from graph.vocabulary import PILOT_OUTCOMES
from tests.plain_reference import Row
from tests.worlds import in_memory, row

DAY = date(2026, 6, 1)
MONTH = 30.4375


def people(*ids: str) -> list[Row]:
    return [row("people", person_id=person, name=person) for person in ids]


def numbered(count: int) -> list[str]:
    return [f"p{n:03}" for n in range(count)]


def town(*rows: Row | Iterable[Row], viewer: str | None = "council", as_at: date = DAY) -> View:
    """What a council sees of these rows; a council, a firm and a department are there, and people a, b and c."""
    told = [
        *people("a", "b", "c"),
        row("organisations", organisation_id="council", name="Council", kind="council"),
        row("organisations", organisation_id="firm", name="Firm", kind="sme"),
        row("departments", department_id="team", organisation_id="council", name="Team"),
    ]
    for one in rows:
        told += [one] if isinstance(one, Row) else list(one)
    return view(in_memory(told), viewer, as_at)


def strength(seen: View, one: str = "a", other: str = "b") -> float:
    snapshot = seen.snapshot
    return snapshot.all.strength_of(snapshot.number[one], snapshot.number[other])


def is_warm(seen: View, one: str = "a", other: str = "b") -> bool:
    snapshot = seen.snapshot
    return snapshot.warm.strength_of(snapshot.number[one], snapshot.number[other]) > 0


def leads_of(seen: View, person: str) -> dict[str, float]:
    whole = seen.whole
    names = whole.scene.people
    ties, _ = leads(whole.scene, whole.posts, whole.pilots, whole.scene.number[person])
    pairs = zip(ties.a, ties.b, ties.strength, strict=True)
    return {min({names[x], names[y]} - {person}): float(s) for x, y, s in pairs}


def before(days: int) -> str:
    return (DAY - timedelta(days=days)).isoformat()


def faded(days: float, half_life: float) -> float:
    return 2 ** (-days / MONTH / half_life)


def contact(one: str = "a", other: str = "b", **cells: object) -> Row:
    return row("contacts", person_a=one, person_b=other, **{"on": "2026-06-01", **cells})


def endorsed(**cells: object) -> Row:
    told = {"person_id": "a", "from_person_id": "b", "from_organisation_id": "firm", "on": "2026-06-01", **cells}
    return row("endorsements", **told)


def introduced(**cells: object) -> Row:
    told = {"asker_id": "a", "introducer_id": "b", "target_id": "c", "outcome": "met", "asked_on": "2026-06-01"}
    return row("introductions", **{**told, **cells})


def event(form: str | None, ids: Iterable[str], roles: dict[str, str] | None = None, on: str | None = "2026-06-01"):  # type: ignore[no-untyped-def]
    yield row("events", event_id="e", name="Event", format=form, on=on)
    for person in ids:
        yield row("attendance", event_id="e", person_id=person, role=(roles or {}).get(person))


def pilot(*ids: str, **cells: object):  # type: ignore[no-untyped-def]
    yield row("pilots", **{"pilot_id": "x", "name": "Pilot", "council_id": "council", "starts": "2026-01-01", **cells})
    for person in ids:
        yield row("pilot_people", pilot_id="x", person_id=person, role="team")


def in_team(person: str, starts: str | None = None, ends: str | None = None, **cells: object) -> Row:
    told = {"person_id": person, "organisation_id": "council", "department_id": "team", "title": "Post"}
    return row("posts", **{**told, "starts": starts, "ends": ends, **cells})


# bases and half-lives


@pytest.mark.parametrize(
    ("rows", "base", "half_life"),
    [
        (lambda on: [contact(on=on)], 0.35, 18),
        (lambda on: [contact(on=on, kind="thread")], 0.30, 12),
        (lambda on: [contact(on=on, kind="connection")], 0.12, 24),
        (lambda on: [endorsed(on=on)], 0.40, 24),
        (lambda on: [introduced(asked_on=on)], 0.35, 18),
        (lambda on: event("report", "ab", on=on), 0.30, 24),
        (lambda on: pilot("a", "b", starts=None, ends=on, outcome="completed"), 0.55, 24),
        (lambda on: [in_team("a", ends=on), in_team("b")], 0.50, 24),
    ],
    ids=["contact", "thread", "connection", "endorsement", "introduction", "report", "pilot", "team"],
)
@pytest.mark.parametrize("days", [0, 100, 731])
def test_each_kind_has_its_base_and_fades_by_its_half_life(rows, base: float, half_life: float, days: int) -> None:  # type: ignore[no-untyped-def]
    assert strength(town(rows(before(days)))) == approx(base * faded(days, half_life), abs=1e-12)


@pytest.mark.parametrize("kind", ["contact", "thread", "connection"])
def test_a_row_without_a_date_is_two_half_lives_old(kind: str) -> None:
    base = {"contact": 0.35, "thread": 0.30, "connection": 0.12}[kind]
    assert strength(town(contact(on=None, kind=kind))) == approx(base / 4, abs=1e-12)


@pytest.mark.parametrize(
    ("rows", "base"),
    [
        ([endorsed(on=None)], 0.40),
        ([introduced(asked_on=None)], 0.35),
        (list(event("report", "ab", on=None)), 0.30),
    ],
    ids=["endorsement", "introduction", "report"],
)
def test_other_rows_without_a_date_likewise(rows: list[Row], base: float) -> None:
    seen = town(rows)
    assert strength(seen) == approx(base / 4, abs=1e-12)
    assert between(seen.whole, "a", "b")[0].age_months is None  # flagged


def test_a_row_dated_after_the_day_does_not_count() -> None:
    assert strength(town(contact(on="2026-06-02"))) == 0
    assert strength(town(contact(on="2026-06-02")), "a", "c") == 0
    assert strength(town(contact(on="2026-06-02"), as_at=date(2026, 6, 2))) == approx(0.35)


# joining rows


def test_rows_of_one_kind_join_by_noisy_or() -> None:
    two = town(contact(strength=0.2), contact(strength=0.3))
    assert strength(two) == approx(1 - 0.8 * 0.7)  # 0.44


def test_one_kind_is_capped_and_kinds_join_by_noisy_or() -> None:
    capped = [contact(strength=0.7), contact(strength=0.8)]  # 1 - 0.3 * 0.2 = 0.94, capped at 0.8
    assert strength(town(capped)) == approx(0.8)
    assert strength(town(capped, contact(kind="thread"))) == approx(1 - 0.2 * 0.7)  # 0.86


def test_equal_rows_are_one_statement_and_two_sources_are_two() -> None:
    assert strength(town(contact(source="x"), contact(source="x"))) == approx(0.35)
    assert strength(town(contact(source="x"), contact(source="y"))) == approx(1 - 0.65**2)


@pytest.mark.parametrize(("kind", "base", "half_life"), [("thread", 0.30, 12), ("connection", 0.12, 24)])
def test_the_next_export_of_a_thread_replaces_what_the_last_one_said(kind: str, base: float, half_life: float) -> None:
    before_that = contact(kind=kind, on=before(200), source="Messages of a")
    last = contact("b", "a", kind=kind, on=before(30), source="Messages of a")
    assert strength(town(before_that, last)) == approx(base * faded(30, half_life), abs=1e-12)
    assert strength(town(before_that, last), "b", "a") == approx(base * faded(30, half_life), abs=1e-12)
    in_between = town(before_that, last, as_at=DAY - timedelta(days=100))  # the last was not there yet
    assert strength(in_between) == approx(base * faded(100, half_life), abs=1e-12)


def test_of_two_exports_with_one_date_the_later_load_counts_and_no_date_is_older_than_any() -> None:
    first = contact(kind="thread", source="s", strength="0.5")
    assert strength(town(first, replace(contact(kind="thread", source="s", said_by="a"), load=2))) == approx(0.30)
    undated = replace(contact(kind="thread", on=None, source="s"), load=2)
    assert strength(town(first, undated)) == approx(0.30)


@pytest.mark.parametrize(
    ("rows", "worth"),
    [
        (lambda: [contact(on=before(0), source="s"), contact(on=before(1), source="s")], (0.35, 0.35 * faded(1, 18))),
        (lambda: [contact(kind="thread", source="s"), contact(kind="thread", source="t")], (0.30, 0.30)),
        (lambda: [contact(kind="thread", source="s"), contact(kind="thread")], (0.30, 0.30)),
        (lambda: [contact(kind="thread", owner=o, source="s") for o in (None, "firm", "council")], (0.30, 0.30, 0.30)),
    ],
    ids=["two meetings", "two sources", "one source is not told", "messages.csv of three owners"],
)
def test_meetings_and_other_sources_go_on_counting(rows: Callable[[], list[Row]], worth: tuple[float, ...]) -> None:
    assert strength(town(rows())) == approx(min(0.8, 1 - prod(1 - p for p in worth)), abs=1e-12)


def test_what_a_viewer_does_not_see_replaces_nothing_for_them() -> None:
    shown = contact(kind="thread", on=before(60), source="s", owner="firm")
    hidden = contact(kind="thread", on=before(0), source="s", owner="firm", visibility="closed")
    assert strength(town(shown, hidden)) == approx(0.30 * faded(60, 12), abs=1e-12)
    assert strength(town(shown, hidden, viewer="firm")) == approx(0.30, abs=1e-12)


def test_evidence_names_the_row_that_counts() -> None:
    old, new = (contact(kind="thread", on=before(days), source="s") for days in (90, 9))
    meeting = contact(on=before(40), source="s")
    rows = [(row.kind, row.statements[0].cells["on"]) for row in between(town(old, meeting, new).whole, "a", "b")]
    assert rows == [("contact", before(40)), ("thread", before(9))]


def test_nobody_is_tied_to_himself() -> None:
    assert strength(town(contact("a", "a"), introduced(target_id="a")), "a", "a") == 0


def test_own_strength_counts_for_declared_contacts_alone() -> None:
    assert strength(town(contact(strength=0.6))) == approx(0.6)
    assert strength(town(contact(strength=0.6, kind="thread"))) == approx(0.30)
    assert strength(town(contact(strength=0.6, kind="connection"))) == approx(0.12)


# groups


@pytest.mark.parametrize(("k", "share"), [(2, 1), (6, 1), (7, 5 / 6), (11, 0.5)])
def test_a_pilot_team_shares_five_close_colleagues(k: int, share: float) -> None:
    ids = numbered(k)
    seen = town(people(*ids), pilot(*ids))
    assert strength(seen, ids[0], ids[-1]) == approx(0.55 * share, abs=1e-12)


def test_who_has_two_roles_in_a_pilot_counts_once() -> None:
    second = row("pilot_people", pilot_id="x", person_id="a", role="sponsor")
    assert strength(town(pilot("a", "b"), second)) == approx(0.55)


@pytest.mark.parametrize(("k", "share"), [(2, 1), (8, 1), (9, 7 / 8), (15, 0.5)])
def test_a_department_shares_seven_close_colleagues(k: int, share: float) -> None:
    ids = numbered(k)
    assert strength(town(people(*ids), map(in_team, ids)), ids[0], ids[-1]) == approx(0.50 * share, abs=1e-12)


def test_a_team_fades_from_the_day_the_first_left() -> None:
    gone = town(in_team("a", ends=before(90)), in_team("b", ends=before(30)))
    assert strength(gone) == approx(0.50 * faded(90, 24), abs=1e-12)


def test_who_never_overlapped_was_no_team_but_one_common_day_is_enough() -> None:
    assert strength(town(in_team("a", ends="2025-03-31"), in_team("b", starts="2025-04-01"))) == 0
    assert strength(town(in_team("a", ends="2025-04-01"), in_team("b", starts="2025-04-01"))) > 0


def test_the_latest_overlap_of_a_pair_counts_and_once() -> None:
    twice = town(
        in_team("a", ends=before(700)), in_team("a", starts=before(200), ends=before(100)), in_team("b", ends=None)
    )
    assert strength(twice) == approx(0.50 * faded(100, 24), abs=1e-12)


def test_each_department_counts_for_itself() -> None:
    other = row("departments", department_id="other", organisation_id="council", name="Other")
    moved = [in_team("a", department_id="other"), in_team("b", department_id="other")]
    both = town(other, in_team("a"), in_team("b"), moved)
    assert strength(both) == approx(1 - 0.5 * 0.5)  # 0.75: two rows of one kind


def test_a_team_counts_who_was_in_post_on_the_last_common_day() -> None:
    ids = numbered(20)
    joined_later = [in_team(person, starts=before(9)) for person in ids]
    left_before = [in_team(person, ends=before(11)) for person in ids]
    there_that_day = [in_team(person, starts=before(10), ends=before(10)) for person in ids]
    pair = [in_team("a", ends=before(10)), in_team("b")]
    for others in (joined_later, left_before):
        assert strength(town(people(*ids), pair, others)) == approx(0.50 * faded(10, 24), abs=1e-12)  # k is 2
    seen = town(people(*ids), pair, there_that_day)
    assert strength(seen) == approx(0.50 * 7 / 21 * faded(10, 24), abs=1e-12)  # k is 22


def test_a_post_that_starts_after_the_day_is_not_there_yet() -> None:
    assert strength(town(in_team("a"), in_team("b", starts="2026-06-02"))) == 0


def test_a_closed_organisation_ends_its_teams() -> None:
    closed = row("organisations", organisation_id="old", name="Old", kind="council", ends=before(61))
    team = row("departments", department_id="old-team", organisation_id="old", name="Old team")
    posts = [in_team(person, organisation_id="old", department_id="old-team") for person in "ab"]
    seen = town(closed, team, posts)
    assert strength(seen) == approx(0.50 * faded(61, 24), abs=1e-12)
    assert not seen.snapshot.passes[seen.snapshot.number["a"]]  # nobody carries a post over


@pytest.mark.parametrize("k", [2, 3, 5])
def test_writers_of_a_report_share_it_evenly(k: int) -> None:
    ids = numbered(k)
    seen = town(people(*ids), event("report", ids))
    assert strength(seen, ids[0], ids[-1]) == approx(0.30 / (k - 1), abs=1e-12)


def test_registering_for_a_report_halves_nothing() -> None:
    assert strength(town(event("report", "ab", {"a": "registered"}))) == approx(0.30)


# events: leads, and what they add to a tie


@pytest.mark.parametrize(
    ("form", "talks"),
    [
        ("hackathon", 3),
        ("roundtable", 2.4),
        ("meeting", 2.4),
        ("showcase", 1.6),
        ("conference", 1),
        ("webinar", 0.1),
        (None, 1),
    ],
)
@pytest.mark.parametrize("k", [2, 4, 6])
def test_events_by_their_format_and_size(form: str | None, talks: float, k: int) -> None:
    ids = numbered(k)
    worth = 0.30 * min(1, talks / (k - 1))
    alone = town(people(*ids), event(form, ids))
    assert leads_of(alone, ids[0]) == approx({person: worth for person in ids[1:]})
    assert alone.snapshot.warm_ties == 0
    known = town(people(*ids), event(form, ids), contact(ids[0], ids[1]))
    assert strength(known, ids[0], ids[1]) == approx(1 - 0.65 * (1 - worth), abs=1e-12)


@pytest.mark.parametrize(("k", "found"), [(61, 60), (62, 0)])
def test_a_conference_of_61_still_makes_leads_and_one_of_62_none(k: int, found: int) -> None:
    ids = numbered(k)  # 0.30 / 60 is 0.005, 0.30 / 61 is below
    assert len(leads_of(town(people(*ids), event("conference", ids)), ids[0])) == found


def test_the_floor_is_before_decay_and_halving() -> None:
    ids = numbered(61)
    roles = {person: "registered" for person in ids}
    seen = town(people(*ids), event("conference", ids, roles, on=before(1000)))
    assert leads_of(seen, ids[0])[ids[1]] == approx(0.005 * 0.25 * faded(1000, 12), rel=1e-9)


def test_every_role_counts_in_the_size_and_registering_halves() -> None:
    roles = {"b": "registered", "c": "registered"}
    seen = town(event("conference", "abc", roles))
    assert leads_of(seen, "a") == approx({"b": 0.30 / 2 / 2, "c": 0.30 / 2 / 2})
    assert leads_of(seen, "b") == approx({"a": 0.30 / 2 / 2, "c": 0.30 / 2 / 4})


def test_who_registered_and_came_is_not_halved() -> None:
    came = row("attendance", event_id="e", person_id="b", role="speaker")
    assert leads_of(town(event("conference", "ab", {"b": "registered"}), came), "a") == approx({"b": 0.30})


def test_an_event_fades_within_a_year_and_without_a_date_is_two_years_old() -> None:
    assert leads_of(town(event("meeting", "ab", on=before(365))), "a") == approx({"b": 0.30 * faded(365, 12)})
    assert leads_of(town(event("meeting", "ab", on=None)), "a") == approx({"b": 0.30 / 4})


def test_guests_whom_the_viewer_does_not_see_count_nowhere() -> None:
    hidden = [row("people", person_id=f"x{n}", name="?", visibility="closed", owner="firm") for n in range(9)]
    rows = [*hidden, *event("conference", ["a", "b", *(f"x{n}" for n in range(9))])]
    assert leads_of(town(rows), "a") == approx({"b": 0.30})
    assert leads_of(town(rows, viewer="firm"), "a")["b"] == approx(0.30 / 10)


# damping


def test_who_declares_more_than_30_contacts_is_believed_less() -> None:
    ids = numbered(40)
    thirty = town(people(*ids), (contact("a", person) for person in ids[:30]))
    assert strength(thirty, "a", ids[0]) == approx(0.35)
    forty = town(people(*ids), (contact("a", person) for person in ids))
    assert strength(forty, "a", ids[0]) == approx(0.35 * sqrt(30 / 40))


def test_pairs_are_counted_not_rows_and_threads_are_no_declarations() -> None:
    ids = numbered(30)
    twice = [contact("a", person, source=source) for person in ids for source in ("x", "y")]
    threads = [contact("a", person, kind="thread") for person in ("b", "c")]
    seen = town(people(*ids), twice, threads)
    assert strength(seen, "a", ids[0]) == approx(1 - 0.65**2)
    assert strength(seen) == approx(0.30)


def test_who_said_it_is_damped_and_not_who_stands_first() -> None:
    ids = numbered(60)
    said_by_other = [contact("a", person, said_by="c") for person in ids]
    own = contact("a", "b")
    seen = town(people(*ids), said_by_other, own)
    assert strength(seen) == approx(0.35)  # a declares one
    assert strength(seen, "a", ids[0]) == approx(0.35 * sqrt(30 / 60))


def test_only_contacts_that_the_viewer_sees_are_counted() -> None:
    ids = numbered(40)
    rows = [contact("a", person, visibility="closed", owner="firm") for person in ids[1:]]
    shown = contact("a", ids[0])
    assert strength(town(people(*ids), rows, shown), "a", ids[0]) == approx(0.35)
    assert strength(town(people(*ids), rows, shown, viewer="firm"), "a", ids[0]) == approx(0.35 * sqrt(30 / 40))


# classes, warm, leads


def test_warm_is_decided_without_what_is_inferred() -> None:
    cold = contact(strength=0.04)
    both = town(cold, event("meeting", "ab"))
    assert strength(both) == approx(1 - 0.96 * 0.70)  # 0.328
    assert not is_warm(both)
    assert is_warm(town(contact(strength=0.05)))  # reaches the line
    assert not is_warm(town(contact(strength=0.0499999)))


def test_caps_act_before_the_warm_line() -> None:
    assert is_warm(town(contact(strength=0.03), contact(strength=0.03, source="other")))  # 0.0591


@pytest.mark.parametrize(
    "told", [contact(klass="inferred"), endorsed(klass="inferred"), introduced(klass="inferred")], ids=lambda r: r.kind
)
def test_a_class_in_the_row_replaces_that_of_contacts_endorsements_and_introductions(told: Row) -> None:
    seen = town(told)
    assert strength(seen) == 0
    assert "b" in leads_of(seen, "a")


def test_a_class_in_group_rows_changes_nothing() -> None:
    rows = [
        row("pilots", pilot_id="x", name="Pilot", council_id="council", starts="2026-01-01", klass="inferred"),
        *(row("pilot_people", pilot_id="x", person_id=p, role="team", klass="inferred") for p in "ab"),
    ]
    assert is_warm(town(rows))
    meeting = [
        row("events", event_id="e", name="Event", format="meeting", on="2026-06-01", klass="verified"),
        *(row("attendance", event_id="e", person_id=p, klass="verified") for p in "ab"),
    ]
    assert strength(town(meeting)) == 0


def test_an_inferred_contact_adds_to_a_tie_that_exists() -> None:
    seen = town(contact(strength=0.2), contact(strength=0.3, klass="inferred"))
    assert strength(seen) == approx(1 - 0.8 * 0.7)


def test_a_lead_is_never_a_step() -> None:
    seen = town(event("meeting", "ab"), contact("b", "c"))
    assert every_route(seen.snapshot, "a", "c") == []
    assert leads_of(seen, "c") == {}


def test_an_introduction_that_led_to_a_meeting_ties_all_three() -> None:
    seen = town(introduced())
    assert [strength(seen, *pair) for pair in ("ab", "bc", "ac")] == approx([0.35] * 3)


@pytest.mark.parametrize("outcome", ["open", "declined", "no_reply", None])
def test_any_other_outcome_ties_nobody(outcome: str | None) -> None:
    assert len(town(introduced(outcome=outcome)).whole.ties) == 0


def test_an_endorsement_without_a_person_ties_nobody() -> None:
    assert len(town(endorsed(from_person_id=None)).whole.ties) == 0


def test_what_was_said_by_somebody_unseen_is_not_seen() -> None:
    hidden = row("people", person_id="x", name="?", visibility="closed", owner="firm")
    assert strength(town(hidden, contact(said_by="x"))) == 0
    assert strength(town(hidden, contact(said_by="x"), viewer="firm")) == approx(0.35)


# posts and closed organisations (section 1)


@pytest.mark.parametrize(
    ("starts", "ends", "passes"),
    [
        (None, None, True),
        ("2026-06-01", None, True),
        (None, "2026-06-01", True),  # the last day counts
        (None, "2026-05-31", False),
    ],
)
def test_a_post_counts_from_its_first_to_its_last_day(starts: str | None, ends: str | None, passes: bool) -> None:
    snapshot = town(in_team("a", starts, ends)).snapshot
    assert snapshot.passes[snapshot.number["a"]] == passes


def test_a_post_still_to_come_is_no_post_on_record() -> None:
    snapshot = town(in_team("a", starts="2026-06-02")).snapshot
    assert snapshot.passes[snapshot.number["a"]]  # somebody without any post on record may be a step


def test_an_organisation_that_does_not_exist_yet_hides_its_posts() -> None:
    later = row("organisations", organisation_id="new", name="New", kind="council", starts="2026-06-02")
    told = [later, in_team("a", organisation_id="new", department_id=None)]
    assert len(town(told).whole.posts.person) == 0
    assert len(town(told, as_at=date(2026, 6, 2)).whole.posts.person) == 1


# pilots (section 1)


@pytest.mark.parametrize(
    ("cells", "running", "ended", "outcome", "days"),
    [
        ({"starts": "2025-01-01", "ends": "2026-06-02", "outcome": "contract"}, True, False, "ongoing", 0),
        ({"starts": "2025-01-01", "ends": "2026-06-01", "outcome": "contract"}, False, True, "contract", 0),
        ({"starts": "2025-01-01", "ends": before(100)}, False, True, "unknown", 100),
        ({"starts": "2025-01-01", "outcome": "completed"}, False, True, "completed", None),
        ({"starts": None, "outcome": "stopped"}, False, True, "stopped", None),
        ({"starts": "2025-01-01"}, True, False, "ongoing", 0),
        ({"starts": "2025-01-01", "outcome": "unknown"}, True, False, "ongoing", 0),
        ({"starts": None, "outcome": "ongoing"}, False, False, "ongoing", None),
        ({"starts": None}, False, False, "unknown", None),
    ],
)
def test_a_pilot_runs_or_has_ended(  # type: ignore[no-untyped-def]
    cells, running: bool, ended: bool, outcome: str, days: int | None
) -> None:
    seen = town(pilot("a", "b", **cells))
    found = seen.whole.pilots
    assert (bool(found.running[0]), bool(found.ended[0])) == (running, ended)
    assert strength(seen) == approx(0.55 / 4 if days is None else 0.55 * faded(days, 24), abs=1e-12)
    assert PILOT_OUTCOMES[found.outcome[0]] == outcome


def test_a_pilot_row_from_after_the_day_is_hidden_and_dates_nothing() -> None:
    early = row("pilot_people", pilot_id="x", person_id="c", role="team", on="2026-06-02")
    late = row("pilot_people", pilot_id="x", person_id="c", role="team", on=before(300))
    assert strength(town(pilot("a", "b"), early), "a", "c") == 0
    assert strength(town(pilot("a", "b"), late), "a", "c") == approx(0.55)  # the pilot runs: age 0


# words and evidence


@pytest.mark.parametrize(
    ("value", "word"), [(0.5, "strong"), (0.5 - 1e-13, "strong"), (0.4999, "fair"), (0.2, "fair"), (0.1999, "weak")]
)
def test_strength_in_words(value: float, word: str) -> None:
    assert d.strength_word(value) == word


def test_every_tie_lists_its_statements_the_strongest_first() -> None:
    seen = town(contact(kind="connection", source="cards"), pilot("a", "b"), event("meeting", "ab"))
    rows = between(seen.whole, "a", "b")
    assert [r.kind for r in rows] == ["pilot", "event", "connection"]
    assert [r.known_by for r in rows] == ["verified", "inferred", "observed"]
    assert [len(r.statements) for r in rows] == [3, 3, 1]  # what ties them, and a row for each of the two
    assert rows[2].statements[0].source == "cards"
    assert strength(seen) == approx(1 - 0.45 * 0.70 * 0.88)


def test_neighbours_alone_give_the_same_strength() -> None:
    rows = [contact(), *pilot("a", "b", "c"), *event("meeting", "abc"), in_team("a"), in_team("b"), introduced()]
    seen = town(rows)
    near = Snapshot.of(seen.near(["a"]))
    for other in "bc":
        assert near.all.strength_of(near.number["a"], near.number[other]) == strength(seen, "a", other)
