"""How far is it from innovation to operations to budgets, and which new tie would bring them closer?

Inside one council, along warm ties among its officers alone. Hops count steps: two people who know each other are one
hop apart, and whoever is on both sides is none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from graph import definitions as d
from graph.derived import Derived
from graph.holders import holders
from graph.measures.communities import communities
from graph.silos import INNOVATOR, OTHER_SIDE, Officers


@dataclass(frozen=True, slots=True)
class ThemeSteps:
    """Places of those who hold a theme, and the fewest hops between the three; None without a way or anybody."""

    theme: str
    operations: np.ndarray
    budget: np.ndarray
    innovation_to_operations: int | None
    operations_to_budget: int | None
    innovation_to_budget: int | None


@dataclass(frozen=True, slots=True)
class NewTie:
    """A tie that is not there yet between an innovator and somebody of the other side (places)."""

    innovator: int
    other: int
    closer: int  # pairs of the two sides that it brings within one introducer
    hops: int | None  # how far apart these two are now; None without a way


def themes_of(derived: Derived, council: str) -> list[str]:
    """Themes that somebody there holds a budget for, or that a pilot there is about, sorted; not the word ``any``."""
    posts, pilots = derived.posts, derived.pilots.table
    held = posts.table.filter(posts.officer & pc.equal(posts.table.column("organisation_id"), council).to_numpy())
    piloted = pilots.filter(pc.equal(pilots.column("council_id"), council))
    cells = held.column("budget_for").to_pylist() + piloted.column("themes").to_pylist()
    return sorted({theme for cell in cells if cell for theme in cell.split("|")} - {"any"})


def theme_steps(derived: Derived, council: str, officers: Officers) -> tuple[ThemeSteps, ...]:
    """Hops from innovators to whoever runs operations on a theme, from there to its budget, and straight to that."""
    place = {derived.scene.people[person]: n for n, person in enumerate(officers.people.tolist())}
    found = []
    for theme in themes_of(derived, council):
        held = holders(derived, council, theme)
        operations, budget = (np.array([place[h.person_id] for h in held[y]], int) for y in ("operations", "budget"))
        innovation = officers.on(INNOVATOR)
        steps = ((innovation, operations), (operations, budget), (innovation, budget))
        found.append(ThemeSteps(theme, operations, budget, *(_nearest(officers, *ends) for ends in steps)))
    return tuple(found)


def bridges(officers: Officers) -> tuple[NewTie, ...]:
    """Single new ties that bring at least one more pair of the two sides within two hops of each other: best first.

    By exhaustive search. Equal ones: who is closer now first (no way last), then the order of places.
    """
    ours, theirs = officers.on(INNOVATOR), officers.on(OTHER_SIDE)
    if not (len(ours) and len(theirs)):
        return ()
    knows = _matrix(officers)
    far = hops(officers, ours)[:, theirs]
    apart = csr_matrix((far > d.BRIDGE_HOPS).astype(np.int32))
    closer = apart + apart @ knows[theirs][:, theirs] + knows[ours][:, ours] @ apart
    closer = np.where(far > 1, closer.toarray(), 0)
    row, column = np.nonzero(closer)
    order = np.lexsort((column, row, far[row, column], -closer[row, column]))[: d.BRIDGES_SHOWN]
    return tuple(
        NewTie(int(ours[i]), int(theirs[j]), int(closer[i, j]), _hops(far[i, j]))
        for i, j in zip(row[order], column[order], strict=True)
    )


def teams(officers: Officers) -> tuple[str, tuple[tuple[int, ...], ...]]:
    """How they were found, and places of those who behave as one team, by the council's own ties and a fixed seed.

    The largest first, then by place; whoever knows nobody there is in none.
    """
    found = communities(officers.ties)
    tied = np.flatnonzero(np.diff(officers.ties.ptr))
    members: dict[int, list[int]] = {}
    for place in tied.tolist():
        members.setdefault(int(found.label[place]), []).append(place)
    return found.method, tuple(sorted(map(tuple, members.values()), key=lambda team: (-len(team), team)))


def hops(officers: Officers, sources: np.ndarray) -> np.ndarray:
    """Fewest hops from each of these places to everybody, float64; infinite without a way."""
    return np.asarray(dijkstra(_matrix(officers), unweighted=True, indices=sources))


def _matrix(officers: Officers) -> csr_matrix:
    ties = officers.ties
    return csr_matrix((np.ones(len(ties.neighbour), np.int32), ties.neighbour, ties.ptr), shape=(len(officers),) * 2)


def _nearest(officers: Officers, some: np.ndarray, others: np.ndarray) -> int | None:
    if not (len(some) and len(others)):
        return None
    return _hops(hops(officers, some)[:, others].min())


def _hops(far: float) -> int | None:
    return int(far) if np.isfinite(far) else None
