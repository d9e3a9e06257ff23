"""How one pilot is shown: what it has and lacks, the ways to who could, its team, its life, its rows."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from queries.answer import ShownRoute
from queries.pilot_inside import Check, Way
from queries.pilot_lines import MISSING, NOT_KNOWN, PilotLine
from queries.pilot_story import PilotStory
from queries.pilots import PilotCheck
from ui import network_view, session, shown, tables, words

STAGES = {"met": "Met", "pilot": "Pilot", "contract": "Contract", "repeat": "Repeat"}


def to_pilot(line: PilotLine) -> Markup:
    """A name that leads to the pilot's own answer."""
    return Markup('<a href="{}" target="_self">{}</a>').format(session.link("pilots", pilot=line.id), line.name)


def state(line: PilotLine) -> str:
    """Whether it runs, since when, or what came of it."""
    if line.state == "ended":
        when = f" {words.day(line.ends)}" if line.ends else ""
        return f"ended{when}: {'outcome not known' if line.outcome == 'unknown' else line.outcome}"
    return f"runs since {words.day(line.starts)}" if line.starts else f"{line.state}, no start on record"


def lacks(line: PilotLine) -> str:
    """The safeguards that are not there; nothing for ended pilots."""
    if line.level is None:
        return ""
    told = [f"{word}: {', '.join(names)}" for word in ("missing", "not known") if (names := line.those(word))]
    return "; ".join(told) or "all four there"


def about(check: PilotCheck) -> None:
    """Council, supplier, theme, dates."""
    line = check.pilot
    suppliers = words.listed([*line.suppliers]) or "supplier not known"
    themes = words.listed([words.theme(theme) for theme in line.themes]) or "no theme on record"
    tables.say("{}, with {}, on {}: {}.", line.council, suppliers, themes, state(line), kind="quiet")
    if check.stall_reason:
        tables.say("Why it stalled, as the row says: {}", check.stall_reason)
    if check.asked.note:
        tables.say("{}", check.asked.note, kind="quiet")


def checks_table(caption: str, what: str, checks: tuple[Check, ...], named: bool) -> Markup:
    """Safeguards or functions with reason; by name also who, and the way to the nearest who could."""
    head = (what, "State", "Why we say so", *(("Who", "Nearest who could, and the way there") if named else ()))
    return tables.table(
        caption,
        head,
        (
            (
                check.plain,
                tables.chip(check.state),
                check.reason,
                *((_people(check), _way(check.nearest)) if named else ()),
            )
            for check in checks
        ),
    )


def _people(check: Check) -> Markup | str:
    if not check.people:
        return "" if check.name == "route_to_buy" else "not known"
    listed = Markup("<br>").join(tables.link(who.name, who.id) for who in check.people[:5])
    more = f" and {len(check.people) - 5} more" if len(check.people) > 5 else ""
    who = Markup("<small>could be</small> ") if check.state in (MISSING, NOT_KNOWN) else ""
    return Markup("{}{}{}").format(who, listed, more)


def _way(way: Way | None) -> Markup | str:
    if way is None:
        return ""
    if way.route is None:
        return Markup("{}: {}").format(tables.link(way.holder.name, way.holder.id), way.words)
    odds = Markup("{} odds {:.2f}").format(tables.chip(way.route.band), way.route.odds)
    return Markup("{}<br>{}").format(way.route.words, odds)


def routes(check: PilotCheck) -> list[ShownRoute]:
    """Every way once, the shortest first."""
    found = [one.nearest.route for one in (*check.safeguards, *check.functions) if one.nearest and one.nearest.route]
    return sorted({route.ids: route for route in found}.values(), key=lambda route: (route.length, route.ids))


def ways(check: PilotCheck) -> None:
    """The ways hop by hop, with the rows behind each step."""
    for number, route in enumerate(routes(check), 1):
        target = route.hops[-1].to_person.name
        with st.expander(words.label(f"The way to {target}, step by step"), key=f"way_{number}"):
            tables.show(tables.hops(route, f"From the pilot's team to {target}"))
            tables.say("{}", route.strengthen, kind="quiet")
            for place, hop in enumerate(route.hops, 1):
                names = f"{hop.from_person.name} and {hop.to_person.name}"
                tables.show(tables.evidence(hop.evidence, f"Step {place}: {names}"))


