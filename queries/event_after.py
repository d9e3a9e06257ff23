"""What came of an event: what was predicted beside what is measured?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow.compute as pc

from graph import definitions as d
from graph.errors import InputError, NotFoundError
from graph.event_value import after_all_met, pair_values
from graph.snapshot import Snapshot
from graph.view import View
from queries.answer import Asked, Person, count, people


@dataclass(frozen=True, slots=True)
class Made:
    """A warm tie between two guests that was not there the day before."""

    one: Person
    other: Person
    strength: float


@dataclass(frozen=True, slots=True)
class EventAfter:
    """An event that is over: useful triples as they were the day before, as hoped, and as they are."""

    asked: Asked
    event: str
    name: str
    on: str
    summary: str
    guests: int  # on the list and on record the day before
    useful_before: int
    warm_before: int
    base_before: float  # sum of P*
    talk: float
    predicted: float  # the value of the list: sum over its pairs, times the chance to talk
    predicted_joint: float
    warm_if_met: int  # triples with a warm route if all of them had met
    useful: int  # now
    warm: int
    base: float
    ties: tuple[Made, ...]  # the strongest first


def ask(view: View, event: str) -> EventAfter:
    """For one event by id. NotFoundError if it is not on record, InputError without a day.

    What is measured is all that changed since, whoever made it; a list of guests alone makes leads and opens nothing.
    """
    scene = view.scene("events", "attendance")
    row = next((one for one in scene.things("events").to_pylist() if one["event_id"] == event), None)
    if row is None:
        raise NotFoundError(f'No event with the id "{event}" is on record for this viewer.')
    if not row["on"]:
        raise InputError(f"{row['name']} has no day on record, so there is no before. Add the day to events.csv.")
    day_before = date.fromisoformat(row["on"]) - timedelta(days=1)
    before = view.on(day_before)
    table = scene.rows["attendance"]
    listed = pc.unique(table.filter(pc.equal(table.column("event_id"), event)).column("person_id")).to_pylist()
    was, now = before.snapshot, view.snapshot
    known = sorted(was.number[id] for id in listed if id in was.number and was.passes[was.number[id]])
    guests = np.array(known, np.int64)
    values = pair_values(was, before.triples, before.reached, guests)
    talk = min(1.0, d.EVENT_TALKS.get(row["format"], d.EVENT_TALKS_UNKNOWN) / max(len(guests) - 1, 1))
    met = after_all_met(was, before.triples, guests)
    ties = _ties(view, was, now, listed)
    return EventAfter(
        asked=Asked.of(view.viewpoint),
        event=event,
        name=row["name"],
        on=row["on"],
        summary=_about(row["name"], before, view, ties),
        guests=len(guests),
        useful_before=len(before.triples),
        warm_before=int(before.reached.warm.sum()),
        base_before=before.reached.total_odds,
        talk=talk,
        predicted=float(talk * values.sum() / 2),
        predicted_joint=talk * (met.total_odds - before.reached.total_odds),
        warm_if_met=int(met.warm.sum()),
        useful=len(view.triples),
        warm=int(view.reached.warm.sum()),
        base=view.reached.total_odds,
        ties=ties,
    )


def _ties(view: View, was: Snapshot, now: Snapshot, listed: list[str]) -> tuple[Made, ...]:
    """Warm ties of two guests that were not warm before."""
    there = now.mask([now.number[id] for id in listed if id in now.number])
    guests = np.flatnonzero(there)
    places, which = now.warm.entries(guests)
    found: list[tuple[float, str, str]] = []
    for place, guest in zip(places.tolist(), guests[which].tolist(), strict=True):
        if guest < now.warm.neighbour[place] and there[now.warm.neighbour[place]]:
            one, other = now.ids[guest], now.ids[now.warm.neighbour[place]]
            both = one in was.number and other in was.number
            if not (both and was.warm.strength_of(was.number[one], was.number[other])):
                found.append((float(now.warm.strength[place]), one, other))
    who = people(view.whole, {id for _, *pair in found for id in pair})
    found.sort(key=lambda tie: (-round(tie[0], 12), tie[1:]))
    return tuple(Made(who[one], who[other], strength) for strength, one, other in found)


def _about(name: str, before: View, now: View, ties: tuple[Made, ...]) -> str:
    was, there = int(before.reached.warm.sum()), int(now.reached.warm.sum())
    made = f"{count(len(ties), 'warm tie')} between guests since" if ties else "no warm tie between guests since"
    fewer = " That is all that changed since: ties fade and posts end too." if there < was else ""
    return (
        f"{name}: {made}. Before, {was} of {len(before.triples)} useful triples had a warm route; "
        f"now {there} of {len(now.triples)} have one.{fewer}"
    )
