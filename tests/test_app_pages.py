"""Every page of the app, without a browser: what it says, to whom, and what it never does with a name."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import ui
from graph.sqlite_store import SqliteStore
from graph.view import view
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from queries import warm_routes
from tests.worlds import acceptance, fill, row
from ui import guard, report, tables

START = Path(ui.__file__).parent / "start" / "main.py"
DAY = {"as_at": "2026-06-01", "today": "2026-06-01"}
ANA = {"viewer": "brightgrit", **DAY, "you": "P20", "council": "northmoor", "theme": "winter-maintenance"}
SCRIPT, IMAGE, FORMULA = (
    "<script>alert(1)</script>",
    "![x](http://evil.example/x.png)",
    '=HYPERLINK("http://evil.example")',
)


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Give the address of a store with the worked example."""
    return _serve(tmp_path, monkeypatch, acceptance())


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """Give a town in which three people and a firm have names that attack whoever shows them."""
    names = {"P20": SCRIPT, "P07": IMAGE, "P01": FORMULA, "brightgrit": f"{IMAGE} {SCRIPT}"}
    rows = [_renamed(told, names) for told in acceptance()]
    return _serve(tmp_path, monkeypatch, rows)


def _renamed(told, names):
    key = {"people": "person_id", "organisations": "organisation_id"}.get(told.kind)
    if key is None or told.cells[key] not in names:
        return told
    return row(told.kind, at=told.row, **{**told.cells, "name": names[told.cells[key]], "aliases": ""})


def _serve(tmp_path, monkeypatch, rows):
    store = SqliteStore(tmp_path / "town.sqlite")
    fill(store, [told for told in rows])
    store.close()
    st.cache_resource.clear()
    monkeypatch.setenv("CHAMPIONS_STORE", store.address)
    return store.address


def open_page(name, **choices):
    """Open a page as a link would, and wait until it is made."""
    page = AppTest.from_file(str(START), default_timeout=60)
    for choice, value in choices.items():
        page.query_params[choice] = value
    page.run()
    if name:
        page.switch_page(f"../pages/{name}.py")
        for choice, value in choices.items():
            page.query_params[choice] = value
        page.run()
    assert not page.exception and not any("could not be made" in error.value for error in page.error)
    return page


def words_of(page):
    """All that a page says in markup of ours."""
    return "\n".join(element.proto.body for element in page.get("html"))


def test_home_asks_who_can_open_the_door_and_answers_from_the_data(town):
    page = open_page("", viewer="brightgrit", **DAY)
    assert page.title[0].value == "Who can open the door?"
    assert "Ana Brook can reach Iris Wood" in words_of(page)
    assert "5 councils, 5 firms, 19 people, 21 ties between people" in words_of(page)
    assert {button.label for button in page.button} >= {"Find an introduction", "See who must say yes"}


def test_home_of_an_empty_store_says_how_to_begin(tmp_path, monkeypatch):
    _serve(tmp_path, monkeypatch, [])
    page = open_page("")
    assert "Nothing is on record" in words_of(page)
    assert "people.csv" in words_of(page)


def test_ana_gets_the_two_routes_of_the_worked_example(town):
    page = open_page("introductions", **ANA)
    said = words_of(page)
    assert "through Owen Price and then Maya Reed" in said
    assert said.index("Route 1, step by step") < said.index("Route 2, step by step")
    assert "Route 3" not in said
    assert "odds 0.38" in said and "odds 0.31" in said  # 0.380313 and 0.306005
    assert "at least one of these works: 0.57" in said  # 0.569941
    assert "%" not in said.replace("100%", "").split("<style>")[0]
    assert "None of these routes uses MegaCivic plc" in said
    assert "Leads, not introductions (11)" in [box.label for box in page.expander]


def test_all_five_yeses_have_their_holders_and_routes(town):
    said = words_of(open_page("introductions", **ANA))
    for name, odds in (("Tom Ashby", "0.38"), ("Ruth Hale", "0.48"), ("Lena Cole", "0.26"), ("Sam Doyle", "0.18")):
        assert name in said and f"<td>{odds}</td>" in said


def test_no_route_names_the_ties_that_would_make_one(town):
    said = words_of(open_page("introductions", **{**ANA, "council": "westfell"}))
    assert "No warm route from Ana Brook to Eve Stone" in said
    assert "There is no closest miss" in said
    assert "Ana Brook and Eve Stone" in said.replace("Eve Stone and Ana Brook", "Ana Brook and Eve Stone")
    assert "0.37" in said  # 0.368188


