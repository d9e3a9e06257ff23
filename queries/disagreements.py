"""Where do the sources disagree, which of them counts, and why?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from graph.days import NEVER
from graph.errors import NotFoundError
from graph.scene import Scene, which_post
from graph.statements import KINDS, Batch, Statement
from graph.view import View
from graph.vocabulary import CLASSES
from queries.answer import Asked, count

LOOKED_AT = ("people", "posts", "organisations", "departments", "events", "pilots", "challenges", "programmes")
SHOWN = 50
EMPTY = "nothing"  # what a row says that leaves a cell out
NEVER_SO = "never so"  # what a post says that ends before all time: its start is not known, and it was a mistake


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says where others say something else."""

    values: tuple[str, ...]  # in the order of ``Disagreement.columns``
    source: str
    on: str | None
    known_by: str  # verified, observed, inferred, or "not said"
    counts: bool
    why: str  # why it counts, or why another does


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing or post of which rows say different things; the row that counts comes first."""

    kind: str
    id: str  # of the thing; of a post the id of the person
    name: str
    columns: tuple[str, ...]  # where they differ
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Disagreements:
    """All of them side by side, by kind, then name, then id; the first ``SHOWN``."""

    asked: Asked
    summary: str
    found: tuple[Disagreement, ...]
    total: int


def ask(view: View, id: str | None = None) -> Disagreements:
    """Answer for everything on record, or for one person or organisation by id. The whole row counts, or none of it."""
    if id is None:
        scene, of = view.scene(), None
    else:
        of = view.one("organisation", view.one("person", id))
        thing = "person" if view.sees_person(of) else "organisation"
        scene = view.telling_of(thing, {of})
    keys = [(kind, key) for kind in LOOKED_AT for key in scene.conflicts(kind) if of is None or _about(kind, key, of)]
    names = _names(scene)
    ranked = sorted(keys, key=lambda one: (LOOKED_AT.index(one[0]), _name(one[0], one[1], names), one[1]))
    found = tuple(_disagreement(scene, kind, key, _name(kind, key, names)) for kind, key in ranked[:SHOWN])
    return Disagreements(Asked.of(view.viewpoint), _summary(len(keys)), found, len(keys))


def counting_rows(view: View, person: str) -> tuple[Statement, tuple[Statement, ...]]:
    """The row that counts of a person, and those of the posts held now, by title: what a correction begins with.

    Each under the id that its source gave to the person: what is stored of one must not hang on who is judged the same.
    """
    near = view.near([person])
    scene, id = near.scene, near.scene.one("person", person)
    if id not in scene.number:
        raise NotFoundError(f'No person with the id "{person}" is on record for this viewer.')
    own = _as_stored(scene, "people", scene.things("people").slice(scene.number[id], 1))
    now = pa.array(near.posts.current & (near.posts.person == scene.number[id]))
    held = _as_stored(scene, "posts", near.posts.table.filter(now))
    posts = sorted(Batch("posts", held).statements(), key=lambda one: (one.cells["title"], one.id))
    return next(Batch("people", own).statements()), tuple(posts)


def _as_stored(scene: Scene, kind: str, rows: pa.Table) -> pa.Table:
    """The rows under the id that each gives to the person."""
    stored = scene.as_stored[kind]
    place = pc.index_in(rows.column("id"), value_set=stored.column("id"))
    own = stored.column("person_id").take(place)
    return rows.set_column(rows.schema.get_field_index("person_id"), "person_id", own)


def _summary(found: int) -> str:
    if not found:
        return "No two sources say different things of one person, post or organisation."
    return f"On {count(found, 'thing')} the sources disagree. Every row is kept; one counts, and each says why."


def _about(kind: str, key: str, id: str) -> bool:
    return key.split("\x1f")[0] == id if kind == "posts" else key == id


def _names(scene: Scene) -> dict[tuple[str, str], str]:
    kinds = [kind for kind in LOOKED_AT if "name" in KINDS[kind].cells]
    found: dict[tuple[str, str], str] = {}
    for kind in kinds:
        things = scene.things(kind)
        ids = things.column(KINDS[kind].columns[0].name).to_pylist()
        found |= {(kind, id): name for id, name in zip(ids, things.column("name").to_pylist(), strict=True)}
    return found


def _name(kind: str, key: str, names: dict[tuple[str, str], str]) -> str:
    if kind != "posts":
        return names.get((kind, key), key)
    person, organisation, _, title, _ = key.split("\x1f")
    return f"{names['people', person]}: {title} at {names['organisations', organisation]}"


def _disagreement(scene: Scene, kind: str, key: str, name: str) -> Disagreement:
    table = scene.rows[kind]
    of = which_post(table) if kind == "posts" else table.column(KINDS[kind].columns[0].name)
    rows = table.filter(pc.equal(of, key).fill_null(False))
    ruling = scene.posts if kind == "posts" else scene.things(kind)
    stands = pc.is_in(rows.column("id"), value_set=ruling.column("id")).to_pylist().index(True)
    columns = tuple(column.name for column in KINDS[kind].columns if len(pc.unique(rows.column(column.name))) > 1)
    told = rows.to_pylist()
    order = sorted(range(len(told)), key=lambda n: (n != stands, -told[n]["seq"], -told[n]["row"], told[n]["id"]))
    said = tuple(_said(kind, columns, told[n], told[stands]) for n in _each_once(order, told, columns))
    return Disagreement(kind, key.split("\x1f")[0], name, columns, said)


def _each_once(order: list[int], told: list[dict[str, str]], columns: tuple[str, ...]) -> Iterator[int]:
    """Rows of one source that say the same here are shown once."""
    seen = set()
    for n in order:
        says = (told[n]["source"], told[n]["class"], *(told[n][name] for name in columns))
        if says not in seen:
            seen.add(says)
            yield n


def _said(kind: str, columns: tuple[str, ...], row: dict[str, str], stands: dict[str, str]) -> Said:
    dated = KINDS[kind].dated
    on = row[dated] if dated else None
    return Said(
        values=tuple(_told(kind, name, row[name]) for name in columns),
        source=row["source"] or "not known",
        on=on,
        known_by=row["class"] or "not said",
        counts=row is stands,
        why="counts" if row is stands else _why(kind, row, stands),
    )


def _why(kind: str, row: dict[str, str], stands: dict[str, str]) -> str:
    """What the row that counts has before this one: the rule of ``Scene.things``."""
    rank, first = (CLASSES.index(r["class"]) if r["class"] in CLASSES else len(CLASSES) for r in (row, stands))
    if first < rank:
        other = row["class"] or "what does not say how it is known"
        return f"{stands['class']} counts before {other}"
    dated = None if kind == "posts" else KINDS[kind].dated
    if dated and (row[dated] or "") != (stands[dated] or ""):
        return "the other has the later date" if row[dated] else "the other has a date"
    return "the other was loaded later" if row["seq"] != stands["seq"] else "the other stands further down in the file"


def _told(kind: str, column: str, cell: str | None) -> str:
    return NEVER_SO if never_so(kind, column, cell) else cell or EMPTY


def never_so(kind: str, column: str, cell: str | None) -> bool:
    """Whether a cell is the last day that a correction gives to a post of no first day; any other day is a day."""
    return (kind, column, cell) == ("posts", "ends", NEVER.isoformat())
