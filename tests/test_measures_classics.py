"""Measures on networks from the literature: figures that papers print, and all figures by networkx as second engine."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from pytest import approx

from graph.measures import (
    cohesion,
    communities,
    degree,
    holes,
    modularity,
    pagerank,
    path_measures,
    strength,
)
from tests.classic_networks import BURT, CLASSICS, arrays, plain, southern_women, uneven, with_lengths

EXACT = 1e-9


@pytest.fixture(params=["equal", "uneven"])
def known(request: pytest.FixtureRequest, name: str) -> nx.Graph:
    """A classic network, with equal strengths or with uneven ones and somebody who knows nobody."""
    return with_lengths((plain if request.param == "equal" else uneven)(CLASSICS[name]()))


@pytest.mark.parametrize("name", CLASSICS)
def test_every_measure_equals_networkx(known: nx.Graph) -> None:
    ties, order = arrays(known), list(known)
    paths, gaps, joined = path_measures(ties), holes(ties), cohesion(ties)
    near, cut = nx.harmonic_centrality(known, distance="length"), set(nx.articulation_points(known))
    expected = {
        "degree": (degree(ties), dict(known.degree)),
        "strength": (strength(ties), dict(known.degree(weight="strength"))),
        "betweenness": (paths.betweenness, nx.betweenness_centrality(known, weight="length")),
        "closeness": (paths.harmonic_closeness / 1e6, near),
        "pagerank": (pagerank(ties), nx.pagerank(known, weight="strength", tol=1e-12, max_iter=1000)),
        "constraint": (gaps.constraint, nx.constraint(known, weight="strength")),
        "effective size": (gaps.effective_size, nx.effective_size(known, nodes=order, weight="strength")),
        "core number": (joined.core_number, nx.core_number(known)),
        "cut point": (joined.cut_point, {person: person in cut for person in order}),
    }
    for measure, (found, by_networkx) in expected.items():
        assert found == approx(np.array([by_networkx[person] for person in order]), abs=EXACT, nan_ok=True), measure
    bridges = {frozenset((order[a], order[b])) for a, b in joined.bridges}
    assert bridges == {frozenset(tie) for tie in nx.bridges(known)}
    assert gaps.transitivity == approx(nx.transitivity(known), abs=EXACT)
    assert members(order, joined.component) == {frozenset(group) for group in nx.connected_components(known)}


def members(order: list[object], label: np.ndarray) -> set[frozenset[object]]:
    """The people of each group."""
    return {frozenset(order[n] for n in np.flatnonzero(label == group)) for group in set(label.tolist())}


@pytest.mark.parametrize("name", CLASSICS)
def test_communities_are_as_good_as_those_of_networkx(known: nx.Graph) -> None:
    ties, order = arrays(known), list(known)
    by_networkx = nx.community.louvain_communities(known, weight="strength", seed=1)
    found = communities(ties)
    assert found.modularity == approx(modularity(ties, found.label), abs=EXACT)
    counted = nx.community.modularity(known, members(order, found.label), weight="strength")
    assert found.modularity == approx(counted, abs=EXACT)
    assert found.modularity > nx.community.modularity(known, by_networkx, weight="strength") - 0.02


def of(people: nx.Graph) -> dict[str, dict[object, float]]:
    """Betweenness, constraint and effective size by name of the person."""
    ties = arrays(people)
    figures = {"betweenness": path_measures(ties).betweenness, **vars(holes(ties))}
    return {name: dict(zip(people, figure, strict=True)) for name, figure in figures.items() if np.ndim(figure)}


def test_heather_is_the_broker_of_the_kite() -> None:
    """Krackhardt 1990, Administrative Science Quarterly 35: Diane has the most ties, Heather stands between."""
    kite = plain(nx.krackhardt_kite_graph())
    assert degree(arrays(kite)).tolist() == [4, 4, 3, 6, 3, 5, 5, 3, 2, 1]
    found = of(kite)["betweenness"]
    assert found[7] == approx(14 / 36)  # Ike and Jane reach the other 7 only through her
    assert found[8] == approx(8 / 36)
    assert (found[5], found[3]) == (approx(0.231, abs=5e-4), approx(0.102, abs=5e-4))


def test_the_medici_stand_between_the_families_of_florence() -> None:
    """Padgett & Ansell 1993; Jackson 2008, Social and Economic Networks, section 1.2.1: 0.522, then 0.255 and 0.103."""
    found = of(plain(nx.florentine_families_graph()))["betweenness"]
    assert found["Medici"] == approx(0.522, abs=5e-4)
    assert found["Guadagni"] == approx(0.255, abs=5e-4)
    assert found["Strozzi"] == approx(0.103, abs=1e-3)


def test_the_teacher_and_the_president_of_the_karate_club() -> None:
    """Zachary 1977: 34 members, 78 ties; Newman & Girvan 2004; the best modularity is 0.4198 (Brandes et al. 2008)."""
    club = plain(nx.karate_club_graph())
    ties = arrays(club)
    assert (len(club), len(ties.neighbour) // 2) == (34, 78)
    found = path_measures(ties).betweenness
    assert np.argsort(-found)[:2].tolist() == [0, 33]
    assert found[[0, 33]] == approx([0.438, 0.304], abs=5e-4)
    assert holes(ties).transitivity == approx(0.256, abs=5e-4)
    assert 0.40 < (communities(ties).modularity or 0) <= 0.4198 + 1e-4


def test_valjean_is_on_more_than_half_of_all_ways() -> None:
    """Knuth 1993, The Stanford GraphBase: 77 characters, 254 pairs that meet; Newman & Girvan 2004: modularity 0.54."""
    novel = plain(nx.les_miserables_graph())
    ties = arrays(novel)
    assert (len(novel), len(ties.neighbour) // 2) == (77, 254)
    assert of(novel)["betweenness"]["Valjean"] == approx(0.570, abs=5e-4)
    assert (communities(ties).modularity or 0) > 0.54


def test_the_women_of_natchez_are_one_tight_group() -> None:
    """Davis, Gardner & Gardner 1941: of 153 pairs of the 18 women 139 were at an event together."""
    women = plain(southern_women())
    ties = arrays(women)
    assert (len(women), len(ties.neighbour) // 2) == (18, 139)
    assert not cohesion(ties).cut_point.any()


def test_burts_measures_around_g() -> None:
    """Borgatti 1997, Connections 20(1), on Burt 1992: n - 2t/n is 4.67 for G (6 contacts, 4 ties), 2.5 for A."""
    found = of(plain(nx.Graph(BURT)))
    assert [found["effective_size"][who] for who in "GAC"] == approx([6 - 2 * 4 / 6, 4 - 2 * 3 / 4, 1.0], abs=EXACT)
    assert [found["constraint"][who] for who in "GAC"] == approx([0.400, 0.595, 1.0], abs=5e-4)


def test_burts_measures_with_strengths() -> None:
    """The same network with strengths (2 3 5 2 8 3 4 1 3 10, here a hundredth): G 5.47 and 0.299, A 2.47 and 0.795."""
    people = nx.Graph()
    for tie, s in zip(BURT, (2, 3, 5, 2, 8, 3, 4, 1, 3, 10), strict=True):
        people.add_edge(*tie, strength=s / 100)
    found = of(people)
    assert [found["effective_size"][who] for who in "GAC"] == approx([5.47, 2.47, 1.0], abs=5e-3)
    assert [found["constraint"][who] for who in "GAC"] == approx([0.299, 0.795, 1.0], abs=5e-4)


def test_the_middle_of_a_star() -> None:
    """Freeman 1979, Social Networks 1: the middle of a star has all betweenness, 1, the others none."""
    ties = arrays(plain(nx.star_graph(6)))
    assert path_measures(ties).betweenness.tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert holes(ties).constraint == approx([1 / 6, 1, 1, 1, 1, 1, 1])
    assert cohesion(ties).cut_point.tolist() == [True, *[False] * 6]
    assert len(cohesion(ties).bridges) == 6


def test_nobody_stands_out_in_petersens_graph() -> None:
    """Petersen 1898: 10 alike, 3 neighbours, 6 more at two steps by one way each: 3 of 36 pairs lead through each."""
    ties = arrays(plain(nx.petersen_graph()))
    assert path_measures(ties).betweenness == approx([3 / 36] * 10)
    hop = round(1e6 * float(-np.log(0.5)))
    assert path_measures(ties).harmonic_closeness == approx([1e6 * (3 / hop + 6 / (2 * hop))] * 10)
    assert pagerank(ties) == approx([0.1] * 10)


def test_friends_meet_through_one_person() -> None:
    """Erdős, Rényi & Sós 1966: five triangles that share one person, who stands between 40 of 45 pairs."""
    ties = arrays(plain(nx.windmill_graph(5, 3)))
    assert path_measures(ties).betweenness == approx([40 / 45, *[0] * 10])
    assert cohesion(ties).core_number.tolist() == [2] * 11


def test_caves_are_communities() -> None:
    """Watts 1999, Small Worlds: four groups of five, one tie of each led to the next: 36 of 40 ties stay inside."""
    ties = arrays(plain(nx.connected_caveman_graph(4, 5)))
    found = communities(ties)
    assert found.label.tolist() == [n // 5 for n in range(20)]
    assert found.modularity == approx(36 / 40 - 4 / 16)
