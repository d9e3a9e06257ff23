"""Which of several people is nearest to a team, and what is the way there?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graph.best_routes import best_routes
from graph.routes import Route, between
from graph.snapshot import Snapshot

_Order = tuple[int, int, tuple[int, ...]]  # the order of routes, with people as positions


def nearest(snapshot: Snapshot, team: Iterable[str], targets: Iterable[str]) -> Route | None:
    """The first route, in the order of routes, from anybody of the team to any of the targets; None without one.

    A direct tie is a route and not preferred. People who are not in the snapshot have none. One pass outwards from each
    target, whatever the size of the team.
    """
    number = snapshot.number
    asks = snapshot.mask([number[person] for person in team if person in number])
    firsts = [_first(snapshot, number[target], asks) for target in sorted(set(targets)) if target in number]
    found = min((first for first in firsts if first is not None), default=None)
    if found is None:
        return None
    asker, *_, target = found[2]
    return between(snapshot, snapshot.ids[asker], snapshot.ids[target]).best


def _first(snapshot: Snapshot, target: int, asks: np.ndarray) -> _Order | None:
    best = best_routes(snapshot, target, asks)
    routes = []
    for asker, total, via in zip(best.asker.tolist(), best.total.tolist(), best.via.tolist(), strict=True):
        between_them = [person for person in via if person >= 0]
        routes.append((total, len(between_them), (asker, *between_them, target)))
    return min(routes, default=None)
