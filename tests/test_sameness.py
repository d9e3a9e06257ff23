"""Two ids judged to be the same are one in every answer, for those who see the judgement; and it can be taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.sameness import groups
from graph.sqlite_store import SqliteStore
from graph.statements import batch
from graph.view import View, view
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from queries import explore, warm_routes
from tests.plain_reference import Row
from tests.worlds import fill, in_memory, row

DAY = date(2026, 6, 1)


def judged(a: str, b: str, verdict: str, *, at: int = 2, load: int = 1, klass: str = "verified", **cells: str) -> Row:
    return row("person_matches", at=at, load=load, person_a=a, person_b=b, verdict=verdict, klass=klass, **cells)


def pair(verdict: str, **cells: Any) -> Row:
    return judged("bea", "linkedin-bea", verdict, **cells)


def town(*also: Row) -> list[Row]:
    """Anna knows Bea; "linkedin-bea" knows Cora, who holds a budget at the council."""
    return [
        row("organisations", organisation_id="c1", name="Northmoor", kind="council"),
        row("organisations", organisation_id="f1", name="Brightgrit", kind="sme"),
        *(row("people", person_id=p, name=p.title()) for p in ("anna", "bea", "cora")),
        row("people", person_id="linkedin-bea", name="Bea B.", load=2),
        row("posts", person_id="anna", organisation_id="f1", title="Director"),
        row("posts", person_id="cora", organisation_id="c1", title="Head of Highways", budget_for="any"),
        row("contacts", person_a="anna", person_b="bea", on="2026-05-01"),
        row("contacts", person_a="linkedin-bea", person_b="cora", on="2026-05-01"),
        *also,
    ]


def seen(*also: Row, viewer: str | None = None) -> View:
    return view(in_memory(town(*also)), viewer, DAY)


def ids_of(told: View) -> list[str]:
    return list(told.snapshot.ids)


def route(told: View, over: str = "snapshot") -> tuple[str, ...]:
    found = warm_routes.ask(told, "anna", "cora", over=over).routes
    return found[0].ids if found else ()


def test_a_route_runs_through_somebody_whose_ties_came_under_two_ids():
    assert route(seen()) == ()
    told = seen(judged("bea", "linkedin-bea", "same"))
    assert ids_of(told) == ["anna", "bea", "cora"]  # under the id that came first
    assert route(told) == route(told, over="neighbours") == ("anna", "bea", "cora")
    assert explore.ask(told, "linkedin-bea").id == "bea"  # an old link still opens


@pytest.mark.parametrize(
    ("also", "one"),
    [
        ([judged("linkedin-bea", "bea", "same", klass="inferred")], True),
        ([pair("open", klass="inferred")], False),
        ([pair("later")], False),
        ([pair("same"), pair("different", load=2)], False),
        ([pair("different"), pair("same", load=2)], True),
        ([pair("different"), pair("same", load=2, klass="inferred")], False),
        ([pair("same", visibility="closed", owner="f1")], False),
    ],
    ids=["sure", "asked", "later", "taken back", "taken back again", "a person before the matcher", "not seen"],
)
def test_of_several_verdicts_on_a_pair_one_stands(also: list[Row], one: bool):
    assert len(ids_of(seen(*also))) == (3 if one else 4)


def test_three_are_not_one_if_two_of_them_are_different():
    rows = [("a", "b", "same", "verified"), ("b", "c", "same", "inferred"), ("a", "c", "different", "verified")]
    table = batch(
        "person_matches", [{"person_a": a, "person_b": b, "verdict": v, "class": c} for a, b, v, c in rows]
    ).table.append_column("seq", [[1, 1, 1]])
    assert groups("person", table) == [{"a", "b"}]  # the surer pair holds


def test_an_objection_holds_for_every_id_of_the_same_person_whoever_may_see_the_judgement():
    hidden = judged("bea", "linkedin-bea", "same", visibility="closed", owner="f1")
    told = seen(hidden, row("objections", person_id="bea", scope="all"))
    assert ids_of(told) == ["anna", "cora"]


def firm_is_council(*also: Row) -> View:
    match = row("organisation_matches", organisation_a="c1", organisation_b="f1", verdict="same", klass="verified")
    return seen(match, *also, viewer="f1")


def test_no_judgement_makes_a_firm_a_council_or_shows_it_what_a_council_sees():
    told = firm_is_council(row("people", person_id="dan", name="Dan", visibility="closed", owner="c1"))
    assert told.scene().shown_as["organisation"] == {}
    assert "dan" not in ids_of(told)


def test_a_name_of_unknown_kind_is_shown_as_the_council_that_it_was_judged_to_be():
    told = seen(
        row("organisations", organisation_id="org-1", name="Northmoor CC", kind="unknown", klass="inferred", load=2),
        row("posts", person_id="bea", organisation_id="org-1", title="Engineer", load=2),
        row("organisation_matches", organisation_a="c1", organisation_b="org-1", verdict="same", load=2),
    )
    assert set(told.whole.posts.table.column("organisation_id").to_pylist()) == {"c1", "f1"}
    assert told.council("org-1").scene.shown_as == told.council("c1").scene.shown_as


def test_a_post_told_again_with_its_end_has_ended():
    post = {"person_id": "cora", "organisation_id": "c1", "title": "Head of Highways"}
    told = seen(row("posts", **post, ends="2026-03-01", load=2))
    assert told.whole.posts.current.sum() == 1  # Anna's alone


HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
OWN = InputFile("people.csv", b"person_id,name,visibility\nann,Ann Example,open\n")


def export(*rows: str) -> InputFile:
    return InputFile("Connections.csv", (HEADER + "\n".join(rows) + "\n").encode())


def test_somebody_whom_the_next_export_shows_elsewhere_has_left_the_old_post_and_the_undo_brings_it_back():
    store = SqliteStore(":memory:")
    before = "Kate,Sample,https://linkedin.com/in/kate,,Leeds City Council,Head of Highways,12 Mar 2024"
    after = "Kate,Sample,https://linkedin.com/in/kate,,Acme Roads Ltd,Director,12 Mar 2024"
    told = Defaults("open", holder="ann")
    plan([OWN, export(before)], store, told, today=date(2026, 5, 1)).commit()
    report = plan([export(after)], store, told, today=DAY).commit()
    assert "1 person holds another post" in report.words()
    posts = view(store, None, DAY).whole.posts
    titles = posts.table.column("title").to_pylist()
    assert {title: bool(now) for title, now in zip(titles, posts.current, strict=True)} == {
        "Head of Highways": False,  # ended on 31 May
        "Director": True,
    }
    assert plan([export(before)], store, told, today=DAY).commit().loaded == 0  # the old file again changes nothing
    store.undo(store.loads()[-1].id)
    assert view(store, None, DAY).whole.posts.current.sum() == 1


def test_an_undone_judgement_is_as_if_it_was_never_made(tmp_path):
    store = SqliteStore(tmp_path / "s.db")
    fill(store, [*town(), judged("bea", "linkedin-bea", "same", load=3)])
    assert route(view(store, None, DAY)) == ("anna", "bea", "cora")
    store.undo("load-3")
    assert route(view(store, None, DAY)) == ()
