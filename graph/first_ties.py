"""Which one new tie of somebody at a firm would open most for it?

For each useful triple of the firm the best way on from everybody to its holders; a first meeting (a tie of 0.30) puts
the firm's person one step before that. A way back through that person is never better than what there is already, so
the ways on are the same for everybody at the firm: one search for each holder. Who sells and holds such a budget too is
weighed as the one who sells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.best_routes import HOPS, Reach
from graph.hop_odds import accept_odds, ask_odds
from graph.snapshot import Snapshot
from graph.triples import Reached, Triples


@dataclass(frozen=True)
class FirstTies:
    """To each person the new tie that opens most, the best first, then by ids; arrays of equal length."""

    asker: np.ndarray  # int32, somebody in post at the firm
    other: np.ndarray  # int32, each once
    gain: np.ndarray  # float64, rise in the sum of P* over the firm's triples
    opened: np.ndarray  # bool, ties x the firm's triples: odds of 0.10 and more that were not there

    def __len__(self) -> int:
        return len(self.asker)


def first_ties(triples: Triples, reached: Reached, snapshot: Snapshot, own: np.ndarray) -> FirstTies:
    """The ties with a gain; ``own``: places of the triples of one firm. A search for each holder of each desk."""
    people = len(snapshot.ids)
    asker, gain, opened = np.full(people, -1, np.int32), np.zeros(people), np.zeros((len(own), people), bool)
    staff = triples.staff.members(int(triples.firm[own[0]])) if len(own) else np.zeros(0, np.int32)
    holders = {holder for desk in triples.desk[own].tolist() for holder in triples.holders.members(desk).tolist()}
    ways: dict[int, _Ways] = {}
    for one in staff[snapshot.passes[staff]].tolist():
        alike = one if one in holders else -1  # nobody asks for himself
        if alike not in ways:
            ways[alike] = _Ways(triples, reached.odds[own], snapshot, own, one)
        gains, opens = ways[alike].over_ties_of(one)
        better = _may_be_met(snapshot, one, staff) & (np.round(gains, 12) > np.round(gain, 12))
        asker[better], gain[better], opened[:, better] = one, gains[better], opens[:, better]
    other = np.flatnonzero(gain > d.TOLERANCE).astype(np.int32)
    other = other[np.lexsort((other, asker[other], -np.round(gain[other], 12)))]
    return FirstTies(asker[other], other, gain[other], opened[:, other].T)


class _Ways:
    """What a new tie to each person is worth to askers of a firm for whom the same holders can be reached."""

    def __init__(self, triples: Triples, before: np.ndarray, snapshot: Snapshot, own: np.ndarray, asker: int) -> None:
        """Search from the holders; ``before``: P* of the firm's triples as they are."""
        self.snapshot, self.before = snapshot, before
        people, desks = len(snapshot.ids), triples.desk[own].tolist()
        holders = [
            tuple(h for h in triples.holders.members(desk).tolist() if snapshot.reachable(asker, h)) for desk in desks
        ]
        self.holders = np.array(sorted({h for some in holders for h in some}), np.int32)
        self.held = np.array([np.isin(self.holders, some) for some in holders]).reshape(len(own), len(self.holders))
        self.gain, self.opens = np.zeros(people), np.zeros((len(own), people), bool)
        self.at_holders = np.zeros(self.held.shape)  # odds over a tie to somebody who holds another of the budgets
        allowed = snapshot.introducers(asker)
        first = np.where(allowed, ask_odds(np.float64(d.NEW_TIE), snapshot.helpfulness, snapshot.load), 0.0)
        for some in set(holders):
            on = [Reach.to_target(snapshot, holder, allowed).odds[HOPS - 1] for holder in some]
            odds = first * np.max([np.zeros(people), *on], axis=0)
            for row in (n for n, others in enumerate(holders) if others == some):
                self.gain += np.maximum(odds - before[row], 0.0)
                self.opens[row], self.at_holders[row] = _opens(odds, before[row]), odds[self.holders]

    def over_ties_of(self, asker: int) -> tuple[np.ndarray, np.ndarray]:
        """The gain by a tie of this asker to each person, and which triples it opens: triples x people."""
        gain, opens = self.gain.copy(), self.opens.copy()
        direct = accept_odds(np.float64(d.NEW_TIE), self.snapshot.helpfulness[asker])
        odds, before = np.maximum(self.at_holders, self.held * direct), self.before[:, None]
        gain[self.holders] = np.maximum(odds - before, 0.0).sum(axis=0)
        opens[:, self.holders] = _opens(odds, before)
        return gain, opens


def _opens(odds: np.ndarray, before: np.ndarray) -> np.ndarray:
    line = d.FAIR_ODDS - d.TOLERANCE
    return np.asarray((odds >= line) & (before < line))


def _may_be_met(snapshot: Snapshot, asker: int, staff: np.ndarray) -> np.ndarray:
    """Who is in post or was never in any, is no colleague, and has no warm tie of at least 0.30 with the asker."""
    row = slice(snapshot.warm.ptr[asker], snapshot.warm.ptr[asker + 1])
    known = snapshot.warm.neighbour[row][snapshot.warm.strength[row] >= d.NEW_TIE - d.TOLERANCE]
    return np.asarray(snapshot.passes & ~snapshot.mask(known) & ~snapshot.mask(staff))
