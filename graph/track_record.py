"""What has each officer done for firms: roles in pilots, endorsements by SMEs, introductions made, row by row.

These are the evidence rows of a champion score (definitions, section 5): each role in a pilot once and whatever became
of it, each endorsing SME once, each introduction with a known outcome. Parts 1 to 5 of the score follow from the rows
and from how often each of them counts: once in the score, as often as it is drawn in a resample.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_matrix

from graph import definitions as d
from graph.pilots import Pilots
from graph.scene import Scene
from graph.vocabulary import PILOT_OUTCOMES, PILOT_ROLES

LEADS, SPONSORS, ENDORSED, INTRODUCED = "project_lead", "sponsor", "endorsement", "introduction"
HELD = ("operational_owner", "budget_holder", "procurement")
KINDS = (LEADS, SPONSORS, *HELD, ENDORSED, INTRODUCED)
KNOWN_OUTCOMES = ("met", "declined", "no_reply")
SAFEGUARDS = ("budget_holder", "operational_owner", "route_to_buy")


@dataclass(frozen=True)
class TrackRecord:
    """Evidence rows, sorted by person, kind, thing; and what follows from a pilot or a request for them.

    ``thing`` is a position in ``scene.things("pilots")`` for roles, in ``scene.things("organisations")`` for
    endorsements, in ``scene.requests`` for introductions.
    """

    people: int
    person: np.ndarray  # int32
    kind: np.ndarray  # int8, position in KINDS
    thing: np.ndarray  # int32
    outcome_weight: np.ndarray  # float64, of leads and sponsors: how much the pilot counts in n of part 1
    outcome_value: np.ndarray  # float64, of leads and sponsors: what became of it, 0 to 1
    safeguards: np.ndarray  # float64, of leads and sponsors: safeguards present less those known missing
    tracked: np.ndarray  # float64, of introductions: 1 tracked, 0.5 logged from memory
    met: np.ndarray  # float64, of introductions: the same if it led to a meeting, else 0

    @property
    def rows(self) -> np.ndarray:
        """How many evidence rows each person has."""
        return np.bincount(self.person, minlength=self.people)

    def of(self, *kinds: str) -> np.ndarray:
        """Places of the rows of these kinds."""
        return np.flatnonzero(np.isin(self.kind, [KINDS.index(kind) for kind in kinds]))

    def only(self, who: np.ndarray) -> tuple[TrackRecord, np.ndarray]:
        """The rows of these people (positions, ascending), who are numbered anew; and the places of these rows."""
        number = np.full(self.people, -1, np.int32)
        number[who] = np.arange(len(who), dtype=np.int32)
        places = np.flatnonzero(number[self.person] >= 0)
        columns = {
            name: value[places]
            for name, value in vars(self).items()
            if isinstance(value, np.ndarray) and name != "person"
        }
        return replace(self, people=len(who), person=number[self.person[places]], **columns), places

    def parts(self, counts: np.ndarray) -> np.ndarray:
        """Parts 1 to 5 of each person, people x 5 (x resamples), if each row counts so often.

        ``counts``: rows (x resamples). A pilot counts as often as the most counted of the roles by which it does.
        """
        own, number = self._pilots_of(LEADS, SPONSORS)
        owned = _most(counts[own], number)
        first = own[_starts(number)]
        weight = self.outcome_weight[first]
        tried = self._sum(first, weight, owned)
        worked = self._sum(first, weight * self.outcome_value[first], owned)
        leading, held = self._pilots_of(LEADS), self._pilots_of(*HELD)
        led = self._sum(leading[0][_starts(leading[1])], 1.0, _most(counts[leading[0]], leading[1]))
        helped = self._sum(held[0][_starts(held[1])], 1.0, _most(counts[held[0]], held[1]))
        endorsed, introduced = self.of(ENDORSED), self.of(INTRODUCED)
        return np.stack(
            [
                d.OUTCOME_FACTOR * _above_prior(worked, tried, d.OUTCOME_PRIOR, d.OUTCOME_WEIGHT),
                d.ACTIVITY_LED * np.log1p(led) + d.ACTIVITY_HELD * np.log1p(helped),
                d.ENDORSED_FACTOR * np.log1p(self._sum(endorsed, 1.0, counts[endorsed])),
                d.SAFEGUARD_STEP * np.clip(self._sum(first, self.safeguards[first], owned), *d.SAFEGUARD_RANGE),
                d.INTRODUCED_FACTOR
                * _above_prior(
                    self._sum(introduced, self.met[introduced], counts[introduced]),
                    self._sum(introduced, self.tracked[introduced], counts[introduced]),
                    d.INTRODUCED_PRIOR,
                    d.INTRODUCED_WEIGHT,
                ),
            ],
            axis=1,
        )

    def _pilots_of(self, *roles: str) -> tuple[np.ndarray, np.ndarray]:
        """Rows of these roles, those of one person in one pilot together; and the number of that pair."""
        rows = self.of(*roles)
        rows = rows[np.lexsort((self.thing[rows], self.person[rows]))]
        person, pilot = self.person[rows], self.thing[rows]
        new = np.ones(len(rows), bool)
        new[1:] = (person[1:] != person[:-1]) | (pilot[1:] != pilot[:-1])
        return rows, np.cumsum(new) - 1

    def _sum(self, rows: np.ndarray, weight: np.ndarray | float, counts: np.ndarray) -> np.ndarray:
        """Weighted counts of these rows by person."""
        weights = np.broadcast_to(weight, len(rows))
        return csr_matrix((weights, (self.person[rows], np.arange(len(rows)))), (self.people, len(rows))) @ counts


def track_record(scene: Scene, pilots: Pilots, officers: np.ndarray) -> TrackRecord:
    """The evidence rows of the officers of a scene; linear in roles, endorsements and introductions."""
    named = np.isin(pilots.role, [PILOT_ROLES.index(kind) for kind in KINDS if kind in PILOT_ROLES])
    kinds = np.array([KINDS.index(role) if role in KINDS else -1 for role in PILOT_ROLES], np.int8)
    endorsed, smes = _endorsing_smes(scene)
    introducer, requests = _introductions(scene)
    person = np.concatenate([pilots.person[named], endorsed, introducer])
    kind = np.concatenate(
        [
            kinds[pilots.role[named]],
            np.full(len(endorsed), KINDS.index(ENDORSED), np.int8),
            np.full(len(introducer), KINDS.index(INTRODUCED), np.int8),
        ]
    )
    thing = np.concatenate([pilots.pilot[named], smes, requests])
    order = np.lexsort((thing, kind, person))
    order = order[officers[person[order]]]
    person, kind, thing = person[order], kind[order], thing[order]
    own = kind <= KINDS.index(SPONSORS)
    asked = kind == KINDS.index(INTRODUCED)
    weight, value = _outcomes(pilots, person, kind, thing, own)
    tracked, met = _of_requests(scene, thing, asked)
    present = np.where(own, safeguards(pilots).sum(axis=1)[np.where(own, thing, 0)], 0.0) if own.any() else _none(own)
    return TrackRecord(len(officers), person, kind, thing, weight, value, present, tracked, met)


def safeguards(pilots: Pilots) -> np.ndarray:
    """Each pilot's ``SAFEGUARDS`` for part 4: 1 present (somebody named), -1 known missing, 0 not known."""
    found = np.zeros((len(pilots.running), len(SAFEGUARDS)))
    for place, role in enumerate(SAFEGUARDS[:2]):
        present = pilots.named(role)
        found[:, place] = present.astype(float) - (~present & pilots.known_missing(role))
    present, missing = pilots.route_to_buy()
    found[:, 2] = present.astype(float) - missing
    return found


