"""Which council next, for a firm: need, reach, readiness and neighbourhood of each candidate (definitions, section 7).

A candidate is open and has no pilot and no contract of the firm on record, however old. Pilots of any supplier show
need and readiness; those of the firm show which councils are its neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from graph import definitions as d
from graph.derived import Derived
from graph.offers import themes_of
from graph.pilots import Pilots
from graph.routes_to_buy import Frameworks, Listing
from graph.scene import Scene
from graph.similar_councils import Alike, Similar
from graph.snapshot import Snapshot
from graph.statements import parts
from graph.triples import reached, useful_triples
from graph.vocabulary import PILOT_OUTCOMES

PARTS = ("need", "reach", "readiness", "neighbourhood")


@dataclass(frozen=True, slots=True)
class Way:
    """The best of the firm's triples at one council: its route to who holds the budget."""

    theme: str
    odds: float  # P*, 0 without a route
    people: tuple[str, ...]  # ids along the route; empty without one
    band: str  # "" without one


@dataclass(frozen=True, slots=True)
class Candidate:
    """A council with what is known of the four parts; ids of the rows that show each."""

    council: str
    themes: tuple[str, ...]  # of the firm's, those that it needs
    challenges: tuple[str, ...]
    on_theme: tuple[str, ...]  # pilots that show the need
    contracts: tuple[str, ...]  # pilots that became a contract lately
    running: tuple[str, ...]  # pilots
    way: Way | None  # None: nobody who holds a budget for one of the themes is known
    listings: tuple[Listing, ...]  # frameworks that list the firm and serve the council
    neighbours: tuple[Alike, ...]  # councils that adopted from the firm and are like this one
    values: tuple[float, float, float, float]  # the four parts as they are


@dataclass(frozen=True)
class Ranked:
    """The candidates in order: by weighted mean, then id."""

    candidates: tuple[Candidate, ...]
    scaled: np.ndarray  # float64, candidates x parts, 0 to 1
    mean: np.ndarray  # float64, 0 to 1


def adopted_at(whole: Derived, firm: str) -> dict[str, tuple[str, ...]]:
    """Councils with a pilot of this firm that was completed or became a contract, with the ids of those pilots."""
    return _by_council(one for one in _pilots(whole.pilots) if one.adopted and firm in one.suppliers)


