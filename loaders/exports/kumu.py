"""A network for Kumu: a JSON blueprint, and a workbook with the sheets Elements and Connections."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from loaders.exported_text import to_exportable
from loaders.exports.network import Network
from loaders.exports.tables import workbook_pieces

_ELEMENT = ("ID", "Label", "Type")
_CONNECTION = ("From", "To", "Direction", "Type", "Label", "ID")


def kumu_files(network: Network) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The blueprint and the workbook; each holds everything."""
    yield "kumu.json", _blueprint(network)
    elements, connections = (*_ELEMENT, *network.node_columns), (*_CONNECTION, *network.edge_columns)
    sheets = [
        ("Elements", elements, ((*row, *cells) for row, cells in _elements(network))),
        ("Connections", connections, ((*row, *cells) for row, cells in _connections(network))),
    ]
    yield "kumu.xlsx", workbook_pieces(sheets, network.seen.title)


Told = Iterator[tuple[Sequence[str], list[str | None]]]


def _elements(network: Network) -> Told:
    columns = network.node_columns
    for node in network.nodes():
        yield (node.id, node.label, node.labels[-1]), [node.cells.get(name) for name in columns]


def _connections(network: Network) -> Told:
    columns = network.edge_columns
    for edge in network.edges():
        row = (edge.source, edge.target, "directed", edge.type, edge.label, edge.id)
        yield row, [edge.cells.get(name) for name in columns]


def _blueprint(network: Network) -> Iterator[bytes]:
    yield b'{\n"description": ' + json.dumps(network.seen.title).encode()
    yield b',\n"elements": ['
    yield from _objects(_ELEMENT, network.node_columns, _elements(network))
    yield b'],\n"connections": ['
    yield from _objects(_CONNECTION, network.edge_columns, _connections(network))
    yield b"]\n}\n"


def _objects(first: Sequence[str], columns: Sequence[str], rows: Told) -> Iterator[bytes]:
    """Objects parted by commas, a line each, without the cells that are empty."""
    names = (*(name.lower() for name in first), *columns)
    for number, (row, cells) in enumerate(rows):
        held = {name: to_exportable(cell) for name, cell in zip(names, (*row, *cells), strict=True) if cell}
        yield (",\n" if number else "\n").encode() + json.dumps(held, ensure_ascii=False).encode()
