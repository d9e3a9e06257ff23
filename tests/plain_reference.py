"""Sections 1 to 5 of the definitions in straight loops over rows, to compare with: slow, short, no arrays.

Written from the definitions and not from our code. Nothing here imports ``graph``; only titles are read by whatever
is given, since the table of titles has tests of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import combinations
from math import exp, log, prod, sqrt
from typing import NamedTuple

import networkx as nx

REQUIRED = {  # bold in the templates: ids without which a row is not seen
    "departments": {"organisation_id": "organisation"},
    "posts": {"person_id": "person", "organisation_id": "organisation"},
    "contacts": {"person_a": "person", "person_b": "person"},
    "endorsements": {"person_id": "person", "from_organisation_id": "organisation"},
    "attendance": {"event_id": "event", "person_id": "person"},
    "pilots": {"council_id": "organisation"},
    "pilot_people": {"pilot_id": "pilot", "person_id": "person"},
    "introductions": {"asker_id": "person", "introducer_id": "person", "target_id": "person"},
    "offers": {"organisation_id": "organisation"},
    "challenges": {"organisation_id": "organisation"},
    "phases": {"programme_id": "programme"},
    "framework_members": {"framework_id": "framework", "organisation_id": "organisation"},
    "person_matches": {"person_a": "person", "person_b": "person"},
    "organisation_matches": {"organisation_a": "organisation", "organisation_b": "organisation"},
    "notices": {"buyer_id": "organisation"},
    "awards": {"notice_id": "notice", "buyer_id": "organisation", "supplier_id": "organisation"},
    "establishment": {"organisation_id": "organisation"},
    "grants": {"funder_id": "organisation", "recipient_id": "organisation"},
    "payments": {"payer_id": "organisation", "supplier_id": "organisation"},
}
SAID_BY = {"contacts": {"said_by": "person"}, "endorsements": {"from_person_id": "person"}}
OPTIONAL = {  # left blank where not seen
    "organisations": {"replaced_by": "organisation"},
    "posts": {"department_id": "department"},
    "events": {"organiser_id": "organisation", "sponsor_ids": "organisation"},
    "pilots": {"supplier_ids": "organisation", "programme_id": "programme", "follows": "pilot"},
    "challenges": {"owner_id": "person"},
    "programmes": {"funder_id": "organisation"},
    "frameworks": {"operator_id": "organisation"},
    "establishment": {"department_id": "department", "holder_id": "person", "reports_to": "post"},
    "grants": {"programme_id": "programme", "department_id": "department"},
}
EVERYWHERE = {"owner": "organisation", "audience": "organisation"}
THINGS = {  # kind of row -> what it describes, by its first column; things come after those that they need
    "organisations": ("organisation", "organisation_id"),
    "people": ("person", "person_id"),
    "departments": ("department", "department_id"),
    "events": ("event", "event_id"),
    "pilots": ("pilot", "pilot_id"),
    "challenges": ("challenge", "challenge_id"),
    "programmes": ("programme", "programme_id"),
    "frameworks": ("framework", "framework_id"),
    "notices": ("notice", "notice_id"),
    "titles": ("phrase", "phrase"),
    "establishment": ("post", "post_id"),
}
DATED_BY = {
    "contacts": "on",
    "endorsements": "on",
    "events": "on",
    "pilot_people": "on",
    "notices": "on",
    "awards": "on",
    "establishment": "on",
    "grants": "on",
    "payments": "ends",
    "introductions": "asked_on",
    "organisations": "starts",
    "posts": "starts",
    "pilots": "starts",
    "challenges": "starts",
    "frameworks": "starts",
    "framework_members": "starts",
}
NAMED = {  # every column that names somebody or something
    kind: {
        **REQUIRED.get(kind, {}),
        **SAID_BY.get(kind, {}),
        **OPTIONAL.get(kind, {}),
        **({THINGS[kind][1]: THINGS[kind][0]} if kind in THINGS else {}),
    }
    for kind in {*REQUIRED, *SAID_BY, *OPTIONAL, *THINGS}
}
CLASSES = ("verified", "observed", "inferred")
LEVELS = ("chief_executive", "director", "head", "manager", "officer")

KINDS = {  # kind of evidence: class, base, half-life in months
    "pilot": ("verified", 0.55, 24),
    "team": ("verified", 0.50, 24),
    "endorsement": ("verified", 0.40, 24),
    "introduction": ("verified", 0.35, 18),
    "contact": ("observed", 0.35, 18),
    "thread": ("observed", 0.30, 12),
    "report": ("verified", 0.30, 24),
    "connection": ("observed", 0.12, 24),
    "event": ("inferred", 0.30, 12),
}
TALKS = {"hackathon": 3, "roundtable": 2.4, "meeting": 2.4, "showcase": 1.6, "conference": 1, "webinar": 0.1}


@dataclass(frozen=True)
class Row:
    """One statement as it was loaded: its cells that are not empty, the row of the file, the number of the load."""

    kind: str
    cells: dict[str, str]
    row: int = 2
    load: int = 1

    def __getitem__(self, name: str) -> str | None:
        return self.cells.get(name)

    def all(self, name: str) -> list[str]:
        """The parts of a list."""
        return (self.cells.get(name) or "").split("|") if self.cells.get(name) else []


class Worth(NamedTuple):
    """One row of tie evidence."""

    kind: str
    p: float
    known_by: str


def reaches(value: float, line: float) -> bool:
    return value >= line - 1e-12


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# section 2


def may_see(row: Row, viewer: str | None, as_at: date, today: date) -> bool:
    """By visibility alone, dates and other rows aside."""
    if row["visibility"] == "open" or (viewer is not None and row["owner"] == viewer):
        return True
    until = day(row["shared_until"])
    in_time = until is None or (as_at <= until and today <= until)
    return row["visibility"] == "shared" and viewer is not None and viewer in row.all("audience") and in_time


def true_by(row: Row, as_at: date) -> bool:
    dated = day(row[DATED_BY[row.kind]]) if row.kind in DATED_BY else None
    return dated is None or dated <= as_at


def ruling(rows: Iterable[Row]) -> dict[str, Row]:
    """Of the rows that describe one thing the one that counts."""
    best: dict[str, Row] = {}
    for row in rows:
        name = row[THINGS[row.kind][1]] or ""
        if name not in best or _rules_over(row, best[name]):
            best[name] = row
    return best


def _rules_over(one: Row, other: Row) -> bool:
    def rank(row: Row) -> tuple[int, str, int, int]:
        known_by = CLASSES.index(row["class"]) if row["class"] in CLASSES else len(CLASSES)
        return -known_by, (row[DATED_BY.get(row.kind, "")] or ""), row.load, row.row

    return rank(one) > rank(other)


@dataclass(frozen=True)
class Seen:
    """What one viewer sees as at a day: rows by kind with ids blanked, and the rows as they were."""

    viewer: str | None
    as_at: date
    rows: dict[str, list[Row]]
    raw: list[Row]  # the same statements as loaded; what a world would hold in which nothing else exists
    objected_suppliers: frozenset[str]
    objected_introductions: frozenset[str]
    people_as: dict[str, str] = field(default_factory=dict)  # id -> the id under which the same person is shown

    def things(self, kind: str) -> dict[str, Row]:
        return ruling(self.rows[kind])

    @property
    def people(self) -> list[str]:
        return sorted(self.things("people"))

    @property
    def requests(self) -> list[Row]:
        """Without those not settled of which a later load tells again (same asker, introducer, target and day)."""

        def again(row: Row) -> bool:
            return any(
                r.load > row.load and all(r[name] == row[name] for name in (*NAMED["introductions"], "asked_on"))
                for r in self.rows["introductions"]
            )

        unsettled = ("draft", "open", "agreed")
        return [
            r for r in self.rows["introductions"] if r["outcome"] not in unsettled or not r["asked_on"] or not again(r)
        ]


def see(rows: Iterable[Row], viewer: str | None, as_at: date, today: date | None = None) -> Seen:
    """Apply visibility, dates, objections, then the cascade until nothing changes."""
    first: dict[tuple[str, frozenset[tuple[str, str]]], Row] = {}
    for row in sorted(rows, key=lambda row: row.load):  # equal rows are one statement, of the load that brought it
        first.setdefault((row.kind, frozenset(row.cells.items())), row)
    rows = list(first.values())
    visible = [
        r for r in rows if r.kind != "objections" and may_see(r, viewer, as_at, today or as_at) and true_by(r, as_at)
    ]
    objected = {scope: objectors(rows, visible, scope) for scope in ("all", "suppliers", "introductions")}
    own = ruling(r for r in visible if r.kind == "organisations").get(viewer or "")
    supplier = own is None or own["kind"] in ("sme", "large_supplier")
    gone = objected["all"] | (objected["suppliers"] if supplier else set())
    visible = [r for r in visible if not (r.kind == "people" and r["person_id"] in gone)]
    while True:
        known = _on_record(visible)
        left = [r for r in visible if _stands(r, known)]
        if len(left) == len(visible):
            break
        visible = left
    blanked: dict[str, list[Row]] = defaultdict(list)
    for row in visible:
        blanked[row.kind].append(_blanked(row, known))
    shown = {thing: shown_as(thing, visible, viewer) for thing in ("person", "organisation")}
    people = shown["person"]
    return Seen(
        viewer,
        as_at,
        defaultdict(list, {kind: _as_one(found, shown) for kind, found in blanked.items()}),
        visible,
        frozenset(people.get(p, p) for p in objected["suppliers"] - gone),
        frozenset(people.get(p, p) for p in objected["introductions"] - gone),
        people,
    )


# who is judged to be the same


def verdicts(thing: str, rows: Iterable[Row]) -> dict[frozenset[str], Row]:
    """The verdict that stands for each pair: of a person before the matcher's, then the later; surest, oldest first."""
    best: dict[frozenset[str], Row] = {}
    for row in rows:
        pair = frozenset((row[f"{thing}_a"] or "", row[f"{thing}_b"] or ""))
        if row.kind == f"{thing}_matches" and len(pair) == 2 and (pair not in best or _rules_over(row, best[pair])):
            best[pair] = row
    sure = {pair: CLASSES.index(r["class"]) if r["class"] in CLASSES else 3 for pair, r in best.items()}
    order = sorted(best, key=lambda pair: (sure[pair], best[pair].load, best[pair].row, sorted(pair)))
    return {pair: best[pair] for pair in order}


