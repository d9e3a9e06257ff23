"""Which suppliers does this council already pay, and for what?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from graph.view import View
from queries.answer import Asked, count, place_of

Row = dict[str, Any]  # cells are text, `seq` is the order of loads
_ALL = "not said"


@dataclass(frozen=True, slots=True)
class ForWhat:
    """What a supplier was paid for one kind of thing."""

    category: str
    pounds: float
    payments: int


@dataclass(frozen=True, slots=True)
class PaidSupplier:
    """A supplier that the council pays."""

    id: str
    name: str
    kind: str
    pounds: float  # refunds taken off
    payments: int
    first: str  # days of the first and of the last payment on record
    last: str
    categories: tuple[ForWhat, ...]  # most money first


@dataclass(frozen=True, slots=True)
class Paid:
    """All suppliers on record, most money first."""

    asked: Asked
    council: str
    name: str
    summary: str
    suppliers: tuple[PaidSupplier, ...]


def ask(view: View, council: str) -> Paid:
    """Answer for an id, from published payments in pounds; by money, then id. NotFoundError if it is not seen.

    Of two sums for the same supplier, category and days from one kind of source, the one loaded later counts: the file
    was published again. Sums of different days are added up.
    """
    there = view.council(council)
    place = place_of(there.scene, council)
    things = there.scene.things("organisations").to_pylist()
    told = {row["organisation_id"]: row for row in things}
    by_supplier: dict[str, list[Row]] = defaultdict(list)
    for row in _latest(there.scene.rows["payments"].to_pylist()):
        if row["payer_id"] == council and row["currency"] in (None, "GBP") and row["value"]:
            by_supplier[str(row["supplier_id"])].append(row)
    suppliers = [_supplier(told[id_], rows) for id_, rows in by_supplier.items() if id_ in told]
    suppliers.sort(key=lambda one: (-one.pounds, one.id))
    name = things[place]["name"]
    return Paid(Asked.of(view.viewpoint), council, name, _summary(name, suppliers), tuple(suppliers))


def _latest(rows: list[Row]) -> list[Row]:
    """The rows without those of which a later load tells the same days anew."""
    kept: dict[tuple[str | None, ...], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["seq"] or 0, row["id"]), reverse=True):  # the last load first
        key = (row["payer_id"], row["supplier_id"], row["category"], row["source"])
        if not any(_overlap(row, other) for other in kept[key]):
            kept[key].append(row)
    return [row for same in kept.values() for row in same]


def _overlap(one: Row, other: Row) -> bool:
    begins, ends = max(one["starts"] or "", other["starts"] or ""), min(one["ends"] or "9", other["ends"] or "9")
    return begins <= ends


def _supplier(told: Row, rows: list[Row]) -> PaidSupplier:
    money: dict[str, Decimal] = defaultdict(Decimal)
    times: dict[str, int] = defaultdict(int)
    for row in rows:
        category = row["category"] or _ALL
        money[category] += Decimal(row["value"] or 0)
        times[category] += int(row["payments"] or 1)
    for_what = sorted(
        (ForWhat(c, float(money[c]), times[c]) for c in money), key=lambda one: (-one.pounds, one.category)
    )
    return PaidSupplier(
        id=told["organisation_id"] or "",
        name=told["name"] or "",
        kind=told["kind"] or "",
        pounds=float(sum(money.values())),
        payments=sum(times.values()),
        first=min(row["starts"] or "" for row in rows),
        last=max(row["ends"] or "" for row in rows),
        categories=tuple(for_what),
    )


def _summary(name: str, suppliers: list[PaidSupplier]) -> str:
    if not suppliers:
        return f"{name}: no payments are on record."
    total, times = sum(one.pounds for one in suppliers), sum(one.payments for one in suppliers)
    days = f"from {min(one.first for one in suppliers)} to {max(one.last for one in suppliers)}"
    return f"{name} paid {count(len(suppliers), 'supplier')} £{total:,.2f} in {count(times, 'payment')}, {days}."
