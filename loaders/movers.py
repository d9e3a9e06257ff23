"""Who holds another post than the last file of the same source said: the old post is ended, by one more statement.

An export of contacts tells where somebody works on that day and nothing of before. So if this month's names another
employer or title for somebody, the post that last month's named has ended; the row that says so copies it, with its
last day, and goes with the load that brought it. Posts that other sources tell stay: the two are shown side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from graph.scene import POST
from graph.statements import KINDS, batch
from graph.store import Store
from loaders.parts import Part

_CELLS = list(KINDS["posts"].cells)


def moved(parts: Sequence[Part], store: Store, today: date) -> list[Part]:
    """Rows that end posts, one part for each part of posts whose people moved; the file's notes say how many."""
    return [
        made for part in parts if part.kind == "posts" and part.names_found and (made := _ended(part, store, today))
    ]


def _ended(part: Part, store: Store, today: date) -> Part | None:
    now = part.cells.to_pandas().assign(row=part.rows)
    people = set(now["person_id"])
    stored = [found.table.to_pandas() for found in store.neighbours({("posts", "person_id"): people})] if people else []
    if not stored:
        return None
    before = pd.concat(stored).drop_duplicates("id")
    ours = pd.MultiIndex.from_frame(now[["source", "owner"]].fillna(""))
    before = before[pd.MultiIndex.from_frame(before[["source", "owner"]].fillna("")).isin(ours)]
    told = _keys(now)
    brings_new = set(now.loc[~told.isin(_keys(before)), "person_id"])
    before = before.sort_values(["seq", "row"]).loc[lambda f: ~_keys(f).duplicated(keep="last")]
    over = before[before["ends"].isna() & before["person_id"].isin(brings_new) & ~_keys(before).isin(told)]
    if not len(over):
        return None
    last_day = (today - timedelta(days=1)).isoformat()
    row_of = now.drop_duplicates("person_id").set_index("person_id")["row"]
    rows = [
        {**cells, "ends": max(last_day, cells["starts"] or ""), "row": int(row_of[cells["person_id"]])}
        for cells in over[_CELLS].astype(object).where(over[_CELLS].notna(), None).to_dict("records")
    ]
    part.notes.append(_words(len(set(over["person_id"])), last_day))
    made = batch("posts", rows)
    return Part(part.file, "posts", made.table.select(_CELLS), made.table.column("row").to_numpy(), True)


def _keys(posts: pd.DataFrame) -> pd.Series:
    """What makes two rows tell of one post, as one text."""
    return posts[list(POST)].fillna("").agg("\x1f".join, axis=1) if len(posts) else pd.Series(dtype=object)


def _words(people: int, last_day: str) -> str:
    who = "1 person holds" if people == 1 else f"{people:,} people hold"
    return f"{who} another post than the last such file said: the old one is ended on {last_day}."
