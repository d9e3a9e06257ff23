"""A network as pairs of CSV tables: nodes and edges for Gephi, and files for Neo4j's bulk import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from loaders.exported_text import RENAMED
from loaders.exports.network import Cells, Network
from loaders.exports.tables import Row, csv_pieces

_GEPHIS_OWN = frozenset({"id", "label", "source", "target", "type", "kind", "weight", "timestamp", "interval"})


def gephi_files(network: Network) -> Iterator[tuple[str, Iterable[bytes]]]:
    """``nodes.csv`` and ``edges.csv``; a column whose name Gephi takes for its own ends in ``_said``."""
    columns = network.node_columns
    nodes = ((node.id, node.label, node.labels[-1], *_of(columns, node.cells)) for node in network.nodes())
    yield "nodes.csv", csv_pieces(("Id", "Label", "Type", *_for_gephi(columns)), nodes)
    columns = network.edge_columns
    edges = (
        (edge.source, edge.target, "Directed", edge.id, edge.label, edge.type, *_of(columns, edge.cells))
        for edge in network.edges()
    )
    yield "edges.csv", csv_pieces(("Source", "Target", "Type", "Id", "Label", "Kind", *_for_gephi(columns)), edges)


def _for_gephi(columns: Sequence[str]) -> list[str]:
    return [name + RENAMED if name in _GEPHIS_OWN else name for name in columns]


def neo4j_files(network: Network) -> Iterator[tuple[str, Iterable[bytes]]]:
    """One file for each sort of node and each type of relation, with the columns that it uses."""
    nodes: dict[str, list[tuple[Row, Cells]]] = {}
    for node in network.nodes():
        nodes.setdefault(node.labels[0], []).append(((node.id, ";".join(node.labels)), node.cells))
    for label, rows in sorted(nodes.items()):
        yield f"nodes_{label.lower()}.csv", _typed(("id:ID", ":LABEL"), network.node_columns, rows)
    relations: dict[str, list[tuple[Row, Cells]]] = {}
    for edge in network.edges():
        relations.setdefault(edge.type, []).append(((edge.source, edge.target, edge.type), edge.cells))
    for type_, rows in sorted(relations.items()):
        header = (":START_ID", ":END_ID", ":TYPE")
        yield f"relations_{type_.lower()}.csv", _typed(header, network.edge_columns, rows)


def _typed(first: Sequence[str], columns: Sequence[str], rows: list[tuple[Row, Cells]]) -> Iterator[bytes]:
    used = [name for name in columns if any(cells.get(name) for _, cells in rows)]
    return csv_pieces((*first, *used), ((*row, *_of(used, cells)) for row, cells in rows))


def _of(columns: Sequence[str], cells: Cells) -> list[str | None]:
    return [cells.get(name) for name in columns]
