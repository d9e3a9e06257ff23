"""What is stale, missing or known from one source only?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.history import ENTERED
from graph.posts import Posts, posts
from graph.sameness import MATCHES, asked_once
from graph.scene import Scene
from graph.statements import DESCRIBES, KINDS
from graph.view import View
from graph.vocabulary import NO_TITLE
from queries.answer import Asked, count, open_councils

SHOWN = 50  # rows of a list; its total stands beside it
NO_SOURCE = "not known"
_ENTRY = f"^({ENTERED} by .*) on \\d{{4}}-\\d\\d-\\d\\d at .*$"  # each entry is a source: here, whoever enters is


@dataclass(frozen=True, slots=True)
class Freshness:
    """What one source told, and how old the newest of it is. Days of foundation and of councils are no freshness."""

    source: str
    rows: int
    oldest: str | None
    newest: str | None
    days: int | None  # from the newest to the as-at date; None: none of its rows has a date


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that something is wrong with."""

    id: str  # of a person or an organisation; "" for a title
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Gap:
    """One kind of thing that is missing: how many, of how many, the first of them, and how it is mended."""

    name: str  # a key that does not change
    words: str
    total: int
    of: int
    rows: tuple[Found, ...]  # the first ``SHOWN``; those that touch most first, then by name and id
    remedy: str
    page: str  # where in the app it is mended
    command: str  # and in a terminal


@dataclass(frozen=True, slots=True)
class Quality:
    """How good what is on record is, for one viewer; sources go by age, the oldest first, undated ones last."""

    asked: Asked
    summary: str
    sources: tuple[Freshness, ...]
    sources_total: int
    gaps: tuple[Gap, ...]


def ask(view: View) -> Quality:
    """Look through everything this viewer sees; linear in the number of rows."""
    scene = view.scene()
    held = posts(scene)
    sources = _freshness(scene)
    gaps = (
        _without_function(scene, held),
        _without_budget_holder(scene, held),
        _people_once(scene),
        _posts_once(scene, held),
        _without_post(scene, held),
        _unknown_kind(scene, held),
        _open_questions(scene),
    )
    return Quality(Asked.of(view.viewpoint), _summary(sources, gaps), tuple(sources[:SHOWN]), len(sources), gaps)


def _summary(sources: Sequence[Freshness], gaps: Sequence[Gap]) -> str:
    if not sources:
        return "Nothing is on record for this viewer yet."
    told = f"{count(len(sources), 'source')} on record."
    if sources[0].days is not None:
        told += f" The newest date of {sources[0].source} is {count(sources[0].days, 'day')} old: no source is older."
    missing = [gap.words for gap in gaps[:2] if gap.total]
    return " ".join([told, *(f"{words}." for words in missing)])


# freshness


def _freshness(scene: Scene) -> list[Freshness]:
    seen: dict[str, tuple[int, str | None, str | None]] = {}
    for kind, table in scene.rows.items():
        dated = KINDS[kind].dated if kind != "organisations" else None
        named = pc.replace_substring_regex(pc.fill_null(table.column("source"), NO_SOURCE), _ENTRY, r"\1")
        days = table.column(dated) if dated else pa.nulls(len(table), pa.string())
        grouped = pa.table({"source": named, "day": days}).group_by("source")
        found = grouped.aggregate([("day", "min"), ("day", "max"), ("source", "count")])
        for row in found.to_pylist():
            rows, oldest, newest = seen.get(row["source"], (0, None, None))
            least = min(filter(None, (oldest, row["day_min"])), default=None)
            most = max(filter(None, (newest, row["day_max"])), default=None)
            seen[row["source"]] = (rows + row["source_count"], least, most)
    today = scene.viewpoint.as_at
    told = [
        Freshness(source, rows, least, most, (today - date.fromisoformat(most)).days if most else None)
        for source, (rows, least, most) in seen.items()
    ]
    return sorted(told, key=lambda one: (one.days is None, -(one.days or 0), one.source))


# what is missing


def _gap(name: str, words: str, found: Sequence[Found], of: int, remedy: str, page: str, command: str) -> Gap:
    return Gap(name, words, len(found), of, tuple(found[:SHOWN]), remedy, page, command)


def _without_function(scene: Scene, held: Posts) -> Gap:
    unsure = held.officer & (held.function < 0)
    titles = held.table.column("title").filter(pa.array(unsure))
    ranked = sorted(pc.value_counts(titles).to_pylist(), key=lambda one: (-one["counts"], one["values"]))
    found = [Found("", one["values"], count(one["counts"], "post")) for one in ranked]
    total, officers = int(unsure.sum()), int(held.officer.sum())
    return Gap(
        "posts_without_function",
        f"{count(total, 'post')} of officers {'has' if total == 1 else 'have'} no function: the title is not sure",
        total,
        officers,
        tuple(found[:SHOWN]),
        f"Teach what the title means, or say the function in posts.csv. {NO_TITLE.capitalize()}: load a list of posts.",
        "titles",
        "champions teach",
    )


def _without_budget_holder(scene: Scene, held: Posts) -> Gap:
    councils = open_councils(scene)
    ids = scene.things("organisations").column("organisation_id")
    known = set(ids.take(pa.array(np.unique(held.organisation[held.with_budget]))).to_pylist())
    staff = _people_at(scene, held)
    missing = {id: name for id, name in councils.items() if id not in known}
    found = [Found(id, name, _in_post(staff.get(id, 0))) for id, name in _by_staff(missing, staff)]
    have = "has" if len(found) == 1 else "have"
    words = f"{count(len(found), 'council')} of {len(councils)} {have} no known budget holder"
    remedy = "Say in posts.csv who holds a budget for what (budget_for), or load an organisation chart."
    return _gap("councils_without_budget_holder", words, found, len(councils), remedy, "data", "champions load")


