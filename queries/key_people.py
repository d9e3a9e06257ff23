"""What is lost to this council if somebody leaves, and which one new tie would guard against it?

Answered to the council itself and to nobody else: everybody else is refused in the same words, whatever is on record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from graph import definitions as d
from graph.derived import Derived
from graph.errors import InputError, NotFoundError
from graph.key_people import Council, Ends, Ways, only_links
from graph.routes import between
from graph.second_bridge import Bridge, second_bridges
from graph.view import View
from queries.answer import Asked, Person, ShownRoute, for_the_council_alone, people, place_of, shown

PAIRS_SHOWN = 10
NOT_A_MARK = (
    "This measures how much hangs on one role; it is no measure of anybody's work. "
    "Ways that begin or end with whoever leaves are left out, before and after."
)


@dataclass(frozen=True, slots=True)
class Loss:
    """Before and after somebody leaves: R is the sum of P* over pairs that they do not end themselves."""

    before: float  # R
    after: float
    warm_before: int  # pairs with a warm route
    warm_after: int

    @property
    def lost(self) -> float:
        """R that is lost."""
        return self.before - self.after

    @property
    def share(self) -> float:
        """Share of R that is lost, 0 where there is none."""
        return self.lost / self.before if self.before > 0 else 0.0

    @property
    def warm_lost(self) -> int:
        """Pairs that are warm now and would not be."""
        return self.warm_before - self.warm_after


@dataclass(frozen=True, slots=True)
class KeyPerson:
    """Somebody whose leaving would cost ways into the council."""

    person: Person
    in_post_here: bool
    loss: Loss
    only_link: bool  # articulation point: a flag, which misses many and marks some that cost nothing
    words: str


@dataclass(frozen=True, slots=True)
class Team:
    """A department, and what its leaving as a whole would cost."""

    id: str
    name: str
    people: int
    loss: Loss
    words: str


@dataclass(frozen=True, slots=True)
class KeyPeople:
    """Everybody on whom ways into this council hang, most lost first, and its teams likewise."""

    asked: Asked
    council: str
    name: str
    summary: str
    outsiders: int  # people in post at an SME or an ecosystem body, and not here
    decision_makers: tuple[Person, ...]
    total: float  # R
    warm: int  # pairs with a warm route
    people: tuple[KeyPerson, ...]
    teams: tuple[Team, ...]
    note: str = NOT_A_MARK


@dataclass(frozen=True, slots=True)
class PairChange:
    """A way from outside before and after; ``after`` None: none is left."""

    outsider: Person
    decision_maker: Person
    before: ShownRoute
    after: ShownRoute | None

    @property
    def lost(self) -> float:
        """Odds that are lost."""
        return self.before.odds - (self.after.odds if self.after else 0.0)


@dataclass(frozen=True, slots=True)
class SecondBridge:
    """One new tie of strength 0.50, and what the leaving would cost if it were there."""

    inside: Person
    outside: Person
    loss: Loss  # with the tie before and after
    words: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Before and after side by side, and the single new tie that keeps most."""

    asked: Asked
    council: str
    name: str
    leaving: tuple[Person, ...]
    team: str  # name of the team that leaves, "" for one person
    summary: str
    loss: Loss
    changes: tuple[PairChange, ...]  # the ways that lose most
    changed: int  # how many ways would change
    bridges: tuple[SecondBridge, ...]
    method: str  # how the bridges were found
    note: str = NOT_A_MARK


