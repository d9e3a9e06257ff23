"""One cell: what its column lets it hold, its one spelling, and the words where it is something else."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches

from graph.statements import Column

MOST_STRENGTH = 0.8  # of a declared contact: contacts alone never make a sure tie
STRENGTH_REMEDY = "Enter a number above 0 and up to 0.8, such as 0.3."
PERIODS = (("starts", "ends"), ("opens", "closes"))  # first and last day, in two columns of a row
LOST = "\ufffd"  # stands where a letter could not be read
CONTROL = rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{LOST}]"  # in text, which may hold tabs and line breaks
CONTROL_OR_BREAK = rf"[\x00-\x1f\x7f{LOST}]"  # in ids, lists and everything else

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OTHER_ORDER = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")


def canonical(column: Column, value: str) -> str | None:
    """The one spelling of a trimmed value: `0.80` is `0.8`, `a | b|` is `a|b`. ValueError if it is none."""
    return _CANONICAL[column.type](column, value)


def explain(column: Column, value: str) -> tuple[str, str]:
    """Why a value is none of its column, and what to write instead."""
    if LOST in value:
        return "This cell holds a letter that could not be read.", "Type it anew, and save the file as CSV (UTF-8)."
    if re.search(CONTROL if column.type == "text" else CONTROL_OR_BREAK, value):
        return "This cell holds a control character or a line break that may not stand here.", "Type it anew."
    if column.type == "id":
        return f'"{value}" holds a `|`, which parts the ids of a list.', "Give one id, without it."
    if column.type == "date":
        return _explain_date(value)
    if column.name == "strength":
        return f'"{value}" is not a number.', STRENGTH_REMEDY
    if column.type == "number":
        return f'"{value}" is not a number.', "Enter digits and a point alone, such as 195 or 0.5."
    if column.type == "integer":
        return f'"{value}" is not a whole number.', "Enter digits alone, such as 12."
    if column.type == "yes_no":
        return f'"{value}" is neither yes nor no.', "Enter yes or no, or leave the cell empty."
    wrong = next((item for item in _items(value) if item not in column.choices), value)
    near = get_close_matches(re.sub(r"[\s-]+", "_", wrong.lower()), column.choices, 1, 0.6)
    meant = f"Did you mean {near[0]}? " if near else ""
    return f'"{wrong}" is none of the words for this column.', f"{meant}Use one of: {', '.join(column.choices)}."


def _explain_date(value: str) -> tuple[str, str]:
    if found := _OTHER_ORDER.fullmatch(value):
        one, two, year = found[1].zfill(2), found[2].zfill(2), found[3]
        iso = sorted({day for day in (f"{year}-{two}-{one}", f"{year}-{one}-{two}") if _is_day(day)}, reverse=True)
        if len(iso) == 2:
            return f'"{value}" may be read in two ways.', f"Write the date as {iso[1]} or {iso[0]}, whichever is meant."
        if iso:
            return f'"{value}" does not have the form year-month-day.', f"Write the date as {iso[0]}."
    if _DATE.fullmatch(value):
        return f'There is no such day as "{value}".', "Correct the date."
    return f'"{value}" is not a date.', "Write it as year-month-day, such as 2026-03-04."


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _items(value: str) -> list[str]:
    return [item for item in map(str.strip, value.split("|")) if item]


def _text(column: Column, value: str) -> str:
    if re.search(CONTROL, value):
        raise ValueError
    return value


def _id(column: Column, value: str) -> str:
    if "|" in value or re.search(CONTROL_OR_BREAK, value):
        raise ValueError
    return value


def _date(column: Column, value: str) -> str:
    if not _DATE.fullmatch(value):
        raise ValueError
    return date.fromisoformat(value).isoformat()


def _number(column: Column, value: str) -> str:
    number = float(value) if _NUMBER.fullmatch(value) else math.inf
    if not math.isfinite(number):
        raise ValueError
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _integer(column: Column, value: str) -> str:
    if not re.fullmatch(r"[0-9]{1,12}", value):
        raise ValueError
    return str(int(value))


def _choice(column: Column, value: str) -> str:
    if value not in column.choices:
        raise ValueError
    return value


def _list(column: Column, value: str) -> str | None:
    items = _items(value)
    if re.search(CONTROL_OR_BREAK, value) or (column.choices and not set(items) <= set(column.choices)):
        raise ValueError
    return "|".join(dict.fromkeys(items)) or None


def _yes_no(column: Column, value: str) -> str:
    if value not in ("yes", "no"):
        raise ValueError
    return value


_CANONICAL: dict[str, Callable[[Column, str], str | None]] = {
    "text": _text,
    "id": _id,
    "ids": _list,
    "list": _list,
    "choices": _list,
    "choice": _choice,
    "date": _date,
    "number": _number,
    "integer": _integer,
    "yes_no": _yes_no,
}
