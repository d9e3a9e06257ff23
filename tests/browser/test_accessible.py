"""No page breaks the rules of WCAG 2.2 AA that axe can check, light or dark."""

from __future__ import annotations

import pytest

from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from tests.browser.driving import ANA, settled, violations

WINTER = {"council": "northmoor", "theme": "winter-maintenance"}
PAGES = {
    "home": ("", {"viewer": "brightgrit"}),
    "introductions": ("introductions", ANA),
    "no route": ("introductions", {**ANA, "council": "westfell"}),
    "misspelt": ("introductions", {**ANA, "council": "Northmor"}),
    "explore": ("explore", {"viewer": "northmoor", "id": "P01"}),
    "organisation": ("explore", {"viewer": "northmoor", "id": "northmoor"}),
    "search": ("explore", {"find": "Northmor"}),
    "champions": ("champions", {"viewer": "northmoor", **WINTER}),
    "officer": ("champions", {"viewer": "northmoor", "officer": "P01"}),
    "key people": ("key_people", {"viewer": "northmoor", "leaves": "person:P01"}),
    "key people refused": ("key_people", {"viewer": "brightgrit"}),
    "pilots": ("pilots", {}),
    "pilot": ("pilots", {"viewer": "northmoor", "pilot": "PL1"}),
    "next council": ("next_council", {"viewer": "brightgrit", "firm": "brightgrit"}),
    "peer evidence": ("next_council", {"viewer": "brightgrit", "firm": "brightgrit", "candidate": "westfell"}),
    "challenges": ("challenges", {"viewer": "brightgrit"}),
    "access": ("access", {"viewer": "innovation-fund", "since": "2025-06-01", "change": "yes"}),
    "programmes": ("programmes", {"viewer": "innovation-fund"}),
    "programme": ("programmes", {"viewer": "innovation-fund", "programme": "W", "suppliers": "brightgrit|gritworks"}),
    "requests": ("requests", {"viewer": "caresense", "asker": "P21", "introducer": "P31", "target": "P01"}),
    "cold start": ("requests", {"viewer": "gritworks"}),
    "event plan": ("events", {"viewer": "civic-tech", "seats": "4", "least_sme": "2", "on": "2026-12-25"}),
    "tickets": ("events", {"viewer": "brightgrit", "do": "choose", "firm": "brightgrit"}),
    "event after": ("events", {"do": "after", "event": "EV1"}),
    "should meet": ("events", {"do": "meet"}),
    "silos": ("silos", {"viewer": "northmoor", "council": "northmoor"}),
    "silos for others": ("silos", {"viewer": "brightgrit", "council": "northmoor"}),
    "silos of all": ("silos", {}),
    "titles": ("titles", {"viewer": "northmoor", "title": "Head of Change", "phrase": "officer"}),
    "history": ("history", {"viewer": "northmoor"}),
    "quality": ("quality", {"viewer": "northmoor"}),
    "data": ("data", {}),
    "about": ("about", {}),
}
DRAWN = ("introductions", "explore", "organisation", "officer", "key people", "pilot", "silos")
BRIGHTNESS = """() => {
  const colour = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  return colour.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) > 382;
}"""  # whether the page is light

FUNDED = {
    "programmes.csv": b"programme_id,name,funder_id,themes,opens,closes,max_suppliers\n"
    b"W,Winter Fund,innovation-fund,winter-maintenance,2026-05-01,2026-09-30,6\n",
    "phases.csv": b"programme_id,name,number,max_suppliers,months\nW,Discovery,1,6,3\nW,Trial,2,2,9\n",
}  # the worked example has no programme


@pytest.fixture
def funded(town):
    """Give the app with a programme besides."""
    files = [InputFile(name, content) for name, content in FUNDED.items()]
    plan(files, town.store, Defaults("open")).commit(strict=True)
    yield town
    town.store.undo(town.store.loads()[-1].id)


def test_no_page_breaks_the_accessibility_rules_light_or_dark(funded, browser, tmp_path):
    """The pages follow the colour scheme of the system while they are open, so each is opened once."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    found = {}
    for name, (path, choices) in PAGES.items():
        page.emulate_media(color_scheme="light")
        page.goto(funded.address(path, choices))
        page.get_by_role("heading", level=1).wait_for()
        page.get_by_role("spinbutton").first.wait_for()
        page.wait_for_load_state("networkidle")
        if name in DRAWN:
            page.locator(".picture[data-ready]").first.wait_for()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            settled(page)
            page.wait_for_timeout(600)
            assert page.evaluate(BRIGHTNESS) == (scheme == "light"), (name, scheme)
            if broken := violations(page):
                found[f"{name} {scheme}"] = broken
                page.screenshot(path=tmp_path / f"{name} {scheme}.png", full_page=True)
    context.close()
    assert found == {}
