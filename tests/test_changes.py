"""Councils close, are merged and split, people move: what is shown as at which day, and what is asked."""

from __future__ import annotations

import json
from datetime import date

import pytest

from graph.neo4j_store import Neo4jStore
from graph.sqlite_store import SqliteStore
from graph.store import copy, fingerprint
from graph.view import view
from loaders.councils import finder
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from queries import explore, movers, successors
from queries.answer import open_councils
from tests.test_cli import run
from tests.worlds import fill, in_memory, row

BEFORE, AFTER = date(2022, 6, 1), date(2024, 6, 1)
OPEN = Defaults("open")
SOMERSET, SOMERSET_COUNTY, CUMBRIA = "E06000066", "E10000027", "E10000006"
CUMBERLAND, WESTMORLAND, BUCKS = "E06000063", "E06000064", "E06000060"

PEOPLE = b"person_id,name\nkim,Kim Vale\nlee,Lee Moss\nsam,Sam Bell\n"
POSTS = b"""person_id,organisation_id,title,starts,ends
kim,Somerset County Council,Head of Highways,2019-01-01,
lee,Cumbria County Council,Procurement Manager,2018-05-01,
sam,Buckinghamshire County Council,Head of Legal,2017-05-01,2019-12-31
"""


def loaded(store=None, posts=POSTS):
    store = store or SqliteStore(":memory:")
    plan([InputFile("people.csv", PEOPLE), InputFile("posts.csv", posts)], store, OPEN).commit(strict=True)
    return store


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("Somerset County Council", {SOMERSET_COUNTY}, {SOMERSET}),
        ("North Yorkshire County Council", {"E10000023"}, {"E06000065"}),
        ("Cumbria County Council", {CUMBRIA}, {CUMBERLAND, WESTMORLAND}),
        ("Craven District Council", {"E07000163"}, {"E06000065"}),
        ("Northamptonshire County Council", {"E10000021"}, set()),  # split before either day: see the next test
    ],
)
def test_a_day_before_a_merger_shows_the_old_council_and_a_day_after_it_the_new(name, before, after):
    store = loaded(posts=f"person_id,organisation_id,title\nkim,{name},Engineer\n".encode())
    if name.startswith("Northampton"):
        assert set(open_councils(view(store, None, date(2021, 3, 31)).scene("organisations"))) == before
        before, after = {"E06000061", "E06000062"}, {"E06000061", "E06000062"}
    assert set(open_councils(view(store, None, BEFORE).scene("organisations"))) == before
    assert set(open_councils(view(store, None, AFTER).scene("organisations"))) == after


def test_a_council_that_was_replaced_twice_brings_all_who_came_after():
    store = loaded(posts=b"person_id,organisation_id,title\nkim,West Somerset District Council,Clerk\n")
    shown = view(store, None, AFTER).scene("organisations").things("organisations").column("organisation_id")
    assert set(shown.to_pylist()) == {"E07000191", "E07000246", SOMERSET}
    assert [s.id for s in successors.ask(view(store, None, date(2020, 1, 1))).posts[0].successors] == ["E07000246"]
    assert [s.id for s in successors.ask(view(store, None, AFTER)).posts[0].successors] == [SOMERSET]


def test_the_last_day_is_the_old_council_s_and_the_next_the_new_one_s():
    store = loaded()
    last, first = date(2023, 3, 31), date(2023, 4, 1)
    assert SOMERSET_COUNTY in open_councils(view(store, None, last).scene("organisations"))
    assert SOMERSET not in open_councils(view(store, None, last).scene("organisations"))
    assert SOMERSET in open_councils(view(store, None, first).scene("organisations"))
    assert view(store, None, last).whole.posts.in_post.sum() == 2  # Kim and Lee; Sam left in 2019
    assert view(store, None, first).whole.posts.in_post.sum() == 0


@pytest.mark.parametrize(
    ("text", "day", "id"),
    [
        ("Somerset Council", date(2024, 1, 1), SOMERSET),
        ("Somerset Council", date(2015, 1, 1), SOMERSET_COUNTY),
        ("Somerset County Council", date(2015, 1, 1), SOMERSET_COUNTY),
        ("North Yorkshire Council", date(2020, 1, 1), "E10000023"),
        ("Buckinghamshire Council", date(2021, 1, 1), BUCKS),
        ("Buckinghamshire Council", date(2019, 1, 1), "E10000002"),
        ("Cumbria County Council", None, CUMBRIA),
    ],
)
def test_an_old_name_finds_the_council_of_that_day(text, day, id):
    assert finder().find(text, day).organisation_id == id


def test_ties_and_history_stay_when_a_council_closes():
    store = loaded()
    plan([InputFile("contacts.csv", b"person_a,person_b,on\nkim,lee,2024-03-01\n")], store, OPEN).commit(strict=True)
    told = explore.ask(view(store, None, AFTER), "kim")
    assert [known.person.name for known in told.knows] == ["Lee Moss"]
    assert [(post.organisation, post.now) for post in told.posts] == [("Somerset County Council", False)]


def test_posts_that_ended_only_with_their_council_are_to_be_confirmed_and_none_is_moved():
    answer = successors.ask(view(loaded(), None, AFTER))
    assert [(one.council, one.person, one.title, [s.name for s in one.successors]) for one in answer.posts] == [
        (
            "Cumbria County Council",
            "Lee Moss",
            "Procurement Manager",
            ["Cumberland Council", "Westmorland and Furness Council"],
        ),
        ("Somerset County Council", "Kim Vale", "Head of Highways", ["Somerset Council"]),
    ]  # Sam's post had ended before
    assert "2 posts ended only because 2 councils closed" in answer.summary
    assert successors.ask(view(loaded(), None, BEFORE)).posts == ()


