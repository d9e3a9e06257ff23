"""Who comes first by champion score, and how sure is each rank?

The evidence rows of all officers are drawn anew, as many as there are, with replacement, 200 times from a fixed seed
(Efron & Tibshirani 1993); in each draw everybody ranked is scored by the rows that were drawn, a row drawn twice counts
twice. Part 6 and the level stay. So a rank that rests on few rows moves, and one that rests on many does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.champion_score import Scores

AT_ONCE = 10_000_000  # counts of rows held in memory, so that a large graph is drawn in blocks


@dataclass(frozen=True)
class Ranking:
    """Those with enough on record, best first, equal scores by position; arrays of equal length."""

    who: np.ndarray  # int, positions of people
    score: np.ndarray  # float64
    first: np.ndarray  # int, the best rank in any resample
    last: np.ndarray  # int, the worst
    in_top: np.ndarray  # float64, share of resamples among the first ``top``

    def place(self, person: int) -> int:
        """Rank less one of somebody; -1 for who has none."""
        found = np.flatnonzero(self.who == person)
        return int(found[0]) if len(found) else -1


def scores_of(scores: Scores, *, with_level: bool = True) -> np.ndarray:
    """Each person's score for order and sums: 0 for who has too little on record."""
    whole = scores.total + (scores.level if with_level else 0.0)
    return np.where(scores.enough, whole, 0.0)


def rank(scores: Scores, among: np.ndarray, *, top: int, with_level: bool = True) -> Ranking:
    """Rank the officers under this mask who have enough on record.

    A resample is drawn from the rows of all officers, so that a narrower ``among`` changes nobody's scores. Cost is
    that of the rows and officers, 200 times.
    """
    who = np.flatnonzero(among & scores.enough)
    score = scores_of(scores, with_level=with_level)[who]
    order = _order(score[None, :])[0]
    who, score = who[order], score[order]
    drawn = resampled(scores, who, with_level=with_level)
    ranks = np.empty_like(drawn, dtype=np.int64)
    by_position = np.argsort(who)  # equal scores of a resample go by position, as those of the ranking do
    orders = by_position[_order(drawn[:, by_position])]
    np.put_along_axis(ranks, orders, np.arange(1, len(who) + 1)[None, :].repeat(len(drawn), axis=0), axis=1)
    return Ranking(who, score, ranks.min(axis=0), ranks.max(axis=0), (ranks <= top).mean(axis=0))


def resampled(scores: Scores, who: np.ndarray, *, with_level: bool = True) -> np.ndarray:
    """Scores of these people in each resample, resamples x people."""
    order = np.argsort(who)
    record, places = scores.record.only(who[order])
    rows = len(scores.record.person)
    fixed = scores.parts[who, -1] + (scores.level[who] if with_level else 0.0)
    chance = np.random.default_rng(d.RESAMPLE_SEED)
    made = np.empty((d.RESAMPLES, len(who)))
    block = max(1, min(d.RESAMPLES, AT_ONCE // max(rows, 1)))
    for begin in range(0, d.RESAMPLES, block):
        runs = range(begin, min(begin + block, d.RESAMPLES))
        counts = [np.bincount(chance.integers(0, rows, rows), minlength=rows)[places] for _ in runs if rows]
        drawn = np.array(counts, float).reshape(len(runs), len(places)).T
        made[begin : runs.stop, order] = record.parts(drawn).sum(axis=1).T
    return made + fixed


def _order(scores: np.ndarray) -> np.ndarray:
    """Columns of each row from the highest score down, equal ones in the order given."""
    return np.argsort(-np.round(scores, 12), axis=1, kind="stable")
