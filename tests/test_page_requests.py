"""The page Requests and its commands without a browser: draft, ask, meet, odds before and after, undo, who sees it."""

from __future__ import annotations

import json

import pytest

from graph.sqlite_store import SqliteStore
from sample_data import ACCEPTANCE
from tests.test_app_pages import ANA, DAY, IMAGE, SCRIPT, _renamed, _serve, open_page, words_of
from tests.test_cli import run
from tests.worlds import acceptance

MINE = {"viewer": "brightgrit", **DAY}
OWEN = {**MINE, "asker": "P20", "introducer": "P07", "target": "P02", "theme": "winter-maintenance"}


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Give the address of a store with the worked example."""
    return _serve(tmp_path, monkeypatch, acceptance())


def press(page, key):
    page.button(key=key).click().run()
    assert not page.exception and not page.error
    return page


def become(page, state):
    next(radio for radio in page.radio if radio.key.startswith("request_state")).set_value(state).run()
    return press(page, "request_save")


def test_from_a_route_to_a_meeting_with_the_odds_before_and_after_and_back(town):
    introductions = open_page("introductions", **ANA)
    assert [button.label for button in introductions.button if button.label == "Draft the ask"] * 2
    page = open_page("requests", **OWEN)
    (text,) = page.text_area
    assert "Dear Owen Price" in text.value and "Tom Ashby" not in text.value
    press(page, "keep_draft")
    assert "still 0.38" in page.success[0].value.replace("\\", "")
    become(page, "asked")
    assert "0.35 now, 0.38 before" in page.success[0].value.replace("\\", "")  # 0.352389 and 0.380313
    assert "Owen Price has 1 open request on record" in words_of(page)
    become(page, "agreed")
    assert "Tom Ashby" in page.text_area[0].value  # both agreed
    become(page, "met")
    assert "before" in page.success[0].value and "1 met" in words_of(page)
    assert not page.text_area  # they have met: there is nothing more to write
    assert len(SqliteStore(town).loads()) == 5
    for _ in range(4):
        press(page, "undo_request" if any(b.key == "undo_request" for b in page.button) else "take_back")
    assert "No request for an introduction is on record" in words_of(page)
    assert len(SqliteStore(town).loads()) == 1


def test_who_may_see_it_is_asked_only_once_both_agreed(town):
    page = press(open_page("requests", **OWEN), "keep_draft")
    become(page, "asked")
    radio = next(radio for radio in page.radio if radio.key.startswith("request_state"))
    assert not [box for box in page.selectbox if box.key == "request_seen"] or radio.value == "agreed"
    radio.set_value("declined").run()
    assert not [box for box in page.selectbox if box.key == "request_seen"]
    for viewer in ("northmoor", "public"):
        other = open_page("requests", **{**DAY, "viewer": viewer})
        assert "Tom Ashby" not in words_of(other) and "Owen Price" not in words_of(other)


def test_the_public_and_a_firm_without_requests_are_told_where_to_begin(town):
    assert "choose whose data this is" in words_of(open_page("requests", **DAY))
    said = words_of(open_page("requests", **MINE))
    assert "No request for an introduction is on record" in said and "Find a route first" in said


def test_requests_are_listed_by_state_and_a_link_opens_the_same(town):
    press(open_page("requests", **OWEN), "keep_draft")
    page = open_page("requests", **MINE, state="asked")
    assert "Requests, drafts first" not in words_of(page) and "Find a route first" not in words_of(page)
    page = open_page("requests", **OWEN, state="draft")
    choices = {name: value if isinstance(value, str) else value[0] for name, value in page.query_params.items()}
    assert "Requests, drafts first" in words_of(page) and words_of(open_page("requests", **choices)) == words_of(page)


def test_a_hostile_name_is_text(tmp_path, monkeypatch):
    names = {"P20": SCRIPT, "P07": IMAGE, "P02": SCRIPT}
    _serve(tmp_path, monkeypatch, [_renamed(told, names) for told in acceptance()])
    page = press(open_page("requests", **OWEN), "keep_draft")
    assert SCRIPT not in words_of(page)
    for kind in ("markdown", "button", "expander", "warning", "success", "caption", "header"):
        for element in page.get(kind):
            told = str(getattr(element, "label", "")) + str(getattr(element, "value", ""))
            assert SCRIPT not in told and IMAGE not in told


def test_the_same_on_the_command_line(tmp_path):
    store = ("--store", str(tmp_path / "town.sqlite"))
    mine = (*store, "--viewer", "brightgrit", "--as-at", "2026-06-01", "--today", "2026-06-01")
    assert run("load", str(ACCEPTANCE), *store).code == 0
    assert run("requests", *mine).code == 1
    text = tmp_path / "ask.txt"
    text.write_text("Something else", "utf-8")
    assert run("draft-ask", "Ana Brook", "Tom Ashby", "--keep", "--save", str(text), *mine).code == 2  # nothing is kept
    assert run("requests", *mine).code == 1 and text.read_text("utf-8") == "Something else"
    text.unlink()
    made = run("draft-ask", "Ana Brook", "Tom Ashby", "--keep", "--save", str(text), *mine)
    assert made.code == 0 and "Dear Owen Price" in made.out and "Tom Ashby" not in text.read_text("utf-8")
    assert run("draft-ask", "Ana Brook", "Tom Ashby", "--save", str(text), *mine).code == 2  # never written over
    done = run("record-ask", "Ana Brook", "Owen Price", "Tom Ashby", "asked", "--json", *mine)
    load = json.loads(done.out)["load"]
    told = json.loads(run("requests", "--json", *mine).out)
    assert [(r["state"], r["target"]["name"]) for r in told["requests"]] == [("asked", "Tom Ashby")]
    late = run("record-ask", "Ana Brook", "Owen Price", "Tom Ashby", "agreed", "--on", "2026-05-01", *mine)
    assert late.code == 2 and "--on is the day of the asking" in late.err
    refused = run("record-ask", "Ana Brook", "Owen Price", "Tom Ashby", "asked", *mine)
    assert refused.code == 2 and "next it may be agreed" in refused.err
    public = run("record-ask", "Ana Brook", "Owen Price", "Tom Ashby", "draft", *store)
    assert public.code == 3 and "choose whose data this is" in public.err
    shown = run("record-ask", "Ana Brook", "Owen Price", "Tom Ashby", "declined", "--visibility", "open", *mine)
    assert shown.code == 2 and "before both have agreed" in shown.err
    both = run(
        "record-ask", "Ana Brook", "Owen Price", "Tom Ashby", "agreed", "--audience", "eastvale", "--json", *mine
    )
    seen = json.loads(run("history", "--viewer", "eastvale", "--json", *store).out)
    assert "Ana Brook asks Owen Price" in str(seen)  # an audience alone means shared
    assert run("undo", json.loads(both.out)["load"], *store).code == 0
    closed = ("agreed", "--audience", "eastvale", "--visibility", "closed")
    refused = run("record-ask", "Ana Brook", "Owen Price", "Tom Ashby", *closed, *mine)
    assert refused.code == 2 and "What is closed has no audience" in refused.err
    assert run("undo", load, *store).code == 0
    assert json.loads(run("requests", "--json", *mine).out)["requests"][0]["state"] == "draft"
