"""``python -m bench [--quick] [--only NAME] [--json]``: each speed as a ratio to a yardstick of the same run."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from bench import (
    champions,
    events,
    formats,
    key_people,
    loading,
    matching,
    measures,
    next_council,
    searching,
    server,
    silos,
)
from bench.figures import Figure, Skipped, ratio
from bench.setting import Setting

FULL, QUICK = 200_000, 5_000
BENCHMARKS: dict[str, Callable[[Setting], Iterator[Figure | Skipped]]] = {
    "arrays": loading.arrays,
    "formats": formats.formats,
    "reading memory": formats.memory,
    "sqlite": loading.sqlite,
    "routes": searching.routes,
    "memory": searching.memory,
    "building": searching.building,
    "filter": searching.filter_change,
    "measures": measures.measures,
    "betweenness": measures.betweenness,
    "champions": champions.champions,
    "silos": silos.silos,
    "key people": key_people.key_people,
    "events": events.events,
    "next council": next_council.next_council,
    "matching": matching.matching,
    "neo4j": server.neo4j,
}


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks; 1 if a line is missed."""
    ask = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    ask.add_argument("--quick", action="store_true", help=f"a graph of {QUICK:,} instead of {FULL:,}")
    ask.add_argument("--only", action="append", choices=BENCHMARKS, help="only this benchmark; may be given again")
    ask.add_argument("--json", action="store_true", help="print figures as JSON")
    asked = ask.parse_args(arguments)
    size = QUICK if asked.quick else FULL
    found: list[Figure | Skipped] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        setting = Setting(
            Path(folder), size, repeats=2 if asked.quick else 5, neo4j_relations=10_000 if asked.quick else 100_000
        )
        for name in asked.only or BENCHMARKS:
            print(f"{name} ...", file=sys.stderr, flush=True)
            for one in BENCHMARKS[name](setting):
                found.append(one)
                print(f"  {_in_short(one)}", file=sys.stderr, flush=True)  # a long run that breaks off is not lost
    print(json.dumps([_as_json(one) for one in found], indent=2) if asked.json else table(found, size))
    return int(any(isinstance(one, Figure) and one.met is False for one in found))


def table(found: list[Figure | Skipped], size: int) -> str:
    """The figures as a Markdown table, with the machine above and what was skipped below."""
    lines = [
        f"{size:,} people and organisations, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{platform.system()}.",
        "",
        "| | what | took | yardstick | ratio | required | met |",
        "|:--|:--|--:|:--|--:|--:|:--|",
    ]
    for one in found:
        if isinstance(one, Figure):
            required = "" if one.line is None else f"at most {ratio(one.line, one.unit)}"
            met = {True: "yes", False: "**no**", None: ""}[one.met]
            what = f"{one.what} ({one.note})" if one.note else one.what
            value = ratio(one.value, one.unit)
            lines.append(f"| {one.name} | {what} | {one.ours} | {one.yardstick} | {value} | {required} | {met} |")
    return "\n".join([*lines, "", *(f"{one.name}: {one.why}" for one in found if isinstance(one, Skipped))]).rstrip()


def _in_short(one: Figure | Skipped) -> str:
    if isinstance(one, Skipped):
        return one.why
    return f"{one.what}: {one.ours}, beside {one.yardstick}: {ratio(one.value, one.unit)}"


def _as_json(one: Figure | Skipped) -> dict[str, object]:
    return {**asdict(one), "met": one.met} if isinstance(one, Figure) else asdict(one)


if __name__ == "__main__":
    raise SystemExit(main())
