"""Components of an iCalendar text (RFC 5545): where each event begins and ends, and its lines as plain text.

The text is cut first, so a broken event costs itself alone. What stands inside an event in a component of its own, such
as an alarm, is not the event's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

NEVER_ENDS = "This event never ends: another begins, or the file stops, before END:VEVENT."
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:[^";:]|"[^"]*")*)')
_ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an event: its number in the file, name and parameter names in capitals, values as written."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value without escapes; line breaks become spaces."""
        plain = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], self.value)
        return " ".join(plain.split())


@dataclass
class Component:
    """One event: the number of its first line, its lines, or why it cannot be read."""

    number: int
    lines: list[Line] = field(default_factory=list)
    fault: str | None = None

    def first(self, name: str) -> Line | None:
        """The first line of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str:
        """Its text; empty where there is none."""
        line = self.first(name)
        return line.text if line else ""


def events(lines: Iterable[str], kept: frozenset[str]) -> Iterator[Component]:
    """The events of a text in order, with their lines of these names alone."""
    event: Component | None = None
    inside: list[str] = []  # components inside the event that have not ended
    for number, text in _unfolded(lines):
        mark = text.strip().upper()
        if mark == "BEGIN:VEVENT":
            if event is not None:
                yield Component(event.number, fault=NEVER_ENDS)
            event, inside = Component(number), []
        elif event is None:
            continue
        elif mark in ("END:VEVENT", "END:VCALENDAR"):
            yield event if mark == "END:VEVENT" else Component(event.number, fault=NEVER_ENDS)
            event = None
        elif mark.startswith("BEGIN:"):
            inside.append(mark[6:])
        elif mark.startswith("END:"):
            inside = inside[: inside.index(mark[4:])] if mark[4:] in inside else inside
        elif not inside and (line := _line(number, text)) and line.name in kept:
            event.lines.append(line)
    if event is not None:
        yield Component(event.number, fault=NEVER_ENDS)


def _line(number: int, text: str) -> Line | None:
    found = _NAME.match(text)
    end, parameters = found.end() if found else 0, {}
    while found and (one := _PARAMETER.match(text, end)):
        parameters[one[1].upper()] = one[2].replace('"', "").strip()
        end = one.end()
    return (
        Line(number, found[0].upper(), parameters, text[end + 1 :].strip())
        if found and text[end : end + 1] == ":"
        else None
    )


def _unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, those that were folded joined again."""
    begin, pieces = 0, list[str]()
    for number, line in enumerate(lines, start=1):
        if pieces and line[:1] in (" ", "\t"):
            pieces.append(line[1:])
            continue
        if pieces:
            yield begin, "".join(pieces)
        begin, pieces = number, [line]
    if pieces:
        yield begin, "".join(pieces)
