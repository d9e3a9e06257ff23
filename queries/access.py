"""Who has a warm route to a budget for what it offers, who has none, and how has that changed?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph import access
from graph.access import Group, Share
from graph.days import spoken
from graph.errors import InputError
from graph.view import View
from queries.answer import Asked, Person, count, people


@dataclass(frozen=True, slots=True)
class UsefulTriple:
    """A firm, a council and a theme: the firm offers it, and the council has somebody with a budget for it."""

    firm_id: str
    firm: str
    council_id: str
    council: str
    theme: str
    odds: float  # P* of the best route, 0 without one
    band: str  # "" without a route
    warm: bool
    way: tuple[Person, ...]  # along the best route; empty without one


@dataclass(frozen=True, slots=True)
class Place:
    """A council with useful triples."""

    id: str
    name: str
    useful: int
    warm: int


@dataclass(frozen=True, slots=True)
class ShutOut:
    """A firm or a council that no route joins to anybody it could trade with."""

    id: str
    name: str
    useful: int
    why: str


@dataclass(frozen=True, slots=True)
class Before:
    """The headline as at an earlier day, from the same statements, and what became of its triples since."""

    as_at: str
    of: Share
    fingerprint: str  # of what it was made from
    opened: tuple[tuple[str, str, str], ...]  # firm, council, theme: warm now, not warm or not useful then
    closed: tuple[tuple[str, str, str], ...]  # warm then, not warm or not useful now
    words: str


@dataclass(frozen=True, slots=True)
class Access:
    """The headline, what it is made of, and what it was before."""

    asked: Asked
    summary: str
    theme: str | None  # told of this theme alone
    of: Share
    fingerprint: str  # of the statements that it was made from: the same text means the same numbers
    splits: Mapping[str, tuple[Group, ...]]  # size, age, legal form, region; empty: too few firms to tell them apart
    councils: tuple[Place, ...]  # by id
    firms_without: tuple[ShutOut, ...]  # no route at all; by name
    councils_without: tuple[ShutOut, ...]
    firms_in_none: int  # small firms on record of which no triple is known: nothing on offer, or nobody to buy it
    councils_in_none: int  # open councils where nobody is known to hold a budget for what is on offer
    triples: tuple[UsefulTriple, ...]  # by ids of firm and council, then theme
    before: Before | None


def ask(view: View, *, theme: str | None = None, since: date | None = None) -> Access:
    """Answer for all useful triples or those on one theme; ``since``: beside what it was as at that earlier day.

    InputError if that day does not lie before the as-at date. Two searches for each firm or budget holder.
    """
    if since is not None and since >= view.viewpoint.as_at:
        raise InputError(
            f"{spoken(since)} does not lie before {spoken(view.viewpoint.as_at)}, so there is no progress between them."
        )
    now = _Headline(view, theme)
    before = _before(_Headline(view.on(since), theme), now) if since else None
    whole = access.share(now.triples, now.found)
    return Access(
        Asked.of(view.viewpoint),
        _summary(whole, theme),
        theme,
        whole,
        now.fingerprint,
        access.splits(now.triples, now.found, now.rows, view.viewpoint.as_at),
        tuple(
            Place(now.triples.organisations[place], now.names[place], *counts)
            for place, counts in access.by_council(now.triples, now.found).items()
        ),
        now.without("firm"),
        now.without("council"),
        now.in_none("firm", "sme"),
        now.in_none("council", "council"),
        now.told(),
        before,
    )


class _Headline:
    """Useful triples and their best routes as at one day, and the words for them."""

    def __init__(self, view: View, theme: str | None) -> None:
        self.view, self.triples, self.found = view, view.triples, view.reached
        if theme:
            which = self.triples.of(theme=theme)
            self.triples, self.found = self.triples.only(which), self.found.only(which)
        self.rows = view.whole.scene.things("organisations").to_pylist()
        self.names = [row["name"] for row in self.rows]

    @property
    def fingerprint(self) -> str:
        return access.fingerprint_of_access(self.view.whole.scene, self.view.scene("offers"))

    def told(self) -> tuple[UsefulTriple, ...]:
        """Every triple with its best route."""
        snapshot = self.view.snapshot
        ways = [self.found.people(place) for place in range(len(self.triples))]
        who = people(self.view.whole, {snapshot.ids[person] for way in ways for person in way})
        made = []
        for place, way in enumerate(ways):
            firm, council, theme = self.triples.ids(place)
            names = (self.names[int(side[place])] for side in (self.triples.firm, self.triples.council))
            made.append(
                UsefulTriple(
                    firm,
                    next(names),
                    council,
                    next(names),
                    theme,
                    float(self.found.odds[place]),
                    self.found.band(place, snapshot),
                    bool(self.found.warm[place]),
                    tuple(who[snapshot.ids[person]] for person in way),
                )
            )
        return tuple(made)

    def without(self, side: str) -> tuple[ShutOut, ...]:
        """Firms or councils without any route, by name."""
        column = getattr(self.triples, side)
        told = [
            ShutOut(
                self.triples.organisations[place],
                self.names[place],
                int((column == place).sum()),
                self._why(side, place),
            )
            for place in access.without_route(column, self.found)
        ]
        return tuple(sorted(told, key=lambda one: (one.name, one.id)))

    def in_none(self, side: str, kind: str) -> int:
        """How many organisations of a kind that are there on the day stand in no triple."""
        day, places = self.view.viewpoint.day, set(getattr(self.triples, side).tolist())
        there = (n for n, row in enumerate(self.rows) if row["kind"] == kind and (row["ends"] or day) >= day)
        return sum(place not in places for place in there)

    def _why(self, side: str, place: int) -> str:
        if side == "council":
            return "no route leads to anybody who holds such a budget"
        staffed = len(self.triples.staff.members(place))
        return "no route leads from anybody there" if staffed else "nobody there is on record as in post"

    @property
    def warm(self) -> dict[tuple[str, str, str], tuple[str, str, str]]:
        """Triples with a warm route, with their names."""
        return {
            self.triples.ids(n): (
                self.names[self.triples.firm[n]],
                self.names[self.triples.council[n]],
                self.triples.themes[self.triples.theme[n]],
            )
            for n in self.found.warm.nonzero()[0].tolist()
        }


def _before(then: _Headline, now: _Headline) -> Before:
    was, whole = access.share(then.triples, then.found), access.share(now.triples, now.found)
    warm_then, warm_now = then.warm, now.warm
    opened = tuple(warm_now[ids] for ids in sorted(warm_now.keys() - warm_then.keys()))
    closed = tuple(warm_then[ids] for ids in sorted(warm_then.keys() - warm_now.keys()))
    as_at = then.view.viewpoint.day
    words = (
        f"{was.warm} of {was.useful} as at {spoken(as_at)}, {whole.warm} of {whole.useful} now: {len(opened)} opened, "
        f"{len(closed)} closed."
    )
    return Before(as_at, was, then.fingerprint, opened, closed, words)


def _summary(whole: Share, theme: str | None) -> str:
    on = f" for {theme.replace('-', ' ')}" if theme else ""
    if whole.share is None:
        what = theme.replace("-", " ") if theme else "anything"
        return f"No firm on record offers {what} where a council is known to hold a budget for it."
    has = "has" if whole.warm == 1 else "have"
    told = f"{whole.warm} of {count(whole.useful, 'useful triple')}{on} ({whole.share:.1%}) {has} a warm route"
    if whole.share_on_record is None:
        return f"{told}; of no firm is anybody on record as in post."
    return (
        f"{told}; among firms with somebody on record {whole.warm} of {whole.on_record} ({whole.share_on_record:.1%})."
    )
