"""Review: pairs that may be one, a judgement that rules, and its undo; in words, in a terminal, on a page."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import ui
from graph.sqlite_store import SqliteStore
from graph.store import fingerprint
from graph.view import View, view
from queries import quality, review, warm_routes
from tests.test_cli import run
from tests.test_sameness import judged, seen, town
from tests.worlds import fill, row

START = Path(ui.__file__).parent / "start" / "main.py"
WHY = "For: Both are called Bea, and both work at Brightgrit. Against: Titles differ: Engineer / Manager."
ASKED = judged("bea", "linkedin-bea", "open", klass="inferred", why=WHY, judged_by="Champion Finder", on="2026-05-02")
MORE = (
    row("posts", person_id="bea", organisation_id="f1", title="Engineer"),
    row("posts", person_id="linkedin-bea", organisation_id="f1", title="Manager", source="LinkedIn"),
)


def test_a_question_shows_both_sides_what_speaks_for_and_against_and_what_would_change():
    answer = review.ask(seen(ASKED, *MORE))
    [question] = answer.questions
    assert answer.counts["open"] == 1 and "1 pair waits for a decision" in answer.summary
    assert (question.one.name, question.other.name) == ("Bea", "Bea B.")
    assert question.one.lines == ("Engineer, Brightgrit",) and question.other.sources == ("LinkedIn",)
    assert question.reasons == ("Both are called Bea, and both work at Brightgrit.",)
    assert question.against == ("Titles differ: Engineer / Manager.",)
    # Bea: people, posts, contact; Bea B. the same
    assert question.would == "As one, 6 rows would count together: 3 here and 3 there."


def test_nobody_is_asked_about_somebody_they_do_not_see():
    hidden = row("people", person_id="closed", name="Closed", visibility="closed", owner="c1")
    pair = judged("bea", "closed", "open", klass="inferred")
    assert review.ask(seen(hidden, pair)).counts["open"] == 0
    assert review.ask(seen(hidden, pair, viewer="c1")).counts["open"] == 1


def test_a_question_that_was_answered_for_one_id_is_not_asked_for_another_of_the_same_person():
    # Bea has two ids; both may be Bea of the third file, and both may be her of the fourth
    told = [row("people", person_id=id_, name="Bea") for id_ in ("bea-2", "bea-3", "bea-4")]
    same = judged("bea", "bea-2", "same", klass="inferred")
    asked = [judged(a, b, "open", klass="inferred") for a in ("bea", "bea-2") for b in ("bea-3", "bea-4")]
    answer = review.ask(seen(*told, same, *asked))
    assert answer.counts["open"] == len(answer.questions) == 2
    assert {question.other.id for question in answer.questions} == {"bea-3", "bea-4"}
    [waiting] = [gap for gap in quality.ask(seen(*told, same, *asked)).gaps if gap.name == "open_questions"]
    assert waiting.total == 2
    decided = [judged("bea", "bea-3", verdict, judged_by="f1") for verdict in ("different", "later", "same")]
    for verdict in decided:
        assert [q.other.id for q in review.ask(seen(*told, same, *asked, verdict)).questions] == ["bea-4"]


def test_a_person_and_an_organisation_cannot_be_the_same():
    with pytest.raises(Exception, match='"bea" is a person and "f1" an organisation'):
        review.pair(seen(), "bea", "f1")


@pytest.fixture
def path(tmp_path):
    """Give the address of a store with one question in it."""
    store = SqliteStore(tmp_path / "s.db")
    fill(store, town(ASKED, *MORE))
    store.close()
    return store.address


def told(path: str) -> View:
    return view(SqliteStore(path), None, date(2026, 6, 1))


def test_a_judgement_rules_at_once_and_its_undo_leaves_no_trace(path):
    before = fingerprint(SqliteStore(path))
    assert run("review", "--store", path).code == 0
    done = run("judge", "bea", "linkedin-bea", "same", "--why", "I know her", "--store", path, "--json")
    load = json.loads(done.out)["load"]
    assert warm_routes.ask(told(path), "anna", "cora").routes
    [question] = review.ask(told(path), verdict="same").questions
    assert (question.judged_by, question.reasons) == ("the public", ("I know her",))
    assert run("undo", load, "--store", path).code == 0
    assert fingerprint(SqliteStore(path)) == before and not warm_routes.ask(told(path), "anna", "cora").routes


def test_what_is_no_judgement_is_said_in_words(path):
    done = run("judge", "bea", "linkedin-bea", "equal", "--store", path)
    assert done.code == 2 and "Say same, different or later" in done.err
    assert "is on record for this viewer" in run("judge", "bea", "nobody", "same", "--store", path).err


def test_the_page_decides_and_takes_back(path, monkeypatch):
    st.cache_resource.clear()
    monkeypatch.setenv("CHAMPIONS_STORE", path)
    page = AppTest.from_file(str(START), default_timeout=60)
    page.query_params.update({"as_at": "2026-06-01", "today": "2026-06-01"})
    page.run()
    page.switch_page("../pages/review.py").run()
    shown = "\n".join(element.proto.body for element in page.get("html"))
    assert "Bea and Bea B.: one person?" in shown and "Titles differ" in shown
    page.button(key="same_bea|linkedin-bea").click().run()
    assert "are the same" in page.success[0].value
    assert warm_routes.ask(told(path), "anna", "cora").routes
    page.button(key="undo_judged").click().run()
    assert not page.exception and not warm_routes.ask(told(path), "anna", "cora").routes
