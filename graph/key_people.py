"""What is lost to a council if somebody leaves: the ways that lead from outside to those who decide.

``R`` is the sum of P* over pairs of an outsider (in post at an SME or an ecosystem body, and not at the council) and a
decision-maker of the council (definitions, section 6). When somebody leaves only the routes change: helpfulness and
load stay, and pairs with that person at an end are left out before and after.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph import definitions as d
from graph.best_routes import best_routes, detours
from graph.measures.cohesion import cohesion
from graph.posts import Posts
from graph.snapshot import Snapshot


@dataclass(frozen=True)
class Ends:
    """Who is at the two ends of the ways into a council, and who is in post there; positions, sorted."""

    outsiders: np.ndarray  # int32
    makers: np.ndarray  # int32, decision-makers
    staff: np.ndarray  # int32, in post at the council now

    @staticmethod
    def of(posts: Posts, council: int) -> Ends:
        """The ends for a council, by its position in ``scene.things("organisations")``."""
        staff = posts.at(council)
        makers = np.unique(posts.person[posts.with_budget & (posts.organisation == council)])
        outside = posts.now_at("sme", "ecosystem_body") & ~staff
        return Ends(_places(outside), makers.astype(np.int32), _places(staff))


@dataclass(frozen=True)
class Ways:
    """Every pair: rows are outsiders, columns decision-makers."""

    odds: np.ndarray  # float64, P*
    warm: np.ndarray  # bool, whether the pair is warm

    def total(self, kept: np.ndarray | None = None) -> float:
        """R over the pairs under this mask."""
        return float(self.odds.sum() if kept is None else self.odds[kept].sum())


@dataclass(frozen=True)
class Losses:
    """For each person on a best route, sorted by share lost, then id: R and warm pairs today, and when gone."""

    person: np.ndarray  # int32
    now: np.ndarray  # float64, R without the pairs that the person ends
    left: np.ndarray  # float64, R when the person is gone
    warm: np.ndarray  # int64, warm pairs likewise
    warm_lost: np.ndarray  # int64

    @property
    def share(self) -> np.ndarray:
        """Share of R that is lost."""
        return np.divide(self.now - self.left, self.now, out=np.zeros(len(self.now)), where=self.now > 0)


@dataclass(frozen=True)
class Council:
    """A council's ways from outside, and what each person's leaving would do to them."""

    snapshot: Snapshot
    ends: Ends

    @cached_property
    def ways(self) -> Ways:
        """The ways today."""
        return self.without(np.zeros(len(self.snapshot.ids), bool))

    def without(self, gone: np.ndarray) -> Ways:
        """The ways when these people (a mask) are gone; pairs that they end have none."""
        return ways(self.snapshot, self.ends, gone)

    def kept(self, gone: np.ndarray) -> np.ndarray:
        """The pairs that none of these people ends."""
        return np.asarray(~gone[self.ends.outsiders][:, None] & ~gone[self.ends.makers][None, :])

    def losses(self) -> Losses:
        """All whose leaving lowers R by more than a hair's breadth; one pass a decision-maker, whoever leaves."""
        people, asks = len(self.snapshot.ids), self.snapshot.mask(self.ends.outsiders)
        lost, fewer = np.zeros(people), np.zeros(people, np.int64)
        for maker in self.ends.makers:
            gone = detours(self.snapshot, int(maker), asks)
            lost += np.bincount(gone.without, gone.usual - gone.odds, people)
            gone = detours(self.snapshot, int(maker), asks, ties=self.snapshot.strong)
            was, stays = (odds >= d.WARM_PAIR_ODDS - d.TOLERANCE for odds in (gone.usual, gone.odds))
            fewer += np.bincount(gone.without[was & ~stays], minlength=people)
        person = np.flatnonzero(lost > d.TOLERANCE).astype(np.int32)
        now_odds, now_warm = self._ended_by(person)
        listed = Losses(person, now_odds, now_odds - lost[person], now_warm, fewer[person])
        order = np.lexsort((person, -np.round(listed.share, 12)))
        return Losses(*(getattr(listed, name)[order] for name in Losses.__dataclass_fields__))

    def _ended_by(self, person: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """R, and warm pairs, without those that each of these people ends."""
        odds = np.full(len(self.snapshot.ids), self.ways.total())
        warm = np.full(len(self.snapshot.ids), int(self.ways.warm.sum()))
        for ends, axis in ((self.ends.outsiders, 1), (self.ends.makers, 0)):
            odds[ends] -= self.ways.odds.sum(axis=axis)
            warm[ends] -= self.ways.warm.sum(axis=axis)
        return odds[person], warm[person]


def ways(snapshot: Snapshot, ends: Ends, gone: np.ndarray) -> Ways:
    """The ways of all pairs when these people (a mask) are gone."""
    asks = snapshot.mask(ends.outsiders)
    odds = np.zeros((len(ends.outsiders), len(ends.makers)))
    warm = np.zeros_like(odds, bool)
    for column, maker in enumerate(ends.makers):
        best = best_routes(snapshot, int(maker), asks, without=gone)
        odds[:, column] = best.of(ends.outsiders)
        along = best_routes(snapshot, int(maker), asks, ties=snapshot.strong, without=gone)
        warm[:, column] = along.of(ends.outsiders) >= d.WARM_PAIR_ODDS - d.TOLERANCE
    return Ways(odds, warm)


def only_links(snapshot: Snapshot) -> np.ndarray:
    """Who is an articulation point of the warm ties between people who pass the filters, as a mask: only a flag."""
    ties, passes = snapshot.warm, snapshot.passes
    return cohesion(ties.only(passes[ties.owners] & passes[ties.neighbour])).cut_point


def _places(mask: np.ndarray) -> np.ndarray:
    return np.flatnonzero(mask).astype(np.int32)
