"""What the columns of somebody's own table mean: proposed by likeness of names, checked, remembered as a statement.

A mapping is for one header. It is stored like any other row: with who may see it, and undone with its load.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pyarrow as pa
from rapidfuzz import fuzz, process

from graph.errors import InputError
from graph.identity import normalise
from graph.store import Store
from loaders.columns import keyed
from loaders.entered import rows_as_file
from loaders.reading import Defaults, InputFile
from loaders.sheet import Sheet

_LIKE = 80  # of 100: how like two names of columns must be to be proposed; what is only like is never sure
_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Word:
    """A column of ours that somebody's column may stand for."""

    name: str
    doc: str
    same: tuple[str, ...]  # names that mean exactly this, as ``normalise`` writes them


def _word(name: str, doc: str, same: str = "") -> Word:
    return Word(name, doc, (name.replace("_", " "), *(other for other in same.split(", ") if other)))


_TITLES: Final = "job title, job, role title, position, post, designation"
_PERSON: Final = (
    _word("name", "full name of the person", "full name, contact name, contact, person, attendee, attendee name"),
    _word("first_name", "first name, if it stands alone", "forename, given name, christian name"),
    _word("last_name", "last name, if it stands alone", "surname, family name"),
    _word("email", "address at work", "e mail, email address, e mail address, work email, mail"),
    _word("employer", "organisation", "organisation, organization, company, council, authority, account name, firm"),
    _word("title", "title of the post", _TITLES),
    _word("department", "department or team", "team, directorate, service, division, unit"),
)
_IN_POST: Final = tuple(  # at an event a role is another thing
    _word("title", word.doc, f"{_TITLES}, role") if word.name == "title" else word for word in _PERSON
)
WORDS: Final[Mapping[str, tuple[Word, ...]]] = {
    "contacts": (
        *_IN_POST,
        _word("known_to", "who of the owning organisation knows the person", "owner, contact owner, account owner"),
        _word("on", "day of the last contact", "last contact, last contacted, last activity, date of last contact"),
    ),
    "people": (
        *_IN_POST,
        _word("starts", "first day in the post", "start, start date, from, since, in post since"),
        _word("ends", "last day in the post", "end, end date, to, until, leaving date"),
    ),
    "attendance": (
        *_PERSON,
        _word("role", "attended, registered, speaker or organiser", "status, attendance, attendee status"),
        _word("event", "name of the event", "event name, meeting, session"),
        _word("event_on", "day of the event", "event date, date of event, date"),
    ),
    "pilots": (
        _word("pilot", "name of the pilot", "pilot name, project, project name, trial, proof of concept, poc"),
        _word("council", "council where it ran", "authority, local authority, council name, organisation, client"),
        _word("suppliers", "suppliers, parted by `;`", "supplier, vendor, company, partner, supplier name"),
        _word("themes", "what it is about, parted by `;`", "theme, topic, area, challenge"),
        _word("starts", "first day", "start, start date, from"),
        _word("ends", "last day", "end, end date, to, until"),
        _word("outcome", "what came of it", "status, result"),
        _word("route_to_buy", "agreed route to buy", "procurement route, route to market, framework"),
    ),
}


@dataclass(frozen=True)
class TableMapping:
    """What the columns of tables with one header mean; ``check`` makes one that can be used."""

    name: str
    gives: str  # one of vocabulary.MAPPED
    header: tuple[str, ...] = field(repr=False)
    columns: Mapping[str, str] = field(default_factory=dict)  # ours -> theirs
    days: str | None = None  # one of vocabulary.DAY_ORDERS

    @property
    def id(self) -> str:
        """The same for every table with these columns, in any order."""
        return str(keyed("mapping", pa.array([_BETWEEN.join(sorted(plain_header(self.header)))]))[0].as_py())

    def row(self) -> dict[str, str]:
        """Its row in a file of mappings."""
        told = [f"{ours}={spelt(theirs)}" for ours, theirs in self.columns.items()]
        header = _BETWEEN.join(dict.fromkeys(name for name in map(spelt, self.header) if name))
        cells = {"mapping_id": self.id, "name": self.name, "gives": self.gives, "header": header}
        return cells | {"columns": _BETWEEN.join(told)} | ({"days": self.days} if self.days else {})

    def file(self, **common: str | None) -> InputFile:
        """A file of mappings with it alone, which a load takes; ``common``: columns that every file may carry."""
        shared = {name: cell for name, cell in common.items() if cell}
        return rows_as_file(f"mappings: {self.name}", [self.row() | shared])


