"""All measures of a view together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

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


class Engine(Protocol):
    """Another engine for what costs most; it gives the same figures."""

    name: str

    def betweenness(self, ties: Adjacency) -> np.ndarray: ...

    def pagerank(self, ties: Adjacency) -> np.ndarray: ...

    def communities(self, ties: Adjacency, *, seed: int) -> Communities: ...


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


def measure(
    ties: Adjacency,
    posts: Posts,
    *,
    sources: int | None = None,
    seed: int = d.MEASURES_SEED,
    engine: Engine | None = None,
) -> Measured:
    """Measure warm ties. ``sources`` and ``seed`` are those of betweenness and closeness, by far the dearest part.

    An ``engine`` gives betweenness, exact, PageRank and communities; a sample is then of closeness alone.
    """
    home = homes(posts)
    gaps, joined = holes(ties), cohesion(ties)
    groups = engine.communities(ties, seed=seed) if engine else communities(ties, seed=seed)
    paths = path_measures(ties, sources=sources, seed=seed)
    return Measured(
        degree=degree(ties),
        strength=strength(ties),
        pagerank=engine.pagerank(ties) if engine else pagerank(ties),
        participation=participation(ties, home),
        paths=replace(paths, betweenness=engine.betweenness(ties)) if engine else paths,
        holes=gaps,
        cohesion=joined,
        communities=groups,
        roles=brokerage(ties, home),
        whole=whole(ties, gaps, joined, groups, mixing(ties, home)),
    )
