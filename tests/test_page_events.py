"""The page Events without a browser: the plan with its rules, a swap, tickets, after, and the calendar file."""

from __future__ import annotations

from datetime import date

import pytest

from graph.view import view
from loaders.calendar import CalendarSource
from loaders.reading import Defaults, InputFile
from queries import events
from queries.event_guests import EventAsked
from tests.test_app_pages import DAY, SCRIPT, _renamed, _serve, open_page, words_of
from tests.worlds import acceptance, in_memory
from ui import calendar_file, choosers

FAY = {**DAY, "viewer": "civic-tech", "seats": "4", "least_sme": "2", "least_budget": "1", "least_operations": "1"}


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Give the address of a store with the worked example."""
    return _serve(tmp_path, monkeypatch, acceptance())


def test_the_plan_of_walk_four_stands_with_what_is_beside_it(town):
    page = open_page("events", **FAY, on="2026-12-25")
    said = words_of(page)
    assert "Invite: Maya Reed, Eve Stone, Ana Brook, Lou Park. Value 1.78, beside 0.60 for a random list" in said
    assert "the best of all 292 lists that meet the rules" in said
    assert "9 of 9 useful triples would have a warm route; now 5 have one" in said
    assert "bank holiday (Christmas Day)" in said
    for words in ("Those with most warm ties", "at least 2 of sme", "Who could have this seat", "Meetings that would"):
        assert words in said


def test_a_swap_is_used_and_goes_into_the_address(town):
    page = open_page("events", **FAY, seat="P01", come="P07")
    [use] = [button for button in page.button if button.label == "Use this swap"]
    use.click().run()
    assert page.query_params["guests"] in ("P07|P12|P20|P23", ["P07|P12|P20|P23"])
    assert "Your list: Owen Price, Eve Stone, Ana Brook, Lou Park. Value 1.67" in words_of(page)
    [back] = [button for button in page.button if button.label == "Back to the best list"]
    back.click().run()
    assert "Invite: Maya Reed" in words_of(page)


def test_guests_are_chosen_among_those_on_a_list_in_a_region(town):
    """Of the five who were at the expo and are of the North only Ana is of a small firm."""
    page = open_page("events", **FAY, listed="EV1", regions="North|Atlantis")
    assert "The first that fails: at least 2 of sme." in words_of(page)


def test_whoever_the_address_names_is_found_beyond_the_list_or_told(town, monkeypatch):
    """Maya Reed is of the best list; the list to choose from holds the first two names alone."""
    monkeypatch.setattr(choosers, "LISTED", 2)
    page = open_page("events", **FAY, must_not="P01|P99")
    assert "Invite: Maya Reed" not in words_of(page) and "must not invite Maya Reed" in words_of(page)
    assert page.warning[0].value.startswith("Must not be invited: No person is called")
    assert "must not invite Maya Reed" in words_of(open_page("events", **FAY, must_not="Maya Reed"))


def test_a_rule_that_nobody_can_meet_and_one_that_says_nothing_are_sentences(town):
    page = open_page("events", **FAY, at_most="sme=1")
    assert "No list meets the rules. The first that fails: at most 1 of sme." in words_of(page)
    page = open_page("events", **FAY, at_least="wizards")
    assert "is no rule" in page.warning[0].value
    page = open_page("events", **{**FAY, "seats": "many", "on": "soon", "per_firm": "-3"})
    assert not page.exception
    assert page.number_input(key="w_seats").value == 12  # as if the address said nothing


def test_tickets_after_and_who_should_meet(town):
    said = words_of(open_page("events", **DAY, viewer="brightgrit", do="choose", firm="brightgrit"))
    assert "Most for the money: Winter Services Expo, 3.0 useful people expected" in said and "£195" in said
    said = words_of(open_page("events", **DAY, do="after", event="EV1"))
    assert "4 warm ties between guests since" in said  # all contacts of the example bear the day of the expo
    assert "Predicted beside measured" in said
    assert "should meet: both have a warm tie to" in words_of(open_page("events", **DAY, do="meet"))


def test_names_are_never_markup(tmp_path, monkeypatch):
    _serve(tmp_path, monkeypatch, [_renamed(told, {"P01": SCRIPT}) for told in acceptance()])
    for more in ({}, {"do": "after", "event": "EV1"}, {"do": "meet"}):
        page = open_page("events", **{**FAY, **more})
        assert not page.exception
        assert "<script" not in words_of(page).lower()


def test_home_says_how_many_pairs_have_a_route_and_leads_to_the_plan(town):
    page = open_page("home", **DAY)
    assert "5 of 9 pairs of firm and council that fit on a theme have a warm route" in words_of(page)
    assert [button.label for button in page.button if button.key == "to_event"] == ["Plan an event"]


def test_the_calendar_file_is_read_by_our_own_loader_and_invites_nobody():
    seen = view(in_memory(acceptance()), "civic-tech", date(2026, 6, 1))
    found = events.ask(seen, EventAsked(4, on="2026-09-15", at_least=("sme=2",)))
    made = calendar_file.made(found, "Round table; winter,\nroads " + "ä" * 60)
    lines = made.decode().split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines) and lines[-1] == ""
    text = made.decode().replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260915" in text and "SUMMARY:Round table\\; winter\\,\\nroads" in text
    assert "Maya Reed\\, Head of Innovation" in text and "ATTENDEE" not in text
    source, file = CalendarSource(), InputFile("event.ics", made)
    assert source.recognises(file)
    assert [reading.rows_read for reading in source.read(file, Defaults("closed", "civic-tech"))] == [1]
