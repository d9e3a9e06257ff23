"""Pilots: what does each lack before it stalls, who is nearest to that, and what changed when?"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from queries import pilot_story, pilots
from queries.pilot_story import PilotStory
from queries.pilots import PilotCheck, PilotList
from ui import actions, frame, pilot_entry, pilot_shown, report, session, tables, words
from ui.choosers import pick_one, pick_thing

HIDDEN = "hidden"  # in the address: names are hidden, for a print


def page() -> None:
    """The whole page."""
    st.title("Pilots")
    asked = session.key()
    pilot = pick_thing(asked, "pilot", "Pilot", ("pilot",), "All pilots: choose one, or type its name")
    if pilot:
        st.button("Back to all pilots", on_click=session.choose, args=("pilot", None))
        one(asked, pilot)
    else:
        all_of_them(asked)
    how_we_work_this_out()


# the list


def all_of_them(asked: session.Key) -> None:
    """Pilots of a council, of a firm, on a theme: those that lack most first."""
    left, middle, right = st.columns(3)
    with left:
        council = pick_thing(asked, "council", "Council", ("council",), "Any council")
    with middle:
        firm = pick_thing(asked, "firm", "Supplier", ("organisation",), "Any supplier")
    with right:
        themes = {name: words.theme(name) for name in session.current_view(asked).directory.themes}
        theme = pick_one("theme", "Theme", {"": "Any theme", **themes})
    found = session.answer(asked, pilots.every, council=council or None, firm=firm or None, theme=theme or None)
    tables.say_answer(found)
    if not found.pilots:
        frame.lead_to_data(
            "Choose another council, supplier or theme, or load pilots.csv (pilot_id, name, council_id) and "
            "pilot_people.csv (pilot_id, person_id, role)."
        )
        return
    offer_list(asked, found)
    tables.show(list_table(found))


def list_table(found: PilotList, *, linked: bool = True) -> Markup:
    """A line for each pilot."""
    return tables.table(
        "Pilots, those that lack most first; ended ones last",
        ("Pilot", "Council", "Supplier", "State", "Risk of stalling", "Safeguards", "Functions in sight"),
        (
            (
                pilot_shown.to_pilot(line) if linked else line.name,
                line.council,
                words.listed([*line.suppliers]) or "not known",
                pilot_shown.state(line),
                tables.chip(line.level) if line.level else "",
                pilot_shown.lacks(line),
                f"{line.in_sight} of 5" if line.level else "",
            )
            for line in found.pilots
        ),
    )


def offer_list(asked: session.Key, found: PilotList) -> None:
    """Link, print, files for the list."""
    rows = [
        {
            "pilot_id": line.id,
            "pilot": line.name,
            "council": line.council,
            "suppliers": "; ".join(line.suppliers),
            "themes": "; ".join(line.themes),
            "state": line.state,
            "outcome": line.outcome,
            "stall_risk": line.level or "",
            **(line.safeguards if line.level else dict.fromkeys(line.safeguards, "")),
            "functions_in_sight": line.in_sight,
        }
        for line in found.pilots
    ]
    sections = [report.Section("All of them", tables=(list_table(found, linked=False),))]
    actions.offer("pilots", "Pilots", asked, found, sections, rows)


# one pilot


def one(asked: session.Key, pilot: str) -> None:
    """The answer, what it lacks and who is nearest, what changed, what can be added, and the picture last."""
    hidden = session.chosen("names") == HIDDEN
    check = session.answer(asked, pilots.ask, pilot, named=not hidden, **session.how(asked))
    story = session.answer(asked, pilot_story.ask, pilot, named=not hidden)
    tables.say("{}", check.summary, kind="answer")
    pilot_shown.about(check)
    pilot_entry.done(check)
    if check.pilot.council_id == asked.viewer:
        st.toggle(
            "Hide names for a print",
            help="Shows roles and functions alone, as others see them.",
            **session.switch("names", HIDDEN),
        )
    else:
        tables.say("Who is named, and who could be, is told to {} itself.", check.pilot.council, kind="quiet")
    offer(asked, check, story)
    if check.safeguards:
        st.header("Safeguards")
        tables.show(pilot_shown.checks_table("Four safeguards", "Safeguard", check.safeguards, check.named))
        st.header("Five functions in sight")
        tables.show(pilot_shown.checks_table("Functions that a pilot needs", "Function", check.functions, check.named))
    pilot_shown.ways(check)
    pilot_shown.team(check)
    pilot_shown.life(story)
    pilot_shown.timeline(story)
    pilot_shown.disagreements(story)
    pilot_shown.rows(check)
    if check.named and check.pilot.level:
        pilot_entry.form(asked, check)
    pilot_shown.picture(asked, check)


def offer(asked: session.Key, check: PilotCheck, story: PilotStory) -> None:
    """Link, print, files; names only where the page shows them."""
    parts = []
    if check.safeguards:
        checks = (("Four safeguards", "Safeguard", check.safeguards), ("Functions", "Function", check.functions))
        made = tuple(pilot_shown.checks_table(caption, what, told, check.named) for caption, what, told in checks)
        drawn = report.picture(pilot_shown.routes(check))
        parts.append(report.Section("What it has and lacks", tables=made, picture=drawn))
    if check.team:
        parts.append(report.Section("The team", tables=(pilot_shown.team_table(check),)))
    changed = pilot_shown.life_table(story), pilot_shown.timeline_table(story)
    parts.append(report.Section("How it came along", tables=changed if story.changes else changed[:1]))
    whole = {"check": check, "story": story}
    actions.offer(
        "pilot",
        check.pilot.name,
        asked,
        check,
        parts,
        [pilot_shown.as_row(one) for one in (*check.safeguards, *check.functions)],
        answer=whole,
    )


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Four safeguards**: a budget holder, an operational owner, an active sponsor, and a route to buy. A "
            "role is *present* if somebody named is in post at the council now. It is *missing* if a row says so, or "
            "if whoever was named has left. Else it is *not known*: an empty cell is no accusation.\n"
            "* **Risk of stalling**: *high* if the budget holder or the operational owner is known to be missing; "
            "*not known* if nothing is said of one of them; *medium* if anything else is missing or not known; else "
            "*low*. Pilots that have ended have none.\n"
            "* **Five functions in sight**: *present* if an officer with it is named in the pilot; *not yet involved* "
            "if the council has one; else *not known*.\n"
            "* **Nearest who could**: the best route of introduction from anybody named in the pilot.\n"
            "* **Who sees names**: the council itself. Others see roles, and functions with few people as one.\n\n"
            "This is about what a pilot has. It is no measure of anybody."
        )


page()
