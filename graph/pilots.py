"""Pilots as at a day: running or ended, with which outcome, how long ago, and who had which role."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.days import AFTER_ALL, BEFORE_ALL, day_number, days, months
from graph.scene import Scene
from graph.vocabulary import PILOT_OUTCOMES, PILOT_ROLES

SOLVED = ("contract", "completed")  # outcomes that speak for what was tried


@dataclass(frozen=True)
class Pilots:
    """One entry for each pilot of ``scene.things("pilots")``, and one for each (pilot, person, role) on record."""

    table: pa.Table
    running: np.ndarray  # bool
    ended: np.ndarray  # bool; undated pilots are neither running nor ended
    age: np.ndarray  # months, NaN where not known (then two half-lives)
    outcome: np.ndarray  # int8, position in PILOT_OUTCOMES; ongoing while it runs
    pilot: np.ndarray  # int32, of each named role
    person: np.ndarray  # int32
    role: np.ndarray  # int8, position in PILOT_ROLES

    @property
    def solved(self) -> np.ndarray:
        """Which pilots were completed or became a contract; none that still runs."""
        return np.isin(self.outcome, [PILOT_OUTCOMES.index(outcome) for outcome in SOLVED])

    def having(self, *roles: str) -> np.ndarray:
        """Which of the named roles are one of these."""
        return np.isin(self.role, [PILOT_ROLES.index(role) for role in roles])

    def named(self, role: str) -> np.ndarray:
        """Which pilots name somebody in this role."""
        mask = np.zeros(len(self.running), bool)
        mask[self.pilot[self.having(role)]] = True
        return mask

    def known_missing(self, role: str) -> np.ndarray:
        """Which pilots are known not to have this role, or `route_to_buy`."""
        return _lists(self.table.column("known_missing"), role)

    def route_to_buy(self) -> tuple[np.ndarray, np.ndarray]:
        """Which pilots have a route to buy, and which are known to lack one; the others are not known."""
        text = self.table.column("route_to_buy")
        none = pc.equal(text, "none").fill_null(False).to_numpy()
        present = pc.is_valid(text).to_numpy() & ~none
        return present, ~present & (none | self.known_missing("route_to_buy"))


def pilots(scene: Scene) -> Pilots:
    """The pilots of a scene (definitions, section 1)."""
    table, day = scene.things("pilots"), day_number(scene.viewpoint.as_at)
    starts, ends = days(table.column("starts"), BEFORE_ALL), days(table.column("ends"), AFTER_ALL)
    told = pc.fill_null(pc.index_in(table.column("outcome"), value_set=pa.array(PILOT_OUTCOMES)), -1).to_numpy()
    unknown, ongoing = PILOT_OUTCOMES.index("unknown"), PILOT_OUTCOMES.index("ongoing")
    told = np.where(told < 0, unknown, told)
    closing = np.isin(told, [PILOT_OUTCOMES.index(o) for o in ("contract", "completed", "stopped")])

    dated_end = ends < AFTER_ALL
    ended = (dated_end & (ends <= day)) | (~dated_end & closing)
    running = (dated_end & (ends > day)) | (~dated_end & ~closing & (starts > BEFORE_ALL))
    age = np.where(running, 0.0, np.where(dated_end, months(day - ends), np.nan))

    named = scene.rows["pilot_people"]
    pilot = pc.index_in(named.column("pilot_id"), value_set=table.column("pilot_id").combine_chunks())
    role = pc.index_in(named.column("role"), value_set=pa.array(PILOT_ROLES))
    triples = np.unique(
        np.stack([pilot.to_numpy(), scene.numbers(named.column("person_id")), role.to_numpy()]).astype(np.int32), axis=1
    )
    return Pilots(
        table=table,
        running=running,
        ended=ended,
        age=age,
        outcome=np.where(running, ongoing, told).astype(np.int8),
        pilot=triples[0],
        person=triples[1],
        role=triples[2].astype(np.int8),
    )


def _lists(column: pa.ChunkedArray, word: str) -> np.ndarray:
    joined = pc.binary_join_element_wise("", column, "", "|")
    return pc.match_substring(joined, f"|{word}|").fill_null(False).to_numpy()
