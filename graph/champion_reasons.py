"""Which statements is each part of an officer's score made of, and how is its figure worked out from them?

Each row carries the amounts that enter the formula, so that a part can be recomputed from the rows listed and from
nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import definitions as d
from graph.champion_score import LEVEL, PARTS, highest_level
from graph.derived import Derived
from graph.evidence import between
from graph.statements import Batch, Statement
from graph.track_record import ENDORSED, HELD, INTRODUCED, KINDS, LEADS, SAFEGUARDS, SPONSORS, safeguards
from graph.vocabulary import FUNCTIONS, LEVELS, PILOT_OUTCOMES

PLAIN: Mapping[str, str] = {
    "outcomes": "What became of pilots led or sponsored",
    "activity": "Pilots led, or held a role in",
    "endorsements": "Endorsed by small firms",
    "safeguards": "Safeguards in own pilots",
    "introductions": "Introductions made",
    "reach": "Reach to other functions of the council",
    LEVEL: "Level of the post",
}
FORMULAS: Mapping[str, str] = {
    "outcomes": "1.3 × [logit((w + 1.05) / (n + 3)) − logit(0.35)]",
    "activity": "0.55 × ln(1 + led) + 0.35 × ln(1 + held)",
    "endorsements": "0.9 × ln(1 + firms)",
    "safeguards": "0.125 × net, with net from −3 to 4",
    "introductions": "0.8 × [logit((ok + 0.66) / (n + 2)) − logit(0.33)]",
    "reach": "0.45 × ln(1 + s)",
    LEVEL: "points of the level",
}
OUTCOME_WORDS = {
    "contract": "became a contract",
    "completed": "was completed",
    "stopped": "was stopped",
    "ongoing": "still runs",
    "unknown": "has no outcome on record",
}


@dataclass(frozen=True, slots=True)
class PartRow:
    """What one pilot, firm, request or colleague adds to a part."""

    words: str
    amounts: Mapping[str, float]  # what enters the formula, by the letters used there
    on: str | None  # the day that dates it
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score, with the rows that it comes from."""

    name: str
    plain: str
    value: float  # log-odds
    formula: str
    amounts: Mapping[str, float]  # sums over the rows
    rows: tuple[PartRow, ...]


def parts(derived: Derived, person: str) -> tuple[Part, ...]:
    """All seven parts of an officer. ``derived`` must be exact for this person."""
    number = derived.scene.number[person]
    values = (*derived.scores.parts[number].tolist(), float(derived.scores.level[number]))
    told = _Told(derived, person, number)
    found = (
        told.outcomes,
        told.activity,
        told.endorsements,
        told.safeguards,
        told.introductions,
        told.reach,
        told.level,
    )
    return tuple(
        _part(name, value, tuple(rows())) for name, value, rows in zip((*PARTS, LEVEL), values, found, strict=True)
    )


def in_short(derived: Derived, person: int) -> str:
    """What stands out on an officer's record, in one line."""
    record, pilots = derived.scores.record, derived.pilots
    mine = slice(*np.searchsorted(record.person, [person, person + 1]))
    kind, thing = record.kind[mine], record.thing[mine]
    own = np.unique(thing[np.isin(kind, [KINDS.index(LEADS), KINDS.index(SPONSORS)])])
    held = np.unique(thing[np.isin(kind, [KINDS.index(role) for role in HELD])])
    contracts = int((pilots.outcome[own] == PILOT_OUTCOMES.index("contract")).sum())
    endorsed, met = int((kind == KINDS.index(ENDORSED)).sum()), int((record.met[mine] > 0).sum())
    told = [
        (endorsed, f"endorsed by {_count(endorsed, 'small firm')}"),
        (
            len(own),
            f"led or sponsored {_count(len(own), 'pilot')}"
            + (f" ({contracts} became a contract)" if contracts else ""),
        ),
        (len(held), f"had a role in {_count(len(held), 'pilot')}"),
        (met, f"made {_count(met, 'introduction')} that led to a meeting"),
    ]
    return "; ".join(words for many, words in told if many) or "nothing for firms on record"


