"""What a loader hands on: statements with their rows, and every row that it could not use, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from graph.errors import InputError
from graph.statements import Batch
from loaders.rejection import Rejection

if TYPE_CHECKING:
    from loaders.sheet import Sheet


Need = Literal["visibility", "owner", "holder", "event"]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a file does not say and only the user knows."""

    need: Need
    file: str
    words: str


class NeededError(InputError):
    """Files do not say what only the user knows; it is asked once, and nothing is guessed."""

    def __init__(self, *asks: Ask) -> None:
        """What is needed, file by file."""
        files: dict[tuple[str, str], list[str]] = {}  # what is said of a file -> the files of which it is said
        for ask in asks:
            begin, _, rest = ask.words.partition(ask.file)
            files.setdefault((begin, rest), []).append(ask.file)
        super().__init__(" ".join(f"{begin}{_first(named)}{rest}" for (begin, rest), named in files.items()))
        self.asks = asks


def _first(files: Sequence[str]) -> str:
    """The first of these files, and how many more there are."""
    first, *more = dict.fromkeys(files)
    return f"{first} (and {len(more)} more)" if more else first


@dataclass(frozen=True, slots=True)
class EventTold:
    """Which event a list of people belongs to, as the user says it."""

    name: str
    on: date | None = None
    format: str | None = None  # one of vocabulary.EVENT_FORMATS
    organiser: str | None = None  # id or name of an organisation


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file as the user gave it: its name as text (never used as a path) and its bytes."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that came out of one file.

    ``rows_read`` counts the rows of data. A row may give several statements (of several kinds) or none; their ``row``
    says which it was. Loaded + merged + rejected = rows read is counted from these numbers: a row is rejected if a
    rejection names it, loaded if one of its statements was new to the store, merged (known already) otherwise.
    ``rejected_rows`` holds the raw cells of rejected rows, header first, so that they can be mended and loaded again.
    """

    file: str
    kind: str  # what the file was taken for: a kind of graph.statements, or "ocds"
    rows_read: int
    batches: tuple[Batch, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    notes: tuple[str, ...] = ()  # what the user should know: encoding, unknown columns, names read as councils
    rejected_rows: tuple[tuple[str, ...], ...] = ()
    sheet: Sheet | None = field(default=None, repr=False)  # where it is a table: gives raw cells of rows rejected later
    left_out: str | None = None  # a sentence: why nothing of this part of a file was read
    must_mend: bool = False  # with left_out: it is one of our files, and somebody should mend it
    names_found: bool = False  # organisations are named, not numbered: a name that is not on record becomes one
    exported: bool = False  # its rows are statements as a store held them (``loaders.exported``)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the user was asked once, for files that leave the column out."""

    visibility: str | None = None  # None: refuse to guess
    owner: str | None = None
    audience: tuple[str, ...] = ()
    shared_until: date | None = None
    licence: str | None = None
    holder: str | None = None  # person whose address book, connections or messages these are: id
    holder_name: str | None = None  # what the record calls the holder: it tells his or her own messages apart
    events: Mapping[str, EventTold] = field(default_factory=dict)  # file name -> its event; "": of any other file

    def common(self, source: str) -> dict[str, str | None]:
        """The columns that every statement of such a file carries."""
        return {
            "source": source,
            "visibility": self.visibility,
            "owner": self.owner,
            "audience": "|".join(self.audience) or None,
            "shared_until": self.shared_until.isoformat() if self.shared_until else None,
            "licence": self.licence,
        }


class Source(Protocol):
    """A format that can be loaded. Recognised by content, never by the name alone."""

    name: str

    def recognises(self, file: InputFile) -> bool:
        """Whether this file is of this format; looks at no more than it needs."""
        ...

    def read(self, file: InputFile, defaults: Defaults) -> Iterable[Reading]:
        """Read the file to its end; a row that cannot be used becomes a Rejection. InputError if nothing can be."""
        ...


def files_in(path: Path) -> list[Path]:
    """The files of a folder (not of its subfolders), by name; or the one file itself."""
    return sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")) if path.is_dir() else [path]
