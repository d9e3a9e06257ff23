"""The headline and an event plan on the whole graph: beside single-source passes of scipy, and beside random lists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pyarrow as pa
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from bench.figures import Figure, beside, span
from bench.setting import Setting
from graph import definitions as d
from graph.event_plan import Lists, Planner
from graph.event_value import pair_values
from graph.snapshot import Snapshot
from graph.triples import Triples, reached, useful_triples

TRIPLES, PASSES = 20_000, 100  # the headline; with the next council beside it at most 200 passes
GUESTS, SEATS, PLANNED = 200, 30, 400
PLAN_PASSES = 55  # 5 seconds on two cores that do nothing else, where a pass takes 91 ms
BETTER = 2.5  # how many times a random list a plan is worth at least
LARGE = 100_000  # on smaller graphs a pass takes less than reading a table


def events(setting: Setting) -> Iterator[Figure]:
    """The triples of as many firms as make 20,000 with all councils; a plan for people of 400 of them."""
    snapshot, triples = setting.snapshot, _triples(setting)
    lengths = csr_array((snapshot.warm.ask.astype(float), snapshot.warm.neighbour, snapshot.warm.ptr))
    one_pass = partial(dijkstra, lengths, indices=0)
    ours, yardstick, passes = beside(partial(reached, triples, snapshot), one_pass, min(setting.repeats, 3))
    yield Figure(
        "events",
        f"the headline over {len(triples):,} useful triples",
        span(ours),
        f"scipy, one source, all {len(snapshot.ids):,} people: {span(yardstick)}",
        passes,
        PASSES if setting.size >= LARGE else None,
        "passes",
    )
    some, people = _room(triples)
    plan = partial(_plan, snapshot, some, people)
    ours, yardstick, passes = beside(plan, one_pass, min(setting.repeats, 3))
    line = setting.size >= LARGE
    yield Figure(
        "events",
        f"a plan for {len(people)} candidates, {min(SEATS, len(people))} seats, {len(some)} useful triples",
        span(ours),
        f"the same pass: {span(yardstick)}",
        passes,
        PLAN_PASSES if line else None,
        "passes",
    )
    found = plan()
    best, mean = found.best[0].value, found.mean
    worth, random = f"worth {best:.3g}", f"random lists, {mean:.3g}"
    share = mean / best if best else 1.0
    yield Figure("events", "the same plan", worth, random, share, 1 / BETTER if line else None)


def _triples(setting: Setting) -> Triples:
    """Offers of the first firms on one theme: with the budgets of the region each is useful at every council."""
    table = setting.whole.scene.things("organisations").select(["organisation_id", "kind"])
    told = zip(*(column.to_pylist() for column in table.columns), strict=True)
    firms = [id for id, kind in told if kind == "sme"]
    councils = max(1, len(np.unique(setting.whole.posts.organisation[setting.whole.posts.with_budget])))
    chosen = firms[: max(1, TRIPLES // councils)]
    return useful_triples(setting.whole, pa.table({"organisation_id": chosen, "theme": ["highways"] * len(chosen)}))


def _room(triples: Triples) -> tuple[Triples, np.ndarray]:
    """Some of the triples, and people of their firms and desks, half of each where there are enough."""
    chance = np.random.default_rng(d.EVENT_SEED)
    which = np.zeros(len(triples), bool)
    which[chance.choice(len(triples), min(PLANNED, len(triples)), replace=False)] = True
    some = triples.only(which)
    staff = np.unique(np.concatenate([some.staff.members(firm) for firm in np.unique(some.firm)]))
    holders = np.unique(np.concatenate([some.holders.members(desk) for desk in np.unique(some.desk)]))
    drawn = [chance.permutation(group)[: GUESTS // 2] for group in (staff, np.setdiff1d(holders, staff))]
    return some, np.sort(np.concatenate(drawn))


def _plan(snapshot: Snapshot, triples: Triples, people: np.ndarray) -> Lists:
    value = pair_values(snapshot, triples, reached(triples, snapshot), people)
    return Planner(value, min(SEATS, len(people))).lists(())
