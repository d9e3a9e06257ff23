"""What every store promises: each sentence runs word for word on SQLite and on a real Neo4j."""

from __future__ import annotations

import itertools

import numpy as np
import pyarrow as pa
import pytest

from graph.errors import InputError, NotFoundError
from graph.neo4j_store import Neo4jStore
from graph.sqlite_store import SqliteStore
from graph.statements import KINDS, Batch, batch
from graph.store import Load, copy, fingerprint

SHARED = {
    "source": "town.csv",
    "source_url": "https://example.org/town",
    "visibility": "shared",
    "audience": "F1|B1",
    "shared_until": "2026-12-31",
    "owner": "C1",
    "licence": "OGL-UK-3.0",
    "class": "observed",
}
TOWN = {  # at least one row of every kind, and every way in which it may stand
    "organisations": [
        {"organisation_id": "C1", "name": "Oldtown Council", "kind": "council", "replaced_by": "C2", **SHARED},
        {"organisation_id": "C2", "name": "Newtown Council", "kind": "council", "aliases": "Newtown|New Town"},
        {"organisation_id": "F1", "name": "Gritters Ltd", "kind": "sme", "company_number": "00000007"},
    ],
    "departments": [{"department_id": "D1", "organisation_id": "C1", "name": "Highways", "function": "operations"}],
    "people": [{"person_id": f"P{n}", "name": f"Person {n}"} for n in range(1, 6)],
    "posts": [
        {"person_id": "P1", "organisation_id": "C1", "department_id": "D1", "title": "Head of Highways", **SHARED},
        {"person_id": "P2", "organisation_id": "C2", "title": "Chief Executive", "budget_for": "any"},
        {"person_id": "P3", "organisation_id": "F1", "title": "Founder"},
    ],
    "contacts": [
        {"person_a": "P1", "person_b": "P2", "kind": "contact", "strength": "0.6", "on": "2026-01-02", **SHARED},
        {"person_a": "P2", "person_b": "P3", "said_by": "P4", "kind": "thread"},
        {"person_a": "P2", "person_b": "P1"},
        {"person_a": "P5", "person_b": "P5", "source": "a slip of the pen"},
    ],
    "endorsements": [
        {"person_id": "P1", "from_organisation_id": "F1", "from_person_id": "P3", "on": "2026-02-03"},
        {"person_id": "P2", "from_organisation_id": "F1", **SHARED},
    ],
    "events": [
        {"event_id": "E1", "name": "Winter roundtable", "organiser_id": "B1", "sponsor_ids": "F1|F2", "themes": "ice"},
        {"event_id": "E2", "name": "What we learnt", "format": "report", "on": "2026-03-04"},
    ],
    "attendance": [
        {"event_id": "E1", "person_id": "P1", "role": "speaker"},
        {"event_id": "E1", "person_id": "P3"},
        {"event_id": "E2", "person_id": "P1", **SHARED},
    ],
    "pilots": [
        {"pilot_id": "L1", "name": "Warm road", "council_id": "C1", "supplier_ids": "F1|F2", "themes": "ice|salt"},
        {"pilot_id": "L2", "name": "Warmer road", "council_id": "C1", "follows": "L1", "programme_id": "G1", **SHARED},
    ],
    "pilot_people": [{"pilot_id": "L1", "person_id": "P1", "role": "sponsor", "on": "2026-01-01"}],
    "introductions": [{"asker_id": "P3", "introducer_id": "P1", "target_id": "P2", "outcome": "met", "tracked": "yes"}],
    "offers": [{"organisation_id": "F1", "theme": "ice"}, {"organisation_id": "F1", "theme": "salt", **SHARED}],
    "challenges": [{"challenge_id": "H1", "organisation_id": "C1", "theme": "ice", "owner_id": "P1"}],
    "programmes": [
        {"programme_id": "G1", "name": "Roads fund", "funder_id": "U1", "themes": "ice", "opens": "2026-01-01"}
    ],
    "phases": [{"programme_id": "G1", "name": "Discovery", "number": "1", "max_suppliers": "6", "months": "3"}],
    "frameworks": [{"framework_id": "W1", "name": "Salt and grit", "operator_id": "Y1", "joinable": "yes"}],
    "framework_members": [
        {"framework_id": "W1", "organisation_id": "F1", "role": "supplier"},
        {"framework_id": "W1", "organisation_id": "C1", "role": "buyer", **SHARED},
    ],
    "objections": [{"person_id": "P4", "scope": "all", "on": "2026-04-05"}],
    "titles": [
        {"phrase": "STaR", "function": "procurement", "where": "both", "taught_by": "us", "on": "2026-05-01"},
        {"phrase": "=Business Partner", "level": "manager", "where": "council", **SHARED},
    ],
    "person_matches": [
        {"person_a": "P1", "person_b": "P2", "verdict": "open", "why": "For: one name.", "class": "inferred"},
        {"person_a": "P1", "person_b": "P2", "verdict": "different", "judged_by": "P1", "on": "2026-03-01"},
    ],
    "organisation_matches": [{"organisation_a": "C1", "organisation_b": "F1", "verdict": "same"}],
    "mappings": [
        {
            "mapping_id": "M1",
            "name": "staff",
            "gives": "people",
            "header": "Name|Job",
            "columns": "name=Name|title=Job",
        },
    ],
    "notices": [{"notice_id": "N1", "buyer_id": "C1", "title": "Gritting", "value": "1200000.50"}],
    "awards": [{"notice_id": "N1", "buyer_id": "C1", "supplier_id": "F1", "title": "Gritting", "on": "2026-05-06"}],
    "establishment": [
        {"post_id": "J1", "organisation_id": "C1", "title": "Director of Place", "holder_id": "P1", "vacant": "no"},
        {"post_id": "J2", "organisation_id": "C1", "title": "Head of Highways", "reports_to": "J1", "vacant": "yes"},
    ],
    "grants": [{"funder_id": "U1", "recipient_id": "F1", "title": "Warm roads", "programme_id": "G1", "value": "950"}],
    "payments": [{"payer_id": "C1", "supplier_id": "F1", "category": "Salt", "value": "99.5", "payments": "3"}],
}
LOOKUPS = [(kind.name, column) for kind in KINDS.values() for column in kind.lookups]
ODD = {
    "back-ticks": "a`b``c",
    "an escaped back-tick": "\\u0060) DETACH DELETE n //",
    "a back-tick by its number": "\u0060",
    "quotes": 'O\'Neil said "no"',
    "Cypher": "x'}) MATCH (n) DETACH DELETE n //",
    "a parameter": "$rows {cells} __THING__ LABEL",
    "SQL": "x'); DROP TABLE people; --",
    "HTML": "<script>alert(1)</script>",
    "Markdown": "![x](https://example.org/x.png)",
    "a formula": '=HYPERLINK("https://example.org")',
    "10 kB": "gritting & salting, " * 512,
    "emoji": "🧂❄️ Gwasanaethau Priffyrdd",
    "leading noughts": "007",
    "not available": "NA",
    "null": "null",
    "white space": "  two  spaces\tand\nlines ",
    "a separator of lists": "a||b|",
}


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request, tmp_path):
    made = _sqlite(tmp_path) if request.param == "sqlite" else _neo4j(request)
    yield made
    made.close()


