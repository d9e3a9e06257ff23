"""Every constant behind a number, in one place, each with its reason. ``VERSION`` names the set.

*Assumption* marks a choice without a source; its order of size matters, not its last digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

VERSION: Final = 4
TOLERANCE: Final = 1e-12  # a number reaches a line if it is at least line - TOLERANCE
MONTH_DAYS: Final = 30.4375  # 365.25 / 12


def reaches(value: float, line: float) -> bool:
    """Whether a number reaches a line, a hair's breadth forgiven."""
    return value >= line - TOLERANCE


@dataclass(frozen=True, slots=True)
class TieKind:
    """How much one kind of evidence is worth, and how fast it fades."""

    name: str
    plain: str  # for people
    known_by: str  # class of a row that names none
    base: float
    half_life: float  # months


# Bases are assumptions; their order matters. Decay: Burt 2002, Navarro et al. 2017. Groups: Newman 2001.
# Events: Ingram & Morris 2007, Boudreau et al. 2017.
TIE_KINDS: Final = (
    TieKind("pilot", "worked on one pilot together", "verified", 0.55, 24),
    TieKind("team", "hold posts in one department", "verified", 0.50, 24),
    TieKind("endorsement", "one recommends the other", "verified", 0.40, 24),
    TieKind("introduction", "an introduction that led to a meeting", "verified", 0.35, 18),
    TieKind("contact", "declared contact", "observed", 0.35, 18),
    TieKind("thread", "mail or call thread", "observed", 0.30, 12),
    TieKind("report", "wrote a report together", "verified", 0.30, 24),
    TieKind("connection", "imported connection", "observed", 0.12, 24),
    TieKind("event", "at one event", "inferred", 0.30, 12),
)
TIE_KIND: Final = {kind.name: number for number, kind in enumerate(TIE_KINDS)}
KIND_CAP: Final = 0.8  # one kind alone never makes a sure tie (assumption)
PILOT_CIRCLE: Final = 5  # people with whom one works closely in a pilot (assumption)
TEAM_CIRCLE: Final = 7  # likewise in a department (assumption)
EVENT_TALKS: Final = {  # conversations that one person has at an event of that format (Boudreau et al. 2017)
    "hackathon": 3.0,
    "roundtable": 2.4,
    "meeting": 2.4,
    "showcase": 1.6,
    "conference": 1.0,
    "webinar": 0.1,
}
EVENT_TALKS_UNKNOWN: Final = 1.0
EVENT_FLOOR: Final = 0.005  # base x share below this is no tie evidence: keeps conferences from making millions of ties
REGISTERED_ONLY: Final = 0.5  # for each of the two who registered and is not known to have come
DECLARED_FREELY: Final = 30  # contacts that one person may declare before each counts less (assumption)
UNDATED_HALF_LIVES: Final = 2  # age of a statement without any date

WARM_TIE: Final = 0.05  # a tie below this is no step of an introduction (assumption)
STRONG_TIE: Final = 0.5
FAIR_TIE: Final = 0.2

# Hop odds, in log-odds: assumptions of a plausible size; Dodds, Muhamad & Watts 2003 imply 0.36 to 0.50 a hop.
ASK_BASE: Final = -0.6
ACCEPT_BASE: Final = -0.9
PER_STRENGTH: Final = 2.0
PER_HELPFULNESS: Final = 0.6
PER_LOAD: Final = 0.35
LOAD_DAYS: Final = 90  # an open request older than this is no load
OPEN_REQUESTS: Final = (
    3  # open with one introducer at most: another would cost 0.35 more of everybody's odds (assumption)
)
HELPFUL_BODY: Final = 0.8
HELPFUL_LARGE_SUPPLIER: Final = -1.2
HELPFUL_OTHERS: Final = -0.4
HELPFUL_SCALE: Final = 1.5  # log-odds of the champion score that count as one of helpfulness
HELPFUL_RANGE: Final = (-2.0, 3.0)
HELPFUL_DOUBT: Final = 3  # pieces of evidence at which half of it is believed

LENGTH_UNIT: Final = 1_000_000  # integer length = round(1e6 * -ln p): float lengths break ties
MAX_INTRODUCERS: Final = 3
OTHER_ROUTES: Final = 3  # routes listed beside a direct tie
MISS_INTRODUCERS: Final = 4  # the closest miss may use one more
NEW_TIE: Final = 0.30  # strength of a tie that a meeting would make
NEW_TIES_SHOWN: Final = 5
EVENT_YEARS: Final = 2  # an event of longer ago says little of who would come to the next one like it (assumption)

GOOD_ODDS, GOOD_TIE = 0.25, 0.2  # bands of a route: odds, and no tie weaker than
FAIR_ODDS, FAIR_ROUTE_TIE = 0.10, 0.1
WARM_PAIR_ODDS, WARM_PAIR_TIE = 0.10, 0.1

