"""What makes two councils alike: one region, one kind, officers who know each other (definitions, section 7)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.derived import Derived
from graph.snapshot import Snapshot

Tie = tuple[str, str]  # ids of two officers, the one of the first council first


@dataclass(frozen=True, slots=True)
class Alike:
    """How one council is like another."""

    council: str  # the other's id
    region: str  # the region that both are in; "" if it is not the same, or not known
    kind: str  # the kind that both are, likewise
    tie: Tie | None  # the strongest warm tie between an officer of the one and another of the other

    @property
    def count(self) -> int:
        """How many of the three they share."""
        return bool(self.region) + bool(self.kind) + (self.tie is not None)

    @property
    def words(self) -> str:
        """The same in words."""
        told = (
            self.region and f"same region ({self.region})",
            self.kind and f"same kind ({self.kind})",
            self.tie and "officers of the two know each other",
        )
        return ", ".join(filter(None, told)) or "not alike by what is on record"


class Similar:
    """Regions, kinds and officers of all councils on record; ties are looked up one council at a time."""

    def __init__(self, whole: Derived, snapshot: Snapshot) -> None:
        """Both of one view: positions of people are the same."""
        self._whole, self._snapshot = whole, snapshot
        self._ties: dict[str, dict[str, Tie]] = {}

    def alike(self, one: str, other: str) -> Alike:
        """How ``one`` is like ``other``; ties are looked up from the other's officers."""
        mine, its = self._places.get(one, ("", "")), self._places.get(other, ("", ""))
        region, kind = (a if a == b else "" for a, b in zip(mine, its, strict=True))
        if other not in self._ties:
            self._ties[other] = self._ties_of(other)
        return Alike(other, region, kind, self._ties[other].get(one))

    @cached_property
    def _places(self) -> dict[str, tuple[str, str]]:
        """Region and kind of each organisation, "" where not known."""
        columns = ("organisation_id", "region", "council_kind")
        rows = zip(*(self._whole.scene.things("organisations").column(c).to_pylist() for c in columns), strict=True)
        return {id: (region or "", kind or "") for id, region, kind in rows}

    @cached_property
    def _officers(self) -> tuple[dict[str, set[int]], dict[int, set[str]]]:
        """Officers of each council now, and the councils of each officer; people by position."""
        posts = self._whole.posts
        ids = self._whole.scene.things("organisations").column("organisation_id").to_pylist()
        at: dict[str, set[int]] = defaultdict(set)
        of: dict[int, set[str]] = defaultdict(set)
        for person, organisation in zip(
            posts.person[posts.officer].tolist(), posts.organisation[posts.officer].tolist(), strict=True
        ):
            at[ids[organisation]].add(person)
            of[person].add(ids[organisation])
        return at, of

    def _ties_of(self, council: str) -> dict[str, Tie]:
        """By other council the strongest warm tie to an officer here: that officer first; equal ones by ids."""
        at, of = self._officers
        here = np.array(sorted(at.get(council, ())), np.int32)
        if not len(here):
            return {}
        warm, ids = self._snapshot.warm, self._snapshot.ids
        places, which = warm.entries(here)
        best: dict[str, tuple[float, str, str]] = {}
        columns = (warm.neighbour[places], here[which], warm.strength[places])
        for there, mine, strength in zip(*(column.tolist() for column in columns), strict=True):
            tie = -round(strength, 12), ids[there], ids[mine]
            for other in of.get(there, ()):
                best[other] = min(best.get(other, tie), tie)
        return {other: (one, mine) for other, (_, one, mine) in best.items()}
