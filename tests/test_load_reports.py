"""Loading our own files: every row is loaded, known already or rejected with a sentence; nothing is lost or guessed."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from graph.errors import ChampionFinderError, InputError
from graph.sqlite_store import SqliteStore
from graph.store import fingerprint
from loaders.plan import plan
from loaders.reading import Defaults, InputFile, NeededError
from loaders.report import FileReport, Report, rejected_files
from loaders.templates import TEMPLATES
from sample_data import ACCEPTANCE

OPEN = Defaults("open")
PEOPLE = "person_id,name\nP1,Ann\nP2,Bob\nP3,Cy\n007,James\nNA,Nan\n"
ORGANISATIONS = "organisation_id,name,kind\nO1,Gritters Ltd,sme\n"


@pytest.fixture
def store():
    with_nothing = SqliteStore(":memory:")
    yield with_nothing
    with_nothing.close()


def files(**texts: str | bytes) -> list[InputFile]:
    return [
        InputFile(f"{name}.csv", text if isinstance(text, bytes) else text.encode()) for name, text in texts.items()
    ]


def load(store, defaults=OPEN, *, strict=False, **texts) -> Report:
    return plan(files(**texts), store, defaults).commit(strict=strict)


def stored(store, kind: str) -> list[dict[str, str]]:
    return [dict(statement.cells) for batch in store.read((kind,)) for statement in batch.statements()]


# the whole way


def test_the_worked_example_loads_whole_and_a_second_load_changes_nothing(store):
    first = plan([ACCEPTANCE], store, Defaults()).commit()
    assert (first.read, first.loaded, first.rejected) == (124, 124, 0) and not first.unreadable
    before, loads = fingerprint(store), store.loads()
    second = plan([ACCEPTANCE], store, Defaults()).commit()
    assert (second.loaded, second.merged, second.rejected, second.load) == (0, 124, 0, None)
    assert second.words().startswith("0 changes") and fingerprint(store) == before and store.loads() == loads


def test_a_plan_says_what_a_load_then_does_and_changes_nothing(store):
    planned = plan([ACCEPTANCE], store, Defaults())
    told = planned.report
    assert store.loads() == [] and told.dry_run and told.load is None
    done = planned.commit()
    assert [(f.file, f.loaded) for f in told.files] == [(f.file, f.loaded) for f in done.files]
    again = plan([ACCEPTANCE], store, Defaults()).report
    assert (again.loaded, again.merged) == (0, 124)


def test_an_undo_brings_back_what_was_before(store):
    load(store, people=PEOPLE)
    before = fingerprint(store)
    report = load(store, people="person_id,name\nP8,Di\n")
    store.undo(report.load.id)
    assert fingerprint(store) == before


def test_a_zip_a_packed_file_and_one_workbook_say_the_same_as_the_folder(store):
    packed, book = io.BytesIO(), Workbook()
    book.remove(book.active)
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(ACCEPTANCE.glob("*.csv")):
            archive.writestr(f"deep/{path.name}", path.read_bytes())
            sheet = book.create_sheet(path.stem)
            for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
                sheet.append(row)
    plan([ACCEPTANCE], store, Defaults()).commit()
    zipped = plan([InputFile("all.zip", packed.getvalue())], store, Defaults()).report
    assert (zipped.read, zipped.loaded, zipped.rejected) == (124, 0, 0)
    people = InputFile("people.csv.gz", gzip.compress((ACCEPTANCE / "people.csv").read_bytes()))
    assert plan([people], store, Defaults()).report.loaded == 0
    out = io.BytesIO()
    book.save(out)
    from_book = plan([InputFile("all.xlsx", out.getvalue())], SqliteStore(":memory:"), Defaults()).commit()
    assert (from_book.read, from_book.loaded, from_book.rejected) == (124, 124, 0)


# bad rows, each with its sentence

CONTACTS = "contacts"
BAD_ROWS = [  # kind, header, row, where it is found, what is said
    ("people", "person_id,name", "P9,", "name", "This cell must be filled. Enter name: full name."),
    ("people", "person_id,name", "P9, ", "name", "This cell must be filled. Enter name: full name."),
    ("people", "person_id,name", "P\x079,Di", "person_id", "This cell holds a control character or a line break"),
    ("people", "person_id,name", 'P9,"Di\x1b[31m"', "name", "This cell holds a control character"),
    ("people", "person_id,name", "P9|P8,Di", "person_id", '"P9|P8" holds a `|`'),
    ("people", "person_id,name", "P9", None, "This row has fewer cells than the header (1)."),
    ("people", "person_id,name", "P9,Di,x", None, "This row has more cells than the header (3)."),
    ("people", "person_id,name", "P9,Di,", None, "This row ends with a comma too many."),
    ("people", "person_id,name", 'P9,"Di', None, "A quotation mark is opened in this row and never closed."),
    ("people", "person_id,name,visibility", "P9,Di,Open", "visibility", '"Open" is none of the words for this column.'),
    ("people", "person_id,name,visibility", "P9,Di,public", "visibility", '"public" is none of the words'),
    ("people", "person_id,name,class", "P9,Di,sure", "class", '"sure" is none of the words for this column.'),
    ("people", "person_id,name,owner", "P9,Di,ACME", "owner", '"ACME" is no organisation on record.'),
    ("people", "person_id,name,audience", "P9,Di,O1|ACME", "audience", '"ACME" is no organisation on record.'),
    (CONTACTS, "person_a,person_b,on", "P1,P2,03/04/2026", "on", '"03/04/2026" may be read in two ways. Write '
     "the date as 2026-03-04 or 2026-04-03, whichever is meant."),
    (CONTACTS, "person_a,person_b,on", "P1,P2,13/04/2026", "on", '"13/04/2026" does not have the form year-month-day. '
     "Write the date as 2026-04-13."),
    (CONTACTS, "person_a,person_b,on", "P1,P2,2026-02-30", "on", 'There is no such day as "2026-02-30".'),
    (CONTACTS, "person_a,person_b,on", "P1,P2,last May", "on", '"last May" is not a date. Write it as year-month-day'),
    (CONTACTS, "person_a,person_b,on", "P1,P2,20260304", "on", '"20260304" is not a date.'),
    (CONTACTS, "person_a,person_b,strength", "P1,P2,high", "strength", '"high" is not a number. Enter a number above 0 '
     "and up to 0.8, such as 0.3."),
    (CONTACTS, "person_a,person_b,strength", "P1,P2,0", "strength", '"0" is out of range. Enter a number above 0'),
    (CONTACTS, "person_a,person_b,strength", "P1,P2,0.81", "strength", '"0.81" is out of range.'),
    (CONTACTS, "person_a,person_b,strength", "P1,P2,-0.3", "strength", '"-0.3" is out of range.'),
    (CONTACTS, "person_a,person_b,strength", "P1,P2,nan", "strength", '"nan" is not a number.'),
    (CONTACTS, "person_a,person_b", "P1,P1", "person_b", "Nobody is a contact of himself or herself."),
    (CONTACTS, "person_a,person_b", "P1,P99", "person_b", 'Person "P99" is not in people.csv. Add the person there, or '
     "correct the id."),
    (CONTACTS, "person_a,person_b", "P1,7", "person_b", 'Person "7" is not in people.csv.'),  # 007 is another
    (CONTACTS, "person_a,person_b,said_by", "P1,P2,P99", "said_by", 'Person "P99" is not in people.csv.'),
    (CONTACTS, "person_a,person_b,kind", "P1,P2,contakt", "kind", '"contakt" is none of the words for this '
     "column. Did you mean contact?"),
    ("posts", "person_id,organisation_id,title,starts,ends", "P1,O1,Boss,2026-01-02,2026-01-01", "ends", "The end lies "
     "before the start."),
    ("posts", "person_id,organisation_id,department_id,title", "P1,O1,D9,Boss", "department_id", 'Department "D9" is '
     "not in departments.csv. Add the department there"),
    ("posts", "person_id,organisation_id,title", "P1,Norfolk,Boss", "organisation_id", '"Norfolk" is no organisation '
     "on record. Did you mean Norfolk County Council (E10000020)?"),
    ("posts", "person_id,organisation_id,title", "P1,Nowhere,Boss", "organisation_id", '"Nowhere" is no organisation '
     "on record. Correct the cell, or add a row to organisations.csv."),
    ("programmes", "programme_id,name,opens,closes", "G1,Fund,2026-01-02,2026-01-01", "closes", "The end lies before "
     "the start."),
    ("events", "event_id,name,organiser_id", "E1,Day,O9", "organiser_id", '"O9" is no organisation on record.'),
    ("events", "event_id,name,price_gbp", "E1,Day,£5", "price_gbp", '"£5" is not a number.'),
    ("programmes", "programme_id,name,max_suppliers", "G1,Fund,2.5", "max_suppliers", '"2.5" is not a whole number.'),
    ("frameworks", "framework_id,name,joinable", "F1,Frame,maybe", "joinable", '"maybe" is neither yes nor no.'),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "header", "row", "column", "words"), BAD_ROWS, ids=[bad[2] for bad in BAD_ROWS])
def test_a_bad_row_is_rejected_with_its_place_and_a_remedy_and_the_rest_is_loaded(
    store, kind, header, row, column, words
):
    load(store, people=PEOPLE, organisations=ORGANISATIONS)
    report = load(store, **{kind: f"{header}\n{row}\n"})
    assert (report.read, report.loaded, report.rejected) == (1, 0, 1)
    [rejection] = report.rejections
    assert (rejection.file, rejection.row, rejection.column) == (f"{kind}.csv", 2, column)
    assert f"{rejection.reason} {rejection.remedy}".startswith(words)
    assert rejection.remedy.endswith(".") and "nvalid" not in str(rejection) and "lease" not in str(rejection)


BAD_FILES = [
    ("posts", "person_id,organisation_id,job\nP1,O1,Boss\n", "posts.csv has no `title` column. We found: person_id, "
     "organisation_id, job. Is `job` the title? Then call it `title`."),
    ("people", "person_id,nome\nP1,Ann\n", "people.csv has no `name` column. We found: person_id, nome. Is `nome` the"),
    ("people", "person_id\nP1\n", "people.csv has no `name` column. We found: person_id. Add a column `name`."),
    ("people", "person_id,name, Name \nP1,Ann,Bob\n", "people.csv has two columns called `name`."),
    ("tree", "species,height\nOak,20\n", "tree.csv is none of our files: no file of ours has the columns species,"),
    ("people", "", "people.csv is empty."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "words"), BAD_FILES, ids=[bad[2][:30] for bad in BAD_FILES])
def test_a_file_that_cannot_be_used_says_why_and_the_others_are_loaded(store, name, text, words):
    with pytest.raises(InputError) as refused:
        load(store, **{name: text})
    assert str(refused.value).startswith(words)
    beside = [*files(**{name: text}), InputFile("others/people.csv", PEOPLE.encode())]
    report = plan(beside, store, OPEN).commit()
    assert report.loaded == 5 and [text.startswith(words) for text in report.unreadable] == [True]


# what is kept as it is, or forgiven


def test_ids_are_text_and_007_is_not_7(store):
    report = load(store, people=PEOPLE, contacts="person_a,person_b\n007,NA\n")
    assert report.rejected == 0
    [contact] = stored(store, "contacts")
    assert (contact["person_a"], contact["person_b"]) == ("007", "NA")


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://x","y")',
        "<script>alert(1)</script>",
        "[a](b)",
        "`x`",
        "'; DROP",
        "NULL",
        "../../etc",
        "\\u0060",
    ],
)
def test_a_formula_a_script_or_a_path_as_a_name_is_text(store, name):
    out = io.StringIO()
    csv.writer(out).writerows([("person_id", "name"), ("P1", name)])
    load(store, people=out.getvalue())
    assert [person["name"] for person in stored(store, "people")] == [name]


def test_headers_forgive_order_spaces_and_capitals_and_cells_get_one_spelling(store):
    report = load(
        store, people=PEOPLE, contacts=" Strength ,PERSON_B,person_a,on\n 0.80 , P2 ,P1, 2026-01-02 \n.5,P1,P2,\n"
    )
    assert report.rejected == 0
    assert sorted(contact["strength"] for contact in stored(store, "contacts")) == ["0.5", "0.8"]
    assert "P2" in {contact["person_b"] for contact in stored(store, "contacts")}


def test_an_unknown_column_is_reported_and_ignored(store):
    report = load(store, people="person_id,name,emial,shoe\nP1,Ann,a@b,39\n")
    assert report.files[0].notes == (
        "Column `emial` is none of ours and was ignored. Did you mean `email`?",
        "Column `shoe` is none of ours and was ignored.",
    )
    assert report.loaded == 1


def test_a_strength_counts_only_for_declared_contacts(store):
    report = load(
        store, people=PEOPLE, contacts="person_a,person_b,kind,strength\nP1,P2,thread,5\nP1,P3,connection,0\n"
    )
    assert report.rejected == 0


def test_lists_are_trimmed_and_empty_items_left_out(store):
    load(store, events="event_id,name,themes\nE1,Day, salt | grit||salt \n")
    assert [event["themes"] for event in stored(store, "events")] == ["salt|grit"]


# references


def test_a_row_whose_row_is_rejected_is_rejected_too_and_so_on(store):
    report = load(
        store,
        people="person_id,name\nP1,Ann\nP2,\n",
        challenges="challenge_id,organisation_id,theme,owner_id\nC1,O1,salt,P1\n",
        organisations="organisation_id,name,kind,owner\nO1,Gritters,sme,O2\nO2,Owner,sme,O3\nO3,Top,wrong,\n",
        contacts="person_a,person_b\nP1,P2\n",
    )
    told = {(r.file, r.row): r.reason for r in report.rejections}
    assert told[("contacts.csv", 2)] == 'Person "P2" is described by people.csv, row 3, which is rejected.'
    assert told[("organisations.csv", 3)].startswith('Organisation "O3" is described by organisations.csv, row 4')
    assert told[("organisations.csv", 2)].startswith('Organisation "O2" is described by organisations.csv, row 3')
    assert told[("challenges.csv", 2)].startswith('Organisation "O1" is described by organisations.csv, row 2')
    assert (report.loaded, report.rejected) == (1, 6)


def test_what_the_store_knows_needs_no_second_description(store):
    load(store, people=PEOPLE)
    assert load(store, contacts="person_a,person_b\nP1,P2\n").loaded == 1


def test_one_id_told_in_two_ways_is_a_rejection_in_one_file_and_a_conflict_kept_in_two(store):
    report = load(store, people="person_id,name\nP1,Ann\nP1,Ann\nP1,Anna\n")
    assert (report.loaded, report.merged, report.rejected) == (1, 1, 1)
    assert report.rejections[0].reason == "Row 4 has the same `person_id` (P1) as row 2, with other cells."
    assert load(store, people_2025="person_id,name\nP1,Anna\n").loaded == 1
    assert {person["name"] for person in stored(store, "people")} == {"Ann", "Anna"}


def test_a_council_may_be_named_and_its_row_comes_from_the_register(store):
    posts = "person_id,organisation_id,title\nP1,Norfolk County Council,Boss\nP2,E10000020,Clerk\n"
    report = load(store, people=PEOPLE, posts=posts)
    assert {post["organisation_id"] for post in stored(store, "posts")} == {"E10000020"}
    assert [council["name"] for council in stored(store, "organisations")] == ["Norfolk County Council"]
    [file] = [file for file in report.files if file.file == "posts.csv"]
    assert file.notes[0].startswith('"Norfolk County Council" was read as E10000020 (exact name).')
    assert report.read == report.loaded == 8  # 5 people, 2 posts, and the council
    again = load(store, people=PEOPLE, posts=posts)
    assert (again.loaded, again.rejected) == (0, 0)


# who may see it


def test_who_may_see_a_file_is_asked_and_never_guessed(store):
    with pytest.raises(NeededError, match=r"people\.csv has no `visibility` column"):
        load(store, Defaults(), people=PEOPLE)
    assert store.loads() == []
    load(store, Defaults(), people="person_id,name,visibility\nP1,Ann,\n")
    assert "visibility" not in stored(store, "people")[0]  # an empty cell stays empty, which means closed


def test_what_was_said_once_stands_in_every_row_that_does_not_say_it(store):
    said = Defaults("shared", "O1", ("O1",), date(2027, 1, 1), "CC0")
    load(store, organisations=ORGANISATIONS)
    load(store, said, people="person_id,name\nP1,Ann\n")
    assert stored(store, "people") == [
        {
            "person_id": "P1",
            "name": "Ann",
            "source": "people.csv",
            "visibility": "shared",
            "audience": "O1",
            "shared_until": "2027-01-01",
            "owner": "O1",
            "licence": "CC0",
        }
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Defaults("opne"), '"opne" is none of open, shared and closed.'),
        (Defaults("open", owner="ACME"), '--owner: "ACME" is no organisation on record.'),
        (Defaults("shared", audience=("ACME",)), '--audience: "ACME" is no organisation on record.'),
    ],
)
def test_what_was_said_wrong_once_is_asked_back_once(store, said, words):
    with pytest.raises(InputError) as refused:
        load(store, said, people=PEOPLE)
    assert str(refused.value).startswith(words)


# reports


def test_strict_loads_nothing_if_any_row_is_rejected(store):
    report = load(store, people="person_id,name\nP1,Ann\nP2,\n", strict=True)
    assert store.loads() == [] and report.refused and report.load is None
    assert [(f.loaded, f.merged, f.rejected, f.held_back) for f in report.files] == [(0, 0, 1, 1)]
    assert report.words().startswith("Nothing was loaded: 1 of 2 rows cannot be used")
    assert load(store, people=PEOPLE, strict=True).loaded == 5


def test_strict_loads_nothing_if_a_file_cannot_be_read(store):
    report = load(store, people=PEOPLE, posts="person_id\nP1\n", strict=True)
    assert report.refused and store.loads() == []


def test_counts_that_do_not_add_up_cannot_be_reported():
    with pytest.raises(AssertionError, match="does not add up"):
        FileReport("people.csv", "people", 3, 1, 1, 0)


def test_the_report_as_plain_values_is_json(store):
    told = json.loads(json.dumps(load(store, people="person_id,name\nP1,Ann\nP2,\n").to_dict()))
    assert (told["read"], told["loaded"], told["merged"], told["rejected"]) == (2, 1, 0, 1)
    assert told["files"][0]["file"] == "people.csv" and told["rejections"][0]["row"] == 3
    assert told["load"]["added"] == 1


def test_files_that_are_none_of_ours_are_named_and_do_not_stand_in_the_way(store, tmp_path):
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "trees.csv").write_text("species,height\nOak,20\n")
    (tmp_path / "README.md").write_text("# Hello\n")
    report = plan([tmp_path], store, OPEN).commit(strict=True)
    assert report.loaded == 5 and not report.unreadable
    assert [text.split()[0] for text in report.left_out] == ["README.md", "trees.csv"]


def test_a_sheet_that_is_none_of_ours_does_not_hide_the_others(store):
    book = Workbook()
    book.active.title = "Notes"
    book.active.append(["to do"])
    people, posts = book.create_sheet("people"), book.create_sheet("posts")
    people.append(["person_id", "name"])
    people.append(["P1", "Ann"])
    posts.append(["person_id"])
    out = io.BytesIO()
    book.save(out)
    report = plan([InputFile("b.xlsx", out.getvalue())], store, OPEN).commit()
    assert report.loaded == 1
    assert report.unreadable[0].startswith("b.xlsx, sheet posts has no `organisation_id` column.")
    assert report.left_out[0].startswith("b.xlsx, sheet Notes is none of our files")


NASTY = [
    "=1+1",
    "'=1+1",
    "''@x",
    "-4",
    "+44 1",
    "'",
    "'Ann'",
    "@me",
    "\t=x",
    'say "yes"',
    "two\nlines",
    "a,b",
    "NA",
    "é",
]


def test_rejected_rows_come_back_as_they_were_when_they_are_mended_and_loaded(store):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(
        [("person_id", "name", "class"), *((f"P{n}", name, "sure") for n, name in enumerate(NASTY))]
    )
    report = load(store, people=out.getvalue())
    assert report.rejected == len(NASTY)
    [(name, content)] = rejected_files(report).items()
    assert name == "people-rejected.csv"
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["person_id", "name", "class", "reason"] and '"sure" is none of the words' in rows[1][3]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    again = plan([InputFile(name, content)], store, OPEN).commit()  # not mended: rejected again, and no worse for it
    assert rejected_files(again) == rejected_files(report) and not again.files[0].notes
    mended = plan([InputFile(name, content.replace(b",sure,", b",verified,"))], store, OPEN).commit()
    assert mended.rejected == 0
    assert sorted(person["name"] for person in stored(store, "people")) == sorted(name.strip() for name in NASTY)


def test_rejected_rows_of_files_that_are_called_alike_stay_apart(store):
    both = [InputFile("people.csv", b"person_id,name\nP1,\n"), InputFile("people.tsv", b"person_id\tname\nP2\t\n")]
    report = plan([*both, both[0]], store, OPEN).commit()
    made = rejected_files(report)
    assert sorted(made) == ["people-rejected.2.csv", "people-rejected.3.csv", "people-rejected.csv"]
    for name, content in made.items():  # each is still known for what it is
        assert plan([InputFile(name, content)], store, OPEN).report.files[0].kind == "people"


# whatever comes

_PIECES = st.sampled_from(
    ["P1", "P2", "007", "", " ", "Ann", "open", "closed", "0.3", "9", "2026-01-02", "03/04/2026", "contact",
     "Norfolk County Council", "é", "person_a",
     '"', '""', ",", ",", ",", "\n", "\n", "\n", "\r\n", "\r", "\t", ";", "|", "'", "=", "\x00", "\x01", "\x010"]
)  # fmt: skip
_HEADERS = st.sampled_from([",".join(c.name for c in kind.all_columns[:4]) + "\n" for kind in TEMPLATES])
_FILES = st.builds(lambda header, body: (header + "".join(body)).encode(), _HEADERS, st.lists(_PIECES, max_size=40))
_ENCODED = st.builds(
    lambda content, how: content.decode().encode(how, "ignore"), _FILES, st.sampled_from(["utf-8", "cp1252", "utf-16"])
)


@given(st.lists(st.one_of(_ENCODED, st.binary(max_size=80)), min_size=1, max_size=3), st.booleans())
@settings(max_examples=300, deadline=None)
def test_whatever_the_bytes_every_row_is_accounted_for_and_only_our_errors_are_raised(contents, strict):
    store = SqliteStore(":memory:")
    given_files = [InputFile(f"file{n}.csv", content) for n, content in enumerate(contents)]
    try:
        planned = plan([*given_files, *files(people="person_id,name\nP1,Ann\nP2,Bob\n")], store, OPEN)
        told, report = planned.report, planned.commit(strict=strict)
    except ChampionFinderError:
        return
    held = sum(file.held_back for file in report.files)
    assert report.loaded + report.merged + report.rejected + held == report.read
    assert held == 0 or (strict and report.load is None)
    assert report.refused or (told.loaded, told.merged) == (report.loaded, report.merged)
    assert len({(r.file, r.row) for r in report.rejections}) == report.rejected
    again = plan([*given_files, *files(people="person_id,name\nP1,Ann\nP2,Bob\n")], store, OPEN).commit()
    assert strict or (again.loaded == 0 and again.load is None and again.rejected == report.rejected)
    for name, content in rejected_files(report).items():
        try:
            plan([InputFile(name, content)], store, OPEN).commit()
        except ChampionFinderError:
            continue


def test_a_path_that_is_not_there_says_so(store):
    with pytest.raises(InputError, match="There is no file or folder called nowhere"):
        plan([Path("nowhere")], store, OPEN)
