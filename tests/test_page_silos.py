"""The page Silos, without a browser: what it says, to whom, and that no name shows where names are hidden."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import ui
from graph.sqlite_store import SqliteStore
from tests.council_worlds import council
from tests.worlds import acceptance, fill, row

START = Path(ui.__file__).parent / "start" / "main.py"
DAY = {"as_at": "2026-06-01", "today": "2026-06-01"}
NORTHMOOR = {**DAY, "viewer": "northmoor", "council": "northmoor"}
SCRIPT = "<script>alert(1)</script>"
PEOPLE = ("Maya Reed", "Tom Ashby", "Nia Powell", "Lena Cole", "Sam Doyle", "Ruth Hale")


@pytest.fixture
def serve(tmp_path, monkeypatch):
    """Give a way to put rows into the store that the app shows."""

    def put(rows):
        store = SqliteStore(tmp_path / "town.sqlite")
        fill(store, rows)
        store.close()
        st.cache_resource.clear()
        monkeypatch.setenv("CHAMPIONS_STORE", store.address)

    return put


@pytest.fixture
def town(serve):
    serve(acceptance())


def open_page(**choices):
    page = AppTest.from_file(str(START), default_timeout=60)
    page.query_params.update(choices)
    page.run()
    page.switch_page("../pages/silos.py")
    page.query_params.update(choices)
    page.run()
    assert not page.exception and not any("could not be made" in error.value for error in page.error)
    return page


def words_of(page):
    return "\n".join(element.proto.body for element in page.get("html"))


def test_northmoor_reads_its_own_answer(town):
    page = open_page(**NORTHMOOR)
    said = words_of(page)
    assert page.title[0].value == "Silos"
    assert "1 innovator of at least 3, 5 others of at least 8, 6 ties of at least 10" in said  # walk 2, step 1
    assert "2 ties join innovators to operations and budget holders; 1.2 would be expected by chance." in said
    assert "1 <small>0.8 expected by chance</small>" in said  # innovation and operations
    assert "(E-I index): 1.00, where chance would give 0.87" in said  # 0.866667
    assert "Maya Reed" in said and "Tom Ashby" in said
    assert said.index("Not enough on record") < said.index("Ties between functions") < said.index("Ties to people")
    assert "How we work this out" in [box.label for box in page.expander]


def test_nobody_is_named_once_names_are_hidden_and_the_address_says_so(town):
    page = open_page(**NORTHMOOR)
    page.toggle(key="w_hide").set_value(True).run()
    assert page.query_params["hide"] in ("yes", ["yes"])
    hidden = words_of(page)
    assert words_of(open_page(**NORTHMOOR, hide="yes")) == hidden
    assert not any(name in hidden for name in PEOPLE) and "Head of Innovation" not in hidden
    assert "1 <small>0.8 expected by chance</small>" in hidden


def test_others_are_told_by_team_and_offered_no_toggle(town):
    page = open_page(**{**NORTHMOOR, "viewer": "brightgrit"})
    said = words_of(page)
    assert not any(name in said for name in PEOPLE)
    assert "Too few people are on record on one of the two sides at Northmoor City Council" in said
    assert "told to the council itself and to nobody else" in said
    assert [toggle for toggle in page.toggle if toggle.key == "w_hide"] == []


def test_a_link_that_hides_names_gives_others_no_more(town):
    told = [words_of(open_page(**{**NORTHMOOR, "viewer": "brightgrit", **extra})) for extra in ({}, {"hide": "yes"})]
    assert told[0].replace("&amp;hide=yes", "") == told[1].replace("&amp;hide=yes", "")


def test_without_a_council_all_are_listed_each_with_a_link(town):
    page = open_page(**DAY, viewer="northmoor")
    said = words_of(page)
    assert "For 0 of 5 councils enough is on record, and may be told" in said
    assert "silos?viewer=northmoor" in said and "council=westfell" in said
    assert "not enough on record" in said and "not told" in said


def test_a_misspelt_council_is_asked_for(town):
    page = open_page(**{**NORTHMOOR, "council": "Northmor"})
    assert "Did you mean" in page.warning[0].value


def test_an_empty_store_names_the_files_that_are_needed(serve):
    serve([])
    said = words_of(open_page())
    assert "No council is on record" in said and "posts.csv" in said


EVERYONE = set(combinations(range(12), 2))


@pytest.mark.parametrize(
    ("functions", "ties"),
    [
        ([], set()),
        (["innovation"], set()),
        (["operations"] * 12, EVERYONE),
        (["innovation"] * 4 + ["operations"] * 8, EVERYONE),
        (["innovation"] * 4 + ["operations"] * 8, set()),
        ([None] * 12, EVERYONE),
    ],
    ids=["no officers", "one officer", "no innovators", "all ties equal", "no ties", "unknown functions"],
)
@pytest.mark.parametrize("viewer", ["c", "public"])
def test_an_edge_is_a_page_with_words(serve, functions, ties, viewer):
    serve(council("c", functions, ties))
    page = open_page(**DAY, viewer=viewer, council="c")
    said = words_of(page).partition("<style>")[0]
    assert "class='cf-say answer'" in said and not re.search(r"\bnan\b", said.lower())


def test_a_pocket_is_said_and_the_meeting_that_would_help_most(serve):
    functions = ["innovation"] * 4 + ["operations"] * 8
    ties = set(combinations(range(4), 2)) | set(combinations(range(4, 12), 2)) | {(0, 4)}
    serve(council("c", functions, ties))
    page = open_page(**DAY, viewer="c", council="c")
    said = words_of(page)
    assert "Innovation at Council of c is a pocket" in said
    assert "What would help most: a meeting of Person c-01 and Person c-05" in said
    assert "p = 0.0" in said and "Bridges to build" in [header.value for header in page.header]


def test_a_hostile_name_is_text(serve):
    rows = council("c", ["innovation", "operations"], {(0, 1)})
    rows = [row(r.kind, **{**r.cells, "name": SCRIPT}) if r.kind == "people" else r for r in rows]
    serve(rows)
    said = words_of(open_page(**DAY, viewer="c", council="c"))
    assert SCRIPT not in said and "&lt;script&gt;" in said
