"""How many of the best routes from a small firm's person to a decision-maker run through each person?

Betweenness restricted to the pairs that matter (Everett & Borgatti 2012). Each pair counts once; a pair without a route
counts for nobody. Exact up to 200,000 pairs; with more, as many askers as that allows are drawn from a fixed seed, and
two halves of the sample say how far the answer holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.best_routes import best_routes
from graph.posts import Posts
from graph.snapshot import Snapshot

FIRST = 20  # how many of the first the two halves are compared by


@dataclass(frozen=True)
class Connectors:
    """Counts by position in ``scene.people``."""

    pairs: int  # of an SME's person and a decision-maker, each once
    through: np.ndarray  # float64: pairs whose best route runs through each person; estimated if sampled
    askers: int  # who were followed
    sampled: bool
    stability: float | None  # share of the first 20 on which two halves of the sample agree; None if exact


def pairs(posts: Posts) -> int:
    """How many pairs there are to count: nobody asks for an introduction to himself."""
    at_sme, decides = posts.now_at("sme"), posts.decision_makers
    return int(at_sme.sum()) * int(decides.sum()) - int((at_sme & decides).sum())


def connectors(snapshot: Snapshot, posts: Posts, *, most: int = d.CONNECTOR_PAIRS) -> Connectors:
    """Count the best routes through everybody; one search from each decision-maker, whatever the askers."""
    askers, targets = np.flatnonzero(posts.now_at("sme")), np.flatnonzero(posts.decision_makers)
    many = pairs(posts)
    sampled = many > most
    chosen = askers
    if sampled:
        chance = np.random.default_rng(d.CONNECTOR_SEED)
        chosen = chance.permutation(askers)[: max(2, most // len(targets))]
    halves = np.zeros((2, len(snapshot.ids)))
    half = np.zeros(len(snapshot.ids), np.int8)
    half[chosen[::2]] = 1
    mask = snapshot.mask(chosen)
    for target in targets:
        best = best_routes(snapshot, int(target), mask)
        through = best.via[best.via >= 0]
        asker = np.repeat(best.asker, (best.via >= 0).sum(axis=1))
        np.add.at(halves, (half[asker], through), 1)
    scale = len(askers) / len(chosen) if len(chosen) else 1.0
    return Connectors(many, halves.sum(axis=0) * scale, len(chosen), sampled, _agreement(halves) if sampled else None)


def _agreement(halves: np.ndarray) -> float:
    """Share of the first that both halves have among theirs; those through whom nothing runs are not first."""
    first = [set(np.argsort(-half, kind="stable")[: min(FIRST, int((half > 0).sum()))].tolist()) for half in halves]
    larger = max(len(one) for one in first)
    return len(first[0] & first[1]) / larger if larger else 1.0
