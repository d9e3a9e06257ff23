"""Section 7, first paragraph, in straight loops over rows, to compare with. Nothing here imports ``graph``."""

from __future__ import annotations

from math import exp
from typing import Any

from tests.plain_reference import LEVELS, Pilot, World

FUNCTIONS = {
    "operations": {"operations"},
    "it_data": {"digital"},
    "procurement": {"procurement"},
    "legal_or_data_governance": {"legal", "data_governance"},
    "innovation": {"innovation"},
}


def pilot_check(world: World, name: str) -> dict[str, Any]:
    """One pilot in the shape of ``expected.json``."""
    pilot = next(pilot for pilot in world.pilots if pilot.id == name)
    state = "ended" if pilot.ended else "running" if pilot.running else "not dated"
    if pilot.ended:
        return {"pilot": name, "state": state, "p": None, "level": None}
    safeguards = {
        "budget_holder": _role(world, pilot, "budget_holder"),
        "operational_owner": _role(world, pilot, "operational_owner"),
        "route_to_buy": _route(pilot),
        "active_sponsor": _role(world, pilot, "sponsor"),
    }
    count = sum({"present": 1.0, "not known": 0.5, "missing": 0.0}[found] for found in safeguards.values())
    return {
        "pilot": name,
        "state": state,
        "safeguards": safeguards,
        "count": count,
        "p": 1 - 1 / (1 + exp(2.1 - 0.8 * count)),
        "level": _level(safeguards),
        "in_sight": {function: _in_sight(world, pilot, wanted) for function, wanted in FUNCTIONS.items()},
    }


def _role(world: World, pilot: Pilot, role: str) -> str:
    posts = [p for p in world.posts if p.organisation == pilot.row["council_id"] and p.person in pilot.having(role)]
    if any(post.current for post in posts):
        return "present"
    return "missing" if posts or role in pilot.row.all("known_missing") else "not known"


def _route(pilot: Pilot) -> str:
    route = pilot.row["route_to_buy"]
    if route and route != "none":
        return "present"
    return "missing" if route == "none" or "route_to_buy" in pilot.row.all("known_missing") else "not known"


def _level(safeguards: dict[str, str]) -> str:
    vital = (safeguards["budget_holder"], safeguards["operational_owner"])
    if "missing" in vital:
        return "high"
    if "not known" in vital:
        return "not known"
    return "medium" if set(safeguards.values()) != {"present"} else "low"


def _in_sight(world: World, pilot: Pilot, functions: set[str]) -> dict[str, Any]:
    there = [post for post in world.posts if post.officer and post.organisation == pilot.row["council_id"]]
    holding = {post.person for post in there if post.function in functions}
    named = {person for person, _ in pilot.roles}

    def level(person: str) -> int:
        return min(LEVELS.index(p.level) if p.level in LEVELS else 9 for p in there if p.person == person)

    shown = sorted(holding & named or holding, key=lambda person: (level(person), person))
    return {"state": "present" if holding & named else "not yet involved" if holding else "not known", "people": shown}
