"""Section 6 of the definitions, as far as it is about silos, in straight loops over the plain reference's world."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement

from tests.plain_reference import LEVELS, World


@dataclass
class PlainCouncil:
    """One council in a world."""

    world: World
    council: str

    @property
    def officers(self) -> list[str]:
        return sorted({post.person for post in self._posts()})

    def _posts(self, person: str | None = None):
        return [
            post
            for post in self.world.posts
            if post.officer and post.organisation == self.council and person in (None, post.person)
        ]

    @property
    def innovators(self) -> list[str]:
        return [p for p in self.officers if any(post.function == "innovation" for post in self._posts(p))]

    @property
    def other_side(self) -> list[str]:
        return [
            p
            for p in self.officers
            if p not in self.innovators
            and any(post.function == "operations" or post.budget_for for post in self._posts(p))
        ]

    def function(self, person: str) -> str | None:
        """Of the highest post that has one, equal levels by name."""
        known = [post for post in self._posts(person) if post.function]
        ranked = sorted((LEVELS.index(p.level) if p.level in LEVELS else 9, p.function or "") for p in known)
        return ranked[0][1] if ranked else None

    @property
    def ties(self) -> list[tuple[str, str]]:
        return [pair for pair in self.world.warm if set(pair) <= set(self.officers)]

    def matrix(self) -> dict[tuple[str, str], tuple[int, float]]:
        """Ties and expected ties of each two functions."""
        n, of = len(self.officers), {p: self.function(p) for p in self.officers}
        names = sorted({name for name in of.values() if name})
        size = {name: list(of.values()).count(name) for name in names}
        found = {}
        for a, b in combinations_with_replacement(names, 2):
            ties = sum(sorted((of[one] or "", of[other] or "")) == [a, b] for one, other in self.ties)
            pairs = size[a] * (size[a] - 1) / 2 if a == b else size[a] * size[b]
            found[a, b] = ties, len(self.ties) * pairs / (n * (n - 1) / 2) if n > 1 else 0.0
        return found

    @property
    def cross(self) -> dict[str, int]:
        """Cross ties of each innovator."""
        return {
            i: sum({i, other} == set(pair) for pair in self.ties for other in self.other_side) for i in self.innovators
        }

    @property
    def per_innovator(self) -> float | None:
        """Without the best-connected one, per remaining innovator."""
        kept = sorted(self.cross.values())[:-1]
        return sum(kept) / len(kept) if kept else None

    @property
    def active(self) -> bool:
        named = {p for pilot in self.world.pilots if self._recent(pilot) for p, _ in pilot.roles}
        for event, row in self.world.seen.things("events").items():
            if row["on"] and self.world.age(row["on"], "event") <= 24 + 1e-12:
                named |= {r["person_id"] or "" for r in self.world.seen.rows["attendance"] if r["event_id"] == event}
        return bool(named & set(self.innovators))

    @staticmethod
    def _recent(pilot) -> bool:
        return pilot.running or (pilot.ended and pilot.age is not None and pilot.age <= 24 + 1e-12)

    @property
    def enough(self) -> bool:
        others = len(self.officers) - len(self.innovators)
        return len(self.innovators) >= 3 and others >= 8 and len(self.ties) >= 10

    def external_internal(self) -> tuple[float | None, float | None]:
        of = {p: self.function(p) for p in self.officers}
        n, sizes = len(of), [list(of.values()).count(name) for name in set(of.values())]
        chance = 1 - 2 * sum(k * (k - 1) for k in sizes) / (n * (n - 1)) if n > 1 else None
        if not self.ties:
            return None, chance
        outside = sum(of[a] != of[b] for a, b in self.ties)
        return (outside - (len(self.ties) - outside)) / len(self.ties), chance

    def hops(self, one: str, other: str) -> int | None:
        """Fewest steps along ties among officers."""
        reached, edge, steps = {one}, {one}, 0
        while other not in reached:
            edge = {a if b in edge else b for a, b in self.ties if (a in edge) != (b in edge)} - reached
            steps += 1
            if not edge:
                return None
            reached |= edge
        return steps

    def nearest(self, some: list[str], others: list[str]) -> int | None:
        found = [hops for a in some for b in others if (hops := self.hops(a, b)) is not None]
        return min(found, default=None)

    def closer(self, one: str, other: str) -> int:
        """How many pairs of the two sides a tie between these two would bring within two hops."""
        tied = PlainWithTie(self.world, self.council, (min(one, other), max(one, other)))
        return sum(
            _beyond(self.hops(i, o)) and not _beyond(tied.hops(i, o)) for i in self.innovators for o in self.other_side
        )


@dataclass
class PlainWithTie(PlainCouncil):
    """The same council with one more tie."""

    new: tuple[str, str]

    @property
    def ties(self) -> list[tuple[str, str]]:
        return [*super().ties, self.new]


def _beyond(hops: int | None) -> bool:
    return hops is None or hops > 2


def exact_p(council: PlainCouncil) -> float:
    """Share of all ways to hand out the labels that leave no more cross ties than there are; for small councils."""
    people, neighbours = council.officers, {p: set() for p in council.officers}
    for a, b in council.ties:
        neighbours[a].add(b)
        neighbours[b].add(a)
    observed = _kept(council.cross.values())
    hits = runs = 0
    for innovators in combinations(people, len(council.innovators)):
        rest = [p for p in people if p not in innovators]
        for others in combinations(rest, len(council.other_side)):
            runs += 1
            hits += _kept(len(neighbours[i] & set(others)) for i in innovators) <= observed
    return hits / runs


def _kept(counts) -> int:
    return sum(sorted(counts)[:-1])
