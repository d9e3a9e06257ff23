"""Quality: what is stale, missing, told by one source, or told in two ways, and how it is mended."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from queries import disagreements, quality
from queries.disagreements import Disagreements
from queries.movers import Movers
from queries.quality import Gap, Quality
from queries.successors import ToBeConfirmed
from ui import actions, changes_shown, disagreements_shown, frame, report, session, tables, words

SIDE_BY_SIDE = 10  # disagreements shown at first
PAGES = {"data": "Data", "titles": "Titles", "review": "Review", "explore": "Explore"}


def page() -> None:
    """The whole page."""
    st.title("Quality")
    asked = session.key()
    found = session.answer(asked, quality.ask)
    tables.say_answer(found)
    if not found.sources:
        frame.lead_to_data("Load organisations.csv, people.csv and posts.csv, or try the sample.")
        return
    space = st.container()
    missing(found)
    waiting = changes_shown.to_confirm(asked)
    moved = changes_shown.moved(asked)
    differ = side_by_side(asked)
    fresh(found)
    how_we_work_this_out()
    with space:
        offer(asked, found, waiting, moved, differ)


def missing(found: Quality) -> None:
    """Each figure, then its rows."""
    st.header("What is missing")
    tables.show(gaps_table(found))
    for gap in found.gaps:
        if gap.rows:
            with st.expander(words.label(f"{gap.words} ({gap.total:,})"), key=f"gap_{gap.name}"):
                tables.show(rows_table(gap))
                if gap.total > len(gap.rows):
                    tables.say("The first {} are shown.", len(gap.rows), kind="quiet")


def gaps_table(found: Quality, *, linked: bool = True) -> Markup:
    """How many of how many, and where that is mended."""
    way = Markup('<a href="{}" target="_self">{}</a>')
    return tables.table(
        "What is missing or told by one source alone, and how it is mended",
        ("What", "How many", "Of", "How it is mended", "Where"),
        (
            (
                gap.words,
                f"{gap.total:,}",
                f"{gap.of:,}",
                gap.remedy if gap.total else "",
                way.format(session.link(gap.page), PAGES[gap.page]) if linked and gap.total else "",
            )
            for gap in found.gaps
        ),
    )


def rows_table(gap: Gap) -> Markup:
    """The things that a figure counts."""
    return tables.table(
        gap.words,
        ("What", "Known"),
        ((tables.link(row.name, row.id) if row.id else row.name, row.detail) for row in gap.rows),
    )


def side_by_side(asked: session.Key) -> Disagreements:
    """Rows that disagree, with the one that counts and why."""
    found = session.answer(asked, disagreements.ask)
    st.header("Where the sources disagree")
    tables.say("{}", found.summary)
    for one in found.found[:SIDE_BY_SIDE]:
        tables.show(disagreements_shown.table(one))
    if found.found[SIDE_BY_SIDE:]:
        with st.expander(f"{len(found.found) - SIDE_BY_SIDE} more", key="more_differ"):
            for one in found.found[SIDE_BY_SIDE:]:
                tables.show(disagreements_shown.table(one))
    if found.total > len(found.found):
        tables.say("{} more are not shown.", f"{found.total - len(found.found):,}", kind="quiet")
    return found


def fresh(found: Quality) -> None:
    """How old the newest of each source is."""
    st.header("How fresh each source is")
    tables.show(sources_table(found))
    if found.sources_total > len(found.sources):
        tables.say("{} more are not shown.", f"{found.sources_total - len(found.sources):,}", kind="quiet")


def sources_table(found: Quality) -> Markup:
    """Sources, the oldest first."""
    return tables.table(
        "Sources, the oldest first; without any date last",
        ("Source", "Rows", "From", "To", "Days old"),
        (
            (
                one.source,
                f"{one.rows:,}",
                words.day(one.oldest),
                words.day(one.newest),
                "not known" if one.days is None else f"{one.days:,}",
            )
            for one in found.sources
        ),
    )


def offer(asked: session.Key, found: Quality, waiting: ToBeConfirmed, moved: Movers, differ: Disagreements) -> None:
    """Link, print, files."""
    parts = [report.Section("What is missing", tables=(gaps_table(found, linked=False),))]
    if waiting.posts:
        parts.append(report.Section("To confirm", tables=(changes_shown.posts_table(waiting),)))
    if moved.movers:
        parts.append(report.Section("Who has moved", tables=(changes_shown.movers_table(moved),)))
    if differ.found:
        told = tuple(disagreements_shown.table(one) for one in differ.found)
        parts.append(report.Section("Where the sources disagree", tables=told))
    parts.append(report.Section("How fresh each source is", tables=(sources_table(found),)))
    rows = [
        {"figure": gap.name, "id": row.id, "name": row.name, "detail": row.detail, "remedy": gap.remedy}
        for gap in found.gaps
        for row in gap.rows
    ]
    answer = {"quality": found, "to_confirm": waiting, "movers": moved, "disagreements": differ}
    actions.offer("quality", "Quality", asked, found, parts, rows, answer=answer)


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Days old** count from the newest dated row of a source to the day above. A start of a council or a "
            "foundation of a firm is no freshness.\n"
            "* **One source** means that every row about it names the same source. What one person enters here counts "
            "as one.\n"
            "* **When sources disagree** every row is kept. Verified counts before observed, observed before inferred, "
            "then the later date, then the later load. The whole row counts, or none of it.\n"
            "* **When a council closes** its posts end with it. Nobody is moved by itself: you confirm who goes on "
            "where, from the first day of the successor.\n"
            "* **Who has moved** is whoever left a post. Ties go with people. What the old council lost is shown to "
            "that council alone."
        )


page()
