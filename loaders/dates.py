"""Days as other programs write them, as ISO text."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T.*)?")
_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9},? +)?(\d{1,2})(?:st|nd|rd|th)?[ -]+([A-Za-z]{3,9})\.?,?[ -]+(\d{4}|\d{2})(?:[, T].*)?"
)
_NAMED_FIRST = re.compile(r"(?:[A-Za-z]{3,9},? +)?([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})(?:[, T].*)?")
_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[, T].*)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september"
        "|oct october|nov november|dec december".split("|"),
        start=1,
    )
    for name in names.split()
}
_SERIAL_ZERO: Final = date(1899, 12, 30)  # day 0 of a spreadsheet, whose 1900 has a day too many
_SERIALS: Final = range(20_000, 80_000)  # 1954 to 2119


def iso_day(text: str, *, day_first: bool | None = None) -> str | None:
    """The day that a text names, as `YYYY-MM-DD`; None if it is none, or may be read in two ways.

    ``day_first`` says how `3/4/2025` is meant where the format knows; None: only days past the twelfth are read.

    >>> iso_day("12 Mar 2024"), iso_day("2024-03-12T09:30:00Z"), iso_day("45363"), iso_day("Tue, March 12th, 2024")
    ('2024-03-12', '2024-03-12', '2024-03-12', '2024-03-12')
    >>> iso_day("3/4/2025"), iso_day("3/4/2025", day_first=True), iso_day("25/4/2025"), iso_day("31 Feb 2024")
    (None, '2025-04-03', '2025-04-25', None)
    """
    text = text.strip()
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NAMED.fullmatch(text):
        return _day(_year(found[3]), _MONTHS.get(found[2].lower(), 0), int(found[1]))
    if found := _NAMED_FIRST.fullmatch(text):
        return _day(int(found[3]), _MONTHS.get(found[1].lower(), 0), int(found[2]))
    if found := _FIGURES.fullmatch(text):
        return _of_figures(int(found[1]), int(found[2]), _year(found[3]), day_first)
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) in _SERIALS:
        return (_SERIAL_ZERO + timedelta(days=int(found[1]))).isoformat()
    return None


def _of_figures(one: int, two: int, year: int, day_first: bool | None) -> str | None:
    if day_first is None and one <= 12 and two <= 12 and one != two:
        return None
    first = one > 12 if day_first is None else day_first
    return _day(year, two, one) if first else _day(year, one, two)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
