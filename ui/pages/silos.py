"""Silos: is innovation cut off from operations and budgets?"""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, pi, sin

import streamlit as st
from markupsafe import Markup

from graph.view import View
from queries import pockets, silos
from queries.answer import Person
from queries.explore import FIRST_NODES, Edge, Neighbourhood, Node
from queries.silo_words import NO_POCKET, NOT_ENOUGH, NOT_TOLD, POCKET, steps_in_words
from queries.silos import Bridge, Silos
from ui import actions, network_view, session, shown, tables, words
from ui.choosers import pick_thing
from ui.report import Section

VERDICTS = {POCKET: "pocket", NO_POCKET: "no pocket shown", NOT_ENOUGH: "not enough on record", NOT_TOLD: "not told"}
RADIUS = 170.0


def page() -> None:
    """The whole page."""
    st.title("Silos")
    asked = session.key()
    council = pick_thing(asked, "council", "Council", ("council",), "Type the name of a council")
    if not council:
        all_councils(asked)
        return
    own = asked.viewer == council
    hidden = own and st.toggle(
        "Hide names",
        help="Shows functions in place of people, to print or to share.",
        **session.switch("hide"),
    )
    show(asked, session.answer(asked, silos.ask, council, names=not hidden))


def all_councils(asked: session.Key) -> None:
    """Every council, as far as this viewer may know."""
    found = session.answer(asked, pockets.ask)
    tables.say_answer(found)
    if not found.councils:
        tables.say(
            "Load organisations.csv (organisation_id, name, kind), people.csv (person_id, name) and posts.csv "
            "(person_id, organisation_id, title, function) on the Data page, or try the sample there."
        )
        return
    if found.smaller:
        tables.say("{}", found.smaller)
    listed = tables.table(
        "All councils",
        ("Council", "What is found", "In words"),
        ((_link(line.name, line.council), VERDICTS[line.verdict], line.words) for line in found.councils),
    )
    rows = [{"council": one.council, "name": one.name, "verdict": one.verdict} for one in found.councils]
    actions.offer("silos", "Silos", asked, found, [Section("Councils", tables=(listed,))], rows)
    tables.show(listed)
    how_we_work_this_out()


def _link(name: str, council: str) -> Markup:
    return Markup('<a href="{}" target="_self">{}</a>').format(session.link("silos", council=council), name)


def show(asked: session.Key, found: Silos) -> None:
    """Three sentences, the matrix, the rest, and the picture last."""
    first, *others = found.sentences
    tables.say("{}", first, kind="answer")
    for sentence in others:
        tables.say("{}", sentence)
    if found.asked.note:
        tables.say("{}", found.asked.note, kind="quiet")
    offer(asked, found)
    if not found.groups:
        nothing_yet(found)
    for section in sections(found):
        tables.show_section(section)
    across(found)
    picture(asked, found)
    how_we_work_this_out()


def nothing_yet(found: Silos) -> None:
    """What would make an answer."""
    if found.finding is not None:
        tables.say("Load posts.csv (person_id, organisation_id, title, function, budget_for) on the Data page.")


def sections(found: Silos) -> list[Section]:
    """Headings with their sentences and tables, for the page and for the report alike."""
    made: list[Section] = []
    if found.matrix:
        made.append(Section("Who knows whom, by function", _between(found), (matrix_table(found),)))
    if found.bridges:
        made.append(Section("Bridges to build", (), (bridges_table(found.bridges),)))
    if found.distances:
        made.append(Section("From innovation to operations to budgets", (), (distances_table(found),)))
    if found.groups:
        made.append(Section("Ties to anybody outside", (), (groups_table(found),)))
    if found.teams:
        method = f"Found by the {found.teams_by.title()} method with a fixed seed."
        made.append(Section("Teams that behave as one", (method,), (teams_table(found),)))
    return made


