"""A text to copy: the button that puts it on the clipboard, and says so."""

from __future__ import annotations

from typing import Final

import streamlit as st

from ui.actions import CSS

HTML: Final = """
<button type="button">Copy text</button><span role="status" aria-live="polite"></span>
"""
JS: Final = """
export default function ({ data, parentElement }) {
  const said = parentElement.querySelector("span"), copy = parentElement.querySelector("button");
  copy.onclick = async () => {
    await navigator.clipboard.writeText(data.text);
    copy.textContent = "Text copied";
    said.textContent = "Text copied. Nothing was sent.";
    setTimeout(() => { copy.textContent = "Copy text"; }, 3000);
  };
}
"""
_button = st.components.v2.component("champions_copy", html=HTML, css=CSS, js=JS)


def offer(text: str, *, name: str) -> None:
    """A button to copy the text, and one to save it as a file called so."""
    with st.container(horizontal=True, vertical_alignment="center"):
        _button(data={"text": text}, key=f"copy_{name}", width=110)
        st.download_button("Save as text", text, f"{name}.txt", "text/plain", on_click="ignore", key=f"save_{name}")
