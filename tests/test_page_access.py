"""The pages Access and Programmes without a browser: the headline with its parts, limits, and names that are text."""

from __future__ import annotations

import pytest

from tests.test_app_pages import DAY, SCRIPT, _serve, open_page, words_of
from tests.test_programmes import FIRMS, PHASES, SEVEN, WINTER
from tests.worlds import acceptance, changed

FUND = {**DAY, "viewer": "innovation-fund"}


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Give the address of a store with the worked example and a programme."""
    return _serve(tmp_path, monkeypatch, [*acceptance(), WINTER, *PHASES, *FIRMS])


def test_the_headline_what_it_was_and_what_would_change_it(town):
    page = open_page("access", **FUND, since="2025-06-01", change="yes")
    said = words_of(page)
    assert "5 of 9 useful triples (55.6%) have a warm route" in said
    assert "0 of 9 as at 1 June 2025, 5 of 9 now" in said and "if Maya Reed met Lou Park, 7 of 9" in said
    assert "Gritworks Ltd" in said and "Westfell Council" in said and "Too few firms" in said
    page = open_page("access", **FUND, theme="winter-maintenance", since="no day")
    assert "2 of 6 useful triples for winter maintenance" in words_of(page)
    page = open_page("access", **FUND, since="2030-01-01")
    assert "does not lie before" in page.warning[0].value
    page.button[-1].click().run()
    assert "5 of 9 useful triples" in words_of(page)


def test_a_programme_and_a_seventh_supplier(town):
    assert "1 of 1 programme on record takes bids now" in words_of(open_page("programmes", **FUND))
    page = open_page("programmes", **FUND, programme="W", suppliers="|".join(SEVEN))
    assert "2 have all three" in words_of(page) and "Iris Wood" in words_of(page)
    assert "takes at most 6 suppliers" in page.warning[0].value
    page.multiselect(key="w_suppliers").set_value(SEVEN[:6]).run()
    assert not page.warning and "This fits the limits" in words_of(page)


def test_names_are_never_markup_and_an_empty_store_says_what_to_load(tmp_path, monkeypatch):
    rows = [*changed(acceptance(), "organisations", {"organisation_id": "brightgrit"}, name=SCRIPT)]
    rows += changed([WINTER, *PHASES], "programmes", {"programme_id": "W"}, name=SCRIPT)
    _serve(tmp_path, monkeypatch, rows)
    for name, more in (("access", {}), ("programmes", {}), ("programmes", {"programme": "W"})):
        said = words_of(open_page(name, **FUND, **more))
        assert SCRIPT not in said and "&lt;" in said
    (tmp_path / "empty").mkdir()
    _serve(tmp_path / "empty", monkeypatch, [])
    assert "Load offers.csv" in words_of(open_page("access", **DAY))
    assert "Load programmes.csv" in words_of(open_page("programmes", **DAY))