def _sqlite(folder):
    return SqliteStore(folder / "town.sqlite")


def _neo4j(request):
    server = request.getfixturevalue("empty_neo4j")
    return Neo4jStore(server.uri, user=server.user, password=server.password)


_numbers = itertools.count(1)


def load(store, *batches, name=None):
    """Load these, under a name of its own."""
    name = name or f"load {next(_numbers)}"
    return store.add(Load(name, "2026-06-01T12:00:00Z", f"files of {name}"), batches)


def town():
    return [batch(kind, rows) for kind, rows in TOWN.items()]


def people(*names, first_row=2):
    return batch("people", [{"person_id": name, "name": f"Name of {name}"} for name in names], first_row=first_row)


def contacts(count, *, people=50, first_row=2, salt=""):
    rows = [
        {"person_a": f"P{n % people}", "person_b": f"P{(n * 7 + 1) % people}", "source": f"{salt}{n}"}
        for n in range(count)
    ]
    return batch("contacts", rows, first_row=first_row)


def rows_of(batches):
    """Rows as dicts, those that came more than once taken once, by id."""
    return sorted({row["id"]: row for b in batches for row in b.table.to_pylist()}.values(), key=lambda row: row["id"])


def everything(store):
    """All that can be read from a store, loads by load."""
    loads = store.loads()
    return loads, rows_of(store.read()), {one.id: rows_of(store.read(load=one.id)) for one in loads}


