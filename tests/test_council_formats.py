"""Organisation charts, grants and payments: facts on councils. All people in them are invented."""

from __future__ import annotations

import json

import pytest

from graph.errors import InputError
from graph.sqlite_store import SqliteStore
from graph.statements import KINDS
from loaders.plan import Plan, plan
from loaders.reading import Defaults, InputFile


def table(header: str, *rows: str, name: str = "export.csv") -> InputFile:
    return InputFile(name, "\n".join((header, *rows, "")).encode())


def planned(*files: InputFile, store: SqliteStore | None = None) -> Plan:
    return plan(files, store or SqliteStore(":memory:"), Defaults("open"))


def cells(made: Plan, kind: str) -> list[dict[str, str]]:
    found = [statement.cells for batch in made.batches if batch.kind == kind for statement in batch.statements()]
    own = {column.name for column in KINDS[kind].columns}
    return [{name: cell for name, cell in one.items() if name in own} for one in found]


def said(made: Plan) -> dict[int, str]:
    return {one.row: one.reason for one in made.report.rejections}


def everything(made: Plan) -> str:
    return str([one.cells for batch in made.batches for one in batch.statements()]) + str(made.report.rejected_rows)


# organisation charts of councils

LGA = (
    "OrganisationLabel,EffectiveDate,Level,JobTitle,Name,Directorate,Service,ContactDetails,SalaryBand,Vacancy,Comments"
)
CHART = (
    "Leeds City Council,2026-03-01,1,Chief Executive,NA,NA,NA,x@leeds.example,200000 - 204999,NA,was ill",
    "Leeds City Council,2026-03-01,2,Director of Place,Kate Sample,Place,NA,,10000 - 104999,NA,NA",
    "Leeds City Council,2026-03-01,3,Head of Highways,N/D,Place,Highways,,NA,Vacant,NA",
    "Leeds City Council,2026-03-01,3,Head of Parks,,Place,Parks,,NA,NA,NA",
    "Leeds City Council,2026-03-01,4,Ranger,NA,Place,Parks,,NA,NA,NA",
    "Leeds City Council,2026-03-01,4,Ranger,NA,Place,Parks,,NA,NA,NA",
    "Leeds City Council,2026-03-01,4,Clerk,NA,Place,Yards,,NA,NA,NA",
    "Leeds City Council,2026-03-01,4,NA,NA,Place,Parks,,NA,NA,NA",
)


def test_a_chart_gives_posts_and_only_a_named_holder_is_a_person():
    made = planned(table(LGA, *CHART))
    assert [one["name"] for one in cells(made, "people")] == ["Kate Sample"]  # nobody is called NA
    [held] = cells(made, "posts")
    assert (held["title"], held["organisation_id"]) == ("Director of Place", "E08000035")  # Leeds, by the register
    posts = {one["title"]: one for one in cells(made, "establishment")}
    assert len(cells(made, "establishment")) == 7  # two rangers are two posts
    assert posts["Director of Place"]["holder_id"] == held["person_id"]
    assert [title for title, one in posts.items() if one["vacant"] == "yes"] == ["Head of Highways"]
    assert said(made) == {9: "The post has no title."}
    assert not [word for word in ("204999", "x@leeds", "was ill") if word in everything(made)]


@pytest.mark.parametrize(
    ("name", "vacant"),
    [
        ("Vacant", "yes"),
        ("VACANT POST", "yes"),
        ("vacancy.", "yes"),
        ("To be confirmed", "no"),
        ("T.B.C.", "no"),  # signs do not count
        ("tba", "no"),
        ("Redacted", "no"),
        ("[Name withheld]", "no"),
        ("Not  applicable", "no"),
        ("-", "no"),
    ],
)
def test_words_in_the_place_of_a_name_make_nobody_an_officer(name, vacant):
    made = planned(table(LGA, f"Leeds City Council,2026-03-01,2,Head of Procurement,{name},Finance,,,,N,"))
    [post] = cells(made, "establishment")
    assert (post.get("holder_id"), post["vacant"]) == (None, vacant)
    assert not cells(made, "people") and not cells(made, "posts")


@pytest.mark.parametrize("name", ["Ann Vacant", "Tba Sample", "N. Dé", "Éna", "Noneé", "Na Li", "Redacted Jones"])
def test_a_name_that_only_holds_such_a_word_is_a_name(name):
    made = planned(table(LGA, f"Leeds City Council,2026-03-01,2,Head of Procurement,{name},Finance,,,,N,"))
    assert [one["name"] for one in cells(made, "people")] == [name]


