"""Rows of a table of another program on their way to statements: columns in, statements and rejections out.

A format reads its columns, says what cannot be used, and adds statements. Nothing is lost: a row that is not rejected
gives at least one statement, else it is rejected for saying nothing. A row rejected for one reason gives none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.days import spoken
from graph.statements import KINDS, Batch, schema
from graph.vocabulary import NO_TITLE
from loaders.cells import CONTROL
from loaders.columns import (
    Cells,
    as_mask,
    each,
    first_places,
    flat,
    keyed,
    parted_if_first,
    trimmed,
    without_time,
    work_addresses,
)
from loaders.dates import iso_day
from loaders.mailboxes import work_address
from loaders.no_rows import repeated_headers, totals
from loaders.private_columns import without
from loaders.reading import Ask, Defaults, EventTold, NeededError, Reading
from loaders.rejection import Rejection
from loaders.sheet import Sheet

_TEXT = pa.string()
_NO_EMPLOYER = re.compile(
    r"(?i)(self[- ]?employed|freelance\w*|independent( \w+)?|retired|unemployed|none|n/?a|nil|-+|\.+|not applicable"
    r"|career break|student|seeking .*|looking for .*|open to .*|confidential|various|private|personal|home|public)"
)
Given: TypeAlias = "pa.Array | str | None"  # a column, one value for all rows, or nothing


class Draft:
    """One table being read. Columns and masks have one entry a row, in the order of the sheet."""

    def __init__(self, sheet: Sheet, kind: str, title: str, defaults: Defaults, private: Iterable[str] = ()) -> None:
        """``private``: patterns of column names that are dropped before anything is read."""
        if defaults.visibility is None:
            words = f"{sheet.name} does not say who may see its rows. Say it once: open, shared or closed."
            raise NeededError(Ask("visibility", sheet.name, words))
        if defaults.visibility != "open" and defaults.owner is None:
            words = f"{sheet.name}: rows that are not open belong to an organisation. Say which."
            raise NeededError(Ask("owner", sheet.name, words))
        self.sheet, self._dropped = without(sheet, [re.compile(p, re.IGNORECASE) for p in private])
        self.file, self.kind, self.size = sheet.name, kind, len(sheet.rows)
        self.source = title  # what every statement names as its source, whatever the file is called
        self.told = defaults
        self.notes: list[str] = [*sheet.notes]
        self._place: dict[str, int] = {}
        for place, name in enumerate(self.sheet.header):
            self._place.setdefault(name.strip().casefold(), place)
        self._used: set[str] = set()
        self._rejections: list[Rejection] = []
        self._bad = np.zeros(self.size, bool)
        self._said = np.zeros(self.size, bool)
        self._parts: list[tuple[str, np.ndarray, dict[str, pa.Array], bool]] = []
        self._repeats: dict[tuple[str | None, int], pa.Array] = {}
        self._read: dict[int, pa.Array] = {}  # column -> its cells as ``text`` gives them
        self._mail: dict[int, pa.Array] = {}  # column of mail addresses -> what is left of them

        self.reject(repeated_headers(self.sheet), None, None, ("This row repeats the header.", "Take it away."))
        self.reject(totals(self.sheet), None, None, ("This row is a total.", "Nothing to mend."))

    # what the user was asked

    def holder(self) -> str:
        """The person whose contacts these are; NeededError if nobody said so."""
        if self.told.holder is None:
            words = f"{self.file} holds somebody's contacts. Say whose they are."
            raise NeededError(Ask("holder", self.file, words))
        return self.told.holder

    def event(self) -> EventTold:
        """The event that this list belongs to; NeededError if nobody said so."""
        told = self.told.events.get(self.file) or self.told.events.get("")
        if told is None:
            words = f"{self.file} lists people at an event, but not which. Say its name and its day."
            raise NeededError(Ask("event", self.file, words))
        self.notes.append(f"Taken for the list of {told.name}{f', {spoken(told.on)}' if told.on else ''}.")
        return told

    # columns

    def has(self, *names: str) -> bool:
        """Whether any of these columns is there."""
        return any(name.casefold() in self._place for name in names)

    def text(self, *names: str) -> Cells:
        """The first of these columns that has a cell, row by row; trimmed, None where empty."""
        found: Cells | None = None
        for name in names:
            place = self._place.get(name.casefold())
            if place is not None:
                if place not in self._read:
                    self._reject_faults(name.casefold())
                    self._used.add(name.casefold())
                    self._read[place] = self._trimmed(place)
                cells = self._read[place]
                found = cells if found is None else pc.coalesce(found, cells)
        return pa.nulls(self.size, _TEXT) if found is None else found

    def day(self, *names: str, day_first: bool | None = None, required: bool = False) -> Cells:
        """The same as ISO days; one that cannot be read is left empty, or with ``required`` rejects its row."""
        cells = self.text(*names)
        days = each(without_time(cells), lambda text: iso_day(text, day_first=day_first))
        unread = pc.and_(pc.is_valid(cells), pc.is_null(days))
        if required:
            remedy = "Write it as year-month-day, such as 2026-03-04."
            self.reject(
                unread, names[0], cells, lambda text: (f'"{text}" is not a date, or may be read in two ways.', remedy)
            )
        elif count := pc.sum(unread).as_py():
            first = cells.filter(unread)[0].as_py()
            dates = "1 date" if count == 1 else f"{count:,} dates"
            self.notes.append(f"{dates} of `{names[0]}` could not be read for sure ({first}): left empty.")
        return days

    def work_address(self, *names: str) -> Cells:
        """The first address at a work domain in these columns, in lower case; private ones are dropped and counted.

        A cell may hold several. Rejected rows, too, keep the first work address of a cell alone.
        """
        kept, dropped = pa.nulls(self.size, _TEXT), 0
        for name in filter(self.has, names):
            cells = self.text(name)
            found = work_addresses(cells)
            dropped += pc.sum(pc.and_(pc.is_valid(cells), pc.is_null(found))).as_py() or 0
            kept = pc.coalesce(kept, found)
            self._mail[self._place[name.casefold()]] = found
        if dropped:
            was = "address was" if dropped == 1 else "addresses were"
            self.notes.append(f"{dropped:,} private or unusable mail {was} left out.")
        return kept

    def employer(self, *names: str) -> Cells:
        """Names of organisations; words for having none ("self-employed") are none."""
        return each(self.text(*names), lambda text: None if _NO_EMPLOYER.fullmatch(text) else text)

    def key(self, prefix: str, *parts: Given) -> Cells:
        """An id made of these parts, the same in every file that holds the same; None where the first part is empty."""
        return self.first_key(prefix, parts)

    def first_key(self, prefix: str, *ways: tuple[Given, ...]) -> Cells:
        """The same of the first of several ways to make it that has a first part, row by row."""
        whole: Cells = pa.nulls(self.size, _TEXT)
        for way in ways:
            cells = [self._cells(part) for part in way]
            if whole.null_count and cells[0].null_count < self.size:
                made = parted_if_first(*cells)
                whole = pc.coalesce(whole, made) if whole.null_count < self.size else made
        return keyed(prefix, whole)

    # rows

    def reject(
        self,
        bad: pa.Array | np.ndarray,
        column: str | None,
        cells: Given,
        say: tuple[str, str] | Callable[[str], tuple[str, str]],
    ) -> None:
        """Reject rows of a mask with reason and remedy, or with what ``say`` makes of their cell."""
        mask = bad if isinstance(bad, np.ndarray) else as_mask(bad)
        if not mask.any():
            return
        values = self._cells(cells)
        for place in np.flatnonzero(mask & ~self._bad):
            value = values[int(place)].as_py()
            reason, remedy = say(value or "") if callable(say) else say
            self._rejections.append(Rejection(self.file, int(self.sheet.rows[place]), column, value, reason, remedy))
        self._bad |= mask

    def add(
        self,
        kind: str,
        where: pa.Array | None = None,
        /,
        *,
        once: bool = False,
        places: np.ndarray | None = None,
        **cells: Given,
    ) -> None:
        """A statement of this kind for each row of a mask (None: all) that fills what the kind requires.

        ``once``: one for each different first column, as for a department that many rows name. ``places``: the cells
        do not go by row, but each by its entry here, the place of its row; a row may come twice or not at all.
        """
        size = self.size if places is None else len(places)
        made = {name: self._cells(given, size) for name, given in cells.items()}
        mask = np.ones(size, bool) if where is None else as_mask(where)
        for column in KINDS[kind].columns:
            if column.names == "organisation" and column.type == "id" and column.name in made:
                made[column.name] = _one_name(made[column.name])
            if column.required:
                mask = mask & as_mask(pc.is_valid(made[column.name]))
        at = np.arange(size) if places is None else places
        self._said[at[mask]] = True
        self._parts.append((kind, np.where(mask, at, -1), made, once))

    def said(self, where: pa.Array | np.ndarray) -> None:
        """These rows only repeat what others say: they are known already, and not rejected for saying nothing."""
        self._said |= where if isinstance(where, np.ndarray) else as_mask(where)

    def good(self) -> np.ndarray:
        """Which rows have not been rejected so far."""
        return ~self._bad

    def person(self, ids: Given, names: Given, email: Given = None, where: pa.Array | None = None, /) -> None:
        """Somebody, by id and name."""
        self.add("people", where, person_id=ids, name=names, email=email)

    def post(self, ids: Given, employer: Given, title: Given, where: pa.Array | None = None, /, **cells: Given) -> None:
        """A post at an organisation that is named, not numbered; a title that is not told is said to be not known."""
        cells |= {"title": pc.coalesce(self._cells(title), pa.scalar(NO_TITLE))}
        self.add("posts", where, once=False, places=None, person_id=ids, organisation_id=employer, **cells)

    def finish(self) -> Reading:
        """The reading. Rows that said nothing are rejected; the user hears what was dropped at the door."""
        nothing = "This row names nobody and nothing that could be used.", "Complete it, or leave it out."
        self.reject(~self._said & ~self._bad, None, None, nothing)
        return Reading(
            file=self.file,
            kind=self.kind,
            rows_read=self.size + len(self.sheet.raw),
            batches=tuple(self._batch(*part) for part in self._parts),
            rejections=(*self.sheet.rejections, *self._rejections),
            notes=(*self.notes, *self._left_out()),
            sheet=self._without_private_mail(),
            names_found=True,
        )

    def _without_private_mail(self) -> Sheet:
        """The sheet that rejected rows are shown from."""
        if not self._mail:
            return self.sheet
        columns = [self._mail.get(place, column) for place, column in enumerate(self.sheet.columns.columns)]
        raw = {row: tuple(map(_without_private_address, cells)) for row, cells in self.sheet.raw.items()}
        return replace(self.sheet, columns=pa.table({str(n): c for n, c in enumerate(columns)}), raw=raw)

    def _batch(self, kind: str, places: np.ndarray, cells: dict[str, pa.Array], once: bool) -> Batch:
        """``places``: for each cell the place of its row, -1 where it gives no statement."""
        keep = np.flatnonzero((places >= 0) & ~self._bad[places])
        taken = pa.array(keep)
        if once:
            keep = keep[first_places(cells[KINDS[kind].columns[0].name].take(taken))]
            taken = pa.array(keep)
        common = self.told.common(self.source)
        columns = [self._repeated(None, len(keep)), pa.array(self.sheet.rows[places[keep]], pa.int32())]
        for name in KINDS[kind].cells:
            if name in cells:
                columns.append(cells[name] if len(keep) == len(places) else cells[name].take(taken))
            else:
                columns.append(self._repeated(common.get(name), len(keep)))
        return Batch(kind, pa.table(columns, schema=schema(kind)))

    def _left_out(self) -> list[str]:
        notes = []
        if dropped := [name for name in self._dropped if name]:
            notes.append(f"Dropped at the door, for they are private or not needed: {_listed(dropped)}.")
        unused = [
            n
            for p, n in enumerate(self.sheet.header)
            if n and n.strip().casefold() not in self._used and self._filled(p)
        ]
        if unused:
            notes.append(f"Columns that were not needed: {_listed(unused)}.")
        return notes

    def _filled(self, place: int) -> bool:
        return bool(self.sheet.columns.column(place).null_count < self.size)

    def _trimmed(self, place: int) -> Cells:
        cells = flat(self.sheet.columns.column(place))
        if self.sheet.tidy:  # which has no empty text either
            return cells
        cells = trimmed(cells)
        odd = None if self.sheet.readable else pc.match_substring_regex(cells, CONTROL)
        if odd is not None and pc.any(odd).as_py():
            said = (
                "This cell holds a letter that cannot be read.",
                "Type it anew, and save the file as CSV (UTF-8).",
            )
            self.reject(odd, self.sheet.header[place], cells, said)
        return cells

    def _reject_faults(self, column: str) -> None:
        """Rows whose cell in a column that is read shows no value; said when it is first read."""
        for fault in self.sheet.faults if column not in self._used else ():
            place = int(np.searchsorted(self.sheet.rows, fault.row))
            found = place < self.size and self.sheet.rows[place] == fault.row
            if found and fault.column == column and not self._bad[place]:
                self._rejections.append(fault)
                self._bad[place] = True

    def _cells(self, given: Given, size: int | None = None) -> pa.Array:
        size = self.size if size is None else size
        return self._repeated(given, size) if given is None or isinstance(given, str) else flat(given)

    def _repeated(self, value: str | None, size: int) -> pa.Array:
        """One value for all rows; made once, for many columns of many kinds hold the same."""
        if (value, size) not in self._repeats:
            self._repeats[value, size] = pa.repeat(pa.scalar(value, _TEXT), size) if value else pa.nulls(size, _TEXT)
        return self._repeats[value, size]


def _one_name(names: Cells) -> Cells:
    """Names of organisations without the sign that parts lists of ids: "Acme | Growth" is one name."""
    letters = names.buffers()[2]  # of all cells one after the other, which is quick to look through
    if letters is None or b"|" not in letters.to_pybytes():
        return names
    return pc.replace_substring_regex(names, r"\s*\|\s*", " / ")


def _listed(names: list[str]) -> str:
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _without_private_address(cell: str) -> str:
    return cell if "@" not in cell else work_address(cell) or ""
