"""Network measures beside networkx on the same graph: betweenness and closeness alone, and all others together.

What would take networkx hours is timed on a part and scaled up, and the figure says so: betweenness from some sources
(each costs the same), effective size of some people drawn at random (which is kind to it: hubs cost it most).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import networkx as nx
import numpy as np

from bench.figures import Figure, seconds, span
from bench.region import AS_AT, VIEWER, Region
from bench.setting import Setting
from graph import definitions as d
from graph.derived import derive
from graph.measures import (
    brokerage,
    cohesion,
    communities,
    degree,
    holes,
    homes,
    mixing,
    pagerank,
    participation,
    path_measures,
    strength,
)
from graph.measures.paths import agreement
from graph.posts import Posts
from graph.scene import Viewpoint, see
from graph.snapshot import Adjacency, Snapshot

BETWEENNESS_SIZE = 21_053  # a region of 20,000 people and some 120,000 ties
NETWORKX_SOURCES, NETWORKX_PEOPLE = 20, 200  # what networkx is timed on
SEEDS = 1, 2


def betweenness(setting: Setting) -> Iterator[Figure]:
    """Betweenness and closeness from a sample of sources, beside networkx from as many; and how good the sample is."""
    ties = _small(setting)
    people = _networkx(ties)
    sources = min(d.SOURCES, len(people) // 2)
    start = time.perf_counter()
    drawn = [path_measures(ties, sources=sources, seed=seed) for seed in SEEDS]
    ours = (time.perf_counter() - start) / len(SEEDS)
    timed = min(NETWORKX_SOURCES, sources)
    by_networkx = seconds(lambda: nx.betweenness_centrality(people, k=timed, weight="length", seed=1)) / timed
    yield Figure(
        "betweenness",
        f"betweenness and closeness, {sources:,} of {len(people):,} people followed, {len(ties.neighbour) // 2:,} ties",
        span(ours),
        f"networkx, betweenness from as many, {timed} of them timed: {span(by_networkx * sources)}",
        ours / (by_networkx * sources),
        1 / 20,
    )
    start = time.perf_counter()
    exact = path_measures(ties, sources=len(people)).betweenness
    whole = time.perf_counter() - start
    yield Figure(
        "betweenness",
        "the same, exact",
        span(whole),
        f"networkx, betweenness, exact, {timed} sources timed: {span(by_networkx * len(people))}",
        whole / (by_networkx * len(people)),
    )
    found = [agreement(one.betweenness, exact) for one in drawn]
    told = ", ".join(f"{one.sample.stability:.0%}" for one in drawn if one.sample)
    yield _missed(f"the first {d.STABLE_FIRST} of the sample, beside the exact", min(found), 0.07)
    alike = agreement(drawn[0].betweenness, drawn[1].betweenness)
    yield _missed("the same by two seeds", alike, 0.10, f"halves of each sample agree on {told}")


def measures(setting: Setting) -> Iterator[Figure]:
    """All other measures, beside those of them that networkx has."""
    ties, posts = setting.snapshot.warm, setting.cached.whole.posts
    people = _networkx(ties)
    groups = communities(ties).method
    ours = seconds(lambda: _all_others(ties, posts), min(setting.repeats, 3))
    some = np.random.default_rng(1).choice(len(people), min(NETWORKX_PEOPLE, len(people)), replace=False).tolist()
    times = {name: seconds(act) for name, act in _of_networkx(people).items()}
    effective = seconds(lambda: nx.effective_size(people, nodes=some, weight="strength")) * len(people) / len(some)
    told = ", ".join(f"{name} {span(time)}" for name, time in times.items())
    without = sum(times.values())
    yield Figure(
        "measures",
        f"all but betweenness and closeness, {len(ties.neighbour) // 2:,} ties, communities by {groups}",
        span(ours),
        f"networkx, without roles, participation and E-I, which it has not: {span(without + effective)}",
        ours / (without + effective),
        1 / 20,
        note=f"of which effective size, scaled from {len(some)} people: {span(effective)}",
    )
    yield Figure(
        "measures",
        "the same, networkx without effective size",
        span(ours),
        f"networkx: {told}",
        ours / without,
    )


def _missed(what: str, share: float, line: float, note: str = "") -> Figure:
    return Figure("betweenness", what, f"{share:.0%} alike", "", 1 - share, line, "of them missed", note)


def _small(setting: Setting) -> Adjacency:
    """A region for betweenness: 20,000 people, or the setting's own where that is smaller."""
    size = min(setting.size, BETWEENNESS_SIZE)
    viewpoint = Viewpoint(VIEWER, AS_AT, AS_AT)
    return Snapshot.of(derive(see(Region(size).batches(), viewpoint))).warm


def _networkx(ties: Adjacency) -> nx.Graph:
    """People as numbers, with strength and integer length on their ties."""
    owner = ties.owners
    once = owner < ties.neighbour
    lengths = np.rint(d.LENGTH_UNIT * -np.log(ties.strength[once])).astype(int)
    people = nx.empty_graph(len(ties.ptr) - 1)
    columns = (owner[once], ties.neighbour[once], ties.strength[once], lengths)
    for one, other, s, length in zip(*(column.tolist() for column in columns), strict=True):
        people.add_edge(one, other, strength=s, length=length)
    return people


def _all_others(ties: Adjacency, posts: Posts) -> None:
    """What ``graph.measures.measure`` makes, without betweenness and closeness."""
    home = homes(posts)
    for act in (degree, strength, pagerank, holes, cohesion, communities):
        act(ties)
    for of_groups in (participation, brokerage, mixing):
        of_groups(ties, home)


def _of_networkx(people: nx.Graph) -> dict[str, Callable[[], object]]:
    return {
        "strength": lambda: dict(people.degree(weight="strength")),
        "PageRank": lambda: nx.pagerank(people, weight="strength", tol=1e-12, max_iter=1000),
        "constraint": lambda: nx.constraint(people, weight="strength"),
        "core number": lambda: nx.core_number(people),
        "components": lambda: list(nx.connected_components(people)),
        "cut points": lambda: list(nx.articulation_points(people)),
        "bridges": lambda: list(nx.bridges(people)),
        "transitivity": lambda: nx.transitivity(people),
        "Louvain": lambda: nx.community.louvain_communities(people, weight="strength", seed=1),
    }
