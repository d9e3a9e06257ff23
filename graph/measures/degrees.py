"""Whom somebody knows: how many, and how well."""

from __future__ import annotations

import numpy as np

from graph.snapshot import Adjacency


def degree(ties: Adjacency) -> np.ndarray:
    """How many ties each person has."""
    return np.diff(ties.ptr)


def strength(ties: Adjacency) -> np.ndarray:
    """Sum of the strengths of each person's ties (weighted degree; Barrat et al. 2004)."""
    return np.bincount(ties.owners, ties.strength, minlength=len(ties.ptr) - 1)


def shares(ties: Adjacency) -> np.ndarray:
    """Of each entry its part of its owner's strength; Burt's p."""
    return ties.strength / strength(ties)[ties.owners]
