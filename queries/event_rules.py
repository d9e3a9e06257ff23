"""What may be asked of a guest list, and what it means for the candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pyarrow.compute as pc

from graph.errors import InputError
from graph.event_plan import Rule
from graph.guest_lists import Limit
from graph.scene import Scene
from graph.statements import parts
from graph.triples import Triples
from graph.vocabulary import FUNCTIONS, ORGANISATION_KINDS
from queries.answer import council_of
from queries.event_guests import EventAsked, Guests, in_regions

CLASSES = (*ORGANISATION_KINDS, "budget", *(f for f in FUNCTIONS if f != "political"))
GROUPS = ("theme", "region", "council")  # written before a name: "council:northmoor=2"


def rules_of(guests: Guests, asked: EventAsked) -> tuple[Rule, ...]:
    """All rules, in the order in which they were asked; InputError for one that says nothing."""
    rules = [_count(guests, text, least=True) for text in asked.at_least]
    rules += [_count(guests, text, least=False) for text in asked.at_most]
    listed = guests.derived.scene.things("people")
    names = dict(zip(*(listed.column(name).to_pylist() for name in ("person_id", "name")), strict=True))
    must = {guests.derived.scene.one("person", id) for id in asked.must}
    if must:
        words = f"must invite {', '.join(names.get(id, id) for id in asked.must)}"
        rules.append(Rule(words, (Limit(guests.named(must), len(must)),)))
    if asked.must_not:
        words = f"must not invite {', '.join(names.get(id, id) for id in asked.must_not)}"
        rules.append(Rule(words, (Limit(guests.named(asked.must_not), 0, 0),)))
    if asked.per_firm is not None:
        if asked.per_firm < 1:
            raise InputError("No more than so many from one firm: give a number of 1 or more.")
        rules.append(Rule(f"no more than {asked.per_firm} from one firm", _per_firm(guests, asked.per_firm)))
    if asked.no_incumbent_sponsor:
        broken = bool(incumbents(guests.supplies, guests.triples, asked.sponsors))
        everybody = np.ones(len(guests.people), bool)
        rules.append(Rule("no sponsor is an incumbent", (Limit(everybody, 0, 0),) if broken else ()))
    return tuple(rules)


def incumbents(scene: Scene, triples: Triples, firms: Iterable[str]) -> dict[str, list[str]]:
    """Of these firms those that supply councils of these triples already, with the ids of the councils; sorted.

    ``scene`` holds pilots and awards: a firm supplies whom it ran a pilot with or won a contract from.
    """
    councils = {triples.organisations[place] for place in np.unique(triples.council).tolist()}
    pilots, awards = scene.things("pilots"), scene.rows["awards"]
    told = zip(*(pilots.column(name).to_pylist() for name in ("council_id", "supplier_ids")), strict=True)
    supplied = [(council, firm) for council, cell in told for firm in parts(cell)]
    supplied += zip(*(awards.column(name).to_pylist() for name in ("buyer_id", "supplier_id")), strict=True)
    wanted = {scene.one("organisation", firm) for firm in firms}
    found: dict[str, set[str]] = {}
    for council, firm in supplied:
        if firm in wanted and council in councils:
            found.setdefault(firm, set()).add(council)
    return {firm: sorted(found[firm]) for firm in sorted(found)}


def _count(guests: Guests, text: str, *, least: bool) -> Rule:
    name, equals, number = text.rpartition("=")
    if not equals or not number.strip().isdecimal():
        raise InputError(f'"{text}" is no rule. Write what, and how many: sme=2, or council:northmoor=1.')
    many, members = int(number), _members(guests, name.strip())
    words = f"at {'least' if least else 'most'} {many} of {name.strip().replace('_', ' ')}"
    return Rule(words, (Limit(members, many) if least else Limit(members, 0, many),))


def _members(guests: Guests, name: str) -> np.ndarray:
    posts = guests.derived.posts
    group, colon, value = name.partition(":")
    if colon and group in GROUPS:
        return _GROUPS[group](guests, value.strip())
    if name == "budget":
        return guests.where(posts.with_budget)
    if name in ORGANISATION_KINDS:
        return guests.where(posts.current & (posts.kind == ORGANISATION_KINDS.index(name)))
    if name in CLASSES:
        return guests.where(posts.officer & (posts.function == FUNCTIONS.index(name)))
    raise InputError(
        f'"{name}" is nothing that guests can be counted by. Use one of {", ".join(CLASSES)}, '
        "or theme:NAME, region:NAME, council:ID."
    )


def _about(guests: Guests, theme: str) -> np.ndarray:
    """Whoever is at a firm that offers the theme, or has a budget that names it; InputError for one on no record."""
    posts = guests.derived.posts
    listed = pc.binary_join_element_wise("", posts.table.column("budget_for"), "", "|")
    names = pc.match_substring(listed, f"|{theme}|").fill_null(False).to_numpy(zero_copy_only=False)
    firms = [firm for firm, about in guests.offers if about == theme]
    if not firms and not names.any():
        raise InputError(f'No firm on record offers the theme "{theme}", and no budget names it.')
    return guests.at(firms) | guests.where(posts.with_budget & names)


def _at_council(guests: Guests, id: str) -> np.ndarray:
    """Whoever is in post there; InputError for an id that is not on record, or is no council."""
    scene = guests.derived.scene
    council = scene.one("organisation", id)
    if council not in scene.things("organisations").column("organisation_id").to_pylist():
        raise InputError(f'No council with the id "{id}" is on record for this viewer.')
    council_of(scene, council)
    return guests.at([council])


_GROUPS: dict[str, Callable[[Guests, str], np.ndarray]] = {
    "theme": _about,
    "region": lambda guests, region: guests.at(in_regions(guests.derived.scene, [region])),
    "council": _at_council,
}


def _per_firm(guests: Guests, most: int) -> tuple[Limit, ...]:
    """One limit for each SME and large supplier with more candidates than that."""
    posts = guests.derived.posts
    firms = [ORGANISATION_KINDS.index(kind) for kind in ("sme", "large_supplier")]
    there = posts.current & np.isin(posts.kind, firms) & np.isin(posts.person, guests.people)
    limits = [guests.where(there & (posts.organisation == firm)) for firm in np.unique(posts.organisation[there])]
    return tuple(Limit(members, 0, most) for members in limits if members.sum() > most)
