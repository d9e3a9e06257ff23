"""What holds a network together: components, cores, and the people and ties that alone keep parts of it joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import rustworkx as rx
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from graph.snapshot import Adjacency


@dataclass(frozen=True)
class Cohesion:
    """Arrays of people, but for ``bridges``."""

    component: np.ndarray  # int32, numbered by the first person in each
    core_number: np.ndarray  # int32, the largest k such that somebody is among people with k ties or more to each other
    cut_point: np.ndarray  # bool, without whom a component falls apart (articulation point)
    bridges: np.ndarray  # int32, (bridges, 2): ties without which one falls apart, the earlier person first, sorted


def cohesion(ties: Adjacency) -> Cohesion:
    """Components, core numbers (Seidman 1983), cut points and bridges (Tarjan 1972); strengths play no part.

    Linear in the ties.
    """
    people, owner = len(ties.ptr) - 1, ties.owners
    once = owner < ties.neighbour
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(people))
    graph.extend_from_edge_list(list(zip(owner[once].tolist(), ties.neighbour[once].tolist(), strict=True)))
    cores: Any = rx.core_number(graph)  # typed as int, is a mapping
    cut_point = np.zeros(people, bool)
    cut_point[list(rx.articulation_points(graph))] = True
    bridges = np.sort(np.array(list(rx.bridges(graph)), np.int32).reshape(-1, 2))
    return Cohesion(
        component=components(ties),
        core_number=np.fromiter((cores[person] for person in range(people)), np.int32, people),
        cut_point=cut_point,
        bridges=bridges[np.lexsort(bridges.T[::-1])],
    )


def components(ties: Adjacency) -> np.ndarray:
    """The component of each person, numbered by the first person in each; somebody without a tie is one alone."""
    people = len(ties.ptr) - 1
    if not people:
        return np.zeros(0, np.int32)
    matrix = csr_array((ties.strength, ties.neighbour, ties.ptr), shape=(people, people))
    return in_order(connected_components(matrix, directed=False)[1])


def in_order(labels: np.ndarray) -> np.ndarray:
    """The same groups, numbered in the order of their first members."""
    _, first, which = np.unique(labels, return_index=True, return_inverse=True)
    number = np.empty(len(first), np.int32)
    number[np.argsort(first)] = np.arange(len(first))
    return number[which]
