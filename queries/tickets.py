"""Which events are worth a ticket for this firm?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.errors import NotFoundError
from graph.offers import themes_of
from graph.scene import Scene
from graph.statements import parts
from graph.triples import Triples
from graph.view import View
from queries.answer import Asked, Person, count, people, unless_small
from queries.event_rules import incumbents

_NOBODY = np.zeros(0, np.int32)
_EDITION = re.compile(r"\b(?:19|20)\d\d\b|\b\d+(?:st|nd|rd|th)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody useful, and how often they came to the editions with a list: 1 each time, half where only registered."""

    person: Person
    chance: float


@dataclass(frozen=True, slots=True)
class Ticket:
    """An event and its editions on record, told by the last of them."""

    event: str  # id of the last edition
    name: str
    on: str | None
    editions: int  # with a list of who was there
    organiser: str
    format: str
    price: float | None  # pounds; None: not known
    expected: float  # useful people there, by past attendance
    per_pound: float | None  # None: free, or the price is not known
    useful: tuple[Expected, ...]  # most likely first
    incumbents: tuple[str, ...]  # sponsors that already supply councils of the firm's useful triples
    words: str


@dataclass(frozen=True, slots=True)
class Tickets:
    """Free events first, then most useful people a pound, then those of unknown price; all by people, then id."""

    asked: Asked
    firm: str
    summary: str
    tickets: tuple[Ticket, ...]


def ask(view: View, firm: str) -> Tickets:
    """For one firm by id; NotFoundError if it is not on record. Useful: a budget holder whom nobody there knows yet."""
    firm, scene = view.one("organisation", firm), view.scene("events", "attendance", "offers", "pilots", "awards")
    names = _names(scene)
    if firm not in names:
        raise NotFoundError(f'No organisation with the id "{firm}" is on record for this viewer.')
    triples = view.triples.only(view.triples.of(firm=firm))
    wanted = _useful(view, triples)
    editions: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in scene.things("events").to_pylist():
        if row["format"] != "report":
            editions.setdefault((row["organiser_id"] or "", _series(row["name"])), []).append(row)
    there = _attendance(scene)
    suppliers = incumbents(
        scene, triples, {s for row in scene.things("events").to_pylist() for s in parts(row["sponsor_ids"])}
    )
    made = [_ticket(view, told, there, wanted, suppliers, names) for told in editions.values()]
    made = [ticket for ticket in made if ticket.expected > 0]
    made.sort(key=lambda t: (_place(t), -round(t.per_pound or 0, 12), -round(t.expected, 12), t.event))
    return Tickets(Asked.of(view.viewpoint), names[firm], _about(scene, firm, names[firm], triples, made), tuple(made))


def _useful(view: View, triples: Triples) -> set[str]:
    """Budget holders of the firm's triples to whom nobody of the firm has a warm tie of at least 0.30."""
    snapshot = view.snapshot
    staff = np.unique(np.concatenate([triples.staff.members(f) for f in np.unique(triples.firm)] or [_NOBODY]))
    places, _ = snapshot.warm.entries(staff)
    known = snapshot.warm.neighbour[places][snapshot.warm.strength[places] >= d.NEW_TIE - d.TOLERANCE]
    holders = {int(h) for desk in np.unique(triples.desk) for h in triples.holders.members(desk)}
    may = snapshot.passes & ~snapshot.objected_suppliers
    return {snapshot.ids[holder] for holder in holders - set(known.tolist()) - set(staff.tolist()) if may[holder]}


def _attendance(scene: Scene) -> Mapping[str, Mapping[str, float]]:
    """Event -> person -> 1, or half for who only registered."""
    found: dict[str, dict[str, float]] = {}
    for row in scene.rows["attendance"].select(["event_id", "person_id", "role"]).to_pylist():
        came = d.REGISTERED_ONLY if row["role"] == "registered" else 1.0
        people_there = found.setdefault(row["event_id"], {})
        people_there[row["person_id"]] = max(came, people_there.get(row["person_id"], 0.0))
    return found


def _ticket(
    view: View,
    told: list[dict[str, str]],
    there: Mapping[str, Mapping[str, float]],
    wanted: set[str],
    suppliers: Mapping[str, list[str]],
    names: Mapping[str, str],
) -> Ticket:
    last = max(told, key=lambda row: (row["on"] or "", row["event_id"]))
    came: dict[str, float] = {}
    lists = [there[row["event_id"]] for row in told if row["event_id"] in there]  # without one it says of nobody
    for listed in lists:
        for person, worth in listed.items():
            if person in wanted:
                came[person] = came.get(person, 0.0) + worth / len(lists)
    expected, price = sum(came.values()), float(last["price_gbp"]) if last["price_gbp"] else None
    who = people(view.whole, came)
    useful = [
        Expected(who[id], chance) for id, chance in sorted(came.items(), key=lambda one: (-round(one[1], 12), one[0]))
    ]
    flagged = tuple(names.get(firm, firm) for firm in sorted(parts(last["sponsor_ids"])) if firm in suppliers)
    cost = "price not known" if price is None else "free" if price == 0 else f"£{price:,.0f}"
    by = f"by {count(len(lists), 'edition')} with a list on record"
    words = f"{expected:.1f} useful people expected, {by}; {cost}"
    return Ticket(
        last["event_id"],
        last["name"],
        last["on"],
        len(lists),
        names.get(last["organiser_id"] or "", ""),
        last["format"] or "",
        price,
        expected,
        expected / price if price else None,
        tuple(useful),
        flagged,
        words,
    )


def _series(name: str) -> str:
    """The name without its year or number, by which the editions of an event belong together."""
    return " ".join(_EDITION.sub(" ", name).casefold().split()) or name


def _place(ticket: Ticket) -> int:
    return 2 if ticket.price is None else 1 if ticket.price else 0


def _names(scene: Scene) -> dict[str, str]:
    table = scene.things("organisations")
    return dict(zip(*(table.column(name).to_pylist() for name in ("organisation_id", "name")), strict=True))


def _about(scene: Scene, firm: str, name: str, triples: Triples, tickets: list[Ticket]) -> str:
    if no_firm := unless_small(scene, firm):
        return no_firm
    if not themes_of(scene, firm):
        return f"What {name} offers is not known, so nobody can be said to be useful to it. Say its themes first."
    if not len(triples):
        return f"No useful triple of {name} is on record: no council here has a budget holder for what it offers."
    if not tickets:
        return f"Nobody whom {name} still has to meet is on the list of any event on record."
    first = tickets[0]
    flag = f" Its sponsor {first.incumbents[0]} already supplies a council there." if first.incumbents else ""
    return f"Most for the money: {first.name}, {first.words}.{flag}"
