"""Kumu's blueprints (JSON): elements and connections."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from graph.errors import InputError
from loaders.graph_tables import graph_sheet, with_attributes
from loaders.reading import InputFile
from loaders.sheet import Sheet
from loaders.tables import as_utf8


def is_blueprint(file: InputFile) -> bool:
    """Whether it is an object with `elements` and `connections`."""
    begin = file.content[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    content = file.content if begin.startswith(b"{") else b""
    return b'"elements"' in content and b'"connections"' in content


def read_blueprint(file: InputFile) -> Sheet:
    """Its table. InputError if it is no such object, or cut short."""
    text, _ = as_utf8(file)
    try:
        return _sheet(file.name, json.loads(text))
    except RecursionError as fault:
        raise InputError(f"{file.name} is nested hundreds of levels deep. It was not read.") from fault
    except ValueError as fault:
        raise InputError(f"{file.name} is cut short or no JSON ({fault}). Export or copy it again.") from fault


def _sheet(name: str, whole: Any) -> Sheet:
    elements, connections = (whole.get(key) if isinstance(whole, dict) else None for key in ("elements", "connections"))
    if not isinstance(elements, list) or not isinstance(connections, list):
        raise InputError(f"{name} has no lists called `elements` and `connections`. Export it again from Kumu.")
    return graph_sheet(name, [_node(one) for one in elements], [_edge(one) for one in connections])


def _node(element: object) -> dict[str, str]:
    told = dict(_told(element))
    own = {"id": told.pop("id", None) or told.pop("_id", None), "label": told.pop("label", None)}
    return with_attributes(own, told.items())


def _edge(connection: object) -> dict[str, str]:
    told = dict(_told(connection))
    own = {"from": told.pop("from", None), "to": told.pop("to", None)}
    own |= {"id": told.pop("id", None) or told.pop("_id", None), "label": told.pop("label", None)}
    return with_attributes(own, told.items())


def _told(one: object) -> Iterator[tuple[str, str]]:
    """What an element or a connection says; project backups hold it one level deeper."""
    if not isinstance(one, Mapping):
        return
    for key, value in one.items():
        if key == "attributes" and isinstance(value, Mapping):
            yield from _told(value)
        elif (text := _text(value)) is not None:
            yield key, text


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "|".join(text for item in value if (text := _text(item)))
    return str(value) if isinstance(value, str | int | float) else None
