"""Champions: which officers open doors, and how do we know?"""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from graph.grades import Test
from queries import champions, officers
from queries.champion_sets import PeopleSet
from queries.champions import Champions, Officer
from ui import actions, officer_card, report, session, tables, words
from ui.choosers import pick_one, pick_thing

TOPS = ("10", "5", "20", "50")  # the first is what counts until another is chosen
YESES = {
    "budget": "Budget",
    "operations": "Operations",
    "procurement": "Procurement",
    "data_governance": "Data governance",
    "senior_sponsor": "Senior sponsor",
}


def page() -> None:
    """The whole page: the list, or the card of one officer."""
    asked = session.key()
    officer = session.chosen("officer")
    with_level = session.chosen("level") != "no"
    if officer:
        officer_card.show(asked, session.answer(asked, officers.ask, officer, with_level=with_level))
        return
    st.title("Who opens doors?")
    choices = controls(asked)
    if choices is not None:
        listing(asked, session.answer(asked, champions.ask, **choices))


def controls(asked: session.Key) -> dict[str, Any] | None:
    """What the list is narrowed to; None while a council is misspelt."""
    options = session.answer(asked, champions.options)
    themes = session.current_view(asked).directory.themes
    columns = st.columns(4)
    with columns[0]:
        council = pick_thing(asked, "council", "Council", ("council",), "All councils")
    with columns[1]:
        theme = pick_one("theme", "Theme", {"": "Any theme"} | {name: words.theme(name) for name in themes})
    with columns[2]:
        region = pick_one("region", "Region", {"": "All regions"} | {name: name for name in options.regions})
    with columns[3]:
        functions = {name: words.theme(name).capitalize() for name in options.functions}
        function = pick_one("function", "Function", {"": "All functions"} | functions)
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    with left:
        top = pick_one("top", "How many count as the first", {top: top for top in TOPS})
    with right:
        with_level = st.toggle(
            "Count the level of the post",
            help="Heads of service stand near the work and near the money; chief executives and junior posts less so.",
            **session.bound("level", True, lambda text: text != "no", lambda on: "yes" if on else "no"),
        )
    if session.chosen("council") and not council:
        return None
    narrowed = {"council": council, "theme": theme, "region": region, "function": function}
    return {name: value or None for name, value in narrowed.items()} | {
        "top": int(top),
        "with_level": with_level,
        "with_connectors": True if session.chosen("connectors") == "yes" else None,
    }


# the list


def listing(asked: session.Key, found: Champions) -> None:
    """The answer in words, the ranked, those with too little on record, the sets."""
    tables.say_answer(found)
    offer_list(asked, found)
    if found.ranked:
        tables.show(ranked_table(found))
        connectors(found)
        more(found.ranked_count, len(found.ranked))
    if found.too_little:
        st.header("Too little on record for a rank")
        tables.say("Fewer than three pieces of evidence. That says nothing about what they do.", kind="quiet")
        tables.show(too_little_table(found))
        more(found.too_little_count, len(found.too_little))
    for title, told in sets(found):
        st.header(title)
        tables.say("{}", told.words)
        if told.members:
            tables.show(set_table(title, told))
    officer_card.how_we_work_this_out(found.resamples)


def connectors(found: Champions) -> None:
    """What the column holds; where pairs are too many to count, a way to have it estimated."""
    tables.say("{}", found.connectors.words, kind="quiet")
    if found.connectors.sampled or not found.connectors.counted:
        st.toggle(
            "Estimate it from a sample",
            help="Follows some of the askers to every decision-maker. This may take minutes.",
            **session.switch("connectors"),
        )


def more(count: int, listed: int) -> None:
    """That there are more than are listed."""
    if count > listed:
        tables.say("{} more are not listed. Narrow the list above.", f"{count - listed:,}", kind="quiet")


def name(one: Officer) -> Markup:
    """An officer's name, which leads to the card."""
    card = session.link("champions", officer=one.person.id, **officer_card.kept())
    post = Markup("<br><small>{}, {}</small>").format(one.person.title, one.person.organisation)
    return Markup('<a href="{}" target="_self">{}</a>{}').format(card, one.person.name, post)


