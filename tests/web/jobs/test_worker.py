"""The worker beside a real server."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import httpx

from tests.web.served import Served


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for what other processes do."""
    last = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < last, "it did not happen in time"
        time.sleep(0.05)


def workers(served: Served) -> set[int]:
    return {int(name.rpartition(":")[2]) for (name,) in served.rows("SELECT worker FROM jobs_heartbeat")}


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_that_is_killed_is_started_again_and_ends_with_its_server(served: Served) -> None:
    until(lambda: bool(workers(served)))
    (first,) = workers(served)
    assert httpx.get(f"{served.url}/healthz", trust_env=False).json()["worker"] == "alive"
    os.kill(first, signal.SIGKILL)
    until(lambda: len(workers(served)) == 2)
    (second,) = workers(served) - {first}
    served.kill()
    until(lambda: not lives(second))
