"""Cards of an address book as a table, as ``loaders.vcard`` makes it and as its rejected rows come back."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from loaders.draft import Draft
from loaders.formats.contacts import add_entries
from loaders.formats.table import TableFormat, mark

COLUMNS = (
    "Name on card",
    "Organisation on card",
    "Title on card",
    "Addresses on card",
    "Kind of card",
    "Class of card",
)
_MARKED = "Marked as private in the address book: not loaded.", "Take the mark away if it is a contact of work."
_NOBODY = "This card is not of a person.", "Nothing to mend."


def _cards(draft: Draft) -> None:
    """Each row: a person with a post, known to whoever keeps the address book."""
    holder = draft.holder()
    draft.source = f"vCard contacts of {holder}"
    name, organisation, title, addresses, kind, level = COLUMNS
    private = pa.array(["private", "confidential"])
    draft.reject(pc.is_in(pc.utf8_lower(draft.text(level)), value_set=private), level, None, _MARKED)
    person = pa.array(["individual"])
    what = pc.utf8_lower(draft.text(kind))
    draft.reject(pc.and_(pc.is_valid(what), pc.invert(pc.is_in(what, value_set=person))), kind, None, _NOBODY)
    employer, email = draft.employer(organisation), draft.work_address(addresses)
    add_entries(draft, draft.text(name), email, employer, draft.text(title), known_to=holder)


FORMAT = TableFormat("vcard", "vCard contacts", (mark(*COLUMNS),), _cards)
FORMATS = (FORMAT,)
