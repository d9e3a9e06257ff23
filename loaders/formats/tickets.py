"""Eventbrite's list of attendees and Meetup's: who has a place, who came, at an event that the user names.

A place is no attendance: only Eventbrite's "Checked In" says that somebody came. The organiser's own questions (diet,
access) are columns too, and nobody's business here: all but the columns that are read are dropped at the door.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from loaders.columns import each, joined
from loaders.draft import Draft
from loaders.formats.at_events import GONE, NAMELESS, hold, own_addresses
from loaders.formats.table import TableFormat, mark

_PLACE = {"attending": "registered", "checked in": "attended"}
_CANCELLED = {"not attending", "deleted", "refunded", "cancelled", "canceled", "transferred", "unpaid"}
_NOBODY_YET = {"info requested", "info pending"}  # in place of a name, until the buyer of several tickets gives it
_EVENTBRITE = "first name|last name|email|attendee #|attendee status|job title|company"
_MEETUP = "name|user id|event host|rsvp"


def _eventbrite(draft: Draft) -> None:
    event = hold(draft, draft.event())
    names = joined(draft.text("First Name"), draft.text("Last Name"))
    names = pc.if_else(pc.is_in(pc.utf8_lower(names), pa.array(_NOBODY_YET)), pa.scalar(None, pa.string()), names)
    status = pc.utf8_lower(draft.text("Attendee Status"))
    draft.reject(pc.is_in(status, value_set=pa.array(_CANCELLED)), "Attendee Status", status, GONE)
    role = each(pc.fill_null(status, "attending"), _PLACE.get)
    draft.reject(pc.is_null(role), "Attendee Status", status, _unknown)
    draft.reject(pc.is_null(names), "First Name", draft.text("First Name"), NAMELESS)
    address = draft.work_address("Email")
    by_ticket = pc.if_else(pc.is_valid(address), pa.scalar(None, pa.string()), draft.text("Attendee #"))
    nobody_else = pc.if_else(pc.is_valid(address), pa.scalar(None, pa.string()), event)
    person = draft.key("eventbrite", names, address, by_ticket, nobody_else)
    draft.person(person, names, own_addresses(draft, names, address))
    draft.post(person, draft.employer("Company"), draft.text("Job Title"))
    draft.add("attendance", event_id=event, person_id=person, role=role)


def _unknown(status: str) -> tuple[str, str]:
    return f'"{status}" is no status that we know.', "Put Attending, Checked In or Not Attending."


def _meetup(draft: Draft) -> None:
    """A member may go by a nickname; the number of the member tells two of one name apart."""
    event = hold(draft, draft.event())
    names, said = draft.text("Name"), pc.utf8_lower(draft.text("RSVP"))
    draft.reject(pc.not_equal(pc.fill_null(said, ""), "yes"), "RSVP", said, _not_coming)
    draft.reject(pc.is_null(names), "Name", names, NAMELESS)
    hosts = pc.equal(pc.utf8_lower(pc.fill_null(draft.text("Event Host"), "")), "yes")
    role = pc.if_else(hosts, "organiser", "registered")
    member = draft.text("User ID")
    nobody_else = pc.if_else(pc.is_valid(member), pa.scalar(None, pa.string()), event)
    person = draft.key("meetup", pc.coalesce(member, names), nobody_else)
    draft.person(person, names)
    draft.add("attendance", event_id=event, person_id=person, role=role)


def _not_coming(said: str) -> tuple[str, str]:
    waits = said.startswith("wait")
    return ("They wait for a place." if waits else "They did not say that they would come."), "Nothing to mend."


def _all_but(columns: str) -> tuple[str, ...]:
    return (f"(?!(?:{columns})$).*",)


FORMATS = (
    TableFormat(
        "eventbrite_attendees",
        "Eventbrite attendees",
        (mark("First Name", "Last Name", "Attendee #", "Attendee Status"),),
        _eventbrite,
        _all_but(_EVENTBRITE),
    ),
    TableFormat(
        "meetup_attendees",
        "Meetup attendees",
        (mark("Name", "User ID", "Event Host", "RSVP"),),
        _meetup,
        _all_but(_MEETUP),
    ),
)
