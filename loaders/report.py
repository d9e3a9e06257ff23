"""What a load did with every row: loaded, known already, or rejected and why; and the rejected rows, to mend."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from graph.store import Load
from loaders.matching import Found
from loaders.rejection import Rejection
from loaders.sheet import REASON, escaped


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file, or one sheet: every row of it is in exactly one of the counts."""

    file: str
    kind: str
    read: int
    loaded: int
    merged: int  # known already
    rejected: int
    held_back: int = 0  # could be used, but strict was asked for and others could not; else 0
    notes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()  # kinds of evidence for ties (graph.definitions.TIE_KINDS) that its rows give

    def __post_init__(self) -> None:
        """Nothing may be lost."""
        counts = (self.loaded, self.merged, self.rejected, self.held_back)
        if self.read != sum(counts) or min(counts) < 0:
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
    left_out: tuple[str, ...] = ()  # a sentence for each file that is none of ours
    found: tuple[Found, ...] = ()  # who is whom, by the matcher
    seconds: float = 0.0

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
        lines = [self._first(), *self.unreadable, *self.left_out]
        if self.rejected and not self.refused and not self.dry_run:
            lines.append("Mend the rejected rows and load the same file again: rows already added are skipped.")
        for file in self.files:
            counts = f"{file.read:,} read, {file.loaded:,} new, {file.merged:,} known, {file.rejected:,} rejected"
            gives = f"; evidence: {', '.join(file.evidence)}" if file.evidence else ""
            lines += [f"  {file.file} ({file.kind}): {counts}{gives}", *(f"    {note}" for note in file.notes)]
        return "\n".join(lines)

    def _first(self) -> str:
        if self.refused:
            why = f"{self.rejected:,} of {_rows(self.read)} cannot be used"
            return f"Nothing was loaded: {why if self.rejected else 'a file cannot be used'}, and --strict was given."
        counts = f"{self.merged:,} known already, {self.rejected:,} rejected, of {self.read:,} read"
        if self.dry_run:
            return f"This would add {_rows(self.loaded)}; {counts}."
        if not self.loaded:
            return f"0 changes: nothing in these files is new; {counts}."
        undo = f" Undo it with `champions undo {self.load.id[:8]}`." if self.load else ""
        return f"Added {_rows(self.loaded)}; {counts}.{undo}"

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        counts = {"read": self.read, "loaded": self.loaded, "merged": self.merged, "rejected": self.rejected}
        return counts | {
            "dry_run": self.dry_run,
            "refused": self.refused,
            "seconds": round(self.seconds, 3),
            "load": asdict(self.load) if self.load else None,
            "files": [asdict(file) for file in self.files],
            "who_is_who": [line for one in self.found for line in one.lines()],
            "rejections": [asdict(rejection) for rejection in self.rejections],
            "unreadable": list(self.unreadable),
            "left_out": list(self.left_out),
        }


def rejected_files(report: Report) -> dict[str, bytes]:
    """The rejected rows of each file with their reasons, to be mended and loaded again.

    CSV with the columns and cells as they came, and a column `reason`, which a load ignores. A cell that a spreadsheet
    would run gets an apostrophe before it; a load takes it off again where there is a column `reason`, so the text
    comes back as it was. Rejected procurement notices are JSON, one a line, without reasons.
    """
    made: dict[str, bytes] = {}
    for name, (header, *rows) in report.rejected_rows.items():
        if header == ("release",):
            made[_free(made, _stem(name), "jsonl")] = "\n".join(row[0] for row in rows).encode()
            continue
        reasons: dict[int, list[str]] = {}
        for rejection in report.rejections:
            if rejection.file == name:
                reasons.setdefault(rejection.row, []).append(f"{rejection.reason} {rejection.remedy}")
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow((*header, REASON))
        for (_, words), row in zip(sorted(reasons.items()), rows, strict=True):
            cells = [escaped(cell) for cell in (*row, *[""] * (len(header) - len(row)))]
            writer.writerow((*cells[: len(header)], " ".join((*words, *_extra(cells[len(header) :])))))
        made[_free(made, _stem(name), "csv")] = out.getvalue().encode("utf-8-sig")
    return made


def _extra(cells: list[str]) -> list[str]:
    """Cells beyond the header, named in the reason so that nothing is lost."""
    return [f"Beyond the header stood: {', '.join(cells)}."] if any(cells) else []


def _free(taken: Mapping[str, bytes], stem: str, end: str) -> str:
    """A file name that is not taken; the part before the first point still says which file it is."""
    name, again = f"{stem}-rejected.{end}", 1
    while name in taken:
        again += 1
        name = f"{stem}-rejected.{again}.{end}"
    return name


def _stem(name: str) -> str:
    """A file name made of letters, digits and dashes alone."""
    last = name.rsplit(", sheet ", 1)[-1].rsplit("/", 1)[-1]
    stem = last.split(".")[0] if "." in last else last
    stem = stem.removesuffix("-rejected")
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in stem).strip("-")[:100] or "file"


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
