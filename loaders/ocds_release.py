"""One OCDS release -> what we keep of it: buyer, notice, awards and suppliers, without any person.

Buyer and suppliers are councils where ``CouncilFinder`` is sure. Review bodies, central purchasing parties and contact
points are not looked at.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from graph import vocabulary as v
from graph.identity import normalise
from loaders.councils import CouncilFinder, Match
from loaders.ocds_file import Json, Unusable
from loaders.reading import InputFile

OGL: Final = "OGL v3"
FEEDS: Final = {  # prefix of the ocid -> name of the feed; all four publish under the Open Government Licence v3.0
    "ocds-b5fd17": "Contracts Finder",
    "ocds-h6vhtk": "Find a Tender",
    "ocds-r6ebe6": "Public Contracts Scotland",
    "ocds-kuma6s": "Sell2Wales",
}
_COMPANY_NUMBER = re.compile(r"\d{8}|(?:[A-Z]{2}|R0)\d{6}|(?:IP|SP|RS|NP|NO|IC|SI|AC|NV)\d{5}[0-9A-Z]")
_BREAKS_IDS = re.compile(r"[|\s]+")
_LOCAL_IDS: Final = frozenset({"GB-CFS", "GB-FTS"})  # given out per notice
_NOTICE_DOCUMENTS: Final = ("awardNotice", "contractNotice", "tenderNotice", "plannedProcurementNotice", "notice")
_NO_AWARD: Final = frozenset({"cancelled", "unsuccessful", "pending"})
_SIZES: Final = frozenset({"micro", "small", "medium", "large"})

PORTALS = re.compile(
    r"\b(in tend|e tendering|etendering|e sourcing|esourcing|proactis|due north|bravosolution|jaggaer|mytenders"
    r"|sell2wales|contracts finder|find a tender|delta esourcing|atamis)\b"
)
_CENTRAL = re.compile(
    r"^(department (for|of)|ministry of|hm |his majestys|her majestys|home office|cabinet office|scottish government"
    r"|welsh government|northern ireland office|foreign commonwealth|attorney generals|crown prosecution|food standards"
    r"|environment agency|registers of scotland|met office"
    r"|(desnz|dft|dftc|dhsc|mhclg|dluhc|dbt|dsit|defra|mod|hmrc|dwp|moj|fcdo|dcms|dfe)\b)"
)
_BUYS_FOR_OTHERS = re.compile(
    r"\b(procurement (unit|service|services|partnership|consortium|hub|agency)|purchasing (organisation|consortium)"
    r"|crown commercial|supply chain|ypo|espo|nepo)\b"
)
_PUBLIC = re.compile(
    r"\b(school|schools|university|universities|college|academy|academies|nhs|council|police|fire and rescue|hospital"
    r"|constabulary|prifysgol)\b"
)
_CENTRAL_TYPE: Final = "ministry or any other national"  # OCDS classification TED_CA_TYPE


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as a release names it; no contact point."""

    id: str
    name: str
    kind: str
    size_band: str | None = None
    company_number: str | None = None
    website: str | None = None
    scale_known: bool = True
    council: Match | None = None


@dataclass(frozen=True, slots=True)
class Award:
    id: str
    title: str
    on: str | None
    value: str | None
    currency: str | None
    url: str | None
    suppliers: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """What we keep of a release."""

    row: int
    ocid: str
    moment: datetime | None
    feed: str
    licence: str | None
    buyer: Party
    buyer_as_named: str
    title: str
    stage: str
    value: str | None
    currency: str | None
    url: str | None
    awards: tuple[Award, ...]

    @property
    def on(self) -> str | None:
        return self.moment.date().isoformat() if self.moment else None

    @property
    def order(self) -> tuple[datetime, int]:
        return (self.moment or datetime.min.replace(tzinfo=UTC), self.row)


@dataclass
class Told:
    """What the report will say, counted on the way."""

    contacts: int = 0
    scale_unknown: set[str] = field(default_factory=set)
    late_awards: list[str] = field(default_factory=list)
    undated_awards: int = 0
    no_awards: int = 0
    bad_numbers: list[str] = field(default_factory=list)
    nameless: int = 0


def drop_contacts(value: Json) -> tuple[Json, int]:
    """The same without any contact point, and how many there were."""
    if isinstance(value, list):
        kept = [drop_contacts(item) for item in value]
        return [item for item, _ in kept], sum(count for _, count in kept)
    if not isinstance(value, dict):
        return value, 0
    out, dropped = {}, 0
    for key, item in value.items():
        if key == "contactPoint":
            dropped += bool(item)
        else:
            out[key], count = drop_contacts(item)
            dropped += count
    return out, dropped


