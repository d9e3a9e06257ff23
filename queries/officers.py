"""What has this officer done for firms, by whose word, and what is not known?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.champion_rank import rank
from graph.champion_reasons import Part, parts
from graph.derived import Derived
from graph.errors import NotFoundError
from graph.grades import Grades, Test, grades
from graph.statements import Statement
from graph.track_record import HELD, KINDS, LEADS, SPONSORS
from graph.view import View
from graph.vocabulary import PILOT_OUTCOMES
from queries.answer import Asked, Person, count, people


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that an officer did for a firm, or that a firm says of them."""

    on: str | None
    words: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All that is on record of one officer as an opener of doors."""

    asked: Asked
    person: Person
    summary: str
    rank: int | None  # among all officers; None with too little on record
    ranked: int  # officers with a rank
    first: int | None
    last: int | None
    score: float | None  # sum of the parts that count
    parts: tuple[Part, ...]  # all seven, the level last
    evidence: int
    helpfulness: float  # h of section 4: what routes through them count with; the level is no part of it
    grade: str | None
    provisional: bool
    moves_decision: Test
    opens_doors: Test
    gains: tuple[tuple[str, Test], ...]  # theme by theme, those that are passed
    gatekeeper: bool
    deeds: tuple[Deed, ...]  # latest first, undated last
    not_known: tuple[str, ...]


def ask(view: View, officer: str, *, with_level: bool = True) -> Card:
    """Answer for the id of a person; NotFoundError if the viewer sees no officer with it.

    ``with_level``: whether the level of the post counts in score and rank; its part is shown in any case.
    """
    whole = view.whole
    officer = whole.scene.one("person", officer)
    number = whole.scene.number.get(officer)
    if number is None or not whole.posts.officers[number]:
        raise NotFoundError(f'No officer with the id "{officer}" is on record for this viewer.')
    ranking = rank(whole.scores, whole.posts.officers, top=1, with_level=with_level)
    place = ranking.place(number)
    marks, told = grades(whole, view.scene("challenges")), parts(whole, officer)
    person = people(whole, [officer])[officer]
    return Card(
        asked=Asked.of(view.viewpoint),
        person=person,
        summary=_summary(whole, marks, person, number, place + 1, len(ranking.who)),
        rank=place + 1 if place >= 0 else None,
        ranked=len(ranking.who),
        first=int(ranking.first[place]) if place >= 0 else None,
        last=int(ranking.last[place]) if place >= 0 else None,
        score=float(ranking.score[place]) if place >= 0 else None,
        parts=told,
        evidence=int(whole.scores.evidence[number]),
        helpfulness=float(whole.willingness.helpfulness[number]),
        grade=marks.grade(number),
        provisional=marks.provisional(number),
        moves_decision=marks.moves_decision(number),
        opens_doors=marks.opens_doors(number),
        gains=tuple((t, test) for t in marks.themes if (test := marks.gains(number, t)).outcome == "pass"),
        gatekeeper=bool(marks.gatekeeper[number]),
        deeds=_deeds(told),
        not_known=_not_known(whole, number, told),
    )


def _summary(whole: Derived, marks: Grades, person: Person, number: int, rank: int, ranked: int) -> str:
    grade = marks.grade(number)
    rows = int(whole.scores.evidence[number])
    pieces = f"{count(rows, 'piece')} of evidence"
    standing = f"rank {rank} of {ranked:,}" if rank else "too little on record for a rank"
    called = f"{grade}, provisional" if grade and marks.provisional(number) else grade or "no grade"
    return f"{person.name}, {person.title}, {person.organisation}: {called}; {standing} ({pieces})."


def _deeds(told: tuple[Part, ...]) -> tuple[Deed, ...]:
    """Pilots with what became of them, other roles, endorsements, introductions: latest first, undated last."""
    named = {part.name: part for part in told}
    rows = [
        *named["outcomes"].rows,
        *(row for row in named["activity"].rows if "held" in row.amounts),
        *named["endorsements"].rows,
        *named["introductions"].rows,
    ]
    deeds = [Deed(row.on, row.words, row.statements) for row in rows]
    return tuple(sorted(sorted(deeds, key=lambda deed: deed.words), key=lambda deed: deed.on or "", reverse=True))


def _not_known(whole: Derived, number: int, told: tuple[Part, ...]) -> tuple[str, ...]:
    """What would change the answer if it were on record, as sentences."""
    named = {part.name: part for part in told}
    pilots, record = whole.pilots, whole.scores.record
    mine = record.person == number
    roles = [KINDS.index(role) for role in (LEADS, SPONSORS, *HELD)]
    found = [
        f"What became of {pilots.table.column('name')[int(pilot)].as_py()}."
        for pilot in np.unique(record.thing[mine & np.isin(record.kind, roles)])
        if PILOT_OUTCOMES[pilots.outcome[pilot]] == "unknown"
    ]
    found += [f"{row.words}." for row in named["safeguards"].rows if "not known" in row.words]
    if not named["endorsements"].rows:
        found.append("Whether any small firm recommends them: no endorsement is on record.")
    if not named["introductions"].rows:
        found.append("Whether introductions that they make succeed: none with a known outcome is on record.")
    if not whole.scores.across.functions[number]:
        found.append("In which function they work, so reach to other functions cannot be told.")
    if not named["level"].rows:
        found.append("At which level their post is.")
    if not (whole.posts.with_budget & (whole.posts.person == number)).any():
        found.append("Whether they hold a budget: none is on record.")
    return tuple(found)
