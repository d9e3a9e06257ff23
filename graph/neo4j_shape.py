"""How statements look in Neo4j: which are nodes, which are relations, and which readable relations follow from them.

A statement that describes a thing is a ``:Statement`` node that DESCRIBES it; one that links two things is a relation
that carries all its cells. Truth stands once. Beside it stand readable relations made from describing statements,
which carry the id of their statement and go with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.statements import KINDS
from graph.vocabulary import THING_LABELS

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """A relation type with the labels of its ends and the columns that name them."""

    type: str
    from_label: str
    from_column: str
    to_label: str
    to_column: str


_PERSON, _ORGANISATION = "Person", "Organisation"

LINKS: Mapping[str, tuple[Link, ...]] = {  # kind -> the relations that its statements may be
    "posts": (
        Link("HOLDS_POST", _PERSON, "person_id", "Department", "department_id"),
        Link("HOLDS_POST", _PERSON, "person_id", _ORGANISATION, "organisation_id"),
    ),
    "contacts": (Link("KNOWS", _PERSON, "person_a", _PERSON, "person_b"),),
    "endorsements": (
        Link("KNOWS", _PERSON, "from_person_id", _PERSON, "person_id"),
        Link("ENDORSED", _ORGANISATION, "from_organisation_id", _PERSON, "person_id"),
    ),
    "attendance": (Link("ATTENDED", _PERSON, "person_id", "Event", "event_id"),),
    "pilot_people": (Link("WORKED_ON", _PERSON, "person_id", "Pilot", "pilot_id"),),
    "offers": (Link("ADDRESSES", _ORGANISATION, "organisation_id", "Theme", "theme"),),
    "framework_members": (
        Link("LISTED_ON", _ORGANISATION, "organisation_id", "Framework", "framework_id"),
        Link("BUYS_THROUGH", _ORGANISATION, "organisation_id", "Framework", "framework_id"),
    ),
    "person_matches": (Link("COMPARED_WITH", _PERSON, "person_a", _PERSON, "person_b"),),
    "organisation_matches": (Link("COMPARED_WITH", _ORGANISATION, "organisation_a", _ORGANISATION, "organisation_b"),),
    "awards": (Link("AWARDED", _ORGANISATION, "buyer_id", _ORGANISATION, "supplier_id"),),
    "grants": (Link("GRANTED", _ORGANISATION, "funder_id", _ORGANISATION, "recipient_id"),),
    "payments": (Link("PAID", _ORGANISATION, "payer_id", _ORGANISATION, "supplier_id"),),
}
DERIVED: Mapping[str, tuple[Link, ...]] = {  # kind -> readable relations; the column "" is the thing itself
    "organisations": (Link("REPLACED_BY", _ORGANISATION, "", _ORGANISATION, "replaced_by"),),
    "departments": (Link("PART_OF", "Department", "", _ORGANISATION, "organisation_id"),),
    "events": (
        Link("ORGANISED", _ORGANISATION, "organiser_id", "Event", ""),
        Link("SPONSORED", _ORGANISATION, "sponsor_ids", "Event", ""),
        Link("ABOUT", "Event", "", "Theme", "themes"),
    ),
    "pilots": (
        Link("HOSTED", _ORGANISATION, "council_id", "Pilot", ""),
        Link("SUPPLIED", _ORGANISATION, "supplier_ids", "Pilot", ""),
        Link("FUNDED", "Programme", "programme_id", "Pilot", ""),
        Link("LED_TO", "Pilot", "follows", "Pilot", ""),
        Link("ABOUT", "Pilot", "", "Theme", "themes"),
    ),
    "challenges": (
        Link("FACES", _ORGANISATION, "organisation_id", "Challenge", ""),
        Link("OWNS", _PERSON, "owner_id", "Challenge", ""),
        Link("ABOUT", "Challenge", "", "Theme", "theme"),
    ),
    "programmes": (
        Link("RUNS", _ORGANISATION, "funder_id", "Programme", ""),
        Link("ABOUT", "Programme", "", "Theme", "themes"),
    ),
    "frameworks": (Link("OPERATES", _ORGANISATION, "operator_id", "Framework", ""),),
    "notices": (Link("PUBLISHED", _ORGANISATION, "buyer_id", "Notice", ""),),
    "establishment": (
        Link("HAS_POST", _ORGANISATION, "organisation_id", "Post", ""),
        Link("HELD_BY", "Post", "", _PERSON, "holder_id"),
        Link("REPORTS_TO", "Post", "", "Post", "reports_to"),
    ),
    "introductions": (
        Link("ASKED", _PERSON, "asker_id", "Request", ""),
        Link("ASKED_VIA", "Request", "", _PERSON, "introducer_id"),
        Link("ASKED_FOR", "Request", "", _PERSON, "target_id"),
    ),
}
LINK_TYPES = tuple(sorted({link.type for links in LINKS.values() for link in links}))
DERIVED_TYPES = tuple(sorted({link.type for links in DERIVED.values() for link in links}))
INDEXED = (("KNOWS", "said_by"), ("HOLDS_POST", "organisation_id"), ("AWARDED", "notice_id"))  # no end of the relation
TOLD = (("titles", "where"),)  # a cell of the statement that names no thing; for kinds with few rows
LISTS = ("replaced_by", "sponsor_ids", "supplier_ids", "themes")
THINGS = tuple(dict.fromkeys(THING_LABELS.values()))
CARRIED = ("source", "row", "class", "visibility", "audience", "owner", "licence")  # by readable relations too


def types_of(kind: str) -> tuple[str, ...]:
    """The relation types in which statements of this kind stand; empty where they are nodes."""
    return tuple(dict.fromkeys(link.type for link in LINKS.get(kind, ())))


def link_of(kind: str, cells: Cells) -> Link:
    """Which relation a statement is."""
    links = LINKS[kind]
    if kind == "framework_members":
        return links[cells.get("role") == "buyer"]
    return links[0] if links[0].from_column in cells and links[0].to_column in cells else links[-1]


def thing_label(kind: str) -> str:
    """Label of the things that statements of this kind describe; a request is described by its introduction."""
    names = "request" if kind == "introductions" else KINDS[kind].columns[0].names
    return THING_LABELS[names or ""]


def derived(kind: str, cells: Cells, thing: str) -> Iterator[tuple[Link, str, str]]:
    """The readable relations that follow from a statement, with the ids of their ends."""
    for link in DERIVED.get(kind, ()):
        column = link.from_column or link.to_column
        value = cells.get(column)
        for other in (value.split("|") if column in LISTS else [value]) if value else ():
            yield (link, other, thing) if link.from_column else (link, thing, other)