def _between(found: Silos) -> tuple[str, ...]:
    if found.ei is None or found.ei_by_chance is None:
        return ("No ties among these officers are on record.",)
    return (
        f"Between groups or inside them (E-I index): {found.ei:.2f}, where chance would give {found.ei_by_chance:.2f}. "
        "1 is all between, -1 is all inside.",
    )


def matrix_table(found: Silos) -> Markup:
    """Ties between each two functions, each beside what chance would give."""
    names = sorted({cell.a for cell in found.matrix})
    cells = {frozenset((cell.a, cell.b)): cell for cell in found.matrix}
    told = Markup("{} <small>{:.1f} expected by chance</small>")
    rows = (
        (words.theme(one), *(told.format((cell := cells[frozenset((one, o))]).ties, cell.expected) for o in names))
        for one in names
    )
    return tables.table(
        "Ties between functions, beside what chance would give", ("", *(words.theme(name) for name in names)), rows
    )


def bridges_table(bridges: Iterable[Bridge]) -> Markup:
    """Meetings that would help, the most helpful first."""
    return tables.table(
        "One meeting of these two would bring most pairs within one introducer",
        ("Innovation", "Operations or budget", "Today", "Pairs brought closer"),
        (
            (
                tables.person(one.innovator) if one.innovator else f"somebody in {one.functions[0]}",
                tables.person(one.other) if one.other else f"somebody in {one.functions[1]}",
                steps_in_words(one.hops),
                one.closer,
            )
            for one in bridges
        ),
    )


def distances_table(found: Silos) -> Markup:
    """Steps among colleagues for each theme."""
    holders = found.by_name
    head = ("Theme", "How far", *(("Operations", "Budget") if holders else ()))
    return tables.table(
        "For each theme, along ties among colleagues",
        head,
        (
            (
                words.theme(one.theme),
                Markup("<br>").join(one.words.split("; ")),
                *((_names(one.operations), _names(one.budget)) if holders else ()),
            )
            for one in found.distances
        ),
    )


def _names(people: Iterable[Person]) -> Markup:
    return Markup("<br>").join(tables.link(who.name, who.id) for who in people) or Markup("not known")


def groups_table(found: Silos) -> Markup:
    """Ties of each function to people who are no officers of this council."""
    own = any(group.with_outside_ties is not None for group in found.groups)
    return tables.table(
        "Ties to people who do not work here, by function",
        ("Function", "People", "Ties", *(("People who have any",) if own else ())),
        (
            (
                words.theme(group.name) or "not known",
                group.people,
                group.outside_ties,
                *((group.with_outside_ties,) if own else ()),
            )
            for group in found.groups
        ),
    )


def teams_table(found: Silos) -> Markup:
    """Communities, the largest first."""
    return tables.table(
        "People who know one another better than others (communities); this never decides what a pocket is",
        ("Team", "People", "Functions", *(("Who",) if found.by_name else ())),
        (
            (
                number,
                team.people,
                words.listed([f"{many} {name}" for name, many in team.functions.items()]),
                *((_names(team.members),) if found.by_name else ()),
            )
            for number, team in enumerate(found.teams, 1)
        ),
    )


def across(found: Silos) -> None:
    """The ties that join the two sides, by name."""
    if not found.by_name:
        return
    who = {officer.person.id: officer for officer in found.officers}
    joined = [tie for tie in found.ties if {who[tie.a].side, who[tie.b].side} == set(silos.SIDES.values())]
    with st.expander(f"The ties that join the two sides ({len(joined)})", key="across"):
        tables.show(
            tables.table(
                "Ties of innovators to operations and budget holders",
                ("Who", "Knows", "Strength"),
                (
                    (
                        tables.person(who[tie.a].person),
                        tables.person(who[tie.b].person),
                        tables.chip(tie.strength_word, tie.strength),
                    )
                    for tie in joined
                ),
            )
        )
        tables.say("Select a tie in the picture below to see the rows behind it.", kind="quiet")


