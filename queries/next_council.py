"""Which council next for this firm: who needs it, can be reached, is ready, and is like those who adopted it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from graph.errors import InputError
from graph.next_council import PARTS, Candidate, Ranked, Way, adopted_at, candidates, ranked, ways
from graph.offers import themes_of
from graph.scene import Scene
from graph.similar_councils import Similar
from graph.statements import KINDS, Statement
from graph.view import View
from queries.answer import Asked, count, place_of, told, unless_small

EQUAL = (1.0, 1.0, 1.0, 1.0)
READ = ("offers", "challenges", "frameworks", "framework_members", "awards", "pilots")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four parts of a score, with the rows that show it."""

    name: str
    value: float  # as it is
    scaled: float  # 0 to 1, as it counts
    words: str
    rows: tuple[Statement, ...] = field(repr=False)  # of reach none: its steps are in the peer evidence


@dataclass(frozen=True, slots=True)
class CouncilNext:
    """A council that may come next."""

    id: str
    name: str
    region: str  # "" where not known
    score: float  # 0 to 1, the weighted mean of the scaled parts
    parts: tuple[Part, ...]  # need, reach, readiness, neighbourhood
    way: tuple[str, ...]  # ids of the people on the best route there; empty without one
    band: str  # of that route, "" without one


@dataclass(frozen=True, slots=True)
class NextCouncil:
    """All candidates, the best first."""

    asked: Asked
    firm: str
    name: str
    summary: str
    themes: tuple[str, ...]  # on which the firm offers something
    weights: Mapping[str, float]
    councils: tuple[CouncilNext, ...]
    left_out: tuple[str, ...]  # names of open councils that have a pilot or a contract of the firm, by name


def ask(view: View, firm: str, *, weights: Sequence[float] = EQUAL) -> NextCouncil:
    """Rank all open councils without a pilot or contract of the firm, by weighted mean, then id.

    ``weights`` are of need, reach, readiness, neighbourhood; InputError if one is below 0, if all are 0, or for a
    council in place of a firm. NotFoundError if the viewer does not see the firm.
    """
    checked(weights)
    firm = view.one("organisation", firm)
    scene = view.scene(*READ)
    place = place_of(scene, firm)
    name, kind = (scene.things("organisations").column(column)[place].as_py() for column in ("name", "kind"))
    if kind == "council":
        raise InputError(f"{name} is a council: the next council is that of a firm. Name a firm.")
    whole, snapshot = view.whole, view.snapshot
    there = ways(whole, snapshot, scene, firm)
    order = ranked(candidates(whole, scene, Similar(whole, snapshot), firm, there), weights)
    words = _Words(view, scene, firm)
    councils = tuple(words.council(order, place) for place in range(len(order.candidates)))
    themes = themes_of(scene, firm)
    return NextCouncil(
        Asked.of(view.viewpoint),
        firm,
        name,
        _summary(name, themes, weights, councils),
        themes,
        dict(zip(PARTS, map(float, weights), strict=True)),
        councils,
        words.left_out({one.id for one in councils}),
    )


def checked(weights: Sequence[float]) -> None:
    """InputError where weights are no weights."""
    if len(weights) != len(PARTS) or not all(isfinite(one) and one >= 0 for one in weights):
        raise InputError("A weight is a number from 0 up: one each for need, reach, readiness and neighbourhood.")
    if not any(weights):
        raise InputError("All four weights are 0, so nothing would count. Give one of them more than 0.")


