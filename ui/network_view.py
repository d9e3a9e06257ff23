"""The picture: nodes, ties and options from pyvis, drawn by the vis-network file that pyvis ships.

Positions are made here, once; nothing moves by itself. Names are drawn as text on a canvas and never become markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import streamlit as st

from queries.answer import ShownRoute
from queries.explore import Neighbourhood
from ui.guard import VIS_NETWORK

SHAPES: Final = {  # kind -> shape, colour, words of the legend
    "officer": ("dot", "#0c96f2", "circle: works at a council"),
    "council": ("square", "#0c96f2", "square: council"),
    "sme": ("triangle", "#8c6223", "triangle: small firm"),
    "large_supplier": ("triangle", "#cb7e0a", "orange triangle: large supplier"),
    "ecosystem_body": ("star", "#793fff", "star: body that convenes"),
    "funder": ("triangleDown", "#b22cb2", "triangle on its tip: funder"),
    "innovator": ("diamond", "#bf2f77", "diamond: innovator"),
    "operations or budget": ("square", "#8c6223", "brown square: operations or budget"),
    "event": ("diamond", "#bf2f77", "diamond: event"),
    "pilot": ("hexagon", "#6e9963", "hexagon: pilot"),
    "person": ("dot", "#bf7cbf", "mauve circle: others"),
}
OPTIONS: Final[dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"zoomView": False, "hover": False, "dragNodes": False, "selectConnectedEdges": False},
    "nodes": {"size": 16, "borderWidth": 2, "font": {"size": 15, "multi": False, "vadjust": 2}},
    "edges": {"smooth": {"enabled": True, "type": "continuous", "roundness": 0.2}, "font": {"size": 13}},
}
HEIGHT: Final = 480
FEW: Final = 8  # nodes that are found at a glance
LABELLED: Final = 25  # ties that carry their strength as a word; where there are more, the width alone
WIDER: Final = 2.1  # a page is wider than a picture is high
HTML: Final = """
<div class="bar"><button type="button" data-do="in">Zoom in</button>
<button type="button" data-do="out">Zoom out</button><button type="button" data-do="fit">Show all</button></div>
<div class="picture" role="application" tabindex="0"></div>
<p class="said" role="status" aria-live="polite"></p>
"""
CSS: Final = """
:host { display: block; font-family: var(--st-font); color: var(--st-text-color); }
.picture { height: 400px; border: 1px solid color-mix(in srgb, var(--st-text-color) 25%, transparent);
  border-radius: 0.4rem; background: var(--st-background-color); }
.picture:focus-visible, button:focus-visible { outline: 3px solid var(--st-link-color); outline-offset: 2px; }
.bar { display: flex; gap: 0.4rem; margin-bottom: 0.4rem; }
button { font: inherit; font-size: 0.85rem; padding: 0.25rem 0.7rem; min-height: 1.9rem; color: inherit;
  cursor: pointer;
  background: var(--st-secondary-background-color); border-radius: 0.4rem;
  border: 1px solid color-mix(in srgb, var(--st-text-color) 45%, transparent); }
.said { margin: 0.4rem 0 0; font-size: 0.9rem; min-height: 1.4em; }
"""

_draw = st.components.v2.component(
    "champions_network", html=HTML, css=CSS, js=(Path(__file__).with_name("network_view.js")).read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class Dot:
    """A node to draw."""

    id: str
    name: str
    kind: str
    detail: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A tie to draw; ``strength`` None draws a thin dashed line."""

    a: str
    b: str
    strength: float | None
    words: str

    @property
    def id(self) -> str:
        """What a pick of it is called; ids of nodes never hold this mark."""
        return f"{self.a}\x1f{self.b}"


@dataclass(frozen=True, slots=True)
class Picked:
    """What somebody picked in the picture: one id for a node, two for a tie."""

    ids: tuple[str, ...]


def draw(
    dots: Sequence[Dot],
    lines: Sequence[Line],
    *,
    label: str,
    key: str,
    height: int = HEIGHT,
    thickness: str = "A thicker line is a stronger tie.",
) -> Picked | None:
    """Draw, and return what is picked; arrow keys go through ``dots`` then ``lines`` in the order given."""
    named = {dot.id: dot.name for dot in dots}
    sought = _sought(named, key) if len(dots) > FEW else None
    kinds = list(dict.fromkeys(dot.kind if dot.kind in SHAPES else "person" for dot in dots))
    result = _draw(
        data={
            **_network(dots, lines),
            "order": [
                *({"id": dot.id, "node": True, "say": f"{dot.name}. {dot.detail}"} for dot in dots),
                *(
                    {"id": line.id, "node": False, "say": f"{named[line.a]} and {named[line.b]}: {line.words}"}
                    for line in lines
                ),
            ],
            "label": f"{label}. Arrow keys move, Enter selects, Escape leaves. The table says the same.",
            "library": VIS_NETWORK,
            "height": height - 80,
            "sought": sought,
        },
        default={"picked": None},
        on_picked_change=lambda: None,
        key=key,
        height=height,
    )
    st.caption("Shapes: " + "; ".join(SHAPES[kind][2] for kind in kinds) + f". {thickness}")
    known = {dot.id for dot in dots} | {line.id for line in lines}
    picked = result.get("picked")
    return Picked(tuple(picked.split("\x1f"))) if picked in known else None


