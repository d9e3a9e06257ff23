"""Networks that papers are about, as networkx graphs and as the arrays that measures take."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np

from graph.snapshot import Adjacency

BURT = "AB AF AG AE EG FG BG BD DG GC".split()  # Borgatti 1997, after Burt 1992: the network around G
CLASSICS = {
    "Zachary 1977, karate club": nx.karate_club_graph,
    "Padgett & Ansell 1993, Florentine marriages": nx.florentine_families_graph,
    "Krackhardt 1990, kite": nx.krackhardt_kite_graph,
    "Davis, Gardner & Gardner 1941, southern women": lambda: southern_women(),
    "Knuth 1993, Les Misérables": nx.les_miserables_graph,
    "Borgatti 1997, around G": lambda: nx.Graph(BURT),
    "Freeman 1979, star": lambda: nx.star_graph(6),
    "Petersen 1898": nx.petersen_graph,
    "Erdős, Rényi & Sós 1966, friendship": lambda: nx.windmill_graph(5, 3),
    "Watts 1999, connected caves": lambda: nx.connected_caveman_graph(4, 5),
    "Frucht 1939": nx.frucht_graph,
    "Tutte 1946": nx.tutte_graph,
}


def southern_women() -> nx.Graph:
    """The 18 women, tied if they were at one event together."""
    both = nx.davis_southern_women_graph()
    return nx.bipartite.projected_graph(both, both.graph["top"])


def plain(people: nx.Graph, *, strength: float = 0.5) -> nx.Graph:
    """The same people and ties, nothing else on them, all ties of one strength."""
    bare: nx.Graph = nx.Graph()
    bare.add_nodes_from(people)
    bare.add_edges_from(people.edges, strength=strength)
    return bare


def uneven(people: nx.Graph, seed: int = 1) -> nx.Graph:
    """The same with strengths drawn from few values, so that many ways are equally long; and somebody without a tie."""
    made, chance = plain(people), random.Random(seed)
    for _, _, tie in made.edges(data=True):
        tie["strength"] = chance.choice((0.25, 0.5, 0.5, 0.7))
    made.add_node("nobody's friend")
    return made


def with_lengths(people: nx.Graph) -> nx.Graph:
    """The same with integer lengths on the ties, for networkx."""
    for _, _, tie in people.edges(data=True):
        tie["length"] = round(1e6 * -float(np.log(tie["strength"])))
    return people


def arrays(people: nx.Graph) -> Adjacency:
    """Rows of ties in the order of the graph's nodes; lengths for routes are left 0."""
    order = list(people)
    place = {person: number for number, person in enumerate(order)}
    rows = [sorted((place[other], tie["strength"]) for other, tie in people[person].items()) for person in order]
    ptr = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int32)
    neighbour = np.array([other for row in rows for other, _ in row], np.int32)
    strength = np.array([s for row in rows for _, s in row], np.float64)
    return Adjacency(ptr, neighbour, strength, *(np.zeros(len(neighbour), np.int32) for _ in range(3)))