def test_the_line_of_report_is_inferred_and_marked_or_left_open():
    posts = cells(planned(table(LGA, *CHART)), "establishment")
    title_of = {one["post_id"]: one["title"] for one in posts}
    above = {one["title"]: title_of.get(one.get("reports_to", "")) for one in posts}
    assert above == {
        "Chief Executive": None,
        "Director of Place": "Chief Executive",
        "Head of Highways": "Director of Place",
        "Head of Parks": "Director of Place",
        "Ranger": "Head of Parks",  # of the same service
        "Clerk": None,  # two heads fit, and neither is of its service
    }
    assert all(one.get("reports_inferred") == "yes" for one in posts if "reports_to" in one)


def test_next_years_chart_names_the_same_posts():
    store = SqliteStore(":memory:")
    planned(table(LGA, *CHART[:3]), store=store).commit()
    later = planned(table(LGA, *(row.replace("2026-03", "2027-03") for row in CHART[:3])), store=store)
    later.commit()
    ids = [one["post_id"] for batch in store.read(("establishment",)) for one in batch.table.to_pylist()]
    assert len(ids) == 6 and len(set(ids)) == 3


# organograms of central government

SENIOR = (
    "Post Unique Reference,Name,Job Title,Organisation,Unit,Contact E-mail,Reports to Senior Post,FTE,"
    "Actual Pay Floor (£),,Notes"
)
POSTS = (
    "1,N/D,Chief,Office of Grit,Top,a@b.example,XX,1,99999,,n",
    "2,Lee Sample,Director of Salt,Office of Grit,Salt,,1,0.5,99999,,",
    "3,Vacant,Director of Ice,Office of Grit,Ice,,1,1,,,",
    "4,Eliminated,Director of Fog,Office of Grit,Fog,,1,1,,,",
    "5,N/D,Director of Hail,Office of Grit,Hail,,1,many,,,",
    "6,Name withheld,Director of Rain,Office of Grit,Rain,,77,1,,,",
)


def test_an_organogram_says_who_reports_to_whom_and_a_nameless_column_does_no_harm():
    made = planned(table(SENIOR, *POSTS))
    posts = {one["title"]: one for one in cells(made, "establishment")}
    title_of = {one["post_id"]: title for title, one in posts.items()}
    assert {title: title_of.get(one.get("reports_to", "")) for title, one in posts.items()} == {
        "Chief": None,
        "Director of Salt": "Chief",
        "Director of Ice": "Chief",
        "Director of Rain": None,  # number 77 is not in the file
    }
    assert posts["Director of Ice"]["vacant"] == "yes" and posts["Director of Salt"]["fte"] == "0.5"
    assert [one["name"] for one in cells(made, "people")] == ["Lee Sample"]
    assert said(made) == {5: "The post does not exist any more.", 6: '"many" is no number of posts.'}
    assert "99999" not in everything(made) and "a@b.example" not in everything(made)


def test_junior_posts_are_numbers_and_nobody():
    header = (
        "Organisation,Unit,Reporting Senior Post,Grade,Generic Job Title,Number of Posts in FTE,Payscale Minimum (£)"
    )
    made = planned(table(header, "Office of Grit,Salt,2,Manager,Area Manager,40.24,20000"))
    [post] = cells(made, "establishment")
    assert (post["title"], post["fte"]) == ("Area Manager", "40.24") and not cells(made, "people")


# grants

GRANT = {
    "id": "360G-x-1",
    "title": "Warm rooms",
    "description": "For Ann Sample",
    "currency": "GBP",
    "amountAwarded": 1500.5,
    "awardDate": "2026-02-01T00:00:00Z",
    "fundingOrganization": [{"id": "GB-LAE-LDS", "name": "Leeds City Council", "department": "Neighbourhoods"}],
    "recipientOrganization": [{"id": "GB-CHC-1234567", "name": "Warm Rooms"}],
    "grantProgramme": [{"code": "W", "title": "Winter"}],
}


def grants(*more: object) -> InputFile:
    return InputFile("data.txt", json.dumps({"grants": [GRANT, *more]}).encode())


def grant(**fields: object) -> dict[str, object]:
    return {**GRANT, **fields}


def test_a_grant_joins_funder_recipient_programme_and_the_council_team_that_gave_it():
    made = planned(grants())
    [one] = cells(made, "grants")
    assert (one["funder_id"], one["recipient_id"], one["value"], one["on"]) == (
        "E08000035",
        "GB-CHC-1234567",
        "1500.5",
        "2026-02-01",
    )
    [team], [programme] = cells(made, "departments"), cells(made, "programmes")
    assert team["name"] == "Neighbourhoods" and team["department_id"] == one["department_id"]
    assert programme["name"] == "Winter" and programme["programme_id"] == one["programme_id"]
    assert "Ann Sample" not in everything(made)


