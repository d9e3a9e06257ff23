"""A row that was not loaded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row that was not loaded: where it stands, what is wrong, and how to mend it."""

    file: str
    row: int  # the header is row 1
    column: str | None
    value: str | None
    reason: str  # a sentence: "high" is not a number.
    remedy: str  # a sentence: Enter a number above 0 and up to 0.8, such as 0.3.

    def __str__(self) -> str:
        where = f"{self.file}, row {self.row}" + (f", column {self.column}" if self.column else "")
        return f"{where}: {self.reason} {self.remedy}"
