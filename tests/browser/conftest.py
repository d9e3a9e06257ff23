"""The running app, and a page of it that fails if it calls anybody but this machine."""

from __future__ import annotations

from urllib.parse import urlparse

import pytest

from tests.browser.driving import App


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
