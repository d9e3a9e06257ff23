"""What is made of a whole column is what would be made of each cell alone, and costs a look at each different one."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.columns import Distinct, each, first_places, groups, keyed, trimmed, without_time
from loaders.dates import iso_day
from loaders.money import ONE_SPELLING, in_pence, in_pounds, pence, pounds

AMOUNTS = st.one_of(
    st.integers(-(10**12), 10**12).map(pounds),
    st.sampled_from(
        ["1,234.50", "£12", "(280.01)", "12.345", "1e5", "007", "5.", ".5", "1.15", "0.29", "-", "0.10", "x"]
    ),
)


def texts(cells: list[str | None]) -> pa.Array:
    return pa.array(cells, pa.string())


@given(st.lists(st.one_of(st.none(), AMOUNTS)))
def test_amounts_of_a_column_are_read_as_each_alone(cells):
    found = [None if cell is None else pence(cell) for cell in cells]
    assert in_pence(texts(cells)).to_pylist() == found
    told = [amount for amount in found if amount is not None]
    assert in_pounds(pa.chunked_array([told], pa.int64())).to_pylist() == [pounds(amount) for amount in told]


@given(AMOUNTS)
def test_an_amount_that_is_in_its_one_spelling_is_what_it_would_be_made(text):
    assert not re.match(ONE_SPELLING, text) or pounds(pence(text) or 0) == text


def test_each_different_cell_is_looked_at_once_and_what_is_usual_not_at_all():
    asked: list[str] = []

    def upper(text: str) -> str:
        asked.append(text)
        return text.upper()

    made = each(texts(["A", "b", None, "b", "A", "c"]), upper, usual="^[A-Z]$")
    assert made.to_pylist() == ["A", "B", None, "B", "A", "C"]
    assert asked == ["b", "c"]


def test_a_claim_about_an_empty_cell_is_not_true():
    assert Distinct(texts(["a", None, "b", "a"])).where(lambda text: text == "a").tolist() == [True, False, False, True]


def test_rows_are_alike_if_all_their_cells_are():
    found = groups(texts(["a", "a", None, None, "a"]), texts(["x", "y", "x", "x", "x"]))
    assert [np.flatnonzero(found == number).tolist() for number in found] == [[0, 4], [1], [2, 3], [2, 3], [0, 4]]


def test_rows_are_told_apart_where_their_numbers_would_grow_beyond_64_bits():
    many = [texts([str(n) for n in range(500)]) for _ in range(9)]  # 500 ** 9 is more than 2 ** 63
    assert groups(*many).tolist() == list(range(500))
    assert groups(texts(["a", "b"]), within=np.array([2**62, 2**62])).tolist() == [0, 1]


@given(st.lists(st.sampled_from([None, "a", "b", "c"])))
def test_the_first_place_of_each_different_cell_is_found(cells):
    seen = dict.fromkeys(cell for cell in cells if cell is not None)
    kept = [cell for cell in cells if cell is not None]
    assert first_places(texts(kept)).tolist() == [kept.index(cell) for cell in seen]


@given(st.lists(st.one_of(st.none(), st.text(st.sampled_from("aé \t\u00a0\u3000\n~"), max_size=4))), st.integers(0, 3))
def test_spaces_around_cells_go_whatever_they_are_made_of(cells, first):
    made = trimmed(texts(cells)[first:])
    assert made.to_pylist() == [(cell or "").strip() or None for cell in cells[first:]]


def test_cells_without_spaces_around_them_are_not_copied():
    cells = texts(["Ann Example", None, "Bo"])
    assert trimmed(cells).buffers()[2].address == cells.buffers()[2].address


@pytest.mark.parametrize("size", [3, 30_000])  # of many rows the few different cells are hashed alone
def test_an_id_does_not_depend_on_what_else_stands_in_the_column(size):
    [alone] = keyed("x", texts(["Zoë Sample"])).to_pylist()
    assert set(keyed("x", texts([None, *["Zoë Sample"] * size])).to_pylist()) == {None, alone}


@pytest.mark.parametrize(
    "text",
    ["2024-03-12 10:30:00 UTC", "2024-03-12T09:30:00Z", "2024-03-12 \n and more", "12 Mar 2024, 10:30:00", "x" * 40],
)
def test_the_time_of_a_day_changes_nothing(text):
    [day] = without_time(texts([text])).to_pylist()
    assert iso_day(day) == iso_day(text)
