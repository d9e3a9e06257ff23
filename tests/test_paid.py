"""Whom a council pays, and for what: sums of published payments. All firms are invented."""

from __future__ import annotations

from datetime import date

import pytest

from graph.errors import NotFoundError
from graph.view import view
from queries import paid
from tests.worlds import in_memory, row

TOWN = tuple(
    row("organisations", organisation_id=id_, name=name, kind=kind)
    for id_, name, kind in (("c", "Northmoor", "council"), ("g", "Grit Ltd", "sme"), ("s", "Salt Ltd", "unknown"))
)


def paid_row(supplier: str, value: str, category: str | None, starts: str, ends: str, **more: object) -> object:
    cells = {"payer_id": "c", "supplier_id": supplier, "value": value, "category": category, "payments": 2}
    return row("payments", **{**cells, "starts": starts, "ends": ends, "source": "Council spending", **more})


ROWS = (
    paid_row("g", "100.10", "Salt", "2026-01-02", "2026-01-30"),
    paid_row("g", "0.20", "Roads", "2026-02-02", "2026-02-02"),
    paid_row("s", "500", None, "2026-01-05", "2026-01-06"),
    paid_row("s", "-20", None, "2026-02-05", "2026-02-06"),
)


def asked(*rows: object, viewer: str | None = None, day: date = date(2026, 6, 1)) -> paid.Paid:
    return paid.ask(view(in_memory(rows), viewer, day), "c")


def test_suppliers_come_by_money_with_what_they_were_paid_for():
    answer = asked(*TOWN, *ROWS)
    told = [(one.name, one.pounds, one.payments, one.first, one.last) for one in answer.suppliers]
    assert told == [
        ("Salt Ltd", 480.0, 4, "2026-01-05", "2026-02-06"),  # a refund is taken off
        ("Grit Ltd", 100.3, 4, "2026-01-02", "2026-02-02"),
    ]
    assert [one.category for one in answer.suppliers[1].categories] == ["Salt", "Roads"]
    assert answer.summary == "Northmoor paid 2 suppliers £580.30 in 8 payments, from 2026-01-02 to 2026-02-06."


def test_a_file_published_again_replaces_what_it_says_anew_and_other_days_are_added():
    again = paid_row("g", "90", "Salt", "2026-01-02", "2026-01-31", load=2)
    rest = paid_row("g", "5", "Salt", "2026-03-01", "2026-03-01", load=2)
    [one] = [one for one in asked(*TOWN, *ROWS, again, rest).suppliers if one.id == "g"]
    assert {what.category: what.pounds for what in one.categories} == {"Salt": 95.0, "Roads": 0.2}


def test_what_was_not_paid_yet_by_the_day_asked_for_is_not_counted():
    assert [one.pounds for one in asked(*TOWN, *ROWS, day=date(2026, 1, 31)).suppliers] == [500.0, 100.1]


def test_a_closed_payment_is_counted_for_its_owner_alone():
    closed = paid_row("g", "7", "Ice", "2026-01-02", "2026-01-02", visibility="closed", owner="c")
    assert asked(*TOWN, *ROWS, closed) == asked(*TOWN, *ROWS)
    assert asked(*TOWN, *ROWS, closed, viewer="c").suppliers[1].pounds == 107.3


def test_no_payment_is_an_answer_and_no_council_is_not_found():
    assert asked(*TOWN).summary == "Northmoor: no payments are on record."
    with pytest.raises(NotFoundError):
        asked()
