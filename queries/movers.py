"""Who has moved, and which ties went with them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from graph import definitions as d
from graph.days import AFTER_ALL, NEVER, day_number, day_of, days, spoken
from graph.derived import Derived
from graph.posts import Posts
from graph.view import View
from graph.vocabulary import FUNCTIONS
from queries.answer import Asked, Person, count, people

TIES_SHOWN = 5  # of each mover, the strongest


@dataclass(frozen=True, slots=True)
class Held:
    """A post by its title and place."""

    title: str
    organisation_id: str
    organisation: str
    source: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A tie that went along: nobody loses whom they know by changing their post."""

    person: Person
    strength: float
    strength_word: str
    inside: bool  # with somebody who is in post at the old organisation now


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody who left a post, where to as far as is known, and what went with them."""

    person: Person
    was: Held
    last_day: str  # in the old post
    now: tuple[Held, ...]  # posts held now, elsewhere or of another title; empty: where to is not known
    ties: tuple[Taken, ...]  # warm ones, the strongest first
    more_ties: int
    lost: tuple[str, ...]  # what nobody else on record does there now; told to the old organisation alone
    words: str


@dataclass(frozen=True, slots=True)
class Movers:
    """Everybody who left a post by the as-at date and is not back in it, the latest first, then by id."""

    asked: Asked
    movers: tuple[Mover, ...]
    total: int
    known_where: int  # how many of all of them hold another post now
    summary: str


def ask(view: View, *, top: int = 50) -> Movers:
    """Answer for everybody this viewer sees; ``top`` are shown.

    Each person once, by the post that ended last. A post that ended only because its council closed is no move, nor is
    one that was corrected (it ended on the day it began, or before anything on record): see ``queries.successors``.
    """
    whole = view.whole
    left = _left(whole)
    movers = tuple(_mover(whole, entry) for entry in left[:top])
    moved = int(whole.posts.in_post[whole.posts.person[left]].sum()) if left else 0
    return Movers(Asked.of(view.viewpoint), movers, len(left), moved, _summary(len(left), moved))


def _summary(left: int, moved: int) -> str:
    if not left:
        return "Nobody on record has left a post."
    gone = left - moved
    told = f"{count(left, 'person', 'people')} left a post: {moved} of them hold another now."
    return told + (f" Where {count(gone, 'person', 'people')} went is not known." if gone else "")


def _left(whole: Derived) -> list[int]:
    """Entries of posts that ended by themselves, the last one of each person, latest first."""
    posts, scene = whole.posts, whole.scene
    day, own_end = day_number(scene.viewpoint.as_at), days(posts.table.column("ends"), AFTER_ALL)
    ended = (own_end < day) & (own_end > posts.starts) & (own_end > day_number(NEVER))
    ids = posts.table.column("person_id").to_pylist()
    found: dict[int, int] = {}
    order = sorted(np.flatnonzero(ended).tolist(), key=lambda entry: (-int(own_end[entry]), ids[entry], entry))
    for entry in order:
        found.setdefault(int(posts.person[entry]), entry)
    return [entry for entry in found.values() if not _still_there(posts, entry)]


def _still_there(posts: Posts, entry: int) -> bool:
    """Whether the same title at the same place is held now, told with another start."""
    again = posts.current & (posts.person == posts.person[entry]) & (posts.organisation == posts.organisation[entry])
    titles = posts.table.column("title")
    return any(titles[int(other)].equals(titles[entry]) for other in np.flatnonzero(again))


def _mover(whole: Derived, entry: int) -> Mover:
    posts, scene = whole.posts, whole.scene
    number = int(posts.person[entry])
    was = _held(whole, [entry])[0]
    now = _held(whole, np.flatnonzero(posts.current & (posts.person == number)).tolist())
    ties, more = _ties(whole, number, int(posts.organisation[entry]))
    last_day = day_of(int(posts.ends[entry])).isoformat()
    who = people(whole, [scene.people[number]])[scene.people[number]]
    lost = _lost(whole, entry) if scene.viewpoint.viewer == was.organisation_id else ()
    return Mover(who, was, last_day, now, ties, more, lost, _words(who, was, now, last_day))


def _held(whole: Derived, entries: Sequence[int]) -> tuple[Held, ...]:
    table = whole.posts.table.take(pa.array(entries, pa.int64())).select(["title", "organisation_id", "source"])
    names = whole.scene.things("organisations").column("name")
    places = whole.posts.organisation
    found = [
        Held(row["title"], row["organisation_id"], names[int(places[entry])].as_py(), row["source"] or "not known")
        for row, entry in zip(table.to_pylist(), entries, strict=True)
    ]
    return tuple(sorted(found, key=lambda held: (held.organisation, held.organisation_id, held.title)))


def _words(who: Person, was: Held, now: tuple[Held, ...], last_day: str) -> str:
    begin = f"{who.name} was {was.title} at {was.organisation} until {spoken(last_day)}"
    if not now:
        return f"{begin}; where to is not known."
    told = " and ".join(f"{held.title} at {held.organisation}" for held in now)
    same = all(held.organisation_id == was.organisation_id for held in now)
    return f"{begin}; {'now, at the same place,' if same else 'now'} {told}."


def _ties(whole: Derived, number: int, old_place: int) -> tuple[tuple[Taken, ...], int]:
    ties, scene = whole.ties, whole.scene
    mine = np.flatnonzero(ties.warm & ((ties.a == number) | (ties.b == number)))
    other = np.where(ties.a[mine] == number, ties.b[mine], ties.a[mine])
    order = sorted(range(len(mine)), key=lambda n: (-round(float(ties.strength[mine[n]]), 12), int(other[n])))
    who = people(whole, [scene.people[int(other[n])] for n in order[:TIES_SHOWN]])
    still_there = whole.posts.at(old_place)
    shown = []
    for n in order[:TIES_SHOWN]:
        strength = float(ties.strength[mine[n]])
        person = who[scene.people[int(other[n])]]
        shown.append(Taken(person, strength, d.strength_word(strength), bool(still_there[other[n]])))
    return tuple(shown), max(len(mine) - TIES_SHOWN, 0)


def _lost(whole: Derived, entry: int) -> tuple[str, ...]:
    """Function and budgets of the old post that nobody else on record has there now."""
    posts = whole.posts
    there = posts.current & (posts.organisation == posts.organisation[entry])
    told = []
    function = int(posts.function[entry])
    if function >= 0 and not (there & (posts.function == function)).any():
        told.append(f"who holds {FUNCTIONS[function].replace('_', ' ')} now is not known")
    held: set[str] = set()
    for cell in posts.table.column("budget_for").filter(pa.array(there)).to_pylist():
        held |= set((cell or "").split("|"))
    for theme in filter(None, (posts.table.column("budget_for")[entry].as_py() or "").split("|")):
        if theme not in held and "any" not in held:
            name = "budgets of any theme" if theme == "any" else f"the budget for {theme}"
            told.append(f"who holds {name} now is not known")
    return tuple(told)