@dataclass(frozen=True)
class Proposal:
    """What the columns of a table may mean. Only what is sure may be taken without asking."""

    gives: str
    columns: Mapping[str, str]  # ours -> theirs
    sure: frozenset[str]  # ours

    @property
    def certain(self) -> bool:
        """Whether every column of it is sure."""
        return bool(self.columns) and self.sure >= set(self.columns)


def spelt(name: str) -> str:
    """A name of a column as mappings write it: on one line, without the sign that parts lists."""
    return " ".join(name.replace(_BETWEEN, "/").split())


def plain_header(header: Iterable[str]) -> frozenset[str]:
    """The names of columns by which a table is known again."""
    return frozenset(spelt(column).casefold() for column in header) - {""}


def propose(header: Sequence[str], gives: str | None = None) -> Proposal:
    """What these columns may mean, and what the rows are if that is not said: that of which most is found.

    A column means exactly one thing. Names that mean exactly ours come first and are sure; then those most like ours.
    """
    if gives:
        _must_be_one(gives)
    made = [_proposal(header, kind) for kind in ([gives] if gives else WORDS)]
    return max(made, key=lambda one: (_missing(one.gives, one.columns) is None, len(one.sure), len(one.columns)))


def likely_header(lines: Sequence[Sequence[str]]) -> int:
    """Which of the first lines of a table names its columns, where the first names none that we know; else 0.

    It is the line with most of the names that mean exactly ours, two at least: a title above has none.
    """
    sure = [max(len(_exact(line, kind)[0]) for kind in WORDS) for line in lines]
    most = max(sure, default=0)
    return sure.index(most) if most > 1 and not sure[0] else 0


def _exact(header: Sequence[str], gives: str) -> tuple[dict[str, str], dict[str, str]]:
    """Columns whose names mean exactly ours, as ours -> theirs, and what is left: theirs -> as it is compared."""
    free = {spelt(name): normalise(name) for name in header if name.strip()}
    found: dict[str, str] = {}
    for word in WORDS[gives]:
        exact = [name for same in word.same for name in free if free[name] == same]
        if exact:
            found[word.name] = exact[0]
            del free[exact[0]]
    return found, free


def _proposal(header: Sequence[str], gives: str) -> Proposal:
    found, free = _exact(header, gives)
    sure = frozenset(found)
    if "name" in found:  # a full name is better than its parts
        found = {ours: theirs for ours, theirs in found.items() if ours not in ("first_name", "last_name")}
    for word in WORDS[gives]:
        if word.name in found or (word.name in ("name", "first_name", "last_name") and _named(found)):
            continue
        likes = [best[1:] for same in word.same for best in process.extract(same, free, scorer=fuzz.ratio, limit=1)]
        score, theirs = max(likes, default=(0, ""))
        if score >= _LIKE:
            found[word.name] = theirs
            del free[theirs]
    ordered = {word.name: found[word.name] for word in WORDS[gives] if word.name in found}
    return Proposal(gives, ordered, sure & set(ordered))


