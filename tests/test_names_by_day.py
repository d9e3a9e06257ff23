"""A council that is named is the council of the day that the row tells of. Days and codes are those of the register.

Somerset County Council and four districts became Somerset Council on 2023-04-01; Northamptonshire's county became two
unitaries on 2021-04-01; Dorset's ended on 2019-03-31, Buckinghamshire's on 2020-03-31.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from graph.sqlite_store import SqliteStore
from loaders.councils import finder
from loaders.plan import Plan, plan
from loaders.reading import Defaults, InputFile
from loaders.row_days import days_of

COUNTY, SOMERSET, NORTHANTS, DORSET_COUNTY, DORSET = "E10000027", "E06000066", "E10000021", "E10000009", "E06000059"
PEOPLE = InputFile("people.csv", b"person_id,name\nkim,Kim Vale\n")


def table(name: str, header: str, *rows: tuple[str, ...]) -> InputFile:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header.split(","), *rows])
    return InputFile(name, out.getvalue().encode())


def planned(*files: InputFile) -> Plan:
    return plan(files, SqliteStore(":memory:"), Defaults("open"))


def column(made: Plan, kind: str, name: str) -> list[str | None]:
    return [s.cells.get(name) for batch in made.batches if batch.kind == kind for s in batch.statements()]


def post(name: str, starts: str = "", ends: str = "") -> InputFile:
    return table("posts.csv", "person_id,organisation_id,title,starts,ends", ("kim", name, "Engineer", starts, ends))


@pytest.mark.parametrize(
    ("name", "starts", "ends", "council"),
    [
        ("Somerset Council", "2015-04-01", "2019-03-31", COUNTY),
        ("Somerset Council", "2015-04-01", "2023-03-31", COUNTY),
        ("Somerset Council", "", "2023-03-31", COUNTY),
        ("Somerset Council", "2015-04-01", "2023-04-01", SOMERSET),
        ("Somerset Council", "2015-04-01", "", SOMERSET),  # still there, so at the council of today
        ("Somerset Council", "2023-05-01", "", SOMERSET),
        ("Somerset Council", "", "", SOMERSET),
        ("Somerset County Council", "2015-04-01", "", COUNTY),
        ("Somerset County Council", "2015-04-01", "2024-06-30", COUNTY),  # a post ends with its council
        ("Somerset County Council", "", "", COUNTY),
        ("Northamptonshire Council", "2015-04-01", "", NORTHANTS),  # no such council now: as at the first day
        ("Dorset Council", "2012-01-01", "2018-01-01", DORSET_COUNTY),
        ("Dorset Council", "2019-04-01", "", DORSET),
        ("Buckinghamshire Council", "2016-01-01", "2020-03-31", "E10000002"),
        ("Buckinghamshire Council", "2020-04-01", "", "E06000060"),
        ("Leeds City Council", "2015-04-01", "2016-04-01", "E08000035"),  # which never changed
    ],
)
def test_a_post_is_at_the_council_of_its_days(name, starts, ends, council):
    made = planned(PEOPLE, post(name, starts, ends))
    assert column(made, "posts", "organisation_id") == [council]
    assert council in column(made, "organisations", "organisation_id")  # of the register, with whoever came after
    assert (SOMERSET in column(made, "organisations", "organisation_id")) == (council in (COUNTY, SOMERSET))


@pytest.mark.parametrize(
    ("name", "starts", "ends", "reason", "meant"),
    [
        ("Somerset County Council", "2024-05-01", "", "did not exist on 2024-05-01 (until 2023-03-31)", SOMERSET),
        ("Somerset County Council", "2024-05-01", "2024-08-01", "did not exist on 2024-05-01", SOMERSET),
        ("Northamptonshire Council", "2022-01-01", "", "did not exist on 2022-01-01", "E06000061"),
    ],
)
def test_a_post_that_began_when_the_council_was_gone_is_asked_with_who_came_after(name, starts, ends, reason, meant):
    [rejection] = planned(PEOPLE, post(name, starts, ends)).report.rejections
    assert reason in rejection.reason
    assert meant in rejection.remedy


def test_each_row_is_read_by_its_own_day_and_said_once_for_each_council():
    events = table(
        "events.csv",
        "event_id,name,on,organiser_id,sponsor_ids",
        ("e1", "Roads", "2015-06-01", "Somerset Council", "Dorset Council|Somerset Council"),
        ("e2", "Roads", "2016-06-01", "Somerset Council", "Leeds City Council"),
        ("e3", "Roads", "2024-06-01", "Somerset Council", "Dorset Council"),
        ("e4", "Roads", "2024-06-01", "Somerset County Council", ""),
        ("e5", "Roads", "", "Somerset Council", ""),
    )
    made = planned(events)
    assert sorted(zip(column(made, "events", "event_id"), column(made, "events", "organiser_id"), strict=True)) == [
        ("e1", COUNTY),
        ("e2", COUNTY),
        ("e3", SOMERSET),
        ("e5", SOMERSET),
    ]
    assert set(column(made, "events", "sponsor_ids")) == {f"{DORSET_COUNTY}|{COUNTY}", "E08000035", DORSET, None}
    [rejection] = made.report.rejections
    assert (rejection.row, rejection.column) == (5, "organiser_id")
    assert rejection.reason.startswith(f"Somerset County Council ({COUNTY}) did not exist on 2024-06-01")
    assert f"Somerset Council ({SOMERSET})" in rejection.remedy
    notes = next(file.notes for file in made.report.files if file.file == "events.csv")
    assert sum(note.startswith('"Somerset Council" was read as') for note in notes) == 2


def test_whose_a_row_is_is_meant_as_of_today():
    row = ("e1", "Roads", "2015-06-01", "Somerset Council", "Somerset Council", "closed")
    made = planned(table("events.csv", "event_id,name,on,organiser_id,owner,visibility", row))
    assert (column(made, "events", "organiser_id"), column(made, "events", "owner")) == ([COUNTY], [SOMERSET])


def test_a_chart_s_posts_teams_and_holders_are_of_the_chart_s_day():
    header = "OrganisationLabel,EffectiveDate,Level,JobTitle,Name,Directorate,Service"
    rows = [("Somerset Council", "2015-03-01", "2", f"Director {n}", f"Kate {n}", f"Place {n}", "NA") for n in (1, 2)]
    made = planned(table("chart.csv", header, *rows))
    for kind in ("establishment", "posts", "departments"):
        assert column(made, kind, "organisation_id") == [COUNTY, COUNTY], kind
    [after] = planned(table("chart.csv", header, ("Somerset Council", "2024-03-01", *rows[0][2:]))).readings
    assert after.rows_read == 1


def test_a_grant_is_given_to_the_council_of_its_day_and_one_after_its_end_is_asked_in_the_review():
    def grant(id_: str, to: str, on: str) -> dict[str, object]:
        bodies = {"fundingOrganization": [{"id": "f", "name": "Warm Trust"}], "recipientOrganization": [{"name": to}]}
        return {"id": id_, "title": "Roads", "currency": "GBP", "amountAwarded": 5, "awardDate": on, **bodies}

    given = (
        grant("1", "Somerset Council", "2015-06-01"),
        grant("2", "Somerset Council", "2024-06-01"),
        grant("3", "Somerset County Council", "2024-06-01"),
    )
    made = planned(InputFile("grants.json", json.dumps({"grants": given}).encode()))
    to = dict(zip(column(made, "grants", "grant_id"), column(made, "grants", "recipient_id"), strict=True))
    assert (to["1"], to["2"]) == (COUNTY, SOMERSET)
    assert to["3"].startswith("org-")  # on record under the name alone until somebody says who it is
    asked = zip(
        *(column(made, "organisation_matches", name) for name in ("organisation_a", "organisation_b")), strict=True
    )
    assert any(to["3"] in pair for pair in asked)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("Somerset Council", True),
        ("Somerset Council / Cyngor Somerset Council", True),
        ("Northamptonshire County Council (NCC)", True),
        ("Roads Ltd", False),
        ("Leeds", False),
        ("E06000066", False),
    ],
)
def test_only_names_of_what_began_or_ended_are_looked_up_by_day(text, may):
    assert finder().day_decides(text) is may


def test_what_a_name_means_changes_with_the_day_only_where_it_is_said_that_it_may():
    days = [None, *(date(year, 4, 1) for year in (1990, 2010, 2020, 2022, 2024))]
    names = ("Wigan Council", "Norwich CC", "Acme", "Kent", "Dorset Council", "West Somerset Council", "Cumbria CC")
    for name in names:
        meant = {finder().find(name, day).organisation_id for day in days}
        assert len(meant) == 1 or finder().day_decides(name), name


def test_days_are_tried_in_order():
    assert days_of("") == (None,)
    assert days_of("2019-03-31/2015-04-01") == (date(2019, 3, 31), date(2015, 4, 1))
