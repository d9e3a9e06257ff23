"""Which programmes take bids, with which limits, and which firm could bid with which council?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.days import spoken
from graph.errors import InputError, NotFoundError
from graph.next_council import interest
from graph.scene import Scene
from graph.statements import parts
from graph.triples import Reached, Triples
from graph.view import View
from queries.answer import Asked, Person, count, people, place_of

KINDS = ("programmes", "phases", "offers", "challenges", "pilots")
Row = dict[str, Any]  # cells are text


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a programme; None: no limit on record."""

    name: str
    max_suppliers: int | None
    months: int | None


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme with its limits and who is in it already."""

    id: str
    name: str
    funder: str  # "" where not known
    themes: tuple[str, ...]
    opens: str | None
    closes: str | None
    state: str  # open, not open yet, closed; or what is wrong with its days
    max_suppliers: int | None
    supplier_ids: tuple[str, ...]  # of pilots that it paid for, sorted
    suppliers: tuple[str, ...]  # their names, in that order
    phases: tuple[Phase, ...]  # in order


@dataclass(frozen=True, slots=True)
class Bid:
    """A firm that could bid together with a council, on one theme."""

    firm_id: str
    firm: str
    council_id: str
    council: str
    theme: str
    interest: str  # in words; "" where nothing on record shows any
    sponsor: Person  # who holds the budget: at the end of the best route, else the first by id
    odds: float  # P* of the best route, 0 without one
    band: str  # "" without a route
    warm: bool
    way: tuple[Person, ...]
    ready: bool  # interest and a warm route to the sponsor


@dataclass(frozen=True, slots=True)
class Programmes:
    """All programmes, those that take bids first; or one, with who could bid with whom."""

    asked: Asked
    summary: str
    programmes: tuple[Programme, ...]
    bids: tuple[Bid, ...]  # of the one asked for: those that are ready first, then by odds
    chosen: tuple[str, ...]  # names of the suppliers asked for, who fit the limits


def every(view: View) -> Programmes:
    """All programmes on record: open, not open yet, closed; in each those that close first, then by id."""
    told = _Told(view)
    found = sorted(told.programmes(), key=lambda one: (_order(one), one.closes or "9", one.id))
    takes = sum(one.state == "open" for one in found)
    summary = f"{takes} of {count(len(found), 'programme')} on record {'takes' if takes == 1 else 'take'} bids now."
    return Programmes(
        Asked.of(view.viewpoint), summary if found else "No programme is on record.", tuple(found), (), ()
    )


def named(view: View, text: str) -> str:
    """The id of the programme of this id or name; NotFoundError with the names that hold the text, else all."""
    found = list(_Told(view).programmes())
    for one in found:
        if text == one.id or text.casefold() == one.name.casefold():
            return one.id
    near = " or ".join(f"{one.name} ({one.id})" for one in found if text.casefold() in one.name.casefold())
    if near:
        raise NotFoundError(f'No programme is called "{text}". Did you mean {near}?')
    known = ", ".join(one.name for one in found) or "none"
    raise NotFoundError(f'No programme "{text}" is on record for this viewer. On record: {known}.')


def ask(
    view: View,
    programme: str,
    *,
    phase: str | None = None,
    suppliers: Collection[str] = (),
    months: int | None = None,
) -> Programmes:
    """Who could bid with whom in one programme; ``suppliers`` (ids) and ``months`` are held to the limits.

    A limit is that of the phase, else of the programme, where whoever is in it already counts too; a programme
    lasts as long as all its phases, if each says how long. InputError, with the limit, for a supplier or a month too
    many, and for a programme that closes before it opens;
    NotFoundError for a programme, phase or supplier that is not on record.
    """
    told = _Told(view)
    one = next((one for one in told.programmes() if one.id == programme), None)
    if one is None:
        raise NotFoundError(f'No programme with the id "{programme}" is on record for this viewer.')
    if one.opens and one.closes and one.closes < one.opens:
        raise InputError(
            f"{one.name} closes on {spoken(one.closes)}, before it opens on {spoken(one.opens)}. Correct one of the "
            "two days in programmes.csv and load it again."
        )
    chosen = tuple(dict.fromkeys(view.one("organisation", id) for id in suppliers))
    names = told.names(chosen)
    _within_limits(one, phase, chosen, months)
    bids = tuple(told.bids(one))
    return Programmes(Asked.of(view.viewpoint), _summary(one, bids), (one,), bids, names)


def _within_limits(one: Programme, phase: str | None, chosen: tuple[str, ...], months: int | None) -> None:
    if months is not None and months < 1:
        raise InputError("A bid takes at least 1 month: give a number from 1 up.")
    every = [part.months for part in one.phases]
    whole = sum(map(int, filter(None, every))) if every and None not in every else None
    where, most, longest, there = one.name, one.max_suppliers, whole, {*one.supplier_ids}
    if phase:
        found = next((part for part in one.phases if part.name.casefold() == phase.casefold()), None)
        if found is None:
            known = ", ".join(part.name for part in one.phases) or "none"
            raise NotFoundError(f'{one.name} has no phase "{phase}" on record. On record: {known}.')
        where, longest = f"{one.name}, {found.name},", found.months
        if found.max_suppliers is not None:  # of its own; else that of the programme holds
            most, there = found.max_suppliers, set()
    together = len(there | {*chosen})
    if most is not None and chosen and together > most:
        already = f" {len(there)} of them are in it already." if there else ""
        raise InputError(
            f"{where} takes at most {count(most, 'supplier')}; these would be {together}.{already} Leave out "
            f"{together - most}."
        )
    if longest is not None and months is not None and months > longest:
        raise InputError(f"{where} lasts at most {count(longest, 'month')}; {months} are too many.")


class _Told:
    """The rows of programmes and of what belongs to them, as this viewer sees them."""

    def __init__(self, view: View) -> None:
        self._view, self._scene = view, view.scene(*KINDS)
        self._places = {row["organisation_id"]: row for row in self._scene.things("organisations").to_pylist()}

    def names(self, ids: Collection[str]) -> tuple[str, ...]:
        """Names of these organisations; NotFoundError for one that is not on record."""
        for id in ids:
            place_of(self._scene, id)
            if self._places[id]["kind"] == "council":
                raise InputError(
                    f"{self._places[id]['name']} is a council, which is no supplier of a bid. Choose firms."
                )
        return tuple(self._places[id]["name"] for id in ids)

    def programmes(self) -> Iterator[Programme]:
        """Every programme, by id."""
        phases = _phases(self._scene)
        paid: dict[str, set[str]] = {}
        for row in self._scene.things("pilots").to_pylist():
            paid.setdefault(row["programme_id"] or "", set()).update(parts(row["supplier_ids"]))
        for row in self._scene.things("programmes").to_pylist():
            yield Programme(
                row["programme_id"],
                row["name"],
                self._places[row["funder_id"]]["name"] if row["funder_id"] else "",
                parts(row["themes"]),
                row["opens"],
                row["closes"],
                _state(row, self._scene.viewpoint.day),
                _number(row["max_suppliers"]),
                tuple(sorted(paid.get(row["programme_id"], ()))),
                tuple(self._places[firm]["name"] for firm in sorted(paid.get(row["programme_id"], ()))),
                tuple(phases.get(row["programme_id"], ())),
            )

    def bids(self, one: Programme) -> list[Bid]:
        """Every useful triple on the programme's themes (none named: on any), the ready ones first."""
        triples, found = self._view.triples, self._view.reached
        if one.themes:
            about = [n for n, theme in enumerate(triples.themes) if theme in one.themes]
            which = np.isin(triples.theme, about)
            triples, found = triples.only(which), found.only(which)
        asks = interest(self._view.whole, self._scene, triples.themes)
        challenges = set(self._scene.things("challenges").column("challenge_id").to_pylist())
        named = np.union1d(found.steps[found.steps >= 0], triples.holders.member).tolist()
        who = people(self._view.whole, [self._view.snapshot.ids[person] for person in named])
        made = [self._bid(triples, found, place, asks, challenges, who) for place in range(len(triples))]
        return sorted(made, key=lambda b: (not b.ready, -round(b.odds, 12), b.firm_id, b.council_id, b.theme))

    def _bid(
        self,
        triples: Triples,
        found: Reached,
        place: int,
        asks: dict[tuple[str, str], tuple[str, ...]],
        challenges: set[str],
        who: dict[str, Person],
    ) -> Bid:
        snapshot, (firm, council, theme) = self._view.snapshot, triples.ids(place)
        way = found.people(place)
        holders = triples.holders.members(int(triples.desk[place])).tolist()
        sponsor = way[-1] if way else min(holders)
        shows = asks.get((council, theme), ())
        warm = bool(found.warm[place])
        return Bid(
            firm,
            self._places[firm]["name"],
            council,
            self._places[council]["name"],
            theme,
            _interest(shows, challenges),
            who[snapshot.ids[sponsor]],
            float(found.odds[place]),
            found.band(place, snapshot),
            warm,
            tuple(who[snapshot.ids[person]] for person in way),
            warm and bool(shows),
        )