def test_a_closest_miss_is_named_and_never_listed(town):
    said = words_of(open_page("introductions", viewer="brightgrit", **DAY, you="P21", to="person", person="P05"))
    assert "Closest miss, not a route: Jo Field → Max Hill → Maya Reed → Ruth Hale → Lena Cole → Sam Doyle" in said
    assert "a fourth introducer" in said
    assert "Route 1" not in said


def test_an_unknown_yes_is_not_known_and_never_none(town):
    said = words_of(open_page("introductions", **{**ANA, "council": "westfell", "who": "procurement"}))
    assert "Procurement at this council is not known." in said


def test_a_misspelt_council_is_asked_for_and_never_guessed(town):
    page = open_page("introductions", **{**ANA, "council": "Northmor"})
    assert "Northmor" in page.warning[0].value and "Did you mean" in page.warning[0].value
    offered = next(button for button in page.button if button.label.startswith("Northmoor City Council"))
    assert "Route 1" not in words_of(page)
    offered.click().run()
    assert page.query_params["council"] in ("northmoor", ["northmoor"])
    assert "Route 1" in words_of(page)


@pytest.mark.parametrize("alias", ["City of Northmoor", "Northmoor CC", "northmoor city council"])
def test_other_names_of_a_council_are_known(town, alias):
    assert "Route 1" in words_of(open_page("introductions", **{**ANA, "council": alias}))


def test_a_link_opens_the_same_answer_again(town):
    page = open_page("introductions", **ANA)
    page.toggle(key="w_without").set_value(True).run()
    page.selectbox(key="w_who").set_value("senior_sponsor").run()
    choices = {name: value if isinstance(value, str) else value[0] for name, value in page.query_params.items()}
    assert choices == {**ANA, "without": "yes", "who": "senior_sponsor"}
    assert words_of(open_page("introductions", **choices)) == words_of(page)


def test_two_viewers_never_see_one_anothers_answer(town):
    lou = {**ANA, "you": "P23"}
    council = words_of(open_page("explore", **DAY, viewer="northmoor", id="P32"))
    firm = words_of(open_page("explore", **DAY, viewer="brightgrit", id="P32"))
    again = words_of(open_page("explore", **DAY, viewer="northmoor", id="P32"))
    assert "Knows 2 people" in council and council == again  # Bea's ties are closed and owned by Northmoor
    assert "No warm tie" in firm
    assert "No warm route from Lou Park" in words_of(open_page("introductions", **{**lou, "viewer": "gritworks"}))
    assert "Ana Brook can reach" in words_of(open_page("introductions", **ANA))


def test_counts_on_home_are_those_of_the_viewer(town):
    assert "23 ties between people" in words_of(open_page("", viewer="northmoor", **DAY))
    assert "21 ties between people" in words_of(open_page("", viewer="gritworks", **DAY))


def test_explore_tells_who_says_so(town):
    page = open_page("explore", viewer="northmoor", **DAY, id="P01")
    said = words_of(page)
    assert "Maya Reed: Head of Innovation at Northmoor City Council." in said
    assert "Tom Ashby" in said and "steering notes" in said


def test_explore_an_organisation(town):
    said = words_of(open_page("explore", viewer="northmoor", **DAY, id="northmoor"))
    assert "6 people in post on record" in said and "Highways Operations Manager" in said


def test_a_search_offers_what_is_near(town):
    said = words_of(open_page("explore", **DAY, find="Northmor"))
    assert "Northmoor City Council" in said
    assert "Nothing on record is called" in words_of(open_page("explore", **DAY, find="zzzz"))


def test_explore_shows_the_chart_of_a_council_with_holders_that_nobody_knows(tmp_path, monkeypatch):
    told = {"post_id": "j", "organisation_id": "northmoor", "title": "Head of Digital", "on": "2026-01-01"}
    _serve(tmp_path, monkeypatch, [*acceptance(), row("establishment", **told)])
    said = words_of(open_page("explore", viewer="northmoor", **DAY, id="northmoor"))
    assert "1 senior post of 1 on the chart" in said and "Head of Digital" in said and "not known" in said


def test_explore_shows_whom_a_council_pays_and_for_what(tmp_path, monkeypatch):
    sums = {"value": "99.5", "payments": 3, "category": "Salt", "starts": "2026-01-01", "ends": "2026-01-31"}
    made = row("payments", payer_id="northmoor", supplier_id="brightgrit", **sums)
    _serve(tmp_path, monkeypatch, [*acceptance(), made])
    said = words_of(open_page("explore", viewer="northmoor", **DAY, id="northmoor"))
    assert "paid 1 supplier £99.50 in 3 payments" in said and "Salt" in said


