"""Jobs that can be killed at any moment: `python -m tests.web.killable work HOME`, and `… ask HOME COUNT`.

Each takes a while and then brings three documents in; done twice, or by half, that would show.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from waypost.web.serving import settle

STEPS = 12
TOGETHER = 3


def main(what: str, home: Path, count: int = 0) -> None:
    """Work until we are told to stop, or ask for jobs by number: what failed is begun anew."""
    settle(home)
    register()
    if what == "work":
        from waypost.web.jobs.worker import stop_on_signals, work  # noqa: PLC0415  # needs Django to be set up

        work(stop_on_signals())
        return
    from waypost.web.jobs.asking import ask  # noqa: PLC0415  # needs Django to be set up
    from waypost.web.workspaces.models import Workspace  # noqa: PLC0415  # needs Django to be set up

    acme = Workspace.objects.get(slug="acme")
    for number in range(count):
        ask(acme, "killable", {"number": number}, f"killable-{number}", None)


def register() -> None:
    """Have the kind `killable` in this process."""
    from pydantic import JsonValue  # noqa: PLC0415  # with the rest

    from waypost.journey.glossary import Glossary  # noqa: PLC0415  # with the rest
    from waypost.journey.workspace import Settings, Workspace  # noqa: PLC0415  # with the rest
    from waypost.web.documents.committing import Author  # noqa: PLC0415  # needs Django to be set up
    from waypost.web.documents.importing import import_value  # noqa: PLC0415  # needs Django to be set up
    from waypost.web.jobs.kinds import kind  # noqa: PLC0415  # needs Django to be set up
    from waypost.web.jobs.running import Running  # noqa: PLC0415  # needs Django to be set up

    @kind("killable")
    def killable(job: Running) -> JsonValue:
        number = job.arguments["number"]
        for step in range(STEPS):
            job.tell(step / STEPS, "Working")
            time.sleep(0.05)  # the work
        brought = Workspace(
            settings=Settings(id="unused", name="Unused"),
            documents=tuple(
                Glossary(id=f"brought-{number}-{part}-{time.time_ns()}", name=f"Brought {number}")
                for part in range(TOGETHER)
            ),
        )
        job.at_the_end(lambda: import_value(job.workspace, brought, Author("A job")))
        return number


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
