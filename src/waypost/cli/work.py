"""`waypost work`: do jobs, in a process of its own."""

from __future__ import annotations

from waypost.cli.console import say
from waypost.cli.serve import Home


def work(home: Home = None) -> None:
    """Do what people ask for on the web, one job after the other.

    `waypost serve` does this by itself; with WAYPOST_WORKER=apart, run as many of these as you like, where the home
    folder and the database can be reached. Ctrl-C stops it; a job at hand goes to the next worker.
    """
    from waypost.web.serving import prepare

    prepare(home)
    from waypost.web.jobs.worker import stop_on_signals
    from waypost.web.jobs.worker import work as work_until

    stopping = stop_on_signals()
    say("Waiting for work. Ctrl-C stops it.")
    work_until(stopping)
