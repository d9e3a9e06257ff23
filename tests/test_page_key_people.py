"""The page Key people: what it says to the council, and that it tells nobody else anything."""

from __future__ import annotations

import re

import pytest

from tests.test_app_pages import DAY, open_page, town, words_of

__all__ = ["town"]  # the fixture
RUTH = {"viewer": "northmoor", **DAY}


def test_the_council_sees_who_its_ways_hang_on_as_in_walk_three(town):
    said = words_of(open_page("key_people", **RUTH))
    assert "If Maya Reed left, 44 % of the ways from outside would be lost (5 of 15 warm pairs)." in said
    assert "44.1 %" in said and "40.3 %" in said
    assert "no measure of anybody&#39;s work" in said


def test_a_link_opens_what_happens_if_somebody_leaves_with_the_best_new_tie(town):
    page = open_page("key_people", **RUTH, leaves="person:P01")
    said = words_of(page)
    assert "every possible tie was tried: 60 of 60" in said
    assert said.index("Ruth Hale") < said.index("keeps 6.13 of 6.71; with it 11 %")
    assert "Ana Brook → Fay North → Ruth Hale → Tom Ashby" in said


def test_a_team_can_leave_too(town):
    said = words_of(open_page("key_people", **RUTH, leaves="team:nm-executive"))
    assert "If Chief Executive&#39;s Office left, 40 % of the ways" in said


def test_names_can_be_hidden_everywhere_for_a_print(town):
    page = open_page("key_people", **RUTH, leaves="person:P01", hide="yes")
    said = words_of(page)
    for name in ("Maya", "Ruth", "Tom Ashby", "P01", "Head of Innovation", "Brook"):
        assert name not in said, name
    assert re.search(r"If Person \d+ left, 44 %", said)


@pytest.mark.parametrize("viewer", ["brightgrit", "public"])
def test_nobody_else_is_told_anything(town, viewer):
    said = re.sub(r"<style>.*?</style>", "", words_of(open_page("key_people", viewer=viewer, **DAY)), flags=re.DOTALL)
    assert "told to the council itself" in said
    assert not any(word in said for word in ("Maya", "Northmoor", "Eastvale", "%"))


def test_another_council_sees_its_own(town):
    said = words_of(open_page("key_people", viewer="eastvale", **DAY))
    assert "If Owen Price left, 100 % of the ways from outside would be lost (5 of 5 warm pairs)." in said
