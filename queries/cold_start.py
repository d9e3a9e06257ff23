"""Where does a firm without contacts begin: who convenes, which events, and the first tie worth making?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from graph.derived import Derived
from graph.errors import NotFoundError
from graph.first_ties import FirstTies, first_ties
from graph.groups import Groups
from graph.offers import themes_of
from graph.tie_strength import event_lists, recent_events, talks
from graph.view import View
from graph.vocabulary import ORGANISATION_KINDS
from queries.answer import Asked, Person, count, people, place_of, unless_small

SHOWN = 5


@dataclass(frozen=True, slots=True)
class FirstTie:
    """A meeting of two people, and what it would open for the firm."""

    asker: Person
    other: Person
    gain: float  # rise in the sum of P* over the firm's useful triples
    opened: int  # triples with odds of 0.10 and more that have none now
    councils: tuple[str, ...]  # of those
    seen_at: tuple[str, ...]  # events of the last two years where the other one was, the latest first
    words: str


@dataclass(frozen=True, slots=True)
class Convener:
    """A body that brings people together, and whom to meet there."""

    id: str
    name: str
    meet: Person
    gain: float
    events: tuple[str, ...]  # that it organised in the last two years, the latest first


@dataclass(frozen=True, slots=True)
class Occasion:
    """A past event whose guests are worth meeting: one like it may bring them again."""

    id: str
    name: str
    on: str
    form: str
    organiser: str
    guests: int
    useful: int  # guests whom it is worth to meet
    expected: float  # sum of their gains times the chance to talk


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Where to begin; empty lists are answers."""

    asked: Asked
    firm: str
    name: str
    summary: str
    triples: int
    reached: int  # useful triples with any route now
    ties: int  # warm ties of its people to others
    first_ties: tuple[FirstTie, ...]
    conveners: tuple[Convener, ...]
    occasions: tuple[Occasion, ...]


def ask(view: View, firm: str) -> ColdStart:
    """Answer for the id of a firm, best first; events by what may be expected of them. Nobody is met by being listed.

    NotFoundError if the viewer sees no such firm, or nobody in post there.
    """
    firm = view.one("organisation", firm)
    whole, triples = view.whole, view.triples
    place = place_of(whole.scene, firm)
    name = whole.scene.things("organisations").column("name")[place].as_py()
    staff = np.flatnonzero(whole.posts.at(place))
    if not len(staff):
        raise NotFoundError(f"Nobody of {name} is on record. Put yourself on record first, on the page Data.")
    own = np.flatnonzero(triples.of(firm=firm))
    found = first_ties(triples, view.reached, view.snapshot, own)
    warm = view.snapshot.warm
    known = {n for one in staff for n in warm.neighbour[warm.ptr[one] : warm.ptr[one + 1]].tolist()} - set(
        staff.tolist()
    )
    lately = _Lately(whole)
    councils = [triples.ids(int(one))[1] for one in own]
    ties = tuple(_first_ties(whole, found, councils, lately))
    routed = int((view.reached.odds[own] > 0).sum())
    return ColdStart(
        Asked.of(view.viewpoint),
        firm,
        name,
        unless_small(whole.scene, firm)
        or _summary(name, themes_of(view.scene("offers"), firm), len(own), routed, len(known), ties),
        len(own),
        routed,
        len(known),
        ties,
        _conveners(whole, found, lately),
        lately.occasions(found),
    )


def _first_ties(whole: Derived, found: FirstTies, councils: list[str], lately: _Lately) -> Iterator[FirstTie]:
    """The best ties."""
    for place in range(min(SHOWN, len(found))):
        ends = [whole.scene.people[int(side[place])] for side in (found.asker, found.other)]
        who = people(whole, ends)
        opened = [council for council, new in zip(councils, found.opened[place], strict=True) if new]
        names = tuple(dict.fromkeys(_name(whole, council) for council in sorted(opened)))
        asker, other = (who[id] for id in ends)
        seen = lately.where(int(found.other[place]))
        words = _would_open(asker, other, len(opened), names)
        yield FirstTie(asker, other, float(found.gain[place]), len(opened), names, seen, words)


