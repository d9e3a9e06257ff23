"""A newcomer drops the files that people hold on the sample region, together, and has routes; then takes all back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from graph.store import fingerprint
from loaders.plan import plan
from loaders.reading import Defaults
from sample_data import EXPORTS, REGION
from tests.browser.driving import App, arrived, choose, chosen_by_mouse, menu, settled, type_choice

FILES = [
    "Connections.csv",
    "attendees.csv",
    "organisation_structure.csv",
    "notices/notice-1.json",
    "notices/notice-2.json",
]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Give the running app on the sample region."""
    started = App(tmp_path_factory.mktemp("region"))
    try:
        plan([REGION], started.store, Defaults()).commit(strict=True)
        started.wait()
        yield started
    finally:
        started.process.terminate()
        started.process.wait(20)


def test_four_kinds_of_files_are_dropped_together_and_give_routes_and_all_is_taken_back(app, page):
    before = fingerprint(app.store)
    put_on_record(app, page, "Ann Example", "Director", "Paleharbour Ltd")
    chosen_by_mouse(page).set_files([str(EXPORTS / name) for name in FILES])
    page.get_by_role("button", name="Check these files").click()
    event = page.get_by_role("textbox", name="Name of the event")
    expect(event).to_be_visible()  # the one thing that only the user knows
    event.fill("Roads showcase")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name="Check these files").click()
    expect(page.get_by_text("Nothing is changed yet.").first).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Load 23 rows").click()
    expect(page.get_by_text("23 rows added")).to_be_visible()
    settled(page)
    menu(page, "Find", "Introductions")
    arrived(page, "Find an introduction")
    type_choice(page, "You (a person or a firm)", "Ann Example")
    type_choice(page, "Council", "Ambermoor")
    choose(page, "Theme", "winter maintenance")
    expect(page.get_by_text("Ann Example knows Desmond Fairlamb")).to_be_visible()
    shown(page, "imported connection", "at one event: Roads showcase")
    choose(page, "You want to reach", "A person")
    type_choice(page, "Which person", "Solveig Hartwell")
    expect(page.get_by_text("Ann Example can reach Solveig Hartwell-Price")).to_be_visible()
    shown(page, "imported connection", "at one event: Roads showcase", "hold posts in one department")  # of the chart
    page.goto(app.address("explore", {"viewer": "paleharbour-ltd", "id": "ambermoor"}))
    expect(page.get_by_text("Gritting of footways (invented sample data)").first).to_be_attached()  # of the notices
    take_all_back(app, page, "paleharbour-ltd")
    assert fingerprint(app.store) == before


def take_all_back(app, page, viewer):
    """Undo what was done after the region was loaded, the newest first, on the page History."""
    while len(app.store.loads()) > 1:
        page.goto(app.address("history", {"viewer": viewer}))
        arrived(page, "History")
        page.get_by_role("button", name="Undo").first.click()
        settled(page)
        if (sure := page.get_by_role("button", name="Take back")).count():
            sure.first.click()
        expect(page.get_by_text("Undone: ")).to_be_visible()


def put_on_record(app, page, name, title, firm, *, offers=()):
    """Say who you are on the page Data, and on which themes your firm offers something."""
    page.goto(app.address("data", {}))
    arrived(page, "Data")
    page.get_by_text("Say who you are, so that").click()
    for label, text in (("Your name", name), ("Title of your post", title), ("Your organisation", firm)):
        page.get_by_role("textbox", name=label).fill(text)
        page.keyboard.press("Tab")
        settled(page)
    for theme in offers:
        page.get_by_role("combobox", name="What it offers").click()
        page.keyboard.type(theme, delay=15)
        page.get_by_role("option", name=theme).first.click()
        settled(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Put me on record").click()
    expect(page.get_by_text("You are on record.")).to_be_visible()
    settled(page)


def shown(page, *kinds):
    """The rows behind the first route are of these kinds."""
    settled(page)
    if not page.get_by_role("table", name="Step 1: ").first.is_visible():
        page.get_by_text("The rows behind route 1").click()
    for kind in kinds:
        expect(page.get_by_role("rowheader", name=kind).first).to_be_visible()


def test_a_firm_without_contacts_meets_somebody_asks_and_meets_the_budget_holder_and_all_is_taken_back(app, page):
    before = fingerprint(app.store)
    put_on_record(app, page, "Pip Newman", "Founder", "Newgrit Ltd", offers=["winter maintenance"])
    menu(page, "Plan", "Requests")
    arrived(page, "Requests for introductions")
    expect(page.get_by_text("Newgrit Ltd has ways to 0 of 12 useful budgets and 0 contacts outside.")).to_be_visible()
    page.get_by_role("button", name="Yes, they met").click()
    expect(page.get_by_text("It is a contact now, seen by you alone.")).to_be_visible()
    settled(page)
    menu(page, "Find", "Introductions")
    arrived(page, "Find an introduction")
    type_choice(page, "You (a person or a firm)", "Pip Newman")
    type_choice(page, "Council", "Ambermoor")
    choose(page, "Theme", "winter maintenance")
    expect(page.get_by_text("Pip Newman can reach Desmond Fairlamb")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Draft the ask").first.click()
    page.get_by_role("textbox", name="What you could write").wait_for()
    settled(page)
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("The odds of reaching them are still")).to_be_visible()
    for state, odds in (("asked", "0.72 now, 0.77 before"), ("agreed", "still 0.72"), ("met", "0.83 now, 0.72 before")):
        settled(page)
        page.get_by_role("radiogroup", name="It is now").get_by_text(state, exact=True).click()
        settled(page)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text(f" {state}. The odds of reaching them are {odds}.")).to_be_visible()
    take_all_back(app, page, "newgrit-ltd")
    assert fingerprint(app.store) == before
