"""Access: who has a warm route to a budget for what it offers, who has none, and what would change most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st
from markupsafe import Markup

from graph.errors import InputError
from queries import access, access_change, council_places
from queries.access import Access, Before, ShutOut, UsefulTriple
from queries.access_change import AccessChange
from ui import actions, council_map, frame, session, tables, words
from ui.choosers import pick_one
from ui.report import Section

MAPPED = "By council"  # the part with a map
SHOWN = 200  # triples on the page; files hold all


def page() -> None:
    """The whole page."""
    st.title("Access")
    asked = session.key()
    theme, since = controls(asked)
    try:
        found = session.answer(asked, access.ask, theme=theme, since=since)
    except InputError as problem:
        st.warning(words.label(str(problem)))
        st.button("Leave that day out", on_click=session.choose, args=("since", None))
        return
    tables.say_answer(found)
    if not found.triples:
        frame.lead_to_data(
            "Load offers.csv (organisation_id, theme), and posts.csv with the column budget_for, or choose any theme."
        )
        return
    better = what_would_help(asked, theme)
    offer(asked, found, better)
    for section in sections(found, better):
        tables.show_section(section)
        if section.heading == MAPPED:
            on_a_map(asked, found)
    how_we_work_this_out()


def controls(asked: session.Key) -> tuple[str | None, date | None]:
    """One theme or all, and an earlier day to look back to; from the address."""
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        themes = {name: words.theme(name) for name in session.current_view(asked).directory.themes}
        theme = pick_one("theme", "Theme", {"": "All themes", **themes})
    with middle:
        since = st.date_input(
            "Beside what it was on",
            format="DD/MM/YYYY",
            help="The same numbers from the same data, as at an earlier day.",
            min_value=date(1990, 1, 1),
            max_value=date(2100, 1, 1),
            **session.bound("since", None, _day, date.isoformat),
        )
    with right:
        st.toggle("What would change most", help="Takes a few seconds.", **session.switch("change"))
    return theme or None, since


def _day(text: str) -> date | None:
    """A day of the address; none where it is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        session.choose("since", None)
        return None


def what_would_help(asked: session.Key, theme: str | None) -> AccessChange | None:
    """The one meeting or event that would open most, where it is asked for."""
    return session.answer(asked, access_change.ask, theme=theme) if st.session_state["w_change"] else None


def sections(found: Access, better: AccessChange | None, *, linked: bool = True) -> list[Section]:
    """Headings with sentences and tables, for the page and for print."""
    made: list[Section] = []
    if found.before:
        told = (found.before.words, f"Made from the statements {found.before.fingerprint} then.")
        made.append(Section(f"Since {words.day(found.before.as_at)}", told))
    if better:
        made.append(Section("What would change most", (better.summary, better.weighed), _help_tables(better, linked)))
    made.append(Section("By kind of firm", _too_few(found), tuple(_split(name, found) for name in _told_apart(found))))
    made.append(Section(MAPPED, _in_none(found), (council_table(found, linked=linked),)))
    shut = [("firm", found.firms_without), ("council", found.councils_without)]
    nobody = () if any(rows for _, rows in shut) else ("Every firm and every council has a route to somebody.",)
    made.append(Section("No route at all", nobody, tuple(_shut(kind, rows, linked) for kind, rows in shut if rows)))
    if found.before and (rows := _came_or_went(found.before)):
        heading = f"What came and went since {words.day(found.before.as_at)}"
        made.append(Section(heading, _more(rows, "the JSON file holds"), (_changed(rows[:SHOWN]),)))
    listed = triples_table(found.triples[:SHOWN], linked=linked)
    made.append(Section("Every useful triple", _more(found.triples, "the files hold"), (listed,)))
    made.append(Section("The same again", (f"Made from the statements {found.fingerprint}.", SAME), ()))
    return made


SAME = "Whoever sees the same statements and asks as at the same day gets this text and these numbers."


def _more(rows: Sequence[object], held: str) -> tuple[str, ...]:
    return (f"The first {SHOWN} of {len(rows):,}; {held} all.",) if len(rows) > SHOWN else ()


def _came_or_went(before: Before) -> list[tuple[str, str, str, str]]:
    return [("opened", *ids) for ids in before.opened] + [("closed", *ids) for ids in before.closed]


def _changed(rows: list[tuple[str, str, str, str]]) -> Markup:
    return tables.table(
        "Triples whose warm route came or went",
        ("What", "Firm", "Council", "Theme"),
        ((what, firm, council, words.theme(theme)) for what, firm, council, theme in rows),
    )


def _told_apart(found: Access) -> list[str]:
    return [name for name, groups in found.splits.items() if groups]


def _too_few(found: Access) -> tuple[str, ...]:
    names = [name for name, groups in found.splits.items() if not groups]
    return (f"Too few firms to tell them apart by {words.listed(names)}.",) if names else ()


def _split(name: str, found: Access) -> Markup:
    return tables.table(
        f"By {name} of the firm",
        (name.capitalize(), "Firms", "Useful triples", "With a warm route", "Share", "Share of firms on record"),
        (
            (
                group.name,
                group.firms,
                group.of.useful,
                group.of.warm,
                percent(group.of.share),
                percent(group.of.share_on_record),
            )
            for group in found.splits[name]
        ),
    )


