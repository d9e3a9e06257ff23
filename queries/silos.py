"""Which innovation teams are cut off from operations and budgets?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph import definitions as d
from graph.bridges import NewTie, ThemeSteps, bridges, teams, theme_steps
from graph.derived import Derived
from graph.pockets import Finding
from graph.silos import (
    INNOVATOR,
    NO_FUNCTION,
    OTHER_SIDE,
    Cell,
    Officers,
    external_internal,
    matrix,
    merged,
    outside_ties,
)
from graph.view import View
from queries.answer import Asked, Person, count, people
from queries.silo_words import (
    council_of,
    first_words,
    group_words,
    numbers,
    steps_in_words,
    verdict,
    verdict_for_others,
    words_for_others,
)

SIDES = {INNOVATOR: "innovator", OTHER_SIDE: "operations or budget"}


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody at the council, and where they stand in this answer."""

    person: Person
    function: str  # "" where none is known
    side: str  # innovator, operations or budget, or ""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two officers who know each other well enough to ask."""

    a: str
    b: str
    strength: float
    strength_word: str


@dataclass(frozen=True, slots=True)
class Group:
    """People of one function, and how many ties they have to anybody who is no officer there."""

    name: str
    people: int
    outside_ties: int
    with_outside_ties: int | None  # how many of them have any; told to the council alone


@dataclass(frozen=True, slots=True)
class ThemeDistance:
    """How many steps lie between the three for a theme: 0 one person is both, 1 they know each other."""

    theme: str
    innovation_to_operations: int | None
    operations_to_budget: int | None
    innovation_to_budget: int | None
    words: str
    operations: tuple[Person, ...]  # empty while names are hidden
    budget: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class OneTeam:
    """People who behave as one team, whatever the chart says. This never makes a silo."""

    people: int
    functions: Mapping[str, int]
    members: tuple[Person, ...]  # empty while names are hidden


@dataclass(frozen=True, slots=True)
class Bridge:
    """A meeting of two people, one an innovator, that would bring most pairs of the two sides closer."""

    functions: tuple[str, str]
    innovator: Person | None  # None while names are hidden
    other: Person | None
    closer: int  # pairs that come within one introducer
    hops: int | None  # how far apart they are now; None without a way
    words: str


@dataclass(frozen=True, slots=True)
class Silos:
    """All that this viewer may know of one council: by name for itself, by team for others."""

    asked: Asked
    council: str
    name: str
    verdict: str  # pocket, no_pocket, not_enough, not_told
    sentences: tuple[str, ...]
    by_name: bool  # people are named: the council's own answer, names not hidden
    groups: tuple[Group, ...]
    matrix: tuple[Cell, ...]
    ei: float | None
    ei_by_chance: float | None
    finding: Finding | None  # the numbers behind the verdict; None for others than the council
    tested: int | None  # councils with enough on record, which the test allows for
    distances: tuple[ThemeDistance, ...]
    teams: tuple[OneTeam, ...]
    teams_by: str  # louvain or leiden: a heuristic with a fixed seed
    bridges: tuple[Bridge, ...]
    officers: tuple[Officer, ...] = field(default=(), repr=False)
    ties: tuple[Tie, ...] = field(default=(), repr=False)


def ask(view: View, council: str, *, names: bool = True) -> Silos:
    """Answer for the id of a council; ``names`` False hides them from the council's own answer too.

    Anybody but the council gets functions, those under five people merged into "other". NotFoundError if the viewer
    sees no council of that id.
    """
    number, name = council_of(view, council)
    found, officers = view.silos.findings[number], view.silos.councils.of(number)
    if view.viewpoint.viewer != council:
        return _by_team(view, name, found, officers)
    derived = view.whole
    who = people(derived, [derived.scene.people[place] for place in officers.people]) if names else {}
    shown = [who.get(derived.scene.people[place]) for place in officers.people]
    mixed = external_internal(officers, officers.functions)
    method, found_teams = teams(officers)
    tested = sum(one.enough for one in view.silos.findings)
    advice = tuple(_bridge(tie, officers, shown) for tie in bridges(officers))
    return Silos(
        asked=Asked.of(view.viewpoint),
        council=council,
        name=name,
        verdict=verdict(found),
        sentences=(first_words(found, name), numbers(found, tested), _advice(found, advice)),
        by_name=names,
        groups=_groups(derived, officers, officers.functions, own=True),
        matrix=matrix(officers, officers.functions),
        ei=mixed.ei,
        ei_by_chance=mixed.expected,
        finding=found,
        tested=tested,
        distances=tuple(_distance(steps, found, shown) for steps in theme_steps(derived, council, officers)),
        teams=tuple(_team(team, officers, shown) for team in found_teams),
        teams_by=method,
        bridges=advice,
        officers=_officers(officers, shown),
        ties=_ties(officers, shown),
    )


