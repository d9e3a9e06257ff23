"""Every council judged with its 2,000 shufflings, and the page of the largest council once that is done."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from bench.champions import weighted
from bench.figures import Figure, beside, seconds, span
from bench.setting import Setting
from graph import pockets
from graph.view import view
from queries import silos as question


def silos(setting: Setting) -> Iterator[Figure]:
    """All councils at once, beside one weighted search of networkx; then what the page of a council waits for."""
    people, source = weighted(setting.snapshot)
    ours, yardstick, ratio = beside(
        lambda: pockets.silos(setting.whole),
        lambda: nx.single_source_dijkstra_path_length(people, source, weight="length"),
        min(setting.repeats, 3),
    )
    found = pockets.silos(setting.whole).findings
    tested = [one for one in found if one.enough]
    officers = sum(one.officers for one in tested)
    yield Figure(
        "silos",
        f"{len(found)} councils judged, {len(tested)} of them with enough on record (2,000 shufflings each, "
        f"{officers:,} officers), once for each view",
        span(ours),
        f"networkx, one source, weighted: {span(yardstick)}",
        ratio,
    )
    largest = max(found, key=lambda one: one.officers)
    own = view(setting.store, largest.council, setting.whole.scene.viewpoint.as_at)
    own.__dict__.update(whole=setting.whole)  # everything in the region is open: each viewer sees the same
    first = seconds(lambda: own.silos)
    waited = seconds(lambda: question.ask(own, largest.council), setting.repeats)
    yield Figure(
        "silos",
        f"the answer for the largest council ({largest.officers:,} officers, {largest.ties:,} ties), the others judged",
        span(waited),
        f"judging them: {span(first)}",
        waited,
        2,
        "s",
    )