def percent(share: float | None) -> str:
    """A share in words: "55.6 %"."""
    return "not known" if share is None else f"{100 * share:.1f} %"


def _in_none(found: Access) -> tuple[str, ...]:
    told = []
    if found.councils_in_none:
        told.append(
            f"{words.count(found.councils_in_none, 'open council')} not in it: nobody there is known to hold a budget."
        )
    if found.firms_in_none:
        told.append(f"{words.count(found.firms_in_none, 'small firm')} not in it: no offer of theirs meets a budget.")
    return tuple(told)


def council_table(found: Access, *, linked: bool) -> Markup:
    """What the map shows."""
    return tables.table(
        "Useful triples of each council",
        ("Council", "Useful triples", "With a warm route", "Share"),
        (
            (
                tables.link(one.name, one.id) if linked else one.name,
                one.useful,
                one.warm,
                percent(one.warm / one.useful),
            )
            for one in found.councils
        ),
    )


def fills(found: Access) -> dict[str, council_map.Fill]:
    """How the map shows each council."""
    return {
        one.id: council_map.Fill(
            one.warm / one.useful, str(one.warm), f"{one.warm} of {one.useful} useful triples have a warm route"
        )
        for one in found.councils
    }


def on_a_map(asked: session.Key, found: Access) -> None:
    """The shares as hexagons; one that is clicked opens Explore."""
    tables.say(
        "One hexagon for each council: the higher it is filled, the larger the share; the number is how many triples "
        "have a warm route. Dashed ones have none that is useful. The table above says the same.",
        kind="quiet",
    )
    places = session.answer(asked, council_places.ask)
    picked = council_map.show(places, fills(found), label="Share of triples with a warm route, by council", key="map")
    if picked:
        frame.go("explore", id=picked)


def _shut(kind: str, rows: tuple[ShutOut, ...], linked: bool) -> Markup:
    name = {"firm": "Firms", "council": "Councils"}[kind]
    return tables.table(
        f"{name} that no route joins to anybody",
        (name, "Useful triples", "Why"),
        ((tables.link(one.name, one.id) if linked else one.name, one.useful, one.why) for one in rows),
    )


def triples_table(triples: tuple[UsefulTriple, ...], *, linked: bool) -> Markup:
    """Firm, council and theme with the best route."""
    return tables.table(
        "Firm, council and theme: the best route of each",
        ("Firm", "Council", "Theme", "Odds", "Route", "Way"),
        (
            (
                tables.link(one.firm, one.firm_id) if linked else one.firm,
                tables.link(one.council, one.council_id) if linked else one.council,
                words.theme(one.theme),
                f"{one.odds:.2f}",
                tables.chip(one.band) if one.band else "none",
                words.way(who.name for who in one.way),
            )
            for one in triples
        ),
    )


def _help_tables(better: AccessChange, linked: bool) -> tuple[Markup, ...]:
    meetings = tables.table(
        "Meetings that would open most",
        ("If they met", "And", "Worth"),
        (
            (
                tables.person(one.one) if linked else one.one.name,
                tables.person(one.other) if linked else one.other.name,
                f"{one.gain:.2f}",
            )
            for one in better.meetings
        ),
    )
    events = tables.table(
        "Events of the last two years, held again with the same guests",
        ("Event", "Last on", "Guests weighed", "Worth"),
        ((one.name, words.day(one.on), one.guests, f"{one.gain:.2f}") for one in better.events),
    )
    return tuple(table for table, rows in ((meetings, better.meetings), (events, better.events)) if rows)


def offer(asked: session.Key, found: Access, better: AccessChange | None) -> None:
    """Link, print, files."""
    rows = [
        {
            "firm_id": one.firm_id,
            "firm": one.firm,
            "council_id": one.council_id,
            "council": one.council,
            "theme": one.theme,
            "odds": f"{one.odds:.6f}",
            "band": one.band,
            "warm": "yes" if one.warm else "no",
            "way": " > ".join(who.name for who in one.way),
        }
        for one in found.triples
    ]
    drawn = council_map.svg(session.answer(asked, council_places.ask), fills(found), label="Shares on a map")
    parts = [
        replace(section, picture=drawn) if section.heading == MAPPED else section
        for section in sections(found, better, linked=False)
    ]
    actions.offer("access", "Access", asked, found, parts, rows)


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Useful triple**: a small firm, a council and a theme, where the firm offers the theme and the council "
            "has somebody who holds a budget for it. However many people a firm has, it counts once.\n"
            "* **Warm route**: a way of introduction with odds of 0.10 and more, over ties of 0.10 and more.\n"
            "* **Firms on record**: those with somebody in post now. What is missing among them are ties, not names.\n"
            "* **Groups** of fewer than five firms are put together, with one more if they are still fewer than five.\n"
            "* **A meeting is worth** the rise in the odds of all triples together if the two had a tie of 0.30. **An "
            "event** is worth the sum over its past guests, times the chance that two of them talk. That the same "
            "guests would come again is an assumption.\n"
            "* **The same again**: the numbers come from the statements that you see. The text names them; the same "
            "text means the same numbers."
        )


page()
