"""The invented region on either store, taken away and loaded again: 0 changes there, and all of it elsewhere.

As CSV and as a workbook. ``CHAMPIONS_ROUND_TRIPS=all`` takes all seven formats, one at a time, and ``-s`` prints a line
for each. The region is made open, so that whoever takes it away sees all of it: fingerprints can be compared.
"""

from __future__ import annotations

import csv
import io
import os
import time
from collections.abc import Iterator

import pytest

from graph.sqlite_store import SqliteStore
from graph.store import Store, copy, fingerprint
from graph.view import view
from loaders.exports import FORMATS, export
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from sample_data import AS_AT, REGION

ROUND_TRIPS = tuple(FORMATS) if os.environ.get("CHAMPIONS_ROUND_TRIPS") == "all" else ("csv", "xlsx")
_OPEN = {"visibility": "open", "audience": "", "shared_until": ""}


def opened() -> Iterator[InputFile]:
    """The files of the region with every row open; without objections, whose people nobody could take along."""
    for path in sorted(REGION.glob("*.csv")):
        if path.stem != "objections":
            rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
            out = io.StringIO(newline="")
            table = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
            table.writeheader()
            table.writerows({**row, **{name: cell for name, cell in _OPEN.items() if name in row}} for row in rows)
            yield InputFile(path.name, out.getvalue().encode())


@pytest.fixture(scope="module", params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def region(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Give the region in one file, and on a Neo4j, copied from there."""
    alone = SqliteStore(":memory:")
    plan(list(opened()), alone, Defaults()).commit(strict=True)
    if request.param == "neo4j":
        server = request.getfixturevalue("neo4j_town")
        copy(alone, server)
        assert fingerprint(server) == fingerprint(alone)
        yield server
    else:
        yield alone
    alone.close()


@pytest.mark.parametrize("format", ROUND_TRIPS)
def test_the_region_taken_away_loads_again_with_0_changes_and_elsewhere_as_a_whole(region, format):
    begin = time.perf_counter()
    files = [InputFile(n, b"".join(pieces)) for n, pieces in export(view(region, None, AS_AT), FORMATS[format])]
    before = fingerprint(region)
    again = plan(files, region, Defaults()).commit(region)
    assert (again.loaded, again.rejected, again.unreadable, again.left_out) == (0, 0, (), ()), again.words()
    assert again.merged == again.read > 5000
    assert fingerprint(region) == before
    elsewhere = SqliteStore(":memory:")
    taken = plan(files, elsewhere, Defaults()).commit(elsewhere)
    assert taken.rejected == 0
    assert fingerprint(elsewhere) == before
    size, took = sum(len(file.content) for file in files) / 1e6, time.perf_counter() - begin
    counts = f"{len(files)} files, {size:.1f} MB, {again.read:,} rows read, {again.loaded} changes"
    print(f"{format}: {counts}; fingerprint {before[:16]} before, after and elsewhere; {took:.0f} s")
    elsewhere.close()
