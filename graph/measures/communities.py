"""Teams that behave as one: groups with more ties inside than chance would give. They never define a silo."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

import networkx as nx
import numpy as np

from graph import definitions as d
from graph.errors import InputError
from graph.measures.cohesion import in_order
from graph.measures.degrees import strength
from graph.snapshot import Adjacency


@dataclass(frozen=True)
class Communities:
    """A partition found by a heuristic: with another seed, or another method, it is another one about as good."""

    label: np.ndarray  # int32 of each person, numbered by the first person in each; somebody without ties is one alone
    modularity: float | None  # Newman & Girvan 2004; None without a tie
    method: str
    seed: int


def communities(ties: Adjacency, *, method: str | None = None, seed: int = d.MEASURES_SEED) -> Communities:
    """Communities of high modularity, with strengths as weights; a seed gives the same on every run.

    ``leiden`` (Traag et al. 2019) needs the optional package graspologic-native, ``louvain`` (Blondel et al. 2008) is
    networkx's and about ten times slower; by default the first that is there. InputError for a method that is not.
    """
    method = method or ("leiden" if _has_leiden() else "louvain")
    if method not in _METHODS or (method == "leiden" and not _has_leiden()):
        raise InputError(
            f'There is no method "{method}" for communities here. There is louvain; '
            "leiden comes with `pip install champion-finder[leiden]`."
        )
    label = np.arange(len(ties.ptr) - 1, dtype=np.int32)
    if len(ties.neighbour):
        label = in_order(_METHODS[method](ties, seed))
    return Communities(label, modularity(ties, label), method, seed)


def modularity(ties: Adjacency, label: np.ndarray) -> float | None:
    """Share of strength inside the groups, less what chance would put there; None without a tie."""
    total = ties.strength.sum()
    if not total:
        return None
    inside = ties.strength[label[ties.owners] == label[ties.neighbour]].sum()
    groups = np.bincount(label, strength(ties))
    return float(inside / total - ((groups / total) ** 2).sum())


def _has_leiden() -> bool:
    return find_spec("graspologic_native") is not None


def _leiden(ties: Adjacency, seed: int) -> np.ndarray:
    from graspologic_native import leiden_csr

    people = len(ties.ptr) - 1
    _, found = leiden_csr(ties.ptr.astype(np.int64), ties.neighbour, ties.strength, people, seed=seed)
    return np.fromiter((found.get(person, people + person) for person in range(people)), np.int64, people)


def _louvain(ties: Adjacency, seed: int) -> np.ndarray:
    owner = ties.owners
    once = owner < ties.neighbour
    people: nx.Graph = nx.empty_graph(len(ties.ptr) - 1)
    pairs = zip(owner[once].tolist(), ties.neighbour[once].tolist(), ties.strength[once].tolist(), strict=True)
    people.add_weighted_edges_from(pairs, weight="strength")
    label = np.empty(len(people), np.int64)
    for number, group in enumerate(nx.community.louvain_communities(people, weight="strength", seed=seed)):
        label[list(group)] = number
    return label


_METHODS = {"leiden": _leiden, "louvain": _louvain}
