"""Days and ages, in arrays.

Days are numbers since 1970-01-01. Ages are months of 365.25 / 12 days, never negative.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.definitions import MONTH_DAYS

BEFORE_ALL = np.int64(-(10**9))  # a start that is not known
AFTER_ALL = np.int64(10**9)  # an end that is not known
NEVER = date(1900, 1, 1)  # last day of a post without a first one that was told by mistake: it never was
_EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """The number of a day."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The day of a number."""
    return date.fromordinal(int(number) + _EPOCH)


def spoken(day: date | str) -> str:
    """A day, or its ISO form, as people write it.

    >>> spoken("2026-06-01")
    '1 June 2026'
    """
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{when.day} {when:%B %Y}"


def days(column: pa.ChunkedArray, empty: np.int64) -> np.ndarray:
    """ISO dates as day numbers, int64; ``empty`` where there is none."""
    numbers = pc.cast(pc.cast(column, pa.date32()), pa.int32())
    return pc.fill_null(pc.cast(numbers, pa.int64()), int(empty)).to_numpy()


def months(age_days: np.ndarray) -> np.ndarray:
    """Age in months, never negative."""
    return np.maximum(age_days, 0) / MONTH_DAYS
