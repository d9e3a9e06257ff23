"""What tests share: a real Neo4j, a real browser, and the rule that neither is skipped unseen.

A test that uses the fixture ``neo4j_server`` or ``browser`` gets the mark of that name by itself. A test that asks
for one at run time (``request.getfixturevalue``) wears the mark by hand. With CI=true a skip of either is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from neo4j import GraphDatabase
from playwright.sync_api import Browser, sync_playwright

import neo4j_server as neo4j_runner

if TYPE_CHECKING:
    from graph.neo4j_store import Neo4jStore
    from graph.store import Store

IN_CI = os.environ.get("CI", "").lower() == "true"
SERVICES = {"neo4j": "Neo4j", "browser": "Browser"}  # mark -> its name in the summary
GIVEN_BY = {
    "neo4j_server": "neo4j",
    "empty_neo4j": "neo4j",
    "neo4j_town": "neo4j",
    "gds_server": "neo4j",
    "browser": "browser",
}  # fixture -> mark

LONG = {"test_view_worlds.py", "test_store_contract.py", "test_kill.py", "test_accessible.py"}

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True, slots=True)
class Neo4jAddress:
    """Where a Neo4j for tests answers."""

    uri: str
    user: str
    password: str = field(repr=False)


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jAddress]:
    """Give a Neo4j that tests may fill and empty: the one in the environment, else one of our own per process."""
    if uri := os.environ.get("NEO4J_TEST_URI"):
        given = Neo4jAddress(uri, os.environ.get("NEO4J_TEST_USER", "neo4j"), os.environ.get("NEO4J_TEST_PASSWORD", ""))
        _refuse_data_of_others(given)
        yield given
        _empty(given)
        return
    try:
        with neo4j_runner.running(brief=True) as server:
            yield Neo4jAddress(server.uri, server.user, server.password)
    except neo4j_runner.Unavailable as reason:
        _skip(str(reason))


@pytest.fixture(scope="module")
def gds_server() -> Iterator[Neo4jAddress]:
    """Give a Neo4j of our own that has Graph Data Science."""
    try:
        with neo4j_runner.running(neo4j_runner.WITH_GDS, brief=True) as server:
            yield Neo4jAddress(server.uri, server.user, server.password)
    except neo4j_runner.Unavailable as reason:
        _skip(str(reason))


@pytest.fixture
def empty_neo4j(neo4j_server: Neo4jAddress) -> Neo4jAddress:
    """Give the same server without any node or relation; constraints and indexes stay."""
    _empty(neo4j_server)
    return neo4j_server


@pytest.fixture(scope="module")
def neo4j_town(neo4j_server: Neo4jAddress) -> Iterator[Neo4jStore]:
    """Give a store on that server with nothing in it, for all tests of a file."""
    from graph.neo4j_store import Neo4jStore

    _empty(neo4j_server)
    store = Neo4jStore(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)
    yield store
    store.close()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a store of either kind with the worked example in it, for all tests of a file."""
    from graph.sqlite_store import SqliteStore
    from tests.worlds import acceptance, fill

    if request.param == "neo4j":
        yield fill(request.getfixturevalue("neo4j_town"), acceptance())
        return
    store = SqliteStore(tmp_path_factory.mktemp("town") / "town.sqlite")
    yield fill(store, acceptance())
    store.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a headless Chromium; open ``browser.new_context()`` per test and close it.

    While it is there Playwright keeps an event loop in this thread, so it ends with its file: tests of other files may
    run loops of their own.
    """
    chromium = find_chromium()
    if chromium is None:
        _skip("No Chromium: install one (on Debian: apt-get install chromium) or set CHROMIUM to its path.")
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium, args=_CHROMIUM_ARGS)
        yield chrome
        chrome.close()


def find_chromium() -> str | None:
    named = (os.environ.get("CHROMIUM"), *_CHROMIUMS, _MAC_CHROME)
    return next((path for name in named if name and (path := shutil.which(name))), None)


def _skip(reason: str) -> None:
    """Skip; in CI fail, so that not even a test without its mark can hide."""
    if IN_CI:
        pytest.fail(f"{reason} With CI=true this is not skipped.", pytrace=False)
    pytest.skip(reason)


def _refuse_data_of_others(server: Neo4jAddress) -> None:
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        found = driver.execute_query("MATCH (n) RETURN count(n) AS nodes").records[0]["nodes"]
    if found:
        pytest.exit(f"NEO4J_TEST_URI leads to a database with {found} nodes. Tests erase it: give an empty one.", 2)


def _empty(server: Neo4jAddress) -> None:
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in GIVEN_BY:
                item.add_marker(GIVEN_BY[fixture])
    # Files of minutes come first, for two workers to end together.
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    report.services = [mark for mark in SERVICES if item.get_closest_marker(mark)]
    if IN_CI and report.services and _is_skip(report):
        report.outcome = "failed"
        report.longrepr = f"With CI=true a test of {' and '.join(report.services)} is not skipped: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if IN_CI and report.skipped and _speaks_of_services(collector.path):
        report.outcome = "failed"
        report.longrepr = f"With CI=true a module with tests of Neo4j or the browser is not skipped: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    run, skipped = _count(report for reports in terminalreporter.stats.values() for report in reports)
    told = [f"{name} tests: {run[mark]} run, {skipped[mark]} skipped." for mark, name in SERVICES.items()]
    terminalreporter.write_line(" ".join(told))


def _count(reports: Iterator[object]) -> tuple[Counter[str], Counter[str]]:
    """Count, by service, the tests that ran and those that were skipped."""
    seen: dict[bool, set[tuple[str, str]]] = defaultdict(set)
    for report in reports:
        for mark in getattr(report, "services", ()):
            if _is_skip(report):
                seen[True].add((mark, report.nodeid))
            elif report.when == "call" or report.failed:
                seen[False].add((mark, report.nodeid))
    return tuple(Counter(mark for mark, _ in seen[is_skip]) for is_skip in (False, True))


def _is_skip(report: pytest.TestReport) -> bool:
    return report.skipped and not hasattr(report, "wasxfail")  # a gap marked xfail has run


def _speaks_of_services(path: Path) -> bool:
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return any(name in text for name in (*GIVEN_BY, *(f"mark.{mark}" for mark in SERVICES)))
