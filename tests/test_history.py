"""Everything that was done to a store, in one list, each with its undo, as far as the viewer may read it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from graph.sqlite_store import SqliteStore
from graph.view import view
from loaders import entered
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from queries import history
from tests.test_cli import run

DAY = date(2026, 6, 1)
PEOPLE = b"person_id,name\nbea,Bea Banks\nbea2,Bea B.\ncora,Cora\n"
PLACES = b"organisation_id,name,kind\nf1,Brightgrit,sme\nc1,Northmoor,council\n"


def enter(store, file, *, owner="f1", visibility="open"):
    load = plan([file], store, Defaults(visibility, owner)).commit(strict=True).load
    assert load is not None
    return load.id


@pytest.fixture
def town(tmp_path):
    """Give a store where a file was loaded, two ids were judged, a phrase taught and a post entered."""
    store = SqliteStore(tmp_path / "town.sqlite")
    plan([InputFile("people.csv", PEOPLE), InputFile("organisations.csv", PLACES)], store, Defaults("open")).commit()
    source = entered.source("f1", DAY)
    enter(store, entered.verdict(source, "person", "bea", "bea2", "same", "f1", "I know her.", DAY))
    enter(store, entered.phrase(source, {"phrase": "STaR", "function": "procurement", "where": "council"}, DAY))
    post = {"person_id": "cora", "organisation_id": "c1", "title": "Clerk", "starts": "2026-01-01"}
    enter(store, entered.post(source, post), visibility="closed")
    return store


def told(store, viewer="f1", **how):
    return history.ask(view(store, viewer, DAY), **how)


def words(answer):
    return [one.words for one in answer.done]


def test_everything_is_in_one_list_newest_first_in_words_with_who_and_how_many(town):
    answer = told(town)
    assert words(answer) == [
        "Edited: Cora as Clerk at Northmoor from 2026-01-01.",
        'Taught: "STaR" means procurement at councils.',
        "Judged: Bea Banks and Bea B. are the same, because: I know her.",
        "Loaded: people.csv, organisations.csv: 5 rows.",
    ]
    assert [one.who for one in answer.done] == ["Brightgrit", "Brightgrit", "Brightgrit", ""]
    assert [one.rows for one in answer.done] == [1, 1, 1, 5]
    assert answer.summary == "1 loaded, 1 judged, 1 taught, 1 edited. Each can be taken back."


def test_what_an_entry_says_is_told_only_to_whoever_sees_it(town):
    hidden = told(town, viewer="c1").done[0]
    assert hidden.words == "Edited: something that this viewer may not see." and hidden.who == ""
    assert "Clerk" not in str(told(town, viewer=None))


def test_who_objected_has_no_name_in_history(town):
    objection = InputFile("objections.csv", b"person_id,scope\nbea2,all\n")
    plan([objection], town, Defaults("open")).commit(strict=True)
    assert "Bea" not in str(told(town))


def test_it_is_read_page_by_page_and_by_kind(town):
    assert words(told(town, first=1, most=1)) == ['Taught: "STaR" means procurement at councils.']
    judged = told(town, what="judged")
    assert judged.total == 1 and judged.counts == {"loaded": 1, "judged": 1, "taught": 1, "mapped": 0, "edited": 1}
    assert [one.what for one in judged.done] == ["judged"]


def test_only_the_loads_of_the_page_are_read(town, monkeypatch):
    read = []
    whole = type(town).read
    monkeypatch.setattr(type(town), "read", lambda self, *a, load=None: read.append(load) or whole(self, *a, load=load))
    shown = told(town, first=2, most=1).done
    assert read == [shown[0].load]


def test_what_the_matcher_put_together_is_told_with_its_file(tmp_path):
    store = SqliteStore(tmp_path / "s.sqlite")
    pair = b"person_id,name\na,Bea Banks\nb,Bea Banks\n"
    verdict = b"person_a,person_b,verdict,class\na,b,same,inferred\n"
    plan([InputFile("people.csv", pair), InputFile("m.csv", verdict)], store, Defaults("open")).commit(strict=True)
    assert words(told(store, viewer=None)) == [
        "Loaded: people.csv, m.csv: 3 rows. The matcher put together 1 pair of ids."
    ]


def test_the_command_gives_the_id_that_undo_takes(town):
    asked = ("--store", town.address, "--viewer", "f1", "--today", "2026-06-01")
    done = run("history", "--what", "judged", *asked)
    assert done.code == 0 and "Bea Banks and Bea B. are the same" in done.out
    load = json.loads(run("history", "--what", "judged", "--json", *asked).out)["done"][0]["load"]
    assert load[:8] in done.out and run("undo", load[:8], "--store", town.address).code == 0
    assert run("history", "--what", "judged", *asked).code == 1
    assert run("history", "--what", "dreamt", *asked).code == 2
