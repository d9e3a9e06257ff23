"""What answers about pilots have in common: one pilot in a line, without a name of anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.pilots import Pilots, pilots
from graph.posts import posts
from graph.scene import Scene
from graph.stall import NO_RISK, RISKS, SAFEGUARDS, SIGHT_STATES, STATES, Stall, stall
from graph.statements import parts
from graph.vocabulary import PILOT_OUTCOMES

PLAIN = {
    "budget_holder": "Budget holder",
    "operational_owner": "Operational owner",
    "route_to_buy": "Route to buy",
    "active_sponsor": "Active sponsor",
    "operations": "Operations",
    "it_data": "IT and data",
    "procurement": "Procurement",
    "legal_or_data_governance": "Legal or data governance",
    "innovation": "Innovation",
    "other": "Functions with few people",
}
PRESENT, MISSING, NOT_KNOWN = STATES
NOT_YET = SIGHT_STATES[1]


@dataclass(frozen=True, slots=True)
class PilotLine:
    """What is said of a pilot to anybody who sees it."""

    id: str
    name: str
    council_id: str
    council: str
    supplier_ids: tuple[str, ...]
    suppliers: tuple[str, ...]
    themes: tuple[str, ...]
    starts: str | None
    ends: str | None  # None also while it runs: an end that lies ahead is not told
    state: str  # running, ended, not dated
    outcome: str
    level: str | None  # high, medium, low, not known; None: it has ended
    p: float | None  # puts a list in order, nothing else
    safeguards: Mapping[str, str]
    in_sight: int  # of five functions

    def those(self, state: str) -> list[str]:
        """Names of the safeguards in this state, in words."""
        return [PLAIN[name].lower() for name, found in self.safeguards.items() if found == state]


def lines(scene: Scene, run: Pilots | None = None, checks: Stall | None = None) -> list[PilotLine]:
    """A line for each pilot of a scene, in the order of ``Pilots``; what is derived already may be given."""
    run = run or pilots(scene)
    checks = checks or stall(scene, posts(scene), run)
    organisations = scene.things("organisations")
    ids, names = (organisations.column(name).to_pylist() for name in ("organisation_id", "name"))
    called = dict(zip(ids, names, strict=True))
    return [_line(cells, place, called, run, checks) for place, cells in enumerate(run.table.to_pylist())]


def _line(cells: dict[str, str], place: int, called: Mapping[str, str], run: Pilots, checks: Stall) -> PilotLine:
    level, ended = int(checks.level[place]), bool(run.ended[place])
    suppliers = parts(cells["supplier_ids"])
    return PilotLine(
        id=cells["pilot_id"],
        name=cells["name"],
        council_id=cells["council_id"],
        council=called[cells["council_id"]],
        supplier_ids=suppliers,
        suppliers=tuple(called[firm] for firm in suppliers),
        themes=parts(cells["themes"]),
        starts=cells["starts"],
        ends=cells["ends"] if ended else None,
        state="ended" if ended else "running" if run.running[place] else "not dated",
        outcome=PILOT_OUTCOMES[run.outcome[place]],
        level=None if level == NO_RISK else RISKS[level],
        p=None if ended else float(checks.p[place]),
        safeguards={name: STATES[state] for name, state in zip(SAFEGUARDS, checks.safeguards[place], strict=True)},
        in_sight=int((checks.sight[place] == SIGHT_STATES.index(PRESENT)).sum()),
    )
