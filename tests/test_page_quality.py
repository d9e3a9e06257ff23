"""The page Quality, and corrections on Explore, without a browser."""

from __future__ import annotations

import pytest

from graph.sqlite_store import SqliteStore
from tests.test_app_pages import DAY, IMAGE, SCRIPT, _serve, open_page, words_of
from tests.worlds import acceptance, row

NORTHMOOR = {**DAY, "viewer": "northmoor"}


def changed_town():
    """Oldtown became Northmoor in April; Vic worked there; Wyn left Northmoor; two sources spell Maya Reed."""
    return [
        *acceptance(),
        row(
            "organisations", organisation_id="old", name="Oldtown Council", kind="council", ends="2026-03-31",
            replaced_by="northmoor", at=80, source="register",
        ),
        row("people", person_id="vic", name="Vic Hale", at=81, source="HR"),
        row("people", person_id="wyn", name="Wyn Dale", at=82, source="HR"),
        row("people", person_id="P01", name="M. Reed", at=1, source="a badge"),
        row("posts", person_id="vic", organisation_id="old", title="Clerk", at=84, source="HR"),
        row("posts", person_id="wyn", organisation_id="northmoor", title="Zookeeper", ends="2026-02-28", at=85),
        row("posts", person_id="vic", organisation_id="brightgrit", title="Adviser", at=86, source="HR"),
    ]  # fmt: skip


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Give the worked example with a council that closed, a mover, and two spellings."""
    return _serve(tmp_path, monkeypatch, changed_town())


def test_figures_come_first_then_what_waits_who_moved_what_differs_and_how_fresh(town):
    page = open_page("quality", **NORTHMOOR)
    said = words_of(page)
    assert "1 council of 5 has no known budget holder" in said
    heads = [header.value for header in page.header]
    assert heads == [
        "What is missing",
        "To confirm at a successor council",
        "Who has moved",
        "Where the sources disagree",
        "How fresh each source is",
    ]
    assert "Oldtown Council<br><small>31 March 2026" in said and "Wyn Dale" in said
    assert "M. Reed" in said and "the other stands further down" in said
    assert "Southholme" in said  # the rows of a figure


def test_a_post_is_confirmed_where_it_goes_on_and_undone(town):
    page = open_page("quality", **NORTHMOOR)
    page.button(key="confirm_northmoor").click().run()
    assert "Vic Hale is Clerk at Northmoor" in page.success[0].value.replace("\\", "")
    assert "No post waits to be confirmed" in words_of(page)
    page.button(key="undo_confirmed").click().run()
    assert "waits to be confirmed again" in page.success[0].value and "Oldtown" in words_of(page)
    assert len(SqliteStore(town).loads()) == 1


def test_an_empty_store_says_what_to_load(tmp_path, monkeypatch):
    _serve(tmp_path, monkeypatch, [])
    assert "posts.csv" in words_of(open_page("quality"))


def test_explore_shows_both_spellings_and_takes_a_correction_back(town):
    page = open_page("explore", **NORTHMOOR, id="P01")
    assert "Where the sources disagree" in [header.value for header in page.header]
    name = next(box for box in page.text_input if box.label == "Name")
    assert name.value == "Maya Reed"
    name.set_value("Maya Reid").run()
    page.button(key="correct_now").click().run()
    assert "Corrected" in page.success[0].value and "Maya Reid: Head of Innovation" in words_of(page)
    page.button(key="undo_corrected").click().run()
    assert "Maya Reed: Head of Innovation" in words_of(page) and len(SqliteStore(town).loads()) == 1


def test_a_correction_of_nothing_is_refused_in_words(town):
    page = open_page("explore", **NORTHMOOR, id="P01")
    page.button(key="correct_now").click().run()
    assert "on record already" in page.error[0].value and len(SqliteStore(town).loads()) == 1


def test_hostile_names_are_text(tmp_path, monkeypatch):
    rows = [
        told for told in changed_town() if told.cells.get("person_id") not in ("vic", "wyn") or told.kind != "people"
    ]
    rows += [
        row("people", person_id="vic", name=SCRIPT, at=81, source=IMAGE),
        row("people", person_id="wyn", name=IMAGE, at=82, source=SCRIPT),
    ]
    _serve(tmp_path, monkeypatch, rows)
    page = open_page("quality", **NORTHMOOR)
    assert SCRIPT not in words_of(page)
    for kind in ("markdown", "button", "expander", "warning", "success", "selectbox"):
        for element in page.get(kind):
            told = str(getattr(element, "label", "")) + str(getattr(element, "value", ""))
            assert SCRIPT not in told and IMAGE not in told
