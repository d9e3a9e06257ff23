"""What a post is about and how senior it is, from its title and a table of phrases, or "not sure".

Longer phrases claim their words first, so "climate change" is never read as "change". A title falls into parts
(at commas, slashes, dashes, brackets, "and"). The first part that says something decides the function; inside one
part a special function beats operations and other, so a "Highways Finance Manager" is finance. Where only other (HR,
policy) stands first, a special function named later wins. The highest level named anywhere counts. Whom a post
serves ("PA to the Chief Executive") says nothing about the post itself. Anything political makes the whole title
political. Interim, acting and joint change nothing. Level is not budget.

``titles.csv`` is ours: phrase, function, level, where. An empty function or level means that the phrase takes its
words out of play there ("monitoring officer" is no level). ``where`` is council or elsewhere for phrases that mean
one thing in a council and another in a firm. A phrase that begins with ``=`` must fill a whole part of the title.
What an installation teaches comes after ours and counts over it (``graph.taught``).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from graph import vocabulary as v
from graph.errors import InputError

TABLE: Final = Path(__file__).with_name("titles.csv")
POLITICAL: Final = "political"
_GENERAL: Final = frozenset({"operations", "other"})  # they give way to a special function in the same part
_NO_CHANGE: Final = frozenset({"interim", "acting", "joint", "temporary", "vacant"})
_HARD_BREAK = re.compile(r"[,;:/|()\[\]•]|\s[-–—]+\s|[–—]")
_SAYS_NOTHING: Final = frozenset({"a", "and", "for", "in", "of", "the", "to", "with"})
_WORD = re.compile(r"[^\W_]+")
# "... to the Chief Executive", "Office of the Leader": what follows is whom the post serves
_SERVES = re.compile(
    r"\b(?:to|office of)\s+(?:the\s+)?(?:assistant|cabinet|chief|corporate|councillors?|deputy|directors?|executive"
    r"|group|heads?|leader|lord|managing|mayor|senior|service|strategic)\b[^,;:/|()\[\]]*",
    re.IGNORECASE,
)


class Labels(NamedTuple):
    """Function and level of a post with the phrase that decided each; None means "not sure"."""

    function: str | None
    function_phrase: str | None
    level: str | None
    level_phrase: str | None


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row of the table."""

    text: str
    words: tuple[str, ...]
    function: str | None
    level: str | None
    where: str = "both"
    whole: bool = False  # fills a whole part of the title

    @property
    def written(self) -> str:
        """As a table has it."""
        return f"={self.text}" if self.whole else self.text


class _Hit(NamedTuple):
    part: int
    at: int
    phrase: Phrase


