"""Waypost: the living customer-journey map. `waypost.open(folder)` is where a notebook begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from waypost.library import Project
    from waypost.library import open_workspace as open  # noqa: A004  # `waypost.open` reads as what it does

__all__ = ["Project", "open"]


def __dir__() -> list[str]:
    """What there is to find with the Tab key."""
    return sorted(__all__)


def __getattr__(name: str) -> object:
    """Load the library when it is first used, so that `import waypost` is free."""
    if name not in __all__:
        raise AttributeError(f"module 'waypost' has no attribute '{name}'")
    from waypost.library import Project, open_workspace  # noqa: PLC0415

    return open_workspace if name == "open" else Project
