"""What the server of the app refuses, whatever a page holds: foreign hosts, scripts and images from elsewhere."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

VIS_NETWORK: Final = "vis-network.js"
HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")  # the app serves this machine only
POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:",  # Streamlit's own start, and components as blobs
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws://127.0.0.1:* ws://localhost:*",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SETTINGS: Final[dict[str, Any]] = {  # how it looks; colours keep 4.5:1 for text in light and dark
    "server.fileWatcherType": "none",  # nobody edits the app while it runs
    "theme.primaryColor": "#1d70b8",
    "theme.light.linkColor": "#1a5c99",
    "theme.dark.linkColor": "#8cc4f5",
    "theme.baseRadius": "0.4rem",
}


class Guard:
    """Middleware: refuse requests for another host, and send the policy with everything."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 421 for a foreign Host header, else pass on with our headers."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        if not is_ours(host) and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if not is_ours(host):
            await PlainTextResponse("This app answers on this machine only.", 421)(scope, receive, send)
            return

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, with_policy)


def is_ours(host: str) -> bool:
    """Whether a Host header names this machine, with any port.

    >>> is_ours("127.0.0.1:8501"), is_ours("[::1]:8501"), is_ours("example.org"), is_ours("127.0.0.1.example.org")
    (True, True, False, False)
    """
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name in HOSTS


def routes() -> list[Route]:
    """The one file that the pages load beside Streamlit's own: vis-network, as pyvis ships it."""

    async def vis_network(_request: object) -> FileResponse:
        return FileResponse(vis_network_file(), media_type="text/javascript")

    return [Route(f"/{VIS_NETWORK}", vis_network)]


def vis_network_file() -> Path:
    """Where pyvis keeps vis-network; pyvis itself is not imported."""
    spec = find_spec("pyvis")
    return Path(spec.origin or "").parent / "lib" / "vis-9.1.2" / "vis-network.min.js" if spec else Path()


def on_script_error(problem: Exception) -> bool:
    """Log what nobody foresaw, and show a sentence in place of a traceback."""
    import streamlit as st

    logging.getLogger("champions").error("A page failed.", exc_info=problem)
    st.error("This page could not be made. Your data is safe. Go back to Home, or start the app again.")
    return True
