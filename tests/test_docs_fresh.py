"""What is written from the code is what the code says now, and others can use it."""

from __future__ import annotations

import json

import make_docs
import pytest

from graph.statements import KINDS
from loaders import docs
from loaders.plan import plan
from loaders.reading import Defaults
from loaders.templates import TEMPLATES

# https://specs.frictionlessdata.io/table-schema/: types, and the constraints that each may carry
TYPES = {"string": {"required", "enum"}, "date": {"required"}, "number": {"required"}, "integer": {"required"}}
TYPES["boolean"] = {"required"}
PARTS = {"name", "type", "description", "constraints", "trueValues", "falseValues"}


def test_no_page_that_the_code_writes_is_stale():
    assert make_docs.stale() == [], "Run scripts/make_docs.py"


@pytest.mark.parametrize("kind", TEMPLATES, ids=lambda kind: kind.name)
def test_each_schema_is_a_table_schema(kind):
    schema = json.loads(docs.pages()[f"schema/{kind.name}.json"])
    assert set(schema) <= {"fields", "missingValues", "primaryKey"} and schema["missingValues"] == [""]
    names = [field["name"] for field in schema["fields"]]
    assert len(set(names)) == len(names) and schema.get("primaryKey", names[0]) == names[0]
    for field in schema["fields"]:
        assert set(field) <= PARTS and field["description"]
        assert set(field.get("constraints", {})) <= TYPES[field["type"]]
        assert ("trueValues" in field) == (field["type"] == "boolean")


def test_the_dictionary_names_every_column_with_the_form_of_its_cells():
    text = docs.pages()["data-dictionary.md"]
    for kind in TEMPLATES:
        chapter = text.split(f"\n## {kind.name}.csv\n")[1].split("\n## ")[0]
        for column in kind.columns:
            [line] = [
                line
                for line in chapter.splitlines()
                if line.startswith((f"| {column.name} |", f"| **{column.name}** |"))
            ]
            assert column.doc in line and line.count("|") == 4
            assert column.type in ("text", "id") or not line.endswith("|  |")
    assert "| joinable | whether a supplier can join while it runs | `yes`, `no` |" in text
    assert len(KINDS) > len(TEMPLATES)


def test_the_written_folder_of_templates_loads_as_nothing_without_complaint(tmp_path):
    from graph.sqlite_store import SqliteStore

    docs.write_templates(tmp_path)
    store = SqliteStore(":memory:")
    report = plan([tmp_path], store, Defaults()).commit(strict=True)
    assert {file.kind for file in report.files} == {kind.name for kind in TEMPLATES}
    assert len(report.files) == 2 * len(TEMPLATES)  # as CSV, and as a sheet of the workbook
    assert (report.read, report.rejections, report.unreadable, store.loads()) == (0, (), (), [])
    assert not any(file.notes for file in report.files)
    assert [text.split()[0] for text in report.left_out] == ["data-dictionary.md"]
