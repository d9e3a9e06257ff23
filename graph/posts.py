"""Posts as at a day: who holds which, where, until when, with which function, level and budget.

A post ends at the latest with its organisation. An *officer post* is held now, at a council, and is not political.
Function: the post's own, else its department's, else read from the title; level: own, else from the title.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.days import AFTER_ALL, BEFORE_ALL, day_number, days
from graph.groups import Groups
from graph.scene import Scene
from graph.taught import title_table
from graph.titles import TitleTable
from graph.vocabulary import FUNCTIONS, LEVELS, ORGANISATION_KINDS, SUPPLIER_KINDS

POLITICAL = "political"


@dataclass(frozen=True)
class Posts:
    """One entry for each visible post; arrays of equal length, in the order of ``table``."""

    table: pa.Table
    people: int  # how many people the scene has
    person: np.ndarray  # int32, position in scene.people
    organisation: np.ndarray  # int32, position in scene.things("organisations")
    kind: np.ndarray  # int8, position in ORGANISATION_KINDS
    department: np.ndarray  # int32, position in scene.things("departments"), -1 without one
    starts: np.ndarray  # int64 days
    ends: np.ndarray  # int64 days, the organisation's end counted in
    function: np.ndarray  # int8, position in FUNCTIONS, -1 not known
    level: np.ndarray  # int8, position in LEVELS (highest first), -1 not known
    function_from: np.ndarray  # 0 own, 1 department, 2 title (inferred)
    level_inferred: np.ndarray  # bool
    current: np.ndarray  # bool, in post on the as-at date
    officer: np.ndarray  # bool, an officer post

    @cached_property
    def officers(self) -> np.ndarray:
        """Which people are officers, by position."""
        return self.anyone(self.officer)

    @cached_property
    def in_post(self) -> np.ndarray:
        """Who holds any post now, by position."""
        return self.anyone(self.current)

    @cached_property
    def all_ended(self) -> np.ndarray:
        """Who has posts on record and none of them now: no asker, step or target."""
        return self.anyone(np.ones(len(self.person), bool)) & ~self.in_post

    def now_at(self, *kinds: str) -> np.ndarray:
        """Who holds a post now at an organisation of one of these kinds, by position."""
        wanted = np.isin(self.kind, [ORGANISATION_KINDS.index(kind) for kind in kinds])
        return self.anyone(self.current & wanted)

    @cached_property
    def at_supplier(self) -> np.ndarray:
        """Who holds a post now at an SME or a large supplier, by position."""
        return self.now_at(*SUPPLIER_KINDS)

    @cached_property
    def with_budget(self) -> np.ndarray:
        """Which entries are officer posts with a budget for something."""
        return self.officer & np.asarray(pc.is_valid(self.table.column("budget_for")).to_numpy(), bool)

    @cached_property
    def held_now(self) -> Groups:
        """The entries that each person holds now, by position."""
        now = np.flatnonzero(self.current)
        return Groups.of(self.person[now], now, groups=self.people)

    @cached_property
    def decision_makers(self) -> np.ndarray:
        """Which people hold a budget in an officer post now, by position (definitions, section 6)."""
        return self.anyone(self.with_budget)

    def at(self, organisation: int) -> np.ndarray:
        """Who holds a post now at this organisation (a position in ``scene.things``), by position."""
        return self.anyone(self.current & (self.organisation == organisation))

    def anyone(self, which: np.ndarray) -> np.ndarray:
        """The people, as a mask by position, of these entries."""
        mask = np.zeros(self.people, bool)
        mask[self.person[which]] = True
        return mask


def posts(scene: Scene) -> Posts:
    """The posts of a scene; titles are read once each."""
    table, day = scene.posts, day_number(scene.viewpoint.as_at)
    organisations, departments = scene.things("organisations"), scene.things("departments")
    organisation = _positions(table.column("organisation_id"), organisations.column("organisation_id"))
    department = _positions(table.column("department_id"), departments.column("department_id"))
    kind = _codes(organisations.column("kind"), ORGANISATION_KINDS)[organisation]
    starts = days(table.column("starts"), BEFORE_ALL)
    ends = np.minimum(
        days(table.column("ends"), AFTER_ALL), days(organisations.column("ends"), AFTER_ALL)[organisation]
    )
    current = (starts <= day) & (day <= ends)

    council = kind == ORGANISATION_KINDS.index("council")
    said_function, said_level = _from_titles(title_table(scene), table.column("title"), council)
    own = _codes(table.column("function"), FUNCTIONS)
    departments_own = np.r_[_codes(departments.column("function"), FUNCTIONS), np.int8(-1)][department]
    function = np.where(own >= 0, own, np.where(departments_own >= 0, departments_own, said_function))
    function_from = np.where(own >= 0, 0, np.where(departments_own >= 0, 1, 2)).astype(np.int8)
    own_level = _codes(table.column("level"), LEVELS)
    level = np.where(own_level >= 0, own_level, said_level)
    political = (function == FUNCTIONS.index(POLITICAL)) | (level == LEVELS.index(POLITICAL))
    return Posts(
        table=table,
        people=len(scene.people),
        person=scene.numbers(table.column("person_id")),
        organisation=organisation,
        kind=kind,
        department=department,
        starts=starts,
        ends=ends,
        function=function.astype(np.int8),
        level=level.astype(np.int8),
        function_from=function_from,
        level_inferred=own_level < 0,
        current=current,
        officer=current & council & ~political,
    )


def _positions(ids: pa.ChunkedArray, values: pa.ChunkedArray) -> np.ndarray:
    return pc.fill_null(pc.index_in(ids, value_set=values.combine_chunks()), -1).to_numpy().astype(np.int32)


def _codes(column: pa.ChunkedArray, words: tuple[str, ...]) -> np.ndarray:
    return pc.fill_null(pc.index_in(column, value_set=pa.array(words)), -1).to_numpy().astype(np.int8)


def _from_titles(read_by: TitleTable, column: pa.ChunkedArray, council: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Function and level of each title as codes, -1 where not sure; only titles at councils are read."""
    encoded = (
        column.combine_chunks().dictionary_encode() if len(column) else pa.array([], pa.string()).dictionary_encode()
    )
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    used = np.unique(codes[council]) if len(codes) else codes
    function, level = np.full(len(encoded.dictionary) + 1, -1), np.full(len(encoded.dictionary) + 1, -1)
    for code in used:
        labels = read_by.classify(encoded.dictionary[int(code)].as_py())
        function[code] = FUNCTIONS.index(labels.function) if labels.function else -1
        level[code] = LEVELS.index(labels.level) if labels.level else -1
    if not len(codes):
        return np.zeros(0, int), np.zeros(0, int)
    return np.where(council, function[codes], -1), np.where(council, level[codes], -1)
