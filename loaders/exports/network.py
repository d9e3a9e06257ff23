"""Visible statements as a network: what describes a thing is a node, what links two things an edge.

One node or edge is one statement, with all its cells. Where several statements describe one thing, the one that rules
is the node of the thing; the others, and those that neither describe nor link (objections), are nodes of their own that
point to it. Edges that follow from a node (who hosted a pilot) and nodes for themes repeat what a statement says, with
its source, class and licence, and are marked so. The words are those of the graph in Neo4j (``graph.neo4j_shape``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph import neo4j_shape as shape
from graph.statements import COMMON, KINDS
from graph.view import View
from graph.vocabulary import ORGANISATION_LABELS, THING_LABELS
from loaders.exported_text import DERIVED, EXPORTED, REPEATS
from loaders.exports.visible import Visible

Cells = Mapping[str, str | None]
DATE = "date"  # the day that dates a row, whatever its own column is called
STRENGTH = "tie_strength"
_THING = {label: thing for thing, label in THING_LABELS.items()}
_CARRIED = tuple(column.name for column in COMMON)
_STATEMENT = "Statement"


@dataclass(frozen=True, slots=True)
class Node:
    """A thing, or one more statement about it. ``labels``: what it is, the widest word first."""

    id: str
    label: str
    labels: tuple[str, ...]
    cells: Cells


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two nodes."""

    id: str
    source: str
    target: str
    type: str
    label: str
    cells: Cells


@dataclass(frozen=True)
class Network:
    """Nodes and edges, made anew each time they are asked for; columns are those that hold anything."""

    seen: Visible
    ties: tuple[Edge, ...] = field(default=(), repr=False)  # derived, only where somebody asked for them

    @property
    def node_columns(self) -> tuple[str, ...]:
        """Names of the cells of nodes, in one order."""
        return self._columns(kind for kind in self.seen.tables if kind not in shape.LINKS)

    @property
    def edge_columns(self) -> tuple[str, ...]:
        """Names of the cells of edges, in one order."""
        strength = (STRENGTH,) if self.ties else ()
        return (*self._columns(kind for kind in self.seen.tables if kind in shape.LINKS), *strength)

    def nodes(self) -> Iterator[Node]:
        """Things, then statements that are nodes of their own, then themes."""
        themes: dict[str, Cells] = {}
        for kind, id_, cells, thing in self._statements():
            if thing:
                yield _thing(kind, thing, cells)
            elif kind not in shape.LINKS:
                yield Node(f"statement:{id_}", _name(kind, cells), (_STATEMENT,), _marked(kind, cells))
            for theme in _themes(kind, cells):
                themes.setdefault(theme, _carried(kind, cells))
        for theme in sorted(themes):
            yield Node(_node("theme", theme), theme, (THING_LABELS["theme"],), themes[theme])

    def edges(self) -> Iterator[Edge]:
        """Statements that link, then what follows from the others, then ties."""
        for kind, id_, cells, thing in self._statements():
            if kind in shape.LINKS:
                yield _link(kind, id_, cells)
            elif thing:
                yield from _follows(kind, id_, cells, thing)
            else:
                yield from _describes(kind, id_, cells)
        yield from self.ties

    def _columns(self, kinds: Iterable[str]) -> tuple[str, ...]:
        tables = [(KINDS[kind].cells, self.seen.tables[kind]) for kind in kinds]
        used = (name for names, table in tables for name in names if table.column(name).null_count < len(table))
        return tuple(dict.fromkeys((EXPORTED, DATE, *_CARRIED, *used)))

    def _statements(self) -> Iterator[tuple[str, str, dict[str, str], str | None]]:
        """Kind, id and cells of each statement, and the node of the thing whose ruling row it is."""
        for kind, table in self.seen.tables.items():
            ruling, told = self.seen.ruling.get(kind, frozenset()), set[str]()
            key = KINDS[kind].columns[0].name
            for row in table.to_pylist():
                cells = {name: cell for name, cell in row.items() if cell is not None and name != "id"}
                thing = None
                if kind == "introductions":
                    thing = f"request:{row['id']}"
                elif row["id"] in ruling and row[key] not in told:
                    thing = _node(KINDS[kind].describes or "", row[key])
                    told.add(row[key])
                yield kind, row["id"], cells, thing


