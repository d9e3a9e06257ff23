"""What a work address that two people have says: they are one, if their names allow it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from graph.matching.mailboxes import fits, is_full_name
from graph.matching.name_likeness import compare
from graph.matching.names import PersonName
from graph.matching.person import Person

_FORMS: Final = 10  # of one person's name; an address under more is nobody's


def is_sure(one: Person, other: Person) -> bool:
    """Whether an address that both have makes them one person.

    One name does. An initial does if the address can be made from both names; a name that is nearly equal does if
    the address spells one of the two in full ("ann.smith@" for Ann and Anne Smith).
    """
    common = one.addresses & other.addresses
    names = compare(one.name, other.name) if common else None
    if names is None or names.doubt:
        return False
    if names.level == "shorter":
        return any(fits(address, one.name) and fits(address, other.name) for address in common)
    if names.level in ("near", "misspelt"):
        return any(is_full_name(a, one.name) or is_full_name(a, other.name) for a in common)
    return names.level == "one"


def forget_shared(everyone: Sequence[Person]) -> None:
    """Take away addresses under which people of unlike names stand: a team's, a family's."""
    holders: defaultdict[str, list[Person]] = defaultdict(list)
    for one in everyone:
        for address in one.addresses:
            holders[address].append(one)
    for address, those in holders.items():
        if _are_unlike(list(dict.fromkeys(one.name for one in those if one.name.family))):
            for one in those:
                one.addresses.discard(address)


def _are_unlike(names: Sequence[PersonName]) -> bool:
    return len(names) > _FORMS or any(compare(a, b) is None for a, b in combinations(names, 2))
