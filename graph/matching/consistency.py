"""Sure pairs must hold together, since sameness is passed on: what is one with one is one with all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.matching.pair import Pair

Place = tuple[int, int]  # places of two in the list of all, the lower first
_APART: Final = "Together with other pairs it would join some that are kept apart."


class Judged(NamedTuple):
    """A pair, and whether something contradicts it, more than merely leaving it unsure."""

    pair: Pair
    contradicted: bool


def joined(pairs: Collection[Place], size: int) -> np.ndarray:
    """A number for each place, equal for those that the pairs join."""
    ends = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    ones = np.ones(len(ends), dtype=np.int8)
    return connected_components(coo_array((ones, (ends[:, 0], ends[:, 1])), shape=(size, size)), directed=False)[1]


def groups(numbers: np.ndarray) -> list[list[int]]:
    """Places of equal number, two or more each."""
    order = np.argsort(numbers, kind="stable")
    apart = np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1)
    return [group.tolist() for group in apart if len(group) > 1]


def holding_together(
    found: Mapping[Place, Judged], lists: Sequence[AbstractSet[str]], are_unlike: Callable[[int, int], bool]
) -> list[Pair]:
    """The pairs; sure ones that would join too much become questions, questions that are answered are left out.

    Too much: two of one list (whatever stands there twice is two, unless a sure pair says otherwise), a pair that
    something contradicts, or two that are unlike. A question is answered if both are joined by other pairs, or if one
    of the two is surely somebody else of the other's list.
    """
    sure = [place for place, judged in found.items() if judged.pair.verdict == "same"]
    number = joined(sure, len(lists)).tolist()
    broken = {number[group[0]] for group in groups(np.array(number)) if _is_broken(found, lists, are_unlike, group)}
    listed = {(number[place], name) for pair in sure for place in pair for name in lists[place]}
    kept = []
    for (i, j), (pair, _) in found.items():
        a, b = number[i], number[j]
        if pair.verdict == "same" and a in broken:
            kept.append(replace(pair, verdict="open", reasons_against=(*pair.reasons_against, _APART)))
        elif pair.verdict == "same" or a in broken or b in broken:
            kept.append(pair)
        elif a != b:
            taken = [(a, name) for name in lists[j] - lists[i]] + [(b, name) for name in lists[i] - lists[j]]
            if listed.isdisjoint(taken):
                kept.append(pair)
    return kept


def _is_broken(
    found: Mapping[Place, Judged],
    lists: Sequence[AbstractSet[str]],
    are_unlike: Callable[[int, int], bool],
    group: Sequence[int],
) -> bool:
    for i, j in combinations(group, 2):
        judged = found.get((i, j))
        if judged and judged.pair.verdict == "same":
            continue
        if (judged and judged.contradicted) or lists[i] & lists[j] or are_unlike(i, j):
            return True
    return False
