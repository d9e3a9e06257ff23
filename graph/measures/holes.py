"""Structural holes: whether somebody's contacts know each other anyway (Burt 1992)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.measures.degrees import degree, shares
from graph.measures.triangles import corners
from graph.snapshot import Adjacency


@dataclass(frozen=True)
class Holes:
    """One entry a person; NaN without a tie."""

    constraint: np.ndarray  # low: a broker. No percentage: 1.125 at most with equal ties, more with unequal ones
    effective_size: np.ndarray  # contacts less what they have in common, at most the degree
    transitivity: float  # share of pairs of ties with one end in common that are closed; NaN without such pairs


def holes(ties: Adjacency) -> Holes:
    """Constraint and effective size of everybody with strengths as weights, in one pass over the triangles.

    networkx 3.6.1 gives another, wrong, effective size with weights unless it is told ``nodes=``.
    """
    people, owner, share = len(ties.ptr) - 1, ties.owners, shares(ties)
    highest = np.zeros(people)
    np.maximum.at(highest, owner, ties.strength)
    marginal = ties.strength / highest[owner]  # Burt's m: beside the strongest tie
    through, common, closed = np.zeros(len(owner)), np.zeros(people), 0
    for first, across, second in corners(ties):
        through += np.bincount(second, share[first] * share[across], minlength=len(owner))
        common += np.bincount(owner[second], share[second] * marginal[across], minlength=people)
        closed += len(first)
    ties_of = degree(ties)
    constraint = np.bincount(owner, (share + through) ** 2, minlength=people)
    pairs = int((ties_of.astype(np.int64) * (ties_of - 1)).sum())
    return Holes(
        constraint=np.where(ties_of > 0, constraint, np.nan),
        effective_size=np.where(ties_of > 0, ties_of - common, np.nan),
        transitivity=closed / pairs if pairs else np.nan,
    )
