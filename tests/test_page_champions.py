"""The page Champions, without a browser: the list, the card with its rows, and answers where there is little."""

from __future__ import annotations

import re
from datetime import date

import pytest

from graph.sqlite_store import SqliteStore
from graph.view import view
from queries import champions, officers
from tests.test_app_pages import DAY, FORMULA, IMAGE, SCRIPT, _renamed, _serve, open_page, words_of
from tests.worlds import acceptance
from ui import tables

NORTHMOOR = {"viewer": "northmoor", **DAY}


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Give the address of a store with the worked example."""
    return _serve(tmp_path, monkeypatch, acceptance())


def table_of(said: str, caption: str) -> str:
    """The markup of one table."""
    return re.search(rf"<table[^>]*><caption>{re.escape(caption)}.*?</table>", said, re.S)[0]


def test_maya_is_the_one_champion_and_the_others_have_too_little_on_record(town):
    said = words_of(open_page("champions", **NORTHMOOR))
    assert "Maya Reed (Head of Innovation, Northmoor City Council) opens doors." in said
    assert "1 of 12 officers have enough on record for a rank; 1 is a champion." in said
    ranked = table_of(said, "Officers who open doors")
    assert "<td>2.75</td>" in ranked and "endorsed by 2 small firms" in ranked  # 2.746624
    assert "betweenness 0.32" in ranked and "<td>10</td>" in ranked  # beside the score; connects 10 pairs
    rest = table_of(said, "Officers with too little on record")
    assert rest.count("<tr>") == 12 and "coach (provisional), gatekeeper" in rest and "Maya" not in rest


def test_the_sets_of_a_council_and_a_theme(town):
    said = words_of(open_page("champions", **NORTHMOOR, council="northmoor", theme="winter-maintenance"))
    covering = table_of(said, "Who together covers every yes")
    assert covering.index("Tom Ashby") < covering.index("Lena Cole") and "Maya" not in covering
    assert "Budget and Operations" in covering and "6 sets are as small" in said
    briefed = table_of(said, "Whom to brief")
    assert "Lena Cole" in briefed and "Ruth Hale" in briefed and "a further person would add nothing" in said


def test_without_the_level_the_score_is_the_sum_of_six_parts(town):
    page = open_page("champions", **NORTHMOOR)
    page.toggle(key="w_level").set_value(False).run()
    assert page.query_params["level"] in ("no", ["no"])
    assert "<td>2.55</td>" in table_of(words_of(page), "Officers who open doors")  # S = 2.546624


def test_every_choice_is_in_the_address(town):
    page = open_page("champions", **NORTHMOOR)
    page.selectbox(key="w_region").set_value("North").run()
    page.selectbox(key="w_function").set_value("innovation").run()
    page.selectbox(key="w_top").set_value("5").run()
    choices = {name: value if isinstance(value, str) else value[0] for name, value in page.query_params.items()}
    assert choices == {**NORTHMOOR, "region": "North", "function": "innovation", "top": "5"}
    said = words_of(page)
    assert "In the first 5" in said and "Tom Ashby" not in said
    assert words_of(open_page("champions", **choices)) == said
    link = re.search(r'href="(champions\?[^"]*officer=P01[^"]*)"', said)[1]
    assert "region=North" in link and "viewer=northmoor" in link


def test_the_card_has_the_rows_of_every_figure(town):
    page = open_page("champions", **NORTHMOOR, officer="P01")
    said = words_of(page)
    assert "champion; rank 1 of 1 (4 pieces of evidence)." in said
    deeds = table_of(said, "What they did for firms")
    assert deeds.index("endorsed by PlanWell Ltd") < deeds.index("Salt routing trial became a contract")  # latest first
    assert "29 March 2024" in deeds and "pilot register, row 3 of pilots" in deeds
    parts = table_of(said, "Parts of the score")
    for figure in ("0.870", "0.604", "0.989", "-0.250", "0.334", "0.200"):
        assert f"<td>{figure}</td>" in parts
    assert "count as helpful by 0.970: 2.547 without the level, / 1.5, × 4 / (4 + 3)." in said  # 0.970143
    assert "net = -2" in parts and "n = 1, w = 1" in parts
    assert "steering notes, row 4 of contacts" in table_of(said, "Reach to other functions")
    assert "route to buy not known" in said and "Whether they hold a budget: none is on record." in said
    assert {"How we work this out", "The rows behind: what became of pilots led or sponsored"} <= {
        box.label for box in page.expander
    }


def test_a_card_of_somebody_with_nothing_on_record_is_an_answer(town):
    said = words_of(open_page("champions", **NORTHMOOR, officer="P10"))
    assert "no grade; too little on record for a rank (0 pieces of evidence)." in said
    assert "Nothing is on record." in said and "no endorsement is on record" in said


def test_a_card_of_nobody_says_so(town):
    assert "P20" in open_page("champions", **NORTHMOOR, officer="P20").warning[0].value  # no officer


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"council": "southholme"}, "1 officer is on record at Southholme District Council; too little is known"),
        ({"council": "greater-southholme"}, "No council on record is called"),  # it does not exist yet
        ({"council": "westfell", "theme": "winter-maintenance"}, "Not known: procurement, data governance, senior"),
        (
            {"council": "southholme", "theme": "winter-maintenance"},
            "No officer at Southholme District Council concerned",
        ),
    ],
)
def test_little_on_record_is_an_answer_in_words(town, choices, words):
    page = open_page("champions", **NORTHMOOR, **choices)
    assert words in words_of(page) + "".join(told.value for told in page.warning).replace("\\", "")
    assert not page.error


def test_an_empty_store_is_an_answer(tmp_path, monkeypatch):
    _serve(tmp_path, monkeypatch, [])
    assert "No officer is on record for this viewer." in words_of(open_page("champions", **DAY))


def test_a_misspelt_council_is_asked_for_and_never_guessed(town):
    page = open_page("champions", **NORTHMOOR, council="Northmor")
    assert "Did you mean" in page.warning[0].value and "opens doors" not in words_of(page)


def test_hostile_names_are_text_on_list_card_and_in_files(tmp_path, monkeypatch):
    names = {"P01": SCRIPT, "P02": IMAGE, "caresense": FORMULA, "P06": FORMULA}
    address = _serve(tmp_path, monkeypatch, [_renamed(told, names) for told in acceptance()])
    for choices in ({"council": "northmoor", "theme": "winter-maintenance"}, {"officer": "P01"}):
        page = open_page("champions", **NORTHMOOR, **choices)
        said = words_of(page)
        assert SCRIPT not in said and "&lt;script&gt;" in said
        for kind in ("markdown", "button", "expander", "warning", "caption", "header", "title"):
            for element in page.get(kind):
                told = str(getattr(element, "label", "")) + str(getattr(element, "value", ""))
                assert IMAGE not in told and SCRIPT not in told
    seen = view(SqliteStore(address), "northmoor", date(2026, 6, 1))
    card = officers.ask(seen, "P01")
    rows = tables.statements([one for part in card.parts for row in part.rows for one in row.statements])
    assert ",=HYP" not in tables.as_csv(rows).decode("utf-8-sig")
    assert champions.ask(seen).ranked[0].person.name == SCRIPT
