"""Exports: whatever one viewer sees goes out in every format, comes back as it was, and nothing else goes out."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from functools import cache
from xml.etree import ElementTree

import networkx as nx
import openpyxl
import pandas as pd
import pytest

from graph.errors import InputError
from graph.neo4j_store import Neo4jStore
from graph.sqlite_store import SqliteStore
from graph.statements import KINDS
from graph.store import copy, fingerprint
from graph.view import view
from loaders.exported_text import EXPORTED, from_exportable, to_cell, to_exportable, without_apostrophes
from loaders.exports import FORMATS, export, packed, write_export
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from sample_data import AS_AT, REGION
from tests.exported_town import HOSTILE, SECRET, hidden, town
from tests.worlds import acceptance, fill, in_memory, row

DAY = date(2026, 6, 1)
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@cache
def files(store, format, *, viewer=None, day=DAY, with_ties=False):
    """The files of an export, made once for each store: nothing here changes one."""
    return made_anew(store, format, viewer, day, with_ties)


def made_anew(store, format, viewer=None, day=DAY, with_ties=False):
    made = export(view(store, viewer, day), FORMATS[format], with_ties=with_ties)
    return tuple(InputFile(name, b"".join(pieces)) for name, pieces in made)


def back(given, store):
    """What a load of these files would do."""
    return plan(given, store, Defaults()).report


def opened(given):
    """All bytes of some files, those in workbooks and archives unpacked."""
    for file in given:
        yield file.content
        if file.content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
                yield from (archive.read(name) for name in archive.namelist())


@pytest.fixture(scope="module")
def towns():
    """Give a store in one file with the worked example, the hostile town, and what the public may not see of it."""
    store = SqliteStore(":memory:")
    fill(store, [*acceptance(), *town(), *hidden()])
    yield store
    store.close()


@pytest.fixture(scope="module")
def region():
    """Give a store with the invented region."""
    store = SqliteStore(":memory:")
    plan([REGION], store, Defaults()).commit(store, strict=True)
    yield store
    store.close()


# out and back


@pytest.mark.parametrize("viewer", [None, "C1"])
@pytest.mark.parametrize("format", FORMATS)
def test_what_was_exported_loads_again_with_0_changes(towns, format, viewer):
    report = back(files(towns, format, viewer=viewer), towns)
    assert (report.loaded, report.rejected, report.unreadable, report.left_out) == (0, 0, (), ()), report.words()
    assert report.merged == report.read > 150


@pytest.mark.parametrize("format", ["csv", "gexf", "neo4j"])
def test_the_region_loads_again_with_0_changes(region, format):
    """Workbooks of the whole region take long to write and read: the towns stand for them, and for the others."""
    report = back(files(region, format, day=AS_AT), region)
    assert (report.loaded, report.rejected) == (0, 0)
    assert report.merged == report.read > 5000


@pytest.mark.neo4j
def test_exports_of_a_shared_neo4j_equal_those_of_one_file_and_load_again_with_0_changes(empty_neo4j):
    alone, shared = (
        in_memory([*town(), *hidden()]),
        Neo4jStore(empty_neo4j.uri, user=empty_neo4j.user, password=empty_neo4j.password),
    )
    copy(alone, shared)
    for format in FORMATS:
        made = files(shared, format)
        assert made == files(alone, format)
        report = back(made, shared)
        assert (report.loaded, report.rejected, report.merged) == (0, 0, report.read), format
    shared.close()


@pytest.mark.parametrize("format", FORMATS)
def test_whoever_sees_everything_takes_everything_along(format):
    """Into an empty store the same statements come, with the same ids: equal fingerprints."""
    store, other = in_memory(town()), SqliteStore(":memory:")
    report = plan(files(store, format), other, Defaults()).commit(other)
    assert report.rejected == 0
    assert fingerprint(other) == fingerprint(store)
    assert {batch.kind for batch in other.read()} == set(KINDS)
    other.close()


def test_a_zip_of_an_export_loads_too(towns):
    made = InputFile("all.zip", packed((file.name, [file.content]) for file in files(towns, "csv")))
    assert back([made], towns).loaded == 0


def test_carriage_returns_and_control_characters_come_back():
    """They cannot come out of a CSV file of ours, but out of JSON; XML and workbooks cannot hold them as they are."""
    told = row("people", person_id="P1", name="one\r\ntwo\rthree", source="a\ufffeb\rc")
    store = in_memory([told])
    for format in FORMATS:
        assert back(files(store, format), store).loaded == 0, format


@pytest.mark.parametrize("text", [*HOSTILE, "\r", "\x00\x0b", "''=", "\\u0041\\u", "\\\\u0009"])
def test_text_comes_back_as_it_was(text):
    import pyarrow as pa

    cells = pa.chunked_array([[to_cell(text)]])
    assert from_exportable(without_apostrophes(cells)).to_pylist() == [text]
    assert from_exportable(pa.chunked_array([[to_exportable(text)]])).to_pylist() == [text]
    assert not to_cell(text).startswith(FORMULAS)
    assert "\n" not in to_cell(text)
    assert "\r" not in to_cell(text)


# what is left blank


def test_a_row_that_leaves_out_a_hidden_id_is_known_already(towns):
    """The public sees challenge H2 without its owner; loaded again that is no second challenge."""
    report = back(files(towns, "csv"), towns)
    notes = [note for file in report.files for note in file.notes]
    assert "1 row of challenges leaves out an id that is on record, and counts as known." in notes
    assert report.loaded == 0


def test_a_row_that_says_anything_else_is_a_new_statement(towns):
    """Leaving out is forgiven, another word is not."""
    made = next(file for file in files(towns, "csv") if file.name == "challenges.csv")
    changed = InputFile(made.name, made.content.replace(b"grit,", b"gritting,"))
    assert back([changed], towns).loaded == 1


def test_the_hash_of_a_row_with_a_hidden_id_is_not_told(towns):
    """Else anybody could try which id makes that hash."""
    known = {batch.kind: batch.table for batch in towns.read(("challenges",))}["challenges"].to_pylist()
    whole = next(told["id"] for told in known if told["challenge_id"] == "H2").encode()
    for format in FORMATS:
        assert not any(whole in content for content in opened(files(towns, format)))


# only what the viewer may see


@pytest.mark.parametrize("format", FORMATS)
def test_what_the_public_may_not_see_is_in_no_byte(towns, format):
    for content in opened(files(towns, format)):
        assert SECRET.encode() not in content
    assert any(SECRET.encode() in content for content in opened(files(towns, format, viewer="C1")))


# other programs open them


@pytest.mark.parametrize("format", ["gexf", "graphml"])
def test_networkx_opens_the_graph_files(towns, format):
    (made,) = files(towns, format, with_ties=True)
    people = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}[format](io.BytesIO(made.content))
    assert people.nodes["person:P0"]["name"] == "=1+1"
    assert people.nodes["person:P11"]["name"] == "]]>"
    assert people.nodes["organisation:C1"]["name"] == "Oldtown Council"  # observed rules before a row without a class
    council = people.nodes["organisation:C1"]
    assert (council["source"], council["licence"], council["class"]) == ("town.csv, sheet 1", "OGL-UK-3.0", "observed")
    edges = list(people.edges(data=True))
    assert all(cells["source"] for _, _, cells in edges if cells[EXPORTED] == "contacts" and "source" in cells)
    known = next(cells for a, b, cells in edges if (a, b, cells["relation"]) == ("person:P1", "person:P2", "KNOWS"))
    assert (known["date"], known["strength"], known["licence"]) == ("2026-01-02", "0.6", "OGL-UK-3.0")
    assert {cells["relation"] for _, _, cells in edges} >= {"HOLDS_POST", "HOSTED", "ABOUT", "AWARDED", "TIE"}
    ElementTree.fromstring(made.content)


def test_pandas_opens_the_tables(towns):
    for format in ("csv", "neo4j", "gephi"):
        for file in files(towns, format):
            table = pd.read_csv(io.BytesIO(file.content), dtype=str, keep_default_na=False)
            assert len(table) == file.content.count(b"\n") - 1  # one line a row
            assert EXPORTED in table.columns


def test_edges_for_gephi_and_neo4j_run_between_their_nodes(towns):
    def tables(format, begin):
        found = [f for f in files(towns, format) if f.name.startswith(begin)]
        return [pd.read_csv(io.BytesIO(f.content), dtype=str, keep_default_na=False) for f in found]

    nodes, edges = pd.concat(tables("gephi", "nodes")), pd.concat(tables("gephi", "edges"))
    assert nodes["Id"].is_unique
    assert edges["Id"].is_unique
    assert {*edges["Source"], *edges["Target"]} <= {*nodes["Id"]}
    nodes, edges = pd.concat(tables("neo4j", "nodes")), pd.concat(tables("neo4j", "relations"))
    assert nodes["id:ID"].is_unique
    assert {*edges[":START_ID"], *edges[":END_ID"]} <= {*nodes["id:ID"]}
    assert set(nodes[":LABEL"]) >= {"Person", "Organisation;Council", "Organisation;SME", "Theme", "Statement"}


def test_kumu_finds_elements_and_connections(towns):
    blueprint, workbook = files(towns, "kumu")
    told = json.loads(blueprint.content)
    ids = {element["id"] for element in told["elements"]}
    assert {end for one in told["connections"] for end in (one["from"], one["to"])} <= ids
    assert not any("|" in id for id in ids)  # parts several elements in Kumu
    book = openpyxl.load_workbook(io.BytesIO(workbook.content))
    assert book.sheetnames == ["Elements", "Connections"]
    assert [cell.value for cell in book["Elements"][1]][:3] == ["ID", "Label", "Type"]
    assert [cell.value for cell in book["Connections"][1]][:2] == ["From", "To"]
    assert book["Elements"].max_row == len(told["elements"]) + 1


def test_no_cell_of_a_table_is_a_formula(towns):
    for format in ("csv", "neo4j", "gephi"):
        for file in files(towns, format):
            cells = [cell for line in csv.reader(io.StringIO(file.content.decode("utf-8-sig"))) for cell in line]
            assert not any(cell.startswith(FORMULAS) for cell in cells), file.name
    for format in ("xlsx", "kumu"):
        for file in files(towns, format):
            if file.name.endswith(".xlsx"):
                book = openpyxl.load_workbook(io.BytesIO(file.content))
                assert {c.data_type for sheet in book for r in sheet.iter_rows() for c in r if c.value} == {"s"}


def test_a_text_that_no_workbook_holds_is_refused():
    store = in_memory([row("people", person_id="P1", name="x" * 40_000)])
    with pytest.raises(InputError, match="people, row 2: a cell of a workbook holds no text this long"):
        files(store, "xlsx")
    assert back(files(store, "csv"), store).loaded == 0


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_view_gives_the_same_bytes(towns, format):
    assert made_anew(towns, format) == files(towns, format)


# ties


def test_ties_are_marked_as_worked_out_and_a_load_leaves_them_out(towns):
    (made,) = files(towns, "gexf", with_ties=True)
    report = back([made], towns)
    notes = " ".join(note for file in report.files for note in file.notes)
    assert "hold numbers that were worked out, not statements. They were not loaded" in notes
    assert (report.loaded, report.rejected) == (0, 0)


def test_ties_are_no_rows_of_a_table(towns):
    with pytest.raises(InputError, match=r"no rows of csv\. Formats that take them: gexf, graphml, kumu, gephi\."):
        files(towns, "csv", with_ties=True)


# mended and damaged exports


def test_a_row_of_no_kind_is_rejected(towns):
    made = next(file for file in files(towns, "csv") if file.name == "offers.csv")
    broken = InputFile("offers.csv", made.content.replace(b",offers\n", b",ofers\n"))
    report = back([broken], towns)
    assert report.rejected == report.read > 1
    assert '"ofers" is no kind of row. Use one of: organisations' in str(report.rejections[0])


def test_rejected_rows_of_an_export_load_once_mended(towns):
    from loaders.report import rejected_files

    made = next(file for file in files(towns, "csv") if file.name == "people.csv")
    broken = InputFile("people.csv", made.content.replace(b",observed,", b",seen,"))
    report = back([broken], towns)
    assert report.rejected == len(HOSTILE)
    ((name, content),) = rejected_files(report).items()
    mended = back([InputFile(name, content.replace(b",seen,", b",observed,"))], towns)
    assert (mended.read, mended.loaded, mended.rejected) == (len(HOSTILE), 0, 0)


def test_an_export_is_written_whole_or_not_at_all_and_replaces_nothing_unasked(towns, tmp_path):
    seen = view(towns, None, DAY)
    written = write_export(export(seen, FORMATS["csv"]), tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {path.name for path in written}
    with pytest.raises(InputError, match=r"There is a file .*out.* already"):
        write_export(export(seen, FORMATS["csv"]), tmp_path / "out")
    write_export(export(seen, FORMATS["csv"]), tmp_path / "out", replace=True)
    with pytest.raises(InputError, match="several files"):
        write_export(export(seen, FORMATS["kumu"]), tmp_path / "one.json")
    long = in_memory([*town(), row("posts", person_id="P1", organisation_id="C1", title="x" * 40_000)])
    with pytest.raises(InputError):
        write_export(export(view(long, None, DAY), FORMATS["kumu"]), tmp_path / "half")
    assert list((tmp_path / "half").iterdir()) == []
