"""How visible is each person: talks, events, ties and place in the network? Shown beside a score, never in it.

In planted worlds every centrality loses to the champion score by four times: it finds who is seen everywhere, not who
opens doors (definitions, section 5, part 8).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from graph.derived import Derived


@dataclass(frozen=True)
class Visibility:
    """Figures by position in ``scene.people``."""

    talks: np.ndarray  # events at which they spoke
    events: np.ndarray  # events that they attended, in any role but registered alone
    degree: np.ndarray  # warm ties


def visibility(derived: Derived) -> Visibility:
    """Count for everybody; linear in attendances and ties."""
    scene, ties = derived.scene, derived.ties
    rows, people = scene.rows["attendance"], len(scene.people)
    person = scene.numbers(rows.column("person_id")).astype(np.int64)
    event = pc.index_in(rows.column("event_id"), value_set=pc.unique(rows.column("event_id"))).to_numpy()
    role = rows.column("role")
    came = ~pc.equal(role, "registered").fill_null(False).to_numpy()
    spoke = pc.equal(role, "speaker").fill_null(False).to_numpy()

    def different(which: np.ndarray) -> np.ndarray:
        """How many different events of these rows each person has."""
        pairs = np.unique(person[which] * len(rows) + event[which])
        return np.bincount(pairs // max(len(rows), 1), minlength=people)

    warm = ties.warm
    degree = np.bincount(ties.a[warm], minlength=people) + np.bincount(ties.b[warm], minlength=people)
    return Visibility(different(spoke), different(came), degree)
