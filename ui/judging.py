"""Storing a judgement: what the page and the command line both do with it."""

from __future__ import annotations

from datetime import date

from graph.errors import InputError
from graph.store import Store
from graph.view import view
from loaders import entered
from loaders.plan import plan
from loaders.reading import Defaults
from loaders.report import Report
from queries import review

JUDGED = {"same": "the same", "different": "different", "later": "left for later"}


def judge(
    store: Store, thing: str, one: str, other: str, verdict: str, why: str, defaults: Defaults, today: date
) -> Report:
    """Store a verdict on two ids as a load of its own, which can be undone. InputError if it could not count."""
    if verdict not in JUDGED:
        raise InputError(f'"{verdict}" is no judgement. Say same, different or later.')
    if defaults.visibility == "closed" and defaults.owner is None:
        raise InputError("A judgement that only its owner sees needs an owner: choose whose data this is (the viewer).")
    if thing == "organisation" and verdict == "same":
        review.must_go_together(view(store, defaults.owner, today), one, other)
    who = defaults.owner or "the public"
    file = entered.verdict(entered.source(who, today), thing, one, other, verdict, who, why, today)
    return plan([file], store, defaults).commit(strict=True)
