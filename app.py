"""The web app: Streamlit's server with a strict policy for what a page may load and from where it may be asked.

Started by `champions app`, or by `streamlit run app.py`; the pages are in ``ui/pages``.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from ui.guard import SETTINGS, Guard, on_script_error, routes

for name, value in SETTINGS.items():
    config.set_option(name, value)

app = st.App(
    Path(__file__).parent / "ui" / "start" / "main.py",
    routes=routes(),
    middleware=[Middleware(Guard)],
    on_script_error=on_script_error,
)