class _Words:
    """Each part of a candidate in words, with its rows."""

    def __init__(self, view: View, scene: Scene, firm: str) -> None:
        self._view, self._scene, self._firm = view, scene, firm
        self._adopted = adopted_at(view.whole, firm)
        self._places = {row["organisation_id"]: row for row in scene.things("organisations").to_pylist()}

    def council(self, order: Ranked, place: int) -> CouncilNext:
        """One candidate."""
        one, at = order.candidates[place], self._places[order.candidates[place].council]
        told = (self._need(one), self._reach(one.way), self._readiness(one), self._neighbourhood(one))
        parts = tuple(
            Part(name, value, float(scaled), *about)
            for name, value, scaled, about in zip(PARTS, one.values, order.scaled[place], told, strict=True)
        )
        return CouncilNext(
            one.council,
            at["name"],
            at["region"] or "",
            float(order.mean[place]),
            parts,
            one.way.people if one.way else (),
            one.way.band if one.way else "",
        )

    def left_out(self, shown: set[str]) -> tuple[str, ...]:
        """Names of open councils that are no candidates."""
        day = self._view.viewpoint.day
        others = (row for id, row in self._places.items() if row["kind"] == "council" and id not in shown)
        return tuple(sorted(row["name"] for row in others if (row["ends"] or day) >= day))

    def _need(self, one: Candidate) -> tuple[str, tuple[Statement, ...]]:
        if not one.themes:
            return "nothing on record on the firm's themes", ()
        shown = [
            count(len(ids), name)
            for ids, name in ((one.challenges, "open challenge"), (one.on_theme, "recent pilot"))
            if ids
        ]
        words = f"{_themes(one.themes)}: {' and '.join(shown)}"
        return words, self._told("challenges", one.challenges) + self._told("pilots", one.on_theme)

    def _reach(self, way: Way | None) -> tuple[str, tuple[Statement, ...]]:
        if way is None:
            nobody = "nobody who holds a budget for the firm's themes is known"
            return unless_small(self._scene, self._firm) or nobody, ()
        if not way.people:
            return "no warm route to anybody who holds a budget", ()
        number = self._view.snapshot.number
        names = " → ".join(self._view.snapshot.names[number[person]] for person in way.people)
        return f"{names} ({way.band}), for {_themes((way.theme,))}", ()

    def _readiness(self, one: Candidate) -> tuple[str, tuple[Statement, ...]]:
        words = [
            f"{count(len(ids), 'pilot')} {what}"
            for ids, what in ((one.contracts, "became a contract in the last 36 months"), (one.running, "running"))
            if ids
        ]
        words += [f"buys on {listing.name}, which lists the firm" for listing in one.listings]
        rows = self._told("pilots", (*one.contracts, *one.running))
        for listing in one.listings:
            sides = (self._firm, one.council)
            rows += told(self._scene, "frameworks", framework_id=listing.framework)
            rows += told(self._scene, "framework_members", framework_id=listing.framework, organisation_id=sides)
        return "; ".join(words) or "no recent contract, no running pilot, no framework that lists the firm", rows

    def _neighbourhood(self, one: Candidate) -> tuple[str, tuple[Statement, ...]]:
        words = [f"{self._places[like.council]['name']}: {like.words}" for like in one.neighbours]
        rows: tuple[Statement, ...] = ()
        for like in one.neighbours:
            rows += self._told("pilots", self._adopted[like.council])
            if like.region or like.kind:
                rows += self._told("organisations", (one.council, like.council))
        return "; ".join(words) or "not like any council that adopted from the firm", rows

    def _told(self, kind: str, ids: Sequence[str]) -> tuple[Statement, ...]:
        column = KINDS[kind].columns[0].name
        return told(self._scene, kind, **{column: ids}) if ids else ()


def _themes(themes: Sequence[str]) -> str:
    return ", ".join(theme.replace("-", " ") for theme in themes)


def _summary(name: str, themes: Sequence[str], weights: Sequence[float], councils: Sequence[CouncilNext]) -> str:
    """Which is first, why, and whether there is a way in."""
    if not councils:
        return f"No open council is on record where {name} has neither a pilot nor a contract."
    first = councils[0]
    if first.score <= 0:
        return f"Nothing on record speaks for one council more than for another as the next of {name}."
    most = [weight * part.scaled for weight, part in zip(weights, first.parts, strict=True)]
    best = PARTS[most.index(max(most))]
    words = f"{first.name} comes first for {name}, with {first.score:.2f} of 1, above all for its {best}."
    if not first.way:
        words += " That does not mean that there is a way in: no warm route leads to anybody who holds a budget there."
    return words if themes else f"{words} No theme of {name} is on record, so need and reach count nothing."
