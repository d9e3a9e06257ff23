"""What only Neo4j has: a graph that people read in its own browser, sign-in, read-only readers, few round trips."""

from __future__ import annotations

import os
import re
import signal
import socket
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest
from neo4j import READ_ACCESS, GraphDatabase
from neo4j.exceptions import ClientError

import neo4j_server
from graph import neo4j_cypher, neo4j_pages, neo4j_store
from graph.errors import InputError, StoreError
from graph.neo4j_store import Neo4jStore
from graph.statements import KINDS, batch
from graph.store import Load, fingerprint
from graph.view import view
from graph.vocabulary import OFFICER_LABEL, ORGANISATION_LABELS, RELATIONS, STORE_LABELS, THING_LABELS
from tests.worlds import acceptance, fill, row

CYPHER = sorted((Path(neo4j_store.__file__).parent / "cypher").rglob("*.cypher"))
SECRET = "grit-9-salt"
SECONDS = 16


@pytest.fixture
def store(empty_neo4j):
    with _opened(empty_neo4j) as opened:
        yield opened


@pytest.fixture
def ask(empty_neo4j):
    """Ask the server itself, past the store."""
    with GraphDatabase.driver(empty_neo4j.uri, auth=(empty_neo4j.user, empty_neo4j.password)) as driver:
        yield lambda text: [tuple(record) for record in driver.execute_query(text).records]


@contextmanager
def _opened(server) -> Iterator[Neo4jStore]:
    opened = Neo4jStore(server.uri, user=server.user, password=server.password)
    yield opened
    opened.close()


def load(store, name, **rows):
    store.add(Load(name, "2026-06-01T12:00:00Z", name), [batch(kind, told) for kind, told in rows.items()])


# the graph as people see it


def test_an_officer_holds_a_post_in_a_department_that_is_part_of_a_council(store, ask):
    fill(store, acceptance())
    found = ask(
        "MATCH (p:Officer)-[post:HOLDS_POST]->(d:Department)-[:PART_OF]->(c:Council) "
        "RETURN p.id, d.id, c.id ORDER BY p.id"
    )
    councils = {r["organisation_id"] for r in acceptance() if r.kind == "organisations" and r["kind"] == "council"}
    expected = sorted(
        (r["person_id"], r["department_id"], r["organisation_id"])
        for r in acceptance()
        if r.kind == "posts" and r["department_id"] and r["organisation_id"] in councils
    )
    assert expected
    assert found == expected
    assert ask("MATCH (n) WHERE n.name IS NULL AND (n:Person OR n:Organisation) RETURN n.id") == []


def test_names_and_labels_follow_what_is_loaded_and_undone(store, ask):
    def of_council():
        known = [(name, sorted(labels)) for name, labels in ask("MATCH (o {id: 'C1'}) RETURN o.name, labels(o)")]
        return known, bool(ask("MATCH (p:Officer {id: 'P1'}) RETURN p"))

    load(store, "posts", posts=[{"person_id": "P1", "organisation_id": "C1", "department_id": "D1", "title": "Head"}])
    unknown = of_council()
    assert unknown == ([], False)  # the post leads to the department, and nobody says yet what C1 is
    load(store, "register", organisations=[{"organisation_id": "C1", "name": "Oldtown", "kind": "council"}])
    registered = of_council()
    assert registered == ([("Oldtown", ["Council", "Organisation"])], True)
    load(store, "correction", organisations=[{"organisation_id": "C1", "name": "Grit Ltd", "kind": "sme"}])
    assert of_council() == ([("Grit Ltd", ["Organisation", "SME"])], False)
    store.undo("correction")
    assert of_council() == registered
    store.undo("register")
    assert of_council() == unknown


def test_a_department_without_a_council_makes_nobody_an_officer(store, ask):
    load(
        store,
        "firm",
        organisations=[{"organisation_id": "F1", "name": "Grit", "kind": "sme"}],
        posts=[{"person_id": "P1", "organisation_id": "F1", "title": "Founder"}],
    )
    assert ask("MATCH (p:Officer) RETURN p.id") == []
    assert ask("MATCH (p:Person)-[:HOLDS_POST]->(o:SME) RETURN p.id, o.name") == [("P1", "Grit")]


