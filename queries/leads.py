"""Who leads digital and innovation at each council?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph import definitions as d
from graph.derived import Derived
from graph.posts import Posts
from graph.statements import Batch, Statement
from graph.taught import title_table
from graph.titles import Labels
from graph.view import View
from graph.vocabulary import FUNCTIONS, LEVELS, NO_TITLE
from queries.answer import Asked, Person, count, open_councils, people

_FROM = ("as the post says", "as the department says")
_TITLES_SHOWN = 100  # titles that are not sure, the most frequent


@dataclass(frozen=True, slots=True)
class Lead:
    """An officer who leads, as far as titles and posts tell."""

    person: Person
    title: str  # of the post by which they lead
    level: str | None
    inferred: bool  # the function or the level was read from the title
    words: str  # how function and level are known, with the phrases that decided
    post: Statement


@dataclass(frozen=True, slots=True)
class Led:
    """Who leads one function at one council; nobody means not known, never that nobody does."""

    wanted: str  # innovation or digital
    function: str | None  # of those who lead: the wanted one, or the nearest on record
    leads: tuple[Lead, ...]  # all of the highest level, by id
    rule: str


@dataclass(frozen=True, slots=True)
class CouncilLeads:
    """One council: who leads, and how many of its officers' posts have a title that is not sure."""

    council: str
    name: str
    led: tuple[Led, ...]
    officer_posts: int
    without_function: int
    without_level: int


@dataclass(frozen=True, slots=True)
class Unsure:
    """A title that does not say what its posts do, or how senior they are, where nothing else does."""

    title: str
    posts: int  # of officers, now
    councils: int
    lacks: tuple[str, ...]  # function, level


@dataclass(frozen=True, slots=True)
class Leads:
    """All councils open now, by name, then id; titles that are not sure, the most frequent first, then by title."""

    asked: Asked
    summary: str
    councils: tuple[CouncilLeads, ...]
    unsure: tuple[Unsure, ...]
    unsure_titles: int  # how many there are, shown or not


def ask(view: View, *, council: str | None = None) -> Leads:
    """Answer for every council that the viewer sees, or for one by id."""
    whole = view.whole
    names = {id: name for id, name in open_councils(whole.scene).items() if council in (None, id)}
    told = _Titles(whole)
    lines = sorted((told.council(id, name) for id, name in names.items()), key=lambda one: (one.name, one.council))
    unsure = told.unsure(set(names))
    shown = tuple(unsure[:_TITLES_SHOWN])
    return Leads(Asked.of(view.viewpoint), _summary(lines, unsure), tuple(lines), shown, len(unsure))


