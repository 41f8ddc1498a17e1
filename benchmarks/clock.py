"""Taking times, and running something in a process of its own so that its peak memory is its own."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from benchmarks.answers import Answer

T = TypeVar("T")

_PATIENCE = 20
"""Seconds after which nothing is done a third time."""
_WHILE = 2
"""Seconds until which what is quick is done again and again,"""
_OFTEN = 20
"""so many times at the most."""


class OutOfMemoryError(RuntimeError):
    """A stage that wanted more memory than there is."""


@dataclass(frozen=True)
class Outcome:
    """What one stage took and gave."""

    seconds: tuple[float, ...]
    """Of each run, the first one first."""
    answer: Answer | None = None
    facts: dict[str, int] = field(default_factory=dict)
    peak: int = 0
    """Bytes: the most memory the process held, mapped files included."""

    @property
    def first(self) -> float:
        """Seconds of the first run in the process."""
        return self.seconds[0]

    @property
    def warm(self) -> float:
        """Median seconds of the later runs; the first when it is alone."""
        return median(self.seconds[1:] or self.seconds)

    @property
    def best(self) -> float:
        """Seconds of the quickest run."""
        return min(self.seconds)

    def to_json(self) -> str:
        """As text, to pass from one process to another."""
        answer = self.answer and {"counts": self.answer.counts, "medians": self.answer.medians}
        return json.dumps({"seconds": self.seconds, "facts": self.facts, "peak": self.peak, "answer": answer})

    @classmethod
    def from_json(cls, text: str) -> Outcome:
        """What `to_json` wrote."""
        said: dict[str, Any] = json.loads(text)
        answer = said["answer"] and Answer(**said["answer"])
        return cls(tuple(said["seconds"]), answer, said["facts"], said["peak"])


def timed(work: Callable[[], T], runs: int) -> tuple[tuple[float, ...], T]:
    """Do something so many times: the seconds of each, and the last result.

    Twice when that takes long; and what is quick, and asked more than once, again until some time has passed, since a
    few runs of milliseconds say more of what else the machine did.
    """
    seconds: list[float] = []
    quick = range(_OFTEN if runs > 1 else 0)
    while (len(seconds) < runs and (len(seconds) < 2 or sum(seconds) < _PATIENCE)) or (
        len(seconds) in quick and sum(seconds) < _WHILE
    ):
        begin = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begin)
    return tuple(seconds), result


def apart(stage: str, folder: Path, number: int) -> Outcome:
    """Run a stage ("module:stage") in a process of its own.

    Raises RuntimeError with its last words when it fails, OutOfMemoryError when that was for want of memory.
    """
    with TemporaryDirectory() as aside:
        written = Path(aside) / "outcome.json"
        command = [sys.executable, "-m", "benchmarks.clock", stage, str(folder), str(number), str(written)]
        environment = os.environ | {"POLARS_MAX_THREADS": str(cores()), "RETENTIONEERING_NO_TRACK": "1"}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        if done.returncode != 0:
            starved = done.returncode == -signal.SIGKILL or "MemoryError" in done.stderr
            kind = OutOfMemoryError if starved else RuntimeError
            raise kind(f"'{stage}' ended with {done.returncode}: {done.stderr[-2000:]}")
        return Outcome.from_json(written.read_text())


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def peak_memory() -> int:
    """The most bytes this process has held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def main(stage: str, folder: str, number: str, written: str) -> None:
    """What happens in the process: one stage, then its outcome into a file."""
    module, name = stage.split(":")
    outcome: Outcome = import_module(f"benchmarks.{module}").STAGES[name](Path(folder), int(number))
    Path(written).write_text(replace(outcome, peak=peak_memory()).to_json())


if __name__ == "__main__":
    main(*sys.argv[1:])