def _people_once(scene: Scene) -> Gap:
    people = scene.rows["people"]
    once = _told_once(people.column("person_id"), people.column("source"))
    names = scene.things("people").column("name")
    rows = ((id, names[scene.number[id]].as_py(), source) for id, source in once.items())
    found = [Found(id, name, source) for id, name, source in sorted(rows, key=lambda row: (row[1], row[0]))]
    words = f"{count(len(found), 'person', 'people')} known from one source alone"
    remedy = "Load a second source that names them, or judge in the review whom two files mean."
    return _gap("people_of_one_source", words, found, len(scene.people), remedy, "review", "champions review")


def _posts_once(scene: Scene, held: Posts) -> Gap:
    """Where somebody works now, told by one source whatever the title."""
    now = held.table.filter(pa.array(held.current))
    wanted = _pairs(now)
    told = scene.rows["posts"]
    told = told.filter(pc.is_in(_pairs(told), value_set=pc.unique(wanted)))
    once = _told_once(_pairs(told), told.column("source"))
    names, places = scene.things("people").column("name"), _names(scene)
    rows = []
    for pair, source in once.items():
        person, organisation = pair.split("\x1f")
        rows.append((names[scene.number[person]].as_py(), person, places[organisation], source))
    found = [Found(person, name, f"{place}: {source}") for name, person, place, source in sorted(rows)]
    words = f"{count(len(found), 'post')} held now, told by one source alone"
    remedy = "Load a second list of the same people, such as an organisation chart, or correct what is wrong."
    return _gap("posts_of_one_source", words, found, len(pc.unique(wanted)), remedy, "data", "champions correct")


def _without_post(scene: Scene, held: Posts) -> Gap:
    ever = held.anyone(np.ones(len(held.person), bool))
    names = scene.things("people").column("name").to_pylist()
    rows = sorted((names[place], scene.people[place]) for place in np.flatnonzero(~ever))
    found = [Found(id, name, "no post on record") for name, id in rows]
    words = f"{count(len(found), 'person', 'people')} without any post on record"
    remedy = "Say where they work in posts.csv, or with a correction."
    return _gap("people_without_post", words, found, len(scene.people), remedy, "explore", "champions correct")


def _unknown_kind(scene: Scene, held: Posts) -> Gap:
    things = scene.things("organisations")
    unknown = things.filter(pc.equal(things.column("kind"), "unknown").fill_null(False))
    names = dict(zip(unknown.column("organisation_id").to_pylist(), unknown.column("name").to_pylist(), strict=True))
    staff = _people_at(scene, held)
    found = [Found(id, name, _in_post(staff.get(id, 0))) for id, name in _by_staff(names, staff)]
    words = f"{count(len(found), 'organisation')} of unknown kind"
    remedy = "Say what each is in organisations.csv (kind), or judge in the review whom the name means."
    return _gap("organisations_of_unknown_kind", words, found, len(things), remedy, "review", "champions review")


def _open_questions(scene: Scene) -> Gap:
    found, judged = [], 0
    for thing, kind in MATCHES.items():
        rows = scene.as_stored[kind]
        described = scene.things_as_stored(DESCRIBES[thing])
        key = KINDS[DESCRIBES[thing]].columns[0].name
        names = dict(zip(described.column(key).to_pylist(), described.column("name").to_pylist(), strict=True))
        verdicts = rows.column("verdict").to_pylist()
        pairs = asked_once(thing, rows)
        judged += len(pairs)
        asked = (pair for pair, place in pairs.items() if verdicts[place] in ("open", "later"))
        found += sorted((Found(a, f"{names[a]} and {names[b]}", thing) for a, b in asked), key=lambda one: one.name)
    words = f"{count(len(found), 'question')} of who is who waiting for an answer"
    remedy = "Judge whether they are the same."
    return _gap("open_questions", words, found, judged, remedy, "review", "champions review")


def _told_once(thing: pa.ChunkedArray, source: pa.ChunkedArray) -> dict[str, str]:
    """Each thing that one source alone tells of, with that source."""
    told = pa.table({"thing": thing, "source": pc.fill_null(source, NO_SOURCE)})
    counted = told.group_by("thing").aggregate([("source", "count_distinct"), ("source", "min")])
    once = counted.filter(pc.equal(counted.column("source_count_distinct"), 1))
    return dict(zip(once.column("thing").to_pylist(), once.column("source_min").to_pylist(), strict=True))


def _pairs(table: pa.Table) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(table.column("person_id"), table.column("organisation_id"), "\x1f")


def _people_at(scene: Scene, held: Posts) -> dict[str, int]:
    """How many people hold a post now at each organisation."""
    pairs = np.unique(np.c_[held.organisation, held.person][held.current], axis=0)
    places, people = np.unique(pairs[:, 0], return_counts=True)
    ids = scene.things("organisations").column("organisation_id").take(pa.array(places)).to_pylist()
    return dict(zip(ids, people.tolist(), strict=True))


def _by_staff(names: dict[str, str], staff: dict[str, int]) -> Iterable[tuple[str, str]]:
    return sorted(names.items(), key=lambda one: (-staff.get(one[0], 0), one[1], one[0]))


def _in_post(people: int) -> str:
    return f"{count(people, 'person', 'people')} in post on record"


def _names(scene: Scene) -> dict[str, str]:
    things = scene.things("organisations")
    return dict(zip(things.column("organisation_id").to_pylist(), things.column("name").to_pylist(), strict=True))
