"""Titles: what they say, who leads digital and innovation, and what we should be taught."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from graph.errors import ChampionFinderError, InputError
from graph.statements import Batch, Statement
from graph.view import View
from graph.vocabulary import FUNCTIONS, LEVELS
from loaders import entered
from loaders.reading import Defaults
from queries import leads, titles
from queries.leads import Lead, Leads, Led
from queries.titles import Teaching
from ui import actions, frame, report, session, tables, teaching, words
from ui.choosers import pick_one, who_sees

NOTHING = {"": "These words say nothing of it"}
FUNCTION_WORDS = NOTHING | {name: words.theme(name).capitalize() for name in FUNCTIONS}
LEVEL_WORDS = NOTHING | {name: words.theme(name).capitalize() for name in LEVELS}
WHERE_WORDS = {"both": "Everywhere", "council": "At councils", "elsewhere": "Outside councils"}


@dataclass(frozen=True, slots=True)
class Taught:
    """What was taught last, and how it is taken back."""

    load: str
    told: str


def page() -> None:
    """The whole page."""
    st.title("Titles")
    asked = session.key()
    found = session.answer(asked, leads.ask)
    tables.say_answer(found)
    if not found.councils:
        tables.say(
            "Load organisations.csv (organisation_id, name, kind) and posts.csv (person_id, organisation_id, title) on "
            "the Data page, or try the sample there."
        )
    else:
        offer(asked, found)
    try_one(asked)
    unsure(found)
    form(asked)
    if found.councils:
        st.header("Who leads digital and innovation")
        tables.show(leads_table(found))
    how_we_work_this_out()


def done() -> None:
    """What the last teaching did, with the way back."""
    if said := st.session_state.pop("taught_undone", None):
        st.success(said)
    taught: Taught | None = st.session_state.get("taught")
    if taught is None:
        return
    st.success(words.label(taught.told))
    if st.button("Undo", key="undo_taught"):
        undo(taught.load)


def undo(load: str) -> None:
    """Take a teaching back."""
    session.store().undo(load)
    st.session_state.pop("taught", None)
    st.session_state["taught_undone"] = "Undone: titles are read as before."
    st.rerun()


def try_one(asked: session.Key) -> None:
    """How one title is read."""
    st.header("Try a title")
    title = st.text_input("A title, as somebody writes it", placeholder="Head of Change", **session.bound("title"))
    if title and title.strip():
        tables.say("{}", session.answer(asked, titles.ask, title.strip()).summary)


def unsure(found: Leads) -> None:
    """The titles that are worth teaching."""
    if not found.councils:
        return
    st.header("Titles that are not sure")
    if not found.unsure:
        tables.say("Every officer post on record has a function and a level.")
        return
    tables.show(unsure_table(found))
    if found.unsure_titles > len(found.unsure):
        tables.say("{} more are not shown.", f"{found.unsure_titles - len(found.unsure):,}", kind="quiet")


def unsure_table(found: Leads) -> Markup:
    """Each with the posts that teaching it would mend, and a way to the form."""
    way = Markup('<a href="{}" target="_self" aria-label="Teach {}">Teach</a>')
    return tables.table(
        "Posts of officers whose function or level nobody says, the most frequent title first",
        ("Title", "Posts", "Councils", "Not known", ""),
        (
            (
                one.title,
                one.posts,
                one.councils,
                words.listed([*one.lacks]),
                way.format(session.link("titles", phrase=one.title), one.title),
            )
            for one in found.unsure
        ),
    )


def form(asked: session.Key) -> None:
    """Words, what they say, what that would change, and who is taught."""
    st.header("Teach what words mean")
    done()
    phrase = st.text_input(
        "Words in a title",
        placeholder="Such as: business architecture",
        help="Any capitals. With = before them, they must be a whole part of the title: =change.",
        **session.bound("phrase"),
    )
    one, two, three = st.columns(3)
    with one:
        function = pick_one("teaches_function", "What the work is about", FUNCTION_WORDS)
    with two:
        level = pick_one("teaches_level", "How senior it is", LEVEL_WORDS)
    with three:
        where = pick_one("teaches_where", "Whose titles", WHERE_WORDS)
    defaults = who_sees(asked, "taught_seen")
    told = preview(asked, phrase or "", function, level, where)
    if st.button("Teach", type="primary", key="teach"):
        if told is None:
            st.warning("Nothing was taught. Write the words, and choose what they say.")
        elif teaching.nothing_new(told, defaults.visibility):
            st.warning("This is taught already. Nothing was changed.")
        else:
            teach(asked, told, defaults)
    earlier(asked)


def preview(asked: session.Key, phrase: str, function: str, level: str, where: str) -> Teaching | None:
    """What teaching this would change; None while the words are no phrase."""
    if not phrase.strip():
        tables.say("Write the words, and see here what would change before anything is stored.", kind="quiet")
        return None
    try:
        told = session.answer(asked, titles.if_taught, phrase, function or None, level or None, where)
    except InputError as problem:
        st.warning(words.label(str(problem)))
        return None
    tables.say("{}", told.summary)
    for sentence in told.conflicts:
        tables.say("{}", sentence, kind="quiet")
    if told.changes:
        rows = ((c.title, c.posts, c.councils, words.labels(c.before), words.labels(c.after)) for c in told.changes)
        head = ("Title", "Posts", "Councils", "Read today as", "Then read as")
        tables.show(tables.table("What would change", head, rows))
    return told


def teach(asked: session.Key, told: Teaching, defaults: Defaults) -> None:
    """Store it, and show what it did."""
    try:
        made = teaching.teach(session.store(), told, defaults, asked.today)
    except ChampionFinderError as problem:
        frame.sorry(problem, stay=True)
        return
    for rejection in made.rejections:
        st.warning(words.label(f"{rejection.reason} {rejection.remedy}"))
    if made.load is None:
        return
    posts = sum(change.posts for change in told.changes)
    changed = f"{words.count(posts, 'post')} read otherwise" if posts else "no post changed"
    st.session_state["taught"] = Taught(made.load.id, f'Taught "{told.phrase}". {changed.capitalize()}.')
    session.choose("phrase", None)
    st.rerun()


def earlier(asked: session.Key) -> None:
    """All phrases that this viewer was taught, and the way back for those taught here."""
    rows = session.answer(asked, taught_rows)
    if not rows:
        return
    here = {load.id for load in session.store().loads() if entered.MARK in load.title}
    with st.expander(f"What was taught ({len(rows)})", key="taught_before"):
        told = tables.statements(rows)
        tables.show(tables.table("Phrases", [name.capitalize() for name in told[0]], (tuple(r.values()) for r in told)))
        for row in rows:
            if row.load in here:
                name = words.label(f'Take back "{row.cells["phrase"]}"')
                if st.button(name, key=f"untaught_{row.load}"):
                    undo(row.load)


def taught_rows(view: View) -> tuple[Statement, ...]:
    """The rows that rule, by phrase."""
    return tuple(Batch("titles", view.scene("titles").things("titles")).statements())


def leads_table(found: Leads) -> Markup:
    """Council by council who leads, with the rule."""
    return tables.table(
        "Who leads, by the highest level of the function or of the nearest one",
        ("Council", *(f"{led.wanted.capitalize()}" for led in found.councils[0].led), "Posts not sure"),
        (
            (
                tables.link(line.name, line.council),
                *(_led(led) for led in line.led),
                f"{max(line.without_function, line.without_level)} of {line.officer_posts}",
            )
            for line in found.councils
        ),
    )


def _led(led: Led) -> Markup:
    who = Markup("<br>").join(_lead(lead) for lead in led.leads) or Markup("not known")
    return Markup("{}<br><small>{}</small>").format(who, led.rule)


def _lead(lead: Lead) -> Markup:
    return Markup("{}, {}<br><small>{}</small>").format(
        tables.link(lead.person.name, lead.person.id), lead.title, lead.words
    )


def offer(asked: session.Key, found: Leads) -> None:
    """Link, print, files."""
    parts = [report.Section("Who leads digital and innovation", tables=(leads_table(found),))]
    parts += [report.Section("Titles that are not sure", tables=(unsure_table(found),))] if found.unsure else []
    rows = [
        {
            "council": line.council,
            "name": line.name,
            "leads": led.wanted,
            "person_id": lead.person.id if lead else "",
            "person": lead.person.name if lead else "not known",
            "title": lead.title if lead else "",
            "level": (lead.level if lead else None) or "not known",
            "inferred": "yes" if lead and lead.inferred else "no",
            "rule": led.rule,
        }
        for line in found.councils
        for led in line.led
        for lead in (led.leads or (None,))
    ]
    actions.offer("titles", "Titles", asked, found, parts, rows)


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Function and level** come from the post itself, else from its department, else from its title. What "
            "comes from a title is marked as read from the title, with the words that decided.\n"
            "* **A title** is looked through for phrases of a table, the longest first. The first part that says "
            "something decides the function, the highest level named counts. Interim, acting and joint change "
            "nothing. No phrase found means not sure, and not sure is an answer.\n"
            "* **What you teach** counts over our table for the same words, for those who may see it, until it is "
            "taken back. Longer phrases keep their words. Titles of before are read by it too.\n"
            "* **Who leads** is the officer of the highest level in that function. Where there is none, the nearest "
            "function counts: for innovation digital, then executive; for digital innovation, data governance, then "
            "executive. If several have the highest level, all are named. Otherwise it is not known.\n\n"
            "Level is not budget: whether somebody can pay is another question."
        )


page()
