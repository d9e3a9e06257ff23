"""What one transaction writes to Neo4j or takes from it: a page of a few thousand rows, readable when it is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from graph import neo4j_shape as shape
from graph.errors import InputError
from graph.neo4j_cypher import cypher, shows
from graph.statements import KINDS, Batch

Row = dict[str, Any]
Ends = Iterable[tuple[str, str]]  # label and id
PAGE_ROWS = 5_000


class Run(Protocol):
    """Runs a query in one transaction."""

    def __call__(self, query: str, /, **values: Any) -> list[Row]: ...


@dataclass(frozen=True, slots=True)
class Place:
    """The load under which rows are written."""

    seq: int
    load: str


def pages(batch: Batch) -> Iterable[Batch]:
    """The batch in pages, so that no transaction is large: Neo4j holds each in memory, at several kB a row."""
    for begin in range(0, len(batch), PAGE_ROWS):
        yield Batch(batch.kind, batch.table.slice(begin, PAGE_ROWS))


def write(run: Run, place: Place, batch: Batch) -> np.ndarray:
    """Write the rows that are not known and note the others; return the mask of the new ones."""
    kind, ids = batch.kind, batch.table.column("id").to_pylist()
    known = _known(run, kind, ids)
    first = dict.fromkeys(ids)
    for statement in known:
        del first[statement]
    new = np.zeros(len(ids), bool)
    for n, statement in enumerate(ids):
        new[n] = statement in first
        first.pop(statement, None)
    if new.any():
        same = {"file": kind, "seq": place.seq, "load": place.load}
        cells = _cells(batch.table if new.all() else batch.table.filter(pa.array(new)))
        (_write_relations if kind in shape.LINKS else _write_statements)(run, kind, cells, same)
    if known:
        numbers = batch.table.column("row").to_pylist()
        again = [
            {"id": i, "row": row} for i, row in zip(ids, numbers, strict=True) if known.get(i, place.seq) != place.seq
        ]
        if again:
            run(cypher("note_again"), rows=again, file=kind, seq=place.seq, load=place.load)
    return new


def hand_over(run: Run, type_: str | None, ids: Sequence[str]) -> None:
    """Let the next load that brought these statements too count as the one that brought them first."""
    if type_:
        run(cypher("hand_over_relations", RELATION=type_), ids=ids)
    else:
        handed = run(cypher("hand_over_statements"), ids=ids, things=shape.THINGS)
        _show(run, _described(handed))


def take_back(run: Run, seq: int, type_: str | None) -> int:
    """Delete a page of a load: relations of this type, or describing statements. Return how many went, 0 at the end."""
    query = cypher("take_back_relations", RELATION=type_) if type_ else cypher("take_back_statements")
    gone = run(query, seq=seq, rows=PAGE_ROWS, things=shape.THINGS)
    ends = {(label, id_) for row in gone for label, id_ in row["ends"]}
    for label, ids in _by_label(ends).items():
        run(cypher("delete_orphans", THING=label), ids=ids)
    if type_ is None:
        _show(run, _described(gone))
    elif type_ == "HOLDS_POST":
        run(cypher("label_officers"), ids=sorted({row["ends"][0][1] for row in gone}))
    return len(gone)


# inside


def _known(run: Run, kind: str, ids: list[str]) -> dict[str, int]:
    """Those of these statements that are there, with the load that brought each first."""
    queries = [cypher("known_relations", RELATION=type_) for type_ in shape.types_of(kind)]
    found = [row for query in queries or [cypher("known_statements")] for row in run(query, ids=ids)]
    return {row["id"]: row["seq"] for row in found}


def _cells(table: pa.Table) -> list[Row]:
    """Rows as properties: id, row and the cells that are there."""
    names = [name for name in table.column_names if table.column(name).null_count < len(table)]
    rows = zip(*(table.column(name).to_pylist() for name in names), strict=True)
    return [{n: cell for n, cell in zip(names, row, strict=True) if cell is not None} for row in rows]


def _write_statements(run: Run, kind: str, rows: list[Row], same: Row) -> None:
    """Statements that describe things, and the readable relations that follow."""
    label = shape.thing_label(kind)
    told: list[Row] = []
    links: dict[shape.Link, list[Row]] = {}
    for cells in rows:
        thing = _needed(kind, cells, "id" if kind == "introductions" else KINDS[kind].columns[0].name)
        told.append({"thing": thing, "cells": cells})
        about = {key: cells[key] for key in shape.CARRIED if key in cells}
        for link, from_id, to_id in shape.derived(kind, cells, thing):
            row = {"from": from_id, "to": to_id, "cells": about | {"statement": cells["id"]}}
            links.setdefault(link, []).append(row)
    things = {row["thing"] for row in told}
    _make(run, [(label, thing) for thing in things])
    run(cypher("write_statements", THING=label), rows=told, same=same)
    _link(run, links, {})
    _show(run, {kind: things})


def _write_relations(run: Run, kind: str, rows: list[Row], same: Row) -> None:
    """Statements that link two things."""
    links: dict[shape.Link, list[Row]] = {}
    for cells in rows:
        link = shape.link_of(kind, cells)
        ends = {"from": _needed(kind, cells, link.from_column), "to": _needed(kind, cells, link.to_column)}
        links.setdefault(link, []).append({**ends, "cells": cells})
    _link(run, links, same)
    if kind == "posts":
        run(cypher("label_officers"), ids=sorted({cells["person_id"] for cells in rows}))


def _link(run: Run, links: Mapping[shape.Link, list[Row]], same: Row) -> None:
    """Make relations, and their ends where they are not there yet."""
    _make(run, ((link.from_label, row["from"]) for link, rows in links.items() for row in rows))
    _make(run, ((link.to_label, row["to"]) for link, rows in links.items() for row in rows))
    for link, rows in links.items():
        words = {"FROM": link.from_label, "TO": link.to_label, "RELATION": link.type}
        for begin in range(0, len(rows), PAGE_ROWS):
            run(cypher("write_relations", **words), rows=rows[begin : begin + PAGE_ROWS], same=same)


def _make(run: Run, ends: Ends) -> None:
    for label, ids in _by_label(set(ends)).items():
        run(cypher("make_things", THING=label), ids=ids)


def _show(run: Run, described: Mapping[str, Collection[str]]) -> None:
    """Names and labels for people who look at the graph in Neo4j's own browser."""
    for kind, things in described.items():
        if kind == "objections" or not things:
            continue
        run(shows(kind), ids=sorted(things), file=kind)
        if kind == "organisations":
            run(cypher("label_organisations"), ids=sorted(things))
            staff = run(cypher("list_staff"), ids=sorted(things))
            if staff:
                run(cypher("label_officers"), ids=sorted({row["id"] for row in staff}))


def _described(rows: list[Row]) -> dict[str, set[str]]:
    """The things that these statements describe, by kind."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["file"], set()).add(row["ends"][0][1])
    return found


def _by_label(ends: Ends) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label, id_ in sorted(ends):
        found.setdefault(label, []).append(id_)
    return found


def _needed(kind: str, cells: Row, column: str) -> str:
    if column not in cells:
        raise InputError(f"Row {cells['row']} of {kind} has no {column}. Nothing was changed.")
    return str(cells[column])
