"""What answers have in common: people with their posts, hops with their evidence, and how they become JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import definitions as d
from graph.derived import Derived
from graph.errors import InputError, NotFoundError, RefusedError
from graph.evidence import EvidenceRow, between, with_contact_today
from graph.hop_odds import accept_odds, ask_odds
from graph.routes import Hop, Route
from graph.scene import Scene, Viewpoint
from graph.statements import Batch, Statement
from graph.view import View
from graph.vocabulary import LEVELS

T = TypeVar("T")
PAST = "Outcomes, budgets, routes to buy and strengths have no date of their own: they count as known on that day too."


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom, as at when, asked on which day, and by which definitions an answer was made."""

    viewer: str | None
    as_at: str
    today: str
    note: str = ""  # what to bear in mind where the as-at date lies in the past
    definitions: int = d.VERSION

    @staticmethod
    def of(viewpoint: Viewpoint) -> Asked:
        """The same as text."""
        past = viewpoint.as_at < viewpoint.today
        return Asked(viewpoint.viewer, viewpoint.as_at.isoformat(), viewpoint.today.isoformat(), PAST if past else "")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, with the highest post that they hold now ("" without one)."""

    id: str
    name: str
    title: str
    organisation_id: str
    organisation: str


@dataclass(frozen=True, slots=True)
class ShownHop:
    """One step of a route with what stands behind it."""

    from_person: Person
    to_person: Person
    step: str  # "asks" or "introduces"
    strength: float
    strength_word: str  # strong, fair, weak
    odds: float
    length: int
    evidence: tuple[EvidenceRow, ...]
    freshness: str  # "3 statements, last 2026-03-01"


@dataclass(frozen=True, slots=True)
class ShownRoute:
    """A route in words and with its evidence."""

    ids: tuple[str, ...]
    words: str
    odds: float
    length: int
    band: str
    weakest_hop: int
    hops: tuple[ShownHop, ...]
    strengthen: str  # what would strengthen the weakest hop


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def for_the_council_alone(view: View, council: str) -> None:
    """Refuse everybody but the council itself, in words that are the same whatever is on record.

    RefusedError for another viewer, whether there is such a council or not.
    """
    if view.viewpoint.viewer != council:
        raise RefusedError(
            "What hangs on one person, and who is inside a team, is answered to the council itself and to nobody else. "
            "Look as that council (the viewer) to see its own."
        )


def place_of(scene: Scene, organisation: str) -> int:
    """Position of an organisation in ``scene.things("organisations")``; NotFoundError if it is not on record."""
    ids = scene.things("organisations").column("organisation_id")
    place = pc.index(ids, organisation).as_py()
    if place < 0:
        raise NotFoundError(f'No organisation with the id "{organisation}" is on record for this viewer.')
    return int(place)


def open_councils(scene: Scene) -> dict[str, str]:
    """Names of the councils that are open on the as-at date, by id."""
    rows = scene.things("organisations").select(["organisation_id", "name", "kind", "ends"]).to_pylist()
    day = scene.viewpoint.day
    return {r["organisation_id"]: r["name"] for r in rows if r["kind"] == "council" and (r["ends"] or day) >= day}


def council_of(scene: Scene, organisation: str) -> int:
    """Position of a council, as ``place_of``; InputError for an organisation that is none."""
    place, table = place_of(scene, organisation), scene.things("organisations")
    if table.column("kind")[place].as_py() != "council":
        raise InputError(f"{table.column('name')[place].as_py()} is no council. Name a council.")
    return place


def unless_small(scene: Scene, firm: str) -> str:
    """Why an organisation on record can have no useful triple, as a sentence; "" for a small firm."""
    table, place = scene.things("organisations"), place_of(scene, firm)
    name, kind = (table.column(column)[place].as_py() for column in ("name", "kind"))
    if kind == "sme":
        return ""
    told = "its kind is not known" if kind in (None, "unknown") else f"its kind is {kind.replace('_', ' ')}"
    return f"Useful triples are of small firms (sme) alone, and {name} is not on record as one: {told}."


def pilot_row(scene: Scene, pilot: str) -> dict[str, str | None]:
    """The cells of the row that rules a pilot; NotFoundError if it is not on record."""
    table = scene.things("pilots")
    place = pc.index(table.column("pilot_id"), pilot).as_py()
    if place < 0:
        raise NotFoundError(f'No pilot with the id "{pilot}" is on record for this viewer.')
    cells: dict[str, str | None] = table.slice(place, 1).to_pylist()[0]
    return cells


def told(scene: Scene, kind: str, **cells: str | Collection[str]) -> tuple[Statement, ...]:
    """The visible statements of a kind that hold these ids, by statement id; a list of ids means any of them."""
    table = scene.rows[kind]
    for column, wanted in cells.items():
        ids = [wanted] if isinstance(wanted, str) else sorted(wanted)
        table = table.filter(pc.is_in(table.column(column), value_set=pa.array(ids, pa.string())))
    return tuple(Batch(kind, table).statements())


def people(derived: Derived, ids: Collection[str]) -> dict[str, Person]:
    """Those of these people whom the viewer sees."""
    scene, posts = derived.scene, derived.posts
    organisations, names = scene.things("organisations"), scene.things("people").column("name")
    found = {}
    for person in sorted(set(ids)):
        if person not in scene.number:
            continue
        position = scene.number[person]
        name, held = names[position].as_py(), posts.held_now.members(position)
        if not len(held):
            found[person] = Person(person, name, "", "", "")
            continue
        rank = np.where(posts.level[held] < 0, len(LEVELS), posts.level[held])
        best = int(held[np.lexsort((posts.organisation[held], rank))[0]])
        where = organisations.slice(int(posts.organisation[best]), 1).to_pylist()[0]
        title = posts.table.column("title")[best].as_py()
        found[person] = Person(person, name, title, where["organisation_id"], where["name"])
    return found


def shown(derived: Derived, route: Route, who: dict[str, Person]) -> ShownRoute:
    """A route with evidence for every hop; ``derived`` must be exact for its people."""
    hops = tuple(_shown_hop(derived, hop, who) for hop in route.hops)
    return ShownRoute(
        ids=route.ids,
        words=" → ".join(who[person].name for person in route.ids),
        odds=route.odds,
        length=route.length,
        band=route.band,
        weakest_hop=route.weakest_hop,
        hops=hops,
        strengthen=_strengthen(derived, route, who),
    )


def _shown_hop(derived: Derived, hop: Hop, who: dict[str, Person]) -> ShownHop:
    evidence = between(derived, hop.from_id, hop.to_id)
    return ShownHop(
        from_person=who[hop.from_id],
        to_person=who[hop.to_id],
        step=hop.step,
        strength=hop.strength,
        strength_word=d.strength_word(hop.strength),
        odds=hop.odds,
        length=hop.length,
        evidence=evidence,
        freshness=_freshness(evidence),
    )


def _freshness(evidence: tuple[EvidenceRow, ...]) -> str:
    if not evidence:
        return "no evidence yet"
    ages = [row.age_months for row in evidence if row.age_months is not None]
    last = "no date known" if not ages else "today" if min(ages) < 0.05 else f"last {_ago(min(ages))}"
    return f"{len(evidence)} piece{'s' if len(evidence) > 1 else ''} of evidence, {last}"


def _ago(months: float) -> str:
    if months < 1:
        return "less than a month ago"
    return f"{months:.0f} months ago" if months < 23.5 else f"{months / 12:.0f} years ago"


def _strengthen(derived: Derived, route: Route, who: dict[str, Person]) -> str:
    """What one more contact today would do to the weakest hop and to the whole route."""
    hop = route.hops[route.weakest_hop]
    strength = with_contact_today(derived, hop.from_id, hop.to_id)
    odds = _hop_odds(derived, hop, strength)
    one, other = who[hop.from_id].name, who[hop.to_id].name
    if strength <= hop.strength + d.TOLERANCE:
        return (
            f"The tie between {one} and {other} is as strong as contacts alone make it; a shared pilot would add to it."
        )
    return (
        f"If {one} and {other} met once more, this step would rise from {hop.odds:.2f} to {odds:.2f} "
        f"and the route from {route.odds:.2f} to {route.odds / hop.odds * odds:.2f}."
    )


def _hop_odds(derived: Derived, hop: Hop, strength: float) -> float:
    willing, number = derived.willingness, derived.scene.number
    s = np.float64(strength)
    if hop.step == "introduces":
        return float(accept_odds(s, willing.helpfulness[number[hop.from_id]]))
    other = number[hop.to_id]
    return float(ask_odds(s, willing.helpfulness[other], willing.load[other]))


def nameless(answer: T, *, like: Any = None) -> T:
    """The same answer with people as "Person 1", "Person 2" … in the order in which they come: to print and pass round.

    Names, ids and titles of everybody who stands in it as a ``Person`` are gone, from sentences too; evidence is left
    out, for its rows name people. Who stands in ``like`` has the same number as there.
    """
    who = list(dict.fromkeys((*_people_in(like), *_people_in(answer))))
    labels = {one: f"Person {number}" for number, one in enumerate(who, 1)}
    texts = {one.name: label for one, label in labels.items()} | {one.id: "" for one in who}
    renamed: T = _renamed(answer, labels, texts, sorted({one.name for one in who}, key=lambda name: (-len(name), name)))
    return renamed


def _people_in(answer: Any) -> Iterator[Person]:
    if isinstance(answer, Person):
        yield answer
    elif is_dataclass(answer) and not isinstance(answer, type):
        for field in fields(answer):
            yield from _people_in(getattr(answer, field.name))
    elif isinstance(answer, tuple):
        for value in answer:
            yield from _people_in(value)


def _renamed(answer: Any, labels: dict[Person, str], texts: dict[str, str], names: list[str]) -> Any:
    if isinstance(answer, Person):
        return Person("", labels[answer], "", "", answer.organisation)
    if isinstance(answer, str):
        if answer in texts:
            return texts[answer]
        for name in names:
            answer = answer.replace(name, texts[name])
        return answer
    if isinstance(answer, tuple):
        return tuple(_renamed(v, labels, texts, names) for v in answer if not isinstance(v, EvidenceRow))
    if is_dataclass(answer) and not isinstance(answer, type):
        made = {f.name: _renamed(getattr(answer, f.name), labels, texts, names) for f in fields(answer)}
        return replace(answer, **made)
    return answer


def to_dict(answer: Any) -> Any:
    """An answer as plain values for JSON; keys are the names of its fields."""
    if is_dataclass(answer) and not isinstance(answer, type):
        return {field.name: to_dict(getattr(answer, field.name)) for field in fields(answer)}
    if isinstance(answer, dict) or hasattr(answer, "items"):
        return {key: to_dict(value) for key, value in answer.items()}
    if isinstance(answer, (list, tuple)):
        return [to_dict(value) for value in answer]
    return answer
