"""Which people should meet: pairs without a warm tie who have much in common (Lü & Zhou 2010).

Weighted resource allocation over common warm neighbours ``z`` (anybody): the sum of (s_uz + s_zv) over what ``z`` gives
to all, the sum of s_zw. Both pass the filters, have three warm ties or more, did not object to introductions, and are
in post at different organisations; at least one of them is an officer (definitions, section 7).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags_array

from graph import definitions as d
from graph.posts import Posts
from graph.snapshot import Snapshot

ROWS = 2_000  # people whose pairs are looked at at once


@dataclass(frozen=True)
class Matches:
    """Pairs as columns, best first; equal ones by id."""

    one: np.ndarray  # positions, one < other
    other: np.ndarray
    score: np.ndarray
    of: int = 0  # how many pairs there are, with those beyond the first


def should_meet(snapshot: Snapshot, posts: Posts, people: np.ndarray, ends: np.ndarray, most: int) -> Matches:
    """The first pairs of which both are of these people and one of these ends (masks), and how many there are.

    Linear in two-step ways between them.
    """
    ties, size = snapshot.warm, len(snapshot.ids)
    who = np.flatnonzero(people & _eligible(snapshot, posts))
    strength = csr_matrix((ties.strength, ties.neighbour, ties.ptr), shape=(size, size))
    known = csr_matrix((np.ones(len(ties.neighbour)), ties.neighbour, ties.ptr), shape=(size, size))
    given = np.asarray(strength.sum(axis=1)).ravel()
    share = diags_array(np.divide(1.0, given, out=np.zeros(size), where=given > 0))
    homes, pairs = _homes(posts, size), ties.owners.astype(np.int64) * size + ties.neighbour
    found = Matches(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    for start in range(0, len(who), ROWS):
        rows = who[start : start + ROWS]
        score = (strength[rows] @ share @ known[:, who] + known[rows] @ share @ strength[:, who]).tocoo()
        one, other = rows[score.row], who[score.col]
        which = (one < other) & (posts.officers[one] | posts.officers[other]) & (ends[one] | ends[other])
        one, other, value = one[which], other[which], score.data[which]
        apart = np.asarray(homes[one].multiply(homes[other]).sum(axis=1)).ravel() == 0
        strangers = ~np.isin(one * size + other, pairs)
        which = apart & strangers
        found = _first(found, one[which], other[which], value[which], most)
    return found


def _first(found: Matches, one: np.ndarray, other: np.ndarray, score: np.ndarray, most: int) -> Matches:
    new = len(one)
    one, other, score = np.r_[found.one, one], np.r_[found.other, other], np.r_[found.score, score]
    order = np.lexsort((other, one, -np.round(score, 12)))[:most]
    return Matches(one[order], other[order], score[order], found.of + new)


def _eligible(snapshot: Snapshot, posts: Posts) -> np.ndarray:
    degree = np.diff(snapshot.warm.ptr)
    may = snapshot.passes & ~snapshot.objected_introductions & posts.in_post
    return np.asarray(may & (degree >= d.MEET_TIES))


def _homes(posts: Posts, people: int) -> csr_matrix:
    """People x organisations: who is in post where now."""
    person, at = posts.person[posts.current], posts.organisation[posts.current]
    width = int(posts.organisation.max(initial=0)) + 1
    return csr_matrix((np.ones(len(person)), (person, at)), shape=(people, width))
