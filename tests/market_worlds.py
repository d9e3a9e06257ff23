"""Generated markets for tests: firms that offer themes, councils with budgets for them, and ties of few strengths.

Ties of few strengths make many routes exactly as long as others, so the order has to be decided by ids.
"""

from __future__ import annotations

import random
from itertools import combinations

from tests.plain_reference import Row
from tests.worlds import row

PLACES = {"body": "ecosystem_body", "big": "large_supplier"}
THEMES = ("gritting", "planning")
BUDGETS = (None, "gritting", "planning", "any", "gritting|planning")


def market(seed: int, *, people: int = 11, firms: int = 3, councils: int = 2) -> list[Row]:
    """People with posts that may have ended, some with two; budgets, offers, objections and open requests."""
    chance = random.Random(seed)
    names = [f"p{n}" for n in chance.sample(range(5, 5 + 2 * people), people)]  # "p10" comes before "p9": ids are text
    places = {
        **PLACES,
        **{f"firm{n}": "sme" for n in range(firms)},
        **{f"council{n}": "council" for n in range(councils)},
    }
    rows = [row("organisations", organisation_id=o, name=o, kind=kind) for o, kind in places.items()]
    rows += [row("offers", organisation_id=o, theme=chance.choice(THEMES)) for o in places if chance.random() < 0.8]
    rows += [row("offers", organisation_id="firm0", theme=theme) for theme in THEMES]
    for person in names:
        rows.append(row("people", person_id=person, name=person))
        for post in range(chance.choice((0, 1, 1, 1, 2))):
            where = chance.choice(list(places))
            cells = {"organisation_id": where, "title": f"Post {post}", "function": chance.choice((None, "operations"))}
            ends = "2026-05-31" if chance.random() < 0.12 else None
            rows.append(row("posts", person_id=person, **cells, budget_for=chance.choice(BUDGETS), ends=ends))
        if chance.random() < 0.1:
            rows.append(row("objections", person_id=person, scope=chance.choice(("suppliers", "introductions"))))
    density, strengths = chance.choice((0.15, 0.3, 0.45)), chance.choice(((0.08, 0.3, 0.5, 0.5), (0.5,), (0.04, 0.3)))
    for one, other in combinations(names, 2):
        if chance.random() < density:
            cells = {"person_a": one, "person_b": other, "strength": chance.choice(strengths)}
            rows.append(row("contacts", **cells, on="2026-06-01"))
    for _ in range(chance.choice((0, 0, 3))):
        asker, introducer, target = chance.sample(names, 3)
        cells = {"asker_id": asker, "introducer_id": introducer, "target_id": target, "outcome": "open"}
        rows.append(row("introductions", **cells, asked_on="2026-05-20"))
    return rows
