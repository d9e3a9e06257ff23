"""How tests drive the real app in a real browser: start it, choose and press by mouse or by keyboard alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError as NotInTimeError
from playwright.sync_api import expect

from graph.sqlite_store import SqliteStore
from loaders.plan import plan
from loaders.reading import Defaults
from sample_data import ACCEPTANCE

expect.set_options(timeout=30_000)  # a page is made anew after each choice, on a machine that does more besides

ROOT = Path(__file__).parents[2]
ANA = {"viewer": "brightgrit", "you": "P20", "council": "northmoor", "theme": "winter-maintenance"}
FIRST = "Ana Brook can reach Tom Ashby (Highways Operations Manager, Northmoor City Council) through Owen Price"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return "";
  const role = at.getAttribute("role") ?? at.tagName.toLowerCase();
  const own = ["button", "a", "summary"].includes(at.tagName.toLowerCase()) ? at.textContent : "";
  return [role, at.getAttribute("aria-label"), ...[...(at.labels ?? [])].map((l) => l.textContent), own].join(" ");
}"""
SETTLED = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale=true]');
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


def enter(page, button, says):
    """Press a button by the keyboard; once more if the page was made anew just then and the key reached nobody."""
    tab_to(page, button)
    page.keyboard.press("Enter")
    try:
        says.wait_for(timeout=15_000)
    except NotInTimeError:
        if page.get_by_role("button", name=button).count():
            tab_to(page, button)
            page.keyboard.press("Enter")
        expect(says).to_be_visible()


def tab_to(page, name, role="", most=150):
    """Press Tab until what has the focus is called so."""
    met = []
    for _ in range(most):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))
        if name in met[-1] and met[-1].startswith(role):
            return
    raise AssertionError(f"{name} cannot be reached with Tab, only {met}")


def menu(page, group, name):
    """Open a page from its group in the top bar; an open menu closes while the page is drawn anew."""
    settled(page)
    page.get_by_role("button", name=group, exact=True).click()
    page.get_by_role("menuitem", name=name, exact=True).click()


def menu_by_keyboard(page, group, name):
    """The same with Tab, Enter and the arrow keys."""
    tab_to(page, f"button  {group}")
    page.keyboard.press("Enter")
    for _ in range(12):
        page.wait_for_function("() => document.activeElement.role === 'menuitem'")
        if page.evaluate(FOCUSED) == f"menuitem  {name}":
            page.keyboard.press("Enter")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} cannot be reached in the menu {group}.")


def arrived(page, heading):
    """Wait for a page with this heading, and until it is made."""
    page.get_by_role("heading", name=heading, exact=True).wait_for()
    settled(page)


def chosen_by_mouse(page):
    """The choice of files that a click on the uploader opens."""
    with page.expect_file_chooser() as chooser:
        page.locator("[data-testid=stFileUploader] button", has_text="Upload").click()
    return chooser.value


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


def choose(page, label, text, *, exact=False):
    """Choose with the mouse from a list; a list closes when the page scrolls, so it is brought into sight first."""
    control = page.get_by_role("combobox", name=label, exact=exact)
    control.scroll_into_view_if_needed()
    page.wait_for_timeout(150)
    control.click()
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


def settled(page):
    """Wait until the page has been made anew, and was not made once more right after that."""
    for _ in range(3):
        page.wait_for_timeout(150)
        page.wait_for_function(SETTLED)


def violations(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    return [f"{broken['id']}: {node['html'][:200]}" for broken in found for node in broken["nodes"]]