def objectors(rows: list[Row], visible: list[Row], scope: str) -> set[str]:
    """Who objected, under every id that a standing verdict, of anybody or among those seen, joins to theirs."""
    same = nx.Graph()
    for told in (rows, visible):
        same.add_edges_from(tuple(p) for p, row in verdicts("person", told).items() if row["verdict"] == "same")
    objected = {r["person_id"] or "" for r in rows if r.kind == "objections" and r["scope"] == scope}
    return objected.union(*(nx.node_connected_component(same, p) for p in objected if p in same))


def shown_as(thing: str, visible: list[Row], viewer: str | None) -> dict[str, str]:
    """For each id of a group but one the id that stands for it."""
    kind, column = ("people", "person_id") if thing == "person" else ("organisations", "organisation_id")
    since: dict[str, int] = {}
    for row in visible:
        if row.kind == kind:
            since[row[column] or ""] = min(since.get(row[column] or "", row.load), row.load)
    stands = verdicts(thing, visible)
    apart = [pair for pair, row in stands.items() if row["verdict"] == "different"]
    same = nx.Graph()
    for pair in (pair for pair, row in stands.items() if row["verdict"] == "same"):
        tried = nx.Graph([*same.edges, tuple(pair)])
        joined = any(both <= tried.nodes and nx.has_path(tried, *both) for both in map(frozenset, apart))
        if not joined and (thing == "person" or _no_council_mixed(visible, tried, viewer)):
            same = tried
    shown = {}
    for group in nx.connected_components(same):
        head = min(group, key=lambda i: (i != viewer, since[i], i))
        shown |= {i: head for i in group if i != head}
    return shown