# Champion score, in log-odds (section 5). Valente & Pumpuang 2007: nomination beats position.
OUTCOME_FACTOR, OUTCOME_PRIOR, OUTCOME_WEIGHT = 1.3, 0.35, 3.0  # prior success 0.35 worth three pilots: 1.05 / 3
OUTCOME_VALUE: Final = {"contract": 1.0, "completed": 0.5, "stopped": 0.0}
SPONSOR_BESIDE_LEAD: Final = 0.5
ACTIVITY_LED, ACTIVITY_HELD = 0.55, 0.35
ENDORSED_FACTOR: Final = 0.9
SAFEGUARD_STEP: Final = 0.125
SAFEGUARD_RANGE: Final = (-3, 4)
INTRODUCED_FACTOR, INTRODUCED_PRIOR, INTRODUCED_WEIGHT = 0.8, 0.33, 2.0  # 0.66 / 2
LOGGED_REQUEST: Final = 0.5  # a request from memory, beside a tracked one
REACH_FACTOR: Final = 0.45
ENOUGH_EVIDENCE: Final = 3  # rows; with fewer there is "too little on record" instead of a rank
LEVEL_POINTS: Final = {  # how near a post is to the work and to the money at once (assumption)
    "officer": -2.5,
    "manager": 0.0,
    "head": 0.2,
    "director": -0.8,
    "chief_executive": -2.0,
}
RESAMPLES, RESAMPLE_SEED = 200, 20260601  # enough for a range of ranks (Efron & Tibshirani 1993: 50 to 200)

# Grades, sets and connectors (section 5).
OTHER_FUNCTIONS: Final = 2  # functions of colleagues that somebody who opens doors knows, without other evidence
GATEKEEPERS: Final = ("procurement", "data_governance", "digital")
COVER_TIE: Final = 0.2  # a tie over which an officer brings in whoever holds a yes
BRIEFED: Final = 3  # people whom a council can brief in one go (assumption)
CONNECTOR_PAIRS: Final = 200_000  # pairs counted one by one; more are sampled
CONNECTOR_SEED: Final = 20260602

# Stall risk of a pilot, in log-odds (section 7): assumptions; it only puts a list in order, what is shown is the level.
STALL_BASE, STALL_PER_SAFEGUARD = -2.1, 0.8
STALL_NOT_KNOWN: Final = 0.5  # a safeguard of which nothing is said counts half: an empty cell is no accusation
SMALL_GROUP: Final = 5  # groups under so many are merged: of people for all but the council (section 2), of firms

# Network measures (section 5): scaled as in networkx, so that its papers and figures apply.
DAMPING: Final = 0.85  # Brin & Page 1998
PAGERANK_TOLERANCE, PAGERANK_ROUNDS = 1e-12, 1000  # networkx: tol and max_iter
EXACT_PEOPLE: Final = 2_000  # with ties: betweenness of all of them takes a few seconds, of 20,000 minutes
SOURCES: Final = 2_048  # followed beyond that: 64 found a third of the first 50, this many nine of ten and more
STABLE_FIRST: Final = 50  # how many of the first are compared when two samples are
MEASURES_SEED: Final = 20_260_601  # any number would do; a fixed one gives everybody the same answer


SECOND_BRIDGE: Final = 0.50  # strength of the tie that would guard against somebody's leaving
BRIDGES_SHOWN: Final = 5
BRIDGE_CELLS: Final = 30_000_000  # all ties are tried if askers x ends inside x ends outside x makers are no more
BRIDGE_ENDS: Final = 20  # else so many ends on each side: asked by most outsiders, best placed to go on inside

# Pockets (section 6). Shuffled labels: the lines are assumptions, the correction is that of Benjamini & Hochberg 1995.
POCKET_RUNS: Final = 2_000  # p then has a standard error of 0.007 at the line
POCKET_P: Final = 0.1
POCKET_SEED: Final = 2026  # of all shufflings, joined to the council's id
POCKET_MONTHS: Final = 24  # a pilot that ended, or an event, longer ago shows nothing of today
POCKET_INNOVATORS, POCKET_OTHERS, POCKET_TIES = 3, 8, 10  # fewer on record than any of these is not enough

# Events (section 7).
EVENT_LISTS: Final = 20_000  # all lists that meet the rules are weighed if they are no more
EVENT_SHOWN: Final = 3
EVENT_CANDIDATES: Final = 400  # of whom every pair is weighed; of more, those in most useful triples
EVENT_SEEDS, EVENT_COST_SEEDS = 30, 6  # pairs from which lists grow; fewer to see what one rule costs (assumption)
EVENT_RANDOM_LISTS: Final = 500  # of which the mean is taken where not all are weighed
EVENT_SEED: Final = 20_260_601
MEET_TIES: Final = 3  # warm ties that both have who should meet
BRIDGE_HOPS: Final = 2  # a bridge of a silo is worth the pairs that it brings within one introducer


# Next council (section 7): how far back something is of today, and what a pilot that still runs is worth beside one
# that became a contract (both assumptions).
RECENT_MONTHS: Final = 36
RUNNING_COUNTS: Final = 0.5

# Access (section 7): years from which a firm is of the next age (assumption, as the Office for National Statistics
# counts survival at five years).
AGES: Final = (2, 5, 10)


def band(odds: float, weakest_tie: float) -> str:
    """The band of a route: good, fair or long shot; odds are never shown as percentages."""
    if reaches(odds, GOOD_ODDS) and reaches(weakest_tie, GOOD_TIE):
        return "good"
    return "fair" if reaches(odds, FAIR_ODDS) and reaches(weakest_tie, FAIR_ROUTE_TIE) else "long shot"


def strength_word(strength: float) -> str:
    """A tie's strength in words."""
    if reaches(strength, STRONG_TIE):
        return "strong"
    return "fair" if reaches(strength, FAIR_TIE) else "weak"


# Who leads digital and innovation where no officer of that function is on record (section 8): the nearest function
# first. An assumption; further functions are not near, so "not known" comes next.
NEAREST: Final = {
    "innovation": (
        ("digital", "what is new mostly comes as a digital service"),
        ("executive", "without either, change is led from the top"),
    ),
    "digital": (
        ("innovation", "who changes services mostly changes their systems"),
        ("data_governance", "who answers for data knows the systems that hold it"),
        ("executive", "without either, change is led from the top"),
    ),
}
