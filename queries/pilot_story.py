"""How has this pilot come along, and what changed when?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from graph import definitions as d
from graph.days import day_number, day_of
from graph.derived import Derived
from graph.scene import Scene
from graph.statements import KINDS, Statement
from graph.view import View, current_people
from queries.answer import Asked, count, pilot_row, place_of, told
from queries.pilot_lines import PilotLine, lines

WORK = ("pilot", "team")  # ties made by working together say nothing of how people met
_MATERIAL = tuple(column.name for column in KINDS["pilots"].columns[1:])


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the life of a pilot: met, pilot, contract, repeat."""

    name: str
    reached: bool  # False: not on record, which is not the same as "did not happen"
    on: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Kin:
    """A pilot before or after this one, by ``follows``."""

    pilot: PilotLine
    steps: int  # -1: the one before, 1: one that follows


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed on a day; None: the day is not known."""

    on: str | None
    words: str
    statements: tuple[Statement, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A cell on which visible rows about the pilot disagree; the first value is the one that counts."""

    column: str
    values: tuple[tuple[str, str], ...]  # value ("" where empty) and source, by which rules


@dataclass(frozen=True, slots=True)
class PilotStory:
    """The life of a pilot so far."""

    asked: Asked
    pilot: PilotLine
    summary: str
    stages: tuple[Stage, ...]
    kin: tuple[Kin, ...]  # those before, the oldest first, then those after
    changes: tuple[Change, ...]  # the oldest first, then those without a day
    disagreements: tuple[Disagreement, ...]


def ask(view: View, pilot: str, *, named: bool = True) -> PilotStory:
    """Tell of one pilot, by id; NotFoundError if the viewer does not see it.

    Who joined and who left is told to the council itself alone, and not if ``named`` is False.
    """
    scene = view.scene("pilots", "pilot_people", "posts", "departments", "awards")
    by_id = {line.id: line for line in lines(scene)}
    row = pilot_row(scene, pilot)
    line = by_id[pilot]
    by_name = named and view.viewpoint.viewer == line.council_id
    kin = _kin(scene, by_id, pilot)
    awards = _awards(scene, line)
    stages = (_met(view, line), _pilot(line), _contract(line, awards), _repeat(kin))
    changes = [*_dated(scene, line), *_changed_council(scene, line), *map(_awarded, awards)]
    if by_name:
        changes += _people(scene, line)
    changes.sort(key=lambda change: (change.on is None, change.on or ""))
    return PilotStory(
        asked=Asked.of(view.viewpoint),
        pilot=line,
        summary=_about(line, stages),
        stages=stages,
        kin=kin,
        changes=tuple(changes),
        disagreements=_disagreements(scene, row, by_name),
    )


# the life cycle


def _met(view: View, line: PilotLine) -> Stage:
    """Whether rows other than work on pilots say that people of the supplier know people of the council."""
    if not line.suppliers:
        return Stage("met", False, None, "no supplier is on record")
    staff = [person for firm in line.supplier_ids for person in current_people(view.council(firm), firm)]
    if not staff:
        return Stage("met", False, None, f"nobody of {_listed(line.suppliers)} is on record")
    near = view.near(staff)
    ages = _ages(near, staff, place_of(near.scene, line.council_id)) if _known(near, line.council_id) else None
    if ages is None or not len(ages):
        return Stage("met", False, None, "no row says that their people know each other")
    dated = ages[~np.isnan(ages)]
    first = _day(near, float(dated.max())) if len(dated) else None
    ways = f"{count(len(ages), 'row')} of evidence between their people"
    return Stage("met", True, first, ways)


def _known(near: Derived, organisation: str) -> bool:
    return organisation in near.scene.things("organisations").column("organisation_id").to_pylist()


def _ages(near: Derived, staff: Iterable[str], council: int) -> np.ndarray:
    """Ages in months of what ties these people to people in post at the council; NaN without a date."""
    outside = np.zeros(len(near.scene.people), bool)
    outside[[near.scene.number[person] for person in staff]] = True
    inside, rows = near.posts.at(council), near.evidence
    across = (outside[rows.a] & inside[rows.b]) | (inside[rows.a] & outside[rows.b])
    return rows.age[across & ~np.isin(rows.kind, [d.TIE_KIND[kind] for kind in WORK])]


def _day(near: Derived, months: float) -> str:
    return day_of(day_number(near.scene.viewpoint.as_at) - round(months * d.MONTH_DAYS)).isoformat()


def _pilot(line: PilotLine) -> Stage:
    words = {"running": "runs", "ended": "has ended", "not dated": "no dates are on record"}[line.state]
    return Stage("pilot", True, line.starts, words)


