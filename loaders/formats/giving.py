"""Grants as 360Giving publishes them (CSV and workbook by the titles of its columns, JSON by its fields).

A funder gives money to an organisation: facts on organisations, and no person is loaded, not even from a grant to one.
An id of Companies House or of a register of charities names its organisation; home-made ids, of which one recipient may
have several, do not: there the name does. Councils are found by name. What a recipient is follows from its id and its
legal form, and is marked as inferred.
"""

from __future__ import annotations

import re
from typing import Any, Final

import pyarrow.compute as pc

from graph.errors import InputError
from graph.identity import normalise
from loaders.columns import Cells, each
from loaders.councils import finder
from loaders.draft import Draft
from loaders.formats.documents import JsonFormat
from loaders.formats.table import TableFormat, mark
from loaders.money import ONE_SPELLING, pence, pounds
from loaders.ocds_release import company_number
from loaders.records import Json, objects, sheet_of_records, within
from loaders.rejection import Rejection
from loaders.sheet import Sheet

_FUNDER, _RECIPIENT = "Funding Org", "Recipient Org"
_OF_CHARITIES: Final = re.compile(r"GB-(?:CHC|SC|NIC)-[A-Z0-9]{4,10}")
_COMMUNITY = re.compile(r"\b(cic|community interest company|cio|trust|charity|foundation|church|society)\b")
_FIRM = re.compile(r"\b(plc|llp|ltd|limited)$")
_INFERRED: Final[dict[str, Any]] = {"class": "inferred"}  # `class` is a word of the language
_NO_ONE = (
    "The grant names no organisation that received it. Grants to people are not loaded.",
    "Nothing to mend, unless an organisation received it.",
)
_COLUMNS: Final = {  # title of the column -> where it stands in JSON
    "Identifier": ("id",),
    "Title": ("title",),
    "Currency": ("currency",),
    "Amount Awarded": ("amountAwarded",),
    "Award Date": ("awardDate",),
    **{
        f"{_RECIPIENT}:{name}": ("recipientOrganization", field)
        for name, field in (("Identifier", "id"), ("Name", "name"))
    },
    f"{_RECIPIENT}:Charity Number": ("recipientOrganization", "charityNumber"),
    f"{_RECIPIENT}:Company Number": ("recipientOrganization", "companyNumber"),
    **{f"{_FUNDER}:{name}": ("fundingOrganization", field) for name, field in (("Identifier", "id"), ("Name", "name"))},
    f"{_FUNDER}:Department": ("fundingOrganization", "department"),
    "Grant Programme:Code": ("grantProgramme", "code"),
    "Grant Programme:Title": ("grantProgramme", "title"),
}


def _grants(draft: Draft) -> None:
    names = {who: draft.text(f"{who}:Name") for who in (_FUNDER, _RECIPIENT)}
    title, amount = draft.text("Title"), draft.text("Amount Awarded")
    value = each(amount, lambda text: None if (found := pence(text)) is None else pounds(found), usual=ONE_SPELLING)
    no_amount = pc.and_(pc.is_valid(amount), pc.is_null(value))
    draft.reject(pc.is_null(names[_RECIPIENT]), f"{_RECIPIENT}:Name", None, _NO_ONE)
    draft.reject(pc.is_null(names[_FUNDER]), f"{_FUNDER}:Name", None, ("The grant has no funder.", "Add its name."))
    draft.reject(pc.is_null(title), "Title", title, ("The grant has no title.", "Add it."))
    draft.reject(no_amount, "Amount Awarded", amount, lambda text: (f'"{text}" is no amount.', "Write it as 1234.50."))
    day = draft.day("Award Date", required=True)
    funder, recipient = (_organisation(draft, who, names[who]) for who in (_FUNDER, _RECIPIENT))
    programme = _programme(draft, names[_FUNDER], funder)
    draft.add(
        "grants",
        funder_id=funder,
        recipient_id=recipient,
        grant_id=draft.text("Identifier"),
        title=title,
        value=value,
        currency=pc.utf8_upper(draft.text("Currency")),
        on=day,
        programme_id=programme,
        department_id=_team(draft, names[_FUNDER], funder),
    )


