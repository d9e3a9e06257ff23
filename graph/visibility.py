"""How visible is each person: talks, events, ties and place in the network? Shown beside a score, never in it.

In planted worlds every centrality loses to the champion score by four times: it finds who is seen everywhere, not who
opens doors (definitions, section 5, part 8).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from graph import definitions as d
from graph.measures import degree, pagerank, path_measures
from graph.scene import Scene
from graph.snapshot import Snapshot


@dataclass(frozen=True)
class Visibility:
    """Figures by position in ``scene.people``."""

    talks: np.ndarray  # events at which they spoke
    events: np.ndarray  # events that they attended, in any role but registered alone
    degree: np.ndarray  # warm ties
    pagerank: np.ndarray
    betweenness: np.ndarray | None  # None where too many people have ties for an exact figure in a few seconds


def visibility(scene: Scene, snapshot: Snapshot) -> Visibility:
    """Count for everybody; linear in attendances and ties but for betweenness."""
    ties = snapshot.warm
    tied = degree(ties)
    exact = np.count_nonzero(tied) <= d.EXACT_PEOPLE
    return Visibility(
        talks=_events(scene, lambda role: role == "speaker"),
        events=_events(scene, lambda role: role != "registered"),
        degree=tied,
        pagerank=pagerank(ties),
        betweenness=path_measures(ties).betweenness if exact else None,
    )


def _events(scene: Scene, counts: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """How many different events each person is listed at in a role that counts."""
    rows = scene.rows["attendance"]
    which = counts(np.array(rows.column("role").to_pylist(), dtype=object))
    person = scene.numbers(rows.column("person_id"))[which].astype(np.int64)
    event = pc.index_in(rows.column("event_id"), value_set=pc.unique(rows.column("event_id"))).to_numpy()[which]
    pairs = np.unique(person * max(len(rows), 1) + event)
    return np.bincount(pairs // max(len(rows), 1), minlength=len(scene.people))
