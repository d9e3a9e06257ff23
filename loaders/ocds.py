"""Procurement notices in the Open Contracting Data Standard (OCDS 1.1): who buys, who won, for how much, where to read.

Takes releases, release packages and record packages, as JSON or one per line, plain or gzipped. The content decides,
not the name. A row of the report is a release; its number is its place in the file, from 1 (a record with a compiled
release is one row). Blank lines and the shell of a package are no rows.

* **Versions.** Each release is a notice of its own day; of several on one day, the last by the clock counts and the
  others are merged. An award is replaced by one in a later release of the process with the same id, or with the same
  day and title and at least its suppliers (Contracts Finder gives a corrected award a new id): values are never added
  up. So one statement per process, award and supplier comes out of a file, from its last version. Over several files
  both versions stay on record: the later ``on`` wins for a notice, and each version of an award names its notice.
* **Councils** are found by ``CouncilFinder`` or not at all; a department ("... Passenger Transport"), a parish or a
  portal is loaded under its own name.
* **Ids**: GSS code; ``GB-COH-`` and a valid company number; scheme and id; else the feed and the name, so equal names
  within one feed are one organisation. Ids that a feed gives out per notice (GB-CFS, org-54) are not used.
* **Kinds** of buyers that are no council: by clear names (departments, procurement units), else ``public_partner``,
  for we do not know better. Suppliers: ``details.scale`` where given, public bodies by name, else ``sme``, and the
  report says how many.
* **Who may see them**: as the user said; if nobody did, open, but only where the feed publishes under the Open
  Government Licence.
* **People** are never loaded: contact points are dropped before anything is read. Review bodies and central purchasing
  parties are no relations.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable

from graph.errors import InputError
from graph.identity import normalise
from graph.statements import Batch, batch
from loaders.councils import CouncilFinder, finder
from loaders.ocds_file import Json, Unusable, begin, decode, releases_in, text_of
from loaders.ocds_release import OGL, PORTALS, Award, Party, Release, Told, drop_contacts, read_release
from loaders.reading import Ask, Defaults, InputFile, NeededError, Reading
from loaders.rejection import Rejection


class OcdsSource:
    """Reads OCDS; ``councils`` makes the finder when the first such file is read."""

    name = "ocds"

    def __init__(self, councils: Callable[[], CouncilFinder] = finder) -> None:
        self._councils = councils

    def recognises(self, file: InputFile) -> bool:
        """Whether the beginning is JSON that speaks of an ocid, releases or records."""
        try:
            text, _ = decode(begin(file.content))
        except (OSError, EOFError, zlib.error):
            return False
        text = text.lstrip()
        if text[:1] not in ("{", "["):
            return False
        return '"ocid"' in text or ('"ocds' in text and ('"releases"' in text or '"records"' in text))

    def read(self, file: InputFile, defaults: Defaults) -> Iterable[Reading]:
        """One reading for the file. InputError if there is no release in it, or if nobody said who may see it."""
        councils = self._councils()
        told, rejections, raw_rejected = Told(), [], []
        releases: list[Release] = []
        rows = 0
        text, notes = text_of(file)
        for rows, found in enumerate(releases_in(text), start=1):
            try:
                if isinstance(found, Unusable):
                    raise found
                releases.append(read_release(rows, found, file, councils, told))
            except Unusable as why:
                value = None if why.value is None else str(why.value)[:200]
                rejections.append(Rejection(file.name, rows, why.column, value, why.reason, why.remedy))
                raw_rejected.append(_without_people(found, why))
        if not rows:
            raise InputError(
                f"{file.name}: there is no release in it. Load a file of OCDS releases or a package of them."
            )
        visibility = _visibility(defaults, releases, file)
        yield Reading(
            file=file.name,
            kind=self.name,
            rows_read=rows,
            batches=_batches(releases, defaults, visibility, told),
            rejections=tuple(rejections),
            notes=(*notes, *_notes(releases, told, defaults)),
            rejected_rows=(("release",), *((raw,) for raw in raw_rejected)) if raw_rejected else (),
        )


def _without_people(found: Json, why: Unusable) -> str:
    """A rejected release as text, so that it can be mended; without contact points."""
    if isinstance(found, Unusable) or not isinstance(found, dict):
        return str(why.value or "")
    return json.dumps(drop_contacts(found)[0], default=str, ensure_ascii=False)


def _visibility(defaults: Defaults, releases: list[Release], file: InputFile) -> str:
    if defaults.visibility:
        return defaults.visibility
    if all(release.licence == OGL for release in releases):
        return "open"  # published under an open licence: nothing to guess
    words = f"{file.name} does not say who may see it. Say so once: open, shared or closed."
    raise NeededError(Ask("visibility", file.name, words))


def _batches(releases: list[Release], defaults: Defaults, visibility: str, told: Told) -> tuple[Batch, ...]:
    notices, awards = _last_notices(releases), _last_awards(releases)

    def common(release: Release, url: str | None) -> dict[str, object]:
        return {
            "row": release.row,
            "source": release.feed,
            "source_url": url,
            "visibility": visibility,
            "audience": "|".join(defaults.audience) or None,
            "shared_until": defaults.shared_until.isoformat() if defaults.shared_until else None,
            "owner": defaults.owner,
            "licence": release.licence or defaults.licence,
            "class": "verified",
        }

    notice_rows = [
        {
            "notice_id": one.ocid,
            "buyer_id": one.buyer.id,
            "title": one.title,
            "stage": one.stage,
            "value": one.value,
            "currency": one.currency,
            "on": one.on,
            **common(one, one.url),
        }
        for one in notices
    ]
    award_rows = [
        {
            "notice_id": one.ocid,
            "buyer_id": one.buyer.id,
            "supplier_id": supplier.id,
            "award_id": award.id,
            "title": award.title,
            "value": award.value,
            "currency": award.currency,
            "on": award.on,
            **common(one, award.url),
        }
        for one, award in awards
        for supplier in award.suppliers
    ]
    used = [(one, one.buyer) for one in notices] + [(one, one.buyer) for one, _ in awards]
    used += [(one, supplier) for one, award in awards for supplier in award.suppliers]
    organisation_rows = [_organisation(one, party, common(one, None)) for one, party in _last_parties(used)]
    kinds = (("organisations", list(filter(None, organisation_rows))), ("notices", notice_rows), ("awards", award_rows))
    return tuple(batch(kind, rows) for kind, rows in kinds if rows)


def _last_notices(releases: list[Release]) -> list[Release]:
    """One release per process, buyer and day, the last by the clock; utilities use one ocid for several buyers."""
    last: dict[tuple[str, str, str | None], Release] = {}
    for one in sorted(releases, key=lambda release: release.order):
        last[(one.ocid, one.buyer.id, one.on)] = one
    return sorted(last.values(), key=lambda release: release.row)


def _last_awards(releases: list[Release]) -> list[tuple[Release, Award]]:
    """Awards in their last version: later releases replace them one by one, never add to them."""
    kept: dict[tuple[str, str], list[tuple[Release, Award]]] = defaultdict(list)
    for one in sorted(releases, key=lambda release: release.order):
        before = kept[(one.ocid, one.buyer.id)]
        now = [award for award in one.awards if award.suppliers]
        before[:] = [(release, old) for release, old in before if not any(_replaces(award, old) for award in now)]
        before.extend((one, award) for award in now)
    flat = [pair for pairs in kept.values() for pair in pairs]
    return sorted(flat, key=lambda pair: (pair[0].row, pair[1].id))


def _replaces(award: Award, old: Award) -> bool:
    """Whether a later award is a new version of an old one; it may name more suppliers."""
    same = (award.on, award.title) == (old.on, old.title)
    return award.id == old.id or (same and {s.id for s in old.suppliers} <= {s.id for s in award.suppliers})


def _last_parties(used: list[tuple[Release, Party]]) -> list[tuple[Release, Party]]:
    """Each organisation once, as the last release says it; one that knows its size before one that does not."""
    best: dict[str, tuple[Release, Party]] = {}
    for one, party in sorted(used, key=lambda pair: (pair[1].scale_known, pair[0].order)):
        best[party.id] = (one, party)
    return sorted(best.values(), key=lambda pair: (pair[0].row, pair[1].id))


def _organisation(release: Release, party: Party, common: dict[str, object]) -> dict[str, object] | None:
    """The row of a party; a council's is the register's own, and one that is on record already needs none."""
    if party.council and party.council.organisation_id == party.id:
        row = party.council.register_row
        return {**row, "row": release.row} if row else None
    return {
        "organisation_id": party.id,
        "name": party.name,
        "kind": party.kind,
        "company_number": party.company_number,
        "website": party.website,
        "size_band": party.size_band,
        **common,
    }


def _notes(releases: list[Release], told: Told, defaults: Defaults) -> list[str]:
    notes = []
    if told.contacts:
        notes.append(f"{told.contacts} contact points were left out: no person is loaded from notices.")
    if defaults.visibility is None and releases:
        notes.append(f"The notices are published under the Open Government Licence ({OGL}): anyone may see them.")
    if told.scale_unknown:
        many = len(told.scale_unknown)
        notes.append(f"The size of {many} suppliers is not given: they are taken for small firms (sme).")
    if told.late_awards:
        notes.append(f"Awards dated after their publication, kept as written: {'; '.join(told.late_awards)}.")
    if told.undated_awards:
        notes.append(f"{told.undated_awards} awards have no date; the day of publication is taken.")
    if told.no_awards:
        notes.append(f"{told.no_awards} awards are cancelled, unsuccessful or pending, and were left out.")
    if told.nameless:
        notes.append(f"{told.nameless} suppliers have no name and were left out.")
    if told.bad_numbers:
        notes.append(f"Values that are no amount, left empty: {'; '.join(told.bad_numbers)}.")
    buyers = sorted({one.buyer_as_named: one.buyer for one in releases}.items(), key=lambda item: item[0].casefold())
    return notes + [_buyer_note(named, party) for named, party in buyers]


def _buyer_note(named: str, party: Party) -> str:
    match = party.council
    if match and match.organisation_id:
        name = match.register_row["name"] if match.register_row else match.organisation_id
        return f'Buyer "{named}" is {name} ({match.organisation_id}), by {match.how}.'
    if PORTALS.search(normalise(named)):
        return f'Buyer "{named}" is a portal; the notice does not name who buys. Loaded as {party.kind} ({party.id}).'
    near = ""
    if match and match.suggestions:
        near = f" If it is {match.suggestions[0][0]} ({match.suggestions[0][1]}), add the name to its aliases."
    return f'Buyer "{named}" is no council of the register. Loaded as {party.kind} ({party.id}).{near}'