def ask(view: View, council: str) -> KeyPeople:
    """List all whose leaving lowers R, by share lost, then id.

    RefusedError for any viewer but the council; InputError if the viewer is none. One search a decision-maker.
    """
    whole, found = _council(view, council)
    losses = found.losses()
    told = people(whole, [found.snapshot.ids[p] for p in (*losses.person, *found.ends.makers)])
    only = only_links(found.snapshot)
    listed = tuple(
        _key_person(
            told[found.snapshot.ids[person]],
            bool(person in found.ends.staff),
            Loss(float(now), float(left), int(warm), int(warm - fewer)),
            bool(only[person]),
        )
        for person, now, left, warm, fewer in zip(
            losses.person, losses.now, losses.left, losses.warm, losses.warm_lost, strict=True
        )
    )
    makers = tuple(told[found.snapshot.ids[maker]] for maker in found.ends.makers)
    name = _name(whole, council)
    return KeyPeople(
        Asked.of(view.viewpoint),
        council,
        name,
        _summary(name, listed, len(found.ends.outsiders), len(makers), found.ways.total()),
        len(found.ends.outsiders),
        makers,
        found.ways.total(),
        int(found.ways.warm.sum()),
        listed,
        _teams(whole, found, council),
    )


def what_if(view: View, council: str, *, person: str | None = None, team: str | None = None) -> WhatIf:
    """What changes if this person, or everybody in post in this department, leaves. One of the two must be given.

    RefusedError for any viewer but the council; NotFoundError for an id that is not on record, or not of its teams.
    """
    whole, found = _council(view, council)
    leaving, name = _leaving(whole, found, council, person, team)
    gone = found.snapshot.mask(leaving)
    left = found.without(gone)
    loss = _loss(found, gone, left)
    lost = np.where(found.kept(gone), found.ways.odds - left.odds, 0.0)
    row, column = np.nonzero(lost > d.TOLERANCE)
    order = np.lexsort((column, row, -np.round(lost[row, column], 12)))[:PAIRS_SHOWN]
    bridges = second_bridges(found, gone, whole.posts.now_at("large_supplier"))
    pairs = [(int(found.ends.outsiders[row[n]]), int(found.ends.makers[column[n]])) for n in order]
    ids = found.snapshot.ids
    who = people(whole, {ids[p] for p in leaving} | {ids[p] for b in bridges.best for p in (b.inside, b.outside)})
    ways = "every possible tie was tried" if bridges.exhaustive else "best found"
    method = f"{ways}: {bridges.tried:,} of {bridges.possible:,}"
    gone_people = tuple(who[ids[p]] for p in leaving)
    return WhatIf(
        Asked.of(view.viewpoint),
        council,
        _name(whole, council),
        gone_people,
        name,
        _what_if_summary(name or gone_people[0].name, loss),
        loss,
        _changes(view, found, pairs, frozenset(ids[p] for p in leaving)),
        len(row),
        tuple(_bridge(found, gone, bridge, who) for bridge in bridges.best),
        method,
    )


def _council(view: View, council: str) -> tuple[Derived, Council]:
    for_the_council_alone(view, council)
    whole = view.whole
    place = place_of(whole.scene, council)
    if whole.scene.things("organisations").column("kind")[place].as_py() != "council":
        raise InputError("This question is for councils: it is about ways to those who decide at one.")
    return whole, Council(view.snapshot, Ends.of(whole.posts, place))


def _name(whole: Derived, council: str) -> str:
    return str(whole.scene.things("organisations").column("name")[place_of(whole.scene, council)].as_py())


def _loss(found: Council, gone: np.ndarray, left: Ways) -> Loss:
    kept = found.kept(gone)
    return Loss(found.ways.total(kept), left.total(), int(found.ways.warm[kept].sum()), int(left.warm.sum()))


def _leaving(
    whole: Derived, found: Council, council: str, person: str | None, team: str | None
) -> tuple[list[int], str]:
    """Positions of those who leave, and the name of the team."""
    if (person is None) == (team is None):
        raise InputError("Give a person or a team, and not both.")
    if person is not None:
        if person not in found.snapshot.number:
            raise NotFoundError(f'Nobody with the id "{person}" is on record for this viewer.')
        return [found.snapshot.number[person]], ""
    for id, name, members in _departments(whole, council):
        if id == team:
            return members, name
    raise NotFoundError(f'No team with the id "{team}" has anybody in post at this council on record.')


