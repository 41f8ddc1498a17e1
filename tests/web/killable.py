"""Jobs that can be killed at any moment: `python -m tests.web.killable work HOME`, `… ask HOME COUNT`, `… count HOME`.

Each takes a while and then brings three documents in; done twice, or by half, that would show.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import timedelta
from pathlib import Path

from waypost.web.serving import settle

STEPS = 12
TOGETHER = 3
APART = timedelta(seconds=1)
"""From the time one job is due to the next: there is always something to kill, and always something else to do."""


def main(what: str, home: Path, count: int = 0) -> None:
    """Work until we are told to stop; ask for jobs by number; or count what was brought in."""
    settle(home)
    register()
    match what:
        case "work":
            from waypost.web.jobs.worker import stop_on_signals, work  # noqa: PLC0415  # needs Django to be set up

            work(stop_on_signals())
        case "ask":
            ask_for(count)
        case "count":
            print(json.dumps(counted()))  # its answer


def ask_for(count: int) -> None:
    """Ask for jobs by number; every job that was given up is begun anew, as a person would."""
    from django.utils import timezone  # noqa: PLC0415  # needs Django to be set up

    from waypost.web.jobs.asking import ask  # noqa: PLC0415  # as above
    from waypost.web.jobs.models import Job, JobState  # noqa: PLC0415  # as above
    from waypost.web.workspaces.models import Workspace  # noqa: PLC0415  # as above

    acme = Workspace.objects.get(slug="acme")
    for failed in Job.objects.filter(state=JobState.FAILED):
        ask(acme, failed.kind, failed.arguments, failed.key.partition(":")[2], None)
    for number in range(count):
        job = ask(acme, "killable", {"number": number}, f"killable-{number}", None)
        Job.objects.filter(pk=job.pk).update(run_at=timezone.now() + APART * number)


def counted() -> dict[str, int]:
    """What is in the lake, and what the map says of it."""
    from waypost.web.measuring.keeping import file_of, read  # noqa: PLC0415  # needs Django to be set up
    from waypost.web.measuring.project import project_of  # noqa: PLC0415  # as above
    from waypost.web.workspaces.models import Workspace  # noqa: PLC0415  # as above

    project = project_of(Workspace.objects.get(slug="acme"))
    kept = read(file_of(project.state, "buying"))
    everyone = kept.find("", "") if kept is not None else None
    measured = everyone.elements["looks-around"].cases if everyone is not None else 0
    return {"events": project.lake.events_count, "measured": measured}


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
