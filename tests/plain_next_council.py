"""Section 7, next council, in straight loops over rows, to compare with. Nothing here imports ``graph``."""

from __future__ import annotations

from typing import Any

from tests.plain_reference import Row, World, day
from tests.plain_triples import triples

PARTS = ("need", "reach", "readiness", "neighbourhood")


def ranked(world: World, firm: str, weights: tuple[float, ...] = (1, 1, 1, 1)) -> list[dict[str, Any]]:
    """All candidates in the shape of ``expected.json``, the best first."""
    councils = [id for id in _councils(world) if _is_open(world, id) and not _known(world, firm, id)]
    best: dict[str, float] = {}
    for triple in triples(world):
        if triple.firm == firm:
            best[triple.council] = max(best.get(triple.council, 0.0), triple.odds)
    told = [
        {
            "council": council,
            "need": _need(world, firm, council),
            "reach": best.get(council, 0.0),
            "readiness": _readiness(world, firm, council),
            "neighbourhood": _neighbourhood(world, firm, council),
        }
        for council in councils
    ]
    for name in ("readiness", "neighbourhood"):
        largest = max((one[name] for one in told), default=0)
        for one in told:
            one[f"{name}_scaled"] = one[name] / largest if largest else 0.0
    for one in told:
        values = (one["need"], one["reach"], one["readiness_scaled"], one["neighbourhood_scaled"])
        one["mean"] = sum(w * value for w, value in zip(weights, values, strict=True)) / sum(weights)
    return sorted(told, key=lambda one: (-round(one["mean"], 12), one["council"]))


def _councils(world: World) -> dict[str, Row]:
    return {id: row for id, row in world.seen.things("organisations").items() if row["kind"] == "council"}


def _is_open(world: World, council: str) -> bool:
    ends = day(_councils(world)[council]["ends"])
    return ends is None or ends >= world.seen.as_at


def _known(world: World, firm: str, council: str) -> bool:
    """Whether a pilot or a contract of the firm is on record there."""
    pilots = any(p.row["council_id"] == council and firm in p.row.all("supplier_ids") for p in world.pilots)
    won = any(r["buyer_id"] == council and r["supplier_id"] == firm for r in world.seen.rows["awards"])
    return pilots or won


def _recent(pilot: Any) -> bool:
    return pilot.running or (pilot.ended and pilot.age is not None and pilot.age <= 36 + 1e-12)


def _need(world: World, firm: str, council: str) -> float:
    themes = {row["theme"] for row in world.seen.rows["offers"] if row["organisation_id"] == firm}
    needed = set()
    for row in world.seen.things("challenges").values():
        ends = day(row["ends"])
        if row["organisation_id"] == council and (ends is None or ends >= world.seen.as_at):
            needed.add(row["theme"])
    for pilot in world.pilots:
        if pilot.row["council_id"] == council and _recent(pilot):
            needed |= set(pilot.row.all("themes"))
    return len(themes & needed) / len(themes) if themes else 0.0


def _readiness(world: World, firm: str, council: str) -> float:
    there = [pilot for pilot in world.pilots if pilot.row["council_id"] == council and _recent(pilot)]
    number = sum(1.0 if pilot.outcome == "contract" else 0.5 if pilot.running else 0.0 for pilot in there)
    return number + any(_on(world, id, firm, "supplier") and _on(world, id, council, "buyer") for id in _valid(world))


def _valid(world: World) -> list[str]:
    frameworks = world.seen.things("frameworks")
    return [id for id, row in frameworks.items() if row["ends"] is None or day(row["ends"]) >= world.seen.as_at]


def _on(world: World, framework: str, organisation: str, role: str) -> bool:
    return any(
        (row["framework_id"], row["organisation_id"], row["role"]) == (framework, organisation, role)
        and (row["ends"] is None or day(row["ends"]) >= world.seen.as_at)
        for row in world.seen.rows["framework_members"]
    )


def _neighbourhood(world: World, firm: str, council: str) -> float:
    adopted = {
        pilot.row["council_id"]
        for pilot in world.pilots
        if firm in pilot.row.all("supplier_ids") and pilot.ended and pilot.outcome in ("completed", "contract")
    }
    return float(sum(_alike(world, council, other) for other in adopted & _councils(world).keys()))


def _alike(world: World, one: str, other: str) -> int:
    mine, its = _councils(world)[one], _councils(world)[other]
    same = sum(mine[name] is not None and mine[name] == its[name] for name in ("region", "council_kind"))
    officers = [{p.person for p in world.posts if p.officer and p.organisation == at} for at in (one, other)]
    return same + any(
        (a in officers[0] and b in officers[1]) or (b in officers[0] and a in officers[1]) for a, b in world.warm
    )