def _no_council_mixed(visible: list[Row], same: nx.Graph, viewer: str | None) -> bool:
    """Whether each group with a council has one council, and beside it only what nobody said the kind of."""
    kinds = {i: row["kind"] for i, row in ruling(r for r in visible if r.kind == "organisations").items()}
    for group in nx.connected_components(same):
        councils = [i for i in group if kinds[i] == "council"]
        others = [i for i in group if kinds[i] != "council" and (kinds[i] != "unknown" or i == viewer)]
        if len(councils) > 1 or (councils and others):
            return False
    return True


def _as_one(rows: list[Row], shown: dict[str, dict[str, str]]) -> list[Row]:
    """Rows of one kind with one id for each group."""
    made = []
    for row in rows:
        cells = dict(row.cells)
        if not row.kind.endswith("_matches"):
            for column, thing in NAMED.get(row.kind, {}).items():
                if column in cells:
                    ids = [shown.get(thing, {}).get(i, i) for i in cells[column].split("|")]
                    cells[column] = "|".join(dict.fromkeys(ids))
        made.append(Row(row.kind, cells, row.row, row.load))
    return made


def _on_record(rows: list[Row]) -> dict[str, set[str | None]]:
    known: dict[str, set[str | None]] = {thing: set() for thing, _ in THINGS.values()}
    for row in rows:
        if row.kind in THINGS:
            thing, column = THINGS[row.kind]
            known[thing].add(row[column])
    return known