def _departments(whole: Derived, council: str) -> list[tuple[str, str, list[int]]]:
    """Id, name and people of each department of the council where somebody is in post now, by id."""
    departments, posts = whole.scene.things("departments"), whole.posts
    found = []
    for place in np.flatnonzero(pc.equal(departments.column("organisation_id"), council).to_numpy()):
        members = np.unique(posts.person[posts.current & (posts.department == place)])
        if len(members):
            id, name = (departments.column(column)[int(place)].as_py() for column in ("department_id", "name"))
            found.append((id, name, members.tolist()))
    return sorted(found)


def _teams(whole: Derived, found: Council, council: str) -> tuple[Team, ...]:
    teams = []
    for id, name, members in _departments(whole, council):
        gone = found.snapshot.mask(members)
        loss = _loss(found, gone, found.without(gone))
        teams.append(Team(id, name, len(members), loss, _lost(loss)))
    return tuple(sorted(teams, key=lambda team: (-round(team.loss.share, 12), team.id)))


def _key_person(who: Person, here: bool, loss: Loss, only_link: bool) -> KeyPerson:
    return KeyPerson(who, here, loss, only_link, _lost(loss))


def _lost(loss: Loss) -> str:
    if loss.before <= 0:
        return "no way from outside to anybody else who decides is on record"
    if loss.lost <= d.TOLERANCE:
        return "nothing would be lost"
    pairs = f"{loss.warm_lost} of {loss.warm_before} warm pairs"
    return f"{_percent(loss.share)} of the ways from outside would be lost ({pairs})"


def _percent(share: float) -> str:
    return "less than 1 %" if share < 0.005 else f"{100 * share:.0f} %"


def _summary(name: str, listed: Sequence[KeyPerson], outsiders: int, makers: int, total: float) -> str:
    if not makers:
        return f"Nobody who holds a budget at {name} is on record, so there are no ways to measure."
    if not outsiders:
        return "Nobody in post at a small firm or an ecosystem body is on record, so there are no ways to measure."
    if total <= 0:
        return f"No way leads from outside to those who hold a budget at {name}: nothing can be lost."
    if not listed:
        return f"Nobody's leaving would cost a way to those who hold a budget at {name}."
    first = listed[0]
    others = len(listed) - 1
    more = f" {others} more would cost something." if others else ""
    return f"If {first.person.name} left, {first.words}.{more}"


def _what_if_summary(name: str, loss: Loss) -> str:
    return f"If {name} left, {_lost(loss)}."


def _changes(
    view: View, found: Council, pairs: Sequence[tuple[int, int]], gone: frozenset[str]
) -> tuple[PairChange, ...]:
    """The ways of these pairs before and after, with the rows behind each step."""
    ids = found.snapshot.ids
    ways = [
        (
            between(found.snapshot, ids[asker], ids[maker]).best,
            between(found.snapshot, ids[asker], ids[maker], without=gone).best,
        )
        for asker, maker in pairs
    ]
    named = {person for way in ways for route in way if route for person in route.ids}
    behind = view.near(named)
    who = people(behind, named)
    changes = [
        PairChange(
            who[ids[asker]],
            who[ids[maker]],
            shown(behind, before, who),
            shown(behind, after, who) if after else None,
        )
        for (asker, maker), (before, after) in zip(pairs, ways, strict=True)
        if before
    ]
    return tuple(changes)


def _bridge(found: Council, gone: np.ndarray, bridge: Bridge, who: dict[str, Person]) -> SecondBridge:
    """What the leaving would cost with the bridge built."""
    ids = found.snapshot.ids
    built = Council(found.snapshot.with_tie(bridge.inside, bridge.outside, d.SECOND_BRIDGE), found.ends)
    kept = built.kept(gone)
    loss = Loss(built.ways.total(kept), bridge.total, int(built.ways.warm[kept].sum()), bridge.warm)
    today = found.ways.total(found.kept(gone))
    words = f"keeps {bridge.total:.2f} of {today:.2f}; with it {_lost(loss)}"
    return SecondBridge(who[ids[bridge.inside]], who[ids[bridge.outside]], loss, words)
