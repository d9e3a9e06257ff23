"""The same content in whatever dress gives the same store; real notices, full disks and interruptions lose nothing."""

from __future__ import annotations

import csv
import gzip
import io
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.errors import StoreError
from graph.sqlite_store import SqliteStore
from graph.store import Store, fingerprint
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from loaders.report import Report
from sample_data import ACCEPTANCE, REGION

NOTICES = Path(__file__).parents[2] / "shared" / "data" / "ocds_uk"
NAMES = ("Renée O’Brien", "Zoë Łaski", "Siân Ŵyn", "“Bob”", "D’Arcy – Smith")  # the second and third are not Windows'
WINDOWS = ("Renée O’Brien", "Zoë Laski", "Siân Wyn", "“Bob”", "D’Arcy – Smith")


@pytest.fixture
def store() -> Iterator[SqliteStore]:
    empty = SqliteStore(":memory:")
    yield empty
    empty.close()


def load(into: Store, *files: Path | InputFile) -> Report:
    return plan(list(files), into, Defaults()).commit()


def told(*files: Path | InputFile) -> tuple[str, Report]:
    """What a new store holds after a load, and the report."""
    into = SqliteStore(":memory:")
    report = load(into, *files)
    return fingerprint(into), report


def example() -> dict[str, str]:
    """The files of the worked example, whose rows name their source, so that the name of a file plays no part."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(ACCEPTANCE.glob("*.csv"))}
    assert all("source" in text.splitlines()[0].split(",") for text in texts.values())
    return texts


def text_of(rows: list[list[str]], separator: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def a_zip(texts: dict[str, str]) -> list[InputFile]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(f"our data/{name}", text)
    return [InputFile("all.zip", out.getvalue())]


def a_workbook(texts: dict[str, str]) -> list[InputFile]:
    book = Workbook(write_only=True)
    for name, text in texts.items():
        sheet = book.create_sheet(name.removesuffix(".csv"))
        for row in rows_of(text):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return [InputFile("all.xlsx", out.getvalue())]


def encoded(texts: dict[str, str], encoding: str) -> list[InputFile]:
    return [InputFile(name, text.encode(encoding)) for name, text in texts.items()]


def tabs(texts: dict[str, str]) -> list[InputFile]:
    return [InputFile(name.replace(".csv", ".tsv"), text_of(rows_of(t), "\t").encode()) for name, t in texts.items()]


DRESSES = {
    "zip": a_zip,
    "workbook": a_workbook,
    "gz": lambda texts: [InputFile(f"{name}.gz", gzip.compress(text.encode())) for name, text in texts.items()],
    "tabs": tabs,
    "UTF-8 with a mark": lambda texts: encoded(texts, "utf-8-sig"),
    "UTF-16": lambda texts: encoded(texts, "utf-16"),
    "UTF-16 without a mark": lambda texts: encoded(texts, "utf-16-le"),
    "Windows": lambda texts: encoded(texts, "cp1252"),
    "old Mac line ends": lambda texts: [InputFile(n, t.replace("\n", "\r").encode()) for n, t in texts.items()],
}


@pytest.mark.parametrize("dress", DRESSES)
def test_the_worked_example_is_the_same_in_every_dress(dress):
    plain, _ = told(*encoded(example(), "utf-8"))
    dressed, report = told(*DRESSES[dress](example()))
    assert (report.read, report.loaded, report.rejected, report.unreadable) == (124, 124, 0, ())
    assert dressed == plain
    said = {note for file in report.files for note in file.notes}
    assert any("UTF-16" in note for note in said) == dress.startswith("UTF-16")


@pytest.mark.parametrize(
    ("encoding", "names", "words"),
    [
        ("utf-8", NAMES, None),
        ("utf-8-sig", NAMES, None),
        ("utf-16", NAMES, "This file was saved as UTF-16, not UTF-8."),
        ("utf-16-be", NAMES, "This file was saved as UTF-16, not UTF-8."),
        ("cp1252", WINDOWS, "This file was saved as Windows text, not UTF-8."),
    ],
)
def test_names_with_accents_give_the_same_store_and_the_note_says_how_they_were_saved(encoding, names, words):
    rows = [["person_id", "name", "source", "visibility"]]
    text = text_of([*rows, *([f"P{n}", name, "us", "open"] for n, name in enumerate(names))])
    same, _ = told(InputFile("people.csv", text.encode()))
    other, report = told(InputFile("people.csv", text.encode(encoding)))
    assert other == same and report.loaded == len(names)
    notes = report.files[0].notes
    assert notes == () if words is None else notes[0].startswith(words)


def test_the_sample_region_loads_strictly_and_whole(store):
    report = plan([REGION], store, Defaults()).commit(strict=True)
    assert not report.refused and report.rejected == 0 and report.loaded == report.read > 5_000
    assert not report.unreadable and not report.left_out


@pytest.mark.skipif(not NOTICES.is_dir(), reason="The real notices (../shared/data/ocds_uk) are not here.")
def test_all_90_real_notices_are_accounted_for_known_the_second_time_and_undone(store):
    load(store, ACCEPTANCE)
    before = fingerprint(store)
    report = load(store, NOTICES)
    notices = [file for file in report.files if file.kind == "ocds"]
    assert sum(file.read for file in notices) == 90
    assert sum(file.loaded + file.merged + file.rejected for file in notices) == 90
    assert report.rejected == 0 and report.load
    after, loads = fingerprint(store), store.loads()
    again = load(store, NOTICES)
    assert again.loaded == 0 and again.load is None and again.words().startswith("0 changes")
    assert fingerprint(store) == after and store.loads() == loads
    store.undo(report.load.id)
    assert fingerprint(store) == before


# a load that is broken off


def people(count: int) -> InputFile:
    rows = [["person_id", "name", "visibility"], *([f"P{n}", f"Person {n}", "open"] for n in range(count))]
    return InputFile("people.csv", text_of(rows).encode())


@pytest.fixture
def filled(tmp_path) -> Iterator[SqliteStore]:
    """A store in a file, with a few people."""
    held = SqliteStore(tmp_path / "s.sqlite")
    load(held, people(5))
    yield held
    held.close()


class InterruptedStore(SqliteStore):
    """The person at the keyboard presses Ctrl-C after so many rows of the load are stored."""

    def _insert(self, db, seq, batches, so_far):
        masks = super()._insert(db, seq, batches, so_far)
        if batches[0].kind == "posts":
            raise KeyboardInterrupt
        return masks


def test_ctrl_c_in_the_middle_of_a_load_leaves_the_store_as_it_was(filled):
    before, loads, version = fingerprint(filled), filled.loads(), filled.version()
    planned = plan([ACCEPTANCE], filled, Defaults())
    with pytest.raises(KeyboardInterrupt):
        planned.commit(InterruptedStore(filled.address))
    assert (fingerprint(filled), filled.loads(), filled.version()) == (before, loads, version)
    assert planned.commit().loaded == 124  # and nothing stands in the way of the next


def test_a_large_load_that_comes_in_pieces_makes_its_indexes_once_at_the_end(tmp_path, monkeypatch):
    """With indexes in place 20,000 rows at a time take five times as long."""
    for name, rows in (
        ("loaders.plan.BATCH_ROWS", 20),
        ("graph.sqlite_store.ROWS_AT_ONCE", 60),
        ("graph.sqlite_store.INDEX_LATER", 100),
    ):
        monkeypatch.setattr(name, rows)
    store = SqliteStore(tmp_path / "large.sqlite")
    seen: list[tuple[int, bool]] = []

    def indexed() -> bool:
        found = store._db.execute("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = 'people_by_load'")
        return found.fetchone() is not None

    planned = plan([people(300)], store, Defaults())
    before = indexed()
    assert planned.commit(told=lambda done, total: seen.append((done, indexed()))).loaded == 300
    assert before and indexed()
    assert [done for done, _ in seen] == list(range(20, 301, 20))  # it is told how far it is
    assert [there for done, there in seen if done <= 120] == [True] * 6  # two sorted runs of 60
    assert [there for done, there in seen if done > 180] == [False] * 6
    assert len(people_of(store)) == 300
    store.close()


def people_of(store: SqliteStore) -> set[str]:
    return {id for batch in store.read(["people"]) for id in batch.table.column("person_id").to_pylist()}


def test_a_full_disk_is_said_in_a_sentence_and_leaves_the_store_as_it_was(filled):
    before, loads = fingerprint(filled), filled.loads()
    [pages] = filled._db.execute("PRAGMA page_count").fetchone()
    filled._db.execute(f"PRAGMA max_page_count = {pages + 8}")
    planned = plan([people(5_000)], filled, Defaults())
    with pytest.raises(StoreError, match=r"The disk is full\. Make room, then try again\. Nothing was changed\."):
        planned.commit()
    assert (fingerprint(filled), filled.loads()) == (before, loads)
    filled._db.execute("PRAGMA max_page_count = 1000000")
    assert planned.commit().loaded == 4_995
    [sound] = sqlite3.connect(filled.address).execute("PRAGMA integrity_check").fetchone()
    assert sound == "ok"
