"""Names of organisations as text to compare: normalised, and split into a core and the words that say what it is.

Pure functions without a list of councils. Two names are the same organisation only if their whole cores are equal
and their styles agree; nothing here decides that on likeness.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

_APOSTROPHES = re.compile(r"['’‘`´]")
_NOT_WORD = re.compile(r"[\W_]+")
_SPELT: Final = {  # short forms that have one meaning in names of places
    "beds": "bedfordshire", "berks": "berkshire", "bucks": "buckinghamshire", "cambs": "cambridgeshire",
    "derbys": "derbyshire", "glos": "gloucestershire", "hants": "hampshire", "herts": "hertfordshire",
    "lancs": "lancashire", "leics": "leicestershire", "lincs": "lincolnshire", "northants": "northamptonshire",
    "notts": "nottinghamshire", "oxon": "oxfordshire", "staffs": "staffordshire", "warks": "warwickshire",
    "wilts": "wiltshire", "worcs": "worcestershire", "yorks": "yorkshire",
    "saint": "st", "upon": "on", "boro": "borough", "met": "metropolitan",
}  # fmt: skip
_QUARTERS: Final = {"n": "north", "s": "south", "e": "east", "w": "west"}  # as a first word

# style words: what stands before the core (with or without "the"), what stands after it
_BEFORE: Final = (
    ("mayor and burgesses of the london borough of", "london borough"),
    ("mayor and burgesses of the royal borough of", "royal borough"),
    ("london borough of", "london borough"),
    ("london borough", "london borough"),
    ("royal borough of", "royal borough"),
    ("metropolitan borough of", "metropolitan borough"),
    ("county borough of", "county borough"),
    ("borough council of", "borough"),
    ("city council of", "city"),
    ("city and county of", "city"),
    ("city of", "city"),
    ("borough of", "borough"),
    ("county of", "county"),
    ("lb of", "london borough"),
    ("lb", "london borough"),
    ("rb of", "royal borough"),
    ("rb", "royal borough"),
    ("council of the", "council"),
    ("council of", "council"),
    ("cyngor bwrdeistref sirol", "county borough"),
    ("cyngor dinas a sir", "city"),
    ("cyngor dinas", "city"),
    ("cyngor sir", "county"),
    ("cyngor", "council"),
)
_AFTER: Final = (
    ("metropolitan borough council", "metropolitan borough"),
    ("metropolitan district council", "metropolitan district"),
    ("county borough council", "county borough"),
    ("london borough council", "london borough"),
    ("city and district council", "city and district"),
    ("royal borough council", "royal borough"),
    ("borough council", "borough"),
    ("district council", "district"),
    ("county council", "county"),
    ("city council", "city"),
    ("islands council", "islands"),
    ("mayoral combined county authority", "combined"),
    ("combined county authority", "combined"),
    ("mayoral combined authority", "combined"),
    ("combined authority", "combined"),
    ("unitary authority", "council"),
    ("london borough", "london borough"),
    ("city corporation", "corporation"),
    ("corporation", "corporation"),
    ("council", "council"),
    ("mbc", "metropolitan borough"),
    ("mdc", "metropolitan district"),
    ("cbc", "county borough"),
    ("lbc", "london borough"),
    ("bc", "borough"),
    ("dc", "district"),
    ("cc", "cc"),  # county council or city council
    ("mca", "combined"),
)


class CouncilName(NamedTuple):
    """A name split in two: the place it is named after, and the styles that make it a council.

    No styles: nothing in the text says that it is a council. ``council`` is the style without further meaning.
    """

    core: str
    styles: frozenset[str]

    @property
    def special_styles(self) -> frozenset[str]:
        """Styles that say which kind of council; empty for a plain "X Council"."""
        return self.styles - {"council"}


def normalise(name: str) -> str:
    """A name for exact comparison: case, accents, punctuation, "&", spaces and a leading "the" do not count.

    >>> normalise("The  Telford & Wrekin Council"), normalise("King’s Lynn (West)"), normalise("Ynys Môn")
    ('telford and wrekin council', 'kings lynn west', 'ynys mon')
    """
    text = name.casefold() if name.isascii() else _without_accents(name).casefold()
    text = _APOSTROPHES.sub("", text).replace("&", " and ").replace("+", " and ")
    return _NOT_WORD.sub(" ", text).strip().removeprefix("the ")


def theme_of(text: str) -> str:
    """A theme in its one spelling, however people write it; "" for none.

    >>> theme_of("Winter Maintenance"), theme_of("Parks & waste")
    ('winter-maintenance', 'parks-and-waste')
    """
    return normalise(text).replace(" ", "-")


def _without_accents(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))


def core_name(name: str) -> str:
    """The place a council is named after: its name without style words, short forms spelt out.

    >>> core_name("London Borough of Harrow"), core_name("East Herts DC"), core_name("Cyngor Gwynedd")
    ('harrow', 'east hertfordshire', 'gwynedd')
    """
    return split_council_name(name).core


@lru_cache(maxsize=65_536)
def split_council_name(name: str) -> CouncilName:
    """Split a name into its core and its styles; words that are no style stay in the core.

    >>> split_council_name("Croydon Council Pension Fund")
    CouncilName(core='croydon council pension fund', styles=frozenset())
    """
    return split_normalised(normalise(name))


def split_normalised(text: str) -> CouncilName:
    """The same for a text that went through ``normalise`` already."""
    styles: set[str] = set()
    for words, style in _BEFORE:
        if text.startswith(f"{words} "):
            text = text[len(words) + 1 :].removeprefix("the ")
            styles.add(style)
            break
    for words, style in _AFTER:
        if text.endswith(f" {words}"):
            text = text[: -len(words) - 1]
            styles.add(style)
            break
    words_left = [_SPELT.get(word, word) for word in text.split()]
    if len(words_left) > 1:
        words_left[0] = _QUARTERS.get(words_left[0], words_left[0])
    core = " ".join(words_left)
    return CouncilName(core, frozenset(styles))
