"""Loading into a real Neo4j beside a bare driver loop, and how many round trips a route takes on two sizes of graph."""

from __future__ import annotations

from collections.abc import Iterator

from bench.figures import Figure, Skipped
from bench.setting import Setting


def load_and_routes(setting: Setting) -> Iterator[Figure | Skipped]:
    """Both, on one server that is started for it."""
    yield Skipped("neo4j", "There is no Neo4j store yet.")
