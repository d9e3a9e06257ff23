"""Requests for an introduction: in which state each is as at a day, what may follow, and who may be told of it.

A state is the outcome of the row that stands (``Scene.requests``). Nothing is ever sent: states are what somebody
says happened. An outcome told here as ``met`` is evidence like any other; a ``declined`` told here counts for nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph import definitions as d
from graph.posts import Posts
from graph.scene import Scene
from graph.statements import Batch, Statement

STATES: Final = ("draft", "asked", "agreed", "met", "declined", "no reply", "lapsed", "withdrawn")
OUTCOME: Final[Mapping[str, str]] = {  # of a state that somebody may choose
    "draft": "draft",
    "asked": "open",
    "agreed": "agreed",
    "met": "met",
    "declined": "said_no",
    "no reply": "no_reply",
    "lapsed": "lapsed",
}
STATE: Final = {outcome: state for state, outcome in OUTCOME.items()} | {"declined": "declined"}  # of an outcome
_AFTER_ASKING: Final = ("agreed", "met", "declined", "no reply", "lapsed")
FOLLOWS: Final[Mapping[str, tuple[str, ...]]] = {  # state -> those that may come next; what is over is over
    "draft": ("asked",),
    "asked": _AFTER_ASKING,
    "agreed": _AFTER_ASKING[1:],
}
BOTH_AGREED: Final = ("agreed", "met")  # only then may the target be named to others


@dataclass(frozen=True, slots=True)
class Request:
    """One request by the row that stands; ``follows`` is empty where it is over."""

    row: Statement
    state: str  # one of STATES
    days: int | None  # since it was asked
    follows: tuple[str, ...]

    @property
    def three(self) -> tuple[str, str, str]:
        """Asker, introducer and target."""
        return self.row.cells["asker_id"], self.row.cells["introducer_id"], self.row.cells["target_id"]

    @property
    def may_be_told(self) -> bool:
        """Whether both agreed, so that others may learn who is sought."""
        return self.state in BOTH_AGREED


def requests(scene: Scene, posts: Posts, *, owner: str | None, askers: Collection[str]) -> tuple[Request, ...]:
    """Requests that this owner keeps or that these people made, the newest first, drafts before them, then by id.

    A draft stands until a later load tells of the same three people. One row that disagrees with none is enough.
    """
    table = scene.requests
    mine = [
        (told, seq)
        for told, seq in zip(Batch("introductions", table).statements(), table.column("seq").to_pylist(), strict=True)
        if told.cells.get("outcome") in STATE
        and ((owner and told.cells.get("owner") == owner) or told.cells["asker_id"] in askers)
    ]
    last: dict[tuple[str, ...], int] = {}
    for told, seq in mine:
        last[_three(told)] = max(seq, last.get(_three(told), seq))
    found = [_request(told, scene, posts) for told, seq in mine if told.on or seq == last[_three(told)]]
    return tuple(sorted(sorted(found, key=lambda one: one.row.id), key=_newest))


def _newest(one: Request) -> tuple[bool, int]:
    return one.state != "draft", one.days if one.days is not None else 10**9


def _three(told: Statement) -> tuple[str, ...]:
    return told.cells["asker_id"], told.cells["introducer_id"], told.cells["target_id"]


def _request(told: Statement, scene: Scene, posts: Posts) -> Request:
    state = STATE[told.cells["outcome"]]
    days = (scene.viewpoint.as_at - date.fromisoformat(told.on)).days if told.on else None
    follows = FOLLOWS.get(state, ())
    if follows and objected(scene, posts, *_three(told)):
        state, follows = "withdrawn", ()
    elif state in ("asked", "agreed") and days is not None and days > d.LOAD_DAYS:
        state = "lapsed"  # an answer may still come, and it may be asked anew
        follows = ("asked", *(one for one in follows if one != "lapsed"))
    return Request(told, state, days, follows)


def objected(scene: Scene, posts: Posts, asker: str, introducer: str, target: str) -> bool:
    """Whether an objection forbids that this asker reaches this target through this introducer (section 2)."""
    supplier = bool(posts.at_supplier[scene.number[asker]])
    away = scene.objected_suppliers if supplier else frozenset()
    return introducer in scene.objected_introductions or introducer in away or target in away
