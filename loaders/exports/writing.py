"""An export on disk: a folder of files, one file, or a zip; whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.errors import InputError
from loaders.exports.formats import Files
from loaders.exports.packing import packed

_UNFINISHED = ".unfinished"


def write_export(files: Files, target: Path, *, replace: bool = False) -> list[Path]:
    """Write the files into a folder (made if it is not there), or as the one file or zip that ``target`` names.

    InputError if something of that name is there and ``replace`` was not said, or one file cannot hold them all.
    Files are moved to their names when all are written.
    """
    written: list[Path] = []
    try:
        for path, pieces in _placed(files, target):
            _write(path, pieces, written, replace)
    except BaseException:
        for path in written:
            _beside(path).unlink(missing_ok=True)
        raise
    for path in written:
        _beside(path).replace(path)
    return written


def _placed(files: Files, target: Path) -> Iterator[tuple[Path, Iterable[bytes]]]:
    """Where each file goes, with its pieces."""
    if target.suffix == ".zip":
        yield target, [packed(files)]
    elif target.suffix and not target.is_dir():
        for number, (_, pieces) in enumerate(files):
            if number:
                raise InputError(f"This format is several files, and {target} names one. Name a folder, or a file.zip.")
            yield target, pieces
    else:
        for name, pieces in files:
            yield target / name, pieces


def _write(path: Path, pieces: Iterable[bytes], written: list[Path], replace: bool) -> None:
    if path.exists() and not replace:
        raise InputError(f"There is a file {path} already. Give another place, or say --replace.")
    path.parent.mkdir(parents=True, exist_ok=True)
    written.append(path)
    with _beside(path).open("wb") as file:
        for piece in pieces:
            file.write(piece)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + _UNFINISHED)
