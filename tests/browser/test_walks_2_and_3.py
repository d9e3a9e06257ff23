"""Walks 2 and 3 of the worked example, by mouse and by keyboard alone: champions, silos, pilots, who must not leave."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.driving import arrived, choose, menu, menu_by_keyboard, settled, tab_to, type_choice, violations

CARD = "Maya Reed, Head of Innovation, Northmoor City Council: champion; rank 1 of 1 (4 pieces of evidence)."
TOO_LITTLE = "Officers with too little on record, most evidence first"
NOT_ENOUGH = "1 innovator of at least 3, 5 others of at least 8, 6 ties of at least 10"
MAYA = {"viewer": "northmoor", "pilot": "PL1"}
AT_RISK = "Risk of stalling: high. Missing: budget holder, operational owner, active sponsor."
BETTER = "Risk of stalling: medium. Missing: active sponsor."


def test_walk_2_who_opens_doors_by_mouse(town, page):
    """Items 6 to 10: champions, connectors, grades, sets, and betweenness beside the score."""
    page.goto(town.address("", {"viewer": "northmoor"}))
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    menu(page, "Find", "Champions")
    expect(page.get_by_text("1 of 12 officers have enough on record for a rank; 1 is a champion.")).to_be_visible()
    settled(page)
    ranked = page.get_by_role("table", name="Officers who open doors, best first").inner_text()
    assert "2.75" in ranked and "champion" in ranked and "betweenness 0.32" in ranked  # 2.746624, 0.320261
    others = page.get_by_role("table", name=TOO_LITTLE).get_by_role("row")
    expect(others).to_have_count(12)  # eleven and the heading
    rows = {row.split("\n")[0]: row for row in others.all_inner_texts()}
    assert "1 piece\tcoach (provisional), gatekeeper" in rows["Owen Price"]
    assert "sponsor" in rows["Ruth Hale"] and "betweenness 0.26" in rows["Ruth Hale"]
    expect(page.get_by_text("Of 24 pairs of a small firm's person and a decision-maker")).to_be_visible()
    choose(page, "Council", "Northmoor City Council")
    choose(page, "Theme", "winter maintenance")
    covering = page.get_by_role("table", name="Who together covers every yes").inner_text()
    assert "Tom Ashby" in covering and "Lena Cole" in covering and "Maya Reed" not in covering
    briefed = page.get_by_role("table", name="Whom to brief").inner_text()
    assert "Lena Cole" in briefed and "Ruth Hale" in briefed
    page.get_by_role("link", name="Maya Reed").click()
    expect(page.get_by_text(CARD)).to_be_visible()
    settled(page)
    page.get_by_text("The rows behind: endorsed by small firms").click()
    expect(page.get_by_role("table", name="Endorsed by small firms")).to_contain_text("supplier survey, row 2")
    page.get_by_role("link", name="Back to the list").click()
    expect(page.get_by_role("table", name="Who together covers every yes")).to_be_visible()


def test_walk_2_who_opens_doors_by_keyboard_alone(town, page):
    page.goto(town.base)
    arrived(page, "Who can open the door?")
    menu_by_keyboard(page, "Find", "Champions")
    arrived(page, "Who opens doors?")
    type_choice(page, "Whose data", "Northmoor")
    type_choice(page, "Council", "Northmoor City")
    type_choice(page, "Theme", "winter")
    expect(page.get_by_role("table", name="Who together covers every yes")).to_be_visible()
    settled(page)
    tab_to(page, "Maya Reed", "a")
    page.keyboard.press("Enter")
    expect(page.get_by_text(CARD)).to_be_visible()
    page.locator(".picture[data-ready]").wait_for()
    settled(page)
    tab_to(page, "The rows behind: endorsed by small firms")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Endorsed by small firms")).to_contain_text("supplier survey, row 2")
    tab_to(page, "Those around Maya Reed")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("All that is on record")).to_be_visible()
    page.keyboard.press("Escape")


def test_walk_2_silos_by_mouse(town, page):
    page.goto(town.base)
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    choose(page, "Whose data", "Northmoor City Council")
    menu(page, "Understand", "Silos")
    page.get_by_role("heading", name="Silos").wait_for()
    page.get_by_role("table", name="All councils").get_by_role("link", name="Northmoor City Council").click()
    expect(page.get_by_text(NOT_ENOUGH)).to_be_visible()
    matrix = page.get_by_role("table", name="Ties between functions")
    row = matrix.get_by_role("row").filter(has=page.get_by_role("rowheader", name="innovation"))
    told = [
        "0 0.4 expected by chance",  # data governance
        "1 0.4 expected by chance",  # executive
        "0 0.0 expected by chance",
        "1 0.8 expected by chance",  # operations
        "0 0.4 expected by chance",  # procurement
    ]
    expect(row.get_by_role("cell")).to_have_text(told, use_inner_text=True)
    expect(page.get_by_text("(E-I index): 1.00, where chance would give 0.87")).to_be_visible()
    expect(page.get_by_role("link", name="Maya Reed").first).to_be_visible()
    link = page.url
    page.get_by_text("Hide names").click()
    settled(page)
    expect(page.get_by_text("Maya Reed")).to_have_count(0)
    assert "hide=yes" in page.url
    with page.expect_download() as download:
        page.get_by_role("button", name="Export JSON").click()
    assert "Maya" not in Path(download.value.path()).read_text("utf-8")
    page.goto(link.replace("viewer=northmoor", "viewer=brightgrit"))
    expect(page.get_by_text("Too few people are on record on one of the two sides")).to_be_visible()
    expect(page.get_by_text("Maya Reed")).to_have_count(0)


def test_walk_2_silos_by_keyboard_alone(town, page):
    page.goto(town.address("", {"viewer": "northmoor"}))
    arrived(page, "Who can open the door?")
    menu_by_keyboard(page, "Understand", "Silos")
    arrived(page, "Silos")
    type_choice(page, "Council", "Northmoor City")
    expect(page.get_by_text(NOT_ENOUGH)).to_be_visible()
    settled(page)
    tab_to(page, "The ties that join the two sides (2)")
    page.keyboard.press("Enter")
    joined = page.get_by_role("table", name="Ties of innovators to operations and budget holders")
    expect(joined).to_contain_text("Tom Ashby")
    page.locator(".picture[data-ready]").wait_for()
    tab_to(page, "Officers of Northmoor City Council")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".said")).to_contain_text("Maya Reed")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Maya Reed: Head of Innovation at Northmoor City Council.")).to_be_visible()


def test_walk_3_by_mouse(town, page):
    page.goto(town.base)
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    choose(page, "Whose data", "Northmoor City Council")
    menu(page, "Understand", "Key people")
    expect(page.get_by_text("If Maya Reed left, 44 % of the ways from outside would be lost")).to_be_visible()
    listed = page.get_by_role("table", name="If this person left").inner_text()
    places = [listed.index(share) for share in ("44.1 %", "40.3 %", "21.2 %", "2.6 %", "0.4 %")]
    assert places == sorted(places)
    choose(page, "What if this person or team left?", "Maya Reed")
    expect(page.get_by_text("every possible tie was tried")).to_be_visible()
    best = page.get_by_role("table", name="New ties (strength 0.50)").get_by_role("row").nth(1)
    expect(best).to_contain_text("Ruth Hale")
    expect(best).to_contain_text("keeps 6.13 of 6.71; with it 11 %")
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_text("every possible tie was tried")).to_be_visible()
    choose(page, "Whose data", "Brightgrit Ltd")
    expect(page.get_by_text("told to the council itself")).to_be_visible()
    expect(page.get_by_text("Maya Reed")).to_have_count(0)


def test_walk_3_by_keyboard_alone(town, page):
    page.goto(town.address("key_people", {"viewer": "northmoor"}))
    arrived(page, "Key people")
    type_choice(page, "What if this person or team left?", "Maya Reed")
    expect(page.get_by_text("every possible tie was tried")).to_be_visible()
    settled(page)
    tab_to(page, "The rows behind these ways")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Max Hill and Maya Reed")).to_be_visible()
    tab_to(page, "Hide names", most=120)
    page.keyboard.press("Space")
    expect(page.get_by_text("Maya Reed")).to_have_count(0)
    expect(page.get_by_text("44 % of the ways from outside would be lost").first).to_be_visible()


def test_walk_2_pilots_by_mouse_with_undo(town, page):
    page.goto(town.base)
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    choose(page, "Whose data", "Northmoor City Council")
    menu(page, "Plan", "Pilots")
    expect(page.get_by_text("3 pilots on record, 1 of them not ended")).to_be_visible()
    page.get_by_role("link", name="Gritting sensors trial").click()
    expect(page.get_by_text(AT_RISK)).to_be_visible()
    functions = page.get_by_role("table", name="Functions that a pilot needs")
    expect(functions).to_contain_text("Maya Reed → Ruth Hale → Lena Cole → Sam Doyle")
    settled(page)
    page.get_by_role("combobox", name="Who joins the pilot").click()
    page.keyboard.type("Tom", delay=15)  # the list is long: only what is in sight is there to be clicked
    page.get_by_role("option", name="Tom Ashby").click()
    settled(page)
    for role in ("operational owner", "budget holder"):
        choose(page, "In which roles", role)
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Route to buy").fill("below-threshold purchase")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name="Add to this pilot").click()
    expect(page.get_by_text(BETTER)).to_be_visible()
    expect(page.get_by_text("medium now, high before.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Route to buy")).to_have_value("")
    assert not violations(page)
    settled(page)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text(AT_RISK)).to_be_visible()
    assert len(town.store.loads()) == 1
    settled(page)
    page.get_by_role("button", name="Back to all pilots").click()
    page.get_by_role("link", name="Salt routing trial").click()  # it has ended: no risk is shown
    expect(page.get_by_text("has ended. What came of it: contract.")).to_be_visible()


def test_walk_2_pilots_by_keyboard_alone_with_undo(town, page):
    page.goto(town.address("", {"viewer": "northmoor"}))
    arrived(page, "Who can open the door?")
    menu_by_keyboard(page, "Plan", "Pilots")
    arrived(page, "Pilots")
    type_choice(page, "Pilot", "Gritting sensors trial")
    expect(page.get_by_text(AT_RISK)).to_be_visible()
    settled(page)
    tab_to(page, "The way to Sam Doyle")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="From the pilot's team to Sam Doyle")).to_be_visible()
    type_choice(page, "Who joins the pilot", "Tom Ashby")
    for role in ("operational owner", "budget holder"):
        type_choice(page, "In which roles", role)
    tab_to(page, "Route to buy")
    page.keyboard.type("below-threshold purchase", delay=15)
    tab_to(page, "Add to this pilot")
    settled(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text(BETTER)).to_be_visible()
    settled(page)
    page.locator("body").press("Home")
    tab_to(page, "Undo")
    page.keyboard.press("Enter")
    expect(page.get_by_text(AT_RISK)).to_be_visible()
    assert len(town.store.loads()) == 1
