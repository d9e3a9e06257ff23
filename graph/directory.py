"""Names of everything a viewer sees, and what somebody means by a text that they typed.

A text means a thing only by id, exact name or alias. Whatever is merely near is offered, never taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from graph.errors import NotFoundError
from graph.identity import theme_of
from graph.scene import Scene
from graph.statements import parts

NEAR_ENOUGH = 70  # of 100: what is offered as "Did you mean"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person, organisation, pilot or event with its names."""

    thing: str  # person, organisation, pilot, event
    id: str
    name: str
    detail: str  # kind of an organisation, newest post of a person
    aliases: tuple[str, ...] = ()


class Directory:
    """All names of a scene; finding one is a look-up, offering near ones reads all."""

    def __init__(self, scene: Scene) -> None:
        """Read names from people, organisations, posts, pilots and events, as far as the scene has them."""
        self.entries = [*_organisations(scene), *_people(scene), *_named(scene, "pilots"), *_named(scene, "events")]
        self.themes = _themes(scene)
        self._by_id = {(entry.thing, entry.id): entry for entry in self.entries}
        for thing, shown in scene.shown_as.items():  # an id that another stands for still finds its entry
            self._by_id |= {
                (thing, id): self._by_id[thing, head] for id, head in shown.items() if (thing, head) in self._by_id
            }
        self._by_name: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for name in {_folded(entry.name), *map(_folded, entry.aliases)}:
                self._by_name.setdefault(name, []).append(entry)

    def get(self, thing: str, id: str) -> Entry | None:
        """The entry of an id, if the viewer sees it."""
        return self._by_id.get((thing, id))

    def resolve(self, text: str, *things: str) -> Entry:
        """What is meant: by id, else by exact name or alias. NotFoundError names what is near, or who may be meant."""
        text = text.strip()
        for thing in things:
            if (thing, text) in self._by_id:
                return self._by_id[thing, text]
        named = [entry for entry in self._by_name.get(_folded(text), ()) if entry.thing in things]
        if len(named) == 1:
            return named[0]
        if named:
            choices = tuple(
                f"{entry.name} ({entry.id}{', ' + entry.detail if entry.detail else ''})" for entry in named
            )
            raise NotFoundError(f'"{text}" may be {" or ".join(choices)}. Give the id.', choices)
        near = tuple(f"{entry.name} ({entry.id})" for entry in self.search(text, *things, limit=3))
        words = " or ".join(things)
        hint = f" Did you mean {' or '.join(near)}?" if near else " `champions search` shows what is on record."
        raise NotFoundError(f'No {words} is called "{text}".{hint}', near)

    def theme(self, text: str) -> str:
        """The theme that is meant, however people write it. NotFoundError names those that are near."""
        wanted = theme_of(text)
        same = [name for name in self.themes if name == text] or [n for n in self.themes if theme_of(n) == wanted]
        if len(same) == 1:
            return same[0]
        near = [name for name, _, _ in process.extract(wanted, self.themes, scorer=_likeness, score_cutoff=NEAR_ENOUGH)]
        hint = f"Did you mean {' or '.join(near[:3])}?" if near else f"On record: {', '.join(self.themes) or 'none'}."
        raise NotFoundError(f'No theme on record is called "{text}". {hint}', tuple(near[:3]))

    def search(self, text: str, *things: str, limit: int = 10) -> list[Entry]:
        """Entries whose name, alias or id is like the text, best first; equal ones by name, then id."""
        wanted = [entry for entry in self.entries if not things or entry.thing in things]
        names = [" ".join((entry.name, *entry.aliases)) for entry in wanted]
        scored = process.extract(
            text, names, scorer=_likeness, processor=utils.default_process, limit=limit * 4, score_cutoff=NEAR_ENOUGH
        )
        ranked = sorted(scored, key=lambda hit: (-round(hit[1], 6), wanted[hit[2]].name, wanted[hit[2]].id))
        by_id = [entry for entry in wanted if entry.id == text]
        return (by_id + [wanted[place] for _, _, place in ranked if wanted[place] not in by_id])[:limit]


def _likeness(one: str, other: str, *, score_cutoff: float | None = None) -> float:
    """Likeness of what was typed to a name: words may be missing, and letters be wrong."""
    whole = fuzz.token_sort_ratio(one, other)
    return max(
        whole, 0.98 * fuzz.token_set_ratio(one, other), 0.95 * fuzz.partial_ratio(one, other) if len(one) > 3 else 0
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _organisations(scene: Scene) -> list[Entry]:
    table = scene.things("organisations").select(["organisation_id", "name", "kind", "aliases"])
    return [
        Entry(
            "organisation",
            id,
            name,
            (kind or "").replace("_", " "),
            parts(aliases),
        )
        for id, name, kind, aliases in zip(*(column.to_pylist() for column in table.columns), strict=True)
    ]


def _people(scene: Scene) -> list[Entry]:
    places = dict(
        zip(
            scene.things("organisations").column("organisation_id").to_pylist(),
            scene.things("organisations").column("name").to_pylist(),
            strict=True,
        )
    )
    posts = scene.posts.select(["person_id", "title", "organisation_id", "starts", "ends"])
    newest: dict[str, tuple[str, str, str]] = {}
    for person, title, where, starts, ends in zip(*(column.to_pylist() for column in posts.columns), strict=True):
        ended = ends is not None and ends < scene.viewpoint.day
        post = ("" if ended else starts or "0", f"{title}, {places.get(where, where)}", "")
        newest[person] = max(newest.get(person, post), post)
    people = scene.things("people").select(["person_id", "name"])
    return [
        Entry("person", id, name, newest[id][1] if id in newest else "no post on record")
        for id, name in zip(*(column.to_pylist() for column in people.columns), strict=True)
    ]


def _named(scene: Scene, kind: str) -> list[Entry]:
    table = scene.things(kind)
    ids, names = (
        table.columns[table.schema.get_field_index(f"{kind[:-1]}_id")].to_pylist(),
        table.column("name").to_pylist(),
    )
    return [Entry(kind[:-1], id, name, kind[:-1]) for id, name in zip(ids, names, strict=True)]


def _themes(scene: Scene) -> list[str]:
    """All themes that visible rows name, sorted."""
    found: set[str] = set()
    for kind, column in (("offers", "theme"), ("challenges", "theme"), ("posts", "budget_for"), ("pilots", "themes")):
        for cell in scene.rows[kind].column(column).to_pylist():
            found |= {theme for theme in (cell or "").split("|") if theme and theme != "any"}
    return sorted(found)