def _stands(row: Row, known: dict[str, set[str | None]]) -> bool:
    needed = all(row[column] in known[thing] for column, thing in REQUIRED.get(row.kind, {}).items())
    said = all(row[c] is None or row[c] in known[thing] for c, thing in SAID_BY.get(row.kind, {}).items())
    return needed and said


def _blanked(row: Row, known: dict[str, set[str | None]]) -> Row:
    cells = dict(row.cells)
    for column, thing in {**OPTIONAL.get(row.kind, {}), **EVERYWHERE}.items():
        if column in cells:
            kept = [i for i in cells[column].split("|") if i in known[thing]]
            cells[column] = "|".join(kept)
            if not kept:
                del cells[column]
    return Row(row.kind, cells, row.row, row.load)


# sections 1 and 3 to 5


class Post(NamedTuple):
    person: str
    organisation: str
    kind: str | None
    department: str | None
    starts: date
    ends: date
    function: str | None
    level: str | None
    budget_for: tuple[str, ...]
    title: str
    current: bool
    officer: bool


class Pilot(NamedTuple):
    id: str
    row: Row
    running: bool
    ended: bool
    age: float | None
    outcome: str
    roles: frozenset[tuple[str, str]]  # (person, role)

    def having(self, *roles: str) -> set[str]:
        return {person for person, role in self.roles if role in roles}


Titles = Callable[[str, list[Row]], tuple[str | None, str | None]]


def logit(p: float) -> float:
    return log(p / (1 - p))


def sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))