def test_an_empty_store_says_so(store):
    assert store.loads() == []
    assert list(store.read()) == []
    assert store.neighbours({("people", "person_id"): ["P1"]}) == []
    assert fingerprint(store) == f"0-{0:032x}"


def test_every_kind_comes_back_cell_for_cell(store):
    added = load(store, *town(), name="town")
    assert [mask.all() for mask in added.new] == [True] * len(TOWN)
    for kind, rows in TOWN.items():
        (got,) = store.read([kind])
        assert got.kind == kind
        assert got.table.schema.names == ["id", "row", *KINDS[kind].cells, "load", "seq"]
        expected = batch(kind, rows).table.sort_by("id")
        assert got.table.sort_by("id").select(expected.schema.names).equals(expected), kind
        assert set(got.table.column("load").to_pylist()) == {"town"}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_come_back_byte_for_byte(store, text):
    odd_id = text[:100]
    load(
        store,
        batch("people", [{"person_id": odd_id, "name": text, "source": text}]),
        batch("contacts", [{"person_a": odd_id, "person_b": "P2", "source": text, "kind": text[:50]}]),
        batch("offers", [{"organisation_id": odd_id, "theme": odd_id, "source": text}]),
    )
    (person,) = rows_of(store.read(["people"]))
    (contact,) = rows_of(store.neighbours({("contacts", "person_a"): [odd_id]}))
    (offer,) = rows_of(store.neighbours({("offers", "organisation_id"): [odd_id]}))
    assert (person["person_id"], person["name"], person["source"]) == (odd_id, text, text)
    assert (contact["person_a"], contact["source"], contact["kind"]) == (odd_id, text, text[:50])
    assert (offer["theme"], offer["source"]) == (odd_id, text)


def test_a_second_load_of_the_same_changes_nothing_but_the_list_of_loads(store):
    first = load(store, *town())
    before = fingerprint(store)
    second = load(store, *town())
    assert second.load.added == 0
    assert second.load.known == first.load.added
    assert not any(mask.any() for mask in second.new)
    assert fingerprint(store) == before


def test_the_mask_says_row_by_row_what_was_new(store):
    load(store, people("P1", "P3"))
    added = load(store, people("P0", "P1", "P2", "P3"), people("P2", "P4"))
    assert [mask.tolist() for mask in added.new] == [[True, False, True, False], [False, True]]
    assert (added.load.added, added.load.known) == (3, 3)


def test_equal_rows_in_one_batch_are_one_statement_with_the_first_row(store):
    added = load(store, people("P1", "P2", "P1", "P1"))
    assert added.new[0].tolist() == [True, True, False, False]
    assert {row["person_id"]: row["row"] for row in rows_of(store.read())} == {"P1": 2, "P2": 3}


def test_equal_rows_in_two_batches_of_a_load_are_one_statement_that_goes_with_the_load(store):
    load(store, people("P1"), people("P1", first_row=9), name="twice")
    assert [row["row"] for row in rows_of(store.read(load="twice"))] == [2]
    assert store.undo("twice") == 1
    assert list(store.read()) == []


def test_known_equal_rows_in_one_batch_are_noted_once(store):
    load(store, people("P1"), name="first")
    load(store, people("P1", "P1", first_row=7), name="second")
    assert [row["row"] for row in rows_of(store.read(load="second"))] == [7]
    store.undo("first")
    assert [(row["row"], row["load"]) for row in rows_of(store.read())] == [(7, "second")]


def test_a_batch_without_rows_is_no_fault(store):
    added = load(store, batch("people", []), batch("contacts", []), people("P1"))
    assert [len(mask) for mask in added.new] == [0, 0, 1]
    assert all(mask.dtype == np.bool_ for mask in added.new)


def test_batches_that_fail_in_the_middle_leave_nothing(store):
    load(store, *town())
    before, version = everything(store), store.version()

    def failing():
        yield people("P90", "P91")
        yield contacts(200)
        raise OSError("the file ends here")

    with pytest.raises(OSError, match="the file ends here"):
        store.add(Load("half", "2026-06-02T12:00:00Z", "half a file"), failing())
    assert everything(store) == before
    assert store.version() == version
    load(store, people("P90"), name="half")  # the name is free, and nothing stands in the way


def test_a_load_that_is_interrupted_leaves_nothing(store):
    def interrupted():
        yield contacts(100)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.add(Load("half", "2026-06-02T12:00:00Z", "half a file"), interrupted())
    assert store.loads() == []
    assert list(store.read()) == []


