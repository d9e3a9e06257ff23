"""Address books as vCard: every version, and broken cards that cost themselves alone. All people are invented."""

from __future__ import annotations

from functools import cache

import pytest

from graph.sqlite_store import SqliteStore
from graph.statements import KINDS
from loaders.councils import CouncilFinder
from loaders.plan import Plan, plan
from loaders.reading import Defaults, InputFile
from loaders.report import rejected_files
from loaders.vcard import VcardSource

ANN = InputFile("people.csv", b"person_id,name,visibility\nann,Ann Example,open\n")
REGISTER = CouncilFinder()
OLD = r"""BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Sample;Zo=C3=AB;;Dr;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB Sample
ORG:Leeds City Council;Highways
TITLE;ENCODING=QUOTED-PRINTABLE:Head of =
Highways
TEL;WORK;VOICE:0113 496 0000
EMAIL;PREF;INTERNET:zoe@leeds.example
PHOTO;JPEG;ENCODING=BASE64:
 /9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsL

END:VCARD
"""
NEW = r"""begin:vcard
VERSION:3.0
item1.EMAIL;TYPE=INTERNET;TYPE=HOME:kim@home.example
EMAIL;TYPE="work,internet":Kim@acme.example
N:O'Sample\, Kim;;;;
ORG:Acme\; Sons\, Ltd;;
TITLE:Head of roads and bri
 dges
BDAY:1980-01-02
NOTE:a secret
ADR;TYPE=HOME:;;1 Home Road;;;;
END:VCARD
"""
NEWEST = r"""BEGIN:VCARD
VERSION:4.0
KIND:individual
FN:Lee Sample
N:Sample;Lee;;;
ORG:Acme
EMAIL;PREF=1:mailto:lee@acme.example
RELATED;TYPE=spouse:urn:uuid:1
X-SECRET:yes
END:VCARD
"""


@cache
def with_ann() -> SqliteStore:
    """A store that knows Ann; plans change nothing in it."""
    store = SqliteStore(":memory:")
    plan([ANN], store, Defaults()).commit()
    return store


def book(*cards: str, name: str = "book.vcf", encoding: str = "utf-8") -> Plan:
    file = InputFile(name, "".join(cards).encode(encoding))
    return plan([file], with_ann(), Defaults("open", holder="ann"), finder=REGISTER)


def cells(made: Plan, kind: str) -> list[dict[str, str]]:
    own = [column.name for column in KINDS[kind].columns]
    told = [one.cells for batch in made.batches if batch.kind == kind for one in batch.statements()]
    return [{name: one[name] for name in own if name in one} for one in told]


def names(made: Plan) -> list[str]:
    return [one["name"] for one in cells(made, "people")]


def test_cards_of_all_versions_are_people_posts_and_connections():
    made = book(OLD, NEW, NEWEST)
    assert [(one["name"], one["email"]) for one in cells(made, "people")] == [
        ("Zoë Sample", "zoe@leeds.example"),
        ("O'Sample, Kim", "kim@acme.example"),
        ("Lee Sample", "lee@acme.example"),
    ]
    posts = [(one["organisation_id"], one["title"]) for one in cells(made, "posts")]
    assert posts[0] == ("E08000035", "Head of Highways")  # Leeds City Council, by the register
    assert [title for _, title in posts[1:]] == ["Head of roads and bridges", "title not known"]
    assert {one["name"] for one in cells(made, "organisations")} >= {"Acme; Sons, Ltd", "Acme"}
    assert cells(made, "departments") == []  # an address book makes nobody's team
    assert [(one["person_a"], one["kind"]) for one in cells(made, "contacts")] == [("ann", "connection")] * 3


def test_what_is_private_on_a_card_is_dropped_at_the_door_and_named():
    made = book(OLD, NEW, NEWEST)
    told = f"{[batch.table.to_pylist() for batch in made.batches]}"
    assert not any(word in told for word in ("0113", "1980", "secret", "Home Road", "home.example", "/9j/", "urn:"))
    assert "for they are private or not needed: ADR, BDAY, NOTE, PHOTO, RELATED, TEL, X-SECRET." in made.report.words()


