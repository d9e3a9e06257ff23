"""Posts of an organisation chart, and who is known to hold them. All people are invented."""

from __future__ import annotations

from datetime import date

import pytest

from graph.errors import NotFoundError
from graph.view import view
from queries import establishment
from tests.worlds import in_memory, row

DAY = date(2026, 6, 1)
OPEN = {"visibility": "open"}
COUNCIL = row("organisations", organisation_id="c", name="Northmoor", kind="council", **OPEN)


def post(id: str, title: str, **cells: str | None) -> object:
    shared = {"post_id": id, "organisation_id": "c", "title": title, "source": "Chart", "on": "2026-01-01", **OPEN}
    return row("establishment", **{**shared, **cells})


def person(id: str, name: str) -> object:
    return row("people", person_id=id, name=name, **OPEN)


TOWN = (
    COUNCIL,
    person("kate", "Kate Sample"),
    person("lee", "Lee Sample"),
    post("1", "Chief Executive", holder_id="kate", vacant="no"),
    post("2", "Director of Place", reports_to="1", reports_inferred="yes", vacant="yes"),
    post("3", "Head of Digital", reports_to="2", vacant="no"),
    post("4", "Head of Highways", vacant="no"),
    post("5", "Ranger", vacant="no"),
    row("posts", person_id="lee", organisation_id="c", title="head of digital", **OPEN),
)


def asked(*rows: object, viewer: str | None = None) -> establishment.Establishment:
    return establishment.ask(view(in_memory(rows), viewer, DAY), "c")


def test_senior_posts_come_by_level_with_whoever_the_chart_or_another_source_names():
    answer = asked(*TOWN)
    told = [(one.title, one.level, one.function, [who.name for who in one.holders], one.vacant) for one in answer.posts]
    assert told == [  # levels and functions as graph/titles.csv has them
        ("Chief Executive", "chief_executive", "executive", ["Kate Sample"], "no"),
        ("Director of Place", "director", told[1][2], [], "yes"),
        ("Head of Digital", "head", "digital", ["Lee Sample"], "no"),  # lee's own post has the same title
        ("Head of Highways", "head", "operations", [], "no"),
    ]
    assert answer.others == 1
    assert answer.summary == (
        "Northmoor: 4 senior posts of 5 on the chart; the holder of 2 is known, 1 is vacant, of 1 nobody is known."
    )


def test_the_post_above_is_told_with_whether_it_is_inferred():
    above = {one.title: (one.reports_to, one.reports_inferred) for one in asked(*TOWN).posts}
    assert above["Director of Place"] == ("Chief Executive", True)
    assert above["Head of Digital"] == ("Director of Place", False) and above["Head of Highways"] == ("", False)


def test_a_post_that_only_an_older_chart_has_is_left_out_and_a_later_chart_rules():
    later = {"on": "2026-05-01"}
    answer = asked(*TOWN, post("3", "Head of Digital", vacant="yes", **later))
    assert [(one.title, one.vacant, one.on) for one in answer.posts] == [("Head of Digital", "yes", "2026-05-01")]


def test_a_vacant_post_is_vacant_though_another_source_names_somebody():
    named = row("posts", person_id="lee", organisation_id="c", title="Director of Place", **OPEN)
    answer = asked(*TOWN, named)
    assert [who.name for who in answer.posts[1].holders] == ["Lee Sample"]  # shown, for the sources differ
    assert "the holder of 2 is known, 1 is vacant, of 1 nobody is known" in answer.summary


def test_a_holder_who_objects_to_everything_is_not_known():
    answer = asked(*TOWN, row("objections", person_id="kate", scope="all", on="2026-01-01", **OPEN))
    assert not answer.posts[0].holders and answer.posts[0].title == "Chief Executive"


def test_a_closed_chart_is_told_to_its_owner_alone():
    closed = post("9", "Head of Salt", visibility="closed", owner="c")
    assert "Head of Salt" in [one.title for one in asked(*TOWN, closed, viewer="c").posts]
    assert asked(*TOWN, closed) == asked(*TOWN)


def test_no_chart_is_an_answer_and_no_council_is_not_found():
    assert asked(COUNCIL).summary == "Northmoor: no organisation chart is on record."
    with pytest.raises(NotFoundError):
        asked()
