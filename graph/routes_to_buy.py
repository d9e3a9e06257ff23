"""Through which frameworks and dynamic markets can councils buy from a firm on a day?

Valid are a framework and a membership that have begun and not ended. A scene holds only what has begun by its day, so
what is left to look at is the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.scene import Scene

Row = dict[str, Any]  # cells are text
SUPPLIER, BUYER = "supplier", "buyer"


@dataclass(frozen=True, slots=True)
class Listing:
    """A framework that serves a council, and whether a firm is on it."""

    framework: str  # id
    name: str
    operator: str | None  # id of the organisation that runs it
    ends: str | None  # its last day; None: not known
    joinable: bool | None  # whether a supplier can join while it runs; None: not known
    listed: bool  # whether the firm is on it now
    firm_since: str | None  # day on which the firm joined; None: not on it, or not known
    council_since: str | None  # day from which the council may use it; None: not known


class Frameworks:
    """The frameworks that are valid on the scene's day, and who is on them then."""

    def __init__(self, scene: Scene) -> None:
        """Read frameworks and their members; the scene must hold both kinds."""
        self._day = scene.viewpoint.day
        self._rows = scene.things("frameworks").to_pylist()
        self._named = scene.rows["framework_members"].to_pylist()

    @cached_property
    def valid(self) -> dict[str, Row]:
        """The row that rules each valid framework, by id."""
        return {row["framework_id"]: row for row in self._rows if self._lasts(row)}

    @cached_property
    def _members(self) -> dict[tuple[str, str], dict[str, str | None]]:
        """Role and organisation -> framework -> since when; the first day known where several rows say one."""
        found: dict[tuple[str, str], dict[str, str | None]] = defaultdict(dict)
        for row in self._named:
            if row["framework_id"] in self.valid and self._lasts(row):
                since = found[row["role"], row["organisation_id"]]
                known = [day for day in (since.get(row["framework_id"]), row["starts"]) if day]
                since[row["framework_id"]] = min(known, default=None)
        return found

    def _lasts(self, row: Row) -> bool:
        return (row["ends"] or self._day) >= self._day

    def serving(self, council: str, firm: str) -> tuple[Listing, ...]:
        """Every framework through which this council may buy: those that list the firm first, then by id."""
        buys, sells = self._members.get((BUYER, council), {}), self._members.get((SUPPLIER, firm), {})
        return tuple(self._listing(id, buys, sells) for id in sorted(buys, key=lambda id: (id not in sells, id)))

    def joining(self, council: str, firms: Collection[str]) -> tuple[str, ...]:
        """Names of the frameworks through which this council may buy from any of these firms, by id."""
        buys = self._members.get((BUYER, council), {})
        sells = {id for firm in firms for id in self._members.get((SUPPLIER, firm), ())}
        return tuple(self.valid[id]["name"] for id in sorted(sells & buys.keys()))

    def _listing(self, id: str, buys: dict[str, str | None], sells: dict[str, str | None]) -> Listing:
        row = self.valid[id]
        joinable = None if row["joinable"] is None else row["joinable"] == "yes"
        return Listing(id, row["name"], row["operator_id"], row["ends"], joinable, id in sells, sells.get(id), buys[id])