def test_what_a_recipient_is_follows_from_its_register_and_legal_form_and_is_inferred():
    recipients = {
        "GB-CHC-1234567": ("Warm Rooms", "community"),
        "GB-COH-01234567": ("Grit Works CIC", "community"),
        "GB-COH-01234568": ("Acme Roads Ltd", "sme"),
        "360G-home-made": ("Choir of Leeds", "unknown"),
    }
    held = [grant(id=id_, recipientOrganization=[{"id": id_, "name": name}]) for id_, (name, _) in recipients.items()]
    made = planned(InputFile("g.json", json.dumps({"grants": held}).encode()))
    kinds = {one["name"]: one["kind"] for one in cells(made, "organisations") if one["kind"] != "council"}
    assert kinds == {name: kind for name, kind in recipients.values()}
    stored = [one for batch in made.batches if batch.kind == "organisations" for one in batch.statements()]
    assert {one.cells.get("class") for one in stored if one.cells["kind"] != "council"} == {"inferred"}


def test_the_same_grants_as_json_and_as_a_table_are_the_same_statements():
    header = (
        "Identifier,Title,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,"
        "Funding Org:Identifier,Funding Org:Name,Funding Org:Department,Grant Programme:Code,Grant Programme:Title"
    )
    row = (
        "360G-x-1,Warm rooms,GBP,1500.50,2026-02-01,GB-CHC-1234567,Warm Rooms,GB-LAE-LDS,Leeds City Council,"
        "Neighbourhoods,W,Winter"
    )
    store = SqliteStore(":memory:")
    planned(grants(), store=store).commit()
    assert planned(table(header, row), store=store).report.loaded == 0


def test_grants_to_people_and_grants_that_say_nothing_are_rejected_and_nobody_is_loaded():
    person = {key: cell for key, cell in GRANT.items() if key != "recipientOrganization"}
    made = planned(
        grants(
            {**person, "recipientIndividual": {"id": "p", "name": "Ann Sample"}},
            "a text",
            grant(amountAwarded="lots"),
            grant(awardDate=["2026"], title="No day"),
            grant(title={"en": "x"}),
        )
    )
    assert said(made) == {
        2: "The grant names no organisation that received it. Grants to people are not loaded.",
        3: "This entry is no grant: it has no fields.",
        4: '"lots" is no amount.',
        6: "The grant has no title.",
    }
    assert "Ann Sample" not in everything(made) and not cells(made, "people")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"grants": 5, "awardDate": 1, "fundingOrganization": 2}', "holds no list of grants"),
        (json.dumps({"grants": [GRANT]}).encode()[:-9], "breaks off in line 1"),
        (b'{"grants": [{"awardDate": 1, "fundingOrganization": ' + b"[" * 200_000, "nested far too deep"),
        (b'{"grants": [{"awardDate" 1, "fundingOrganization": 3}]}', "is no JSON"),
    ],
)
def test_a_file_of_grants_that_cannot_be_read_is_said_in_a_sentence(content, sentence):
    with pytest.raises(InputError, match=sentence):
        planned(InputFile("grants.json", content))


def test_an_amount_that_is_no_number_is_not_known_and_500_levels_in_a_field_do_no_harm():
    text = json.dumps({"grants": [GRANT]}).replace("1500.5", "NaN").replace('"For Ann Sample"', "[" * 500 + "]" * 500)
    [one] = cells(planned(InputFile("g.json", b"\xef\xbb\xbf" + text.encode())), "grants")
    assert "value" not in one


# payments

CARD = "OrganisationLabel,EffectiveDate,BeneficiaryName,PaymentDate,Amount,Purpose,CategoryInternalName,CardHolder"


def paid(name: str, day: str, amount: str, category: str = "Caterers") -> str:
    return f'Leeds City Council,2026-03-31,{name},{day},"{amount}",for little Ann,{category},Jo Sample'


