"""Can this officer move a decision, open doors, and do they gain from it? Pass, fail or unknown, each with its reason.

Unknown is no pass, and no accusation. A grade follows from the first two tests: champion, sponsor, coach, or none. A
title alone never makes a champion (definitions, section 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import definitions as d
from graph.champion_score import PARTS, highest_level
from graph.days import AFTER_ALL, day_number, days
from graph.derived import Derived
from graph.scene import Scene
from graph.vocabulary import FUNCTIONS, LEVELS, ORGANISATION_KINDS, PILOT_OUTCOMES

PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"
CHAMPION, SPONSOR, COACH = "champion", "sponsor", "coach"
MOVING_ROLES = ("sponsor", "project_lead", "operational_owner", "budget_holder")


@dataclass(frozen=True, slots=True)
class Test:
    """How one test came out, and why."""

    outcome: str  # pass, fail or unknown
    reason: str


@dataclass(frozen=True)
class Grades:
    """What the tests go by, as masks over ``scene.people``; only officers have tests and grades."""

    decision_maker: np.ndarray
    took_to_contract: np.ndarray  # sponsor, lead, owner or budget holder of a pilot that became a contract
    level_officer: np.ndarray
    endorsed: np.ndarray  # part 3 above zero
    introduced: np.ndarray  # part 5 above zero
    knows_both: np.ndarray  # colleagues of two other functions, and somebody at an SME
    objected: np.ndarray  # to introductions
    enough: np.ndarray
    gatekeeper: np.ndarray
    owns: Mapping[str, np.ndarray]  # theme -> who owns an open challenge on it at a council where they are in post
    runs: Mapping[str, np.ndarray]  # theme -> who runs operations with a budget naming it, at a council that faces one

    @property
    def moves(self) -> np.ndarray:
        """Who passes "can move a decision"."""
        return self.decision_maker | self.took_to_contract

    @property
    def opens(self) -> np.ndarray:
        """Who passes "opens doors"."""
        return (self.endorsed | self.introduced | self.knows_both) & ~self.objected

    @property
    def themes(self) -> list[str]:
        """Themes from which somebody is known to gain, sorted."""
        return sorted(theme for theme in self.owns if (self.owns[theme] | self.runs[theme]).any())

    def moves_decision(self, person: int) -> Test:
        """The first test."""
        if self.decision_maker[person]:
            return Test(PASS, "holds a budget")
        if self.took_to_contract[person]:
            return Test(PASS, "had a leading role in a pilot that became a contract")
        if self.level_officer[person]:
            return Test(FAIL, "the post is at officer level, and neither a budget nor such a pilot is on record")
        return Test(UNKNOWN, "neither a budget nor a pilot that became a contract is on record")

    def opens_doors(self, person: int) -> Test:
        """The second test."""
        if self.objected[person]:
            return Test(UNKNOWN, "has asked not to be an introducer")
        reasons = [
            words
            for holds, words in (
                (self.endorsed, "is endorsed by small firms"),
                (self.introduced, "makes introductions that lead to meetings"),
                (self.knows_both, "knows colleagues of two other functions and somebody at a small firm"),
            )
            if holds[person]
        ]
        if reasons:
            return Test(PASS, " and ".join(reasons))
        if self.enough[person]:
            return Test(
                FAIL,
                "enough, no endorsement, no good record of introductions and no such ties are in it",
            )
        return Test(UNKNOWN, "too little is on record")

    def gains(self, person: int, theme: str) -> Test:
        """The third test, for a theme."""
        if theme in self.owns and self.owns[theme][person]:
            return Test(PASS, f"owns an open challenge on {theme}")
        if theme in self.runs and self.runs[theme][person]:
            return Test(PASS, f"runs operations with a budget for {theme}, on which the council has an open challenge")
        return Test(UNKNOWN, f"neither an open challenge on {theme} of their own nor such a budget is on record")

    def grade(self, person: int) -> str | None:
        """Champion, sponsor, coach, or none."""
        moves, opens = bool(self.moves[person]), bool(self.opens[person])
        return CHAMPION if moves and opens else SPONSOR if moves else COACH if opens else None

    def provisional(self, person: int) -> bool:
        """Whether a champion or coach has too little on record for a rank."""
        return bool(self.opens[person] and not self.enough[person])


def grades(derived: Derived, challenges: Scene) -> Grades:
    """The tests of every officer. ``challenges``: a scene of the same viewpoint that holds the challenges."""
    scene, posts, scores = derived.scene, derived.posts, derived.scores
    officers = posts.officers
    owns, runs = _gains(derived, challenges)
    gatekeepers = posts.officer & np.isin(posts.function, [FUNCTIONS.index(name) for name in d.GATEKEEPERS])
    return Grades(
        decision_maker=posts.decision_makers,
        took_to_contract=officers & _took_to_contract(derived),
        level_officer=highest_level(posts) == LEVELS.index("officer"),
        endorsed=scores.parts[:, PARTS.index("endorsements")] > d.TOLERANCE,
        introduced=scores.parts[:, PARTS.index("introductions")] > d.TOLERANCE,
        knows_both=officers & _knows_both(derived),
        objected=np.array([person in scene.objected_introductions for person in scene.people], bool),
        enough=scores.enough,
        gatekeeper=posts.anyone(gatekeepers),
        owns=owns,
        runs=runs,
    )


def _took_to_contract(derived: Derived) -> np.ndarray:
    pilots = derived.pilots
    contract = pilots.outcome == PILOT_OUTCOMES.index("contract")
    took = np.zeros(len(derived.scene.people), bool)
    took[pilots.person[pilots.having(*MOVING_ROLES) & contract[pilots.pilot]]] = True
    return took


def _knows_both(derived: Derived) -> np.ndarray:
    """Warm ties to colleagues of two other functions, and to somebody in post at an SME."""
    ties, at_sme = derived.ties, derived.posts.now_at("sme")
    a, b = ties.a[ties.warm], ties.b[ties.warm]
    knows = np.zeros(len(at_sme), bool)
    knows[a[at_sme[b]]] = True
    knows[b[at_sme[a]]] = True
    others = derived.scores.across.others()
    return knows & (np.bitwise_count(others) >= d.OTHER_FUNCTIONS)


def _gains(derived: Derived, challenges: Scene) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """For each theme of an open challenge of a council, who owns one there, and whose operations post names it."""
    posts = derived.posts
    at_council = posts.current & (posts.kind == ORGANISATION_KINDS.index("council"))
    operations = posts.officer & (posts.function == FUNCTIONS.index("operations"))
    budgets = pc.binary_join_element_wise("", posts.table.column("budget_for"), "", "|")
    owner, council, themes = _open_challenges(derived.scene, challenges)
    owns: dict[str, np.ndarray] = {}
    runs: dict[str, np.ndarray] = {}
    for theme in sorted(set(themes.tolist())):
        about = themes == theme
        faced = np.isin(posts.organisation, council[about])
        names_it = pc.match_substring(budgets, f"|{theme}|").fill_null(False).to_numpy() & (theme != "any")
        runs[theme] = posts.anyone(operations & faced & names_it)
        owned = np.isin(_pairs(posts.person, posts.organisation), _pairs(owner[about], council[about]))
        owns[theme] = posts.anyone(at_council & owned) & posts.officers
    return owns, runs


def _pairs(person: np.ndarray, organisation: np.ndarray) -> np.ndarray:
    """One number for each pair; nobody (-1) is in none that a post has."""
    return (person.astype(np.int64) << 32) + organisation


def _open_challenges(scene: Scene, challenges: Scene) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Owner (-1 not known), organisation and theme of each challenge that is open at the day."""
    table = challenges.things("challenges")
    table = table.filter(
        pa.array(days(table.column("ends"), AFTER_ALL) >= day_number(scene.viewpoint.as_at), pa.bool_())
    )
    organisations = scene.things("organisations").column("organisation_id").combine_chunks()
    council = pc.fill_null(pc.index_in(table.column("organisation_id"), value_set=organisations), -1).to_numpy()
    return (
        scene.numbers(table.column("owner_id")),
        council,
        np.array(table.column("theme").to_pylist(), dtype=object),
    )