def _contract(line: PilotLine, awards: list[Statement]) -> Stage:
    """The outcome says so; an award to the same firm is named beside it and proves nothing."""
    beside = f"; {count(len(awards), 'award')} to the same supplier since" if awards else ""
    if line.outcome == "contract":
        return Stage("contract", True, line.ends, "the pilot became a contract" + beside)
    words = "not yet: it runs" if line.state == "running" else "no row says that it became a contract"
    return Stage("contract", False, None, words + beside)


def _repeat(kin: tuple[Kin, ...]) -> Stage:
    after = [one.pilot for one in kin if one.steps > 0]
    if not after:
        return Stage("repeat", False, None, "no pilot on record follows it")
    first = min((line.starts for line in after if line.starts), default=None)
    return Stage("repeat", True, first, "followed by " + _listed([f"{line.name} at {line.council}" for line in after]))


def _kin(scene: Scene, by_id: Mapping[str, PilotLine], pilot: str) -> tuple[Kin, ...]:
    """Pilots before and after; one that would come back to itself is told once."""
    table = scene.things("pilots")
    follows = dict(zip(table.column("pilot_id").to_pylist(), table.column("follows").to_pylist(), strict=True))
    before: list[Kin] = []
    told_of, at = {pilot}, follows[pilot]
    while at and at not in told_of:
        told_of.add(at)
        before.append(Kin(by_id[at], -1 - len(before)))
        at = follows[at]
    after: list[Kin] = []
    latest, steps = [pilot], 0
    while latest:
        steps += 1
        latest = sorted(one for one, last in follows.items() if last in latest and one not in told_of)
        told_of |= set(latest)
        after += [Kin(by_id[one], steps) for one in latest]
    return (*reversed(before), *after)


def _awards(scene: Scene, line: PilotLine) -> list[Statement]:
    """Contracts of this council for a supplier of the pilot since it began; undated ones may be older."""
    found = told(scene, "awards", buyer_id=line.council_id, supplier_id=line.supplier_ids)
    return [award for award in found if not (award.on and line.starts and award.on < line.starts)]


# what changed


def _dated(scene: Scene, line: PilotLine) -> list[Change]:
    rows = told(scene, "pilots", pilot_id=line.id)
    found = [Change(line.starts, "the pilot began", rows)] if line.starts else []
    if line.state == "ended":
        outcome = "" if line.outcome == "unknown" else f"; what came of it: {line.outcome}"
        found.append(Change(line.ends, f"the pilot ended{outcome}", rows))
    return found


def _changed_council(scene: Scene, line: PilotLine) -> list[Change]:
    ends = scene.things("organisations").column("ends")[place_of(scene, line.council_id)].as_py()
    rows = told(scene, "organisations", organisation_id=line.council_id)
    return [Change(ends, f"last day of {line.council}", rows)] if ends and ends < scene.viewpoint.day else []


def _awarded(award: Statement) -> Change:
    return Change(award.on, f"contract awarded to the same supplier: {award.cells['title']}", (award,))


def _people(scene: Scene, line: PilotLine) -> list[Change]:
    """Who joined, and whose post at the council has ended."""
    table = scene.things("people")
    name = dict(zip(table.column("person_id").to_pylist(), table.column("name").to_pylist(), strict=True))
    joined = told(scene, "pilot_people", pilot_id=line.id)
    found = [
        Change(row.on, f"{name[row.cells['person_id']]} joined as {row.cells['role'].replace('_', ' ')}", (row,))
        for row in joined
    ]
    named = {row.cells["person_id"] for row in joined}
    for post in told(scene, "posts", person_id=named, organisation_id=line.council_id):
        ends = post.cells.get("ends")
        if ends and ends < scene.viewpoint.day:
            found.append(Change(ends, f"last day of {name[post.cells['person_id']]} as {post.cells['title']}", (post,)))
    return sorted(found, key=lambda change: change.words)


def _disagreements(scene: Scene, row: Mapping[str, str | None], by_name: bool) -> tuple[Disagreement, ...]:
    """Cells on which rows differ, the ruling row's value first; texts that may name somebody for the council alone."""
    rows = told(scene, "pilots", pilot_id=row["pilot_id"] or "")
    rows = tuple(sorted(rows, key=lambda one: (one.id != row["id"], one.id)))
    columns = _MATERIAL if by_name else [name for name in _MATERIAL if name not in ("stall_reason", "route_to_buy")]
    return tuple(
        Disagreement(name, tuple((one.cells.get(name, ""), one.source) for one in rows))
        for name in columns
        if len({one.cells.get(name) for one in rows}) > 1
    )


# words


def _about(line: PilotLine, stages: tuple[Stage, ...]) -> str:
    reached = [stage.name for stage in stages if stage.reached]
    return f"{line.name} at {line.council}: {_listed(reached)} on record."


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
