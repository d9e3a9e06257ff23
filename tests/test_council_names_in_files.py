"""A council or firm may be named in a file instead of given by its id: what is sure is used and said, else asked."""

from __future__ import annotations

import pytest

from graph.sqlite_store import SqliteStore
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from loaders.report import Report

PEOPLE = "person_id,name\nP1,Ann\n"
ORGANISATIONS = (
    "organisation_id,name,kind,aliases\n"
    "O1,Northmoor County Council,council,Northmoor CC|Moorland\n"
    "O2,Grit Ltd,sme,Gritty\n"
)


def load(*, store: SqliteStore | None = None, **texts: str) -> tuple[Report, SqliteStore]:
    into = store or SqliteStore(":memory:")
    files = [InputFile(f"{name}.csv", text.encode()) for name, text in texts.items()]
    return plan(files, into, Defaults("open")).commit(), into


def posts_at(*names: str) -> str:
    return "person_id,organisation_id,title\n" + "".join(f'P1,"{name}",Job {n}\n' for n, name in enumerate(names))


def held(store: SqliteStore, kind: str, column: str) -> list[str]:
    return sorted(s.cells[column] for batch in store.read((kind,)) for s in batch.statements() if column in s.cells)


@pytest.mark.parametrize(
    ("name", "code", "how"),
    [
        ("Norfolk County Council", "E10000020", "exact name"),
        ("norfolk  county council", "E10000020", "exact name"),
        ("Croydon Council", "E09000008", "margin rule"),
    ],
)
def test_a_council_by_its_name_becomes_its_code_and_its_row_of_the_register_joins_the_load(name, code, how):
    report, store = load(people=PEOPLE, posts=posts_at(name))
    assert report.rejected == 0
    assert held(store, "posts", "organisation_id") == held(store, "organisations", "organisation_id") == [code]
    by_file = {file.file: file for file in report.files}
    assert by_file["posts.csv"].notes[0].startswith(f'"{name}" was read as {code} ({how}). ')
    assert (by_file["register of councils"].read, by_file["register of councils"].loaded) == (1, 1)


def test_a_code_alone_brings_the_council_without_a_note():
    report, store = load(people=PEOPLE, posts=posts_at("E10000020"))
    assert held(store, "organisations", "name") == ["Norfolk County Council"]
    assert [file.notes for file in report.files if file.file == "posts.csv"] == [()]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Norfolk", "Did you mean Norfolk County Council (E10000020)?"),
        ("Moorland", "Did you mean Northmoor County Council (O1)?"),  # a place alone, even as an alias
        ("Northmor", "Did you mean Northmoor County Council (O1)"),
        ("Northmor County Council", "Did you mean Northmoor County Council (O1)"),
        ("Lancing Parish Council", ""),
        ("Hebden Royd Town Council", ""),
    ],
)
def test_a_name_that_is_not_sure_is_asked_and_never_guessed(name, meant):
    report, store = load(people=PEOPLE, organisations=ORGANISATIONS, posts=posts_at(name))
    [rejection] = report.rejections
    assert (rejection.file, rejection.row, rejection.column) == ("posts.csv", 2, "organisation_id")
    assert rejection.reason == f'"{name}" is no organisation on record.'
    assert rejection.remedy.startswith(meant) and rejection.remedy.endswith("or add a row to organisations.csv.")
    assert held(store, "posts", "organisation_id") == [] and len(held(store, "organisations", "name")) == 2


@pytest.mark.parametrize("name", ["Northmoor CC", "northmoor county council", "Grit Ltd", "Gritty"])
@pytest.mark.parametrize("where", ["in the same folder", "loaded before"])
def test_names_and_aliases_of_our_own_organisations_are_known(name, where):
    store = SqliteStore(":memory:")
    if where == "loaded before":
        load(store=store, people=PEOPLE, organisations=ORGANISATIONS)
        report, _ = load(store=store, posts=posts_at(name))
    else:
        report, _ = load(store=store, people=PEOPLE, organisations=ORGANISATIONS, posts=posts_at(name))
    assert report.rejected == 0
    assert held(store, "posts", "organisation_id") == ["O2" if name.startswith("Grit") else "O1"]


def test_names_in_a_list_and_in_several_files_are_resolved_and_said_once_a_file():
    report, store = load(
        people="person_id,name,audience\nP1,Ann,O2|Norfolk County Council\n",
        organisations=ORGANISATIONS,
        pilots="pilot_id,name,council_id,supplier_ids\nT1,Salt,Northmoor CC,Grit Ltd|O1\n",
        posts=posts_at("Norfolk County Council", "Norfolk County Council"),
    )
    assert report.rejected == 0
    assert held(store, "people", "audience") == ["O2|E10000020"]
    assert held(store, "pilots", "council_id") == ["O1"] and held(store, "pilots", "supplier_ids") == ["O2|O1"]
    assert {file.file: len(file.notes) for file in report.files if file.file != "register of councils"} == {
        "people.csv": 1,
        "organisations.csv": 0,
        "pilots.csv": 2,
        "posts.csv": 1,
    }


def test_a_name_means_no_organisation_that_whoever_loads_may_not_see():
    hidden = (
        "organisation_id,name,kind,aliases,visibility,owner\n"
        "hid,Hidden Foundry Ltd,sme,Zed,closed,hid\n"
        "oth,Other Ltd,sme,,open,\n"
    )
    _, store = load(organisations=hidden)
    told = {}
    for owner in ("oth", "hid"):
        files = [
            InputFile("people.csv", PEOPLE.encode()),
            InputFile("posts.csv", posts_at("Zed", "Hidden Foundry").encode()),
        ]
        report = plan(files, store, Defaults("open", owner=owner)).report
        told[owner] = [str(one) for one in report.rejections] + [note for file in report.files for note in file.notes]
    assert not any("hid" in text.lower().replace('"hidden foundry"', "") for text in told["oth"])
    assert len(told["oth"]) == 2  # both names are nobody's
    assert any("Did you mean Hidden Foundry Ltd (hid)?" in text for text in told["hid"])
    assert any('"Zed" was read as hid (alias).' in text for text in told["hid"])
