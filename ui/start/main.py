"""The script behind every page: the frame is shown, and errors become sentences. (Not beside ``pages``, which
Streamlit would otherwise serve without the frame.)
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import streamlit as st

sys.path[:0] = [root] if (root := str(Path(__file__).parents[2])) not in sys.path else []

from ui import frame  # noqa: E402

st.set_page_config(
    page_title="Champion Finder", page_icon=str(Path(frame.__file__).with_name("icon.svg")), layout="wide"
)
try:
    frame.show()
except Exception as problem:  # the border: nothing that went wrong leaves it as a traceback
    from graph.errors import ChampionFinderError

    if not isinstance(problem, ChampionFinderError):
        logging.getLogger("champions").error("A page failed.", exc_info=problem)
    frame.sorry(problem)
