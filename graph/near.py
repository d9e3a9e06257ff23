"""The neighbourhood of a few people, read from a store in few steps and exact: what routes and evidence are made from.

The graph is never loaded. People are *completed*: every statement that bears on their ties and odds is fetched, with
all members of their groups and all that decides what the viewer sees; ties with a completed end are then equal, to the
bit, to those of the whole view. What is asked for one id is asked for every id that may be the same.

Each ``fetch`` is one round trip on Neo4j. A search for routes of three introducers needs three stages of three, and two
or three more to settle: at most 12, whatever the size of the graph, and one more for each step of ids judged the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import pyarrow as pa

from graph.derived import Derived, derive
from graph.sameness import MATCHES, closed_over, joined
from graph.scene import Scene, Viewpoint, see
from graph.statements import DESCRIBES, KINDS, Batch
from graph.store import Store
from graph.vocabulary import TITLE_PLACES

PERSON_ROWS = (
    ("people", "person_id"),
    ("objections", "person_id"),
    ("posts", "person_id"),
    ("attendance", "person_id"),
    ("contacts", "person_a"),
    ("contacts", "person_b"),
    ("contacts", "said_by"),
    ("endorsements", "person_id"),
    ("endorsements", "from_person_id"),
    ("introductions", "asker_id"),
    ("introductions", "introducer_id"),
    ("introductions", "target_id"),
    ("pilot_people", "person_id"),
)
PARTNER_ROWS = PERSON_ROWS[:4]  # who they are, where they work, where they were
NAMED_ROWS = PERSON_ROWS[:2]  # whether they are seen at all
MATCH_ROWS = {thing: tuple((kind, column) for column in KINDS[kind].lookups) for thing, kind in MATCHES.items()}
PEOPLE_IN = {
    "contacts": ("person_a", "person_b", "said_by"),
    "endorsements": ("person_id", "from_person_id"),
    "introductions": ("asker_id", "introducer_id", "target_id"),
    "posts": ("person_id",),
    "pilot_people": ("person_id",),
    "attendance": ("person_id",),
    "challenges": ("owner_id",),
    "establishment": ("holder_id",),
}
DESCRIBED = (
    "organisation",
    "department",
    "pilot",
    "programme",
    "framework",
    "notice",
    "post",
)  # things whose own rows are fetched wherever they are named
NOT_FOLLOWED = ("follows",)  # a chain that may be long: see _followed_by


class Nearby:
    """Statements around some people, growing as more are completed."""

    def __init__(self, store: Store, viewpoint: Viewpoint, *, whole_events: bool = False) -> None:
        """Start with nothing but the viewer's own organisation; ``whole_events`` reads all lists, as leads need."""
        self._store, self._viewpoint, self._whole_events = store, viewpoint, whole_events
        self._asked: set[tuple[str, str, str]] = set()
        self._tables: dict[str, list[pa.Table]] = {}
        self._cells: dict[tuple[str, str], list[str | None]] = {}
        self._wanted: set[tuple[str, str, str]] = set()
        self._same: dict[str, dict[str, set[str]]] = {thing: {} for thing in MATCHES}  # ids ever judged the same
        self._joined = False  # whether the last fetch found more of them
        self.exact: set[str] = set()
        self.trips = 0
        self.want("titles", "where", TITLE_PLACES)  # all phrases taught: few, and any may read a title
        if viewpoint.viewer is not None:
            self.want("organisations", "organisation_id", [viewpoint.viewer])

    def want(self, kind: str, column: str, ids: Iterable[str]) -> None:
        """Ask for rows with the next fetch."""
        self._wanted |= {(kind, column, i) for i in ids}

    def complete(self, people: Collection[str]) -> None:
        """Complete these people so far that their warm ties are known (three fetches); ``settle`` does the rest."""
        self.exact |= set(people)
        for _ in range(3):
            self._fetch()
        while self._joined:
            self._fetch()

    def settle(self, *, pilots_of: str | None = None) -> None:
        """Fetch until nothing is missing; only then are strengths and odds exact. ``pilots_of``: a council, whole."""
        while self._fetch():
            if pilots_of is not None:
                pairs = zip(self._column("pilots", "council_id"), self._column("pilots", "pilot_id"), strict=True)
                council_ids = closed_over([pilots_of], self._same["organisation"])
                hosted = {p for council, p in pairs if council in council_ids and p}
                self.want("pilot_people", "pilot_id", hosted)
                self.want("pilots", "pilot_id", self._followed_by(hosted))

    def scene(self) -> Scene:
        """What the viewer sees of the statements read so far."""
        return see((Batch(kind, table) for kind, parts in self._tables.items() for table in parts), self._viewpoint)

    def derived(self) -> Derived:
        """Ties of the completed people, and all that follows from them."""
        scene = self.scene()
        around = np.zeros(len(scene.people), bool)
        whole = {scene.one("person", person) for person in self.exact}
        around[[scene.number[person] for person in whole if person in scene.number]] = True
        return derive(scene, around=around)

    def neighbours(self, people: Collection[str], *, cold: bool = False) -> set[str]:
        """Everybody with a warm tie (``cold``: any tie) to one of these completed people, who may still be unknown."""
        derived = self.derived()
        scene, ties = derived.scene, derived.ties
        wanted = np.zeros(len(scene.people), bool)
        wanted[[scene.number[one] for p in people if (one := scene.one("person", p)) in scene.number]] = True
        there = np.ones(len(ties), bool) if cold else ties.warm
        found = np.r_[ties.b[there & wanted[ties.a]], ties.a[there & wanted[ties.b]]]
        return {scene.people[n] for n in np.unique(found)} | self._unknown_writers(people)

    # inside

    def _fetch(self) -> bool:
        """One round trip for everything that is known to be missing; False if nothing is."""
        missing = self._of_all_ids(self._wanted | self._needs()) - self._asked
        if not missing:
            self._joined = False
            return False
        self._asked |= missing
        wanted: dict[tuple[str, str], set[str]] = {}
        for kind, column, i in missing:
            wanted.setdefault((kind, column), set()).add(i)
        for batch in self._store.neighbours(wanted):
            self._tables.setdefault(batch.kind, []).append(batch.table)
        self._cells.clear()
        self.trips += 1
        self._join()
        return True

    def _join(self) -> None:
        """Take note of all who were ever judged the same: which verdicts stand, and for whom, the view decides."""
        before = sum(map(len, self._same.values()))
        for thing, kind in MATCHES.items():
            columns = [self._column(kind, name) for name in (*KINDS[kind].lookups, "verdict")]
            rows = zip(*columns, strict=True)
            self._same[thing] = joined((a, b) for a, b, verdict in rows if a and b and verdict == "same")
        self._joined = sum(map(len, self._same.values())) > before
        if self._joined:
            self.exact = closed_over(self.exact, self._same["person"])

    def _of_all_ids(self, asked: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
        """What is asked now, or was asked, for one id, for all ids that may be the same."""
        if not any(self._same.values()):
            return asked
        asked = asked | self._asked
        alike = [
            (kind, column, others)
            for kind, column, i in asked
            if (others := self._same.get(KINDS[kind].column(column).names or "", {}).get(i))
        ]
        return asked | {(kind, column, other) for kind, column, others in alike for other in others}

    def _needs(self) -> set[tuple[str, str, str]]:
        """All that bears on the completed people, as far as the rows read so far can tell."""
        needs = {(kind, column, person) for kind, column in PERSON_ROWS for person in self.exact}
        departments = self._beside("posts", "department_id")
        pilots = self._beside("pilot_people", "pilot_id")
        events = self._beside("attendance", "event_id")
        needs |= {("posts", "department_id", i) for i in departments}
        needs |= {("pilot_people", "pilot_id", i) for i in pilots}
        needs |= {("pilots", "pilot_id", i) for i in pilots | self._followed_by(pilots)}
        needs |= {("events", "event_id", i) for i in events}
        partners = self._partners(departments, pilots)
        needs |= {("attendance", "event_id", i) for i in self._reports() & events}
        shared = events if self._whole_events else events & self._attended_by(partners)
        needs |= {("attendance", "event_id", i) for i in shared}
        if self._whole_events:  # a lead is shown with the post that he holds
            needs |= {("posts", "person_id", i) for i in self._all("attendance", "person_id")}
        needs |= {("contacts", column, i) for i in self._declarers() for column in ("person_a", "said_by")}
        needs |= {(kind, column, i) for kind, column in PARTNER_ROWS for i in partners}
        named = {i for kind, columns in PEOPLE_IN.items() for column in columns for i in self._all(kind, column)}
        needs |= {(kind, column, i) for kind, column in MATCH_ROWS["person"] for i in named | self.exact}
        compared = {i for _, column in MATCH_ROWS["person"] for i in self._all("person_matches", column)}
        needs |= {(kind, column, i) for kind, column in NAMED_ROWS for i in named | compared}
        return needs | self._descriptions()

    def _descriptions(self) -> set[tuple[str, str, str]]:
        """The rows that describe what the rows read so far name: without them it is not on record."""
        needs: set[tuple[str, str, str]] = set()
        for where in self._tables:
            for column in KINDS[where].all_columns:
                if column.names in DESCRIBED and column.name not in NOT_FOLLOWED:
                    kind = KINDS[DESCRIBES[column.names]]
                    cells = self._all(where, column.name)
                    ids = {i for cell in cells for i in cell.split("|")}
                    needs |= {(kind.name, kind.columns[0].name, i) for i in ids}
                    if column.names == "organisation" and where not in MATCHES.values():
                        needs |= {(matches, name, i) for matches, name in MATCH_ROWS["organisation"] for i in ids}
        return needs

    def _partners(self, departments: set[str], pilots: set[str]) -> set[str]:
        """Everybody who may have a tie with a completed person."""
        partners: set[str] = set()
        for kind in ("contacts", "endorsements", "introductions"):
            columns = [self._column(kind, column) for column in PEOPLE_IN[kind] if column != "said_by"]
            for row in zip(*columns, strict=True):
                if not self.exact.isdisjoint(row):
                    partners |= {i for i in row if i}
        for kind, column, groups in (("posts", "department_id", departments), ("pilot_people", "pilot_id", pilots)):
            pairs = zip(self._column(kind, column), self._column(kind, "person_id"), strict=True)
            partners |= {person for group, person in pairs if group in groups and person}
        return partners | self._writers()

    def _beside(self, kind: str, column: str) -> set[str]:
        """Groups that completed people are in."""
        pairs = zip(self._column(kind, "person_id"), self._column(kind, column), strict=True)
        return {group for person, group in pairs if person in self.exact and group}

    def _followed_by(self, pilots: set[str]) -> set[str]:
        """Pilots that these came after, which their rows name: one step, for theirs are not shown."""
        pairs = zip(self._column("pilots", "pilot_id"), self._column("pilots", "follows"), strict=True)
        return {before for pilot, before in pairs if pilot in pilots and before}

    def _attended_by(self, partners: set[str]) -> set[str]:
        """Events where a partner was who is not completed, or two of the completed."""
        seen: dict[str, set[str]] = {}
        for event, person in zip(
            self._column("attendance", "event_id"), self._column("attendance", "person_id"), strict=True
        ):
            if event and person and (person in self.exact or person in partners):
                seen.setdefault(event, set()).add(person)
        return {event for event, people in seen.items() if len(people) > 1}

    def _reports(self) -> set[str]:
        pairs = zip(self._column("events", "event_id"), self._column("events", "format"), strict=True)
        return {event for event, form in pairs if form == "report" and event}

    def _writers(self) -> set[str]:
        reports = self._reports() & self._beside("attendance", "event_id")
        pairs = zip(self._column("attendance", "event_id"), self._column("attendance", "person_id"), strict=True)
        return {person for event, person in pairs if event in reports and person}

    def _unknown_writers(self, people: Collection[str]) -> set[str]:
        """Co-writers of whom no more is known yet than that they wrote: taken as neighbours to save a round trip."""
        if self.exact.isdisjoint(people):
            return set()
        return {person for person in self._writers() if ("people", "person_id", person) not in self._asked}

    def _declarers(self) -> set[str]:
        """Who declared the contacts of completed people: each counts less if there are many."""
        columns = (self._column("contacts", name) for name in ("person_a", "person_b", "kind", "said_by"))
        rows = zip(*columns, strict=True)
        return {
            said or a for a, b, kind, said in rows if kind in (None, "contact") and {a, b} & self.exact and (said or a)
        }

    def _all(self, kind: str, column: str) -> set[str]:
        return {i for i in self._column(kind, column) if i}

    def _column(self, kind: str, column: str) -> list[str | None]:
        """A column of the rows read so far; kept until the next fetch."""
        if (kind, column) not in self._cells:
            parts = self._tables.get(kind, [])
            self._cells[kind, column] = [cell for table in parts for cell in table.column(column).to_pylist()]
        return self._cells[kind, column]


def around_pair(store: Store, viewpoint: Viewpoint, askers: Collection[str], targets: Collection[str]) -> Nearby:
    """Completed so far that every route of at most three introducers between these people is in it, exactly."""
    near = Nearby(store, viewpoint)
    near.complete({*askers, *targets})
    first, last = near.neighbours(askers), near.neighbours(targets)
    near.complete((first | last) - near.exact)
    middle = near.neighbours(first) & near.neighbours(last)
    near.complete(middle - near.exact)
    near.settle()
    return near


def around_miss(store: Store, viewpoint: Viewpoint, asker: str, target: str) -> Nearby:
    """Completed so far that the closest miss and the ties that would make a route are in it, exactly.

    The closest miss goes over ties of any strength and four introducers, a new tie may end three steps from either
    end: so two steps over any ties, and three over warm ones, are completed from both. More trips than a route.
    """
    near = Nearby(store, viewpoint)
    near.complete({asker, target})
    shells = {asker: {asker}, target: {target}}
    for _ in range(2):
        shells = {end: near.neighbours(shell, cold=True) for end, shell in shells.items()}
        near.complete(set().union(*shells.values()) - near.exact)
    for end in (asker, target):
        warm = {end}
        for _ in range(3):
            warm |= near.neighbours(warm)
        near.complete(warm - near.exact)
    near.settle()
    return near
