"""Who must say yes at a council, for a theme: the officers who hold each yes now, or not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.derived import Derived
from graph.posts import Posts
from graph.vocabulary import FUNCTIONS, LEVELS

Finder = Callable[[Derived, str, str], "tuple[Holder, ...]"]  # of a council, for a theme
YESES = ("budget", "operations", "procurement", "data_governance", "senior_sponsor")


@dataclass(frozen=True, slots=True)
class Holder:
    """An officer who holds a yes, and why we say so."""

    person_id: str
    title: str  # of the post by which it is held
    level: str | None  # the highest of any officer post there
    inferred: bool  # the function or level was read from the title
    reason: str


def holders(derived: Derived, council: str, theme: str) -> dict[str, tuple[Holder, ...]]:
    """For each of ``YESES`` the officers who hold it, by level, then id; an empty tuple means not known."""
    return {yes: _finders[yes](derived, council, theme) for yes in YESES}


def _budget(derived: Derived, council: str, theme: str) -> tuple[Holder, ...]:
    there = officer_posts(derived, council)
    named = there & _budget_for(derived.posts, theme)
    if named.any():
        return ordered(derived, council, named, f"holds a budget for {theme}")
    return ordered(derived, council, there & _budget_for(derived.posts, "any"), "holds a budget for any theme")


def _operations(derived: Derived, council: str, theme: str) -> tuple[Holder, ...]:
    posts = derived.posts
    there = officer_posts(derived, council) & (posts.function == FUNCTIONS.index("operations"))
    named = there & _budget_for(posts, theme)
    if named.any():
        return ordered(derived, council, named, f"runs operations and holds a budget for {theme}")
    owners = there & _owns_a_pilot(derived, council, theme)[posts.person]
    if owners.any():
        return ordered(derived, council, owners, f"was operational owner of a pilot on {theme} here")
    anything = there & _budget_for(posts, "any")
    return ordered(derived, council, anything, "runs operations and holds a budget for any theme")


def _of_function(function: str, words: str) -> Finder:
    def find(derived: Derived, council: str, theme: str) -> tuple[Holder, ...]:
        there = officer_posts(derived, council) & (derived.posts.function == FUNCTIONS.index(function))
        return ordered(derived, council, there, words)

    return find


def _senior_sponsor(derived: Derived, council: str, theme: str) -> tuple[Holder, ...]:
    there, posts = officer_posts(derived, council), derived.posts
    executive = there & (posts.function == FUNCTIONS.index("executive"))
    if executive.any():
        return ordered(derived, council, executive, "has an executive post")
    chief = there & (posts.level == LEVELS.index("chief_executive"))
    return ordered(derived, council, chief, "is chief executive", by_level=True)


_finders: Mapping[str, Finder] = {
    "budget": _budget,
    "operations": _operations,
    "procurement": _of_function("procurement", "works in procurement"),
    "data_governance": _of_function("data_governance", "works in data governance"),
    "senior_sponsor": _senior_sponsor,
}


def officer_posts(derived: Derived, council: str) -> np.ndarray:
    """Which entries of posts are officer posts at this council."""
    posts = derived.posts
    return posts.officer & pc.equal(posts.table.column("organisation_id"), council).to_numpy()


def _budget_for(posts: Posts, theme: str) -> np.ndarray:
    listed = pc.binary_join_element_wise("", posts.table.column("budget_for"), "", "|")
    return pc.match_substring(listed, f"|{theme}|").fill_null(False).to_numpy()


def _owns_a_pilot(derived: Derived, council: str, theme: str) -> np.ndarray:
    """Which people are operational owner of a pilot of this council on this theme that runs or has ended."""
    pilots = derived.pilots
    about = pc.match_substring(pc.binary_join_element_wise("", pilots.table.column("themes"), "", "|"), f"|{theme}|")
    here = pc.and_(pc.equal(pilots.table.column("council_id"), council), about.fill_null(False)).to_numpy()
    here &= pilots.running | pilots.ended
    owners = np.zeros(len(derived.scene.people), bool)
    named = pilots.having("operational_owner")
    owners[pilots.person[named & here[pilots.pilot]]] = True
    return owners


def ordered(
    derived: Derived, council: str, which: np.ndarray, reason: str, *, by_level: bool = False
) -> tuple[Holder, ...]:
    """One holder a person, by the highest level of any officer post here (political, unknown last), then id."""
    posts, all_there = derived.posts, officer_posts(derived, council)
    rank = np.where(posts.level < 0, len(LEVELS), posts.level)
    found = []
    for person in np.unique(posts.person[which]):
        highest = int(rank[all_there & (posts.person == person)].min())
        mine = np.flatnonzero(which & (posts.person == person))
        post = mine[np.argmin(rank[mine])]
        title = posts.table.column("title")[int(post)].as_py()
        inferred = bool(posts.level_inferred[post]) if by_level else bool(posts.function_from[post] == 2)
        level = LEVELS[highest] if highest < len(LEVELS) else None
        found.append((highest, Holder(derived.scene.people[person], title, level, inferred, reason)))
    return tuple(holder for _, holder in sorted(found, key=lambda pair: (pair[0], pair[1].person_id)))


def suppliers_of(derived: Derived, council: str) -> list[str]:
    """Ids of organisations that supplied a pilot of this council or won a contract from it, sorted."""
    pilots, awards = derived.pilots.table, derived.scene.rows["awards"]
    listed = pilots.filter(pc.equal(pilots.column("council_id"), council)).column("supplier_ids").to_pylist()
    won = awards.filter(pc.equal(awards.column("buyer_id"), council)).column("supplier_id").to_pylist()
    return sorted({firm for cell in listed if cell for firm in cell.split("|")} | set(won))


def people_at(derived: Derived, organisations: list[str]) -> frozenset[str]:
    """Ids of people who hold a post now at one of these organisations."""
    posts = derived.posts
    there = pc.is_in(posts.table.column("organisation_id"), value_set=pa.array(organisations, pa.string())).to_numpy()
    return frozenset(derived.scene.people[person] for person in posts.person[there & posts.current])
