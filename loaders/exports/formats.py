"""The formats of exports, and how one is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from graph.errors import InputError
from graph.view import View
from loaders.exports.kumu import kumu_files
from loaders.exports.network import Network, ties_of
from loaders.exports.table_pairs import gephi_files, neo4j_files
from loaders.exports.tables import csv_files, workbook_file
from loaders.exports.visible import Visible, visible
from loaders.exports.xml_files import gexf_file, graphml_file

Files = Iterator[tuple[str, Iterable[bytes]]]  # names, and pieces to write one after the other


@dataclass(frozen=True, slots=True)
class Format:
    """One format: how it is called, what it is for, and what writes it from statements or from a network."""

    name: str
    words: str
    of_statements: Callable[[Visible], Files] | None = None
    of_network: Callable[[Network], Files] | None = None

    @property
    def takes_ties(self) -> bool:
        """Whether numbers of ours may stand in it, as edges."""
        return self.of_network is not None and self.name != "neo4j"


FORMATS: Final = {
    made.name: made
    for made in (
        Format("csv", "CSV, one file for each kind of row", of_statements=csv_files),
        Format("xlsx", "Workbook, one sheet for each kind of row", of_statements=workbook_file),
        Format("gexf", "GEXF, for Gephi", of_network=gexf_file),
        Format("graphml", "GraphML", of_network=graphml_file),
        Format("kumu", "Kumu, blueprint (JSON) and workbook", of_network=kumu_files),
        Format("neo4j", "Neo4j, CSV for its bulk import", of_network=neo4j_files),
        Format("gephi", "Gephi, nodes and edges (CSV)", of_network=gephi_files),
    )
}


def export_format(name: str) -> Format:
    """The format of that name; InputError if there is none."""
    if name not in FORMATS:
        raise InputError(f'"{name}" is no format of an export. Use one of: {", ".join(FORMATS)}.')
    return FORMATS[name]


def export(view: View, format: Format, *, with_ties: bool = False) -> Files:
    """The files of one export of everything that this viewer sees; reads the whole store.

    ``with_ties`` adds the strength of ties between people, which is worked out and not loaded again; InputError where
    the format has no place for it.
    """
    if with_ties and not format.takes_ties:
        able = ", ".join(made.name for made in FORMATS.values() if made.takes_ties)
        raise InputError(f"Strengths of ties are no rows of {format.name}. Formats that take them: {able}.")
    seen = visible(view)
    if format.of_statements:
        return format.of_statements(seen)
    assert format.of_network
    return format.of_network(Network(seen, ties_of(view) if with_ties else ()))
