"""Contacts as Google exports them, before 2024 and since."""

from __future__ import annotations

from loaders.columns import joined
from loaders.draft import Draft
from loaders.formats.contacts import PRIVATE, add_entries, first_of_several
from loaders.formats.table import TableFormat, mark

_ADDRESSES = [f"E-mail {n} - Value" for n in range(1, 10)]  # how many there are differs from export to export


def _contacts(draft: Draft) -> None:
    """Each row: a person with a post, known to whoever keeps the address book."""
    holder = draft.holder()
    draft.source = f"Google contacts of {holder}"
    given, middle = draft.text("First Name", "Given Name"), draft.text("Middle Name", "Additional Name")
    names = joined(given, middle, draft.text("Last Name", "Family Name"))
    employer = first_of_several(draft.employer("Organization Name", "Organization 1 - Name"))
    title = first_of_several(draft.text("Organization Title", "Organization 1 - Title"))
    add_entries(draft, names, draft.work_address(*_ADDRESSES), employer, title, known_to=holder)


FORMATS = (
    TableFormat(
        "google_contacts",
        "Google contacts",
        (
            mark("First Name", "Last Name", "File As", "Organization Name", "Organization Title"),
            mark("Name", "Given Name", "Additional Name", "Family Name", "Name Prefix"),
        ),
        _contacts,
        (
            *PRIVATE,
            r"(phone|address|im|event|custom field|website|jot|calendar link) \d+ - .*",
            r"labels|group membership|location|occupation|billing information|mileage|sensitivity|priority|subject",
        ),
    ),
)
