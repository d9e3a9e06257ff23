"""Statements: every fact from outside, what it links, and how we know.

A statement is one row of one file kind. ``KINDS`` says what each kind holds; both stores, the view, the templates
and the data dictionary are made from it. Statements are never changed: a correction is another statement.

In bulk they travel as a ``Batch``: a pyarrow table with one text column per cell (absent cells are null), ``id``,
and ``row`` (the row of the file, header = 1). What comes out of a store also has ``load`` and ``seq`` (the order
of that load). Dates are ISO text, so they compare as text; lists are joined by ``|``; numbers are canonical text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

import pyarrow as pa
import pyarrow.compute as pc

from graph import vocabulary as v

CellType = Literal["id", "ids", "text", "list", "date", "number", "integer", "choice", "choices", "yes_no"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: what its cells hold, and which thing an id names."""

    name: str
    type: CellType
    doc: str
    required: bool = False
    names: str | None = None  # for ids: the thing (a key of vocabulary.THING_LABELS)
    choices: tuple[str, ...] = ()
    default: str | None = None  # what an empty cell means where that is more than "not known"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of statement, which is one file of the templates."""

    name: str
    doc: str
    columns: tuple[Column, ...]
    describes: str | None = None  # the thing whose id is the first column; None: it links things
    dated: str | None = None  # the column that must not lie after the as-at date
    said_by: tuple[str, ...] = ()  # columns that name who said it
    template: bool = True  # False: made by a loader, not a CSV file of our own
    lookups: tuple[str, ...] = ()  # id columns by which ``Store.neighbours`` can find it

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Its own columns, then those that every file may carry."""
        return self.columns + COMMON

    @property
    def cells(self) -> tuple[str, ...]:
        """Names of all columns, in the order that identity and stores use."""
        return tuple(column.name for column in self.all_columns)

    @property
    def required_ids(self) -> tuple[Column, ...]:
        """The ids without which the row says nothing; if one is not seen, the row is not seen."""
        return tuple(column for column in self.columns if column.required and column.names)

    @property
    def optional_ids(self) -> tuple[Column, ...]:
        """Ids that are left blank where they are not seen, and hide nothing."""
        return tuple(c for c in self.columns if c.names and not c.required and c.name not in self.said_by)

    def found_by(self, thing: str) -> tuple[str, ...]:
        """The columns by which a store finds rows that name such a thing."""
        return tuple(name for name in self.lookups if self.column(name).names == thing)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for column in self.all_columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _id(name: str, names: str, doc: str, *, required: bool = True) -> Column:
    return Column(name, "id", doc, required, names)


def _text(name: str, doc: str, *, required: bool = False) -> Column:
    return Column(name, "text", doc, required)


def _date(name: str, doc: str) -> Column:
    return Column(name, "date", doc)


def _choice(
    name: str, choices: tuple[str, ...], doc: str, *, required: bool = False, default: str | None = None
) -> Column:
    return Column(name, "choice", doc, required, choices=choices, default=default)


def _ids(name: str, names: str, doc: str) -> Column:
    return Column(name, "ids", doc, names=names)


def _themes(name: str, doc: str) -> Column:
    return Column(name, "list", doc)


_STARTS = _date("starts", "first day on which it was true; empty: before everything")
_ENDS = _date("ends", "last day on which it was true; empty: it still is")
_FUNCTION = _choice("function", v.FUNCTIONS, "what the work is about; empty: taken from the title, marked as inferred")


def _matches(thing: str, things: str) -> Kind:
    """Verdicts on two ids of a kind of thing."""
    return Kind(
        f"{thing}_matches",
        f"Whether two {things} on record are the same, who judged it and why; a later verdict of a person rules.",
        (
            _id(f"{thing}_a", thing, "one of the two"),
            _id(f"{thing}_b", thing, "the other"),
            _choice("verdict", v.VERDICTS, "what was judged; `open` asks somebody to look", required=True),
            _text("judged_by", "who judged it"),
            Column("on", "date", "day of the judgement; it holds for the past too"),
            _text("why", "reasons for and against"),
        ),
        lookups=(f"{thing}_a", f"{thing}_b"),
    )


COMMON: Final = (
    _text("source", "file, feed or document that says so; empty: the name of the file"),
    _text("source_url", "where the source can be read"),
    _choice("visibility", v.VISIBILITIES, "who may see the row; an empty cell means closed", default="closed"),
    Column("audience", "ids", "organisations with whom a shared row is shared", names="organisation"),
    _date("shared_until", "last day on which a shared row is shared; empty: until it is withdrawn"),
    _id("owner", "organisation", "organisation that owns the row and always sees it", required=False),
    _text("licence", "licence of the source"),
    _choice("class", v.CLASSES, "how we know; replaces the kind's own in contacts, endorsements and introductions"),
)

KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind(
            "organisations",
            "Councils, firms, bodies and funders.",
            (
                _id("organisation_id", "organisation", "stable id; for a council its GSS code"),
                _text("name", "full name", required=True),
                _choice("kind", v.ORGANISATION_KINDS, "what it is", required=True),
                _choice("council_kind", v.COUNCIL_KINDS, "kind of a council"),
                Column("aliases", "list", "other names by which it is known"),
                _text("nation", "England, Scotland, Wales or Northern Ireland"),
                _text("region", "region of the nation"),
                _text("gss_code", "code of the Office for National Statistics, such as E10000020"),
                _text("company_number", "number at Companies House, eight characters"),
                _text("website", "address of the web site"),
                _choice("size_band", ("micro", "small", "medium", "large"), "size of a firm"),
                _text("legal_form", "such as Ltd, CIC or LLP"),
                _date("founded_on", "day of foundation"),
                _STARTS,
                _ENDS,
                _ids("replaced_by", "organisation", "successor of a closed council; several if it was split"),
            ),
            describes="organisation",
            dated="starts",
            lookups=("organisation_id",),
        ),
        Kind(
            "departments",
            "Departments and teams of an organisation.",
            (
                _id("department_id", "department", "stable id"),
                _id("organisation_id", "organisation", "organisation that it is part of"),
                _text("name", "name", required=True),
                _FUNCTION,
            ),
            describes="department",
            lookups=("department_id", "organisation_id"),
        ),
        Kind(
            "people",
            "People, one row each.",
            (
                _id("person_id", "person", "stable id"),
                _text("name", "full name", required=True),
                _text("email", "work address"),
            ),
            describes="person",
            lookups=("person_id",),
        ),
        Kind(
            "posts",
            "Who holds which post, and for which themes it holds a budget.",
            (
                _id("person_id", "person", "who holds the post"),
                _id("organisation_id", "organisation", "where"),
                _id("department_id", "department", "in which department", required=False),
                _text("title", "title of the post, as written", required=True),
                _FUNCTION,
                _choice("level", v.LEVELS, "seniority; empty: taken from the title, marked as inferred"),
                _themes("budget_for", "themes for which the post holds a budget, or `any`"),
                _STARTS,
                _ENDS,
            ),
            dated="starts",
            lookups=("person_id", "organisation_id", "department_id"),
        ),
        Kind(
            "contacts",
            "Who knows whom: declared contacts, message threads, imported connections.",
            (
                _id("person_a", "person", "one of the two"),
                _id("person_b", "person", "the other"),
                _choice("kind", v.CONTACT_KINDS, "how they know each other", default="contact"),
                Column("strength", "number", "own strength of a declared contact, above 0 and at most 0.8"),
                _date("on", "day of the last known contact"),
                _id("said_by", "person", "who declared it; empty: person_a", required=False),
            ),
            dated="on",
            said_by=("said_by",),
            lookups=("person_a", "person_b", "said_by"),
        ),
        Kind(
            "endorsements",
            "Who recommends an officer.",
            (
                _id("person_id", "person", "who is recommended"),
                _id("from_organisation_id", "organisation", "organisation that recommends"),
                _id(
                    "from_person_id", "person", "person who recommends; with it the row is tie evidence", required=False
                ),
                _date("on", "day of the recommendation"),
            ),
            dated="on",
            said_by=("from_organisation_id", "from_person_id"),
            lookups=("person_id", "from_person_id"),
        ),
        Kind(
            "events",
            "Events, and reports written together.",
            (
                _id("event_id", "event", "stable id"),
                _text("name", "name", required=True),
                _choice("format", v.EVENT_FORMATS, "form of the event; `report`: a document with several writers"),
                _date("on", "day of the event"),
                _id("organiser_id", "organisation", "who organised it", required=False),
                _ids("sponsor_ids", "organisation", "who sponsored it"),
                _themes("themes", "what it was about"),
                Column("price_gbp", "number", "price of a ticket in pounds"),
                _text("region", "region where it took place"),
            ),
            describes="event",
            dated="on",
            lookups=("event_id",),
        ),
        Kind(
            "attendance",
            "Who was at an event, or wrote a report.",
            (
                _id("event_id", "event", "which event"),
                _id("person_id", "person", "who"),
                _choice("role", v.ATTENDANCE_ROLES, "in which role", default="attended"),
            ),
            lookups=("event_id", "person_id"),
        ),
        Kind(
            "pilots",
            "Pilots, trials and proofs of concept at a council.",
            (
                _id("pilot_id", "pilot", "stable id"),
                _text("name", "name", required=True),
                _id("council_id", "organisation", "council where it ran"),
                _ids("supplier_ids", "organisation", "suppliers"),
                _themes("themes", "what it was about"),
                _STARTS,
                _ENDS,
                _choice("outcome", v.PILOT_OUTCOMES, "what came of it"),
                _text("route_to_buy", "agreed route to buy; `none` if known to be missing"),
                _id("programme_id", "programme", "programme that paid for it", required=False),
                _id("follows", "pilot", "pilot that came before", required=False),
                Column(
                    "known_missing",
                    "choices",
                    "roles known not to be filled, or `route_to_buy`",
                    choices=(*v.PILOT_ROLES, "route_to_buy"),
                ),
                _text("stall_reason", "why it stalled"),
            ),
            describes="pilot",
            dated="starts",
            lookups=("pilot_id", "council_id"),
        ),
        Kind(
            "pilot_people",
            "Who had which role in a pilot.",
            (
                _id("pilot_id", "pilot", "which pilot"),
                _id("person_id", "person", "who"),
                _choice("role", v.PILOT_ROLES, "in which role", required=True),
                _date("on", "since when; a row is hidden before that day"),
            ),
            dated="on",
            lookups=("pilot_id", "person_id"),
        ),
        Kind(
            "introductions",
            "Requests for an introduction and what came of them.",
            (
                _id("asker_id", "person", "who asked"),
                _id("introducer_id", "person", "who was asked to introduce"),
                _id("target_id", "person", "whom to reach"),
                _date("asked_on", "day of the request"),
                _choice("outcome", v.INTRODUCTION_OUTCOMES, "what came of it"),
                Column("tracked", "yes_no", "recorded as it happened; no: from memory", default="no"),
            ),
            dated="asked_on",
            lookups=("asker_id", "introducer_id", "target_id"),
        ),
        Kind(
            "offers",
            "Themes on which a firm offers something.",
            (
                _id("organisation_id", "organisation", "which firm"),
                _text("theme", "theme, such as winter-maintenance", required=True),
            ),
            lookups=("organisation_id",),
        ),
        Kind(
            "challenges",
            "Problems that a council wants solved.",
            (
                _id("challenge_id", "challenge", "stable id"),
                _id("organisation_id", "organisation", "who has the problem"),
                _text("theme", "theme, such as winter-maintenance", required=True),
                _text("statement", "the problem in its owner's words"),
                _id("owner_id", "person", "who owns it", required=False),
                _STARTS,
                _ENDS,
                _text("url", "where it is published"),
            ),
            describes="challenge",
            dated="starts",
            lookups=("challenge_id", "organisation_id"),
        ),
        Kind(
            "programmes",
            "Programmes of funders.",
            (
                _id("programme_id", "programme", "stable id"),
                _text("name", "name", required=True),
                _id("funder_id", "organisation", "who pays", required=False),
                _themes("themes", "what it is about"),
                _date("opens", "first day for bids"),
                _date("closes", "last day for bids"),
                Column("max_suppliers", "integer", "how many suppliers it takes at most"),
            ),
            describes="programme",
            lookups=("programme_id",),
        ),
        Kind(
            "phases",
            "Phases of a programme: how many suppliers each takes, and for how long.",
            (
                _id("programme_id", "programme", "which programme"),
                _text("name", "name of the phase, such as Discovery", required=True),
                Column("number", "integer", "its place among them, 1 for the first"),
                Column("max_suppliers", "integer", "how many suppliers it takes at most"),
                Column("months", "integer", "how many months it lasts at most"),
            ),
            lookups=("programme_id",),
        ),
        Kind(
            "frameworks",
            "Frameworks and dynamic markets through which councils buy.",
            (
                _id("framework_id", "framework", "stable id"),
                _text("name", "name", required=True),
                _id("operator_id", "organisation", "who runs it", required=False),
                _STARTS,
                _ENDS,
                Column("joinable", "yes_no", "whether a supplier can join while it runs"),
            ),
            describes="framework",
            dated="starts",
            lookups=("framework_id",),
        ),
        Kind(
            "framework_members",
            "Suppliers listed on a framework and buyers who may use it.",
            (
                _id("framework_id", "framework", "which framework"),
                _id("organisation_id", "organisation", "which organisation"),
                _choice("role", v.FRAMEWORK_ROLES, "supplier or buyer", required=True),
                _STARTS,
                _ENDS,
            ),
            dated="starts",
            lookups=("framework_id", "organisation_id"),
        ),
        Kind(
            "objections",
            "People who asked not to be listed, or not to introduce.",
            (
                _id("person_id", "person", "who objects"),
                _choice("scope", v.OBJECTION_SCOPES, "what to", required=True),
                _date("on", "day of the objection"),
            ),
            lookups=("person_id",),
        ),
        _matches("person", "people"),
        _matches("organisation", "organisations"),
        Kind(
            "titles",
            "What an installation teaches about titles: phrases, and what each says of a post.",
            (
                _id("phrase", "phrase", "words of a title in any capitals; with `=` before them, a whole part of it"),
                _choice("function", v.FUNCTIONS, "what the work is about; empty: these words say nothing of it"),
                _choice("level", v.LEVELS, "seniority; empty: these words say nothing of it"),
                _choice("where", v.TITLE_PLACES, "whose titles it reads", required=True),
                _text("taught_by", "who says so"),
                _date("on", "day on which it was taught; titles of before are read by it too"),
            ),
            describes="phrase",
            lookups=("phrase", "where"),
        ),
        Kind(
            "mappings",
            "What the columns of somebody's own table mean, said once and remembered.",
            (
                _id("mapping_id", "mapping", "stable id, made of the header"),
                _text("name", "what such a table is called; its statements name it as their source", required=True),
                _choice("gives", v.MAPPED, "what its rows are", required=True),
                Column("header", "list", "all columns of the table: a table that has just these is read so", True),
                Column("columns", "list", "what they mean, each as `ours=theirs`, such as `title=Job`", True),
                _choice("days", v.DAY_ORDERS, "how 3/4/2026 is meant; empty: such a day is left empty"),
            ),
            describes="mapping",
            lookups=("mapping_id",),
        ),
        Kind(
            "notices",
            "Procurement notices.",
            (
                _id("notice_id", "notice", "ocid of the contracting process"),
                _id("buyer_id", "organisation", "who buys"),
                _text("title", "title", required=True),
                _text("stage", "planning, tender, award, ..."),
                Column("value", "number", "value as published"),
                _text("currency", "currency of the value"),
                _date("on", "day of publication"),
            ),
            describes="notice",
            dated="on",
            template=False,
            lookups=("notice_id", "buyer_id"),
        ),
        Kind(
            "awards",
            "Contracts that a buyer awarded to a supplier.",
            (
                _id("notice_id", "notice", "ocid of the contracting process"),
                _id("buyer_id", "organisation", "who bought"),
                _id("supplier_id", "organisation", "who won"),
                _text("award_id", "id of the award inside the process"),
                _text("title", "title", required=True),
                Column("value", "number", "value of the award, for all its suppliers together"),
                _text("currency", "currency of the value"),
                _date("on", "day of the award"),
            ),
            dated="on",
            template=False,
            lookups=("notice_id", "buyer_id", "supplier_id"),
        ),
        Kind(
            "establishment",
            "Posts that an organisation has, whoever holds them: what an organisation chart says.",
            (
                _id("post_id", "post", "stable id"),
                _id("organisation_id", "organisation", "whose post it is"),
                _id("department_id", "department", "in which department", required=False),
                _text("title", "title of the post, as written", required=True),
                _id("holder_id", "person", "who holds it; empty: the chart does not say", required=False),
                Column("vacant", "yes_no", "whether nobody holds it"),
                _id("reports_to", "post", "the post above it", required=False),
                Column("reports_inferred", "yes_no", "the post above is inferred from level and directorate"),
                Column("fte", "number", "how many full-time posts it stands for; empty: one"),
                _date("on", "day of the chart"),
            ),
            describes="post",
            dated="on",
            template=False,
            lookups=("post_id", "organisation_id", "holder_id"),
        ),
        Kind(
            "grants",
            "Grants that a funder gave to an organisation.",
            (
                _id("funder_id", "organisation", "who gave it"),
                _id("recipient_id", "organisation", "who received it"),
                _text("grant_id", "id of the grant, as published"),
                _text("title", "title", required=True),
                Column("value", "number", "amount awarded"),
                _text("currency", "currency of the amount"),
                _date("on", "day of the award"),
                _id("programme_id", "programme", "programme that it belongs to", required=False),
                _id("department_id", "department", "team of the funder that gave it", required=False),
            ),
            dated="on",
            template=False,
            lookups=("funder_id", "recipient_id"),
        ),
        Kind(
            "payments",
            "What an organisation paid a supplier for one kind of thing in one month.",
            (
                _id("payer_id", "organisation", "who paid"),
                _id("supplier_id", "organisation", "who was paid"),
                _text("category", "what for, as published"),
                Column("value", "number", "sum of the payments less refunds"),
                _text("currency", "currency of the sum"),
                Column("payments", "integer", "how many payments and refunds it is the sum of"),
                _date("starts", "day of the first of them"),
                _date("ends", "day of the last of them"),
            ),
            dated="ends",
            template=False,
            lookups=("payer_id", "supplier_id"),
        ),
    )
}
DESCRIBES: Final[Mapping[str, str]] = {k.describes: k.name for k in KINDS.values() if k.describes}  # thing -> kind


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, for showing: its cells without the absent ones, and where it comes from."""

    id: str
    kind: str
    cells: Mapping[str, str]
    row: int
    load: str

    @property
    def source(self) -> str:
        """The source as the file names it; "not known" where it does not."""
        return self.cells.get("source", "not known")

    @property
    def on(self) -> str | None:
        """The day that dates it, if it has one."""
        dated = KINDS[self.kind].dated
        return self.cells.get(dated) if dated else None


