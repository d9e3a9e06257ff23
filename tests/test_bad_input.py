"""Broken, hostile and half-mended files: each costs what is broken in it, with a sentence, and nothing beside it."""

from __future__ import annotations

import csv
import gzip
import io
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from graph.errors import ChampionFinderError, InputError
from graph.sqlite_store import SqliteStore
from loaders.inputs import read_all
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from loaders.report import Report, rejected_files
from loaders.templates import TableSource
from sample_data import ACCEPTANCE

OPEN = Defaults("open")
PEOPLE = "person_id,name\nP1,Ann\nP2,Bob\n"


@pytest.fixture
def store():
    empty = SqliteStore(":memory:")
    yield empty
    empty.close()


def load(store: SqliteStore, **contents: bytes | str) -> Report:
    """Load files whose names are the keywords, with two underscores for a point."""
    files = [
        InputFile(name.replace("__", "."), content if isinstance(content, bytes) else content.encode())
        for name, content in contents.items()
    ]
    return plan(files, store, OPEN).commit()


def names(store: SqliteStore) -> list[str]:
    return sorted(s.cells["name"] for batch in store.read(("people",)) for s in batch.statements())


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def book_of(rows: list[list[object]], title: str = "people", errors: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for place in errors:
        book.active[place].data_type = "e"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# archives that are more than they seem

BOOK = {"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": b" " * (12 << 20)}
ARCHIVES = [
    ("p.csv.gz", lambda: gzip.compress(gzip.compress(PEOPLE.encode())), "p.csv.gz holds an archive inside an archive."),
    ("p.zip.gz", lambda: gzip.compress(zipped({"people.csv": PEOPLE})), "p.zip.gz holds an archive inside an archive."),
    ("p.zip", lambda: zipped({"people.csv.gz": gzip.compress(b"x")}), "p.zip: people.csv.gz is an archive inside an"),
    ("p.zip", lambda: zipped({"people.xlsx": zipped(BOOK)}), "people.xlsx would unpack to far more than it may"),
    ("p.zip", lambda: zipped({f"{n}.csv": "" for n in range(20_000)}), "p.zip holds thousands of files; 200 are the"),
]


@pytest.mark.parametrize(("name", "make", "words"), ARCHIVES, ids=[case[2] for case in ARCHIVES])
def test_an_archive_that_is_more_than_it_seems_is_refused_at_once(store, name, make, words):
    content = make()
    begin = time.process_time()
    with pytest.raises(InputError) as refused:
        plan([InputFile(name, content)], store, OPEN)
    assert words in str(refused.value)
    assert time.process_time() - begin < 10  # a tenth of a second on a quiet machine; all of it would take minutes


def test_a_broken_member_of_an_archive_does_not_hide_the_others(store):
    content = bytearray(zipped({"posts.csv": "x" * 99, "people.csv": PEOPLE, "more.csv.gz": gzip.compress(b"x")}))
    place = content.index(b"posts.csv") + 9
    content[place : place + 4] = b"\xff\xff\xff\xff"
    report = load(store, all__zip=bytes(content))
    assert names(store) == ["Ann", "Bob"] and report.loaded == 2
    assert report.unreadable == (
        "all.zip: the file posts.csv in it is damaged or locked. Pack it again.",
        "all.zip: more.csv.gz is an archive inside an archive. Unpack it first.",
    )


def test_names_inside_an_archive_that_lead_out_of_it_are_last_names_alone(store, tmp_path):
    (tmp_path / "all.zip").write_bytes(zipped({"../../etc/people.csv": PEOPLE, "/posts.csv": "person_id\n"}))
    before = sorted(tmp_path.rglob("*"))
    report = plan([tmp_path / "all.zip"], store, OPEN).commit()
    assert [file.file for file in report.files] == ["people.csv"] and report.unreadable[0].startswith("posts.csv has")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_that_may_not_be_read_does_not_hide_the_others(store, tmp_path, monkeypatch):
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "posts.csv").write_text(PEOPLE)
    free = Path.open

    def guarded(path, *how):
        if path.name == "posts.csv":
            raise PermissionError(13, "Permission denied")
        return free(path, *how)

    monkeypatch.setattr(Path, "open", guarded)
    report = plan([tmp_path], store, OPEN).commit()
    assert report.loaded == 2
    assert report.unreadable[0].endswith("posts.csv cannot be read (Permission denied). Check that you may open it.")


