"""Is this installation sound, and does the store answer?"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from graph.addresses import open_store
from graph.errors import ChampionFinderError

PACKAGES = ("networkx", "numpy", "scipy", "pyarrow", "pandas", "neo4j", "streamlit", "pyvis", "rapidfuzz", "rustworkx")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is well, what was seen, and how to mend it."""

    name: str
    ok: bool
    seen: str
    remedy: str = ""


def examine(store: str | None) -> list[Check]:
    """Look at Python, the packages and the store; nothing is changed."""
    return [_python(), *map(_package, PACKAGES), _store(store)]


def _python() -> Check:
    seen = ".".join(map(str, sys.version_info[:3]))
    return Check("Python", sys.version_info >= (3, 11), seen, "Install Python 3.11 or later.")


def _package(name: str) -> Check:
    try:
        return Check(name, True, version(name))
    except PackageNotFoundError:
        return Check(name, False, "not installed", "Run `make app` again; it installs what is missing.")


def _store(address: str | None) -> Check:
    try:
        opened = open_store(address)
        loads = opened.loads()
        opened.close()
    except ChampionFinderError as fault:
        return Check("store", False, str(fault), "Check the address, or leave --store out to use the built-in store.")
    held = f"{len(loads)} load{'' if len(loads) == 1 else 's'}, {sum(load.added for load in loads)} statements"
    return Check("store", True, f"{opened.address}: {held}")
