"""The streams: pure ASGI, one task a listener, one reader for all."""

from __future__ import annotations

from a2wsgi.asgi_typing import Receive, Scope, Send


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a listener."""
    raise NotImplementedError
