"""Waypost: the living customer-journey map. `waypost.open(folder)` is where a notebook begins."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from waypost.client import connect
    from waypost.library import Project
    from waypost.library import open_workspace as open  # noqa: A004  # `waypost.open` reads as what it does

__all__ = ["Project", "connect", "open"]

_WHERE = {
    "Project": ("waypost.library", "Project"),
    "connect": ("waypost.client", "connect"),
    "open": ("waypost.library", "open_workspace"),
}


def __dir__() -> list[str]:
    """What there is to find with the Tab key."""
    return sorted(__all__)


def __getattr__(name: str) -> object:
    """Load what is asked for when it is first used, so that `import waypost` is free."""
    if name not in _WHERE:
        raise AttributeError(f"module 'waypost' has no attribute '{name}'")
    module, attribute = _WHERE[name]
    return getattr(import_module(module), attribute)
