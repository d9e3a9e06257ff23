"""The command line on events: rules and refusals in words, and the numbers of walk four."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest import approx

from graph.sqlite_store import SqliteStore
from tests.worlds import acceptance, fill
from ui import cli

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command asked by Civic Tech Network as at the day of the walks: its code, what it said, what went wrong."""
    address = str(tmp_path / "town.sqlite")
    fill(made := SqliteStore(address), acceptance())
    made.close()

    def asked(*words: str) -> tuple[int, str, str]:
        where = ["--store", address, "--viewer", "Civic Tech Network", "--as-at", "2026-06-01"]
        monkeypatch.setattr("sys.argv", ["champions", *words, *where])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out = capsys.readouterr()
        return int(ended.value.code or 0), out.out, out.err

    return asked


def test_four_seats_at_a_round_table_are_those_of_walk_four(run: Run) -> None:
    rules = ("--at-least", "sme=2", "--at-least", "budget=1", "--at-least", "operations=1")
    code, out, _ = run("event-plan", "--seats", "4", *rules, "--json")
    told = json.loads(out)
    assert code == 0 and told["best"][0]["value"] == approx(1.777839, abs=1e-6)
    assert told["mean_of_lists"] == approx(0.596398, abs=1e-6) and told["lists_allowed"] == 292


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--seats", "0"), 2, "at least one seat"),
        (("--seats", "40"), 1, "40 seats, but only 18 candidates"),
        (("--seats", "4", "--at-least", "sme=9"), 1, "The first that fails: at least 9 of sme"),
        (("--seats", "4", "--at-least", "sme=²"), 2, "is no rule"),  # a digit, and no number
        (("--seats", "4", "--at-least", "theme:winter=1"), 2, "Did you mean winter-maintenance?"),
        (("--seats", "4", "--theme", "winter"), 2, "Did you mean winter-maintenance?"),
        (("--seats", "4", "--on", "2026-05-01"), 0, "nobody can be invited any more"),
        (("--seats", "4", "--on", "2026-12-25"), 0, "bank holiday (Christmas Day)"),
        (("--seats", "4", "--sponsor", "MegaCivic", "--no-incumbent-sponsor"), 1, "no sponsor is an incumbent"),
    ],
)
def test_what_cannot_be_planned_is_said_in_words(run: Run, words: tuple[str, ...], code: int, said: str) -> None:
    got, out, err = run("event-plan", *words)
    assert got == code and said in out + err


def test_a_list_of_ones_own_stands_before_the_best_and_a_rule_costs_what_it_costs_the_best(run: Run) -> None:
    guests = [word for who in ("Maya Reed", "Kit Marsh", "Eve Stone", "Ana Brook") for word in ("--guest", who)]
    code, out, _ = run("event-plan", "--seats", "4", "--at-least", "sme=1", *guests)
    assert code == 0 and "your list" in out and "list 1" in out
    _, out, _ = run("event-plan", "--seats", "4", "--at-least", "sme=1", *guests, "--json")
    told = json.loads(out)
    assert told["own"] and told["best"][0]["value"] < told["best"][1]["value"]
    assert [cost["cost"] for cost in told["costs"]] == [approx(0.0)]  # the best list has an SME without that rule


def test_tickets_and_meetings_show_the_number_that_sorts_them(run: Run) -> None:
    code, out, _ = run("tickets", "Brightgrit", "--json")
    assert code == 0 and json.loads(out)["tickets"][0]["per_pound"] == approx(3 / 195)
    _, out, _ = run("tickets", "Brightgrit")
    assert "per £100" in out and " 1.5 " in out  # three useful people for £195
    _, out, _ = run("should-meet", "--top", "1")
    assert "closeness" in out and "9 pairs in all." in out
