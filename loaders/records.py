"""Records of a document that is no table, such as JSON or a calendar, as the table that they would make."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa

from graph.errors import InputError
from loaders.ocds_file import decode
from loaders.reading import InputFile
from loaders.rejection import Rejection
from loaders.sheet import Sheet

Json = Any  # what json.loads gives
HEAD: Final = 1 << 20


def sheet_of_records(
    name: str,
    header: tuple[str, ...],
    records: Sequence[tuple[int, Mapping[str, object]]],
    faults: Sequence[Rejection] = (),
    notes: Sequence[str] = (),
) -> Sheet:
    """A sheet with a row for each numbered record; a cell that holds no text, number or truth is empty."""
    cells = {
        str(n): pa.array([_text(record.get(c)) for _, record in records], pa.string()) for n, c in enumerate(header)
    }
    numbers = np.array([number for number, _ in records], np.int32)
    return Sheet(name, header, pa.table(cells), numbers, tuple(faults), {one.row: () for one in faults}, tuple(notes))


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # JSON may hold half of a letter
    return str(value) if isinstance(value, int | Decimal) else None


def beginning_of_json(file: InputFile) -> str:
    """The first megabyte, if it looks like a JSON document; else nothing."""
    text = decode(file.content[:HEAD])[0].lstrip("\ufeff \t\r\n")
    return text if text[:1] in ("{", "[") else ""


def json_document(file: InputFile) -> tuple[Json, list[str]]:
    """What a JSON file holds, and how it was saved. NaN and Infinity, which are no JSON, are not known."""
    text, note = decode(file.content)
    text = text.lstrip("\ufeff")
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=lambda _: None)
    except RecursionError as fault:
        raise InputError(f"{file.name} is nested far too deep to be what it seems. Export it again.") from fault
    except json.JSONDecodeError as fault:
        if fault.pos >= len(text.rstrip()) or fault.msg.startswith("Unterminated"):
            raise InputError(f"{file.name} breaks off in line {fault.lineno}. Download it again.") from fault
        where = f"line {fault.lineno}, letter {fault.colno}"
        raise InputError(f"{file.name} is damaged: {where} is no JSON. Export it again.") from fault
    except ValueError as fault:  # a number of thousands of digits
        raise InputError(f"{file.name} is damaged: a number in it has too many digits. Export it again.") from fault
    return found, [note] if note else []


def objects(value: Json) -> list[dict[str, Json]]:
    """The objects of a list; nothing if it is none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def within(value: Json, *keys: str) -> Json:
    """What stands under these keys, one inside the other; None where there is nothing."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