@dataclass
class World:
    """All that follows from what a viewer sees.

    ``titles`` gives (function, level) of a title at a council, by the phrases that were taught, in order of loading.
    """

    seen: Seen
    titles: Titles = field(default=lambda title, taught: (None, None))

    def age(self, text: str | None, kind: str) -> float:
        when = day(text)
        if when is None:
            return 2 * KINDS[kind][2]
        return max(0.0, (self.seen.as_at - when).days / 30.4375)

    @cached_property
    def taught(self) -> list[Row]:
        """Section 8: the phrases that users added, the one that rules of each, in the order of their loads."""
        rows = self.seen.things("titles").values()
        said = [row for row in rows if row["phrase"] not in ("interim", "and")]  # these change nothing in a title
        return sorted(said, key=lambda row: (row.load, row.row))

    @cached_property
    def posts(self) -> list[Post]:
        organisations, departments = self.seen.things("organisations"), self.seen.things("departments")
        made = []
        stands: dict[tuple[str | None, ...], Row] = {}
        for row in self.seen.rows["posts"]:
            key = tuple(row[c] for c in ("person_id", "organisation_id", "department_id", "title", "starts"))
            if key not in stands or _rules_over(replace(row, kind=""), replace(stands[key], kind="")):
                stands[key] = row
        for row in stands.values():
            at = organisations[row["organisation_id"] or ""]
            starts, ends = day(row["starts"]) or date.min, day(row["ends"]) or date.max
            ends = min(ends, day(at["ends"]) or date.max)
            council = at["kind"] == "council"
            said = self.titles(row["title"] or "", self.taught) if council else (None, None)
            department = departments.get(row["department_id"] or "")
            function = row["function"] or (department and department["function"]) or said[0]
            level = row["level"] or said[1]
            current = starts <= self.seen.as_at <= ends
            officer = current and council and "political" not in (function, level)
            made.append(
                Post(
                    row["person_id"] or "",
                    row["organisation_id"] or "",
                    at["kind"],
                    row["department_id"],
                    starts,
                    ends,
                    function,
                    level,
                    tuple(row.all("budget_for")),
                    row["title"] or "",
                    current,
                    officer,
                )
            )
        return made

    @cached_property
    def officers(self) -> set[str]:
        return {post.person for post in self.posts if post.officer}

    @cached_property
    def all_ended(self) -> set[str]:
        return {p.person for p in self.posts} - {p.person for p in self.posts if p.current}

    def now_at(self, *kinds: str) -> set[str]:
        return {post.person for post in self.posts if post.current and post.kind in kinds}

    @cached_property
    def pilots(self) -> list[Pilot]:
        made = []
        for name, row in sorted(self.seen.things("pilots").items()):
            starts, ends, outcome = day(row["starts"]), day(row["ends"]), row["outcome"] or "unknown"
            age: float | None
            if ends is not None:
                running, ended = ends > self.seen.as_at, ends <= self.seen.as_at
                age = 0.0 if running else (self.seen.as_at - ends).days / 30.4375
            elif outcome in ("contract", "completed", "stopped"):
                running, ended, age = False, True, None
            else:
                running, ended, age = starts is not None, False, 0.0 if starts is not None else None
            roles = {(r["person_id"], r["role"]) for r in self.seen.rows["pilot_people"] if r["pilot_id"] == name}
            made.append(Pilot(name, row, running, ended, age, "ongoing" if running else outcome, frozenset(roles)))
        return made

    @cached_property
    def evidence(self) -> dict[tuple[str, str], list[Worth]]:
        """All rows by pair, events included, so leads too."""
        found: dict[tuple[str, str], list[Worth]] = defaultdict(list)

        def add(one: str, other: str, kind: str, p: float, age: float, known_by: str | None = None) -> None:
            if one != other:
                pair = (min(one, other), max(one, other))
                faded = p * 2 ** (-age / KINDS[kind][2])
                found[pair].append(Worth(kind, faded, known_by if known_by in CLASSES else KINDS[kind][0]))

        self._contacts(add)
        for row in self.seen.rows["endorsements"]:
            if row["from_person_id"]:
                age = self.age(row["on"], "endorsement")
                add(row["person_id"], row["from_person_id"], "endorsement", 0.40, age, row["class"])
        for row in self.seen.requests:
            if row["outcome"] == "met":
                three = (row["asker_id"], row["introducer_id"], row["target_id"])
                for one, other in combinations(three, 2):
                    add(one, other, "introduction", 0.35, self.age(row["asked_on"], "introduction"), row["class"])
        for pilot in self.pilots:
            team = sorted({person for person, _ in pilot.roles})
            for one, other in combinations(team, 2):
                age = 2 * KINDS["pilot"][2] if pilot.age is None else pilot.age
                add(one, other, "pilot", 0.55 * min(1, 5 / (len(team) - 1)), age)
        self._teams(add)
        self._events(add)
        return found

    def _contacts(self, add: Callable[..., None]) -> None:
        rows = self.seen.rows["contacts"]
        declared: dict[str, set[frozenset[str | None]]] = defaultdict(set)
        for row in rows:
            if (row["kind"] or "contact") == "contact":
                declared[row["said_by"] or row["person_a"] or ""].add(frozenset((row["person_a"], row["person_b"])))
        latest: dict[tuple[object, ...], Row] = {}  # a thread or connection runs on: of each source its latest row
        for row in rows:
            state = (frozenset((row["person_a"], row["person_b"])), row["kind"], row["source"], row["owner"])
            if row["kind"] in ("thread", "connection") and (state not in latest or _rules_over(row, latest[state])):
                latest[state] = row
        meetings = [row for row in rows if row["kind"] not in ("thread", "connection")]
        for row in (*meetings, *latest.values()):
            kind = row["kind"] or "contact"
            p = KINDS[kind][1]
            if kind == "contact":
                p = float(row["strength"]) if row["strength"] else p
                n = len(declared[row["said_by"] or row["person_a"] or ""])
                p *= sqrt(30 / n) if n > 30 else 1
            add(row["person_a"], row["person_b"], kind, p, self.age(row["on"], kind), row["class"])

    def _teams(self, add: Callable[..., None]) -> None:
        departments: dict[str, list[Post]] = defaultdict(list)
        for post in self.posts:
            if post.department:
                departments[post.department].append(post)
        for posts in departments.values():
            latest: dict[tuple[str, str], date] = {}
            for one, other in combinations(posts, 2):
                last = min(one.ends, other.ends, self.seen.as_at)
                if one.person != other.person and max(one.starts, other.starts) <= last:
                    pair = (min(one.person, other.person), max(one.person, other.person))
                    latest[pair] = max(last, latest.get(pair, last))
            for (a, b), last in latest.items():
                k = len({post.person for post in posts if post.starts <= last <= post.ends})
                add(a, b, "team", 0.50 * min(1, 7 / (k - 1)), (self.seen.as_at - last).days / 30.4375)

    def _events(self, add: Callable[..., None]) -> None:
        for name, row in self.seen.things("events").items():
            roles: dict[str, set[str]] = defaultdict(set)
            for there in self.seen.rows["attendance"]:
                if there["event_id"] == name:
                    roles[there["person_id"] or ""].add(there["role"] or "attended")
            k = len(roles)
            if k < 2:
                continue
            kind = "report" if row["format"] == "report" else "event"
            share = 1 / (k - 1) if kind == "report" else min(1, TALKS.get(row["format"] or "", 1) / (k - 1))
            p = 0.30 * share
            if kind == "event" and not reaches(p, 0.005):
                continue
            for one, other in combinations(sorted(roles), 2):
                halves = 1.0
                if kind == "event":
                    halves = prod(0.5 for who in (one, other) if roles[who] == {"registered"})
                add(one, other, kind, p * halves, self.age(row["on"], kind))

    @staticmethod
    def strength_of(rows: list[Worth]) -> float:
        kinds: dict[str, float] = defaultdict(lambda: 1.0)
        for row in rows:
            kinds[row.kind] *= 1 - row.p
        return 1 - prod(1 - min(0.8, 1 - missed) for missed in kinds.values())

    @cached_property
    def ties(self) -> dict[tuple[str, str], tuple[float, float]]:
        """Strength over all rows and over verified and observed ones, of each pair that is no mere lead."""
        made = {}
        for pair, rows in self.evidence.items():
            known = [row for row in rows if row.known_by != "inferred"]
            if known:
                made[pair] = self.strength_of(rows), self.strength_of(known)
        return made

    @cached_property
    def warm(self) -> dict[tuple[str, str], float]:
        return {pair: s for pair, (s, known) in self.ties.items() if reaches(known, 0.05)}

    def leads(self, person: str) -> list[tuple[str, float]]:
        """Strongest first, equal ones by id."""
        found = []
        for pair, rows in self.evidence.items():
            if person in pair and pair not in self.ties:
                found.append((pair[1] if pair[0] == person else pair[0], self.strength_of(rows)))
        return sorted(found, key=lambda lead: (-round(lead[1], 12), lead[0]))

    # section 5

    def parts(self, person: str) -> list[float]:
        """Parts 1 to 6 of an officer's score."""
        own = [p for p in self.pilots if person in p.having("project_lead", "sponsor")]
        w = n = 0.0
        for pilot in own:
            if pilot.ended and pilot.outcome in ("contract", "completed", "stopped"):
                leads = pilot.having("project_lead")
                counts = 1.0 if person in leads or not leads else 0.5
                n += counts
                w += counts * {"contract": 1, "completed": 0.5, "stopped": 0}[pilot.outcome]
        led = sum(person in p.having("project_lead") for p in self.pilots)
        held = sum(person in p.having("operational_owner", "budget_holder", "procurement") for p in self.pilots)
        safe = sum(self._safeguards(pilot) for pilot in own)
        asked = [(r, 1.0 if r["tracked"] == "yes" else 0.5) for r in self._made_by(person)]
        ok = sum(weight for row, weight in asked if row["outcome"] == "met")
        return [
            1.3 * (logit((w + 1.05) / (n + 3)) - logit(0.35)),
            0.55 * log(1 + led) + 0.35 * log(1 + held),
            0.9 * log(1 + len(self._endorsing(person))),
            0.125 * max(-3, min(4, safe)),
            0.8 * (logit((ok + 0.66) / (sum(weight for _, weight in asked) + 2)) - logit(0.33)),
            0.45 * log(1 + self._reach(person)),
        ]

    def _safeguards(self, pilot: Pilot) -> int:
        missing, net = pilot.row.all("known_missing"), 0
        for role in ("budget_holder", "operational_owner"):
            net += 1 if pilot.having(role) else -1 if role in missing else 0
        route = pilot.row["route_to_buy"]
        if route and route != "none":
            return net + 1
        return net - 1 if route == "none" or "route_to_buy" in missing else net

    def _endorsing(self, person: str) -> set[str | None]:
        organisations = self.seen.things("organisations")
        return {
            row["from_organisation_id"]
            for row in self.seen.rows["endorsements"]
            if row["person_id"] == person and organisations[row["from_organisation_id"] or ""]["kind"] == "sme"
        }

    def _made_by(self, person: str) -> list[Row]:
        rows = self.seen.requests
        return [r for r in rows if r["introducer_id"] == person and r["outcome"] in ("met", "declined", "no_reply")]

    def _reach(self, person: str) -> float:
        total = 0.0
        for pair, s in self.warm.items():
            if person not in pair:
                continue
            other = pair[1] if pair[0] == person else pair[0]
            mine, theirs = self.functions(person), self.functions(other)
            if self._councils(person) & self._councils(other) and mine and theirs and not mine & theirs:
                total += s
        return total

    def _councils(self, person: str) -> set[str]:
        return {post.organisation for post in self.posts if post.officer and post.person == person}

    def functions(self, person: str) -> set[str]:
        return {post.function for post in self.posts if post.officer and post.person == person and post.function}

    def evidence_rows(self, person: str) -> int:
        """Rows in parts 1, 2, 3 and 5."""
        counted = ("sponsor", "project_lead", "operational_owner", "budget_holder", "procurement")
        roles = sum(who == person and role in counted for pilot in self.pilots for who, role in pilot.roles)
        return roles + len(self._endorsing(person)) + len(self._made_by(person))

    # section 4

    def helpfulness(self, person: str) -> float:
        if person in self.officers:
            n = self.evidence_rows(person)
            return max(-2.0, min(3.0, sum(self.parts(person)) / 1.5)) * n / (n + 3)
        if person in self.now_at("large_supplier"):
            return -1.2
        return 0.8 if person in self.now_at("ecosystem_body") else -0.4

    def load(self, person: str) -> int:
        waiting = [
            (self.seen.as_at - asked).days
            for row in self.seen.requests
            if row["introducer_id"] == person
            and row["outcome"] in ("open", "agreed")
            and (asked := day(row["asked_on"]))
        ]
        return sum(0 <= days <= 90 for days in waiting)

    def networkx(self) -> nx.Graph:
        """The graph that ``networkx_reference`` searches, with the attributes of ``Snapshot.networkx``."""
        people, names = nx.Graph(), self.seen.things("people")
        for person in self.seen.people:
            people.add_node(
                person,
                name=names[person]["name"],
                helpfulness=self.helpfulness(person),
                load=self.load(person),
                passes=person not in self.all_ended,
                objected_suppliers=person in self.seen.objected_suppliers,
                objected_introductions=person in self.seen.objected_introductions,
                at_supplier=person in self.now_at("sme", "large_supplier"),
            )
        for (a, b), (s, _) in sorted(self.ties.items()):
            people.add_edge(a, b, strength=s, warm=(a, b) in self.warm)
        return nx.freeze(people)

    def holders(self, council: str, theme: str) -> dict[str, list[str]]:
        """Who must say yes, by the highest level of any officer post there, then id."""
        there = [post for post in self.posts if post.officer and post.organisation == council]
        operations = [post for post in there if post.function == "operations"]
        owners = {
            person
            for pilot in self.pilots
            if pilot.row["council_id"] == council
            and theme in pilot.row.all("themes")
            and (pilot.running or pilot.ended)
            for person in pilot.having("operational_owner")
        }

        def ordered(posts: list[Post]) -> list[str]:
            def level(person: str) -> int:
                ranks = [LEVELS.index(p.level) if p.level in LEVELS else 9 for p in there if p.person == person]
                return min(ranks)

            return sorted({post.person for post in posts}, key=lambda person: (level(person), person))

        return {
            "budget": ordered([p for p in there if theme in p.budget_for])
            or ordered([p for p in there if "any" in p.budget_for]),
            "operations": ordered([p for p in operations if theme in p.budget_for])
            or ordered([p for p in operations if p.person in owners])
            or ordered([p for p in operations if "any" in p.budget_for]),
            "procurement": ordered([p for p in there if p.function == "procurement"]),
            "data_governance": ordered([p for p in there if p.function == "data_governance"]),
            "senior_sponsor": ordered([p for p in there if p.function == "executive"])
            or ordered([p for p in there if p.level == "chief_executive"]),
        }


def world(
    rows: Iterable[Row],
    viewer: str | None,
    as_at: date,
    today: date | None = None,
    titles: Titles = lambda title, taught: (None, None),
) -> World:
    """The world of a viewer as at a day, asked on a day."""
    return World(see(rows, viewer, as_at, today), titles)
