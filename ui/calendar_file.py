"""A planned event as a calendar file (iCalendar, RFC 5545): to open in any calendar.

Guests stand in the description alone, never as attendees: a calendar would send them invitations, and nothing is ever
sent by the product.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from queries.events import EventPlan

_WIDE = 75  # octets of a line, as the standard says
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def made(plan: EventPlan, name: str) -> bytes:
    """The event of a plan, which must have a day; the whole day, for the hour is not known."""
    if not plan.event.on:
        raise ValueError("an event without a day has no place in a calendar")
    day = date.fromisoformat(plan.event.on)
    guests = plan.best[0].people if plan.best else ()
    listed = "\n".join(", ".join(part for part in (who.name, who.title, who.organisation) if part) for who in guests)
    key = hashlib.sha256(repr((name, plan.event, [who.id for who in guests])).encode()).hexdigest()[:20]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Champion Finder//Events//EN",
        "BEGIN:VEVENT",
        f"UID:{key}@champion-finder.invalid",
        f"DTSTAMP:{plan.asked.today.replace('-', '')}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(name)}",
        f"DESCRIPTION:{_text(f'Whom to invite:{chr(10)}{listed}')}",
        "STATUS:TENTATIVE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) for line in lines).encode()


def _text(value: str) -> str:
    kept = "".join(letter for letter in value if letter == "\n" or letter.isprintable())
    return kept.translate(_ESCAPED)


def _folded(line: str) -> str:
    """A line in parts of at most 75 octets, no letter cut in two."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > _WIDE - 1:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part]) + "\r\n"
