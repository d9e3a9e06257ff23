"""Copy the link, print, take away: what every answer offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from ui import report, session, tables

HTML: Final = """
<button type="button" data-do="copy">Copy link</button><button type="button" data-do="print">Print</button>
<span role="status" aria-live="polite"></span>
"""
CSS: Final = """
span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
:host { display: block; white-space: nowrap; font-family: var(--st-font); color: var(--st-text-color); }
button { font: inherit; font-size: 0.875rem; padding: 0.25rem 0.75rem; min-height: 2.5rem; margin-right: 0.4rem;
  color: inherit; cursor: pointer; background: var(--st-background-color); border-radius: 0.4rem;
  border: 1px solid color-mix(in srgb, var(--st-text-color) 45%, transparent); }
button:hover { border-color: var(--st-link-color); color: var(--st-link-color); }
button:focus-visible { outline: 3px solid var(--st-link-color); outline-offset: 2px; }
"""
JS: Final = """
export default function ({ data, parentElement }) {
  const said = parentElement.querySelector("span");
  const copy = parentElement.querySelector("[data-do=copy]");
  copy.onclick = async () => {
    await navigator.clipboard.writeText(window.location.href);
    copy.textContent = "Link copied";
    said.textContent = "Link copied. It opens this same answer.";
    setTimeout(() => { copy.textContent = "Copy link"; }, 3000);
  };
  const print = parentElement.querySelector("[data-do=print]");
  print.hidden = !data.report;
  print.onclick = () => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-same-origin allow-modals");
    frame.style.display = "none";
    frame.srcdoc = data.report;
    frame.onload = () => { frame.contentWindow.print(); setTimeout(() => frame.remove(), 60000); };
    document.body.append(frame);
  };
}
"""
_buttons = st.components.v2.component("champions_actions", html=HTML, css=CSS, js=JS)


def offer(
    name: str,
    title: str,
    asked: session.Key,
    found: Any,
    parts: Sequence[report.Section],
    rows: Sequence[dict[str, Any]],
    *,
    summary: str | None = None,
    answer: Any = None,
) -> None:
    """Buttons for a link to this answer, a printed report of these parts, and files; ``name`` begins the file names.

    ``found``: an answer with ``asked`` and, unless it is given, ``summary``; ``answer``: more for the file of JSON.
    """
    told = found.summary if summary is None else summary
    page = report.made(title, told, found.asked, asked.viewer or "the public", parts)
    with st.container(horizontal=True, vertical_alignment="center"):
        _buttons(data={"report": page}, key=f"actions_{name}", width=165)
        for label, content, ending, kind in (
            ("Save report", page, "html", "text/html"),
            ("Export CSV", tables.as_csv(rows), "csv", "text/csv"),
            ("Export JSON", tables.as_json(found if answer is None else answer), "json", "application/json"),
        ):
            st.download_button(label, content, f"{name}.{ending}", kind, on_click="ignore", key=f"{ending}_{name}")
