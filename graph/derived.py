"""Everything that follows from a scene: posts, pilots, ties with evidence, champion scores, willingness."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.champion_score import Scores, champion_scores
from graph.hop_odds import Willingness, willingness
from graph.pilots import Pilots, pilots
from graph.posts import Posts, posts
from graph.scene import Scene
from graph.tie_strength import Evidence, Ties, ties


@dataclass(frozen=True)
class Derived:
    """One scene and all that is derived from it. Arrays of people are in the order of ``scene.people``."""

    scene: Scene
    posts: Posts
    pilots: Pilots
    ties: Ties
    evidence: Evidence

    @cached_property
    def scores(self) -> Scores:
        """Of officers; worked out when first asked for, which who knows whom does not."""
        return champion_scores(self.scene, self.posts, self.pilots, self.ties)

    @cached_property
    def willingness(self) -> Willingness:
        return willingness(self.scene, self.posts, self.scores)


def derive(scene: Scene, *, around: np.ndarray | None = None) -> Derived:
    """Derive all of it; with ``around``, only ties with an end among these people (they alone are then exact)."""
    held, run = posts(scene), pilots(scene)
    return Derived(scene, held, run, *ties(scene, held, run, around=around))
