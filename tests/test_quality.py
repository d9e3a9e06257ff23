"""What is stale, missing or known from one source only: each figure with its rows and its remedy."""

from __future__ import annotations

import json
from datetime import date

import pytest

from graph.sqlite_store import SqliteStore
from graph.view import view
from queries import quality
from tests.test_cli import run
from tests.worlds import fill, in_memory, row

DAY = date(2026, 6, 1)


def town(*also):
    """Bea holds a budget at Northmoor; Cora's title at Eastley is not sure; Dan has no post; one kind is not known."""
    return [
        row("organisations", organisation_id="c1", name="Northmoor", kind="council", source="register"),
        row("organisations", organisation_id="c2", name="Eastley", kind="council", source="register"),
        row("organisations", organisation_id="u1", name="Acme", kind="unknown", source="LinkedIn"),
        *(row("people", person_id=p, name=p.title(), source="LinkedIn") for p in ("bea", "cora", "dan", "eve")),
        row("people", person_id="bea", name="Bea", source="HR"),
        row("posts", person_id="bea", organisation_id="c1", title="Head of Highways", budget_for="any", source="HR"),
        row("posts", person_id="bea", organisation_id="c1", title="Highways Manager", source="LinkedIn"),
        row("posts", person_id="cora", organisation_id="c2", title="Zookeeper", source="LinkedIn"),
        row("posts", person_id="eve", organisation_id="u1", title="Founder", source="LinkedIn"),
        row("contacts", person_a="bea", person_b="cora", on="2026-05-02", source="LinkedIn"),
        row("contacts", person_a="bea", person_b="eve", on="2024-06-01", source="old list"),
        row("person_matches", person_a="dan", person_b="eve", verdict="open", klass="inferred", source="matcher"),
        *also,
    ]


def told(*also, viewer=None):
    return quality.ask(view(in_memory(town(*also)), viewer, DAY))


def gap(name, *also, viewer=None):
    found = next(one for one in told(*also, viewer=viewer).gaps if one.name == name)
    return found.total, found.of, [(row.name, row.detail) for row in found.rows]


def test_sources_go_by_the_age_of_their_newest_row():
    assert [(one.source, one.rows, one.days) for one in told().sources] == [
        ("old list", 1, 730),  # 1 June 2024 to 1 June 2026
        ("LinkedIn", 9, 30),  # 2 May to 1 June
        ("HR", 2, None),
        ("matcher", 1, None),
        ("register", 2, None),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("posts_without_function", (1, 3, [("Zookeeper", "1 post")])),
        ("councils_without_budget_holder", (1, 2, [("Eastley", "1 person in post on record")])),
        ("people_of_one_source", (3, 4, [("Cora", "LinkedIn"), ("Dan", "LinkedIn"), ("Eve", "LinkedIn")])),
        ("posts_of_one_source", (2, 3, [("Cora", "Eastley: LinkedIn"), ("Eve", "Acme: LinkedIn")])),
        ("people_without_post", (1, 4, [("Dan", "no post on record")])),
        ("organisations_of_unknown_kind", (1, 3, [("Acme", "1 person in post on record")])),
        ("open_questions", (1, 1, [("Dan and Eve", "person")])),
    ],
)
def test_each_figure_has_its_rows(name, expected):
    assert gap(name) == expected


def test_what_is_mended_is_gone():
    taught = row("titles", phrase="zookeeper", function="operations", level="officer", where="both")
    assert gap("posts_without_function", taught)[0] == 0
    judged = row("person_matches", person_a="dan", person_b="eve", verdict="different", klass="verified", load=2)
    assert gap("open_questions", judged)[:2] == (0, 1)


def test_each_figure_says_where_it_is_mended():
    for one in told().gaps:
        assert one.remedy and one.page and one.command.startswith("champions ")


def test_lists_are_capped_and_their_totals_are_not():
    many = [row("people", person_id=f"p{n:03}", name=f"P {n:03}", source="x") for n in range(120)]
    total, _, rows = gap("people_without_post", *many)
    assert total == 121 and len(rows) == quality.SHOWN


def test_entries_of_one_viewer_are_one_source():
    entries = [
        row("people", person_id="dan", name="Dan", source=f"entered in the app by f1 on 2026-05-0{n} at 10:00:00 UTC")
        for n in (2, 3)
    ]
    assert ("entered in the app by f1", 2) in [(one.source, one.rows) for one in told(*entries).sources]


def test_an_empty_store_has_an_answer():
    empty = quality.ask(view(in_memory([]), None, DAY))
    assert empty.summary == "Nothing is on record for this viewer yet." and not any(g.total for g in empty.gaps)


def test_the_command_prints_figures_rows_and_remedies(tmp_path):
    store = fill(SqliteStore(tmp_path / "s.sqlite"), town())
    asked = ("--store", store.address, "--as-at", "2026-06-01", "--today", "2026-06-01")
    done = run("quality", *asked)
    assert done.code == 0 and "Eastley" in done.out and "`champions teach`" in done.out and "old list" in done.out
    assert json.loads(run("quality", "--json", *asked).out)["gaps"][0]["total"] == 1
