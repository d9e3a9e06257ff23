"""The card of one officer: what they did for firms, by whose word, the score part by part, what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from graph.champion_reasons import Part
from graph.statements import Statement
from queries import explore
from queries.champions import Officer
from queries.officers import Card
from ui import actions, network_view, report, session, shown, tables, words

FILTERS = ("council", "theme", "region", "function", "level", "top", "connectors")  # of the list that leads here


def kept() -> dict[str, str]:
    """What the list is narrowed to, for a link there and back."""
    return {choice: session.chosen(choice) for choice in FILTERS}


def grade(one: Officer | Card) -> str:
    """The grade in words."""
    told = (one.grade or "no grade") + (" (provisional)" if one.provisional else "")
    return told + (", gatekeeper" if one.gatekeeper else "")


def show(asked: session.Key, found: Card) -> None:
    """What they did for firms, the tests, the score part by part with its rows, what is not known, the picture."""
    st.title(words.label(found.person.name))
    links = Markup('<p><a href="{}" target="_self">Back to the list</a> · <a href="{}" target="_self">{}</a></p>')
    route = session.link("introductions", to="person", person=found.person.id)
    tables.show(links.format(session.link("champions", **kept()), route, "Find a route to them"))
    tables.say("{}", found.summary, kind="answer")
    if found.first is not None:
        tables.say("Over resamples of the evidence the rank goes from {} to {}.", found.first, found.last, kind="quiet")
    offer(asked, found)
    st.header("What they did for firms")
    if found.deeds:
        tables.show(deeds_table(found))
    else:
        tables.say("Nothing is on record.")
    st.header("Three tests")
    tables.show(tests_table(found))
    st.header("The score, part by part")
    tables.show(parts_table(found))
    tables.say("{}", on_routes(found), kind="quiet")
    for part in found.parts:
        if part.rows:
            with st.expander(f"The rows behind: {part.plain.lower()}", key=f"rows_{part.name}"):
                tables.show(rows_table(part))
    st.header("What is not known")
    tables.show(not_known(found))
    picture(asked, found)
    how_we_work_this_out("")


def deeds_table(found: Card) -> Markup:
    """Pilots, endorsements and introductions, latest first."""
    return tables.table(
        "What they did for firms, latest first",
        ("What", "When", "Source and row"),
        ((deed.words, words.day(deed.on), behind(deed.statements)) for deed in found.deeds),
    )


def behind(statements: Sequence[Statement]) -> Markup:
    """Statements, each on a line."""
    return Markup("<br>").join(tables.told(one) for one in statements)


def tests_table(found: Card) -> Markup:
    """Pass, fail or unknown, and why."""
    gains = [(f"Gains from {words.theme(theme)}", test.outcome, test.reason) for theme, test in found.gains]
    return tables.table(
        f"Grade: {grade(found)}",
        ("Test", "Outcome", "Why"),
        (
            ("Can move a decision", found.moves_decision.outcome, found.moves_decision.reason),
            ("Opens doors", found.opens_doors.outcome, found.opens_doors.reason),
            *(gains or [("Gains from it", "unknown", "no open challenge and no such budget of theirs is on record")]),
        ),
    )


def parts_table(found: Card) -> Markup:
    """The seven parts with their formulas and the sums that enter them."""
    return tables.table(
        "Parts of the score, in log-odds",
        ("Part", "Figure", "How it is worked out", "From these sums"),
        (
            (part.plain, f"{part.value:.3f}", part.formula, amounts(part.amounts) or "nothing on record")
            for part in found.parts
        ),
    )


def on_routes(found: Card) -> str:
    """How the score enters the odds of a route."""
    whole = sum(part.value for part in found.parts[:-1])
    worked_out = f"{whole:.3f} without the level, / 1.5, × {found.evidence} / ({found.evidence} + 3)"
    return f"On routes they count as helpful by {found.helpfulness:.3f}: {worked_out}."


def rows_table(part: Part) -> Markup:
    """The rows of one part, and what each adds to its sums."""
    return tables.table(
        part.plain,
        ("What", "Counts as", "When", "Source and row"),
        ((row.words, amounts(row.amounts), words.day(row.on), behind(row.statements)) for row in part.rows),
    )


def amounts(figures: Mapping[str, float]) -> str:
    """Letters of a formula with their figures."""
    return ", ".join(f"{letter} = {figure:g}" for letter, figure in figures.items())


def not_known(found: Card) -> Markup:
    """Sentences as a list."""
    items = Markup("").join(Markup("<li>{}</li>").format(sentence) for sentence in found.not_known)
    return Markup("<ul>{}</ul>").format(items) if found.not_known else Markup("<p>Nothing that the score asks for.</p>")


def picture(asked: session.Key, found: Card) -> None:
    """Whom they know, drawn."""
    dots, lines = session.answer(asked, shown.neighbourhood, found.person.id, (), explore.FIRST_NODES)
    if len(dots) < 2:
        return
    st.header("The picture")
    picked = network_view.draw(dots, lines, label=f"Those around {found.person.name}", key="card_picture")
    shown.picked(asked, picked)


def offer(asked: session.Key, found: Card) -> None:
    """Link, print, files."""
    parts = [
        report.Section("What they did for firms", tables=(deeds_table(found),) if found.deeds else ()),
        report.Section("Three tests", tables=(tests_table(found),)),
        report.Section("The score, part by part", tables=(parts_table(found),)),
        report.Section("The rows behind", tables=tuple(rows_table(part) for part in found.parts if part.rows)),
        report.Section("What is not known", found.not_known),
    ]
    told = [one for part in found.parts for row in part.rows for one in row.statements]
    actions.offer(
        "officer",
        found.person.name,
        asked,
        found,
        parts,
        tables.statements(list({one.id: one for one in told}.values())),
    )


def how_we_work_this_out(resamples: str) -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Opens doors** is a sum of seven parts, in log-odds: what became of pilots they led or sponsored, "
            "pilots they had a role in, endorsements by different small firms, safeguards in their pilots, "
            "introductions they made, how far they reach colleagues of other functions, and the level of the post.\n"
            "* **Too little on record**: fewer than three pieces of evidence. Colleagues alone, or a title alone, "
            "make nobody a champion.\n"
            f"* **Range**: the best and the worst rank over {resamples or 'resamples of the evidence rows'}. "
            "A wide range rests on few rows.\n"
            "* **Champion**: can move a decision and opens doors. **Sponsor**: only the first. **Coach**: only the "
            "second. *Provisional* is a champion or coach with too little on record. **Gatekeeper**: works in "
            "procurement, data governance or digital.\n"
            "* **Connects**: of all pairs of a small firm's person and a decision-maker, how many best routes run "
            "through them.\n"
            "* **Visible** (talks, events, ties, betweenness, PageRank) is shown beside the score and never in it: "
            "who is seen everywhere is not who opens doors.\n\n"
            "This is about what is on record. It is no measure of anybody's performance."
        )