def team(check: PilotCheck) -> None:
    """Who is named."""
    if not check.named:
        return
    st.header("The team")
    if not check.team:
        tables.say("Nobody is named in this pilot.")
        return
    tables.show(team_table(check))


def team_table(check: PilotCheck) -> Markup:
    """Everybody named, with the roles."""
    return tables.table(
        "Everybody named in this pilot",
        ("Who", "Role", "In post at this council"),
        (
            (
                tables.person(member.person),
                words.listed([words.theme(role) for role in member.roles]),
                "yes" if member.in_post else "no post there now",
            )
            for member in check.team
        ),
    )


def life(story: PilotStory) -> None:
    """Met, pilot, contract, repeat; and what came before and after."""
    st.header("How it came along")
    tables.show(life_table(story))
    if story.kin:
        kin = [("before" if one.steps < 0 else "after", to_pilot(one.pilot), one.pilot.council) for one in story.kin]
        tables.show(tables.table("Pilots before and after it", ("When", "Pilot", "Council"), kin))


def life_table(story: PilotStory) -> Markup:
    """The four stages; "not on record" is not "did not happen"."""
    return tables.table(
        "Life of the pilot",
        ("Stage", "On record", "Since", "How we know"),
        (
            (STAGES[stage.name], "yes" if stage.reached else "not on record", _since(stage.on), stage.words)
            for stage in story.stages
        ),
    )


def _since(on: str | None) -> str:
    return words.day(on) if on else ""


def timeline(story: PilotStory) -> None:
    """What changed and when, the oldest first."""
    st.header("What changed, and when")
    if not story.changes:
        tables.say("Nothing with a date is on record.")
        return
    tables.show(timeline_table(story))


def timeline_table(story: PilotStory) -> Markup:
    """The dated changes with their sources."""
    return tables.table(
        "Changes, the oldest first",
        ("When", "What", "Source"),
        (
            (words.day(change.on), change.words, words.listed(sorted({row.source for row in change.statements})))
            for change in story.changes
        ),
    )


def disagreements(story: PilotStory) -> None:
    """Where rows about the pilot differ; the first value counts."""
    if not story.disagreements:
        return
    st.header("Where rows disagree")
    told = (
        (
            words.theme(one.column),
            *(Markup("<br>").join(map(_value, part)) for part in (one.values[:1], one.values[1:])),
        )
        for one in story.disagreements
    )
    tables.show(tables.table("Cells on which sources differ", ("What", "Counts", "Also on record"), told))


def _value(value: tuple[str, str]) -> Markup:
    cell, source = value
    return Markup("{} <small>({})</small>").format(cell or "empty", source)


def rows(check: PilotCheck) -> None:
    """All rows behind the answer, for the council."""
    behind = {row.id: row for one in (*check.safeguards, *check.functions) for row in one.statements}
    told = tables.statements(list({**{row.id: row for row in check.rows}, **behind}.values()))
    if told:
        with st.expander("The rows behind this answer", key="rows"):
            head = [name.capitalize() for name in told[0]]
            tables.show(tables.table("Rows as they were loaded", head, (tuple(row.values()) for row in told)))


def picture(asked: session.Key, check: PilotCheck) -> None:
    """The ways from the team to who could."""
    drawn = routes(check)
    if not drawn:
        return
    st.header("The picture of the team and the ways")
    dots, lines = network_view.layered(drawn, shown.kinds_on(asked, drawn))
    picked = network_view.draw(dots, lines, label="Ways from the pilot's team", key="pilot_picture")
    shown.picked(asked, picked)


def as_row(check: Check) -> dict[str, Any]:
    """A safeguard or function as a row of a file."""
    way = check.nearest
    return {
        "what": check.plain,
        "state": check.state,
        "why": check.reason,
        "who": "; ".join(who.name for who in check.people),
        "nearest": way.holder.name if way else "",
        "way": way.words if way else "",
        "sources": "; ".join(sorted({row.source for row in check.statements})),
    }
