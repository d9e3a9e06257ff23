"""Saying what became of a request, or that two people met: what the page and the command line both do with it."""

from __future__ import annotations

from datetime import date

from graph.days import spoken
from graph.errors import InputError
from graph.requests import BOTH_AGREED
from graph.store import Store
from graph.view import View
from loaders import entered
from loaders.plan import plan
from loaders.reading import Defaults
from loaders.report import Report
from queries.requests import NEEDS_OWNER, Step


def record(store: Store, view: View, step: Step, defaults: Defaults) -> Report:
    """Store the new state as a load of its own, which can be undone. Nothing is sent to anybody.

    InputError if others would be told before both have agreed, or if nobody owns it.
    """
    if defaults.owner is None:
        raise InputError(NEEDS_OWNER)
    if defaults.visibility != "closed" and step.state not in BOTH_AGREED:
        raise InputError(
            f"Whom {step.asker.name} wants to reach is told to nobody else before both have agreed: keep it closed."
        )
    source = entered.source(defaults.owner, view.viewpoint.today)
    return plan([entered.request(source, step.cells)], store, defaults).commit(strict=True)


def met(store: Store, view: View, one: str, other: str, on: date, defaults: Defaults) -> Report:
    """Store that two people met on a day, told by the first of them; a load of its own, which can be undone.

    InputError if nobody owns it, if they are one person, if the day lies after the as-at day, or if the owner has said
    so already: one meeting is not counted twice.
    """
    if defaults.owner is None:
        raise InputError("A meeting is known to whoever says so: choose whose data this is (the viewer) first.")
    if one == other:
        raise InputError("A meeting is between two people.")
    if on > view.viewpoint.as_at:
        raise InputError(f"{spoken(on)} lies after the day you look at, {spoken(view.viewpoint.day)}.")
    if _told_already(view, one, other, on, defaults.owner):
        raise InputError(f"That they met on {spoken(on)} is on record already. Give another day, or leave it.")
    source = entered.source(defaults.owner, view.viewpoint.today)
    return plan([entered.meeting(source, one, other, on)], store, defaults).commit(strict=True)


def _told_already(view: View, one: str, other: str, on: date, owner: str) -> bool:
    """Whether the owner has a contact of these two on this day."""
    told = view.near((one, other)).scene.rows["contacts"].select(["person_a", "person_b", "kind", "on", "owner"])
    return any(
        {row["person_a"], row["person_b"]} == {one, other}
        and (row["kind"], row["on"], row["owner"]) == ("contact", on.isoformat(), owner)
        for row in told.to_pylist()
    )
