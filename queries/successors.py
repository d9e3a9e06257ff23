"""Which posts are to be confirmed at a successor council?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from graph.days import AFTER_ALL, day_number, days
from graph.posts import Posts, posts
from graph.scene import Scene
from graph.view import View
from queries.answer import Asked, count


@dataclass(frozen=True, slots=True)
class Successor:
    """A council that came after another and is open now."""

    id: str
    name: str
    starts: str | None  # its first day


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """A post that ended with its council and with nothing else, of somebody who is at no successor now."""

    council_id: str
    council: str
    closed_on: str  # last day
    successors: tuple[Successor, ...]  # all who came after it, by name; none is chosen; empty: none is on record
    person_id: str
    person: str
    title: str
    function: str | None  # as the row says, not read from the title
    level: str | None
    source: str  # who said last that the post is held


@dataclass(frozen=True, slots=True)
class ToBeConfirmed:
    """All such posts, by council, person and title."""

    asked: Asked
    posts: tuple[ToConfirm, ...]
    councils: int  # how many closed councils they were at
    summary: str


def ask(view: View, council: str | None = None) -> ToBeConfirmed:
    """Answer for all closed councils, or one by id. Nothing is moved by itself: each post is somebody's to confirm."""
    scene = view.scene("posts", "departments", "titles")
    found = _found(scene, posts(scene))
    if council is not None:
        found = [one for one in found if one.council_id == scene.one("organisation", council)]
    councils = len({one.council_id for one in found})
    return ToBeConfirmed(Asked.of(view.viewpoint), tuple(found), councils, _summary(len(found), councils))


def _summary(found: int, councils: int) -> str:
    if not found:
        return "No post waits to be confirmed at a successor council."
    return (
        f"{count(found, 'post')} ended only because {count(councils, 'council')} closed. "
        f"Whether {'it goes' if found == 1 else 'they go'} on at a successor is for you to confirm."
    )


def _found(scene: Scene, held: Posts) -> list[ToConfirm]:
    councils = {row["organisation_id"]: row for row in scene.things("organisations").to_pylist()}
    names = scene.things("people").column("name")
    told = held.table.take(pa.array(_ended_with_council(scene, held))).to_pylist()
    found = []
    for post in told:
        council, person = councils[post["organisation_id"]], scene.number[post["person_id"]]
        after = _open_successors(councils, council, scene.viewpoint.day)
        now_at = set(
            held.table.filter(pa.array(held.current & (held.person == person))).column("organisation_id").to_pylist()
        )
        if now_at & {one.id for one in after}:
            continue
        found.append(
            ToConfirm(
                council_id=post["organisation_id"],
                council=council["name"],
                closed_on=council["ends"],
                successors=after,
                person_id=post["person_id"],
                person=names[person].as_py(),
                title=post["title"],
                function=post["function"],
                level=post["level"],
                source=post["source"] or "not known",
            )
        )
    return sorted(found, key=lambda one: (one.council, one.council_id, one.person, one.person_id, one.title))


def _ended_with_council(scene: Scene, held: Posts) -> np.ndarray:
    """Entries that would still be held now if their council were open."""
    day, organisations = day_number(scene.viewpoint.as_at), scene.things("organisations")
    closed = (days(organisations.column("ends"), AFTER_ALL) < day)[held.organisation]
    council = np.asarray(organisations.column("kind").to_pylist(), object)[held.organisation] == "council"
    own_end = days(held.table.column("ends"), AFTER_ALL)
    return np.flatnonzero(council & closed & (held.starts <= day) & (own_end >= day))


def _open_successors(
    councils: dict[str, dict[str, str | None]], closed: dict[str, str | None], day: str
) -> tuple[Successor, ...]:
    """Whoever came after it, and after them, as long as it is open now."""
    seen: set[str] = set()
    left = (closed["replaced_by"] or "").split("|")
    found = []
    while left:
        row = councils.get(id_ := left.pop())
        if row is None or id_ in seen:
            continue
        seen.add(id_)
        if (row["ends"] or day) >= day:
            found.append(Successor(id_, row["name"] or id_, row["starts"]))
        else:
            left += (row["replaced_by"] or "").split("|")
    return tuple(sorted(found, key=lambda one: (one.name, one.id)))
