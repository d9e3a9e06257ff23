"""Which council next for one firm, over all councils, beside one single-source pass of scipy over the whole graph."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from bench.figures import Figure, beside, span
from bench.region import AS_AT, SOURCE, VIEWER
from bench.setting import Setting
from graph.next_council import Ranked, candidates, ranked, ways
from graph.scene import Scene, Viewpoint, see
from graph.similar_councils import Similar
from graph.snapshot import Snapshot
from graph.statements import Batch, batch

THEMES = "highways", "waste", "care"  # the first is that of the region's pilots
LARGE = 100_000  # on smaller graphs a pass takes less than reading a table
PASSES = 100  # that it may cost; with the headline beside it at most 200
EQUAL = 1.0, 1.0, 1.0, 1.0


def next_council(setting: Setting) -> Iterator[Figure]:
    """The firm with most people in post; everything from its triples to the order counts."""
    snapshot = setting.snapshot
    told, firm = _market(setting)
    ours, one_pass, passes = beside(
        partial(_ranked, setting, told, firm), partial(_pass, _lengths(snapshot)), min(setting.repeats, 3)
    )
    found = _ranked(setting, told, firm)
    yield Figure(
        "next council",
        f"next council for the firm with most people, {len(found.candidates):,} councils, 2 searches",
        span(ours),
        f"scipy, one source, all {len(snapshot.ids):,} people: {span(one_pass)}",
        passes,
        PASSES if setting.size >= LARGE else None,
        "passes",
    )


def _ranked(setting: Setting, told: Scene, firm: str) -> Ranked:
    whole, snapshot = setting.whole, setting.snapshot
    there = ways(whole, snapshot, told, firm)
    return ranked(candidates(whole, told, Similar(whole, snapshot), firm, there), EQUAL)


def _market(setting: Setting) -> tuple[Scene, str]:
    """Offers of all firms, a challenge at every other council, one framework; and the largest of the firms."""
    posts = setting.whole.posts
    ids = setting.whole.scene.things("organisations").column("organisation_id").to_pylist()
    kinds = setting.whole.scene.things("organisations").column("kind").to_pylist()
    firms = [place for place, kind in enumerate(kinds) if kind == "sme"]
    councils = [id for id, kind in zip(ids, kinds, strict=True) if kind == "council"]
    staff = np.bincount(posts.organisation[posts.current], minlength=len(ids))
    largest = ids[max(firms, key=lambda place: (int(staff[place]), -place))]
    rows = {
        "offers": [{"organisation_id": ids[place], "theme": THEMES[place % len(THEMES)]} for place in firms]
        + [{"organisation_id": largest, "theme": theme} for theme in THEMES],
        "challenges": [
            {"challenge_id": f"C{n}", "organisation_id": council, "theme": THEMES[n % len(THEMES)]}
            for n, council in enumerate(councils[::2])
        ],
        "frameworks": [{"framework_id": "F", "name": "Invented framework"}],
        "framework_members": [
            {"framework_id": "F", "organisation_id": organisation, "role": role}
            for organisation, role in ((largest, "supplier"), *((council, "buyer") for council in councils[::3]))
        ],
    }
    common = {"source": SOURCE, "visibility": "open", "owner": VIEWER}
    more = [batch(kind, [{**row, **common} for row in told]) for kind, told in rows.items()]
    seen = [
        Batch(kind, table) for kind, table in setting.whole.scene.rows.items() if kind in ("organisations", "people")
    ]
    return see([*seen, *more], Viewpoint(VIEWER, AS_AT, AS_AT)), largest


def _lengths(snapshot: Snapshot) -> csr_array:
    warm = snapshot.warm
    people = len(snapshot.ids)
    return csr_array((warm.ask.astype(float), warm.neighbour, warm.ptr), shape=(people, people))


def _pass(lengths: csr_array) -> None:
    dijkstra(lengths, indices=int(np.argmax(np.diff(lengths.indptr))))