def test_who_is_at_the_successor_already_is_not_asked_for():
    store = loaded()
    now = b"person_id,organisation_id,title,starts\nlee,Cumberland Council,Buyer,2023-05-01\n"
    plan([InputFile("posts.csv", now)], store, OPEN).commit(strict=True)
    assert [one.person for one in successors.ask(view(store, None, AFTER)).posts] == ["Kim Vale"]


def test_a_post_is_confirmed_with_one_command_and_taken_back_with_another(tmp_path):
    address = loaded(SqliteStore(tmp_path / "town.sqlite")).address
    day = ("--as-at", "2024-06-01", "--today", "2024-06-01", "--store", address)
    assert "Cumberland Council or Westmorland and Furness Council" in run("successors", *day).out
    unsaid = run("successors", "--confirm", "Lee Moss", *day)
    assert unsaid.code == 2 and "--at, Cumberland Council or Westmorland and Furness Council" in unsaid.err
    wrong = run("successors", "--confirm", "Lee Moss", "--at", "Somerset Council", *day)
    assert wrong.code == 2
    done = run("successors", "--confirm", "Lee Moss", "--at", "Westmorland and Furness Council", *day)
    assert done.code == 0 and "from 2023-04-01" in done.out
    left = json.loads(run("successors", "--json", *day).out)
    assert [one["person"] for one in left["posts"]] == ["Kim Vale"]
    store = SqliteStore(address)
    assert view(store, None, AFTER).whole.posts.in_post.sum() == 1
    assert run("undo", done.out.split("champions undo ")[1][:8], "--store", address).code == 0
    assert len(successors.ask(view(store, None, AFTER)).posts) == 2


def test_a_split_council_has_both_successors_in_neo4j_too(empty_neo4j):
    here = loaded()
    there = Neo4jStore(empty_neo4j.uri, user=empty_neo4j.user, password=empty_neo4j.password)
    copy(here, there)
    assert fingerprint(there) == fingerprint(here)
    assert successors.ask(view(there, None, AFTER)) == successors.ask(view(here, None, AFTER))
    there.close()


# people who move


def moving_town():
    """Bea left Northmoor's highways, where she held the winter budget, for Brightgrit; Cora stayed; Dan left."""
    return [
        row("organisations", organisation_id="c1", name="Northmoor", kind="council"),
        row("organisations", organisation_id="f1", name="Brightgrit", kind="sme"),
        *(row("people", person_id=p, name=p.title()) for p in ("bea", "cora", "dan")),
        row(
            "posts", person_id="bea", organisation_id="c1", title="Head of Highways", function="operations",
            budget_for="winter", starts="2020-01-01", ends="2026-02-28", source="HR extract",
        ),
        row("posts", person_id="bea", organisation_id="f1", title="Director", starts="2026-03-01", source="LinkedIn"),
        row("posts", person_id="cora", organisation_id="c1", title="Head of Digital"),
        row("posts", person_id="dan", organisation_id="c1", title="Clerk", ends="2026-04-30"),
        row("contacts", person_a="bea", person_b="cora", on="2026-05-01"),
        row("contacts", person_a="bea", person_b="dan", on="2026-05-01", klass="observed", strength="0.1"),
    ]  # fmt: skip


def moved(viewer=None, day=date(2026, 6, 1), rows=()):
    return movers.ask(view(in_memory([*moving_town(), *rows]), viewer, day))


def test_who_moved_and_who_left_for_nobody_knows_where_the_latest_first():
    answer = moved()
    assert [one.words for one in answer.movers] == [
        "Dan was Clerk at Northmoor until 30 April 2026; where to is not known.",
        "Bea was Head of Highways at Northmoor until 28 February 2026; now Director at Brightgrit.",
    ]
    assert answer.summary == "2 people left a post: 1 of them hold another now. Where 1 person went is not known."
    assert moved(day=date(2026, 3, 1)).total == 1  # Dan is still there
    assert answer.movers[1].was.source == "HR extract" and answer.movers[1].now[0].source == "LinkedIn"


def test_ties_go_along_and_those_to_the_old_place_are_named_as_such():
    ties = moved().movers[1].ties
    assert [(tie.person.name, tie.strength_word, tie.inside) for tie in ties] == [
        ("Cora", "fair", True),
        ("Dan", "weak", False),
    ]


def test_what_the_old_council_lost_is_told_to_it_alone():
    assert moved("c1").movers[1].lost == (
        "who holds operations now is not known",
        "who holds the budget for winter now is not known",
    )
    assert moved("f1").movers[1].lost == () == moved().movers[1].lost
    heir = row(
        "posts", person_id="dan", organisation_id="c1", title="Engineer", function="operations", budget_for="any"
    )
    assert moved("c1", rows=[heir]).movers[0].lost == ()


def test_a_post_that_was_told_by_mistake_is_no_move():
    mistakes = [
        row("posts", person_id="cora", organisation_id="f1", title="Owner", ends="1900-01-01"),
        row("posts", person_id="cora", organisation_id="f1", title="Boss", starts="2024-01-01", ends="2024-01-01"),
    ]
    assert moved(rows=mistakes).total == 2


def test_a_closed_council_makes_nobody_a_mover():
    assert movers.ask(view(loaded(), None, AFTER)).total == 1  # Sam, who left before


def test_the_command_says_who_moved(tmp_path):
    store = SqliteStore(tmp_path / "town.sqlite")
    fill(store, moving_town())
    done = run("movers", "--store", store.address, "--as-at", "2026-06-01", "--today", "2026-06-01", "--viewer", "c1")
    assert done.code == 0 and "now Director at Brightgrit." in done.out
    assert "took along: Cora, fair" in done.out and "still at the old place" in done.out
    assert "left behind: who holds operations now is not known" in done.out