class TitleTable:
    """Phrases, ready to be found in titles; of two rows for the same words the later one counts."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._by_first: dict[str, list[tuple[int, Phrase]]] = defaultdict(list)
        for order, phrase in enumerate(self.phrases):
            self._by_first[phrase.words[0]].append((order, phrase))
        self._labels = lru_cache(maxsize=65_536)(self._decide)

    @classmethod
    def read(cls, *paths: Path) -> TitleTable:
        """The table in these files, later files over earlier ones: ``read(TABLE, own_table)``."""
        return cls(phrase for path in paths for phrase in _phrases(path))

    def classify(self, title: str, *, at_council: bool = True) -> Labels:
        """Labels of one title; ``at_council`` says where the post is. Each title is read once."""
        return self._labels(title, at_council)

    def _decide(self, title: str, at_council: bool) -> Labels:
        words, parts = _split(title)
        hits = self._claim(words, parts, "council" if at_council else "elsewhere")
        for hit in hits:
            if POLITICAL in (hit.phrase.function, hit.phrase.level) and not _officer_after(hit, hits):
                return Labels(POLITICAL, hit.phrase.text, POLITICAL, hit.phrase.text)
        hits = [hit for hit in hits if POLITICAL not in (hit.phrase.function, hit.phrase.level)]
        function = _decide_function(hits)
        level = _decide_level(hits, words, parts)
        return Labels(
            function.phrase.function if function else None,
            function.phrase.text if function else None,
            level.phrase.level if level else None,
            level.phrase.text if level else None,
        )

    def _claim(self, words: list[str], parts: list[int], where: str) -> list[_Hit]:
        """Phrases found, in reading order; longer ones take their words first."""
        found = [
            (-len(" ".join(phrase.words)), at, -order, phrase)
            for at, word in enumerate(words)
            for order, phrase in self._by_first.get(word, ())
            if phrase.where in ("both", where) and _stands_at(phrase, at, words, parts)
        ]
        taken: set[int] = set()
        hits = []
        for _, at, _, phrase in sorted(found, key=lambda one: one[:3]):
            span = range(at, at + len(phrase.words))
            if taken.isdisjoint(span):
                taken.update(span)
                hits.append(_Hit(parts[at], at, phrase))
        return sorted(hits, key=lambda hit: hit.at)


def classify(title: str, *, at_council: bool = True) -> Labels:
    """Labels of one title by the table that ships with the product.

    >>> classify("Operational Director, Digital, Customer Experience & Community Safety")
    Labels(function='digital', function_phrase='digital', level='director', level_phrase='operational director')
    >>> classify("Head of Area")
    Labels(function=None, function_phrase=None, level='head', level_phrase='head')
    """
    return ours().classify(title, at_council=at_council)


@lru_cache(maxsize=1)
def ours() -> TitleTable:
    """The table that ships with the product."""
    return TitleTable.read(TABLE)


@lru_cache(maxsize=16)
def ours_with(taught: tuple[Phrase, ...]) -> TitleTable:
    """Our table with these phrases over it."""
    return TitleTable((*ours().phrases, *taught)) if taught else ours()


def phrase_of(text: str, function: str | None, level: str | None, where: str = "both") -> Phrase:
    """A row of a table; InputError, in a sentence, if it cannot be one."""
    for name, value, known in (
        ("function", function, v.FUNCTIONS),
        ("level", level, v.LEVELS),
        ("place", where, v.TITLE_PLACES),
    ):
        if value and value not in known:
            raise InputError(f'"{value}" is no {name}. Use one of: {", ".join(known)}.')
    if fault := unusable(text):
        raise InputError(" ".join(fault))
    bare = text.strip().removeprefix("=").strip()
    return Phrase(bare, tuple(_split(bare)[0]), function or None, level or None, where, text.strip().startswith("="))


def unusable(text: str) -> tuple[str, str] | None:
    """Why no title could ever be read by these words, and the remedy; None if one could."""
    bare = text.strip().removeprefix("=").strip()
    if not bare:
        return "The phrase is empty.", "Give the words to look for."
    if _SERVES.search(bare):
        return f'"{bare}" says whom a post serves, and that is never read in a title.', "Leave that out."
    if _SAYS_NOTHING.issuperset(_split(bare)[0]):
        return f'"{bare}" changes nothing in a title.', "Give the words that say what the work is."
    return None


def _split(title: str) -> tuple[list[str], list[int]]:
    """Words in lower case without apostrophes, and for each the part of the title it stands in."""
    text = _SERVES.sub(" ", title.replace("’", "").replace("'", "").replace("`", ""))
    words: list[str] = []
    parts: list[int] = []
    part = 0
    for piece in _HARD_BREAK.split(text):
        part += 2  # a gap in the numbers: no phrase may cross a hard break, one may cross "and"
        for word in _WORD.findall(piece.replace("&", " and ").replace("+", " and ").lower()):
            if word in _NO_CHANGE:
                continue
            if word == "and":
                part += 1
            words.append(word)
            parts.append(part)
    return words, parts


def _stands_at(phrase: Phrase, at: int, words: list[str], parts: list[int]) -> bool:
    end = at + len(phrase.words)
    if tuple(words[at:end]) != phrase.words:
        return False
    if phrase.whole:
        alone_before = at == 0 or parts[at - 1] != parts[at] or words[at - 1] in ("and", "the")
        return alone_before and (end == len(words) or parts[end] != parts[end - 1])
    # each "and" inside the phrase moves on by one part, a hard break by two
    return parts[end - 1] - parts[at] == phrase.words[1:].count("and")


def _decide_function(hits: list[_Hit]) -> _Hit | None:
    named = [hit for hit in hits if hit.phrase.function]
    if not named:
        return None
    first = named[0]
    special = [hit for hit in named if hit.phrase.function not in _GENERAL]
    if first.phrase.function == "other":  # says least: any special function named later says more
        return special[0] if special else first
    return next((hit for hit in special if hit.part == first.part), first)


def _decide_level(hits: list[_Hit], words: list[str], parts: list[int]) -> _Hit | None:
    """The highest level that is named; unknown chiefs ("Chief Fire Officer") and "Lead Engineer" are not sure."""
    levels = []
    for hit in hits:
        before = [word for at, word in enumerate(words) if at < hit.at and parts[at] == hit.part]
        unknown_chief = hit.phrase.level == "officer" and "chief" in before and not _chief_known(hit, hits)
        leads_only = hit.phrase.level == "officer" and "lead" in before
        first_among = hit.phrase.words[-1] == "lead" and hit.phrase.level == "manager" and _officer_after(hit, hits)
        if hit.phrase.level and not (unknown_chief or leads_only or first_among):
            levels.append(hit)
    return min(levels, key=lambda hit: v.LEVELS.index(hit.phrase.level or ""), default=None)


def _chief_known(hit: _Hit, hits: list[_Hit]) -> bool:
    """Whether "chief" before this hit belongs to a phrase of its own."""
    return any("chief" in other.phrase.words for other in hits if other.part == hit.part and other.at < hit.at)


def _officer_after(hit: _Hit, hits: list[_Hit]) -> bool:
    """Whether the same part goes on to name an officer: a "Councillor Enquiries Officer" is no councillor."""
    return any(other.part == hit.part and other.at > hit.at and other.phrase.level == "officer" for other in hits)


def _phrases(path: Path) -> Iterable[Phrase]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield phrase_of(
                    row.get("phrase") or "", row.get("function"), row.get("level"), row.get("where") or "both"
                )
            except InputError as fault:
                raise InputError(f"{path.name}, row {number}: {fault}") from fault
