"""How two people's names go together: one name, a shorter form of it, nearly it, another surname, or two names.

``one``: given name and surname are equal, or the given name is a usual short form ("Bob Smith", "Robert Smith").
``shorter``: an initial or a surname alone stands where the other has a name.
``misspelt``: the given name is equal, and the surnames differ by a letter.
``near``: the given names differ by a letter, words stand in another order, half of a double-barrelled or a former
surname, another spelling of a given name ("Ann", "Anne").
``surname``: the given name is equal and the surname is not; by itself it says nothing.

Middle names and generations that differ ("John A", "John B"; "Jr", "Sr") make two names. Look-alike letters, or a
generation on one side alone, are a doubt: such a pair is never joined without a person's word.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from graph.matching.names import PersonName
from graph.matching.short_names import is_known, is_short_for, is_spelt_like

Level = Literal["one", "shorter", "misspelt", "near", "surname"]


class NameLikeness(NamedTuple):
    """The level and why, as a sentence; a doubt forbids joining, whatever else agrees."""

    level: Level
    reason: str
    doubt: str = ""


@lru_cache(maxsize=262_144)
def compare(one: PersonName, other: PersonName) -> NameLikeness | None:
    """How two names go together, or None for two names."""
    if one.generation and other.generation and one.generation != other.generation:
        return None
    found = _compared(one, other)
    return found._replace(doubt=_doubt(one, other)) if found else None


def _compared(one: PersonName, other: PersonName) -> NameLikeness | None:
    if not one.family or not other.family or _middles_differ(one, other):
        return None
    if one.joined == other.joined:
        return NameLikeness("one", "Both have the same name.")
    given = _given(one, other)
    if one.family == other.family:
        return given
    if {one.given, *one.middle, one.family} == {other.given, *other.middle, other.family}:
        return NameLikeness("near", "The same names stand in another order.")
    if given is None or given.level != "one":
        return None
    if _share_a_surname(one, other):
        return NameLikeness("near", "One surname is a part of the other's, or a former one.")
    if _a_letter_apart(one.family, other.family):
        return NameLikeness("misspelt", "Their surnames differ by a letter.")
    return NameLikeness("surname", "Both have the same given name.") if one.given == other.given else None


def _given(one: PersonName, other: PersonName) -> NameLikeness | None:
    """How their given names go together."""
    a, b = one.given, other.given
    if a == b:
        return NameLikeness("one" if len(a) > 1 else "shorter", "Both have the same name.")
    if not a or not b:
        return NameLikeness("shorter", "One is written with the surname alone.")
    if len(a) == 1 or len(b) == 1:
        return NameLikeness("shorter", "One is written with an initial.") if a[0] == b[0] else None
    if is_short_for(a, b) or a in other.nicknames or b in one.nicknames:
        return NameLikeness("one", f"{a.title()} and {b.title()} are forms of one given name.")
    if is_spelt_like(a, b):
        return NameLikeness("near", f"{a.title()} and {b.title()} are spellings of one name, often of two people.")
    if a in other.middle or b in one.middle:
        return NameLikeness("near", "The given name of one is a middle name of the other.")
    if not (is_known(a) and is_known(b)) and (_a_letter_apart(a, b) or _begins(a, b)):
        return NameLikeness("near", f"{a.title()} and {b.title()} are nearly the same given name.")
    return None


def _middles_differ(one: PersonName, other: PersonName) -> bool:
    """Whether middle names contradict each other; an initial agrees with what it begins."""
    for a, b in zip(one.middle, other.middle, strict=False):
        if a[:1] != b[:1] or (len(a) > 1 and len(b) > 1 and a != b and not _a_letter_apart(a, b)):
            return one.joined != other.joined and not ({a, b} & {one.given, other.given, one.family, other.family})
    return False


def _share_a_surname(one: PersonName, other: PersonName) -> bool:
    ours = {one.family, *one.halves, *(word for word in one.middle if len(word) > 1)}
    theirs = {other.family, *other.halves, *(word for word in other.middle if len(word) > 1)}
    return one.family in theirs or other.family in ours or not one.halves.isdisjoint(other.halves)


def _a_letter_apart(a: str, b: str) -> bool:
    """One letter more, less, other or swapped; of short words every letter counts."""
    return min(len(a), len(b)) >= 4 and OSA.distance(a, b, score_cutoff=1) == 1


def _begins(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) >= 3 and long.startswith(short)


def _doubt(one: PersonName, other: PersonName) -> str:
    if one.letters != other.letters or one.mixes_letters or other.mixes_letters:
        return "One name is written with letters that only look like those of the other."
    if one.generation != other.generation:
        return f"Only one of them is called {(one.generation or other.generation).title()}."
    return ""
