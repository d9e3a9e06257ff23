"""Address books, lists of customers and messages: people one knows, and what of them stays outside.

All people are invented. The headers are those of real exports (../shared/data/format_headers).
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pytest import approx

from graph.errors import InputError
from graph.sqlite_store import SqliteStore
from graph.statements import KINDS
from graph.view import view
from loaders.councils import CouncilFinder
from loaders.formats import TABLES
from loaders.formats.table import format_of
from loaders.plan import Plan, plan
from loaders.reading import Defaults, InputFile, NeededError
from loaders.report import rejected_files
from loaders.tables import beginning
from loaders.templates import TEMPLATES, kind_of

HEADERS = Path(__file__).parents[2] / "shared" / "data" / "format_headers"
needs_headers = pytest.mark.skipif(not HEADERS.is_dir(), reason="The real headers (../shared/data) are not here.")
OURS = {
    "linkedin_connections.csv": "linkedin_connections",
    "google_contacts_new.csv": "google_contacts",
    "google_contacts_old_prefix.csv": "google_contacts",
    "outlook_contacts_classic.csv": "outlook_contacts",
    "outlook_contacts_new.csv": "outlook_contacts",
    "hubspot_contacts.csv": "hubspot_contacts",
    "pipedrive_people.csv": "pipedrive_people",
}
REGISTER = CouncilFinder()
FIRM_AND_ANN = (
    InputFile("organisations.csv", b"organisation_id,name,kind,visibility\nfirm,Roads Ltd,sme,open\n"),
    InputFile("people.csv", b"person_id,name,visibility\nann,Ann Example,open\n"),
)
LINKEDIN = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
GOOGLE = "First Name,Middle Name,Last Name,Nickname,File As,Organization Name,Organization Title"
GOOGLE += ",Organization Department,Birthday,Notes,Labels,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value"
OLD_GOOGLE = "Name,Given Name,Additional Name,Family Name,Name Prefix,Birthday,Notes,E-mail 1 - Value"
OLD_GOOGLE += ",Organization 1 - Name,Organization 1 - Title"
OUTLOOK = "First Name,Last Name,Company,Department,Job Title,Business Street,Home Street,Mobile Phone,Birthday"
OUTLOOK += ",Spouse,Children,E-mail Address,E-mail 2 Address,Private,Sensitivity"
HUBSPOT = "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Job Title,Company Name,Last Activity Date"
PIPEDRIVE = "Person - Name,Person - Email - Work,Person - Email - Home,Person - Owner,Organization - Name,Note"
MESSAGES = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT"
MESSAGES += ",FOLDER"
ANN, KATE, KIM = (f"https://www.linkedin.com/in/{name}" for name in ("ann-e", "kate-s", "kim-s"))


def table(header: str, *rows: tuple[str, ...], name: str = "contacts.csv") -> InputFile:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header.split(","), *rows])
    return InputFile(name, out.getvalue().encode())


def made_of(*files: InputFile, whose: str | None = "ann", owner: str | None = None, name: str = "Ann Example") -> Plan:
    told = Defaults("open", owner, holder=whose, holder_name=name)
    return plan(files, on_record(), told, finder=REGISTER)


@cache
def on_record() -> SqliteStore:
    """A firm and Ann; plans change nothing in it."""
    store = SqliteStore(":memory:")
    plan(FIRM_AND_ANN, store, Defaults("open")).commit()
    return store


def cells(made: Plan, kind: str) -> list[dict[str, str]]:
    """Own cells of all statements of a kind."""
    own = [column.name for column in KINDS[kind].columns]
    told = [statement.cells for batch in made.batches if batch.kind == kind for statement in batch.statements()]
    return [{name: one[name] for name in own if name in one} for one in told]


def sentences(made: Plan) -> list[str]:
    return [str(rejection) for rejection in made.report.rejections]


def everything(made: Plan) -> str:
    """All text that leaves a load: what is stored, what is said, and the files of rejected rows."""
    told = [batch.table.to_pylist() for batch in made.batches]
    return f"{told} {made.report.words()} {sentences(made)} {rejected_files(made.report)}"


# known by content


@needs_headers
def test_each_real_header_is_known_as_its_format_and_as_no_other():
    for file in sorted(HEADERS.glob("*.*sv")):
        for line in beginning(InputFile(file.name, file.read_bytes())):
            carried = {one.name: one.fits(frozenset(cell.strip().casefold() for cell in line)) for one in TABLES}
            most = max(carried.values())
            fits = {name for name, columns in carried.items() if columns == most > 0}
            assert len(fits) <= 1, f"{file.name} is {fits}"
            if file.name in OURS and len(line) > 5:
                assert fits == {OURS[file.name]}, file.name
    assert set(OURS) <= {file.name for file in HEADERS.iterdir()}


def test_no_template_of_ours_is_taken_for_a_format_and_no_format_for_a_template():
    for kind in TEMPLATES:
        assert format_of(kind.cells, TABLES) is None, kind.name
    for one in TABLES:
        assert all(kind_of("contacts of mine.csv", mark) is None for mark in one.marks), one.name


def test_rejected_rows_are_known_again_for_no_mark_is_a_private_column():
    for one in TABLES:
        private = re.compile("|".join(f"(?:{pattern})" for pattern in one.private) or "$^", re.IGNORECASE)
        assert not [column for mark in one.marks for column in mark if private.fullmatch(column)], one.name


# address books


def test_a_google_contact_is_a_person_a_post_and_a_connection_and_no_member_of_a_team():
    row = (
        "Kate",
        "",
        "Sample",
        "Katie",
        "",
        "Leeds City Council",
        "Head of Highways",
        "Highways",
        "1980-01-02",
        "likes",
    )
    made = made_of(table(GOOGLE, (*row, "* myContacts", "kate@gmail.com ::: Kate@Leeds.example", "", "07700 900123")))
    [person] = cells(made, "people")
    assert (person["name"], person["email"]) == ("Kate Sample", "kate@leeds.example")
    [post] = cells(made, "posts")
    assert (post["organisation_id"], post["title"]) == ("E08000035", "Head of Highways")  # Leeds, by the register
    assert "department_id" not in post and not cells(made, "departments")
    [contact] = cells(made, "contacts")
    told = {"person_a": "ann", "person_b": person["person_id"], "kind": "connection", "said_by": "ann"}
    assert contact == told
    assert not any(word in everything(made) for word in ("1980", "likes", "Katie", "07700", "gmail", "myContacts"))
    assert (
        "Dropped at the door, for they are private or not needed: Nickname, Birthday, Notes, Labels"
        in made.report.words()
    )


def test_both_generations_of_google_give_the_same_person_and_the_same_post():
    new = table(GOOGLE, ("Kate", "", "Sample", "", "", "Acme", "Buyer", "", "", "", "", "kate@acme.example", "", ""))
    old = table(OLD_GOOGLE, ("Kate Sample", "Kate", "", "Sample", "", "", "", "kate@acme.example", "Acme", "Buyer"))
    for kind in ("people", "posts", "contacts", "organisations"):
        assert cells(made_of(new), kind) == cells(made_of(old), kind) != []


def test_an_outlook_contact_is_read_in_the_code_page_of_an_old_machine_and_what_is_marked_private_stays_out():
    rows = (
        (
            "Zoë",
            "Sample",
            "Leeds City Council",
            "",
            "Buyer",
            "",
            "1 Home Rd",
            "07700",
            "1/1/80",
            "Sam",
            "Max",
            "",
            "",
            "",
            "",
        ),
        ("Kim", "Hidden", "Acme", "", "", "", "", "", "", "", "", "kim@acme.example", "", "True", "Normal"),
        ("Lee", "Hidden", "Acme", "", "", "", "", "", "", "", "", "lee@acme.example", "", "False", "Private"),
    )
    file = table(OUTLOOK, *rows)
    made = made_of(InputFile(file.name, file.content.decode().encode("cp1252")))
    assert [person["name"] for person in cells(made, "people")] == ["Zoë Sample"]
    assert [text.split(": ", 1)[1] for text in sentences(made)] == [
        "Marked as private in the address book: not loaded. Take the mark away if it is a contact of work."
    ] * 2
    assert not any(word in everything(made) for word in ("Home Rd", "07700", "1/1/80", "Sam'", "Max"))


def test_a_private_contact_is_not_loaded_and_its_private_address_is_not_repeated():
    rows = (
        ("Mum", "", "", "", "", "", "", "", "", "", "", "mum@gmail.com", "", ""),
        ("Kim", "", "Plumber", "", "", "self-employed", "", "", "", "", "", "", "kim@hotmail.co.uk", ""),
        ("Lee", "", "Sample", "", "", "", "", "", "", "", "", "lee@gmail.com", "lee@council.example", ""),
    )
    made = made_of(table(GOOGLE, *rows))
    assert [one["email"] for one in cells(made, "people")] == ["lee@council.example"]  # an address at work is enough
    assert not cells(made, "posts")
    assert sentences(made) == [
        f"contacts.csv, row {row}: No work details: a private contact is not loaded. "
        "If this is a contact of work, fill in the organisation or an address at work."
        for row in (2, 3)
    ]
    assert "gmail" not in everything(made) and "hotmail" not in everything(made)


def test_two_people_of_one_name_at_one_council_stay_two():
    both = [("Buyer", ""), ("Engineer", ""), ("Buyer", "js1@leeds.example"), ("Buyer", "js2@leeds.example")]
    rows = [("John", "", "Smith", "", "", "Leeds", title, "", "", "", "", mail, "", "") for title, mail in both]
    assert len({one["person_id"] for one in cells(made_of(table(GOOGLE, *rows)), "people")}) == 4


def test_people_behind_one_mailbox_stay_apart():
    rows = [
        (name, "", "Sample", "", "", "Acme", "", "", "", "", "", "info@acme.example", "", "") for name in ("Al", "Bo")
    ]
    assert len({one["person_id"] for one in cells(made_of(table(GOOGLE, *rows)), "people")}) == 2


def test_the_same_person_in_two_address_books_is_one_person_known_to_both():
    google = table(GOOGLE, ("Kate", "", "Sample", "", "", "Acme", "", "", "", "", "", "kate@acme.example", "", ""))
    outlook = table(
        OUTLOOK,
        ("Kate", "Sample", "Acme", "", "", "", "", "", "", "", "", "KATE@acme.example", "", "", ""),
        name="o.csv",
    )
    [one], [other] = cells(made_of(google), "people"), cells(made_of(outlook), "people")
    assert one["person_id"] == other["person_id"]


# lists of customers


def test_the_owner_of_a_hubspot_contact_is_who_knows_the_person_since_the_last_activity():
    rows = (
        ("1", "Kate", "Sample", "kate@leeds.example", "07700", "Bob Seller", "Buyer", "Acme", "2026-03-04 09:30"),
        ("2", "Kim", "Sample", "kim@leeds.example", "", "ann  EXAMPLE", "", "Acme", ""),
        ("3", "Lee", "Sample", "lee@leeds.example", "", "", "", "Acme", ""),
    )
    made = made_of(table(HUBSPOT, *rows), owner="firm")
    people = {one["name"]: one["person_id"] for one in cells(made, "people")}
    contacts = {one["person_b"]: one for one in cells(made, "contacts")}
    kate = contacts[people["Kate Sample"]]
    assert (kate["person_a"], kate["on"]) == (people["Bob Seller"], "2026-03-04")
    assert contacts[people["Kim Sample"]]["person_a"] == contacts[people["Lee Sample"]]["person_a"] == "ann"
    sellers = [post for post in cells(made, "posts") if post["person_id"] == people["Bob Seller"]]
    assert [(post["organisation_id"], post["title"]) for post in sellers] == [("firm", "title not known")]
    assert "07700" not in everything(made)


def test_whose_list_it_is_is_asked_where_a_contact_has_an_owner():
    row = (
        "Kate Sample",
        "kate@leeds.example",
        "kate@home.example",
        "Bob Seller",
        "Leeds City Council",
        "met at a fair",
    )
    with pytest.raises(NeededError, match="not of which organisation") as needed:
        made_of(table(PIPEDRIVE, row), whose=None)
    assert [ask.need for ask in needed.value.asks] == ["owner"]
    made = made_of(table(PIPEDRIVE, row), whose=None, owner="firm")
    assert [one["name"] for one in cells(made, "people")] == ["Bob Seller", "Kate Sample"]
    assert "home.example" not in everything(made) and "fair" not in everything(made)


# messages


def message(talk: str, who: str, to: str, on: str, folder: str = "INBOX", **other: str) -> tuple[str, ...]:
    names = {ANN: "Ann Example", KATE: "Kate Sample", KIM: "Kim Sample, MBE"}
    names |= {"": ""}
    told = {"from": names.get(who, "Other"), "to": ",".join(names.get(one, "Other") for one in to.split(","))} | other
    return talk, "a title", told["from"], who, told["to"], to, on, "a subject", "a secret", folder


def threads(made: Plan) -> dict[str, str]:
    names = {one["person_id"]: one["name"] for one in cells(made, "people")}
    found = cells(made, "contacts")
    assert all(one["kind"] == "thread" and one["person_a"] == one["said_by"] == "ann" for one in found)
    return {names[one["person_b"]]: one["on"] for one in found}


TALKS = (
    message("1", KATE, ANN, "2025-11-02 10:00:00 UTC"),
    message("1", ANN, KATE, "2026-01-05 10:00:00 UTC"),
    message("1", KATE, ANN, "2024-05-05 10:00:00 UTC"),
    message("2", ANN, KIM, "2026-02-07 10:00:00 UTC"),
)


def test_each_other_side_has_one_thread_dated_on_the_last_message_and_nothing_that_was_written_is_kept():
    made = made_of(table(MESSAGES, *TALKS))
    assert threads(made) == {"Kate Sample": "2026-01-05", "Kim Sample, MBE": "2026-02-07"}
    [file] = [one for one in made.report.files if one.kind == "linkedin_messages"]
    assert (file.read, file.loaded, file.merged, file.rejected) == (4, 2, 2, 0)  # two messages only repeat a thread
    assert file.evidence == ("thread",)
    assert not any(word in everything(made) for word in ("secret", "a subject", "a title"))


def test_the_next_export_of_messages_makes_a_thread_fresher_and_counts_once():
    store, told = SqliteStore(":memory:"), Defaults("open", holder="ann", holder_name="Ann Example")
    plan(FIRM_AND_ANN, store, Defaults("open")).commit()
    for talks in (TALKS, (*TALKS, message("1", KATE, ANN, "2026-03-06"))):
        plan([table(MESSAGES, *talks)], store, told, finder=REGISTER).commit()
    seen = view(store, None, date(2026, 3, 6))
    scene, ties = seen.whole.scene, seen.snapshot
    names = dict(zip(*(scene.things("people").column(name).to_pylist() for name in ("name", "person_id")), strict=True))
    assert len(scene.rows["contacts"]) == 3  # both that were told of Kate, and Kim
    kate = ties.all.strength_of(ties.number["ann"], ties.number[names["Kate Sample"]])
    assert kate == approx(0.30)  # one thread, of today


def test_messages_name_the_same_people_as_connections():
    row = ("Kate", "Sample", "http://linkedin.com/in/KATE-S/?x=1", "", "Acme", "", "12 Mar 2024")
    connections = table(LINKEDIN, row, name="c.csv")
    [one] = cells(made_of(connections), "people")
    assert one["person_id"] in {other["person_id"] for other in cells(made_of(table(MESSAGES, *TALKS)), "people")}


def test_in_a_group_those_who_wrote_and_read_have_a_thread_and_two_readers_have_none():
    lee = "https://www.linkedin.com/in/lee"
    group = (
        message("1", KATE, f"{ANN},{lee}", "2026-01-05"),
        message("2", lee, ANN, "2025-01-05"),
    )
    assert threads(made_of(table(MESSAGES, *group))) == {"Kate Sample": "2026-01-05", "Other": "2025-01-05"}


def test_whose_messages_they_are_is_seen_in_the_file_where_the_record_does_not_name_the_person():
    assert len(threads(made_of(table(MESSAGES, *TALKS), name=""))) == 2  # Ann alone is in both conversations
    with pytest.raises(InputError, match="does not show whose messages these are"):
        made_of(table(MESSAGES, *TALKS[:3]), name="")  # both are in the only one


def test_messages_of_somebody_else_are_refused():
    with pytest.raises(InputError, match="holds the messages of Ann Example, and --whose says Zed Other"):
        made_of(table(MESSAGES, *TALKS), name="Zed Other")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (message("9", KATE, ANN, "2026-01-05", "SPAM"), "This message lies in the folder for spam."),
        (message("9", "", ANN, "2026-01-05"), "LinkedIn hides who this is"),
        (message("9", KATE, ANN, "soon"), '"soon" is not a date'),
        (message("9", ANN, "x", "2026-01-05"), "This row names nobody"),  # an address without a profile
        (message("9", KATE, KIM, "2026-01-05"), "Neither from the member whose messages these are"),
        (message("9", KATE, ",".join([ANN] + [f"{KIM}{n}" for n in range(10)]), "2026-01-05"), "Sent to more than 10"),
        (message("9", ANN, f"{KATE},{KIM}", "2026-01-05"), "name different numbers of people"),  # a comma in a name
    ],
)
def test_what_is_no_conversation_is_rejected_alone(row, sentence):
    made = made_of(table(MESSAGES, *TALKS, row))
    [said] = sentences(made)
    assert f"row 6{', column' if ', column' in said else ':'}" in said and sentence in said
    assert len(threads(made)) == 2 and "secret" not in said


# bad inputs, the same for every format of people

PERSON = {
    "linkedin_connections": (LINKEDIN, "{},Sample,,,{},Buyer,"),
    "google_contacts": (GOOGLE, "{},,Sample,,,{},Buyer,,,,,,,"),
    "outlook_contacts": (OUTLOOK, "{},Sample,{},,Buyer,,,,,,,,,,"),
    "hubspot_contacts": (HUBSPOT, "1,{},Sample,,,,Buyer,{},"),
    "pipedrive_people": (PIPEDRIVE, "{} Sample,,,,{},"),
}  # fmt: skip


@pytest.fixture(params=PERSON)
def sheet(request):
    """Header and a way to write a row of one format."""
    header, row = PERSON[request.param]
    return header, lambda name, employer="Acme": row.format(name, employer)


def first_names(made: Plan) -> list[str]:
    return [one["name"].split()[0] for one in cells(made, "people")]


def test_every_usual_encoding_and_separator(sheet):
    header, row = sheet
    text = f"{header}\r\n{row('Zoë')}\r\n"
    contents = [text.encode(encoding) for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252")]
    contents += [b"\xef\xbb\xbf" * 2 + text.encode()]  # a mark too many
    contents += [text.replace(",", separator).encode() for separator in (";", "\t")]
    assert [first_names(made_of(InputFile("c.csv", content))) for content in contents] == [["Zoë"]] * 7


def test_a_title_above_the_header_and_a_total_below(sheet):
    header, row = sheet
    total = "Total: 1" + "," * header.count(",")
    made = made_of(InputFile("c.csv", f"My people\n\n{header}\n{row('Al')}\n{total}\n".encode()))
    assert first_names(made)[:1] == ["Al"]
    assert [file.read for file in made.report.files if file.file == "c.csv"] == [2]


BAD_ROWS = (
    # one row -> what is said of it
    (lambda header, row: header, "This row repeats the header. Take it away."),
    (lambda header, row: row("Bo") + ",,", "This row ends with a comma too many. Take it away."),
    (lambda header, row: "Bo", "This row has fewer cells than the header (1)."),
    (lambda header, row: row('"Bo'), "A quotation mark"),  # never closed
    (lambda header, row: row("B\x07o"), "This cell holds a letter that cannot be read."),
    (lambda header, row: row("B\ufffdo"), "This cell holds a letter that cannot be read."),
)


def test_each_bad_row_is_rejected_alone_with_its_sentence(sheet):
    header, row = sheet
    lines = [header, row("Al"), *(write(header, row) for write, _ in BAD_ROWS), row("Cy")]
    made = made_of(InputFile("c.csv", "\n".join(lines).encode()))
    assert first_names(made) == ["Al", "Cy"]
    for number, (said, (_, sentence)) in enumerate(zip(sentences(made), BAD_ROWS, strict=True), start=3):
        assert said.startswith(f"c.csv, row {number}") and sentence in said


def test_a_name_stays_as_it_is_written(sheet):
    header, row = sheet
    names = [
        "007",
        "NA",
        "NULL",
        "Аnna",
        "Anna",
        "O'Neill",
        "+44",
        "=1+1",
        "<b>Al</b>",
        "[Al](x)",
    ]  # the first А: Cyrillic
    content = "\n".join([header, *map(row, names)]).encode()
    assert first_names(made_of(InputFile("c.csv", content))) == names


@pytest.mark.parametrize(
    ("written", "day"),
    [("45363", "2024-03-12"), ("12/03/2024", None), ("25/03/2024", "2024-03-25"), ("NA", None), ("31 Feb 2024", None)],
)
def test_a_day_is_read_where_it_is_sure_and_left_empty_and_told_where_it_is_not(written, day):
    row = ("1", "Kate", "Sample", "kate@leeds.example", "", "", "", "", written)
    made = made_of(table(HUBSPOT, row))
    [contact] = cells(made, "contacts")
    assert contact.get("on") == day
    assert ("could not be read for sure" in made.report.words()) == (day is None)


def test_a_row_of_another_width_keeps_no_cell_for_nobody_knows_which_are_private():
    content = (
        f"{GOOGLE}\nKate,,Sample,,,Acme,Buyer,,1980-01-02,a secret, with a comma,,,,7\nAl,,Sample,,,Acme,,,,,,,,\n"
    )
    made = made_of(InputFile("c.csv", content.encode()))
    assert "secret" not in everything(made) and "1980" not in everything(made)
    [said] = sentences(made)
    assert said.startswith("c.csv, row 2: This row has more cells than the header (15). The header has 14 columns.")