def test_a_load_of_a_name_that_is_taken_is_refused(store):
    load(store, people("P1"), name="one")
    with pytest.raises(InputError, match="one"):
        load(store, people("P2"), name="one")
    assert len(rows_of(store.read())) == 1


def test_loads_are_listed_in_the_order_in_which_they_came(store):
    for name in ("c", "a", "b"):
        load(store, people(name), people("everywhere"), name=name)
    assert [(one.id, one.title, one.at, one.added, one.known) for one in store.loads()] == [
        ("c", "files of c", "2026-06-01T12:00:00Z", 2, 0),
        ("a", "files of a", "2026-06-01T12:00:00Z", 1, 1),
        ("b", "files of b", "2026-06-01T12:00:00Z", 1, 1),
    ]
    seqs = {row["load"]: row["seq"] for row in rows_of(store.read())}
    assert seqs["c"] < seqs["a"] < seqs["b"]


def test_the_number_of_a_load_is_not_given_twice(store):
    load(store, people("P1"), name="first")
    (first,) = rows_of(store.read())
    store.undo("first")
    load(store, people("P1"), name="second")
    (second,) = rows_of(store.read())
    assert second["seq"] > first["seq"]


def test_an_undo_brings_back_what_was_before(store):
    load(store, people("P1", "P2"), contacts(30), name="before")
    before = everything(store)
    new = load(store, *town(), contacts(60), name="after")
    assert store.undo("after") == new.load.added
    assert everything(store) == before


def test_an_undo_of_the_only_load_leaves_nothing(store):
    added = load(store, *town(), name="town")
    assert store.undo("town") == added.load.added
    assert store.loads() == []
    assert list(store.read()) == []


def test_an_undo_of_an_unknown_load_says_so_and_changes_nothing(store):
    load(store, people("P1"))
    before = everything(store), store.version()
    with pytest.raises(NotFoundError, match='no load "Wigon"'):
        store.undo("Wigon")
    with pytest.raises(NotFoundError, match='no load "Wigon"'):
        list(store.read(load="Wigon"))
    assert (everything(store), store.version()) == before


def test_what_two_loads_brought_stays_with_the_later_when_the_first_goes(store):
    load(store, *town(), name="first")
    load(store, *[batch(kind, rows, first_row=102) for kind, rows in TOWN.items()], name="second")
    before = fingerprint(store)
    assert store.undo("first") == 0
    assert fingerprint(store) == before
    for row in rows_of(store.read()):
        assert row["load"] == "second"
        assert row["row"] >= 102
    assert rows_of(store.read(load="second")) == rows_of(store.read())
    assert store.undo("second") == sum(map(len, TOWN.values()))
    assert list(store.read()) == []


def test_what_two_loads_brought_stays_with_the_first_when_the_later_goes(store):
    load(store, *town(), name="first")
    before = everything(store)
    load(store, *town(), name="second")
    assert store.undo("second") == 0
    assert everything(store) == before


def test_of_three_loads_the_next_oldest_inherits(store):
    for name, row in (("first", 10), ("second", 20), ("third", 30)):
        load(store, people("P1", first_row=row), contacts(1, first_row=row), name=name)
    store.undo("first")
    assert {(row["load"], row["row"]) for row in rows_of(store.read())} == {("second", 20)}
    assert {row["row"] for row in rows_of(store.read(load="third"))} == {30}
    store.undo("third")
    assert {(row["load"], row["row"]) for row in rows_of(store.read())} == {("second", 20)}
    store.undo("second")
    assert list(store.read()) == []


def test_reading_a_load_gives_what_it_brought_known_before_or_not_with_its_own_rows(store):
    load(store, people("P1", "P2"), name="first")
    load(store, people("P2", "P3", first_row=50), name="second")
    rows = {row["person_id"]: row["row"] for row in rows_of(store.read(load="second"))}
    assert rows == {"P2": 50, "P3": 51}
    assert {row["person_id"] for row in rows_of(store.read(load="first"))} == {"P1", "P2"}
    assert list(store.read(["contacts"], load="second")) == []


def test_reading_streams_in_batches_and_may_be_left(store, monkeypatch):
    for module in ("graph.sqlite_store", "graph.neo4j_store"):
        monkeypatch.setattr(f"{module}.BATCH_ROWS", 100)
    load(store, contacts(1050))
    sizes = [len(b) for b in store.read(["contacts"])]
    assert max(sizes) <= 100
    assert sum(sizes) == 1050
    stream = store.read()
    assert isinstance(next(stream), Batch)
    stream.close()
    load(store, people("P77"))  # nothing is held


