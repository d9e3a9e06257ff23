"""Which senior posts does this council have, and who is known to hold them?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from graph.derived import Derived
from graph.identity import normalise
from graph.taught import title_table
from graph.view import View
from graph.vocabulary import LEVELS
from queries.answer import Asked, Person, count, people, place_of

SENIOR = LEVELS[: LEVELS.index("head") + 1]
Row = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class SeniorPost:
    """A post of the chart; function and level are read from its title."""

    id: str
    title: str
    department: str  # "" where the chart names none
    level: str
    function: str  # "" where the title does not say for sure
    vacant: str  # yes, no, or "" where the chart does not say
    holders: tuple[Person, ...]  # named by the chart, or known by a post of the same title; none: not known
    reports_to: str  # title of the post above; "" not known
    reports_inferred: bool  # from level and directorate: the chart itself does not say
    on: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Establishment:
    """The senior posts of an organisation, and how many others its chart has."""

    asked: Asked
    organisation: str
    name: str
    summary: str
    posts: tuple[SeniorPost, ...]
    others: int  # posts of lower or unknown level


def ask(view: View, organisation: str) -> Establishment:
    """Answer for an id: chief executives, directors and heads, by level, title and id. NotFoundError if it is not seen.

    What stands on the last chart of a source counts; a post that an older chart alone has is left out.
    """
    there = view.council(organisation)
    place = place_of(there.scene, organisation)
    name = there.scene.things("organisations").column("name")[place].as_py()
    rows = _on_the_last_chart([row for row in _chart(there) if row["organisation_id"] == organisation])
    titles = {row["post_id"]: row["title"] for row in rows}
    named = _named(there, organisation)
    holders = {p for row in rows for p in (row["holder_id"], *named[normalise(row["title"] or "")]) if p}
    who = people(view.near(holders), holders)  # a holder may have a higher post elsewhere
    departments = there.scene.things("departments")
    teams = dict(zip(departments["department_id"].to_pylist(), departments["name"].to_pylist(), strict=True))
    read_by, posts = title_table(there.scene), []
    for row in rows:
        labels = read_by.classify(row["title"] or "")
        if labels.level not in SENIOR:
            continue
        held_by = [row["holder_id"]] if row["holder_id"] else sorted(named[normalise(row["title"] or "")])
        posts.append(
            SeniorPost(
                id=row["post_id"] or "",
                title=row["title"] or "",
                department=teams.get(row["department_id"], ""),
                level=labels.level or "",
                function=labels.function or "",
                vacant=row["vacant"] or "",
                holders=tuple(who[holder] for holder in held_by if holder in who),
                reports_to=titles.get(row["reports_to"]) or "",
                reports_inferred=row["reports_inferred"] == "yes",
                on=row["on"],
                source=row["source"] or "not known",
            )
        )
    posts.sort(key=lambda post: (LEVELS.index(post.level), post.title, post.id))
    words = _summary(name, posts, len(rows))
    return Establishment(Asked.of(view.viewpoint), organisation, name, words, tuple(posts), len(rows) - len(posts))


def _chart(there: Derived) -> list[Row]:
    found: list[Row] = there.scene.things("establishment").to_pylist()
    return found


def _on_the_last_chart(rows: list[Row]) -> list[Row]:
    """Of each source the rows of its last day."""
    last: dict[str | None, str] = defaultdict(str)
    for row in rows:
        last[row["source"]] = max(last[row["source"]], row["on"] or "")
    return [row for row in rows if (row["on"] or "") == last[row["source"]]]


def _named(there: Derived, organisation: str) -> defaultdict[str, set[str]]:
    """Ids of those in post there now, by the title of their post."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row, current in zip(there.posts.table.to_pylist(), there.posts.current.tolist(), strict=True):
        if current and row["organisation_id"] == organisation:
            found[normalise(row["title"])].add(row["person_id"])
    return found


def _summary(name: str, posts: list[SeniorPost], every: int) -> str:
    if not every:
        return f"{name}: no organisation chart is on record."
    vacant = sum(post.vacant == "yes" for post in posts)
    held = sum(bool(post.holders) and post.vacant != "yes" for post in posts)
    unknown = len(posts) - held - vacant
    words = f"{name}: {count(len(posts), 'senior post')} of {every} on the chart; the holder of {held} is known"
    return f"{words}, {vacant} {'is' if vacant == 1 else 'are'} vacant, of {unknown} nobody is known."
