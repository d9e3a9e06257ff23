"""Part 7, grades, sets and connectors of section 5 in straight loops, to compare with: by brute force, no arrays.

Written from the definitions on top of ``plain_reference``; nothing here imports ``graph``.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from tests import networkx_reference as brute
from tests.plain_reference import LEVELS, World, reaches

POINTS = {"officer": -2.5, "manager": 0.0, "head": 0.2, "director": -0.8, "chief_executive": -2.0}
YESES = ("budget", "operations", "procurement", "data_governance", "senior_sponsor")


@dataclass(frozen=True)
class Graded:
    """How the tests of one officer come out."""

    moves: str
    opens: str
    grade: str | None
    provisional: bool
    gatekeeper: bool


def levels_of(world: World, person: str) -> list[str]:
    """Known levels of their officer posts, the highest first."""
    known = {p.level for p in world.posts if p.officer and p.person == person and p.level in LEVELS}
    return sorted(known, key=LEVELS.index)


def level_points(world: World, person: str) -> float:
    """Part 7."""
    return POINTS[found[0]] if (found := levels_of(world, person)) else 0.0


def enough(world: World, person: str) -> bool:
    return world.evidence_rows(person) >= 3


def score(world: World, person: str) -> float | None:
    """The sum of seven parts; None with too little on record."""
    return sum(world.parts(person)) + level_points(world, person) if enough(world, person) else None


def ranked(world: World) -> list[str]:
    """Officers with enough on record, best first, equal ones by id."""
    scores = {person: s for person in world.officers if (s := score(world, person)) is not None}
    return sorted(scores, key=lambda person: (-round(scores[person], 12), person))


def graded(world: World, person: str) -> Graded:
    """The first two tests and what follows."""
    budget = any(p.officer and p.person == person and p.budget_for for p in world.posts)
    took = any(
        pilot.outcome == "contract"
        and person in pilot.having("sponsor", "project_lead", "operational_owner", "budget_holder")
        for pilot in world.pilots
    )
    moves = "pass" if budget or took else "fail" if levels_of(world, person)[:1] == ["officer"] else "unknown"
    parts = world.parts(person)
    opened = parts[2] > 1e-12 or parts[4] > 1e-12 or _knows_both(world, person)
    opens = "pass" if opened else "fail" if enough(world, person) else "unknown"
    if person in world.seen.objected_introductions:
        opens = "unknown"
    both = (moves == "pass", opens == "pass")
    grade = {(True, True): "champion", (True, False): "sponsor", (False, True): "coach"}.get(both)
    functions = world.functions(person)
    keeper = bool(functions & {"procurement", "data_governance", "digital"})
    return Graded(moves, opens, grade, both[1] and not enough(world, person), keeper)


def _neighbours(world: World, person: str) -> dict[str, float]:
    return {pair[1] if pair[0] == person else pair[0]: s for pair, s in world.warm.items() if person in pair}


def _councils(world: World, person: str) -> set[str]:
    return {post.organisation for post in world.posts if post.officer and post.person == person}


def _knows_both(world: World, person: str) -> bool:
    mine, others = world.functions(person), set()
    for other in _neighbours(world, person):
        theirs = world.functions(other)
        if _councils(world, person) & _councils(world, other) and mine and theirs and not mine & theirs:
            others |= theirs
    return len(others) >= 2 and bool(set(_neighbours(world, person)) & world.now_at("sme"))


def gains(world: World, person: str, theme: str) -> str:
    """The third test."""
    organisations = world.seen.things("organisations")
    open_now = [
        row
        for row in world.seen.things("challenges").values()
        if row["theme"] == theme
        and (row["ends"] or "9999") >= world.seen.as_at.isoformat()
        and organisations[row["organisation_id"] or ""]["kind"] == "council"
    ]
    faced = {row["organisation_id"] for row in open_now}
    owned = {row["organisation_id"] for row in open_now if row["owner_id"] == person}
    in_post = {post.organisation for post in world.posts if post.current and post.person == person}
    runs = any(
        p.officer
        and p.person == person
        and p.function == "operations"
        and p.organisation in faced
        and theme in p.budget_for
        and theme != "any"
        for p in world.posts
    )
    return "pass" if owned & in_post or runs else "unknown"


def officers_at(world: World, council: str) -> list[str]:
    return sorted({post.person for post in world.posts if post.officer and post.organisation == council})


def champion_set(world: World, council: str, theme: str) -> tuple[tuple[str, ...], int, int, dict[str, list[str]]]:
    """The set, how many sets are as small, yeses held between them, and what each member covers: all sets are tried."""
    held = world.holders(council, theme)
    officers = officers_at(world, council)
    holds = {o: {yes for yes in YESES if o in held[yes]} for o in officers}
    covers = {o: set(holds[o]) for o in officers}
    for one in officers:
        if one not in world.seen.objected_introductions:
            for other, s in _neighbours(world, one).items():
                if reaches(s, 0.2):
                    covers[one] |= {yes for yes in YESES if other in held[yes]}
    goal = set().union(*covers.values())
    for size in range(6):
        full = [some for some in combinations(officers, size) if set().union(*(covers[o] for o in some)) >= goal]
        if full:
            break

    def held_by(some: tuple[str, ...]) -> int:
        return len(set().union(*(holds[o] for o in some)))

    best = min(full, key=lambda some: (-held_by(some), -round(_sum(world, some), 12), some))
    return best, len(full), held_by(best), {o: [yes for yes in YESES if yes in covers[o]] for o in best}


def _sum(world: World, people: tuple[str, ...]) -> float:
    return sum(score(world, person) or 0.0 for person in people)


def set_to_brief(world: World, council: str) -> tuple[tuple[str, ...], Fraction, int]:
    """The set, its reach as a fraction, and how many of that size reach as much: all sets are tried."""
    officers = officers_at(world, council)
    if not officers:
        return (), Fraction(0), 1
    near = {o: _nearness(world, o, officers) for o in officers}

    def reach(some: tuple[str, ...]) -> Fraction:
        return sum((max(near[m][o] for m in some) for o in officers), Fraction(0)) / len(officers)

    most = min(3, len(officers))
    best = {size: max(reach(some) for some in combinations(officers, size)) for size in range(1, most + 1)}
    size = min(size for size in best if best[size] == best[most])
    equal = [some for some in combinations(officers, size) if reach(some) == best[size]]
    return min(equal, key=lambda some: (-round(_sum(world, some), 12), some)), best[size], len(equal)


def _nearness(world: World, start: str, officers: list[str]) -> dict[str, Fraction]:
    hops, queue = {start: 0}, deque([start])
    while queue:
        one = queue.popleft()
        for other in _neighbours(world, one):
            if other in officers and other not in hops:
                hops[other] = hops[one] + 1
                queue.append(other)
    return {o: Fraction(1, max(1, hops[o])) if o in hops else Fraction(0) for o in officers}


def connectors(world: World) -> tuple[int, dict[str, int]]:
    """Pairs of an SME's person and a decision-maker, and through how many best routes each introducer stands."""
    deciders = {post.person for post in world.posts if post.officer and post.budget_for}
    pairs = [(a, t) for a in sorted(world.now_at("sme")) for t in sorted(deciders) if a != t]
    people, through = world.networkx(), Counter()
    for asker, target in pairs:
        routes = brute.every_route(people, asker, target)
        if routes:
            through.update(min(routes, key=lambda route: route.order).ids[1:-1])
    return len(pairs), dict(through)
