"""Tables of other programs as people keep them: merged cells, hidden sheets, macros, titles, totals, serial dates."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from graph.errors import InputError
from graph.sqlite_store import SqliteStore
from loaders.merged_cells import filled
from loaders.plan import Plan, plan
from loaders.reading import Defaults, InputFile

HEADER = ("OrganisationLabel", "EffectiveDate", "Level", "JobTitle", "Name", "Directorate", "Service")
ROWS = (
    ("Leeds City Council", 46082, 3, "Head of Highways", "NA", "Place", "Highways"),
    (None, 46082, 3, "Head of Parks", "NA", None, "Parks"),
    (None, 46082, 3, "Head of Trees", "NA", None, "Trees"),
)


def workbook(
    change: Callable[[Workbook], None] = lambda book: None, *, above: int = 0, rows: object = ROWS
) -> InputFile:
    book = Workbook()
    for number in range(above):
        book.active.append([f"Organisation chart, note {number}"])
    for row in (HEADER, *rows):  # type: ignore[misc]
        book.active.append(list(row))
    change(book)
    kept = io.BytesIO()
    book.save(kept)
    return InputFile("chart.xlsx", kept.getvalue())


def planned(*files: InputFile) -> Plan:
    return plan(files, SqliteStore(":memory:"), Defaults("open"))


def posts(made: Plan) -> dict[str, str]:
    found = [one.cells for batch in made.batches if batch.kind == "establishment" for one in batch.statements()]
    return {one["title"]: one["organisation_id"] for one in found}


def merge(*ranges: str) -> Callable[[Workbook], None]:
    return lambda book: [book.active.merge_cells(one) for one in ranges] and None


def notes(made: Plan) -> str:
    return " ".join(made.report.files[0].notes)


def test_cells_merged_downwards_hold_for_all_their_rows_and_that_is_said():
    made = planned(workbook(merge("A2:A4", "F2:F4")))
    assert set(posts(made).values()) == {"E08000035"} and len(posts(made)) == 3  # Leeds, by the register
    assert "4 merged cells were filled" in notes(made)


def test_without_the_merge_the_empty_cells_stay_empty_and_the_rows_are_rejected():
    made = planned(workbook())
    assert list(posts(made)) == ["Head of Highways"] and len(made.report.rejections) == 2


def test_cells_merged_sideways_give_their_text_to_no_other_column():
    made = planned(workbook(merge("D2:E2"), rows=[(*ROWS[0][:4], None, *ROWS[0][5:])]))
    people = [one for batch in made.batches if batch.kind == "people" for one in batch.statements()]
    assert list(posts(made)) == ["Head of Highways"] and not people


def test_merged_cells_that_overlap_fill_no_cell_twice():
    rows = [(2, ("Leeds",)), (3, ("",)), (5, ("Northmoor",)), (6, ("",))]  # row 4 is blank
    assert filled(rows, [(0, 2, 6), (0, 3, 4), (0, 2, 4)]) == ([(2, ("Leeds",)), (3, ("Leeds",)), *rows[2:]], 1)


def test_hidden_sheets_are_left_out_and_named_very_hidden_ones_too():
    def hide(book: Workbook) -> None:
        for state in ("hidden", "veryHidden"):
            sheet = book.create_sheet(f"Old {state}")
            sheet.append(list(HEADER))
            sheet.append(["Leeds City Council", 46082, 3, f"Head of {state}", "NA", "Place", "X"])
            sheet.sheet_state = state

    made = planned(workbook(hide, rows=ROWS[:1]))
    assert list(posts(made)) == ["Head of Highways"]
    assert "Hidden sheets were left out: Old hidden, Old veryHidden." in notes(made)


def test_a_workbook_with_macros_is_read_and_its_macros_are_not_run():
    book = workbook(rows=ROWS[:1])
    kept = io.BytesIO(book.content)
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen()")
    made = planned(InputFile("chart.xlsm", kept.getvalue()))
    assert list(posts(made)) == ["Head of Highways"] and "macros: they were not run" in notes(made)


def test_a_title_above_and_a_total_below_are_no_posts():
    rows = [ROWS[0], ("Total", None, None, 1, None, None, None)]
    made = planned(workbook(above=3, rows=rows))
    assert list(posts(made)) == ["Head of Highways"]
    assert [(one.row, one.reason) for one in made.report.rejections] == [(6, "This row is a total.")]


def test_a_formula_without_a_value_rejects_its_row_where_the_column_is_read_and_nowhere_else():
    title, paid = list(ROWS[0]), list(ROWS[0])
    title[3] = '="Head of "&F2'
    made = planned(workbook(rows=[title, [*paid[:3], "Head of Parks", *paid[4:]]]))
    assert list(posts(made)) == ["Head of Parks"]
    assert [(one.row, one.column) for one in made.report.rejections] == [(2, "jobtitle")]

    def salary(book: Workbook) -> None:
        book.active.cell(1, 8, "MaximumSalary")
        book.active.cell(2, 8, "=1/0")

    assert list(posts(planned(workbook(salary, rows=ROWS[:1])))) == ["Head of Highways"]


def test_days_that_a_spreadsheet_wrote_as_numbers_are_days():
    text = ",".join(HEADER) + "\nLeeds City Council,46082,3,Head of Highways,NA,Place,Highways\n"
    made = planned(
        InputFile("chart.csv", b"\xef\xbb\xbf\xef\xbb\xbf" + text.encode())
    )  # two marks, as two programs leave
    [one] = [one.cells for batch in made.batches if batch.kind == "establishment" for one in batch.statements()]
    assert one["on"] == "2026-03-01"  # 45363 is 12 March 2024, and 719 days later


def test_a_workbook_of_hidden_sheets_alone_says_so():
    def hide(book: Workbook) -> None:
        book.active.sheet_state = "hidden"
        book.create_sheet("Front")

    with pytest.raises(InputError, match="Hidden sheets were left out: Sheet"):
        planned(workbook(hide))
