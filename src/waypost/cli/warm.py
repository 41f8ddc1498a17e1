"""`waypost warm`: compile everything that counts, so that nobody waits for it later."""

from __future__ import annotations

import inspect
import warnings
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from waypost.cli.console import err, progress, say
from waypost.errors import InputError
from waypost.library import open_workspace

if TYPE_CHECKING:
    from waypost.analysis.study import Study

_FEW = 120
"""Visitors of the demo's company: enough that every kernel has something to count."""


def warm() -> None:
    """Compile everything that counts: useful once after an install, or when an image for a cluster is built.

    Without it, each verb compiles what it needs when it is first used. The machine code is kept beside the installed
    package, or in the folder that `NUMBA_CACHE_DIR` names.
    """
    from waypost.analysis.engines.compiling import kernels, tell_of_compiling
    from waypost.demo.show import lay_out

    done: list[str] = []
    with TemporaryDirectory() as folder, progress("Compiling") as tick:
        total = len(kernels())

        def told(name: str) -> None:
            done.append(name)
            tick(min(len(set(done)), total), total, name.lstrip("_"))

        tell_of_compiling(told)
        project = open_workspace(lay_out(Path(folder), visitors=_FEW))
        project.ingest()
        _ask_everything(project.study())
    say(f"Compiled {len(done)} kernels" if done else "Everything was compiled already", "green")


def _ask_everything(study: Study) -> None:
    """Put every question of a study that needs no words of ours; an answer is not what we are after."""
    from waypost.analysis.places import bound_levels

    warnings.simplefilter("ignore")  # so few customers make strange figures, and nobody looks at them
    for name, method in inspect.getmembers(study, inspect.ismethod):
        needed = [one for one in inspect.signature(method).parameters.values() if one.default is one.empty]
        if not name.startswith("_") and not needed:
            with suppress(InputError):
                method()
    study.flows(next(iter(bound_levels(study.journey))))
    study.compare("segment")


@cache
def tell_of_compiling_once() -> None:
    """Say on a terminal, when the first kernel has to be compiled, why it takes longer this time."""
    if not err.is_terminal:
        return
    from waypost.analysis.engines.compiling import tell_of_compiling

    told: list[str] = []

    def tell(name: str) -> None:
        if not told:
            say(
                "● Compiling what counts: up to a minute, once after an install (waypost warm does it beforehand)",
                "dim",
            )
        told.append(name)

    tell_of_compiling(tell)
