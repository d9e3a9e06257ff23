"""Networks that other people drew: nodes that are people or organisations, and edges between them.

A node says in a column such as `type` what it is; nothing else tells. Edges between two people are connections; an edge
between a person and an organisation is a post where its words say so ("works for"). Anything else is rejected: nothing
is guessed. A person keeps to the network in which he or she stands: who is who in other files is asked in the review.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import normalise
from graph.vocabulary import ORGANISATION_KINDS
from loaders.columns import Cells, as_mask, each, flat, groups, keyed
from loaders.councils import CouncilFinder
from loaders.draft import Draft
from loaders.formats.contacts import PRIVATE

PRIVATE_OF_NETWORKS = (  # a relation is no private matter here: it says what an edge means
    *(pattern for pattern in PRIVATE if "relation" not in pattern),
    r".*\b(notes?|photo|image|description)\b.*",
)
PERSON = "person"
_INFERRED: dict[str, Any] = {"class": "inferred"}  # a word of its own in Python
_KIND_COLUMNS = ("type", "kind", "element type", "node type", "entity type", "category")
_PEOPLE: Final = "person people individual contact officer councillor human actor staff employee member"
_WORDS: Final = {  # other words for kinds of organisations
    "local authority": "council",
    "authority": "council",
    "company": "unknown",
    "firm": "unknown",
    "business": "unknown",
    "organisation": "unknown",
    "organization": "unknown",
    "org": "unknown",
    "institution": "unknown",
    "small business": "sme",
    "startup": "sme",
    "charity": "community",
    "ngo": "community",
    "government department": "central_government",
}
_WORKS = re.compile(
    r"(?i)(works?|worked|working|employ\w*|member|staff|officer|councillor|post|job|role|holds[_ ]post|belongs)\b.*"
)
_NO_NAME = "This node has no name.", "Fill in its label, or leave it out."
_NO_END = "This edge has one end or none.", "Fill in both ends, or leave it out."
_LOOP = "This edge leads from a node to itself.", "Name two different nodes."
_TWO_ORGANISATIONS = "An edge between two organisations is no tie between people.", "Nothing to mend."


@dataclass(frozen=True)
class Nodes:
    """Nodes of one sort that are used, a row each."""

    ids: Cells
    names: Cells
    stands: Cells  # what stands for each in statements

    def called(self, ends: Cells) -> Cells:
        """What stands for the node that each end of an edge names: by its id, or by a name that no other has."""
        words, stands = self._words
        return stands.take(pc.index_in(ends, value_set=words))

    @cached_property
    def _words(self) -> tuple[Cells, Cells]:
        alone = ~pd.Series(groups(self.names)).duplicated(keep=False).to_numpy()
        alone &= ~as_mask(pc.is_in(self.names, value_set=self.ids))
        words = pa.concat_arrays([self.ids, self.names.filter(pa.array(alone))])
        return words, pa.concat_arrays([self.stands, self.stands.filter(pa.array(alone))])


@dataclass(frozen=True, slots=True)
class Things:
    """What the nodes of a network are."""

    people: Nodes  # for each stands the id of the person
    organisations: Nodes  # for each stands its name


def read_nodes(draft: Draft, network: str, councils: CouncilFinder, where: pa.Array | None = None) -> Things:
    """People and organisations out of the rows of a mask; ``network`` keeps people of two networks apart.

    An organisation on record, or in the register of councils, is known already: its row there says more.
    """
    name, id_ = draft.text("label", "name"), draft.text("id")
    id_ = pc.coalesce(id_, name)
    told = draft.text(*_KIND_COLUMNS)
    what = each(told, _what)
    mask = _all(draft) if where is None else where
    draft.reject(pc.and_(mask, pc.is_null(name)), "label", None, _NO_NAME)
    draft.reject(pc.and_(mask, pc.is_null(what)), "type", told, _unclear)
    draft.reject(_again(id_, mask), "id", id_, lambda value: (f'There is a node "{value}" already.', _ANOTHER_ID))
    of_person = pc.and_(mask, pc.equal(what, PERSON).fill_null(False))
    of_body = pc.and_(mask, pc.not_equal(what, PERSON).fill_null(False))
    person = draft.key("node", id_, network, name)
    draft.person(person, name, draft.work_address("email", "e-mail", "mail", "email address"), of_person)
    employer = draft.employer("organisation", "organization", "employer", "company", "council")
    title = draft.text("job title", "job_title", "title", "position", "role")
    draft.post(person, employer, title, pc.and_(of_person, pc.is_valid(employer)))
    body = pc.if_else(of_body, name, None)
    known = pc.is_valid(each(body, lambda text: councils.find(text, suggest=False).organisation_id))
    draft.said(pc.and_(of_body, known))
    draft.add(
        "organisations",
        pc.and_(of_body, pc.invert(known)),
        organisation_id=keyed("org", each(body, lambda text: normalise(text) or text)),
        name=name,
        kind=what,
        **_INFERRED,
    )
    good = draft.good()
    return Things(_used(id_, name, person, of_person, good), _used(id_, name, name, of_body, good))


def read_edges(draft: Draft, things: Things, where: pa.Array | None = None) -> None:
    """Connections and posts out of the rows of a mask."""
    mask = _all(draft) if where is None else where
    ends = draft.text("from", "source"), draft.text("to", "target")
    a, b = people = tuple(map(things.people.called, ends))
    bodies = tuple(map(things.organisations.called, ends))
    for column, end, person, body in zip(("from", "to"), ends, people, bodies, strict=True):
        draft.reject(pc.and_(mask, pc.is_null(end)), column, None, _NO_END)
        unknown = pc.and_(pc.is_null(person), pc.is_null(body))
        draft.reject(pc.and_(mask, pc.and_(pc.is_valid(end), unknown)), column, end, _no_node)
    both = pc.and_(mask, pc.and_(pc.is_valid(a), pc.is_valid(b)))
    draft.reject(pc.and_(both, pc.equal(a, b)), "to", ends[1], _LOOP)
    draft.add("contacts", both, person_a=a, person_b=b, kind="connection", on=draft.day("on", "date", "since"))
    draft.reject(pc.and_(mask, pc.and_(*map(pc.is_valid, bodies))), None, None, _TWO_ORGANISATIONS)
    said = draft.text("relation", "kind", "label", "type")
    works = each(said, lambda text: text if _WORKS.fullmatch(text.replace("_", " ")) else None)
    mixed = pc.and_(mask, pc.and_(pc.is_valid(pc.coalesce(a, b)), pc.is_valid(pc.coalesce(*bodies))))
    draft.reject(pc.and_(mixed, pc.is_null(works)), "relation", said, _no_post)
    title = draft.text("job title", "job_title", "title", "position", "role")
    draft.post(pc.coalesce(a, b), pc.coalesce(*bodies), title, mixed)


_ANOTHER_ID = "Give one of the two another id, or take one away."


def _what(text: str) -> str | None:
    plain = normalise(text)
    kind = plain.replace(" ", "_")
    if plain in _PEOPLE.split():
        return PERSON
    return kind if kind in ORGANISATION_KINDS else _WORDS.get(plain)


def _unclear(value: str) -> tuple[str, str]:
    said = f'"{value}" is neither a person nor an organisation.' if value else "Nothing says what this node is."
    return said, f"Say in a column `type`: person, organisation, or one of {', '.join(ORGANISATION_KINDS)}."


def _no_node(value: str) -> tuple[str, str]:
    return f'"{value}" is no node that is used.', "Add the node, mend it if it is rejected, or correct the edge."


def _no_post(value: str) -> tuple[str, str]:
    said = f'"{value}" does not tell' if value else "The edge does not say"
    return (
        f"{said} what the person is to the organisation.",
        "Call the relation `works for` if it is a post.",
    )


def _again(ids: Cells, mask: pa.Array) -> np.ndarray:
    """Nodes whose id an earlier node has."""
    counts = np.flatnonzero(as_mask(pc.and_(mask, pc.is_valid(ids))))
    again = np.zeros(len(ids), bool)
    again[counts] = pd.Series(groups(ids)[counts]).duplicated()
    return again


def _used(ids: Cells, names: Cells, stands: Cells, mask: pa.Array, good: np.ndarray) -> Nodes:
    where, columns = as_mask(mask) & good, map(flat, (ids, names, stands))
    return Nodes(*columns) if where.all() else Nodes(*(column.filter(pa.array(where)) for column in columns))


def _all(draft: Draft) -> pa.Array:
    return pa.array(np.ones(draft.size, bool))
