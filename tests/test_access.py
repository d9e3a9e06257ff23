"""Access: the worked example to 1e-9 on both stores and in straight loops; splits, who is shut out, progress."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from pytest import approx

from graph.access_change import changes
from graph.errors import InputError
from graph.small_groups import told_as_one
from graph.sqlite_store import SqliteStore
from graph.store import Store
from graph.triples import total_odds
from graph.view import View, view
from queries import access, access_change, programmes, warm_routes
from queries.access import Access, UsefulTriple
from queries.answer import to_dict
from tests.market_worlds import market
from tests.plain_reference import Row, world
from tests.plain_triples import triples
from tests.test_acceptance_routes import ANSWERS, agree
from tests.worlds import acceptance, changed, fill, in_memory, row, said_in_title
from ui import cli

WANTED = ANSWERS["access"]
DAY, LATER = date(2026, 6, 1), date(2028, 4, 1)
FUND = "innovation-fund"
DAYS = {"headline": DAY, "as at 2028-04-01": LATER}


def seen(*more: Row, rows: list[Row] | None = None, viewer: str = FUND, day: date = DAY) -> View:
    return view(in_memory([*(rows or acceptance()), *more]), viewer, day)


def told(one: UsefulTriple) -> dict[str, Any]:
    """A triple in the shape of ``expected.json``."""
    return {
        "sme": one.firm_id,
        "council": one.council_id,
        "theme": one.theme,
        "P": one.odds,
        "band": one.band or None,
        "ids": [who.id for who in one.way] or None,
        "warm": one.warm,
    }


def headline(found: Access) -> dict[str, Any]:
    return {
        "triples": [told(one) for one in found.triples],
        "useful": found.of.useful,
        "warm": found.of.warm,
        "share": found.of.share,
        "share_on_record": found.of.share_on_record,
    }


@pytest.mark.parametrize("key", DAYS)
def test_every_number_of_the_headline_in_walk_five(example: Store, key: str) -> None:
    found = headline(access.ask(view(example, FUND, DAYS[key])))
    agree(found, {name: value for name, value in WANTED[key].items() if name in found}, key)


def test_every_other_number_of_that_day_in_walk_five(example: Store) -> None:
    there, before = view(example, FUND, LATER), view(example, FUND, date(2028, 3, 31))
    wanted = WANTED["as at 2028-04-01"]
    assert (there.snapshot.warm_ties, len(there.whole.ties.a)) == (wanted["warm_ties"], wanted["ties"])
    for told_by, key in ((there, "Dan may be a step"), (before, "Dan may be a step the day before")):
        number = told_by.snapshot.number["P10"]
        assert bool(told_by.snapshot.passes[number]) is wanted[key]
    for asked, key in ((there, "Ana to Tom"), (there, "Dan to Ruth"), (before, "Dan to Ruth the day before")):
        found = warm_routes.ask(asked, wanted[key]["asker"], wanted[key]["target"])
        numbers = {"any_works": found.any_works, "P_star": found.best_odds}
        agree(numbers, {name: wanted[key][name] for name in numbers}, key)
        assert [list(route.ids) for route in found.routes] == [route["ids"] for route in wanted[key]["routes"]]


@pytest.mark.parametrize("key", DAYS)
def test_straight_loops_give_the_same(key: str) -> None:
    plain = triples(world(acceptance(), FUND, DAYS[key], DAYS[key], said_in_title))
    found = [[one.firm, one.council, one.theme, one.odds, one.warm, list(one.ids) or None] for one in plain]
    names = ("sme", "council", "theme", "P", "warm", "ids")
    agree(found, [[one[name] for name in names] for one in WANTED[key]["triples"]], key)
    assert sum(one.warm for one in plain) == WANTED[key]["warm"]


def test_one_theme_is_told_alone() -> None:
    found = access.ask(seen(), theme="winter-maintenance")
    assert (found.of.warm, found.of.useful) == (2, 6)  # walk 5, step 1
    assert found.summary.startswith("2 of 6 useful triples for winter maintenance (33.3%) have a warm route")
    nothing = access.ask(seen(), theme="moon-travel")
    assert nothing.of.share is None and not nothing.triples and "No firm on record offers" in nothing.summary


def test_a_firm_with_nobody_in_post_counts_in_one_share_alone() -> None:
    rows = changed(acceptance(), "posts", {"person_id": "P23"}, ends="2026-05-31")  # Lou Park of Gritworks
    found = access.ask(seen(rows=rows))
    assert (found.of.warm, found.of.useful, found.of.on_record) == (5, 9, 6)
    assert found.of.share_on_record == approx(5 / 6)
    [shut] = found.firms_without
    assert (shut.name, shut.why) == ("Gritworks Ltd", "nobody there is on record as in post")


def test_who_has_no_route_at_all_is_named_with_the_reason() -> None:
    found = access.ask(seen())
    assert [(one.name, one.useful) for one in found.firms_without] == [("Gritworks Ltd", 3)]
    assert [(one.name, one.useful) for one in found.councils_without] == [("Westfell Council", 2)]
    assert [(one.id, one.warm, one.useful) for one in found.councils] == [
        ("eastvale", 1, 2),
        ("northmoor", 3, 4),
        ("riverton", 1, 1),
        ("westfell", 0, 2),
    ]
    assert (found.firms_in_none, found.councils_in_none) == (0, 1)  # nobody at Southholme has a budget


# splits


def test_four_firms_are_too_few_to_tell_apart_and_a_column_nobody_filled_is_not_known() -> None:
    splits = access.ask(seen()).splits
    assert {name: [one.name for one in groups] for name, groups in splits.items()} == {
        "size": [],
        "age": [],
        "legal form": ["not known"],
        "region": [],
    }


def firms(**cells: list[str]) -> list[Row]:
    """One firm for each value of a column, each with an offer that Northmoor has a budget for."""
    [(name, values)] = cells.items()
    rows = [
        row("organisations", organisation_id=f"f{n:02}", name=f"Firm {n}", kind="sme", **{name: value})
        for n, value in enumerate(values)
    ]
    return rows + [row("offers", organisation_id=f"f{n:02}", theme="independent-living") for n in range(len(values))]


def test_groups_under_five_are_one_and_nobody_can_take_the_others_from_the_whole() -> None:
    found = access.ask(seen(*firms(region=["North"] * 5 + ["South"] * 9 + ["Isles"]))).splits["region"]
    # with the town's own: North 6, South 9, Isles 1, East 2, West 1: four are merged, and North joins them for five
    assert [(one.name, one.firms) for one in found] == [("South", 9), ("all others", 10)]
    assert sum(one.of.useful for one in found) == 9 + 15


@pytest.mark.parametrize(
    ("sizes", "merged"),
    [
        ({"a": 5, "b": 5}, []),
        ({"a": 5, "b": 4}, ["b", "a"]),
        ({"a": 9, "b": 3, "c": 2}, ["c", "b"]),
        ({"a": 9, "b": 6, "c": 1}, ["c", "b"]),
        ({"a": 1}, ["a"]),
        ({}, []),
    ],
)
def test_which_groups_are_merged(sizes: dict[str, int], merged: list[str]) -> None:
    assert told_as_one(sizes) == set(merged)


def test_no_split_tells_of_fewer_than_five_firms_whatever_the_groups() -> None:
    for seed in range(200):
        chance = np.random.default_rng(seed)
        sizes = Counter(chance.choice(list("abcdefg"), size=int(chance.integers(1, 40))).tolist())
        merged = told_as_one(sizes)
        kept = [size for name, size in sizes.items() if name not in merged]
        together = sum(sizes[name] for name in merged)
        assert all(size >= 5 for size in kept), sizes
        assert together == 0 or together >= 5 or not kept, sizes


def test_a_firm_is_of_the_next_age_on_its_birthday() -> None:
    ages = ["2024-06-01"] * 5 + ["2024-06-02"] * 5 + ["2016-06-01"] * 5
    found = access.ask(seen(*firms(founded_on=ages))).splits["age"]
    # the town's own: founded in 2021, 2019, 2017 (5 to 10 years, three: merged, with the first of the smallest others)
    # and in 2025 (under 2, with the five that were two years old a day later)
    assert [(one.name, one.firms) for one in found] == [("2 to 5 years", 5), ("under 2 years", 6), ("all others", 8)]


# progress


def test_progress_is_told_between_two_days_from_the_same_statements() -> None:
    found = access.ask(seen(day=LATER), since=DAY)
    before = found.before
    assert before and (before.of.warm, before.of.useful) == (5, 9) and (found.of.warm, found.of.useful) == (4, 9)
    assert before.closed == (("CareSense CIC", "Northmoor City Council", "independent-living"),)
    assert before.opened == () and before.words == "5 of 9 as at 1 June 2026, 4 of 9 now: 0 opened, 1 closed."
    assert before.fingerprint == access.ask(seen()).fingerprint
    with pytest.raises(InputError, match="does not lie before"):
        access.ask(seen(), since=DAY)


def test_the_fingerprint_is_that_of_what_counts(example: Store) -> None:
    plain = access.ask(seen()).fingerprint
    assert access.ask(view(example, FUND, DAY)).fingerprint == plain  # whichever example holds it
    hidden = row("contacts", person_a="P23", person_b="P12", visibility="closed", owner="gritworks", strength="0.5")
    assert access.ask(seen(hidden)).fingerprint == plain
    assert access.ask(seen(hidden, viewer="gritworks")).fingerprint != access.ask(seen(viewer="gritworks")).fingerprint
    for more in (
        row("offers", organisation_id="gritworks", theme="digital-planning"),
        row("contacts", person_a="P23", person_b="P12", strength="0.5", visibility="open"),
        row("objections", person_id="P01", scope="introductions"),
    ):
        assert access.ask(seen(more)).fingerprint != plain, more


# what would change most


def test_the_meeting_that_opens_most_is_the_best_of_all_pairs() -> None:
    for rows, viewer in ((acceptance(), FUND), (market(3), "body"), (market(5), "body")):
        there = view(in_memory(rows), viewer, DAY)
        found = changes(there.whole, there.snapshot, there.triples, there.reached)
        posts, snapshot = there.whole.posts, there.snapshot
        best = 0.0
        for a, b in combinations(found.people.tolist(), 2):
            homes = [set(posts.organisation[posts.current & (posts.person == one)].tolist()) for one in (a, b)]
            tied = snapshot.warm.strength_of(a, b)
            if homes[0] & homes[1] or (tied or 0.0) >= 0.30:
                continue
            rise = total_odds(there.triples, snapshot.with_tie(a, b, 0.30)) - there.reached.total_odds
            best = max(best, rise)
        first = found.meetings(1)
        assert (first[0][2] if first else 0.0) == approx(best, abs=1e-9)


def test_the_first_meeting_and_event_say_what_the_headline_would_be() -> None:
    found = access_change.ask(seen())
    assert (found.warm, found.useful) == (5, 9)
    first = found.meetings[0]
    assert {first.one.name, first.other.name} == {"Maya Reed", "Lou Park"} and first.warm == 7
    met = row("contacts", person_a="P01", person_b="P23", strength="0.30", on="2026-06-01", visibility="open")
    after = access.ask(seen(met))
    assert after.of.warm == 7  # as if they had met
    [again] = found.events
    assert (again.id, again.guests, again.warm) == ("EV1", 12, 6)
    assert found.weighed == "All meetings of 18 people were weighed."  # all but Max Hill of the large supplier


def test_on_one_theme_what_would_change_most_is_told_of_that_theme() -> None:
    found = access_change.ask(seen(), theme="winter-maintenance")
    assert (found.warm, found.useful) == (2, 6)  # walk 5.1
    first = found.meetings[0]
    assert {first.one.name, first.other.name} == {"Maya Reed", "Lou Park"}
    assert first.warm == 4  # Gritworks then reaches Northmoor and Eastvale, as 5 of 9 became 7


def test_who_objected_to_introductions_is_met_as_anybody_else_and_introduces_nobody() -> None:
    """Lou Park of Gritworks would be met and is asked by nobody to pass anything on: every number stays."""
    found = access_change.ask(seen(_objects("P23")))
    assert found == access_change.ask(seen()) and "P23" in (found.meetings[0].one.id, found.meetings[0].other.id)
    first = access_change.ask(seen(_objects("P01"))).meetings[0]  # Maya Reed would pass on, and no longer does
    assert (first.one.name, first.other.name, first.warm) == ("Lou Park", "Fay North", 6)


def _objects(person: str) -> Row:
    return row("objections", person_id=person, scope="introductions")


def test_an_empty_store_is_answered_in_words() -> None:
    there = view(in_memory([]), FUND, DAY)
    assert access.ask(there).summary.startswith("No firm on record offers anything")
    assert access_change.ask(there).summary == "No single meeting of people on record would open more."


def test_the_command_line_answers(
    tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = str(tmp_path / "town.sqlite")
    fill(made := SqliteStore(address), acceptance())
    made.close()

    def run(*words: str) -> tuple[int, str, str]:
        asked = ["champions", *words, "--store", address, "--viewer", FUND, "--as-at", "2026-06-01"]
        monkeypatch.setattr("sys.argv", asked)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out = capsys.readouterr()
        return int(ended.value.code or 0), out.out, out.err

    code, out, _ = run("access", "--since", "2026-01-01")
    assert code == 0 and "5 of 9 useful triples" in out and "as at 1 January 2026" in out and "Westfell Council" in out
    code, out, _ = run("access", "--json")
    assert code == 0 and json.loads(out)["of"]["share"] == approx(5 / 9)
    code, out, _ = run("access", "--change")
    assert code == 0 and "Lou Park" in out and "Winter Services Expo" in out
    code, out, _ = run("access", "--change", "--theme", "Winter maintenance")
    assert code == 0 and "4 of 6 useful triples" in out
    code, out, _ = run("access", "--change", "--theme", "the Winter-Maintenance")
    assert code == 0 and "4 of 6 useful triples" in out
    code, _, err = run("access", "--change", "--since", "2026-01-01")
    assert code == 2 and "leave out --since" in err
    code, _, err = run("access", "--theme", "winter")
    assert code == 2 and "Did you mean winter-maintenance?" in err
    code, _, err = run("access", "--since", "2027-01-01")
    assert code == 2 and "does not lie before" in err


def test_nobody_is_told_of_rows_that_they_may_not_see() -> None:
    """A fifth of all rows closed for somebody else, or not there at all: the same answers and the same fingerprint."""
    for seed in (2, 6):  # where triples are left
        chance = np.random.default_rng(seed)
        rows = [*acceptance(), *MORE]
        hidden = {int(n) for n in chance.choice(len(rows), size=len(rows) // 5, replace=False)}
        closed = [
            row(r.kind, **{**r.cells, "visibility": "closed", "owner": "megacivic"}) if n in hidden else r
            for n, r in enumerate(rows)
        ]
        kept = [r for n, r in enumerate(rows) if n not in hidden]
        full, alone = (_everything(view(in_memory(there), FUND, DAY)) for there in (closed, kept))
        assert full == alone, seed
        assert full[0]["triples"]


MORE = (
    row("programmes", programme_id="W", name="Winter Fund", funder_id=FUND, visibility="open"),
    row("phases", programme_id="W", name="Discovery", max_suppliers="2", visibility="open"),
)


def _everything(there: View) -> list[Any]:
    answers = [access.ask(there, since=date(2026, 1, 1)), access_change.ask(there), programmes.every(there)]
    return [to_dict(one) for one in answers]