def read_release(row: int, found: Json, file: InputFile, councils: CouncilFinder, told: Told) -> Release:
    if not isinstance(found, dict):
        raise Unusable(None, found, "This is no release.", "Give a JSON object with an ocid and a buyer.")
    release, dropped = drop_contacts(found)
    told.contacts += dropped
    ocid = _word(release.get("ocid"))
    if not ocid:
        raise Unusable("ocid", None, "The release has no ocid.", "Add the id of the contracting process.")
    moment = _moment(release.get("date"), "date")
    feed = FEEDS.get(ocid[:11]) or _word(release.get("_publisher")) or file.name
    licence = OGL if ocid[:11] in FEEDS else _word(release.get("_license"))
    parties = {
        _word(party.get("id")): party
        for party in _list(release.get("parties"))
        if isinstance(party, dict) and party.get("id") is not None
    }
    day = moment.date() if moment else None
    named = _buyer(release, parties)
    buyer = _party(named, feed, councils, day, told, supplies=False)
    tender = _dict(release.get("tender"))
    value, currency = _money(tender.get("value"), told, row)
    title = _title(tender) or _title(release) or f"Notice {ocid}"
    url = _address(release, tender)
    return Release(
        row=row,
        ocid=ocid,
        moment=moment,
        feed=feed,
        licence=licence,
        buyer=buyer,
        buyer_as_named=_word(named.get("name")) or "",
        title=title,
        stage=", ".join(filter(None, map(_word, _list(release.get("tag"))))) or "not known",
        value=value,
        currency=currency,
        url=url,
        awards=tuple(_awards(release, row, ocid, moment, title, url, parties, feed, councils, told)),
    )


def _buyer(release: dict[str, Json], parties: Mapping[str | None, dict[str, Json]]) -> dict[str, Json]:
    """The buyer with what its party says; procuring entity or the party in that role if no buyer is named."""
    tender = _dict(release.get("tender"))
    in_role = [party for party in parties.values() if "buyer" in _list(party.get("roles"))]
    for one in (release.get("buyer"), tender.get("procuringEntity"), *in_role[:1]):
        if isinstance(one, dict):
            whole = {**parties.get(_word(one.get("id")), {}), **{key: cell for key, cell in one.items() if cell}}
            if _word(whole.get("name")):
                return whole
    reason = "The release names no buyer."
    raise Unusable("buyer", None, reason, "Add the buyer's name, or leave the release out.")


def _awards(
    release: dict[str, Json],
    row: int,
    ocid: str,
    moment: datetime | None,
    title: str,
    url: str | None,
    parties: Mapping[str | None, dict[str, Json]],
    feed: str,
    councils: CouncilFinder,
    told: Told,
) -> Iterator[Award]:
    for number, award in enumerate(_list(release.get("awards")), start=1):
        if not isinstance(award, dict):
            continue
        if award.get("status") in _NO_AWARD:
            told.no_awards += 1
            continue
        awarded = _moment(award.get("date"), f"awards/{number}/date")
        if awarded and moment and awarded.date() > moment.date():
            told.late_awards.append(f"row {row} ({awarded.date()}, published {moment.date()})")
        if not awarded:
            told.undated_awards += 1
        on = awarded or _moment(award.get("datePublished"), f"awards/{number}/datePublished") or moment
        value, currency = _money(award.get("value"), told, row)
        suppliers: dict[str, Party] = {}
        for one in _list(award.get("suppliers")):
            if not isinstance(one, dict):
                continue
            whole = {**parties.get(_word(one.get("id")), {}), **{key: cell for key, cell in one.items() if cell}}
            if not _word(whole.get("name")):
                told.nameless += 1
                continue
            party = _party(whole, feed, councils, on.date() if on else None, told, supplies=True)
            suppliers.setdefault(party.id, party)
        yield Award(
            id=_word(award.get("id")) or f"{ocid}-{number}",
            title=_title(award) or title,
            on=on.date().isoformat() if on else None,
            value=value,
            currency=currency,
            url=_document(award) or url,
            suppliers=tuple(suppliers.values()),
        )


def _party(
    party: dict[str, Json], feed: str, councils: CouncilFinder, day: date | None, told: Told, *, supplies: bool
) -> Party:
    name = _word(party.get("name")) or ""
    match = councils.find(name, day, suggest=not supplies)
    if match.organisation_id:
        return Party(match.organisation_id, name, "council", council=match)
    details = _dict(party.get("details"))
    scale = (_word(details.get("scale")) or "").lower()
    id_, number = _identify(party, feed)
    if supplies:
        kind = _kind_of_supplier(name, scale)
        if kind == "sme" and not scale:
            told.scale_unknown.add(id_)
    else:
        kind = _kind_of_buyer(name, details)
    website = _word(details.get("url"))
    return Party(
        id=id_,
        name=name,
        kind=kind,
        size_band=scale if scale in _SIZES and kind in v.SUPPLIER_KINDS else None,
        company_number=number,
        website=website if website and website.startswith(("http://", "https://")) else None,
        scale_known=bool(scale) or not supplies,
        council=match,
    )


