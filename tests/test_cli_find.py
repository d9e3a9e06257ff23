"""`champions find`: the numbers of walk two in words and as JSON, and sentences where there is little."""

from __future__ import annotations

import json

import pytest

from sample_data import ACCEPTANCE
from tests.test_cli import DAY, run


@pytest.fixture(scope="module")
def find(tmp_path_factory):
    """Give the command on the worked example, as Northmoor sees it."""
    path = tmp_path_factory.mktemp("find") / "example.sqlite"
    assert run("load", str(ACCEPTANCE), "--store", str(path)).code == 0
    return lambda *arguments: run("find", "--store", str(path), "--viewer", "northmoor", *DAY, *arguments)


def test_the_list_says_who_opens_doors_and_how_we_know(find):
    done = find("--council", "Northmoor CC", "--theme", "winter-maintenance")
    assert done.code == 0
    assert "Maya Reed" in done.out and "2.75" in done.out and "endorsed by 2 small firms" in done.out
    assert "Covers every yes: Tom Ashby, Lena Cole." in done.out
    assert "Whom to brief: Lena Cole, Ruth Hale." in done.out
    assert "Of 24 pairs" in done.out


def test_json_has_the_numbers_of_the_walk(find):
    answer = json.loads(find("--json").out)
    assert answer["ranked"][0]["score"] == pytest.approx(2.746624141372, abs=1e-9)
    assert json.loads(find("--json", "--without-level").out)["ranked"][0]["score"] == pytest.approx(2.546624141372)
    assert answer["too_little_count"] == 11 and answer["connectors"]["pairs"] == 24


def test_a_card_lists_the_rows_of_every_part(find):
    done = find("--officer", "Maya Reed")
    assert done.code == 0
    assert "Salt routing trial became a contract" in done.out and "n 1, w 1" in done.out
    assert "pilot register, row 3 of pilots" in done.out and "Not known:" in done.out


def test_nobody_with_a_rank_is_an_answer_with_exit_code_one(find):
    done = find("--council", "Southholme District Council")
    assert done.code == 1 and "too little is known of what they did for firms" in done.out


def test_a_theme_may_be_written_as_it_is_said_and_one_that_is_not_on_record_is_told(find):
    assert find("--theme", "Winter maintenance").out == find("--theme", "winter-maintenance").out
    assert (done := find("--theme", "moonlight")).code == 2 and "On record: " in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--council", "Northmor"), "Did you mean"),
        (("--function", "operatoins"), "There is no function"),
        (("--officer", "Ana Brook"), "No officer with the id"),
        (("--top", "0"), "--top"),
    ],
)
def test_bad_input_is_a_sentence_with_exit_code_two(find, arguments, words):
    done = find(*arguments)
    assert done.code == 2 and words in done.err and "Traceback" not in done.err
