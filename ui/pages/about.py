"""About: what this is, how numbers are made, whose data it uses, and what becomes of yours."""

from __future__ import annotations

from importlib import import_module

import streamlit as st

from graph import definitions
from ui import tables


def page() -> None:
    """The whole page."""
    st.title("About")
    st.markdown(
        "**Champion Finder** shows small firms who can introduce them to whoever must say yes at a council, shows "
        "councils what their new ideas hang on, and shows those who bring people together whom to invite. It makes a "
        "graph from files that people already have, and every answer comes with the rows behind it."
    )
    st.header("What the numbers mean")
    st.markdown(
        f"Strengths, odds and bands follow our definitions, version {definitions.VERSION}. They are estimates on "
        "stated assumptions: they say whom to ask first, not what will happen. Odds are never percentages. What is "
        "not on record is called *not known*, never *none*."
    )
    st.header("Privacy in plain words")
    st.markdown(
        "* Everything stays on this machine, or in the database you chose. No page calls anybody else.\n"
        "* Each row has an owner and says who may see it: everybody, named organisations until a day, or its owner "
        "alone. An empty cell means closed.\n"
        "* What a viewer may not see does not count for that viewer: not in names, routes, counts, pictures or files.\n"
        "* Anybody may object: to being shown to suppliers, to introducing people, or to being listed at all. It "
        "acts at once, on every day that is looked at.\n"
        "* To take data back, undo its load on the Data page."
    )
    st.header("Licences and thanks")
    st.markdown("Champion Finder is free software under the MIT licence.")
    for line in attributions():
        tables.say("{}", line)
    st.markdown("Pictures are drawn with vis-network (MIT or Apache 2.0), as it comes with pyvis (BSD).")


def attributions() -> list[str]:
    """What the licences of data that ships with the product ask us to say."""
    try:
        councils = import_module("loaders.councils")
    except ImportError:
        return []
    return [text for name in ("ATTRIBUTION", "LICENCE_NOTE") if isinstance(text := getattr(councils, name, None), str)]


page()
