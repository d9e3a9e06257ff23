"""Which officers open doors, and how do we know?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import definitions as d
from graph.champion_rank import Ranking, rank, scores_of
from graph.champion_reasons import in_short
from graph.champion_score import LEVEL, PARTS
from graph.connectors import Connectors, pairs
from graph.derived import Derived
from graph.errors import InputError
from graph.grades import Grades, Test, grades
from graph.narrowing import among
from graph.view import View
from graph.visibility import Visibility
from graph.vocabulary import FUNCTIONS
from queries.answer import Asked, Person, people, place_of
from queries.champion_sets import PeopleSet, briefed, covering

LISTED = 50  # officers listed of each kind; the counts say how many there are


@dataclass(frozen=True, slots=True)
class Seen:
    """How visible an officer is: beside the score, never in it."""

    talks: int
    events: int
    ties: int  # warm ties (degree)
    pagerank: float
    betweenness: float | None  # None where there are too many people for an exact figure


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer in the list; rank, range and share are None with too little on record."""

    person: Person
    rank: int | None
    first: int | None  # range of ranks over the resamples
    last: int | None
    in_top: float | None  # share of resamples among the first ``top``
    score: float | None  # log-odds
    parts: tuple[float, ...]  # in the order of ``PART_NAMES``
    evidence: int
    why: str
    grade: str | None  # champion, sponsor, coach
    provisional: bool
    moves_decision: Test
    opens_doors: Test
    gains: Test | None  # None where no theme is asked for
    gatekeeper: bool
    connects: float | None  # pairs whose best route runs through them; None where not counted
    seen: Seen


@dataclass(frozen=True, slots=True)
class Counted:
    """How connectors were counted, or that they were not."""

    pairs: int
    counted: bool
    sampled: bool
    stability: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Champions:
    """Officers by how much they do for small firms."""

    asked: Asked
    summary: str
    ranked: tuple[Officer, ...]
    ranked_count: int
    too_little: tuple[Officer, ...]  # too little on record for a rank: most evidence first
    too_little_count: int
    champion_set: PeopleSet | None  # where a council and a theme are asked for
    to_brief: PeopleSet | None  # where a council is asked for
    connectors: Counted
    with_level: bool
    top: int
    resamples: str  # how ranges were made


@dataclass(frozen=True, slots=True)
class Options:
    """What a list may be narrowed to: what at least one officer has."""

    regions: tuple[str, ...]
    functions: tuple[str, ...]


PART_NAMES = (*PARTS, LEVEL)


def ask(
    view: View,
    *,
    council: str | None = None,
    theme: str | None = None,
    region: str | None = None,
    function: str | None = None,
    top: int = 10,
    most: int = LISTED,
    with_level: bool = True,
    with_connectors: bool | None = None,
) -> Champions:
    """Rank officers, best first, equal scores by id; narrowed to a council (id), a theme, a region, a function.

    ``top``: the k of "in the top k". ``most``: how many are listed. A theme narrows to officers with a budget for it
    (or for any), a role in a pilot on it, or a challenge on it. ``with_connectors``: None counts them only where that
    is exact. NotFoundError if the viewer does not see the council,
    InputError for a function that there is not.
    """
    if function is not None and function not in FUNCTIONS:
        raise InputError(f'There is no function "{function}". There are: {", ".join(FUNCTIONS)}.')
    whole, told = view.whole, view.scene("challenges")
    if council is not None:
        council = whole.scene.one("organisation", council)
        place_of(whole.scene, council)
    asked_about = among(whole, told, council=council, theme=theme, region=region, function=function)
    scores = scores_of(whole.scores, with_level=with_level)
    ranking = rank(whole.scores, asked_about, top=top, with_level=with_level)
    rest = _too_little(whole, asked_about)
    if with_connectors is None:
        with_connectors = pairs(whole.posts) <= d.CONNECTOR_PAIRS
    counted = view.connectors if with_connectors else None
    making = _Making(whole, grades(whole, told), view.visibility, ranking, counted, theme, with_level)
    return Champions(
        asked=Asked.of(view.viewpoint),
        summary=_summary(whole, making, asked_about, _narrowed(whole, council, theme, region, function)),
        ranked=making.officers(ranking.who[:most]),
        ranked_count=len(ranking.who),
        too_little=making.officers(rest[:most]),
        too_little_count=len(rest),
        champion_set=covering(whole, council, theme, scores) if council and theme else None,
        to_brief=briefed(whole, council, scores) if council else None,
        connectors=_counted(whole, counted),
        with_level=with_level,
        top=top,
        resamples=f"{d.RESAMPLES} resamples of the evidence rows, seed {d.RESAMPLE_SEED}",
    )


def options(view: View) -> Options:
    """Regions and functions of officers on record, each sorted."""
    whole = view.whole
    officer = whole.posts.officer
    regions = whole.scene.things("organisations").column("region").take(pa.array(whole.posts.organisation[officer]))
    functions = np.unique(whole.posts.function[officer & (whole.posts.function >= 0)])
    return Options(
        tuple(sorted(region for region in pc.unique(regions).to_pylist() if region)),
        tuple(sorted(FUNCTIONS[function] for function in functions)),
    )


