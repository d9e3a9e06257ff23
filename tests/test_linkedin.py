"""LinkedIn exports: who is connected, since when; never what was written. All people are invented."""

from __future__ import annotations

import pyarrow as pa
import pytest

from graph.sqlite_store import SqliteStore
from graph.statements import KINDS
from loaders.plan import Plan, plan
from loaders.reading import Defaults, InputFile, NeededError

ANN = InputFile("people.csv", b"person_id,name,visibility\nann,Ann Example,open\n")
NOTES = 'Notes:\n"When exporting your connection data, you may notice that some are missing."\n\n'
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
ROWS = (
    "Kate,Sample,https://linkedin.com/in/kate-s/,kate@leeds.example,Leeds City Council,Head of Highways,12 Mar 2024",
    "Kim,Sample,https://www.linkedin.com/in/kim-s,kim@gmail.com,Acme Roads Ltd,,01 Feb 2025",
    "Lee,Sample,https://www.linkedin.com/in/lee-s,,Self-employed,Consultant,01 Feb 2025",
    ",,,,,,01 Feb 2025",
)


def connections(*rows: str, notes: str = NOTES) -> InputFile:
    return InputFile("Connections.csv", (notes + HEADER + "\n".join(rows) + "\n").encode())


def planned(*files: InputFile, holder: str | None = "ann", store: SqliteStore | None = None) -> Plan:
    return plan(files, store or SqliteStore(":memory:"), Defaults("open", holder=holder))


def cells(made: Plan, kind: str) -> list[dict[str, str]]:
    found = [statement.cells for batch in made.batches if batch.kind == kind for statement in batch.statements()]
    own = {column.name for column in KINDS[kind].columns}
    return [{name: cell for name, cell in one.items() if name in own} for one in found]


def test_each_connection_is_a_person_a_post_and_a_connection_of_whoever_made_the_export():
    made = planned(ANN, connections(*ROWS))
    people = {row["name"]: row for row in cells(made, "people")}
    assert people["Kate Sample"]["email"] == "kate@leeds.example" and "email" not in people["Kim Sample"]
    posts = {row["title"]: row["organisation_id"] for row in cells(made, "posts")}
    assert posts["Head of Highways"] == "E08000035"  # Leeds City Council, by the register
    assert set(posts) == {"Head of Highways", "title not known"}  # nobody is employed by "self-employed"
    kate = people["Kate Sample"]["person_id"]
    told = {"person_a": "ann", "person_b": kate, "kind": "connection", "on": "2024-03-12", "said_by": "ann"}
    assert told in cells(made, "contacts")


def test_an_employer_that_is_not_on_record_becomes_an_organisation_of_unknown_kind():
    made = planned(ANN, connections(*ROWS))
    [acme] = [row for row in cells(made, "organisations") if row["kind"] == "unknown"]
    assert acme["name"] == "Acme Roads Ltd" and acme["organisation_id"].startswith("org-")


def test_an_employer_whose_name_holds_the_sign_that_parts_lists_is_one_organisation():
    made = planned(ANN, connections(ROWS[1].replace("Acme Roads Ltd", "Acme Roads | Growth"), ROWS[0]))
    [acme] = [row for row in cells(made, "organisations") if row["kind"] == "unknown"]
    assert acme["name"] == "Acme Roads / Growth"
    employers = {row["organisation_id"] for row in cells(made, "posts")}
    assert employers == {acme["organisation_id"], "E08000035"}  # every post is somewhere that is on record


def test_every_row_below_the_header_is_counted_and_numbered_as_in_the_file():
    report = planned(ANN, connections(*ROWS)).report
    file = next(one for one in report.files if one.kind == "linkedin_connections")
    assert (file.read, file.loaded, file.rejected, file.evidence) == (4, 3, 1, ("connection",))
    [rejection] = report.rejections
    assert rejection.row == 8 and "hides who this is" in rejection.reason  # the header is row 4


def test_the_same_export_again_changes_nothing_though_the_file_has_another_name():
    store = SqliteStore(":memory:")
    planned(ANN, connections(*ROWS), store=store).commit()
    again = InputFile("Connections (2).csv", connections(*ROWS).content)
    assert planned(again, store=store).commit().loaded == 0


def test_without_its_explanation_above_the_header_it_is_read_the_same():
    assert cells(planned(ANN, connections(*ROWS, notes="")), "contacts") == cells(
        planned(ANN, connections(*ROWS)), "contacts"
    )


def test_whose_connections_they_are_is_asked_and_not_guessed():
    with pytest.raises(NeededError, match="Say whose they are") as needed:
        planned(ANN, connections(*ROWS), holder=None)
    assert [(ask.need, ask.file) for ask in needed.value.asks] == [("holder", "Connections.csv")]


def test_a_holder_who_is_not_on_record_is_told_once():
    with pytest.raises(Exception, match="--whose: nobody on record"):
        planned(ANN, connections(*ROWS), holder="nobody")


def test_a_profile_is_the_same_however_its_address_is_written_and_without_a_name_it_is_none():
    from loaders.formats.linkedin import profile

    usual = "https://www.linkedin.com/in/kate-s"
    written = (
        usual,
        "HTTP://LinkedIn.com/in/Kate-S/",
        "linkedin.com/in/kate-s?trk=1",
        "https://uk.linkedin.com/pub/kate-s",
    )
    assert profile(pa.array([*written, None])).to_pylist() == [usual] * 4 + [None]
    assert profile(pa.array(["https://", "/", "?"])).to_pylist() == [None] * 3
