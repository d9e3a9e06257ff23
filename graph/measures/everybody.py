"""All measures of a view together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.measures.brokerage import brokerage
from graph.measures.cohesion import Cohesion, cohesion
from graph.measures.communities import Communities, communities
from graph.measures.degrees import degree, strength
from graph.measures.holes import Holes, holes
from graph.measures.mixing import homes, mixing, participation
from graph.measures.pagerank import pagerank
from graph.measures.paths import PathMeasures, path_measures
from graph.measures.whole import Whole, whole
from graph.posts import Posts
from graph.snapshot import Adjacency


@dataclass(frozen=True)
class Measured:
    """Every measure of everybody, in the order of the people; groups are the organisations of highest posts."""

    degree: np.ndarray
    strength: np.ndarray
    pagerank: np.ndarray
    participation: np.ndarray
    paths: PathMeasures
    holes: Holes
    cohesion: Cohesion
    communities: Communities
    roles: dict[str, np.ndarray]
    whole: Whole


def measure(ties: Adjacency, posts: Posts, *, sources: int | None = None, seed: int = d.MEASURES_SEED) -> Measured:
    """Measure warm ties. ``sources`` and ``seed`` are those of betweenness and closeness, by far the dearest part."""
    home = homes(posts)
    gaps, joined, groups = holes(ties), cohesion(ties), communities(ties, seed=seed)
    return Measured(
        degree=degree(ties),
        strength=strength(ties),
        pagerank=pagerank(ties),
        participation=participation(ties, home),
        paths=path_measures(ties, sources=sources, seed=seed),
        holes=gaps,
        cohesion=joined,
        communities=groups,
        roles=brokerage(ties, home),
        whole=whole(ties, gaps, joined, groups, mixing(ties, home)),
    )
