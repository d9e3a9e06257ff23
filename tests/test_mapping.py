"""Tables of one's own: what their columns mean is proposed, said once, remembered, shared and taken back."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import Workbook

from graph.errors import InputError
from graph.sqlite_store import SqliteStore
from graph.statements import KINDS
from graph.view import view
from loaders.councils import CouncilFinder
from loaders.mapping import TableMapping, check, likely_header, plain_header, propose, remembered
from loaders.plan import Plan, plan
from loaders.reading import Defaults, EventTold, InputFile, NeededError
from loaders.report import rejected_files
from ui.cli import main

REGISTER = CouncilFinder()
STAFF = (
    "Full Name,Job Title,Council,Work mail,Home phone\nKate Sample,Buyer,Leeds City Council,kate@leeds.example,07700\n"
)
HEADER = STAFF.splitlines()[0].split(",")
PAIRS = {"name": "Full Name", "title": "Job Title", "employer": "Council"}


def store_with(*mappings: TableMapping, **common: str) -> SqliteStore:
    store = SqliteStore(":memory:")
    told = {"visibility": "open", "source": "a test"} | common
    for mapping in mappings:
        plan([mapping.file(**told)], store, Defaults(), finder=REGISTER).commit()
    return store


def load(store: SqliteStore, text: str, name: str = "any.csv", **told: object) -> Plan:
    return plan([InputFile(name, text.encode())], store, Defaults("open", **told), finder=REGISTER)


def cells(made: Plan, kind: str) -> list[dict[str, str]]:
    own = [column.name for column in KINDS[kind].columns]
    told = [one.cells for batch in made.batches if batch.kind == kind for one in batch.statements()]
    return [{name: one[name] for name in own if name in one} for one in told]


# proposing


def test_names_that_mean_exactly_ours_are_sure_and_names_that_are_only_like_ours_are_asked():
    made = propose(HEADER, "people")
    assert made.columns == {**PAIRS, "email": "Work mail"}
    assert made.sure == {"name", "title", "employer"} and not made.certain
    assert propose(["Name", "E-mail", "Organisation"], "people").certain


@pytest.mark.parametrize(
    ("header", "gives"),
    [
        (["Pilot name", "Council", "Supplier", "Status"], "pilots"),
        (["Name", "Event name", "Event date"], "attendance"),
        (["Contact name", "Company", "Account owner"], "contacts"),
        (["Name", "Job title", "In post since"], "people"),
        (["Full name", "Council", "Role", "Work email"], "contacts"),  # a role is a title, but at an event
        (["Full name", "Council", "Role", "Event name"], "attendance"),
    ],
)
def test_what_rows_are_is_proposed_by_what_most_columns_mean(header, gives):
    assert propose(header).gives == gives


def test_nothing_is_proposed_for_columns_that_are_like_none_of_ours():
    assert propose(["Colour", "Weight in kg"]).columns == {}


def test_a_column_means_one_thing():
    made = propose(["Organisation", "Name", "Organization"], "people")
    assert sorted(made.columns.values()) == ["Name", "Organisation"]


# saying


@pytest.mark.parametrize(
    ("gives", "pairs", "sentence"),
    [
        ("persons", PAIRS, '"persons" is none of contacts, people, attendance, pilots.'),
        ("people", {"title": "Job Title"}, "No column gives the name of the person. Say which column holds it."),
        ("people", {"first_name": "Full Name"}, "No column gives the name of the person."),
        ("people", {**PAIRS, "salary": "Home phone"}, '"salary" is no column of people. There are name: full name'),
        ("people", {"name": "Ful Name"}, 'has no column "Ful Name". Did you mean "Full Name"? It has: Full Name, Job'),
        ("pilots", {"pilot": "Full Name"}, "No column gives the council."),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_with_what_there_is(gives, pairs, sentence):
    with pytest.raises(InputError) as said:
        check("staff", HEADER, gives, pairs)
    assert sentence in str(said.value)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("people,a|b,name=a|wage=b", '"wage" is no column of people.'),
        ("people,a|b,title=a", "No column gives the name of the person."),
        ("persons,a|b,name=a", '"persons" is none of the words for this column.'),
        ("people,a|b,", "This cell must be filled."),
    ],
)
def test_a_file_of_mappings_is_checked_row_by_row(cells, sentence):
    text = f"mapping_id,name,gives,header,columns\nm1,x,{cells}\nm2,y,people,a,name=a\n"
    made = load(SqliteStore(":memory:"), text, "mappings.csv")
    [said] = made.report.rejections
    assert said.row == 2 and sentence in str(said)
    assert made.report.loaded == 1


# remembering


def test_a_table_with_the_columns_of_a_mapping_is_read_by_it_whatever_its_name_and_order():
    store = store_with(check("staff", HEADER, "people", PAIRS))
    lines = [line.split(",") for line in STAFF.splitlines()]
    turned = "\n".join(",".join(reversed(line)) for line in lines)
    for text in (STAFF, turned, f"Our people\n\n{STAFF}", STAFF.replace(",", ";")):
        made = load(store, text)
        assert [(one["name"], one.get("email")) for one in cells(made, "people")] == [("Kate Sample", None)]
        [post] = cells(made, "posts")
        assert (post["organisation_id"], post["title"]) == ("E08000035", "Buyer")  # Leeds, by the register
        [dropped] = [note for note in made.report.files[0].notes if note.startswith("Dropped at the door")]
        assert set(dropped.split(": ")[1].strip(".").split(", ")) == {"Work mail", "Home phone"}
        told = [batch for batch in made.batches if batch.kind in ("people", "posts")]
        assert {one.cells["source"] for batch in told for one in batch.statements()} == {"staff"}


def test_a_workbook_with_these_columns_is_read_by_it_too(tmp_path):
    book = Workbook()
    for line in STAFF.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "a.xlsx")
    store = store_with(check("staff", HEADER, "people", PAIRS))
    made = plan([tmp_path / "a.xlsx"], store, Defaults("open"), finder=REGISTER)
    assert [one["name"] for one in cells(made, "people")] == ["Kate Sample"]


def test_a_title_above_the_columns_is_passed_over_and_comments_are_dropped(tmp_path, capsys):
    book, store = Workbook(), tmp_path / "s.db"
    lines = ["Our people", "", "Full name,Council,Role,Comments", "Kate Sample,Leeds City Council,Engineer,Shy"]
    for line in [*lines, ",Leeds City Council,Buyer,Loud"]:
        book.active.append(line.split(","))
    book.save(tmp_path / "crm.xlsx")
    code, said = champions(capsys, "map", tmp_path / "crm.xlsx", "--as", "people", "--store", store)
    assert code == 0 and "Kate Sample" in said  # the header is row 3
    words = ("load", tmp_path / "crm.xlsx", "--visibility", "open", "--rejected", tmp_path, "--store", store)
    said = champions(capsys, *words)[1]
    assert "2 read, 1 new, 0 known, 1 rejected" in said and "The header was found in row 3" in said
    assert "Dropped at the door, for they are private or not needed: Comments." in said and "row 5" in said
    assert "Loud" not in next(tmp_path.glob("*rejected*")).read_text()


def test_a_row_of_the_header_that_is_told_is_the_row_of_the_sheet(tmp_path, capsys):
    book = Workbook()
    for line in ["People", "", "Who,Where", "Kate Sample,Leeds City Council"]:  # row 2 is blank
        book.active.append(line.split(",") if line else [])
    book.save(tmp_path / "own.xlsx")
    words = ("map", tmp_path / "own.xlsx", "--as", "people", "Who=name", "--store", tmp_path / "s.db")
    code, said = champions(capsys, *words, "--header-row", 3)
    assert code == 0 and "Kate Sample" in said
    code, said = champions(capsys, *words)
    assert code == 2 and 'has no column "Who"' in said


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ([("Our people",), (), ("Name", "Council"), ("Kate", "Leeds")], 2),
        ([("Name", "Where"), ("Council", "Role")], 0),  # the first line names a column that we know
        ([("Who", "Where"), ("Kate", "Leeds")], 0),
        ([("Our council",), ("Name", "Where")], 0),  # one name alone may be anybody's text
    ],
)
def test_a_header_is_looked_for_where_the_first_line_names_nothing(lines, place):
    assert likely_header(lines) == place


def test_a_table_with_a_column_more_or_less_is_not_taken_for_it():
    store = store_with(check("staff", HEADER, "people", PAIRS))
    more = "\n".join(f"{line},x{n}" for n, line in enumerate(STAFF.splitlines()))
    with pytest.raises(InputError, match=r"has the columns Full Name, .*champions map"):
        load(store, more)


def test_rejected_rows_come_back_without_private_columns_and_load_when_mended():
    store = store_with(check("staff", HEADER, "people", PAIRS))
    made = load(store, STAFF + ",Buyer,Leeds City Council,kim@leeds.example,07700\n")
    [(name, content)] = rejected_files(made.report).items()
    assert b"07700" not in content
    again = load(store, content.decode("utf-8-sig").replace("\r\n,Buyer", "\r\nKim,Buyer"), name)
    assert [one["name"] for one in cells(again, "people")] == ["Kim"] and not again.report.rejections


def test_a_row_whose_name_says_that_there_is_none_is_nobody():
    store = store_with(check("staff", HEADER, "people", PAIRS))
    rows = "".join(
        f"{name},Buyer,Leeds City Council,,\n" for name in ("Vacant", "N/A", "To be confirmed", "Ann Vacant")
    )
    made = load(store, STAFF.splitlines()[0] + "\n" + rows)
    assert [one["name"] for one in cells(made, "people")] == ["Ann Vacant"]
    assert [(one.row, one.reason) for one in made.report.rejections] == [
        (row, "This row names no person.") for row in (2, 3, 4)
    ]


def test_columns_that_the_mapping_does_not_use_are_dropped_whatever_their_names(tmp_path):
    told = ["Full name", "Salary", "Date of birth", "", "a|b", "NI number"]
    store = store_with(check("own", told, "people", {"name": "Full name", "employer": "a|b"}))
    book = Workbook()
    book.active.append(["Full\nname", "Salary", "Date of\nbirth", "", "a|b", "NI number"])
    book.active.append(["Kate", "50000", "1980-01-01", "nuts", "Acme", "AB123"])
    book.active.append(["", "60000", "1970-02-02", "", "Acme", "CD456"])
    book.save(tmp_path / "own.xlsx")
    made = plan([tmp_path / "own.xlsx"], store, Defaults("open"), finder=REGISTER)
    assert [one["name"] for one in cells(made, "people")] == ["Kate"]
    [dropped] = [note for note in made.report.files[0].notes if note.startswith("Dropped at the door")]
    assert " ".join(dropped.split()).endswith("private or not needed: Salary, Date of birth, NI number.")
    [(name, content)] = rejected_files(made.report).items()
    back = content.decode("utf-8-sig")
    assert "Acme" in back and not [cell for cell in ("60000", "1970", "CD456") if cell in back]
    again = load(store, "Full name,a|b,reason\nKim,Acme,x\n", name)  # as it comes back, mended
    assert [one["name"] for one in cells(again, "people")] == ["Kim"] and not again.report.rejections


def test_the_same_table_again_adds_nothing_though_it_has_another_name():
    store = store_with(check("staff", HEADER, "people", PAIRS))
    load(store, STAFF, "one.csv").commit()
    assert load(store, STAFF, "two.csv").commit().loaded == 0


def test_said_anew_the_later_mapping_counts_and_undone_the_one_before():
    first, second = check("staff", HEADER, "people", PAIRS), check("list", HEADER, "people", {"name": "Full Name"})
    store = store_with(first, second)
    assert first.id == second.id
    assert [one.name for one in remembered(store, Defaults())] == ["list"]
    store.undo(store.loads()[-1].id)
    assert [one.columns for one in remembered(store, Defaults())] == [PAIRS]
    store.undo(store.loads()[-1].id)
    assert remembered(store, Defaults()) == []


def test_a_mapping_says_again_what_it_said_when_it_was_stored():
    told = check(
        "staff", ["Name", "A\nB", "x|y", "", "Tag=1"], "people", {"name": "Name", "title": "A\nB"}, "day_first"
    )
    [again] = remembered(store_with(told), Defaults())
    assert (again.name, again.gives, again.days, again.id) == ("staff", "people", "day_first", told.id)
    assert plain_header(again.header) == plain_header(told.header)
    assert dict(again.columns) == {"name": "Name", "title": "A B"}
    made = load(store_with(told), 'Name,"A\nB",x|y,,Tag=1\nKate,Buyer,,,\n'.replace("A\nB", "A B"))
    assert not made.report.rejections


@pytest.mark.parametrize(
    ("common", "who", "seen"),
    [
        ({"visibility": "open"}, None, True),
        ({"visibility": "closed", "owner": "firm"}, "firm", True),
        ({"visibility": "closed", "owner": "firm"}, "other", False),
        ({"visibility": "closed", "owner": "firm"}, None, False),
        ({"visibility": "shared", "owner": "firm", "audience": "other"}, "other", True),
        ({"visibility": "shared", "owner": "firm", "audience": "other", "shared_until": "2026-01-01"}, "other", False),
        ({"visibility": "closed"}, None, False),
    ],
)
def test_a_mapping_is_seen_by_the_rule_of_every_statement(common, who, seen):
    firms = b"organisation_id,name,kind,visibility\nfirm,Firm,sme,open\nother,Other,sme,open\n"
    store = SqliteStore(":memory:")
    plan([InputFile("organisations.csv", firms)], store, Defaults(), finder=REGISTER).commit()
    mapping = check("staff", HEADER, "people", PAIRS)
    plan([mapping.file(**common)], store, Defaults(), finder=REGISTER).commit()
    day = date(2026, 6, 1)
    assert bool(remembered(store, Defaults(owner=who), day)) is seen
    there = view(store, who, day, day).scene("mappings").rows["mappings"]
    assert (there.num_rows > 0) is seen  # the view says the same


# what rows can be


def test_contacts_are_known_to_their_owner_or_to_the_holder():
    firm = InputFile("organisations.csv", b"organisation_id,name,kind,visibility\nfirm,Firm,sme,open\n")
    ann = InputFile("people.csv", b"person_id,name,visibility\nann,Ann Example,open\n")
    header = ["Contact", "Company", "Account manager", "Last met", "Notes"]
    pairs = {"name": "Contact", "employer": "Company", "known_to": "Account manager", "on": "Last met"}
    store = store_with(check("crm", header, "contacts", pairs, "day_first"))
    plan([firm, ann], store, Defaults(), finder=REGISTER).commit()
    text = ",".join(header) + "\nKate Sample,Leeds City Council,Bob Seller,3/4/2026,a secret\nLee Sample,Acme,,,\n"
    made = load(store, text, owner="firm", holder="ann")
    people = {one["person_id"]: one["name"] for one in cells(made, "people")} | {"ann": "Ann"}
    told = {(people[one["person_a"]], people[one["person_b"]], one.get("on")) for one in cells(made, "contacts")}
    assert told == {("Bob Seller", "Kate Sample", "2026-04-03"), ("Ann", "Lee Sample", None)}
    assert "secret" not in str([batch.table.to_pylist() for batch in made.batches])


def test_attendance_of_the_event_that_is_told_or_that_each_row_names():
    header = ["Name", "Company", "Status"]
    store = store_with(check("guests", header, "attendance", {"name": "Name", "employer": "Company", "role": "Status"}))
    text = "Name,Company,Status\nKate Sample,Acme,Checked in\nKim Sample,Acme,No show\nLee Sample,Acme,Keynote\n"
    with pytest.raises(NeededError, match="but not which"):
        load(store, text)
    made = load(store, text, events={"": EventTold("Roads day", date(2026, 3, 4), "showcase")})
    [event] = cells(made, "events")
    assert (event["name"], event["on"], event["format"]) == ("Roads day", "2026-03-04", "showcase")
    assert [one["role"] for one in cells(made, "attendance")] == ["attended", "registered", "speaker"]
    named = check(
        "all guests", ["Name", "Event", "Date"], "attendance", {"name": "Name", "event": "Event", "event_on": "Date"}
    )
    made = load(store_with(named), "Name,Event,Date\nKate,Roads day,2026-03-04\nKim,Roads day,2026-03-04\nLee,,\n")
    assert [one["event_id"] for one in cells(made, "events")] == [event["event_id"]]
    assert [str(one) for one in made.report.rejections] == [
        "any.csv, row 4: This row names no event. Fill in the name of the event, or leave the row out."
    ]


def test_whoever_cancelled_or_declined_has_no_place_and_other_words_are_told():
    mapping = check("guests", ["Name", "Status"], "attendance", {"name": "Name", "role": "Status"})
    words = ("Cancelled", "Declined", "Apologies", "Refunded", "Not attending", "Attended", "", "Perhaps", "Hm")
    text = "Name,Status\n" + "".join(f"Guest {n},{word}\n" for n, word in enumerate(words)) + ",Odd\n"
    made = load(store_with(mapping), text, events={"": EventTold("Roads day", date(2026, 3, 4))})
    gone = [(one.row, one.column, one.reason) for one in made.report.rejections if one.column]
    assert gone == [(row, "Status", "The place was cancelled.") for row in range(2, 7)]
    assert [one["role"] for one in cells(made, "attendance")] == ["attended", "registered", "registered", "registered"]
    told = "2 cells of `Status` could not be understood (Perhaps): taken for registered."
    assert told in made.report.files[0].notes  # the row without a name is not counted


def test_pilots_with_their_suppliers_themes_and_outcome():
    header = ["Project", "Council", "Vendor", "Topic", "Start", "Status"]
    pairs = {"pilot": "Project", "council": "Council", "suppliers": "Vendor", "themes": "Topic", "starts": "Start"}
    store = store_with(check("pilots", header, "pilots", pairs | {"outcome": "Status"}))
    made = load(
        store,
        ",".join(header)
        + '\nGritting,Leeds City Council,Acme; Bolt Ltd,"Winter Maintenance, Parks & Roads",2025-01-02,Live\n',
    )
    [pilot] = cells(made, "pilots")
    assert pilot["council_id"] == "E08000035" and pilot["themes"] == "winter-maintenance|parks-and-roads"
    assert (pilot["starts"], pilot["outcome"]) == ("2025-01-02", "ongoing")
    suppliers = {
        one["organisation_id"]: one["name"] for one in cells(made, "organisations") if one["kind"] == "unknown"
    }
    assert [suppliers[id_] for id_ in pilot["supplier_ids"].split("|")] == ["Acme", "Bolt Ltd"]


# on the command line


def champions(capsys, *words: object) -> tuple[int, str]:
    import sys
    from unittest.mock import patch

    with patch.object(sys, "argv", ["champions", *map(str, words)]), pytest.raises(SystemExit) as ended:
        main()
    out = capsys.readouterr()
    return int(ended.value.code or 0), out.out + out.err


def test_a_table_is_mapped_once_and_then_loads(tmp_path, capsys):
    file, store = tmp_path / "staff.csv", tmp_path / "s.db"
    file.write_text(STAFF)
    code, said = champions(capsys, "map", file, "--as", "people", "--store", store)
    assert code == 2 and "Nothing was stored" in said and '"Work mail=email"' in said  # only like ours: asked
    code, said = champions(
        capsys, "map", file, "--as", "people", "Full Name=name", "Council=employer", "--store", store
    )
    assert code == 0 and "Remembered" in said and "Kate Sample" in said
    code, said = champions(capsys, "load", file, "--visibility", "open", "--store", store)
    assert code == 0 and "staff.csv (people, mapped): 1 read, 1 new" in said


def test_a_mapping_is_tried_first_and_written_to_a_file_for_others(tmp_path, capsys):
    file, store, shared = tmp_path / "staff.csv", tmp_path / "s.db", tmp_path / "mappings.csv"
    file.write_text(f"Our people\n\n{STAFF}")
    words = ("map", file, "--as", "people", "--yes", "--header-row", 3, "--store", store)
    code, said = champions(capsys, *words, "--dry-run", "--save", shared)
    assert code == 0 and "Nothing was stored." in said
    assert "none of our files" in champions(capsys, "load", file, "--visibility", "open", "--store", store)[1]
    assert champions(capsys, "load", shared, "--store", store)[0] == 0
    assert "1 new" in champions(capsys, "load", file, "--visibility", "open", "--store", store)[1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("Full Name",), 'does not say what a column means. Write it as "Job title=title".'),
        (("Full Name=name", "Council=name"), '"name" is given twice'),
        (("Full Name=name", "--as", "persons"), '"persons" is none of contacts'),
        (("Full Name=name", "--visibility", "secret"), '"secret" is none of the words for this column'),
        (("Full Name=name", "--header-row", "2"), 'has no column "Full Name"'),
    ],
)
def test_what_is_said_wrong_is_answered_in_a_sentence(words, sentence, tmp_path, capsys):
    file = tmp_path / "staff.csv"
    file.write_text(STAFF)
    asked = words if "--as" in words else (*words, "--as", "people")
    code, said = champions(capsys, "map", file, *asked, "--store", tmp_path / "s.db")
    assert code == 2 and sentence in said
