"""Made files of other programs with the columns that these write, as people hold them; the same for a seed.

Cells are as mixed as in real files: names with accents, titles that hold a comma and so stand in quotation marks, the
same employer on many rows, most columns of an address book empty. Nobody in them is real.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_GIVEN: Final = "Ada Alan Amina Aoife Brian Chloë Clare David Elaine Fiona Imran Jane José Karen Kofi Linda Moira Zoë"
_FAMILY: Final = (
    "Adeyemi Barlow Crosby Dunn Ellery Fenwick Garside Holt Iqbal Jarvis Kaur Lowther Moss Nuñez O'Neill Pyke"
)
_PLACES: Final = "Northmoor Eastwick Southbeck Westholm Highfold Lowgate Fairmead Coldbrook Oakham Stanfell"
_JOBS: Final = "Highways|Digital|Adult Social Care|Waste, Parks and Streets|Finance|Procurement|Planning|Housing, North"
_RANKS: Final = "Head of|Director of|Officer,|Manager,|Assistant Director of|Adviser,|Engineer,"
_FIRMS: Final = "Roads Ltd|Software Limited|Consulting LLP|Care CIC|Catering|Sensors plc|Partners, Surveyors"
_FIRST, _LAST = date(2016, 1, 1), date(2026, 6, 1)
_NAMES, _EMPLOYERS, _TITLES = 400, 20_000, 4_000  # so many different ones of each, however many rows

Draw = Callable[[np.random.Generator, int], pa.Array]


@dataclass(frozen=True)
class Held:
    """A file of one format: its columns, what stands in those that are filled, and how it is written."""

    name: str  # as reports call the format
    header: str  # as it stands in the file
    cells: Mapping[str, Draw]
    separator: str = ","
    above: str = ""  # lines before the header

    def write(self, rows: int, *, seed: int = 3) -> bytes:
        """The file with so many rows."""
        chance = np.random.default_rng(seed)
        drawn = (self.cells.get(column, _empty)(chance, rows) for column in self.header.split(self.separator))
        lines = pc.binary_join_element_wise(*map(_marked, drawn), self.separator)
        return "\n".join((self.above + self.header, *lines.to_pylist(), "")).encode()


def _marked(cells: pa.Array) -> pa.Array:
    """Cells that hold a comma in quotation marks."""
    marked = pc.binary_join_element_wise('"', cells, '"', "")
    return pc.if_else(pc.match_substring(cells, ","), marked, cells)


def one_of(texts: list[str]) -> Draw:
    """Any of some texts, the first ones much more often, as employers and titles are."""
    pool = pa.array(texts)

    def draw(chance: np.random.Generator, rows: int) -> pa.Array:
        at = (len(texts) * chance.random(rows) ** 2).astype(np.int64)
        return pool.take(pa.array(at))

    return draw


def numbered(prefix: str, suffix: str = "", *, each_of: int = 1) -> Draw:
    """A text of its own for each row, or for so many rows that follow each other."""

    def draw(chance: np.random.Generator, rows: int) -> pa.Array:
        return pc.binary_join_element_wise(
            prefix, pc.cast(pa.array(np.arange(rows) // each_of), pa.string()), suffix, ""
        )

    return draw


def some(share: float, draw: Draw) -> Draw:
    """Filled on a share of the rows."""
    return lambda chance, rows: pc.if_else(pa.array(chance.random(rows) < share), draw(chance, rows), "")


def days(form: str) -> Draw:
    texts = [(_FIRST + timedelta(days=n)).strftime(form) for n in range((_LAST - _FIRST).days)]
    return one_of(texts)


def moments(chance: np.random.Generator, rows: int) -> pa.Array:
    """A day and a time of the day, nearly every one its own."""
    first = int(np.datetime64(_FIRST, "s").astype(np.int64))
    seconds = pa.array(first + chance.integers(0, 86_400 * (_LAST - _FIRST).days, rows))
    return pc.strftime(pc.cast(seconds, pa.timestamp("s")), format="%Y-%m-%d %H:%M:%S")


def amounts(chance: np.random.Generator, rows: int) -> pa.Array:
    """Amounts in pounds, with pence, nearly every one its own."""
    return pc.cast(pa.array(np.round(chance.lognormal(5, 2, rows), 2)), pa.string())


def _empty(chance: np.random.Generator, rows: int) -> pa.Array:
    return pa.repeat("", rows)


def _spread(words: str, count: int, between: str = "") -> list[str]:
    """So many different words made of these, parted by spaces."""
    some = words.split()
    return [f"{some[n % len(some)]}{between}{chr(97 + n // len(some) % 26) * (n >= len(some))}" for n in range(count)]


given, family = one_of(_spread(_GIVEN, _NAMES)), one_of(_spread(_FAMILY, _NAMES))
_bodies = [f"{place} {kind} Council" for place in _PLACES.split() for kind in ("City", "Borough", "County", "District")]
_firms = [f"{_PLACES.split()[n % 10]} {n} {_FIRMS.split('|')[n % 7]}" for n in range(_EMPLOYERS - len(_bodies))]
employer, body, firm = one_of([*_bodies, *_firms]), one_of(_bodies), one_of(_firms)
regular = one_of(_firms[:1_000])  # firms that are paid every month
title = one_of(
    [f"{_RANKS.split('|')[n % 7]} {_JOBS.split('|')[n // 7 % 8]}{f' {n // 56}' * (n > 55)}" for n in range(_TITLES)]
)
team = one_of([f"{job}{f' {n}' * (n > 0)}" for n in range(60) for job in _JOBS.split("|")])
work, home = numbered("person", "@northmoor.example"), numbered("person", "@gmail.com")


def name(chance: np.random.Generator, rows: int) -> pa.Array:
    return pc.binary_join_element_wise(given(chance, rows), family(chance, rows), " ")
