"""Corrections stand when the old source is loaded again, and what sources say differently stays side by side."""

from __future__ import annotations

from datetime import date

import pytest

from graph.sqlite_store import SqliteStore
from graph.view import view
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from queries import disagreements, explore, movers
from queries.disagreements import Disagreement
from tests.test_cli import run
from tests.worlds import in_memory, row

DAY = date(2026, 6, 1)
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
OWN = InputFile("people.csv", b"person_id,name,visibility\nann,Ann Example,open\n")
KATE = "Kate,Sampel,https://linkedin.com/in/kate,,Leeds City Council,Head of Higways,12 Mar 2024\n"
TOLD = Defaults("open", holder="ann")


def export(text: str = KATE) -> InputFile:
    return InputFile("Connections.csv", (HEADER + text).encode())


@pytest.fixture
def town(tmp_path):
    """Give a store with one connection whose name and title are misspelt."""
    store = SqliteStore(tmp_path / "town.sqlite")
    plan([OWN, export()], store, TOLD, today=DAY).commit(strict=True)
    return store


def correct(store, *told, who="Kate Sampel"):
    return run("correct", who, *told, "--store", store.address, "--today", "2026-06-01")


def card(store, day=DAY):
    told = view(store, None, day)
    known = explore.ask(told, told.directory.search("Kate", "person")[0].id)
    return known.name, [(post.title, post.organisation, post.now) for post in known.posts]


LEEDS = "Leeds City Council"


def test_a_name_and_a_title_are_corrected_and_taken_back(town):
    done = correct(town, "--name", "Kate Sample", "--title", "Head of Highways")
    assert done.code == 0, done.err
    assert card(town) == ("Kate Sample", [("Head of Highways", LEEDS, True), ("Head of Higways", LEEDS, False)])
    assert card(town, date(2020, 1, 1))[1] == card(town)[1]  # it was never so
    assert movers.ask(view(town, None, DAY)).total == 0
    said = [one.values for found in disagreements.ask(view(town, None, DAY)).found for one in found.said]
    assert ("never so",) in said and not any("1900" in value for values in said for value in values)
    assert run("undo", done.out.split("champions undo ")[1][:8], "--store", town.address).code == 0
    assert card(town) == ("Kate Sampel", [("Head of Higways", LEEDS, True)])


@pytest.mark.parametrize(
    "again",
    [KATE, KATE.replace("Kate,Sampel,https://linkedin.com/in/kate,,", "Kate,Sampel,https://linkedin.com/in/kate,kate@leeds.gov.uk,")],
    ids=["the same file", "a newer one with an address"],
)  # fmt: skip
def test_a_correction_stands_when_the_old_source_is_loaded_again(town, again):
    assert correct(town, "--name", "Kate Sample", "--title", "Head of Highways").code == 0
    before = card(town)
    report = plan([export(again)], town, TOLD, today=DAY).commit()
    assert card(town) == before and (report.loaded == 0) == (again == KATE)


def test_a_move_is_told_with_its_day_and_the_old_post_ends_the_day_before(town):
    assert correct(town, "--title", "Director of Place", "--since", "2026-03-01").code == 0
    assert [now for _, _, now in card(town, date(2026, 2, 28))[1]] == [True]
    assert card(town)[1] == [("Director of Place", LEEDS, True), ("Head of Higways", LEEDS, False)]
    moved = movers.ask(view(town, None, DAY)).movers[0]
    assert moved.last_day == "2026-02-28" and moved.now[0].title == "Director of Place"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ((), "on record already"),
        (("--name", "Kate Sampel"), "on record already"),
        (("--title", "Clerk", "--post", "Mayor"), '--post: "Head of Higways"'),
        (("--title", "Clerk", "--at", "Nowhere"), 'No organisation is called "Nowhere"'),
        (("--since", "soon", "--title", "Clerk"), "no date"),
        (("--name", "X", "--visibility", "closed"), "needs one"),
    ],
)
def test_what_cannot_be_corrected_is_refused_in_plain_words(town, told, words):
    done = correct(town, *told)
    assert done.code == 2 and words in done.err
    assert len(town.loads()) == 1


def test_somebody_without_a_post_is_given_one(town):
    assert "title and where" in correct(town, "--title", "Founder", who="Ann Example").err
    assert correct(town, "--title", "Founder", "--at", LEEDS, who="Ann Example").code == 0
    assert [post.title for post in explore.ask(view(town, None, DAY), "ann").posts] == ["Founder"]


