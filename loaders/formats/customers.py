"""People in lists of customers: HubSpot and Pipedrive. The owner of an entry is who knows the person."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import normalise
from loaders.columns import Cells, each, joined
from loaders.draft import Draft
from loaders.formats.contacts import PRIVATE, add_entries, first_of_several
from loaders.formats.table import TableFormat, mark
from loaders.reading import Ask, NeededError


def _hubspot(draft: Draft) -> None:
    names = joined(draft.text("First Name"), draft.text("Last Name"))
    employer = first_of_several(draft.employer("Company Name", "Associated Company", "Primary Associated Company"))
    owner, on = draft.text("Contact owner"), draft.day("Last Activity Date")
    email = draft.work_address("Email", "Additional email addresses")
    _entries(draft, "HubSpot", names, email, employer, draft.text("Job Title"), owner, on)


def _pipedrive(draft: Draft) -> None:
    parts = joined(draft.text("Person - First name"), draft.text("Person - Last name"))
    names = pc.coalesce(draft.text("Person - Name"), parts)
    email = draft.work_address("Person - Email - Work", "Person - Email", "Person - Email - Other")
    employer, title = draft.employer("Organization - Name", "Person - Organization"), draft.text("Person - Job title")
    owner, on = draft.text("Person - Owner"), draft.day("Person - Last activity date")
    _entries(draft, "Pipedrive", names, email, employer, title, owner, on)


def _entries(
    draft: Draft, program: str, names: Cells, email: Cells, employer: Cells, title: Cells, owner: Cells, on: Cells
) -> None:
    """Each row: a person with a post, known to the owner of the entry, or to the holder where it has none."""
    draft.source = f"{program} contacts of {draft.told.owner or draft.told.holder}"
    known_to = owners(draft, owner)
    add_entries(draft, names, email, employer, title, known_to=known_to, on=on)


def owners(draft: Draft, names: Cells) -> Cells:
    """The people who own the rows; added as people of the organisation that owns the list.

    A name is the holder only if it is the holder's name. Else it is a person of its own, with a post at the owning
    organisation that is not numbered: who that is among those on record, the review of people says, never this loader.
    """
    told = draft.told
    names = pc.if_else(pa.array(draft.good()), names, pa.scalar(None, pa.string()))
    named = pc.is_valid(names)
    if told.owner is None and pc.any(named).as_py():
        words = f"{draft.file} says who owns each contact, but not of which organisation. Say whose data this is."
        raise NeededError(Ask("owner", draft.file, words))
    mine = normalise(told.holder_name) if told.holder and told.holder_name else None
    holders = each(names, lambda name: told.holder if mine and normalise(name) == mine else None)
    person = pc.coalesce(holders, draft.key("colleague", each(names, normalise), told.owner))
    others = pc.and_(named, pc.is_null(holders))
    draft.add("people", others, once=True, person_id=person, name=names)
    draft.add("posts", others, once=True, person_id=person, organisation_id=told.owner, title="title not known")
    return (
        person
        if pc.all(pc.or_(named, pa.array(~draft.good()))).as_py()
        else pc.coalesce(person, pa.scalar(draft.holder()))
    )


FORMATS = (
    TableFormat(
        "hubspot_contacts",
        "HubSpot contacts",
        tuple(
            mark("Record ID", "First Name", "Last Name", "Email", also)
            for also in ("Contact owner", "Lifecycle Stage", "Associated Company", "Lead Status", "Last Activity Date")
        ),
        _hubspot,
        (*PRIVATE, r"street address.*|city|postal code|ip .*|.*\b(facebook|twitter|whatsapp)\b.*"),
    ),
    TableFormat(
        "pipedrive_people",
        "Pipedrive people",
        (mark("Person - Name", "Organization - Name"), mark("Person - Name", "Person - Owner")),
        _pipedrive,
        (*PRIVATE, r"person - email - home|person - .*address.*|person - im.*"),
    ),
)
