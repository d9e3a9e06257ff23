"""`champions titles` and `champions teach`: what they print, store and refuse."""

from __future__ import annotations

import json

import pytest

from graph.sqlite_store import SqliteStore
from tests.test_cli import DAY, run
from tests.worlds import acceptance, fill, row

TODAY = ("--today", "2026-06-01")


@pytest.fixture
def store(tmp_path):
    """Give the address of the worked example with one post more, whose title is not sure."""
    made = SqliteStore(tmp_path / "town.sqlite")
    fill(made, [*acceptance(), row("posts", person_id="P03", organisation_id="northmoor", title="STaR Manager", at=90)])
    made.close()
    return made.address


def test_titles_says_how_one_is_read_and_ends_with_one_if_not_sure(store):
    done = run("titles", "Head of ICT", "--store", store, *DAY)
    assert (done.code, done.out) == (0, '"Head of ICT": function digital (from "ict"), level head (from "head").\n')
    assert run("titles", "Zookeeper", "--store", store, *DAY).code == 1


def test_titles_lists_what_is_not_sure_then_who_leads_with_the_rule(store):
    done = run("titles", "--store", store, *DAY)
    assert done.code == 0
    assert done.out.index("STaR Manager") < done.out.index("Maya Reed, Head of Innovation")
    assert "No officer in digital is on record. Nearest is innovation" in " ".join(done.out.split())
    answer = json.loads(run("titles", "--store", store, "--json", *DAY).out)
    assert answer["unsure"][0]["title"] == "STaR Manager"


def test_a_phrase_is_tried_taught_once_and_undone(store):
    ask = ("teach", "STaR", "--function", "procurement", "--viewer", "northmoor", "--store", store, *TODAY)
    done = run(*ask, "--dry-run")
    assert done.code == 0 and "1 post with 1 title would be read otherwise." in done.out
    assert len(SqliteStore(store).loads()) == 1
    done = run(*ask)
    assert done.code == 0 and "Taught. `champions undo" in done.out
    assert "Nothing would change" in run(*ask).out
    assert len(SqliteStore(store).loads()) == 2
    read = ("titles", "STaR Lead", "--store", store, *DAY)
    assert "function procurement" in run(*read, "--viewer", "northmoor").out
    assert "function not sure" in run(*read).out  # the usual choice: for the viewer alone
    assert run("undo", done.out.split("champions undo ")[1][:8], "--store", store).code == 0
    assert "function not sure" in run(*read, "--viewer", "northmoor").out


def test_what_is_taught_to_others_too_is_another_row(store):
    ask = ("teach", "STaR", "--function", "procurement", "--viewer", "northmoor", "--store", store, *TODAY)
    run(*ask)
    answer = json.loads(run(*ask, "--visibility", "open", "--json").out)
    assert answer["teaching"]["known"] and answer["load"]
    assert "function procurement" in run("titles", "STaR Lead", "--store", store, *DAY).out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--function", "buying"), '"buying" is no function. Use one of: innovation, digital'),
        (("--level", "boss"), '"boss" is no level. Use one of: chief_executive'),
        (("--where", "moon"), '"moon" is no place. Use one of: council, elsewhere, both'),
        (("--function", "legal", "--visibility", "secret"), "secret"),
        (("--function", "legal", "--visibility", "closed"), "needs an owner"),
    ],
)
def test_what_cannot_be_taught_is_refused_in_plain_words(store, options, words):
    done = run("teach", "STaR", *options, "--store", store, *TODAY)
    assert done.code == 2 and words in done.err + done.out and "Traceback" not in done.err
    assert len(SqliteStore(store).loads()) == 1
