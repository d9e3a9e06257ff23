"""The real files that councils and others publish, each as it is: rows read, loaded, merged, rejected.

``-s`` prints the table. Counts of rows are those of ``wc -l`` less the header, and of the folders' own descriptions.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.sqlite_store import SqliteStore
from graph.statements import KINDS
from loaders.mapping import check
from loaders.plan import Plan, plan
from loaders.reading import Defaults

DATA = Path(__file__).parents[2] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="needs the folder of real files beside the repository")
TRAFFORD = "E08000009"
FILES = {  # file -> format, read, loaded, merged, rejected, statements of each kind but organisations
    "organograms/trafford_council_organisation_structure_2025.csv": (
        ("organisation_structure", 80, 80, 0, 0),
        {"departments": 59, "establishment": 80},
    ),
    "organograms/trafford_senior_posts_responsibilities_2025.csv": (
        ("organisation_structure", 8, 8, 0, 0),
        {"departments": 8, "establishment": 8},
    ),
    "organograms/central_gov_homes_and_communities_agency-2011-03-31-senior.csv": (
        ("organogram_senior", 10, 10, 0, 0),
        {"departments": 9, "establishment": 10},
    ),
    "organograms/central_gov_homes_and_communities_agency-2011-03-31-junior.csv": (
        ("organogram_junior", 152, 152, 0, 0),
        {"departments": 9, "establishment": 152},
    ),
    "grants_360giving/trafford_grants_360giving_sample.csv": (
        ("grants_360giving", 150, 150, 0, 0),
        {"departments": 1, "programmes": 1, "grants": 150},
    ),
    "grants_360giving/trafford_grants_360giving_sample.json": (
        ("grants_360giving", 25, 25, 0, 0),
        {"departments": 1, "programmes": 1, "grants": 25},
    ),
    "council_spend/trafford_procurement_card_2024-25_sample.csv": (
        ("council_spending", 600, 6, 594, 0),  # six caterers in one month; 594 rows only add to a sum
        {"payments": 6},
    ),
    "ocds_uk/contracts_finder_2025.jsonl": (("ocds", 60, 56, 4, 0), {"notices": 56}),
    "ocds_uk/public_contracts_scotland_2019.jsonl": (("ocds", 15, 15, 0, 0), {"notices": 15}),
    "ocds_uk/sell2wales_2025.jsonl": (("ocds", 15, 15, 0, 0), {"notices": 15}),
}


@cache
def planned(name: str) -> Plan:
    return plan([DATA / name], SqliteStore(":memory:"), Defaults("open"))


def rows(made: Plan, kind: str) -> list[dict[str, str]]:
    return [dict(one.cells) for batch in made.batches if batch.kind == kind for one in batch.statements()]


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_every_real_file_is_accounted_for(name):
    made = planned(name)
    file = made.report.files[0]
    evidence = ", ".join(file.evidence) or "facts on organisations"
    counts = (file.kind, file.read, file.loaded, file.merged, file.rejected)
    print(f"| {Path(name).name} | {' | '.join(map(str, counts))} | {evidence} |")
    found = {kind: len(rows(made, kind)) for kind in KINDS if kind != "organisations" and rows(made, kind)}
    expected, statements = FILES[name]
    assert counts == expected and found.items() >= statements.items()
    assert not rows(made, "people") and not rows(made, "posts")  # names were taken out: nobody is called NA or N/D
    assert file.loaded + file.merged + file.rejected == file.read
    assert not made.unreadable and not made.left_out


@pytest.mark.parametrize("name", FILES)
def test_loaded_again_a_real_file_changes_nothing(name):
    store = SqliteStore(":memory:")
    planned(name).commit(store)
    assert planned(name).commit(store).loaded == 0


def test_traffords_chart_has_its_vacant_posts_and_lines_that_are_inferred():
    made = planned(next(iter(FILES)))
    posts = rows(made, "establishment")
    assert {one["organisation_id"] for one in posts} == {TRAFFORD}
    assert sum(one["vacant"] == "yes" for one in posts) == 11  # as the README of the file counts
    assert sum("reports_to" in one for one in posts) == sum(one.get("reports_inferred") == "yes" for one in posts) > 20
    assert len({one["post_id"] for one in posts}) == 80  # two consultants and two assistant directors share a title


def test_traffords_grants_name_one_funder_and_each_recipient_once():
    made = planned("grants_360giving/trafford_grants_360giving_sample.csv")
    given = rows(made, "grants")
    assert {one["funder_id"] for one in given} == {TRAFFORD}
    pence = sum(round(float(one["value"]) * 100) for one in given)
    as_json = rows(planned("grants_360giving/trafford_grants_360giving_sample.json"), "grants")
    assert {one["grant_id"] for one in as_json} <= {one["grant_id"] for one in given}
    assert len({one["recipient_id"] for one in given}) == 109 and pence == 36_572_730  # by a spreadsheet's sum


def test_the_13_rows_of_a_real_pilot_load_by_a_mapping_and_one_team_of_two_councils_is_no_council():
    path = DATA / "pilots_local_digital_fund" / "oxford_chatbots_2018.csv"
    columns = {"pilot": "project", "council": "council_as_written", "starts": "announced"}
    header = path.read_text("utf-8").splitlines()[0].split(",")
    store = SqliteStore(":memory:")
    mapping = check("Local Digital Fund", header, "pilots", columns)
    plan([mapping.file(visibility="open", source="a test")], store, Defaults()).commit()
    made = plan([path], store, Defaults("open"))
    file = made.report.files[0]
    print(f"| {path.name} | {file.kind} | {file.read} | {file.loaded} | {file.merged} | {file.rejected} | pilots |")
    assert (file.read, file.loaded, file.merged, file.rejected) == (13, 13, 0, 0)
    councils = {one["council_id"] for one in rows(made, "pilots")}
    assert sum(one.startswith("E") for one in councils) == 12  # "Adur and Worthing Councils" are two
    [joint] = [one for one in rows(made, "organisations") if one["kind"] == "unknown"]
    assert joint["name"] == "Adur and Worthing Councils"


@pytest.mark.parametrize("name", ["supported_events.csv", "ukgovcamp_by_year.csv", "ukgovcamp_2026_sponsors.csv"])
def test_lists_that_name_no_person_and_no_pilot_are_left_out_with_a_sentence(name):
    with pytest.raises(InputError, match="is none of"):
        plan([DATA / "events_uk_gov" / name], SqliteStore(":memory:"), Defaults("open"))
