"""Invitations of a calendar as a table, as ``loaders.calendar`` makes it and as its rejected rows come back."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from loaders.columns import Cells
from loaders.draft import Draft
from loaders.formats.table import TableFormat, mark

COLUMNS = ("uid", "event", "on", "name", "address", "role")
_ROLES = ("organiser", "attended", "registered")
_NAMELESS = "The invitation gives no name, only an address.", "Add the name in the calendar, or leave it out."
_NO_MEETING = "This row does not say which meeting.", "Fill in its uid, event and on."


def _invitations(draft: Draft) -> None:
    """Each row: a person at a meeting."""
    draft.source = "Calendar"
    uid, title, on = draft.text("uid"), draft.text("event"), draft.day("on", required=True)
    names, role = draft.text("name"), pc.utf8_lower(draft.text("role"))
    draft.reject(pc.is_null(names), "name", names, _NAMELESS)
    draft.reject(_empty(uid, title, on), None, None, _NO_MEETING)
    draft.reject(pc.invert(pc.is_in(role, value_set=pa.array(_ROLES))), "role", role, _unknown)
    event = draft.key("meeting", uid, on)
    draft.add("events", once=True, event_id=event, name=title, format="meeting", on=on)
    address = draft.work_address("address")
    elsewhere = pc.if_else(pc.is_valid(address), None, event)  # a name alone is known at this meeting alone
    person = draft.key("guest", names, address, elsewhere)
    draft.person(person, names, address)
    draft.add("attendance", event_id=event, person_id=person, role=role)


def _empty(uid: Cells, title: Cells, on: Cells) -> pa.Array:
    return pc.or_(pc.is_null(uid), pc.or_(pc.is_null(title), pc.is_null(on)))


def _unknown(role: str) -> tuple[str, str]:
    return f'"{role}" is no role at a meeting.', f"Put {', '.join(_ROLES[:-1])} or {_ROLES[-1]}."


FORMAT = TableFormat("calendar", "Calendar", (mark(*COLUMNS),), _invitations)
FORMATS = (FORMAT,)
