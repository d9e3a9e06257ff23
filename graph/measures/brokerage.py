"""Between whom somebody stands: the five brokerage roles of Gould & Fernandez (1989), named by structure."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from graph.measures.mixing import NO_GROUP
from graph.measures.triangles import corners
from graph.snapshot import Adjacency

ROLES = MappingProxyType(  # Gould & Fernandez's name -> where the broker stands
    {
        "coordinator": "between two of their own group",
        "consultant": "between two of one other group",  # also called itinerant broker
        "gatekeeper": "between another group and their own, on the way in",
        "representative": "between their own group and another, on the way out",
        "liaison": "between two other groups",
    }
)
_WITHIN, _OUTSIDE, _IN, _OUT, _AMONG = range(len(ROLES))


def brokerage(ties: Adjacency, group: np.ndarray) -> dict[str, np.ndarray]:
    """How often each person stands in each of ``ROLES``, as int64.

    Counted are ordered pairs (a, c) of contacts of b without a tie to each other, all three with a group. That is the
    directed definition with each tie taken both ways: coordinator, consultant and liaison count each pair twice,
    gatekeeper and representative are always equal. ``group`` numbers groups, ``NO_GROUP`` for none.
    """
    people, owner = len(group), ties.owners
    count = _pairs(owner, group[ties.neighbour], group)
    for first, across, _ in corners(ties):
        u, v, w = owner[first], ties.neighbour[first], ties.neighbour[across]
        known = (group[u] != NO_GROUP) & (group[v] != NO_GROUP) & (group[w] != NO_GROUP)
        role = _role(group[u], group[v], group[w])[known]
        closed = np.bincount(role * people + u[known], minlength=count.size)
        count -= closed.reshape(count.shape)
    return dict(zip(ROLES, count, strict=True))


def _role(u: np.ndarray, v: np.ndarray, w: np.ndarray) -> np.ndarray:
    """The role of somebody of group u on the way from v to w."""
    return np.select([(u == v) & (u == w), v == w, u == w, u == v], [_WITHIN, _OUTSIDE, _IN, _OUT], _AMONG)


def _pairs(owner: np.ndarray, other: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Ordered pairs of contacts by role, whether they know each other or not."""
    people = len(group)
    known = (other != NO_GROUP) & (group[owner] != NO_GROUP)
    wide = int(group.max(initial=0)) + 1
    keys, contacts = np.unique(owner[known].astype(np.int64) * wide + other[known], return_counts=True)
    person, their = keys // wide, keys % wide
    inside = group[person] == their
    own = np.bincount(person[inside], contacts[inside], minlength=people).astype(np.int64)
    others = np.bincount(person[~inside], contacts[~inside], minlength=people).astype(np.int64)
    alike = np.bincount(person[~inside], contacts[~inside] ** 2, minlength=people).astype(np.int64)
    return np.stack([own * (own - 1), alike - others, own * others, own * others, others**2 - alike])
