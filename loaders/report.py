"""What a load did, row by row: rows read = loaded + merged (known already) + rejected, and how to mend the rest."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from graph.store import Load
from loaders.reading import Rejection

RUNS_IN_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file, or one sheet: every row of it is in exactly one of the three counts."""

    file: str
    kind: str
    read: int
    loaded: int
    merged: int
    rejected: int
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Nothing may be lost."""
        if self.read != self.loaded + self.merged + self.rejected:
            raise AssertionError(f"{self.file}: {self.read} rows read, but {self} does not add up")


@dataclass(frozen=True, slots=True)
class Report:
    """What was, or would be, done with all files."""

    files: tuple[FileReport, ...]
    rejections: tuple[Rejection, ...]
    unreadable: tuple[str, ...] = ()  # a sentence for each file of which nothing could be read
    load: Load | None = None  # None: nothing was stored
    dry_run: bool = False
    refused: bool = False  # strict, and something was rejected: nothing was stored
    rejected_rows: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict, repr=False)

    @property
    def read(self) -> int:
        """Rows read in all files."""
        return sum(file.read for file in self.files)

    @property
    def loaded(self) -> int:
        """Rows that were new."""
        return sum(file.loaded for file in self.files)

    @property
    def merged(self) -> int:
        """Rows that were known already."""
        return sum(file.merged for file in self.files)

    @property
    def rejected(self) -> int:
        """Rows that could not be used."""
        return sum(file.rejected for file in self.files)

    def words(self) -> str:
        """The report in a few sentences; the rejections are listed by whoever shows it."""
        begin = "This would add" if self.dry_run else "Added"
        lines = [
            f"{begin} {_rows(self.loaded)}; {self.merged} known already, {self.rejected} rejected, of {self.read} read."
        ]
        if self.refused:
            lines = [
                f"Nothing was loaded, for {self.rejected} of {_rows(self.read)} cannot be used and --strict was given."
            ]
        elif not self.loaded and not self.dry_run:
            lines.append("0 changes: everything that could be used was known already.")
        if self.load:
            lines.append(f"Undo it with `champions undo {self.load.id[:8]}`.")
        lines += self.unreadable
        for file in self.files:
            counts = f"{file.read} read, {file.loaded} new, {file.merged} known, {file.rejected} rejected"
            lines += [f"  {file.file} ({file.kind}): {counts}", *(f"    {note}" for note in file.notes)]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        counts = {"read": self.read, "loaded": self.loaded, "merged": self.merged, "rejected": self.rejected}
        return counts | {
            "dry_run": self.dry_run,
            "refused": self.refused,
            "load": asdict(self.load) if self.load else None,
            "files": [asdict(file) for file in self.files],
            "rejections": [asdict(rejection) for rejection in self.rejections],
            "unreadable": list(self.unreadable),
        }


def rejected_files(report: Report) -> dict[str, bytes]:
    """The rejected rows of each file with their reasons, to be mended and loaded again.

    CSV as it came, with a column `reason`, which a load ignores. A cell that a spreadsheet would run gets an apostrophe
    before it; a file with a column `reason` loses it again, so the text comes back as it was. Rejected procurement
    notices are JSON, one a line, without reasons.
    """
    made = {}
    for name, (header, *rows) in report.rejected_rows.items():
        reasons: dict[int, list[str]] = {}
        for rejection in report.rejections:
            if rejection.file == name:
                reasons.setdefault(rejection.row, []).append(f"{rejection.reason} {rejection.remedy}")
        if header == ("release",):
            made[f"{_stem(name)}-rejected.jsonl"] = "\n".join(row[0] for row in rows).encode()
            continue
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow((*header, "reason"))
        for (_, words), row in zip(sorted(reasons.items()), rows, strict=True):
            width = max(len(header), len(row))
            cells = [_harmless(cell) for cell in (*row, *[""] * (width - len(row)))]
            writer.writerow((*cells[: len(header)], " ".join((*words, *_extra(cells[len(header) :])))))
        made[f"{_stem(name)}-rejected.csv"] = out.getvalue().encode("utf-8-sig")
    return made


def _extra(cells: list[str]) -> list[str]:
    """Cells beyond the header, named in the reason so that nothing is lost."""
    return [f"Beyond the header stood: {', '.join(cells)}."] if cells else []


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RUNS_IN_A_SPREADSHEET) else cell


def _stem(name: str) -> str:
    """A file name made of letters, digits and dashes alone."""
    last = name.rsplit(", sheet ", 1)[-1].rsplit("/", 1)[-1]
    stem = last.rsplit(".", 1)[0] if "." in last else last
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in stem).strip("-") or "file"


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
