"""A job as others see it."""

from __future__ import annotations

from waypost.web.jobs.models import Job
from waypost.web.live.announcing import announce


def told(job: Job) -> dict[str, object]:
    """What a browser is told about a job."""
    return {
        "id": job.pk,
        "kind": job.kind,
        "state": job.state,
        "done": round(job.done, 4),
        "saying": job.saying,
        "result": job.result,
    }


def announce_job(job: Job) -> None:
    """Tell the workspace how a job stands, in the transaction that changed it."""
    announce(job.workspace.topic, "job", told(job))
