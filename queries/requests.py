"""Whom have I asked to introduce me, what came of it, and whom may I ask now?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph import definitions as d
from graph.days import spoken
from graph.derived import Derived
from graph.errors import InputError, NotFoundError, RefusedError
from graph.requests import OUTCOME, STATES, Request, objected, requests
from graph.statements import Statement
from graph.view import View, current_people
from queries.answer import Asked, Person, count, people

NEEDS_OWNER = (
    "A request for an introduction is known to whoever makes it and to nobody else: choose whose data this is (the "
    "viewer) first."
)
CELLS = ("asker_id", "introducer_id", "target_id", "asked_on", "tracked", "class")  # that a new state keeps


@dataclass(frozen=True, slots=True)
class Shown:
    """One request with its people and what may be done next."""

    asker: Person
    introducer: Person
    target: Person
    state: str  # one of graph.requests.STATES
    on: str | None  # day of the asking
    words: str
    follows: tuple[str, ...]  # states that may come next
    may_be_told: bool  # whether the target may be named to others: both have agreed
    row: Statement


@dataclass(frozen=True, slots=True)
class Burden:
    """How many requests wait with an introducer, as far as this viewer sees them."""

    person: Person
    open: int
    room: int  # how many more may be asked
    words: str


@dataclass(frozen=True, slots=True)
class Requests:
    """The viewer's requests, drafts first, then the newest; and the introducers by how much waits with them."""

    asked: Asked
    summary: str
    requests: tuple[Shown, ...]
    introducers: tuple[Burden, ...]
    counts: Mapping[str, int]  # of each state, also of those left out


@dataclass(frozen=True, slots=True)
class Step:
    """A state that a request may take: the cells of the row that says so, and what was before."""

    asker: Person
    introducer: Person
    target: Person
    before: str  # "" where nothing was on record
    state: str
    cells: Mapping[str, str]


def ask(view: View, *, state: str | None = None) -> Requests:
    """The requests that the viewer owns or that its people made; ``state``: only those in it. The public has none."""
    if state not in (None, *STATES):
        raise InputError(f'There is no state "{state}" of a request. There are: {", ".join(STATES)}.')
    seen = _mine(view)
    if seen is None:
        return Requests(Asked.of(view.viewpoint), _summary((), view), (), (), dict.fromkeys(STATES, 0))
    near, found = seen
    who = people(near, {i for one in found for i in one.three})
    shown = tuple(_shown(one, who) for one in found)
    burdens = {one.introducer.id: burden(near, one.introducer) for one in shown if one.follows}
    return Requests(
        Asked.of(view.viewpoint),
        _summary(shown, view),
        tuple(one for one in shown if state in (None, one.state)),
        tuple(sorted(burdens.values(), key=lambda one: (-one.open, one.person.id))),
        {name: sum(one.state == name for one in shown) for name in STATES},
    )


def step(view: View, asker: str, introducer: str, target: str, state: str, on: date) -> Step:
    """What must be stored so that a request takes this state, on this day if it is asked.

    InputError where the state does not follow, where an objection or the limit of open requests forbids it, where the
    day lies after the as-at day, or where three ids are not three people; RefusedError for the public.
    """
    if view.viewpoint.viewer is None:
        raise RefusedError(NEEDS_OWNER)
    if state not in OUTCOME:
        raise InputError(f'"{state}" is nothing that one can say of a request. Say {", ".join(OUTCOME)}.')
    three = tuple(view.one("person", id) for id in (asker, introducer, target))
    if len(set(three)) < 3:
        raise InputError("Who asks, who introduces and who is sought are three people.")
    near = view.near(three)
    who = people(near, three)
    for id in three:
        if id not in who:
            raise NotFoundError(f'No person with the id "{id}" is on record for this viewer.')
    if objected(near.scene, near.posts, *three):
        raise InputError("This introduction cannot be asked for. Look for another route.")
    told = [one for one in own(view, near) if one.three == three]
    before = next((one for one in told if one.follows), None)
    if before and before.state == "lapsed" and state == "asked":
        before = None  # another request, of another day
    if state == "asked":
        _may_be_asked(burden(near, who[three[1]]), on, view.viewpoint.as_at)
    ends = who[three[0]], who[three[1]], who[three[2]]
    last = before or next((one for one in told if not one.follows), None)
    return Step(*ends, before.state if before else "", state, _cells(last, three, state, on))


