"""At which councils is innovation cut off from operations and budgets?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from graph import definitions as d
from graph.view import View
from queries.answer import Asked, count, open_councils
from queries.silo_words import (
    NO_POCKET,
    NOT_ENOUGH,
    NOT_TOLD,
    POCKET,
    first_words,
    verdict,
    verdict_for_others,
    words_for_others,
)

_ORDER = (POCKET, NO_POCKET, NOT_ENOUGH, NOT_TOLD)


@dataclass(frozen=True, slots=True)
class CouncilLine:
    """One council, as far as this viewer may know."""

    council: str
    name: str
    verdict: str  # pocket, no_pocket, not_enough, not_told
    words: str


@dataclass(frozen=True, slots=True)
class Pockets:
    """All councils open now: pockets first, then by name, then id."""

    asked: Asked
    summary: str
    smaller: str  # of councils whose teams are too small to be told one by one; "" where that would tell of one
    councils: tuple[CouncilLine, ...]


def ask(view: View) -> Pockets:
    """Answer for every council that the viewer sees: its own by what it may know itself, the others by team."""
    lines, hidden = [], []
    names = open_councils(view.whole.scene)
    for found in view.silos.findings:
        if found.council not in names:
            continue
        name = names[found.council]
        if found.council == view.viewpoint.viewer:
            lines.append(CouncilLine(found.council, name, verdict(found), first_words(found, name)))
            continue
        told = verdict_for_others(found)
        hidden += [found.pocket] if told == NOT_TOLD else []
        lines.append(CouncilLine(found.council, name, told, words_for_others(told, name, found.officers)))
    lines.sort(key=lambda line: (_ORDER.index(line.verdict), line.name, line.council))
    return Pockets(Asked.of(view.viewpoint), _summary(lines), _smaller(hidden), tuple(lines))


def _summary(lines: list[CouncilLine]) -> str:
    if not lines:
        return "No council is on record for this viewer."
    of = Counter(line.verdict for line in lines)
    told = f"For {of[POCKET] + of[NO_POCKET]} of {count(len(lines), 'council')} enough is on record, and may be told"
    if not of[POCKET] + of[NO_POCKET]:
        return f"{told}: choose your own council as the viewer to see its answer."
    return (
        f"{told}; at {of[POCKET]} of them innovation has fewer links to operations and budgets than chance would give."
    )


def _smaller(pockets: list[bool]) -> str:
    """How many of the councils not told one by one are pockets, where that tells of none of them."""
    if len(pockets) < d.SMALL_GROUP or not 0 < sum(pockets) < len(pockets):
        return ""
    return f"Of the {len(pockets)} councils with smaller teams, {sum(pockets)} have fewer links than chance would give."
