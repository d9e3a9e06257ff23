"""Confirming a post at a successor council: what the page and the command line both do with it."""

from __future__ import annotations

from datetime import date

from graph.store import Store
from loaders import entered
from loaders.plan import plan
from loaders.reading import Defaults
from loaders.report import Report
from queries.successors import Successor, ToConfirm


def confirm(store: Store, post: ToConfirm, at: Successor, defaults: Defaults, today: date) -> Report:
    """Enter the post anew from the successor's first day, as a load that can be undone; budgets do not go with it."""
    cells = {
        "person_id": post.person_id,
        "organisation_id": at.id,
        "title": post.title,
        "function": post.function,
        "level": post.level,
        "starts": at.starts,
        "class": "observed",
    }
    source = entered.source(defaults.owner or "the public", today)
    file = entered.post(source, {name: cell for name, cell in cells.items() if cell})
    return plan([file], store, defaults).commit(strict=True)
