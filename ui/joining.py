"""Putting oneself on record: what the page and the command line both do with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from graph.errors import InputError, NotFoundError
from graph.identity import normalise, theme_of
from graph.store import Store
from graph.view import view
from graph.vocabulary import ORGANISATION_KINDS
from loaders import entered
from loaders.columns import keyed
from loaders.plan import plan
from loaders.reading import Defaults

KINDS = tuple(kind for kind in ORGANISATION_KINDS if kind != "unknown")


@dataclass(frozen=True, slots=True)
class Joined:
    """Who somebody is on record, and the load that said so (None: all of it was known)."""

    person: str
    organisation: str
    load: str | None


def join(
    store: Store, name: str, title: str, organisation: str, kind: str, today: date, *, offers: Iterable[str] = ()
) -> Joined:
    """Put a person with a post at an organisation on record, both seen by that organisation alone.

    An organisation that is on record under that name is taken; any other is new. ``offers``: themes on which it offers
    something, as people write them. InputError for what is missing.
    """
    for text, what in ((name, "your name"), (title, "your title"), (organisation, "your organisation")):
        if not text.strip():
            raise InputError(f"Say {what}: without it nobody could be introduced through you.")
    if kind not in KINDS:
        raise InputError(f'There is no kind of organisation called "{kind}". There are: {", ".join(KINDS)}.')
    firm, new = _organisation(store, organisation, today)
    person = f"{normalise(name).replace(' ', '-')}-{firm}"
    themes = sorted({theme_of(theme) for theme in offers} - {""})
    source, described = f"{entered.MARK} by {name}", (organisation, kind) if new else None
    files = entered.own(source, person, name, title, firm, described, themes)
    titled = f"{name} of {organisation}, {entered.MARK}"
    made = plan(files, store, Defaults("closed", firm), today=today, title=titled).commit(strict=True)
    if made.rejections:
        raise InputError(str(made.rejections[0]))
    return Joined(person, firm, made.load.id if made.load else None)


def _organisation(store: Store, name: str, today: date) -> tuple[str, bool]:
    """Its id, and whether it is new. A new one has its name as id: it is shown in sources, so it should read well."""
    plain = normalise(name).replace(" ", "-")
    for viewer in (None, plain):  # whoever joined before is seen by that organisation alone
        try:
            return view(store, viewer, today).directory.resolve(name, "organisation").id, False
        except NotFoundError:
            continue
    if not store.described("organisations", {plain}):
        return plain, True
    return keyed(plain, pa.array([name]))[0].as_py(), True  # the plain one is somebody else's
