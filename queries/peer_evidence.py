"""Who at councils like this one has adopted what this firm offers, with which outcome, and how could it be bought?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain

from graph.derived import Derived
from graph.evidence import EvidenceRow, between
from graph.next_council import Way, ways
from graph.offers import themes_of
from graph.routes import between as route_between
from graph.routes_to_buy import Frameworks
from graph.scene import Scene
from graph.similar_councils import Alike, Similar
from graph.statements import Statement
from graph.view import View
from queries.answer import Asked, Person, ShownRoute, council_of, count, people, place_of, shown, told
from queries.solutions import KINDS, Solution, solutions

READ = (*KINDS, "offers", "frameworks", "framework_members")


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody named in a pilot, with what they did there."""

    person: Person
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Peer:
    """A pilot of what the firm offers at another council, and how that council is like this one."""

    solution: Solution
    by_the_firm: bool  # else another supplier's, on a theme of the firm
    alike: int  # 0 to 3: region, kind, officers who know each other
    words: str  # in which ways
    people: tuple[Role, ...]  # who is named in it, by name; nobody unless it was completed or became a contract
    rows: tuple[Statement, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Acquainted:
    """An officer here and one at a council that adopted: who know each other."""

    here: Person
    there: Person
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class RouteToBuy:
    """A framework or dynamic market that is valid on the as-at date and serves this council."""

    name: str
    operator: str  # "" where not known
    listed: bool  # whether it lists the firm now
    joined_on: str | None  # day on which the firm joined; None: not on it, or not known
    serves_since: str | None  # None: not known
    ends: str | None  # last day; None: not known
    joinable: bool | None  # whether the firm could join now; None: not known
    rows: tuple[Statement, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PeerEvidence:
    """What a firm can show a council: who adopted, the way there, and how to buy."""

    asked: Asked
    firm_id: str
    firm: str
    council_id: str
    council: str
    summary: str
    themes: tuple[str, ...]
    peers: tuple[Peer, ...]  # the firm's own first, then most alike, then by outcome, then id
    acquainted: tuple[Acquainted, ...]
    route: ShownRoute | None  # the best to anybody who holds a budget for one of the themes
    route_for: str  # the theme, "" without a route
    to_buy: tuple[RouteToBuy, ...]  # those that list the firm first; empty: not known


def ask(view: View, firm: str, council: str) -> PeerEvidence:
    """The pack for ids of a firm and a council; NotFoundError if the viewer does not see one of the two.

    Pilots of other suppliers are told only where they are on a theme of the firm, at a council that is like this one.
    """
    scene = view.scene(*READ)
    firm, council = (view.one("organisation", id) for id in (firm, council))
    names = scene.things("organisations").column("name")
    firm_name, council_name = names[place_of(scene, firm)].as_py(), names[council_of(scene, council)].as_py()
    whole, snapshot = view.whole, view.snapshot
    similar, themes = Similar(whole, snapshot), themes_of(scene, firm)
    there = _adopters(scene, similar, firm, council, themes)
    way = ways(whole, snapshot, scene, firm, council=council).get(council)
    known = [like.tie for like in {one.council: one for _, one in there}.values() if like.tie]
    ids = {
        *(way.people if way else ()),
        *chain(*known),
        *_named(scene, [one.line.id for one, _ in there if one.solved]),
    }
    behind = view.near(ids)
    who = people(behind, ids)
    peers = tuple(_peer(scene, one, like, firm, who) for one, like in there)
    to_buy = _to_buy(scene, council, firm)
    return PeerEvidence(
        Asked.of(view.viewpoint),
        firm,
        firm_name,
        council,
        council_name,
        _summary(firm_name, council_name, peers, to_buy),
        themes,
        peers,
        tuple(Acquainted(who[here], who[other], between(behind, here, other)) for here, other in known),
        _route(view, behind, way, who),
        way.theme if way and way.people else "",
        to_buy,
    )


def _adopters(
    scene: Scene, similar: Similar, firm: str, council: str, themes: tuple[str, ...]
) -> list[tuple[Solution, Alike]]:
    """The firm's own pilots anywhere else, then those of others on its themes where councils are alike."""
    told_of = (one for one in solutions(scene) if one.line.council_id != council)
    pairs = [(one, similar.alike(council, one.line.council_id)) for one in told_of]
    wanted = [
        (one, like)
        for one, like in pairs
        if firm in one.line.supplier_ids or (like.count and set(themes) & set(one.line.themes))
    ]
    return sorted(wanted, key=lambda pair: (firm not in pair[0].line.supplier_ids, -pair[1].count, pair[0].order))


def _named(scene: Scene, pilots: list[str]) -> set[str]:
    return {row.cells["person_id"] for row in told(scene, "pilot_people", pilot_id=pilots)}


def _peer(scene: Scene, one: Solution, like: Alike, firm: str, who: dict[str, Person]) -> Peer:
    rows = told(scene, "pilot_people", pilot_id=one.line.id) if one.solved else ()
    roles: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        roles[row.cells["person_id"]].add(row.cells["role"])
    named = [Role(who[id], tuple(sorted(parts))) for id, parts in roles.items() if id in who]
    named.sort(key=lambda role: (role.person.name, role.person.id))
    return Peer(one, firm in one.line.supplier_ids, like.count, like.words, tuple(named), one.rows + rows)


def _route(view: View, behind: Derived, way: Way | None, who: dict[str, Person]) -> ShownRoute | None:
    if way is None or not way.people:
        return None
    best = route_between(view.snapshot, way.people[0], way.people[-1]).best
    return shown(behind, best, who) if best else None


def _to_buy(scene: Scene, council: str, firm: str) -> tuple[RouteToBuy, ...]:
    organisations = scene.things("organisations").select(["organisation_id", "name"]).to_pylist()
    called = {row["organisation_id"]: row["name"] for row in organisations}
    return tuple(
        RouteToBuy(
            one.name,
            called[one.operator] if one.operator else "",
            one.listed,
            one.firm_since,
            one.council_since,
            one.ends,
            one.joinable,
            told(scene, "frameworks", framework_id=one.framework)
            + told(scene, "framework_members", framework_id=one.framework, organisation_id=(council, firm)),
        )
        for one in Frameworks(scene).serving(council, firm)
    )


def _summary(firm: str, council: str, peers: tuple[Peer, ...], to_buy: tuple[RouteToBuy, ...]) -> str:
    own = [peer for peer in peers if peer.by_the_firm]
    adopted = sum(peer.solution.solved for peer in own)
    like = sum(peer.solution.solved and peer.alike > 0 for peer in own)
    words = f"No pilot of {firm} at another council is on record."
    if own:
        words = (
            f"{count(len(own), 'pilot')} of {firm} elsewhere, {adopted} completed or with a contract, "
            f"{like} of them at councils like {council}."
        )
    others = sum(peer.solution.solved for peer in peers if not peer.by_the_firm)
    if others:
        words += f" {others} more of other suppliers on the same themes at councils like it."
    listed = [one.name for one in to_buy if one.listed]
    return f"{words} Route to buy: {', '.join(listed) or 'not known'}."
