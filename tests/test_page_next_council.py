"""The page Next council without a browser: the list with its map, weights in the address, one council's pack."""

from __future__ import annotations

import pytest

from tests.test_app_pages import DAY, SCRIPT, _serve, open_page, words_of
from tests.worlds import acceptance, changed

BRIGHT = {**DAY, "viewer": "brightgrit", "firm": "brightgrit"}


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Give the address of a store with the worked example."""
    return _serve(tmp_path, monkeypatch, acceptance())


def test_the_list_says_why_each_and_weights_are_in_the_address(town):
    page = open_page("next_council", **BRIGHT)
    said = words_of(page)
    assert "Westfell Council comes first for Brightgrit Ltd, with 0.50 of 1" in said and "Left out" in said
    assert said.index("1. <a") < said.index(">Westfell Council<") < said.index(">Riverton Borough Council<")
    assert "officers of the two know each other" in said
    page.number_input(key="w_need").set_value(0.0).run()
    assert page.query_params["need"] in ("0.0", ["0.0"])
    assert "Riverton Borough Council comes first" in words_of(page)
    assert "need=0" in words_of(page)  # and links carry it on


def test_all_weights_zero_is_said_and_mended_in_one_click(town):
    page = open_page("next_council", **BRIGHT, need="0", reach="0", readiness="0", neighbourhood="0")
    assert "nothing would count" in page.warning[0].value
    [equal] = [button for button in page.button if button.label == "Count all four the same"]
    equal.click().run()
    assert "Westfell Council comes first" in words_of(page)


def test_a_council_in_place_of_a_firm_is_said_and_another_can_be_chosen(town):
    page = open_page("next_council", **{**BRIGHT, "firm": "northmoor"})
    assert "is a council" in page.warning[0].value and not page.exception and not page.error


def test_one_council_gets_the_pack_with_its_rows(town):
    page = open_page("next_council", **BRIGHT, candidate="westfell", need="much")
    said = words_of(page)
    assert [head.value for head in page.header] == [
        "Why this council",
        "Who adopted it elsewhere",
        "The way there",
        "Route to buy",
    ]
    for words in ("Winter Technology Framework", "1 April 2025", "No warm route leads", "row 4 of challenges"):
        assert words in said
    [back] = [button for button in page.button if button.label == "Back to all councils"]
    back.click().run()
    assert "Riverton Borough Council" in words_of(page)


def test_names_are_never_markup(tmp_path, monkeypatch):
    rows = changed(acceptance(), "organisations", {"organisation_id": "westfell"}, name=SCRIPT)
    rows = changed(rows, "frameworks", {"framework_id": "FW1"}, name=SCRIPT)
    _serve(tmp_path, monkeypatch, rows)
    for more in ({}, {"candidate": "westfell"}):
        said = words_of(open_page("next_council", **BRIGHT, **more))
        assert SCRIPT not in said and "&lt;" in said
