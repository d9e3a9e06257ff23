"""Small files of every format that can be loaded, made by chance, and ways to damage them: for tests and for fuzzing.

A table of another program joins by itself: its columns are its mark and whatever its reader asks for. What is no table
needs a text in ``TEXTS``. All people are invented.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import numpy as np
import pyarrow as pa
from openpyxl import Workbook

from graph.errors import ChampionFinderError
from graph.statements import Column
from loaders.columns import Cells
from loaders.draft import Draft
from loaders.formats import DOCUMENTS, TABLES
from loaders.formats.table import TableFormat
from loaders.inputs import all_sources
from loaders.mapping import check
from loaders.reading import Defaults, EventTold
from loaders.sheet import Sheet
from loaders.templates import TEMPLATES

TOLD = Defaults("open", "firm", holder="ann", holder_name="Ann Example", events={"": EventTold("Roads day")})
ON_RECORD = {  # what the rows of templates name
    "organisations": "organisation_id,name,kind\nfirm,Roads Ltd,sme\ntown,Town Council,council\n",
    "people": "person_id,name\nann,Ann Example\nkate,Kate Sample\nlee,Lee Sample\n",
    "departments": "department_id,organisation_id,name\nroads,town,Roads\n",
    "events": "event_id,name\nfair,Roads fair\n",
    "pilots": "pilot_id,name,council_id\nsalt,Salt,town\n",
    "programmes": "programme_id,name\nfund,Fund\n",
    "phases": "programme_id,name\nfund,Discovery\n",
    "frameworks": "framework_id,name\nlist,List\n",
}
_IDS = {
    "organisation": ("firm", "town", "Leeds City Council"),
    "person": ("ann", "kate", "lee"),
    "department": ("roads", "x1"),
    "event": ("fair", "x1"),
    "pilot": ("salt", "x1"),
    "programme": ("fund", "x1"),
    "framework": ("list", "x1"),
}
_CRM = {"name": "Contact", "employer": "Firm", "email": "Mail", "known_to": "Seller", "on": "Met"}
_STAFF = {"first_name": "Forename", "last_name": "Surname", "employer": "Council", "title": "Job", "department": "Team"}
_STAFF |= {"starts": "From", "ends": "Until"}
_GUESTS = {"name": "Guest", "employer": "Company", "event": "Event", "event_on": "Event date", "role": "Came"}
_TRIALS = {"pilot": "Trial", "council": "Authority", "suppliers": "Vendor", "themes": "Topic", "starts": "Start"}
MAPPED = tuple(
    check(name, (*columns.values(), "Notes"), gives, columns, "day_first")
    for name, gives, columns in (
        ("crm", "contacts", _CRM),
        ("staff", "people", _STAFF),
        ("guests", "attendance", _GUESTS),
        ("trials", "pilots", _TRIALS),
    )
)

_NAMES = ("Ann", "Zoë Sample", "O'Neill", "Kim", "Sample, Lee", "Аnna", "NA", "007", "李", "=1+1", "Jane (Cllr)", "-")
_EMPLOYERS = (
    "Leeds City Council",
    "Acme Ltd",
    "Acme; Sons",
    "self-employed",
    "Leeds",
    "Coventry and Milton Keynes",
    "E08000035",
)
_DAYS = ("2026-03-04", "12 Mar 2024", "45363", "25/4/2025", "2019-01-31", "2024-03-12T09:30:00Z", "3/4/2025", "soon")
_MAILS = ("kate@leeds.example", "kim@gmail.com", "a@b.example ::: c@d.example", "nobody", "@", "/o=x/ou=y")
_LINKS = (
    "https://www.linkedin.com/in/ann-e",
    "https://www.linkedin.com/in/kate-s",
    "https://x.example/in/lee/?a=1",
    "x",
)
_OTHERS = (
    *("", "", "1", "42", "-7.5", "1,234.50", "£12.00", "yes", "No", "Attending", "Checked In", "INBOX", "SPAM", "true"),
    *("Mixed\nlines", 'a "quoted" word', "a,b;c\td", "|", "a|b", " spaced ", "x" * 300, "<b>", "\u202eevil", "None"),
)
_BY_NAME = (  # what the name of a column holds -> what its cells are; the first that fits
    (r"url|profile|link|website", _LINKS),
    (r"^kind of card|^class of card", ("", "", "individual", "public", "private")),
    (r"rsvp", ("Yes", "yes", "No")),
    (r"^role$", ("attended", "Registered", "organiser")),
    (r"status", ("Attending", "Checked In", "Not Attending", "Waiting")),
    (r"amount|\bfte\b", ("1", "0.5", "42", "1,234.50", "£12.00", "(7.50)", "-7.5")),
    (r"mail|address", _MAILS),
    (r"\bdate|date\b|^on\b|\bon$|\bday|paid|start|\bend|^until|\bmet\b|period", _DAYS),
    (r"company|organi|employer|council|firm|authority|supplier|vendor|body|recipient|funder|council_id", _EMPLOYERS),
    (r"name|contact|person|guest|owner|seller|\bfrom\b|\bto\b", _NAMES),
)
_VCARD = """BEGIN:VCARD
VERSION:{version}
N;CHARSET=UTF-8:{name};Kate;;;
FN:{name}
ORG:{employer};Highways
TITLE:Head of
  Highways
