"""The Neo4j that tests run on is a real one, and keeps the rules that the product leans on."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from neo4j import GraphDatabase, RoutingControl
from neo4j.exceptions import AuthError, ClientError

import neo4j_server as runner


@pytest.fixture
def driver(empty_neo4j):
    with GraphDatabase.driver(empty_neo4j.uri, auth=(empty_neo4j.user, empty_neo4j.password)) as driver:
        yield driver


def test_it_answers_over_read_routing(driver):
    assert driver.execute_query("RETURN 1 AS one", routing_=RoutingControl.READ).records[0]["one"] == 1


def test_a_write_over_read_routing_is_refused(driver):
    with pytest.raises(ClientError) as refusal:
        driver.execute_query("CREATE (:Person {id: 'P1'})", routing_=RoutingControl.READ)
    assert refusal.value.code == "Neo.ClientError.Statement.AccessMode"
    assert driver.execute_query("MATCH (n) RETURN count(n) AS nodes").records[0]["nodes"] == 0


def test_each_test_may_start_from_nothing(driver):
    driver.execute_query("CREATE (:Person {id: 'P1'})-[:KNOWS]->(:Person {id: 'P2'})")


def test_a_wrong_password_is_refused(neo4j_server):
    stranger = GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, "not this one"))
    with stranger, pytest.raises(AuthError):
        stranger.verify_connectivity()


def test_the_password_is_not_in_its_repr(neo4j_server):
    assert neo4j_server.password not in repr(neo4j_server)


@pytest.mark.slow
@pytest.mark.neo4j
def test_what_was_written_is_there_after_a_kill():
    with runner.running(brief=True) as server:
        with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
            driver.execute_query("CREATE (:Person {id: 'P1'})")
        server.kill()
        server.start()
        with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
            assert driver.execute_query("MATCH (p:Person) RETURN p.id AS id").records[0]["id"] == "P1"
    assert not server.home.exists()


@pytest.mark.slow
@pytest.mark.neo4j
def test_nothing_outlives_the_process_that_started_it(tmp_path):
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    starter = subprocess.Popen([sys.executable, runner.__file__], stdout=subprocess.PIPE, text=True, env=env)
    port = next(int(found[1]) for line in starter.stdout if (found := re.search(r"127\.0\.0\.1:(\d+)", line)))
    assert _listens(port)
    assert list(tmp_path.iterdir())
    starter.send_signal(signal.SIGKILL)
    starter.communicate()
    end = time.monotonic() + 20
    while (_listens(port) or list(tmp_path.iterdir())) and time.monotonic() < end:
        time.sleep(0.1)
    assert not _listens(port)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("version", "entry"), [("5.26.30", "CommunityEntryPoint"), ("2026.08.1", "Neo4jCommunity")])
def test_each_line_of_versions_has_its_entry_point(monkeypatch, version, entry):
    monkeypatch.setattr(runner, "find_java", lambda version: "java")
    monkeypatch.setattr(runner, "fetch_jars", lambda version: Path("lib"))
    assert f"org.neo4j.server.{entry}" in runner._command(version, Path("home"))


def test_without_maven_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(runner.Unavailable, match="apt-get install maven"):
        runner.fetch_jars("5.26.30")
    assert not (tmp_path / "champion-finder" / "neo4j" / "5.26.30" / "lib").exists()


def test_without_a_fitting_java_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(runner, "_javas", lambda: iter([Path("java")]))
    monkeypatch.setattr(runner, "_java_version", lambda java: 11)
    with pytest.raises(runner.Unavailable, match="needs Java 17 or 21"):
        runner.find_java("5.26.30")
    with pytest.raises(runner.Unavailable, match="needs Java 25"):
        runner.find_java("2026.08.1")


def _listens(port: int) -> bool:
    return runner.Neo4jServer("5.26.30", Path(), port)._listens()
