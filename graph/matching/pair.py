"""Two people or two organisations that may be one, with what speaks for it and against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Verdict = Literal["same", "open"]
_ASKED: Final = 5  # open questions about one person or organisation: more than a handful nobody answers


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ids, the lower one first. "same": sure. "open": a person should look. Reasons are whole sentences."""

    one: str
    other: str
    verdict: Verdict
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]
    likeness: float  # 0 to 1: orders open questions, decides nothing


def handful(pairs: Iterable[Pair]) -> list[Pair]:
    """All sure pairs, and of the open ones for each id the likest few; by ids, so that the order is total."""
    asked: dict[str, int] = defaultdict(int)
    kept = []
    for pair in sorted(pairs, key=lambda p: (p.verdict != "same", -round(p.likeness, 12), p.one, p.other)):
        if pair.verdict == "open":
            if max(asked[pair.one], asked[pair.other]) >= _ASKED:
                continue
            asked[pair.one] += 1
            asked[pair.other] += 1
        kept.append(pair)
    return sorted(kept, key=lambda p: (p.one, p.other))
