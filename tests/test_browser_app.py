"""The real app in a real browser: the walks of the worked example, by mouse and by keyboard alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode, urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError as NotInTimeError
from playwright.sync_api import expect

from graph.sqlite_store import SqliteStore
from loaders.plan import plan
from loaders.reading import Defaults
from sample_data import ACCEPTANCE

ROOT = Path(__file__).parents[1]
ANA = {"viewer": "brightgrit", "you": "P20", "council": "northmoor", "theme": "winter-maintenance"}
WINTER = {"council": "northmoor", "theme": "winter-maintenance"}
FIRST = "Ana Brook can reach Tom Ashby (Highways Operations Manager, Northmoor City Council) through Owen Price"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
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
    "silos": ("silos", {"viewer": "northmoor", "council": "northmoor"}),
    "silos for others": ("silos", {"viewer": "brightgrit", "council": "northmoor"}),
    "silos of all": ("silos", {}),
    "data": ("data", {}),
    "about": ("about", {}),
}
DRAWN = ("introductions", "explore", "organisation", "officer", "key people", "pilot", "silos")
FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return "";
  const role = at.getAttribute("role") ?? at.tagName.toLowerCase();
  const own = ["button", "a", "summary"].includes(at.tagName.toLowerCase()) ? at.textContent : "";
  return [role, at.getAttribute("aria-label"), ...[...(at.labels ?? [])].map((l) => l.textContent), own].join(" ");
}"""


class App:
    """The app as a user starts it: its address, and the store behind it."""

    def __init__(self, folder: Path) -> None:
        self.store = SqliteStore(folder / "town.sqlite")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}/"
        days = {"CHAMPIONS_AS_AT": "2026-06-01", "CHAMPIONS_TODAY": "2026-06-01"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={self.port}"],
            cwd=ROOT,
            env=os.environ | days | {"CHAMPIONS_STORE": self.store.address},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.base}_stcore/health", timeout=1)
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("The app did not start.")

    def address(self, page: str, choices: dict[str, str]) -> str:
        """The link to a page with choices."""
        return f"{self.base}{page}?{urlencode(choices)}"

    def fill(self) -> None:
        """Bring the worked example into the store, if it is not there."""
        plan([ACCEPTANCE], self.store, Defaults()).commit(strict=True)

    def empty(self) -> None:
        """Take every load back."""
        for load in self.store.loads():
            self.store.undo(load.id)


@pytest.fixture(scope="session")
def app(tmp_path_factory):
    """Give the running app; one process for all tests of this file."""
    started = App(tmp_path_factory.mktemp("app"))
    try:
        started.wait()
        yield started
    finally:
        started.process.terminate()
        started.process.wait(20)


@pytest.fixture
def page(app, browser):
    """Give a page that records whom it calls, and fails if that is anybody but this machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    made = context.new_page()
    called: list[str] = []
    made.on("request", lambda request: called.append(request.url))
    made.set_default_timeout(30_000)
    yield made
    context.close()
    elsewhere = {urlparse(url).hostname for url in called if urlparse(url).scheme in ("http", "https", "ws", "wss")}
    assert elsewhere <= {"127.0.0.1"}


@pytest.fixture
def town(app):
    """Give the app with the worked example loaded."""
    app.fill()
    return app


def tab_to(page, name, role="", most=90):
    """Press Tab until what has the focus is called so."""
    met = []
    for _ in range(most):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))
        if name in met[-1] and met[-1].startswith(role):
            return
    raise AssertionError(f"{name} cannot be reached with Tab, only {met}")


def chosen_by_keyboard(page):
    """Press Enter on the uploader until the choice of files opens: a press while the page is drawn reaches nobody."""
    for last in (False, False, True):
        tab_to(page, "Upload")
        try:
            with page.expect_file_chooser(timeout=8_000) as chooser:
                page.keyboard.press("Enter")
            return chooser.value
        except NotInTimeError:
            if last:
                raise
    raise AssertionError("the last try returns or raises")


def choose(page, label, text):
    """Choose with the mouse from a list."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=text).first.click()
    settled(page)


def type_choice(page, label, text):
    """Choose with the keyboard from a list."""
    tab_to(page, label, "combobox")
    page.keyboard.press("ArrowDown")
    page.keyboard.type(text, delay=15)
    page.get_by_role("option").first.wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("ArrowDown")  # past what was typed, which Enter would take as it stands
    page.keyboard.press("Enter")
    settled(page)


