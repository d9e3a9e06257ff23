"""What is right of a person, as somebody says it: entries that count before the rows that were wrong.

A correction is another statement, never a change of a row. It is at least ``observed``, so it counts before rows that
do not say how they are known, however often their source is loaded again; of rows of one class the later load counts.
A post that was never so is told again as ended on its first day, or, where none is known, before anything on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from graph.days import NEVER
from graph.errors import InputError
from graph.statements import KINDS, Statement
from graph.store import Store
from loaders import entered
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from loaders.report import Report

NOBODY_S = ("inferred", None)  # classes that a correction does not keep: somebody says so now


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right, as far as it was told: None leaves a thing as it is. ``since`` None: it was always so."""

    name: str | None = None
    email: str | None = None
    title: str | None = None
    organisation_id: str | None = None
    since: date | None = None

    @property
    def of_post(self) -> bool:
        """Whether it changes a post."""
        return bool(self.title or self.organisation_id)


def correct(
    store: Store, person: Statement, post: Statement | None, told: Correction, defaults: Defaults, today: date
) -> Report:
    """Store what differs from the rows that count, as one load that can be undone.

    ``post``: the one that is corrected; None if the person holds none, which is then entered. InputError if nothing
    would change, or if a post is entered without its title and place.
    """
    if defaults.visibility == "closed" and defaults.owner is None:
        raise InputError("A correction that only its owner sees needs one: choose whose data this is (the viewer).")
    source = entered.source(defaults.owner or "the public", today)
    files = [*_person(source, person, told), *(_post(source, person, post, told) if told.of_post else ())]
    if not files:
        raise InputError("This says what is on record already. Nothing was changed.")
    return plan(files, store, defaults).commit(strict=True)


def _person(source: str, person: Statement, told: Correction) -> list[InputFile]:
    new = {name: value for name, value in (("name", told.name), ("email", told.email)) if value}
    if all(person.cells.get(name) == value for name, value in new.items()):
        return []
    return [entered.person(source, _own(person, **new))]


def _post(source: str, person: Statement, post: Statement | None, told: Correction) -> list[InputFile]:
    if post is None:
        if not (told.title and told.organisation_id):
            raise InputError("No post of this person is on record now. Give its title and where it is held.")
        cells = {"person_id": person.cells["person_id"], "class": "observed"}
        starts = {"starts": told.since.isoformat()} if told.since else {}
        return [entered.post(source, cells | _new(told) | starts)]
    new = _new(told)
    if all(post.cells.get(name) == value for name, value in new.items()):
        return []
    if "organisation_id" in new:  # department, level and budgets belong to the old place
        kept = {name: post.cells[name] for name in ("person_id", "title", "starts") if name in post.cells}
    else:  # what was said of the old title may not be true of the new one
        kept = {name: cell for name, cell in _own(post).items() if name not in ("function", "level")}
    starts = {"starts": told.since.isoformat()} if told.since else {}
    right = {**kept, "class": _class(post), **new, **starts}
    wrong = _own(post, ends=_last_day(post, told.since))
    return [entered.post(source, right), entered.post(source, wrong)]


def _new(told: Correction) -> dict[str, str]:
    return {n: value for n, value in (("title", told.title), ("organisation_id", told.organisation_id)) if value}


def _last_day(post: Statement, since: date | None) -> str:
    """The last day of what is no longer, or never was, so."""
    starts = post.cells.get("starts", "")
    if since is None:
        return starts or NEVER.isoformat()
    return max((since - timedelta(days=1)).isoformat(), starts)


def _own(row: Statement, **new: str) -> dict[str, str]:
    """The row's own cells with some new ones, at least observed."""
    own = {c.name: row.cells[c.name] for c in KINDS[row.kind].columns if c.name in row.cells}
    return {**own, "class": _class(row), **new}


def _class(row: Statement) -> str:
    said: Mapping[str, str] = row.cells
    return "observed" if said.get("class") in NOBODY_S else said["class"]