BROKEN = (
    # one card between two good ones -> what is said of it
    ("BEGIN:VCARD\nFN:Al\nORG:Acme\n", "This card never ends"),
    ("BEGIN:VCARD\nFN:Al\nAGENT:\nBEGIN:VCARD\nFN:Bo\nORG:A\nEND:VCARD\nEND:VCARD\n", "holds another card inside"),
    ("BEGIN:VCARD\nFN:Al\nORG:Acme\nand Sons\nEND:VCARD\n", "torn off from the one before"),
    ("BEGIN:VCARD\nORG:Acme\nEND:VCARD\n", "This entry names no person."),
    ("BEGIN:VCARD\nFN:Acme\nORG:Acme\nEND:VCARD\n", "This entry names no person."),
    ("BEGIN:VCARD\nFN:Road team\nKIND:group\nORG:Acme\nEND:VCARD\n", "This card is not of a person."),
    ("BEGIN:VCARD\nFN:Acme\nX-ABShowAs:COMPANY\nORG:Acme\nEND:VCARD\n", "This card is not of a person."),
    ("BEGIN:VCARD\nFN:Mum\nEMAIL:mum@gmail.com\nEND:VCARD\n", "No work details: a private contact is not loaded."),
    ("BEGIN:VCARD\nFN:Al\nORG:Acme\nCLASS:PRIVATE\nEND:VCARD\n", "Marked as private in the address book"),
    ("BEGIN:VCARD\nFN:A\ufffdl\nORG:Acme\nEND:VCARD\n", "This cell holds a letter that cannot be read."),
    ("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:A=FFl\nORG:Acme\nEND:VCARD\n", "a letter that cannot be read"),
    ("BEGIN:VCARD\nEND:VCARD\n", "This entry names no person."),
)


@pytest.mark.parametrize(("card", "sentence"), BROKEN, ids=[f"{n}: {said}" for n, (_, said) in enumerate(BROKEN)])
def test_a_broken_card_is_rejected_alone_by_its_number(card, sentence):
    made = book(OLD, card, NEWEST)
    assert names(made) == ["Zoë Sample", "Lee Sample"]
    [said] = made.report.rejections
    assert said.row == 2 and sentence in str(said)
    assert [file.read for file in made.report.files if file.kind == "vcard"] == [3]
    assert "mum@gmail" not in f"{said} {rejected_files(made.report)}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding(encoding):
    assert names(book("BEGIN:VCARD\r\nFN:Zoë Sample\r\nORG:Acme\r\nEND:VCARD\r\n", encoding=encoding)) == ["Zoë Sample"]


@pytest.mark.parametrize("charset", ["ISO-8859-1", "windows-1252"])
def test_quoted_printable_in_the_charset_that_the_card_names(charset):
    card = f"BEGIN:VCARD\nFN;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:Zo=EB\nORG:Acme\nEND:VCARD\n"
    assert names(book(card)) == ["Zoë"]


def test_rejected_cards_come_back_as_a_table_that_loads_when_mended():
    made = book(NEWEST, "BEGIN:VCARD\nFN:Al Sample\nEND:VCARD\n")
    [(name, content)] = rejected_files(made.report).items()
    mended = content.replace(b"Al Sample,,", b"Al Sample,Acme,")
    again = plan([InputFile(name, mended)], with_ann(), Defaults("open", holder="ann"), finder=REGISTER)
    assert names(again) == ["Al Sample"] and not again.report.rejections


def test_it_is_known_by_its_content_and_not_by_its_name():
    assert VcardSource().recognises(InputFile("people.csv", f"\n\n{NEWEST}".encode()))
    assert not VcardSource().recognises(InputFile("book.vcf", b"name,card\nAl,BEGIN:VCARD\n"))
    assert names(book(NEWEST, name="people.csv")) == ["Lee Sample"]
