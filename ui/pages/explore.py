"""Explore: what is known of a person or organisation, who says so, and whom do they know?"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from graph.directory import Entry
from queries import establishment, explore, paid
from queries.disagreements import NEVER_SO, never_so
from queries.establishment import Establishment, SeniorPost
from queries.explore import Explored
from queries.paid import Paid
from ui import actions, correction_form, network_view, report, session, shown, tables, words
from ui.choosers import pick_thing

HERE = Path(__file__).parent
ROWS_SHOWN = 200
FIRST_ROWS = 12
THINGS = ("person", "organisation", "pilot", "event")


def page() -> None:
    """The whole page."""
    st.title("Explore")
    asked = session.key()
    sought = session.chosen("find")
    if sought:
        matches(asked, sought)
        return
    id = pick_thing(asked, "id", "A person or an organisation", ("person", "organisation"), "Type a name")
    if not id:
        tables.say("Choose somebody, or search above. You see what is on record, who says so, and whom they know.")
        return
    root, *opened = session.chosen("also").split("|")
    also = tuple(opened) if root == id else ()
    wanted = session.chosen("most")
    most = min(int(wanted) if wanted.isdigit() else explore.FIRST_NODES, explore.MOST_NODES)
    known = session.answer(asked, explore.ask, id, also=also, most=most)
    show(asked, known, also, most)


def matches(asked: session.Key, sought: str) -> None:
    """What a search found, best first; one exact hit is shown at once."""
    directory = session.current_view(asked).directory
    found = directory.search(sought, *THINGS, limit=20)
    exact = [e for e in found if sought.casefold() in (e.id.casefold(), e.name.casefold())]
    if len(exact) == 1 and exact[0].thing in ("person", "organisation"):
        session.choose("find", None)
        session.choose("id", exact[0].id)
        st.rerun()
    st.button("New search", on_click=session.choose, args=("find", None))
    if not found:
        tables.say("Nothing on record is called “{}”.", sought, kind="answer")
        tables.say("Check the spelling, or look as another viewer: what is closed to this one cannot be found.")
        return
    tables.say("{} like “{}”", words.count(len(found), "thing"), sought, kind="answer")
    head = ("Name", "What it is", "Id")
    tables.show(tables.table("Found, nearest first", head, ((_link(e), _what(e), e.id) for e in found)))


def _link(entry: Entry) -> object:
    return tables.link(entry.name, entry.id) if entry.thing in ("person", "organisation") else entry.name


def _what(entry: Entry) -> str:
    kind = words.KINDS.get(entry.detail.replace(" ", "_"))
    return kind or f"{words.KINDS.get(entry.thing, entry.thing)}: {entry.detail}"


def show(asked: session.Key, known: Explored, also: tuple[str, ...], most: int) -> None:
    """Summary, posts, ties, rows, picture."""
    tables.say("{}", known.summary, kind="answer")
    offer(asked, known)
    correction_form.done(known)
    posts(known)
    if known.thing == "organisation":
        chart(session.answer(asked, establishment.ask, known.id))
        pays(session.answer(asked, paid.ask, known.id))
    ties(known)
    same_room(known)
    correction_form.differ(asked, known)
    rows(known)
    correction_form.form(asked, known)
    around(asked, known, also, most)


def posts(known: Explored) -> None:
    """Posts, those held now first."""
    if not known.posts:
        return
    st.header("Posts")
    tables.show(posts_table(known, FIRST_ROWS))
    if len(known.posts) > FIRST_ROWS:
        with st.expander(f"All {len(known.posts):,} posts", key="all_posts"):
            tables.show(posts_table(known))


def posts_table(known: Explored, most: int = ROWS_SHOWN) -> Markup:
    """Posts of a person, or at an organisation."""
    person = known.thing == "person"
    return tables.table(
        "Posts on record" if most >= len(known.posts) else f"The first {most} posts",
        ("Post", "At" if person else "Who", "From", "Until", "Source"),
        (
            (
                post.title,
                tables.link(post.organisation, post.organisation_id)
                if person
                else tables.link(post.person, post.person_id),
                words.day(post.starts),
                "now" if post.now else NEVER_SO if never_so("posts", "ends", post.ends) else words.day(post.ends),
                post.source,
            )
            for post in known.posts[:most]
        ),
    )


def chart(known: Establishment) -> None:
    """The senior posts of its organisation chart, with whoever is known to hold them."""
    if not known.posts:
        return
    st.header("Organisation chart")
    tables.say("{}", known.summary)
    with st.expander(words.count(len(known.posts), "senior post"), key="chart"):
        head = ("Post", "Who", "Reports to", "Chart of")
        tables.show(tables.table("Senior posts, highest first", head, map(_charted, known.posts[:ROWS_SHOWN])))


def _charted(post: SeniorPost) -> tuple[object, ...]:
    unknown = "vacant" if post.vacant == "yes" else "not known"
    who = tables.person(post.holders[0]) if post.holders else unknown
    above = f"{post.reports_to} (inferred)" if post.reports_inferred else post.reports_to
    return post.title, who, above or "not known", words.day(post.on)


def pays(known: Paid) -> None:
    """Suppliers that it pays already, most money first."""
    if not known.suppliers:
        return
    st.header("Whom it pays")
    tables.say("{}", known.summary)
    with st.expander(words.count(len(known.suppliers), "supplier"), key="pays"):
        head = ("Supplier", "Pounds", "Payments", "Last", "For what")
        lines = (
            (
                tables.link(one.name, one.id),
                f"{one.pounds:,.2f}",
                f"{one.payments:,}",
                words.day(one.last),
                "; ".join(what.category for what in one.categories[:3]),
            )
            for one in known.suppliers[:ROWS_SHOWN]
        )
        tables.show(tables.table("Suppliers, most money first", head, lines))


def ties(known: Explored) -> None:
    """Whom they know, strongest first."""
    st.header("Whom they know")
    if not known.knows:
        tables.say("No tie is on record for this viewer.")
        return
    tables.show(ties_table(known, FIRST_ROWS))
    if len(known.knows) > FIRST_ROWS:
        with st.expander(f"All {len(known.knows):,} ties", key="all_ties"):
            tables.show(ties_table(known))
            if len(known.knows) > ROWS_SHOWN:
                tables.say("The first {} are shown; Export holds all.", ROWS_SHOWN, kind="quiet")


def ties_table(known: Explored, most: int = ROWS_SHOWN) -> Markup:
    """Ties in words and numbers; too weak to ask over is said."""
    firm = known.thing == "organisation"
    return tables.table(
        "Ties, strongest first" if most >= len(known.knows) else f"The {most} strongest ties",
        ("Who", "Known by" if firm else "To ask over", "Strength"),
        (
            (
                tables.person(one.person),
                one.through if firm else ("yes" if one.warm else "too weak to ask over"),
                tables.chip(one.strength_word, one.strength),
            )
            for one in known.knows[:most]
        ),
    )


def same_room(known: Explored) -> None:
    """Who was at the same events and is not known to know them."""
    if not known.same_room:
        return
    st.header("In the same room")
    tables.say("At the same events as {}, and not known to know them. Leads, not introductions.", known.name)
    with st.expander(f"All {len(known.same_room)} of them", key="same_room"):
        pairs = ((tables.person(one.person), f"{one.strength:.3f}") for one in known.same_room[:ROWS_SHOWN])
        tables.show(tables.table("Leads, strongest first", ("Who", "Strength"), pairs))


def rows(known: Explored) -> None:
    """Every row that names them."""
    st.header("What the sources say")
    told = tables.statements(known.statements)
    named = words.count(len(told), "row names them", "rows name them")
    tables.say("{}, as far as this viewer may see.", named, kind="quiet")
    with st.expander("All rows, with source and date", key="rows"):
        head = tuple(told[0]) if told else ()
        shown_rows = (tuple(row.values()) for row in told[:ROWS_SHOWN])
        tables.show(tables.table("Rows as they were loaded", [name.capitalize() for name in head], shown_rows))


def around(asked: session.Key, known: Explored, also: tuple[str, ...], most: int) -> None:
    """The picture of the neighbourhood; what is picked can be opened up."""
    if len(known.around.nodes) < 2:
        return
    st.header("The picture")
    dots, lines = session.answer(asked, shown.neighbourhood, known.id, also, most)
    picked = network_view.draw(dots, lines, label=f"Those around {known.name}", key="around_picture", height=640)
    if known.around.left_out:
        tables.say("{} more are not drawn.", f"{known.around.left_out:,}", kind="quiet")
        if most < explore.MOST_NODES:
            st.button("Draw more", on_click=session.choose, args=("most", str(min(most * 4, explore.MOST_NODES))))
    if picked and len(picked.ids) == 1 and picked.ids[0] != known.id and picked.ids[0] not in also:
        wider = "|".join((known.id, *also, picked.ids[0]))
        st.button("Show who they know", on_click=session.choose, args=("also", wider))
    if also:
        st.button("Back to the first picture", on_click=session.choose, args=("also", None))
    shown.picked(asked, picked)


def offer(asked: session.Key, known: Explored) -> None:
    """Link, print, files."""
    told = tables.statements(known.statements)
    parts = [report.Section("Posts", tables=(posts_table(known),))] if known.posts else []
    if known.knows:
        parts.append(report.Section("Whom they know", tables=(ties_table(known),)))
    actions.offer("explore", known.name, asked, known, parts, told)


page()
