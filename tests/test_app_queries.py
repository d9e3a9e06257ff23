"""The questions that only the app asks: what is on record, and who is around somebody."""

from __future__ import annotations

from datetime import date

import pytest

from graph.errors import NotFoundError
from graph.view import view
from queries import explore, overview
from tests.worlds import acceptance, in_memory, row

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def town():
    return in_memory(acceptance())


@pytest.mark.parametrize(("viewer", "ties"), [("northmoor", 23), ("brightgrit", 21), (None, 21)])
def test_the_overview_counts_what_the_viewer_sees(town, viewer, ties):
    known = overview.ask(view(town, viewer, DAY))
    assert (known.people, known.organisations, known.warm_ties) == (19, 13, ties)  # one council opens in 2028
    assert known.councils == 5 and known.pilots == 3


def test_the_overview_shows_the_best_route_of_the_viewers_own_people(town):
    route = overview.ask(view(town, "brightgrit", DAY)).first_route
    assert (route.asker, route.target, route.introducers, route.band) == ("Ana Brook", "Iris Wood", 1, "good")


def test_leads_are_counted_as_in_the_worked_example(town):
    assert overview.ask(view(town, "brightgrit", DAY)).leads == 11  # walk 1, step 3


def test_an_empty_store_has_an_overview():
    assert overview.ask(view(in_memory([]), None, DAY)).empty


def test_a_sample_is_known_by_its_licence():
    rows = [
        row("organisations", organisation_id="o", name="O", kind="sme", visibility="open", licence="invented, CC0-1.0")
    ]
    assert overview.is_invented(view(in_memory(rows), None, DAY))
    assert not overview.is_invented(view(in_memory(acceptance()), None, DAY))


def test_a_person_is_told_with_posts_ties_and_every_row_that_names_them(town):
    maya = explore.ask(view(town, "northmoor", DAY), "P01")
    assert maya.kind == "officer" and [post.title for post in maya.posts] == ["Head of Innovation"]
    assert {told.kind for told in maya.statements} >= {"people", "posts", "contacts", "pilot_people", "endorsements"}
    assert [known.strength for known in maya.knows] == sorted((k.strength for k in maya.knows), reverse=True)


def test_closed_ties_are_not_there_for_others(town):
    seen = {viewer: explore.ask(view(town, viewer, DAY), "P32") for viewer in ("northmoor", "brightgrit")}
    assert len(seen["northmoor"].knows) == 2 and not seen["brightgrit"].knows
    assert {told.kind for told in seen["brightgrit"].statements} <= {"people", "posts", "attendance", "endorsements"}
    assert len(seen["brightgrit"].around.nodes) == 1


def test_who_objected_to_all_is_not_on_record():
    rows = [*acceptance(), row("objections", person_id="P01", scope="all", on="2026-01-01", visibility="open")]
    hidden = in_memory(rows)
    with pytest.raises(NotFoundError, match="P01"):
        explore.ask(view(hidden, "northmoor", DAY), "P01")
    tom = explore.ask(view(hidden, "northmoor", DAY), "P02")
    assert "Maya Reed" not in {known.person.name for known in tom.knows}
    assert "P01" not in {node.id for node in tom.around.nodes}
    assert not [told for told in tom.statements if "P01" in told.cells.values()]


def test_a_picture_begins_small_opens_up_and_says_what_it_leaves_out(town):
    seen = view(town, "brightgrit", DAY)
    first = explore.ask(seen, "P20")
    assert {node.id for node in first.around.nodes} == {"P20", "P07", "P30"}
    wider = explore.ask(seen, "P20", also=("P07",))
    assert {node.id for node in wider.around.nodes} > {node.id for node in first.around.nodes}
    small = explore.ask(seen, "P20", most=2)
    assert len(small.around.nodes) == 2 and small.around.left_out == 1


def test_a_picture_never_has_more_than_2000_nodes():
    people = [row("people", at=n, person_id=f"p{n}", name=f"N {n}", visibility="open") for n in range(2, 2300)]
    ties = [
        row("contacts", at=n, person_a="p2", person_b=f"p{n}", on="2026-05-01", strength="0.5", visibility="open")
        for n in range(3, 2300)
    ]
    crowd = explore.ask(view(in_memory([*people, *ties]), None, DAY), "p2", most=9_999)
    assert len(crowd.around.nodes) <= explore.MOST_NODES and crowd.around.left_out > 0


def test_a_tie_shows_its_rows(town):
    (evidence,) = explore.tie(view(town, "brightgrit", DAY), "P20", "P07")
    assert evidence.statements[0].source == "joint pilot 2025"
    assert explore.tie(view(town, "brightgrit", DAY), "P20", "nobody") == ()
