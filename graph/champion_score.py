"""What an officer has done for firms: parts 1 to 6 of the champion score, in log-odds, for all officers at once.

Nothing about position in the network is in it but part 6, reach inside the own council; the level of the post (part 7)
is no part of helpfulness and is added by whoever ranks champions (definitions, section 5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import definitions as d
from graph.groups import Groups
from graph.pilots import Pilots
from graph.posts import Posts
from graph.scene import Scene
from graph.tie_strength import Ties
from graph.vocabulary import PILOT_OUTCOMES

PARTS = ("outcomes", "activity", "endorsements", "safeguards", "introductions", "reach")
EVIDENCE_ROLES = ("sponsor", "project_lead", "operational_owner", "budget_holder", "procurement")


@dataclass(frozen=True)
class Scores:
    """Parts 1 to 6 (columns) of each person (rows, in the order of ``scene.people``); zero for who is no officer."""

    parts: np.ndarray  # float64, people x 6
    evidence: np.ndarray  # int, rows in parts 1, 2, 3 and 5

    @property
    def total(self) -> np.ndarray:
        """S, the sum of parts 1 to 6."""
        return self.parts.sum(axis=1)

    @property
    def helpfulness(self) -> np.ndarray:
        """How helpful each officer has shown to be; 0 where nothing is on record."""
        believed = self.evidence / (self.evidence + d.HELPFUL_DOUBT)
        return np.clip(self.total / d.HELPFUL_SCALE, *d.HELPFUL_RANGE) * believed


def champion_scores(scene: Scene, posts: Posts, pilots: Pilots, ties: Ties) -> Scores:
    """Score every officer; linear in pilots, endorsements, introductions and warm ties."""
    people = len(scene.people)
    led = pilots.having("project_lead")
    endorsed_by = _endorsing_smes(scene)
    asked, met, rows = _introductions_made(scene)
    parts = np.stack(
        [
            _outcomes(pilots, people),
            d.ACTIVITY_LED * np.log1p(_count(pilots.person[led], people))
            + d.ACTIVITY_HELD * np.log1p(_pilots_held(pilots, people)),
            d.ENDORSED_FACTOR * np.log1p(endorsed_by),
            _safeguards(pilots, people),
            d.INTRODUCED_FACTOR * _above_prior(met, asked, d.INTRODUCED_PRIOR, d.INTRODUCED_WEIGHT),
            d.REACH_FACTOR * np.log1p(_reach(posts, ties, people)),
        ],
        axis=1,
    )
    named = _count(pilots.person[pilots.having(*EVIDENCE_ROLES)], people)
    officers = posts.officers
    return Scores(np.where(officers[:, None], parts, 0.0), np.where(officers, named + endorsed_by + rows, 0))


def _outcomes(pilots: Pilots, people: int) -> np.ndarray:
    """Part 1: pilots led or sponsored that ended with a known outcome; a sponsor beside another lead counts half."""
    pilot, person, leads = _own_pilots(pilots, people)
    leaders = np.bincount(pilots.pilot[pilots.having("project_lead")], minlength=len(pilots.running))
    weight = np.where(leads | (leaders[pilot] == 0), 1.0, d.SPONSOR_BESIDE_LEAD)
    value = np.array([d.OUTCOME_VALUE.get(outcome, np.nan) for outcome in PILOT_OUTCOMES])[pilots.outcome[pilot]]
    counts = pilots.ended[pilot] & ~np.isnan(value)
    n = np.bincount(person[counts], weight[counts], people)
    w = np.bincount(person[counts], (weight * value)[counts], people)
    return d.OUTCOME_FACTOR * _above_prior(w, n, d.OUTCOME_PRIOR, d.OUTCOME_WEIGHT)


def _safeguards(pilots: Pilots, people: int) -> np.ndarray:
    """Part 4: budget holder, operational owner and route to buy in own pilots, each present or known missing."""
    net = np.zeros(len(pilots.running))
    for role in ("budget_holder", "operational_owner"):
        present = pilots.named(role)
        net += present.astype(float) - (~present & pilots.known_missing(role))
    present, missing = pilots.route_to_buy()
    net += present.astype(float) - missing
    pilot, person, _ = _own_pilots(pilots, people)
    return d.SAFEGUARD_STEP * np.clip(np.bincount(person, net[pilot], people), *d.SAFEGUARD_RANGE)


def _own_pilots(pilots: Pilots, people: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(pilot, person) pairs, led or sponsored, each once, and whether that person leads it."""
    own = pilots.having("project_lead", "sponsor")
    keys = pilots.pilot[own].astype(np.int64) * max(people, 1) + pilots.person[own]
    unique, back = np.unique(keys, return_inverse=True)
    leads = np.zeros(len(unique), bool)
    leads[back[pilots.having("project_lead")[own]]] = True
    return unique // max(people, 1), unique % max(people, 1), leads


