"""A table layout of another program: how it is known, and what its rows say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from loaders.draft import Draft
from loaders.reading import Defaults, Reading
from loaders.sheet import Sheet


@dataclass(frozen=True)
class TableFormat:
    """Columns that together are its mark, what is private in it, and how it is read."""

    name: str  # how reports call it, such as linkedin_connections
    title: str  # how people call it, and what its statements name as their source
    marks: tuple[frozenset[str], ...]  # sets of columns in lower case; all of one set must be there
    read: Callable[[Draft], None]
    private: tuple[str, ...] = ()  # patterns of columns that are dropped at the door

    def fits(self, header: frozenset[str]) -> int:
        """How many columns of a mark it has, all of them; 0 if it is not this format."""
        return max((len(mark) for mark in self.marks if mark <= header), default=0)

    def reading(self, sheet: Sheet, defaults: Defaults) -> Reading:
        """The rows of a sheet. NeededError if only the user can say what is missing."""
        draft = Draft(sheet, self.name, self.title, defaults, self.dropped(sheet.header))
        self.read(draft)
        return draft.finish()

    def dropped(self, header: Sequence[str]) -> Sequence[str]:
        """Patterns of the columns that are dropped at the door from a table with this header."""
        return self.private


def mark(*columns: str) -> frozenset[str]:
    """Columns as a mark."""
    return frozenset(column.casefold() for column in columns)


def format_of(header: Iterable[str], formats: Sequence[TableFormat]) -> TableFormat | None:
    """The format whose mark these columns carry, the one with most columns in it; None if there is none."""
    names = frozenset(name.strip().casefold() for name in header)
    best = max(formats, key=lambda one: one.fits(names), default=None)
    return best if best is not None and best.fits(names) else None
