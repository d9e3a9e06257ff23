"""What each format gives: ``python scripts/format_table.py`` prints a table of every format that can be loaded.

A line for each file: the real files beside the repository where they are (``../shared/data``, or the folder given), the
invented exports and the invented region, and for every format a small file made by chance, some of whose rows are bad
on purpose. Nothing is stored.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from format_files import MAPPED, ON_RECORD, TOLD, Maker, makers
from graph.errors import ChampionFinderError
from graph.sqlite_store import SqliteStore
from loaders.mapping import check
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from sample_data import EXPORTS, REGION

REAL = Path(__file__).resolve().parents[2] / "shared" / "data"
_TEXTS = (".md", ".txt")  # what says where the real files are from
_PILOTS = {"pilot": "project", "council": "council_as_written", "starts": "announced"}  # of the real list of pilots
_MADE = 10  # files of each format
_HEAD = "| format | file | rows read | loaded | merged | rejected | kinds of evidence |\n|:--|:--|--:|--:|--:|--:|:--|"


def main() -> int:
    """Print the table; 1 if the rows of a file do not add up, which its report says itself."""
    real = Path(sys.argv[1]) if len(sys.argv) > 1 else REAL
    store = _store(real)
    print(_HEAD)
    for path in sorted(real.rglob("*")) if real.is_dir() else ():
        if path.is_file() and path.suffix not in _TEXTS:
            _print(store, [path], f"real: {path.relative_to(real)}")
    for path in sorted(EXPORTS.rglob("*.*")):
        _print(store, [path], f"invented: {path.relative_to(EXPORTS)}")
    _print(store, [REGION], "invented: region/")
    for maker in makers():
        print("|", " | ".join(_made(store, maker)), "|")
    return 0


def _store(real: Path) -> SqliteStore:
    """A store that knows what the made files name, and what the columns of some tables mean."""
    store = SqliteStore(":memory:")
    files = [InputFile(f"{name}.csv", text.encode()) for name, text in ON_RECORD.items()]
    mappings = list(MAPPED)
    for path in real.rglob("oxford_chatbots_2018.csv"):
        header = path.read_text("utf-8").splitlines()[0].split(",")
        mappings.append(check("Local Digital Fund", header, "pilots", _PILOTS))
    told = [one.file(visibility="open", source="a table of formats") for one in mappings]
    plan([*files, *told], store, Defaults("open")).commit(store)
    return store


def _print(store: SqliteStore, inputs: list[Path], called: str) -> None:
    for line in _lines(store, inputs, called):
        print("|", " | ".join(line), "|")


def _lines(store: SqliteStore, inputs: list[Path], called: str) -> Iterator[tuple[str, ...]]:
    """A line for each file that was read, or one with the sentence that says why it was not."""
    names = {path.name for one in inputs for path in ([one] if one.is_file() else one.iterdir())}
    try:
        report = plan(inputs, store, TOLD).report
    except ChampionFinderError as said:
        yield "none", called, *["-"] * 4, f"left out: {str(said).split('. ', maxsplit=1)[0].replace('|', ' ')}"
        return
    for file in report.files:
        if file.file.split("/")[-1].split(",")[0] in names:
            name = called if called[-1] != "/" else called + file.file.split("/")[-1]
            counts = (file.read, file.loaded, file.merged, file.rejected)
            yield file.kind, name, *(f"{n:,}" for n in counts), ", ".join(file.evidence) or "facts"


def _made(store: SqliteStore, maker: Maker) -> tuple[str, ...]:
    """Counts over some files of one format, each read for itself."""
    counts, evidence, refused = [0, 0, 0, 0], dict[str, None](), 0
    for number in range(_MADE):
        file = InputFile(f"{maker.name.split(',')[0]}.{maker.ending}", maker.write(Random(number)))
        try:
            [told] = [one for one in plan([file], store, TOLD).report.files if one.file.startswith(file.name)]
        except ChampionFinderError:
            refused += 1
            continue
        counts = [a + b for a, b in zip(counts, (told.read, told.loaded, told.merged, told.rejected), strict=True)]
        evidence |= dict.fromkeys(told.evidence)
    made = f"made: {_MADE} files" + (f", {refused} refused" if refused else "")
    return maker.name, made, *(f"{n:,}" for n in counts), ", ".join(evidence) or "facts"


if __name__ == "__main__":
    raise SystemExit(main())