def ties_of(view: View) -> tuple[Edge, ...]:
    """The ties between people, worked out from what the viewer sees: numbers of ours, owned by whoever looks."""
    whole = view.whole
    people = [_node("person", person) for person in whole.scene.people]
    cells = {
        EXPORTED: DERIVED,
        "source": "worked out by Champion Finder from the other rows",
        "class": "inferred",
        "visibility": "closed",
        "owner": view.viewpoint.viewer,
        DATE: view.viewpoint.day,
    }
    pairs = zip(whole.ties.a, whole.ties.b, whole.ties.strength.tolist(), strict=True)
    return tuple(
        Edge(f"tie:{n}", people[a], people[b], "TIE", "", cells | {STRENGTH: f"{strength:.12g}"})
        for n, (a, b, strength) in enumerate(pairs, 1)
    )


def _thing(kind: str, node: str, cells: Mapping[str, str]) -> Node:
    label = shape.thing_label(kind)
    more = (ORGANISATION_LABELS[cells["kind"]],) if kind == "organisations" else ()
    return Node(node, _name(kind, cells), (label, *more), _marked(kind, cells))


def _link(kind: str, id_: str, cells: Mapping[str, str]) -> Edge:
    link = shape.link_of(kind, cells)
    ends = (_end(link.from_label, cells[link.from_column]), _end(link.to_label, cells[link.to_column]))
    return Edge(id_, *ends, link.type, _name(kind, cells), _marked(kind, cells))


def _follows(kind: str, id_: str, cells: Mapping[str, str], thing: str) -> Iterator[Edge]:
    """The readable relations of a thing."""
    for n, (link, one, other) in enumerate(shape.derived(kind, cells, thing), 1):
        start = _end(link.from_label, one) if link.from_column else thing
        end = _end(link.to_label, other) if link.to_column else thing
        yield Edge(f"{id_}-{n}", start, end, link.type, "", _carried(kind, cells))


def _describes(kind: str, id_: str, cells: Mapping[str, str]) -> Iterator[Edge]:
    """From a statement that is a node of its own to what it is about."""
    about = KINDS[kind].columns[:1] if KINDS[kind].describes else KINDS[kind].required_ids
    for n, column in enumerate(about, 1):
        node = _node(column.names or "", cells[column.name])
        yield Edge(f"{id_}-{n}", f"statement:{id_}", node, "DESCRIBES", "", _carried(kind, cells))


def _end(label: str, value: str) -> str:
    return _node(_THING[label], value)


def _node(thing: str, id_: str) -> str:
    """The id of a node: things of two sorts may have one id. A `|`, which themes alone can hold, parts ids in Kumu."""
    return f"{thing}:{id_.replace('%', '%25').replace('|', '%7C') if thing == 'theme' else id_}"


def _themes(kind: str, cells: Mapping[str, str]) -> Iterator[str]:
    """Themes that the edges of a statement lead to."""
    for link in (*shape.LINKS.get(kind, ()), *shape.DERIVED.get(kind, ())):
        if link.to_label == THING_LABELS["theme"] and (value := cells.get(link.to_column)):
            yield from value.split("|") if link.to_column in shape.LISTS else [value]


def _marked(kind: str, cells: Mapping[str, str]) -> Cells:
    return {EXPORTED: kind, DATE: _date(kind, cells), **cells}


def _date(kind: str, cells: Mapping[str, str]) -> str | None:
    dated = KINDS[kind].dated
    return cells.get(dated) if dated else None


def _carried(kind: str, cells: Mapping[str, str]) -> Cells:
    """What tells where a row comes from, for what repeats it."""
    carried = {name: cells[name] for name in _CARRIED if name in cells}
    return {EXPORTED: REPEATS, DATE: _date(kind, cells), **carried}


def _name(kind: str, cells: Mapping[str, str]) -> str:
    """What a reader is shown first."""
    shown = next((cells[name] for name in ("name", "title", "phrase", "role", "theme", "scope") if name in cells), None)
    return shown or kind.replace("_", " ").removesuffix("s")
