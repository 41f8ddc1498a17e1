"""The demo's workspace and data, laid out in a folder."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree

VISITORS = 6000
SEED = 11


def lay_out(folder: Path, visitors: int = VISITORS, seed: int = SEED) -> Path:
    """Make a folder Kite's workspace, with its simulated data in `data`; returns the folder."""
    from waypost.demo.files import company  # noqa: PLC0415  # the command line's help must not wait for it

    with as_file(files("waypost.demo") / "workspace") as source:
        copytree(source, folder, dirs_exist_ok=True)
    company(visitors, seed).write(folder / "data")
    return folder