SETTLED = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale=true]');
}"""


def settled(page):
    """Wait until the page has been made anew, and was not made once more right after that."""
    for _ in range(3):
        page.wait_for_timeout(150)
        page.wait_for_function(SETTLED)


def test_walk_0_loads_the_example_by_mouse_and_a_second_time_changes_nothing(app, page):
    app.empty()
    page.goto(app.address("data", {}))
    files = [str(path) for path in sorted(ACCEPTANCE.glob("*.csv"))]
    with page.expect_file_chooser() as chooser:
        page.locator("[data-testid=stFileUploader] button", has_text="Upload").click()
    chooser.value.set_files(files)
    page.get_by_role("button", name="Check these files").click()
    expect(page.get_by_text("Nothing is changed yet.").first).to_be_visible()
    assert not app.store.loads()
    assert not _violations(page)
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
    tab_to(page, "Check these files")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing is changed yet.").first).to_be_visible()
    settled(page)
    tab_to(page, "Load 124 rows")
    page.keyboard.press("Enter")
    expect(page.get_by_text("124 rows added")).to_be_visible()
    settled(page)
    tab_to(page, "Undo")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Undone: 124 rows taken back.")).to_be_visible()
    assert not app.store.loads()


def test_walk_1_by_mouse(town, page):
    page.goto(town.base)
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    choose(page, "Whose data", "Brightgrit Ltd")
    page.get_by_role("link", name="Introductions").click()
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
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    settled(page)
    tab_to(page, "Introductions")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Find an introduction").wait_for()
    settled(page)
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


CARD = "Maya Reed, Head of Innovation, Northmoor City Council: champion; rank 1 of 1 (4 pieces of evidence)."
TOO_LITTLE = "Officers with too little on record, most evidence first"


def test_walk_2_who_opens_doors_by_mouse(town, page):
    """Items 6 to 10: champions, connectors, grades, sets, and betweenness beside the score."""
    page.goto(town.address("", {"viewer": "northmoor"}))
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    page.get_by_role("link", name="Champions").click()
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
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    settled(page)
    tab_to(page, "Champions")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Who opens doors?").wait_for()
    settled(page)
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


NOT_ENOUGH = "1 innovator of at least 3, 5 others of at least 8, 6 ties of at least 10"


def test_walk_2_silos_by_mouse(town, page):
    page.goto(town.base)
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    choose(page, "Whose data", "Northmoor City Council")
    page.get_by_role("link", name="Silos").click()
    page.get_by_role("heading", name="Silos").wait_for()
    page.get_by_role("table", name="All councils").get_by_role("link", name="Northmoor City Council").click()
    expect(page.get_by_text(NOT_ENOUGH)).to_be_visible()
    matrix = page.get_by_role("table", name="Ties between functions")
    row = matrix.get_by_role("row").filter(has=page.get_by_role("rowheader", name="innovation"))
    assert row.get_by_role("cell").all_inner_texts() == [
        "0 0.4 expected by chance",  # data governance
        "1 0.4 expected by chance",  # executive
        "0 0.0 expected by chance",
        "1 0.8 expected by chance",  # operations
        "0 0.4 expected by chance",  # procurement
    ]
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
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    settled(page)
    tab_to(page, "Silos")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Silos").wait_for()
    settled(page)
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
    page.get_by_role("link", name="Key people").click()
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
    page.get_by_role("heading", name="Key people").wait_for()
    settled(page)
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


MAYA = {"viewer": "northmoor", "pilot": "PL1"}
AT_RISK = "Risk of stalling: high. Missing: budget holder, operational owner, active sponsor."
BETTER = "Risk of stalling: medium. Missing: active sponsor."


def test_walk_2_pilots_by_mouse_with_undo(town, page):
    page.goto(town.base)
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    choose(page, "Whose data", "Northmoor City Council")
    page.get_by_role("link", name="Pilots", exact=True).click()
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
    assert not _violations(page)
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
    page.get_by_role("heading", name="Who can open the door?").wait_for()
    settled(page)
    tab_to(page, "Pilots", "a")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Pilots", exact=True).wait_for()
    settled(page)
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
    assert not _violations(page)


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_the_accessibility_rules(town, browser, scheme, tmp_path):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    found = {}
    for name, (path, choices) in PAGES.items():
        page.goto(town.address(path, choices))
        page.get_by_role("heading", level=1).wait_for()
        page.get_by_role("spinbutton").first.wait_for()
        page.wait_for_load_state("networkidle")
        if name in DRAWN:
            page.locator(".picture[data-ready]").first.wait_for()
        settled(page)
        page.wait_for_timeout(600)
        found[name] = _violations(page)
        page.screenshot(path=tmp_path / f"{name} {scheme}.png", full_page=True)
    context.close()
    assert {name: told for name, told in found.items() if told} == {}


def _violations(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    return [f"{broken['id']}: {node['html'][:200]}" for broken in found for node in broken["nodes"]]