def _part(name: str, value: float, rows: tuple[PartRow, ...]) -> Part:
    sums: dict[str, float] = {}
    for row in rows:
        for letter, amount in row.amounts.items():
            sums[letter] = sums.get(letter, 0.0) + amount
    return Part(name, PLAIN[name], value, FORMULAS[name], sums, rows)


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class _Told:
    """One officer's rows; a method for each part, called as the part is."""

    derived: Derived
    person: str
    number: int

    def outcomes(self) -> Iterator[PartRow]:
        """Pilots led or sponsored; those whose outcome does not count stand with 0."""
        record = self.derived.scores.record
        for pilot, places in self._pilots(LEADS, SPONSORS):
            first = places[0]
            n, w = record.outcome_weight[first], record.outcome_weight[first] * record.outcome_value[first]
            outcome = PILOT_OUTCOMES[self.derived.pilots.outcome[pilot]]
            beside = " (sponsor beside another lead: counts half)" if n == d.SPONSOR_BESIDE_LEAD else ""
            words = f"{self._name(pilot)} {OUTCOME_WORDS[outcome]}{beside}"
            # who leads decides how much a sponsor counts, so the leads stand here too
            yield self._row(
                words,
                {"n": float(n), "w": float(w)},
                pilot,
                self._named_in(pilot, LEADS) + self._roles(pilot, SPONSORS),
            )

    def activity(self) -> Iterator[PartRow]:
        """Pilots led, then pilots with another role that counts, each once."""
        for letter, roles in (("led", (LEADS,)), ("held", HELD)):
            for pilot, places in self._pilots(*roles):
                named = [KINDS[kind].replace("_", " ") for kind in self.derived.scores.record.kind[places]]
                words = f"{' and '.join(named)} of {self._name(pilot)}"
                yield self._row(words, {letter: 1.0}, pilot, self._roles(pilot, *roles))

    def endorsements(self) -> Iterator[PartRow]:
        """Small firms that endorse, each once, with all rows that say so."""
        scene = self.derived.scene
        organisations, rows = scene.things("organisations"), scene.rows["endorsements"]
        mine = rows.filter(pc.equal(rows.column("person_id"), self.person))
        for place in self._places(ENDORSED):
            firm = organisations.slice(int(self.derived.scores.record.thing[place]), 1)
            by = mine.filter(pc.equal(mine.column("from_organisation_id"), firm.column("organisation_id")[0]))
            on = max((day for day in by.column("on").to_pylist() if day), default=None)
            words = f"endorsed by {firm.column('name')[0].as_py()}"
            yield PartRow(words, {"firms": 1.0}, on, _some("endorsements", by) + _some("organisations", firm))

    def safeguards(self) -> Iterator[PartRow]:
        """Own pilots: which of three safeguards are present, known missing, or not known."""
        states = safeguards(self.derived.pilots)
        words = {1.0: "named", -1.0: "known to be missing", 0.0: "not known"}
        for pilot, _ in self._pilots(LEADS, SPONSORS):
            told = ", ".join(
                f"{name.replace('_', ' ')} {words[float(state)]}"
                for name, state in zip(SAFEGUARDS, states[pilot], strict=True)
            )
            behind = self._roles(pilot, LEADS, SPONSORS) + self._named_in(pilot, *SAFEGUARDS[:2])
            yield self._row(f"{self._name(pilot)}: {told}", {"net": float(states[pilot].sum())}, pilot, behind)

    def introductions(self) -> Iterator[PartRow]:
        """Requests with a known outcome."""
        scene, record = self.derived.scene, self.derived.scores.record
        names = scene.things("people").column("name")
        for place in self._places(INTRODUCED):
            row = scene.requests.slice(int(record.thing[place]), 1)
            ends = [names[scene.number[row.column(end)[0].as_py()]].as_py() for end in ("asker_id", "target_id")]
            outcome = row.column("outcome")[0].as_py().replace("_", " ")
            how = "tracked" if record.tracked[place] == 1 else "from memory, counts half"
            words = f"asked to introduce {ends[0]} to {ends[1]}: {outcome} ({how})"
            amounts = {"n": float(record.tracked[place]), "ok": float(record.met[place])}
            yield PartRow(words, amounts, row.column("asked_on")[0].as_py(), _some("introductions", row))

    def reach(self) -> Iterator[PartRow]:
        """Warm ties to colleagues of other functions."""
        scene = self.derived.scene
        others, strengths = self.derived.scores.across.of(self.number)
        for other, strength in zip(others.tolist(), strengths.tolist(), strict=True):
            colleague = scene.people[other]
            name = scene.things("people").column("name")[other].as_py()
            functions = int(self.derived.scores.across.functions[other])
            where = " and ".join(f.replace("_", " ") for bit, f in enumerate(FUNCTIONS) if functions >> bit & 1)
            ties = [told for row in between(self.derived, self.person, colleague) for told in row.statements]
            behind = (*ties, *self._officer_posts(self.number), *self._officer_posts(other))
            yield PartRow(f"knows {name} ({where})", {"s": strength}, None, tuple({s.id: s for s in behind}.values()))

    def level(self) -> Iterator[PartRow]:
        """The highest officer post; no row where no level is known."""
        posts = self.derived.posts
        highest = int(highest_level(posts)[self.number])
        if highest < 0:
            return
        mine = np.flatnonzero(posts.officer & (posts.person == self.number) & (posts.level == highest))
        level = LEVELS[highest].replace("_", " ")
        inferred = " (from the title)" if posts.level_inferred[mine].all() else ""
        rows = posts.table.take(pa.array(mine))
        words = f"{rows.column('title')[0].as_py()}: {level}{inferred}"
        yield PartRow(words, {"points": d.LEVEL_POINTS[LEVELS[highest]]}, None, _some("posts", rows))

    # inside

    def _places(self, *kinds: str) -> np.ndarray:
        record = self.derived.scores.record
        low, high = np.searchsorted(record.person, [self.number, self.number + 1])
        return low + np.flatnonzero(np.isin(record.kind[low:high], [KINDS.index(kind) for kind in kinds]))

    def _pilots(self, *roles: str) -> Iterator[tuple[int, np.ndarray]]:
        """Each pilot in which they have one of these roles, with the places of the rows."""
        places = self._places(*roles)
        pilots = self.derived.scores.record.thing[places]
        for pilot in np.unique(pilots):
            yield int(pilot), places[pilots == pilot]

    def _name(self, pilot: int) -> str:
        return str(self.derived.pilots.table.column("name")[pilot].as_py())

    def _row(self, words: str, amounts: Mapping[str, float], pilot: int, behind: tuple[Statement, ...]) -> PartRow:
        about = self.derived.pilots.table.slice(pilot, 1)
        on = about.column("ends")[0].as_py() if self.derived.pilots.ended[pilot] else None
        return PartRow(words, amounts, on or about.column("starts")[0].as_py(), (*_some("pilots", about), *behind))

    def _roles(self, pilot: int, *roles: str) -> tuple[Statement, ...]:
        return self._named_in(pilot, *roles, person=self.person)

    def _named_in(self, pilot: int, *roles: str, person: str | None = None) -> tuple[Statement, ...]:
        rows = self.derived.scene.rows["pilot_people"]
        here = pc.and_(
            pc.equal(rows.column("pilot_id"), self.derived.pilots.table.column("pilot_id")[pilot]),
            pc.is_in(rows.column("role"), value_set=pa.array(roles)),
        )
        if person is not None:
            here = pc.and_(here, pc.equal(rows.column("person_id"), person))
        return _some("pilot_people", rows.filter(here.fill_null(False)))

    def _officer_posts(self, person: int) -> tuple[Statement, ...]:
        posts = self.derived.posts
        return _some("posts", posts.table.take(pa.array(np.flatnonzero(posts.officer & (posts.person == person)))))


def _some(kind: str, table: pa.Table) -> tuple[Statement, ...]:
    return tuple(Batch(kind, table).statements())
