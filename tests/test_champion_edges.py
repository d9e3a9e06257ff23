"""Champions where little is on record, or too much: an answer in words each time, never an exception and never NaN."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from pytest import approx

from graph.champion_rank import rank, resampled, scores_of
from graph.connectors import connectors
from graph.key_players import set_to_brief
from graph.view import View, view
from queries import champions, officers
from queries.answer import to_dict
from tests.plain_reference import Row
from tests.test_champion_planted import planted
from tests.test_champion_score import introductions, outcomes
from tests.worlds import in_memory, row

DAY = date(2026, 6, 1)
COUNCILS = [row("organisations", organisation_id=c, name=c.title(), kind="council") for c in ("ham", "wick")]


def officer(person: str, *, at: str = "ham", **cells: object) -> list[Row]:
    cells = {"title": "Post", "function": "operations", **cells}
    return [
        row("people", person_id=person, name=person.title()),
        row("posts", person_id=person, organisation_id=at, **cells),
    ]


def led(person: str, outcome: str, *names: str) -> list[Row]:
    told = []
    for name in names:
        told.append(row("pilots", pilot_id=name, name=name, council_id="ham", ends="2025-06-01", outcome=outcome))
        told.append(row("pilot_people", pilot_id=name, person_id=person, role="project_lead"))
    return told


def seen(*rows: Row) -> View:
    return view(in_memory([*COUNCILS, *rows]), None, DAY)


def told(view: View, **narrowed: object) -> champions.Champions:
    """The answer, which must hold no NaN and no infinity."""
    answer = champions.ask(view, **narrowed)  # type: ignore[arg-type]
    json.dumps(to_dict(answer), allow_nan=False)
    for person in view.whole.scene.people:
        if view.whole.posts.officers[view.whole.scene.number[person]]:
            json.dumps(to_dict(officers.ask(view, person)), allow_nan=False)
    return answer


def test_nothing_on_record() -> None:
    assert told(view(in_memory([]), None, DAY)).summary == "No officer is on record for this viewer."


def test_a_council_without_officers() -> None:
    answer = told(seen(), council="ham", theme="gritting")
    assert answer.summary == "No officer at Ham concerned with gritting is on record for this viewer."
    assert answer.to_brief and answer.to_brief.words == "No officer of this council is on record."
    assert answer.champion_set and "nothing to cover" in answer.champion_set.words


def test_one_officer_with_nothing_to_show() -> None:
    answer = told(seen(*officer("ann")), council="ham")
    assert answer.summary.startswith("1 officer is on record at Ham; too little is known")
    assert answer.to_brief and [member.person.id for member in answer.to_brief.members] == ["ann"]


def test_one_officer_with_a_record_is_first_of_one_in_every_resample() -> None:
    answer = told(seen(*officer("ann"), *led("ann", "contract", "x", "y", "z")))
    (one,) = answer.ranked
    assert (one.rank, one.first, one.last, one.in_top) == (1, 1, 1, 1.0)


def test_a_theme_nobody_has() -> None:
    assert told(seen(*officer("ann")), theme="moonlight").summary.startswith("No officer concerned with moon")


def test_a_pilot_nobody_is_recorded_on() -> None:
    assert told(seen(*officer("ann"), *led("ann", "contract", "x")[:1])).ranked_count == 0


def test_somebody_in_two_councils_is_listed_in_both_and_ranked_once() -> None:
    rows = [*officer("ann"), row("posts", person_id="ann", organisation_id="wick", title="Post", level="head")]
    both = seen(*rows, *led("ann", "contract", "x", "y", "z"))
    assert [one.person.id for one in told(both).ranked] == ["ann"]
    assert told(both, council="ham").ranked_count == told(both, council="wick").ranked_count == 1
    assert told(both).ranked[0].parts[-1] == 0.2  # the highest of both posts


def test_a_function_and_a_level_nobody_knows() -> None:
    mystery = seen(*officer("ann", function="", title="Something"), *led("ann", "", "x"))
    answer = told(mystery)
    assert answer.too_little[0].parts[-2:] == (0.0, 0.0)
    card = officers.ask(mystery, "ann")
    assert "At which level their post is." in card.not_known
    assert "What became of x." in card.not_known
    assert any("In which function they work" in sentence for sentence in card.not_known)
    assert (
        told(mystery, function="operations").summary
        == "No officer of the function operations is on record for this viewer."
    )


def test_equal_scores_go_by_id_and_share_nothing_else() -> None:
    rows = [
        r for who in ("zoe", "ann") for r in (*officer(who), *led(who, "contract", f"{who}1", f"{who}2", f"{who}3"))
    ]
    answer = told(seen(*rows))
    assert [one.person.id for one in answer.ranked] == ["ann", "zoe"]
    assert [(one.first, one.last) for one in answer.ranked] == [(1, 2), (1, 2)]


def test_a_conference_of_500_and_a_hub_of_6000_contacts() -> None:
    guests = [f"g{n:04}" for n in range(6000)]
    rows = [*officer("hub"), row("events", event_id="e", name="Expo", format="conference", on="2026-05-01")]
    rows += [row("people", person_id=guest, name=guest) for guest in guests]
    rows += [row("contacts", person_a="hub", person_b=guest, on="2026-05-01") for guest in guests]
    rows += [row("attendance", event_id="e", person_id=guest) for guest in ("hub", *guests[:499])]
    (one,) = told(seen(*rows)).too_little
    assert (one.seen.events, one.seen.talks, one.evidence) == (1, 0, 0)
    assert one.grade is None  # to be known by many opens no door


# resamples


def test_a_row_that_is_drawn_twice_counts_twice() -> None:
    asked = {"asker_id": "ann", "introducer_id": "ann", "target_id": "ann", "tracked": "yes"}
    rows = [*officer("ann"), *led("ann", "contract", "x"), row("introductions", **asked, outcome="met")]
    record = seen(*rows).whole.scores.record
    once, twice = record.parts(np.array([1.0, 1.0])), record.parts(np.array([2.0, 0.0]))
    assert once[0].tolist() == approx([outcomes(1, 1), 0.55 * np.log(2), 0, 0, introductions(1, 1)])
    assert twice[0].tolist() == approx([outcomes(2, 2), 0.55 * np.log(3), 0, 0, 0])


def test_a_narrower_list_changes_no_resample_and_the_same_seed_gives_the_same_bytes() -> None:
    whole = view(in_memory(planted(0).rows), None, DAY).whole
    everybody = rank(whole.scores, whole.posts.officers, top=10)
    some = np.sort(everybody.who)[::2]
    scores = resampled(whole.scores, np.sort(everybody.who))
    assert resampled(whole.scores, some).tobytes() == np.ascontiguousarray(scores[:, ::2]).tobytes()
    assert everybody.in_top.sum() == approx(10)  # in each resample ten are the first ten
    assert (everybody.first <= everybody.last).all() and everybody.last.max() == len(everybody.who)


def test_many_rows_make_a_narrow_range() -> None:
    rows = [*officer("ann"), *officer("bob"), *led("ann", "contract", *(f"a{n}" for n in range(30)))]
    rows += led("bob", "stopped", *(f"b{n}" for n in range(30)))
    assert [(one.person.id, one.first, one.last) for one in told(seen(*rows)).ranked] == [("ann", 1, 1), ("bob", 2, 2)]


# sets and connectors at a size where brute force still can


@pytest.mark.parametrize("shape", ["random", "sparse", "clique", "star", "pairs", "nobody knows anybody"])
def test_the_set_to_brief_of_thirty_officers_equals_all_sets_tried(shape: str) -> None:
    size, chance = 30, np.random.default_rng(5)
    pairs = {
        "random": chance.integers(0, size, (45, 2)),
        "sparse": chance.integers(0, size, (16, 2)),
        "clique": np.array(list(combinations(range(size), 2))),
        "star": np.array([(0, n) for n in range(1, size)]),
        "pairs": np.arange(size).reshape(-1, 2),
        "nobody knows anybody": np.zeros((0, 2), int),
    }[shape]
    rows = [r for n in range(size) for r in officer(f"p{n:02}")]
    rows += [
        row("contacts", person_a=f"p{a:02}", person_b=f"p{b:02}", on="2026-06-01", strength="0.5")
        for a, b in pairs.tolist()
        if a != b
    ]
    whole = seen(*rows).whole
    scores = np.round(chance.normal(size=size), 1)
    found = set_to_brief(whole, "ham", scores)
    near = _nearness(size, pairs)
    reach = {
        some: round(float(near[list(some)].max(axis=0).mean()), 12)
        for k in (1, 2, 3)
        for some in combinations(range(size), k)
    }
    best = {k: max(value for some, value in reach.items() if len(some) == k) for k in (1, 2, 3)}
    smallest = min(k for k in best if best[k] >= best[3])
    equal = [some for some, value in reach.items() if len(some) == smallest and value >= best[3]]
    chosen = min(equal, key=lambda some: (-round(float(scores[list(some)].sum()), 12), some))
    assert found.people == tuple(f"p{n:02}" for n in chosen)
    assert found.equally_good == len(equal)
    assert found.reach == approx(best[smallest], abs=1e-12)


def _nearness(size: int, pairs: np.ndarray) -> np.ndarray:
    """1/d by Floyd and Warshall."""
    hops = np.full((size, size), np.inf)
    hops[pairs[:, 0], pairs[:, 1]] = hops[pairs[:, 1], pairs[:, 0]] = 1
    for k in range(size):
        hops = np.minimum(hops, hops[:, [k]] + hops[[k]])
    np.fill_diagonal(hops, 1)
    return 1 / hops


def test_connectors_from_a_sample_say_so_and_are_near_the_exact_count() -> None:
    chance = np.random.default_rng(1)
    rows = [row("organisations", organisation_id="sme", name="Firm", kind="sme")]
    for n in range(60):
        rows += [row("people", person_id=f"q{n:02}", name=f"q{n:02}")]
        rows += [row("posts", person_id=f"q{n:02}", organisation_id="sme", title="Founder")]
    for n in range(20):
        rows += officer(f"p{n:02}", budget_for="gritting" if n < 5 else "")
    ends = [*(f"q{n:02}" for n in range(60)), *(f"p{n:02}" for n in range(20))]
    for _ in range(200):
        a, b = chance.choice(80, 2, replace=False)
        rows += [row("contacts", person_a=ends[a], person_b=ends[b], on="2026-06-01", strength="0.6")]
    told_by = seen(*rows)
    exact = connectors(told_by.snapshot, told_by.whole.posts)
    sample = connectors(told_by.snapshot, told_by.whole.posts, most=150)
    assert (exact.pairs, exact.sampled, exact.stability, exact.askers) == (300, False, None, 60)
    assert (sample.pairs, sample.sampled, sample.askers) == (300, True, 30)
    assert sample.stability is not None and 0 < sample.stability <= 1
    assert np.corrcoef(exact.through, sample.through)[0, 1] > 0.9
    again = connectors(told_by.snapshot, told_by.whole.posts, most=150)
    assert again.through.tobytes() == sample.through.tobytes()


def test_scores_for_sums_are_zero_with_too_little_on_record() -> None:
    whole = seen(*officer("ann", level="chief_executive"), *led("ann", "contract", "x")).whole
    assert scores_of(whole.scores).tolist() == [0.0] and whole.scores.level.tolist() == [-2.0]
