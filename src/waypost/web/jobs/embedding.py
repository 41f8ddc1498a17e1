"""A worker process beside the server, started again when it dies."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

GRACE = 10
"""Seconds a worker is given to leave its job to the next one."""

log = logging.getLogger("waypost.jobs")


@contextmanager
def embedded_worker() -> Iterator[None]:
    """Have a worker while the body runs."""
    stopping = Event()
    keeping = Thread(target=_keep, args=(stopping,), name="worker")
    keeping.start()
    try:
        yield
    finally:
        stopping.set()
        keeping.join()


def _keep(stopping: Event) -> None:
    while not stopping.is_set():
        with _start() as worker:
            while worker.poll() is None and not stopping.wait(0.2):
                pass
            if stopping.is_set():
                _stop(worker)
            else:
                log.warning("the worker ended with code %s and is started again", worker.returncode)
                stopping.wait(1)


def _start() -> subprocess.Popen[bytes]:
    """A worker in a session of its own, so that Ctrl-C reaches the server alone; our end of its standard input is what
    ties it to us."""
    return subprocess.Popen(
        [sys.executable, "-m", "waypost.web.jobs"],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


def _stop(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(GRACE)
    except subprocess.TimeoutExpired:
        worker.kill()
