"""Who has access: the share of useful triples with a warm route, its splits, and who has no route at all.

A triple is a firm, a council and a theme (``graph.triples``), so a firm counts once however many people it has. Beside
the share of all stands that among firms with somebody in post now: what is missing there are ties, not names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from graph import definitions as d
from graph.scene import Scene
from graph.small_groups import told_as_one
from graph.statements import Batch, batch
from graph.store import fingerprint_of
from graph.triples import Reached, Triples
from graph.view import TIE_KINDS_READ

NOT_KNOWN: Final = "not known"
MERGED: Final = "all others"
Row = Mapping[str, Any]  # the cells of an organisation


@dataclass(frozen=True, slots=True)
class Share:
    """Useful triples and how many of them have a warm route; no share without any."""

    useful: int
    warm: int
    share: float | None
    on_record: int  # triples whose firm has somebody in post now
    share_on_record: float | None  # of those, with a warm route


@dataclass(frozen=True, slots=True)
class Group:
    """Firms that are alike, and the share of their triples."""

    name: str
    firms: int
    of: Share


def share(triples: Triples, found: Reached, which: np.ndarray | None = None) -> Share:
    """The share over all triples, or over these (a mask). A warm route implies somebody in post."""
    which = np.ones(len(triples), bool) if which is None else which
    useful, warm = int(which.sum()), int(found.warm[which].sum())
    on_record = int(triples.on_record[which].sum())
    return Share(useful, warm, warm / useful if useful else None, on_record, warm / on_record if on_record else None)


def fingerprint_of_access(ties: Scene, offers: Scene) -> str:
    """One text for all that the numbers stand on: the statements as this viewer sees them as at this day.

    Of objections what they do is counted, not their rows, which not everybody sees who feels them.
    """
    read = [Batch(kind, ties.rows[kind]) for kind in TIE_KINDS_READ if kind in ties.rows and kind != "objections"]
    acts = (("suppliers", ties.objected_suppliers), ("introductions", ties.objected_introductions))
    felt = [{"person_id": person, "scope": scope} for scope, people in acts for person in sorted(people)]
    return fingerprint_of([*read, Batch("offers", offers.rows["offers"]), batch("objections", felt)])


# splits


def splits(triples: Triples, found: Reached, organisations: list[Row], day: date) -> dict[str, tuple[Group, ...]]:
    """The share by size, age, legal form and region of the firms; ``organisations`` in the order of the triples' ids.

    Groups of fewer than five firms are one, and if that is still too small the smallest other group joins it: nobody
    can take the others from the whole and be left with a few firms. No groups where only one would be left.
    """
    firms = np.unique(triples.firm).tolist()
    return {
        name: tuple(_groups({firm: of(organisations[firm], day) for firm in firms}, triples, found))
        for name, of in SPLITS.items()
    }


def _groups(group_of: Mapping[int, str], triples: Triples, found: Reached) -> Iterator[Group]:
    sizes = Counter(group_of.values())
    merged = told_as_one(sizes) if sizes.keys() != {NOT_KNOWN} else set()
    names = {firm: MERGED if name in merged else name for firm, name in group_of.items()}
    size = Counter(names.values())
    if len(size) < 2 and set(size) != {NOT_KNOWN}:
        return
    for name in sorted(size, key=lambda name: (name in (MERGED, NOT_KNOWN), name == MERGED, name)):
        own = [firm for firm, group in names.items() if group == name]
        yield Group(name, size[name], share(triples, found, np.isin(triples.firm, own)))


def _age(row: Row, day: date) -> str:
    if not row["founded_on"]:
        return NOT_KNOWN
    founded = date.fromisoformat(row["founded_on"])
    years = day.year - founded.year - ((day.month, day.day) < (founded.month, founded.day))
    least = max((age for age in d.AGES if years >= age), default=None)
    if least is None:
        return f"under {d.AGES[0]} years"
    more = [age for age in d.AGES if age > least]
    return f"{least} to {more[0]} years" if more else f"{least} years and more"


SPLITS: Final[Mapping[str, Callable[[Row, date], str]]] = {
    "size": lambda row, _: row["size_band"] or NOT_KNOWN,
    "age": _age,
    "legal form": lambda row, _: row["legal_form"] or NOT_KNOWN,
    "region": lambda row, _: row["region"] or NOT_KNOWN,
}


# who has none


def without_route(side: np.ndarray, found: Reached) -> list[int]:
    """Firms or councils (a column of the triples) none of whose triples has any route, warm or not; positions."""
    return sorted(set(side.tolist()) - set(side[found.odds > 0].tolist()))


def by_council(triples: Triples, found: Reached) -> dict[int, tuple[int, int]]:
    """Useful and warm triples of each council that has any."""
    councils = np.unique(triples.council)
    useful, warm = (np.bincount(triples.council, weights=w) for w in (None, found.warm.astype(np.int64)))
    return {int(council): (int(useful[council]), int(warm[council])) for council in councils}
