"""A network as GEXF (Gephi) and as GraphML, one element at a time; networkx and Gephi open both.

The writers of networkx are not used: they hold the whole graph, stop at an empty cell, and lose attributes called
``start``, ``end`` and ``pid`` in GEXF.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from loaders.exported_text import to_exportable
from loaders.exports.network import Cells, Network

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
TYPE, RELATION, LABEL = "type", "relation", "label"


def gexf_file(network: Network) -> Iterator[tuple[str, Iterable[bytes]]]:
    """GEXF 1.2: attributes by number, each with its name as title."""
    yield "champions.gexf", _gexf(network)


def graphml_file(network: Network) -> Iterator[tuple[str, Iterable[bytes]]]:
    """GraphML: keys by number, each with its name."""
    yield "champions.graphml", _graphml(network)


def _gexf(network: Network) -> Iterator[bytes]:
    of_nodes, of_edges = _names(network)
    yield _text(_HEAD, '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n<meta><creator>Champion Finder')
    yield _text("</creator><description>", escape(to_exportable(network.seen.title)), "</description></meta>\n")
    yield _text('<graph defaultedgetype="directed" mode="static">\n')
    for what, names in (("node", of_nodes), ("edge", of_edges)):
        made = [f'<attribute id="{n}" title={_quoted(name)} type="string"/>' for n, name in enumerate(names)]
        yield _text(f'<attributes class="{what}" mode="static">', *made, "</attributes>\n")
    yield _text("<nodes>\n")
    for node in network.nodes():
        at = f"<node id={_quoted(node.id)} label={_quoted(node.label)}>"
        yield _text(at, _gexf_cells(of_nodes, {TYPE: node.labels[-1], **node.cells}), "</node>\n")
    yield _text("</nodes>\n<edges>\n")
    for edge in network.edges():
        ends = f"source={_quoted(edge.source)} target={_quoted(edge.target)}"
        at = f"<edge id={_quoted(edge.id)} {ends} label={_quoted(edge.label or edge.type)}>"
        yield _text(at, _gexf_cells(of_edges, {RELATION: edge.type, **edge.cells}), "</edge>\n")
    yield _text("</edges>\n</graph>\n</gexf>\n")


def _gexf_cells(names: Sequence[str], cells: Cells) -> str:
    found = ((n, cells.get(name)) for n, name in enumerate(names))
    values = "".join(f'<attvalue for="{n}" value={_quoted(cell)}/>' for n, cell in found if cell)
    return f"<attvalues>{values}</attvalues>"


def _graphml(network: Network) -> Iterator[bytes]:
    of_nodes, of_edges = ((LABEL, *names) for names in _names(network))
    yield _text(_HEAD, '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    yield _text('<key id="g" for="graph" attr.name="description" attr.type="string"/>\n')
    for what, names in (("node", of_nodes), ("edge", of_edges)):
        for n, name in enumerate(names):
            yield _text(f'<key id="{what[0]}{n}" for="{what}" attr.name={_quoted(name)} attr.type="string"/>\n')
    yield _text('<graph edgedefault="directed"><data key="g">', escape(to_exportable(network.seen.title)), "</data>\n")
    for node in network.nodes():
        cells = {LABEL: node.label, TYPE: node.labels[-1], **node.cells}
        yield _text(f"<node id={_quoted(node.id)}>", _graphml_cells("n", of_nodes, cells), "</node>\n")
    for edge in network.edges():
        cells = {LABEL: edge.label or edge.type, RELATION: edge.type, **edge.cells}
        at = f"<edge id={_quoted(edge.id)} source={_quoted(edge.source)} target={_quoted(edge.target)}>"
        yield _text(at, _graphml_cells("e", of_edges, cells), "</edge>\n")
    yield _text("</graph>\n</graphml>\n")


def _graphml_cells(what: str, names: Sequence[str], cells: Cells) -> str:
    found = ((n, cells.get(name)) for n, name in enumerate(names))
    return "".join(f'<data key="{what}{n}">{escape(to_exportable(cell))}</data>' for n, cell in found if cell)


def _names(network: Network) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (TYPE, *network.node_columns), (RELATION, *network.edge_columns)


def _quoted(text: str | None) -> str:
    return quoteattr(to_exportable(text))


def _text(*parts: str) -> bytes:
    return "".join(parts).encode()
