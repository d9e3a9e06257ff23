"""The section Export of the page Data: everything that whoever looks may see, as a file to take away."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from loaders import exports
from ui import session, tables

_MIME = {".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".zip": "application/zip"}


def export_section(asked: session.Key) -> None:
    """Choose a format, make the file, download it. Nothing is made before it is asked for."""
    st.header("Export")
    tables.say(
        "All rows that you may see now, each with its source, date, class and licence. They load again with 0 changes."
    )
    format = st.selectbox(
        "Format", list(exports.FORMATS), format_func=lambda name: exports.FORMATS[name].words, key="export_as"
    )
    able = exports.FORMATS[format].takes_ties
    ties = st.checkbox("Add how strong ties are (worked out, never loaded again)", disabled=not able, key="export_ties")
    wanted = (asked, format, ties and able)
    if st.button("Make the file", key="export"):
        with st.spinner("Writing"):
            st.session_state["exported"] = (wanted, _file(*wanted))
    made = st.session_state.get("exported")
    if made and made[0] == wanted:
        name, content = made[1]
        mime = _MIME.get(PurePath(name).suffix, "application/xml")
        st.download_button(f"Download {name}", content, name, mime, on_click="ignore", key="export_file")


def _file(asked: session.Key, format: str, ties: bool) -> tuple[str, bytes]:
    """The one file of a format, or a zip of its files."""
    view = session.current_view(asked)
    files = [(name, b"".join(pieces)) for name, pieces in exports.export(view, exports.FORMATS[format], with_ties=ties)]
    if len(files) == 1:
        return files[0]
    return f"champions-{format}.zip", exports.packed((name, [content]) for name, content in files)
