"""Who has which job: every step a job takes from waiting to its end, each in one transaction.

A lease is the worker's name and the number of the attempt. Whoever holds an older one can no longer write anything.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from pydantic import JsonValue

from waypost.errors import WaypostError
from waypost.web.jobs.models import Job, JobState
from waypost.web.jobs.telling import announce_job

LEASE = timedelta(seconds=20)
"""How long a worker that says nothing is taken to be alive."""

ATTEMPTS = 3
"""How often a job is begun before it counts as failed."""

_BACKOFF = timedelta(seconds=5)
"""The pause after the first attempt; twice as long after each further one."""


Effect: TypeAlias = Callable[[], object]
"""Something that is to happen exactly when the job is done."""


class LeaseLostError(WaypostError):
    """The job was cancelled, or somebody else has it."""


def worker_name() -> str:
    """This process, as it is written on the jobs it has."""
    return f"{socket.gethostname()[:50]}:{os.getpid()}"


def lease(worker: str) -> Job | None:
    """Take the job that is due longest; None when there is nothing to do."""
    if not _due().exists():
        return None
    with transaction.atomic():
        job = _due().select_for_update(skip_locked=True, of=("self",)).select_related("workspace").first()
        if job is None:
            return None
        if job.attempt >= ATTEMPTS:
            _end(job, JobState.FAILED, "It stopped three times and nobody knows why. Ask for it again.")
            return None
        job.state, job.worker, job.lease_until = JobState.RUNNING, worker, timezone.now() + LEASE
        job.attempt += 1
        job.save(update_fields=["state", "worker", "lease_until", "attempt"])
        announce_job(job)
    return job


def extend(job: Job) -> None:
    """Tell that the job's worker is alive; raises LeaseLostError."""
    if not _mine(job).update(lease_until=timezone.now() + LEASE):
        raise LeaseLostError


def progress(job: Job, done: float, saying: str) -> None:
    """Write down how far the job is; raises LeaseLostError."""
    with transaction.atomic():
        held = _held(job)
        held.done, held.saying, held.lease_until = min(max(done, 0), 1), saying[:400], timezone.now() + LEASE
        held.save(update_fields=["done", "saying", "lease_until"])
        announce_job(held)


def finish(job: Job, result: JsonValue, effects: Iterable[Effect] = ()) -> None:
    """Have the effects and the end of a job happen together, or neither; raises LeaseLostError."""
    with transaction.atomic():
        held = _held(job)
        for effect in effects:
            effect()
        held.result, held.done = result, 1
        _end(held, JobState.DONE, "")


def fail(job: Job, why: str) -> None:
    """End a job that trying again would not mend; raises LeaseLostError."""
    with transaction.atomic():
        _end(_held(job), JobState.FAILED, why)


def try_later(job: Job, why: str) -> None:
    """Have a job begun again after a pause, unless it was its last attempt; raises LeaseLostError."""
    with transaction.atomic():
        held = _held(job)
        if held.attempt >= ATTEMPTS:
            _end(held, JobState.FAILED, why)
        else:
            _wait(held, timezone.now() + _BACKOFF * 2 ** (held.attempt - 1))


def give_back(job: Job) -> None:
    """Leave a job to the next worker; this attempt does not count. Raises LeaseLostError."""
    with transaction.atomic():
        held = _held(job)
        held.attempt -= 1
        _wait(held, timezone.now())


def give_back_of_the_dead() -> None:
    """Free the jobs of processes of this machine that are gone, without waiting for their leases to run out."""
    host = worker_name().rpartition(":")[0]
    for job in Job.objects.filter(state=JobState.RUNNING, worker__startswith=f"{host}:"):
        if not _lives(int(job.worker.rpartition(":")[2])):
            _mine(job).update(lease_until=timezone.now() - LEASE)


def _due() -> QuerySet[Job]:
    now = timezone.now()
    waiting = Q(state=JobState.WAITING, run_at__lte=now)
    abandoned = Q(state=JobState.RUNNING, lease_until__lt=now)
    return Job.objects.filter(waiting | abandoned).order_by("run_at", "id")


def _mine(job: Job) -> QuerySet[Job]:
    """The row, as long as this lease on it holds."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempt=job.attempt)


def _held(job: Job) -> Job:
    held = _mine(job).select_for_update(of=("self",)).select_related("workspace").first()
    if held is None:
        raise LeaseLostError
    return held


def _wait(job: Job, run_at: datetime) -> None:
    job.state, job.run_at, job.lease_until, job.worker = JobState.WAITING, run_at, None, ""
    job.save(update_fields=["state", "run_at", "lease_until", "worker", "attempt"])
    announce_job(job)


def _end(job: Job, state: JobState, saying: str) -> None:
    job.state, job.saying, job.ended, job.lease_until = state, saying[:400], timezone.now(), None
    job.save(update_fields=["state", "saying", "ended", "lease_until", "result", "done"])
    announce_job(job)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