def picture(asked: session.Key, found: Silos) -> None:
    """The people and who knows whom; by function where nobody is named."""
    if not found.matrix or not (found.ties or not found.by_name):
        return
    st.header("The picture")
    if found.by_name:
        dots, lines = session.answer(asked, people_drawn, found.council)
        picked = network_view.draw(dots, lines, label=f"Officers of {found.name}", key="silos_picture", height=640)
        if len(found.officers) > FIRST_NODES:
            tables.say("{} more are not drawn.", f"{len(found.officers) - FIRST_NODES:,}", kind="quiet")
        shown.picked(asked, picked)
        return
    dots, lines = groups_drawn(found)
    means = "A thicker line: more of the possible pairs know each other."
    network_view.draw(dots, lines, label=f"Functions at {found.name}", key="silos_groups", thickness=means)


def people_drawn(view: View, council: str) -> tuple[list[network_view.Dot], list[network_view.Line]]:
    """Innovators, then the other side, then the rest, as many as can be told apart, laid out by springs."""
    found = silos.ask(view, council)
    sides = (*silos.SIDES.values(), "")
    officers = sorted(found.officers, key=lambda one: (sides.index(one.side), one.person.id))[:FIRST_NODES]
    nodes = [Node(one.person.id, one.person.name, one.side or "officer", one.person.title) for one in officers]
    there = {node.id for node in nodes}
    edges = [Edge(t.a, t.b, t.strength, t.strength_word) for t in found.ties if t.a in there and t.b in there]
    return network_view.spread(Neighbourhood(tuple(nodes), tuple(edges), len(found.officers) - len(nodes)))


def groups_drawn(found: Silos) -> tuple[list[network_view.Dot], list[network_view.Line]]:
    """Functions on a circle, a line for each two that know each other."""
    size = {group.name: group.people for group in found.groups if group.name}
    dots = []
    for place, (name, people) in enumerate(size.items()):
        turn = 2 * pi * place / len(size)
        x, y = round(2 * RADIUS * cos(turn), 1), round(RADIUS * sin(turn), 1)
        dots.append(network_view.Dot(name, words.theme(name), "officer", words.count(people, "person", "people"), x, y))
    lines = [
        network_view.Line(
            cell.a,
            cell.b,
            cell.ties / (size[cell.a] * size[cell.b]),
            f"{words.count(cell.ties, 'tie')}, {cell.expected:.1f} by chance",
        )
        for cell in found.matrix
        if cell.a != cell.b and cell.ties
    ]
    return dots, lines


def offer(asked: session.Key, found: Silos) -> None:
    """Link, print, files; with names hidden none of them holds a name."""
    parts = [Section("In short", found.sentences[1:]), *sections(found)]
    rows = [
        {"one": cell.a, "other": cell.b, "ties": cell.ties, "expected_by_chance": f"{cell.expected:.6f}"}
        for cell in found.matrix
    ]
    actions.offer("silos", f"Silos: {found.name}", asked, found, parts, rows, summary=found.sentences[0])


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Two sides.** Innovators hold a post in innovation at this council. The other side are all others in "
            "operations, or with a budget. Ties are those strong enough to ask over (0.05 and more).\n"
            "* **Expected by chance**: how many ties two functions would have if the same ties were there and people's "
            "functions were shuffled.\n"
            "* **Pocket**: the functions are shuffled 2,000 times. It is a pocket if so few ties between the two sides "
            "come up in fewer than 1 in 10 cases, after allowing for all the councils tested (Benjamini and Hochberg "
            "1995). The innovator with most such ties is left out first, so that one bridge alone does not hide it. "
            "And a pilot or an event of the last 24 months must name one of the innovators.\n"
            "* **Enough on record**: 3 innovators, 8 others and 10 ties. With fewer we do not know. That never means "
            "that there is no pocket.\n"
            "* **Bridges**: each possible new tie between the two sides is tried. The best brings most pairs within "
            "one introducer of each other.\n"
            "* **Teams that behave as one**: groups with more ties inside than between (communities).\n"
            "* **Others than the council** see functions of five people and more; smaller ones count as other.\n\n"
            "This is about links on record between teams. It says nothing about how well anybody works."
        )


page()
