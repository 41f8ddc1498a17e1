"""The demo's workspace and data, laid out in a folder."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree

VISITORS = 6000
SEED = 11


def lay_out(folder: Path, visitors: int = VISITORS, seed: int = SEED) -> Path:
    """Put Kite's workspace, with its simulated data, into a folder; returns the workspace."""
    from waypost.demo.files import company  # noqa: PLC0415  # the command line's help must not wait for it

    workspace = folder / "workspace"
    with as_file(files("waypost.demo") / "workspace") as source:
        copytree(source, workspace, dirs_exist_ok=True)
    company(visitors, seed).write(workspace / "data")
    return workspace
