"""Councils made to measure: officers by function, and who of them knows whom."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from itertools import combinations

from tests.plain_reference import Row
from tests.worlds import row

Pairs = set[tuple[int, int]]  # places of two officers, the lower first
FUNCTIONS = ["innovation"] * 4 + ["operations"] * 6 + ["finance"] * 5 + ["legal"] * 5


def council(
    name: str, functions: Sequence[str | None], ties: Collection[tuple[int, int]], *, active: bool = True
) -> list[Row]:
    """Rows of a council: officers by function (None: not known), pairs who know each other, an innovator in a pilot."""
    ids = [f"{name}-{place:02}" for place in range(len(functions))]
    rows = [row("organisations", organisation_id=name, name=f"Council of {name}", kind="council")]
    for place, function in enumerate(functions):
        rows.append(row("people", person_id=ids[place], name=f"Person {ids[place]}"))
        rows.append(
            row("posts", person_id=ids[place], organisation_id=name, title="Officer of the council", function=function)
        )
    for a, b in sorted(ties):
        told = {"kind": "contact", "strength": "0.5", "on": "2026-05-01"}
        rows.append(row("contacts", person_a=ids[a], person_b=ids[b], **told))
    if active and "innovation" in functions:
        first = ids[functions.index("innovation")]
        rows.append(row("pilots", pilot_id=f"{name}-trial", name="Trial", council_id=name, starts="2026-01-01"))
        rows.append(row("pilot_people", pilot_id=f"{name}-trial", person_id=first, role="team"))
    return rows


def at_random(chance: random.Random, people: int, ties: int) -> Pairs:
    """Pairs drawn at random, some people drawn more often: hubs do not make a silo."""
    likes = [chance.paretovariate(2) for _ in range(people)]
    found: Pairs = set()
    while len(found) < ties:
        a, b = chance.choices(range(people), likes, k=2)
        if a != b:
            found.add((min(a, b), max(a, b)))
    return found


def two_blocks(chance: random.Random, functions: Sequence[str | None], bridges: int = 1) -> Pairs:
    """Innovators who all know one another, the others who mostly do, and a few ties of one innovator across."""
    ours = [place for place, function in enumerate(functions) if function == "innovation"]
    theirs = [place for place in range(len(functions)) if place not in ours]
    ties = set(combinations(ours, 2)) | {pair for pair in combinations(theirs, 2) if chance.random() < 0.5}
    return ties | {(ours[0], other) for other in chance.sample(theirs, bridges)}
