"""Which people and organisations on record may be the same, and what was judged?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from graph.days import spoken
from graph.errors import InputError, NotFoundError
from graph.sameness import MATCHES, asked_once, councils_alone
from graph.scene import Scene
from graph.statements import DESCRIBES, KINDS
from graph.view import View
from graph.vocabulary import UNKNOWN_KIND, VERDICTS
from queries.answer import Asked, count

PAGE: Final = 10  # questions shown at a time
THINGS: Final = ("organisation", "person")  # employers first: who is who hangs on them
_SHOWN_OF_SIDE: Final = 6  # lines about one side
_AGAINST: Final = " Against: "


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, as its own rows tell it."""

    id: str
    name: str
    lines: tuple[str, ...]  # posts, address, kind; the first few
    sources: tuple[str, ...]
    rows: int  # visible rows that name this id


@dataclass(frozen=True, slots=True)
class Question:
    """Two ids with the verdict that stands."""

    thing: str
    one: Side
    other: Side
    verdict: str  # one of vocabulary.VERDICTS
    judged_by: str
    on: str | None
    reasons: tuple[str, ...]  # for it, or what whoever judged wrote
    against: tuple[str, ...]
    would: str  # what would change if they were one, or two again
    load: str  # that brought the verdict


@dataclass(frozen=True, slots=True)
class Review:
    """A page of questions, and how many there are of each verdict."""

    asked: Asked
    summary: str
    verdict: str
    questions: tuple[Question, ...]
    first: int  # place of the first one shown, from 0
    counts: Mapping[str, int]  # verdict -> pairs, those asked for alone


def ask(view: View, *, verdict: str = "open", thing: str | None = None, first: int = 0, most: int = PAGE) -> Review:
    """Pairs on which this verdict stands, organisations before people, by names, then ids; from place ``first`` on.

    Only pairs of which the viewer sees both. InputError for a verdict or a thing that there is not.
    """
    if verdict not in VERDICTS:
        raise InputError(f'There is no verdict "{verdict}". There are: {", ".join(VERDICTS)}.')
    if thing is not None and thing not in THINGS:
        raise InputError(f'"{thing}" cannot be reviewed. There are: {", ".join(THINGS)}.')
    judged = view.scene(*MATCHES.values())
    found, counts = [], dict.fromkeys(VERDICTS, 0)
    for of in THINGS if thing is None else (thing,):
        rows = judged.as_stored[MATCHES[of]]
        names = _names(judged, of)
        here = []
        for (one, other), place in asked_once(of, rows).items():
            counts[rows.column("verdict")[place].as_py()] += 1
            if rows.column("verdict")[place].as_py() == verdict:
                here.append((names[one].casefold(), one, other, place))
        found += [(of, one, other, rows.slice(place, 1)) for _, one, other, place in sorted(here)]
    shown = found[first : first + most]
    told = {
        of: view.telling_of(of, {i for t, *pair, _ in shown if t == of for i in pair}) for of in {t for t, *_ in shown}
    }
    questions = tuple(_question(of, one, other, row, told[of]) for of, one, other, row in shown)
    return Review(Asked.of(view.viewpoint), _summary(counts), verdict, questions, first, counts)


def pair(view: View, one: str, other: str) -> str:
    """What two ids are, "person" or "organisation"; NotFoundError if one is not seen, InputError if they are unlike."""
    if one == other:
        raise InputError("These are one id already. Give two different ones.")
    kinds = []
    for id_ in (one, other):
        kind = next((of for of in THINGS if _described(view.telling_of(of, {id_}), of, id_)), None)
        if kind is None:
            raise NotFoundError(f'Nobody and nothing with the id "{id_}" is on record for this viewer.')
        kinds.append(kind)
    if kinds[0] != kinds[1]:
        a = {"person": "a person", "organisation": "an organisation"}
        raise InputError(f'"{one}" is {a[kinds[0]]} and "{other}" {a[kinds[1]]}: they cannot be the same.')
    return kinds[0]


def must_go_together(view: View, one: str, other: str) -> None:
    """InputError if two organisations would not count as one though they are judged the same."""
    scene = view.scene(DESCRIBES["organisation"], MATCHES["organisation"])
    shown, described = scene.shown_as["organisation"], scene.things_as_stored(DESCRIBES["organisation"])
    kinds = dict(zip(*(described.column(name).to_pylist() for name in ("organisation_id", "kind")), strict=True))
    with_it = [{id_ for id_ in kinds if shown.get(id_, id_) == shown.get(side, side)} for side in (one, other)]
    if councils_alone(kinds, view.viewpoint.viewer)(*with_it):
        return
    names = _names(scene, "organisation")
    told = [f"{names[id_]} ({id_})" for id_ in sorted(with_it[0] | with_it[1]) if kinds[id_] != UNKNOWN_KIND]
    raise InputError(
        f"{' and '.join(told)} would become one: a council is never one with another council or with a firm. Judge "
        "these two different, or first take back what was judged of either: `champions history`, or the page History."
    )


