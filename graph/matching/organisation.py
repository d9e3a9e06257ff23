"""Organisations of two tables as records to compare."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from graph.identity import normalise, split_council_name
from graph.matching.legal_forms import FirmName, names_in, split_firm_name
from graph.matching.letters import scripts, skeleton, visible

# texts that stand where a name should and name nobody
_NOBODY: Final = frozenset(
    "academy anonymous association business charity club college community company confidential consultancy "
    "consultant contractor council councils education employed freelance freelancer government home independent "
    "individual member name nhs nil no none null organisation other parish partnership personal police private "
    "public redacted resident retired school self selfemployed sme startup student tba tbc test trust unemployed "
    "university unknown various voluntary volunteer".split()
) | {
    "borough council", "city council", "county council", "district council", "general public",
    "independent consultant", "local authority", "local government", "member of the public", "n a",
    "no organisation", "not applicable", "not given", "not known", "own company", "parish council",
    "prefer not to say", "private individual", "public sector", "self employed", "small business", "sole trader",
    "third sector", "town council", "voluntary sector",
}  # fmt: skip
# names of these and nothing else name nobody, unless a legal form says that it is a registered name
_KINDS: Final = frozenset(
    "advice ambulance and association authority borough business centre charity church city college community "
    "company consultancy consulting council county department digital district education energy fire for government "
    "group health hospital housing ict it library local ltd museum nhs of office parish partnership police primary "
    "rescue school secondary service services social solutions team technology the town trust university".split()
)
# one stands in many places under one name: "St Mary's Church"
_MANY: Final = frozenset(
    "chapel church hall infant infants junior nursery parish pharmacy primary school surgery".split()
)
# hosts where anybody may have a page
_ANYBODYS: Final = frozenset(
    "bsky.app eventbrite.co.uk eventbrite.com facebook.com github.com github.io gitlab.com google.com instagram.com "
    "linkedin.com linktr.ee medium.com meetup.com notion.site sites.google.com squarespace.com substack.com "
    "twitter.com wixsite.com wordpress.com x.com youtube.com".split()
)
_HOST = re.compile(r"(?i)^(?:[a-z]+://)?(?:[^@/]*@)?([a-z0-9.-]+\.[a-z]{2,})(?::\d+)?(?:[/?#].*)?$")
_NUMBER = re.compile(r"(?:[A-Z]{2}|\d{2})?\d{1,8}")


@dataclass(frozen=True, slots=True)
class Organisation:
    """One id; ``names`` are normalised without legal forms, the own name first."""

    id: str
    text: str
    names: tuple[str, ...]
    forms: frozenset[str]
    kind: str
    council_kind: str
    number: str
    host: str
    letters: frozenset[str]
    is_new: bool = False
    is_known: bool = False

    @property
    def lists(self) -> frozenset[str]:
        """The list of all who were on record before; new ones may stand in several files, so they are in none."""
        return frozenset({"known"} if self.is_known else ())

    @property
    def is_council(self) -> bool:
        return self.kind == "council"


def organisations(new: pa.Table, known: pa.Table) -> list[Organisation]:
    """Organisations by id; an id on both sides is as the new table says, with the aliases of both."""
    rows: dict[str, tuple[tuple[str, ...], bool, bool]] = {}
    for table, is_new in ((known, False), (new, True)):
        for id_, *cells in _rows(table):
            before, was_new, was_known = rows.get(id_, ((), False, False))
            merged = tuple(cell or old for cell, old in zip(cells, before, strict=True)) if before else tuple(cells)
            rows[id_] = (merged, was_new or is_new, was_known or not is_new)
    return [_organisation(id_, *rows[id_]) for id_ in sorted(rows)]


def company_number(text: str) -> str:
    """A number of Companies House with its noughts, or empty: "1234567" is "01234567"; "N/A" and "0" are none."""
    number = re.sub(r"[\s.-]", "", text).upper().removeprefix("GBCOH")
    if not _NUMBER.fullmatch(number) or not number.strip("0"):
        return ""
    return number.zfill(8) if number.isdigit() else number


def host(text: str) -> str:
    """The host of a website without "www."; empty where anybody may have a page.

    >>> host("https://www.Saltwren.co.uk/about"), host("linkedin.com/company/saltwren")
    ('saltwren.co.uk', '')
    """
    found = _HOST.match(text.strip())
    name = found.group(1).lower().removeprefix("www.") if found else ""
    return "" if any(name == one or name.endswith(f".{one}") for one in _ANYBODYS) else name


def _organisation(id_: str, cells: tuple[str, ...], is_new: bool, is_known: bool) -> Organisation:
    text, kind, aliases, number, website, council_kind = cells
    own = names_in(visible(text))
    written = [*own, *(visible(alias) for alias in aliases.split("|"))]
    split = [split_firm_name(name) for name in written if name.strip()]
    cores = (skeleton(name.core) for name in split if names_somebody(name))
    return Organisation(
        id_,
        text,
        tuple(dict.fromkeys(cores)),
        split_firm_name(own[0]).forms if own else frozenset(),
        kind,
        council_kind,
        company_number(number),
        host(website),
        scripts(text),
        is_new,
        is_known,
    )


def names_somebody(name: FirmName) -> bool:
    """Whether a name can tell an organisation from others: "Digital Services Ltd" can, "Digital Services" cannot."""
    core = name.core
    if len(core) < 2 or core in _NOBODY or core.isdigit():
        return False
    return bool(name.forms) or not _KINDS.issuperset(core.split())


def stands_in_many_places(core: str) -> bool:
    """Whether many have that name, each in its place: a school, a church, a village hall."""
    return not _MANY.isdisjoint(core.split())


def is_styled(text: str) -> bool:
    """Whether a name says that it is a council's: "Leeds City Council" does, "Leeds" does not."""
    return bool(split_council_name(normalise(text)).styles)


def _rows(table: pa.Table) -> Iterable[tuple[str, ...]]:
    empty = [""] * table.num_rows
    columns = [
        [cell or "" for cell in table.column(name).to_pylist()] if name in table.column_names else empty
        for name in ("id", "name", "kind", "aliases", "company_number", "website", "council_kind")
    ]
    return zip(*columns, strict=True)
