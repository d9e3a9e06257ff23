"""Which organisation does a name in a cell mean, as at the day of its row?

The council register, and the names in the files of this load and in the store, say which one it is; what is not sure is
never guessed. A file of another program may name organisations that are nowhere on record: each becomes one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import normalise
from graph.scene import Viewpoint, may_see
from graph.statements import COMMON, KINDS, Column, batch, parts
from graph.store import Store
from graph.vocabulary import UNKNOWN_KIND
from loaders.columns import flat, keyed
from loaders.councils import CouncilFinder, Match, OtherOrganisation
from loaders.on_record import OnRecord
from loaders.parts import Part, days_of_rows, naming, replaced
from loaders.row_days import days_of

Days: TypeAlias = "tuple[date | None, ...]"  # None: today
TODAY: Days = (None,)
_TEXT = pa.string()
_HANDED_ON = [column.name for column in COMMON if column.name != "class"]  # from a row to what is made of it


class OrganisationNames:
    """Reads the names of one load. ``doubts``: id of an organisation made from a name -> what the name may mean."""

    def __init__(
        self, parts: list[Part], on_record: OnRecord, store: Store, finder: CouncilFinder | None, who: Collection[str]
    ) -> None:
        """``parts``: of the whole load; organisations that are made join them. For the rest see ``References``."""
        self.doubts: dict[str, Match] = {}
        self._parts, self._on_record, self._store, self._finder, self._who = parts, on_record, store, finder, who
        self._meant: dict[tuple[str, Days], Match] = {}
        self._asked_of: dict[str, Match] = {}  # a name that is not sure -> what it may mean
        self._noted: set[tuple[str, str, str, str]] = set()
        self._made_of: dict[str, str] = {}  # id of an organisation made from a name -> the name

    def read(self, part: Part, column: Column, unknown: set[str]) -> set[str]:
        """Put ids in the place of names that are sure, as at the day of each row; return those that are not."""
        days = days_of_rows(part, column, self._parts)
        by_day = {text for text in unknown if self._names().day_decides(text)} if days is not None else set()
        found = {text: self._sure(part, text, TODAY) for text in sorted(unknown - by_day)}
        sure = {text: id_ for text, id_ in found.items() if id_}
        cells = part.cells.column(column.name)
        if sure:
            cells = pa.chunked_array([replaced(cells, sure)])
        left = unknown - by_day - set(sure)
        if days is not None and by_day:
            cells, unsure = self._read_by_day(part, cells, days, by_day)
            left |= unsure
        part.cells = part.cells.set_column(part.cells.schema.get_field_index(column.name), column.name, cells)
        return left

    def _read_by_day(
        self, part: Part, cells: pa.ChunkedArray, days: pa.Array, texts: set[str]
    ) -> tuple[pa.ChunkedArray, set[str]]:
        """The cells with ids in the place of these names, and which of them some row leaves unsure."""
        named = pa.array(naming(cells, texts))
        told = pc.binary_join_element_wise(days.filter(named), cells.filter(named), "\x1f")
        read, unsure = dict[str, str](), set[str]()
        for each in pc.unique(told).to_pylist():
            day, names = each.split("\x1f", 1)
            ids = [(t in texts and self._sure(part, t, days_of(day))) or t for t in names.split("|")]
            read[each] = "|".join(ids)
            unsure |= texts.intersection(ids)
        ids_ = pa.array([read[each] for each in told.to_pylist()], _TEXT)
        return pa.chunked_array([pc.replace_with_mask(flat(cells), named, ids_)]), unsure

    def _sure(self, part: Part, text: str, days: Days) -> str | None:
        """The id of what a name means on the first of these days on which that is sure, if it is on record."""
        match = self._meaning(text, days, suggest=not part.names_found)
        id_ = match.organisation_id
        if id_ is None or not self._is_on_record(id_, match):
            return None
        if text != id_ and not part.names_found and (part.file, part.kind, text, id_) not in self._noted:
            self._noted.add((part.file, part.kind, text, id_))
            part.notes.append(f'"{text}" was read as {id_} ({match.how}). {match.reason}')
        return id_

    def _meaning(self, text: str, days: Days, *, suggest: bool) -> Match:
        if (text, days) not in self._meant:
            tried = [self._names().find(text, day, suggest=suggest) for day in days]
            self._meant[text, days] = next((match for match in tried if _is_sure(match, days)), tried[-1])
        match = self._meant[text, days]
        if match.how == "asked":
            self._asked_of[text] = match
        return match

    def make(self, part: Part, column: Column, unknown: set[str]) -> None:
        """Put new organisations in the place of names that nothing on record carries.

        What kind each is, nobody said: its row is inferred, so whoever knows better rules. A name that may mean one on
        record (a bare place, two councils in one cell) is no match: that is asked in the review.
        """
        names = {text: self._made_of.get(text, text) for text in sorted(unknown)}  # its row may have been dropped since
        made_ids = keyed("org", pa.array([normalise(name) or name for name in names.values()])).to_pylist()
        ids = dict(zip(names, made_ids, strict=True))
        for text in names.keys() & self._asked_of.keys():
            self.doubts[ids[text]] = self._asked_of[text]
            self._join(id_ for _, id_ in self._asked_of[text].suggestions)  # nobody is asked about one on no record
        self._made_of |= {ids[text]: name for text, name in names.items()}
        cells, new = part.cells.column(column.name), dict[str, tuple[int, str]]()
        for place in np.flatnonzero(naming(cells, unknown)):
            for text in cells[int(place)].as_py().split("|"):
                if text in unknown:
                    new.setdefault(ids[text], (int(place), names[text]))
        rows = [
            {**{name: part.cells.column(name)[place].as_py() for name in _HANDED_ON}, "row": int(part.rows[place])}
            | {"organisation_id": id_, "name": text, "kind": UNKNOWN_KIND, "class": "inferred"}
            for id_, (place, text) in new.items()
        ]
        made = batch("organisations", rows)
        cells_made = made.table.select(KINDS["organisations"].cells)
        self._parts.append(Part(part.file, "organisations", cells_made, made.table.column("row").to_numpy(), True))
        self._on_record.add("organisation", new)
        place = part.cells.schema.get_field_index(column.name)
        part.cells = part.cells.set_column(place, column.name, replaced(cells, ids))

    def _is_on_record(self, organisation_id: str, match: Match) -> bool:
        """Whether this organisation is described, or the register describes it, whose row then joins the load."""
        if self._on_record.has("organisation", organisation_id):
            return True
        if match.register_row:
            self._on_record.register_rows[organisation_id] = match.register_row
            self._join(self._names().successors(organisation_id))  # a row that names it can only be followed to these
        return match.register_row is not None

    def _join(self, councils: Iterable[str]) -> None:
        """Rows of the register join the load, for those of these councils that are not on record."""
        for id_ in sorted(self._on_record.unknown("organisation", pa.array(sorted(set(councils)), _TEXT))):
            if row := self._names().row(id_):
                self._on_record.register_rows[id_] = row

    def _names(self) -> CouncilFinder:
        """The register together with the organisations of this load and of the store."""
        if self._finder is None:
            here = [other for part in self._parts if part.kind == "organisations" for other in _others(part.cells)]
            self._finder = CouncilFinder(others=[*_stored(self._store, self._who), *here])
        return self._finder

    def meaning_told(self, text: str, days: Days) -> Match | None:
        """What was found when this name was read, for the sentence that rejects its row."""
        return self._meant.get((text, days))


def _is_sure(match: Match, days: Days) -> bool:
    """Without a day a closed council answers to its name: not for what began after its end."""
    ends = (match.register_row or {}).get("ends")
    return match.organisation_id is not None and not (ends and days[-1] and ends < days[-1].isoformat())


def names_on_record(store: Store, who: Collection[str]) -> CouncilFinder:
    """A finder over the register and every organisation of a store that is open, or that one of these may see."""
    return CouncilFinder(others=_stored(store, who))


def _stored(store: Store, who: Collection[str]) -> list[OtherOrganisation]:
    return [
        other
        for batch in store.read(("organisations",))
        for other in _others(batch.table.filter(_seen_by_any(batch.table, who)))
    ]


def _seen_by_any(table: pa.Table, who: Collection[str]) -> pa.ChunkedArray:
    kind, today = KINDS["organisations"], date.today()
    seen = pc.or_(
        may_see(kind, table, Viewpoint(None, today, today)), pc.is_in(table.column("owner"), pa.array(who, _TEXT))
    )
    if pc.any(pc.equal(table.column("visibility"), "shared")).as_py():
        for viewer in who:
            seen = pc.or_(seen, may_see(kind, table, Viewpoint(viewer, today, today)))
    return seen


def _others(table: pa.Table) -> Iterable[OtherOrganisation]:
    columns = ("organisation_id", "name", "kind", "aliases", "starts", "ends")
    for id_, name, kind, aliases, starts, ends in zip(*(table.column(c).to_pylist() for c in columns), strict=True):
        days = [date.fromisoformat(day) if day else None for day in (starts, ends)]
        yield OtherOrganisation(id_, name, kind, parts(aliases), days[0], days[1])
