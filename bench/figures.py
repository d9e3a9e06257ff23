"""One measured figure beside its yardstick, and how it is timed and shown."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured against what, in the same run; a line is the largest ratio (or number) allowed."""

    name: str  # the benchmark's name, as --only takes it
    what: str
    ours: str
    yardstick: str
    value: float  # a ratio, or a plain number where ``unit`` names one
    line: float | None = None  # None: nothing is required
    unit: str = ""  # empty: a ratio
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the line is met; None without one."""
        return None if self.line is None else self.value <= self.line


@dataclass(frozen=True, slots=True)
class Skipped:
    """A benchmark that could not run here, and why, as a sentence."""

    name: str
    why: str


def seconds(act: Callable[[], object], repeats: int = 1, *, before: Callable[[], object] | None = None) -> float:
    """Median time of an act over some repeats; ``before`` runs ahead of each and is not counted."""
    times = []
    for _ in range(repeats):
        if before:
            before()
        gc.collect()
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def beside(
    ours: Callable[[], object],
    yardstick: Callable[[], object],
    repeats: int,
    *,
    before: Callable[[], object] | None = None,
) -> tuple[float, float, float]:
    """Median times of both, and the median of their ratios: in turns, so that a busy machine slows both."""
    times = np.array([(seconds(yardstick), seconds(ours, before=before)) for _ in range(repeats)])
    other, own = np.median(times, axis=0)
    return float(own), float(other), float(np.median(times[:, 1] / times[:, 0]))


def each(act: Callable[..., object], cases: list[tuple[object, ...]]) -> np.ndarray:
    """Time of each call, in seconds."""
    times = np.zeros(len(cases))
    for place, case in enumerate(cases):
        start = time.perf_counter()
        act(*case)
        times[place] = time.perf_counter() - start
    return times


def span(time_s: float) -> str:
    """A time in a unit that suits it."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("us", 1e6)):
        if time_s * factor >= 1 or unit == "us":
            return f"{time_s * factor:.3g} {unit}"
    raise AssertionError


def ratio(value: float, unit: str = "") -> str:
    """A ratio below one half as 1/n, else as a multiple; with a unit, the plain number."""
    if unit:
        return f"{value:.3g} {unit}"
    return f"1/{1 / value:.0f}" if 0 < value < 0.5 else f"{value:.2f} times"
