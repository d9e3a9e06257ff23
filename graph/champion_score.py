"""The champion score: a sum of seven parts in log-odds, of all officers at once (definitions, section 5).

Parts 1 to 5 follow from the officer's track record, part 6 from warm ties inside the own council, part 7 from the level
of the post. Nothing else about position in the network is in it. Parts 1 to 6 together say how helpful somebody has
shown to be; the level is no part of that, and a ranking may leave it out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.colleagues import Across, across
from graph.pilots import Pilots
from graph.posts import Posts
from graph.scene import Scene
from graph.tie_strength import Ties
from graph.track_record import TrackRecord, track_record
from graph.vocabulary import LEVELS

PARTS = ("outcomes", "activity", "endorsements", "safeguards", "introductions", "reach")
LEVEL = "level"


@dataclass(frozen=True)
class Scores:
    """Parts of each person's score (rows, in the order of ``scene.people``); zero for who is no officer."""

    parts: np.ndarray  # float64, people x 6
    level: np.ndarray  # float64, part 7
    evidence: np.ndarray  # int, rows in parts 1, 2, 3 and 5
    record: TrackRecord  # the rows behind parts 1 to 5
    across: Across  # the ties behind part 6

    @property
    def total(self) -> np.ndarray:
        """S, the sum of parts 1 to 6."""
        return self.parts.sum(axis=1)

    @property
    def helpfulness(self) -> np.ndarray:
        """How helpful each officer has shown to be; 0 where nothing is on record."""
        believed = self.evidence / (self.evidence + d.HELPFUL_DOUBT)
        return np.clip(self.total / d.HELPFUL_SCALE, *d.HELPFUL_RANGE) * believed

    @property
    def enough(self) -> np.ndarray:
        """Who has enough on record for a rank."""
        return self.evidence >= d.ENOUGH_EVIDENCE


def champion_scores(scene: Scene, posts: Posts, pilots: Pilots, ties: Ties) -> Scores:
    """Score every officer; linear in pilots, endorsements, introductions and warm ties."""
    officers = posts.officers
    record, reaching = track_record(scene, pilots, officers), across(posts, ties)
    done = record.parts(np.ones(len(record.person)))
    reach = np.where(officers, d.REACH_FACTOR * np.log1p(reaching.reach()), 0.0)
    return Scores(np.column_stack([done, reach]), _level(posts), record.rows, record, reaching)


def highest_level(posts: Posts) -> np.ndarray:
    """Of each person the highest level of any officer post, as a position in LEVELS; -1 not known, or no officer."""
    best = np.full(posts.people, len(LEVELS))
    np.minimum.at(best, posts.person[posts.officer], np.where(posts.level < 0, len(LEVELS), posts.level)[posts.officer])
    return np.where(best < len(LEVELS), best, -1)


def _level(posts: Posts) -> np.ndarray:
    """Part 7; 0 where no level is known."""
    points = np.array([*(d.LEVEL_POINTS.get(level, 0.0) for level in LEVELS), 0.0])
    return points[highest_level(posts)]
