"""Where each council stands on a map of hexagons: no tile server, no outlines, one hexagon each.

Councils of the register have their places in ``council_hexagons.csv``, made from where they really are. Any other
stands on the free hexagon nearest to the middle of its region, else of its nation. Where none is of the register, the
grid is as much smaller as there are fewer councils. The same councils always stand in the same places.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot, sqrt
from pathlib import Path

from queries.council_places import Place

Cell = tuple[int, int]  # half hexagons to the east, rows to the south: x + y is always odd, or always even
ROW = sqrt(3)  # of a row, in half hexagons
AIRY = 1.3  # a smaller map is so much wider than its hexagons need, so that regions stay apart
AROUND = 8  # rows beyond the middles of regions in which a free hexagon is looked for


@dataclass(frozen=True)
class Layout:
    """The cells of councils, and the cells of others of the register, which are drawn as outlines alone."""

    cells: dict[str, Cell]
    empty: frozenset[Cell]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The outermost cells: west, north, east, south."""
        x, y = zip(*self.cells.values(), *self.empty, strict=True)
        return min(x), min(y), max(x), max(y)


def layout(places: Sequence[Place]) -> Layout:
    """A cell for each council; those without one of their own by nation, region and id."""
    known, middles, parity = _register()
    cells = {place.id: known[place.id] for place in places if place.id in known}
    taken = set(known.values()) if cells else set()
    size = 1.0 if cells else AIRY * sqrt(len(places) / len(known))
    others = sorted((place.nation, place.region, place.id) for place in places if place.id not in cells)
    for nation, region, id in others:
        east, south = middles.get(region) or middles.get(nation) or middles[""]
        cells[id] = _nearest_free((east * size, south * size), taken, parity, len(others))
        taken.add(cells[id])
    return Layout(cells, frozenset(taken - set(cells.values())))


def _nearest_free(middle: tuple[float, float], taken: Collection[Cell], parity: int, others: int) -> Cell:
    east, south = middle
    far = AROUND + int(sqrt(others))
    near = (
        (x, y)
        for y in range(int(south) - far, int(south) + far + 1)
        for x in range(int(east) - 2 * far, int(east) + 2 * far + 1)
        if (x + y) % 2 == parity and (x, y) not in taken
    )
    return min(near, key=lambda cell: (round(hypot(cell[0] - east, (cell[1] - south) * ROW), 6), cell))


@lru_cache(maxsize=1)
def _register() -> tuple[dict[str, Cell], dict[str, tuple[float, float]], int]:
    """Cells of the register by id; the middles of its regions, of its nations, and of all as ""; and their parity."""
    with Path(__file__).with_name("council_hexagons.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = {row["organisation_id"]: (int(row["x"]), int(row["y"])) for row in rows}
    groups: dict[str, list[Cell]] = defaultdict(list)
    for row in rows:
        for name in {row["nation"], row["region"], ""}:
            groups[name].append(cells[row["organisation_id"]])
    middles = {
        name: (_mean(cell[0] for cell in all_), _mean(cell[1] for cell in all_)) for name, all_ in groups.items()
    }
    x, y = next(iter(cells.values()))
    return cells, middles, (x + y) % 2


def _mean(numbers: Iterable[int]) -> float:
    counted = list(numbers)
    return sum(counted) / len(counted)
