"""Tables out of files that people hold: any encoding, open quotation marks, workbooks, archives, bombs."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import time
import tracemalloc
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from graph.errors import InputError
from loaders.reading import InputFile
from loaders.tables import Sheet, sheets

GIB = 1 << 30


def read(content: bytes | str, name: str = "people.csv") -> Sheet:
    [sheet] = sheets(InputFile(name, content if isinstance(content, bytes) else content.encode()))
    return sheet


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [sheet.cells(place) for place in range(len(sheet.rows))]


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(**tables: list[list[object]]) -> bytes:
    book = Workbook()
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("cp1252", "This file was saved as Windows text, not UTF-8."),
        ("utf-16", "This file was saved as UTF-16, not UTF-8."),
        ("utf-16-le", "This file was saved as UTF-16, not UTF-8."),  # without its mark
        ("utf-16-be", "This file was saved as UTF-16, not UTF-8."),
    ],
)
def test_names_with_accents_are_read_in_every_usual_encoding_and_it_is_said(encoding, note):
    sheet = read("person_id,name\r\nP1,Zoë Ångström\r\n".encode(encoding))
    assert cells(sheet) == [("P1", "Zoë Ångström")]
    assert [text.startswith(note) for text in sheet.notes] == [True] if note else not sheet.notes


@pytest.mark.parametrize(
    "text", ["007", "NA", "NULL", "+44 20 7946 0000", "1e5", "0x1F", "true", "2026-01-01", "-", "0.30"]
)
def test_no_cell_is_taken_for_a_number_a_date_or_nothing(text):
    assert cells(read(f"a,b\n{text},x\n")) == [(text, "x")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(end):
    assert cells(read(end.join(["a,b", "1,2", "3,4"]))) == [("1", "2"), ("3", "4")]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_tabs_and_semicolons_part_cells_too(separator):
    assert cells(read(f"a{separator}b\n1{separator}2\n")) == [("1", "2")]


def test_short_and_long_rows_are_rejected_with_their_numbers_and_the_others_kept():
    sheet = read("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,\n\n4,5,6\n")
    assert cells(sheet) == [("1", "2", "3"), ("4", "5", "6")] and list(sheet.rows) == [2, 7]
    assert [(r.row, r.reason) for r in sheet.rejections] == [
        (3, "This row has fewer cells than the header (2)."),
        (4, "This row has more cells than the header (4)."),
        (5, "This row ends with a comma too many."),
    ]
    assert sheet.raw == {3: ("1", "2"), 4: ("1", "2", "3", "4"), 5: ("1", "2", "3", "")}


def test_blank_lines_are_no_rows_but_count_as_lines():
    sheet = read("a,b,c\n\n  \n\t\n1,2,3\n , ,\n1,2\n")
    assert cells(sheet) == [("1", "2", "3")] and list(sheet.rows) == [5]
    assert [r.row for r in sheet.rejections] == [7]


def test_a_header_and_rows_that_all_end_with_a_comma_are_read():
    assert cells(read("a,b,\n1,2,\n3,4,\n")) == [("1", "2", ""), ("3", "4", "")]
    assert cells(read("a,b,,\n1,2\n3,4\n")) == [("1", "2"), ("3", "4")]


NEVER = "A quotation mark is opened in this row and never closed."
LATER = "A quotation mark opened in this row is closed only rows later, so several rows would become one."


@pytest.mark.parametrize(
    ("text", "kept", "rejected"),
    [
        ('1,"x,y\n2,x,y\n3,x,y\n', [3, 4], [(2, NEVER)]),
        ('1,x,y\n2,"x,y\n', [2], [(3, NEVER)]),
        ('1,x,"y""', [], [(2, NEVER)]),
        ('1,"x,y\n2,x,y\n3,x",y\n4,x,y\n', [3, 4, 5], [(2, LATER)]),  # closed two rows later, in its own column
        ('1,"x,y\n2,x",y\n3,x,y\n', [3, 4], [(2, LATER)]),
        ('1,"x,y\n2,"x",y\n3,x,y\n', [3, 4], [(2, LATER)]),  # what should open the next closes this one
        ('1,"x,y\n2,x,y"\n3,x,y\n', [3, 4], [(2, LATER)]),  # as a row it would have two cells
        ('1,"x\nz",y\n2,x,"y\n3,x,y\n', [2, 4], [(3, NEVER)]),
        ('1,"one\ntwo","three, four\nfive"\n2,x,y\n', [2, 3], []),  # text with line breaks is text
        ('1,a 5" pipe,y\n2,x,y\n', [2, 3], []),  # a mark inside a cell opens nothing
        ('1,a 5" pipe,y\n2,"x,y\n3,x,y\n', [2, 4], [(3, NEVER)]),
        ('1,"say ""yes""",y\n2,x,y\n', [2, 3], []),
    ],
)
def test_a_quotation_mark_left_open_costs_one_row_and_swallows_none(text, kept, rejected):
    sheet = read(f"a,b,c\n{text}")
    assert list(sheet.rows) == kept
    assert [(r.row, r.reason) for r in sheet.rejections] == rejected
    assert all('"' not in "".join(row) for row in sheet.raw.values())


