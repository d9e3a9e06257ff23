"""What holds for pages in a real browser: pictures, reports, links, names that are misspelt, and who may ask."""

from __future__ import annotations

import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.driving import ANA, FIRST, arrived, settled, tab_to, type_choice, violations


def test_a_phrase_is_taught_and_undone_by_keyboard_alone(town, page):
    before = len(town.store.loads())
    page.goto(town.address("titles", {"viewer": "northmoor"}))
    arrived(page, "Teach what words mean")
    tab_to(page, "Words in a title", "input")  # before it stands the button with its help
    page.keyboard.type("innovation")
    page.keyboard.press("Enter")
    settled(page)
    type_choice(page, "What the work is about", "Digital")
    expect(page.get_by_text('Our table reads "innovation" as innovation.')).to_be_visible()
    tab_to(page, "Teach", "button  Teach")  # no help, no link has its name
    settled(page)
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text('Taught "innovation".')).to_be_visible()
    settled(page)
    tab_to(page, "Undo")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Undone: titles are read as before.")).to_be_visible()
    assert len(town.store.loads()) == before


def test_a_click_in_the_picture_shows_the_rows_and_the_zoom_stays(town, page):
    page.goto(town.address("introductions", ANA))
    picture = page.locator(".picture[data-ready]")
    picture.wait_for()
    picture.scroll_into_view_if_needed()
    page.get_by_role("button", name="Zoom in").click()
    where = picture.evaluate("(host) => host.where('P01')")
    box = picture.bounding_box()
    page.mouse.click(box["x"] + where["x"], box["y"] + where["y"])
    expect(page.get_by_text("Maya Reed: Head of Innovation at Northmoor City Council.")).to_be_visible()
    assert picture.evaluate("(host) => host.where('P01')") == pytest.approx(where)


def test_somebody_is_found_by_name_in_a_large_picture(town, page):
    page.goto(town.address("explore", {"viewer": "northmoor", "id": "P01", "also": "P01|P06|P07|P30"}))
    page.locator(".picture[data-ready]").wait_for()
    settled(page)
    page.get_by_role("combobox", name="Find in the picture").click()
    page.keyboard.type("Fay", delay=20)
    page.get_by_role("option", name="Fay North").wait_for()
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("Fay North")
    where = page.locator(".picture").evaluate("(host) => host.where('P30')")
    box = page.locator(".picture").bounding_box()
    assert (where["x"], where["y"]) == pytest.approx((box["width"] / 2, box["height"] / 2), abs=3)


def test_a_misspelt_council_is_offered_and_never_guessed(town, page):
    page.goto(town.address("introductions", {**ANA, "council": "Northmor"}))
    page.get_by_role("button", name="Northmoor City Council").click()
    expect(page.get_by_text(FIRST)).to_be_visible()


def test_the_first_useful_answer_comes_within_fifteen_seconds(town, page):
    begin = time.monotonic()
    page.goto(town.base)
    page.get_by_text("can reach").wait_for()
    assert time.monotonic() - begin < 15


def test_a_printed_report_is_a_page_of_its_own(town, page):
    page.goto(town.address("introductions", ANA))
    with page.expect_download() as download:
        page.get_by_role("button", name="Save report").click()
    made = Path(download.value.path()).read_text("utf-8")
    assert "Content-Security-Policy" in made and "<table" in made and "<script" not in made
    page.goto("about:blank")
    page.set_content(made)
    assert page.get_by_role("table").count() >= 2
    assert not violations(page)


def test_copy_link_copies_the_address_of_this_answer(town, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(town.address("introductions", ANA))
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Link copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_print_opens_the_report_and_not_the_page(town, page):
    page.goto(town.address("introductions", ANA))
    page.add_init_script("window.print = () => {}")
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("() => document.querySelector('iframe[sandbox]')?.contentDocument?.querySelector('footer')")
    told = page.evaluate("document.querySelector('iframe[sandbox]').contentDocument.body.innerText")
    assert "As at 1 June 2026" in told and "Owen Price" in told


def test_a_foreign_host_is_refused_and_the_policy_is_sent(app):
    asked = urllib.request.Request(app.base, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError, match="421"):
        urllib.request.urlopen(asked)
    with urllib.request.urlopen(app.base) as answer:
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
