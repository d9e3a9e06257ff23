"""Which councils' innovators know fewer in operations and with budgets than chance alone would give?

A *pocket* is active, has enough on record, and has fewer cross ties than 2,000 shufflings of the joint label
{innovator, other side, rest} inside the council would give, after Benjamini & Hochberg 1995 over the councils with
enough on record (definitions, section 6). All counts are integers, so nothing depends on the order of sums or the
number of threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow.compute as pc
from scipy.sparse import csr_matrix

from graph import definitions as d
from graph.days import AFTER_ALL, day_number, days, months
from graph.derived import Derived
from graph.silos import INNOVATOR, OTHER_SIDE, Councils, Officers, by_chance, councils

AT_ONCE = 1 << 22  # labels shuffled at once: 32 MB
LABEL = np.uint64(3)  # the two bits of a key that carry a label


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found about one council; p and adjusted p only with enough on record."""

    council: str
    officers: int
    innovators: int
    other_side: int
    ties: int
    cross_ties: int
    by_chance: float  # cross ties expected if labels were shuffled
    per_innovator: float | None  # without the best-connected innovator; None with fewer than two
    active: bool
    enough: bool
    p: float | None = None
    adjusted: float | None = None

    @property
    def pocket(self) -> bool:
        """Active, enough on record, and the adjusted p below the line."""
        return self.active and self.adjusted is not None and not d.reaches(self.adjusted, d.POCKET_P)


@dataclass(frozen=True)
class Silos:
    """Every council's officers and ties, and what is found about each council, in the order of ``councils.ids``."""

    councils: Councils
    findings: tuple[Finding, ...]


def silos(derived: Derived) -> Silos:
    """All councils of a view; the cost is that of the shufflings, some milliseconds a council."""
    all_councils, lively = councils(derived), _active_people(derived)
    findings = []
    for number, council in enumerate(all_councils.ids):
        officers = all_councils.of(number)
        found = _counted(council, officers, lively[officers.people])
        findings.append(replace(found, p=_p(council, officers)) if found.enough else found)
    return Silos(all_councils, tuple(_adjusted(findings)))


def _counted(council: str, officers: Officers, lively: np.ndarray) -> Finding:
    innovators, other = officers.on(INNOVATOR), officers.on(OTHER_SIDE)
    cross, ties = int(officers.cross.sum()), len(officers.a)
    return Finding(
        council=council,
        officers=len(officers),
        innovators=len(innovators),
        other_side=len(other),
        ties=ties,
        cross_ties=cross,
        by_chance=by_chance(officers, len(innovators), len(other)),
        per_innovator=_without_best(officers) / (len(innovators) - 1) if len(innovators) > 1 else None,
        active=bool(lively[innovators].any()),
        enough=len(innovators) >= d.POCKET_INNOVATORS
        and len(officers) - len(innovators) >= d.POCKET_OTHERS
        and ties >= d.POCKET_TIES,
    )


def _without_best(officers: Officers) -> int:
    """Cross ties of all innovators but the one who has most."""
    ends = np.r_[officers.a[officers.cross], officers.b[officers.cross]]
    each = np.bincount(ends, minlength=len(officers))[officers.side == INNOVATOR]
    return int(each.sum() - each.max(initial=0))


def _active_people(derived: Derived) -> np.ndarray:
    """Who is named in a pilot, or is on the list of an event, no older than the line; undated ones do not count."""
    scene, pilots = derived.scene, derived.pilots
    active = np.zeros(len(scene.people), bool)
    recent = pilots.running | (pilots.ended & (pilots.age <= d.POCKET_MONTHS + d.TOLERANCE))
    active[pilots.person[recent[pilots.pilot]]] = True
    events, rows = scene.things("events"), scene.rows["attendance"]
    on = days(events.column("on"), AFTER_ALL)
    age = np.where(on < AFTER_ALL, months(day_number(scene.viewpoint.as_at) - on), np.inf)
    event = pc.index_in(rows.column("event_id"), value_set=events.column("event_id").combine_chunks()).to_numpy()
    active[scene.numbers(rows.column("person_id"))[(age <= d.POCKET_MONTHS + d.TOLERANCE)[event]]] = True
    return active


def _p(council: str, officers: Officers) -> float:
    """Share of shufflings with no more cross ties than there are, (1 + hits) / (1 + runs); the seed goes by council."""
    observed, size = _without_best(officers), len(officers)
    ties = officers.ties
    small = np.min_scalar_type(int(np.diff(ties.ptr).max()))  # counts fit, and the smaller they are the faster
    knows = csr_matrix((np.ones(len(ties.neighbour), small), ties.neighbour, ties.ptr), shape=(size, size))
    hits = 0
    for side in _shuffled(council, officers.side):
        cross = knows @ (side == OTHER_SIDE).astype(small)
        cross *= side == INNOVATOR
        hits += int((cross.sum(axis=0, dtype=np.int64) - cross.max(axis=0) <= observed).sum())
    return (1 + hits) / (1 + d.POCKET_RUNS)


def _shuffled(council: str, side: np.ndarray) -> Iterator[np.ndarray]:
    """The labels in random order, officers x runs, some runs at a time: random keys that carry a label, sorted."""
    bits = np.random.SFC64(np.random.SeedSequence([d.POCKET_SEED, *council.encode()]))
    label, left = side.astype(np.uint64), d.POCKET_RUNS
    while left:
        runs = min(left, max(1, AT_ONCE // len(side)))
        keys = bits.random_raw(runs * len(side)).reshape(runs, len(side))
        keys &= ~LABEL
        keys |= label
        keys.sort(axis=1)
        yield np.ascontiguousarray((keys & LABEL).astype(np.int8).T)
        left -= runs


def _adjusted(findings: list[Finding]) -> Iterator[Finding]:
    """The same with p adjusted for how many councils were tested."""
    p = np.array([np.nan if found.p is None else found.p for found in findings])
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    adjusted = dict(zip(order.tolist(), np.minimum.accumulate(scaled[::-1])[::-1].tolist(), strict=True))
    for place, found in enumerate(findings):
        yield replace(found, adjusted=min(1.0, adjusted[place])) if place in adjusted else found
