"""What other processes tell through PostgreSQL. On SQLite there is one server process, and nobody else to hear."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import close_old_connections, connection

_LOG = logging.getLogger(__name__)

AGAIN = 1.0
"""Seconds until a lost connection is made again."""


async def hear(heard: dict[str, Callable[[str], None]], connected: Callable[[], None]) -> None:
    """Listen to channels until cancelled; `connected` is called whenever something may have been missed."""
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as listening:
                for channel in heard:
                    await listening.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))
                connected()
                async for notice in listening.notifies():
                    heard[notice.channel](notice.payload)
        except psycopg.OperationalError as error:
            _LOG.warning("The connection that listens to PostgreSQL was lost: %s", error)
        await asyncio.sleep(AGAIN)


def tell(channel: str, message: str) -> None:
    """Tell every process, this one too. Talks to the database: belongs into a thread."""
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, message])


def _parameters() -> dict[str, Any]:
    """Where Django's own database is."""
    given = connection.get_connection_params()
    return {name: value for name, value in given.items() if name not in ("cursor_factory", "context")}
