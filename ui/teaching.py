"""Teaching a phrase: what the page and the command line both do with it."""

from __future__ import annotations

from datetime import date

from graph.errors import InputError
from graph.store import Store
from loaders import entered
from loaders.plan import plan
from loaders.reading import Defaults
from loaders.report import Report
from queries.titles import Teaching


def nothing_new(teaching: Teaching, visibility: str | None) -> bool:
    """Whether this is taught already, to the same people (None: to whomever it is)."""
    told = teaching.rules.cells.get("visibility", "closed") if teaching.rules else None
    return teaching.known and visibility in (None, told)


def teach(store: Store, teaching: Teaching, defaults: Defaults, today: date) -> Report:
    """Store a phrase as a load of its own, which can be undone."""
    if defaults.visibility == "closed" and defaults.owner is None:
        raise InputError("A phrase that only its owner sees needs an owner: choose whose data this is (the viewer).")
    who = defaults.owner or "the public"
    told = {
        "phrase": teaching.phrase,
        "function": teaching.function,
        "level": teaching.level,
        "where": teaching.where,
        "taught_by": who,
        "class": teaching.rules.cells.get("class") if teaching.rules else None,
    }
    file = entered.phrase(entered.source(who, today), {name: cell for name, cell in told.items() if cell}, today)
    return plan([file], store, defaults).commit(strict=True)
