"""What is known of this person or organisation, who says so, and whom do they know?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import definitions as d
from graph.derived import Derived
from graph.errors import NotFoundError
from graph.evidence import EvidenceRow, between
from graph.statements import KINDS, Batch, Statement
from graph.tie_strength import leads
from graph.view import View, current_people
from queries.answer import Asked, Person, people

FIRST_NODES = 150  # a picture shows so many at first
MOST_NODES = 2_000  # and never more than so many


@dataclass(frozen=True, slots=True)
class Post:
    """A post as one row says it."""

    person_id: str
    person: str
    title: str
    organisation_id: str
    organisation: str
    starts: str | None
    ends: str | None
    now: bool
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody they know, and how well."""

    person: Person
    through: str  # of an organisation: which of its people knows them; else ""
    through_id: str
    strength: float
    strength_word: str
    warm: bool


@dataclass(frozen=True, slots=True)
class SameRoom:
    """Somebody who was at the same events and is not known to know them: a lead, never an introduction."""

    person: Person
    strength: float


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in the picture."""

    id: str
    name: str
    kind: str  # person, officer, or a kind of organisation
    detail: str
    organisation_id: str = ""  # of a person: where they hold their highest post now


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie in the picture."""

    a: str
    b: str
    strength: float | None  # None: not a tie between people but "works at"
    words: str


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Those around, strongest first, and the ties between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int  # how many more there are


@dataclass(frozen=True, slots=True)
class Explored:
    """All that this viewer may know of one thing."""

    asked: Asked
    thing: str  # person or organisation
    id: str
    name: str
    kind: str  # officer, person, or a kind of organisation
    summary: str
    posts: tuple[Post, ...]
    knows: tuple[Known, ...]
    same_room: tuple[SameRoom, ...]  # of a person, strongest first
    statements: tuple[Statement, ...] = field(repr=False)
    around: Neighbourhood = field(repr=False)


def ask(view: View, id: str, *, also: tuple[str, ...] = (), most: int = FIRST_NODES) -> Explored:
    """Answer for the id of a person or an organisation; NotFoundError if the viewer sees neither.

    ``also``: people whose own ties the picture shows too. ``most``: nodes in the picture, up to 2,000.
    """
    id = view.one("organisation", view.one("person", id))
    near = view.near([id])
    if id in near.scene.number:
        return _person(view, near, id, also, min(most, MOST_NODES))
    there = view.council(id)
    if id in there.scene.things("organisations").column("organisation_id").to_pylist():
        return _organisation(view, there, id, also, min(most, MOST_NODES))
    raise NotFoundError(f'Nothing with the id "{id}" is on record for this viewer.')


def tie(view: View, one: str, other: str) -> tuple[EvidenceRow, ...]:
    """All evidence for the tie of two people; empty where there is none, or one of them is not seen."""
    one, other = view.one("person", one), view.one("person", other)
    near = view.near([one, other])
    number = near.scene.number
    return between(near, one, other) if one in number and other in number else ()


def home(view: View, person: str) -> str | None:
    """Organisation where somebody holds their highest post now; None without one, or if they are not seen."""
    who = people(view.near([person]), [person]).get(person)
    return (who.organisation_id or None) if who else None


def _person(view: View, near: Derived, id: str, also: tuple[str, ...], most: int) -> Explored:
    who = people(near, [id])[id]
    knows = _knows(near, [id])
    posts = _posts(near, lambda row: row["person_id"] == id)
    kind = "officer" if near.posts.officers[near.scene.number[id]] else "person"
    return Explored(
        Asked.of(view.viewpoint),
        "person",
        id,
        who.name,
        kind,
        _about_person(who, knows),
        posts,
        knows,
        _same_room(view, id),
        _naming(near, "person", id),
        _neighbourhood(view, [id], also, most),
    )


def _organisation(view: View, there: Derived, id: str, also: tuple[str, ...], most: int) -> Explored:
    row = next(r for r in there.scene.things("organisations").to_pylist() if r["organisation_id"] == id)
    staff = current_people(there, id)
    near = view.near(staff)
    knows = tuple(known for known in _knows(near, staff) if known.person.id not in staff)
    posts = _posts(there, lambda post: post["organisation_id"] == id)
    return Explored(
        Asked.of(view.viewpoint),
        "organisation",
        id,
        row["name"],
        row["kind"],
        _about_organisation(row, staff, knows, _doors(near, staff)),
        posts,
        knows,
        (),
        _naming(there, "organisation", id),
        _neighbourhood(view, staff, also, most, centre=Node(id, row["name"], row["kind"], "")),
    )


def _about_person(who: Person, knows: tuple[Known, ...]) -> str:
    post = f"{who.title} at {who.organisation}" if who.title else "no post on record now"
    warm = [known for known in knows if known.warm]
    strong = [known for known in warm if known.strength_word == "strong"]
    places = {known.person.organisation_id for known in warm if known.person.organisation_id}
    if not warm:
        return f"{who.name}: {post}. No warm tie to anybody is on record."
    ties = f"Knows {len(warm)} {'person' if len(warm) == 1 else 'people'} well enough to ask ({len(strong)} strong)"
    return f"{who.name}: {post}. {ties}, at {len(places)} organisation{'' if len(places) == 1 else 's'}."


def _about_organisation(row: dict[str, str], staff: list[str], knows: tuple[Known, ...], doors: int) -> str:
    kind = row["kind"].replace("_", " ").replace("sme", "small firm")
    outside = {known.person.id for known in knows if known.warm}
    if not staff:
        return f"{row['name']}: {kind}. Nobody in post there is on record."
    told = f"{row['name']}: {kind}. {len(staff)} {'person' if len(staff) == 1 else 'people'} in post on record"
    if not outside:
        return f"{told}; none of them has a warm tie to anybody elsewhere."
    return f"{told}; {doors} of them know{'s' if doors == 1 else ''} {len(outside)} elsewhere."


