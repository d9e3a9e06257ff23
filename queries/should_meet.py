"""Which people should meet, though nobody has introduced them yet?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.errors import InputError
from graph.should_meet import should_meet
from graph.view import View
from queries.answer import Asked, Person, count, people

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Match:
    """Two people without a warm tie, and by whom they are close to each other."""

    one: Person
    other: Person
    score: float  # no unit, no chance: it puts the list in order
    common: tuple[Person, ...]  # warm neighbours of both, by id
    words: str


@dataclass(frozen=True, slots=True)
class ShouldMeet:
    """Pairs, best first; equal ones by id."""

    asked: Asked
    summary: str
    pairs: tuple[Match, ...]


def ask(view: View, *, among: tuple[str, ...] = (), organisation: str | None = None, most: int = SHOWN) -> ShouldMeet:
    """Pairs among these people (none named: everybody), with one end at an organisation if it is named."""
    whole, snapshot = view.whole, view.snapshot
    if most < 1:
        raise InputError("Show at least 1 pair.")
    wanted = ends = np.ones(len(snapshot.ids), bool)
    if among:
        wanted = snapshot.mask([snapshot.number[id] for id in among if id in snapshot.number])
    if organisation is not None:
        ids = whole.scene.things("organisations").column("organisation_id").to_pylist()
        ends = whole.posts.at(ids.index(organisation)) if organisation in ids else np.zeros(len(snapshot.ids), bool)
    found = should_meet(snapshot, whole.posts, wanted, ends, most)
    pairs = zip(found.one.tolist(), found.other.tolist(), found.score.tolist(), strict=True)
    made = tuple(_match(view, *pair) for pair in pairs)
    return ShouldMeet(Asked.of(view.viewpoint), _about(made, found.of), made)


def _match(view: View, one: int, other: int, score: float) -> Match:
    snapshot, ties = view.snapshot, view.snapshot.warm
    knows, others = (ties.neighbour[ties.ptr[n] : ties.ptr[n + 1]] for n in (one, other))
    common = [snapshot.ids[n] for n in np.intersect1d(knows, others)]
    who = people(view.whole, [snapshot.ids[one], snapshot.ids[other], *common])
    known = ", ".join(who[id].name for id in common[:3]) + (f" and {len(common) - 3} more" if len(common) > 3 else "")
    words = f"both have a warm tie to {known}"
    return Match(who[snapshot.ids[one]], who[snapshot.ids[other]], score, tuple(who[id] for id in common), words)


def _about(pairs: tuple[Match, ...], of: int) -> str:
    if not pairs:
        return "No two people stand out: none of those without a warm tie have three warm ties each and one in common."
    first = pairs[0]
    others = f" {count(of, 'pair')} in all." if of > 1 else ""
    return f"{first.one.name} and {first.other.name} should meet: {first.words}.{others}"
