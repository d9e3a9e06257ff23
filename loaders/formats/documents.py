"""JSON files of other programs: each is known by its keys, made a table, and read as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from loaders.formats.table import TableFormat
from loaders.reading import Defaults, InputFile, Reading
from loaders.records import Json, beginning_of_json, json_document
from loaders.sheet import Sheet


@dataclass(frozen=True)
class JsonFormat:
    """The keys that together are its mark, and how it becomes a table."""

    signs: tuple[str, ...]
    table: TableFormat
    sheet: Callable[[str, Json, list[str]], Sheet]  # name of the file, what it holds, notes; InputError if it cannot


class JsonSource:
    """Reads these formats."""

    name = "documents"

    def __init__(self, formats: Sequence[JsonFormat]) -> None:
        self._formats = formats

    def recognises(self, file: InputFile) -> bool:
        """Whether the beginning is JSON with all keys of one format."""
        return self._format(file) is not None

    def read(self, file: InputFile, defaults: Defaults) -> Iterable[Reading]:
        """One reading. InputError if it is no JSON; NeededError if only the user can say what is missing."""
        known = self._format(file)
        if known is not None:
            found, notes = json_document(file)
            yield known.table.reading(known.sheet(file.name, found, notes), defaults)

    def _format(self, file: InputFile) -> JsonFormat | None:
        text = beginning_of_json(file)
        return next((one for one in self._formats if text and all(f'"{sign}"' in text for sign in one.signs)), None)
