"""Challenges: who has this problem, who has solved it, and with which funding and route to buy?"""

from __future__ import annotations

from datetime import date

import streamlit as st
from markupsafe import Markup

from queries import challenges
from queries.challenges import Challenge, Challenges, ThemeChallenges
from queries.solutions import Solution, when
from ui import actions, frame, report, session, tables, words
from ui.choosers import pick_one, pick_thing


def page() -> None:
    """The whole page."""
    st.title("Challenges")
    asked = session.key()
    found = session.answer(asked, challenges.ask, **controls(asked))
    tables.say_answer(found)
    if not found.themes:
        frame.lead_to_data(
            "Choose another theme, council, firm or day, or load challenges.csv (challenge_id, organisation_id, theme)."
        )
        return
    offer(asked, found)
    for one in found.themes:
        st.header(words.label(words.theme(one.theme).capitalize()))
        tables.say("{}", one.summary)
        for part in parts(one):
            tables.show(part)
    how_we_work_this_out()


def controls(asked: session.Key) -> dict[str, str | None]:
    """Which challenges: of a theme, of a council, on the themes of a firm, new since a day."""
    columns = st.columns(4)
    with columns[0]:
        themes = {name: words.theme(name) for name in session.current_view(asked).directory.themes}
        theme = pick_one("theme", "Theme", {"": "Any theme", **themes})
    with columns[1]:
        council = pick_thing(asked, "council", "Council", ("council",), "Any council")
    with columns[2]:
        firm = pick_thing(asked, "firm", "Themes of this firm", ("organisation",), "Any firm")
    with columns[3]:
        since = st.date_input(
            "New since",
            format="DD/MM/YYYY",
            help="Only themes with a challenge that began on this day or later.",
            min_value=date(1990, 1, 1),
            max_value=date(2100, 1, 1),
            **session.bound("since", None, _day, date.isoformat),
        )
    return {
        "theme": theme or None,
        "council": council or None,
        "firm": firm or None,
        "since": since.isoformat() if since else None,
    }


def _day(text: str) -> date | None:
    """A day of the address; none where it is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        session.choose("since", None)
        return None


def parts(one: ThemeChallenges, *, linked: bool = True) -> list[Markup]:
    """The tables of one theme, for the page and for print."""
    made = [has_table(one, linked=linked)]
    if one.solutions:
        made.append(solved_table(one.solutions, linked=linked))
    if one.funding:
        made.append(funding_table(one))
    if one.firms:
        made.append(Markup("<p>Firms that offer something: {}.</p>").format(words.listed([*one.firms])))
    return made


def has_table(one: ThemeChallenges, *, linked: bool) -> Markup:
    """Who has the problem."""
    return tables.table(
        "Who has this problem",
        ("Council", "In its own words", "Owner", "Since", "Can buy from a firm on", "Source and row"),
        (
            (
                tables.link(has.council, has.council_id) if linked else has.council,
                has.statement or "no words on record",
                tables.person(has.owner) if has.owner else "not known",
                _since(has),
                words.listed([*has.frameworks]) or "not known",
                Markup("<br>").join(tables.told(row) for row in has.rows),
            )
            for has in one.challenges
        ),
    )


def _since(has: Challenge) -> Markup:
    day = words.day(has.since) if has.since else "not known"
    return Markup("{}{}").format(day, Markup(" <em>new</em>") if has.new else "")


def solved_table(solutions: tuple[Solution, ...], *, linked: bool) -> Markup:
    """Who tried to solve it, what says most first."""
    return tables.table(
        "Who tried to solve it",
        ("Pilot", "Council", "Supplier", "What came of it", "Funding", "Route to buy", "Source and row"),
        (
            (
                to_pilot(one) if linked else one.line.name,
                one.line.council,
                words.listed([*one.line.suppliers]) or "not known",
                when(one.line),
                one.funding,
                one.route_to_buy,
                Markup("<br>").join(tables.told(row) for row in one.rows),
            )
            for one in solutions
        ),
    )


def to_pilot(one: Solution) -> Markup:
    """A pilot's name that leads to what it has and lacks."""
    return Markup('<a href="{}" target="_self">{}</a>').format(session.link("pilots", pilot=one.line.id), one.line.name)


def funding_table(one: ThemeChallenges) -> Markup:
    """Programmes that take bids now."""
    return tables.table(
        "Funding that takes bids now",
        ("Programme", "Funder", "Until", "Suppliers at most"),
        (
            (
                paid.name,
                paid.funder or "not known",
                words.day(paid.closes) if paid.closes else "not known",
                paid.max_suppliers or "not known",
            )
            for paid in one.funding
        ),
    )


def offer(asked: session.Key, found: Challenges) -> None:
    """Link, print, files."""
    sections = [
        report.Section(words.theme(one.theme).capitalize(), (one.summary,), tuple(parts(one, linked=False)))
        for one in found.themes
    ]
    rows = [
        {
            "theme": one.theme,
            "challenge_id": has.id,
            "council": has.council,
            "region": has.region,
            "statement": has.statement,
            "owner": has.owner.name if has.owner else "",
            "since": has.since or "",
            "until": has.until or "",
            "new": "yes" if has.new else "no",
            "frameworks": "; ".join(has.frameworks),
            "solved_by": "; ".join(tried.line.name for tried in one.solutions if tried.solved),
        }
        for one in found.themes
        for has in one.challenges
    ]
    actions.offer("challenges", "Challenges", asked, found, sections, rows)


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Who has it**: challenges that councils have told and not ended. The same challenge at several "
            "councils is the same theme at several councils.\n"
            "* **Who tried to solve it**: pilots on the theme. It counts as solved where the pilot was completed or "
            "became a contract. Those that stopped are told too.\n"
            "* **Funding**: the programme that paid for a pilot; and programmes on the theme that take bids now.\n"
            "* **Route to buy**: as the pilot's row says. *Can buy from a firm on*: frameworks and dynamic markets "
            "that are valid now, serve the council, and list a firm that offers something on the theme.\n"
            "* **Not known** means that no row says it."
        )


page()
