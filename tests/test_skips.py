"""With CI=true no test of Neo4j or the browser can be skipped unseen."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]

WAYS_TO_SKIP = {
    "by_a_mark": "@pytest.mark.neo4j\n@pytest.mark.skip(reason='no')\ndef test_a(): pass",
    "by_a_call": "@pytest.mark.browser\ndef test_a(): pytest.skip('no')",
    "in_a_fixture": "@pytest.fixture\ndef away(): pytest.skip('no')\n@pytest.mark.neo4j\ndef test_a(away): pass",
    "as_a_module": "pytest.importorskip('no_such_module')\n@pytest.mark.neo4j\ndef test_a(): pass",
    "no_neo4j": "def test_a(neo4j_server): pass",
    "no_neo4j_asked_for_late": "def test_a(request): request.getfixturevalue('neo4j_server')",
    "no_chromium": "def test_a(browser): pass",
}
NOT_SUCH_SKIPS = {
    "other": "def test_a(): pytest.skip('no folder of real data here')",
    "gap": "@pytest.mark.neo4j\n@pytest.mark.xfail(reason='a known gap')\ndef test_a(): assert False",
}


@pytest.fixture
def run(pytester, monkeypatch):
    """Run small test files under this project's conftest, on a machine with neither Java nor a browser."""
    pytester.makeini("[pytest]\nmarkers =\n    neo4j: x\n    browser: x\n")
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "scripts"))
    monkeypatch.setenv("PATH", str(pytester.path))
    monkeypatch.setenv("NEO4J_VERSION", "2999.01.0")  # no machine has its jars
    for name in ("CHROMIUM", "NEO4J_TEST_URI"):
        monkeypatch.delenv(name, raising=False)

    def run(tests: dict[str, str], ci: str) -> pytest.RunResult:
        monkeypatch.setenv("CI", ci)
        pytester.makepyfile(**{f"test_{name}": f"import pytest\n{text}" for name, text in tests.items()})
        return pytester.runpytest_subprocess("-p", "no:cacheprovider", "--continue-on-collection-errors")

    return run


def test_in_ci_each_skip_is_a_failure(run):
    outcomes = run(WAYS_TO_SKIP, ci="true").parseoutcomes()
    assert outcomes.get("failed", 0) + outcomes["errors"] == len(WAYS_TO_SKIP)
    assert not outcomes.keys() & {"passed", "skipped"}


def test_elsewhere_each_is_a_skip_and_counted(run):
    result = run(WAYS_TO_SKIP, ci="")
    assert result.parseoutcomes() == {"skipped": len(WAYS_TO_SKIP)}
    result.stdout.fnmatch_lines(["Neo4j tests: 0 run, 3 skipped. Browser tests: 0 run, 2 skipped."])


def test_in_ci_other_skips_and_known_gaps_pass(run):
    result = run(NOT_SUCH_SKIPS, ci="true")
    assert result.parseoutcomes() == {"skipped": 1, "xfailed": 1}
    result.stdout.fnmatch_lines(["Neo4j tests: 1 run, 0 skipped.*"])
