"""Files that hold a network: GEXF, GraphML, Kumu's blueprints and workbooks, and tables of nodes and of edges.

Nodes and edges that stand in two files belong together if they are loaded together: edges wait until all files were
looked at.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import pyarrow.compute as pc

from graph.errors import InputError
from loaders.archives import DAMAGED, is_archive, is_workbook, open_zip
from loaders.councils import CouncilFinder, finder
from loaders.draft import Draft
from loaders.exported import is_exported, read_exported
from loaders.formats.networks import PRIVATE_OF_NETWORKS, Things, read_edges, read_nodes
from loaders.formats.table import TableFormat, format_of, mark
from loaders.graph_json import is_blueprint, read_blueprint
from loaders.graph_tables import ELEMENT, NODE
from loaders.graph_xml import is_graph_xml, read_graph_xml
from loaders.reading import Defaults, InputFile, Reading
from loaders.sheet import Sheet
from loaders.tables import beginning, sheets
from loaders.templates import kind_of

_NODES = (mark("Id", "Label"), mark("Label", "Type"))  # Gephi, Kumu
_EDGES = (mark("Source", "Target"), mark("From", "To"))
_SHEETS = (b'name="Elements"', b'name="Connections"')  # of Kumu's workbook
_OF_PARTS = re.compile(r"(?i)[\W_]*\b(nodes?|edges?|elements?|connections?|table|sheet)\b[\W_]*")


class GraphFileSource:
    """Reads files that hold a whole network, our own exports among them."""

    name = "graph"

    def __init__(self, councils: Callable[[], CouncilFinder] = finder) -> None:
        """``councils`` finds councils, and other organisations on record, by name."""
        self._councils = councils

    def recognises(self, file: InputFile) -> bool:
        """By the first element, or by the two lists of a blueprint."""
        return is_graph_xml(file) or is_blueprint(file)

    def read(self, file: InputFile, defaults: Defaults) -> Iterable[Reading]:
        """One reading: nodes and edges are its rows."""
        sheet = read_graph_xml(file) if is_graph_xml(file) else read_blueprint(file)
        if not len(sheet.rows):
            raise InputError(f"{file.name} is empty: there is no node in it.")
        if is_exported(sheet.header):
            yield read_exported(sheet, of_table=False)
            return
        network = _network(file.name, sheet)
        draft = Draft(sheet, "graph", _title(network), defaults, PRIVATE_OF_NETWORKS)
        nodes = pc.equal(draft.text(ELEMENT), NODE)
        things = read_nodes(draft, network, self._councils(), nodes)
        read_edges(draft, things, pc.invert(nodes))
        yield draft.finish()


class NetworkTables:
    """Reads tables of nodes and of edges, as Gephi and Kumu write them. One object reads the files of one load."""

    name = "networks"

    def __init__(self, formats: Sequence[TableFormat], councils: Callable[[], CouncilFinder] = finder) -> None:
        """``formats``: other tables, which come first where they fit; ``councils`` as for whole networks."""
        self._councils = councils
        self._formats = formats
        self._nodes: list[Sheet] = []
        self._edges: list[Sheet] = []

    def recognises(self, file: InputFile) -> bool:
        """By the columns of a text file, or by the sheets of a workbook."""
        if is_workbook(file):
            return _is_kumu(file)
        if is_archive(file):
            return False
        try:
            header = beginning(file)[0]
        except InputError:
            return False
        ours = is_exported(header) or kind_of(file.name, header) or format_of(header, self._formats)
        return not ours and _part(header) is not None

    def read(self, file: InputFile, defaults: Defaults) -> Iterable[Reading]:
        """Exports of ours at once; nodes and edges wait for ``finish``."""
        for sheet in sheets(file):
            part = _part(sheet.header)
            if is_exported(sheet.header):
                yield read_exported(sheet)
            elif part is None:
                said = f"{sheet.name} is left out: it has the columns neither of nodes nor of edges."
                yield Reading(sheet.name, "unknown", 0, left_out=said)
            else:
                part_of = {"nodes": self._nodes, "edges": self._edges}[part]
                part_of.append(sheet)

    def finish(self, defaults: Defaults) -> Iterator[Reading]:
        """The readings of all tables of this load, nodes first."""
        nodes, edges = self._nodes, self._edges
        self._nodes, self._edges = [], []
        found: dict[str, list[Things]] = {}
        for sheet in nodes:
            network = _network(sheet.name, sheet)
            draft = Draft(sheet, "graph nodes", _title(network), defaults, PRIVATE_OF_NETWORKS)
            found.setdefault(_stem(sheet.name), []).append(read_nodes(draft, network, self._councils()))
            yield draft.finish()
        every = [things for some in found.values() for things in some]
        for sheet in edges:
            draft = Draft(sheet, "graph edges", _title(_stem(sheet.name)), defaults, PRIVATE_OF_NETWORKS)
            of_name = every if len(every) == 1 else found.get(_stem(sheet.name), [])
            if len(of_name) == 1:
                read_edges(draft, of_name[0])
            else:
                draft.reject(draft.good(), None, None, _which(len(every)))
            yield draft.finish()


def _which(count: int) -> tuple[str, str]:
    if count:
        return "Of several tables of nodes none is surely that of this edge.", "Load one network at a time."
    return "The nodes of this edge are not among the files.", "Load the table of nodes together with this one."


def _part(header: Iterable[str]) -> str | None:
    """Whether a table holds nodes or edges."""
    names = frozenset(name.strip().casefold() for name in header)
    if any(marked <= names for marked in _EDGES):
        return "edges"
    return "nodes" if any(marked <= names for marked in _NODES) else None


def _is_kumu(file: InputFile) -> bool:
    try:
        with open_zip(file) as archive:
            titles = archive.read("xl/workbook.xml")
    except (InputError, KeyError, *DAMAGED):  # whoever reads it says so
        return False
    return all(title in titles for title in _SHEETS)


def _network(name: str, sheet: Sheet) -> str:
    """What a network is called: by its file; one that is called `nodes` alone goes by what it holds."""
    if stem := _stem(name):
        return stem
    cells = "\x1f".join(str(cell) for column in sheet.columns.columns for cell in column.to_pylist())
    return hashlib.blake2b(cells.encode(), digest_size=4).hexdigest()


def _stem(name: str) -> str:
    """The name of a file without its ending and without what says which half of a network it is."""
    file, _, sheet = name.partition(", sheet ")
    stem = file.rpartition(".")[0] or file
    return stem if sheet else _OF_PARTS.sub(" ", stem).strip()


def _title(network: str) -> str:
    return f"network {network}".strip()
