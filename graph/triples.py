"""Which triples of firm, council and theme are useful, and what is the best route for each?

Useful: the SME offers the theme, and the council has a budget holder for it. ``P*`` of a triple is that of the best
route over the firm's people in post and the holders; a firm with nobody on record, or nobody but the holder, counts
with 0 (definitions, section 7). The share of them with a warm route is the headline of the whole product.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
import pyarrow as pa

from graph import definitions as d
from graph.best_routes import FAR
from graph.derived import Derived
from graph.groups import Groups
from graph.posts import Posts
from graph.routes_from import NO_ROUTES, Routes, joined, routes_from, routes_to
from graph.snapshot import Adjacency, Snapshot

ANY: Final = "any"  # a budget for whatever theme


@dataclass(frozen=True)
class Triples:
    """The useful triples as columns of equal length, sorted by the ids of firm and council, then theme.

    Firms and councils are positions in ``scene.things("organisations")``, people positions in ``scene.people``. A desk
    is one council and one theme, with whoever holds that budget.
    """

    organisations: list[str]  # ids
    themes: tuple[str, ...]  # sorted
    firm: np.ndarray  # int32
    council: np.ndarray  # int32
    theme: np.ndarray  # int32
    desk: np.ndarray  # int32
    holders: Groups = field(repr=False)  # of each desk
    staff: Groups = field(repr=False)  # of each organisation: who is in post at a firm of a triple now

    def __len__(self) -> int:
        return len(self.firm)

    @cached_property
    def on_record(self) -> np.ndarray:
        """Which triples' firms have somebody in post now."""
        return np.asarray(self.staff.size[self.firm] > 0)

    def of(self, *, firm: str | None = None, council: str | None = None, theme: str | None = None) -> np.ndarray:
        """Which triples are those of this firm, at this council, on this theme; a mask."""
        which = np.ones(len(self), bool)
        if firm is not None:
            which &= self.firm == (self.organisations.index(firm) if firm in self.organisations else -1)
        if council is not None:
            which &= self.council == (self.organisations.index(council) if council in self.organisations else -1)
        if theme is not None:
            which &= self.theme == (self.themes.index(theme) if theme in self.themes else -1)
        return which

    def only(self, which: np.ndarray) -> Triples:
        """These triples alone."""
        columns = {name: getattr(self, name)[which] for name in ("firm", "council", "theme", "desk")}
        return replace(self, **columns)

    def concerned(self, people: int) -> np.ndarray:
        """In how many of these everybody stands, as somebody of the firm or as a holder; ``people``: how many."""
        by_firm = np.bincount(self.firm, minlength=len(self.organisations))
        by_desk = np.bincount(self.desk, minlength=len(self.holders.size))
        found = np.bincount(self.staff.member, by_firm[self.staff.group], people)
        return np.asarray(found + np.bincount(self.holders.member, by_desk[self.holders.group], people))

    def ids(self, place: int) -> tuple[str, str, str]:
        """Ids of firm and council, and the theme."""
        return (
            self.organisations[self.firm[place]],
            self.organisations[self.council[place]],
            self.themes[self.theme[place]],
        )


@dataclass(frozen=True)
class Reached:
    """The best route of each triple, in the order of ``Triples``."""

    odds: np.ndarray  # float64, P*: 0 without a route
    total: np.ndarray  # int64, length of that route, FAR without one
    steps: np.ndarray  # int32, triples x 5: asker, introducers, holder; -1 where there is none
    warm: np.ndarray  # bool: whether the triple has a warm route

    @property
    def total_odds(self) -> float:
        """Sum of P* over all triples."""
        return float(self.odds.sum())

    def only(self, which: np.ndarray) -> Reached:
        """Those of these triples alone."""
        return Reached(self.odds[which], self.total[which], self.steps[which], self.warm[which])

    def people(self, place: int) -> list[int]:
        """Positions along the best route of a triple; empty without one."""
        return [int(person) for person in self.steps[place] if person >= 0]

    def band(self, place: int, snapshot: Snapshot) -> str:
        """The band of the best route of a triple; "" without one."""
        ties = [snapshot.warm.strength_of(one, other) for one, other in pairwise(self.people(place))]
        return d.band(float(self.odds[place]), min(ties)) if ties else ""


def useful_triples(derived: Derived, offers: pa.Table) -> Triples:
    """All useful triples, by the visible rows of offers; linear in offers, budgets and triples."""
    posts, organisations = derived.posts, derived.scene.things("organisations")
    ids, kinds = (organisations.column(name).to_pylist() for name in ("organisation_id", "kind"))
    number = {id: place for place, id in enumerate(ids)}
    told = zip(*(offers.column(name).to_pylist() for name in ("organisation_id", "theme")), strict=True)
    offered = sorted({(number[firm], theme) for firm, theme in told if kinds[number[firm]] == "sme"})
    themes = tuple(sorted({theme for _, theme in offered}))
    held = _held(posts)
    desks = {theme: _desks(held, theme) for theme in themes}
    rows = [
        (firm, council, themes.index(theme), holders)
        for firm, theme in offered
        for council, holders in desks[theme].items()
    ]
    rows.sort(key=lambda row: row[:3])
    desk_of = {desk: place for place, desk in enumerate(sorted({row[1:3] for row in rows}))}
    people = {desk_of[council, theme]: holders for _, council, theme, holders in rows}
    pairs = [(desk, holder) for desk, holders in people.items() for holder in holders]
    firm, council, about, desk = np.array([(*row[:3], desk_of[row[1:3]]) for row in rows], np.int32).reshape(-1, 4).T
    holders_of, staff = _groups(pairs, len(desk_of)), _staff(posts, firm, len(ids))
    return Triples(ids, themes, firm, council, about, desk, holders_of, staff)


