"""Introductions: who can introduce me, and how strong is each step?"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from queries import explore, warm_routes, who_decides
from queries.answer import ShownRoute
from queries.warm_routes import WarmRoutes
from queries.who_decides import WhoDecides
from ui import actions, frame, network_view, report, session, shown, tables, words
from ui.choosers import pick_one, pick_thing

COUNCIL, PERSON = "council", "person"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls say."""

    you: str
    target: str  # a person, or "" while nobody is known
    decides: WhoDecides | None
    why: str  # why this person


def page() -> None:
    """The whole page."""
    st.title("Find an introduction")
    asked = session.key()
    choice = controls(asked)
    if choice is None:
        return
    if not choice.target:
        nobody_known(choice)
        return
    without = session.chosen("without") == "yes"
    found = session.answer(
        asked, warm_routes.ask, choice.you, choice.target, without_incumbents=without, **session.how(asked)
    )
    show(asked, choice, found)


def controls(asked: session.Key) -> Choice | None:
    """Who asks, and whom they want to reach; None while something is missing."""
    left, right = st.columns(2)
    with left:
        you = pick_thing(asked, "you", "You (a person or a firm)", ("person", "organisation"), "Type your name or firm")
    with right:
        to = pick_one("to", "You want to reach", {COUNCIL: "Whoever must say yes at a council", PERSON: "A person"})
    if to == PERSON:
        target = pick_thing(asked, "person", "Which person", ("person",), "Type a name")
        if not (you and target):
            start()
            return None
        return Choice(you, target, None, "")
    columns = st.columns(3)
    with columns[0]:
        council = pick_thing(asked, "council", "Council", ("council",), "Type the name of a council")
    with columns[1]:
        themes = session.current_view(asked).directory.themes
        theme = pick_one("theme", "Theme", {name: words.theme(name) for name in themes})
    with columns[2]:
        who = pick_one("who", "Who", {yes: f"{plain}: must say yes" for yes, plain in who_decides.PLAIN.items()})
    if council and theme and not you:
        who_else(session.answer(asked, who_decides.ask, council, theme, **session.how(asked)))
        tables.say("Choose who you are to see who can introduce you.", kind="quiet")
        return None
    if not (you and council and theme):
        start()
        return None
    decides = session.answer(asked, who_decides.ask, council, theme, firm=_firm(asked, you), **session.how(asked))
    return _first_holder(you, decides, who)


def start() -> None:
    """What to do while the question is not complete."""
    tables.say("Choose who you are and whom you want to reach. The answer appears here.", kind="quiet")


def _firm(asked: session.Key, you: str) -> str | None:
    """The organisation whose people may ask: the asker's own, or the firm itself."""
    directory = session.current_view(asked).directory
    if directory.get("person", you) is None:
        return you
    return session.answer(asked, explore.home, you)


def _first_holder(you: str, decides: WhoDecides, who: str) -> Choice:
    """The holder who can be reached, else the first; nobody if none is known."""
    yes = next(yes for yes in decides.yeses if yes.function == who)
    held = sorted(yes.holders, key=lambda one: one.route is None)
    if not held:
        return Choice(you, "", decides, yes.name)
    first = held[0]
    return Choice(you, first.holder.id, decides, f"{yes.name}: {first.reason}")


def nobody_known(choice: Choice) -> None:
    """An answer too: who holds this yes is not on record."""
    tables.say("{} at this council is not known.", choice.why, kind="answer")
    tables.say("Nobody on record holds it. Choose another yes above, or add the post on the Data page.")
    if choice.decides:
        who_else(choice.decides)


def show(asked: session.Key, choice: Choice, found: WarmRoutes) -> None:
    """The answer in words, the routes, the rest, and the picture last."""
    tables.say_answer(found)
    target, why = found.target, f" {choice.why}." if choice.why else ""
    tables.say(
        "{}: {}, {}.{}", target.name, target.title or "no post on record", target.organisation, why, kind="quiet"
    )
    offer(asked, choice, found)
    for number, route in enumerate(found.routes, 1):
        show_route(number, route)
    if len(found.routes) > 1:
        tables.say("Odds that at least one of these works: {:.2f}.", found.any_works)
    if found.warm_route:
        tables.say("The best route with no tie below 0.10: {}.", found.warm_route)
    if not found.routes:
        no_route(found)
    incumbents(found)
    if choice.decides:
        who_else(choice.decides)
    show_leads(found)
    if found.routes:
        picture(asked, found)
    how_we_work_this_out()


def show_route(number: int, route: ShownRoute) -> None:
    """One route: a line, its steps, what would strengthen it, and the rows behind it."""
    with st.container(border=True):
        line = "<h2 class='cf-h2'>{}. {}</h2><p>This route: {} odds {:.2f}</p>"
        tables.say(line, number, tables.path(route), tables.chip(route.band), route.odds, tag="div")
        tables.show(tables.hops(route, f"Route {number}, step by step"))
        tables.say("{}", route.strengthen, kind="quiet")
        if len(route.ids) > 2 and st.button("Draft the ask", key=f"draft_{number}"):
            ends = {"asker": route.ids[0], "introducer": route.ids[1], "target": route.ids[-1]}
            frame.go("requests", **ends, theme=session.chosen("theme"))
        with st.expander(f"The rows behind route {number}", key=f"rows_{number}"):
            for place, hop in enumerate(route.hops, 1):
                names = f"{hop.from_person.name} and {hop.to_person.name}"
                tables.show(tables.evidence(hop.evidence, f"Step {place}: {names}"))


