"""Who may be invited to an event, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import definitions as d
from graph.derived import Derived
from graph.errors import InputError, NotFoundError
from graph.scene import Scene
from graph.triples import Triples
from graph.view import View


@dataclass(frozen=True, slots=True)
class EventAsked:
    """An event that somebody plans. Ids of people and organisations; numbers of guests as "sme=2", "region:North=3"."""

    seats: int
    format: str = "roundtable"
    on: str | None = None  # day of the event
    themes: tuple[str, ...] = ()  # useful triples on these alone; none named: on all
    candidates: tuple[str, ...] = ()  # people; with none of these three named: everybody eligible but large suppliers
    listed_at: tuple[str, ...] = ()  # candidates: whoever is on the list of one of these events
    regions: tuple[str, ...] = ()  # candidates: whoever is in post in one of these regions
    at_least: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    per_firm: int | None = None  # no more than so many from one firm
    sponsors: tuple[str, ...] = ()
    no_incumbent_sponsor: bool = False


@dataclass(frozen=True)
class Guests:
    """The candidates, and what is known of them."""

    derived: Derived
    triples: Triples
    supplies: Scene  # pilots and awards, which say who is an incumbent
    offers: tuple[tuple[str, str], ...]  # firm and theme
    people: np.ndarray  # positions

    def where(self, posts: np.ndarray) -> np.ndarray:
        """Which candidates hold one of these posts; a mask of candidates."""
        return np.asarray(self.derived.posts.anyone(posts)[self.people])

    def at(self, organisations: Iterable[str]) -> np.ndarray:
        """Which candidates are in post at one of these organisations now."""
        return _in_post(self.derived, organisations)[self.people]

    def named(self, ids: Iterable[str]) -> np.ndarray:
        """Which candidates these people are, by any id that is judged to be theirs."""
        scene = self.derived.scene
        return np.isin(self.people, [scene.number.get(scene.one("person", id), -1) for id in ids])


def candidates(view: View, event: EventAsked) -> tuple[Guests, str]:
    """Whoever may be invited, and how they were chosen where there are too many to weigh every pair.

    NotFoundError for somebody, InputError for an event or a region that is not on record.
    """
    snapshot, triples = view.snapshot, view.triples
    if event.themes:
        triples = triples.only(np.isin(triples.theme, [n for n, t in enumerate(triples.themes) if t in event.themes]))
    places, narrowed = np.flatnonzero(snapshot.passes & _wanted(view, event)), ""
    if len(places) > d.EVENT_CANDIDATES:
        must = snapshot.mask([snapshot.number[id] for id in event.must if id in snapshot.number])
        concerned, degree = triples.concerned(len(snapshot.ids)), np.diff(snapshot.warm.ptr)
        order = np.lexsort((places, -degree[places], -concerned[places], ~must[places]))
        narrowed = (
            f"Of {len(places):,} people who could be invited, the {d.EVENT_CANDIDATES} in most useful triples were "
            "weighed, then those with most warm ties. Name a theme, a region, the list of an event, or the candidates, "
            "for others."
        )
        places = np.sort(places[order[: d.EVENT_CANDIDATES]])
    supplies = view.scene("offers", "pilots", "awards")
    offers = supplies.rows["offers"]
    themes = zip(*(offers.column(name).to_pylist() for name in ("organisation_id", "theme")), strict=True)
    return Guests(view.whole, triples, supplies, tuple(themes), places), narrowed


def _wanted(view: View, event: EventAsked) -> np.ndarray:
    """A mask of people: whoever is named, on one of the lists and in one of the regions, as far as these are told.

    Large suppliers come only where people or lists are named: they were chosen then.
    """
    whole, snapshot = view.whole, view.snapshot
    wanted = np.ones(len(snapshot.ids), bool)
    if event.candidates:
        unknown = [id for id in event.candidates if id not in snapshot.number]
        if unknown:
            raise NotFoundError(f'Nobody with the id "{unknown[0]}" is on record for this viewer.')
        wanted &= snapshot.mask([snapshot.number[id] for id in event.candidates])
    if event.listed_at:
        wanted &= snapshot.mask([snapshot.number[id] for id in _listed(view, event.listed_at) if id in snapshot.number])
    if not event.candidates and not event.listed_at:
        wanted &= ~whole.posts.now_at("large_supplier")
    if event.regions:
        wanted &= _in_post(whole, in_regions(whole.scene, event.regions))
    return wanted


def _in_post(derived: Derived, organisations: Iterable[str]) -> np.ndarray:
    """A mask of people: who is in post at one of these organisations now."""
    ids, wanted, posts = (
        derived.scene.things("organisations").column("organisation_id"),
        set(organisations),
        derived.posts,
    )
    there = np.array([id in wanted for id in ids.to_pylist()], bool)
    return np.asarray(posts.anyone(posts.current & there[posts.organisation]))


def _listed(view: View, events: tuple[str, ...]) -> list[str]:
    """The ids of whoever is on the list of one of these events."""
    scene = view.scene("events", "attendance")
    known = set(scene.things("events").column("event_id").to_pylist())
    if unknown := [event for event in events if event not in known]:
        raise NotFoundError(f'No event with the id "{unknown[0]}" is on record for this viewer.')
    table = scene.rows["attendance"]
    there = pc.is_in(table.column("event_id"), value_set=pa.array(events, pa.string()))
    return list(pc.unique(table.filter(there).column("person_id")).to_pylist())


def regions(view: View) -> dict[str, str]:
    """The regions of organisations on record, by name; each once, as a choice."""
    told = view.whole.scene.things("organisations").column("region")
    return {region: region for region in sorted(pc.unique(told).drop_null().to_pylist())}


def in_regions(scene: Scene, names: Iterable[str]) -> list[str]:
    """The ids of the organisations in these regions, whatever their capitals; InputError for one that none is in."""
    rows = scene.things("organisations").select(["organisation_id", "region"]).to_pylist()
    wanted = {name.casefold(): name for name in names}
    there = {row["region"].casefold(): row["region"] for row in rows if row["region"]}
    if unknown := [name for key, name in wanted.items() if key not in there]:
        known = f" On record: {', '.join(sorted(there.values()))}." if there else ""
        raise InputError(f'No organisation on record is in a region called "{unknown[0]}".{known}')
    return [row["organisation_id"] for row in rows if (row["region"] or "").casefold() in wanted]
