"""What would it be worth if two people met: how much would the best routes of useful triples gain by the tie?

The value of a pair without a warm tie of at least 0.30 is the rise in the sum of P* over useful triples if it had one
of exactly 0.30 (definitions, section 7). Whoever talks at an event is not known before; the chance is one number for
all pairs, and multiplies. Only routes change: helpfulness and load stay.

A route over a new tie has a part before and a part after it. The parts are searched for once, from each firm and from
each budget holder, and put together for all pairs at once; who would stand on both parts gives a route that is longer
than one without the tie, so that nobody gains by it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.best_routes import FAR, layers_to
from graph.hop_odds import accept_odds, ask_odds, lengths
from graph.routes_from import ways_out
from graph.snapshot import Snapshot
from graph.triples import Reached, Triples, reached, total_odds

NEW = np.float64(d.NEW_TIE)


def pair_values(snapshot: Snapshot, triples: Triples, now: Reached, people: np.ndarray) -> np.ndarray:
    """The value of each pair of these people (positions), symmetric, before the chance that they talk.

    A search from each firm, and from each holder or each of the people, whichever are fewer; then about a millisecond
    for each triple of 200 people.
    """
    value = np.zeros((len(people), len(people)))
    askers = triples.staff.members(int(triples.firm[triples.on_record][0])) if triples.on_record.any() else people[:0]
    if not len(askers):
        return value
    allowed = snapshot.introducers(int(askers[0]))  # of every firm: all are suppliers
    holders = np.unique(triples.holders.only(_wanted(triples)).member)
    holders = holders[snapshot.passes[holders] & ~snapshot.objected_suppliers[holders]]
    after = _after_new_tie(snapshot, allowed, people, holders)
    for firm in np.unique(triples.firm[triples.on_record]).tolist():
        before = _FromFirm(snapshot, triples.staff.members(firm), allowed, people)
        alike = Counter(
            (int(triples.desk[n]), int(now.total[n]), float(now.odds[n])) for n in np.flatnonzero(triples.firm == firm)
        )
        for (desk, total, odds), count in alike.items():
            asked = [holder for holder in triples.holders.members(desk).tolist() if holder in after]
            who, rise = _rise(snapshot, before, asked, after, total, odds)
            value[np.ix_(who, who)] += count * rise
    value[_tied(snapshot, people)] = 0.0
    np.fill_diagonal(value, 0.0)
    return value


def all_met(snapshot: Snapshot, people: np.ndarray) -> Snapshot:
    """The same where each pair of these people has a warm tie of at least 0.30."""
    one, other = np.triu_indices(len(people), 1)
    missing = ~_tied(snapshot, people)[one, other]
    return snapshot.with_ties(people[one[missing]], people[other[missing]], d.NEW_TIE)


def joint_rise(snapshot: Snapshot, triples: Triples, now: Reached, people: np.ndarray) -> float:
    """The rise in the sum of P* if all pairs of these people had such ties at once."""
    return total_odds(triples, all_met(snapshot, people)) - now.total_odds


def after_all_met(snapshot: Snapshot, triples: Triples, people: np.ndarray) -> Reached:
    """The best routes of all triples then."""
    return reached(triples, all_met(snapshot, people))


# inside


@dataclass(frozen=True)
class _Part:
    """The best part of a route, of at most 0, 1, 2, 3 hops, for each of the people: tables of 4 rows."""

    total: np.ndarray  # int64, FAR without one
    odds: np.ndarray  # float64

    @staticmethod
    def nothing(people: int) -> _Part:
        return _Part(np.full((d.MAX_INTRODUCERS + 1, people), FAR), np.zeros((d.MAX_INTRODUCERS + 1, people)))

    @staticmethod
    def first_of(parts: list[_Part]) -> _Part:
        """The shortest of these for each of the people."""
        total = np.stack([part.total for part in parts])
        first = total.argmin(axis=0)[None]
        odds = np.stack([part.odds for part in parts])
        return _Part(np.take_along_axis(total, first, 0)[0], np.take_along_axis(odds, first, 0)[0])

    def only(self, who: np.ndarray) -> _Part:
        """The same for some of the people, by their places."""
        return _Part(self.total[:, who], self.odds[:, who])

    def grow(self, hops: int, place: np.ndarray, total: np.ndarray, odds: np.ndarray) -> np.ndarray:
        """Put in what was found with exactly so many hops (-1: nothing); which people it is the best for."""
        there = place >= 0
        if hops:
            self.total[hops], self.odds[hops] = self.total[hops - 1], self.odds[hops - 1]
        found = np.where(there, total[place], FAR) if len(total) else np.full(len(place), FAR)
        better = found < self.total[hops]
        self.total[hops, better] = found[better]
        self.odds[hops, better] = odds[place[better]]
        return np.asarray(better)


class _FromFirm:
    """How a firm's people come to each of the people, who then pass on or ask over the new tie."""

    def __init__(self, snapshot: Snapshot, staff: np.ndarray, allowed: np.ndarray, people: np.ndarray) -> None:
        self.snapshot, self.staff, self.allowed, self.people = snapshot, staff, allowed, people
        self.part, self._along = self._ways(staff, allowed)
        self._stands = set(np.unique(self._along).tolist())
        self._without: dict[int, _Part] = {}

    def stands(self, holder: int) -> bool:
        """Whether somebody stands on one of these ways."""
        return holder in self._stands

    def avoiding(self, holder: int, rest: int, limit: int) -> _Part:
        """Those on which this holder neither asks nor introduces.

        A way through the holder is hardly ever part of a route that is shorter than ``limit`` when at least ``rest``
        is still to come; only then ways around are looked for.
        """
        if not self.stands(holder):
            return self.part
        through = (self._along == holder).any(axis=2)
        if (self.part.total[through] + rest >= limit).all():
            return _Part(np.where(through, FAR, self.part.total), self.part.odds)
        if holder not in self._without:
            others = self.allowed & ~self.snapshot.mask([holder])
            self._without[holder], _ = self._ways(self.staff[self.staff != holder], others)
        return self._without[holder]

    def _ways(self, staff: np.ndarray, allowed: np.ndarray) -> tuple[_Part, np.ndarray]:
        """The part, and who stands on it: hops x people x whoever asked, passed on and was reached; -1 beyond."""
        part, steps = _Part.nothing(len(self.people)), d.MAX_INTRODUCERS + 1
        along = np.full((steps, len(self.people), steps), -1, np.int32)
        for hops, way in enumerate(ways_out(self.snapshot, self.snapshot.warm, staff, allowed)):
            place = _places(way.person, self.people, len(self.snapshot.ids))
            best = part.grow(hops, place, way.total, way.odds)
            along[hops] = along[hops - 1] if hops else -1
            along[hops, best] = -1
            along[hops, best, :hops] = way.before[place[best]]
            along[hops, best, hops] = self.people[best]
        return part, along