def _sought(named: dict[str, str], key: str) -> str | None:
    """Whom somebody looks for in a large picture; it is selected and brought to the middle."""
    return st.selectbox(
        "Find in the picture",
        sorted(named, key=lambda id: (named[id], id)),
        index=None,
        format_func=lambda id: named.get(id, id),
        placeholder="Type a name",
        key=f"{key}_sought",
    )


def _network(dots: Sequence[Dot], lines: Sequence[Line]) -> dict[str, Any]:
    from pyvis.network import Network  # slow to import, and only needed here

    network = Network()
    network.nodes = [_node(dot) for dot in dots]
    network.edges = [_edge(line, labelled=len(lines) <= LABELLED) for line in lines]
    network.options = OPTIONS
    return {"nodes": network.nodes, "edges": network.edges, "options": network.options}


def _node(dot: Dot) -> dict[str, Any]:
    shape, colour, _ = SHAPES.get(dot.kind, SHAPES["person"])
    return {"id": dot.id, "label": dot.name, "shape": shape, "color": colour, "x": dot.x, "y": dot.y}


def _edge(line: Line, *, labelled: bool) -> dict[str, Any]:
    if line.strength is None:
        return {"id": line.id, "from": line.a, "to": line.b, "width": 1, "dashes": True}
    label = {"label": line.words} if labelled else {}
    return {"id": line.id, "from": line.a, "to": line.b, "width": 1 + 7 * line.strength, **label}


def layered(routes: Sequence[ShownRoute], kinds: dict[str, str]) -> tuple[list[Dot], list[Line]]:
    """Routes from left to right: the asker first, the target last, one row a route; an end they share in the middle."""
    longest = max(len(route.hops) for route in routes) + 1
    one_asker = len({route.hops[0].from_person.id for route in routes}) == 1
    one_target = len({route.hops[-1].to_person.id for route in routes}) == 1
    dots: dict[str, Dot] = {}
    lines: dict[str, Line] = {}
    for row, route in enumerate(routes):
        people = [route.hops[0].from_person, *(hop.to_person for hop in route.hops)]
        for place, who in enumerate(people):
            shared_end = (one_asker and place == 0) or (one_target and place == len(people) - 1)
            x = 240.0 * place * ((longest - 1) / (len(people) - 1) if one_target else 1)
            y = 60.0 * (len(routes) - 1) if shared_end else 120.0 * row
            detail = ", ".join(part for part in (who.title, who.organisation) if part)
            dots.setdefault(who.id, Dot(who.id, who.name, kinds.get(who.id, "person"), detail, x, y))
        for hop in route.hops:
            line = Line(hop.from_person.id, hop.to_person.id, hop.strength, hop.strength_word)
            lines.setdefault(line.id, line)
    return list(dots.values()), list(lines.values())


def of_kind(dot: Dot, kind: str) -> Dot:
    """The same dot in the shape of the kind of organisation where somebody works, where that is known."""
    return replace(dot, kind=kind) if dot.kind == "person" and kind in SHAPES else dot


def spread(around: Neighbourhood) -> tuple[list[Dot], list[Line]]:
    """A neighbourhood laid out by springs, the same each time; a few seconds for thousands."""
    lines = [Line(edge.a, edge.b, edge.strength, edge.words) for edge in around.edges]
    at = _sprung([node.id for node in around.nodes], lines, WIDER)
    return [Dot(n.id, n.name, n.kind, n.detail, *at[n.id]) for n in around.nodes], lines


def beside(
    before: Sequence[ShownRoute], after: Sequence[ShownRoute], kinds: dict[str, str]
) -> tuple[tuple[list[Dot], list[Line]], tuple[list[Dot], list[Line]]]:
    """Routes of many pairs before and after a change, for two pictures side by side: everybody stays in place."""
    pictures = [layered(routes, kinds) if routes else ([], []) for routes in (before, after)]
    everybody = {dot.id: dot for dots, _ in pictures for dot in dots}
    lines = {line.id: line for _, drawn in pictures for line in drawn}
    at = _sprung(list(everybody), list(lines.values()), 1.0)
    one, other = (([replace(dot, x=at[dot.id][0], y=at[dot.id][1]) for dot in dots], drawn) for dots, drawn in pictures)
    return one, other


def _sprung(ids: Sequence[str], lines: Sequence[Line], wide: float) -> dict[str, tuple[float, float]]:
    """Positions by springs: the stronger a tie, the closer; ``wide``: how much wider than high."""
    import rustworkx

    graph = rustworkx.PyGraph()
    graph.add_nodes_from(list(ids))
    number = {id: place for place, id in enumerate(ids)}
    graph.add_edges_from([(number[line.a], number[line.b], 0.2 + (line.strength or 0.3)) for line in lines])
    scale = 50.0 * max(2.5, len(ids) ** 0.5)
    at = rustworkx.spring_layout(graph, weight_fn=float, seed=7, scale=scale, num_iter=120)
    return {id: (round(wide * float(at[place][0]), 1), round(float(at[place][1]), 1)) for id, place in number.items()}
