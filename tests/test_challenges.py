"""Who has a problem, who has solved it, who pays, and how it can be bought. All people and firms are invented."""

from __future__ import annotations

import json
from datetime import date

import pytest

from graph.errors import NotFoundError
from graph.view import view
from queries import challenges
from queries.challenges import Challenges
from tests.test_app_pages import DAY, SCRIPT, _serve, open_page, words_of
from tests.worlds import acceptance, changed, in_memory, row
from ui import cli

ROUTE = "below-threshold purchase"
MONEY = (
    row("programmes", programme_id="W", name="Winter Fund", funder_id="innovation-fund", themes="winter-maintenance"),
    row("programmes", programme_id="X", name="Closed Fund", themes="winter-maintenance", closes="2026-05-31"),
    row("programmes", programme_id="Y", name="Later Fund", themes="winter-maintenance", opens="2026-06-02"),
    row("programmes", programme_id="Z", name="Last Day Fund", themes="winter-maintenance", closes="2026-06-01"),
)


def asked(*rows: object, viewer: str | None = None, day: date = date(2026, 6, 1), **how: str) -> Challenges:
    return challenges.ask(view(in_memory([*acceptance(), *rows]), viewer, day), **how)


def test_the_theme_that_most_councils_share_comes_first_with_all_who_have_it():
    found = asked()
    assert [(one.theme, one.councils) for one in found.themes] == [
        ("winter-maintenance", 2),
        ("digital-planning", 1),
        ("independent-living", 1),
    ]
    first = found.themes[0]
    told = [(one.council, one.owner.name, one.since) for one in first.challenges if one.owner]
    assert told == [
        ("Northmoor City Council", "Tom Ashby", "2026-01-12"),
        ("Westfell Council", "Eve Stone", "2025-11-03"),
    ]
    assert first.firms == ("Brightgrit Ltd", "Gritworks Ltd", "MegaCivic plc")
    assert found.summary == "4 open challenges on 3 themes; 1 theme at several councils."


def test_who_solved_it_comes_before_who_only_tries_and_each_with_its_outcome():
    first = asked(theme="winter-maintenance").themes[0]
    told = [(one.line.id, one.line.outcome, one.solved) for one in first.solutions]
    assert told == [("PL2", "contract", True), ("PL3", "completed", True), ("PL1", "ongoing", False)]
    assert first.summary.endswith("3 pilots on record, 2 of them completed or became a contract.")
    assert {one.funding for one in first.solutions} == {one.route_to_buy for one in first.solutions} == {"not known"}


def test_funding_and_route_to_buy_of_a_pilot_are_told_and_none_is_no_route():
    rows = changed(acceptance(), "pilots", {"pilot_id": "PL2"}, route_to_buy=ROUTE, programme_id="W")
    rows = changed(rows, "pilots", {"pilot_id": "PL3"}, route_to_buy="none")
    told = challenges.ask(view(in_memory([*rows, *MONEY]), None, date(2026, 6, 1))).themes[0].solutions
    assert {one.line.id: (one.funding, one.route_to_buy) for one in told} == {
        "PL2": ("Winter Fund (Innovation Fund)", ROUTE),
        "PL3": ("not known", "known to be missing"),
        "PL1": ("not known", "not known"),
    }


def test_funding_takes_bids_from_the_day_it_opens_to_the_day_it_closes():
    [one] = [one for one in asked(*MONEY).themes if one.theme == "winter-maintenance"]
    assert [(paid.name, paid.funder) for paid in one.funding] == [
        ("Last Day Fund", ""),
        ("Winter Fund", "Innovation Fund"),
    ]


@pytest.mark.parametrize(
    ("ends", "frameworks"),
    [("2026-06-01", ("Winter Technology Framework",)), ("2026-05-31", ())],
    ids=["its last day", "the day after"],
)
def test_a_council_can_buy_on_a_framework_while_it_lasts(ends: str, frameworks: tuple[str, ...]):
    rows = changed(acceptance(), "frameworks", {"framework_id": "FW1"}, ends=ends)
    first = challenges.ask(view(in_memory(rows), None, date(2026, 6, 1))).themes[0]
    assert [one.frameworks for one in first.challenges] == [frameworks, frameworks]


