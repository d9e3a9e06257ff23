"""Archives whose bytes follow from their content alone: no time of day, no order of chance."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that the format knows
_WHEN = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def packed(files: Iterable[tuple[str, Iterable[bytes]]]) -> bytes:
    """A zip archive of files given as names and pieces."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in files:
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=False) as member:
                for piece in pieces:
                    member.write(piece)
    return out.getvalue()


def without_times(workbook: bytes) -> bytes:
    """The same workbook without the moment at which it was made."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return packed((name, [_WHEN.sub(b"", archive.read(name))]) for name in archive.namelist())
