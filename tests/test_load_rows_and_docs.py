"""Row models, column checks and what is generated from them say the same."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pydantic import ValidationError

from graph.statements import KINDS
from loaders import docs
from loaders.checks import check
from loaders.reading import Defaults, InputFile
from loaders.rows import row_model
from loaders.tables import sheets
from loaders.templates import TEMPLATES, TableSource, kind_of

DOCS = Path(__file__).parents[1] / "docs"


def _guesses(column) -> st.SearchStrategy[str]:
    likely = ["", " ", "x", "P1", "P2", " P1 ", "a|b", "a| |a", "|", "007", "x\x07", "x\ty", *column.choices]
    if column.type == "date":
        likely += [
            "2026-03-04",
            "2026-02-30",
            "03/04/2026",
            "2026-3-4",
            "20260304",
            "٢٠٢٦-٠٣-٠٤",
            "2025-01-01",
            "0000-01-01",
        ]
    if column.type in ("number", "integer"):
        likely += [
            "0.80",
            "0",
            "-0",
            "-1",
            "0.9",
            "1e400",
            "1e-400",
            "nan",
            "inf",
            "1,000",
            "12",
            "٣",
            "1_0",
            ".5",
            "5.",
        ]
    return st.sampled_from(likely)


@st.composite
def _row(draw) -> tuple[str, dict[str, str]]:
    kind = draw(st.sampled_from(TEMPLATES))
    return kind.name, {column.name: draw(_guesses(column)) for column in kind.all_columns}


@given(_row())
@settings(max_examples=400, deadline=None)
def test_the_model_of_one_row_and_the_checks_of_a_million_agree(found):
    kind, row = found
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows((row.keys(), row.values()))
    [sheet] = sheets(InputFile(f"{kind}.csv", out.getvalue().encode()))
    if not any(cell.strip() for cell in row.values()):
        assert len(sheet.rows) == 0
        return
    checked = check(sheet, kind, Defaults())
    try:
        model = row_model(kind).model_validate(row)
    except ValidationError:
        assert checked.rejections and len(checked.rows) == 0
        return
    assert not checked.rejections
    [cells] = checked.cells.to_pylist()
    assert cells == model.model_dump() | {"source": model.source or f"{kind}.csv"}


def test_a_bad_row_says_what_is_wrong_in_the_model_too():
    with pytest.raises(ValidationError, match=r'"high" is not a number. Enter a number above 0 and up to 0.8'):
        row_model("contacts").model_validate({"person_a": "P1", "person_b": "P2", "strength": "high"})


@pytest.mark.parametrize("name", sorted(docs.pages()))
def test_the_committed_dictionary_and_schemas_are_what_the_code_says(name):
    assert (DOCS / name).read_text(encoding="utf-8") == docs.pages()[name], "Stale: run scripts/make_docs.py"


def test_there_is_no_schema_of_a_file_that_is_no_more():
    assert {path.name for path in (DOCS / "schema").iterdir()} == {f"{kind.name}.json" for kind in TEMPLATES}


def test_a_schema_names_every_column_in_order_and_what_it_must_hold():
    schema = json.loads(docs.pages()["schema/contacts.json"])
    assert [field["name"] for field in schema["fields"]] == list(KINDS["contacts"].cells)
    fields = {field["name"]: field for field in schema["fields"]}
    assert fields["person_a"]["constraints"]["required"] is True
    assert fields["kind"]["constraints"]["enum"] == ["contact", "thread", "connection"]


def test_empty_templates_are_written_once_and_recognised(tmp_path):
    written = docs.write_templates(tmp_path)
    assert docs.write_templates(tmp_path) == []
    for path in written:
        if path.suffix == ".csv":
            file = InputFile(path.name, path.read_bytes())
            assert TableSource().recognises(file)
            [reading] = TableSource().read(file, Defaults())
            assert (reading.kind, reading.rows_read, reading.notes) == (path.stem, 0, ())
    book = load_workbook(tmp_path / "templates.xlsx")
    assert book.sheetnames == [kind.name for kind in TEMPLATES]


@pytest.mark.parametrize("kind", TEMPLATES, ids=lambda kind: kind.name)
def test_a_file_is_known_by_its_columns_whatever_it_is_called(kind):
    assert kind_of("export (3).csv", [name.upper() for name in reversed(kind.cells)]) == kind.name
