"""Who has this problem, who has solved it, and with which funding and route to buy?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyarrow.compute as pc

from graph.days import spoken
from graph.offers import themes_of
from graph.routes_to_buy import Frameworks
from graph.scene import Scene
from graph.statements import Statement, parts
from graph.view import View
from queries.answer import Asked, Person, count, people, place_of, told
from queries.solutions import KINDS, Solution, solutions

Row = dict[str, Any]  # cells are text


@dataclass(frozen=True, slots=True)
class Challenge:
    """A problem that a council says it has, open on the as-at date."""

    id: str
    council_id: str
    council: str
    region: str  # "" where not known
    statement: str
    owner: Person | None
    since: str | None
    until: str | None
    url: str
    new: bool  # it began on the day asked for or after it
    frameworks: tuple[str, ...]  # through which it may buy from a firm that offers something; empty: not known
    rows: tuple[Statement, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Funding:
    """A programme on a theme that takes bids on the as-at date."""

    id: str
    name: str
    funder: str  # "" where not known
    closes: str | None
    max_suppliers: int | None


@dataclass(frozen=True, slots=True)
class ThemeChallenges:
    """One theme: the councils that have the problem, the pilots that tried it, the firms that offer something."""

    theme: str
    summary: str
    challenges: tuple[Challenge, ...]  # by council, then id
    councils: int  # how many have it
    solutions: tuple[Solution, ...]  # what says most first; those that did not solve it are told too
    funding: tuple[Funding, ...]  # that is open now, the first to close first
    firms: tuple[str, ...]  # names of those who offer something on the theme, sorted


@dataclass(frozen=True, slots=True)
class Challenges:
    """The themes on which somebody has a problem, those that most councils share first."""

    asked: Asked
    summary: str
    since: str | None
    firm: str | None  # whose themes alone are told
    themes: tuple[ThemeChallenges, ...]


def ask(
    view: View,
    *,
    theme: str | None = None,
    council: str | None = None,
    firm: str | None = None,
    since: str | None = None,
) -> Challenges:
    """Answer for ids; one theme, one council's challenges, the themes of a firm, or what began on a day or later.

    A challenge without a first day is not new. With a council, whoever else has the same problem is told too.
    NotFoundError if the viewer does not see the council or the firm. Reads no ties, so it is quick.
    """
    scene = view.scene(*KINDS, "challenges", "offers", "frameworks", "framework_members")
    council, firm = (id and view.one("organisation", id) for id in (council, firm))
    for organisation in filter(None, (council, firm)):
        place_of(scene, organisation)
    day = scene.viewpoint.day
    shut = {row["organisation_id"] for row in scene.things("organisations").to_pylist() if (row["ends"] or day) < day}
    rows = [
        row
        for row in scene.things("challenges").to_pylist()
        if (row["ends"] or day) >= day and row["organisation_id"] not in shut
    ]
    wanted = {row["theme"] for row in rows if council in (None, row["organisation_id"])}
    wanted &= {theme} if theme else wanted
    wanted &= set(themes_of(scene, firm)) if firm else wanted
    if since:
        wanted &= {row["theme"] for row in rows if _new(row, since) and council in (None, row["organisation_id"])}
    seen = _Seen(view, scene, [row for row in rows if row["theme"] in wanted], since)
    found = sorted(map(seen.theme, wanted), key=lambda one: (-one.councils, one.theme))
    return Challenges(Asked.of(view.viewpoint), _summary(found, since), since, firm, tuple(found))


def _new(row: Row, since: str | None) -> bool:
    return bool(since and row["starts"] and row["starts"] >= since)


class _Seen:
    """What the viewer sees of these open challenges, and what belongs to them."""

    def __init__(self, view: View, scene: Scene, rows: list[Row], since: str | None) -> None:
        self._scene, self._rows, self._since = scene, rows, since
        ids = {row["owner_id"] for row in rows if row["owner_id"]}
        self._owners = people(view.near(ids), ids) if ids else {}
        self._places = {row["organisation_id"]: row for row in scene.things("organisations").to_pylist()}
        self._tried = solutions(scene) if rows else []
        self._frameworks = Frameworks(scene)

    def theme(self, theme: str) -> ThemeChallenges:
        """All that is told of one theme."""
        offers = self._scene.rows["offers"]
        firms = pc.unique(offers.filter(pc.equal(offers.column("theme"), theme)).column("organisation_id")).to_pylist()
        has = [self._challenge(row, firms) for row in self._rows if row["theme"] == theme]
        tried = tuple(one for one in self._tried if theme in one.line.themes)
        councils = len({one.council_id for one in has})
        return ThemeChallenges(
            theme,
            _about(councils, tried, has, self._since),
            tuple(sorted(has, key=lambda one: (one.council, one.id))),
            councils,
            tried,
            self._funding(theme),
            tuple(sorted(self._places[firm]["name"] for firm in firms)),
        )

    def _challenge(self, row: Row, firms: list[str]) -> Challenge:
        at = self._places[row["organisation_id"]]
        return Challenge(
            row["challenge_id"],
            row["organisation_id"],
            at["name"],
            at["region"] or "",
            row["statement"] or "",
            self._owners.get(row["owner_id"] or ""),
            row["starts"],
            row["ends"],
            row["url"] or "",
            _new(row, self._since),
            self._frameworks.joining(row["organisation_id"], firms),
            told(self._scene, "challenges", challenge_id=row["challenge_id"]),
        )

    def _funding(self, theme: str) -> tuple[Funding, ...]:
        """Programmes on the theme that have opened and not closed; a day that is not known shuts nobody out."""
        day = self._scene.viewpoint.day
        found = [
            Funding(
                row["programme_id"],
                row["name"],
                self._places[row["funder_id"]]["name"] if row["funder_id"] else "",
                row["closes"],
                int(row["max_suppliers"]) if row["max_suppliers"] else None,
            )
            for row in self._scene.things("programmes").to_pylist()
            if theme in parts(row["themes"]) and (row["opens"] or day) <= day <= (row["closes"] or day)
        ]
        return tuple(sorted(found, key=lambda one: (one.closes or "9", one.id)))


def _about(councils: int, tried: tuple[Solution, ...], has: list[Challenge], since: str | None) -> str:
    solved = sum(one.solved for one in tried)
    words = f"{count(councils, 'council')} {'has' if councils == 1 else 'have'} this problem"
    if since:
        words += f", {sum(one.new for one in has)} of {count(len(has), 'challenge')} new since {spoken(since)}"
    if not tried:
        return f"{words}. Nobody is on record who tried to solve it."
    return f"{words}. {count(len(tried), 'pilot')} on record, {solved} of them completed or became a contract."


def _summary(found: list[ThemeChallenges], since: str | None) -> str:
    if not found:
        return "No open challenge like this is on record for this viewer."
    challenges = sum(len(one.challenges) for one in found)
    shared = sum(one.councils > 1 for one in found)
    words = f"{count(challenges, 'open challenge')} on {count(len(found), 'theme')}"
    if since:
        new = sum(one.new for told in found for one in told.challenges)
        words += f", {new} of them new since {spoken(since)}"
    return f"{words}; {count(shared, 'theme')} at several councils."
