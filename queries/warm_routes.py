"""Who can introduce me to whoever must say yes at this council, and how strong is each step?"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow.compute as pc

from graph.derived import Derived
from graph.errors import InputError, NotFoundError
from graph.holders import holders, people_at, suppliers_of
from graph.routes import Between, Miss, Opening, between, closest_miss, openings
from graph.snapshot import Snapshot
from graph.tie_strength import leads
from graph.view import View, current_people
from queries.answer import Asked, Person, ShownRoute, people, shown


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody who was at the same events, and no more is known: never an introduction."""

    person: Person
    strength: float


@dataclass(frozen=True, slots=True)
class NewTie:
    """A meeting of two people (strength 0.30) and the best route that it would give."""

    tie: tuple[Person, Person]
    route_ids: tuple[str, ...]
    route: str
    odds: float
    length: int
    band: str


@dataclass(frozen=True, slots=True)
class ClosestMiss:
    """The nearest thing to a route, named and never listed as one."""

    ids: tuple[str, ...]
    words: str
    odds: float
    length: int
    introducers: int
    below_warm: tuple[int, ...]  # hops over ties too weak to be a step
    why: str  # why it is no route


@dataclass(frozen=True, slots=True)
class WarmRoutes:
    """The routes from one person to another, or that there is none and what would make one."""

    asked: Asked
    asker: Person
    target: Person
    summary: str
    routes: tuple[ShownRoute, ...]  # a direct tie first, then up to three that share no introducer
    any_works: float
    best_odds: float  # P* of the best route, 0 without one
    warm: bool
    warm_route: str | None  # the route that makes the pair warm, where it is not the best one
    closest_miss: ClosestMiss | None
    new_ties: tuple[NewTie, ...]
    leads: tuple[Lead, ...]
    incumbents: str  # a sentence: whether a route uses people of firms that already supply this council


def ask(
    view: View,
    asker: str,
    target: str,
    *,
    theme: str | None = None,
    over: str = "snapshot",
    without_incumbents: bool = False,
    better: bool = False,
) -> WarmRoutes:
    """Answer for ids, best route first.

    ``asker``: a person, or a firm: then whoever there has the first route asks. ``target``: a person, or a council with
    a ``theme``: then the first of those who hold its budget. ``over``: "snapshot" searches the whole graph in memory,
    "neighbours" expands from both ends and never reads the whole store; both give the same. ``better`` also lists
    meetings that would beat the best route. NotFoundError if the viewer does not see one of the two, or if the budget
    holder is not known. Whoever has left every post has no route.
    """
    asker, target = (_shown(view, id) for id in (asker, target))
    target = _whom(view, target, theme)
    asker = _who_asks(view, asker, target, over)
    ends = view.near([asker, target], whole_events=True)
    who = people(ends, [asker, target])
    suppliers, staff = _incumbents(view, who[asker], who[target])
    left_out = staff if without_incumbents else frozenset()
    snapshot = view.snapshot if over == "snapshot" else view.around([asker], [target])
    found = between(snapshot, asker, target, without=left_out)
    miss, made = _what_would_help(view, snapshot if over == "snapshot" else None, asker, target, found, better)

    routed = {asker, target, *(i for route in found.listed for i in route.ids)}
    behind = view.near(routed)
    who = people(behind, routed) | _others(view, {i for new in made for i in new.route.ids} - routed, miss)
    routes = tuple(shown(behind, route, who) for route in found.listed)
    return WarmRoutes(
        asked=Asked.of(view.viewpoint),
        asker=who[asker],
        target=who[target],
        summary=_summary(who[asker], who[target], found, snapshot),
        routes=routes,
        any_works=found.any_works,
        best_odds=found.best_odds,
        warm=found.warm,
        warm_route=_other_warm_route(found, snapshot),
        closest_miss=_shown_miss(miss, who) if miss else None,
        new_ties=tuple(_shown_opening(new, who) for new in made),
        leads=_leads(ends, asker),
        incumbents=_about_incumbents(suppliers, staff, routes, without_incumbents),
    )


def _what_would_help(
    view: View, whole: Snapshot | None, asker: str, target: str, found: Between, better: bool
) -> tuple[Miss | None, list[Opening]]:
    """Without a route the closest miss and the meetings that would make one; ``better``: those that beat the best."""
    if found.listed and not better:
        return None, []
    wider = whole or view.around_miss(asker, target)
    miss = None if found.listed else closest_miss(wider, asker, target)
    return miss, openings(wider, asker, target, best=found.best)


def _others(view: View, ids: set[str], miss: Miss | None) -> dict[str, Person]:
    """People who stand only in what would help."""
    ids = ids | set(miss.route.ids if miss else ())
    return people(view.near(ids), ids) if ids else {}


def _shown(view: View, id: str) -> str:
    """The id under which a person, or an organisation, is shown."""
    return view.one("organisation", view.one("person", id))


def _whom(view: View, target: str, theme: str | None) -> str:
    """The target, or at a council the first of those who hold the budget for the theme."""
    if view.sees_person(target):
        return target
    council = view.council(target)
    name = _name(council, target)
    if name is None:
        raise NotFoundError(f'No person and no organisation with the id "{target}" is on record for this viewer.')
    if theme is None:
        raise InputError(f"{name} is an organisation: say on which theme, and whoever holds its budget is the target.")
    budget = holders(council, target, theme)["budget"]
    if not budget:
        raise NotFoundError(f"Who holds the budget for {theme} at {name} is not known. Ask who decides there instead.")
    return budget[0].person_id


