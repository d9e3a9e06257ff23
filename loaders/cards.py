"""Cards out of text (vCard 2.1, 3.0 and 4.0): where each begins and ends, and its properties as plain text.

A reader that takes the whole file stops at the first broken card. Here the text is split first, so a broken card costs
itself alone.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaders.cells import LOST

NEVER_ENDS = "This card never ends: another begins, or the file stops, before END:VCARD."
NESTED = "This card holds another card inside."
TORN = "A line of this card is torn off from the one before it, so a name or an employer may not be whole."
_BEGIN, _END = "BEGIN:VCARD", "END:VCARD"
_PARAMETER = re.compile(r';((?:[^";:]|"[^"]*")*)')
_NAME = re.compile(r"(?:[\w-]+\.)?([\w-]+)")
_UNESCAPED = {"n": "\n", "N": "\n"}
_CHARSETS = {"iso-8859-1": "cp1252", "windows-1252": "cp1252", "iso-8859-15": "iso-8859-15", "us-ascii": "cp1252"}


@dataclass
class Card:
    """One card: its properties in order, or why it cannot be read."""

    properties: list[Property] = field(default_factory=list)
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A line of a card: name in capitals, parameters in lower case, and the value as it is written."""

    name: str
    parameters: str
    value: str

    @property
    def parts(self) -> list[str]:
        """The parts of a value that has several, such as a name, without escapes and encodings."""
        value = _decoded(self)
        return [_plain(part) for part in re.split(r"(?<!\\);", value)]

    @property
    def text(self) -> str:
        """The whole value as one text."""
        return _plain(_decoded(self))


def cards(lines: Iterable[str], needed: frozenset[str]) -> Iterator[Card]:
    """The cards of a text in order. ``needed``: properties that must be whole; what is torn of others hurts nobody."""
    card: Card | None = None
    depth = 0
    for line in _unfolded(lines):
        mark = line.strip().upper()
        if mark == _BEGIN and card is not None and (depth or _opens_another(card)):
            card.fault, depth = NESTED, depth + 1
        elif mark == _BEGIN:
            if card is not None:
                yield Card(fault=NEVER_ENDS)
            card = Card()
        elif card is None:
            continue
        elif mark == _END and depth:
            depth -= 1
        elif mark == _END:
            yield card
            card = None
        elif not depth:
            _add(card, line, needed)
    if card is not None:
        yield Card(fault=card.fault or NEVER_ENDS)


def _opens_another(card: Card) -> bool:
    return bool(card.properties) and card.properties[-1].name == "AGENT" and not card.properties[-1].value


def _add(card: Card, line: str, needed: frozenset[str]) -> None:
    found = _NAME.match(line)
    end = found.end() if found else 0
    while found and (parameter := _PARAMETER.match(line, end)):
        end = parameter.end()
    if found and line[end : end + 1] == ":":
        card.properties.append(Property(found[1].upper(), line[found.end() : end].lower(), line[end + 1 :].strip()))
    elif line.strip() and card.properties and card.properties[-1].name in needed:
        card.fault = TORN


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Lines of the text, those that were folded joined again."""
    pieces: list[str] = []
    soft, begin = False, ""  # whether the line ends with a soft break of quoted-printable; its first letters
    for line in lines:
        if soft and line.strip().upper() not in (_BEGIN, _END):
            pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        elif pieces and line[:1] in (" ", "\t") and line.strip().upper() not in (_BEGIN, _END):
            pieces.append(line[1:])
        else:
            if pieces:
                yield "".join(pieces)
            pieces, begin = [line], line.split(":", 1)[0].upper()
        soft = "QUOTED-PRINTABLE" in begin and line.endswith("=")
    if pieces:
        yield "".join(pieces)


def _decoded(one: Property) -> str:
    if "quoted-printable" not in one.parameters:
        return one.value
    charset = re.search(r"charset=\"?([\w-]+)", one.parameters)
    encoding = _CHARSETS.get(charset[1], "utf-8") if charset else "utf-8"
    return quopri.decodestring(one.value.encode()).decode(encoding, "replace")


def _plain(text: str) -> str:
    """Without escapes; line breaks become spaces, and a letter that no cell may hold shows as lost."""
    text = re.sub(r"\\(.)", lambda found: _UNESCAPED.get(found[1], found[1]), text)
    return " ".join(text.replace("\x00", LOST).split())
