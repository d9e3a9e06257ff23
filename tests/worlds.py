"""Worlds for tests: rows as mappings, a store in memory, the worked example, and generated worlds (Hypothesis)."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from graph import titles
from graph.statements import KINDS, Batch, batch, schema
from graph.store import Added, Load, Store, Wanted, check_wanted
from graph.titles import TitleTable
from sample_data import ACCEPTANCE
from tests.plain_reference import THINGS, Row, may_see, objectors, see, true_by

NOW = "2026-11-01T09:00:00+00:00"


def row(of: str, /, *, at: int = 2, load: int = 1, **cells: object) -> Row:
    """A row that everybody may see unless it says otherwise; ``klass`` stands for the column class."""
    if "klass" in cells:
        cells["class"] = cells.pop("klass")
    told = {"visibility": "open", **cells}
    return Row(of, {name: str(value) for name, value in told.items() if value not in (None, "")}, at, load)


def acceptance() -> list[Row]:
    """The rows of the worked example, as its files hold them."""
    rows = []
    for path in sorted(ACCEPTANCE.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, cells in enumerate(csv.DictReader(file), start=2):
                rows.append(Row(path.stem, {name: cell for name, cell in cells.items() if cell}, number))
    return rows


def said_in_title(title: str, taught: Sequence[Row] = ()) -> tuple[str | None, str | None]:
    """Function and level of a title by our table and these rows over it, for the plain reference."""
    phrases = [titles.phrase_of(r.cells["phrase"], r["function"], r["level"], r.cells["where"]) for r in taught]
    labels = TitleTable((*titles.ours().phrases, *phrases)).classify(title)
    return labels.function, labels.level


def batches(rows: Iterable[Row]) -> list[Batch]:
    """Rows as batches, one a kind, each row with its own number."""
    of_kind: dict[str, list[dict[str, object]]] = {}
    for told in rows:
        of_kind.setdefault(told.kind, []).append({**told.cells, "row": told.row})
    return [batch(kind, cells) for kind, cells in of_kind.items()]


def fill(store: Store, rows: Iterable[Row], title: str = "a test") -> Store:
    """Load rows in the order of their loads; each load is named by its number."""
    for number, loaded in groupby(sorted(rows, key=lambda told: told.load), key=lambda told: told.load):
        store.add(Load(f"load-{number}", NOW, title), batches(loaded))
    return store


class MemoryStore:
    """The store protocol on tables in memory: what a property test of many worlds can afford."""

    address = ":tables:"

    def __init__(self) -> None:
        self._tables: dict[str, pa.Table] = {kind: schema(kind, stored=True).empty_table() for kind in KINDS}
        self._loads: list[Load] = []
        self.round_trips = 0

    def add(self, load: Load, batches: Iterable[Batch]) -> Added:
        seq, masks = int(load.id.rpartition("-")[2]), []
        for part in batches:
            known = set(self._tables[part.kind].column("id").to_pylist())
            ids = part.table.column("id").to_pylist()
            new = np.array([i not in known and i not in ids[:place] for place, i in enumerate(ids)], bool)
            fresh = part.table.filter(pa.array(new))
            size = len(fresh)
            columns = [*fresh.columns, pa.array([load.id] * size, pa.string()), pa.array([seq] * size, pa.int32())]
            stored = pa.Table.from_arrays(columns, schema=schema(part.kind, stored=True))
            self._tables[part.kind] = pa.concat_tables([self._tables[part.kind], stored]).combine_chunks()
            masks.append(new)
        self._loads.append(load)
        return Added(load, tuple(masks))

    def undo(self, load_id: str) -> int:
        raise NotImplementedError

    def loads(self) -> list[Load]:
        return self._loads

    def read(self, kinds: Collection[str] | None = None, *, load: str | None = None) -> Iterator[Batch]:
        for kind in KINDS if kinds is None else kinds:
            if len(self._tables[kind]):
                yield Batch(kind, self._tables[kind])

    def neighbours(self, wanted: Wanted) -> list[Batch]:
        check_wanted(wanted)
        self.round_trips += 1
        found = []
        for (kind, column), ids in wanted.items():
            wanted_ids, table = set(ids), self._tables[kind]
            places = [n for n, i in enumerate(table.column(column).to_pylist()) if i is not None and i in wanted_ids]
            if places:
                found.append(Batch(kind, table.take(pa.array(places))))
        return found

    def described(self, kind: str, ids: Collection[str]) -> set[str]:
        key = KINDS[kind].columns[0].name
        return set(ids) & set(self._tables[kind].column(key).to_pylist())

    def version(self) -> int:
        return len(self._loads)

    def close(self) -> None:
        pass


def in_memory(rows: Iterable[Row]) -> MemoryStore:
    """A store in memory that holds these rows."""
    store = MemoryStore()
    fill(store, rows)
    return store


def without(rows: Iterable[Row], kind: str, **cells: str) -> list[Row]:
    """All rows but those of this kind with these cells."""
    return [r for r in rows if r.kind != kind or any(r[name] != cell for name, cell in cells.items())]


def changed(rows: Iterable[Row], kind: str, where: Mapping[str, str], **cells: str) -> list[Row]:
    """The same rows, those of this kind that match ``where`` with other cells."""
    return [
        Row(r.kind, {**r.cells, **cells}, r.row, r.load)
        if r.kind == kind and all(r[name] == cell for name, cell in where.items())
        else r
        for r in rows
    ]


# generated worlds

ORGANISATIONS = ("o1", "o2", "o3", "o4", "o5")
PEOPLE = ("p1", "p2", "p3", "p4", "p5", "p6", "p7")
THEMES = ("gritting", "planning", "any")
DATES = (None, "2024-02-10", "2025-11-30", "2026-02-20", "2026-05-20", "2026-06-01", "2026-06-02")
ENDS = (None, None, None, "2025-12-31", "2026-05-31", "2026-06-01", "2026-09-30")
OPEN: tuple[dict[str, str | None], ...] = (
    *({"visibility": "open"} for _ in range(6)),
    {"visibility": "open", "owner": "o2", "audience": "o1|o9"},
    {"visibility": "open", "owner": "o9"},
)
MARKS: tuple[dict[str, str | None], ...] = (  # how a row may be marked if it is not open; o9 is nobody
    {"visibility": "closed", "owner": "o1"},
    {"visibility": "closed", "owner": "o2"},
    {"visibility": None, "owner": "o1"},
    {"visibility": "closed"},
    {"visibility": "shared", "audience": "o1|o2", "owner": "o3"},
    {"visibility": "shared", "audience": "o2|o3", "owner": "o1", "shared_until": "2026-06-01"},
    {"visibility": "shared", "audience": "o1", "shared_until": "2026-05-31"},
    {"visibility": "shared", "audience": "o1|o2", "owner": "o9", "shared_until": "2026-05-31"},
)
_CLASS = (None, None, "verified", "observed", "inferred")
_SURE = (None, None, None, "verified", "inferred")
_TITLES = ("Highways Manager", "Head of Procurement", "Chief Executive", "Councillor", "Something")
_ROLES = ("sponsor", "project_lead", "operational_owner", "budget_holder", "team")
_CELLS: Mapping[str, Mapping[str, Sequence[str | None]]] = {  # what each cell is drawn from
    "organisations": {
        "organisation_id": ORGANISATIONS,
        "name": ("Northmoor", "Brightgrit", "Body"),
        "kind": ("council", "council", "sme", "sme", "large_supplier", "ecosystem_body", "unknown"),
        "starts": (None, None, None, None, "2026-02-20", "2026-06-02"),
        "ends": (None, None, None, None, "2026-05-31"),
        "replaced_by": (None, "o5", "o4|o5"),
        "class": _SURE,
    },
    "people": {"person_id": PEOPLE, "name": ("Person One", "Person Two", "Maya Reed"), "class": _SURE},
    "departments": {
        "department_id": ("d1", "d2"),
        "organisation_id": ORGANISATIONS,
        "name": ("Team",),
        "function": (None, "operations", "digital"),
    },
    "posts": {
        "person_id": PEOPLE,
        "organisation_id": ORGANISATIONS,
        "department_id": (None, "d1", "d2"),
        "title": _TITLES,
        "function": (None, None, "operations", "procurement", "innovation", "executive"),
        "level": (None, None, "director", "officer"),
        "budget_for": (None, *THEMES),
        "starts": DATES,
        "ends": ENDS,
    },
    "contacts": {
        "person_a": PEOPLE,
        "person_b": PEOPLE,
        "kind": (None, "contact", "contact", "thread", "connection"),
        "strength": (None, "0.8", "0.5", "0.04"),
        "on": DATES,
        "said_by": (None, None, "p1", "p7"),
        "source": (None, "list"),
        "class": _CLASS,
    },
    "endorsements": {
        "person_id": PEOPLE,
        "from_organisation_id": ORGANISATIONS,
        "from_person_id": (None, *PEOPLE[:3]),
        "on": DATES,
        "class": _CLASS,
    },
    "events": {
        "event_id": ("e1", "e2"),
        "name": ("Expo", "Round table"),
        "format": (None, "conference", "meeting", "report", "webinar"),
        "on": DATES,
        "organiser_id": (None, "o4"),
        "sponsor_ids": (None, "o1|o4|o9"),
        "class": _SURE,
    },
    "attendance": {"event_id": ("e1", "e2"), "person_id": PEOPLE, "role": (None, None, "registered", "speaker")},
    "pilots": {
        "pilot_id": ("l1", "l2", "l3"),
        "name": ("Trial",),
        "council_id": ORGANISATIONS,
        "supplier_ids": (None, "o3|o9|o4"),
        "themes": ("gritting", "planning|gritting"),
        "starts": DATES,
        "ends": ENDS,
        "outcome": (None, "ongoing", "contract", "completed", "stopped"),
        "route_to_buy": (None, "none", "framework"),
        "programme_id": (None, "g1"),
        "follows": (None, "l3", "l3"),
        "known_missing": (None, "budget_holder|sponsor"),
        "class": _SURE,
    },
    "pilot_people": {"pilot_id": ("l1", "l1", "l2", "l2", "l3"), "person_id": PEOPLE, "role": _ROLES, "on": DATES},
    "introductions": {
        "asker_id": PEOPLE,
        "introducer_id": PEOPLE,
        "target_id": PEOPLE,
        "asked_on": DATES,
        "outcome": (None, "open", "open", "met", "met", "declined", "draft", "agreed", "said_no"),
        "tracked": (None, "yes", "no"),
        "class": _CLASS,
    },
    "offers": {"organisation_id": ORGANISATIONS, "theme": THEMES[:2]},
    "challenges": {
        "challenge_id": ("c1", "c2"),
        "organisation_id": ORGANISATIONS,
        "theme": ("flooding", "planning"),
        "owner_id": (None, *PEOPLE[:3]),
        "starts": DATES,
        "ends": ENDS,
    },
    "programmes": {"programme_id": ("g1",), "name": ("Programme",), "funder_id": (None, "o4")},
    "phases": {"programme_id": ("g1",), "name": ("Discovery",), "max_suppliers": (None, "2"), "months": (None, "3")},
    "frameworks": {"framework_id": ("f1",), "name": ("Framework",), "operator_id": (None, "o4"), "starts": DATES},
    "framework_members": {"framework_id": ("f1",), "organisation_id": ORGANISATIONS, "role": ("buyer",)},
    "person_matches": {
        "person_a": PEOPLE,
        "person_b": PEOPLE,
        "verdict": ("same", "same", "same", "different", "later", "open"),
        "class": ("verified", "inferred", "inferred"),
    },
    "organisation_matches": {
        "organisation_a": ORGANISATIONS,
        "organisation_b": ORGANISATIONS,
        "verdict": ("same", "same", "different", "open"),
        "class": ("verified", "inferred"),
    },
    "notices": {"notice_id": ("n1",), "buyer_id": ORGANISATIONS, "title": ("Gritters",), "on": DATES},
    "awards": {
        "notice_id": ("n1",),
        "buyer_id": ORGANISATIONS,
        "supplier_id": ORGANISATIONS,
        "title": ("Gritters",),
    },
    "establishment": {
        "post_id": ("j1", "j2"),
        "organisation_id": ORGANISATIONS,
        "department_id": (None, "d1"),
        "title": ("Head of Digital",),
        "holder_id": (None, *PEOPLE[:3]),
        "reports_to": (None, "j2"),
        "on": DATES,
    },
    "grants": {
        "funder_id": ORGANISATIONS,
        "recipient_id": ORGANISATIONS,
        "title": ("Choir",),
        "programme_id": (None, "g1"),
        "on": DATES,
    },
    "payments": {
        "payer_id": ORGANISATIONS,
        "supplier_id": ORGANISATIONS,
        "category": (None, "Salt"),
        "value": ("5", "7"),
        "ends": DATES,
    },
    "objections": {"person_id": PEOPLE, "scope": ("all", "suppliers", "introductions"), "on": DATES},
    "titles": {
        "phrase": ("something", "Something", "=highways manager", "head of", "chief", "interim", "and"),
        "function": (None, "innovation", "operations", "procurement", "political"),
        "level": (None, "head", "officer"),
        "where": ("both", "both", "council", "elsewhere"),
        "on": DATES,
        "class": _SURE,
    },
    "mappings": {
        "mapping_id": ("m1",),
        "name": ("staff", "list"),
        "gives": ("people",),
        "header": ("Name|Job",),
        "columns": ("name=Name",),
    },
}
_HOW_MANY: Mapping[str, tuple[int, int]] = {  # rows of each kind beside one for each person and organisation
    "organisations": (0, 3),
    "people": (0, 3),
    "departments": (1, 3),
    "posts": (4, 10),
    "contacts": (8, 18),
    "endorsements": (0, 4),
    "events": (1, 3),
    "attendance": (4, 14),
    "pilots": (3, 5),
    "pilot_people": (4, 12),
    "introductions": (0, 5),
    "offers": (0, 2),
    "challenges": (0, 4),
    "programmes": (0, 1),
    "phases": (0, 2),
    "frameworks": (0, 1),
    "framework_members": (0, 2),
    "person_matches": (0, 3),
    "organisation_matches": (0, 2),
    "notices": (0, 1),
    "awards": (0, 2),
    "establishment": (0, 2),
    "grants": (0, 2),
    "payments": (0, 2),
    "objections": (0, 2),
    "titles": (0, 4),
    "mappings": (0, 1),
}


@dataclass(frozen=True)
class Case:
    """A world, who looks at it, and what is asked."""

    rows: tuple[Row, ...]
    viewer: str | None
    as_at: date
    today: date
    asker: str
    target: str
    council: str
    firm: str

    def reduced(self) -> list[Row]:
        """The world without what this viewer may not see, by the plain reference.

        Objections are kept, under every id that the same person has, for they hold whoever may see that it is the same.
        """
        visible = see(self.rows, self.viewer, self.as_at, self.today).raw
        shown = [r for r in self.rows if may_see(r, self.viewer, self.as_at, self.today) and true_by(r, self.as_at)]
        kept = [told for told in self.rows if told.kind == "objections"]
        objections = [  # for the other ids of the same people: they act, and nobody sees them
            row("objections", person_id=person, scope=scope, visibility="closed")
            for scope in ("all", "suppliers", "introductions")
            for person in sorted(
                objectors(self.rows, shown, scope) - {r["person_id"] for r in kept if r["scope"] == scope}
            )
        ]
        return [*visible, *kept, *objections]

    def __repr__(self) -> str:
        told = "\n".join(f"  {r.kind} {r.cells} row {r.row} load {r.load}" for r in self.rows)
        asks = f"{self.viewer} as at {self.as_at}, asked on {self.today}: {self.asker} to {self.target}"
        return f"{asks}, {self.firm} at {self.council}\n{told}\n"


def generated(seed: int) -> tuple[Row, ...]:
    """A world with rows of every kind whose ids overlap, so that one hidden row takes others with it."""
    chance = random.Random(seed)
    open_things, open_rows = chance.choice((0.7, 0.85, 1)), chance.choice((0.5, 0.7, 0.9))
    told: list[tuple[str, dict[str, str | None]]] = []
    for kind, cells in _CELLS.items():
        own = {"people": PEOPLE, "organisations": ORGANISATIONS}.get(kind, ())
        for place in range(len(own) + chance.randint(*_HOW_MANY[kind])):
            drawn = {name: chance.choice(values) for name, values in cells.items()}
            if place < len(own):
                drawn[next(iter(cells))] = own[place]
            is_open = chance.random() < (open_things if kind in THINGS else open_rows)
            told.append((kind, {**drawn, **chance.choice(OPEN if is_open else MARKS)}))
    return tuple(
        Row(kind, {name: cell for name, cell in cells.items() if cell}, place, chance.choice((1, 1, 2)))
        for place, (kind, cells) in enumerate(told, start=2)
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Worlds from a seed, which cannot be made smaller by Hypothesis: ``smallest`` does that."""
    rows = generated(draw(st.integers(0, 2**48)))
    as_at = draw(st.sampled_from((date(2026, 6, 1), date(2026, 3, 1), date(2026, 7, 1))))
    later = draw(st.sampled_from((0, 1, 60)))
    viewer = draw(st.sampled_from(("o1", "o2", None, "o3", "o9")))
    today = as_at + timedelta(days=later)
    seen = see(rows, viewer, as_at, today)
    people = seen.people if len(seen.people) > 1 and draw(st.integers(0, 5)) else PEOPLE  # mostly of those who are seen
    asker, target = draw(st.permutations(people))[:2]
    council, firm = draw(st.permutations(ORGANISATIONS))[:2]
    return Case(rows, viewer, as_at, today, asker, target, council, firm)


def smallest(case: Case, fails: Callable[[Case], bool], *, tries: int = 400) -> Case:
    """The same case with as few rows as still fail: halves, quarters, then single rows are left out."""
    step = len(case.rows) // 2
    while step and tries > 0:
        for place in range(0, len(case.rows), step):
            fewer = replace(case, rows=case.rows[:place] + case.rows[place + step :])
            tries -= 1
            if len(fewer.rows) < len(case.rows) and fails(fewer):
                case = fewer
                break
        else:
            step //= 2
    return case
