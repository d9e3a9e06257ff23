"""Whom somebody knows: how many, and how well."""

from __future__ import annotations

import numpy as np

from graph.snapshot import Adjacency


def degree(ties: Adjacency) -> np.ndarray:
    """How many ties each person has."""
    return np.diff(ties.ptr)


def strength(ties: Adjacency) -> np.ndarray:
    """Sum of the strengths of each person's ties (weighted degree; Barrat et al. 2004)."""
    return np.bincount(owners(ties), ties.strength, minlength=len(ties.ptr) - 1)


def owners(ties: Adjacency) -> np.ndarray:
    """Of each entry the person in whose row it stands, as int32."""
    return np.repeat(np.arange(len(ties.ptr) - 1, dtype=np.int32), degree(ties))


def shares(ties: Adjacency) -> np.ndarray:
    """Of each entry its part of its owner's strength; Burt's p."""
    return ties.strength / strength(ties)[owners(ties)]
