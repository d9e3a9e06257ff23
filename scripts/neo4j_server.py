"""A real Neo4j on this machine, for tests and for a first try: fetched through Maven, run as a child, thrown away.

    with running() as server:
        GraphDatabase.driver(server.uri, auth=(server.user, server.password))

The server listens on the loopback address alone and asks for a password made for this run. It dies with the process
that started it, however that one ends. From a shell: ``python scripts/neo4j_server.py`` keeps one until Ctrl-C.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from neo4j import Auth, Driver, GraphDatabase, basic_auth
from neo4j.exceptions import DriverError, Neo4jError

LONG_TERM = "5.26.30"
NEXT = "2026.08.1"
WITH_GDS = f"{LONG_TERM}+gds"  # with OpenGDS beside it (GPL: fetched by whoever runs this, never part of the product)
VERSION = os.environ.get("NEO4J_VERSION") or LONG_TERM

_GDS = "org.neo4j.gds"
_PLUGINS = "plugins"  # folder beside the jars; empty without Graph Data Science
_POM = Path(__file__).with_name("neo4j-pom.xml")
_COPY_JARS = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_START_LIMIT = 180.0  # seconds: 8 are usual, a busy machine with two cores takes far longer
_USER, _FIRST_PASSWORD = "neo4j", "neo4j"

_CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.security.procedures.unrestricted=gds.*
server.directories.plugins={plugins}
dbms.usage_report.enabled=false
server.memory.pagecache.size=64m
db.transaction.timeout=60s
db.lock.acquisition.timeout=10s
db.tx_log.rotation.retention_policy=keep_none
"""

# A server of minutes spends more on optimising its own code than that saves. Its data come and go, and a plan made for
# an empty database finds by the same indexes as one for a full one.
_BRIEF_CONF = "dbms.cypher.min_replan_interval=1d\n"
_BRIEF_JVM = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1".split()

_JVM = (
    "-Xms256m -Xmx512m -XX:-OmitStackTraceInFastThrow -Dfile.encoding=UTF-8 -Djava.awt.headless=true "
    "-Dlog4j2.disable.jmx=true -Dio.netty.tryReflectionSetAccessible=true -Djol.skipHotspotSAAttach=true "
    "--add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED "
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/java.util.concurrent=ALL-UNNAMED"
).split()

# The shell waits for the server and, beside it, for the end of its input: the pipe from this process closes when we
# die, even by SIGKILL, and then server and home folder ($0) go. ``kill`` ends the shell first and so keeps the folder.
_KEEPER = """\
exec 3<&0
"$@" </dev/null & server=$!
(read -r _ <&3; kill -9 $server; sleep 1; rm -rf "$0"; kill -9 0) &
wait $server
"""


class Unavailable(RuntimeError):
    """This machine cannot run that Neo4j; the message says in a sentence what to install."""


class StartFailed(RuntimeError):
    """Neo4j was started and did not answer; the message ends with its log."""


@dataclass(slots=True)
class Neo4jServer:
    """A server and its throw-away folder. After ``kill`` a second ``start`` finds the same data and password."""

    version: str
    home: Path
    port: int
    brief: bool = False  # for minutes, as in tests
    user: str = _USER
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12), repr=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server and return once it answers a query."""
        self._configure()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", _KEEPER, str(self.home), *_command(self.version, self.home, brief=self.brief)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """End the server at once, as a power cut would (SIGKILL to its process group)."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._process = None

    @property
    def _log(self) -> Path:
        return self.home / "console.log"

    def _configure(self) -> None:
        conf = self.home / "conf" / "neo4j.conf"
        conf.parent.mkdir(parents=True, exist_ok=True)
        text = _CONF.format(port=self.port, plugins=fetch_jars(self.version) / _PLUGINS)
        conf.write_text(text + _BRIEF_CONF * self.brief, encoding="utf-8")

    def _wait(self) -> None:
        end = time.monotonic() + _START_LIMIT
        while not (self._listens() and self._answers()):
            if self._process is None or self._process.poll() is not None:
                self._give_up("ended before it answered")
            if time.monotonic() > end:
                self._give_up(f"did not answer within {_START_LIMIT:.0f} seconds")
            time.sleep(0.2)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _answers(self) -> bool:
        """Try the password of this run; on the first start set it."""
        try:
            with self._driver(self.password) as driver:
                driver.execute_query("RETURN 1", database_="neo4j")
        except Neo4jError as error:
            if error.code == "Neo.ClientError.Security.Unauthorized":
                self._set_password()
            return False  # else: it listens, and its database is not open yet
        except DriverError:
            return False
        return True

    def _set_password(self) -> None:
        change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
        try:
            with self._driver(_FIRST_PASSWORD) as driver:
                driver.execute_query(change, old=_FIRST_PASSWORD, new=self.password, database_="system")
        except (DriverError, Neo4jError):
            return  # the system database is not open yet: the next round tries again

    def _driver(self, password: str) -> Driver:
        auth: Auth = basic_auth(self.user, password)
        return GraphDatabase.driver(
            self.uri,
            auth=auth,
            connection_timeout=5,
            connection_acquisition_timeout=10,
            max_transaction_retry_time=0,
        )

    def _give_up(self, what: str) -> NoReturn:
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        raise StartFailed(f"Neo4j {self.version} {what}. The end of its log:\n" + "\n".join(lines[-20:]))


