"""Walks 4 and 5 of the worked example, by mouse and by keyboard alone: an event, who is shut out, the next council."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.driving import (
    arrived,
    choose,
    chosen_by_keyboard,
    chosen_by_mouse,
    enter,
    menu,
    menu_by_keyboard,
    settled,
    tab_to,
    type_choice,
)

RULES = {"small firms": "2", "budget holders": "1", "operations": "1"}
BEST = "Invite: Maya Reed, Eve Stone, Ana Brook, Lou Park. Value 1.78, beside 0.60 for a random list"
WITH_JO_AND_NIA = "Invite: Maya Reed, Nia Powell, Jo Field, Lou Park. Value 1.09"
AFTER = {"viewer": "civic-tech", "do": "after", "event": "RT", "as_at": "2026-07-01"}


@pytest.fixture
def round_table(tmp_path):
    """Give files that say who sat at the round table of 1 July, and which two meetings came of it."""
    files = {
        "events.csv": "event_id,name,format,on\nRT,Round table,roundtable,2026-07-01\n",
        "attendance.csv": "event_id,person_id\nRT,P01\nRT,P12\nRT,P20\nRT,P23\n",
        "contacts.csv": "person_a,person_b,strength,on\nP20,P12,0.3,2026-07-01\nP23,P01,0.3,2026-07-01\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in files]


def expect_measured(page):
    """The page says of triples with a warm route: the day before, if all had met, and since, when two had met."""
    table = page.get_by_role("table", name="Predicted beside measured")
    row = table.get_by_role("row").filter(has_text="Of them with a warm route")
    expect(row.get_by_role("cell")).to_have_text(["5", "9 if all had met", "9"])
    expect(page.get_by_role("table", name="Warm ties between guests since")).to_contain_text("Eve Stone")


def test_walk_4_by_mouse(town, page, round_table):
    page.goto(town.base)
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    choose(page, "Whose data", "Civic Tech Network")
    menu(page, "Plan", "Events")
    arrived(page, "Events")
    page.get_by_role("spinbutton", name="Seats").fill("4")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_text("Rules", exact=True).click()
    for counted, number in RULES.items():
        page.get_by_role("spinbutton", name=f"At least so many: {counted}").fill(number)
        page.keyboard.press("Enter")
        settled(page)
    expect(page.get_by_text(BEST)).to_be_visible()
    settled(page)
    worth = page.get_by_role("table", name="Lists and what they are worth").get_by_role("row")
    told = [row.split("\t") for row in worth.all_inner_texts()[1:]]
    assert [row[2:] for row in told] == [
        ["1.78", "1.20"],
        ["1.67", "1.09"],
        ["1.64", "1.03"],
        ["0.00", "0.00"],
        ["0.60", ""],
    ]
    assert told[3][1] == "Maya Reed, Ruth Hale, Owen Price, Grace Lowe"
    choose(page, "Give the seat of", "Maya Reed")
    choose(page, "To", "Owen Price: -0.11", exact=True)  # 1.671634 - 1.777839
    page.get_by_role("button", name="Use this swap").click()
    expect(page.get_by_text("Your list: Owen Price, Eve Stone, Ana Brook, Lou Park. Value 1.67")).to_be_visible()
    page.get_by_role("button", name="Back to the best list").click()
    expect(page.get_by_text(BEST)).to_be_visible()
    settled(page)
    for name in ("Jo Field", "Nia Powell"):
        page.get_by_role("combobox", name="Must be invited").click()
        page.keyboard.type(name, delay=15)
        page.get_by_role("option", name=name).first.click()  # after it one may add the text as it stands
        settled(page)
    page.keyboard.press("Escape")
    expect(page.get_by_text(WITH_JO_AND_NIA)).to_be_visible()
    costs = page.get_by_role("table", name="What each rule costs").get_by_role("row")
    expect(costs.filter(has_text="must invite Jo Field, Nia Powell")).to_contain_text("0.69")
    menu(page, "Data", "Data")
    page.get_by_role("heading", name="Data", exact=True).wait_for()
    chosen_by_mouse(page).set_files(round_table)
    choose(page, "Who may see rows", "Only the organisation")
    page.get_by_role("button", name="Check these files").click()
    page.get_by_role("button", name="Load 7 rows").click()
    expect(page.get_by_text("7 rows added")).to_be_visible()
    page.goto(town.address("events", AFTER))
    expect_measured(page)
    town.store.undo(town.store.loads()[-1].id)


def test_walk_4_by_keyboard_alone_with_undo(town, page, round_table):
    page.goto(town.address("", {"viewer": "civic-tech"}))
    arrived(page, "Who can open the door?")
    menu_by_keyboard(page, "Plan", "Events")
    arrived(page, "Events")
    number(page, "Seats", "4")
    tab_to(page, "Rules", "summary")
    page.keyboard.press("Enter")
    for counted, least in RULES.items():
        number(page, f"At least so many: {counted}", least)
    expect(page.get_by_text(BEST)).to_be_visible()
    settled(page)
    for name in ("Jo Field", "Nia Powell"):
        type_choice(page, "Must be invited", name)
        page.keyboard.press("Escape")
    expect(page.get_by_text(WITH_JO_AND_NIA)).to_be_visible()
    settled(page)
    menu_by_keyboard(page, "Data", "Data")
    arrived(page, "Data")
    chosen_by_keyboard(page).set_files(round_table)
    settled(page)
    type_choice(page, "Who may see rows", "Only the")
    enter(page, "Check these files", page.get_by_text("Nothing is changed yet.").first)
    settled(page)
    enter(page, "Load 7 rows", page.get_by_text("7 rows added"))
    page.goto(town.address("events", {**AFTER, "event": ""}))
    arrived(page, "Events")
    type_choice(page, "Event", "Round table")
    expect_measured(page)
    menu_by_keyboard(page, "Data", "History")
    arrived(page, "History")
    enter(page, "Undo", page.get_by_text("7 rows would be taken back"))
    settled(page)
    enter(page, "Take back 7 rows", page.get_by_text("7 rows taken back"))
    assert len(town.store.loads()) == 1


def number(page, label, text):
    """Write a number by the keyboard."""
    tab_to(page, label, "input")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    settled(page)


def test_walk_5_who_is_shut_out_by_mouse(town, page):
    page.goto(town.base)
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    choose(page, "Whose data", "Innovation Fund")
    menu(page, "Understand", "Access")
    expect(page.get_by_text("5 of 9 useful triples (55.6%) have a warm route")).to_be_visible()
    expect(page.get_by_text("Too few firms to tell them apart")).to_be_visible()
    choose(page, "Theme", "winter maintenance")
    expect(page.get_by_text("2 of 6 useful triples for winter maintenance")).to_be_visible()
    settled(page)
    routes = page.get_by_role("table", name="Firm, council and theme").get_by_role("row").all_inner_texts()[1:]
    told = {tuple(row.split("\t")[:2]): row.split("\t")[3] for row in routes}
    assert told == {
        ("Brightgrit Ltd", "Eastvale County Council"): "0.51",
        ("Brightgrit Ltd", "Northmoor City Council"): "0.38",
        ("Brightgrit Ltd", "Westfell Council"): "0.00",
        ("Gritworks Ltd", "Eastvale County Council"): "0.00",
        ("Gritworks Ltd", "Northmoor City Council"): "0.00",
        ("Gritworks Ltd", "Westfell Council"): "0.00",
    }
    choose(page, "Theme", "All themes")
    as_at(page, "01/04/2028")
    expect(page.get_by_text("4 of 9 useful triples")).to_be_visible()
    as_at(page, "01/06/2026")
    expect(page.get_by_text("5 of 9 useful triples (55.6%) have a warm route")).to_be_visible()


def test_walk_5_who_is_shut_out_by_keyboard_alone(town, page):
    page.goto(town.address("", {"viewer": "innovation-fund"}))
    arrived(page, "Who can open the door?")
    menu_by_keyboard(page, "Understand", "Access")
    expect(page.get_by_text("5 of 9 useful triples (55.6%) have a warm route")).to_be_visible()
    settled(page)
    type_choice(page, "Theme", "winter")
    expect(page.get_by_text("2 of 6 useful triples for winter maintenance")).to_be_visible()
    settled(page)
    tab_to(page, "What would change most")
    page.keyboard.press("Space")
    expect(page.get_by_text("if Maya Reed met Lou Park")).to_be_visible()


def as_at(page, day):
    """Ask as at another day; it is typed, whatever one has in hand."""
    tab_to(page, "day, As at", "spinbutton")
    page.keyboard.type(day.replace("/", ""), delay=30)  # from the day to the month to the year
    page.keyboard.press("Escape")  # closes the calendar, which takes the day over
    settled(page)


def test_walk_5_next_council_by_keyboard_alone_and_its_map_by_mouse(town, page):
    page.goto(town.address("next_council", {"viewer": "innovation-fund"}))
    arrived(page, "Next council")
    type_choice(page, "Firm", "Brightgrit")
    expect(page.get_by_text("Westfell Council comes first for Brightgrit Ltd, with 0.50 of 1")).to_be_visible()
    settled(page)
    tab_to(page, "Neighbourhood counts")
    page.keyboard.press("Control+A")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(page.get_by_text("with 0.67 of 1")).to_be_visible()  # (1 + 0 + 1) / 3
    settled(page)
    tab_to(page, "Riverton Borough Council")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Who adopted it elsewhere")).to_be_visible()
    expect(page.get_by_text("same region (East), officers of the two know each other").first).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Back to all councils").click()
    page.locator("[data-id=westfell]").click()
    bought = page.get_by_role("table", name="Frameworks and dynamic markets that are valid now")
    expect(bought).to_contain_text("1 April 2025")
