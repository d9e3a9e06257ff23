"""What answers have in common about who solved a problem: a pilot with its outcome, funding and route to buy."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from graph.days import spoken
from graph.pilots import SOLVED, Pilots, pilots
from graph.scene import Scene
from graph.statements import Batch, Statement
from queries.pilot_lines import PilotLine, lines

BY_OUTCOME = (*SOLVED, "ongoing", "unknown", "stopped")  # what says most first
NOT_KNOWN = "not known"
KINDS = ("pilots", "pilot_people", "posts", "departments", "programmes", "titles")  # what a scene must hold


@dataclass(frozen=True, slots=True)
class Solution:
    """A pilot, what came of it, who paid for it, and how it could be bought."""

    line: PilotLine
    solved: bool  # it was completed or became a contract
    funding: str  # programme and funder, or "not known"
    route_to_buy: str  # as the row says, "known to be missing", or "not known"
    rows: tuple[Statement, ...] = field(repr=False)

    @property
    def order(self) -> tuple[int, str]:
        """What says most first: contracts, then completed, running, unknown, stopped; then id."""
        return BY_OUTCOME.index(self.line.outcome), self.line.id


def solutions(scene: Scene) -> list[Solution]:
    """All pilots, what says most first. ``scene`` holds ``KINDS``."""
    run = pilots(scene)
    ways, funded, rows = _routes_to_buy(run), _funding(scene), defaultdict[str, list[Statement]](list)
    for row in Batch("pilots", scene.rows["pilots"]).statements():
        rows[row.cells["pilot_id"]].append(row)
    found = [
        Solution(
            line,
            line.outcome in SOLVED,
            funded.get(programme or "", NOT_KNOWN),
            ways[place],
            tuple(rows[line.id]),
        )
        for place, (line, programme) in enumerate(
            zip(lines(scene, run), run.table.column("programme_id").to_pylist(), strict=True)
        )
    ]
    return sorted(found, key=lambda one: one.order)


def when(line: PilotLine) -> str:
    """What came of a pilot and when, in a few words."""
    if line.state == "running":
        return f"runs since {spoken(line.starts)}" if line.starts else "runs"
    if line.state != "ended":
        return "not dated"
    came = "outcome not known" if line.outcome == "unknown" else line.outcome
    return f"{came}, ended {spoken(line.ends)}" if line.ends else f"{came}, day not known"


def _routes_to_buy(run: Pilots) -> list[str]:
    present, missing = run.route_to_buy()
    cells = run.table.column("route_to_buy").to_pylist()
    return [
        text if there else "known to be missing" if gone else NOT_KNOWN
        for text, there, gone in zip(cells, present, missing, strict=True)
    ]


def _funding(scene: Scene) -> dict[str, str]:
    """Name of each programme with its funder's."""
    organisations = scene.things("organisations").select(["organisation_id", "name"]).to_pylist()
    called = {row["organisation_id"]: row["name"] for row in organisations}
    return {
        row["programme_id"]: f"{row['name']} ({called[row['funder_id']]})" if row["funder_id"] else row["name"]
        for row in scene.things("programmes").to_pylist()
    }