def _outcomes(
    pilots: Pilots, person: np.ndarray, kind: np.ndarray, thing: np.ndarray, own: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of each row that leads or sponsors: how much the pilot counts in part 1, and what became of it."""
    if not own.any():
        return _none(own), _none(own)
    pilot = np.where(own, thing, 0)
    people = np.int64(person.max(initial=0) + 1)
    key = pilot * people + person
    leads = own & np.isin(key, key[own & (kind == KINDS.index(LEADS))])
    led = pilots.named(LEADS)[pilot]
    value = np.array([d.OUTCOME_VALUE.get(outcome, np.nan) for outcome in PILOT_OUTCOMES])[pilots.outcome[pilot]]
    counts = own & pilots.ended[pilot] & ~np.isnan(value)
    weight = np.where(leads | ~led, 1.0, d.SPONSOR_BESIDE_LEAD)
    return np.where(counts, weight, 0.0), np.where(counts, value, 0.0)


def _none(rows: np.ndarray) -> np.ndarray:
    return np.zeros(len(rows))


def _endorsing_smes(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """(person, SME) pairs, each once, however many rows say it."""
    rows, organisations = scene.rows["endorsements"], scene.things("organisations")
    firm = pc.index_in(
        rows.column("from_organisation_id"), value_set=organisations.column("organisation_id").combine_chunks()
    ).to_numpy()
    person = scene.numbers(rows.column("person_id"))
    by_sme = pc.equal(organisations.column("kind"), "sme").fill_null(False).to_numpy()[firm]
    pairs = np.unique(np.stack([person[by_sme], firm[by_sme].astype(np.int32)]), axis=1)
    return pairs[0], pairs[1]


def _introductions(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """Who was asked to introduce, and the row, of each request with a known outcome."""
    rows = scene.requests
    known = np.flatnonzero(
        pc.is_in(rows.column("outcome"), value_set=pa.array(KNOWN_OUTCOMES)).to_numpy(zero_copy_only=False)
    )
    return scene.numbers(rows.column("introducer_id"))[known], known.astype(np.int32)


def _of_requests(scene: Scene, thing: np.ndarray, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weight of each row that is a request, and the same if it led to a meeting."""
    if not asked.any():
        return _none(asked), _none(asked)
    rows, place = scene.requests, np.where(asked, thing, 0)
    tracked = pc.equal(rows.column("tracked"), "yes").fill_null(False).to_numpy()[place]
    met = pc.equal(rows.column("outcome"), "met").fill_null(False).to_numpy()[place]
    weight = np.where(asked, np.where(tracked, 1.0, d.LOGGED_REQUEST), 0.0)
    return weight, weight * met


def _starts(number: np.ndarray) -> np.ndarray:
    """Places where a new number begins."""
    return np.flatnonzero(np.r_[True, number[1:] != number[:-1]]) if len(number) else number


def _most(counts: np.ndarray, number: np.ndarray) -> np.ndarray:
    """The largest count among rows of one number."""
    return np.maximum.reduceat(counts, _starts(number), axis=0) if len(number) else counts


def _above_prior(successes: np.ndarray, tries: np.ndarray, prior: float, weight: float) -> np.ndarray:
    """Log-odds of the success rate, drawn to the prior, above those of the prior; 0 without tries."""
    rate = (successes + prior * weight) / (tries + weight)
    return np.where(tries > 0, np.log(rate / (1 - rate)) - np.log(prior / (1 - prior)), 0.0)