def check(
    name: str, header: Sequence[str], gives: str, pairs: Mapping[str, str], days: str | None = None
) -> TableMapping:
    """The mapping that says so; ``pairs`` are ours -> theirs. InputError with what is wrong and what there is."""
    _must_be_one(gives)
    if problem := fault(gives, pairs):
        raise InputError(" ".join(problem))
    known: dict[str, str] = {}
    for column in filter(str.strip, header):
        known.setdefault(spelt(column).casefold(), spelt(column))
    for theirs in pairs.values():
        if spelt(theirs).casefold() not in known:
            near = process.extractOne(spelt(theirs), list(known.values()), scorer=fuzz.ratio, score_cutoff=60)
            meant = f' Did you mean "{near[0]}"?' if near else ""
            raise InputError(f'The table has no column "{theirs}".{meant} It has: {", ".join(known.values())}.')
    columns = {ours: known[spelt(theirs).casefold()] for ours, theirs in pairs.items()}
    return TableMapping(name, gives, tuple(header), columns, days)


def fault(gives: str, columns: Mapping[str, str]) -> tuple[str, str] | None:
    """Why such a mapping cannot be used, and the remedy; None if it can."""
    words = {word.name: word.doc for word in WORDS[gives]}
    for ours in columns:
        if ours not in words:
            there = "; ".join(f"{name}: {doc}" for name, doc in words.items())
            return f'"{ours}" is no column of {gives}.', f"There are {there}."
    if missing := _missing(gives, columns):
        return missing, "Say which column holds it."
    return None


def _must_be_one(gives: str) -> None:
    if gives not in WORDS:
        raise InputError(f'"{gives}" is none of {", ".join(WORDS)}. Say what the rows are.')


def _missing(gives: str, columns: Mapping[str, str]) -> str | None:
    if gives == "pilots":
        lacks = [name for name in ("pilot", "council") if name not in columns]
        return f"No column gives the {lacks[0]}." if lacks else None
    return None if _named(columns) else "No column gives the name of the person."


def _named(columns: Mapping[str, str]) -> bool:
    return "name" in columns or {"first_name", "last_name"} <= set(columns)


def preview(sheet: Sheet, mapping: TableMapping, rows: int = 3) -> list[tuple[str, str, tuple[str, ...]]]:
    """For each of our columns: theirs, and what its first rows hold."""
    place = {spelt(name).casefold(): number for number, name in reversed(list(enumerate(sheet.header)))}
    shown = sheet.columns.slice(0, rows)
    return [
        (ours, theirs, tuple(cell or "" for cell in shown.column(place[theirs.casefold()]).to_pylist()))
        for ours, theirs in mapping.columns.items()
    ]


def columns_of(cell: str) -> dict[str, str]:
    """What a cell of a mapping says: ours -> theirs; what has no `=` is a word of ours without a column."""
    pairs = (item.partition("=") for item in cell.split(_BETWEEN))
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def remembered(store: Store, defaults: Defaults, today: date | None = None) -> list[TableMapping]:
    """The mappings on record that whoever loads may see, the latest for each header."""
    found: dict[str, tuple[int, dict[str, str]]] = {}
    day = (today or date.today()).isoformat()
    for batch in store.read(("mappings",)):
        for cells in batch.table.to_pylist():
            before = found.get(cells["mapping_id"])
            if _may_see(cells, defaults.owner, day) and (before is None or before[0] < cells["seq"]):
                found[cells["mapping_id"]] = cells["seq"], cells
    made = []
    for _, cells in sorted(found.values(), key=lambda one: -one[0]):
        columns = columns_of(cells["columns"])
        if fault(cells["gives"], columns) is None:
            header = tuple(cells["header"].split(_BETWEEN))
            made.append(TableMapping(cells["name"], cells["gives"], header, columns, cells["days"]))
    return made


def _may_see(cells: Mapping[str, str | None], viewer: str | None, today: str) -> bool:
    """The rule of every statement: open, one's own, or shared with one until a day that has not passed."""
    if cells["visibility"] == "open" or viewer is None:
        return cells["visibility"] == "open"
    shared = cells["visibility"] == "shared" and viewer in (cells["audience"] or "").split("|")
    return cells["owner"] == viewer or (shared and today <= (cells["shared_until"] or today))
