"""What a viewer sees: statements after visibility, objections, dates and cascade, before anything is derived.

Order of the rules (definitions, sections 1 and 2): who may see the row; what was true by the as-at date; who objected;
then what is on record, things first; then rows that link things. Optional ids that are not seen are left blank.
Last, ids that are judged to be the same become one (``graph.sameness``): rights were settled before, by the ids as
stored, so no judgement opens a row to anybody. An objection holds for every id of the same person, whoever may see
that judgement. Nothing later adds a statement, so whatever is derived from a ``Scene`` is what it would be if the rest
did not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.sameness import MATCHES, closed_over, councils_alone, groups, joined, pairs_the_same, shown_as
from graph.statements import COMMON, DESCRIBES, KINDS, Batch, Column, Kind, schema
from graph.vocabulary import CLASSES, SUPPLIER_KINDS, UNSETTLED

POST = ("person_id", "organisation_id", "department_id", "title", "starts")  # what makes two rows tell of one post
REQUEST = ("asker_id", "introducer_id", "target_id", "asked_on")  # and of one request for an introduction


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Who looks (an organisation's id, or None for the public), as at which day, asked on which day."""

    viewer: str | None
    as_at: date
    today: date

    @property
    def day(self) -> str:
        """The as-at date as text."""
        return self.as_at.isoformat()


@dataclass(frozen=True)
class Scene:
    """The statements that a viewer sees, as tables by kind, and the objections that act on routes.

    ``rows[kind]`` holds all visible rows, sorted by id. ``objected_suppliers`` and ``objected_introductions`` are ids
    of people who exist for this viewer but whose objection shapes the routes of others. Ids that are judged to be the
    same are one id in ``rows``; ``as_stored`` has the rows before, ``shown_as`` says which id stands for which.
    """

    viewpoint: Viewpoint
    rows: Mapping[str, pa.Table]
    objected_suppliers: frozenset[str]
    objected_introductions: frozenset[str]
    objections: pa.Table = field(repr=False)  # those that the viewer may see, of people on record: for exports alone
    as_stored: Mapping[str, pa.Table] = field(repr=False)
    shown_as: Mapping[str, Mapping[str, str]]  # "person" or "organisation" -> id -> the id that stands for it
    _chosen: dict[str, pa.Table] = field(default_factory=dict, repr=False)

    def things(self, kind: str) -> pa.Table:
        """One row for each thing that statements of this kind describe, sorted by its id: the row that rules.

        Verified before observed before inferred before none, then the later date, then the later load; the whole row
        wins, empty cells included.
        """
        if kind not in self._chosen:
            self._chosen[kind] = ruling_rows(KINDS[kind], self.rows[kind])
        return self._chosen[kind]

    def things_as_stored(self, kind: str) -> pa.Table:
        """The same, before ids that are judged to be the same became one: for whoever shows both."""
        return ruling_rows(KINDS[kind], self.as_stored[kind])

    @cached_property
    def posts(self) -> pa.Table:
        """The rows of posts that stand, by statement id: one for each person, place, title and start.

        So a post is ended or corrected by telling it again: of several rows the same rule chooses as in ``things``.
        """
        table = self.rows["posts"]
        stands = ruling(table, which_post(table), None)
        return stands if len(stands) == len(table) else stands.sort_by("id")

    @cached_property
    def requests(self) -> pa.Table:
        """The rows of introductions that stand, by statement id.

        A request that was written, asked or agreed to is so until a later load tells of it again: of the same asker,
        introducer, target and day. Outcomes all stand, as any two statements do.
        """
        table = self.rows["introductions"]
        unsettled = pc.is_in(table.column("outcome"), value_set=pa.array(UNSETTLED)).to_numpy(zero_copy_only=False)
        if not unsettled.any():
            return table
        told = which_request(table)
        latest = pa.table({"told": told, "seq": table.column("seq")}).group_by("told").aggregate([("seq", "max")])
        last = latest.column("seq_max").take(pc.index_in(told, value_set=latest.column("told")))
        return table.filter(pa.array(~unsettled | (table.column("seq").to_numpy() >= last.to_numpy())))

    def conflicts(self, kind: str) -> list[str]:
        """Ids of things on which visible rows disagree; of posts ``which_post``, of which two rows may tell."""
        table, name = self.rows[kind], KINDS[kind].columns[0].name
        of = which_post(table) if kind == "posts" else table.column(name)
        told = pa.table({"id": of, "cells": _joined(KINDS[kind], table)})
        counts = told.group_by("id").aggregate([("cells", "count_distinct")])
        return sorted(counts.filter(pc.greater(counts.column("cells_count_distinct"), 1)).column("id").to_pylist())

    def one(self, thing: str, id: str) -> str:
        """The id under which this person or organisation is shown."""
        return self.shown_as.get(thing, {}).get(id, id)

    @cached_property
    def people(self) -> list[str]:
        """Ids of all people on record, sorted as text."""
        return self.things("people").column("person_id").to_pylist()

    @cached_property
    def number(self) -> dict[str, int]:
        """Position of each person in ``people``."""
        return {person: position for position, person in enumerate(self.people)}

    def numbers(self, ids: pa.ChunkedArray) -> np.ndarray:
        """Positions in ``people`` of a column of ids, as int32; -1 where empty."""
        found = pc.index_in(ids, value_set=self.things("people").column("person_id"))
        return pc.fill_null(found, -1).to_numpy().astype(np.int32)


