"""A map of councils, one hexagon each: how much of it is filled says how much, and so do a number and its table.

Drawn here as SVG, for the page and for print alike. Nothing is asked of any server, colour says nothing by itself, and
every map stands beside its table, which can be read and followed with the keyboard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import Final

import streamlit as st
from markupsafe import Markup

from queries.council_places import Place
from ui.hexagons import ROW, Layout, layout

HALF: Final = 10.0  # half the width of a hexagon, in units of the drawing
EDGE: Final = 2 * HALF / sqrt(3)  # and its radius
INSIDE: Final = 0.88  # how much of a cell a full hexagon fills, in length
LEAST: Final = 0.1  # the smallest fill that can be seen
LARGE: Final = 96  # pixels that a hexagon is wide at most
NAMED: Final = 60  # councils up to which each has its name on it
LETTERS: Final = 11  # of a name that fit
HTML: Final = '<div class="map"></div>'
CSS: Final = """
:host { display: block; color: var(--st-text-color); font-family: var(--st-font); }
.map { display: flex; justify-content: center; }
[data-id] { cursor: pointer; }
[data-id]:hover .edge { stroke-width: 2; }
"""
JS: Final = """
export default function ({ data, parentElement, setTriggerValue }) {
  const map = parentElement.querySelector(".map");
  const drawn = new DOMParser().parseFromString(data.svg, "image/svg+xml").documentElement;
  map.replaceChildren(document.importNode(drawn, true));
  map.onclick = (event) => {
    const council = event.target.closest("[data-id]");
    if (council) setTriggerValue("picked", council.dataset.id);
  };
}
"""
STYLE: Final = """
.none { fill: none; stroke: currentColor; stroke-opacity: .12; stroke-width: .6 }
.edge { fill: transparent; stroke: currentColor; stroke-opacity: .5; stroke-width: .8 }
.out { stroke-dasharray: 1.5 1.5 }
.fill { fill: #0c96f2 }
text { fill: currentColor; text-anchor: middle; stroke: var(--st-background-color, #fff); stroke-width: 1.6;
  paint-order: stroke; stroke-linejoin: round }
"""
STYLES: Final = frozenset(
    "london royal greater borough city county metropolitan district unitary combined authority council cyngor".split()
    + ["of", "the", "and"]
)
_draw = st.components.v2.component("champions_council_map", html=HTML, css=CSS, js=JS)


@dataclass(frozen=True, slots=True)
class Fill:
    """What the map says of one council."""

    share: float  # 0 to 1, how far the hexagon is filled from below
    mark: str  # a number or two letters on it; "" none
    words: str  # what it says, told when one points at it


def show(places: Sequence[Place], fills: Mapping[str, Fill], *, label: str, key: str) -> str | None:
    """Draw the map on the page; the id of a council that is clicked now. Its table says the same and has links."""
    if not places:
        return None
    drawn = svg(places, fills, label=label)
    clicked = _draw(data={"svg": str(drawn)}, on_picked_change=lambda: None, key=key).get("picked")
    return clicked if clicked in fills else None


def svg(places: Sequence[Place], fills: Mapping[str, Fill], *, label: str) -> Markup:
    """The map as one picture; councils without a fill are outlines."""
    at = layout(places)
    west, north, east, south = at.box
    wide, high = (east - west + 2) * HALF, (south - north) * ROW * HALF + 2 * EDGE
    corner = (west - 1) * HALF, north * ROW * HALF - EDGE
    named = len(places) <= NAMED and not at.empty
    parts = [
        Markup('<polygon points="{}" class="none"/>').format(_points(*_middle(cell), 1)) for cell in sorted(at.empty)
    ]
    parts += [_council(place, at, fills.get(place.id), named) for place in places]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{:.1f} {:.1f} {:.1f} {:.1f}" role="img" aria-label="{}" '
        'style="width:100%;max-width:{:.0f}px;max-height:46rem" font-family="inherit"><style>{}</style>{}</svg>'
    ).format(*corner, wide, high, label, LARGE * wide / HALF / 2, Markup(STYLE), Markup("").join(parts))


def _council(place: Place, at: Layout, fill: Fill | None, named: bool) -> Markup:
    """Outline, fill, mark and name; the whole of it in words for who points at it."""
    x, y = _middle(at.cells[place.id])
    parts = [Markup("<title>{}: {}</title>").format(place.name, fill.words if fill else "not in this answer")]
    edge = Markup('<polygon points="{}" class="edge{}"/>')
    parts.append(edge.format(_points(x, y, INSIDE), "" if fill else " out"))
    if fill and fill.share > 0:
        parts.append(Markup('<polygon points="{}" class="fill"/>').format(_filled(x, y, max(LEAST, fill.share))))
    if fill and fill.mark:
        text = Markup('<text x="{:.1f}" y="{:.1f}" font-size="7" font-weight="600">{}</text>')
        parts.append(text.format(x, y + (0 if named else 2.5), fill.mark))
    if named:
        text = Markup('<text x="{:.1f}" y="{:.1f}" font-size="2.7">{}</text>')
        parts.append(text.format(x, y + 5, _short(place.name)))
    return Markup("<g{}>{}</g>").format(
        Markup(' data-id="{}"').format(place.id) if fill else "", Markup("").join(parts)
    )


def _short(name: str) -> str:
    """The first word of a name that is no word of style, as far as it fits.

    >>> _short("London Borough of Kestrelby"), _short("Northmoor City Council"), _short("Constantinopolis")
    ('Kestrelby', 'Northmoor', 'Constantin…')
    """
    words = [word for word in name.split() if word.lower() not in STYLES] or name.split() or [""]
    return words[0] if len(words[0]) <= LETTERS else words[0][: LETTERS - 1] + "…"


def _filled(x: float, y: float, share: float) -> str:
    """A hexagon up to a share of its height, from below."""
    corners, level = _corners(x, y, INSIDE), y + INSIDE * EDGE * (1 - 2 * min(share, 1.0))
    kept: list[tuple[float, float]] = []
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if y1 >= level:
            kept.append((x1, y1))
        if (y1 >= level) != (y2 >= level):
            kept.append((x1 + (x2 - x1) * (level - y1) / (y2 - y1), level))
    return _text(kept)


def _middle(cell: tuple[int, int]) -> tuple[float, float]:
    return cell[0] * HALF, cell[1] * ROW * HALF


def _corners(x: float, y: float, size: float) -> list[tuple[float, float]]:
    turns = (pi / 3 * corner for corner in range(6))
    return [(x + size * EDGE * sin(turn), y - size * EDGE * cos(turn)) for turn in turns]


def _points(x: float, y: float, size: float) -> str:
    return _text(_corners(x, y, size))


def _text(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