@dataclass(frozen=True, slots=True)
class Batch:
    """Statements of one kind as a table; ``id`` and ``row`` first, then the cells in the kind's order."""

    kind: str
    table: pa.Table = field(repr=False)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def statements(self) -> Iterator[Statement]:
        """One by one, for showing; slow at volume."""
        names = KINDS[self.kind].cells
        for record in self.table.to_pylist():
            cells = {name: record[name] for name in names if record[name] is not None}
            yield Statement(record["id"], self.kind, cells, record["row"], record.get("load") or "")


@cache
def schema(kind: str, *, stored: bool = False) -> pa.Schema:
    """Columns of a batch of this kind; ``stored`` adds ``load`` and ``seq``."""
    fields = [pa.field("id", pa.string()), pa.field("row", pa.int32())]
    fields += [pa.field(name, pa.string()) for name in KINDS[kind].cells]
    if stored:
        fields += [pa.field("load", pa.string()), pa.field("seq", pa.int32())]
    return pa.schema(fields)


def identify(kind: str, cells: pa.Table) -> pa.Array:
    """The id of each row: a hash of the kind and all cells, the row number left out.

    32 hexadecimal digits (BLAKE2b, 128 bits). Equal rows have equal ids, whichever file or store they come from.
    """
    columns = [_flat(cells.column(name)) for name in KINDS[kind].cells]
    joined = pc.binary_join_element_wise(*columns, "\x1f", null_handling="replace", null_replacement="")
    prefix = hashlib.blake2b(kind.encode() + b"\x1e", digest_size=16)

    def digest(text: str) -> str:
        state = prefix.copy()
        state.update(text.encode())
        return state.hexdigest()

    return pa.array([digest(text) for text in joined.to_pylist()], pa.string())


