"""Conference programmes: pretalx's schedule and Sessionize's lists. Who speaks; who organises is not guessed.

A row is a speaker, in the order of the file. Biographies, pictures and links are never read.
"""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import InputError
from loaders.columns import joined
from loaders.dates import iso_day
from loaders.draft import Draft
from loaders.formats.at_events import NAMELESS, hold
from loaders.formats.documents import JsonFormat
from loaders.formats.table import TableFormat, mark
from loaders.reading import EventTold
from loaders.records import Json, objects, sheet_of_records, within
from loaders.sheet import Sheet

_PRETALX = ("pretalx code", "name", "conference", "start")  # as rejected rows come back: no table of others has these
_SESSIONIZE = ("Sessionize id", "firstName", "lastName", "name")
_NO_CONFERENCE = "This row names no conference.", "Fill it in as other rows have it."


def _pretalx_sheet(file: str, found: Json, notes: list[str]) -> Sheet:
    """Every person of every session, once; older files know them by number or by name alone."""
    conference = within(found, "schedule", "conference")
    title = within(conference, "title")
    days = within(conference, "days")
    if not isinstance(title, str) or not title.strip() or not isinstance(days, list):
        raise InputError(f"{file} is a schedule without a title or without days. Export it again as JSON.")
    rooms = [talks for day in objects(days) for talks in _values(day.get("rooms"))]
    people = [person for talks in rooms for talk in objects(talks) for person in objects(talk.get("persons"))]
    speakers: dict[str, dict[str, Json]] = {}
    for person in people:
        code = next((person[key] for key in ("code", "guid", "id") if person.get(key)), None)
        name = person.get("public_name") or person.get("name") or person.get("full_public_name")
        speakers.setdefault(f"{code or name}", {_PRETALX[0]: f"{code}" if code else None, "name": name})
    shared = {"conference": title.strip(), "start": within(conference, "start")}
    records = [(n, {**one, **shared}) for n, one in enumerate(speakers.values(), start=1)]
    return sheet_of_records(file, _PRETALX, records, notes=notes)


def _pretalx(draft: Draft) -> None:
    names, code = draft.text("name"), draft.text(_PRETALX[0])
    titles, starts = draft.text("conference"), draft.text("start")
    draft.reject(pc.is_null(titles), "conference", titles, _NO_CONFERENCE)
    told = ((title, start) for title, start in zip(titles.to_pylist(), starts.to_pylist(), strict=True) if title)
    title, start = next(told, (draft.source, None))
    day = iso_day(start or "")
    event = hold(draft, EventTold(title, date.fromisoformat(day) if day else None, "conference"))
    _speak(draft, "pretalx", event, names, code)


def _sessionize_sheet(file: str, found: Json, notes: list[str]) -> Sheet:
    """The speakers of the whole, or those whom grouped sessions name."""
    speakers = objects(within(found, "speakers"))
    if not speakers:
        sessions = [one for group in [*objects(found), *_values(found)] for one in objects(within(group, "sessions"))]
        sessions += objects(within(found, "sessions"))
        named = [one for session in sessions for one in objects(session.get("speakers"))]
        speakers = list({f"{one.get('id') or one.get('name')}": one for one in named}.values())
    if not speakers:
        raise InputError(f"{file} names no speaker. Choose the view with all data in Sessionize, and export it again.")
    records = [(n, {**one, _SESSIONIZE[0]: one.get("id")}) for n, one in enumerate(speakers, start=1)]
    return sheet_of_records(file, _SESSIONIZE, records, notes=notes)


def _sessionize(draft: Draft) -> None:
    event = hold(draft, draft.event())
    names = pc.coalesce(joined(draft.text("firstName"), draft.text("lastName")), draft.text("name"))
    _speak(draft, "sessionize", event, names, draft.text(_SESSIONIZE[0]))


def _speak(draft: Draft, prefix: str, event: pa.Array, names: pa.Array, code: pa.Array) -> None:
    """Somebody without a code is known at this event alone: two conferences may each have their Ann Jones."""
    nobody_else = pc.if_else(pc.is_valid(code), pa.scalar(None, pa.string()), event)
    person = draft.key(prefix, pc.coalesce(code, names), nobody_else)
    draft.reject(pc.is_null(names), "name", names, NAMELESS)
    draft.person(person, names)
    draft.add("attendance", event_id=event, person_id=person, role="speaker")


def _values(value: Json) -> list[Json]:
    return list(value.values()) if isinstance(value, dict) else []


FORMATS = (
    JsonFormat(
        ("schedule", "conference", "days"),
        TableFormat("pretalx_schedule", "pretalx schedule", (mark(*_PRETALX),), _pretalx),
        _pretalx_sheet,
    ),
    JsonFormat(
        ("sessions", "speakers", "isServiceSession"),
        TableFormat("sessionize", "Sessionize speakers", (mark(*_SESSIONIZE),), _sessionize),
        _sessionize_sheet,
    ),
)
