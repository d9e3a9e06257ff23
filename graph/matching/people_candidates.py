"""Which pairs of people are worth judging: those that share a key, and at one employer those whose names are near.

The keys are exact: a work address; employer, surname and initial; employer, given name and title (a married name);
a full name that few have (a mover). Whoever finds nobody of their name at their employer that way is looked for by
letters among all names. A key that a crowd shares tells nobody apart, and is left out: so the pairs stay few
whatever the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from graph.matching.candidates import nearest
from graph.matching.consistency import Place
from graph.matching.name_likeness import compare
from graph.matching.names import PersonName
from graph.matching.person import Person
from graph.matching.short_names import long_forms
from graph.matching.title_likeness import words

_CROWD: Final = 100  # people of one key
_MARRIED: Final = 4  # people of one given name and title at one employer: more say nothing about a changed surname
_MOVED: Final = 6  # people of one name: more say nothing about a changed employer
_NEAR: Final = 10  # nearest names that are looked at


def candidate_pairs(people: Sequence[Person]) -> set[Place]:
    """Pairs of which at least one is new, as places in ``people``."""
    pairs: set[Place] = set()
    for keys, most in ((_mailboxes, _CROWD), (_posts, _CROWD), (_titles, _MARRIED), (_full_names, _MOVED)):
        pairs.update(_sharing(people, keys, most))
    met = {
        place
        for pair in pairs
        for place in pair
        if not people[pair[0]].posts.keys().isdisjoint(people[pair[1]].posts)
        and (names := compare(people[pair[0]].name, people[pair[1]].name))
        and names.level in ("one", "shorter")
    }
    alone = [place for place, one in enumerate(people) if one.is_new and one.posts and place not in met]
    pairs.update(_near_by_letters(people, alone))
    return pairs


def surnames(name: PersonName) -> set[str]:
    """Surnames by which a person may be listed: whole, halves, former ones, the last two names joined."""
    found = {name.family, *name.halves}
    if name.middle and len(name.middle[-1]) > 1:
        found |= {name.middle[-1], name.middle[-1] + name.family}
    return found - {""}


def _mailboxes(one: Person) -> Iterable[Hashable]:
    return one.addresses


def _posts(one: Person) -> Iterator[Hashable]:
    forms = {one.name.given, *long_forms(one.name.given), *one.name.nicknames}
    initials = {form[:1] for form in forms}
    return ((at, family, first) for at in one.posts for family in surnames(one.name) for first in initials)


def _titles(one: Person) -> Iterator[Hashable]:
    return (
        (at, form, words(title))
        for at, titles in one.posts.items()
        for title in titles
        for form in long_forms(one.name.given)
        if len(form) > 1 and words(title)
    )


def _full_names(one: Person) -> Iterator[Hashable]:
    return ((form, one.name.family) for form in long_forms(one.name.given) if one.name.is_full)


def _sharing(people: Sequence[Person], keys: Callable[[Person], Iterable[Hashable]], most: int) -> Iterator[Place]:
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(people):
        for key in set(keys(one)):
            groups[key].append(place)
    for group in groups.values():
        if 1 < len(group) <= most:
            yield from ((a, b) for a, b in combinations(group, 2) if people[a].is_new or people[b].is_new)


def _near_by_letters(people: Sequence[Person], alone: Sequence[int]) -> Iterator[Place]:
    """Pairs at one employer whose names are near; each distinct name is looked for once."""
    called: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, one in enumerate(people):
        for at in one.posts:
            called[one.name.words][at].append(place)
    names = list(called)
    sought: defaultdict[str, list[int]] = defaultdict(list)
    for place in alone:
        sought[people[place].name.words].append(place)
    left = list(sought)
    near = nearest(left, names, top=_NEAR)
    for a, b in zip(near.left.tolist(), near.right.tolist(), strict=True):
        for place in sought[left[a]]:
            for at in people[place].posts:
                others = called[names[b]].get(at, ())
                if len(others) <= _CROWD:
                    yield from ((min(place, other), max(place, other)) for other in others if other != place)