def _question(of: str, one: str, other: str, row: pa.Table, told: Scene) -> Question:
    cells = row.to_pylist()[0]
    reasons, _, against = (cells["why"] or "").removeprefix("For: ").partition(_AGAINST)
    sides = _side(of, one, told), _side(of, other, told)
    return Question(
        of,
        *sides,
        cells["verdict"],
        cells["judged_by"] or "not known",
        cells["on"],
        _sentences(reasons),
        _sentences(against),
        _would(cells["verdict"], *sides),
        cells["load"] or "",
    )


def _side(of: str, id_: str, told: Scene) -> Side:
    lines = list(dict.fromkeys(_post_lines(id_, told) if of == "person" else _organisation_lines(id_, told)))
    named = _rows_naming(of, id_, told)
    sources = sorted({source for table in named.values() for source in table.column("source").to_pylist() if source})
    emails = _cells(told, "people", "person_id", id_, "email") if of == "person" else []
    shown = (*dict.fromkeys(emails), *lines[:_SHOWN_OF_SIDE])
    if len(lines) > _SHOWN_OF_SIDE:
        shown = (*shown, f"and {len(lines) - _SHOWN_OF_SIDE} more")
    kind = KINDS[DESCRIBES[of]]
    name = _cells(told, kind.name, kind.columns[0].name, id_, "name")
    return Side(id_, " / ".join(dict.fromkeys(name)), shown, tuple(sources), sum(map(len, named.values())))


def _post_lines(id_: str, told: Scene) -> list[str]:
    posts = told.as_stored["posts"]
    mine = posts.filter(pc.equal(posts.column("person_id"), id_))
    names = _names(told, "organisation")
    return [
        f"{title}, {names.get(where, where)}" + (f" (until {spoken(ends)})" if ends else "")
        for title, where, ends in zip(
            *(mine.column(name).to_pylist() for name in ("title", "organisation_id", "ends")), strict=True
        )
    ]


def _organisation_lines(id_: str, told: Scene) -> list[str]:
    table = told.as_stored["organisations"]
    mine = table.filter(pc.equal(table.column("organisation_id"), id_)).to_pylist()
    labels = (("kind", ""), ("company_number", "company "), ("website", ""), ("region", ""), ("ends", "until "))
    return [f"{label}{row[name]}".replace("_", " ") for row in mine for name, label in labels if row[name]]


def _rows_naming(of: str, id_: str, told: Scene) -> dict[str, pa.Table]:
    found = {}
    for name, table in told.as_stored.items():
        if name in MATCHES.values():
            continue
        keep = None
        for column in KINDS[name].found_by(of):
            here = pc.equal(table.column(column), id_).fill_null(False)
            keep = here if keep is None else pc.or_(keep, here)
        if keep is not None:
            found[name] = table.filter(keep)
    return found


def _would(verdict: str, one: Side, other: Side) -> str:
    if verdict == "same":
        return (
            f"As two again, {count(one.rows, 'row')} would count for one and {count(other.rows, 'row')} for the other."
        )
    return (
        f"As one, {count(one.rows + other.rows, 'row')} would count together: {one.rows} here and {other.rows} there."
    )


def _summary(counts: Mapping[str, int]) -> str:
    if not counts["open"]:
        return f"Nothing waits for a decision. {_pairs(counts['same'])} judged the same."
    same, later = ("counts" if counts["same"] == 1 else "count"), ("is" if counts["later"] == 1 else "are")
    rest = f"{counts['same']:,} {same} as the same, {counts['later']:,} {later} for later"
    return f"{_pairs(counts['open'])} {'waits' if counts['open'] == 1 else 'wait'} for a decision; {rest}."


def _pairs(number: int) -> str:
    return f"{number:,} pair" if number == 1 else f"{number:,} pairs"


def _sentences(text: str) -> tuple[str, ...]:
    return (text.strip(),) if text.strip() else ()


def _names(scene: Scene, of: str) -> dict[str, str]:
    kind = KINDS[DESCRIBES[of]]
    table = scene.as_stored[kind.name]
    return dict(zip(table.column(kind.columns[0].name).to_pylist(), table.column("name").to_pylist(), strict=True))


def _described(told: Scene, of: str, id_: str) -> bool:
    return id_ in _names(told, of)


def _cells(scene: Scene, kind: str, key: str, id_: str, wanted: str) -> Sequence[str]:
    table = scene.as_stored[kind]
    found: list[str | None] = table.filter(pc.equal(table.column(key), id_)).column(wanted).to_pylist()
    return [cell for cell in found if cell]