def no_route(found: WarmRoutes) -> None:
    """The closest miss, and what would make a route."""
    miss = found.closest_miss
    if miss:
        tables.say("Closest miss, not a route: {}. It is none because {}.", miss.words, miss.why)
    elif found.new_ties:
        tables.say("There is no closest miss either: nothing on record leads there.")
    if found.new_ties:
        tables.show(
            tables.table(
                "What would make a route: one meeting of these two",
                ("Who would meet", "The route would be", "Band", "Odds"),
                (
                    (f"{t.tie[0].name} and {t.tie[1].name}", t.route, tables.chip(t.band), f"{t.odds:.2f}")
                    for t in found.new_ties
                ),
            )
        )
    begin()


def begin() -> None:
    """Where to go without a route."""
    st.page_link(frame.PAGES / "requests.py", label="Where to begin: who convenes, and the first tie worth making")


def incumbents(found: WarmRoutes) -> None:
    """Whether firms that already supply them are on a route, and a way to leave them out."""
    if found.incumbents:
        tables.say("{}", found.incumbents)
    st.toggle(
        "Without firms that already supply them",
        help="Leaves their people out as introducers.",
        **session.switch("without"),
    )


def who_else(decides: WhoDecides) -> None:
    """The five yeses with the first route to each."""
    st.header("Who else must say yes" if decides.firm else "Who must say yes")
    tables.say("{}", decides.summary)
    rows: list[tuple[object, ...]] = []
    for yes in decides.yeses:
        for held in yes.holders:
            route = held.route
            inferred = " (from the title)" if held.inferred else ""
            rows.append(
                (
                    yes.name,
                    tables.person(held.holder),
                    held.reason + inferred,
                    route.words if route else "no warm route" if decides.firm else "",
                    tables.chip(route.band) if route else "",
                    f"{route.odds:.2f}" if route else "",
                )
            )
        if not yes.holders:
            rows.append((yes.name, "not known", "nobody on record", "", "", ""))
    head = ("Yes", "Who", "Why", "First route", "Band", "Odds")
    shown_columns = len(head) if decides.firm else 3  # nobody asks yet: there are no routes
    told = [row[:shown_columns] for row in rows]
    whose = ", each with the first route that anybody at your firm has" if decides.firm else ""
    caption = f"The five yeses{whose}"
    tables.show(tables.table(caption, head[:shown_columns], told))


def show_leads(found: WarmRoutes) -> None:
    """People who were at the same events: never an introduction."""
    if not found.leads:
        return
    with st.expander(f"Leads, not introductions ({len(found.leads)})", key="leads"):
        tables.say("They were at the same events as {}. Nothing says that they know each other.", found.asker.name)
        tables.show(
            tables.table(
                "Leads, strongest first",
                ("Who", "Strength"),
                ((tables.person(lead.person), f"{lead.strength:.3f}") for lead in found.leads[:50]),
            )
        )


def picture(asked: session.Key, found: WarmRoutes) -> None:
    """The routes drawn, and the evidence of what is picked."""
    st.header("The picture of these routes")
    dots, lines = network_view.layered(found.routes, shown.kinds_on(asked, found.routes))
    picked = network_view.draw(dots, lines, label="Routes of introduction", key="routes_picture")
    shown.picked(asked, picked)


def offer(asked: session.Key, choice: Choice, found: WarmRoutes) -> None:
    """Link, print, files."""
    parts = [
        report.Section(
            f"Route {number}: {route.band}",
            (route.words, route.strengthen),
            (tables.hops(route, f"Route {number}, step by step"),),
        )
        for number, route in enumerate(found.routes, 1)
    ]
    if found.routes:
        parts.insert(0, report.Section("The routes", picture=report.picture(found.routes)))
    if choice.decides:
        yeses = tuple(f"{yes.name}: {yes.words}" for yes in choice.decides.yeses)
        parts.append(report.Section("Who must say yes", yeses))
    title = f"{found.asker.name} to {found.target.name}"
    actions.offer("introductions", title, asked, found, parts, tables.hop_rows(found.routes))


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Strength of a tie**, from 0 to 1: all rows that say two people know each other, joined; old rows "
            "count less. 0.50 and more is strong, 0.20 and more is fair. Only ties of 0.05 and more are steps.\n"
            "* **Odds of a step**: how likely somebody passes a request on. They rise with the strength of the tie "
            "and with how helpful that person has been, and fall with open requests. A route's odds are its steps "
            "multiplied.\n"
            "* **Bands**: *good* is odds of 0.25 and more with no tie below 0.20; *fair* is 0.10 and more with none "
            "below 0.10; all else is a *long shot*.\n"
            "* **Routes** have at most three introducers; those listed share none.\n"
            "* **Leads** are people at the same events. That alone makes no tie.\n\n"
            "These are estimates on stated assumptions: use them to choose whom to ask first."
        )


page()
