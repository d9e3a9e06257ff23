"""Who in a load is whom on record: verdicts of the matcher, as statements that join the load and can be taken back.

New people and organisations are compared with those on record, as far as the owner of the new rows may see them, and
with each other. Ids that our own templates give out in one load are kept apart: whoever fills in a template says by its
ids who is who. Pairs that were judged before are left alone, whatever was judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd
import pyarrow as pa

from graph.matching.organisations import match_organisations
from graph.matching.pair import Pair
from graph.matching.people import match_people
from graph.sameness import MATCHES, joined
from graph.scene import Scene
from graph.statements import COMMON, DESCRIBES, KINDS, Batch, batch
from graph.store import Load, Store
from graph.view import view
from graph.vocabulary import VISIBILITIES
from loaders.councils import Match
from loaders.parts import Part

_THINGS = ("organisation", "person")  # employers first: who is who hangs on them
_CALLED = {"person": "People", "organisation": "Organisations"}
MATCHER = "Champion Finder"  # who judged, where no person did
SOURCE = "who is who, compared on loading"
_HANDED_ON = [c.name for c in COMMON if c.name not in ("class", "source", "source_url", "licence")]
_OF_POSTS = ["person_id", "organisation_id", "title", "visibility"]
_OF_PEOPLE = ("id", "name", "email", "organisation_id", "title", "source")
_OF_ORGANISATIONS = ("id", "name", "kind", "aliases", "company_number", "website", "council_kind")


@dataclass(frozen=True)
class Found:
    """Pairs of people or of organisations with the names of all in them, and the statements that say so."""

    thing: str  # "person" or "organisation"
    pairs: tuple[Pair, ...]
    names: Mapping[str, str]
    statements: Batch = field(repr=False)

    def count(self, verdict: str) -> int:
        """How many pairs have this verdict."""
        return sum(pair.verdict == verdict for pair in self.pairs)

    def words(self) -> str:
        """How many were found to be the same, and how many are asked."""
        same, asked = _pairs(self.count("same")), _pairs(self.count("open"))
        return f"{_CALLED[self.thing]}: {same} the same for sure, {asked} to decide in Review."

    def lines(self) -> list[dict[str, str]]:
        """One mapping a pair, as plain values."""
        return [
            {
                "thing": self.thing,
                "one": pair.one,
                "one_name": self.names.get(pair.one, pair.one),
                "other": pair.other,
                "other_name": self.names.get(pair.other, pair.other),
                "verdict": pair.verdict,
                "why": reasons(pair),
            }
            for pair in self.pairs
        ]


def found_in(
    parts: Sequence[Part], doubts: Mapping[str, Match], store: Store, owner: str | None, today: date
) -> list[Found]:
    """What the matcher says of whoever is new in these parts; ``doubts``: names that may mean a council on record."""
    told = {thing: _described(parts, kind) for thing, kind in DESCRIBES.items() if thing in MATCHES}
    new = {thing: rows[~rows["id"].isin(_stored(store, thing, rows))] for thing, rows in told.items()}
    if not any(map(len, new.values())):
        return []
    scene = view(store, owner, today).scene("people", "posts", "organisations")
    if not any(part.names_found for part in parts) and not scene.people:
        return []  # the first load of somebody's own templates
    known = {thing: _frame(scene.things(DESCRIBES[thing]), f"{thing}_id") for thing in MATCHES}
    on_record = {*known["organisation"]["id"], *told["organisation"]["id"]}
    posts, held = _posts(parts), _held(scene)
    compared = _compared(new, known, posts, held, doubts, on_record)
    found = [_found(thing, compared[thing], new[thing], known[thing], store, today) for thing in _THINGS]
    if owner and any(len(_open(rows)) < len(rows) for rows in (*new.values(), *known.values())):
        new_openly, known_openly = ({thing: _open(rows) for thing, rows in of.items()} for of in (new, known))
        told_openly = _compared(new_openly, known_openly, _open(posts), _open(held), doubts, on_record)
        found = [_kept_close(one, told_openly[one.thing], owner) for one in found]
    return [one for one in found if one.pairs]


def _compared(
    new: Mapping[str, pd.DataFrame],
    known: Mapping[str, pd.DataFrame],
    posts: pd.DataFrame,
    held: pd.DataFrame,
    doubts: Mapping[str, Match],
    on_record: Collection[str],
) -> Mapping[str, Sequence[Pair]]:
    """The pairs among these people and organisations; ``posts`` of those that are new, ``held`` by those known."""
    firms = match_organisations(*(_table(of["organisation"], _OF_ORGANISATIONS) for of in (new, known)))
    same = _one_id(firms)
    people = match_people(
        _table(_with_posts(new["person"], posts, same), _OF_PEOPLE),
        _table(_with_posts(known["person"], held, same), _OF_PEOPLE),
    )
    return {"organisation": _with_doubts(firms, doubts, on_record), "person": people}


def _open(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["visibility"] == "open"]


def _kept_close(found: Found, openly: Sequence[Pair], owner: str) -> Found:
    """The same; a verdict that would be another without rows that are not open is its owner's alone.

    Two people of open files are asked about, and told why, because of a third in somebody's closed address book.
    """
    told = set(openly)
    closed = {"visibility": "closed", "owner": owner, "audience": None, "shared_until": None}
    rows = found.statements.table.drop_columns("id").to_pylist()
    close = [
        row | closed if row["visibility"] == "open" and pair not in told else row
        for row, pair in zip(rows, found.pairs, strict=True)
    ]
    return replace(found, statements=batch(MATCHES[found.thing], close)) if close else found


def found_again(store: Store, viewer: str | None, today: date) -> list[Found]:
    """The same of everything on record that this viewer sees, as when many loads came one by one; seconds for 20,000.

    What is found is the viewer's own, and open where the public looks.
    """
    scene = view(store, viewer, today).scene("people", "posts", "organisations")
    whose = {"visibility": "closed" if viewer else "open", "owner": viewer, "audience": None, "shared_until": None}
    all_of = {
        thing: _frame(scene.things(DESCRIBES[thing]), f"{thing}_id").assign(names_found=True, **whose)
        for thing in MATCHES
    }
    nothing = _table(all_of["person"].head(0), _OF_PEOPLE), _table(all_of["organisation"].head(0), _OF_ORGANISATIONS)
    firms = match_organisations(_table(all_of["organisation"], _OF_ORGANISATIONS), nothing[1])
    posts = _with_posts(all_of["person"], _held(scene), _one_id(firms))
    people = match_people(_table(posts, _OF_PEOPLE), nothing[0])
    found = [
        _found(thing, pairs, all_of[thing], all_of[thing].head(0), store, today)
        for thing, pairs in zip(_THINGS, (firms, people), strict=True)
    ]
    return [one for one in found if one.pairs]


def keep(store: Store, found: Iterable[Found]) -> Load | None:
    """Store verdicts as a load of their own, which can be undone; None if there are none."""
    batches = [one.statements for one in found]
    if not batches:
        return None
    return store.add(Load.now("who is who, compared again"), batches).load


def _one_id(pairs: Iterable[Pair]) -> Mapping[str, str]:
    """For each id of pairs that are the same the first of its group."""
    groups = joined((pair.one, pair.other) for pair in pairs if pair.verdict == "same")
    return {id_: min(group) for id_, group in groups.items()}


def _found(
    thing: str, pairs: Iterable[Pair], new: pd.DataFrame, known: pd.DataFrame, store: Store, today: date
) -> Found:
    own = set(new.loc[~new["names_found"], "id"])
    asked = [pair for pair in pairs if not {pair.one, pair.other} <= own]
    judged = _judged(store, thing, {i for pair in asked for i in (pair.one, pair.other)} & set(new["id"]))
    left = tuple(pair for pair in asked if (pair.one, pair.other) not in judged)
    named = {id_ for pair in left for id_ in (pair.one, pair.other)}
    rows = pd.concat([frame[frame["id"].isin(named)] for frame in (new, known)])
    cells = rows.drop_duplicates("id").set_index("id")[_HANDED_ON].astype(object)
    handed_on = cells.where(cells.notna(), None).to_dict("index")
    statements = [
        {
            **_closest(handed_on[pair.one], handed_on[pair.other]),
            f"{thing}_a": pair.one,
            f"{thing}_b": pair.other,
            "verdict": pair.verdict,
            "judged_by": MATCHER,
            "on": today.isoformat(),
            "why": reasons(pair),
            "source": SOURCE,
            "class": "inferred",
        }
        for pair in left
    ]
    return Found(thing, left, dict(zip(rows["id"], rows["name"], strict=True)), batch(MATCHES[thing], statements))


def _closest(*rows: Mapping[str, object]) -> Mapping[str, object]:
    """Whose a verdict is: that of the row that fewest may see, for it tells of both."""
    return max(rows, key=lambda row: VISIBILITIES.index(str(row["visibility"] or "closed")))


def _pairs(count: int) -> str:
    return "1 pair" if count == 1 else f"{count:,} pairs"


def reasons(pair: Pair) -> str:
    """The reasons for and against in one text."""
    against = f" Against: {' '.join(pair.reasons_against)}" if pair.reasons_against else ""
    return f"For: {' '.join(pair.reasons_for)}{against}"


def _described(parts: Sequence[Part], kind: str) -> pd.DataFrame:
    """The rows of these parts that describe things of a kind, with ``id`` and the file they come from."""
    frames = [
        _frame(part.cells, KINDS[kind].columns[0].name).assign(names_found=part.names_found, source=part.file)
        for part in parts
        if part.kind == kind
    ]
    empty = pd.DataFrame(columns=["id", *KINDS[kind].cells, "names_found"], dtype=object)
    return pd.concat(frames, ignore_index=True) if frames else empty


def _frame(table: pa.Table, id_column: str) -> pd.DataFrame:
    frame = table.to_pandas()
    return frame.assign(id=frame[id_column])


def _table(frame: pd.DataFrame, columns: Sequence[str]) -> pa.Table:
    filled = frame.reindex(columns=columns).astype(object)
    return pa.table({name: pa.array(filled[name].where(filled[name].notna(), None), pa.string()) for name in columns})


def _posts(parts: Sequence[Part]) -> pd.DataFrame:
    frames = [part.cells.select(_OF_POSTS).to_pandas() for part in parts if part.kind == "posts"]
    return pd.concat(frames) if frames else pd.DataFrame(columns=_OF_POSTS)


def _held(scene: Scene) -> pd.DataFrame:
    return scene.rows["posts"].select(_OF_POSTS).to_pandas()


def _with_posts(people: pd.DataFrame, posts: pd.DataFrame, same: Mapping[str, str]) -> pd.DataFrame:
    """One row for each post of these people, at least one each; employers that are one have one id."""
    posts = posts.assign(organisation_id=posts["organisation_id"].map(lambda id_: same.get(id_, id_)))
    named = people[["id", "name", "email", "source"]].drop_duplicates()
    told = posts[_OF_POSTS[:3]].drop_duplicates()
    return named.merge(told, how="left", left_on="id", right_on="person_id")


def _stored(store: Store, thing: str, rows: pd.DataFrame) -> set[str]:
    return store.described(DESCRIBES[thing], set(rows["id"])) if len(rows) else set()


def _judged(store: Store, thing: str, ids: Collection[str]) -> set[tuple[str, str]]:
    """Pairs that somebody, or the matcher, judged before, the smaller id first."""
    kind = KINDS[MATCHES[thing]]
    tables = (
        [made.table for made in store.neighbours({(kind.name, column): ids for column in kind.lookups})] if ids else []
    )
    pairs = (zip(*(table.column(name).to_pylist() for name in kind.lookups), strict=True) for table in tables)
    return {(min(pair), max(pair)) for rows in pairs for pair in rows}


def _with_doubts(pairs: Sequence[Pair], doubts: Mapping[str, Match], on_record: Collection[str]) -> list[Pair]:
    """The pairs with questions about names that may mean a council, which then need no likeness to anything else."""
    made = []
    for id_, match in doubts.items():
        for council in (council for _, council in match.suggestions if council in on_record):
            one, other = min(id_, council), max(id_, council)
            made.append(Pair(one, other, "open", ("The name may mean this council.",), (match.reason,), 0.5))
    asked = {id_ for pair in made for id_ in (pair.one, pair.other)} & doubts.keys()
    return [p for p in pairs if p.verdict == "same" or asked.isdisjoint((p.one, p.other))] + made
