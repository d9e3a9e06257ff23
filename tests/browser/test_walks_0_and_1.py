"""Walks 0 and 1 of the worked example, by mouse and by keyboard alone: load, and find an introduction."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from sample_data import ACCEPTANCE
from tests.browser.driving import (
    ANA,
    FIRST,
    FOCUSED,
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
    violations,
)


def test_walk_0_loads_the_example_by_mouse_and_a_second_time_changes_nothing(app, page):
    app.empty()
    page.goto(app.address("data", {}))
    files = [str(path) for path in sorted(ACCEPTANCE.glob("*.csv"))]
    chosen_by_mouse(page).set_files(files)
    page.get_by_role("button", name="Check these files").click()
    expect(page.get_by_text("Nothing is changed yet.").first).to_be_visible()
    assert not app.store.loads()
    assert not violations(page)
    page.get_by_role("button", name="Load 124 rows").click()
    expect(page.get_by_text("124 rows added")).to_be_visible()
    page.get_by_role("button", name="Check these files").click()
    expect(page.get_by_role("button", name="Nothing new to load")).to_be_disabled()
    assert len(app.store.loads()) == 1
    for viewer, ties in (("northmoor", 23), ("brightgrit", 21), ("public", 21)):
        page.goto(app.address("", {"viewer": viewer}))
        expect(page.get_by_text(f"19 people, {ties} ties between people")).to_be_visible()


def test_walk_0_by_keyboard_alone_with_undo(app, page):
    app.empty()
    page.goto(app.address("data", {}))
    page.get_by_role("heading", name="Data").wait_for()
    page.get_by_role("button", name="Check these files").wait_for()
    settled(page)  # an Enter on a page that is still being made reaches nobody
    chosen_by_keyboard(page).set_files([str(path) for path in sorted(ACCEPTANCE.glob("*.csv"))])
    settled(page)
    enter(page, "Check these files", page.get_by_text("Nothing is changed yet.").first)
    settled(page)
    enter(page, "Load 124 rows", page.get_by_text("124 rows added"))
    settled(page)
    enter(page, "Undo", page.get_by_text("Undone: 124 rows taken back."))
    assert not app.store.loads()


def test_walk_1_by_mouse(town, page):
    page.goto(town.base)
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    choose(page, "Whose data", "Brightgrit Ltd")
    menu(page, "Find", "Introductions")
    page.get_by_role("heading", name="Find an introduction").wait_for()
    choose(page, "You (a person or a firm)", "Ana Brook")
    choose(page, "Council", "Northmoor City Council")
    choose(page, "Theme", "winter maintenance")
    expect(page.get_by_text(FIRST)).to_be_visible()
    assert page.get_by_role("table", name="Route 1, step by step").inner_text().count("strong") == 3
    expect(page.get_by_text("Odds that at least one of these works: 0.57.")).to_be_visible()
    page.get_by_text("The rows behind route 1").click()
    expect(page.get_by_text("joint pilot 2025, row 2 of contacts").first).to_be_visible()
    yeses = page.get_by_role("table", name="The five yeses, each with").inner_text()
    assert all(name in yeses for name in ("Tom Ashby", "Ruth Hale", "Lena Cole", "Sam Doyle"))
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_text(FIRST)).to_be_visible()
    choose(page, "Council", "Westfell Council")
    expect(page.get_by_text("No warm route from Ana Brook to Eve Stone")).to_be_visible()
    page.go_back()
    expect(page.get_by_text(FIRST)).to_be_visible()


def test_walk_1_by_keyboard_alone(town, page):
    page.goto(town.base)
    arrived(page, "Who can open the door?")
    menu_by_keyboard(page, "Find", "Introductions")
    arrived(page, "Find an introduction")
    type_choice(page, "Whose data", "Brightgrit")
    type_choice(page, "You (a person or a firm)", "Ana Brook")
    type_choice(page, "Council", "Northmoor City")
    type_choice(page, "Theme", "winter")
    expect(page.get_by_text(FIRST)).to_be_visible()
    settled(page)
    tab_to(page, "The rows behind route 1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("joint pilot 2025, row 2 of contacts").first).to_be_visible()
    page.locator(".picture[data-ready]").wait_for()
    tab_to(page, "Routes of introduction")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".said")).to_contain_text("Owen Price")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Owen Price: Deputy Director of IMT, CTO at Eastvale County Council.")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")  # from the first round to the last: the ties come after the people
    expect(page.locator(".said")).to_contain_text("Ruth Hale and Tom Ashby: strong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="What stands behind Ruth Hale and Tom Ashby")).to_be_visible()
    page.keyboard.press("Escape")
    assert "Routes of introduction" not in page.evaluate(FOCUSED)


def test_walk_1_an_ask_is_drafted_asked_and_taken_back_by_mouse(town, page):
    page.goto(town.address("introductions", ANA))
    expect(page.get_by_text(FIRST)).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Draft the ask").first.click()
    text = page.get_by_role("textbox", name="What you could write")
    expect(text).to_have_value(re.compile(r"Dear Owen Price(?!.*Tom Ashby)", re.DOTALL))
    settled(page)
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("The odds of reaching them are still 0.38")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The odds of reaching them are 0.35 now, 0.38 before")).to_be_visible()
    assert not violations(page)
    settled(page)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Undone: everything is as it was before.")).to_be_visible()
    settled(page)
    page.get_by_text("The row that says so").click()
    page.get_by_role("button", name="Take this back").click()
    expect(page.get_by_text("No request for an introduction is on record.")).to_be_visible()
    assert len(town.store.loads()) == 1


def test_walk_1_an_ask_is_drafted_asked_and_taken_back_by_keyboard_alone(town, page):
    page.goto(town.address("introductions", ANA))
    expect(page.get_by_text(FIRST)).to_be_visible()
    settled(page)
    enter(page, "Draft the ask", page.get_by_role("textbox", name="What you could write"))
    settled(page)
    enter(page, "Keep as a draft", page.get_by_text("The odds of reaching them are still 0.38"))
    settled(page)
    enter(page, "Save", page.get_by_text("The odds of reaching them are 0.35 now, 0.38 before"))
    settled(page)
    enter(page, "Undo", page.get_by_text("Undone: everything is as it was before."))
    settled(page)
    tab_to(page, "The row that says so")
    page.keyboard.press("Enter")
    enter(page, "Take this back", page.get_by_text("No request for an introduction is on record."))
    assert len(town.store.loads()) == 1
