"""Compiling: a kernel becomes machine code when it is first called, and the code is kept beside its source.

So it happens once after an install, and again where a kernel or the processor has changed. Numba says when.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module

from numba.core import event
from numba.core.registry import CPUDispatcher

import waypost.analysis
import waypost.events

_SPARK = "spark"


class _Listener(event.Listener):
    def __init__(self, told: Callable[[str], None]) -> None:
        self.told = told

    def on_start(self, event: event.Event) -> None:
        """A kernel is about to be compiled, since none is kept."""
        self.told(str(event.data["dispatcher"].py_func.__name__))

    def on_end(self, event: event.Event) -> None:
        """And now it is."""


def tell_of_compiling(told: Callable[[str], None]) -> None:
    """From now on call `told` with the name of each kernel that has to be compiled, before it is."""
    event.register("numba:compile", _Listener(told))  # type: ignore[no-untyped-call]  # Numba says no types here


def kernels() -> frozenset[str]:
    """The names of all kernels there are, each with its module."""
    found = set()
    for package in (waypost.events, waypost.analysis):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if _SPARK not in module.name.split("."):
                there = vars(import_module(module.name)).values()
                written = (one.py_func for one in there if isinstance(one, CPUDispatcher))
                found |= {f"{one.__module__}.{one.__qualname__}" for one in written}
    return frozenset(found)
