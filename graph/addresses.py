"""Which store an address means: a file, or a Neo4j server."""

from __future__ import annotations

import os
from pathlib import Path

from graph.errors import InputError
from graph.sqlite_store import SqliteStore
from graph.store import Store


def open_store(address: str | None = None) -> Store:
    """Open the store at an address: a file, or neo4j://, neo4j+s://, bolt:// and their like.

    None: what the variable CHAMPIONS_STORE says, else a file in the user's own data folder. User and password of a
    server come from NEO4J_USER and NEO4J_PASSWORD, never from the address.
    """
    where = address or os.environ.get("CHAMPIONS_STORE") or str(default_path())
    scheme = where.split("://", 1)[0].lower() if "://" in where else ""
    if scheme in ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"):
        from graph.neo4j_store import Neo4jStore  # the driver takes a while to import

        return Neo4jStore(where)
    if scheme:
        raise InputError(  # the rest of the address may hold a password
            f"An address that begins with {scheme}:// is no store. Give a file, or an address such as neo4j://localhost."
        )
    return SqliteStore(where)


def default_path() -> Path:
    """The built-in store's file: in the user's data folder, made when first needed."""
    base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "champion-finder" / "champions.db"