def see(batches: Iterable[Batch], viewpoint: Viewpoint) -> Scene:
    """What this viewer sees of these statements. Statements may come twice; pure; linear in their number."""
    tables = _by_kind(batches)
    objections = tables.pop("objections")
    visible = {
        kind: table.filter(may_see(KINDS[kind], table, viewpoint)) if len(table) else table
        for kind, table in tables.items()
    }
    same = joined(p for known in (tables, visible) for p in pairs_the_same("person", known["person_matches"]))
    everyone, suppliers, introductions = (
        closed_over(_objectors(objections, scope), same) for scope in ("all", "suppliers", "introductions")
    )

    organisations = ruling_rows(KINDS["organisations"], visible["organisations"])
    gone = everyone | suppliers if _counts_as_supplier(viewpoint.viewer, organisations) else everyone
    if gone:
        people = visible["people"]
        visible["people"] = people.filter(pc.invert(_among(people.column("person_id"), pa.array(sorted(gone)))))

    on_record: dict[str, pa.Array] = {}
    for thing in (
        "organisation",
        "person",
        "department",
        "event",
        "pilot",
        "challenge",
        "programme",
        "framework",
        "notice",
        "phrase",
        "post",
        "mapping",
    ):
        kind = KINDS[DESCRIBES[thing]]
        visible[kind.name] = _linked(kind, visible[kind.name], on_record)
        on_record[thing] = pc.unique(visible[kind.name].column(kind.columns[0].name)).sort()
    for kind in KINDS.values():
        if kind.name in visible:
            if not kind.describes:
                visible[kind.name] = _linked(kind, visible[kind.name], on_record)
            visible[kind.name] = _blanked(kind, visible[kind.name], on_record)
    shown = _shown(visible, viewpoint.viewer)
    rows = _as_one(visible, shown)
    people = shown["person"]
    return Scene(
        viewpoint,
        rows,
        frozenset(people.get(i, i) for i in suppliers - gone),
        frozenset(people.get(i, i) for i in introductions - gone),
        _shown_objections(objections, viewpoint, on_record),
        visible,
        shown,
    )


def _by_kind(batches: Iterable[Batch]) -> dict[str, pa.Table]:
    """One table a kind, sorted by statement id, each statement once."""
    parts: dict[str, list[pa.Table]] = {kind: [] for kind in KINDS}
    for batch in batches:
        parts[batch.kind].append(batch.table)
    return {kind: _once(kind, tables) for kind, tables in parts.items()}


def _once(kind: str, tables: list[pa.Table]) -> pa.Table:
    whole = schema(kind, stored=True)
    if not tables:
        return _nothing(kind)
    table = pa.concat_tables([t if t.schema == whole else _as_stored(t, whole) for t in tables]).combine_chunks()
    if len(table) < 2:
        return table
    ids = table.column("id")
    if pc.all(pc.less(ids.slice(0, max(len(ids) - 1, 0)), ids.slice(1))).as_py() is not False:
        return table  # as a store streams them: sorted, each once
    ids = ids.to_numpy(zero_copy_only=False)
    order = np.argsort(ids, kind="stable")
    ids = ids[order]
    first = np.r_[True, ids[1:] != ids[:-1]] if len(ids) else np.zeros(0, bool)
    return table.take(pa.array(order[first]))


