"""The page Data with files of other programs: what only the user knows is asked once, and who is who is shown first."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import ui
from graph.sqlite_store import SqliteStore
from graph.store import fingerprint
from tests.test_cli import run
from tests.test_matching_load import CHART, CONNECTIONS

START = Path(ui.__file__).parent / "start" / "main.py"
DAY = {"as_at": "2026-06-01", "today": "2026-06-01"}
TICKETS = (
    "Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,"
    "Currency,Total Paid,Fees Paid,Eventbrite Fees,Eventbrite Payment Processing,Attendee Status,Home Address 1,"
    "Home Address 2,Home City,Home State,Home Zip,Home Country,Job Title,Company\n"
    "1,2026-04-02,Kate,Sample,,1,,Free,1,,,GBP,0,0,0,0,Checked In,,,,,,,Head of Highways,Leeds City Council\n"
)


@pytest.fixture
def address(tmp_path, monkeypatch):
    """Give the address of an empty store that the app shows."""
    made = str(tmp_path / "own.sqlite")
    st.cache_resource.clear()
    monkeypatch.setenv("CHAMPIONS_STORE", made)
    return made


def open_data():
    page = AppTest.from_file(str(START), default_timeout=60)
    page.query_params.update(DAY)
    page.run()
    page.switch_page("../pages/data.py").run()
    return page


def put_on_record(page):
    for key, text in (("name", "Ann Example"), ("title", "Director"), ("organisation", "Brightgrit Ltd")):
        page.text_input(key=f"own_{key}").set_value(text)
    return page.button(key="own_add").click().run()


def words_of(page):
    return "\n".join(element.proto.body for element in page.get("html"))


def test_a_newcomer_is_put_on_record_drops_three_exports_is_asked_once_and_undoes_it_all(address):
    before = fingerprint(SqliteStore(address))
    page = put_on_record(open_data())
    assert not page.exception and page.query_params["viewer"]  # from here on it is the firm's data
    files = [(one.name, one.content, "text/csv") for one in (CONNECTIONS, CHART)]
    page.file_uploader(key="files").set_value([*files, ("tickets.csv", TICKETS.encode(), "text/csv")])
    assert (page.selectbox(key="owner").value, page.selectbox(key="visibility").value) != (None, "")
    page.run()
    page.button(key="check").click().run()
    assert "lists people at an event" in page.warning[0].value
    page.text_input(key="event_tickets.csv").set_value("Showcase")
    page.button(key="check").click().run()
    said = words_of(page)
    assert "LinkedIn connections" in said and "Eventbrite" in said
    assert "to decide in Review" in said and "Nothing is changed yet" in said
    page.button(key="load").click().run()
    assert not page.exception and "rows added" in page.success[0].value
    for load in reversed(SqliteStore(address).loads()):
        assert run("undo", load.id, "--store", address).code == 0
    assert fingerprint(SqliteStore(address)) == before


def test_what_the_columns_of_an_unknown_table_mean_is_said_once_and_remembered(address):
    page = put_on_record(open_data())
    table = "Who they are;Job title;Where they work\nKate Sample;Head of Highways;Leeds City Council\n"
    page.file_uploader(key="files").set_value([("mine.csv", table.encode(), "text/csv")])
    page.run()
    page.button(key="check").click().run()
    assert not page.exception and "What do its columns mean?" in [one.value for one in page.subheader]
    page.selectbox(key="gives_mine.csv").set_value("people").run()
    page.selectbox(key="means_mine.csv_people_name").set_value("Who they are")
    page.selectbox(key="means_mine.csv_people_employer").set_value("Where they work").run()
    assert "Head of Highways" in words_of(page)  # the first rows, and a title that was proposed
    page.button(key="remember_mine.csv").click().run()
    assert page.success[0].value == "Remembered. Check these files again."
    page.button(key="check").click().run()
    assert not page.exception and "This would add" in words_of(page)


def test_the_command_line_puts_somebody_on_record_once(tmp_path):
    store = str(tmp_path / "s.db")
    arguments = ("me", "Ann Example", "--title", "Director", "--organisation", "Brightgrit Ltd", "--store", store)
    done = run(*arguments)
    assert done.code == 0 and "--whose ann-example-brightgrit-ltd" in done.out
    run(*arguments)
    assert len(SqliteStore(store).loads()) == 1
    run(*arguments, "--offers", "Winter Maintenance")
    [offers] = SqliteStore(store).read(["offers"])
    assert offers.table.column("theme").to_pylist() == ["winter-maintenance"]
    missing = run("me", "Ann", "--title", " ", "--organisation", "X", "--store", store)
    assert missing.code == 2 and "Say your title" in missing.err
