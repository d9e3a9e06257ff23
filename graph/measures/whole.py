"""The whole network in a few figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.measures.cohesion import Cohesion
from graph.measures.communities import Communities
from graph.measures.degrees import degree
from graph.measures.holes import Holes
from graph.measures.mixing import Mixing
from graph.snapshot import Adjacency


@dataclass(frozen=True, slots=True)
class Whole:
    """Figures of everybody and all warm ties together; None where a figure is not defined."""

    people: int
    with_ties: int
    ties: int
    mean_degree: float | None
    largest_degree: int
    mean_strength: float | None  # of a tie
    density: float | None  # share of all pairs that are tied
    components: int  # somebody without a tie is one alone
    largest_component: int  # people
    transitivity: float | None  # of two contacts of one person, how often they know each other
    cut_points: int
    bridges: int
    largest_core: int  # the highest core number
    communities: int  # of two people or more
    modularity: float | None
    internal: int  # ties inside an organisation, both ends in post
    external: int
    ei: float | None
    ei_expected: float | None


def whole(ties: Adjacency, holes: Holes, cohesion: Cohesion, groups: Communities, mixing: Mixing) -> Whole:
    """Put together what the parts say."""
    people, found, ties_of = len(ties.ptr) - 1, len(ties.neighbour) // 2, degree(ties)
    return Whole(
        people=people,
        with_ties=int((ties_of > 0).sum()),
        ties=found,
        mean_degree=2 * found / people if people else None,
        largest_degree=int(ties_of.max(initial=0)),
        mean_strength=float(ties.strength.mean()) if found else None,
        density=2 * found / (people * (people - 1)) if people > 1 else None,
        components=len(np.unique(cohesion.component)),
        largest_component=int(np.bincount(cohesion.component).max(initial=0)) if people else 0,
        transitivity=None if np.isnan(holes.transitivity) else holes.transitivity,
        cut_points=int(cohesion.cut_point.sum()),
        bridges=len(cohesion.bridges),
        largest_core=int(cohesion.core_number.max(initial=0)),
        communities=int((np.bincount(groups.label) > 1).sum()) if people else 0,
        modularity=groups.modularity,
        internal=mixing.internal,
        external=mixing.external,
        ei=mixing.ei,
        ei_expected=mixing.expected,
    )