EMAIL;TYPE=work:{mail}
NOTE;ENCODING=QUOTED-PRINTABLE:a =
secret
END:VCARD
"""
_CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:{number}@x
SUMMARY:Meeting {name}
DTSTART;TZID=Europe/London:20260304T100000
ORGANIZER;CN=Ann Example:mailto:ann@leeds.example
ATTENDEE;PARTSTAT=ACCEPTED;CN="{name}":mailto:{mail}
END:VEVENT
END:VCALENDAR
"""
_RELEASE = {
    "ocid": "ocds-1-{number}",
    "date": "2026-03-04T00:00:00Z",
    "tag": ["award"],
    "parties": [
        {"id": "b", "name": "{employer}", "roles": ["buyer"]},
        {"id": "s", "name": "Acme Ltd", "roles": ["supplier"]},
    ],
    "buyer": {"id": "b", "name": "{employer}"},
    "tender": {"id": "t", "title": "{name}"},
    "awards": [
        {"id": "1", "date": "2026-03-04", "suppliers": [{"id": "s", "name": "Acme Ltd"}], "value": {"amount": 1}}
    ],
}
_PRETALX = {
    "schedule": {
        "version": "1",
        "conference": {
            "title": "{name}",
            "start": "2026-03-04",
            "days": [{"rooms": {"Hall": [{"title": "t", "persons": [{"code": "{number}", "public_name": "{name}"}]}]}}],
        },
    }
}
_SESSIONIZE = {
    "sessions": [{"id": "1", "title": "t", "isServiceSession": False, "speakers": ["{number}"]}],
    "speakers": [{"id": "{number}", "firstName": "Kate", "lastName": "{name}"}, {"id": "2", "fullName": "{name}"}],
}
_GRANT = {
    "id": "g{number}",
    "title": "{name}",
    "currency": "GBP",
    "amountAwarded": 1000,
    "awardDate": "2026-03-04",
    "fundingOrganization": [{"id": "f", "name": "{employer}", "department": "Roads"}],
    "recipientOrganization": [{"id": "r", "name": "Acme Ltd", "companyNumber": "01234567"}],
}
_GRAPHML = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="label" attr.type="string"/>
<key id="d1" for="node" attr.name="type" attr.type="strange"/>
<key id="d2" for="edge" attr.name="relation" attr.type="string"/>
<graph edgedefault="directed"><node id="n1"><data key="d0">{name}</data><data key="d1">person</data></node>
<node id="n2"><data key="d0">{employer}</data><data key="d1">council</data></node>
<node id="n3"><data key="d0">Kate Sample</data><data key="d1">person</data></node>
<edge source="n1" target="n2"><data key="d2">works for</data></edge><edge source="n1" target="n3"/></graph></graphml>"""
ONE_IN_A_FILE = ("graph", "networks")
TEXTS: dict[str, str] = {  # of formats that are no tables; of JSON one document a file, of others several in one
    "vcard": _VCARD,
    "calendar": _CALENDAR,
    "ocds": json.dumps(_RELEASE),
    "pretalx_schedule.json": json.dumps(_PRETALX),
    "sessionize.json": json.dumps(_SESSIONIZE),
    "grants_360giving.json": json.dumps({"grants": [_GRANT, _GRANT | {"id": "g2"}]}),
    "graph": _GRAPHML,
    "networks": "Id;Label;Type;Organisation;Email\nn{number};{name};person;{employer};{mail}\n",
}


@dataclass(frozen=True)
class Maker:
    """Makes small valid files of one format."""

    name: str
    ending: str
    write: Callable[[Random], bytes]
    columns: tuple[str, ...] = ()  # of a table

    def __repr__(self) -> str:
        return self.name


def makers() -> list[Maker]:
    """One for each format on the list of what can be loaded; without those that have no text in ``TEXTS``."""
    tables = [_table(one.name, _columns(one)) for one in TABLES if one.marks]
    mapped = [_table(f"{one.name}, mapped", one.header) for one in MAPPED]
    ours = [_template(kind.name, kind.all_columns) for kind in TEMPLATES]
    return [*tables, *mapped, *ours, *(_texts(name) for name in not_tables() if name in TEXTS)]


def not_tables() -> list[str]:
    """Names of the formats that are no tables; of JSON with its ending, for a table may be called so too."""
    sources = [source.name for source in all_sources() if source.name not in ("tables", "documents")]
    return [f"{one.table.name}.json" for one in DOCUMENTS] + sources


def workbook(content: bytes) -> bytes:
    """A table of text as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("one")
    for row in csv.reader(io.StringIO(content.decode(), newline="")):
        sheet.append([re.sub(r"[\x00-\x08\x0b-\x1f]", "", cell) or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def damaged(content: bytes, chance: Random) -> bytes:
    """The same with one to four things broken in it; of JSON mostly what it says, so that it still can be read."""
    if content.startswith(b"{") and chance.random() < 0.7:
        return b"\n".join(_other_json(line, chance) for line in content.split(b"\n"))
    for _ in range(chance.randint(1, 4)):
        content = chance.choice(_DAMAGES)(content, chance)
    return content


_ODD_JSON = (  # written, for each takes a copy of its own
    *(
        "null",
        "true",
        "0",
        "-1",
        "1e308",
        "12345678901234567890",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        '["a", 1]',
        '{"id": {}}',
    ),
    *('""', '" "', '"2026-13-45"', r'"\u0000"', f'"{"x" * 300}"'),
)


def _other_json(line: bytes, chance: Random) -> bytes:
    """A document with one to four of its values replaced, left out or told twice."""
    told = json.loads(line)
    for _ in range(chance.randint(1, 4)):
        at, key = told, chance.choice(list(told))
        while at[key] and isinstance(at[key], dict | list) and chance.random() < 0.85:
            at = at[key]
            key = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if chance.random() < 0.2 and len(told) > 1:
            del at[key]
        elif isinstance(at, list) and chance.random() < 0.3:
            at.append(at[key])
        else:
            at[key] = json.loads(chance.choice(_ODD_JSON))
    return json.dumps(told).encode()


def _columns(one: TableFormat) -> tuple[str, ...]:
    """The mark of a format with all columns that its reader asks for."""
    asked: dict[str, None] = {}

    class Asked(Draft):
        def text(self, *names: str) -> Cells:
            asked.update(dict.fromkeys(names))
            return super().text(*names)

    mark = sorted(one.marks[0])
    sheet = Sheet("x", tuple(mark), pa.table({str(n): ["x"] for n in range(len(mark))}), np.array([2], np.int32))
    with suppress(ChampionFinderError):  # what it asked for until then is enough
        one.read(Asked(sheet, one.name, one.title, TOLD))
    spelt = {name.casefold(): name for name in asked}
    return (*(spelt.get(name, name) for name in mark), *(n for n in asked if n.casefold() not in one.marks[0]))


def _table(name: str, columns: Iterable[str]) -> Maker:
    header = tuple(columns)
    pools = [next((pool for words, pool in _BY_NAME if re.search(words, one, re.I)), _OTHERS) for one in header]

    def row(chance: Random) -> list[str]:
        told = {
            name: chance.choice(pool if chance.random() < 0.8 else _OTHERS)
            for name, pool in zip(header, pools, strict=True)
        }
        return list((told | (_message(chance) if name == "linkedin_messages" else {})).values())

    return Maker(
        name, "csv", lambda chance: _csv([header, *(row(chance) for _ in range(chance.randint(1, 6)))]), header
    )


def _message(chance: Random) -> dict[str, str]:
    """The two sides of a message, the holder one of them."""
    holder, other = ("Ann Example", _LINKS[0]), (chance.choice(_NAMES), chance.choice(_LINKS[1:]))
    (writer, profile), (reader, readers) = (holder, other) if chance.random() < 0.5 else (other, holder)
    return {"FROM": writer, "SENDER PROFILE URL": profile, "TO": reader, "RECIPIENT PROFILE URLS": readers}


def _template(name: str, columns: Iterable[Column]) -> Maker:
    columns = tuple(columns)

    def row(chance: Random) -> list[str]:
        return [chance.choice(_cells(one) if chance.random() < 0.95 else _NAMES) for one in columns]

    header = tuple(one.name for one in columns)
    return Maker(
        name, "csv", lambda chance: _csv([header, *(row(chance) for _ in range(chance.randint(1, 6)))]), header
    )


def _cells(column: Column) -> tuple[str, ...]:
    """What a cell may be; ids are those of ``ON_RECORD``, and some that are not."""
    empty = () if column.required else ("",)
    if column.choices:
        return column.choices + empty
    if column.names:
        return _IDS.get(column.names, ("x1", "x2", "x3")) + empty
    usual = {
        "date": ("2024-02-29", "2026-03-04", "2027-01-01"),
        "number": ("0.3", "0.5"),
        "integer": ("3",),
        "yes_no": ("yes", "no"),
    }
    mapped = {"header": ("Ann|Kim|Lee",), "columns": ("name=Ann", "name=Ann|employer=Kim")}
    return mapped.get(column.name) or usual.get(column.type, _NAMES[:6]) + empty


def _texts(name: str) -> Maker:
    text = TEXTS[name]

    def write(chance: Random) -> bytes:
        pieces = []
        for number in range(1 if name in ONE_IN_A_FILE or name.endswith(".json") else chance.randint(1, 4)):
            told = {
                "number": number,
                "version": chance.choice(("2.1", "3.0", "4.0")),
                "name": chance.choice(_NAMES[:6]),
            }
            told |= {"employer": chance.choice(_EMPLOYERS), "mail": chance.choice(_MAILS)}
            pieces.append(re.sub(r"\{(\w+)\}", lambda found, told=told: str(told[found[1]]), text))  # type: ignore[misc]
        return "\n".join(pieces).encode()

    return Maker(name, "txt", write)


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


_ODD = (
    *(b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\t", b";", b"=1+1", b"\xe2\x80\xae", b"\\", b"{"),
    *(b"]", b"[" * 500, b"<!DOCTYPE x>", b"&x;", b"BEGIN:VCARD\n", b"END:VCALENDAR\n", b'""', b"'", b" ", b"\x85"),
)


def _insert(content: bytes, chance: Random) -> bytes:
    place = chance.randint(0, len(content))
    return content[:place] + chance.choice(_ODD) + content[place:]


def _cut(content: bytes, chance: Random) -> bytes:
    begin = chance.randint(0, len(content))
    return content[:begin] + content[begin + chance.randint(1, 20) :]


def _end(content: bytes, chance: Random) -> bytes:
    return content[: chance.randint(0, len(content))]


def _flip(content: bytes, chance: Random) -> bytes:
    if not content:
        return content
    place = chance.randrange(len(content))
    return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]


def _of_lines(change: Callable[[list[bytes], Random], None]) -> Callable[[bytes, Random], bytes]:
    def damage(content: bytes, chance: Random) -> bytes:
        lines = content.split(b"\n")
        change(lines, chance)
        return b"\n".join(lines)

    return damage


def _encoded(content: bytes, chance: Random) -> bytes:
    encoding = chance.choice(("utf-16", "utf-8-sig", "cp1252", "utf-16-be", "cp850"))
    return content.decode("utf-8", "replace").encode(encoding, "replace")


_DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _insert,
    _insert,
    _cut,
    _end,
    _flip,
    _flip,
    _encoded,
    _of_lines(lambda lines, chance: lines.insert(chance.randint(0, len(lines)), lines[0])),  # the header again
    _of_lines(lambda lines, chance: lines.insert(chance.randint(0, len(lines)), chance.choice(lines))),
    _of_lines(lambda lines, chance: lines.insert(0, b"A title")),
    _of_lines(lambda lines, chance: lines.append(b"Total,1,,2")),
    _of_lines(lambda lines, chance: chance.shuffle(lines)),
    _of_lines(lambda lines, chance: lines.__delitem__(chance.randrange(len(lines)))),
    lambda content, chance: content.replace(b",", chance.choice((b";", b"\t", b", ", b",,"))),
    lambda content, chance: content + content,
)