def test_a_correction_of_two_who_are_judged_the_same_leaves_each_its_own_name(town):
    kim = "Kim,Sampel,https://linkedin.com/in/kim,,Leeds City Council,Buyer,13 Mar 2024\n"
    plan([export(KATE + kim)], town, TOLD, today=DAY).commit(strict=True)
    found = view(town, None, DAY).directory.search("Sampel", "person")
    ids = {one.name: one.id for one in found}
    same = run("judge", *ids.values(), "same", "--store", town.address, "--today", "2026-06-01")
    assert same.code == 0, same.err
    shown = view(town, None, DAY).one("person", ids["Kim Sampel"])
    assert shown == ids["Kate Sampel"]  # who was loaded first; Kim's row counts, for it was loaded later
    assert correct(town, "--email", "kim@leeds.gov.uk", who=shown).code == 0
    assert correct(town, "--title", "Head of Highways", "--post", "Head of Higways", who=shown).code == 0
    told = explore.ask(view(town, None, DAY), shown)
    assert told.name == "Kim Sampel"
    assert [post.title for post in told.posts if post.now] == ["Buyer", "Head of Highways"]
    town.undo(town.loads()[2].id)
    apart = {name: explore.ask(view(town, None, DAY), id) for name, id in ids.items()}
    assert [told.name for told in apart.values()] == list(ids)
    now = {name: [post.title for post in told.posts if post.now] for name, told in apart.items()}
    assert now == {"Kate Sampel": ["Head of Highways"], "Kim Sampel": ["Buyer"]}


# side by side


def two_sources(*also):
    return [
        row("organisations", organisation_id="c1", name="Northmoor", kind="council"),
        row("people", person_id="bea", name="Bea Banks", source="HR", klass="observed"),
        row("people", person_id="bea", name="Bea B.", source="LinkedIn", load=2),
        row("people", person_id="cora", name="Cora"),
        row("posts", person_id="bea", organisation_id="c1", title="Clerk", source="HR"),
        row("posts", person_id="bea", organisation_id="c1", title="Clerk", ends="2026-01-31", source="chart", load=2),
        *also,
    ]


def told(*also, viewer=None, id=None):
    return disagreements.ask(view(in_memory(two_sources(*also)), viewer, DAY), id)


def lines(one: Disagreement):
    return [(said.values, said.source, said.counts, said.why) for said in one.said]


def test_rows_that_disagree_stand_side_by_side_with_the_one_that_counts_and_why():
    person, post = told().found
    assert (person.name, person.columns) == ("Bea Banks", ("name",))
    assert lines(person) == [
        (("Bea Banks",), "HR", True, "counts"),
        (("Bea B.",), "LinkedIn", False, "observed counts before what does not say how it is known"),
    ]
    assert (post.name, post.columns) == ("Bea Banks: Clerk at Northmoor", ("ends",))
    assert lines(post) == [
        (("2026-01-31",), "chart", True, "counts"),
        (("nothing",), "HR", False, "the other was loaded later"),
    ]


def test_a_day_of_1900_is_a_day_wherever_no_correction_put_it():
    old = row("organisations", organisation_id="c1", name="Northmoor", kind="council", founded_on="1900-01-01", load=2)
    [found] = [one for one in told(old).found if one.id == "c1"]
    assert {said.values for said in found.said} == {("1900-01-01",), ("nothing",)}


def test_a_row_that_is_not_seen_disagrees_with_nobody():
    hidden = row("people", person_id="cora", name="Cora X", visibility="closed", owner="c1", load=2)
    assert [one.id for one in told(hidden).found] == ["bea", "bea"]
    assert [one.id for one in told(hidden, viewer="c1").found] == ["bea", "cora", "bea"]


def test_one_person_is_asked_about_alone():
    assert [one.kind for one in told(id="bea").found] == ["people", "posts"]
    assert told(id="cora").found == () == told(id="c1").found


def test_the_command_prints_them_side_by_side(town):
    assert run("disagreements", "--store", town.address).code == 1
    assert correct(town, "--name", "Kate Sample").code == 0
    done = run("disagreements", "Kate Sample", "--store", town.address)
    assert done.code == 0 and "Kate Sampel" in done.out and "observed counts before" in " ".join(done.out.split())
