"""Two people judged: one, to be asked, or nothing to ask; with the reasons, made where the judgement is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from graph.matching import title_likeness
from graph.matching.consistency import Judged
from graph.matching.mailboxes import fits
from graph.matching.name_likeness import NameLikeness, compare
from graph.matching.namesakes import Rarity
from graph.matching.one_address import is_sure
from graph.matching.pair import Pair
from graph.matching.people_candidates import surnames
from graph.matching.person import Person
from graph.matching.title_likeness import TitleLikeness, is_single_post

# parts of the likeness, which orders questions and decides nothing: our choice, what persuades a reader first
_NAMES: Final = {"one": 0.4, "shorter": 0.25, "misspelt": 0.35, "near": 0.3, "surname": 0.15}
_TITLES: Final = {"agree": 0.2, "silent": 0.0, "differ": -0.2}
_ADDRESS, _EMPLOYER, _AGAINST = 0.6, 0.25, -0.1
_MARRIED: Final = "Their surnames differ: a married name?"


class Judge:
    """What is known of all people, to judge two of them."""

    def __init__(self, everyone: Sequence[Person], individual: np.ndarray) -> None:
        """``individual``: a number for each, equal for those who are one by address."""
        self._people = everyone
        self._individual = individual.tolist()
        self._rarity = Rarity(everyone)
        self._staff: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, one in enumerate(everyone):
            for at in one.posts:
                for family in surnames(one.name):
                    self._staff[at, family].append(place)

    def judge(self, i: int, j: int) -> Judged | None:
        """Two people by their places; None if there is nothing to ask."""
        one, other = self._people[i], self._people[j]
        names = compare(one.name, other.name)
        if names is None:
            return None
        if one.addresses & other.addresses:
            return _by_address(one, other, names)
        shared = one.posts.keys() & other.posts.keys()
        if not shared:
            return self._by_name_alone(one, other, names)
        titles = _titles(one, other, shared)
        if names.level == "misspelt" and titles.is_equal and is_single_post(titles.one):
            for_ = [
                names.reason,
                "Both are at the same employer.",
                *_agreeing(titles),
                "An employer has one such post.",
            ]
            contradicting = [*_contradicting(one, other, names, titles), *self._namesakes(i, j, shared)]
            return _judged(one, other, names, titles, for_, contradicting, [], _EMPLOYER)
        if names.level in ("misspelt", "near", "surname"):
            return _by_likeness(one, other, names, titles)
        return self._by_name_at_work(i, j, names, titles, shared)

    def _by_name_at_work(
        self, i: int, j: int, names: NameLikeness, titles: TitleLikeness, shared: set[str]
    ) -> Judged | None:
        """One name, or an initial for it, at one employer."""
        one, other = self._people[i], self._people[j]
        is_initial = names.level == "shorter"
        if is_initial and titles.agreement == "differ":
            return None
        contradicting = [*_contradicting(one, other, names, titles), *self._namesakes(i, j, shared)]
        unsure = []
        is_common = self._rarity.is_common(min(one.name, other.name, key=lambda name: len(name.given)))
        if is_initial and not (titles.is_equal and (is_single_post(titles.one) or not is_common)):
            unsure.append("An initial alone may stand for another given name.")
        elif titles.agreement == "silent" and is_common:
            unsure.append("The name is common, and the titles do not tell whether it is one person.")
        for_ = [names.reason, "Both are at the same employer.", *_agreeing(titles)]
        if not contradicting and not unsure:
            for_.append("Nobody else of that name is there.")
        return _judged(one, other, names, titles, for_, contradicting, unsure, _EMPLOYER)

    def _by_name_alone(self, one: Person, other: Person, names: NameLikeness) -> Judged | None:
        """One name at different employers, or without one."""
        if names.level != "one" or one.lists & other.lists:
            return None
        titles = _titles(one, other, ())
        if self._rarity.is_rare(one.name):
            for_ = ["Both have the same name, and it is rare.", *_agreeing(titles)]
        elif titles.is_equal and is_single_post(titles.one):
            for_ = [names.reason, *_agreeing(titles)]
        else:
            return None
        moved = one.posts and other.posts
        unsure = ["Their employers differ: moved?" if moved else "One is on record without an employer."]
        contradicting = [*_doubts(names), *_addresses_differ(one, other, titles)]
        return _judged(one, other, names, titles, for_, contradicting, unsure + _differing(titles), 0.0)

    def _namesakes(self, i: int, j: int, shared: set[str]) -> list[str]:
        """Whether a list has somebody else of that name at the employer, or a third name fits only one of the two."""
        one, other = self._people[i], self._people[j]
        if one.lists & other.lists:
            return ["One list has both, as two people."]
        listed: defaultdict[str, set[int]] = defaultdict(set)
        for place in (i, j):
            for name in self._people[place].lists:
                listed[name].add(self._individual[place])
        places = {place for at in shared for family in surnames(one.name) for place in self._staff[at, family]}
        for place in sorted(places - {i, j}):
            third = self._people[place]
            fits_one, fits_other = _may_be(third, one), _may_be(third, other)
            if not (fits_one or fits_other):
                continue
            for name in third.lists:
                listed[name].add(self._individual[place])
            if not (fits_one and fits_other) or any(len(listed[name]) > 1 for name in third.lists):
                return [f"Another {third.text} works there too."]
        return []


def _by_address(one: Person, other: Person, names: NameLikeness) -> Judged:
    """Any names that go together, under one address."""
    titles = _titles(one, other, one.posts.keys() & other.posts.keys())
    for_ = [f"Both have the work address {min(one.addresses & other.addresses)}.", names.reason, *_agreeing(titles)]
    sure = is_sure(one, other)
    unsure = [] if sure else ["The address alone does not tell whether it is one person."]
    if names.level == "surname":
        unsure = [_MARRIED]
    return _judged(one, other, names, titles, for_, _doubts(names), unsure, _ADDRESS)


def _by_likeness(one: Person, other: Person, names: NameLikeness, titles: TitleLikeness) -> Judged | None:
    """Names that are nearly equal, or a given name with another surname, at one employer."""
    listed_together = bool(one.lists & other.lists)
    if names.level == "surname":
        if not titles.is_equal or listed_together:
            return None
        unsure = _MARRIED
    else:
        if titles.agreement == "differ" or (listed_together and titles.agreement != "agree"):
            return None
        unsure = "Their names are not quite equal."
    for_ = [names.reason, "Both are at the same employer.", *_agreeing(titles)]
    return _judged(one, other, names, titles, for_, _contradicting(one, other, names, titles), [unsure], _EMPLOYER)


def _judged(
    one: Person,
    other: Person,
    names: NameLikeness,
    titles: TitleLikeness,
    for_: list[str],
    contradicting: list[str],
    unsure: list[str],
    worth: float,
) -> Judged:
    against = (*contradicting, *unsure)
    likeness = worth + _NAMES[names.level] + _TITLES[titles.agreement] + (_AGAINST if against else 0)
    likeness = round(min(max(likeness, 0.0), 1.0), 3)
    pair = Pair(one.id, other.id, "open" if against else "same", tuple(for_), against, likeness)
    return Judged(pair, bool(contradicting))


def _may_be(third: Person, one: Person) -> bool:
    names = compare(third.name, one.name)
    return names is not None and names.level in ("one", "shorter")


def _titles(one: Person, other: Person, shared: Iterable[str]) -> TitleLikeness:
    """How their titles go together at the employers that they share, or anywhere if they share none."""
    both = sorted(shared)
    ours = [title for at in both or sorted(one.posts) for title in one.posts[at]]
    theirs = [title for at in both or sorted(other.posts) for title in other.posts[at]]
    return title_likeness.compare(ours, theirs)


def _agreeing(titles: TitleLikeness) -> list[str]:
    if titles.is_equal:
        return [f"Both have the title {titles.one}."]
    return [f"Their titles go together: {titles.one} / {titles.other}."] if titles.agreement == "agree" else []


def _differing(titles: TitleLikeness) -> list[str]:
    return [f"Titles differ: {titles.one} / {titles.other}."] if titles.agreement == "differ" else []


def _doubts(names: NameLikeness) -> list[str]:
    return [names.doubt] if names.doubt else []


def _contradicting(one: Person, other: Person, names: NameLikeness, titles: TitleLikeness) -> list[str]:
    return [*_doubts(names), *_addresses_differ(one, other, titles), *_differing(titles)]


def _addresses_differ(one: Person, other: Person, titles: TitleLikeness) -> list[str]:
    """Different addresses at one domain; two forms of one name are no contradiction where the titles agree."""
    for ours in sorted(one.addresses):
        for theirs in sorted(other.addresses):
            if ours.split("@")[1] != theirs.split("@")[1]:
                continue
            are_forms = all(fits(address, person.name) for address in (ours, theirs) for person in (one, other))
            if not (are_forms and titles.agreement == "agree"):
                return [f"Their addresses at one domain differ: {ours} / {theirs}."]
    return []