def test_payments_are_added_up_by_supplier_category_and_month_and_refunds_taken_off():
    rows = (
        paid("Acme Grit Ltd", "2026-03-01", "1,000.10"),
        paid("ACME GRIT LTD", "2026-03-31", "£0.20"),
        paid("Acme Grit Ltd", "2026-03-15", "(100.00)"),
        paid("Acme Grit Ltd", "2026-04-01", "5"),
        paid("Acme Grit Ltd", "2026-03-01", "7", "Salt"),
    )
    made = planned(table(CARD, *rows))
    assert [
        (one["category"], one["value"], one["payments"], one["starts"], one["ends"]) for one in cells(made, "payments")
    ] == [
        ("Caterers", "900.3", "3", "2026-03-01", "2026-03-31"),  # 1000.10 + 0.20 - 100.00
        ("Caterers", "5", "1", "2026-04-01", "2026-04-01"),
        ("Salt", "7", "1", "2026-03-01", "2026-03-01"),
    ]
    file = made.report.files[0]
    assert (file.read, file.loaded, file.merged, file.rejected) == (5, 3, 2, 0)
    assert "little Ann" not in everything(made) and "Jo Sample" not in everything(made)


def test_totals_redacted_names_people_and_bad_cells_are_rejected_each_with_its_reason():
    rows = (
        paid("REDACTED PERSONAL DATA", "2026-03-01", "1"),
        paid("Mrs J Smith", "2026-03-01", "1"),
        paid("Total", "", "3"),
        paid("", "", "3"),
        paid("Acme", "31/31/2026", "3"),
        paid("Acme", "", "3"),
        paid("Acme", "2026-03-01", "NaN"),
        paid("Dr Grit Ltd", "46082", "2"),
    )
    made = planned(table(CARD, *rows))
    assert said(made) == {
        2: "The name is redacted.",
        3: "This was paid to a person: nobody is loaded from it.",
        4: "This row is a total.",
        5: "The row names no supplier: it may be a total.",
        6: '"31/31/2026" is not a date, or may be read in two ways.',
        7: "The payment has no date.",
        8: '"NaN" is no amount.',
    }
    [one] = cells(made, "payments")
    assert one["starts"] == "2026-03-01"  # day 46082 of a spreadsheet: 45363 is 12 March 2024, and 719 days later


@pytest.mark.parametrize(
    "name",
    [
        "Mr J. Smith",
        "Mr & Mrs J Smith",
        "Mrs Zoë Ünal",
        "Mrs S Brown (Foster Carer)",
        "SMITH J MR",
        '"Smith, Jane (Mrs)"',
    ],
)
def test_nobody_is_loaded_from_a_payment_to_somebody_with_a_title_wherever_it_stands(name):
    made = planned(table(CARD, paid(name, "2026-03-01", "1"), paid("Mr Grit & Sons", "2026-03-01", "2")))
    assert said(made) == {2: "This was paid to a person: nobody is loaded from it."}
    assert len(cells(made, "payments")) == 1


def test_nobody_is_loaded_from_a_payment_to_nobody_in_particular():
    made = planned(table(CARD, paid("Foster Carer", "2026-03-01", "1"), paid("Individual", "2026-03-01", "1")))
    assert said(made) == {2: "The name is redacted.", 3: "The name is redacted."}


@pytest.mark.parametrize(
    ("name", "loaded"),
    [
        ("J Smith", False),
        ("J. A. Smith", False),
        ("JA Smith", False),
        ("W H Smith PLC", True),
        ("B&Q", True),
        ("KPMG", True),
        ("EE Limited", True),
        ("J Smith & Sons", True),
    ],
)
def test_initials_and_a_surname_may_be_a_person_whom_nobody_loads(name, loaded):
    header = "Body Name,Supplier Name,Payment Date,Net Amount"
    made = planned(table(header, f"Leeds City Council,{name},03/04/2026,12"))
    assert bool(cells(made, "payments")) is loaded
    shop = planned(table(f"{header},Merchant Category Code", f"Leeds City Council,{name},03/04/2026,12,7523"))
    assert cells(shop, "payments")  # a card is used at shops


def test_the_day_of_a_chart_is_written_as_councils_write_it():
    chart = "OrganisationLabel,EffectiveDate,Level,JobTitle,Name,Directorate,Service"
    made = planned(table(chart, "Leeds City Council,01/04/2026,1,Chief Executive,Kate Sample,,"))
    assert [one["on"] for one in cells(made, "establishment")] == ["2026-04-01"]


def test_spending_in_the_other_spellings_of_councils_is_read_too():
    made = planned(
        table("Body Name,Supplier Name,Payment Date,Net Amount", "Leeds City Council,Acme Ltd,03/04/2026,12")
    )
    [one] = cells(made, "payments")
    assert one["ends"] == "2026-04-03" and one["payer_id"] == "E08000035"
