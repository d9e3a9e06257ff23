"""Whether two titles may be one person's: they agree, they differ, or they say nothing.

Titles agree if their words are equal (interim, acting and the like do not count), or if function and level agree by
``graph.titles`` and a word of the matter is in both ("Head of Highways", "Highways Manager"), or if both are
political. They differ if exactly one is political, if their functions differ and either the levels do too or no word
of the matter is in both, if the levels are more than two steps apart, or any steps where one tells no function and no
word of the matter is in both ("Engineer", "Head of Licensing"), or if both are operations of different matters
("Social Worker", "Highways Engineer"). Everything else says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from graph import vocabulary as v
from graph.titles import POLITICAL, Labels, classify

Agreement = Literal["agree", "silent", "differ"]
_WORD = re.compile(r"[^\W_]+")
_NO_CHANGE: Final = frozenset("a acting and for in interim joint of temporary the to with".split())
_RANKS: Final = frozenset(  # what a title says of the rank, not of the matter
    "adviser advisor assistant associate chair chief cllr co consultant coordinator councillor deputy director "
    "executive founder group head lead leader manager managing member officer operational owner partner portfolio "
    "principal service services senior specialist strategic team vice".split()
)
_FAR: Final = 2  # steps between levels that a promotion or two may explain


class TitleLikeness(NamedTuple):
    """How titles go together, the two that decided, and whether word for word."""

    agreement: Agreement
    one: str = ""
    other: str = ""
    is_equal: bool = False


def compare(ours: Iterable[str], theirs: Iterable[str]) -> TitleLikeness:
    """The best that any two of the titles say; without a title on both sides, nothing."""
    found = [compare_two(a, b) for a in ours for b in theirs]
    order: dict[Agreement, int] = {"agree": 0, "silent": 1, "differ": 2}
    return min(found, key=lambda one: (order[one.agreement], not one.is_equal), default=TitleLikeness("silent"))


@lru_cache(maxsize=262_144)
def compare_two(one: str, other: str) -> TitleLikeness:
    """How two titles go together.

    >>> compare_two("Head of Highways", "Interim Head of Highways").agreement
    'agree'
    >>> compare_two("Head of Highways", "Finance Manager").agreement
    'differ'
    >>> compare_two("Head of Highways", "Pathfinder").agreement
    'silent'
    """
    ours, theirs = words(one), words(other)
    if ours == theirs:
        return TitleLikeness("agree" if ours else "silent", one, other, is_equal=bool(ours))
    return TitleLikeness(_by_labels(classify(one), classify(other), bool((ours & theirs) - _RANKS)), one, other)


def words(title: str) -> frozenset[str]:
    """Words that make one title another."""
    return frozenset(_WORD.findall(title.lower())) - _NO_CHANGE


def is_single_post(title: str) -> bool:
    """Whether an employer has, as a rule, one such post: head and above, and any political one but councillor."""
    level = classify(title).level
    return level in ("chief_executive", "director", "head")


def _by_labels(one: Labels, other: Labels, share_a_matter: bool) -> Agreement:
    if (one.function == POLITICAL) != (other.function == POLITICAL):
        return "differ" if one.level and other.level else "silent"
    steps = _steps(one, other)
    if steps is not None and steps > _FAR:
        return "differ"
    if not one.function or not other.function:
        return "differ" if steps and not share_a_matter else "silent"
    if one.function == other.function:
        if share_a_matter or one.function == POLITICAL:
            return "agree"
        return "differ" if one.function == "operations" else "silent"
    return "silent" if share_a_matter and not steps else "differ"


def _steps(one: Labels, other: Labels) -> int | None:
    if not one.level or not other.level:
        return None
    return abs(v.LEVELS.index(one.level) - v.LEVELS.index(other.level))
