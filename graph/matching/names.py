"""A person's name in its parts, however a file wrote it.

In this order: brackets and quotes are taken out (a nickname or a former surname in them is kept), what follows a bar
or a spaced dash goes, "Smith, Jane" is turned round unless what follows the comma is an honour, titles go from the
front and honours from the end, a surname in capitals goes to its place. Of the words left the last is the surname,
with the particles before it ("van", "de", "St"); the first is the given name; capitals such as "JA" are initials.
Everything is folded: case, accents, apostrophes, dots and look-alike letters do not count, but ``letters`` remembers
in which scripts the name was written.

Why our own: nameparser, which does much of this, is under the LGPL since its second edition.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from graph.matching.letters import scripts, skeleton, visible

_TITLES: Final = frozenset(
    "alderman ald baron baroness brigadier canon capt captain cllr cllrs clr cynghorydd cyng col colonel commander "
    "councillor cr dame deputy dr doctor eur father fr hon honourable ing judge lady laird lieutenant lord lt madam "
    "major maj mayor miss mr mrs ms mx portfolioholder prof professor rabbi reverend rev revd rt right sergeant sgt "
    "sir sister the wing".split()
)
# after a name; those that are names too count only in capitals
_HONOURS: Final = frozenset(
    "AAT ACA ACCA ACIB ACIS ACMA AM BA BENG BSC CBE CB CBII CDIR CENG CFA CGMA CIMA CIPD CIPFA CIPS CISM CISSP CITP "
    "CMG CMGR CPFA CPHYS CSCI CVO DBA DBE DL DMS DPHIL EDD ESQ FCA FCCA FCILT FCIPD FCIPS FCIPFA FCMI FBCS FHEA "
    "FICE FIET FRGS FRIBA FRICS FRSA FRTPI GBE GC GCB GM HONS IENG ITIL JP KBE KC KCB KCMG LLB LLM MA MBA MBCS MBE "
    "MCIOB MCIPD MCIPR MCIPS MCIHT MCIWM MEP MENG MICE MIET MIHT MLA MP MPHIL MPA MRES MRICS MRTPI MS MSC MSP OBE "
    "PGCE PGDIP PHD PMP PRINCE2 QC QPM RIBA RN TD".split()
)
_ALSO_NAMES: Final = frozenset({"MA", "BA", "AM", "MS", "DL", "JP", "GM", "CB", "TD", "MP", "KC", "GC", "OBE"})
_GENERATIONS: Final = {
    "jr": "junior", "jnr": "junior", "junior": "junior", "sr": "senior", "snr": "senior", "senior": "senior",
    "ii": "second", "iii": "third", "iv": "fourth",
}  # fmt: skip
_PARTICLES: Final = frozenset(
    "af al ap bin da dal de del della den der di dos du el fitz ibn la le mac mc o st te ten ter van von y".split()
)
_JOB: Final = frozenset(
    "and at chair chief council councillor director engineer for head lead leader manager member of officer the".split()
)
_NO_ACCENT: Final = str.maketrans(  # letters that Unicode does not take apart
    {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)

_LATIN: Final = frozenset({"LATIN"})
_FIRST: Final = _TITLES | {"born", "formerly", "nee", "previously", "was"}  # no given names at the start of a name
_PLAIN = re.compile(r"([A-Z]?[a-z]+) ([A-Z]?[a-z]+)")  # most names; a third of the time if they went the long way
_BRACKETS = re.compile(
    r"\(([^()]*)\)?|\[([^\[\]]*)\]?|\{([^{}]*)\}?|[\"“”]([^\"“”]+)[\"“”]|(?<!\w)['‘]([^'‘’]+)['’](?!\w)"
)
_AFTER = re.compile(r"\s*[|•·]\s*|\s+[-–—]+\s+|\s+/\s+")
_FORMER = re.compile(r"(?i)\b(?:née|nee|born|formerly|previously|was)\s+(.+)")
_DOTTED = re.compile(r"\b(?:[A-Za-z]{1,4}\.)+[A-Za-z]{1,4}\b\.?")
_WORD = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")


class PersonName(NamedTuple):
    """Folded parts of a name; an initial is one letter, an unknown part is empty."""

    given: str
    middle: tuple[str, ...]
    family: str  # joined: "smithjones", "vanbeethoven", "oneill"
    halves: frozenset[str]  # of a double-barrelled surname, and former surnames
    nicknames: frozenset[str]
    generation: str  # junior, senior, second, ...
    letters: frozenset[str]  # scripts

    @property
    def is_full(self) -> bool:
        """Whether it has a given name, not an initial alone, and a surname."""
        return len(self.given) > 1 and len(self.family) > 1

    @property
    def mixes_letters(self) -> bool:
        """Whether it mixes Latin letters with others that look like them."""
        return len(self.letters) > 1 and "LATIN" in self.letters

    @property
    def joined(self) -> str:
        """All words in one: equal for "Anne-Marie Smith Jones" and "Anne Marie Smith-Jones"."""
        return "".join((self.given, *self.middle, self.family))

    @property
    def words(self) -> str:
        """Words to look for names near it: given, middle, surname."""
        return " ".join(filter(None, (self.given, *self.middle, self.family)))


@lru_cache(maxsize=262_144)
def parse(name: str) -> PersonName:
    """The parts of one name; a text without any letter has none.

    >>> parse("Smith, Jane (Cllr)")[:3], parse("Dr Jane O'Neill MBE")[:3]
    (('jane', (), 'smith'), ('jane', (), 'oneill'))
    >>> parse("J.A. van der Berg")[:3], sorted(parse("Robert (Bob) Lloyd-Jones").nicknames)
    (('j', ('a',), 'vanderberg'), ['bob'])
    """
    if (plain := _PLAIN.fullmatch(name)) and plain[1].lower() not in _FIRST:
        return PersonName(plain[1].lower(), (), plain[2].lower(), frozenset(), frozenset(), "", _LATIN)
    return _parse(name)


def _parse(name: str) -> PersonName:
    """The same for a name of any form."""
    text, nicknames, former = _without_brackets(visible(name))
    chunks = [chunk for chunk in _AFTER.split(text)[0].split(",") if chunk.strip()]
    words, generation, titled = _in_order([_words(chunk) for chunk in chunks])
    letters = scripts(" ".join(words))
    if not words:
        return PersonName("", (), "", frozenset(), frozenset(), generation, letters)
    *before, last = _particles_joined(_initials_apart(words))
    if not before and nicknames:  # "(Jane) Smith"
        before = [min(nicknames)]
    if not before and not titled:  # "Jane"; but of "Cllr Smith" we know the surname
        return PersonName(fold(last), (), "", frozenset(), frozenset(nicknames), generation, letters)
    given, *middle = [fold(word) for word in before] or [""]
    family = fold(last)
    halves = {fold(half) for half in re.split(r"[-‐‑]", last)} | {fold(word) for word in former}
    return PersonName(
        given, tuple(middle), family, frozenset(halves - {family, ""}), frozenset(nicknames), generation, letters
    )


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """One word for comparison: no case, accents, punctuation, and look-alike letters as what they look like."""
    if word.isascii() and word.isalpha():
        return word.lower()
    text = unicodedata.normalize("NFKD", word).casefold().translate(_NO_ACCENT)
    text = skeleton("".join(letter for letter in text if not unicodedata.combining(letter)))
    return "".join(letter for letter in text if letter.isalnum())


def _without_brackets(text: str) -> tuple[str, set[str], list[str]]:
    """The text outside brackets and quotes; one name in them is a nickname, "née Brown" a former surname."""
    nicknames: set[str] = set()
    former: list[str] = []

    def taken(found: re.Match[str]) -> str:
        inside = next(filter(None, found.groups()), "")
        if born := _FORMER.search(inside):
            former.append(born.group(1))
        elif re.fullmatch(r"\s*[^\W\d_]{2,}\s*", inside) and not _is_label(inside.strip()):
            nicknames.add(fold(inside))
        return " "

    outside = _BRACKETS.sub(taken, text)
    if born := _FORMER.search(outside):
        former.append(born.group(1))
        outside = outside[: born.start()]
    if "@" in outside and " " not in outside.strip():  # an address in place of a name
        outside = re.sub(r"[._]+", " ", outside.split("@")[0])
    return outside, nicknames, former


def _is_label(word: str) -> bool:
    """Whether a word in brackets says something about the person: "(Cllr)", "(External)", "(she)"."""
    return word.lower() in _TITLES | _JOB | {"external", "guest", "she", "he", "they", "her", "him"} or (
        word.upper() in _HONOURS or word.isupper()
    )


def _words(chunk: str) -> list[str]:
    text = _DOTTED.sub(_honour_joined, _APOSTROPHES.sub("", chunk))
    return _WORD.findall(text)


def _honour_joined(dotted: re.Match[str]) -> str:
    joined = dotted.group().replace(".", "")
    return joined if joined.upper() in _HONOURS else dotted.group()


def _in_order(chunks: list[list[str]]) -> tuple[list[str], str, bool]:
    """Words of the name in order, given names first; the generation; whether a title stood before them.

    Without titles and honours.
    """
    chunks = [chunk for chunk in chunks if chunk]
    if not chunks:
        return [], "", False
    generation = ""
    named: list[list[str]] = []
    for chunk in chunks:
        if named and len(chunk) == 1 and chunk[0].lower() in _GENERATIONS:
            generation = _GENERATIONS[chunk[0].lower()]
        elif not named or not (all(word.upper() in _HONOURS for word in chunk) or _names_a_job(chunk)):
            named.append(chunk)
    turned = [*named[1], *named[0]] if len(named) > 1 else named[0]
    words = _untitled(turned)
    if len(named) == 1:
        words = _surname_last(words)
    words, ending = _without_endings(words)
    return words, generation or ending, words[0] != turned[0]


def _names_a_job(chunk: list[str]) -> bool:
    return any(word.lower() in _JOB for word in chunk)


def _untitled(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) - 1 and words[start].lower() in _TITLES:
        start += 1
    left = words[start:]
    if len(left) == 1 and start and words[start - 1].lower() in {"dean", "judge", "major", "deputy", "mayor"}:
        return words[start - 1 :]  # "Major Brown" alone is a name
    return left


def _without_endings(words: list[str]) -> tuple[list[str], str]:
    """Without honours and generation at the end, as long as two words stay."""
    shouted = all(word.isupper() for word in words)
    generation = ""
    while len(words) > 2:
        last = words[-1]
        if last.lower() in _GENERATIONS:
            generation = _GENERATIONS[last.lower()]
        elif not (last.upper() in _HONOURS and _is_written_as_honour(last, shouted)):
            break
        words = words[:-1]
    return words, generation


def _is_written_as_honour(word: str, shouted: bool) -> bool:
    if word.upper() in _ALSO_NAMES:
        return word.isupper() and not shouted
    return True


def _surname_last(words: list[str]) -> list[str]:
    """ "SMITH Jane": a surname in capitals before a given name that is not."""
    capitals = 0
    while capitals < len(words) and words[capitals].isupper() and len(words[capitals]) > 3:
        capitals += 1
    rest = words[capitals:]
    if capitals and rest and not any(word.isupper() and len(word) > 1 for word in rest):
        return [*rest, *words[:capitals]]
    return words


def _initials_apart(words: list[str]) -> list[str]:
    """ "JA Smith" has two initials; "JA SMITH" too, since no vowel follows, but "JO SMITH" is Jo."""
    shouted = all(word.isupper() for word in words)
    apart: list[str] = []
    for place, word in enumerate(words):
        is_last = place == len(words) - 1
        clustered = word.isupper() and word.isalpha() and len(word) in (2, 3) and not is_last
        if clustered and (not shouted or not re.search("[AEIOUY]", word[1:])):
            apart.extend(word)
        else:
            apart.append(word)
    return apart


def _particles_joined(words: list[str]) -> list[str]:
    """The surname as one word with the particles before it; a particle never comes first."""
    for place in range(1, len(words) - 1):
        if words[place].lower() in _PARTICLES and len(words[place]) > 1:
            return [*words[:place], "".join(words[place:])]
    return words
