"""How likely is one step of an introduction to work?

Log-odds from the strength of the tie, how helpful the person has shown to be, and how many requests are open with the
introducer (definitions, section 4). Odds become integer lengths ``round(1e6 * -ln p)``, which add up along a route.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import definitions as d
from graph.champion_score import Scores
from graph.days import AFTER_ALL, day_number, days
from graph.posts import Posts
from graph.scene import Scene
from graph.vocabulary import WAITING


@dataclass(frozen=True)
class Willingness:
    """What each person brings to a hop; arrays in the order of ``scene.people``."""

    helpfulness: np.ndarray  # float64
    load: np.ndarray  # int64, requests open with this introducer


def willingness(scene: Scene, posts: Posts, scores: Scores) -> Willingness:
    """Helpfulness and load of everybody. With several posts: council officer, then large supplier, then body."""
    helpfulness = np.full(len(scene.people), d.HELPFUL_OTHERS)
    helpfulness[posts.now_at("ecosystem_body")] = d.HELPFUL_BODY
    helpfulness[posts.now_at("large_supplier")] = d.HELPFUL_LARGE_SUPPLIER
    helpfulness[posts.officers] = scores.helpfulness[posts.officers]
    return Willingness(helpfulness, _load(scene))


Numbers = np.ndarray | np.floating | np.integer  # an array, or one number


def ask_odds(strength: Numbers, helpfulness: Numbers, load: Numbers) -> np.ndarray:
    """Odds that somebody passes a request on when asked over a tie of this strength: r(i to j), with j's h and load."""
    return _sigmoid(d.ASK_BASE + d.PER_STRENGTH * strength + d.PER_HELPFULNESS * helpfulness - d.PER_LOAD * load)


def accept_odds(strength: Numbers, helpfulness: Numbers) -> np.ndarray:
    """Odds that the target agrees to meet when introduced by i over a tie of this strength: a(i to t), with i's h."""
    return _sigmoid(d.ACCEPT_BASE + d.PER_STRENGTH * strength + d.PER_HELPFULNESS * helpfulness)


def lengths(odds: Numbers) -> np.ndarray:
    """Integer lengths of odds, int32."""
    return np.asarray(np.rint(d.LENGTH_UNIT * -np.log(odds))).astype(np.int32)


def _load(scene: Scene) -> np.ndarray:
    rows = scene.requests
    rows = rows.filter(pc.is_in(rows.column("outcome"), value_set=pa.array(WAITING)))
    waiting = day_number(scene.viewpoint.as_at) - days(rows.column("asked_on"), AFTER_ALL)
    still = (waiting >= 0) & (waiting <= d.LOAD_DAYS)  # an undated request is no load
    return np.bincount(scene.numbers(rows.column("introducer_id"))[still], minlength=len(scene.people))


def _sigmoid(x: Numbers) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))