def test_nothing_is_left_when_all_is_undone(store, ask):
    fill(store, acceptance())
    fill(store, [row("people", person_id="P01", name="Somebody else", load=2)])
    for name in ("load-1", "load-2"):
        store.undo(name)
    assert ask("MATCH (n) WHERE NOT n:Meta RETURN labels(n), n.id") == []
    assert ask("MATCH ()-[r]->() RETURN type(r)") == []


def test_a_relation_that_follows_from_a_statement_goes_with_it(store, ask):
    load(store, "one", departments=[{"department_id": "D1", "organisation_id": "C1", "name": "Highways"}])
    load(store, "two", departments=[{"department_id": "D1", "organisation_id": "C2", "name": "Highways"}])
    parts = "MATCH (:Department {id: 'D1'})-[:PART_OF]->(o) RETURN o.id ORDER BY o.id"
    assert ask(parts) == [("C1",), ("C2",)]
    store.undo("one")
    assert ask(parts) == [("C2",)]


# rights, constraints


def test_the_server_refuses_a_write_by_a_reader(store, ask):
    with pytest.raises(StoreError, match="may only be read"):
        store._ask("CREATE (n:Person {id: 'P1'}) RETURN n")
    with store._session(READ_ACCESS) as session, pytest.raises(ClientError):
        session.run("CREATE (n:Person {id: 'P1'})").consume()
    assert ask("MATCH (n:Person) RETURN n.id") == []


def test_ids_are_unique_for_every_label_and_every_type_that_is_a_statement(store, ask):
    unique = {
        (kind, names[0])
        for kind, names, properties in ask("SHOW CONSTRAINTS YIELD entityType, labelsOrTypes, properties")
        if properties == ["id"]
    }
    assert {("NODE", label) for label in (*THING_LABELS.values(), "Statement", "Load", "Meta")} <= unique
    linking = {
        "HOLDS_POST",
        "KNOWS",
        "ENDORSED",
        "ATTENDED",
        "WORKED_ON",
        "AWARDED",
        "LISTED_ON",
        "BUYS_THROUGH",
        "PAID",
        "GRANTED",
    }
    assert {("RELATIONSHIP", type_) for type_ in linking} <= unique
    with pytest.raises(ClientError, match="already exists"):
        ask("CREATE (:Person {id: 'P1'}), (:Person {id: 'P1'})")


def test_every_index_is_ready(store, ask):
    assert {state for (state,) in ask("SHOW INDEXES YIELD state RETURN state")} == {"ONLINE"}


def test_opening_twice_is_harmless_and_quick(store, empty_neo4j):
    fill(store, acceptance())
    before = fingerprint(store), store.version()
    with _opened(empty_neo4j) as second:
        assert (fingerprint(second), second.version()) == before
    with _opened(empty_neo4j) as third:
        assert third.round_trips <= 2  # what is there is looked up, not made again


def test_a_graph_that_is_older_than_a_kind_gets_its_constraint_when_it_is_opened(store, empty_neo4j, ask):
    ask("DROP CONSTRAINT phrase_id")
    ask("MATCH (m:Meta) REMOVE m.schema")  # as a version without this kind left it
    with _opened(empty_neo4j) as again:
        load(again, "taught", titles=[{"phrase": "STaR", "function": "procurement", "where": "both"}])
        assert again.neighbours({("titles", "where"): ["both"]})
    assert ask("SHOW CONSTRAINTS YIELD name WHERE name = 'phrase_id' RETURN name") == [("phrase_id",)]


# a load is written in pages, and hidden until its end


def people(*names):
    return batch("people", [{"person_id": name, "name": f"Name of {name}"} for name in names])


def begin(store, name, *batches):
    store.add(Load(name, "2026-06-01T12:00:00Z", name), batches)


def seen(store):
    """What readers see: statements by load, and what is found by an id."""
    rows = {
        one.id: sorted(r["id"] for b in store.read(load=one.id) for r in b.table.to_pylist()) for one in store.loads()
    }
    found = [r["id"] for b in store.neighbours({("people", "person_id"): ["P1", "P2"]}) for r in b.table.to_pylist()]
    return fingerprint(store), store.loads(), rows, sorted(found)


@pytest.fixture
def small_pages(monkeypatch):
    for module in (neo4j_store, neo4j_pages):
        monkeypatch.setattr(module, "PAGE_ROWS", 2)


class Stopped(BaseException):
    """As if the process had died there."""


def stop_after(calls, work):
    """The same work, which stops the process after so many calls."""
    left = iter(range(calls))

    def stopping(*values, **more):
        if next(left, None) is None:
            raise Stopped
        return work(*values, **more)

    return stopping


