"""Names near others, found without comparing all with all."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.matching import pairs_of_names
from graph.matching.candidates import nearest

WORDS = st.lists(st.text("abcdeé1", min_size=1, max_size=6), min_size=0, max_size=3).map(" ".join)


def test_order_of_words_does_not_count_and_a_letter_counts_little():
    near = nearest(["hay jane", "jane hey"], ["john lee", "jane hay", "jane moss"])
    assert near.right[near.left == 0][0] == 1 and near.likeness[0] == pytest.approx(1)
    assert near.right[near.left == 1][0] == 1 and 0.3 < near.likeness[near.left == 1][0] < 1


def test_an_initial_finds_the_name_it_stands_for():
    near = nearest(["j quillford"], ["ann quillford", "jane quillford", "jane moss"], top=1)
    assert near.right.tolist() == [1]


def test_at_most_the_asked_number_is_found_best_first():
    near = nearest(["jane hay"] * 3, ["jane hay", "jane hays", "jan hay", "jane", "bob"], top=2, least=0.1)
    assert near.left.tolist() == [0, 0, 1, 1, 2, 2] and near.right.tolist()[::2] == [0, 0, 0]
    assert all(np.diff(near.likeness)[::2] <= 0)


def test_nothing_finds_nothing():
    for left, right in (([], []), ([], ["jane"]), (["jane"], []), (["", "?"], ["", "jane"])):
        assert len(nearest(left, right).left) == 0


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=12))
@settings(max_examples=40, deadline=None)
def test_every_equal_name_is_found_among_any_texts(left, right):
    near = nearest(left, right, top=len(right) or 1)
    found = set(zip(near.left.tolist(), near.right.tolist(), strict=True))
    letters = set("abcde1")
    for a, one in enumerate(left):
        for b, other in enumerate(right):
            if one == other and letters & set(one):
                assert (a, b) in found


def test_misspelt_turned_and_shortened_names_find_their_own():
    """The set of the benchmark, a tenth of its size; there all 20,000 count."""
    left, right = pairs_of_names(2_000)
    near = nearest(left, right, top=10)
    recall = (near.left == near.right).sum() / len(left)
    print(f"\nrecall of {len(left):,} names among {len(right):,}: {recall:.4f}")
    assert recall >= 0.96


def test_memory_grows_with_the_names_and_not_with_all_pairs():
    peaks = []
    for count in (2_000, 4_000):
        left, right = pairs_of_names(count)
        tracemalloc.start()
        nearest(left, right, top=5)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 3 * peaks[0]  # all pairs would take four times as much
