"""The page Pilots without a browser: the list, one pilot, who is named to whom, an entry and its undo."""

from __future__ import annotations

import pytest

from graph.sqlite_store import SqliteStore
from tests.test_app_pages import DAY, FORMULA, IMAGE, SCRIPT, _renamed, _serve, open_page, words_of
from tests.worlds import acceptance, changed, row

MAYA = {**DAY, "viewer": "northmoor", "pilot": "PL1"}
NAMES = ("Maya Reed", "Tom Ashby", "Ruth Hale", "Lena Cole", "Sam Doyle", "Nia Powell")


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Give the address of a store with the worked example."""
    return _serve(tmp_path, monkeypatch, acceptance())


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """Give a town in which three people have names that attack whoever shows them."""
    names = {"P02": SCRIPT, "P07": IMAGE, "P01": FORMULA}
    return _serve(tmp_path, monkeypatch, [_renamed(told, names) for told in acceptance()])


def test_the_list_puts_first_what_lacks_most_and_names_nobody(town):
    page = open_page("pilots", **DAY)
    said = words_of(page)
    assert "3 pilots on record, 1 of them not ended: 1 at high risk of stalling." in said
    assert said.index("Gritting sensors trial") < said.index("Salt routing trial")
    assert "missing: budget holder, operational owner, active sponsor; not known: route to buy" in said
    assert "ended 29 March 2024: contract" in said
    assert not [name for name in NAMES if name in said]


def test_the_list_is_of_a_council_a_supplier_and_a_theme(town):
    said = words_of(open_page("pilots", **DAY, council="eastvale"))
    assert "Gritting sensors, first winter" in said and "Salt routing trial" not in said
    said = words_of(open_page("pilots", **DAY, firm="megacivic"))
    assert "Salt routing trial" in said and "Gritting sensors" not in said
    nothing = open_page("pilots", **DAY, theme="digital-planning")
    assert "No pilot like this is on record" in words_of(nothing) and "pilots.csv" in words_of(nothing)


def test_its_council_sees_who_could_and_the_way_there(town):
    page = open_page("pilots", **MAYA)
    said = words_of(page)
    assert "Risk of stalling: high. Missing: budget holder, operational owner, active sponsor." in said
    for way in ("Maya Reed → Tom Ashby", "Maya Reed → Ruth Hale → Lena Cole → Sam Doyle"):
        assert way in said
    for odds in ("0.66", "0.71", "0.37", "0.26"):  # 0.664204, 0.707254, 0.370892, 0.260287
        assert f"odds {odds}" in said
    assert "not yet involved" in said and "blocking" not in said.split("</style>")[-1]
    assert "The way to Sam Doyle, step by step" in [box.label for box in page.expander]
    assert "2 March 2026" in said and "Maya Reed joined as project lead" in said


@pytest.mark.parametrize("viewer", ["brightgrit", "innovation-fund", "eastvale", "public"])
def test_others_see_roles_and_functions_and_nobody_by_name(town, viewer):
    page = open_page("pilots", **{**MAYA, "viewer": viewer})
    said = words_of(page)
    assert "Risk of stalling: high" in said and "1 of 5 in sight" in said
    assert "is told to Northmoor City Council itself" in said
    assert not [name for name in NAMES if name in said]
    assert not [button for button in page.button if button.key == "entry_add"]


def test_a_council_hides_names_for_a_print_by_choice(town):
    page = open_page("pilots", **MAYA)
    page.toggle(key="w_names").set_value(True).run()
    assert page.query_params["names"] in ("hidden", ["hidden"])
    assert not [name for name in NAMES if name in words_of(page)]
    assert "1 of 5 in sight" in words_of(page)


def test_tom_and_a_route_to_buy_are_added_and_undone_where_it_was_done(town):
    page = open_page("pilots", **MAYA)
    page.selectbox(key="w_joins").set_value("P02").run()
    page.multiselect(key="entry_roles").set_value(["operational_owner", "budget_holder"])
    page.text_input(key="entry_route").set_value("below-threshold purchase").run()
    page.button(key="entry_add").click().run()
    assert not page.exception
    told = page.success[0].value
    assert "Tom Ashby added as operational owner and budget holder" in told.replace("\\", "")
    assert "medium now, high before" in told
    said = words_of(page)
    assert "Risk of stalling: medium. Missing: active sponsor." in said
    assert "agreed: below-threshold purchase" in said and "entered in the app by northmoor on 2026-06-01" in said
    assert "Tom Ashby joined as budget holder" in said
    assert "route to buy" in said[said.index("Cells on which sources differ") :]
    assert "Risk of stalling: high" in words_of(open_page("pilots", **{**MAYA, "viewer": "brightgrit"}))
    page.button(key="undo_entry").click().run()
    assert page.success[0].value == "Undone: 3 rows taken back."
    assert "Risk of stalling: high" in words_of(page) and len(SqliteStore(town).loads()) == 1


def test_an_entry_can_be_taken_back_later_too(town):
    page = open_page("pilots", **MAYA)
    page.text_input(key="entry_route").set_value("G-Cloud").run()
    page.button(key="entry_add").click().run()
    again = open_page("pilots", **MAYA)
    assert "What was entered here" in [box.label for box in again.expander]
    next(button for button in again.button if button.label.startswith("Take back")).click().run()
    assert len(SqliteStore(town).loads()) == 1 and "not known" in words_of(again)


def test_the_last_of_two_entries_counts_even_if_it_says_what_an_older_one_said(town):
    page = open_page("pilots", **MAYA)
    for route in ("G-Cloud", "none"):
        page.text_input(key="entry_route").set_value(route).run()
        page.button(key="entry_add").click().run()
    assert "a row about this pilot says that there is none" in words_of(page)
    assert len(SqliteStore(town).loads()) == 3


def test_an_entry_of_nothing_says_what_to_choose(town):
    page = open_page("pilots", **MAYA, joins="P01")
    page.button(key="entry_add").click().run()
    assert "Nothing was added" in page.warning[0].value
    page.multiselect(key="entry_roles").set_value(["project_lead"]).run()
    page.button(key="entry_add").click().run()
    assert "Nothing was added" in page.warning[0].value  # Maya leads it already
    assert len(SqliteStore(town).loads()) == 1


def test_a_link_opens_the_same_answer_again(town):
    page = open_page("pilots", **MAYA)
    choices = {name: value if isinstance(value, str) else value[0] for name, value in page.query_params.items()}
    assert words_of(open_page("pilots", **choices)) == words_of(page)


def test_a_misspelt_pilot_is_offered_and_never_guessed(town):
    page = open_page("pilots", **{**MAYA, "pilot": "Griting sensors trail"})
    assert "Did you mean" in page.warning[0].value
    next(button for button in page.button if button.key == "mean_pilot_PL1").click().run()
    assert "Risk of stalling: high" in words_of(page)


def test_a_pilot_that_has_ended_has_no_risk_and_no_form(town):
    page = open_page("pilots", **{**MAYA, "pilot": "PL2"})
    said = words_of(page)
    assert "has ended. What came of it: contract." in said and "Four safeguards" not in said
    assert not [button for button in page.button if button.key == "entry_add"]


@pytest.mark.parametrize(
    "rows",
    [
        [told for told in acceptance() if told.kind != "pilot_people"],
        changed(acceptance(), "pilots", {"pilot_id": "PL1"}, starts="", themes="a theme nobody has"),
        changed(acceptance(), "organisations", {"organisation_id": "northmoor"}, ends="2026-05-01"),
        [told for told in acceptance() if told.kind in ("organisations", "pilots")],
        [*acceptance(), row("pilots", load=2, pilot_id="PL1", name="Other", council_id="northmoor", source="x")],
    ],
    ids=["nobody recorded", "undated, on a theme nobody has", "council closed", "nobody at all", "rows that disagree"],
)
def test_no_edge_leaves_the_page_empty(tmp_path, monkeypatch, rows):
    _serve(tmp_path, monkeypatch, rows)
    for viewer in ("northmoor", "public"):
        said = words_of(open_page("pilots", **{**MAYA, "viewer": viewer}))
        assert "Risk of stalling" in said and "nan" not in said.split("</style>")[-1].lower().split()


def test_an_empty_store_says_what_to_load(tmp_path, monkeypatch):
    _serve(tmp_path, monkeypatch, [])
    assert "pilots.csv" in words_of(open_page("pilots"))


def test_a_hostile_name_is_text(hostile):
    page = open_page("pilots", **MAYA)
    assert SCRIPT not in words_of(page) and "HYPERLINK" in words_of(page)
    page = open_page("pilots", **{**MAYA, "joins": "P07"})
    page.multiselect(key="entry_roles").set_value(["team"]).run()
    page.button(key="entry_add").click().run()
    for kind in ("markdown", "button", "expander", "warning", "success", "caption", "header"):
        for element in page.get(kind):
            told = str(getattr(element, "label", "")) + str(getattr(element, "value", ""))
            assert SCRIPT not in told and IMAGE not in told
