"""Words that stand in the place of a name: the post is vacant, or who holds it is not told.

Only a whole cell counts, whatever its capitals and signs, so that "Vacant Smith" stays a name.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from loaders.columns import Cells, flat

_SIGN = r"[\s\pP\pS]"
_VACANT = ("vacant", "vacancy", "vacant post", "post vacant", "vacant position", "position vacant", "currently vacant")
_NOT_TOLD = (
    "",  # signs alone, such as "-"
    *("n a", "n d", "t b a", "t b c", "t b d", "none", "unknown", "redacted", "withheld"),
    *("not applicable", "not disclosed", "not known", "name redacted", "name withheld"),
    *("to be announced", "to be appointed", "to be confirmed", "to be determined"),
)


def _whole(words: Iterable[str]) -> str:
    """A pattern of cells that hold one of these and nothing else; signs may stand anywhere between their parts."""
    spelt = "|".join(word.replace(" ", f"{_SIGN}*") for word in words)
    return f"(?i)^{_SIGN}*(?:{spelt}){_SIGN}*$"


def says_vacant(names: Cells) -> Cells:
    """Which cells say that nobody holds the post; empty ones do not."""
    return pc.fill_null(_is_one_of(names, _VACANT), False)


def named(names: Cells) -> Cells:
    """Names of people; what only stands in the place of one is empty."""
    return _without(names, _is_one_of(names, (*_NOT_TOLD, *_VACANT)))


def told(cells: Cells) -> Cells:
    """The cells; those that say that something is not told are empty. Quick where few are different, unlike names."""
    different = flat(cells).dictionary_encode()
    return _without(cells, _is_one_of(different.dictionary, _NOT_TOLD).take(different.indices))


def _is_one_of(cells: Cells, words: Iterable[str]) -> pa.Array:
    return pc.match_substring_regex(cells, _whole(words))


def _without(cells: Cells, which: pa.Array) -> Cells:
    return pc.if_else(which, pa.scalar(None, pa.string()), cells) if pc.any(which).as_py() else cells
