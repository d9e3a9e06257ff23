"""How strong is the tie between two people, and from which statements?

Evidence of one kind is joined by noisy-OR and capped, then the kinds are joined by noisy-OR (Pearl 1988; definitions,
section 3). Ties exist between people with at least one verified or observed row; inferred rows (events) only add to
them. Pairs with inferred rows alone are leads and are never made for the whole graph: see ``leads``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import definitions as d
from graph.days import AFTER_ALL, day_number, days, months
from graph.groups import Groups, distinct
from graph.pilots import Pilots
from graph.posts import Posts
from graph.running_ties import rows_that_count
from graph.scene import Scene
from graph.vocabulary import CLASSES

INFERRED = CLASSES.index("inferred")
_NO_DATE = AFTER_ALL


@dataclass(frozen=True)
class Evidence:
    """Rows of tie evidence as arrays of equal length; ``a`` < ``b`` are positions in ``scene.people``.

    ``source`` is the row in ``scene.rows[...]`` for contacts and endorsements, in ``scene.requests`` for introductions;
    the pilot, department or event (position in ``scene.things(...)``) for groups. ``group`` is the size k, 0 where the
    kind is no group.
    """

    a: np.ndarray  # int32
    b: np.ndarray  # int32
    kind: np.ndarray  # int8, position in definitions.TIE_KINDS
    p: np.ndarray  # float64, what the row alone is worth
    known_by: np.ndarray  # int8, position in CLASSES
    source: np.ndarray  # int32
    group: np.ndarray  # int32
    age: np.ndarray  # float64, months; NaN where no date is known

    def __len__(self) -> int:
        return len(self.a)

    def take(self, which: np.ndarray) -> Evidence:
        """The rows at these places, or under this mask."""
        return Evidence(*(getattr(self, column.name)[which] for column in fields(self)))

    @staticmethod
    def join(parts: list[Evidence]) -> Evidence:
        """All rows of all parts, without pairs of a person with himself."""
        whole = Evidence(*(np.concatenate([getattr(p, column.name) for p in parts]) for column in fields(Evidence)))
        return whole.take(whole.a != whole.b)


@dataclass(frozen=True)
class Ties:
    """Pairs that know each other, sorted by (a, b): strength over all rows, and over those that are not inferred."""

    a: np.ndarray  # int32
    b: np.ndarray  # int32
    strength: np.ndarray  # float64, 0 < s < 1
    known: np.ndarray  # float64, over verified and observed rows: this decides what is warm

    @property
    def warm(self) -> np.ndarray:
        """Which ties are steps of an introduction."""
        return self.known >= d.WARM_TIE - d.TOLERANCE

    def __len__(self) -> int:
        return len(self.a)


def ties(scene: Scene, posts: Posts, pilots: Pilots, *, around: np.ndarray | None = None) -> tuple[Ties, Evidence]:
    """All ties of a scene with their evidence, or only those with an end among the people marked in ``around``.

    Linear in the evidence; groups of k people make k(k-1)/2 rows each.
    """
    people = len(scene.people)
    told = Evidence.join(list(_told(scene, posts, pilots, around)))
    known = told.take(told.known_by != INFERRED)
    pairs = distinct(_key(known.a, known.b, people))
    guessed = told.take(told.known_by == INFERRED)
    guessed = guessed.take(np.isin(_key(guessed.a, guessed.b, people), pairs))
    met = _at_events(scene, (pairs // max(people, 1)).astype(np.int32), (pairs % max(people, 1)).astype(np.int32))
    evidence = Evidence.join([known, guessed, met])
    strength = _strengths(evidence, pairs, people)
    return (
        Ties(
            (pairs // max(people, 1)).astype(np.int32),
            (pairs % max(people, 1)).astype(np.int32),
            strength,
            _strengths(known, pairs, people),
        ),
        evidence,
    )


def leads(scene: Scene, posts: Posts, pilots: Pilots, person: int) -> tuple[Ties, Evidence]:
    """Pairs of one person with inferred rows alone: both were at one event, and nothing says that they met."""
    people = len(scene.people)
    around = np.zeros(people, bool)
    around[person] = True
    told = Evidence.join(list(_told(scene, posts, pilots, around)))
    known = np.unique(_key(told.a, told.b, people)[told.known_by != INFERRED])
    _, events = event_lists(scene)
    mine = np.unique(events.group[events.member == person])
    others = np.unique(events.member[np.isin(events.group, mine)])
    others = others[others != person].astype(np.int32)
    me = np.full(len(others), person, np.int32)
    met = _at_events(scene, np.minimum(me, others), np.maximum(me, others))
    evidence = Evidence.join([told.take(told.known_by == INFERRED), met])
    evidence = evidence.take(~np.isin(_key(evidence.a, evidence.b, people), known))
    pairs = np.unique(_key(evidence.a, evidence.b, people))
    strength = _strengths(evidence, pairs, people)
    return Ties(
        (pairs // people).astype(np.int32), (pairs % people).astype(np.int32), strength, np.zeros(len(pairs))
    ), evidence


# what one row is worth


def _told(scene: Scene, posts: Posts, pilots: Pilots, around: np.ndarray | None) -> Iterator[Evidence]:
    """Everything but meetings at events."""
    for part in (_contacts(scene), _endorsements(scene), *_introductions(scene)):
        yield part if around is None else part.take(around[part.a] | around[part.b])
    yield _worked_on_pilots(pilots, around)
    yield _teams(scene, posts, around)
    yield _reports(scene, around)


def _contacts(scene: Scene) -> Evidence:
    table, places = rows_that_count(scene)
    a, b = scene.numbers(table.column("person_a")), scene.numbers(table.column("person_b"))
    kind = _tie_kinds(table.column("kind"))
    declared = kind == d.TIE_KIND["contact"]
    own = pc.fill_null(pc.cast(table.column("strength"), pa.float64()), np.nan).to_numpy()
    base = np.where(declared & ~np.isnan(own), own, _bases()[kind])
    said_by = scene.numbers(table.column("said_by"))
    base *= _fewer_if_many(np.where(said_by >= 0, said_by, a), a, b, declared, len(scene.people))
    return _rows(scene, table, a, b, kind, base, table.column("on"), places)


def _fewer_if_many(declarer: np.ndarray, a: np.ndarray, b: np.ndarray, declared: np.ndarray, people: int) -> np.ndarray:
    """sqrt(30/n) for each declared contact of somebody who declares n > 30 different pairs, else 1."""
    factor = np.ones(len(a))
    who, pair = declarer[declared], _key(np.minimum(a, b), np.maximum(a, b), people)[declared]
    order = np.lexsort((pair, who))
    who, pair = who[order], pair[order]
    first = np.ones(len(who), bool)
    first[1:] = (who[1:] != who[:-1]) | (pair[1:] != pair[:-1])
    n = np.bincount(who[first], minlength=people)[declarer[declared]]
    factor[declared] = np.sqrt(d.DECLARED_FREELY / np.maximum(n, d.DECLARED_FREELY))
    return factor


def _endorsements(scene: Scene) -> Evidence:
    table = scene.rows["endorsements"]
    table = table.append_column("place", pa.array(np.arange(len(table), dtype=np.int32)))
    table = table.filter(pc.is_valid(table.column("from_person_id")))
    a, b = scene.numbers(table.column("person_id")), scene.numbers(table.column("from_person_id"))
    kind = np.full(len(a), d.TIE_KIND["endorsement"], np.int8)
    return _rows(scene, table, a, b, kind, _bases()[kind], table.column("on"), table.column("place").to_numpy())


def _introductions(scene: Scene) -> Iterator[Evidence]:
    """A met introduction is evidence on both hops and between asker and target."""
    table = scene.requests
    table = table.append_column("place", pa.array(np.arange(len(table), dtype=np.int32)))
    table = table.filter(pc.equal(table.column("outcome"), "met").fill_null(False))
    kind = np.full(len(table), d.TIE_KIND["introduction"], np.int8)
    for one, other in (("asker_id", "introducer_id"), ("introducer_id", "target_id"), ("asker_id", "target_id")):
        a, b = scene.numbers(table.column(one)), scene.numbers(table.column(other))
        yield _rows(
            scene, table, a, b, kind, _bases()[kind], table.column("asked_on"), table.column("place").to_numpy()
        )


def _rows(
    scene: Scene,
    table: pa.Table,
    a: np.ndarray,
    b: np.ndarray,
    kind: np.ndarray,
    base: np.ndarray,
    on: pa.ChunkedArray,
    place: np.ndarray | None = None,
) -> Evidence:
    when = days(on, _NO_DATE)
    age = np.where(when == _NO_DATE, np.nan, months(day_number(scene.viewpoint.as_at) - when))
    told = pc.fill_null(pc.index_in(table.column("class"), value_set=pa.array(CLASSES)), -1).to_numpy()
    usual = np.array([CLASSES.index(k.known_by) for k in d.TIE_KINDS], np.int8)[kind]
    return Evidence(
        np.minimum(a, b),
        np.maximum(a, b),
        kind.astype(np.int8),
        base * _faded(age, kind),
        np.where(told >= 0, told, usual).astype(np.int8),
        np.arange(len(a), dtype=np.int32) if place is None else place.astype(np.int32),
        np.zeros(len(a), np.int32),
        age,
    )


def _worked_on_pilots(pilots: Pilots, around: np.ndarray | None) -> Evidence:
    """Everybody named in a pilot with everybody else named in it, each pilot once."""
    lists = Groups.of(pilots.pilot, pilots.person)
    a, b, group = lists.pairs(around)
    k = lists.size[group]
    return _group_rows("pilot", a, b, group, k, np.minimum(1, d.PILOT_CIRCLE / (k - 1)), pilots.age[group])


def _teams(scene: Scene, posts: Posts, around: np.ndarray | None) -> Evidence:
    """Two people whose posts in one department overlapped: their latest overlap, once a department."""
    day, placed = day_number(scene.viewpoint.as_at), posts.department >= 0
    places = np.flatnonzero(placed)
    lists = Groups.of(posts.department[places], places, once=False)
    person = posts.person
    one, other, department = lists.pairs(None if around is None else around[person])
    last = np.minimum(np.minimum(posts.ends[one], posts.ends[other]), day)
    both = (np.maximum(posts.starts[one], posts.starts[other]) <= last) & (person[one] != person[other])
    one, other, department, last = one[both], other[both], department[both], last[both]
    a, b = np.minimum(person[one], person[other]), np.maximum(person[one], person[other])
    order = np.lexsort((-last, b, a, department))
    a, b, department, last = a[order], b[order], department[order], last[order]
    latest = np.ones(len(a), bool)
    latest[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1]) | (department[1:] != department[:-1])
    a, b, department, last = a[latest], b[latest], department[latest], last[latest]
    k = _in_post_on(posts, lists, department, last)
    return _group_rows("team", a, b, department, k, np.minimum(1, d.TEAM_CIRCLE / (k - 1)), months(day - last))


def _in_post_on(posts: Posts, lists: Groups, department: np.ndarray, last: np.ndarray) -> np.ndarray:
    """How many people were in post in that department on that day."""
    moments, back = np.unique(np.stack([department.astype(np.int64), last]), axis=1, return_inverse=True)
    sizes = np.zeros(moments.shape[1], np.int32)
    for place, (where, when) in enumerate(moments.T):
        members = lists.members(int(where))
        there = (posts.starts[members] <= when) & (when <= posts.ends[members])
        sizes[place] = len(np.unique(posts.person[members[there]]))
    return sizes[back.ravel()]


def _reports(scene: Scene, around: np.ndarray | None) -> Evidence:
    table, lists = event_lists(scene)
    report = _is_report(table)
    wrote = lists.only(report)
    a, b, group = wrote.pairs(around)
    k = wrote.size[group]
    return _group_rows("report", a, b, group, k, 1 / (k - 1), _event_age(scene, table)[group])


def _at_events(scene: Scene, a: np.ndarray, b: np.ndarray) -> Evidence:
    """Meetings of these pairs at events that are small enough to count."""
    table, lists = event_lists(scene)
    k = np.maximum(lists.size, 2)
    share = np.minimum(1, talks(table) / (k - 1))
    kind = d.TIE_KINDS[d.TIE_KIND["event"]]
    counts = ~_is_report(table) & (kind.base * share >= d.EVENT_FLOOR - d.TOLERANCE)
    which, group = lists.only(counts).shared(a, b)
    only_registered = _registered_only(scene, table)
    halved = np.where(only_registered(group, a[which]), d.REGISTERED_ONLY, 1.0)
    halved *= np.where(only_registered(group, b[which]), d.REGISTERED_ONLY, 1.0)
    rows = _group_rows(
        "event", a[which], b[which], group, lists.size[group], share[group], _event_age(scene, table)[group]
    )
    rows.p[:] *= halved
    return rows


def _group_rows(
    name: str, a: np.ndarray, b: np.ndarray, group: np.ndarray, k: np.ndarray, share: np.ndarray, age: np.ndarray
) -> Evidence:
    number = d.TIE_KIND[name]
    kind = np.full(len(a), number, np.int8)
    known_by = np.full(len(a), CLASSES.index(d.TIE_KINDS[number].known_by), np.int8)
    p = d.TIE_KINDS[number].base * share * _faded(age, kind)
    return Evidence(a, b, kind, p, known_by, group.astype(np.int32), k.astype(np.int32), age)


# events


def event_lists(scene: Scene) -> tuple[pa.Table, Groups]:
    """The events on record, and for each who is on its list in any role."""
    table, rows = scene.things("events"), scene.rows["attendance"]
    event = pc.index_in(rows.column("event_id"), value_set=table.column("event_id").combine_chunks()).to_numpy()
    return table, Groups.of(event.astype(np.int32), scene.numbers(rows.column("person_id")), groups=len(table))


def _is_report(events: pa.Table) -> np.ndarray:
    return pc.equal(events.column("format"), "report").fill_null(False).to_numpy()


def recent_events(scene: Scene, events: pa.Table) -> np.ndarray:
    """Places of those of these events that were in the last two years and are no reports."""
    day = scene.viewpoint.day
    since = f"{int(day[:4]) - d.EVENT_YEARS:04}{day[4:]}"
    recent = pc.greater_equal(events.column("on"), since).fill_null(False).to_numpy()
    return np.flatnonzero(recent & ~_is_report(events))


def talks(events: pa.Table) -> np.ndarray:
    """How many conversations each of these events gives a guest."""
    formats = pa.array(list(d.EVENT_TALKS))
    found = pc.fill_null(pc.index_in(events.column("format"), value_set=formats), len(formats)).to_numpy()
    return np.array([*d.EVENT_TALKS.values(), d.EVENT_TALKS_UNKNOWN])[found]


def _event_age(scene: Scene, events: pa.Table) -> np.ndarray:
    when = days(events.column("on"), _NO_DATE)
    return np.where(when == _NO_DATE, np.nan, months(day_number(scene.viewpoint.as_at) - when))


def _registered_only(scene: Scene, events: pa.Table) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """A test for (event, person): all that person's rows there say registered."""
    rows = scene.rows["attendance"]
    event = pc.index_in(rows.column("event_id"), value_set=events.column("event_id").combine_chunks()).to_numpy()
    people = max(len(scene.people), 1)
    keys = event.astype(np.int64) * people + scene.numbers(rows.column("person_id"))
    came = distinct(keys[~pc.equal(rows.column("role"), "registered").fill_null(False).to_numpy()])

    def test(group: np.ndarray, person: np.ndarray) -> np.ndarray:
        return ~np.isin(group.astype(np.int64) * people + person, came)

    return test


