"""Tables of the user's own, read by a mapping that says once what their columns mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import normalise, theme_of
from loaders.columns import Cells, each, joined
from loaders.draft import Draft
from loaders.formats.at_events import GONE, hold
from loaders.formats.contacts import add_entries, add_posts, person_id
from loaders.formats.customers import owners
from loaders.formats.table import TableFormat
from loaders.mapping import TableMapping, plain_header, spelt
from loaders.placeholders import named

_NAMELESS = "This row names no person.", "Fill in the name, or leave the row out."
_NO_EVENT = "This row names no event.", "Fill in the name of the event, or leave the row out."
_NO_PILOT = "This row names no pilot, or no council.", "Fill in both, or leave the row out."
_BACK = "The end lies before the start.", "Correct one of the two dates."
_NO_PLACE = "no place"  # of people at an event: no role, the row is rejected
_ROLES = {
    "attended": "attended|attending|attendee|present|checked in|check in|yes|y|x|true|delegate|participant",
    "registered": "registered|registration|booked|rsvp|invited|no show|did not attend|absent|no|n|waitlist|maybe",
    "speaker": "speaker|presenter|panellist|panelist|chair|keynote|facilitator",
    "organiser": "organiser|organizer|host|staff",
    _NO_PLACE: "cancelled|canceled|declined|apologies|refunded|not attending",
}
_OUTCOMES = {
    "ongoing": "ongoing|running|live|active|in progress|current|open",
    "contract": "contract|contracted|procured|scaled|rolled out|bought|adopted",
    "completed": "completed|complete|finished|ended|done|closed",
    "stopped": "stopped|stalled|cancelled|canceled|abandoned|paused|failed",
}


class _Columns:
    """The cells of a draft under our names."""

    def __init__(self, draft: Draft, mapping: TableMapping) -> None:
        written = {spelt(name).casefold(): name.strip() for name in reversed(draft.sheet.header)}
        self._theirs = {ours: written[theirs.casefold()] for ours, theirs in mapping.columns.items()}
        self._draft = draft
        self._day_first = {"day_first": True, "month_first": False}.get(mapping.days or "")

    def text(self, ours: str) -> Cells:
        return self._draft.text(self._theirs[ours]) if ours in self._theirs else pa.nulls(self._draft.size, pa.string())

    def day(self, ours: str) -> Cells:
        if ours not in self._theirs:
            return pa.nulls(self._draft.size, pa.string())
        return self._draft.day(self._theirs[ours], day_first=self._day_first)

    def names(self) -> Cells:
        return named(pc.coalesce(self.text("name"), joined(self.text("first_name"), self.text("last_name"))))

    def employer(self) -> Cells:
        return self.organisation("employer")

    def organisation(self, ours: str) -> Cells:
        return self._draft.employer(*self._of(ours))

    def email(self) -> Cells:
        return self._draft.work_address(*self._of("email"))

    def called(self, ours: str) -> str | None:
        return self._theirs.get(ours)

    def has(self, ours: str) -> bool:
        return ours in self._theirs

    def _of(self, ours: str) -> list[str]:
        return [self._theirs[ours]] if ours in self._theirs else []


class MappedTable(TableFormat):
    """A format made from a mapping. A table is of it if it has just the columns of the mapping's header.

    Columns that the mapping does not use may hold anything: they are dropped at the door. So they may be missing, as
    they are from rejected rows that come back.
    """

    _used: frozenset[str]

    def __init__(self, mapping: TableMapping) -> None:
        """A mapping that was checked."""
        object.__setattr__(self, "_used", plain_header(mapping.columns.values()))  # the class that it is of is frozen
        own = plain_header(mapping.header)
        super().__init__(f"{mapping.gives}, mapped", mapping.name, (own,), lambda draft: _read(draft, mapping))

    def fits(self, header: frozenset[str]) -> int:
        """How many columns it has: all that the mapping uses, and none that its header lacks; 0 if it is another."""
        there = plain_header(header)
        return len(there) if self._used <= there <= self.marks[0] else 0

    def dropped(self, header: Sequence[str]) -> Sequence[str]:
        """All columns but those that the mapping uses."""
        return [re.escape(name.strip()) for name in header if spelt(name).casefold() not in self._used]


def _read(draft: Draft, mapping: TableMapping) -> None:
    _READ[mapping.gives](draft, _Columns(draft, mapping))


def _contacts(draft: Draft, columns: _Columns) -> None:
    known_to = owners(draft, columns.text("known_to"))
    draft.source = f"{draft.source} of {draft.told.owner or draft.told.holder}"
    told = columns.names(), columns.email(), columns.employer(), columns.text("title")
    add_entries(draft, *told, known_to=known_to, on=columns.day("on"))


def _people(draft: Draft, columns: _Columns) -> None:
    person, employer = _add_people(draft, columns)
    starts, ends = columns.day("starts"), columns.day("ends")
    draft.reject(pc.greater(starts, ends), None, None, _BACK)
    add_posts(draft, person, employer, columns.text("title"), columns.text("department"), starts=starts, ends=ends)


def _attendance(draft: Draft, columns: _Columns) -> None:
    if columns.has("event"):
        event, on = columns.text("event"), columns.day("event_on")
        draft.reject(pc.is_null(event), None, None, _NO_EVENT)
        id_ = draft.key("event", each(event, lambda name: normalise(name) or name), on)
        draft.add("events", once=True, event_id=id_, name=event, on=on)
    else:
        id_ = hold(draft, draft.event())
    person, employer = _add_people(draft, columns)
    draft.post(person, employer, columns.text("title"))
    draft.add("attendance", event_id=id_, person_id=person, role=_roles(draft, columns))


def _roles(draft: Draft, columns: _Columns) -> Cells:
    """What they were there; of whose word is not known only that they had a place, which is said."""
    said, column = columns.text("role"), columns.called("role")
    role = each(said, lambda text: _word(text, _ROLES))
    draft.reject(pc.equal(role, _NO_PLACE), column, said, GONE)
    unknown = said.filter(pc.and_(pa.array(draft.good()), pc.and_(pc.is_valid(said), pc.is_null(role))))
    if count := len(unknown):
        cells = "1 cell" if count == 1 else f"{count:,} cells"
        what = f"{cells} of `{column}` could not be understood ({unknown[0].as_py()})"
        draft.notes.append(f"{what}: taken for registered.")
    return pc.fill_null(role, "registered")


def _add_people(draft: Draft, columns: _Columns) -> tuple[Cells, Cells]:
    names, email, employer = columns.names(), columns.email(), columns.employer()
    draft.reject(pc.is_null(names), None, None, _NAMELESS)
    person = person_id(draft, names, email, employer, columns.text("title"))
    draft.person(person, names, email)
    return person, employer


def _pilots(draft: Draft, columns: _Columns) -> None:
    name, council = columns.text("pilot"), columns.organisation("council")
    draft.reject(pc.or_(pc.is_null(name), pc.is_null(council)), None, None, _NO_PILOT)
    starts, ends = columns.day("starts"), columns.day("ends")
    draft.reject(pc.greater(starts, ends), None, None, _BACK)
    draft.add(
        "pilots",
        pilot_id=draft.key("pilot", name, council),
        name=name,
        council_id=council,
        supplier_ids=each(columns.text("suppliers"), _listed),
        themes=each(columns.text("themes"), lambda text: _listed(text.replace(",", ";"), theme_of)),
        starts=starts,
        ends=ends,
        outcome=each(columns.text("outcome"), lambda text: _word(text, _OUTCOMES) or "unknown"),
        route_to_buy=columns.text("route_to_buy"),
    )


def _listed(text: str, spell: Callable[[str], str] = lambda item: " ".join(item.split())) -> str | None:
    """A list in our spelling, out of items parted by `;`, `|` or line breaks."""
    items = map(spell, re.split(r"[;|\n]", text))
    return "|".join(dict.fromkeys(item for item in items if item)) or None


def _word(text: str, words: Mapping[str, str]) -> str | None:
    plain = " ".join(re.sub(r"[\W_]+", " ", text).split()).lower()
    return next((ours for ours, theirs in words.items() if plain in theirs.split("|")), None)


_READ: Mapping[str, Callable[[Draft, _Columns], None]] = {
    "contacts": _contacts,
    "people": _people,
    "attendance": _attendance,
    "pilots": _pilots,
}
