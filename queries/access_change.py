"""Which single meeting, and which event held again, would open most for firms and councils?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph.access_change import Changes, changes
from graph.view import View
from queries.answer import Asked, Person, count, people

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two people, and what a tie of 0.30 between them would be worth."""

    one: Person
    other: Person
    gain: float  # rise in the sum of P* over useful triples
    warm: int | None  # triples with a warm route then; told of the first


@dataclass(frozen=True, slots=True)
class HeldAgain:
    """An event of the last two years, and what one with the same guests would be worth."""

    id: str
    name: str
    on: str
    guests: int  # of those who were weighed
    gain: float  # sum over pairs of guests, times the chance that two of them talk
    warm: int | None  # triples with a warm route if all of them met; told of the first


@dataclass(frozen=True, slots=True)
class AccessChange:
    """What would change access most, the best first."""

    asked: Asked
    summary: str
    useful: int
    warm: int  # now
    weighed: str  # whose meetings were weighed
    meetings: tuple[Meeting, ...]
    events: tuple[HeldAgain, ...]


def ask(view: View, *, theme: str | None = None) -> AccessChange:
    """Weigh meetings and past events by the rise in the sum of P*, on all themes or one; takes a few seconds."""
    triples, now = view.triples, view.reached
    if theme:
        which = triples.of(theme=theme)
        triples, now = triples.only(which), now.only(which)
    found = changes(view.whole, view.snapshot, triples, now)
    meetings, events = tuple(_meetings(view, found)), tuple(_events(view, found))
    return AccessChange(
        Asked.of(view.viewpoint),
        _summary(len(triples), meetings, events),
        len(triples),
        int(now.warm.sum()),
        _weighed(found),
        meetings,
        events,
    )


def _meetings(view: View, found: Changes) -> Iterator[Meeting]:
    ids = view.snapshot.ids
    best = found.meetings(SHOWN)
    who = people(view.whole, {ids[person] for pair in best for person in pair[:2]})
    for place, (one, other, gain) in enumerate(best):
        warm = found.warm_after(np.array([one, other])) if place == 0 else None
        yield Meeting(who[ids[one]], who[ids[other]], gain, warm)


def _events(view: View, found: Changes) -> Iterator[HeldAgain]:
    rows = view.whole.scene.things("events").select(["event_id", "name", "on"]).to_pylist()
    for place, (event, guests, gain) in enumerate(found.events(SHOWN)):
        warm = found.warm_after(guests) if place == 0 else None
        row = rows[event]
        yield HeldAgain(row["event_id"], row["name"], row["on"], len(guests), gain, warm)


def _weighed(found: Changes) -> str:
    if len(found.people) == found.of:
        return f"All meetings of {count(found.of, 'person', 'people')} were weighed."
    return (
        f"Meetings of {len(found.people):,} of {found.of:,} people were weighed: those in most triples without a warm "
        "route, then those with most warm ties."
    )


def _summary(useful: int, meetings: tuple[Meeting, ...], events: tuple[HeldAgain, ...]) -> str:
    if not meetings:
        return "No single meeting of people on record would open more."
    first = meetings[0]
    told = (
        f"One meeting would change most: if {first.one.name} met {first.other.name}, {first.warm} of {useful} useful "
        "triples would have a warm route."
    )
    if not events:
        return f"{told} No event of the last two years, held again, would add anything."
    again = events[0]
    return f"{told} Of events, {again.name} held again: {again.warm} of {useful} if all its guests met."
