"""Contacts as Outlook exports them: the classic program, and the one that follows it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from loaders.columns import joined
from loaders.draft import Draft
from loaders.formats.contacts import PRIVATE, add_entries
from loaders.formats.table import TableFormat, mark

_MARKED = "Marked as private in the address book: not loaded.", "Take the mark away if it is a contact of work."
_MARKS = pa.array(["true", "yes", "private", "personal", "confidential"])


def _contacts(draft: Draft) -> None:
    """Each row: a person with a post, known to whoever keeps the address book; what is marked as private stays out."""
    holder = draft.holder()
    draft.source = f"Outlook contacts of {holder}"
    for column in ("Private", "Sensitivity"):
        draft.reject(pc.is_in(pc.utf8_lower(draft.text(column)), value_set=_MARKS), column, None, _MARKED)
    names = joined(draft.text("First Name"), draft.text("Middle Name"), draft.text("Last Name"))
    email = draft.work_address("E-mail Address", "E-mail 2 Address", "E-mail 3 Address")
    employer, title = draft.employer("Company"), draft.text("Job Title")
    add_entries(draft, names, email, employer, title, known_to=holder)


FORMATS = (
    TableFormat(
        "outlook_contacts",
        "Outlook contacts",
        (mark("First Name", "Last Name", "E-mail Address", "Company", "Job Title", "Business Street"),),
        _contacts,
        (
            *PRIVATE,
            r"account|assistant's name|billing information|categories|government id number|keywords|location|mileage",
            r"organizational id number|profession|referred by|user \d|initials|e-mail( \d)? (type|display name)",
        ),
    ),
)