@cache
def _nothing(kind: str) -> pa.Table:
    return schema(kind, stored=True).empty_table()


def _as_stored(table: pa.Table, whole: pa.Schema) -> pa.Table:
    """A batch that never was in a store, as if it came with load 0."""
    size = len(table)
    return pa.table([*table.columns, pa.nulls(size, pa.string()), pa.array(np.zeros(size, np.int32))], schema=whole)


def _objectors(objections: pa.Table, scope: str) -> set[str]:
    return set(objections.filter(pc.equal(objections.column("scope"), scope)).column("person_id").to_pylist())


def _shown_objections(objections: pa.Table, viewpoint: Viewpoint, on_record: Mapping[str, pa.Array]) -> pa.Table:
    """Objections act on everybody, but their rows are shown like any other."""
    kind = KINDS["objections"]
    shown = objections.filter(may_see(kind, objections, viewpoint))
    return _blanked(kind, _linked(kind, shown, on_record), on_record)


def may_see(kind: Kind, table: pa.Table, viewpoint: Viewpoint) -> pa.ChunkedArray:
    """Open, owned, or shared with this viewer and not expired; and dated on or before the as-at date."""
    may = pc.equal(table.column("visibility"), "open").fill_null(False)
    if viewpoint.viewer is not None:
        may = pc.or_(may, pc.equal(table.column("owner"), viewpoint.viewer).fill_null(False))
        shared = pc.equal(table.column("visibility"), "shared").fill_null(False)
        if pc.any(shared).as_py():
            audience = pc.binary_join_element_wise("", table.column("audience"), "", "|")
            named = pc.match_substring(audience, f"|{viewpoint.viewer}|").fill_null(False)
            latest = max(viewpoint.as_at, viewpoint.today).isoformat()
            still = pc.greater_equal(table.column("shared_until"), latest).fill_null(True)
            may = pc.or_(may, pc.and_(shared, pc.and_(named, still)))
    if kind.dated:
        may = pc.and_(may, pc.less_equal(table.column(kind.dated), viewpoint.day).fill_null(True))
    return may


def _counts_as_supplier(viewer: str | None, organisations: pa.Table) -> bool:
    """A viewer is what its organisation's row says; the public, and a viewer without such a row, are suppliers."""
    rows = organisations.filter(pc.equal(organisations.column("organisation_id"), viewer or "")) if viewer else None
    return rows is None or not len(rows) or rows.column("kind")[0].as_py() in SUPPLIER_KINDS


def _linked(kind: Kind, table: pa.Table, on_record: Mapping[str, pa.Array]) -> pa.Table:
    """Rows whose required ids, and whoever said it, are all on record."""
    own = kind.columns[0].name if kind.describes else None
    for column in kind.columns:
        if column.names and column.name != own and (column.required or column.name in kind.said_by) and len(table):
            ids = table.column(column.name)
            seen = _among(ids, on_record[column.names])
            table = table.filter(seen if column.required else pc.or_(seen, pc.is_null(ids)))
    return table


def _blanked(kind: Kind, table: pa.Table, on_record: Mapping[str, pa.Array]) -> pa.Table:
    """Optional ids that are not seen become empty; lists lose the ids that are not seen."""
    if not len(table):
        return table
    for column in (*kind.optional_ids, *(c for c in COMMON if c.names)):
        ids = table.column(column.name)
        if ids.null_count == len(ids):
            continue
        blank = _seen_of_list(ids, on_record, column) if column.type == "ids" else _seen_of(ids, on_record, column)
        table = table.set_column(table.schema.get_field_index(column.name), column.name, blank)
    return table


def _seen_of(ids: pa.ChunkedArray, on_record: Mapping[str, pa.Array], column: Column) -> pa.ChunkedArray:
    return pc.if_else(_among(ids, on_record[column.names or ""]), ids, pa.scalar(None, pa.string()))


def _seen_of_list(ids: pa.ChunkedArray, on_record: Mapping[str, pa.Array], column: Column) -> pa.Array:
    known = set(on_record[column.names or ""].to_pylist())
    kept = {
        text: "|".join(i for i in text.split("|") if i in known) or None for text in pc.unique(ids).to_pylist() if text
    }
    return pa.array([kept.get(text) for text in ids.to_pylist()], pa.string())


