"""GEXF and GraphML: nodes and edges with their attributes as text, whatever types the file declares."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from graph.errors import InputError
from loaders.graph_tables import graph_sheet, with_attributes
from loaders.reading import InputFile
from loaders.sheet import Sheet

DEEPEST = 100  # elements inside one another; files of people have six
_BEGIN = 4096  # bytes in which the first element stands
_ROOTS = (b"<gexf", b"<graphml")


def is_graph_xml(file: InputFile) -> bool:
    """Whether its first element is that of GEXF or GraphML."""
    begin = file.content[:_BEGIN].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return begin.startswith(b"<") and any(root in begin for root in _ROOTS)


def read_graph_xml(file: InputFile) -> Sheet:
    """The table of one file. InputError if it is damaged, nested without end, or has a document type or entities."""
    nodes: list[dict[str, str]] = []
    edges: list[dict[str, str]] = []
    names: dict[str, str] = {}  # id of an attribute -> its name; GEXF has one space of ids for nodes, one for edges
    of = ""
    try:
        for event, element in _elements(file):
            tag = _plain(element.tag)
            if event == "start":
                of = str(element.get("class")) if tag == "attributes" else of
                continue
            if tag == "attribute":
                names[f"{of} {element.get('id')}"] = element.get("title") or ""
            elif tag == "key":
                names[f"{element.get('for')} {element.get('id')}"] = element.get("attr.name") or ""
            elif tag == "node":
                own = {"id": element.get("id"), "label": element.get("label")}
                nodes.append(with_attributes(own, _attributes(element, "node", names)))
                element.clear()
            elif tag == "edge":
                own = {"from": element.get("source"), "to": element.get("target")}
                own |= {"id": element.get("id"), "label": element.get("label")}
                edges.append(with_attributes(own, _attributes(element, "edge", names)))
                element.clear()
    except DefusedXmlException as fault:
        raise InputError(
            f"{file.name} has a document type or entities, which may hide anything. It was not read. "
            "Save it again from the program that made it, without them."
        ) from fault
    except (ParseError, ValueError, LookupError) as fault:
        raise InputError(f"{file.name} is cut short or damaged ({fault}). Export or copy it again.") from fault
    return graph_sheet(file.name, nodes, edges)


def _elements(file: InputFile) -> Iterator[tuple[str, Any]]:
    depth = 0
    for event, element in iterparse(io.BytesIO(file.content), events=("start", "end"), forbid_dtd=True):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise InputError(f"{file.name} is nested more than {DEEPEST} levels deep. It was not read.")
        yield event, element


def _attributes(element: Any, of: str, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Names and texts of what is said of a node or an edge; nodes inside a node were read before."""
    for part in element:
        tag = _plain(part.tag)
        if tag == "data":
            key = part.get("key") or ""
            name = names.get(f"{of} {key}") or names.get(f"all {key}") or key
            drawn = next((text for text in part.iter() if _plain(text.tag) == "nodelabel"), None)  # yEd
            yield ("label", (drawn.text or "").strip()) if drawn is not None else (name, part.text or "")
        elif tag == "attvalues":
            for value in part:
                key = value.get("for") or value.get("id") or ""
                yield names.get(f"{of} {key}") or key, value.get("value") or ""


@cache
def _plain(tag: Any) -> str:
    return str(tag).rpartition("}")[2].lower()
