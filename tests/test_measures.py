"""What measures promise beyond their figures: traps, edges of the definition, samples, roles, and the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from itertools import permutations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from pytest import approx

from graph.errors import InputError, NotFoundError
from graph.measures import (
    ROLES,
    brokerage,
    cohesion,
    communities,
    degree,
    holes,
    mixing,
    pagerank,
    participation,
    path_measures,
)
from graph.measures import paths as ways
from graph.snapshot import Adjacency
from graph.view import View, view
from queries import measures
from queries.answer import to_dict
from tests.classic_networks import arrays, plain, uneven, with_lengths
from tests.worlds import acceptance, in_memory, row

DAY = date(2026, 6, 1)
ROOT = Path(__file__).parents[1]


def town(*rows: object) -> View:
    return view(in_memory(rows), None, DAY)  # type: ignore[arg-type]


def random_people(count: int, ties: int, seed: int = 3) -> nx.Graph:
    return with_lengths(uneven(nx.gnm_random_graph(count, ties, seed=seed), seed))


# traps (definitions, section 9)


def test_networkx_without_nodes_gives_another_effective_size_and_we_do_not() -> None:
    people = uneven(nx.karate_club_graph())
    right = nx.effective_size(people, nodes=list(people), weight="strength")
    wrong = nx.effective_size(people, weight="strength")
    assert max(abs(wrong[person] / right[person] - 1) for person in range(34)) > 0.05
    assert holes(arrays(people)).effective_size == approx(np.array(list(right.values())), nan_ok=True)


def test_float_lengths_break_ties_and_integers_do_not() -> None:
    """Two ways with the same three strengths in another order: by floats they differ in the last digit."""
    people: nx.Graph = nx.Graph()
    for one, other, s in [(0, 1, 0.3), (1, 2, 0.35), (2, 5, 0.45), (0, 3, 0.35), (3, 4, 0.3), (4, 5, 0.45)]:
        people.add_edge(one, other, strength=s, float_length=-float(np.log(s)))
    by_floats = nx.betweenness_centrality(people, weight="float_length")
    found = dict(zip(people, path_measures(arrays(people)).betweenness, strict=True))
    assert found == approx(nx.betweenness_centrality(with_lengths(people), weight="length"))
    assert found[2] == found[4]  # both ways are equally long
    assert by_floats[2] != approx(by_floats[4])


def test_no_attribute_is_called_weight() -> None:
    people = view(in_memory(acceptance()), "northmoor", DAY).snapshot.networkx()
    assert all("weight" not in tie for *_, tie in people.edges(data=True))


def test_constraint_is_no_percentage_and_not_defined_without_a_tie() -> None:
    people: nx.Graph = nx.Graph()
    people.add_edges_from([(0, 1), (0, 2), (1, 2)], strength=0.5)
    people.add_node(3)
    assert holes(arrays(people)).constraint == approx([1.125, 1.125, 1.125, np.nan], nan_ok=True)
    told = measures.ask(view(in_memory(acceptance()), "northmoor", DAY), top=None)
    json.dumps(to_dict(told), allow_nan=False)
    [lou] = [one for one in told.people if one.person.id == "P23"]
    assert (lou.constraint, lou.effective_size, lou.participation) == (None, None, None)


# edges


@pytest.mark.parametrize("people", [0, 1, 2, 5])
def test_without_a_tie_nothing_stands_between_and_pagerank_is_shared_alike(people: int) -> None:
    ties = arrays(nx.empty_graph(people))
    found = path_measures(ties)
    assert not found.betweenness.any() and not found.harmonic_closeness.any() and not cohesion(ties).core_number.any()
    assert pagerank(ties) == approx(np.full(people, 1 / people) if people else [])
    assert np.isnan(holes(ties).constraint).all() and np.isnan(participation(ties, np.zeros(people, int))).all()
    assert communities(ties).modularity is None and communities(ties).label.tolist() == list(range(people))
    assert all(not count.any() for count in brokerage(ties, np.full(people, -1)).values())


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [row("people", person_id="a", name="Anna")],
        [row("people", person_id=i, name=i) for i in "abc"],
        [
            *(row("people", person_id=i, name=i) for i in "ab"),
            row("contacts", person_a="a", person_b="b", on="2026-05-01"),
        ],
    ],
    ids=["nobody", "one person", "no ties", "one tie"],
)
def test_a_small_network_is_answered_in_words(rows: list[object]) -> None:
    told = measures.ask(town(*rows))
    assert told.summary
    json.dumps(to_dict(told), allow_nan=False)


def test_an_unknown_measure_or_organisation_is_said_in_words() -> None:
    with pytest.raises(InputError, match="There are: degree"):
        measures.ask(town(), by="eigenvector")
    with pytest.raises(NotFoundError):
        measures.ask(town(), council="nowhere")


def test_people_of_one_council_are_listed_and_everybody_is_measured() -> None:
    seen = view(in_memory(acceptance()), "northmoor", DAY)
    everybody, own = measures.ask(seen, top=None), measures.ask(seen, council="northmoor", top=None)
    assert own.whole == everybody.whole
    assert {one.person.organisation_id for one in own.people} == {"northmoor"}
    assert [one for one in everybody.people if one in own.people] == list(own.people)


def test_brokers_come_first_by_constraint_and_what_is_not_defined_last() -> None:
    told = measures.ask(view(in_memory(acceptance()), "northmoor", DAY), by="constraint", top=None).people
    figures = [one.constraint for one in told]
    assert figures[-1] is None and figures[:-1] == sorted(figures[:-1])


def test_only_their_own_council_is_told_who_is_the_only_link() -> None:
    for viewer in ("northmoor", "eastvale", None):
        for one in measures.ask(view(in_memory(acceptance()), viewer, DAY), top=None).people:
            assert (one.only_link is None) == (one.person.organisation_id != viewer or viewer is None)


# samples


def test_ways_counted_by_how_far_along_they_lead_through_add_up_to_the_exact() -> None:
    people = random_people(40, 90)
    ties = arrays(people)
    through, near = ways._Ways.of(ties).followed(np.flatnonzero(degree(ties)), sampled=True)
    exact = path_measures(ties)
    assert 2 * through / (40 * 39) == approx(exact.betweenness)  # 41 people: (41 - 1) (41 - 2)
    assert near == approx(exact.harmonic_closeness)


def test_a_sample_says_how_it_was_drawn_and_finds_the_first() -> None:
    ties = arrays(random_people(400, 1200))
    exact, drawn, again = path_measures(ties), path_measures(ties, sources=200), path_measures(ties, sources=200)
    assert exact.sample is None and drawn.sample is not None
    assert (drawn.sample.sources, drawn.sample.seed) == (200, 20260601)
    assert 0.6 < drawn.sample.stability <= 1
    assert ways.agreement(drawn.betweenness, exact.betweenness) > 0.8
    assert drawn.betweenness.tobytes() == again.betweenness.tobytes()
    other = path_measures(ties, sources=200, seed=8)
    assert drawn.betweenness.tobytes() != other.betweenness.tobytes()


_ALL_BYTES = """
import hashlib, sys
from tests.test_measures import random_people
from tests.classic_networks import arrays
from graph.measures import communities, cohesion, holes, pagerank, path_measures
ties = arrays(random_people(300, 900))
some = path_measures(ties, sources=64)
told = [some.betweenness, some.harmonic_closeness, pagerank(ties), holes(ties).constraint, communities(ties).label]
print(hashlib.sha256(b"".join(array.tobytes() for array in told)).hexdigest())
"""


def test_equal_seeds_give_equal_bytes_at_any_number_of_threads() -> None:
    def digest(threads: str) -> bytes:
        limits = {name: threads for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")}
        env = {**os.environ, **limits, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
        return subprocess.run([sys.executable, "-c", _ALL_BYTES], env=env, capture_output=True, check=True).stdout

    assert digest("1") == digest("4")


def test_portions_change_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    ties = arrays(random_people(60, 300))
    whole, roles = holes(ties), brokerage(ties, np.arange(61) % 4)
    monkeypatch.setattr("graph.measures.triangles.TOGETHER", 7)
    monkeypatch.setattr("graph.measures.paths.CELLS", 100)
    assert holes(ties).constraint == approx(whole.constraint, nan_ok=True)
    assert holes(ties).transitivity == whole.transitivity
    assert all((count == roles[role]).all() for role, count in brokerage(ties, np.arange(61) % 4).items())


def test_louvain_is_there_without_any_other_package() -> None:
    ties = arrays(random_people(60, 150))
    assert communities(ties, method="louvain").method == "louvain"
    with pytest.raises(InputError, match="no method"):
        communities(ties, method="oracle")


def test_a_long_chain_of_people_is_measured() -> None:
    ties = arrays(plain(nx.path_graph(3000)))
    assert len(cohesion(ties).bridges) == 2999
    assert path_measures(ties, sources=4).betweenness[1500] > 0


# roles and groups


def by_hand(people: nx.Graph, group: dict[int, int]) -> dict[str, list[int]]:
    """Gould & Fernandez 1989 with every tie taken both ways: a to b, b to c, and no tie of a and c."""
    count = {role: [0] * len(people) for role in ROLES}
    for b in people:
        for a, c in permutations(people[b], 2):
            if people.has_edge(a, c) or -1 in (group[a], group[b], group[c]):
                continue
            inside, outside = group[a] == group[b], group[c] == group[b]
            if inside and outside:
                role = "coordinator"
            elif outside:
                role = "gatekeeper"
            elif inside:
                role = "representative"
            else:
                role = "consultant" if group[a] == group[c] else "liaison"
            count[role][b] += 1
    return count


@pytest.mark.parametrize("seed", range(5))
def test_roles_equal_a_count_by_hand(seed: int) -> None:
    people = nx.gnm_random_graph(30, 100, seed=seed)
    group = np.random.default_rng(seed).integers(-1, 4, 30)
    found = brokerage(arrays(plain(people)), group)
    assert {role: count.tolist() for role, count in found.items()} == by_hand(people, dict(enumerate(group.tolist())))


def test_each_role_of_one_broker() -> None:
    """0 of group A knows 1 and 2 of A, 3 and 4 of B, 5 of C; nobody else knows anybody."""
    found = brokerage(arrays(plain(nx.star_graph(5))), np.array([0, 0, 0, 1, 1, 2]))
    counted = {role: int(count[0]) for role, count in found.items()}
    assert counted == {"coordinator": 2, "consultant": 2, "gatekeeper": 6, "representative": 6, "liaison": 4}


def test_the_e_i_index_beside_chance() -> None:
    """Krackhardt & Stern 1988: three ties between, one inside: (3 - 1) / 4; chance for 2 and 2: 1 - 2 * 4 / 12."""
    people: nx.Graph = nx.Graph()
    people.add_nodes_from(range(5))
    people.add_edges_from([(0, 2), (0, 3), (1, 3), (0, 1), (0, 4)], strength=0.5)  # 4 has no group
    found = mixing(arrays(people), np.array([0, 0, 1, 1, -1]))
    assert (found.internal, found.external, found.ei) == (1, 3, 0.5)
    assert found.expected == approx(1 - 2 * 4 / 12)
    nobody = mixing(arrays(nx.empty_graph(3)), np.full(3, -1))
    assert (nobody.ei, nobody.expected) == (None, None)


def test_contacts_without_a_group_are_left_out_of_participation() -> None:
    ties: Adjacency = arrays(plain(nx.star_graph(4)))
    assert participation(ties, np.array([-1, 0, 0, 1, -1]))[0] == approx(1 - (2 / 3) ** 2 - (1 / 3) ** 2)
    assert np.isnan(participation(ties, np.array([0, -1, -1, -1, -1]))[0])