def _shown(visible: Mapping[str, pa.Table], viewer: str | None) -> Mapping[str, Mapping[str, str]]:
    """Which id stands for which, of people and of organisations."""
    shown: dict[str, Mapping[str, str]] = {}
    for thing, kind in MATCHES.items():
        judged, described = visible[kind], visible[DESCRIBES[thing]]
        if not len(judged):
            shown[thing] = {}
        elif thing == "organisation":
            ruling = ruling_rows(KINDS[DESCRIBES[thing]], described)
            kinds = dict(zip(*(ruling.column(name).to_pylist() for name in ("organisation_id", "kind")), strict=True))
            joined_up = groups(thing, judged, councils_alone(kinds, viewer))
            shown[thing] = shown_as(thing, joined_up, described, viewer)
        else:
            shown[thing] = shown_as(thing, groups(thing, judged), described, None)
    return shown


def _as_one(visible: Mapping[str, pa.Table], shown: Mapping[str, Mapping[str, str]]) -> Mapping[str, pa.Table]:
    """The rows with one id for each group; what then links somebody with himself is no tie."""
    if not any(shown.values()):
        return visible
    rows = dict(visible)
    for kind in KINDS.values():
        if kind.name not in rows or kind.name in MATCHES.values():
            continue
        table = rows[kind.name]
        for column in kind.columns:
            if heads := shown.get(column.names or ""):
                ids = _under_one_id(table.column(column.name), heads, column)
                table = table.set_column(table.schema.get_field_index(column.name), column.name, ids)
        rows[kind.name] = table
    return rows


def _under_one_id(ids: pa.ChunkedArray, heads: Mapping[str, str], column: Column) -> pa.ChunkedArray | pa.Array:
    if column.type == "ids":
        made = {
            text: "|".join(dict.fromkeys(heads.get(i, i) for i in text.split("|")))
            for text in pc.unique(ids).to_pylist()
            if text
        }
        return pa.array([made.get(text) for text in ids.to_pylist()], pa.string())
    found = pc.index_in(ids, value_set=pa.array(list(heads)))
    return pc.coalesce(pc.take(pa.array(list(heads.values())), found), ids)


def ruling_rows(kind: Kind, table: pa.Table) -> pa.Table:
    return ruling(table, table.column(kind.columns[0].name), kind.dated)


def ruling(table: pa.Table, thing: pa.ChunkedArray, dated_by: str | None) -> pa.Table:
    """The row that rules for each different value of ``thing``, in its order."""
    if not len(table):
        return table
    rank = pc.fill_null(pc.index_in(table.column("class"), value_set=pa.array(CLASSES)), len(CLASSES))
    dated = table.column(dated_by) if dated_by else pa.nulls(len(table), pa.string())
    keys = pa.table(
        {
            "thing": thing,
            "rank": rank,
            "dated": dated,
            "seq": table.column("seq"),
            "row": table.column("row"),
            "id": table.column("id"),
        }
    )
    order = pc.sort_indices(
        keys,
        sort_keys=[(k, "descending" if k in ("dated", "seq", "row") else "ascending") for k in keys.column_names],
    )
    ranked, things = table.take(order), thing.take(order).to_numpy(zero_copy_only=False)
    return ranked.filter(pa.array(np.r_[True, things[1:] != things[:-1]]))


def which_post(posts: pa.Table) -> pa.ChunkedArray:
    """Person, place, title and start of each row, as one text: equal where two rows tell of one post."""
    of_post = [posts.column(name) for name in POST]
    return pc.binary_join_element_wise(*of_post, "\x1f", null_handling="replace", null_replacement="")


def which_request(table: pa.Table) -> pa.ChunkedArray:
    """Asker, introducer, target and day of each row as one text; a row without a day has its own id, like no other."""
    told = pc.binary_join_element_wise(*(table.column(name) for name in REQUEST), "\x1f")
    return pc.coalesce(told, table.column("id"))


def _joined(kind: Kind, table: pa.Table) -> pa.ChunkedArray:
    own = [table.column(column.name) for column in kind.columns]
    return pc.binary_join_element_wise(*own, "\x1f", null_handling="replace", null_replacement="")


def _among(ids: pa.ChunkedArray, values: pa.Array) -> pa.ChunkedArray:
    return pc.is_in(ids, value_set=values)