def _rise(
    snapshot: Snapshot,
    before: _FromFirm,
    holders: list[int],
    after: dict[int, _Part],
    total: int,
    odds: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Whose new ties may shorten the way of a triple, and by how much each of their pairs does, in either direction."""
    who = _near_enough(before, holders, after, total)
    people = before.people[who]
    best, best_odds = np.full((len(who),) * 2, total), np.full((len(who),) * 2, odds)
    others = [after[holder] for holder in holders if not before.stands(holder)]
    if others:
        _over_new_ties(before.part.only(who), _Part.first_of(others).only(who), best, best_odds)
    accepted = accept_odds(NEW, snapshot.helpfulness[people])
    cost = lengths(accepted).astype(np.int64)
    for holder in holders:
        rest = min(int(after[holder].total.min(initial=FAR)), int(cost.min(initial=FAR)))
        part = before.avoiding(holder, rest, total).only(who)
        if before.stands(holder):
            _over_new_ties(part, after[holder].only(who), best, best_odds)
        for end in np.flatnonzero(people == holder):  # the new tie is the last hop, and the holder accepts
            found = part.total[-1] + cost
            shorter = found < best[:, end]
            best[shorter, end] = found[shorter]
            best_odds[shorter, end] = (part.odds[-1] * accepted)[shorter]
    best_odds -= odds  # nothing where no tie gives a better route
    return who, np.where(best > best.T, best_odds.T, best_odds)


def _near_enough(before: _FromFirm, holders: list[int], after: dict[int, _Part], total: int) -> np.ndarray:
    """The people who can stand at an end of a new tie on a way shorter than this; their places."""
    first, is_holder = before.part.total[-1], np.isin(before.people, holders)
    last = np.min([after[holder].total[-1] for holder in holders] or [np.full(len(first), FAR)], axis=0)
    shortest = 0 if is_holder.any() else last.min(initial=FAR)
    may = (first + shortest < total) | (last + first.min(initial=FAR) < total) | is_holder
    return np.flatnonzero(may)


def _wanted(triples: Triples) -> np.ndarray:
    """Which desks have a triple here with somebody to ask."""
    wanted = np.zeros(len(triples.holders.size), bool)
    wanted[triples.desk[triples.on_record]] = True
    return wanted


def _after_new_tie(
    snapshot: Snapshot, allowed: np.ndarray, people: np.ndarray, holders: np.ndarray
) -> dict[int, _Part]:
    """From each of the people, asked over the new tie, to each holder; row m: in at most m hops after the tie."""
    if len(people) < len(holders):
        parts, left = _onward_from_people(snapshot, allowed, people, holders)
    else:
        parts, left = {}, holders.tolist()
    parts |= {holder: _onward_to_holder(snapshot, allowed, people, holder) for holder in left}
    asked = ask_odds(NEW, snapshot.helpfulness[people], snapshot.load[people])
    cost = lengths(asked)
    for holder, part in parts.items():
        total = np.minimum(part.total + cost, FAR)
        total[:, ~allowed[people] | (people == holder)] = FAR
        parts[holder] = _Part(total, part.odds * asked)
    return parts


def _onward_to_holder(snapshot: Snapshot, allowed: np.ndarray, people: np.ndarray, holder: int) -> _Part:
    """To one holder: a search from there."""
    part = _Part.nothing(len(people))
    usable, mask = allowed & ~snapshot.mask([holder]), snapshot.mask(people)
    found = layers_to(snapshot, snapshot.warm, usable, holder, hops=d.MAX_INTRODUCERS, askers=mask)
    for hops, layer in enumerate(found, start=1):
        part.grow(hops, _places(layer.person, people, len(snapshot.ids)), layer.total, layer.odds)
    return part


def _onward_from_people(
    snapshot: Snapshot, allowed: np.ndarray, people: np.ndarray, holders: np.ndarray
) -> tuple[dict[int, _Part], list[int]]:
    """To all holders: a search from each of the people. Also holders to whom some way runs through themselves."""
    ties, hops = snapshot.warm, d.MAX_INTRODUCERS
    entry, row = ties.entries(holders)
    through = ties.neighbour[entry]
    accepted = accept_odds(ties.strength[entry], snapshot.helpfulness[through])
    total, odds = np.full((len(holders), hops + 1, len(people)), FAR), np.zeros((len(holders), hops + 1, len(people)))
    loops = np.zeros(len(holders), bool)
    for column in np.flatnonzero(allowed[people]):
        ways = ways_out(snapshot, ties, people[[column]], allowed, hops=hops - 1)
        for hop, way in enumerate(ways, start=1):
            source = _places(way.person, through, len(snapshot.ids))
            there = np.flatnonzero(source >= 0)
            source, holder = source[there], row[there]
            found = way.total[source] + ties.accept[entry[there]]
            first = np.lexsort((found, holder))
            first = first[np.r_[True, holder[first][1:] != holder[first][:-1]]] if len(first) else first
            source, at, found = source[first], holder[first], found[first]
            total[:, hop, column], odds[:, hop, column] = total[:, hop - 1, column], odds[:, hop - 1, column]
            better = found < total[at, hop, column]
            source, at, first = source[better], at[better], first[better]
            total[at, hop, column] = found[better]
            odds[at, hop, column] = way.odds[source] * accepted[there[first]]
            loops[at] |= (way.before[source][:, 1:] == holders[at][:, None]).any(axis=1)
            loops[at] |= (hop > 1) & (way.person[source] == holders[at])
    parts = {int(holder): _Part(total[n], odds[n]) for n, holder in enumerate(holders) if not loops[n]}
    return parts, holders[loops].tolist()


def _over_new_ties(before: _Part, after: _Part, best: np.ndarray, best_odds: np.ndarray) -> None:
    """Put in, where it is shorter than the best so far, what a tie of each pair gives, asked over and passed on."""
    limit = best.max(initial=0)
    near, far = np.flatnonzero(before.total[-1] < limit), np.flatnonzero(after.total[-1] < limit)
    for hops in range(d.MAX_INTRODUCERS):
        left = d.MAX_INTRODUCERS - hops
        total = before.total[hops, near][:, None] + after.total[left, far][None, :]
        row, column = np.nonzero(total < best[np.ix_(near, far)])
        best[near[row], far[column]] = total[row, column]
        best_odds[near[row], far[column]] = before.odds[hops, near[row]] * after.odds[left, far[column]]


def _places(found: np.ndarray, people: np.ndarray, size: int) -> np.ndarray:
    """Where each of the people stands among those found; -1 for who is not."""
    place = np.full(size, -1, np.int64)
    place[found] = np.arange(len(found))
    return place[people]


def _tied(snapshot: Snapshot, people: np.ndarray) -> np.ndarray:
    """Which pairs of these people have a warm tie of at least 0.30."""
    ties = snapshot.warm
    places, row = ties.entries(people)
    column = _places(people, np.arange(len(snapshot.ids)), len(snapshot.ids))[ties.neighbour[places]]
    which = (column >= 0) & (ties.strength[places] >= d.NEW_TIE - d.TOLERANCE)
    tied = np.zeros((len(people),) * 2, bool)
    tied[row[which], column[which]] = True
    return tied