# for others than the council


def _by_team(view: View, name: str, found: Finding, officers: Officers) -> Silos:
    """By function alone. All figures rest on one division of all officers, so no two of them differ by a few people."""
    group = merged(officers.functions)
    several = len(set(group)) > 1
    told = verdict_for_others(found)
    mixed = external_internal(officers, group) if several else None
    return Silos(
        asked=Asked.of(view.viewpoint),
        council=found.council,
        name=name,
        verdict=told,
        sentences=(
            words_for_others(told, name, len(officers)),
            group_words(group),
            "Who the people are, and which meeting would help, is told to the council itself and to nobody else.",
        ),
        by_name=False,
        groups=_groups(view.whole, officers, group, own=False) if group else (),
        matrix=matrix(officers, group) if several else (),
        ei=mixed.ei if mixed else None,
        ei_by_chance=mixed.expected if mixed else None,
        finding=None,
        tested=None,
        distances=(),
        teams=(),
        teams_by="",
        bridges=(),
    )


# pieces


def _advice(found: Finding, advice: tuple[Bridge, ...]) -> str:
    if advice:
        return f"What would help most: {advice[0].words}"
    if not found.innovators or not found.other_side:
        return "Once posts on both sides are on record, meetings that would help are listed here."
    return "Every innovator is within one introducer of all in operations and with a budget already."


def _function(officers: Officers, place: int) -> str:
    return officers.functions[place].replace("_", " ") or "no known function"


def _groups(derived: Derived, officers: Officers, group: Sequence[str], *, own: bool) -> tuple[Group, ...]:
    """Each function with its ties to people who are no officers there; those without a function last."""
    each, found = outside_ties(derived, officers), []
    for name in sorted(set(group), key=lambda name: (name == NO_FUNCTION, name)):
        mine = np.array([one == name for one in group])
        some = int((each[mine] > 0).sum()) if own else None
        found.append(Group(name, int(mine.sum()), int(each[mine].sum()), some))
    return tuple(found)


def _distance(steps: ThemeSteps, found: Finding, shown: Sequence[Person | None]) -> ThemeDistance:
    known = {
        "innovation": found.innovators > 0,
        "operations": len(steps.operations) > 0,
        "budget": len(steps.budget) > 0,
    }
    three = (
        ("innovation", "operations", steps.innovation_to_operations),
        ("operations", "budget", steps.operations_to_budget),
        ("innovation", "budget", steps.innovation_to_budget),
    )
    words = (
        f"{one} to {other}: {steps_in_words(hops) if known[one] and known[other] else 'not known'}"
        for one, other, hops in three
    )
    return ThemeDistance(
        theme=steps.theme,
        innovation_to_operations=steps.innovation_to_operations,
        operations_to_budget=steps.operations_to_budget,
        innovation_to_budget=steps.innovation_to_budget,
        words="; ".join(words),
        operations=tuple(who for place in steps.operations if (who := shown[place])),
        budget=tuple(who for place in steps.budget if (who := shown[place])),
    )


def _team(team: tuple[int, ...], officers: Officers, shown: Sequence[Person | None]) -> OneTeam:
    functions = Counter(_function(officers, place) for place in team)
    ranked = dict(sorted(functions.items(), key=lambda pair: (-pair[1], pair[0])))
    return OneTeam(len(team), ranked, tuple(who for place in team if (who := shown[place])))


def _bridge(tie: NewTie, officers: Officers, shown: Sequence[Person | None]) -> Bridge:
    one, other = shown[tie.innovator], shown[tie.other]
    functions = (_function(officers, tie.innovator), _function(officers, tie.other))
    who = (
        f"{one.name} and {other.name}"
        if one and other
        else f"somebody in {functions[0]} and somebody in {functions[1]}"
    )
    now = steps_in_words(tie.hops)
    pairs = count(tie.closer, "pair of people", "pairs of people")
    words = f"a meeting of {who} ({now} today): it would bring {pairs} of the two sides within one introducer."
    return Bridge(functions, one, other, tie.closer, tie.hops, words)


def _officers(officers: Officers, shown: Sequence[Person | None]) -> tuple[Officer, ...]:
    sides = [SIDES.get(side, "") for side in officers.side.tolist()]
    return tuple(
        Officer(who, function, side)
        for who, function, side in zip(shown, officers.functions, sides, strict=True)
        if who is not None
    )


def _ties(officers: Officers, shown: Sequence[Person | None]) -> tuple[Tie, ...]:
    ends = zip(officers.a.tolist(), officers.b.tolist(), officers.strength.tolist(), strict=True)
    return tuple(
        Tie(one.id, other.id, strength, d.strength_word(strength))
        for a, b, strength in ends
        if (one := shown[a]) and (other := shown[b])
    )