def interest(whole: Derived, told: Scene, themes: Collection[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Council and theme -> the open challenges on it, then the pilots of the last 36 months; ids.

    ``told``: a scene of the same viewpoint with challenges.
    """
    pilots, found = _pilots(whole.pilots), defaultdict[tuple[str, str], tuple[str, ...]](tuple)
    challenges = _open_challenges(told, themes)
    for theme in themes:
        tried = _by_council(one for one in pilots if one.recent and theme in one.themes)
        for ids in (challenges[theme], tried):
            for council, named in ids.items():
                found[council, theme] += named
    return dict(found)


def ways(whole: Derived, snapshot: Snapshot, told: Scene, firm: str, *, council: str | None = None) -> dict[str, Way]:
    """The best of the firm's triples at each council that has any, or at one council; two searches.

    Only the triples of this firm are made: for one firm those of all others cost more than its searches.
    """
    offers = told.rows["offers"]
    triples = useful_triples(whole, offers.filter(pc.equal(offers.column("organisation_id"), firm)))
    triples = triples.only(triples.of(council=council))
    found = reached(triples, snapshot)
    best: dict[str, Way] = {}
    for place in np.lexsort((triples.theme, -np.round(found.odds, 12))).tolist():
        _, where, theme = triples.ids(place)
        if where not in best:
            people = tuple(snapshot.ids[person] for person in found.people(place))
            best[where] = Way(theme, float(found.odds[place]), people, found.band(place, snapshot))
    return best


def candidates(whole: Derived, told: Scene, similar: Similar, firm: str, ways: Mapping[str, Way]) -> list[Candidate]:
    """All candidates of a firm, by id; ``ways`` are those of its triples.

    ``told``: a scene of the same viewpoint with offers, challenges, frameworks, framework_members and awards.
    """
    pilots, themes, councils = _pilots(whole.pilots), themes_of(told, firm), _councils(told)
    challenges, frameworks = _open_challenges(told, themes), Frameworks(told)
    tried = {theme: _by_council(one for one in pilots if one.recent and theme in one.themes) for theme in themes}
    contracts = _by_council(one for one in pilots if one.recent and one.outcome == "contract")
    running = _by_council(one for one in pilots if one.running)
    neighbours = sorted(adopted_at(whole, firm).keys() & councils.keys())
    taken = {one.council for one in pilots if firm in one.suppliers} | _buyers(told, firm)
    found = []
    for council in sorted(one for one, is_open in councils.items() if is_open and one not in taken):
        asked = {theme: at[council] for theme, at in challenges.items() if council in at}
        on_theme = {theme: at[council] for theme, at in tried.items() if council in at}
        needed = tuple(theme for theme in themes if theme in asked or theme in on_theme)
        way = ways.get(council)
        won, runs = contracts.get(council, ()), running.get(council, ())
        listings = tuple(one for one in frameworks.serving(council, firm) if one.listed)
        alike = tuple(one for other in neighbours if (one := similar.alike(council, other)).count)
        values = (
            len(needed) / len(themes) if themes else 0.0,
            way.odds if way else 0.0,
            len(won) + d.RUNNING_COUNTS * len(runs) + bool(listings),
            float(sum(one.count for one in alike)),
        )
        found.append(
            Candidate(council, needed, _every(asked), _every(on_theme), won, runs, way, listings, alike, values)
        )
    return found


def ranked(found: Sequence[Candidate], weights: Sequence[float]) -> Ranked:
    """The candidates in order; weights are of ``PARTS``, none below 0 and one above it at least.

    Need and reach stay as they are; readiness and neighbourhood are divided by their largest value.
    """
    values = np.array([one.values for one in found], float).reshape(len(found), len(PARTS))
    largest = np.ones(len(PARTS))
    for place in (PARTS.index("readiness"), PARTS.index("neighbourhood")):
        largest[place] = values[:, place].max(initial=0.0) or 1.0
    scaled = values / largest
    counts = np.asarray(weights, float) / max(weights)  # whose sum is a number, however large they are
    mean = scaled @ counts / counts.sum()
    order = sorted(range(len(found)), key=lambda place: (-round(float(mean[place]), 12), found[place].council))
    return Ranked(tuple(found[place] for place in order), scaled[order], mean[order])


@dataclass(frozen=True, slots=True)
class _Pilot:
    """A pilot as far as it counts here."""

    id: str
    council: str
    suppliers: tuple[str, ...]
    themes: tuple[str, ...]
    outcome: str
    running: bool
    recent: bool  # it runs, or ended in the last 36 months
    adopted: bool  # it ended, completed or with a contract


def _pilots(pilots: Pilots) -> list[_Pilot]:
    recent = pilots.running | (pilots.ended & (pilots.age <= d.RECENT_MONTHS + d.TOLERANCE))  # no date: not recent
    cells = (pilots.table.column(name).to_pylist() for name in ("pilot_id", "council_id", "supplier_ids", "themes"))
    masks = (mask.tolist() for mask in (pilots.outcome, pilots.running, recent, pilots.solved))
    return [
        _Pilot(id, council, parts(suppliers), parts(themes), PILOT_OUTCOMES[outcome], *flags)
        for id, council, suppliers, themes, outcome, *flags in zip(*cells, *masks, strict=True)
    ]


def _by_council(pilots: Iterable[_Pilot]) -> dict[str, tuple[str, ...]]:
    """Ids of these pilots by council, in their order."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for one in pilots:
        found[one.council] += (one.id,)
    return dict(found)


def _councils(told: Scene) -> dict[str, bool]:
    """Every council on record, and whether it is open on the day."""
    day = told.viewpoint.day
    rows = told.things("organisations").select(["organisation_id", "kind", "ends"]).to_pylist()
    return {row["organisation_id"]: (row["ends"] or day) >= day for row in rows if row["kind"] == "council"}


def _buyers(told: Scene, firm: str) -> set[str]:
    """Who awarded the firm a contract, ever."""
    rows = told.rows["awards"].select(["buyer_id", "supplier_id"]).to_pylist()
    return {row["buyer_id"] for row in rows if row["supplier_id"] == firm}


def _open_challenges(told: Scene, themes: Collection[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Theme -> council -> challenges on it that are open on the day."""
    found: dict[str, dict[str, tuple[str, ...]]] = {theme: defaultdict(tuple) for theme in themes}
    for row in told.things("challenges").to_pylist():
        if row["theme"] in found and (row["ends"] or told.viewpoint.day) >= told.viewpoint.day:
            found[row["theme"]][row["organisation_id"]] += (row["challenge_id"],)
    return found


def _every(by_theme: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({id for ids in by_theme.values() for id in ids}))
