"""Which statements stand behind a tie, and what would another contact do to it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import definitions as d
from graph.derived import Derived
from graph.statements import Batch, Statement
from graph.tie_strength import Evidence, combined
from graph.vocabulary import CLASSES


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence for a tie."""

    kind: str  # a name of definitions.TIE_KINDS
    words: str
    worth: float  # what it alone would make of the tie, 0 to 0.8
    known_by: str  # verified, observed or inferred
    age_months: float | None  # None: no date is known
    statements: tuple[Statement, ...]


def between(derived: Derived, one: str, other: str) -> tuple[EvidenceRow, ...]:
    """All evidence for the tie of two people, the strongest first; empty if there is none that this viewer sees."""
    rows = _rows_of(derived, one, other)
    order = np.lexsort((rows.source, rows.kind, -np.round(rows.p, 12)))
    return tuple(_row(derived, rows, int(place)) for place in order)


def with_contact_today(derived: Derived, one: str, other: str) -> float:
    """Strength of the tie if one more contact were declared on the as-at date."""
    rows = _rows_of(derived, one, other)
    kind = d.TIE_KIND["contact"]
    return combined(np.r_[rows.kind, kind], np.r_[rows.p, d.TIE_KINDS[kind].base])


def _rows_of(derived: Derived, one: str, other: str) -> Evidence:
    number = derived.scene.number
    a, b = sorted((number[one], number[other]))
    return derived.evidence.take((derived.evidence.a == a) & (derived.evidence.b == b))


def _row(derived: Derived, rows: Evidence, place: int) -> EvidenceRow:
    kind = d.TIE_KINDS[rows.kind[place]]
    age = float(rows.age[place])
    statements = _statements(derived, rows, place, kind.name)
    words = kind.plain
    if rows.group[place]:
        words = f"{words}: {_group_name(statements, kind.name)} ({rows.group[place]} people)"
    return EvidenceRow(
        kind.name,
        words,
        float(rows.p[place]),
        CLASSES[rows.known_by[place]],
        None if np.isnan(age) else age,
        statements,
    )


def _statements(derived: Derived, rows: Evidence, place: int, kind: str) -> tuple[Statement, ...]:
    scene, source = derived.scene, int(rows.source[place])
    pair = pa.array([scene.people[rows.a[place]], scene.people[rows.b[place]]])
    if kind in ("contact", "thread", "connection"):
        return _some("contacts", scene.rows["contacts"].slice(source, 1))
    if kind == "endorsement":
        return _some("endorsements", scene.rows["endorsements"].slice(source, 1))
    if kind == "introduction":
        return _some("introductions", scene.requests.slice(source, 1))
    things, members, key = {
        "pilot": ("pilots", "pilot_people", "pilot_id"),
        "team": ("departments", "posts", "department_id"),
    }.get(kind, ("events", "attendance", "event_id"))
    thing = scene.things(things).slice(source, 1)
    named = scene.rows[members]
    here = pc.and_(
        pc.equal(named.column(key), thing.column(key)[0]), pc.is_in(named.column("person_id"), value_set=pair)
    )
    return _some(things, thing) + _some(members, named.filter(here.fill_null(False)))


def _some(kind: str, table: pa.Table) -> tuple[Statement, ...]:
    return tuple(Batch(kind, table).statements())


def _group_name(statements: tuple[Statement, ...], kind: str) -> str:
    return statements[0].cells.get("name", kind) if statements else kind
