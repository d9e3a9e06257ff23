"""Damage valid files of every format and load them: ``python scripts/fuzz_formats.py --minutes 10 [--only NAME]``.

Nothing but our own errors may come out, nothing may hang, and every row must be accounted for. A file that breaks this
is written to the folder ``fuzz-failures`` with what happened.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from pathlib import Path
from random import Random
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from format_files import MAPPED, ON_RECORD, TOLD, Maker, damaged, makers, workbook
from graph.errors import ChampionFinderError
from graph.sqlite_store import SqliteStore
from loaders.councils import CouncilFinder
from loaders.plan import Plan, plan
from loaders.reading import Defaults, InputFile

HANGS_AFTER = 10  # seconds of work: a busy machine hangs nobody
_REPEATS = {"linkedin_messages", "ocds", "council_spending", "graph", "graph nodes"}  # rows may only repeat others


class Hang(BaseException):
    """A file took too long; no loader may catch this."""


class Loading:
    """Loads files into a store that knows whom they name; nothing is stored."""

    def __init__(self) -> None:
        """Make the store."""
        self.store, self._finder = SqliteStore(":memory:"), CouncilFinder()
        files = [InputFile(f"{name}.csv", text.encode()) for name, text in ON_RECORD.items()]
        mappings = [one.file(visibility="open", source="fuzz") for one in MAPPED]
        plan([*files, *mappings], self.store, Defaults("open")).commit()

    def load(self, name: str, content: bytes) -> Plan | None:
        """What a load would do; None if the file was refused with a sentence. AssertionError if rows do not add up."""
        try:
            made = plan([InputFile(name, content)], self.store, TOLD, finder=self._finder)
        except ChampionFinderError as said:
            assert str(said).endswith((".", ")", "?")), f"no sentence: {said}"
            return None
        _account(made)
        return made


def _account(made: Plan) -> None:
    """Every row read gave a statement, or is rejected with reason and remedy, or repeats one; never two of these."""
    report = made.report
    for file in report.files:
        assert file.read == file.loaded + file.merged + file.rejected + file.held_back, file
        rejected = {one.row for one in report.rejections if one.file == file.file}
        assert len(rejected) == file.rejected, file
        told = {int(row) for part in made.parts if part.file == file.file for row in part.rows}
        assert not told & rejected, f"{file.file}: rows {told & rejected} are loaded and rejected"
        if file.kind not in _REPEATS and any(reading.file == file.file for reading in made.readings):
            assert len(told) + len(rejected) == file.read, f"{file.file}: {file.read} read, {told} and {rejected} told"
    for one in report.rejections:
        assert one.reason and one.remedy and one.row >= 1, one


def attack(loading: Loading, maker: Maker, chance: Random) -> tuple[str, bytes]:
    """One damaged file, as text or now and then as a workbook."""
    content = maker.write(chance)
    if maker.columns and chance.random() < 0.1:
        content = workbook(content)
        return f"{maker.name}.xlsx", damaged(content, chance) if chance.random() < 0.5 else content
    return f"{maker.name}.{maker.ending}", damaged(content, chance)


def main() -> int:
    """Fuzz each format for its share of the time; 1 if anything broke."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--minutes", type=float, default=10, help="for each format")
    ask.add_argument("--only", action="append", help="only this format; may be given again")
    ask.add_argument("--seed", type=int, default=0)
    asked = ask.parse_args()
    signal.signal(signal.SIGPROF, _hang)
    loading, broken = Loading(), 0
    for maker in makers():
        if not asked.only or maker.name in asked.only:
            broken += _fuzz(loading, maker, asked.minutes * 60, asked.seed)
    return int(broken > 0)


def _fuzz(loading: Loading, maker: Maker, seconds: float, seed: int) -> int:
    begin, files, refused, rows, broken, slowest = time.monotonic(), 0, 0, 0, 0, 0.0
    while time.monotonic() - begin < seconds:
        chance = Random(f"{maker.name} {seed} {files}")
        name, content = attack(loading, maker, chance)
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, HANGS_AFTER)
        try:
            made = loading.load(name, content)
            refused += made is None
            rows += made.report.read if made else 0
        except (Exception, Hang):
            broken += 1
            _keep(f"{maker.name}-{seed}-{files}", content, traceback.format_exc())
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        files, slowest = files + 1, max(slowest, time.process_time() - started)
    counts = f"{files:,} files, {rows:,} rows, {refused:,} files refused, slowest {slowest:.2f} s, {broken} broken"
    print(f"{maker.name}: {counts}", flush=True)
    return broken


def _keep(stem: str, content: bytes, what: str) -> None:
    folder = Path("fuzz-failures")
    folder.mkdir(exist_ok=True)
    (folder / stem.replace("/", "-")).write_bytes(content)
    (folder / f"{stem.replace('/', '-')}.txt").write_text(what, "utf-8")
    print(f"  {stem}: {what.strip().splitlines()[-1]}", flush=True)


def _hang(number: int, frame: FrameType | None) -> None:
    raise Hang(f"more than {HANGS_AFTER} s")


if __name__ == "__main__":
    raise SystemExit(main())
