"""Amounts as people and programs write them, as exact pence."""

from __future__ import annotations

import re
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from loaders.columns import Cells, each, flat

ONE_SPELLING: Final = r"^(?:0|[1-9]\d{0,11})(?:\.\d?[1-9])?$"  # of an amount above nothing: that of ``pounds``
_PLAIN: Final = r"^-?\d{1,12}(?:\.\d{1,2})?$"
_AMOUNT = re.compile(r"(\()?([-+−])?\s*£?\s*([-+−])?(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d*))?\)?")
_MINUS: Final = ("-", "−")


def pence(text: str) -> int | None:
    """The amount in pence; None if it is none, or not to be read for sure. Brackets mean less than nothing.

    >>> [pence(text) for text in ("1,234.50", "£12", "(280.01)", "-0.5", "−3", "12.345", "1.234,50", "NaN", "1e5")]
    [123450, 1200, -28001, -50, -300, 1235, None, None, None]
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or (found[1] is not None) != text.strip().endswith(")"):
        return None
    whole, rest = int(found[4].replace(",", "")), (found[5] or "").ljust(3, "0")
    size = whole * 100 + int(rest[:2]) + (rest[2] >= "5")
    return -size if found[1] or found[2] in _MINUS or found[3] in _MINUS else size


def in_pounds(amounts: pa.ChunkedArray) -> Cells:
    """The same as ``pounds`` of a whole column of pence."""
    figures = pc.utf8_lpad(pc.cast(pc.abs(flat(amounts)), pa.string()), 3, "0")
    whole, rest = pc.utf8_slice_codeunits(figures, 0, -2), pc.utf8_slice_codeunits(figures, -2)
    text = pc.utf8_rtrim(pc.utf8_rtrim(pc.binary_join_element_wise(whole, rest, "."), "0"), ".")
    return pc.if_else(pc.less(flat(amounts), 0), pc.binary_join_element_wise("-", text, ""), text)


def in_pence(cells: Cells) -> Cells:
    """The same of a whole column; digits and a point alone are quick."""
    plain = pc.match_substring_regex(cells, _PLAIN)
    exact = pc.cast(pc.if_else(plain, cells, None), pa.float64())  # up to 14 digits, of which a float holds 15
    made = pc.cast(pc.round(pc.multiply(exact, 100)), pa.int64())
    others = pc.and_kleene(pc.is_valid(cells), pc.invert(plain))
    if not pc.any(others).as_py():
        return made
    return pc.replace_with_mask(made, others, pc.cast(each(cells.filter(others), _pence_as_text), pa.int64()))


def _pence_as_text(text: str) -> str | None:
    found = pence(text)
    return None if found is None else str(found)


def pounds(amount: int) -> str:
    """Pence as the text of a number.

    >>> pounds(123450), pounds(-28001), pounds(5)
    ('1234.5', '-280.01', '0.05')
    """
    whole, rest = divmod(abs(amount), 100)
    text = f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{text}" if amount < 0 else text