# letters that cannot be read

LETTER = "This cell holds a letter that could not be read. Type it anew, and save the file as CSV (UTF-8)."


def test_a_file_of_lines_from_two_programs_is_read_line_by_line(store):
    report = load(store, people__csv="person_id,name\nP1,Zoë\n".encode() + "P2,Renée\nP3,Siân\n".encode("cp1252"))
    assert names(store) == sorted(["Zoë", "Renée", "Siân"]) and not report.rejections
    assert report.files[0].notes[0].startswith("Some lines of this file are UTF-8, others Windows text.")


@pytest.mark.parametrize(
    ("content", "kept", "note"),
    [
        ("Renée\nP2,Zoë\nP3,Siân".encode()[:-2], ["Renée", "Zoë"], "Some letters of this file are not UTF-8"),
        ("Renée\nP2,Zoë\n".encode() + b"P3,Si\xe2n\n", ["Renée", "Zoë"], "Some letters of this file are not UTF-8"),
        (b"Ren\xe9e\nP2,Zo\xeb\nP3,Si\x81n\n", ["Renée", "Zoë"], "This file was saved as Windows text"),
    ],
    ids=["cut short within a letter", "one line of another program", "a letter that Windows has not"],
)
def test_a_letter_that_cannot_be_read_costs_its_row_and_spoils_no_other(store, content, kept, note):
    report = load(store, people__csv=b"person_id,name\nP1," + content)
    assert names(store) == sorted(kept)
    assert report.files[0].notes[0].startswith(note)
    [rejection] = report.rejections
    assert (rejection.row, rejection.column) == (4, "name")
    assert f"{rejection.reason} {rejection.remedy}" == LETTER


def test_a_file_of_four_bytes_a_letter_is_no_text(store):
    with pytest.raises(InputError, match=r"people\.csv is no text\. Save it as CSV"):
        load(store, people__csv=PEOPLE.encode("utf-32"))


@pytest.mark.parametrize("text", ["person_id,name", "person_id,name\n", "person_id,name\n\n \n"])
def test_a_header_alone_is_a_file_of_no_rows(store, text):
    report = load(store, people__csv=text)
    assert (report.read, report.loaded, report.load) == (0, 0, None) and store.loads() == []


def test_a_file_cut_short_in_a_row_keeps_the_rows_before(store):
    report = load(store, people__csv=PEOPLE + "P3")
    assert names(store) == ["Ann", "Bob"]
    assert str(report.rejections[0]).startswith("people.csv, row 4: This row has fewer cells than the header (1).")


# workbooks

NEVER = "This cell holds a formula that was never worked out. Open the workbook in a spreadsheet and save it again."
ERROR = "This cell shows an error of the spreadsheet. Mend its formula, or type the value."


def test_a_formula_without_a_result_is_not_taken_for_an_empty_cell(store):
    header: list[object] = ["person_id", "name", "email", "shoe size"]
    rows: list[list[object]] = [
        header,
        ["P1", "Ann", "=B2", 39],
        ["=1", "=2"],
        ["P3", "#N/A"],
        ["P4", "Di", None, "=1"],
    ]
    report = load(store, people__xlsx=book_of(rows, errors=("B4",)))
    assert (report.read, report.loaded, names(store)) == (4, 1, ["Di"])  # what is none of ours may hold what it likes
    assert [(r.row, r.column, r.value, f"{r.reason} {r.remedy}") for r in report.rejections] == [
        (2, "email", "=B2", NEVER),
        (3, "name", "=2", NEVER),
        (3, "person_id", "=1", NEVER),
        (4, "name", "#N/A", ERROR),
    ]
    [content] = rejected_files(report).values()
    rows_told = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row[:4] for row in rows_told[1:]] == [["P1", "Ann", "", "39"], ["", "", "", ""], ["P3", "#N/A", "", ""]]


