"""Letters that look like other letters: a Cyrillic а in a Latin name must not pass for the Latin one.

Only letters that a reader cannot tell apart count. A name written in one script throughout is an honest name; two
names that look alike and are written in different letters are shown to a person, and never joined.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LOOKS_LIKE: Final = str.maketrans(
    # Cyrillic, then Greek, then digits inside words; lower case, since names are folded first
    "авекмнорстухѕіјԁһԛԝьӏ" + "αβεικνορτυχγ" + "01",
    "abekmhopctyxsijdhqwbl" + "abeiknoptuxy" + "ol",
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DIGIT_INSIDE = re.compile(r"(?<=[^\W\d_])[01]|[01](?=[^\W\d_])")


def visible(text: str) -> str:
    """The text without marks that nobody sees, wide and joined letters as plain ones.

    >>> visible("Ja\u200bne\u00a0Smith")
    'Jane Smith'
    """
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))


def skeleton(text: str) -> str:
    """How a folded text looks: equal for texts that a reader cannot tell apart.

    >>> skeleton("jаne") == skeleton("jane")  # the first has a Cyrillic а
    True
    """
    return text.translate(_LOOKS_LIKE)


def scripts(text: str) -> frozenset[str]:
    """The scripts of its letters; a nought or one amid letters counts as a script of its own.

    >>> sorted(scripts("Jаne")), sorted(scripts("J0ne")), sorted(scripts("Zoë"))
    (['CYRILLIC', 'LATIN'], ['DIGIT', 'LATIN'], ['LATIN'])
    """
    found = set()
    if not text.isascii():
        strange = (letter for letter in text if not letter.isascii() and letter.isalpha())
        found = {unicodedata.name(letter, "?").split()[0] for letter in strange}
    if any("a" <= letter.lower() <= "z" for letter in text):
        found.add("LATIN")
    if _DIGIT_INSIDE.search(text):
        found.add("DIGIT")
    return frozenset(found)