def _knows(near: Derived, ids: Collection[str]) -> tuple[Known, ...]:
    """Ties of these people, strongest first, then by id; of two of them who know a third, the stronger stands."""
    scene, ties = near.scene, near.ties
    mine = {scene.number[person] for person in ids if person in scene.number}
    best: dict[int, tuple[float, int, bool]] = {}
    for a, b, strength, warm in zip(ties.a.tolist(), ties.b.tolist(), ties.strength.tolist(), ties.warm, strict=True):
        for one, other in ((a, b), (b, a)):
            if one in mine and (other not in best or strength > best[other][0]):
                best[other] = (strength, one, bool(warm))
    who = people(near, [scene.people[place] for place in {*best, *mine}])
    ranked = sorted(best.items(), key=lambda item: (-round(item[1][0], 12), scene.people[item[0]]))
    single = len(mine) == 1
    return tuple(
        Known(
            who[scene.people[other]],
            "" if single else who[scene.people[through]].name,
            scene.people[through],
            strength,
            d.strength_word(strength),
            warm,
        )
        for other, (strength, through, warm) in ranked
    )


def _same_room(view: View, id: str) -> tuple[SameRoom, ...]:
    ends = view.near([id], whole_events=True)
    scene, me = ends.scene, ends.scene.number[id]
    ties, _ = leads(scene, ends.posts, ends.pilots, me)
    other = [scene.people[b if a == me else a] for a, b in zip(ties.a, ties.b, strict=True)]
    who = people(ends, other)
    ranked = sorted(zip(other, ties.strength, strict=True), key=lambda lead: (-round(float(lead[1]), 12), lead[0]))
    return tuple(SameRoom(who[person], float(strength)) for person, strength in ranked)


def _doors(near: Derived, staff: list[str]) -> int:
    """How many of these people have a warm tie to somebody who is none of them."""
    mine = np.zeros(len(near.scene.people), bool)
    mine[[near.scene.number[person] for person in staff if person in near.scene.number]] = True
    a, b = near.ties.a[near.ties.warm], near.ties.b[near.ties.warm]
    return len(np.unique(np.r_[a[mine[a] & ~mine[b]], b[mine[b] & ~mine[a]]]))


def _posts(derived: Derived, wanted: Callable[[Any], bool]) -> tuple[Post, ...]:
    people_named = _names(derived, "people")
    places = _names(derived, "organisations")
    found = []
    for row, current in zip(derived.posts.table.to_pylist(), derived.posts.current.tolist(), strict=True):
        if wanted(row):
            found.append(
                Post(
                    row["person_id"],
                    people_named.get(row["person_id"], row["person_id"]),
                    row["title"],
                    row["organisation_id"],
                    places.get(row["organisation_id"], row["organisation_id"]),
                    row["starts"],
                    row["ends"],
                    current,
                    row["source"] or "not known",
                )
            )
    return tuple(sorted(found, key=lambda post: (not post.now, post.person, post.title)))


def _names(derived: Derived, kind: str) -> dict[str, str]:
    table = derived.scene.things(kind)
    return dict(
        zip(table.column(KINDS[kind].columns[0].name).to_pylist(), table.column("name").to_pylist(), strict=True)
    )


def _naming(derived: Derived, thing: str, id: str) -> tuple[Statement, ...]:
    """Every statement that a store finds by this id, in the order of kinds, then of ids.

    What was read besides, and names it in another column, is left out: whether it was read may depend on what the
    viewer may not see.
    """
    found: list[Statement] = []
    for kind, table in derived.scene.rows.items():
        keep = np.zeros(len(table), bool)
        for name in KINDS[kind].found_by(thing):
            keep |= pc.equal(table.column(name), id).fill_null(False).to_numpy()
        found += Batch(kind, table.filter(pa.array(keep))).statements() if keep.any() else ()
    return tuple(found)


def _neighbourhood(
    view: View, core: list[str], also: tuple[str, ...], most: int, *, centre: Node | None = None
) -> Neighbourhood:
    """The core people with whom they know, strongest ties first, and all ties between those shown."""
    near = view.near({*core, *also})
    wanted = [person for person in (*core, *also) if person in near.scene.number]
    ranked = list(dict.fromkeys([*wanted, *(known.person.id for known in _knows(near, wanted))]))
    shown = ranked[: most - (1 if centre else 0)]
    exact = view.near(shown) if len(shown) <= FIRST_NODES else near
    who, officers = people(exact, shown), exact.posts.officers
    nodes = [
        Node(p, who[p].name, "officer" if officers[exact.scene.number[p]] else "person", *_placed(who[p]))
        for p in shown
        if p in who
    ]
    edges = _edges(exact, set(shown))
    if centre:
        nodes = [centre, *nodes]
        edges += [Edge(centre.id, person, None, "works here") for person in core if person in who]
    return Neighbourhood(tuple(nodes), tuple(edges), len(ranked) - len(shown))


def _placed(who: Person) -> tuple[str, str]:
    return (f"{who.title}, {who.organisation}", who.organisation_id) if who.title else ("", "")


def _edges(derived: Derived, shown: set[str]) -> list[Edge]:
    ids, ties = derived.scene.people, derived.ties
    return [
        Edge(ids[a], ids[b], float(strength), d.strength_word(strength))
        for a, b, strength, warm in zip(
            ties.a.tolist(), ties.b.tolist(), ties.strength.tolist(), ties.warm, strict=True
        )
        if warm and ids[a] in shown and ids[b] in shown
    ]
