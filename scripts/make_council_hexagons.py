"""Make ui/council_hexagons.csv: a place on a grid of hexagons for every council of the register that is open today.

    python scripts/make_council_hexagons.py [folder of the source] [file to write]

The source is mySociety's register, as for scripts/make_council_register.py. Councils and cells are matched so that the
squares of the ways between them add up to the least. A county stands in the middle of its districts: the source puts
some elsewhere (Lancashire into Northamptonshire). The far north, where councils are few, is drawn nearer. Combined
authorities have no place: they lie over others.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

ROOT = Path(__file__).resolve().parents[1]
SOURCE: Final = ROOT.parent / "shared" / "data" / "councils_uk"
REGISTER: Final = ROOT / "loaders" / "councils_uk" / "councils.csv"
TARGET: Final = ROOT / "ui" / "council_hexagons.csv"
OVER_OTHERS: Final = ("COMB", "SRA")
EAST: Final = 0.59  # a degree east is so much of a degree north, at 54 degrees
PITCH: Final = 0.31  # degrees north between the middles of two hexagons: land for each, and little more
ROW: Final = PITCH * 3**0.5 / 2
FAR_NORTH, NEARER = 56.3, 0.35
AROUND: Final = 6  # cells beyond the outermost councils


def middles(source: Path) -> dict[str, tuple[float, float]]:
    """Where each council is, by id: degrees east, made as long as degrees north, and degrees north."""
    with (source / "uk_local_authorities.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["current-authority"] == "True"]
    at = {row["local-authority-code"]: (float(row["long"]), float(row["lat"])) for row in rows if row["lat"]}
    districts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        if row["local-authority-code"] in at:
            districts[row["county-la"]].append(at[row["local-authority-code"]])
    found = {}
    for row in sorted(rows, key=lambda row: row["gss-code"]):
        if row["local-authority-type"] not in OVER_OTHERS:
            code = row["local-authority-code"]
            east, north = np.mean(np.array(districts.get(code) or [at[code]]), axis=0)
            found[row["gss-code"]] = (EAST * east, north - (1 - NEARER) * max(north - FAR_NORTH, 0))
    return found


def cells(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Middles of the cells around these places; and their numbers, in half pitches east and rows south."""
    (west, south), (east, north) = at.min(axis=0), at.max(axis=0)
    row, column = np.mgrid[-AROUND : (north - south) / ROW + AROUND, -AROUND : (east - west) / PITCH + AROUND]
    x, y = (2 * column + row % 2).ravel().astype(int), row.ravel().astype(int)
    return np.stack([west + x * PITCH / 2, north - y * ROW], axis=1), np.stack([x, y], axis=1)


def placed(source: Path) -> list[tuple[str, int, int]]:
    """Id, half pitches east and rows south of each council, from 0, by id."""
    found = middles(source)
    at = np.array(list(found.values()))
    middle, number = cells(at)
    council, cell = linear_sum_assignment(((at[:, None] - middle[None]) ** 2).sum(axis=2))
    x, y = (number[cell] - number[cell].min(axis=0)).T
    ids = list(found)
    return [(ids[one], int(east), int(south)) for one, east, south in zip(council, x, y, strict=True)]


def text(source: Path = SOURCE) -> str:
    """The file: each council with nation and region as our register has them, and its place."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        ours = {row["organisation_id"]: (row["nation"], row["region"]) for row in csv.DictReader(file)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("organisation_id", "nation", "region", "x", "y"))
    writer.writerows((id, *ours[id], x, y) for id, x, y in placed(source))
    return out.getvalue()


def main() -> None:
    """Write the file."""
    source, target = [*map(Path, sys.argv[1:]), *(SOURCE, TARGET)[len(sys.argv) - 1 :]]
    target.write_text(text(source), "utf-8")


if __name__ == "__main__":
    main()
