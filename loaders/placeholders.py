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


def says_vacant(cells: Cells) -> Cells:
    """Which cells say that nobody holds the post; empty ones do not."""
    return pc.fill_null(_is_one_of(cells, _VACANT), False)


def told(cells: Cells) -> Cells:
    """The cells; those that say that something is not told are empty."""
    return _without(cells, _NOT_TOLD)


def named(cells: Cells) -> Cells:
    """Names of people; what only stands in the place of one is empty."""
    return _without(cells, (*_NOT_TOLD, *_VACANT))


def _without(cells: Cells, words: Iterable[str]) -> Cells:
    found = _is_one_of(cells, words)
    return pc.if_else(found, pa.scalar(None, pa.string()), cells) if pc.any(found).as_py() else cells


def _is_one_of(cells: Cells, words: Iterable[str]) -> pa.Array:
    different = flat(cells).dictionary_encode()  # each is looked at once
    return pc.match_substring_regex(different.dictionary, _whole(words)).take(different.indices)