def _identify(party: dict[str, Json], feed: str) -> tuple[str, str | None]:
    """A stable id, and the company number if a valid one is given."""
    given = [party.get("identifier"), *_list(party.get("additionalIdentifiers"))]
    identifiers = [
        (_word(one.get("scheme")), _word(one.get("id")))
        for one in given
        if isinstance(one, dict) and one.get("scheme") and one.get("id")
    ]
    for scheme, id_ in identifiers:
        if scheme == "GB-COH" and id_ and (number := company_number(id_)):
            return f"GB-COH-{number}", number
    for scheme, id_ in identifiers:
        if scheme and id_ and scheme != "GB-COH" and scheme not in _LOCAL_IDS:
            return f"{scheme}-{_BREAKS_IDS.sub('-', id_)}", None
    name = re.sub(r"\blimited\b", "ltd", normalise(_word(party.get("name")) or ""))
    return f"{_slug(feed)}:{_slug(name)}", None


def company_number(text: str) -> str | None:
    """A company number at Companies House in its eight characters, or None if it is none.

    >>> company_number("7689604"), company_number("oc 325346"), company_number("none")
    ('07689604', 'OC325346', None)
    """
    number = re.sub(r"[\s.-]", "", text).upper()
    if number.isdecimal() and len(number) <= 8:
        number = number.zfill(8)
    return number if _COMPANY_NUMBER.fullmatch(number) and number.strip("0") else None


def _kind_of_buyer(name: str, details: dict[str, Json]) -> str:
    """What a buyer that is no council is, where its name says so clearly; else a public partner."""
    text = normalise(name)
    if PORTALS.search(text) or _BUYS_FOR_OTHERS.search(text):
        return "buying_body"
    types = [(_word(c.get("id")) or "").lower() for c in _list(details.get("classifications")) if isinstance(c, dict)]
    if _CENTRAL.search(text) or any(_CENTRAL_TYPE in one for one in types):
        return "central_government"
    return "public_partner"


def _kind_of_supplier(name: str, scale: str) -> str:
    if _PUBLIC.search(normalise(name)):
        return "public_partner"
    return "large_supplier" if scale == "large" else "sme"


def _title(value: dict[str, Json]) -> str | None:
    title = _word(value.get("title"))
    if not title and (description := _word(value.get("description"))):
        title = description if len(description) <= 120 else f"{description[:119]}…"
    return title


def _money(value: Json, told: Told, row: int) -> tuple[str | None, str | None]:
    if not isinstance(value, dict):
        return None, None
    amount = value.get("amount")
    if amount is None or isinstance(amount, bool):
        return None, None
    try:
        number = Decimal(str(amount))
    except ArithmeticError:
        told.bad_numbers.append(f"row {row} ({str(amount)[:20]})")
        return None, None
    if not number.is_finite() or number < 0:
        told.bad_numbers.append(f"row {row} ({amount})")
        return None, None
    currency = (_word(value.get("currency")) or "").upper()
    text = f"{number:f}"
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return plain, currency if re.fullmatch(r"[A-Z]{3}", currency) else None


def _moment(text: Json, column: str) -> datetime | None:
    """A date with its time in UTC for order; the day stays the one that is written."""
    word = _word(text)
    if not word:
        return None
    try:
        read = datetime.fromisoformat(word)
    except ValueError:
        reason = f'"{word[:40]}" is no date.'
        raise Unusable(column, word, reason, "Write it as 2025-03-11 or 2025-03-11T09:56:44Z.") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _address(release: dict[str, Json], tender: dict[str, Json]) -> str | None:
    """Where the notice can be read."""
    planning = _dict(release.get("planning"))
    awards = [award for award in _list(release.get("awards")) if isinstance(award, dict)]
    for holder in (*reversed(awards), tender, planning):
        if url := _document(holder):
            return url
    ocid, id_ = _word(release.get("ocid")) or "", _word(release.get("id")) or ""
    if ocid.startswith("ocds-b5fd17") and (notice := re.match(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", id_)):
        return f"https://www.contractsfinder.service.gov.uk/Notice/{notice.group()}"
    return None


def _document(holder: dict[str, Json]) -> str | None:
    documents = [one for one in _list(holder.get("documents")) if isinstance(one, dict)]
    for kind in _NOTICE_DOCUMENTS:
        for one in documents:
            url = _word(one.get("url")) or ""
            if one.get("documentType") == kind and url.startswith(("http://", "https://")):
                return url
    return None


def _word(value: Json) -> str | None:
    """A text in one line ("&apos;" read as an apostrophe), or a number as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    return " ".join(html.unescape(str(value)).split()) or None


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", normalise(text)).strip("-")
