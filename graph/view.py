"""``view(store, viewer, as_at)`` is the only way to a graph.

A view answers for one viewer, one as-at date and one day of asking. It filters statements before anything is derived,
whether it reads the whole store (``snapshot``) or a neighbourhood (``near``, ``around``, ``council``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from graph.derived import Derived, derive
from graph.directory import Directory
from graph.errors import InputError
from graph.near import Nearby, around_miss, around_pair
from graph.sameness import MATCHES
from graph.scene import Scene, Viewpoint, see
from graph.snapshot import Snapshot
from graph.statements import KINDS
from graph.store import Store

if TYPE_CHECKING:
    from graph.connectors import Connectors
    from graph.history import Deeds
    from graph.measures import Engine
    from graph.pockets import Silos
    from graph.triples import Reached, Triples
    from graph.visibility import Visibility

TIE_KINDS_READ = (  # what ties, odds and filters are made of
    "organisations",
    "departments",
    "people",
    "posts",
    "contacts",
    "endorsements",
    "events",
    "attendance",
    "pilots",
    "pilot_people",
    "introductions",
    "objections",
    "titles",
    "person_matches",
    "organisation_matches",
)


class View:
    """The graph as one viewer may see it. Cheap to make; reads when asked."""

    def __init__(self, store: Store, viewpoint: Viewpoint) -> None:
        self._store = store
        self.viewpoint = viewpoint

    def on(self, as_at: date) -> View:
        """What the same viewer, asked on the same day, sees as at another."""
        return View(self._store, replace(self.viewpoint, as_at=as_at))

    def of_everybody(self) -> View:
        """What the public, asked on the same day, sees as at the same day."""
        return View(self._store, replace(self.viewpoint, viewer=None))

    @cached_property
    def whole(self) -> Derived:
        """Everything this viewer sees and all that follows; reads the whole store and keeps it in memory."""
        return derive(see(self._store.read(TIE_KINDS_READ), self.viewpoint))

    @cached_property
    def snapshot(self) -> Snapshot:
        """The arrays for routes and measures; reads the whole store once and keeps only the arrays."""
        return Snapshot.of(self.__dict__.get("whole") or derive(see(self._store.read(TIE_KINDS_READ), self.viewpoint)))

    @cached_property
    def connectors(self) -> Connectors:
        """Through whom the best routes run; one search from each decision-maker, so made once."""
        from graph.connectors import connectors  # here, so that a question that measures nothing loads no measures

        return connectors(self.snapshot, self.whole.posts)

    @cached_property
    def visibility(self) -> Visibility:
        """How visible everybody is; betweenness is dear, so made once."""
        from graph.visibility import visibility

        return visibility(self.whole.scene, self.snapshot)

    @cached_property
    def silos(self) -> Silos:
        """Every council's officers, and what is found about it beside all others; made once."""
        from graph.pockets import silos

        return silos(self.whole)

    @cached_property
    def triples(self) -> Triples:
        """Every useful triple of firm, council and theme; people and organisations are positions in ``whole.scene``."""
        from graph.triples import useful_triples

        return useful_triples(self.whole, self.scene("offers").rows["offers"])

    @cached_property
    def reached(self) -> Reached:
        """The best route of every useful triple; a search for each firm or budget holder, so made once."""
        from graph.triples import reached

        return reached(self.triples, self.snapshot)

    @cached_property
    def directory(self) -> Directory:
        """Names of all people, organisations, pilots and events that this viewer sees."""
        return Directory(self.scene("people", "organisations", "posts", "pilots", "events", "offers", "challenges"))

    def scene(self, *kinds: str) -> Scene:
        """All visible statements of these kinds (none named: of every kind), and what decides whether they are seen."""
        needed = {"objections", "organisations", "people", *MATCHES.values()} | {
            KINDS_OF[column.names] for kind in kinds for column in KINDS[kind].columns if column.names in KINDS_OF
        }
        return see(self._store.read(tuple(needed | set(kinds)) if kinds else None), self.viewpoint)

    def near(self, people: Collection[str], *, whole_events: bool = False) -> Derived:
        """These people with all their ties and the statements behind them; ``whole_events`` for their leads too."""
        near = Nearby(self._store, self.viewpoint, whole_events=whole_events)
        near.complete(people)
        near.settle()
        return near.derived()

    def one(self, thing: str, id: str) -> str:
        """The id under which a person or organisation is shown: its own, unless it is judged the same as another."""
        if "whole" in self.__dict__:
            return self.whole.scene.one(thing, id)
        columns = [(MATCHES[thing], column) for column in KINDS[MATCHES[thing]].lookups]
        if not any(map(len, self._store.neighbours({found_by: [id] for found_by in columns}))):
            return id
        near = Nearby(self._store, self.viewpoint)
        for kind, column in columns:
            near.want(kind, column, [id])
        near.settle()
        return near.scene().one(thing, id)

    def sees_person(self, person: str) -> bool:
        """Whether this id is a person on record for this viewer; two or three look-ups."""
        near = Nearby(self._store, self.viewpoint)
        near.want("people", "person_id", [person])
        near.want("objections", "person_id", [person])
        near.want("person_matches", "person_a", [person])
        near.want("person_matches", "person_b", [person])
        near.settle()
        scene = near.scene()
        return scene.one("person", person) in scene.number

    def around(self, askers: Collection[str], targets: Collection[str]) -> Snapshot:
        """A snapshot of the part of the graph that holds every route between these people, by ``neighbours`` alone."""
        return Snapshot.of(around_pair(self._store, self.viewpoint, askers, targets).derived())

    def around_miss(self, asker: str, target: str) -> Snapshot:
        """A wider part, for what is asked when there is no route: the closest miss, and ties that would make one."""
        return Snapshot.of(around_miss(self._store, self.viewpoint, asker, target).derived())

    def data_science(self) -> Engine:
        """Measures that run in Neo4j's Graph Data Science; InputError if the store is none, or has none."""
        engine: Callable[[], Engine] | None = getattr(self._store, "data_science", None)
        if engine is None:
            raise InputError("Graph Data Science is part of a Neo4j server, and this store is a file.")
        return engine()

    def telling_of(self, thing: str, ids: Collection[str]) -> Scene:
        """The rows by which these people or organisations are found, and what those name; nothing is derived."""
        near = Nearby(self._store, self.viewpoint)
        for kind in KINDS.values():
            for column in kind.found_by(thing):
                near.want(kind.name, column, ids)
        near.settle()
        return near.scene()

    def history(self, *, what: str | None = None, first: int = 0, most: int = 20) -> Deeds:
        """What was done to the store, newest first; what an entry says as far as this viewer sees it."""
        from graph.history import history  # here, for it is read by one question

        return history(self._store, self.viewpoint, what=what, first=first, most=most)

    def council(self, organisation: str) -> Derived:
        """An organisation with every row that it can be found by, its pilots, and the people in them."""
        near = Nearby(self._store, self.viewpoint)
        for kind in KINDS.values():
            for column in kind.found_by("organisation"):
                near.want(kind.name, column, [organisation])
        near.settle(pilots_of=organisation)
        return near.derived()


def view(store: Store, viewer: str | None, as_at: date, today: date | None = None) -> View:
    """The view of an organisation (None: the public) as at a day; ``today`` is the day of asking, else that day."""
    return View(store, Viewpoint(viewer, as_at, today or as_at))


KINDS_OF = {kind.describes: kind.name for kind in KINDS.values() if kind.describes}


def current_people(derived: Derived, organisation: str) -> list[str]:
    """Ids of people in post at an organisation now, sorted."""
    posts = derived.posts
    there = pc.equal(posts.table.column("organisation_id"), organisation).fill_null(False).to_numpy()
    return sorted({derived.scene.people[position] for position in posts.person[there & posts.current]})