def own(view: View, near: Derived) -> tuple[Request, ...]:
    """The viewer's requests among people who are completed in ``near``, in the order of ``requests``."""
    viewer = view.viewpoint.viewer
    askers = current_people(view.council(viewer), viewer) if viewer else ()
    return requests(near.scene, near.posts, owner=viewer, askers=askers)


def burden(near: Derived, introducer: Person) -> Burden:
    """What waits with an introducer, who is completed in ``near``."""
    waiting = int(near.willingness.load[near.scene.number[introducer.id]])
    room = max(0, d.OPEN_REQUESTS - waiting)
    words = f"{introducer.name} has {count(waiting, 'open request')} on record; {d.OPEN_REQUESTS} are the limit"
    return Burden(introducer, waiting, room, f"{words}." if room else f"{words}: ask somebody else, or wait.")


def _mine(view: View) -> tuple[Derived, tuple[Request, ...]] | None:
    """The requests of the viewer, with their people completed; None if there is none."""
    viewer = view.viewpoint.viewer
    if viewer is None:
        return None
    scene = view.scene("introductions", "posts")
    askers = current_people(view.council(viewer), viewer)
    rows = scene.rows["introductions"].to_pylist()
    named = {
        row[end]
        for row in rows
        if row["owner"] == viewer or row["asker_id"] in askers
        for end in ("asker_id", "introducer_id", "target_id")
    }
    if not named:
        return None
    near = view.near(named)
    return near, requests(near.scene, near.posts, owner=viewer, askers=askers)


def _shown(one: Request, who: dict[str, Person]) -> Shown:
    asker, introducer, target = (who[id] for id in one.three)
    return Shown(asker, introducer, target, one.state, one.row.on, _words(one), one.follows, one.may_be_told, one.row)


def _words(one: Request) -> str:
    days = "today" if one.days == 0 else f"{count(one.days or 0, 'day')} ago"
    if one.state == "draft":
        return "written, not asked: nothing was sent, and it counts nowhere"
    if one.state == "withdrawn":
        return "withdrawn: somebody in it can no longer be asked this way"
    if one.row.cells["outcome"] == OUTCOME["declined"]:
        return "declined, which lowers nobody's score"
    when = f"asked {days}" if one.days is not None else "no day on record"
    if one.state == "lapsed":
        return f"{when}, and no longer open"
    return when if one.state == "asked" else f"{one.state}; {when}"


def _summary(shown: tuple[Shown, ...], view: View) -> str:
    if view.viewpoint.viewer is None:
        return NEEDS_OWNER
    if not shown:
        return "No request for an introduction is on record."
    told = [f"{n} {state}" for state in STATES if (n := sum(one.state == state for one in shown))]
    return f"{count(len(shown), 'request')} for an introduction: {', '.join(told)}. Nothing is ever sent from here."


def _may_be_asked(load: Burden, on: date, as_at: date) -> None:
    if not load.room:
        raise InputError(load.words)
    if on > as_at:
        raise InputError(f"{spoken(on)} lies after the day you look at, {spoken(as_at)}. Choose an earlier day.")


def _cells(last: Request | None, three: tuple[str, ...], state: str, on: date) -> Mapping[str, str]:
    """The row that says so: it tells again of what was asked, or for the first time of what is."""
    before = last if last and last.follows else None
    allowed = before.follows if before else ("draft", "asked")
    if state not in allowed:
        over = f"The last one is {last.state} and over" if last else "It was never asked"
        now = f"It is {before.state}" if before else over
        raise InputError(f"A request cannot become {state} now. {now}; next it may be {' or '.join(allowed)}.")
    kept = {name: before.row.cells[name] for name in CELLS if name in before.row.cells} if before else {}
    new = dict(zip(CELLS[:3], three, strict=True)) | {"outcome": OUTCOME[state], "tracked": "yes"}
    return kept | new | ({"asked_on": on.isoformat()} if state == "asked" else {})
