"""What a council is told of its own pilot: who is named, who could be, and the way there, with the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from graph.derived import Derived
from graph.holders import Holder, holders, officer_posts, ordered
from graph.nearest import nearest
from graph.routes import Route
from graph.stall import ROLES, SIGHT
from graph.statements import Statement
from graph.view import View
from graph.vocabulary import FUNCTIONS, PILOT_ROLES
from queries.answer import Person, ShownRoute, people, pilot_row, shown, told
from queries.pilot_lines import MISSING, NOT_YET, PLAIN, PRESENT, PilotLine

COULD = {"budget_holder": "budget", "operational_owner": "operations", "active_sponsor": "senior_sponsor"}  # whose yes


@dataclass(frozen=True, slots=True)
class Way:
    """The nearest of those who could, and the way there from the pilot's team."""

    holder: Person
    reason: str
    route: ShownRoute | None
    words: str


@dataclass(frozen=True, slots=True)
class Check:
    """A safeguard, or a function that must be in sight. People, ways and rows are for the council alone."""

    name: str
    plain: str
    state: str  # safeguards: present, missing, not known; functions: present, not yet involved, not known
    reason: str
    people: tuple[Person, ...] = ()  # present: who is named; else who could be
    nearest: Way | None = None
    statements: tuple[Statement, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody named in the pilot, with the roles and whether they are in post at the council now."""

    person: Person
    roles: tuple[str, ...]
    in_post: bool


@dataclass(frozen=True, slots=True)
class Inside:
    """A pilot with all that is on record around its council."""

    derived: Derived
    place: int  # of the pilot
    council: int  # position of the council
    line: PilotLine

    @property
    def team(self) -> list[str]:
        """Ids of everybody named in the pilot, sorted."""
        return self.in_role()

    def in_role(self, *roles: str) -> list[str]:
        """Ids of people named in these roles (none given: in any), sorted."""
        run = self.derived.pilots
        which = (run.pilot == self.place) & (run.having(*roles) if roles else True)
        return [self.derived.scene.people[person] for person in np.unique(run.person[which])]

    def in_post(self, ids: list[str]) -> list[str]:
        """Those of them who hold any post at the council now."""
        there, number = self.derived.posts.at(self.council), self.derived.scene.number
        return [person for person in ids if there[number[person]]]

    def left(self, ids: list[str]) -> list[str]:
        """Those who held a post there and hold none now."""
        held, number = self.derived.posts, self.derived.scene.number
        ever = set(held.person[held.organisation == self.council].tolist())
        return [person for person in ids if number[person] in ever and person not in self.in_post([person])]

    def person(self, holder: Holder) -> Person:
        """An officer of the council, with the post by which something is held."""
        name = self.name(holder.person_id)
        return Person(holder.person_id, name, holder.title, self.line.council_id, self.line.council)

    def name(self, person: str) -> str:
        """What somebody is called."""
        scene = self.derived.scene
        called: str = scene.things("people").column("name")[scene.number[person]].as_py()
        return called

    def names(self, ids: list[str]) -> str:
        """What they are called, in a row."""
        return ", ".join(map(self.name, ids))


def by_name(
    view: View, inside: Inside, in_sight: Mapping[str, str], over: str
) -> tuple[tuple[Check, ...], tuple[Check, ...], tuple[Member, ...]]:
    """Safeguards, functions (``in_sight``: the state of each; none for ended pilots) and the team, with names."""
    candidates = _candidates(inside, in_sight)
    routes = _routes(view, inside, candidates, over)
    ids = {*inside.team, *(person for route in routes.values() for person in route.ids)}
    behind = view.near(ids)
    who = people(behind, ids)
    ways = {
        name: _way(inside, held, shown(behind, routes[name], who) if name in routes else None)
        for name, held in candidates.items()
        if held
    }
    going = inside.line.safeguards if inside.line.level else {}
    safeguards = tuple(_safeguard(inside, name, state, candidates, ways, who) for name, state in going.items())
    functions = tuple(_function(inside, name, state, ways) for name, state in in_sight.items())
    return safeguards, functions, _team(inside, who)


def _candidates(inside: Inside, in_sight: Mapping[str, str]) -> dict[str, tuple[Holder, ...]]:
    """Who could take each role that is not there, and who holds each function that is not yet involved."""
    lacking = [name for name, state in inside.line.safeguards.items() if state != PRESENT and name in COULD]
    could = {name: _could(inside, name) for name in lacking if inside.line.level}
    return could | {name: _holding(inside, name) for name, state in in_sight.items() if state == NOT_YET}


def _could(inside: Inside, name: str) -> tuple[Holder, ...]:
    """Whoever must say yes to it on one of the pilot's themes, each once."""
    found: dict[str, Holder] = {}
    for theme in inside.line.themes or ("any",):
        for holder in holders(inside.derived, inside.line.council_id, theme)[COULD[name]]:
            found.setdefault(holder.person_id, holder)
    return tuple(found.values())


def _holding(inside: Inside, name: str) -> tuple[Holder, ...]:
    """The council's officers of a function, in the order of levels, then ids."""
    there = inside.derived, inside.line.council_id
    codes = [FUNCTIONS.index(function) for function in SIGHT[name]]
    holds = officer_posts(*there) & np.isin(inside.derived.posts.function, codes)
    return ordered(*there, holds, f"works in {PLAIN[name] if name == 'it_data' else PLAIN[name].lower()}")


def _routes(view: View, inside: Inside, candidates: Mapping[str, tuple[Holder, ...]], over: str) -> dict[str, Route]:
    """The way from the team to the nearest of each, where there is one."""
    team, targets = inside.team, sorted({holder.person_id for held in candidates.values() for holder in held})
    if not team or not targets:
        return {}
    snapshot = view.snapshot if over == "snapshot" else view.around(team, targets)
    found = {name: nearest(snapshot, team, [one.person_id for one in held]) for name, held in candidates.items()}
    return {name: route for name, route in found.items() if route is not None}


def _way(inside: Inside, held: tuple[Holder, ...], route: ShownRoute | None) -> Way:
    """Somebody of the team, else whoever the route leads to, else the first of them."""
    already = [holder for holder in held if holder.person_id in inside.team]
    if already:
        words = f"{inside.name(already[0].person_id)} is in the pilot's team already"
        return Way(inside.person(already[0]), already[0].reason, None, words)
    if route is None:
        words = "no warm route from the pilot's team" if inside.team else "nobody is named in this pilot to ask from"
        return Way(inside.person(held[0]), held[0].reason, None, words)
    holder = next(holder for holder in held if holder.person_id == route.ids[-1])
    return Way(inside.person(holder), holder.reason, route, f"{route.words} ({route.band}, odds {route.odds:.2f})")


def _safeguard(
    inside: Inside,
    name: str,
    state: str,
    candidates: Mapping[str, tuple[Holder, ...]],
    ways: Mapping[str, Way],
    who: Mapping[str, Person],
) -> Check:
    scene, pilot = inside.derived.scene, inside.line.id
    rows = told(scene, "pilots", pilot_id=pilot)
    if name not in ROLES:
        return Check(name, PLAIN[name], state, _about_route(inside, state), statements=rows)
    named = inside.in_role(ROLES[name])
    rows += told(scene, "pilot_people", pilot_id=pilot, role=ROLES[name])
    rows += told(scene, "posts", person_id=named, organisation_id=inside.line.council_id)
    there = inside.in_post(named)
    held = tuple(who[person] for person in there) or tuple(map(inside.person, candidates.get(name, ())))
    return Check(name, PLAIN[name], state, _about_role(inside, state, named), held, ways.get(name), rows)


def _about_role(inside: Inside, state: str, named: list[str]) -> str:
    there, left = inside.in_post(named), inside.left(named)
    if there:
        return f"{inside.names(there)}: named, and in post here"
    if left:
        return f"{inside.names(left)}: named, and no longer in post here"
    if state == MISSING:
        return "a row about this pilot says that it is missing"
    if named:
        return f"{inside.names(named)}: named, and no post here is on record"
    return "nobody is named, and no row says that it is missing"


def _about_route(inside: Inside, state: str) -> str:
    if state == PRESENT:
        return f"agreed: {pilot_row(inside.derived.scene, inside.line.id)['route_to_buy']}"
    return "a row about this pilot says that there is none" if state == MISSING else "no row says whether there is one"


def _function(inside: Inside, name: str, state: str, ways: Mapping[str, Way]) -> Check:
    holding, named = _holding(inside, name), set(inside.team)
    if state == PRESENT:
        holding, reason = tuple(one for one in holding if one.person_id in named), "named in this pilot"
    elif state == NOT_YET:
        reason = f"{len(holding)} at this council, not named in this pilot"
    else:
        reason = "nobody at this council is on record with this function"
    scene, ids = inside.derived.scene, [holder.person_id for holder in holding]
    rows = told(scene, "pilot_people", pilot_id=inside.line.id, person_id=ids)
    rows += told(scene, "posts", person_id=ids, organisation_id=inside.line.council_id)
    return Check(name, PLAIN[name], state, reason, tuple(map(inside.person, holding)), ways.get(name), rows)


def _team(inside: Inside, who: Mapping[str, Person]) -> tuple[Member, ...]:
    """Everybody named, in the order of roles, then ids."""
    run, number, there = inside.derived.pilots, inside.derived.scene.number, inside.in_post(inside.team)
    members = []
    for person in inside.team:
        roles = np.unique(run.role[(run.pilot == inside.place) & (run.person == number[person])])
        members.append(
            (int(roles[0]), Member(who[person], tuple(PILOT_ROLES[role] for role in roles), person in there))
        )
    return tuple(member for _, member in sorted(members, key=lambda one: (one[0], one[1].person.id)))
