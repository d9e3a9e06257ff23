"""Calendars (iCalendar, .ics): who was asked to which meeting, and who said yes.

* A row is a line of the file: each invitation (ATTENDEE), each host (ORGANIZER), and the BEGIN of an event that has
  neither or cannot be read.
* What is marked PRIVATE or CONFIDENTIAL is rejected without being read further; so is what was cancelled or declined.
* Descriptions, places, attachments and private addresses are never kept. A person needs a name, and an address is none.
* A meeting is known by its UID and day, so the calendars of two people who were there meet in one event, and two weekly
  "Catch up"s do not. A recurring event is read on its first day and on days that have an entry of their own.
* ``attended`` needs a yes and a day that is over; all others who did not decline are ``registered``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

from graph.errors import InputError
from loaders.calendar_text import Component, Line, events
from loaders.dates import iso_day
from loaders.formats import calendar
from loaders.reading import Defaults, InputFile, Reading
from loaders.records import sheet_of_records
from loaders.rejection import Rejection
from loaders.tables import as_utf8

_BEGIN: Final = re.compile(rb"^\s*BEGIN:VCALENDAR\s*$", re.IGNORECASE | re.MULTILINE)
_KEPT: Final = frozenset(
    {"UID", "SUMMARY", "DTSTART", "CLASS", "STATUS", "RRULE", "RDATE", "ATTENDEE", "ORGANIZER", "RECURRENCE-ID"}
)
_NOTHING: Final = "Nothing to mend."
_LOOKED_AT: Final = 1 << 16  # bytes
Row = tuple[int, dict[str, object]]


class CalendarSource:
    """Reads calendars as at a day, which decides what is over."""

    name = "calendar"

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today

    def recognises(self, file: InputFile) -> bool:
        """Whether a calendar begins near the beginning, on a line of its own."""
        try:
            text, _ = as_utf8(InputFile(file.name, file.content[:_LOOKED_AT]), cut=True)
        except InputError:
            return False
        return _BEGIN.search(text) is not None

    def read(self, file: InputFile, defaults: Defaults) -> Iterable[Reading]:
        """One reading; InputError if there is no event in it."""
        text, notes = as_utf8(file)
        rows: list[Row] = []
        faults: list[Rejection] = []
        recurring = 0
        for event in events(text.decode("utf-8", "replace").split("\n"), _KEPT):
            recurring += bool(event.first("RRULE") or event.first("RDATE"))
            for found in _rows(file.name, event, self._today().isoformat()):
                (faults if isinstance(found, Rejection) else rows).append(found)  # type: ignore[arg-type]
        if not rows and not faults:
            raise InputError(f"{file.name} is a calendar without events. Export the calendar that holds the meetings.")
        notes.append("Rows are lines of the file. Descriptions, places and private addresses were not read.")
        if recurring:
            words = "only their first day and days with an entry of their own are read"
            notes.append(f"{recurring:,} recurring events: {words}.")
        rows.sort(key=lambda row: row[0])
        yield calendar.FORMAT.reading(sheet_of_records(file.name, calendar.COLUMNS, rows, faults, notes), defaults)


def _rows(file: str, event: Component, today: str) -> Iterator[Row | Rejection]:
    """The people of one event, or why it has none."""
    uid, title, day = event.text("UID"), event.text("SUMMARY"), iso_day(event.text("DTSTART"))
    refused = _refused(event, title, day)
    if refused:
        yield Rejection(file, event.number, None, None, *refused)
        return
    told = {"uid": uid or title, "event": title, "on": day}
    people = [line for line in event.lines if line.name in ("ORGANIZER", "ATTENDEE")]
    hosts = {_address(line) for line in people if line.name == "ORGANIZER"}
    for line in people:
        if line.name == "ATTENDEE" and (reason := _no_guest(line)):
            yield Rejection(file, line.number, None, None, reason, _NOTHING)
            continue
        host = line.name == "ORGANIZER" or _address(line) in hosts
        yes = line.parameters.get("PARTSTAT", "").upper() == "ACCEPTED"
        role = "organiser" if host else "attended" if yes and day and day < today else "registered"
        yield line.number, {**told, "name": _name(line), "address": _address(line), "role": role}
    if not people:
        yield Rejection(file, event.number, None, None, "Nobody was asked to this event.", _NOTHING)


def _refused(event: Component, title: str, day: str | None) -> tuple[str, str] | None:
    """Why an event is not read; nothing of it is repeated."""
    if event.fault:
        return event.fault, "Export the calendar again, or mend the event."
    if event.text("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
        return "The event is marked as private: not loaded.", _NOTHING
    if event.text("STATUS").upper() == "CANCELLED":
        return "The event was cancelled.", _NOTHING
    if not title:
        return "The event has no title.", "Give it one in the calendar, and export it again."
    if day is None:
        return "The event has no day that can be read.", "Give it a day in the calendar, and export it again."
    return None


def _no_guest(line: Line) -> str | None:
    if line.parameters.get("CUTYPE", "INDIVIDUAL").upper() in ("ROOM", "RESOURCE", "GROUP"):
        return "A room, a thing or a mailing list is nobody."
    return "They declined." if line.parameters.get("PARTSTAT", "").upper() == "DECLINED" else None


def _address(line: Line) -> str:
    address = line.value if line.value.lower().startswith("mailto:") else line.parameters.get("EMAIL", "")
    return address.lower().removeprefix("mailto:").strip()


def _name(line: Line) -> str:
    """The name of a guest; an address in its place is none."""
    name = " ".join(line.parameters.get("CN", "").split())
    return "" if "@" in name else name
