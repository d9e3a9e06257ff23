"""The empty templates, the data dictionary and the Table Schema, all made from the row models."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from graph.statements import COMMON, Column
from loaders.rows import row_model
from loaders.templates import TEMPLATES

FORMS = {
    "date": "`YYYY-MM-DD`",
    "number": "a number",
    "integer": "a whole number",
    "yes_no": "`yes`, `no`",
    "ids": "a list of ids",
    "list": "a list",
}
SCHEMA_TYPES = {"date": "date", "number": "number", "integer": "integer", "yes_no": "boolean"}


def write_templates(folder: Path) -> list[Path]:
    """Write one CSV a kind, a workbook with them all, the dictionary and the schemas; files that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {f"{kind.name}.csv": _header(kind.cells) for kind in TEMPLATES}
    made |= {name: text.encode() for name, text in pages().items()}
    written = []
    for name, content in (made | {"templates.xlsx": workbook()}).items():
        path = folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            written.append(path)
    return written


def pages() -> dict[str, str]:
    """The data dictionary (Markdown) and one Table Schema (JSON) a kind, by file name."""
    schemas = {f"schema/{kind.name}.json": json.dumps(table_schema(kind.name), indent=2) + "\n" for kind in TEMPLATES}
    return {"data-dictionary.md": dictionary()} | schemas


def dictionary() -> str:
    """What each column of each file holds."""
    lines = [
        "# Data dictionary",
        "",
        "A folder of these files, a zip of them, or one workbook with a sheet a file; every file is optional. UTF-8,",
        "comma, header in row 1, any order of columns. Dates are `YYYY-MM-DD`; lists in a cell are parted by `|`; an",
        "empty cell means not known. Unknown columns are reported and ignored. Where a column names a council, its",
        "full name may stand instead of its id.",
    ]
    for kind in TEMPLATES:
        lines += ["", f"## {kind.name}.csv", "", kind.doc, "", *_table(kind.name, kind.columns)]
    lines += ["", "## Columns that every file may carry", "", *_table(TEMPLATES[0].name, COMMON)]
    return "\n".join(lines) + "\n"


def table_schema(kind: str) -> dict[str, object]:
    """A Table Schema (Frictionless Data) of one file."""
    own = next(template for template in TEMPLATES if template.name == kind)
    schema: dict[str, object] = {"fields": [_field(kind, column) for column in own.all_columns], "missingValues": [""]}
    if own.describes:
        schema["primaryKey"] = own.columns[0].name
    return schema


def workbook() -> bytes:
    """One empty sheet a file, with the headers."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for kind in TEMPLATES:
        book.create_sheet(kind.name).append(list(kind.cells))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _header(cells: tuple[str, ...]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()


def _table(kind: str, columns: tuple[Column, ...]) -> list[str]:
    lines = ["| column | holds | words |", "|:--|:--|:--|"]
    for column in columns:
        name = f"**{column.name}**" if column.required else column.name
        words = ", ".join(f"`{choice}`" for choice in column.choices) or FORMS.get(column.type, "")
        default = f" (empty: `{column.default}`)" if column.default else ""
        lines.append(f"| {name} | {_doc(kind, column)}{default} | {words} |")
    return lines


def _doc(kind: str, column: Column) -> str:
    return row_model(kind).model_fields[column.name].description or ""


def _field(kind: str, column: Column) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "type": SCHEMA_TYPES.get(column.type, "string")}
    field["description"] = _doc(kind, column)
    if column.type == "yes_no":
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    limits: dict[str, object] = {}
    if column.required:
        limits["required"] = True
    if column.type == "choice":
        limits["enum"] = list(column.choices)
    if limits:
        field["constraints"] = limits
    return field
