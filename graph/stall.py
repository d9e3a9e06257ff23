"""What does each pilot lack, and how likely is it to stall? All pilots at once (definitions, section 7).

Never a mark on a person: a safeguard is a role of the pilot, and "not known" is another word than "missing".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow.compute as pc

from graph import definitions as d
from graph.groups import distinct
from graph.pilots import Pilots
from graph.posts import Posts
from graph.scene import Scene
from graph.vocabulary import FUNCTIONS

ROLES: Final = {  # safeguard -> role in the pilot by which it is named
    "budget_holder": "budget_holder",
    "operational_owner": "operational_owner",
    "active_sponsor": "sponsor",
}
SAFEGUARDS: Final = ("budget_holder", "operational_owner", "route_to_buy", "active_sponsor")
VITAL: Final = ("budget_holder", "operational_owner")  # without one of these known to be missing, no level is high
STATES: Final = ("present", "missing", "not known")
SIGHT: Final = {  # what must be in sight of a pilot -> functions of posts that stand for it
    "operations": ("operations",),
    "it_data": ("digital",),
    "procurement": ("procurement",),
    "legal_or_data_governance": ("legal", "data_governance"),
    "innovation": ("innovation",),
}
SIGHT_STATES: Final = ("present", "not yet involved", "not known")
RISKS: Final = ("high", "medium", "low", "not known")
NO_RISK: Final = -1
_PRESENT, _MISSING, _UNKNOWN = range(3)
_NOT_YET = 1


@dataclass(frozen=True)
class Stall:
    """One row for each pilot, in the order of ``Pilots``; safeguards and functions in the order of the names above."""

    safeguards: np.ndarray  # int8, pilots x 4, positions in STATES
    count: np.ndarray  # float64: a present safeguard counts 1, one that is not known 0.5
    p: np.ndarray  # float64, NaN for ended pilots; puts a list in order and is never shown as a chance
    level: np.ndarray  # int8, position in RISKS, NO_RISK for ended pilots; undated ones have a level
    sight: np.ndarray  # int8, pilots x 5, positions in SIGHT_STATES
    officers: np.ndarray  # int, pilots x 5: how many officers of the council hold each function


def stall(scene: Scene, posts: Posts, pilots: Pilots) -> Stall:
    """Check every pilot; linear in posts and in the people named in pilots."""
    place = _Places.of(scene, posts, pilots)
    safeguards = np.stack([_safeguard(name, place, pilots) for name in SAFEGUARDS], axis=1).astype(np.int8)
    worth = np.array([1.0, 0.0, d.STALL_NOT_KNOWN])
    count = worth[safeguards].sum(axis=1)
    p = 1 - 1 / (1 + np.exp(-(d.STALL_BASE + d.STALL_PER_SAFEGUARD * count)))
    sight = [_sight(functions, place, posts, pilots) for functions in SIGHT.values()]
    return Stall(
        safeguards=safeguards,
        count=count,
        p=np.where(pilots.ended, np.nan, p),
        level=np.where(pilots.ended, NO_RISK, _level(safeguards)).astype(np.int8),
        sight=np.stack([state for state, _ in sight], axis=1).astype(np.int8),
        officers=np.stack([there for _, there in sight], axis=1),
    )


@dataclass(frozen=True)
class _Places:
    """Where pilots and people are, as numbers: (organisation, person) is one key."""

    people: int
    organisations: int
    council: np.ndarray  # of each pilot
    held: np.ndarray  # key of each post
    named: np.ndarray  # key of the council of a pilot and a person named in it, of each named role
    there: np.ndarray  # bool, of each named role: in any post at that council now
    left: np.ndarray  # bool: had a post there and has none now

    @staticmethod
    def of(scene: Scene, posts: Posts, pilots: Pilots) -> _Places:
        ids = scene.things("organisations").column("organisation_id").combine_chunks()
        council = pc.index_in(pilots.table.column("council_id"), value_set=ids).to_numpy().astype(np.int64)
        people = max(len(scene.people), 1)
        held = posts.organisation.astype(np.int64) * people + posts.person
        named = council[pilots.pilot] * people + pilots.person
        there = np.isin(named, held[posts.current])
        return _Places(people, len(ids), council, held, named, there, np.isin(named, held) & ~there)


def _safeguard(name: str, place: _Places, pilots: Pilots) -> np.ndarray:
    """Present if somebody named is there, missing if somebody named has left or a row says so, else not known."""
    if name not in ROLES:
        present, missing = pilots.route_to_buy()
        return np.where(present, _PRESENT, np.where(missing, _MISSING, _UNKNOWN))
    role = pilots.having(ROLES[name])
    present, left = (_pilots_of(pilots, role & which) for which in (place.there, place.left))
    missing = left | pilots.known_missing(ROLES[name])
    return np.where(present, _PRESENT, np.where(missing, _MISSING, _UNKNOWN))


def _level(safeguards: np.ndarray) -> np.ndarray:
    vital = safeguards[:, [SAFEGUARDS.index(name) for name in VITAL]]
    missing, unknown = (vital == _MISSING).any(axis=1), (vital == _UNKNOWN).any(axis=1)
    lacks = (safeguards != _PRESENT).any(axis=1)
    high, medium, low, not_known = range(len(RISKS))
    return np.where(missing, high, np.where(unknown, not_known, np.where(lacks, medium, low)))


def _sight(functions: tuple[str, ...], place: _Places, posts: Posts, pilots: Pilots) -> tuple[np.ndarray, np.ndarray]:
    """State of one function for each pilot, and how many officers of its council hold it."""
    holds = posts.officer & np.isin(posts.function, [FUNCTIONS.index(function) for function in functions])
    keys = distinct(place.held[holds])
    officers = np.bincount(keys // place.people, minlength=place.organisations)[place.council]
    present = _pilots_of(pilots, np.isin(place.named, keys))
    return np.where(present, _PRESENT, np.where(officers > 0, _NOT_YET, _UNKNOWN)), officers


def _pilots_of(pilots: Pilots, named: np.ndarray) -> np.ndarray:
    mask = np.zeros(len(pilots.running), bool)
    mask[pilots.pilot[named]] = True
    return mask
