"""Asking for work, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from waypost.web.accounts.models import User
from waypost.web.jobs.kinds import kind_of
from waypost.web.jobs.models import Job, JobState
from waypost.web.jobs.telling import announce_job
from waypost.web.workspaces.models import Workspace


def ask(workspace: Workspace, kind: str, arguments: Mapping[str, JsonValue], key: str, by: User | None) -> Job:
    """Ask for a piece of work; the same key in a workspace is the same job.

    A job that failed or was cancelled is begun anew when it is asked for again. Raises UnknownKindError.
    """
    kind_of(kind)
    with transaction.atomic():
        job, made = Job.objects.select_for_update().get_or_create(
            key=f"{workspace.pk}:{key}",
            defaults={
                "workspace": workspace,
                "kind": kind,
                "arguments": dict(arguments),
                "run_at": timezone.now(),
                "asked_by": by,
            },
        )
        if not made and job.state in (JobState.FAILED, JobState.CANCELLED):
            job.state, job.attempt, job.run_at = JobState.WAITING, 0, timezone.now()
            job.done, job.saying, job.ended, job.asked_by = 0, "", None, by
            job.save()
            made = True
        if made:
            announce_job(job)
    return job


def cancel(job: Job) -> Job:
    """Take a job back: it is not begun, or stops when it next tells how far it is. What has ended stays as it is."""
    with transaction.atomic():
        held = Job.objects.select_for_update().select_related("workspace").get(pk=job.pk)
        if held.state in (JobState.WAITING, JobState.RUNNING):
            held.state, held.ended, held.saying = JobState.CANCELLED, timezone.now(), "Stopped"
            held.save(update_fields=["state", "ended", "saying"])
            announce_job(held)
    return held