def test_a_load_that_is_being_written_is_seen_by_nobody(store, empty_neo4j, small_pages):
    begin(store, "before", people("P1"))
    before = seen(store), store.version()

    def writing():
        yield people("P2", "P3", "P4", "P1")
        with _opened(empty_neo4j) as other:
            assert (seen(other), other.version()) == before

    store.add(Load("new", "2026-06-02T12:00:00Z", "new"), writing())
    assert [one.id for one in store.loads()] == ["before", "new"]
    assert len(seen(store)[3]) == 2
    assert store.version() > before[1]


def test_what_a_dead_writer_left_is_seen_by_nobody_and_taken_back_by_the_next(
    store, empty_neo4j, small_pages, monkeypatch, ask
):
    begin(store, "before", people("P1"))
    before = seen(store), ask("MATCH (n) WHERE NOT n:Meta RETURN labels(n), properties(n) ORDER BY n.id")
    with monkeypatch.context() as dying:
        dying.setattr(Neo4jStore, "_take_back", stop_after(0, None))
        dying.setattr(neo4j_pages, "write", stop_after(2, neo4j_pages.write))
        with pytest.raises(Stopped):
            begin(store, "half", people("P2", "P3", "P1", "P4", "P5", "P6"))
    assert len(ask("MATCH (p:Person) RETURN p")) > 1
    assert seen(store) == before[0]
    with _opened(empty_neo4j) as other:
        begin(other, "nothing")
        other.undo("nothing")
    assert seen(store) == before[0]
    assert ask("MATCH (n) WHERE NOT n:Meta RETURN labels(n), properties(n) ORDER BY n.id") == before[1]


@pytest.mark.parametrize("pages", range(4))
def test_an_undo_that_stops_half_way_is_finished_by_the_next_writer(store, small_pages, monkeypatch, ask, pages):
    begin(store, "before", people("P1", "P2"))
    before = seen(store)
    begin(store, "new", *(people(f"P{n}", f"Q{n}") for n in range(2, 6)))
    with monkeypatch.context() as dying:
        dying.setattr(neo4j_pages, "take_back", stop_after(pages, neo4j_pages.take_back))
        with pytest.raises(Stopped):
            store.undo("new")
    assert seen(store) == before
    begin(store, "nothing")
    store.undo("nothing")
    assert seen(store) == before
    assert len(ask("MATCH (n) WHERE n:Person OR n:Statement OR n:Again RETURN n")) == 4


@pytest.mark.parametrize("pages", range(3))
def test_an_undo_that_stops_before_anything_goes_changes_nothing(store, small_pages, monkeypatch, pages):
    names = [f"P{n}" for n in range(1, 6)]
    contacts = batch("contacts", [{"person_a": "P1", "person_b": name} for name in names])
    for name in ("first", "second", "third"):
        begin(store, name, people(*names), contacts)
    fingerprint_before, loads, rows, found = seen(store)
    with monkeypatch.context() as dying:
        dying.setattr(neo4j_pages, "hand_over", stop_after(pages, neo4j_pages.hand_over))
        with pytest.raises(Stopped):
            store.undo("first")
    assert seen(store) == (fingerprint_before, loads, rows, found)
    assert store.undo("first") == 0
    assert seen(store)[0] == fingerprint_before
    assert {r["load"] for b in store.read() for r in b.table.to_pylist()} == {"second"}
    assert store.undo("second") == 0
    assert store.undo("third") == 10


def test_a_writer_whom_others_took_for_dead_writes_no_more(store, ask):
    def slow():
        yield people("P1")
        ask("MATCH (l:Load) WHERE l.state = 'loading' SET l.state = 'leaving'")
        yield people("P2")

    with pytest.raises(StoreError, match="lost for too long"):
        store.add(Load("slow", "2026-06-01T12:00:00Z", "slow"), slow())
    assert seen(store)[1:] == ([], {}, [])
    assert ask("MATCH (n) WHERE NOT n:Meta RETURN n") == []


def test_a_second_writer_waits_for_the_first(store, empty_neo4j):
    done = []

    def later():
        with _opened(empty_neo4j) as other:
            begin(other, "second", people("P1", "P2"))
        done.append("second")

    thread = threading.Thread(target=later)

    def writing():
        yield people("P1")
        thread.start()
        time.sleep(1)
        assert not done

    store.add(Load("first", "2026-06-01T12:00:00Z", "first"), writing())
    thread.join()
    assert [(one.id, one.added, one.known) for one in store.loads()] == [("first", 1, 0), ("second", 1, 1)]


