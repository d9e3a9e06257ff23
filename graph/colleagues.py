"""Which warm ties lead to colleagues of other functions?

A colleague is somebody else with an officer post at a council where this one holds an officer post. Functions are those
of all their officer posts at any council; both known, and none in common (definitions, section 5, part 6).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.groups import Groups
from graph.posts import Posts
from graph.tie_strength import Ties


@dataclass(frozen=True)
class Across:
    """Warm ties across functions inside a council, each once; ``a`` < ``b`` are positions of people."""

    a: np.ndarray  # int32
    b: np.ndarray  # int32
    strength: np.ndarray  # float64
    functions: np.ndarray  # int64, of each person one bit for each function of their officer posts

    def reach(self) -> np.ndarray:
        """The sum of strengths of each person, part 6 before its logarithm."""
        people = len(self.functions)
        return np.bincount(self.a, self.strength, people) + np.bincount(self.b, self.strength, people)

    def others(self) -> np.ndarray:
        """Functions of each person's colleagues across, as bits."""
        found = np.zeros_like(self.functions)
        np.bitwise_or.at(found, self.a, self.functions[self.b])
        np.bitwise_or.at(found, self.b, self.functions[self.a])
        return found

    def of(self, person: int) -> tuple[np.ndarray, np.ndarray]:
        """Colleagues across of one person, and the strengths, the strongest first, then by position."""
        mine = (self.a == person) | (self.b == person)
        other, strength = np.where(self.a == person, self.b, self.a)[mine], self.strength[mine]
        order = np.lexsort((other, -np.round(strength, 12)))
        return other[order], strength[order]


def across(posts: Posts, ties: Ties) -> Across:
    """The ties of a scene that lead across; linear in warm ties and officer posts."""
    a, b, strength = ties.a[ties.warm], ties.b[ties.warm], ties.strength[ties.warm]
    functions = np.zeros(posts.people, np.int64)
    known = posts.officer & (posts.function >= 0)
    np.bitwise_or.at(functions, posts.person[known], np.int64(1) << posts.function[known].astype(np.int64))
    apart = (functions[a] > 0) & (functions[b] > 0) & (functions[a] & functions[b] == 0)
    a, b, strength = a[apart], b[apart], strength[apart]
    councils = Groups.of(posts.organisation[posts.officer], posts.person[posts.officer])
    colleagues = np.zeros(len(a), bool)
    colleagues[councils.shared(a, b)[0]] = True
    return Across(a[colleagues], b[colleagues], strength[colleagues], functions)