def _pilots_held(pilots: Pilots, people: int) -> np.ndarray:
    held = pilots.having("operational_owner", "budget_holder", "procurement")
    keys = np.unique(pilots.pilot[held].astype(np.int64) * max(people, 1) + pilots.person[held])
    return _count(keys % max(people, 1), people)


def _endorsing_smes(scene: Scene) -> np.ndarray:
    """Part 3: how many different SMEs endorse each person."""
    rows, organisations = scene.rows["endorsements"], scene.things("organisations")
    smes = organisations.filter(pc.equal(organisations.column("kind"), "sme")).column("organisation_id")
    by_sme = rows.filter(pc.is_in(rows.column("from_organisation_id"), value_set=smes.combine_chunks()))
    person = scene.numbers(by_sme.column("person_id"))
    firm = pc.index_in(by_sme.column("from_organisation_id"), value_set=smes.combine_chunks()).to_numpy()
    pairs = np.unique(np.stack([person, firm.astype(np.int32)]), axis=1)
    return _count(pairs[0], len(scene.people))


def _introductions_made(scene: Scene) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Part 5: weight of introductions with a known outcome, of those that led to a meeting, and how many rows."""
    rows, people = scene.rows["introductions"], len(scene.people)
    known = rows.filter(pc.is_in(rows.column("outcome"), value_set=pa.array(["met", "declined", "no_reply"])))
    introducer = scene.numbers(known.column("introducer_id"))
    weight = np.where(pc.equal(known.column("tracked"), "yes").fill_null(False).to_numpy(), 1.0, d.LOGGED_REQUEST)
    met = pc.equal(known.column("outcome"), "met").to_numpy()
    asked = np.bincount(introducer, weight, people)
    return asked, np.bincount(introducer[met], weight[met], people), _count(introducer, people)


def _reach(posts: Posts, ties: Ties, people: int) -> np.ndarray:
    """Part 6: strengths of warm ties to colleagues of other functions."""
    a, b, strength = ties.a[ties.warm], ties.b[ties.warm], ties.strength[ties.warm]
    functions = np.zeros(people, np.int64)  # one bit a function
    known = posts.officer & (posts.function >= 0)
    np.bitwise_or.at(functions, posts.person[known], np.int64(1) << posts.function[known].astype(np.int64))
    councils = Groups.of(posts.organisation[posts.officer], posts.person[posts.officer])
    colleagues = np.zeros(len(a), bool)
    colleagues[councils.shared(a, b)[0]] = True
    other = colleagues & (functions[a] > 0) & (functions[b] > 0) & (functions[a] & functions[b] == 0)
    return np.bincount(a[other], strength[other], people) + np.bincount(b[other], strength[other], people)


def _above_prior(successes: np.ndarray, tries: np.ndarray, prior: float, weight: float) -> np.ndarray:
    """Log-odds of the success rate, drawn to the prior, above those of the prior; 0 without tries."""
    rate = (successes + prior * weight) / (tries + weight)
    return np.where(tries > 0, np.log(rate / (1 - rate)) - np.log(prior / (1 - prior)), 0.0)


def _count(positions: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(positions, minlength=size)