@given(st.lists(st.lists(st.text("ab \n\"'é|=", max_size=6), min_size=3, max_size=3), min_size=1, max_size=8))
@settings(deadline=None)
def test_text_with_line_breaks_and_marks_comes_back_as_a_csv_writer_quoted_it(rows):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([("one", "two", "three"), *rows])
    sheet = read(out.getvalue())
    assert not sheet.rejections
    assert cells(sheet) == [tuple(row) for row in rows if any(cell.strip() for cell in row)]


UNREADABLE = [
    ("people.csv", b"", "people.csv is empty. It needs a header row"),
    ("people.csv", b"\n\n", "people.csv is empty."),
    ("people.csv", b"\n\nperson_id,name\n", "people.csv has no header: row 1 is empty."),
    ("people.csv", bytes(range(256)), "people.csv is no text."),
    ("people.csv", "a,b\n".encode("utf-16")[:-1], "people.csv is cut short in the middle of a letter."),
    ("people.csv", b"%PDF-1.7", "people.csv is a PDF, not a table."),
    ("people.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "people.xls is an old workbook (.xls). Save it as .xlsx"),
    ("p.csv.gz", gzip.compress(b"a,b\n1,2\n")[:-6], "p.csv.gz is cut short. Copy or download it again."),
    ("p.csv.gz", b"\x1f\x8b" + bytes(50), "p.csv.gz is damaged"),
    ("p.zip", zipped({"people.csv": "a,b\n1,2\n"})[:-30], "p.zip is cut short or damaged"),
    ("p.zip", zipped({"q.zip": zipped({"a": "b"})}), "p.zip: q.zip is an archive inside an archive."),
    ("p.zip", zipped({f"{n}.csv": "a" for n in range(201)}), "p.zip holds 201 files; 200 are the most."),
    ("p.ods", zipped({"content.xml": "<x/>"}), "p.ods is an OpenDocument file. Save it as .xlsx"),
    ("p.xlsx", workbook(people=[["a"]])[:-30], "p.xlsx is cut short or damaged"),
    ("p.xlsx", zipped({"xl/workbook.xml": "<x>"}), "p.xlsx is damaged: no workbook can be read from it"),
]


@pytest.mark.parametrize(("name", "content", "words"), UNREADABLE, ids=[bad[2] for bad in UNREADABLE])
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(name, content, words):
    with pytest.raises(InputError) as refused:
        list(sheets(InputFile(name, content)))
    assert str(refused.value).startswith(words)


def _gzip_bomb() -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as packed:
        for _ in range(GIB >> 20):
            packed.write(bytes(1 << 20))
    return out.getvalue()


def _zip_bomb(name: str, beside: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, text in beside.items():
            archive.writestr(other, text)
        with archive.open(name, "w") as member:
            for _ in range(GIB >> 20):
                member.write(bytes(1 << 20))
    return out.getvalue()


@pytest.mark.parametrize("kind", ["gzip", "zip", "workbook"])
def test_a_bomb_of_a_gigabyte_is_refused_at_once_and_takes_little_memory(kind):
    bomb = {
        "gzip": _gzip_bomb,
        "zip": lambda: _zip_bomb("people.csv", {}),
        "workbook": lambda: _zip_bomb("xl/worksheets/sheet1.xml", {"xl/workbook.xml": "<x/>"}),
    }[kind]()
    assert len(bomb) < 2 << 20
    tracemalloc.start()
    begin = time.perf_counter()
    with pytest.raises(InputError, match="would unpack to far more than it may"):
        list(sheets(InputFile("bomb", bomb)))
    took, (_, peak) = time.perf_counter() - begin, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 30 and peak < 256 << 20  # a second and 110 MB on a quiet machine


def test_names_inside_an_archive_are_text_and_never_paths():
    found = list(sheets(InputFile("a.zip", zipped({"../../etc/people.csv": "a\n1\n", "c:\\x\\posts.csv": "a\n1\n"}))))
    assert [sheet.name for sheet in found] == ["people.csv", "posts.csv"]


def test_a_workbook_gives_a_table_a_sheet_with_the_text_that_a_person_sees():
    day, moment = datetime.date(2026, 3, 4), datetime.datetime(2026, 3, 4)
    rows: list[list[object]] = [
        ["id", "on", "n"],
        ["007", day, 7.0],
        [7, moment, 0.3],
        [None, None, None],
        ["NA", "", True],
    ]
    [people] = sheets(InputFile("b.xlsx", workbook(people=rows, nothing=[])))  # an empty sheet is none
    assert people.name == "b.xlsx, sheet people"
    assert cells(people) == [("007", "2026-03-04", "7"), ("7", "2026-03-04", "0.3"), ("NA", "", "yes")]
    assert list(people.rows) == [2, 3, 5]


def test_a_cell_beside_the_table_of_a_workbook_rejects_its_row():
    sheet = read(workbook(people=[["id", "name"], ["1", "Ann", "stray"], ["2", "Bob", None]]), "b.xlsx")
    assert cells(sheet) == [("2", "Bob")] and sheet.raw == {2: ("1", "Ann", "stray")}


def test_a_workbook_that_says_it_has_a_million_rows_of_sixteen_thousand_columns_is_read_like_any_other():
    book = Workbook()
    book.active.append(["id", "name"])
    book.active.append(["1", "Ann"])
    book.active.cell(1_048_576, 16_384).number_format = "0.00"  # formatted to the last corner, as people do
    out = io.BytesIO()
    book.save(out)
    begin = time.perf_counter()
    assert cells(read(out.getvalue(), "b.xlsx")) == [("1", "Ann")]
    assert time.perf_counter() - begin < 20
