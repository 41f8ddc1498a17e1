"""The worker beside a server, `python -m waypost.web.jobs`: stops when our standard input ends, as the server does."""

import sys
from threading import Event, Thread

from waypost.web.serving import settle


def _follow(stopping: Event) -> None:
    sys.stdin.read()
    stopping.set()


settle()

from waypost.web.jobs.worker import stop_on_signals, work  # noqa: E402  # needs Django to be set up

_stopping = stop_on_signals()
Thread(target=_follow, args=(_stopping,), name="server", daemon=True).start()
work(_stopping)