def batch(kind: str, rows: Iterable[Mapping[str, object]], *, first_row: int = 2) -> Batch:
    """A batch from a few rows given as mappings, as tests and small loaders make them; unknown keys raise KeyError."""
    names = KINDS[kind].cells
    records = list(rows)
    for record in records:
        if unknown := set(record) - {*names, "row"}:
            raise KeyError(f"{kind} has no column {', '.join(sorted(unknown))}")
    columns = {name: pa.array([_cell(record.get(name)) for record in records], pa.string()) for name in names}
    numbers = pa.array([record.get("row", first_row + n) for n, record in enumerate(records)], pa.int32())
    return of_cells(kind, pa.table(columns), numbers)


def of_cells(kind: str, cells: pa.Table, rows: pa.Array) -> Batch:
    """A batch from a table that holds all cells of the kind as text, and the row numbers."""
    cells = cells.combine_chunks()  # once, not for each use
    columns = {"id": identify(kind, cells), "row": rows, **{n: _flat(cells.column(n)) for n in KINDS[kind].cells}}
    return Batch(kind, pa.table(columns, schema=schema(kind)))


def parts(cell: str | None) -> tuple[str, ...]:
    """The parts of a list in a cell."""
    return tuple(cell.split("|")) if cell else ()


def _flat(column: pa.ChunkedArray) -> pa.Array:
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return flat.chunk(0) if isinstance(flat, pa.ChunkedArray) and flat.num_chunks == 1 else flat


def _cell(value: object) -> str | None:
    return None if value is None or value == "" else str(value)