def ranked_table(found: Champions) -> Markup:
    """Those with enough on record, best first."""
    counted = found.connectors.counted
    head = ("Rank", "Who", "Opens doors", "Range", f"In the first {found.top}", "Grade", "Why")
    return tables.table(
        "Officers who open doors, best first",
        (*head, *(["Connects"] if counted else []), "Visible, not in the score"),
        (
            (
                one.rank,
                name(one),
                f"{one.score:.2f}",
                f"{one.first} to {one.last}",
                f"{one.in_top:.0%}",
                officer_card.grade(one),
                one.why,
                *([f"{one.connects:,.0f}"] if counted else []),
                visible(one),
            )
            for one in found.ranked
        ),
    )


def too_little_table(found: Champions) -> Markup:
    """Those without a rank; a grade may still be known."""
    return tables.table(
        "Officers with too little on record, most evidence first",
        ("Who", "Evidence", "Grade", "Can move a decision", "Opens doors", "Connects", "Visible, not in the score"),
        (
            (
                name(one),
                words.count(one.evidence, "piece"),
                officer_card.grade(one),
                outcome(one.moves_decision),
                outcome(one.opens_doors),
                "not counted" if one.connects is None else f"{one.connects:,.0f}",
                visible(one),
            )
            for one in found.too_little
        ),
    )


def outcome(test: Test) -> str:
    """How a test came out, and why."""
    return f"{test.outcome}: {test.reason}"


def visible(one: Officer) -> str:
    """Talks, events and place in the network."""
    seen = one.seen
    told = [words.count(seen.talks, "talk"), words.count(seen.events, "event"), words.count(seen.ties, "tie")]
    if seen.betweenness is not None:
        told.append(f"betweenness {seen.betweenness:.2f}")
    return ", ".join([*told, f"PageRank {seen.pagerank:.3f}"])


def sets(found: Champions) -> list[tuple[str, PeopleSet]]:
    """The sets that were asked for."""
    both = (("Who together covers every yes", found.champion_set), ("Whom to brief", found.to_brief))
    return [(title, told) for title, told in both if told]


def set_table(title: str, told: PeopleSet) -> Markup:
    """The members of a set, with the yeses that each covers."""
    if told.coverage is None:
        return tables.table(title, ("Who",), ((tables.person(member.person),) for member in told.members))
    return tables.table(
        title,
        ("Who", "Holds", "Knows who holds"),
        (
            (
                tables.person(member.person),
                words.listed([YESES[yes] for yes in member.holds]) or "none",
                words.listed([YESES[yes] for yes in member.covers if yes not in member.holds]) or "none",
            )
            for member in told.members
        ),
    )


def offer_list(asked: session.Key, found: Champions) -> None:
    """Link, print, files."""
    parts = []
    if found.ranked:
        parts.append(report.Section("Ranked", (found.connectors.words, found.resamples), (ranked_table(found),)))
    if found.too_little:
        parts.append(report.Section("Too little on record", tables=(too_little_table(found),)))
    parts += [report.Section(title, (told.words,), (set_table(title, told),)) for title, told in sets(found)]
    actions.offer(
        "champions", "Who opens doors", asked, found, parts, [_flat(one) for one in (*found.ranked, *found.too_little)]
    )


def _flat(one: Officer) -> dict[str, Any]:
    parts = dict(zip(champions.PART_NAMES, (f"{value:.6f}" for value in one.parts), strict=True))
    return {
        "rank": one.rank,
        "person_id": one.person.id,
        "name": one.person.name,
        "title": one.person.title,
        "organisation": one.person.organisation,
        "score": None if one.score is None else f"{one.score:.6f}",
        **parts,
        "evidence": one.evidence,
        "first": one.first,
        "last": one.last,
        "in_top": one.in_top,
        "grade": one.grade,
        "provisional": one.provisional,
        "moves_decision": one.moves_decision.outcome,
        "opens_doors": one.opens_doors.outcome,
        "gatekeeper": one.gatekeeper,
        "connects": one.connects,
        "talks": one.seen.talks,
        "events": one.seen.events,
        "ties": one.seen.ties,
        "betweenness": one.seen.betweenness,
        "pagerank": one.seen.pagerank,
        "why": one.why,
    }


page()
