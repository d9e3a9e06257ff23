"""The bytes of an OCDS file, and the releases in it, one after the other; what cannot be read is named.

Takes releases and packages of releases or records, as one JSON text, a list, or one per line; gzipped or not; with a
byte order mark; cut short. ``Infinity`` and ``NaN``, which are no JSON, are read as not known.
"""

from __future__ import annotations

import io
import itertools
import json
import re
import zlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from graph.errors import InputError
from loaders.reading import InputFile

Json = Any  # what json.loads gives
GZIP: Final = b"\x1f\x8b"
HEAD: Final = 1 << 20
GROWS_AT_MOST: Final = 200  # times; JSON of notices shrinks to a tenth, a bomb to a thousandth
_SMALL_ENOUGH: Final = 64 << 20


class Unusable(Exception):
    """A release that cannot be used; column, value, reason, remedy."""

    def __init__(self, column: str | None, value: object, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason, self.remedy = column, value, reason, remedy


def begin(content: bytes) -> bytes:
    if content[:2] != GZIP:
        return content[:HEAD]
    return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content[:HEAD], HEAD)


def decode(content: bytes) -> tuple[str, str | None]:
    """The text, and what to tell if it is not UTF-8. A character cut in two at the end does no harm."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace"), "The file is in UTF-16."
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3:
            return content[: error.start].decode("utf-8-sig"), None
        return content.decode("cp1252", errors="replace"), "The file is not in UTF-8; it was read as Windows-1252."


def text_of(file: InputFile) -> tuple[str, list[str]]:
    content, notes = file.content, []
    if content[:2] == GZIP:
        content, whole = _unpack(file)
        if not whole:
            notes.append("The gzip file was cut short; what could be unpacked was read.")
    text, told = decode(content)
    return text.lstrip("\ufeff"), notes + ([told] if told else [])


def _unpack(file: InputFile) -> tuple[bytes, bool]:
    """The bytes inside, and whether the file is whole; of a broken one, what comes out before the break."""
    limit = max(_SMALL_ENOUGH, GROWS_AT_MOST * len(file.content))
    unpacked = bytearray()
    packed, member = file.content, zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        while packed:
            unpacked += member.decompress(packed, HEAD)
            if len(unpacked) > limit:
                grows = f"{file.name} grows more than {GROWS_AT_MOST} times when unpacked."
                raise InputError(f"{grows} If you trust it, unpack it yourself and load the result.")
            packed = member.unconsumed_tail
            if member.eof and member.unused_data[:2] == GZIP:  # one gzip after the other is one file
                packed, member = member.unused_data, zlib.decompressobj(zlib.MAX_WBITS | 16)
        unpacked += member.flush()
    except zlib.error:
        return bytes(unpacked), False
    return bytes(unpacked), member.eof


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=lambda _name: None)  # Infinity, NaN: not known


def releases_in(text: str) -> Iterator[Json]:
    """Releases of a file in their order; an ``Unusable`` where one could not be read."""
    try:
        document = _DECODER.decode(text.strip())
    except (ValueError, RecursionError):
        yield from _of_lines(text) if _is_by_line(text) else _of_broken_document(text)
    else:
        yield from _of_document(document)


def _is_by_line(text: str) -> bool:
    """Whether one of the first lines is a whole JSON object."""
    lines = (line.strip() for line in io.StringIO(text))
    for line in itertools.islice(filter(None, lines), 5):
        try:
            if isinstance(_DECODER.decode(line), dict):
                return True
        except (ValueError, RecursionError):
            pass
    return False


def _of_lines(text: str) -> Iterator[Json]:
    lines = (line.strip() for line in io.StringIO(text))  # at line feeds only: a JSON text may hold other breaks
    ahead = next(lines, None)
    while (line := ahead) is not None:
        ahead = next(lines, None)
        if not line:
            continue
        try:
            document = _DECODER.decode(line)
        except (ValueError, RecursionError):
            yield _broken(line, at_end=ahead is None)
        else:
            yield from _of_document(document)


def _of_document(document: Json) -> Iterator[Json]:
    """Releases of one JSON value: a release, a package, or a list of them."""
    if isinstance(document, list):
        for item in document:
            yield from _of_document(item)
    elif isinstance(document, dict) and isinstance(document.get("releases"), list) and "tag" not in document:
        for release in document["releases"]:
            yield _in_package(release, document)
    elif isinstance(document, dict) and isinstance(document.get("records"), list):
        for record in document["records"]:
            yield from _of_record(record, document)
    else:
        yield document


def _of_record(record: Json, package: dict[str, Json]) -> Iterator[Json]:
    if isinstance(record, dict) and isinstance(record.get("compiledRelease"), dict):
        yield _in_package(record["compiledRelease"], package)
        return
    releases = record.get("releases") if isinstance(record, dict) else None
    embedded = [one for one in releases or [] if isinstance(one, dict) and "ocid" in one]
    if embedded:
        for release in embedded:
            yield _in_package(release, package)
    else:
        ocid = record.get("ocid") if isinstance(record, dict) else None
        reason = "The record holds no release, only links to them."
        yield Unusable("releases", ocid, reason, "Load the package with the releases themselves.")


def _in_package(release: Json, package: dict[str, Json]) -> Json:
    if isinstance(release, dict):
        publisher = package.get("publisher")
        release = {
            **release,
            "_publisher": publisher.get("name") if isinstance(publisher, dict) else None,
            "_license": package.get("license"),
        }
    return release


def _of_broken_document(text: str) -> Iterator[Json]:
    """Whole releases of a package that breaks off, then the broken one; or JSON values one after the other."""
    start = re.search(r'"(?:releases|records)"\s*:\s*\[|^\s*\[', text)
    at = start.end() if start and not _starts_whole(text) else 0
    is_records = bool(start) and at > 0 and '"records"' in text[:at]
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if at < len(text) and text[at] == "]":
            return
        if at >= len(text):
            if start and not _starts_whole(text):
                yield _broken("", at_end=True)
            return
        try:
            item, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield _broken(text[at : at + 200], at_end=True)
            return
        yield from _of_record(item, {}) if is_records else _of_document(item)


def _starts_whole(text: str) -> bool:
    """Whether the first JSON value is complete."""
    try:
        _DECODER.raw_decode(text, len(text) - len(text.lstrip()))
    except (ValueError, RecursionError):
        return False
    return True


def _broken(text: str, *, at_end: bool) -> Unusable:
    if at_end:
        reason = "The file breaks off here: this release is not complete."
        return Unusable(None, text[:80] or None, reason, "Fetch the file again; what stands before is read.")
    return Unusable(None, text, "This line is not JSON.", "Correct the line, or leave it out.")
