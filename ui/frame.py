"""The top of every page, and what a page looks like when something went wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import streamlit as st
from markupsafe import Markup
from streamlit.navigation.page import StreamlitPage

from graph.errors import ChampionFinderError, NotFoundError, StoreError
from queries import overview
from ui import session, tables, words

PAGES = Path(__file__).parent / "pages"
MENU = {  # group -> file and title of its pages; what has no group stands alone
    "": (("home", "Home"),),
    "Find": (("introductions", "Introductions"), ("champions", "Champions"), ("explore", "Explore")),
    "Understand": (("key_people", "Key people"), ("silos", "Silos"), ("access", "Access")),
    "Plan": (
        ("pilots", "Pilots"),
        ("events", "Events"),
        ("next_council", "Next council"),
        ("challenges", "Challenges"),
        ("programmes", "Programmes"),
        ("requests", "Requests"),
    ),
    "Data": (
        ("data", "Data"),
        ("review", "Review"),
        ("titles", "Titles"),
        ("history", "History"),
        ("quality", "Quality"),
        ("about", "About"),
    ),
}


def show() -> None:
    """Menu, top bar, strip, then the page that the address names."""
    page = st.navigation({group: [_page(*told) for told in pages] for group, pages in MENU.items()}, position="top")
    st.html(Path(__file__).with_name("style.css"))
    asked = session.key()
    top_bar(asked)
    strip(asked)
    page.run()


def _page(name: str, title: str) -> StreamlitPage:
    if name == "home":
        return st.Page(PAGES / "home.py", title=title, default=True)
    return st.Page(PAGES / f"{name}.py", title=title, url_path=name)


def top_bar(asked: session.Key) -> None:
    """Search everything, whose data, as at when."""
    find, whose, when = st.columns([5, 3, 2], vertical_alignment="bottom")
    with find:
        st.text_input(
            "Search everything",
            placeholder="A person, council, firm, body or pilot",
            type="search",
            key="w_search",
            on_change=_search,
        )
    with whose:
        places = _viewers(asked)
        st.selectbox(
            "Whose data",
            [session.PUBLIC, *places],
            format_func=lambda id: "The public" if id == session.PUBLIC else places.get(id, id),
            help="An organisation sees what is open, what is its own, and what is shared with it.",
            **session.bound("viewer", asked.viewer or session.PUBLIC),
        )
    with when:
        st.date_input(
            "As at",
            format="DD/MM/YYYY",
            help="What was known and true on that day.",
            min_value=date(1990, 1, 1),
            max_value=date(2100, 1, 1),
            **session.bound("as_at", asked.as_at, date.fromisoformat, date.isoformat),
        )


def _viewers(asked: session.Key) -> dict[str, str]:
    """Organisations that the public sees, and the one that looks now, by name."""
    found = session.answer(replace(asked, viewer=None), overview.organisations)
    if asked.viewer is None or asked.viewer in found:
        return found
    own = session.answer(asked, overview.organisations)
    return {asked.viewer: own.get(asked.viewer, asked.viewer), **found}


def _search() -> None:
    session.choose("find", st.session_state["w_search"].strip())
    session.choose("id", None)
    st.session_state["w_search"] = ""
    st.session_state["_go"] = "explore"


def strip(asked: session.Key) -> None:
    """Go where a search leads; say that a sample is a sample."""
    if st.session_state.pop("_go", None) == "explore":
        go("explore", find=session.chosen("find"))
    if session.is_invented(asked.address, asked.version, asked.today):
        tables.show(
            Markup(
                '<p class="cf-strip" role="note">You are looking at made-up sample data: no person, council or firm in '
                'it is real. <a href="{}" target="_self">Use my data</a> · '
                '<a href="{}" target="_self">What is this?</a></p>'
            ).format(session.link("data"), session.link("about"))
        )


def go(page: str, **choices: str) -> None:
    """Open another page with these choices, and with who looks and as at when."""
    kept = {name: st.query_params[name] for name in ("viewer", "as_at", "today") if name in st.query_params}
    st.switch_page(PAGES / f"{page}.py", query_params={**kept, **{n: v for n, v in choices.items() if v}})


def sorry(problem: Exception, *, stay: bool = False) -> None:
    """A sentence with the way out; never a traceback."""
    if isinstance(problem, NotFoundError):
        st.warning(words.label(str(problem)), icon=":material/search:")
    elif isinstance(problem, StoreError):
        st.error(words.label(f"{problem} Your data is safe."), icon=":material/cloud_off:")
        st.button("Try again")
    elif isinstance(problem, ChampionFinderError):
        st.error(words.label(str(problem)), icon=":material/error:")
    else:
        st.error("This page could not be made. Your data is safe.", icon=":material/error:")
    if not stay:
        st.page_link(PAGES / "home.py", label="Go to Home")


def lead_to_data(text: str) -> None:
    """What to load for an answer that has nothing to stand on yet, and the way there."""
    tables.say(text)
    st.page_link(PAGES / "data.py", label="Load files, or take a template")