def reached(triples: Triples, snapshot: Snapshot) -> Reached:
    """The best route of every triple.

    Two searches for each firm with somebody in post, or for each holder, whichever are fewer: for 20,000 triples of
    all firms with all desks that is at most 283.
    """
    best, along = _best(triples, snapshot, snapshot.warm), _best(triples, snapshot, snapshot.strong)
    return replace(best, warm=along.odds >= d.WARM_PAIR_ODDS - d.TOLERANCE)


def total_odds(triples: Triples, snapshot: Snapshot) -> float:
    """Sum of P* over all triples, at half the cost."""
    return _best(triples, snapshot, snapshot.warm).total_odds


def searches(triples: Triples) -> tuple[int, int]:
    """How many searches from firms, or from holders, it takes to follow all triples once."""
    return len(np.unique(triples.firm[triples.on_record])), len(np.unique(_holding(triples).member))


def _held(posts: Posts) -> Mapping[str, Mapping[int, set[int]]]:
    """Theme, or ``any`` -> council -> who holds that budget in an officer post now."""
    which = np.flatnonzero(posts.with_budget)
    cells = posts.table.column("budget_for").take(pa.array(which)).to_pylist()
    held: dict[str, dict[int, set[int]]] = {}
    for post, cell in zip(which.tolist(), cells, strict=True):
        for theme in cell.split("|"):
            council = held.setdefault(theme, {}).setdefault(int(posts.organisation[post]), set())
            council.add(int(posts.person[post]))
    return held


def _desks(held: Mapping[str, Mapping[int, set[int]]], theme: str) -> dict[int, set[int]]:
    """Council -> who holds the budget for this theme: who names it, else who has any."""
    return {**held.get(ANY, {}), **held.get(theme, {})}


def _groups(pairs: list[tuple[int, int]], groups: int) -> Groups:
    group, member = np.array(pairs, np.int64).reshape(-1, 2).T
    return Groups.of(group, member, groups=groups)


def _staff(posts: Posts, firms: np.ndarray, organisations: int) -> Groups:
    which = posts.current & np.isin(posts.organisation, firms)
    return Groups.of(posts.organisation[which], posts.person[which], groups=organisations)


def _holding(triples: Triples) -> Groups:
    """The holders of those desks alone for which there is a triple with somebody to ask."""
    wanted = np.zeros(len(triples.holders.size), bool)
    wanted[triples.desk[triples.on_record]] = True
    return triples.holders.only(wanted)


def _best(triples: Triples, snapshot: Snapshot, ties: Adjacency) -> Reached:
    firms, holders = searches(triples)
    follow = _from_firms if firms <= holders else _from_holders
    place, routes = follow(triples, snapshot, ties)
    first = routes.first_of_each(place)
    place, routes = place[first], routes.take(first)
    size = len(triples)
    odds, total = np.zeros(size), np.full(size, FAR)
    steps = np.full((size, routes.steps.shape[1]), -1, np.int32)
    odds[place], total[place], steps[place] = routes.odds, routes.total, routes.steps
    return Reached(odds, total, steps, odds > 0)


Found = tuple[np.ndarray, Routes]  # routes, and for each the place of a triple that it serves


def _from_firms(triples: Triples, snapshot: Snapshot, ties: Adjacency) -> Found:
    """One search from the people of each firm."""
    places, found = [np.zeros(0, np.int64)], [NO_ROUTES]
    for firm in np.unique(triples.firm[triples.on_record]):
        own = np.flatnonzero(triples.firm == firm)
        triple, holder = _holders_of(triples, own)
        routes = routes_from(snapshot, triples.staff.members(firm), np.unique(holder), ties=ties)
        served = np.isin(holder, routes.target)
        places.append(triple[served])
        found.append(routes.take(np.searchsorted(routes.target, holder[served])))
    return np.concatenate(places), joined(found)


def _holders_of(triples: Triples, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every holder of each of these triples: the triples, repeated, and the holders."""
    low, size = triples.holders.ptr[triples.desk[own]], triples.holders.size[triples.desk[own]]
    which = np.repeat(np.arange(len(own)), size)
    within = np.arange(len(which)) - np.repeat(np.cumsum(size) - size, size)
    return own[which], triples.holders.member[low[which] + within]


def _from_holders(triples: Triples, snapshot: Snapshot, ties: Adjacency) -> Found:
    """One search from each holder to the people of all firms."""
    places, found = [np.zeros(0, np.int64)], [NO_ROUTES]
    holding, staff = _holding(triples), triples.staff
    order = np.lexsort((staff.group, staff.member))
    person, at = staff.member[order], staff.group[order]
    asks = snapshot.mask(person)
    by_desk = Groups.of(triples.desk, np.arange(len(triples)), groups=len(triples.holders.size))
    for holder in np.unique(holding.member):
        routes = routes_to(snapshot, int(holder), asks, ties=ties)
        low, high = (np.searchsorted(person, routes.steps[:, 0], side) for side in ("left", "right"))
        which = np.repeat(np.arange(len(routes)), high - low)
        firm = at[np.arange(len(which)) + np.repeat(low - np.cumsum(high - low) + high - low, high - low)]
        first = routes.take(which).first_of_each(firm)
        firm, routes = firm[first], routes.take(which[first])
        desks = holding.group[holding.member == holder]
        own = np.concatenate([by_desk.members(desk) for desk in desks])
        served = own[np.isin(triples.firm[own], firm)]
        places.append(served)
        found.append(routes.take(np.searchsorted(firm, triples.firm[served])))
    return np.concatenate(places), joined(found)
