"""The page Titles without a browser: who leads, what a title says, what is taught and taken back."""

from __future__ import annotations

import pytest

from graph.sqlite_store import SqliteStore
from tests.test_app_pages import DAY, FORMULA, IMAGE, SCRIPT, _serve, open_page, words_of
from tests.worlds import acceptance, row

NORTHMOOR = {**DAY, "viewer": "northmoor"}
STAR = row("posts", person_id="P03", organisation_id="northmoor", title="STaR Manager", at=90)


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Give the address of a store with the worked example, where one post more has a title that is not sure."""
    return _serve(tmp_path, monkeypatch, [*acceptance(), STAR])


def teach(page, function="procurement", level="manager"):
    page.selectbox(key="w_teaches_function").set_value(function).run()
    page.selectbox(key="w_teaches_level").set_value(level).run()
    return page.button(key="teach").click().run()


def test_the_answer_comes_first_and_names_who_leads_with_the_rule(town):
    said = words_of(open_page("titles", **NORTHMOOR))
    assert "the innovation lead is known at 5" in said and "Not sure: 1 title of 1 post." in said
    assert (
        said.index("the innovation lead") < said.index("STaR Manager") < said.index("Maya Reed</a>, Head of Innovation")
    )
    assert "In innovation the highest level is head." in said
    assert "No officer in digital is on record. Nearest is innovation" in said


def test_a_title_is_tried_and_says_which_words_decided(town):
    page = open_page("titles", **NORTHMOOR, title="Head of Digital Change")
    assert "function digital (from &#34;digital&#34;), level head (from &#34;head&#34;)." in words_of(page)
    page.text_input(key="w_title").set_value("Zookeeper").run()
    assert "function not sure, level not sure" in words_of(page)


def test_a_phrase_is_previewed_taught_and_undone_where_it_was_taught(town):
    page = open_page("titles", **NORTHMOOR, phrase="STaR")
    page.selectbox(key="w_teaches_function").set_value("procurement").run()
    said = words_of(page)
    assert "1 post with 1 title would be read otherwise." in said
    assert "function not sure, manager" in said and "procurement, manager" in said
    page.button(key="teach").click().run()
    assert "Taught" in page.success[0].value and "1 post read otherwise" in page.success[0].value
    assert "Every officer post on record has a function and a level." in words_of(page)
    assert "Not sure: 1 title" in words_of(open_page("titles", **DAY, viewer="brightgrit"))  # taught to us alone
    page.button(key="undo_taught").click().run()
    assert page.success[0].value == "Undone: titles are read as before."
    assert "Not sure: 1 title of 1 post." in words_of(page) and len(SqliteStore(town).loads()) == 1


def test_what_was_taught_before_can_be_taken_back_later(town):
    teach(open_page("titles", **NORTHMOOR, phrase="STaR"))
    again = open_page("titles", **NORTHMOOR)
    assert "What was taught (1)" in [box.label for box in again.expander]
    next(button for button in again.button if button.label.startswith("Take back")).click().run()
    assert len(SqliteStore(town).loads()) == 1


def test_nothing_is_taught_twice(town):
    teach(open_page("titles", **NORTHMOOR, phrase="STaR"))
    page = teach(open_page("titles", **NORTHMOOR, phrase="star"))
    assert "taught already" in page.warning[0].value
    assert len(SqliteStore(town).loads()) == 2


def test_words_that_can_read_nothing_are_refused_in_words(town):
    page = teach(open_page("titles", **NORTHMOOR, phrase="interim"))
    assert "changes nothing in a title" in page.warning[0].value
    assert len(SqliteStore(town).loads()) == 1
    page = teach(open_page("titles", **NORTHMOOR))
    assert "Nothing was taught" in page.warning[0].value


def test_the_public_teaches_for_everybody(town):
    teach(open_page("titles", **DAY, phrase="STaR"))
    assert "Not sure" not in words_of(open_page("titles", **NORTHMOOR)).split("Try a title")[0]


def test_a_link_opens_the_same_answer_again(town):
    page = open_page("titles", **NORTHMOOR, phrase="STaR", teaches_function="procurement", title="Head of ICT")
    choices = {name: value if isinstance(value, str) else value[0] for name, value in page.query_params.items()}
    assert words_of(open_page("titles", **choices)) == words_of(page)


def test_an_empty_store_says_what_to_load_and_still_reads_a_title(tmp_path, monkeypatch):
    _serve(tmp_path, monkeypatch, [])
    said = words_of(open_page("titles", title="Head of ICT"))
    assert "posts.csv" in said and "function digital" in said


def test_a_hostile_title_and_phrase_are_text(tmp_path, monkeypatch):
    hostile = (row("posts", person_id=f"P0{n}", organisation_id="northmoor", title=text, at=90 + n)
               for n, text in enumerate((SCRIPT, IMAGE, FORMULA), 3))  # fmt: skip
    _serve(tmp_path, monkeypatch, [*acceptance(), *hostile])
    page = teach(open_page("titles", **NORTHMOOR, title=SCRIPT, phrase=IMAGE))
    assert SCRIPT not in words_of(page) and "HYPERLINK" in words_of(page)
    for kind in ("markdown", "button", "expander", "warning", "success", "caption", "header"):
        for element in page.get(kind):
            told = str(getattr(element, "label", "")) + str(getattr(element, "value", ""))
            assert SCRIPT not in told and IMAGE not in told