def test_a_search_from_the_top_bar_leads_to_explore(town):
    page = open_page("", **DAY)
    page.text_input(key="w_search").set_value("Maya Reed").run()
    assert page.title[0].value == "Explore"
    assert "Maya Reed: Head of Innovation" in words_of(page)


def test_what_a_viewer_may_not_see_is_not_on_record(town):
    page = open_page("explore", **DAY, id="P99")
    assert "P99" in page.warning[0].value


def test_a_date_that_is_none_is_a_sentence_with_the_way_out(town):
    page = open_page("", as_at="yesterday")
    assert "is not a date" in page.error[0].value


def test_about_names_the_definitions_and_the_privacy_rules(town):
    page = open_page("about")
    told = "\n".join(block.value for block in page.markdown)
    assert "definitions, version" in told and "Anybody may object" in told


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("", {"viewer": "brightgrit", **DAY}),
        ("introductions", ANA),
        ("explore", {**DAY, "id": "P07", "viewer": "brightgrit"}),
    ],
)
def test_a_hostile_name_is_text_wherever_it_shows(hostile, name, choices):
    page = open_page(name, **choices)
    said = words_of(page)
    assert SCRIPT not in said and "&lt;script&gt;" in said
    for kind in ("markdown", "button", "expander", "warning", "caption", "header", "title"):
        for element in page.get(kind):
            told = str(getattr(element, "label", "")) + str(getattr(element, "value", ""))
            assert SCRIPT not in told and IMAGE not in told


def test_files_to_take_away_hold_no_formula(hostile):

    found = warm_routes.ask(view(SqliteStore(hostile), "brightgrit", date(2026, 6, 1)), "P20", "P02")
    told = tables.as_csv(tables.hop_rows(found.routes)).decode("utf-8-sig")
    assert f"'{FORMULA[:10]}" in told and ",=HYP" not in told and '"=HYP' not in told
    assert json.loads(tables.as_json(found))["routes"][0]["ids"] == ["P20", "P07", "P01", "P02"]


def test_a_report_calls_nobody_and_runs_nothing(hostile):
    found = warm_routes.ask(view(SqliteStore(hostile), "brightgrit", date(2026, 6, 1)), "P20", "P02")
    parts = [
        report.Section(
            "Routes", tables=(tables.hops(found.routes[0], "Route 1"),), picture=report.picture(found.routes)
        )
    ]
    made = report.made(found.summary, found.summary, found.asked, IMAGE, parts)
    assert "<script" not in made and "default-src 'none'" in made
    assert "<svg" in made and "<table" in made and "1 June 2026" in made
    assert "src=" not in made.replace("style-src", "").replace("img-src", "").replace("default-src", "")


PEOPLE = "person_id,name\nN1,Nina Vale\nN2,Otto Reed\n"
POSTS = "person_id,organisation_id,title\nN1,northmoor,Drainage Manager\nN9,northmoor,Clerk\n"


def choose_files(page, *files, visibility="open"):
    page.file_uploader(key="files").set_value([(name, text.encode(), "text/csv") for name, text in files])
    page.selectbox(key="visibility").set_value(visibility)
    page.run()
    return page.button(key="check").click().run()


def test_files_are_checked_before_anything_changes_and_problems_come_first(town):
    before = SqliteStore(town).version()
    page = choose_files(open_page("data"), ("people.csv", PEOPLE), ("posts.csv", POSTS))
    said = words_of(page)
    assert SqliteStore(town).version() == before
    assert "This would add 3 rows. 0 known already, 1 to mend, of 4 read." in said
    assert said.index("posts.csv, row 3") < said.index("File by file")
    assert "Download the 1 row with reasons" in [button.label for button in page.download_button]


def test_a_problem_leads_to_its_row_as_it_came_and_files_left_out_are_named(town):
    page = choose_files(open_page("data"), ("posts.csv", POSTS), ("holiday.jpg.txt", "sun"), ("people.csv", PEOPLE))
    markup = words_of(page)
    anchor = re.search(r'href="#(row-\d+-3)"[^>]*>posts.csv, row 3<', markup)
    assert anchor and f'<span id="{anchor[1]}">3</span>' in markup
    assert "Clerk" in markup[markup.index(f'id="{anchor[1]}"') :]
    assert "holiday.jpg.txt" in words_of(page)


