"""What was brought waits, while its preview is read, for somebody to say what becomes of it."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

from waypost.formats.folder import write_bytes
from waypost.web.workspaces.models import Workspace

FOLDER = "brought"
KEPT = 86_400
"""Seconds."""


def keep(workspace: Workspace, name: str, data: bytes) -> uuid.UUID:
    """Keep a file and return what it is asked for by. What nobody wanted for a day is thrown away."""
    folder = workspace.folder / FOLDER
    _tidy(folder)
    key = uuid.uuid4()
    write_bytes(folder / str(key), f"{name}\n".encode() + data)
    return key


def find(workspace: Workspace, key: uuid.UUID) -> tuple[str, bytes] | None:
    """The name and content of what waits; None when it is gone."""
    try:
        content = (workspace.folder / FOLDER / str(key)).read_bytes()
    except OSError:
        return None
    name, _, data = content.partition(b"\n")
    return name.decode(), data


def take(workspace: Workspace, key: uuid.UUID) -> bool:
    """Make an end of its waiting; false for whoever comes second."""
    try:
        (workspace.folder / FOLDER / str(key)).unlink()
    except OSError:
        return False
    return True


def _tidy(folder: Path) -> None:
    old = time.time() - KEPT
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