def _would_open(asker: Person, other: Person, opened: int, councils: tuple[str, ...]) -> str:
    met = f"if {asker.name} met {other.name}, "
    if not opened:
        return f"{met}ways that are there would become likelier."
    more = f" and {len(councils) - 3} more" if len(councils) > 3 else ""
    return f"{met}{count(opened, 'budget')} would come within reach, at {', '.join(councils[:3])}{more}."


def _conveners(whole: Derived, found: FirstTies, lately: _Lately) -> tuple[Convener, ...]:
    """Bodies by the best tie to anybody in post there, each once."""
    posts, organisations = whole.posts, whole.scene.things("organisations")
    names, ids = (organisations.column(c).to_pylist() for c in ("name", "organisation_id"))
    place = np.full(posts.people, len(found))
    place[found.other] = np.arange(len(found))
    there = posts.current & (posts.kind == ORGANISATION_KINDS.index("ecosystem_body"))
    held = np.flatnonzero(there & (place[posts.person] < len(found)))
    held = held[np.lexsort((posts.organisation[held], place[posts.person[held]]))]
    _, first = np.unique(posts.organisation[held], return_index=True)
    told = []
    for post in held[np.sort(first)[:SHOWN]].tolist():
        where, person = int(posts.organisation[post]), whole.scene.people[posts.person[post]]
        gain = float(found.gain[place[posts.person[post]]])
        told.append(Convener(ids[where], names[where], people(whole, [person])[person], gain, lately.by(ids[where])))
    return tuple(told)


class _Lately:
    """Events of the last two years that are no reports, the latest first, and who was there."""

    def __init__(self, whole: Derived) -> None:
        self._whole = whole
        self._table, self._lists = event_lists(whole.scene)
        rows = self._table.select(["event_id", "name", "on", "format", "organiser_id"]).to_pylist()
        recent = recent_events(whole.scene, self._table).tolist()
        self._rows = rows
        self._recent = sorted(recent, key=lambda n: (rows[n]["on"], rows[n]["event_id"]), reverse=True)

    def where(self, person: int) -> tuple[str, ...]:
        """Names of events where somebody was."""
        return tuple(self._rows[n]["name"] for n in self._recent if person in self._lists.members(n))[:3]

    def by(self, organiser: str) -> tuple[str, ...]:
        """Names of events that a body organised."""
        return tuple(self._rows[n]["name"] for n in self._recent if self._rows[n]["organiser_id"] == organiser)[:3]

    def occasions(self, found: FirstTies) -> tuple[Occasion, ...]:
        """The events with most to expect: gains of the guests times the chance that one more guest talks to each."""
        gain = np.zeros(len(self._whole.scene.people))
        gain[found.other] = found.gain
        chances = talks(self._table)
        made = [self._occasion(n, gain, float(chances[n]), self._lists) for n in self._recent]
        worth = [one for one in made if one.useful]
        return tuple(sorted(worth, key=lambda one: (-round(one.expected, 12), one.id))[:SHOWN])

    def _occasion(self, n: int, gain: np.ndarray, talk: float, lists: Groups) -> Occasion:
        row, guests = self._rows[n], lists.members(n)
        chance = min(1.0, talk / max(len(guests), 1))
        organiser = _name(self._whole, row["organiser_id"]) if row["organiser_id"] else ""
        return Occasion(
            row["event_id"],
            row["name"],
            row["on"],
            row["format"] or "not known",
            organiser,
            len(guests),
            int((gain[guests] > 0).sum()),
            float(gain[guests].sum()) * chance,
        )


def _name(whole: Derived, organisation: str) -> str:
    table = whole.scene.things("organisations")
    place = pc.index(table.column("organisation_id"), organisation).as_py()
    return str(table.column("name")[place].as_py()) if place >= 0 else organisation


def _summary(
    name: str, offers: tuple[str, ...], triples: int, routed: int, known: int, ties: tuple[FirstTie, ...]
) -> str:
    if not offers:
        return f"What {name} offers is not known, so no budget can be said to be for it. Say its themes first."
    if not triples:
        on = " or ".join(theme.replace("-", " ") for theme in offers)
        return f"Nobody on record holds a budget for {on}, so no tie can be said to open a way for {name}."
    now = f"{name} has ways to {routed} of {count(triples, 'useful budget')} and {count(known, 'contact')} outside."
    if not ties:
        return f"{now} No single meeting on record would open more."
    return f"{now} The first tie worth making: {ties[0].words}"
