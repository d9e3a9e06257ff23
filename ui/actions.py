"""Copy the link, print, take away: what every answer offers."""

from __future__ import annotations

from typing import Final

import streamlit as st

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


def offer(name: str, *, report: str, rows: bytes, answer: bytes) -> None:
    """Buttons for a link to this answer, a printed report, and files; ``name`` begins the file names."""
    with st.container(horizontal=True, vertical_alignment="center"):
        _buttons(data={"report": report}, key=f"actions_{name}", width=165)
        st.download_button("Save report", report, f"{name}.html", "text/html", on_click="ignore", key=f"report_{name}")
        st.download_button("Export CSV", rows, f"{name}.csv", "text/csv", on_click="ignore", key=f"csv_{name}")
        st.download_button(
            "Export JSON", answer, f"{name}.json", "application/json", on_click="ignore", key=f"json_{name}"
        )
