"""Address books as vCard (.vcf): many cards in one file, each a row; a broken one is rejected alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import numpy as np
import pyarrow as pa

from graph.errors import InputError
from loaders.cards import Card, Property, cards
from loaders.formats import vcard
from loaders.reading import Defaults, InputFile, Reading
from loaders.rejection import Rejection
from loaders.sheet import Sheet
from loaders.tables import as_utf8

_BEGIN = re.compile(rb"^\s*BEGIN:VCARD\s*$", re.IGNORECASE | re.MULTILINE)
_NEEDED: Final = frozenset({"N", "FN", "ORG", "TITLE", "ROLE", "EMAIL", "KIND", "X-ABSHOWAS", "CLASS"})
_OF_THE_FILE: Final = frozenset(
    {"VERSION", "PRODID", "REV", "UID", "X-ABUID", "SOURCE", "PROFILE", "MAILER", "SORT-STRING"}
)
_REMEDY = "Export it again from the address book, or mend the card."
_LOOKED_AT = 1 << 16  # bytes


class VcardSource:
    """Reads cards of an address book."""

    name = "vcard"

    def recognises(self, file: InputFile) -> bool:
        """Whether a card begins near the beginning, on a line of its own."""
        try:
            text, _ = as_utf8(InputFile(file.name, file.content[:_LOOKED_AT]), cut=True)
        except InputError:
            return False
        return _BEGIN.search(text) is not None

    def read(self, file: InputFile, defaults: Defaults) -> Iterable[Reading]:
        """One reading; the number of a card stands for its row."""
        text, notes = as_utf8(file)
        found = list(cards(text.decode("utf-8", "replace").split("\n"), _NEEDED))
        others = sorted({one.name for card in found for one in card.properties} - _NEEDED - _OF_THE_FILE)
        notes.append("Rows are cards, counted from 1.")
        if others:
            notes.append(f"Dropped at the door, for they are private or not needed: {', '.join(others[:20])}.")
        yield vcard.FORMAT.reading(_sheet(file.name, found, notes), defaults)


def _sheet(name: str, found: list[Card], notes: list[str]) -> Sheet:
    """The cards as a table; one that cannot be read is a rejected row."""
    numbered = list(enumerate(found, start=1))
    broken = [(number, card.fault) for number, card in numbered if card.fault]
    kept = [(number, _cells(card)) for number, card in numbered if not card.fault]
    columns = {
        str(n): pa.array([cells[n] or None for _, cells in kept], pa.string()) for n in range(len(vcard.COLUMNS))
    }
    return Sheet(
        name,
        vcard.COLUMNS,
        pa.table(columns),
        np.array([number for number, _ in kept], np.int32),
        tuple(Rejection(name, number, None, None, fault, _REMEDY) for number, fault in broken),
        {number: () for number, _ in broken},
        tuple(notes),
    )


def _cells(card: Card) -> tuple[str, ...]:
    """Name, organisation, title, addresses, what it is, and whether it is marked as private."""
    first: dict[str, Property] = {}
    for one in card.properties:
        if "encoding=b" not in one.parameters and ";base64" not in one.parameters:
            first.setdefault(one.name, one)
    parts = {name: first[name].parts if name in first else [] for name in ("N", "ORG")}
    family, given, middle = [*parts["N"], "", "", ""][:3]
    organisation = [*parts["ORG"], ""][0]
    told = {name: first[name].text if name in first else "" for name in ("FN", "TITLE", "ROLE", "KIND", "CLASS")}
    name = " ".join(part for part in (given, middle, family) if part)
    if not name and told["FN"] != organisation:
        name = told["FN"]
    kind = "org" if "X-ABSHOWAS" in first else told["KIND"]
    mails = " ; ".join(one.text for one in card.properties if one.name == "EMAIL" and "home" not in one.parameters)
    return name, organisation, told["TITLE"] or told["ROLE"], mails, kind, told["CLASS"]