def test_reading_sees_one_moment_even_while_others_load(store, request, monkeypatch):
    for module in ("graph.sqlite_store", "graph.neo4j_store"):
        monkeypatch.setattr(f"{module}.BATCH_ROWS", 100)
    load(store, contacts(500), people("P1", "P2"), name="before")
    expected = fingerprint(store)
    stream = store.read(["contacts", "people", "offers"])
    seen = [next(stream)]
    other = _another(store, request)
    load(other, contacts(500, salt="later"), people("P3"), *town(), name="meanwhile")
    other.close()
    seen += list(stream)
    assert len(rows_of(seen)) == 502
    assert fingerprint(store) != expected


def _another(store, request):
    """The same store, opened a second time, as another process would."""
    if isinstance(store, SqliteStore):
        return SqliteStore(store.address)
    server = request.getfixturevalue("neo4j_server")
    return Neo4jStore(server.uri, user=server.user, password=server.password)


@pytest.mark.parametrize(("kind", "column"), LOOKUPS)
def test_a_statement_is_found_by_each_of_its_ids(store, kind, column):
    load(store, *town(), contacts(20, people=30), name="town")
    there = rows_of(store.read([kind]))
    ids = sorted({row[column] for row in there if row[column] is not None})
    assert ids or column == "said_by"
    for wanted in (*([i] for i in ids), ids):
        found = store.neighbours({(kind, column): wanted})
        assert {b.kind for b in found} == {kind}
        assert rows_of(found) == [row for row in there if row[column] in wanted]
    assert rows_of(store.neighbours({(kind, column): ["nobody"]})) == []
    assert rows_of(store.neighbours({(kind, column): []})) == []


def test_all_keys_at_once_give_what_each_gives_alone(store):
    load(store, *town(), contacts(20), name="town")
    there = rows_of(store.read())
    wanted = {(kind, column): {row[column] for row in there if row.get(column)} for kind, column in LOOKUPS}
    assert rows_of(store.neighbours(wanted)) == there


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].describes])
def test_a_store_says_which_ids_it_describes(store, kind):
    load(store, *town(), name="town")
    column = KINDS[kind].columns[0].name
    there = {row[column] for row in rows_of(store.read([kind]))}
    assert store.described(kind, [*there, "nobody"]) == there
    assert store.described(kind, ["nobody"]) == store.described(kind, []) == set()


def test_a_column_without_look_up_is_a_programmers_mistake(store):
    with pytest.raises(KeyError):
        store.neighbours({("people", "name"): ["Ann"]})


def test_the_version_rises_with_every_change_and_with_nothing_else(store):
    versions = [store.version()]
    load(store, *town(), name="one")
    versions.append(store.version())
    load(store, *town(), name="two")
    versions.append(store.version())
    fingerprint(store)
    store.neighbours({("people", "person_id"): ["P1"]})
    assert store.version() == versions[-1]
    store.undo("one")
    versions.append(store.version())
    assert versions == sorted(set(versions))


def test_a_damaged_cell_shows_in_the_fingerprint(store):
    load(store, people("P1", "P2"))
    before = fingerprint(store)
    (one,) = store.read(["people"])
    damaged = one.table.set_column(3, "name", pa.array(["Somebody", "else"]))

    class Damaged:
        def read(self):
            yield Batch("people", damaged)

    assert fingerprint(Damaged()) != before


@pytest.mark.neo4j
def test_both_stores_have_one_fingerprint_and_a_copy_there_and_back_keeps_everything(request, tmp_path):
    lite, graph = _sqlite(tmp_path), _neo4j(request)
    back = SqliteStore(tmp_path / "back.sqlite")
    load(lite, *town(), name="z first")
    load(lite, *town(), contacts(300), people(*(text[:100] for text in ODD.values())), name="a second")
    load(lite, contacts(400), people("P1"), name="m third")
    assert copy(lite, graph) == 3
    assert fingerprint(graph) == fingerprint(lite)
    assert [one.id for one in graph.loads()] == ["z first", "a second", "m third"]
    assert copy(graph, back) == 3
    assert everything(back) == everything(lite)
    assert copy(graph, back) == 0
    for one in (graph, back):
        one.undo("z first")
    assert fingerprint(graph) == fingerprint(back)
    for one in (lite, graph, back):
        one.close()
