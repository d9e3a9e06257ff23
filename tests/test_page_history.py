"""The page History without a browser: what was done in words, page by page, and each undo."""

from __future__ import annotations

from datetime import date

import pytest

from graph.sqlite_store import SqliteStore
from loaders import entered
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from tests.test_app_pages import DAY, IMAGE, SCRIPT, _serve, open_page, words_of
from tests.worlds import acceptance

NORTHMOOR = {**DAY, "viewer": "northmoor"}
TODAY = date(2026, 6, 1)


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Give the worked example, with a phrase taught to Northmoor alone."""
    address = _serve(tmp_path, monkeypatch, acceptance())
    teach(address, "STaR")
    return address


def teach(address, phrase):
    store = SqliteStore(address)
    told = {"phrase": phrase, "function": "procurement", "where": "council"}
    file = entered.phrase(entered.source("northmoor", TODAY), told, TODAY)
    plan([file], store, Defaults("closed", "northmoor")).commit()
    store.close()


def test_what_was_done_is_told_newest_first_with_who_and_when(town):
    said = words_of(open_page("history", **NORTHMOOR))
    assert said.index("1 loaded, 1 taught.") < said.index("STaR&#34; means procurement") < said.index("Loaded: a test")
    assert "by Northmoor City Council" in said


def test_another_viewer_reads_that_something_was_done_and_not_what(town):
    said = words_of(open_page("history", **DAY, viewer="brightgrit"))
    assert "something that this viewer may not see" in said and "STaR" not in said


def test_an_undo_says_what_goes_and_asks_once_more(town):
    page = open_page("history", **NORTHMOOR)
    undo = next(button for button in page.button if "means procurement" in button.label)
    undo.click().run()
    assert "1 row would be taken back" in page.warning[0].value and len(SqliteStore(town).loads()) == 2
    next(button for button in page.button if button.label == "Leave it").click().run()
    assert not page.warning
    next(button for button in page.button if "means procurement" in button.label).click().run()
    next(button for button in page.button if button.label == "Take back 1 row").click().run()
    assert page.success[0].value == "Undone: 1 row taken back."
    assert len(SqliteStore(town).loads()) == 1 and "STaR" not in words_of(page)


def test_one_kind_is_shown_alone_and_a_link_opens_it_again(town):
    page = open_page("history", **NORTHMOOR)
    page.selectbox(key="w_done").set_value("taught").run()
    assert "Loaded: a test" not in words_of(page) and page.query_params["done"] == "taught"
    page.selectbox(key="w_done").set_value("mapped").run()
    assert "Nothing of this kind is here" in words_of(page)


def test_more_than_a_page_is_turned_over(town):
    for number in range(20):
        teach(town, f"word{'abcdefghijklmnopqrst'[number]}")
    page = open_page("history", **NORTHMOOR)
    assert "1 to 20 of 22" in words_of(page) and "Loaded: a test" not in words_of(page)
    page.button(key="older").click().run()
    assert "21 to 22 of 22" in words_of(page) and "Loaded: a test" in words_of(page)


def test_an_empty_store_says_where_to_begin(tmp_path, monkeypatch):
    _serve(tmp_path, monkeypatch, [])
    assert "Nothing has been done yet." in words_of(open_page("history"))


def test_a_hostile_file_name_is_text(tmp_path, monkeypatch):
    address = _serve(tmp_path, monkeypatch, acceptance())
    store = SqliteStore(address)
    file = InputFile(f"{SCRIPT} {IMAGE}.csv", b"person_id,name\nx,X\n")
    plan([file], store, Defaults("open")).commit()
    store.close()
    page = open_page("history", **NORTHMOOR)
    assert SCRIPT not in words_of(page)
    assert all(IMAGE not in button.label and SCRIPT not in button.label for button in page.button)
