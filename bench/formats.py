"""Tables of other programs from bytes to checked arrays, beside a bare parse of the same file; and their memory.

Time is of the processor, all threads together, so that others on the machine and two cores change little.
"""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import psutil
import pyarrow as pa
from pyarrow import csv

from bench.figures import Figure, span
from bench.held import Held
from bench.held_formats import FORMATS, MAPPINGS
from bench.setting import Setting
from loaders.graph_files import NetworkTables
from loaders.inputs import all_sources
from loaders.reading import Defaults, EventTold, InputFile, Reading

ROWS: Final = 5  # of each file, for each of ``setting.size``
_FIRST: Final = 20_000  # bytes that are read beforehand
WATCHED: Final = ("linkedin_connections", "council_spending")  # every row gives statements; few rows do
_TOLD: Final = Defaults("open", "firm", holder="ann", holder_name="Ann Example", events={"": EventTold("Roads day")})


def formats(setting: Setting) -> Iterator[Figure]:
    """Each format of other programs: encoding, quotation marks, private columns, cells, ids, rejections."""
    for held in FORMATS:
        path = _written(setting, held, ROWS * setting.size)
        readings = _read(path)
        assert {reading.kind for reading in readings} == {held.name} and not any(one.rejections for one in readings)
        rows = sum(reading.rows_read for reading in readings)
        del readings
        ours, bare, ratio = _beside(partial(_read, path), partial(_parse, held, path), min(setting.repeats, 3))
        path.unlink()
        yield Figure(
            "formats", f"{rows:,} rows of {held.name}", span(ours), f"pyarrow.csv, no checks: {span(bare)}", ratio, 5
        )


def memory(setting: Setting) -> Iterator[Figure]:
    """How far a fresh process grows at most while it reads a file, for each byte of it, and what it keeps."""
    for held in (one for one in FORMATS if one.name in WATCHED):
        path = _written(setting, held, ROWS * setting.size)
        most, kept, result = map(
            int, subprocess.check_output([sys.executable, "-m", "bench.formats", str(path)]).split()
        )
        size = path.stat().st_size
        path.unlink()
        told = f"file {size >> 20} MB, statements {result >> 20} MB, its columns and statements {kept >> 20} MB"
        yield Figure(
            "reading memory", f"{held.name}: {told}", f"{most >> 20} MB", "", most / size, None, "bytes a byte"
        )


def _written(setting: Setting, held: Held, rows: int) -> Path:
    path = setting.folder / f"{held.name}.csv"
    path.write_bytes(held.write(rows))
    return path


def _read(path: Path) -> list[Reading]:
    return _readings(InputFile(path.name, path.read_bytes()))


def _readings(file: InputFile) -> list[Reading]:
    source = next(source for source in all_sources(mapped=MAPPINGS) if source.recognises(file))
    readings = list(source.read(file, _TOLD))
    return [*readings, *source.finish(_TOLD)] if isinstance(source, NetworkTables) else readings


def _parse(held: Held, path: Path) -> object:
    return csv.read_csv(
        path,
        read_options=csv.ReadOptions(skip_rows=held.above.count("\n")),
        parse_options=csv.ParseOptions(delimiter=held.separator),
    )


def _beside(ours: Callable[[], object], bare: Callable[[], object], repeats: int) -> tuple[float, float, float]:
    """Medians of processor time of both, and of their ratios, in turns."""
    times = np.array([[_spent(ours), _spent(bare)] for _ in range(repeats)])
    own, other = np.median(times, axis=0)
    return float(own), float(other), float(np.median(times[:, 0] / times[:, 1]))


def _spent(act: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    act()
    return time.process_time() - start


def _grown(path: Path) -> tuple[int, int, int]:
    """Bytes that this process grew by at most, that all columns hold in the end, and those of the statements."""
    content = path.read_bytes()
    _readings(InputFile(path.name, content[: content.index(b"\n", _FIRST) + 1]))  # what is imported is no memory of it
    del content
    before = psutil.Process().memory_info().rss
    readings = _read(path)
    most = _most()
    gc.collect()
    statements = sum(batch.table.nbytes for one in readings for batch in one.batches)
    return most - before, pa.total_allocated_bytes(), statements


def _most() -> int:
    """Bytes of memory that this process had at most; what its parent had, which Linux else counts, is left out."""
    status = Path("/proc/self/status")
    if status.exists():
        return 1024 * next(int(line.split()[1]) for line in status.read_text().splitlines() if "VmHWM" in line)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    print(*_grown(Path(sys.argv[1])))
