"""Sets of a council's officers, and why these: the champion set of a theme, and whom to brief."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.coverage import Coverage, champion_set
from graph.derived import Derived
from graph.key_players import Briefed, set_to_brief
from queries.answer import Person, people


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a set, with the yeses that they hold and those that they can bring in."""

    person: Person
    holds: tuple[str, ...]
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleSet:
    """A set of a council's officers, and why it is this one."""

    members: tuple[Member, ...]
    words: str
    coverage: Coverage | None = None  # of a champion set
    reach: float | None = None  # of a set to brief, 0 to 1
    equally_good: int = 1


def covering(whole: Derived, council: str, theme: str, scores: np.ndarray) -> PeopleSet:
    """The champion set; ``scores`` by position in ``scene.people``."""
    found = champion_set(whole, council, theme, scores)
    named = people(whole, found.people)
    members = tuple(Member(named[id], found.holds[id], found.covers[id]) for id in found.people)
    return PeopleSet(members, _about_set(found), found, None, found.equally_small)


def briefed(whole: Derived, council: str, scores: np.ndarray) -> PeopleSet:
    """The set to brief; ``scores`` likewise."""
    found = set_to_brief(whole, council, scores)
    named = people(whole, found.people)
    members = tuple(Member(named[id], (), ()) for id in found.people)
    return PeopleSet(members, _about_brief(found), None, found.reach, found.equally_good)


def _about_set(found: Coverage) -> str:
    known = len(found.holders) - len(found.not_known)
    if not known:
        return "Who must say yes here is not known, so there is nothing to cover."
    words = f"Together they hold, or know well, everybody who must say yes: {known} of {len(found.holders)} yeses."
    if found.equally_small > 1:
        words += (
            f" {found.equally_small:,} sets are as small; none of them holds more of the yeses itself ({found.held})."
        )
    not_known = ", ".join(yes.replace("_", " ") for yes in found.not_known)
    return words + (f" Not known: {not_known}." if not_known else "")


def _about_brief(found: Briefed) -> str:
    if not found.officers:
        return "No officer of this council is on record."
    words = f"Their reach over the council's {found.officers:,} officers is {found.reach:.2f} of 1"
    words += "; a further person would add nothing." if len(found.people) < min(d.BRIEFED, found.officers) else "."
    return words + (f" {found.equally_good:,} sets reach as much." if found.equally_good > 1 else "")
