"""Where statements live: one protocol, two implementations that answer alike.

``SqliteStore`` is one file and needs no server; ``Neo4jStore`` is shared by many users. Stores know statements and
loads and nothing of views: whoever reads a store directly sees everything, so only ``graph.view`` may.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import numpy as np

from graph.statements import KINDS, Batch, identify

BATCH_ROWS = 20_000  # rows of a batch when a store is read: tens of megabytes at most
Wanted = Mapping[tuple[str, str], Collection[str]]  # (kind, id column) -> the ids that it must hold

Told = Callable[[int, int], None]  # hears how many rows of a long piece of work are done, and of how many


@dataclass(frozen=True, slots=True)
class Load:
    """One load: what was loaded, and when. ``added`` is how many statements it brought that were not known."""

    id: str
    at: str  # ISO date and time, UTC
    title: str
    added: int = 0
    known: int = 0

    @staticmethod
    def now(title: str) -> Load:
        """A load that begins now, under an id of its own."""
        return Load(uuid.uuid4().hex, datetime.now(UTC).isoformat(timespec="seconds"), title)


@dataclass(frozen=True, slots=True)
class Added:
    """What a store did with a load: for each batch, in order, a mask of the rows that were not known before."""

    load: Load
    new: tuple[np.ndarray, ...]


class Store(Protocol):
    """What both stores promise; ``tests/test_store_contract.py`` runs word for word on each."""

    address: str

    def add(self, load: Load, batches: Iterable[Batch]) -> Added:
        """Store all batches in one transaction, or nothing. A statement that is known is left as it is.

        Raises InputError if there is a load of that id already, StoreError if the store cannot be written.
        """
        ...

    def undo(self, load_id: str) -> int:
        """Take a load back; return how many statements went.

        A statement that a later load brought too stays, and counts as brought by that one. NotFoundError if unknown.
        """
        ...

    def loads(self) -> list[Load]:
        """All loads, oldest first."""
        ...

    def read(self, kinds: Collection[str] | None = None, *, load: str | None = None) -> Iterator[Batch]:
        """Stream all statements of these kinds (all kinds if None), as of one moment, in batches.

        With ``load``: those that this load brought, known before or not. In no order.
        """
        ...

    def neighbours(self, wanted: Wanted) -> list[Batch]:
        """The statements that hold one of these ids in that column; one round trip, never a scan of the store.

        Columns must be among ``KINDS[kind].lookups``. A statement may come more than once.
        """
        ...

    def described(self, kind: str, ids: Collection[str]) -> set[str]:
        """Those of these ids that a statement of this kind describes; one round trip, and nothing else is read."""
        ...

    def version(self) -> int:
        """A number that rises with every change, for caches."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


def fingerprint(store: Store) -> str:
    """The same text for the same content, whichever store holds it and however it came there.

    Reads everything: about 3 s a million statements.
    """
    return fingerprint_of(store.read())


def fingerprint_of(batches: Iterable[Batch]) -> str:
    """The same text for the same statements in any order: how many, and the sum of their ids.

    Ids are computed anew from the cells, so a damaged cell shows, and so does one that a viewer does not see.
    """
    total, count = 0, 0
    for batch in batches:
        for text in identify(batch.kind, batch.table).to_pylist():
            total = (total + int(text, 16)) % (1 << 128)
            count += 1
    return f"{count}-{total:032x}"


def copy(source: Store, target: Store, told: Told | None = None) -> int:
    """Move every load that the target lacks, in order, each whole; return how many.

    ``told`` hears after each batch how many statements are there, and of how many.
    """
    there = {load.id for load in target.loads()}
    missing = [load for load in source.loads() if load.id not in there]
    done, total = 0, sum(load.added + load.known for load in missing)
    for load in missing:
        target.add(load, _counted(source.read(load=load.id), told, done, total))
        done += load.added + load.known
    return len(missing)


def _counted(batches: Iterator[Batch], told: Told | None, done: int, total: int) -> Iterator[Batch]:
    for batch in batches:
        yield batch
        done += len(batch)
        if told:
            told(min(done, total), total)


def check_wanted(wanted: Wanted) -> None:
    """Raise KeyError for a column by which statements cannot be looked up: a programmer's mistake, not a user's."""
    for kind, column in wanted:
        if column not in KINDS[kind].lookups:
            raise KeyError(f"{kind} has no lookup by {column}")
