"""What a user gave, opened and read: folders, files and archives, each file by the first format that knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from graph.errors import InputError
from loaders.archives import MOST_BYTES, is_archive, is_workbook, members
from loaders.calendar import CalendarSource
from loaders.councils import CouncilFinder, finder
from loaders.formats import DOCUMENTS, TABLES
from loaders.formats.documents import JsonSource
from loaders.formats.mapped import MappedTable
from loaders.graph_files import GraphFileSource, NetworkTables
from loaders.mapping import TableMapping
from loaders.ocds import OcdsSource
from loaders.reading import Ask, Defaults, InputFile, NeededError, Reading, Source, files_in
from loaders.templates import NotOursError, TableSource
from loaders.vcard import VcardSource


def all_sources(
    councils: Callable[[], CouncilFinder] = finder, mapped: Sequence[TableMapping] = ()
) -> tuple[Source, ...]:
    """All formats that can be loaded, in the order in which they are asked.

    ``councils`` finds councils, and other organisations on record, by name; ``mapped``: tables of the user's own.
    """
    formats = (*map(MappedTable, mapped), *TABLES)
    return (
        GraphFileSource(councils),
        OcdsSource(councils),
        VcardSource(),
        CalendarSource(),
        JsonSource(DOCUMENTS),
        NetworkTables(formats, councils),
        TableSource(formats),
    )


def read_all(
    inputs: Sequence[Path | InputFile], sources: Sequence[Source], defaults: Defaults
) -> tuple[list[Reading], list[str], list[str]]:
    """What every source makes of every file; what must be mended; what is none of our files.

    NeededError names all that the user must say, of all files at once.
    """
    readings: list[Reading] = []
    asks: list[Ask] = []
    unreadable: list[str] = []
    left_out: list[str] = []
    for read, chosen in _attempts(inputs, sources, defaults, unreadable):
        try:
            readings += read()
        except NeededError as needed:
            asks += needed.asks
        except NotOursError as fault:
            (unreadable if chosen else left_out).append(str(fault))
        except InputError as fault:
            unreadable.append(str(fault))
    if asks:
        raise NeededError(*asks)
    for reading in readings:
        if reading.left_out:
            (unreadable if reading.must_mend else left_out).append(reading.left_out)
    return _own_names([reading for reading in readings if not reading.left_out]), unreadable, left_out


def _attempts(
    inputs: Sequence[Path | InputFile], sources: Sequence[Source], defaults: Defaults, unreadable: list[str]
) -> Iterator[tuple[Callable[[], list[Reading]], bool]]:
    """What reads each file, with whether it was named itself; then what waited for all files."""
    for file, chosen in _files(inputs, unreadable):
        yield partial(_read_one, file, sources, defaults), chosen
    for source in sources:
        if isinstance(source, NetworkTables):
            yield partial(list, source.finish(defaults)), True


def _read_one(file: InputFile, sources: Sequence[Source], defaults: Defaults) -> list[Reading]:
    for source in sources:
        if source.recognises(file):
            return list(source.read(file, defaults))
    raise NotOursError(f"{file.name} is none of the files that can be loaded. It was left out.")


def _files(inputs: Iterable[Path | InputFile], unreadable: list[str]) -> Iterable[tuple[InputFile, bool]]:
    """Every file, those in archives too, with whether it was named itself and not only found in a folder."""
    for given in inputs:
        for file in opened(given, unreadable):
            chosen = not (isinstance(given, Path) and given.is_dir())
            if not is_archive(file) or is_workbook(file):
                yield file, chosen
                continue
            try:
                for member in list(members(file, unreadable)):
                    yield member, False
            except InputError as fault:
                unreadable.append(str(fault))


def opened(given: Path | InputFile, unreadable: list[str]) -> Iterable[InputFile]:
    """The files of a path with their bytes, none larger than a cap; what cannot be read is told in ``unreadable``."""
    if isinstance(given, InputFile):
        yield given
        return
    if not given.exists():
        raise InputError(f"There is no file or folder called {given}. Check the name.")
    try:
        paths = files_in(given)
    except OSError as fault:
        raise InputError(_closed(given, fault)) from fault
    for path in paths:
        try:
            with path.open("rb") as stream:
                content = stream.read(MOST_BYTES + 1)
        except OSError as fault:  # it does not hide the other files of a folder
            unreadable.append(_closed(path, fault))
            continue
        if len(content) > MOST_BYTES:
            unreadable.append(f"{path.name} is larger than {MOST_BYTES >> 20} MB. Split it and load the parts.")
            continue
        yield InputFile(path.name, content)


def _closed(path: Path, fault: OSError) -> str:
    return f"{path} cannot be read ({fault.strerror}). Check that you may open it."


def _own_names(readings: list[Reading]) -> list[Reading]:
    """The same with a number after a file name that comes twice, so that rows can be told apart."""
    seen: dict[str, int] = {}
    named = []
    for reading in readings:
        seen[reading.file] = seen.get(reading.file, 0) + 1
        again = seen[reading.file]
        name = reading.file if again == 1 else f"{reading.file} ({again})"
        told = tuple(replace(rejection, file=name) for rejection in reading.rejections)
        named.append(reading if again == 1 else replace(reading, file=name, rejections=told))
    return named
