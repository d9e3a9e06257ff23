"""Which single meeting, or which event held again, would change access most?

The value of a meeting is the rise in the sum of P* over useful triples if the two had a tie of 0.30; that of an event
is the sum over the pairs of its past guests, times the chance that two of them talk (definitions, section 7, event
plan). Past guests stand for who would come again: an assumption.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.derived import Derived
from graph.event_value import all_met, pair_values
from graph.snapshot import Snapshot
from graph.tie_strength import event_lists, recent_events, talks
from graph.triples import Reached, Triples, reached


@dataclass(frozen=True)
class Changes:
    """The people whose meetings were weighed, and what each pair of them is worth."""

    whole: Derived
    snapshot: Snapshot
    triples: Triples
    people: np.ndarray  # positions, ascending
    of: int  # how many could be met at all
    value: np.ndarray  # people x people, symmetric; 0 for colleagues

    def meetings(self, most: int) -> list[tuple[int, int, float]]:
        """The pairs that are worth most: positions and value, best first, then by ids."""
        one, other = np.triu_indices(len(self.people), 1)
        worth = self.value[one, other]
        order = np.lexsort((self.people[other], self.people[one], -np.round(worth, 12)))[:most]
        return [
            (int(self.people[one[n]]), int(self.people[other[n]]), float(worth[n]))
            for n in order
            if worth[n] > d.TOLERANCE
        ]

    def events(self, most: int) -> list[tuple[int, np.ndarray, float]]:
        """Events of the last two years that are worth most: place, guests who were weighed, value."""
        table, lists = event_lists(self.whole.scene)
        ids, chances = table.column("event_id").to_pylist(), talks(table)
        found = []
        for place in recent_events(self.whole.scene, table).tolist():
            guests = np.intersect1d(lists.members(place), self.people)
            inside = np.searchsorted(self.people, guests)
            talk = min(1.0, float(chances[place]) / max(int(lists.size[place]) - 1, 1))
            worth = float(self.value[np.ix_(inside, inside)].sum()) / 2 * talk
            if worth > d.TOLERANCE:
                found.append((place, guests, worth))
        return sorted(found, key=lambda one: (-round(one[2], 12), ids[one[0]]))[:most]

    def warm_after(self, people: np.ndarray) -> int:
        """How many triples would have a warm route if all of these had met."""
        return int(reached(self.triples, all_met(self.snapshot, people)).warm.sum())


def changes(whole: Derived, snapshot: Snapshot, triples: Triples, now: Reached) -> Changes:
    """Weigh all meetings of at most 400 people: those in most triples without a warm route, then with most warm ties.

    Nobody of a large supplier, nobody who left every post. Who objected to introductions may be met as anybody else
    (definitions, section 2), and introduces nobody.
    """
    may = snapshot.passes & ~whole.posts.now_at("large_supplier")
    people = np.flatnonzero(may)
    concerned, degree = triples.only(~now.warm).concerned(len(snapshot.ids)), np.diff(snapshot.warm.ptr)
    order = np.lexsort((people, -degree[people], -concerned[people]))[: d.EVENT_CANDIDATES]
    chosen = np.sort(people[order])
    value = pair_values(snapshot, triples, now, chosen)
    value[_colleagues(whole, chosen)] = 0.0
    return Changes(whole, snapshot, triples, chosen, len(people), value)


def _colleagues(whole: Derived, people: np.ndarray) -> np.ndarray:
    """Which pairs of these are in post at one organisation now."""
    posts = whole.posts
    together = np.zeros((len(people),) * 2, bool)
    held = np.flatnonzero(posts.current & np.isin(posts.person, people))
    place = np.searchsorted(people, posts.person[held])
    for where in np.unique(posts.organisation[held]):
        own = place[posts.organisation[held] == where]
        together[np.ix_(own, own)] = True
    return together
