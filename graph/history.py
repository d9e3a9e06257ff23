"""What was done to a store: every load, judgement, teaching, mapping and edit, each of which can be taken back.

History is about loads, and a load is no statement, so this is no part of a scene: when a load was, what it was called
and how many rows it brought is told to whoever runs the installation, as an undo needs. What an entry *says* is told
through the view's own filter alone, and so are names. Only the loads of the page shown are read, and of those that are
files only the verdicts of the matcher.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow.compute as pc

from graph.near import Nearby
from graph.sameness import MATCHES
from graph.scene import Scene, Viewpoint, may_see
from graph.statements import KINDS, Batch, Statement
from graph.store import Load, Store

ENTERED = "entered in the app"  # how the title of a load ends that somebody typed, and its source begins
MAPPING = "mappings:"  # how the title of a load begins that says what columns mean
ENTRY_ROWS = 200  # an entry with more is told by its numbers alone
DEEDS = ("loaded", "judged", "taught", "mapped", "edited")  # what a load may be
_BY_TITLE = {"person_matches": "judged", "organisation_matches": "judged", "phrase": "taught"}


@dataclass(frozen=True, slots=True)
class Deed:
    """One load: what it is, and of an entry what the viewer sees of what it says."""

    what: str  # one of DEEDS
    load: Load
    statements: tuple[Statement, ...]
    hidden: int  # statements of an entry that this viewer may not see
    verdicts: Mapping[str, int]  # of the matcher, in a file: verdict -> pairs, as far as the viewer sees them


@dataclass(frozen=True)
class Deeds:
    """A page of history, newest first, and the scene in which its names are looked up."""

    deeds: tuple[Deed, ...]
    first: int
    total: int  # of this kind
    counts: Mapping[str, int]  # what -> how many
    scene: Scene = field(repr=False)


def what_it_is(load: Load) -> str:
    """One of DEEDS, by the title that the load was given."""
    if load.title.startswith(f"{MAPPING} "):
        return "mapped"
    return _BY_TITLE.get(load.title.split(" ")[0], "edited") if load.title.endswith(ENTERED) else "loaded"


def history(store: Store, viewpoint: Viewpoint, *, what: str | None, first: int, most: int) -> Deeds:
    """The loads from place ``first`` on, newest first; ``what``: one of DEEDS, None for all."""
    loads = store.loads()[::-1]
    counts = Counter(map(what_it_is, loads))
    wanted = [load for load in loads if what in (None, what_it_is(load))]
    shown = wanted[first : first + most]
    told = {load.id: _read(store, load) for load in shown}
    scene = _seen(store, viewpoint, [b for load in shown if what_it_is(load) != "loaded" for b in told[load.id]])
    deeds = tuple(_deed(load, told[load.id], viewpoint, scene) for load in shown)
    return Deeds(deeds, first, len(wanted), {name: counts[name] for name in DEEDS}, scene)


def _read(store: Store, load: Load) -> list[Batch]:
    """All of an entry; of a file the verdicts alone."""
    if what_it_is(load) == "loaded":
        return list(store.read(tuple(MATCHES.values()), load=load.id))
    return list(store.read(load=load.id)) if load.added + load.known <= ENTRY_ROWS else []


def _seen(store: Store, viewpoint: Viewpoint, entries: Sequence[Batch]) -> Scene:
    """What the viewer sees of these statements and of all that they name."""
    near = Nearby(store, viewpoint)
    for batch in entries:
        for column in KINDS[batch.kind].lookups:
            ids = {cell for cell in batch.table.column(column).to_pylist() if cell}
            near.want(batch.kind, column, ids)
            if KINDS[batch.kind].column(column).names == "person":
                near.want("people", "person_id", ids)
    near.settle()
    return near.scene()


def _deed(load: Load, batches: Sequence[Batch], viewpoint: Viewpoint, scene: Scene) -> Deed:
    what = what_it_is(load)
    if what == "loaded":
        return Deed(what, load, (), 0, _verdicts(batches, viewpoint))
    statements: list[Statement] = []
    for batch in batches:
        if batch.kind in scene.as_stored:  # an objection is told to nobody
            on_record = pc.is_in(batch.table.column("id"), value_set=scene.as_stored[batch.kind].column("id"))
            statements += Batch(batch.kind, batch.table.filter(on_record)).statements()
    return Deed(what, load, tuple(statements), load.added + load.known - len(statements), {})


def _verdicts(batches: Sequence[Batch], viewpoint: Viewpoint) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for batch in batches:
        rows = batch.table.filter(may_see(KINDS[batch.kind], batch.table, viewpoint))
        counts.update(rows.column("verdict").to_pylist())
    return dict(sorted(counts.items()))
