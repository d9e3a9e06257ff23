"""The queries of ``graph/cypher``, with labels, types and columns put in from the vocabulary.

Values are parameters, always. Words in capitals stand for what cannot be a parameter; nothing that a user loads ever
takes their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from graph import neo4j_shape as shape
from graph.statements import KINDS
from graph.store import Wanted
from graph.vocabulary import STORE_LABELS

_FOLDER = Path(__file__).with_name("cypher")
WORDS = ("LABEL", "THING", "FROM", "TO", "RELATION", "COLUMN", "NAME", "DATED", "SHOWN", "DERIVED")
_WORDS = re.compile(rf"\b(?:{'|'.join(WORDS)})\b")
_LOOKUPS = [(kind.name, column) for kind in KINDS.values() for column in kind.lookups]
_DERIVED = "|".join(shape.DERIVED_TYPES)


@cache
def cypher(name: str, **words: str) -> str:
    """The query of that name without its header."""
    words = {"DERIVED": _DERIVED, **words}
    return _WORDS.sub(lambda found: words.get(found[0], found[0]), _read(name))


def schema() -> Iterator[str]:
    """What makes all constraints and indexes that are not there yet."""
    for label in (*shape.THINGS, *STORE_LABELS):
        if label != "Again":
            yield cypher("constrain_node", NAME=f"{label.lower()}_id", LABEL=label)
    yield cypher("constrain_again", NAME="again_id_seq")
    for type_ in shape.LINK_TYPES:
        yield cypher("constrain_relation", NAME=f"{type_.lower()}_id", RELATION=type_)
    for type_, column in (*((type_, "seq") for type_ in shape.LINK_TYPES), *shape.INDEXED):
        yield cypher("index_relation", NAME=f"{type_.lower()}_{column}", RELATION=type_, COLUMN=column)
    for label, column in (("Statement", "file"), ("Statement", "seq"), ("Again", "id"), ("Again", "seq")):
        yield cypher("index_node", NAME=f"{label.lower()}_{column}", LABEL=label, COLUMN=column)


def reads(kind: str, *, of_load: bool = False) -> Iterator[str]:
    """The queries that stream a kind, or of a kind what a load brought."""
    for some in ("load_", "again_") if of_load else ("",):
        if kind not in shape.LINKS:
            yield cypher(f"read_{some}statements")
        for type_ in shape.types_of(kind):
            yield cypher(f"read_{some}relations", RELATION=type_)


def shows(kind: str) -> str:
    """The query that shows on things what statements of this kind say of them."""
    own = KINDS[kind]
    dated = f"coalesce(s.`{own.dated}`, '')" if own.dated else "''"
    shown = ", ".join(f".`{column.name}`" for column in own.columns[bool(own.describes) :])
    return cypher("show_things", THING=shape.thing_label(kind), DATED=dated, SHOWN=shown)


def finds(wanted: Wanted) -> tuple[str, dict[str, object]]:
    """One query for all look-ups, and its parameters; a statement may come more than once.

    The text is always the same and all lists are in one map, empty where nothing is wanted: so the server plans it once
    (for more than a second), and not anew for every set of look-ups or every length of a list.
    """
    ids = {f"{kind}_{column}": sorted(wanted.get((kind, column), ())) for kind, column in _LOOKUPS}
    files = {f"{kind.name}_file": kind.name for kind in KINDS.values()}
    return _all_ways(), {"wanted": ids | files}


@cache
def _all_ways() -> str:
    """First and last the state of the store, in between each way to a statement."""
    state = cypher("find_state")
    parts = [
        text.replace("$ids", f"$wanted.{kind}_{column}").replace("$file", f"$wanted.{kind}_file")
        for kind, column in _LOOKUPS
        for text in _ways(kind, column)
    ]
    return "\nUNION ALL\n".join([state, *parts, state])


def _ways(kind: str, column: str) -> list[str]:
    """The queries that together find statements of a kind by this column."""
    found: dict[str, None] = {}
    if kind not in shape.LINKS and column == KINDS[kind].columns[0].name and kind != "introductions":
        found[cypher("find_describing", LABEL=shape.thing_label(kind))] = None
    elif (kind, column) in shape.TOLD:
        found[cypher("find_told", COLUMN=column)] = None
    elif kind not in shape.LINKS:
        for link in shape.DERIVED[kind]:
            if column in (link.from_column, link.to_column):
                label = link.from_label if link.from_column == column else link.to_label
                found[cypher("find_behind", LABEL=label, RELATION=link.type)] = None
    for link in shape.LINKS.get(kind, ()):
        if (link.type, column) in shape.INDEXED:
            found[cypher("find_holding", RELATION=link.type, COLUMN=column)] = None
        elif column == link.from_column:
            found[cypher("find_from", LABEL=link.from_label, RELATION=link.type)] = None
        elif column == link.to_column:
            found[cypher("find_to", LABEL=link.to_label, RELATION=link.type)] = None
    return list(found)


def _read(name: str) -> str:
    text = (_FOLDER / f"{name}.cypher").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("//"))
