"""Does the benchmark still run? Times are never asserted: a busy machine is no fault."""

from __future__ import annotations

import json

import pytest

from bench.__main__ import BENCHMARKS, main, table
from bench.figures import Figure, Skipped, ratio, span
from bench.region import Region
from bench.setting import Setting
from loaders.plan import plan
from loaders.reading import Defaults

TINY = 600


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Setting:
    return Setting(tmp_path_factory.mktemp("bench"), TINY, repeats=1)


@pytest.mark.parametrize("name", [name for name in BENCHMARKS if name != "neo4j"])
def test_every_benchmark_gives_a_figure(name, tiny):
    figures = list(BENCHMARKS[name](tiny))
    assert figures
    assert all(figure.name == name and (figure.value > 0 or figure.unit) for figure in figures)
    assert all(f"| {figure.name} |" in table(figures, TINY) for figure in figures)


@pytest.mark.neo4j
@pytest.mark.slow
def test_the_benchmark_of_neo4j_gives_its_figures(neo4j_server, tmp_path):
    found = list(BENCHMARKS["neo4j"](Setting(tmp_path, TINY, repeats=1, neo4j_relations=3_000, brief=True)))
    trips = [one for one in found if isinstance(one, Figure) and one.unit == "round trips"]
    assert len(trips) == 2 and all(one.met for one in trips), found  # a count, not a time


def test_the_files_of_the_region_load_without_a_rejection(tiny):
    report = plan([tiny.files], tiny.store, Defaults()).report
    assert report.rejections == ()
    assert all(file.loaded == 0 for file in report.files)  # the files say what the statements say


def test_a_seed_makes_the_same_region():
    one, same, other = Region(TINY), Region(TINY), Region(TINY, seed=8)
    assert all(one.tables[kind].equals(same.tables[kind]) for kind in one.tables)
    assert not one.tables["contacts"].equals(other.tables["contacts"])
    assert one.people + one.organisations == TINY


def test_json_names_the_fields(monkeypatch, capsys):
    monkeypatch.setitem(BENCHMARKS, "memory", lambda _: iter([Figure("memory", "a", "b", "c", 2.0, 1.0)]))
    assert main(["--only", "memory", "--json"]) == 1  # a line is missed
    assert json.loads(capsys.readouterr().out)[0]["met"] is False


def test_a_benchmark_that_cannot_run_says_why():
    assert "neo4j: Install Java." in table([Skipped("neo4j", "Install Java.")], TINY)


@pytest.mark.parametrize(
    ("value", "unit", "text"), [(0.02, "", "1/50"), (2.5, "", "2.50 times"), (133.4, "bytes a tie", "133 bytes a tie")]
)
def test_a_ratio_reads_well(value, unit, text):
    assert ratio(value, unit) == text


def test_a_time_is_shown_in_a_unit_that_suits_it():
    assert [span(2.5), span(0.0125), span(0.00002)] == ["2.5 s", "12.5 ms", "20 us"]
