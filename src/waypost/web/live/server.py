"""The web server, which ends the open streams before it waits for what is still being answered."""

from __future__ import annotations

import socket

import uvicorn

from waypost.web.live.application import hub


class Server(uvicorn.Server):
    """uvicorn, for an application with streams that never end by themselves."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let streams end, answer what was asked, then stop."""
        hub.close()
        await super().shutdown(sockets)
