"""The best routes of many people to one target equal those of each pair, with everybody there and without any one.

``graph.routes.between`` is the reference, which equals brute force (``test_routes_brute_force``).
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pytest import approx

from graph.best_routes import FAR, Best, best_routes, detours
from graph.routes import between
from graph.snapshot import Snapshot
from graph.view import view
from tests.test_routes_brute_force import small_graph
from tests.worlds import in_memory

EVERYBODY = slice(None)


def town(seed: int, viewer: str = "body") -> Snapshot:
    return view(in_memory(small_graph(seed)), viewer, date(2026, 6, 1)).snapshot


def askers(snapshot: Snapshot, which: object = EVERYBODY) -> np.ndarray:
    mask = np.zeros(len(snapshot.ids), bool)
    mask[which] = True
    return mask


def told(snapshot: Snapshot, best: Best) -> dict[str, tuple[tuple[str, ...], int]]:
    """By asker: the introducers and the length."""
    return {
        snapshot.ids[asker]: (tuple(snapshot.ids[i] for i in via if i >= 0), int(total))
        for asker, via, total in zip(best.asker, best.via, best.total, strict=True)
    }


@pytest.mark.parametrize("tens", range(6))
def test_they_equal_the_best_of_each_pair_alone(tens: int) -> None:
    for seed in range(10 * tens, 10 * tens + 10):
        snapshot = town(seed)
        for place, target in enumerate(snapshot.ids):
            found = best_routes(snapshot, place, askers(snapshot))
            pairs = {asker: between(snapshot, asker, target).best for asker in snapshot.ids}
            expected = {asker: (best.ids[1:-1], best.length) for asker, best in pairs.items() if best}
            assert told(snapshot, found) == expected, (seed, target)
            odds = [best.odds if best else 0.0 for best in pairs.values()]
            assert found.of(np.arange(len(snapshot.ids))).tolist() == approx(odds, abs=1e-12), (seed, target)


@pytest.mark.parametrize("tens", range(6))
def test_a_detour_is_what_is_best_when_that_introducer_is_not_there(tens: int) -> None:
    for seed in range(10 * tens, 10 * tens + 10):
        snapshot = town(seed)
        for place, target in enumerate(snapshot.ids):
            found = detours(snapshot, place, askers(snapshot))
            through = best_routes(snapshot, place, askers(snapshot)).via
            assert len(found.asker) == (through >= 0).sum()
            for asker, gone, total, odds in zip(found.asker, found.without, found.total, found.odds, strict=True):
                without = frozenset({snapshot.ids[gone]})
                best = between(snapshot, snapshot.ids[asker], target, without=without).best
                assert (total if total < FAR else None) == (best.length if best else None), (seed, target)
                assert odds == approx(best.odds if best else 0.0, abs=1e-12), (seed, target)


def test_somebody_who_is_left_out_neither_asks_nor_introduces_nor_is_reached() -> None:
    snapshot = town(1)
    for gone in range(len(snapshot.ids)):
        for target in range(len(snapshot.ids)):
            found = best_routes(snapshot, target, askers(snapshot), without=askers(snapshot, gone))
            assert gone not in found.asker and not (found.via == gone).any()
            assert gone != target or not len(found)


def test_a_pair_is_warm_by_its_best_route_along_ties_of_a_tenth_alone() -> None:
    for seed in range(20):
        snapshot = town(seed)
        for place, target in enumerate(snapshot.ids):
            odds = best_routes(snapshot, place, askers(snapshot), ties=snapshot.strong).of(np.arange(len(snapshot.ids)))
            warm = [between(snapshot, asker, target).warm for asker in snapshot.ids]
            assert (odds >= 0.10 - 1e-12).tolist() == warm, (seed, target)


def test_only_those_who_are_asked_for_are_answered_for() -> None:
    snapshot = town(2)
    whole = best_routes(snapshot, 0, askers(snapshot))
    some = best_routes(snapshot, 0, askers(snapshot, [2, 3]))
    assert some.asker.tolist() == [a for a in whole.asker.tolist() if a in (2, 3)]
    assert best_routes(snapshot, 0, askers(snapshot, [])).asker.tolist() == []
