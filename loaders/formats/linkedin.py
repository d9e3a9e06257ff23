"""The connections that LinkedIn gives its member."""

from __future__ import annotations

import pyarrow.compute as pc

from loaders.columns import Cells, each, joined
from loaders.draft import Draft
from loaders.formats.table import TableFormat, mark

_USUAL = r"^https://www\.linkedin\.com/in/[a-z0-9%._~-]+$"
_HIDDEN = "LinkedIn hides who this is: the row has no name.", "Nothing to mend."


def _connections(draft: Draft) -> None:
    """Each row: a person with a post, connected to whoever made the export."""
    holder = draft.holder()
    draft.source = f"LinkedIn connections of {holder}"
    names = joined(draft.text("First Name"), draft.text("Last Name"))
    email, employer = draft.work_address("Email Address"), draft.employer("Company")
    person = draft.first_key("linkedin", (profile(draft.text("URL")),), (names, employer))
    draft.reject(pc.is_null(names), "First Name", names, _HIDDEN)
    draft.person(person, names, email)
    draft.post(person, employer, draft.text("Position"))
    draft.add(
        "contacts", person_a=holder, person_b=person, kind="connection", on=draft.day("Connected On"), said_by=holder
    )


def profile(urls: Cells) -> Cells:
    """The address of a profile in its usual form, however it is written; what is usual already is quick."""
    return each(urls, _usual, usual=_USUAL)


def _usual(url: str) -> str | None:
    path = url.casefold().split("?")[0].split("//")[-1].partition("/")[2]
    name = path.rstrip("/").rsplit("/", 1)[-1]
    return f"https://www.linkedin.com/in/{name}" if name else None


FORMATS = (
    TableFormat(
        "linkedin_connections",
        "LinkedIn connections",
        (mark("First Name", "Last Name", "Company", "Position", "Connected On"),),
        _connections,
    ),
)
