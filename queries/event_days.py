"""What speaks against a day for an event: a weekend, a bank holiday, that it is over.

Bank holidays come from the list of GOV.UK inside the package govuk-bank-holidays; nothing is fetched.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Final

from graph.days import spoken
from graph.errors import InputError

DIVISIONS: Final = {
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}


def warnings(text: str | None, today: str) -> tuple[str, ...]:
    """What speaks against a day, in sentences; InputError if it is none. No day, no warning."""
    if not text:
        return ()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputError(f'"{text}" is no date. Write it as year-month-day, such as 2026-06-01.') from None
    told = []
    if text < today:
        told.append("That day is over: this is a plan as it would have been, and nobody can be invited any more.")
    if day.weekday() >= 5:
        told.append(f"That day is a {day:%A}.")
    holidays = _holidays()
    places: dict[str, list[str]] = {}
    for division, name in DIVISIONS.items():
        for holiday in holidays.data.get(division, ()):
            if holiday["date"] == day:
                places.setdefault(holiday["title"], []).append(name)
    told += [f"That day is a bank holiday ({title}) in {', '.join(where)}." for title, where in places.items()]
    last = max((h["date"] for held in holidays.data.values() for h in held), default=None)
    if last and day > last:
        told.append(f"Bank holidays after {spoken(last)} are not known here.")
    return tuple(told)


@cache
def _holidays() -> Any:
    from govuk_bank_holidays.bank_holidays import BankHolidays  # here, for it loads a client for the web, never used

    return BankHolidays(use_cached_holidays=True)
