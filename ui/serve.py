"""Start the app on this machine alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from graph.addresses import open_store

OPTIONS = {  # the same as in .streamlit/config.toml, for whoever starts the app from another folder
    "server.address": "127.0.0.1",
    "server.headless": "true",
    "server.enableXsrfProtection": "true",
    "server.enableCORS": "true",
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "viewer",
}


def run(store: str | None, port: int) -> None:
    """Open the store once to see that it is there, then run the app until Ctrl-C."""
    opened = open_store(store)
    address, empty = opened.address, not opened.loads()
    opened.close()
    sys.stdout.write(f"Champion Finder: http://127.0.0.1:{port}  (Ctrl-C ends it)\nStore: {address}\n")
    sys.stdout.write("It is empty: load files on the page Data, or run `champions demo`.\n" if empty else "")
    sys.stdout.flush()
    options = [f"--{name}={value}" for name, value in (OPTIONS | {"server.port": str(port)}).items()]
    script = Path(__file__).resolve().parent.parent / "app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
    try:
        subprocess.run(command, env=os.environ | {"CHAMPIONS_STORE": address}, check=False)
    except KeyboardInterrupt:
        sys.stdout.write("Ended.\n")
