"""An answer as a page of its own: to print, to save, to send. No script, and no request to anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from queries.answer import Asked, ShownRoute
from ui import words

_pages = Environment(loader=PackageLoader("ui", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: a heading, sentences, tables."""

    heading: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Markup, ...] = ()
    picture: Markup | None = None


def made(title: str, answer: str, asked: Asked, viewer: str, sections: Sequence[Section]) -> str:
    """The whole report as one HTML file."""
    return _pages.get_template("report.html").render(
        title=title,
        answer=answer,
        sections=sections,
        viewer=viewer,
        as_at=words.day(asked.as_at),
        today=words.day(asked.today),
        note=asked.note,
        definitions=asked.definitions,
    )


def picture(routes: Sequence[ShownRoute]) -> Markup | None:
    """Routes drawn as lines of circles, as SVG; the table beside it says the same."""
    if not routes:
        return None
    height, rows = 78, []
    for row, route in enumerate(routes):
        people = [route.hops[0].from_person, *(hop.to_person for hop in route.hops)]
        gap, y = 640 / max(1, len(people) - 1), 30 + row * height
        for place, hop in enumerate(route.hops):
            x = 50 + place * gap
            rows.append(
                Markup(
                    '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="#555" stroke-width="{:.1f}"/>'
                    '<text x="{}" y="{}">{}</text>'
                ).format(x, y, x + gap, y, 1 + 6 * hop.strength, x + gap / 2, y - 9, hop.strength_word)
            )
        for place, who in enumerate(people):
            x = 50 + place * gap
            rows.append(
                Markup('<circle cx="{0}" cy="{1}" r="9" fill="#0c96f2"/><text x="{0}" y="{2}">{3}</text>').format(
                    x, y, y + 27, who.name
                )
            )
    return Markup(
        '<svg viewBox="0 0 740 {0}" width="100%" role="img" aria-label="The routes, drawn">'
        '<g font-size="12" text-anchor="middle">{1}</g></svg>'
    ).format(20 + height * len(routes), Markup("").join(rows))