def _phases(scene: Scene) -> dict[str, list[Phase]]:
    """The phases of each programme in order; of several rows of one phase the last loaded."""
    rows: dict[tuple[str, str], Row] = {}
    for row in sorted(scene.rows["phases"].to_pylist(), key=lambda row: (row["seq"], row["id"])):
        rows[row["programme_id"], row["name"]] = row
    found: dict[str, list[Phase]] = {}
    for row in sorted(rows.values(), key=lambda row: (_number(row["number"]) or 1_000, row["name"])):
        part = Phase(row["name"], _number(row["max_suppliers"]), _number(row["months"]))
        found.setdefault(row["programme_id"], []).append(part)
    return found


def _interest(shows: tuple[str, ...], challenges: set[str]) -> str:
    asked = sum(id in challenges for id in shows)
    told = ((asked, "open challenge"), (len(shows) - asked, "recent pilot"))
    return " and ".join(count(number, name) for number, name in told if number)


def _state(row: Row, day: str) -> str:
    if row["opens"] and row["closes"] and row["closes"] < row["opens"]:
        return "closes before it opens"
    if (row["opens"] or day) > day:
        return "not open yet"
    return "open" if (row["closes"] or day) >= day else "closed"


def _order(one: Programme) -> int:
    states = ("open", "not open yet", "closed")
    return states.index(one.state) if one.state in states else len(states)


def _number(cell: str | None) -> int | None:
    return int(cell) if cell else None


def _summary(one: Programme, bids: tuple[Bid, ...]) -> str:
    state = "takes bids" if one.state == "open" else f"is {one.state}"
    if not bids:
        return f"{one.name} {state}. No firm on record offers its themes where a council is known to hold a budget."
    ready, firms = [bid for bid in bids if bid.ready], len({bid.firm_id for bid in bids})
    told = (
        f"{one.name} {state}. Of {count(len(bids), 'pair')} of firm and council on its themes {len(ready)} "
        f"{'has' if len(ready) == 1 else 'have'} all three: interest, a sponsor and a warm route"
    )
    return f"{told} ({count(len({bid.firm_id for bid in ready}), 'firm')} of {firms})."
