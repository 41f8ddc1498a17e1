"""What is thrown away once a day, because nobody can use it any more."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from waypost.web.jobs.models import Heartbeat, Job, JobState
from waypost.web.operations.models import OneTimeLink

JOBS_KEPT = timedelta(days=90)
"""How long a job that has ended can be looked up."""


def tidy() -> None:
    """Forget sessions and links that ran out, jobs that ended long ago, and workers that are gone.

    The streams forget their old events themselves.
    """
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    ended = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
    Job.objects.filter(state__in=ended, ended__lt=now - JOBS_KEPT).delete()
    OneTimeLink.objects.filter(expires__lt=now).delete()
    Heartbeat.objects.filter(at__lt=now - timedelta(days=1)).delete()