def test_a_load_is_reported_and_can_be_undone_where_it_was_made(town):
    page = choose_files(open_page("data"), ("people.csv", PEOPLE), ("posts.csv", POSTS))
    page.button(key="load").click().run()
    assert page.success[0].value.startswith("3 rows added, 0 known already, 1 to mend.")
    assert len(SqliteStore(town).loads()) == 2
    assert "Drainage Manager" in words_of(open_page("explore", viewer="northmoor", **DAY, id="N1"))
    page.button(key="undo_last").click().run()
    assert page.success[0].value == "Undone: 3 rows taken back."
    assert len(SqliteStore(town).loads()) == 1


def test_nothing_is_loaded_while_a_row_needs_mending_if_one_says_so(town):
    page = choose_files(open_page("data"), ("people.csv", PEOPLE), ("posts.csv", POSTS))
    page.checkbox(key="strict").check().run()
    page.button(key="load").click().run()
    assert "Nothing was loaded" in page.warning[0].value
    assert len(SqliteStore(town).loads()) == 1


def test_who_may_see_the_rows_is_asked_and_never_guessed(town):
    page = choose_files(open_page("data"), ("people.csv", PEOPLE), visibility="")
    assert "visibility" in page.error[0].value or "who may see" in page.error[0].value
    assert not any(button.key == "load" for button in page.button)


def test_a_file_that_is_none_is_a_sentence_beside_the_files(town):
    page = choose_files(open_page("data"), ("../../etc/x.csv", "what,ever\n1,2\n"))
    assert page.error[0].value and not page.exception
    assert page.file_uploader(key="files")


def test_an_uploaded_name_is_text(town):
    page = choose_files(open_page("data"), (f"{IMAGE}{SCRIPT} people.csv", "person_id,name\nN1\n"))
    assert SCRIPT not in words_of(page)
    for kind in ("markdown", "button", "expander", "warning", "error", "caption"):
        for element in page.get(kind):
            assert IMAGE not in str(getattr(element, "label", "")) + str(getattr(element, "value", ""))


def test_the_sample_says_that_it_is_made_up(tmp_path, monkeypatch):
    _serve(tmp_path, monkeypatch, [])
    page = open_page("data")
    page.button(key="sample").click().run()
    assert "rows added" in page.success[0].value
    assert "made-up sample data" in words_of(open_page(""))
    assert not any(button.key == "sample" for button in open_page("data").button)


@pytest.mark.parametrize("format", ["csv", "kumu", "gexf"])
def test_what_is_seen_is_exported_when_asked_and_loads_again_with_0_changes(town, format):
    page = open_page("data", **ANA)
    assert not page.get("download_button") or "export_file" not in str(page.get("download_button"))
    page.selectbox(key="export_as").select(format).run()
    page.button(key="export").click().run()
    name, content = page.session_state["exported"][1]
    report = plan([InputFile(name, content)], SqliteStore(town), Defaults()).report
    assert report.read == report.merged > 100
    page.selectbox(key="export_as").select("xlsx").run()  # another format: the old file is not offered for it
    assert not any("Download champions" in str(button.proto) for button in page.get("download_button"))


def test_a_store_that_is_away_is_a_sentence_with_the_way_out(tmp_path, monkeypatch):
    (tmp_path / "no-store.txt").write_text("This is a letter and no database. " * 300)
    monkeypatch.setenv("CHAMPIONS_STORE", str(tmp_path / "no-store.txt"))
    st.cache_resource.clear()
    page = open_page("")
    assert "Your data is safe" in page.error[0].value
    assert page.button[0].label == "Try again"


@pytest.mark.parametrize(
    ("kind", "answer"), [("http", ("http.response.start", 421)), ("websocket", ("websocket.close", 1008))]
)
def test_a_page_elsewhere_cannot_point_its_name_at_the_app(kind, answer):
    sent = []

    async def never(*_):
        raise AssertionError("A request for a foreign host came through.")

    async def send(message):
        sent.append((message["type"], message.get("status", message.get("code"))))

    scope = {"type": kind, "headers": [(b"host", b"127.0.0.1.evil.example:8501")], "method": "GET", "path": "/"}
    asyncio.run(guard.Guard(never)(scope, never, send))
    assert sent[0] == answer


def test_the_picture_is_drawn_with_the_file_that_pyvis_ships():
    assert guard.vis_network_file().is_file()