# joining rows


def _faded(age: np.ndarray, kind: np.ndarray) -> np.ndarray:
    half_life = np.array([k.half_life for k in d.TIE_KINDS])[kind]
    return np.exp2(-np.where(np.isnan(age), d.UNDATED_HALF_LIVES * half_life, age) / half_life)


def _bases() -> np.ndarray:
    return np.array([kind.base for kind in d.TIE_KINDS])


def _tie_kinds(column: pa.ChunkedArray) -> np.ndarray:
    names = pa.array([kind.name for kind in d.TIE_KINDS])
    return pc.fill_null(pc.index_in(column, value_set=names), d.TIE_KIND["contact"]).to_numpy().astype(np.int8)


def _key(a: np.ndarray, b: np.ndarray, people: int) -> np.ndarray:
    return a.astype(np.int64) * max(people, 1) + b


def combined(kind: np.ndarray, p: np.ndarray) -> float:
    """Strength of one tie from its rows: kinds (places in TIE_KINDS) and what each row is worth."""
    one = np.zeros(len(kind), np.int32)
    rows = Evidence(one, one + 1, kind.astype(np.int8), p, one, one, one, p)
    return float(_strengths(rows, np.array([1]), 2)[0])


def _strengths(evidence: Evidence, pairs: np.ndarray, people: int) -> np.ndarray:
    """Noisy-OR within each kind, capped, then across kinds; rows go by size, so the order of ids changes no bit."""
    if not len(evidence):
        return np.zeros(len(pairs))
    key = _key(evidence.a, evidence.b, people) * len(d.TIE_KINDS) + evidence.kind
    order = np.lexsort((evidence.p, key))
    key, missed = key[order], 1 - evidence.p[order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    within = np.minimum(d.KIND_CAP, 1 - np.multiply.reduceat(missed, first))
    pair = key[first] // len(d.TIE_KINDS)
    starts = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]])
    strengths = np.zeros(len(pairs))
    strengths[np.searchsorted(pairs, pair[starts])] = 1 - np.multiply.reduceat(1 - within, starts)
    return strengths
