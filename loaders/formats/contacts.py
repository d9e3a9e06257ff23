"""What address books and lists of customers have in common: entries that are people with posts, whom somebody knows."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from loaders.columns import Cells, each
from loaders.draft import Draft, Given

PRIVATE = (  # columns that no format of people needs, whatever program wrote them
    r".*\b(phones?|mobile|fax|pager|telex|isdn|callback)\b.*",
    r".*\b(birthday|birth|anniversary|gender|marital status|spouse|partner|children|hobby|nickname|maiden name)\b.*",
    r".*\b(notes?|comments?|remarks?|photo|relation|relationship)\b.*",
    r"(home|other|personal) .*",
)
_NAMELESS = "This entry names no person.", "Fill in the name of the person, or leave the entry out."
_NO_WORK = (
    "No work details: a private contact is not loaded.",
    "If this is a contact of work, fill in the organisation or an address at work.",
)


def add_entries(
    draft: Draft,
    names: Cells,
    email: Cells,
    employer: Cells,
    title: Cells,
    *,
    known_to: Given,
    on: Given = None,
) -> None:
    """Each row: a person, a post where an employer is named, and a connection with whoever is ``known_to``.

    The department of an address book is left out: that two entries name one makes nobody's team.
    """
    draft.reject(pc.is_null(names), None, None, _NAMELESS)
    draft.reject(pc.and_(pc.is_null(employer), pc.is_null(email)), None, None, _NO_WORK)
    person = person_id(draft, names, email, employer, title)
    draft.person(person, names, email)
    draft.post(person, employer, title)
    draft.add("contacts", person_a=known_to, person_b=person, kind="connection", on=on, said_by=known_to)


def add_posts(draft: Draft, person: Cells, employer: Cells, title: Cells, department: Cells, **cells: Given) -> None:
    """The post of each row, in its department where one is named."""
    placed = pc.and_(pc.is_valid(employer), pc.is_valid(department))
    unit = pc.if_else(placed, draft.key("department", department, employer), pa.scalar(None, pa.string()))
    draft.add("departments", placed, once=True, department_id=unit, organisation_id=employer, name=department)
    draft.post(person, employer, title, department_id=unit, **cells)


def person_id(draft: Draft, names: Cells, email: Cells, employer: Cells, title: Cells) -> Cells:
    """An id of somebody without an identifier, the same in every file that tells the same of them.

    Made of the address at work and the name, for a mailbox may serve many; without an address of name, employer and
    title, so that two people of one name at one council stay two until somebody says that they are one.
    """
    lower = pc.utf8_lower(names)
    return draft.first_key("person", (email, lower), (lower, employer, title, names))


def first_of_several(cells: Cells) -> Cells:
    """The first value of cells that join several by `:::`."""
    if not pc.any(pc.match_substring(cells, " ::: ")).as_py():
        return cells
    return each(cells, lambda text: text.split(" ::: ", 1)[0].strip() or None)
