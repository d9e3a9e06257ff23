"""A load that is killed leaves the store as it was or as it should be, never between: on both stores, many times.

A child process loads; it says when it begins, and is killed (SIGKILL) at a random moment after that.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from contextlib import suppress

import pytest

import neo4j_server as runner
from graph.neo4j_store import Neo4jStore
from graph.sqlite_store import SqliteStore
from graph.statements import batch
from graph.store import Load, fingerprint

KILLS = 30
NEO4J_KILLS = int(os.environ.get("CHAMPIONS_KILLS", "10"))  # 30 take minutes
SERVER_KILLS = 2
LOADERS, LOADS_EACH, ROWS_EACH = 4, 5, 300
SQLITE_ROWS, NEO4J_ROWS = 6000, 600  # of each of two kinds in the load that is killed
pytestmark = pytest.mark.slow

NURSERY = multiprocessing.get_context("forkserver")  # imports once, not once for each loader
NURSERY.set_forkserver_preload(["pytest", "graph.neo4j_store", "graph.sqlite_store"])


def load(store, name, rows):
    """People and contacts in several batches; a third of them is common to all loads."""
    salts = [name if n % 3 else "common" for n in range(rows)]
    people = [{"person_id": f"{salt} {n}", "name": f"Person {n}"} for n, salt in enumerate(salts)]
    contacts = [{"person_a": f"{salt} {n}", "person_b": f"{salt} {n + 3}"} for n, salt in enumerate(salts)]
    parts = [
        batch(kind, all_rows[i::4]) for kind, all_rows in (("people", people), ("contacts", contacts)) for i in range(4)
    ]
    return store.add(Load(name, "2026-06-01T12:00:00Z", name), parts)


def run(begins, address, login, rows, names):
    """What a loader does."""
    store = open_at(address, login)
    begins.send(True)
    for name in names:
        load(store, name, rows)


def start(address, login, rows, *names):
    """A loader in a process of its own, up to the moment before its first load."""
    here, there = NURSERY.Pipe(duplex=False)
    child = NURSERY.Process(target=run, args=(there, address, login, rows, names))
    child.start()
    there.close()
    assert here.recv()
    return child


def end(child):
    """Wait for a loader; return how it ended, 0 if well."""
    child.join()
    return child.exitcode


def open_at(address, login):
    return Neo4jStore(address, **login) if login else SqliteStore(address)


def login_of(server):
    return {"user": server.user, "password": server.password}


def state(store):
    return fingerprint(store), [(one.id, one.added, one.known) for one in store.loads()]


def kill_many_times(store, login, rows, seed, kills):
    """Kill loaders at random moments of a load until enough were hit; return how many left which state."""
    load(store, "town", 60)
    before = state(store)
    assert end(start(store.address, login, rows, "new")) == 0
    child = start(store.address, login, rows, "other")
    began = time.monotonic()
    assert end(child) == 0
    length = time.monotonic() - began
    store.undo("other")
    after = state(store)
    store.undo("new")
    assert state(store) == before
    seen = {"before": 0, "after": 0, "too late": 0}
    moments = random.Random(seed)
    while seen["before"] + seen["after"] < kills:
        assert seen["too late"] < 2 * kills, seen
        child = start(store.address, login, rows, "new")
        time.sleep(moments.uniform(0, length))
        child.kill()
        killed = end(child) == -signal.SIGKILL
        found = settled(store)
        assert found in (before, after), f"a torn state, after {seen}"
        seen[("after" if found == after else "before") if killed else "too late"] += 1
        length *= 1.02 if killed else 0.9  # other programs make a load slower or faster than the one that was timed
        if found == after:
            store.undo("new")
            assert state(store) == before
    return seen


def settled(store):
    """The state, once a server has noticed that its client is gone and let go of the lock."""

    def nothing():
        raise InterruptedError
        yield

    with suppress(InterruptedError):  # a load that waits for the lock and is given up then
        store.add(Load("a queue of one", "2026-06-01T12:00:00Z", "nothing"), nothing())
    return state(store)


def test_sqlite_is_whole_after_every_kill_of_a_loader(tmp_path):
    store = SqliteStore(tmp_path / "town.sqlite")
    seen = kill_many_times(store, None, SQLITE_ROWS, seed=1, kills=KILLS)
    assert seen["before"] >= KILLS // 2, seen  # else the kills came too late to show anything
    store.close()


def test_neo4j_is_whole_after_every_kill_of_a_loader(empty_neo4j):
    store = open_at(empty_neo4j.uri, login_of(empty_neo4j))
    seen = kill_many_times(store, login_of(empty_neo4j), NEO4J_ROWS, seed=2, kills=NEO4J_KILLS)
    assert seen["before"] >= NEO4J_KILLS // 2, seen
    store.close()


@pytest.mark.neo4j
def test_neo4j_is_whole_after_the_server_itself_is_killed():
    with runner.running(brief=True) as server:
        login = login_of(server)
        store = Neo4jStore(server.uri, **login)
        load(store, "town", 60)
        before = state(store)
        load(store, "new", 1500)
        after = state(store)
        store.undo("new")
        store.close()
        for moment in (0.3, 0.9)[:SERVER_KILLS]:
            child = start(server.uri, login, 1500, "new")
            time.sleep(moment)
            server.kill()
            server.start()
            child.kill()
            end(child)
            store = Neo4jStore(server.uri, **login)
            found = state(store)
            assert found in (before, after)
            if found == after:
                store.undo("new")
            store.close()


def test_four_loaders_at_once_on_one_file_lose_nothing(tmp_path):
    address = str(tmp_path / "town.sqlite")
    SqliteStore(address).close()
    names = [[f"loader {who} load {n}" for n in range(LOADS_EACH)] for who in range(LOADERS)]
    every = [name for own in names for name in own]
    loaders = [start(address, None, ROWS_EACH, *own) for own in names]
    assert [end(loader) for loader in loaders] == [0] * LOADERS
    alone = SqliteStore(tmp_path / "alone.sqlite")
    for name in every:
        load(alone, name, ROWS_EACH)
    together = SqliteStore(address)
    assert fingerprint(together) == fingerprint(alone)
    assert sorted(one.id for one in together.loads()) == sorted(every)
    assert sum(one.added for one in together.loads()) == sum(len(b) for b in together.read())
    for name in names[0]:  # what others brought too stays when its first bringer goes
        together.undo(name)
        alone.undo(name)
    assert fingerprint(together) == fingerprint(alone)