@contextmanager
def running(version: str = VERSION, *, brief: bool = False) -> Iterator[Neo4jServer]:
    """Give a running server with an empty database; end it and delete its data afterwards. ``brief``: for minutes."""
    home = Path(tempfile.mkdtemp(prefix="champion-finder-neo4j-"))
    server = Neo4jServer(version, home, _free_port(), brief)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(home, ignore_errors=True)


def fetch_jars(version: str = VERSION) -> Path:
    """Return the folder of the server's jars, fetched through Maven once per version: whole, or not at all."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "champion-finder" / "neo4j" / version
    jars = cache / "lib"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of several test runs one fetches and the others wait
        if not jars.is_dir():
            with tempfile.TemporaryDirectory(dir=cache) as unfinished:
                lib, (plain, _, profile) = Path(unfinished) / "lib", version.partition("+")
                chosen = [f"-P{profile}"] if profile else []
                _copy_jars(plain, lib, "neo4j-bolt", *chosen, f"-DexcludeGroupIds={_GDS}")
                if profile:
                    _copy_jars(plain, lib / _PLUGINS, "proc", *chosen, f"-DincludeGroupIds={_GDS}")
                lib.rename(jars)
    return jars


def find_java(version: str = VERSION) -> str:
    """Return a ``java`` that this Neo4j runs on."""
    lowest, highest = (25, 99) if _is_calendar(version) else (17, 24)
    for java in _javas():
        if lowest <= _java_version(java) <= highest:
            return str(java)
    if lowest == 25:
        raise Unavailable(f"Neo4j {version} needs Java 25: install a JDK 25 and set JAVA25_HOME to its folder.")
    raise Unavailable(
        f"Neo4j {version} needs Java 17 or 21: install one, on Debian with: apt-get install default-jre-headless"
    )


def _command(version: str, home: Path, *, brief: bool = False) -> list[str]:
    entry = "Neo4jCommunity" if _is_calendar(version) else "CommunityEntryPoint"
    java = find_java(version)
    newer = ["--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"]
    return [
        java,
        *_JVM,
        *(_BRIEF_JVM if brief else ["-XX:+UseG1GC"]),
        *(newer if _java_version(Path(java)) >= 22 else []),
        "-cp",
        f"{fetch_jars(version)}/*{os.pathsep}{fetch_jars(version) / _PLUGINS}/*",
        f"org.neo4j.server.{entry}",
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
        "--console-mode",
    ]


def _copy_jars(version: str, folder: Path, wanted: str, *options: str) -> None:
    """Copy what the pom names into a folder, ``wanted`` among it."""
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("Neo4j's jars come through Maven: install it; on Debian, apt-get install maven.")
    asked = [f"-Dneo4j.version={version}", "-DincludeScope=runtime", f"-DoutputDirectory={folder}", *options]
    told = subprocess.run(
        [maven, "-B", "-q", "-f", str(_POM), _COPY_JARS, *asked],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode or not any(folder.glob(f"{wanted}-*.jar")):
        last = "\n".join((told.stdout + told.stderr).strip().splitlines()[-5:])
        raise Unavailable(f"Maven could not fetch Neo4j {version}. Try again with a network. It said:\n{last}")


def _is_calendar(version: str) -> bool:
    """Tell whether it is named by year and month (2025.01 and later), which wants Java 25 and another entry point."""
    return int(version.split(".")[0]) >= 2025


def _javas() -> Iterator[Path]:
    homes = [os.environ[name] for name in ("JAVA25_HOME", "JAVA_HOME") if os.environ.get(name)]
    yield from (Path(home) / "bin" / "java" for home in homes)
    if on_path := shutil.which("java"):
        yield Path(on_path)
    yield from sorted(Path("/usr/lib/jvm").glob("*/bin/java"))
    yield from sorted(Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home/bin/java"))


def _java_version(java: Path) -> int:
    """Return the major version, 0 where there is none."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    except OSError:
        return 0
    found = re.search(r'version "(\d+)', told.stderr)
    return int(found[1]) if found else 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Run a server until Ctrl-C, or only fetch its jars."""
    ask = argparse.ArgumentParser(description="Run a real Neo4j on this machine until Ctrl-C; its data is thrown away.")
    ask.add_argument("--version", default=VERSION, help=f"{LONG_TERM} (Java 17) or {NEXT} (Java 25)")
    ask.add_argument("--fetch", action="store_true", help="fetch the jars, check for Java, and start nothing")
    asked = ask.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        print(f"Neo4j {asked.version}: fetching what is missing ...", flush=True)
        find_java(asked.version)
        fetch_jars(asked.version)
        if not asked.fetch:
            _stay(asked.version)
    except (Unavailable, StartFailed) as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def _stay(version: str) -> None:
    with running(version) as server:
        print(f"address   {server.uri}\nuser      {server.user}\npassword  {server.password}")
        print("Ctrl-C stops it and deletes its data.", flush=True)
        signal.pause()


if __name__ == "__main__":
    raise SystemExit(main())