def test_a_formula_with_a_result_is_its_result(store):
    content = zipfile.ZipFile(io.BytesIO(book_of([["person_id", "name"], ["P1", "=A1"], ["P2", "=A2"]])))
    parts = {name: content.read(name) for name in content.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert sheet.count(b"<f>") == 2
    sheet = sheet.replace(b'<c r="B2"><f>A1</f><v />', b'<c r="B2" t="str"><f>A1</f><v>Ann</v>')
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'<c r="B3"><f>A2</f><v />', b'<c r="B3" t="str"><f>A2</f><v />')
    report = load(store, people__xlsx=zipped(parts))
    assert names(store) == ["Ann"]
    assert report.rejections[0].reason == "This cell must be filled."  # its result is a text of no letters


# mended and loaded again


def test_mended_rows_join_the_others_and_those_are_skipped(store):
    contacts = "person_a,person_b,strength,on\nP1,P2,high,2026-01-02\nP1,P3,0.5,2026-01-03\nP2,P3,0.5,03/04/2026\n"
    people = PEOPLE + "P3,Cy\n"
    report = load(store, people__csv=people, contacts__csv=contacts)
    assert (report.loaded, report.rejected) == (4, 2)
    [(name, content)] = rejected_files(report).items()
    mended = content.replace(b"high", b"0.3").replace(b"03/04/2026", b"2026-04-03")
    again = plan([InputFile(name, mended)], store, OPEN).commit()
    assert (again.read, again.loaded, again.rejected) == (2, 2, 0)
    whole = contacts.replace("high", "0.4").replace("03/04/2026", "2026-04-04")
    same = load(store, people__csv=people, contacts__csv=whole)
    assert (same.loaded, same.merged, same.rejected) == (2, 4, 0)


# whatever happens to a good file

EXAMPLE = {path.name: path.read_bytes() for path in sorted(ACCEPTANCE.glob("*.csv"))}
PIECES = [b'"', b",", b"\n", b"\r", b"|", b"\t", b"\xe9", b"\xc3", b"\x00", b"''=", b";"]
BITS = st.one_of(st.sampled_from(PIECES), st.binary(max_size=3))


@st.composite
def spoilt(draw) -> tuple[str, bytes]:
    """A file of the worked example with up to four places cut out, replaced or filled with something else."""
    name = draw(st.sampled_from(sorted(EXAMPLE)))
    content = EXAMPLE[name]
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(content)))
        end = begin + draw(st.sampled_from([0, 0, 1, 2, 20, 400]))
        content = content[:begin] + draw(BITS) + content[end:]
    return name, content


@given(spoilt())
@settings(max_examples=50, deadline=None, derandomize=True)
def test_every_row_of_a_spoilt_file_is_accounted_for_with_its_place_and_a_remedy(found):
    name, content = found
    files = [InputFile(other, content if other == name else whole) for other, whole in EXAMPLE.items()]
    store = SqliteStore(":memory:")
    try:
        report = plan(files, store, OPEN).commit()
    except ChampionFinderError:
        return
    for file in report.files:
        assert file.read == file.loaded + file.merged + file.rejected
        rows = {r.row for r in report.rejections if r.file == file.file}
        assert len(rows) == file.rejected and min(rows, default=2) > 1
        assert len(report.rejected_rows.get(file.file, [()])) == file.rejected + 1
    for told in report.rejections:
        assert told.reason.endswith(".") and told.remedy.endswith("."), told
    assert report.read + sum(1 for _ in report.unreadable) > 0
    rejected_files(report)
    assert plan(files, store, OPEN).commit().loaded == 0
    store.close()


@given(st.lists(st.binary(max_size=200), max_size=3), st.sampled_from(["csv", "xlsx", "zip", "gz", "tsv", "jsonl"]))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_bytes_of_any_kind_under_any_name_are_read_or_refused_in_words(contents, end):
    starts = (b"", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"\xff\xfe", b"person_id,name\n")
    files = [InputFile(f"people.{end}", start + content) for content in contents for start in starts]
    readings, unreadable, left_out = read_all(files, (TableSource(),), OPEN)
    assert len(readings) + len(unreadable) + len(left_out) >= len(files) - sum(
        b"PK\x05\x06" in f.content for f in files
    )