def test_new_ones_that_match_the_themes_of_a_firm():
    found = asked(firm="brightgrit", since="2026-01-12")
    assert [(one.id, one.new) for one in found.themes[0].challenges] == [("CH1", True), ("CH3", False)]
    assert (
        found.summary
        == "2 open challenges on 1 theme, 1 of them new since 12 January 2026; 1 theme at several councils."
    )
    assert asked(firm="brightgrit", since="2026-01-13").themes == ()
    assert asked(firm="brightgrit", since="2026-01-13").summary.startswith("No open challenge like this")


def test_a_challenge_without_a_first_day_is_not_new_and_an_ended_one_is_not_told():
    old = row("challenges", challenge_id="C8", organisation_id="eastvale", theme="flooding")
    gone = row("challenges", challenge_id="C9", organisation_id="eastvale", theme="damp", ends="2026-05-31")
    found = asked(old, gone)
    assert "flooding" in [one.theme for one in found.themes] and "damp" not in [one.theme for one in found.themes]
    assert "flooding" not in [one.theme for one in asked(old, gone, since="1990-01-01").themes]


def test_a_council_that_has_closed_has_no_problem_any_more():
    shut = row("organisations", organisation_id="oldham-on-sea", name="Oldham Sea", kind="council", ends="2026-05-31")
    its = row("challenges", challenge_id="C9", organisation_id="oldham-on-sea", theme="damp")
    assert "damp" not in [one.theme for one in asked(shut, its).themes]
    assert "damp" in [one.theme for one in asked(shut, its, day=date(2026, 5, 31)).themes]


def test_of_one_council_its_problems_and_who_else_has_them():
    found = asked(council="westfell")
    assert [(one.theme, one.councils) for one in found.themes] == [("winter-maintenance", 2)]
    assert asked(council="southholme").themes == ()
    with pytest.raises(NotFoundError):
        asked(council="atlantis")


def test_a_closed_challenge_is_told_to_its_owner_alone():
    closed = row(
        "challenges",
        challenge_id="C7",
        organisation_id="westfell",
        theme="damp",
        visibility="closed",
        owner="westfell",
    )
    assert asked(closed) == asked()
    assert "damp" in [one.theme for one in asked(closed, viewer="westfell").themes]


# the page and the command


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Give the address of a store with the worked example, and money for it."""
    return _serve(tmp_path, monkeypatch, [*acceptance(), *MONEY])


def test_the_page_tells_who_has_it_who_solved_it_and_who_pays(town):
    page = open_page("challenges", **DAY)
    said = words_of(page)
    for words in ("Grit where frost is", "Westfell Council", "Salt routing trial", "Winter Fund", "Tom Ashby"):
        assert words in said
    assert [head.value for head in page.header] == ["Winter maintenance", "Digital planning", "Independent living"]


def test_the_page_takes_its_choices_from_the_address(town):
    page = open_page("challenges", **DAY, firm="brightgrit", since="2026-01-12")
    said = words_of(page)
    assert "1 of them new since 12 January 2026" in said and "Grace Lowe" not in said
    assert page.date_input(key="w_since").value == date(2026, 1, 12)
    assert "4 open challenges" in words_of(open_page("challenges", **DAY, since="soon"))


def test_words_of_a_challenge_are_never_markup(tmp_path, monkeypatch):
    rows = changed(acceptance(), "challenges", {"challenge_id": "CH1"}, statement=SCRIPT, theme=SCRIPT)
    _serve(tmp_path, monkeypatch, rows)
    said = words_of(open_page("challenges", **DAY))
    assert SCRIPT not in said and "&lt;" in said


def test_the_command_answers_as_data_and_in_words(town, capsys):
    asks = ["challenges", "--store", town, "--as-at", "2026-06-01", "--theme", "winter-maintenance"]
    assert cli.app([*asks, "--json"], standalone_mode=False) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in told["themes"][0]["challenges"]] == ["CH1", "CH3"]
    assert cli.app([*asks, "--since", "2026-01-12"], standalone_mode=False) == 0
    assert "2026-01-12, new" in capsys.readouterr().out
    assert cli.app([*asks, "--since", "2026-06-01"], standalone_mode=False) == 1
    with pytest.raises(NotFoundError, match="On record: digital-planning"):
        cli.app([*asks[:-1], "nothing-like-it"], standalone_mode=False)
