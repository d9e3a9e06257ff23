"""Who no longer holds the post that an earlier chart gave them: the post is ended, by one more statement.

A chart tells who holds a post on its day. Where a later one of the same source names somebody else, or calls the post
vacant, it has ended for its holder on the day before that chart; whoever comes back holds it anew from the day of the
chart that says so. A chart that does not say who holds a post ends nothing. All this is inferred, so it counts before
the row that says no end, in whatever order charts are loaded, and goes with the load that brought it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from datetime import date, timedelta
from typing import Any

import pandas as pd

from graph.statements import KINDS, batch
from graph.store import Store
from loaders.parts import Part

_SERIES = ["source", "owner", "visibility", "audience"]  # of one and the same, the later chart is the next
_SEAT = ["organisation_id", "department_id", "title"]  # posts alike in these may come in any order
_CELLS = list(KINDS["posts"].cells)
_Row = dict[str, Any]
_Spell = tuple[str | None, str | None]  # first and last day; None: not known, and not over


def left(parts: Sequence[Part], store: Store) -> list[Part]:
    """Rows that end posts of charts, one part for each file that has a post with another holder, or with none."""
    charts = [part for part in parts if part.kind == "establishment" and part.names_found]
    rows = _other_holders(_told(charts, store)) if charts else pd.DataFrame()
    if not len(rows):
        return []
    names = _names(set(rows["holder_id"].dropna()), parts, store)
    rows["name"] = rows["holder_id"].map(names)
    found: dict[int, list[_Row]] = {}
    for file, row in _over(rows):
        found.setdefault(file, []).append(row)
    return [_part(charts[file], made) for file, made in sorted(found.items())]


def _told(charts: Sequence[Part], store: Store) -> pd.DataFrame:
    """Who holds which post when, by these charts and those on record; ``file`` is the number of the chart, if new."""
    now = [part.cells.to_pandas().assign(file=number, row=part.rows) for number, part in enumerate(charts)]
    places = {place for rows in now for place in rows["organisation_id"]}
    stored = store.neighbours({("establishment", "organisation_id"): places}) if places else []
    before = [found.table.to_pandas().assign(file=None) for found in stored if len(found)]
    rows = pd.concat([*before, *now], ignore_index=True)
    return rows[rows["on"].notna() & (rows["holder_id"].notna() | (rows["vacant"] == "yes"))]


def _other_holders(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the seats that have a post in these files whose holder is not the same on every chart."""
    if not len(rows):
        return rows
    rows = rows.assign(
        post=rows.groupby([*_SERIES, "post_id"], dropna=False).ngroup(),
        seat=rows.groupby([*_SERIES, *_SEAT], dropna=False).ngroup(),
    )
    several = rows.groupby("post")["holder_id"].nunique(dropna=False) > 1
    rows["changed"] = rows["post"].isin(rows.loc[rows["file"].notna() & rows["post"].map(several), "post"])
    return rows[rows["seat"].isin(rows.loc[rows["changed"], "seat"])].copy()


def _names(holders: Set[str], parts: Sequence[Part], store: Store) -> dict[str, str]:
    stored = [found.table for found in store.neighbours({("people", "person_id"): holders})] if holders else []
    now = [part.cells for part in parts if part.kind == "people" and part.names_found]
    return {
        id_: name
        for table in (*stored, *now)
        for id_, name in zip(table["person_id"].to_pylist(), table["name"].to_pylist(), strict=True)
        if id_ in holders
    }


def _over(rows: pd.DataFrame) -> Iterator[tuple[int, _Row]]:
    """The posts that ended and those taken up again, each with the number of the chart that is new."""
    seated = set(zip(rows["seat"], rows["on"], rows["name"], strict=True))
    changed = rows[rows["changed"]].sort_values("on", kind="stable")
    posts: dict[int, list[_Row]] = {}
    for row in changed.astype(object).where(changed.notna(), None).to_dict("records"):
        posts.setdefault(row["post"], []).append(row)
    for post in posts.values():
        says = next(row for row in reversed(post) if row["file"] is not None)
        days = sorted({row["on"] for row in post})
        for holder, last in {row["holder_id"]: row for row in post if row["holder_id"]}.items():
            held = {row["on"] for row in post if row["holder_id"] == holder}
            stays = {day for day in days if (last["seat"], day, last["name"]) in seated}
            for starts, ends in _spells(days, held, stays):
                own = {"person_id": holder, "starts": starts, "ends": ends, "class": "inferred", "row": says["row"]}
                yield says["file"], {name: last.get(name) for name in _CELLS} | own


def _spells(days: Sequence[str], held: Set[str], stays: Set[str]) -> Iterator[_Spell]:
    """When somebody held a post whose charts are of these days, but for a time that never ended and began unknown.

    ``stays``: days on whose chart they have this post or another that is just alike.
    """
    starts, inside, before = None, False, False
    for day in days:
        if not inside and day in held:
            starts, inside = day if before else None, True
        elif inside and day not in held and day not in stays:
            yield starts, (date.fromisoformat(day) - timedelta(days=1)).isoformat()
            inside, before = False, True
    if inside and before:
        yield starts, None


def _part(chart: Part, rows: list[_Row]) -> Part:
    chart.notes.append(_words(len({row["person_id"] for row in rows if row["ends"]})))
    made = batch("posts", rows)
    return Part(chart.file, "posts", made.table.select(_CELLS), made.table.column("row").to_numpy(), True)


def _words(people: int) -> str:
    who = "1 person does" if people == 1 else f"{people:,} people do"
    return f"{who} not hold the post of an earlier chart any more: it is ended on the day before the next chart."