def _organisation(draft: Draft, who: str, names: Cells) -> Cells:
    """What stands for each organisation: an id that a register gave, or its name."""
    charity = each(draft.text(f"{who}:Charity Number"), lambda text: f"GB-CHC-{text.strip()}")
    company = each(draft.text(f"{who}:Company Number"), lambda text: f"GB-COH-{text.strip()}")
    ids = (draft.text(f"{who}:Identifier"), charity, company)
    official = pc.coalesce(*(each(one, _official) for one in ids))
    council = pc.is_valid(each(names, lambda name: finder().find(name, suggest=False).organisation_id))
    ours = pc.and_(pc.is_valid(official), pc.invert(council))
    stands = pc.if_else(ours, official, names)
    charity = pc.fill_null(pc.match_substring_regex(official, f"^{_OF_CHARITIES.pattern}$"), False)
    kinds = "funder" if who == _FUNDER else pc.if_else(charity, "community", each(names, _kind))
    number = each(official, lambda id_: id_.removeprefix("GB-COH-") if id_.startswith("GB-COH-") else None)
    draft.add(
        "organisations",
        ours,
        once=True,
        organisation_id=stands,
        name=names,
        kind=kinds,
        company_number=number,
        **_INFERRED,
    )
    return stands


def _official(text: str) -> str | None:
    """An id given out by a register, as it is written everywhere; None for any other."""
    id_ = text.strip().upper()
    if id_.startswith("GB-COH-"):
        number = company_number(id_.removeprefix("GB-COH-"))
        return f"GB-COH-{number}" if number else None
    return id_ if _OF_CHARITIES.fullmatch(id_) else None


def _kind(name: str) -> str:
    """What an organisation that is no charity on a register is, by its legal form."""
    plain = normalise(name)
    if _COMMUNITY.search(plain):
        return "community"
    return "sme" if _FIRM.search(plain) else "unknown"


def _programme(draft: Draft, funders: Cells, funder: Cells) -> Cells:
    name, code = draft.text("Grant Programme:Title"), draft.text("Grant Programme:Code")
    programme = pc.if_else(
        pc.is_valid(name), draft.key("programme", each(funders, normalise), pc.coalesce(code, name)), None
    )
    draft.add("programmes", once=True, programme_id=programme, name=name, funder_id=funder)
    return programme


def _team(draft: Draft, funders: Cells, funder: Cells) -> Cells:
    """The funder's team that gives: where a council knows the bodies outside."""
    name = draft.text(f"{_FUNDER}:Department")
    department = pc.if_else(pc.is_valid(name), draft.key("department", each(funders, normalise), name), None)
    draft.add("departments", once=True, department_id=department, organisation_id=funder, name=name)
    return department


def _sheet(file: str, found: Json, notes: list[str]) -> Sheet:
    """The grants of a file as rows, numbered as they stand in it; of several recipients the first."""
    grants = within(found, "grants")
    if not isinstance(grants, list) or not grants:
        raise InputError(f"{file} holds no list of grants. Load a file that 360Giving's tools call valid.")
    rows = [(n, {name: _first(one, *keys) for name, keys in _COLUMNS.items()}) for n, one in _numbered(grants)]
    faults = [
        Rejection(file, n, None, None, "This entry is no grant: it has no fields.", "Leave it out.")
        for n, one in enumerate(grants, start=1)
        if not isinstance(one, dict)
    ]
    return sheet_of_records(file, tuple(_COLUMNS), rows, faults, (*notes, "Rows are grants, counted from 1."))


def _numbered(grants: list[Json]) -> list[tuple[int, Json]]:
    return [(n, one) for n, one in enumerate(grants, start=1) if isinstance(one, dict)]


def _first(grant: Json, key: str, field: str | None = None) -> Json:
    if field is None:
        return grant.get(key)
    held = objects(grant.get(key))
    return held[0].get(field) if held else None


_TABLE = TableFormat(
    "grants_360giving",
    "360Giving grants",
    (mark("Identifier", "Amount Awarded", "Award Date", "Funding Org:Name"),),
    _grants,
    (r"description", r"recipient ind.*", r"beneficiary.*", r".*address", r".*postal code", r".*city", r".*county"),
)
FORMATS = (_TABLE,)
DOCUMENTS = (JsonFormat(("grants", "awardDate", "fundingOrganization"), _TABLE, _sheet),)