@pytest.mark.slow
def test_a_load_is_not_bound_by_the_memory_of_a_small_server(store):
    rows = [{"person_a": f"P{n % 999}", "person_b": f"P{n % 1000}", "source": f"{n}"} for n in range(60_000)]
    load(store, "large", contacts=rows)
    assert sum(len(b) for b in store.read(["contacts"])) == 60_000
    assert store.undo("large") == 60_000


# what is not ours, or may not be written


def test_a_database_of_others_is_refused_and_left_alone(store, empty_neo4j, ask):
    ask("MATCH (n) DETACH DELETE n")
    ask("CREATE (:Person {name: 'of others'})")
    words = _told(empty_neo4j.uri, StoreError, user=empty_neo4j.user, password=empty_neo4j.password)
    assert "none of Champion Finder" in words
    assert len(ask("MATCH (n) RETURN n")) == 1


@pytest.mark.slow
@pytest.mark.neo4j
def test_a_database_that_may_only_be_read_answers_and_says_so(monkeypatch):
    with neo4j_server.running(brief=True) as server:
        with _opened(server) as store:
            begin(store, "one", people("P1"))
            before = seen(store)
        _stop_in_order(server)  # after a kill it would have to write when it starts again
        monkeypatch.setattr(neo4j_server, "_CONF", f"{neo4j_server._CONF}server.databases.default_to_read_only=true\n")
        server.start()
        with _opened(server) as store:
            assert seen(store) == before
            for change in (lambda: begin(store, "two", people("P2")), lambda: store.undo("one")):
                with pytest.raises(StoreError, match=r"may only be read\. Nothing was changed"):
                    change()
            assert seen(store) == before


def _stop_in_order(server):
    group = server._process.pid
    os.killpg(group, signal.SIGTERM)
    server._process.wait()
    with suppress(ProcessLookupError):
        while True:
            os.killpg(group, 0)
            time.sleep(0.2)
    server.kill()


# sign-in and addresses


def _told(address, kind, **login) -> str:
    """What is said about an address that does not work; quickly, in sentences, and without the secret."""
    begin = time.monotonic()
    with pytest.raises(kind) as raised:
        Neo4jStore(address, **login)
    assert time.monotonic() - begin < SECONDS
    words = str(raised.value)
    assert SECRET not in "".join(traceback.format_exception(raised.value))
    assert re.fullmatch(r"[A-Za-z].*\.", words, re.DOTALL), words
    return words


def test_a_wrong_sign_in_is_said_in_a_sentence(neo4j_server):
    words = _told(neo4j_server.uri, InputError, user="nobody-of-this-name", password=SECRET)
    assert "NEO4J_USER and NEO4J_PASSWORD" in words


def test_nobody_listening_is_said_in_a_sentence():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    for scheme in ("bolt", "neo4j"):
        words = _told(f"{scheme}://127.0.0.1:{port}", StoreError, user="neo4j", password=SECRET)
        assert "could not reach" in words


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+ssc"])
def test_a_server_that_accepts_and_stays_silent_does_not_keep_anybody_waiting(scheme):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"{scheme}://127.0.0.1:{silent.getsockname()[1]}"
        assert "could not reach" in _told(address, StoreError, user="neo4j", password=SECRET)


@pytest.mark.parametrize("address", ["bolt://db.example.org", "neo4j://10.1.2.3:7687", "bolt://127.0.0.1.example.org"])
def test_a_password_is_not_sent_in_clear_text_beyond_this_machine(address, monkeypatch):
    monkeypatch.delenv("NEO4J_ALLOW_PLAIN", raising=False)
    words = _told(address, InputError, user="neo4j", password=SECRET)
    assert "clear text" in words
    assert f"{address.split(':')[0]}+s://" in words
    assert "NEO4J_ALLOW_PLAIN=1" in words


def test_a_plain_address_is_allowed_to_those_who_say_so(monkeypatch):
    monkeypatch.setenv("NEO4J_ALLOW_PLAIN", "1")
    words = _told("bolt://database.invalid", StoreError, user="neo4j", password=SECRET)
    assert "could not reach" in words


