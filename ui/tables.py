"""Tables that a screen reader, a printer and a phone can read, and files to take away.

Markup is made with ``Markup``, which escapes whatever is put into it: a name is text and nothing else.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from graph.evidence import EvidenceRow
from graph.statements import KINDS, Statement
from queries.answer import Person, ShownHop, ShownRoute, to_dict
from ui import session, words
from ui.report import Section

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet takes a cell for a formula
MARKS = {"strong": "●●●", "good": "●●●", "fair": "●●○", "weak": "●○○", "long shot": "●○○"}  # of ties and of routes


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    """A table with caption and column headings; the first cell of a row is its heading."""
    top = Markup("").join(Markup('<th scope="col">{}</th>').format(cell) for cell in head)
    body = Markup("").join(Markup("<tr>{}</tr>").format(_cells(row)) for row in rows)
    return Markup(
        '<div class="cf-scroll" tabindex="0" role="region" aria-label="{0}"><table class="cf"><caption>{0}</caption>'
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
    ).format(caption, top, body)


def _cells(row: Sequence[object]) -> Markup:
    first, *others = row
    rest = Markup("").join(Markup("<td>{}</td>").format("" if cell is None else cell) for cell in others)
    return Markup('<th scope="row">{}</th>{}').format("" if first is None else first, rest)


def show(markup: Markup) -> None:
    """Put markup of ours on the page."""
    st.html(str(markup))


def say(template: str, *values: object, tag: str = "p", kind: str = "") -> None:
    """A sentence with names in it; ``{}`` stands for each value, which is text."""
    show(Markup("<{0} class='cf-say {1}'>{2}</{0}>").format(Markup(tag), kind, Markup(template).format(*values)))


def say_answer(found: Any) -> None:
    """What an answer says first, and what it says of the day as at which it was asked; an answer has both."""
    say("{}", found.summary, kind="answer")
    if found.asked.note:
        say("{}", found.asked.note, kind="quiet")


def show_section(section: Section) -> None:
    """A part of a report as a part of a page: its heading, sentences and tables; a page draws its picture itself."""
    st.header(section.heading)
    for sentence in section.sentences:
        say("{}", sentence)
    for one in section.tables:
        show(one)


def chip(word: str, number: float | None = None) -> Markup:
    """A word on a coloured ground, with marks and a number, so that colour is never alone."""
    figure = Markup(" <small>{:.2f}</small>").format(number) if number is not None else ""
    mark = Markup('<span aria-hidden="true">{}</span> ').format(MARKS[word]) if word in MARKS else ""
    return Markup('<span class="chip {}">{}{}{}</span>').format(word.replace(" ", "-"), mark, word, figure)


def person(who: Person) -> Markup:
    """A name that leads to what is known of them, with post and place below."""
    below = ", ".join(part for part in (who.title, who.organisation) if part) or "no post on record"
    if not who.id:  # a name that is hidden
        return Markup("{}<br><small>{}</small>").format(who.name, who.organisation or "no post on record")
    return Markup("{}<br><small>{}</small>").format(link(who.name, who.id), below)


def link(name: str, id: str) -> Markup:
    """A name that leads to Explore."""
    return Markup('<a href="{}" target="_self">{}</a>').format(session.link("explore", id=id), name)


def path(route: ShownRoute) -> Markup:
    """A route as a line: names with the strength of each step between them."""
    parts: list[Markup] = [Markup("<strong>{}</strong>").format(route.hops[0].from_person.name)]
    for hop in route.hops:
        step = Markup('<span class="cf-step">{} <span aria-hidden="true">→</span></span>')
        parts += [step.format(chip(hop.strength_word)), Markup("<strong>{}</strong>").format(hop.to_person.name)]
    return Markup(" ").join(parts)


def hops(route: ShownRoute, caption: str) -> Markup:
    """A route hop by hop."""
    return table(
        caption,
        ("Step", "From", "To", "Strength", "Odds", "How fresh", "Source"),
        (
            (
                Markup("{} {}").format(place + 1, _weakest(route, place)),
                person(hop.from_person),
                Markup("<small>{}</small> {}").format(words.step(hop.step, len(route.hops)), person(hop.to_person)),
                chip(hop.strength_word, hop.strength),
                f"{hop.odds:.2f}",
                hop.freshness,
                words.listed(sources(hop)),
            )
            for place, hop in enumerate(route.hops)
        ),
    )


def _weakest(route: ShownRoute, place: int) -> Markup:
    """The mark of the weakest step, where there are several."""
    return Markup("<em>weakest</em>") if place == route.weakest_hop and len(route.hops) > 1 else Markup("")


def sources(hop: ShownHop) -> list[str]:
    """Names of the sources of a hop, each once."""
    return list(dict.fromkeys(told.source for row in hop.evidence for told in row.statements))


def evidence(rows: Sequence[EvidenceRow], caption: str) -> Markup:
    """Evidence of a tie, the strongest first, with the statements behind each piece."""
    return table(
        caption,
        ("What", "Alone it would make", "How we know", "How old", "Source and row"),
        (
            (
                row.words,
                f"{row.worth:.2f}",
                words.KNOWN_BY[row.known_by],
                "no date known" if row.age_months is None else words.age(row.age_months),
                Markup("<br>").join(told(one) for one in row.statements),
            )
            for row in rows
        ),
    )


def told(one: Statement) -> Markup:
    """Where a statement comes from: source, row, day."""
    on = f", {words.day(one.on)}" if one.on else ""
    return Markup("{}, row {} of {}{}").format(one.source, one.row, words.theme(one.kind), on)


def statements(told: Sequence[Statement]) -> list[dict[str, str]]:
    """Statements as flat rows for a table or a file."""
    return [
        {
            "what": words.theme(one.kind),
            "says": "; ".join(f"{name}: {one.cells[name]}" for name in _own(one.kind) if name in one.cells),
            "date": one.on or "no date",
            "how we know": one.cells.get("class", "as the file says"),
            "source": one.source,
            "row": str(one.row),
            "visibility": one.cells.get("visibility", "closed"),
        }
        for one in told
    ]


def _own(kind: str) -> tuple[str, ...]:
    return tuple(column.name for column in KINDS[kind].columns)


def harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("-0.5"), harmless("Ana")
    ("'=HYPERLINK(1)", '-0.5', 'Ana')
    """
    text = "" if value is None else str(value)
    if not text.startswith(FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


def as_csv(rows: Sequence[dict[str, Any]]) -> bytes:
    """Rows as a CSV file that spreadsheets open as text."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]) if rows else ["nothing"], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_json(answer: object) -> bytes:
    """An answer as JSON; keys are the names of its fields."""
    return json.dumps(to_dict(answer), ensure_ascii=False, indent=2).encode()


def hop_rows(routes: Sequence[ShownRoute]) -> list[dict[str, Any]]:
    """Routes hop by hop, as rows of a file."""
    return [
        {
            "route": number,
            "band": route.band,
            "route_odds": f"{route.odds:.6f}",
            "step": place,
            "from_id": hop.from_person.id,
            "from": hop.from_person.name,
            "to_id": hop.to_person.id,
            "to": hop.to_person.name,
            "how": hop.step,
            "strength": f"{hop.strength:.6f}",
            "strength_word": hop.strength_word,
            "odds": f"{hop.odds:.6f}",
            "freshness": hop.freshness,
            "sources": "; ".join(sources(hop)),
        }
        for number, route in enumerate(routes, 1)
        for place, hop in enumerate(route.hops, 1)
    ]
