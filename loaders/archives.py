"""Archives, with a cap: a small file must not fill the memory, and names inside are text, never paths."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from graph.errors import InputError
from loaders.reading import InputFile

MOST_BYTES = 1 << 30  # of a file after unpacking: a gigabyte of CSV is fifteen million contacts
MOST_RATIO = 100  # unpacked to packed; text packs ten to thirty times, a bomb a thousand
SMALL = 10 << 20  # below this nothing counts as a bomb
MOST_MEMBERS = 200
MOST_DIRECTORY = 1 << 20  # bytes of a table of contents: it is looked at before it is read
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)


def is_gzip(file: InputFile) -> bool:
    """Whether it is packed with gzip."""
    return file.content[:2] == b"\x1f\x8b"


def is_archive(file: InputFile) -> bool:
    """Whether it is a zip archive; a workbook is one too."""
    return file.content[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def is_workbook(file: InputFile) -> bool:
    """Whether it is a workbook (.xlsx)."""
    return is_archive(file) and b"xl/workbook.xml" in file.content


def unzipped(file: InputFile) -> InputFile:
    """What gzip packed, under the name without `.gz`."""
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    limit = _limit(file)
    try:
        content = unpack.decompress(file.content, limit + 1)
    except zlib.error as fault:
        raise InputError(f"{file.name} is damaged: it cannot be unpacked. Pack it again.") from fault
    if len(content) > limit:
        raise InputError(_bomb(file.name))
    if not unpack.eof:
        raise InputError(f"{file.name} is cut short. Copy or download it again.")
    if unpack.unused_data.startswith(b"\x1f\x8b"):
        raise InputError(f"{file.name} holds several packed files one after the other. Unpack it first.")
    packed = InputFile(file.name.removesuffix(".gz"), content)
    if is_gzip(packed) or is_archive(packed):  # each may unpack to a hundred times its size, both to ten thousand
        raise InputError(f"{file.name} holds an archive inside an archive. Unpack it first.")
    return packed


def members(file: InputFile, faults: list[str] | None = None) -> Iterator[InputFile]:
    """The files inside a zip archive, by their last names; folders and hidden files are left out.

    A member that cannot be used is told in ``faults`` and does not hide the others; without ``faults`` it is raised.
    """
    promised = 0
    with open_zip(file) as archive:
        for info in archive.infolist():
            name = info.filename.replace("\\", "/").rsplit("/", 1)[-1]
            if info.is_dir() or not name or name.startswith(".") or "__MACOSX" in info.filename:
                continue
            try:
                member = _member(file, archive, info, name)
                promised += _promised(member) if is_workbook(member) else 0
            except InputError as fault:
                if faults is None:
                    raise
                faults.append(str(fault))
                continue
            if promised > _limit(file):
                raise InputError(_bomb(f"{file.name}: {name}"))
            yield member


def _member(file: InputFile, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> InputFile:
    try:
        member = InputFile(name, archive.read(info))
    except DAMAGED as fault:
        raise InputError(f"{file.name}: the file {name} in it is damaged or locked. Pack it again.") from fault
    if is_gzip(member) or (is_archive(member) and not is_workbook(member)):
        raise InputError(f"{file.name}: {name} is an archive inside an archive. Unpack it first.")
    return member


def open_zip(file: InputFile) -> zipfile.ZipFile:
    """The archive, if its own table of contents, which caps what is read, promises no more than we take."""
    if _directory_bytes(file.content) > MOST_DIRECTORY:
        raise InputError(f"{file.name} holds thousands of files; {MOST_MEMBERS} are the most. Pack fewer at a time.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.content))
    except DAMAGED as fault:
        raise InputError(
            f"{file.name} is cut short or damaged: it cannot be unpacked. Copy or pack it again."
        ) from fault
    if "content.xml" in archive.namelist():
        raise InputError(f"{file.name} is an OpenDocument file. Save it as .xlsx or as CSV (UTF-8).")
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS and not is_workbook(file):
        raise InputError(f"{file.name} holds {len(infos)} files; {MOST_MEMBERS} are the most. Pack fewer at a time.")
    if sum(info.file_size for info in infos) > _limit(file):
        raise InputError(_bomb(file.name))
    return archive


def _promised(workbook: InputFile) -> int:
    with open_zip(workbook) as archive:
        return sum(info.file_size for info in archive.infolist())


def _directory_bytes(content: bytes) -> int:
    """The size that an archive says its table of contents has, as found at its end; 0 if it says none."""
    end = content.rfind(b"PK\x05\x06")
    return int.from_bytes(content[end + 12 : end + 16], "little") if end >= 0 else 0


def _limit(file: InputFile) -> int:
    return min(MOST_BYTES, max(SMALL, MOST_RATIO * len(file.content)))


def _bomb(name: str) -> str:
    return (
        f"{name} would unpack to far more than it may ({MOST_BYTES >> 20} MB, {MOST_RATIO} times its size). "
        "It was not read. If it is what it should be, unpack it first."
    )