def _too_little(whole: Derived, among: np.ndarray) -> np.ndarray:
    """Those without a rank: most evidence first, then the larger sum of parts 1 to 6, then id."""
    who = np.flatnonzero(among & ~whole.scores.enough)
    return who[np.lexsort((who, -np.round(whole.scores.total[who], 12), -whole.scores.evidence[who]))]


# what is told of each


@dataclass(frozen=True)
class _Making:
    whole: Derived
    grades: Grades
    visibility: Visibility
    ranking: Ranking
    connectors: Connectors | None
    theme: str | None
    with_level: bool

    def officers(self, who: np.ndarray) -> tuple[Officer, ...]:
        """These people, in this order."""
        ids = [self.whole.scene.people[person] for person in who]
        named = people(self.whole, ids)
        return tuple(self._officer(int(person), named[id]) for person, id in zip(who, ids, strict=True))

    def _officer(self, person: int, named: Person) -> Officer:
        scores, ranking, marks = self.whole.scores, self.ranking, self.grades
        place = ranking.place(person)
        level = float(scores.level[person]) if self.with_level else 0.0
        return Officer(
            person=named,
            rank=place + 1 if place >= 0 else None,
            first=int(ranking.first[place]) if place >= 0 else None,
            last=int(ranking.last[place]) if place >= 0 else None,
            in_top=float(ranking.in_top[place]) if place >= 0 else None,
            score=float(ranking.score[place]) if place >= 0 else None,
            parts=(*scores.parts[person].tolist(), level),
            evidence=int(scores.evidence[person]),
            why=in_short(self.whole, person),
            grade=marks.grade(person),
            provisional=marks.provisional(person),
            moves_decision=marks.moves_decision(person),
            opens_doors=marks.opens_doors(person),
            gains=marks.gains(person, self.theme) if self.theme is not None else None,
            gatekeeper=bool(marks.gatekeeper[person]),
            connects=float(self.connectors.through[person]) if self.connectors else None,
            seen=self._seen(person),
        )

    def _seen(self, person: int) -> Seen:
        figures = self.visibility
        return Seen(
            int(figures.talks[person]),
            int(figures.events[person]),
            int(figures.degree[person]),
            float(figures.pagerank[person]),
            None if figures.betweenness is None else float(figures.betweenness[person]),
        )


def _narrowed(whole: Derived, council: str | None, theme: str | None, region: str | None, function: str | None) -> str:
    """What the list is narrowed to, in words."""
    told = ""
    if council is not None:
        names = whole.scene.things("organisations").column("name")
        told += f" at {names[place_of(whole.scene, council)].as_py()}"
    told += f" in {region}" if region is not None else ""
    told += f" of the function {function.replace('_', ' ')}" if function is not None else ""
    return told + (f" concerned with {theme}" if theme is not None else "")


def _summary(whole: Derived, making: _Making, among: np.ndarray, narrowed: str) -> str:
    """The answer as a sentence or two."""
    officers, ranking = int(among.sum()), making.ranking
    if not officers:
        return f"No officer{narrowed} is on record for this viewer."
    if not len(ranking.who):
        few = "1 officer is" if officers == 1 else f"{officers:,} officers are"
        return f"{few} on record{narrowed}; too little is known of what they did for firms to rank anybody."
    names = people(whole, [whole.scene.people[person] for person in ranking.who[:3]])
    first = [names[whole.scene.people[person]] for person in ranking.who[:3]]
    champions = sum(making.grades.grade(int(person)) == "champion" for person in np.flatnonzero(among))
    opening = _listed([f"{one.name} ({one.title}, {one.organisation})" for one in first])
    return (
        f"{f'Among officers{narrowed}, ' if narrowed else ''}{opening} {'opens' if len(first) == 1 else 'open'} doors. "
        f"{len(ranking.who):,} of {officers:,} officers have enough on record for a rank; "
        f"{champions:,} {'is a champion' if champions == 1 else 'are champions'}."
    )


def _listed(names: Collection[str]) -> str:
    told = list(names)
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def _counted(whole: Derived, found: Connectors | None) -> Counted:
    """What the column of connectors holds."""
    many = found.pairs if found else pairs(whole.posts)
    of = f"{many:,} pairs of a small firm's person and a decision-maker"
    if found is None:
        return Counted(many, False, False, None, f"Not counted: there are {of}.")
    words = f"Of {of}, the number whose best route runs through the officer"
    if found.sampled:
        words += (
            f", estimated from {found.askers:,} askers (seed {d.CONNECTOR_SEED}); "
            f"two halves of the sample agree on {found.stability:.0%} of the first 20"
        )
    return Counted(many, True, found.sampled, found.stability, f"{words}.")
