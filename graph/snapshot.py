"""One view of the graph as immutable arrays: what routes and measures run on.

People are positions in ``ids``, which are sorted as text. Ties stand twice, once in each end's row. About 60 bytes a
tie and 100 a person; nothing of the statements is kept, so evidence is fetched for what is shown, not for all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import networkx as nx
import numpy as np

from graph import definitions as d
from graph.derived import Derived
from graph.hop_odds import Willingness, accept_odds, ask_odds, lengths
from graph.scene import Viewpoint
from graph.tie_strength import Ties


@dataclass(frozen=True)
class Adjacency:
    """Rows of ties: the entries of person i are ``ptr[i]:ptr[i + 1]``, sorted by neighbour."""

    ptr: np.ndarray  # int32, people + 1
    neighbour: np.ndarray  # int32
    strength: np.ndarray  # float64
    ask: np.ndarray  # int32, length of "row asks neighbour to pass it on"
    asked: np.ndarray  # int32, length of "neighbour asks row to pass it on"
    accept: np.ndarray  # int32, length of "neighbour introduces, row accepts"

    def entries(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places of all entries of these rows, one row after the other, and for each the index into ``rows``."""
        low = self.ptr[rows]
        counts = self.ptr[rows + 1] - low
        which = np.repeat(np.arange(len(rows), dtype=np.int32), counts)
        first = low + counts - np.cumsum(counts, dtype=np.int32)
        return np.arange(len(which), dtype=np.int32) + np.repeat(first, counts), which

    @property
    def owners(self) -> np.ndarray:
        """Of each entry the person in whose row it stands, as int32."""
        return np.repeat(np.arange(len(self.ptr) - 1, dtype=np.int32), np.diff(self.ptr))

    def only(self, which: np.ndarray) -> Adjacency:
        """The entries under a mask, which must hold both entries of a tie or none."""
        ptr = np.r_[0, np.cumsum(which)][self.ptr].astype(np.int32)
        return Adjacency(ptr, *(getattr(self, name)[which] for name in list(self.__dataclass_fields__)[1:]))

    def strength_of(self, a: int, b: int) -> float:
        """Strength of the tie between two people; 0 without one."""
        place = self.ptr[a] + np.searchsorted(self.neighbour[self.ptr[a] : self.ptr[a + 1]], b)
        there = place < self.ptr[a + 1] and self.neighbour[place] == b
        return float(self.strength[place]) if there else 0.0

    def _places(self, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where each b stands, or would stand, among the entries of its a; and whether it does. All halved at once."""
        low, high = self.ptr[a].astype(np.int64), self.ptr[a + 1].astype(np.int64)
        end, neighbour = high, np.append(self.neighbour, -1)
        while (still := low < high).any():
            middle = (low + high) // 2
            after = neighbour[middle] < b
            low, high = np.where(still & after, middle + 1, low), np.where(still & ~after, middle, high)
        return low, (low < end) & (neighbour[low] == b)

    def with_ties(self, new: Adjacency) -> Adjacency:
        """The same with these ties, an adjacency of the same people, in place of what was there."""
        row = new.owners
        places, known = self._places(row, new.neighbour)

        def column(name: str) -> np.ndarray:
            told, values = getattr(self, name), getattr(new, name)
            if known.any():
                told = told.copy()
                told[places[known]] = values[known]
            return np.insert(told, places[~known], values[~known])

        more = np.bincount(row[~known], minlength=len(self.ptr) - 1)
        ptr = self.ptr + np.r_[0, np.cumsum(more)].astype(np.int32)
        return Adjacency(ptr, *(column(name) for name in list(self.__dataclass_fields__)[1:]))

    @property
    def bytes(self) -> int:
        """Memory of the arrays."""
        return sum(getattr(self, name).nbytes for name in self.__dataclass_fields__)


@dataclass(frozen=True)
class Snapshot:
    """Warm ties, ties of any strength, and what each person brings to a route."""

    viewpoint: Viewpoint
    ids: list[str]
    names: list[str]
    warm: Adjacency  # the steps of introductions
    all: Adjacency  # colder ties too, for the closest miss
    helpfulness: np.ndarray
    load: np.ndarray
    passes: np.ndarray  # bool: no ended posts alone
    objected_suppliers: np.ndarray  # bool
    objected_introductions: np.ndarray  # bool
    at_supplier: np.ndarray  # bool: holds a post at an SME or large supplier now

    @staticmethod
    def of(derived: Derived) -> Snapshot:
        """The snapshot of a derived scene; arrays are read-only."""
        scene, ties, willing = derived.scene, derived.ties, derived.willingness
        people = len(scene.people)
        everything, warm = _adjacency(ties, willing, people)
        strict = np.zeros(people, bool)
        suppliers, introductions = strict.copy(), strict.copy()
        suppliers[[scene.number[i] for i in scene.objected_suppliers if i in scene.number]] = True
        introductions[[scene.number[i] for i in scene.objected_introductions if i in scene.number]] = True
        made = Snapshot(
            viewpoint=scene.viewpoint,
            ids=scene.people,
            names=scene.things("people").column("name").to_pylist(),
            warm=everything.only(warm),
            all=everything,
            helpfulness=willing.helpfulness,
            load=willing.load,
            passes=~derived.posts.all_ended,
            objected_suppliers=suppliers,
            objected_introductions=introductions,
            at_supplier=derived.posts.at_supplier,
        )
        for array in (*vars(made.warm).values(), *vars(made.all).values(), *vars(made).values()):
            if isinstance(array, np.ndarray):
                array.flags.writeable = False
        return made

    @cached_property
    def number(self) -> dict[str, int]:
        """Position of each person in ``ids``."""
        return {person: position for position, person in enumerate(self.ids)}

    @property
    def warm_ties(self) -> int:
        """How many warm ties there are."""
        return len(self.warm.neighbour) // 2

    @cached_property
    def strong(self) -> Adjacency:
        """The ties along which a pair may be warm."""
        return self.warm.only(self.warm.strength >= d.WARM_PAIR_TIE - d.TOLERANCE)

    def mask(self, places: np.ndarray | list[int]) -> np.ndarray:
        """These positions as a mask of all people."""
        mask = np.zeros(len(self.ids), bool)
        mask[places] = True
        return mask

    @cached_property
    def _introducers(self) -> tuple[np.ndarray, np.ndarray]:
        anyone = self.passes & ~self.objected_introductions
        return anyone, anyone & ~self.objected_suppliers

    def introducers(self, asker: int) -> np.ndarray:
        """Who may introduce this asker: the hard filters before any search."""
        return self._introducers[int(self.at_supplier[asker])]

    def alike(self, askers: np.ndarray) -> list[np.ndarray]:
        """These askers, a mask, in groups that may use the same introducers; none is empty."""
        groups = [askers]
        if self.objected_suppliers.any():
            groups = [askers & self.at_supplier, askers & ~self.at_supplier]
        return [group for group in groups if group.any()]

    def reachable(self, asker: int, target: int) -> bool:
        """Whether the filters let this asker ask and this target be asked for at all."""
        refused = self.at_supplier[asker] and self.objected_suppliers[target]
        return bool(self.passes[asker] and self.passes[target] and not refused and asker != target)

    def with_tie(self, a: int, b: int, strength: float) -> Snapshot:
        """The same with a warm tie of exactly this strength between two people, whatever was there; odds stay."""
        return self.with_ties(np.array([a]), np.array([b]), strength)

    def with_ties(self, a: np.ndarray, b: np.ndarray, strength: float) -> Snapshot:
        """The same with such a tie between each of these pairs, none of which comes twice."""
        one, other = np.minimum(a, b).astype(np.int32), np.maximum(a, b).astype(np.int32)
        equal = np.full(len(one), strength)
        new, _ = _adjacency(Ties(one, other, equal, equal), Willingness(self.helpfulness, self.load), len(self.ids))
        return replace(self, warm=self.warm.with_ties(new), all=self.all.with_ties(new))

    def networkx(self) -> nx.Graph:
        """The same as a frozen networkx graph: the reference in tests, and for small graphs. About 400 bytes a tie.

        Nodes are ids with name, helpfulness, load and filters; edges carry ``strength`` and ``warm``.
        """
        people = nx.Graph()
        for position, person in enumerate(self.ids):
            people.add_node(
                person,
                name=self.names[position],
                helpfulness=float(self.helpfulness[position]),
                load=int(self.load[position]),
                passes=bool(self.passes[position]),
                objected_suppliers=bool(self.objected_suppliers[position]),
                objected_introductions=bool(self.objected_introductions[position]),
                at_supplier=bool(self.at_supplier[position]),
            )
        for a, b, strength in zip(self.all.owners, self.all.neighbour, self.all.strength, strict=True):
            if a < b:
                warm = self.warm.strength_of(int(a), int(b)) > 0
                people.add_edge(self.ids[a], self.ids[b], strength=float(strength), warm=warm)
        return nx.freeze(people)


def _adjacency(ties: Ties, willing: Willingness, people: int) -> tuple[Adjacency, np.ndarray]:
    """All ties, and which of the entries are warm."""
    row, neighbour = np.r_[ties.a, ties.b].astype(np.int64), np.r_[ties.b, ties.a]
    order = np.argsort(row * max(people, 1) + neighbour)  # no pair comes twice
    row, neighbour, strength = row[order], neighbour[order].astype(np.int32), np.r_[ties.strength, ties.strength][order]
    helpful, load = willing.helpfulness, willing.load
    made = Adjacency(
        ptr=np.searchsorted(row, np.arange(people + 1)).astype(np.int32),
        neighbour=neighbour,
        strength=strength,
        ask=lengths(ask_odds(strength, helpful[neighbour], load[neighbour])),
        asked=lengths(ask_odds(strength, helpful[row], load[row])),
        accept=lengths(accept_odds(strength, helpful[neighbour])),
    )
    return made, np.r_[ties.warm, ties.warm][order]
