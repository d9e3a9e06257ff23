"""What does a title say about a post, why, and what would change if a phrase were taught?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from graph.derived import Derived
from graph.statements import Batch, Statement
from graph.taught import taught, title_table
from graph.titles import Labels, Phrase, ours, ours_with, phrase_of
from graph.view import View
from graph.vocabulary import ORGANISATION_KINDS
from queries.answer import Asked, count

_EXAMPLES = 3  # phrases named in a sentence about many
_AT = {"both": "", "council": " at councils", "elsewhere": " outside councils"}


@dataclass(frozen=True, slots=True)
class TitleRead:
    """What one title says at a council, and elsewhere where that differs."""

    asked: Asked
    title: str
    labels: Labels
    function_by: str  # "our table", "taught", "" where not sure
    level_by: str
    elsewhere: Labels | None
    summary: str


@dataclass(frozen=True, slots=True)
class Change:
    """A title that would be read otherwise: labels before and after, and the posts that this would change."""

    title: str
    posts: int
    councils: int
    before: tuple[str | None, str | None]  # function, level
    after: tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Teaching:
    """What teaching a phrase would do to the posts held now at councils, most posts first, then by title."""

    asked: Asked
    phrase: str
    function: str | None
    level: str | None
    where: str
    known: bool  # the row that rules says exactly this already
    rules: Statement | None  # the row that rules it now; a new one rules only with the same class
    changes: tuple[Change, ...]
    conflicts: tuple[str, ...]
    summary: str


def ask(view: View, title: str) -> TitleRead:
    """Answer for a title as somebody wrote it, by our table and what this viewer was taught."""
    scene = view.scene("titles")
    table, own = title_table(scene), {phrase.text for phrase in taught(scene)}
    labels, away = table.classify(title), table.classify(title, at_council=False)
    by = ["" if phrase is None else "taught" if phrase in own else "our table" for phrase in labels[1::2]]
    other = away if away[::2] != labels[::2] else None
    return TitleRead(Asked.of(view.viewpoint), title, labels, by[0], by[1], other, _summary(title, labels, other))


def _summary(title: str, labels: Labels, elsewhere: Labels | None) -> str:
    told = f'"{title}": {_words(labels)}.'
    return told if elsewhere is None else f"{told} Outside councils: {_words(elsewhere)}."


def _words(labels: Labels) -> str:
    function = _said("function", labels.function, labels.function_phrase)
    return f"{function}, {_said('level', labels.level, labels.level_phrase)}"


def _said(what: str, label: str | None, phrase: str | None) -> str:
    return f'{what} {label.replace("_", " ")} (from "{phrase}")' if label else f"{what} not sure"


def if_taught(view: View, phrase: str, function: str | None, level: str | None, where: str = "both") -> Teaching:
    """What would change for this viewer; InputError, in a sentence, for words that can be no phrase."""
    whole = view.whole
    new = phrase_of(" ".join(phrase.lower().split()), function, level, where)
    rules = _ruling(whole, new.written)
    told = tuple(rules.cells.get(name) for name in ("function", "level", "where")) if rules else None
    known = told == (new.function, new.level, where)
    before = taught(whole.scene)
    changes = () if known else tuple(_changes(whole, before, new))
    return Teaching(
        asked=Asked.of(view.viewpoint),
        phrase=new.written,
        function=new.function,
        level=new.level,
        where=where,
        known=known,
        rules=rules,
        changes=changes,
        conflicts=tuple(_conflicts(before, new)),
        summary=_told(changes, known, where),
    )


def _ruling(whole: Derived, phrase: str) -> Statement | None:
    table = whole.scene.things("titles")
    return next(Batch("titles", table.filter(pc.equal(table.column("phrase"), phrase))).statements(), None)


def _changes(whole: Derived, before: tuple[Phrase, ...], new: Phrase) -> list[Change]:
    posts, old, table = whole.posts, ours_with(before), ours_with((*before, new))
    there = np.flatnonzero(posts.current & (posts.kind == ORGANISATION_KINDS.index("council")))
    entries: dict[str, list[int]] = defaultdict(list)
    for entry, title in zip(there.tolist(), posts.table.column("title").take(there).to_pylist(), strict=True):
        entries[title].append(entry)
    found = []
    for title, mine in entries.items():
        one, other = old.classify(title)[::2], table.classify(title)[::2]
        reads = (posts.function_from[mine] == 2) & (one[0] != other[0]) | posts.level_inferred[mine] & (
            one[1] != other[1]
        )
        if reads.any():
            councils = len(np.unique(posts.organisation[np.array(mine)[reads]]))
            found.append(Change(title, int(reads.sum()), councils, one, other))
    return sorted(found, key=lambda change: (-change.posts, change.title))


def _told(changes: tuple[Change, ...], known: bool, where: str) -> str:
    if known:
        return "This is taught already. Nothing would change."
    if where == "elsewhere":
        return "No post would change: where a post is not at a council, its title is read only when you ask."
    if not changes:
        return "No post held now at a council would be read otherwise."
    posts = sum(change.posts for change in changes)
    return f"{count(posts, 'post')} with {count(len(changes), 'title')} would be read otherwise."


def _conflicts(before: tuple[Phrase, ...], new: Phrase) -> Iterator[str]:
    """What other phrases say of the same words, of more words, and of fewer."""
    for phrases, whose in ((ours().phrases, "Our table reads"), (before, "You were taught to read")):
        for other in phrases:
            if other.words == new.words and _labels(other) != _labels(new) and _meet(other, new):
                told = f'{whose} "{other.written}" as {_labels(other)}{_AT[other.where]}.'
                yield f"{told} What you teach now counts over it."
    others = [p for p in (*ours().phrases, *before) if _meet(p, new) and p.words != new.words]
    if longer := [p for p in others if _holds(p, new)]:
        yield f"Longer phrases keep their words: {_examples(longer)}."
    if lost := [
        p for p in others if _holds(new, p) and ((p.function and not new.function) or (p.level and not new.level))
    ]:
        yield f"In these words the following says nothing any more: {_examples(lost)}. Say function and level both."


def _labels(phrase: Phrase) -> str:
    return " and ".join(filter(None, (phrase.function, phrase.level))).replace("_", " ") or "saying nothing"


def _meet(one: Phrase, other: Phrase) -> bool:
    return "both" in (one.where, other.where) or one.where == other.where


def _holds(one: Phrase, other: Phrase) -> bool:
    """Whether the words of the other stand in this one, which has more."""
    return f" {' '.join(other.words)} " in f" {' '.join(one.words)} "


def _examples(phrases: Iterable[Phrase]) -> str:
    told = [f'"{phrase.written}" ({_labels(phrase)})' for phrase in phrases]
    more = len(told) - _EXAMPLES
    return ", ".join(told[:_EXAMPLES]) + (f" and {more} more" if more > 0 else "")
