"""Every number of the worked example under network measures, to 1e-9: from both stores, and by networkx itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from math import log
from typing import Any

import networkx as nx
import pytest
from pytest import approx

from graph.sqlite_store import SqliteStore
from graph.view import view
from queries import measures
from sample_data import EXPECTED
from tests.plain_reference import World, world
from tests.worlds import acceptance, fill, said_in_title

ANSWER = json.loads(EXPECTED.read_text(encoding="utf-8"))["answers"]["network measures"]
DAY = date(2026, 6, 1)
EXACT = 1e-9

Figures = dict[str, dict[str, float | None]]


def of_store(store: Any) -> Figures:
    """The product's answer."""
    told = measures.ask(view(fill(store, acceptance()), ANSWER["viewer"], DAY), top=None)
    return {one.person.id: {name: getattr(one, name) for name in measures.MEASURES} for one in told.people}


def of_networkx() -> Figures:
    """networkx on the graph of the plain reference; participation by hand, for networkx has none."""
    plain = world(acceptance(), ANSWER["viewer"], DAY, DAY, said_in_title)
    known = plain.networkx()
    people: nx.Graph = nx.Graph()
    people.add_nodes_from(known)
    people.add_edges_from((a, b, tie) for a, b, tie in known.edges(data=True) if tie["warm"])
    for *_, tie in people.edges(data=True):
        tie["length"] = round(1e6 * -log(tie["strength"]))
    nearness = nx.harmonic_centrality(people, distance="length")
    figures = {
        "betweenness": nx.betweenness_centrality(people, weight="length"),
        "harmonic_closeness": {person: 1e6 * near for person, near in nearness.items()},
        "pagerank": nx.pagerank(people, weight="strength", tol=1e-12, max_iter=1000),
        "constraint": nx.constraint(people, weight="strength"),
        "effective_size": nx.effective_size(people, nodes=list(people), weight="strength"),
        "core_number": nx.core_number(people),
        "participation": {person: spread(people, person, plain) for person in people},
    }
    return {person: {name: defined(figure[person]) for name, figure in figures.items()} for person in people}


def defined(figure: float | None) -> float | None:
    return None if figure is None or figure != figure else figure


def spread(people: nx.Graph, person: str, plain: World) -> float | None:
    """1 - sum of squares of the shares that each organisation of the neighbours' highest posts has."""
    of: dict[str, float] = {}
    for other, tie in people[person].items():
        if (home := highest(plain, other)) is not None:
            of[home] = of.get(home, 0) + tie["strength"]
    whole = sum(of.values())
    return 1 - sum((part / whole) ** 2 for part in of.values()) if of else None


def highest(plain: World, person: str) -> str | None:
    levels = ("chief_executive", "director", "head", "manager", "officer")
    held = [post for post in plain.posts if post.person == person and post.current]
    ranked = sorted((levels.index(p.level) if p.level in levels else 9, p.organisation) for p in held)
    return ranked[0][1] if ranked else None


@pytest.fixture(scope="module", params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j), "networkx"])
def figures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    if request.param == "networkx":
        yield of_networkx()
    elif request.param == "sqlite":
        store = SqliteStore(tmp_path_factory.mktemp("town") / "town.sqlite")
        yield of_store(store)
        store.close()
    else:
        yield of_store(request.getfixturevalue("neo4j_town"))


def test_everybody_on_record_is_measured(figures: Figures) -> None:
    assert figures.keys() == ANSWER["people"].keys()


@pytest.mark.parametrize("person", ANSWER["people"])
def test_each_figure_of_each_person(figures: Figures, person: str) -> None:
    for name, expected in ANSWER["people"][person].items():
        found = figures[person][name]
        assert found == (None if expected is None else approx(expected, abs=EXACT, rel=0)), name
