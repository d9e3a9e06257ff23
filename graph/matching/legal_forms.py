"""What an organisation is called without the words that say what it is in law: "Ltd", "plc", "CIC", "GmbH".

Why our own: rigour, which does this for all countries, requires a package under the LGPL. Ours holds what British
buyers write and the commonest foreign forms.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from graph.identity import normalise

# as ``normalise`` leaves it -> one word for each form
_FORMS: Final = {  # none that ends names of places too ("Boston Spa", "Leeds Corporation")
    "limited": "ltd", "ltd": "ltd", "private limited company": "ltd", "cyfyngedig": "ltd", "cyf": "ltd",
    "public limited company": "plc", "plc": "plc", "ccc": "plc",
    "limited liability partnership": "llp", "llp": "llp", "limited partnership": "lp", "lp": "lp",
    "community interest company": "cic", "cic": "cic",
    "charitable incorporated organisation": "cio", "cio": "cio", "scio": "cio",
    "incorporated": "inc", "inc": "inc", "corp": "inc", "llc": "llc", "gmbh": "gmbh", "ag": "ag", "sa": "sa",
    "sas": "sas", "sarl": "sarl", "srl": "srl", "bv": "bv", "nv": "nv", "ab": "ab", "aps": "aps", "oy": "oy",
    "pty ltd": "ltd", "pte ltd": "ltd", "pvt ltd": "ltd", "pty": "ltd", "pte": "ltd", "pvt": "ltd", "dac": "dac",
}  # fmt: skip
_LONGEST_FIRST: Final = sorted(_FORMS, key=lambda form: (-len(form), form))
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}[A-Za-z]?(?![A-Za-z])|\b[Pp]/[Ll]\b")
_TRADES_AS = re.compile(r"(?i)\s+(?:t/?as?|trading as|d/?b/?a|doing business as)\s+")


class FirmName(NamedTuple):
    """A name without its legal forms, and these; a name that is nothing else keeps it."""

    core: str
    forms: frozenset[str]


@lru_cache(maxsize=131_072)
def split_firm_name(name: str) -> FirmName:
    """The name for comparison.

    >>> split_firm_name("The Saltwren Co. Ltd."), split_firm_name("C.I.C. Meadow & Mill (C.I.C.)").core
    (FirmName(core='saltwren', forms=frozenset({'ltd'})), 'cic meadow and mill')
    """
    text = normalise(_INITIALS.sub(lambda found: re.sub(r"[./]", "", found.group()), name))
    forms: set[str] = set()
    while True:
        for form in _LONGEST_FIRST:
            if text.endswith(f" {form}"):
                text = text[: -len(form) - 1]
                forms.add(_FORMS[form])
                break
        else:
            break
    for ending in (" and co", " and company", " co", " company"):
        if forms and text.endswith(ending):
            text = text.removesuffix(ending)
    return FirmName(text, frozenset(forms))


def names_in(name: str) -> tuple[str, ...]:
    """The names that one text gives: "Rowan Sky Ltd t/a Skylark" gives two.

    >>> names_in("Rowan Sky Ltd t/a Skylark")
    ('Rowan Sky Ltd', 'Skylark')
    """
    return tuple(part for part in _TRADES_AS.split(name) if part.strip())
