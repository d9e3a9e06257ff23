"""Measures that run in Graph Data Science on a real server equal ours, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from pytest import approx

from graph import neo4j_cypher
from graph.errors import InputError, StoreError
from graph.measures import communities, modularity, pagerank, path_measures
from graph.neo4j_store import Neo4jStore
from graph.view import view
from queries import measures
from tests.classic_networks import CLASSICS, arrays, plain, uneven
from tests.worlds import acceptance, fill, in_memory

DAY = date(2026, 6, 1)
EXACT = 1e-9
CLASSIC = ("Zachary 1977, karate club", "Knuth 1993, Les Misérables", "Freeman 1979, star")


@pytest.fixture(scope="module")
def store(gds_server: Any) -> Iterator[Neo4jStore]:
    opened = Neo4jStore(gds_server.uri, user=gds_server.user, password=gds_server.password)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", CLASSIC)
@pytest.mark.parametrize("strengths", [plain, uneven])
def test_betweenness_and_pagerank_equal_ours_and_communities_are_as_good(
    store: Neo4jStore, name: str, strengths: Any
) -> None:
    ties, engine = arrays(strengths(CLASSICS[name]())), store.data_science()
    assert engine.betweenness(ties) == approx(path_measures(ties).betweenness, abs=EXACT)
    assert engine.pagerank(ties) == approx(pagerank(ties), abs=EXACT)
    found = engine.communities(ties)
    assert found.modularity == approx(modularity(ties, found.label), abs=EXACT)
    assert (found.modularity or 0) > (communities(ties).modularity or 0) - 0.02


def test_a_network_without_ties_is_answered_too(store: Neo4jStore) -> None:
    engine, ties = store.data_science(), arrays(nx.empty_graph(3))
    assert engine.betweenness(ties).tolist() == [0, 0, 0]
    assert engine.pagerank(ties) == approx([1 / 3] * 3)
    assert engine.communities(ties).label.tolist() == [0, 1, 2]
    assert len(engine.pagerank(arrays(nx.empty_graph(0)))) == 0


def test_the_worked_example_is_the_same_by_either_engine(store: Neo4jStore) -> None:
    seen = view(fill(store, acceptance()), "northmoor", DAY)
    ours, theirs = (measures.ask(seen, top=None, engine=engine) for engine in measures.ENGINES)
    assert [one.person.id for one in theirs.people] == [one.person.id for one in ours.people]
    for name in measures.MEASURES:
        figures = [np.array([getattr(one, name) for one in told.people], float) for told in (ours, theirs)]
        assert figures[1] == approx(figures[0], abs=EXACT, nan_ok=True), name


def test_nothing_is_left_in_the_memory_of_the_server(store: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    ties = arrays(plain(nx.krackhardt_kite_graph()))
    store.data_science().betweenness(ties)
    text = neo4j_cypher.cypher("data_science/pagerank").replace("$damping", "7")  # no damping factor
    monkeypatch.setattr(
        "graph.neo4j_measures.cypher", lambda name: text if "page" in name else neo4j_cypher.cypher(name)
    )
    with pytest.raises(StoreError):
        store.data_science().pagerank(ties)
    assert store._ask("CALL gds.graph.list() YIELD graphName RETURN count(*) AS graphs") == [{"graphs": 0}]


def test_a_store_without_it_says_so(neo4j_server: Any) -> None:
    with pytest.raises(InputError, match="Neo4j server"):
        measures.ask(view(in_memory(acceptance()), None, DAY), engine="gds")
    with pytest.raises(InputError, match="arrays, gds"):
        measures.ask(view(in_memory(acceptance()), None, DAY), engine="oracle")
    opened = Neo4jStore(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)
    with pytest.raises(InputError, match="has no Graph Data Science"):
        opened.data_science()
    opened.close()


def test_every_query_is_used() -> None:
    code = (Path(neo4j_cypher.__file__).parent / "neo4j_measures.py").read_text("utf-8")
    for path in (Path(neo4j_cypher.__file__).parent / "cypher" / "data_science").glob("*.cypher"):
        assert path.stem == "find" or path.stem in code
