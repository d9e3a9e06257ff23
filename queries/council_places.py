"""Which councils are open, and where are they?"""

from __future__ import annotations

from dataclasses import dataclass

from graph.view import View


@dataclass(frozen=True, slots=True)
class Place:
    """A council with what its row says of where it is; "" where it says nothing."""

    id: str
    name: str
    kind: str
    nation: str
    region: str


def ask(view: View) -> tuple[Place, ...]:
    """All councils on record that are open on the as-at date, by id."""
    rows = view.scene("organisations").things("organisations").to_pylist()
    day = view.viewpoint.day
    cells = ("organisation_id", "name", "council_kind", "nation", "region")
    return tuple(
        Place(*(row[name] or "" for name in cells))
        for row in rows
        if row["kind"] == "council" and (row["ends"] or day) >= day
    )