@pytest.mark.parametrize(
    "address",
    [f"neo4j+s://neo4j:{SECRET}@db.example.org", f"bolt://neo4j:{SECRET}@localhost", "bolt://neo4j@localhost"],
)
def test_user_and_password_do_not_belong_into_the_address(address):
    assert "NEO4J_PASSWORD" in _told(address, InputError)


@pytest.mark.parametrize("address", ["bolt://localhost:seven", "bolt://", "neo4j://[::1", "bolt+s://a b"])
def test_an_address_that_cannot_be_read_is_said_in_a_sentence(address, monkeypatch):
    monkeypatch.setenv("NEO4J_ALLOW_PLAIN", "1")
    _told(address, (InputError, StoreError), user="neo4j", password=SECRET)


# round trips


def test_all_look_ups_at_once_are_one_round_trip(store):
    fill(store, acceptance())
    wanted = {(kind.name, column): ["P01", "P20", "C1"] for kind in KINDS.values() for column in kind.lookups}
    before = store.round_trips
    assert store.neighbours(wanted)
    assert store.round_trips == before + 1


def test_look_ups_never_scan(store, ask):
    text, values = neo4j_cypher.finds({})
    with store._session(READ_ACCESS) as session:
        plan = str(session.run(f"EXPLAIN {text}", values).consume().plan)
    operators = set(re.findall(r"'operatorType': '(\w+)", plan))
    assert {"NodeUniqueIndexSeek", "DirectedRelationshipIndexSeek"} <= operators
    assert not [name for name in operators if "Scan" in name or "AllNodes" in name or name == "CartesianProduct"]


@pytest.mark.slow
def test_a_route_takes_at_most_twelve_round_trips_whatever_the_size_of_the_graph(store):
    def trips():
        before = store.round_trips
        found = view(store, "gritworks", date(2026, 6, 1)).around(["P20"], ["P01"])
        return store.round_trips - before, len(found.ids)

    fill(store, acceptance())
    small = trips()
    assert 0 < small[0] <= 12
    load(
        store,
        "far away",
        people=[{"person_id": f"far-{n}", "name": f"Far {n}", "visibility": "open"} for n in range(4000)],
        contacts=[
            {"person_a": f"far-{n}", "person_b": f"far-{(n * 7 + step) % 4000}", "on": "2026-05-01", "source": "far"}
            for n in range(4000)
            for step in (1, 2)
        ],
    )
    assert trips() == small


# the queries themselves


@pytest.mark.parametrize("path", CYPHER, ids=lambda path: path.stem)
def test_a_query_names_only_labels_types_and_parameters_that_there_are(path):
    text = path.read_text("utf-8")
    header = "".join(line for line in text.splitlines() if line.startswith("//"))
    body = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    labels = {*THING_LABELS.values(), *ORGANISATION_LABELS.values(), OFFICER_LABEL, *STORE_LABELS, *neo4j_cypher.WORDS}
    maps = re.sub(r"\{[^{}]*\}", "", body)  # {id: row.id} holds colons too
    relations = set(re.findall(r"\[\w*:(\w+)[\]]", maps)) | set(re.findall(r"type\(\w+\) = '(\w+)'", body))
    assert relations <= {*RELATIONS, "RELATION", "DERIVED"}
    named = {label for chain in re.findall(r"(?<!\[)(?<![\[\w]\w)((?::\w+)+)", re.sub(r"\[[^\]]*\]", "", maps))
             for label in chain.split(":") if label}  # fmt: skip
    assert named <= {*labels, *RELATIONS}  # a hint names the type of a relation
    assert set(re.findall(r"\$(\w+)", body)) == set(re.findall(r"\$(\w+)", header))
    assert text.startswith("// ")


def test_every_query_is_used(empty_neo4j, ask, monkeypatch):
    used = set()
    read = neo4j_cypher._read
    monkeypatch.setattr(neo4j_cypher, "_read", lambda name: used.add(name) or read(name))
    neo4j_cypher.cypher.cache_clear()
    neo4j_cypher._all_ways.cache_clear()
    with _opened(empty_neo4j) as store:
        fill(store, acceptance())
        fill(store, [row(r.kind, load=2, **r.cells) for r in acceptance()])
        store.version()
        fingerprint(store)
        list(store.read(load="load-2"))
        store.neighbours({(kind.name, column): ["P01"] for kind in KINDS.values() for column in kind.lookups})
        store.undo("load-1")
        store.undo("load-2")
    assert used == {path.stem for path in CYPHER if path.parent.name == "cypher"}  # of the rest: test_neo4j_measures