class _Titles:
    """The officer posts of a scene, council by council."""

    def __init__(self, whole: Derived) -> None:
        self.whole, self.posts, self.table = whole, whole.posts, title_table(whole.scene)
        ids = whole.scene.things("organisations").column("organisation_id").to_pylist()
        entries = np.flatnonzero(self.posts.officer)
        entries = entries[np.argsort(self.posts.organisation[entries], kind="stable")]
        places, starts = np.unique(self.posts.organisation[entries], return_index=True)
        ends = [*starts[1:], len(entries)]
        self.at = {ids[p]: entries[one:end] for p, one, end in zip(places, starts, ends, strict=False)}

    def council(self, id: str, name: str) -> CouncilLeads:
        """One council by id."""
        there = self.at.get(id, np.zeros(0, int))
        led = tuple(self._led(there, wanted) for wanted in d.NEAREST)
        missing = [int((codes[there] < 0).sum()) for codes in (self.posts.function, self.posts.level)]
        return CouncilLeads(id, name, led, len(there), *missing)

    def _led(self, there: np.ndarray, wanted: str) -> Led:
        """The highest level of the function, else of the nearest that anybody works in."""
        tried: list[str] = []
        for function, reason in ((wanted, ""), *d.NEAREST[wanted]):
            mine = there[self.posts.function[there] == FUNCTIONS.index(function)]
            if len(mine):
                leads = self._highest(mine)
                return Led(wanted, function, leads, _rule(tried, function, reason, leads[0].level))
            tried.append(_plain(function))
        return Led(wanted, None, (), f"Not known: no officer in {_either(tried)} is on record.")

    def _highest(self, entries: np.ndarray) -> tuple[Lead, ...]:
        rank = _rank(self.posts)[entries]
        best = entries[rank == rank.min()]
        first = best[np.unique(self.posts.person[best], return_index=True)[1]]  # one post a person; people go by id
        ids = [self.whole.scene.people[self.posts.person[entry]] for entry in first]
        known = people(self.whole, ids)
        return tuple(self._lead(int(entry), known[id]) for entry, id in zip(first, ids, strict=True))

    def _lead(self, entry: int, person: Person) -> Lead:
        posts = self.posts
        title = posts.table.column("title")[entry].as_py()
        level = LEVELS[posts.level[entry]] if posts.level[entry] >= 0 else None
        (post,) = Batch("posts", posts.table.slice(entry, 1)).statements()
        inferred = bool(posts.function_from[entry] == 2 or (posts.level_inferred[entry] and level))
        return Lead(person, title, level, inferred, _known_by(posts, entry, self.table.classify(title)), post)

    def unsure(self, councils: set[str]) -> list[Unsure]:
        """Titles whose posts lack a function or a level at these councils."""
        posts, found = self.posts, dict[str, list[tuple[str, bool, bool]]]()
        titles = posts.table.column("title")
        for council in sorted(councils & self.at.keys()):
            for entry in self.at[council]:
                lacks = posts.function[entry] < 0, posts.level[entry] < 0
                if any(lacks):
                    found.setdefault(titles[int(entry)].as_py(), []).append((council, *lacks))
        found.pop(NO_TITLE, None)
        made = [_unsure(title, rows) for title, rows in found.items()]
        return sorted(made, key=lambda one: (-one.posts, one.title))


def _unsure(title: str, rows: list[tuple[str, bool, bool]]) -> Unsure:
    lacks = [name for place, name in ((1, "function"), (2, "level")) if any(row[place] for row in rows)]
    return Unsure(title, len(rows), len({row[0] for row in rows}), tuple(lacks))


def _rank(posts: Posts) -> np.ndarray:
    return np.where(posts.level < 0, len(LEVELS), posts.level)


def _known_by(posts: Posts, entry: int, read: Labels) -> str:
    """How function and level are known: by whose word, or by which phrase of the title."""
    function, level = FUNCTIONS[posts.function[entry]], posts.level[entry]
    by = _FROM[posts.function_from[entry]] if posts.function_from[entry] < 2 else _by_phrase(read.function_phrase)
    known = f"{_plain(function)} {by}"
    if level < 0:
        return f"{known}; level not known"
    by = _by_phrase(read.level_phrase) if posts.level_inferred[entry] else _FROM[0]
    return f"{known}; {_plain(LEVELS[level])} {by}"


def _by_phrase(phrase: str | None) -> str:
    return f'from the title ("{phrase}")'


def _rule(tried: list[str], function: str, reason: str, level: str | None) -> str:
    highest = f"the highest level is {_plain(level)}" if level else "no level is known"
    if not tried:
        return f"In {_plain(function)} {highest}."
    return f"No officer in {_either(tried)} is on record. Nearest is {_plain(function)}: {reason}; there {highest}."


def _summary(lines: list[CouncilLeads], unsure: list[Unsure]) -> str:
    if not lines:
        return "No council is on record for this viewer."
    known = {wanted: sum(bool(led.leads) for led in _all(lines, wanted)) for wanted in d.NEAREST}
    own = {wanted: sum(led.function == wanted for led in _all(lines, wanted)) for wanted in d.NEAREST}
    told = [f"the {name} lead is known at {known[name]} (at {own[name]} an officer in {name})" for name in known]
    posts = sum(title.posts for title in unsure)
    doubt = f" Not sure: {count(len(unsure), 'title')} of {count(posts, 'post')}." if unsure else ""
    return f"Of {count(len(lines), 'council')} {' and '.join(told)}.{doubt}"


def _all(lines: list[CouncilLeads], wanted: str) -> Iterator[Led]:
    return (led for line in lines for led in line.led if led.wanted == wanted)


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _plain(word: str) -> str:
    return word.replace("_", " ")