def _who_asks(view: View, asker: str, target: str, over: str) -> str:
    """The asker, or of a firm the person in post with the first route: direct ties first, then the order of routes."""
    if view.sees_person(asker):
        return asker
    staff = current_people(view.council(asker), asker)
    if not staff:
        raise NotFoundError(
            f'Nobody with the id "{asker}", and nobody in post at such a firm, is on record for this viewer.'
        )
    snapshot = view.snapshot if over == "snapshot" else view.around(staff, [target])
    firsts = [found.listed[0] for person in staff if (found := between(snapshot, person, target)).listed]
    return min(firsts, key=lambda route: (len(route.ids) > 2, route.order)).ids[0] if firsts else staff[0]


def _leads(ends: Derived, asker: str) -> tuple[Lead, ...]:
    """The asker's leads, strongest first, then by id."""
    scene, me = ends.scene, ends.scene.number[asker]
    ties, _ = leads(scene, ends.posts, ends.pilots, me)
    other = [scene.people[b if a == me else a] for a, b in zip(ties.a, ties.b, strict=True)]
    who = people(ends, other)
    ranked = sorted(zip(other, ties.strength, strict=True), key=lambda lead: (-round(float(lead[1]), 12), lead[0]))
    return tuple(Lead(who[person], float(strength)) for person, strength in ranked)


def _incumbents(view: View, asker: Person, target: Person) -> tuple[dict[str, str], frozenset[str]]:
    """Firms that already supply the target's council, the asker's own left out, by name; and who is in post there."""
    if not target.organisation_id:
        return {}, frozenset()
    council = view.council(target.organisation_id)
    firms = [firm for firm in suppliers_of(council, target.organisation_id) if firm != asker.organisation_id]
    staffed = {firm: view.council(firm) for firm in firms}
    names = {firm: _name(derived, firm) or firm for firm, derived in staffed.items()}
    staff = frozenset(person for firm, derived in staffed.items() for person in people_at(derived, [firm]))
    return names, staff - {asker.id, target.id}


def _name(derived: Derived, organisation: str) -> str | None:
    table = derived.scene.things("organisations")
    found = table.filter(pc.equal(table.column("organisation_id"), organisation)).column("name")
    return found[0].as_py() if len(found) else None


def _about_incumbents(
    suppliers: dict[str, str], staff: frozenset[str], routes: tuple[ShownRoute, ...], without: bool
) -> str:
    if not suppliers:
        return "No firm is on record that already supplies them."
    names = _listed(list(suppliers.values()))
    if without:
        return f"People of {names}, who already supply them, were left out as introducers."
    if any(staff & set(route.ids) for route in routes):
        return f"At least one of these routes uses somebody from {names}, who already supply them."
    return f"None of these routes uses {names}, who already supply them." if routes else ""


def _listed(names: list[str], most: int = 3) -> str:
    """Names in a sentence, the rest counted."""
    shown = names if len(names) <= most + 1 else [*names[:most], f"{len(names) - most} other firms"]
    return ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else shown[0]


def _summary(asker: Person, target: Person, found: Between, snapshot: Snapshot) -> str:
    if not snapshot.passes[snapshot.number[asker.id]]:
        return f"{asker.name} has left every post on record, so there is no route to ask for."
    if not snapshot.passes[snapshot.number[target.id]]:
        return f"{target.name} has left every post on record, so there is nobody to be introduced to."
    if asker.id == target.id:
        return "These are the same person."
    if not found.listed:
        return f"No warm route from {asker.name} to {target.name} within three introducers."
    first = found.listed[0]
    whom = f"{target.name} ({target.title}, {target.organisation})" if target.title else target.name
    if len(first.ids) == 2:
        return f"{asker.name} knows {whom}: ask directly ({first.band}, odds {first.odds:.2f})."
    through = " and then ".join(snapshot.names[snapshot.number[i]] for i in first.ids[1:-1])
    return f"{asker.name} can reach {whom} through {through}: {first.band}, odds {first.odds:.2f}."


def _other_warm_route(found: Between, snapshot: Snapshot) -> str | None:
    if not found.warm or found.best is None or found.best_warm is None or found.best.ids == found.best_warm.ids:
        return None
    return " → ".join(snapshot.names[snapshot.number[i]] for i in found.best_warm.ids)


def _shown_miss(miss: Miss, who: dict[str, Person]) -> ClosestMiss:
    route, introducers = miss.route, len(miss.route.ids) - 2
    why = _why_no_route(introducers, len(miss.below_warm))
    words = _words(who, route.ids)
    return ClosestMiss(route.ids, words, route.odds, route.length, introducers, miss.below_warm, why)


def _shown_opening(new: Opening, who: dict[str, Person]) -> NewTie:
    route, (one, other) = new.route, new.tie
    return NewTie((who[one], who[other]), route.ids, _words(who, route.ids), route.odds, route.length, route.band)


def _why_no_route(introducers: int, below: int) -> str:
    reasons = []
    if introducers > 3:
        reasons.append("it needs a fourth introducer")
    if below:
        reasons.append("one tie on it is too weak to ask over" if below == 1 else f"{below} ties on it are too weak")
    return " and ".join(reasons)


def _words(who: dict[str, Person], ids: tuple[str, ...]) -> str:
    return " → ".join(who[i].name for i in ids)
