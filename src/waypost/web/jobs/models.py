"""A job: what is to be done, who has it, how far it is."""

from __future__ import annotations

from django.db import models

from waypost.web.accounts.models import User
from waypost.web.workspaces.models import Workspace


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(models.Model):
    """One piece of work. A worker leases it and tells that it is alive; a lease that ran out is taken over."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=32)
    """Which work, by the name it is registered under."""
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=128, unique=True)
    """Asking for the same work twice gives the same job."""
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    done = models.FloatField(default=0)
    """How far it is, 0 to 1."""
    saying = models.CharField(max_length=400, blank=True)
    """What it is doing, or why it failed, in a sentence."""
    result = models.JSONField(null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    asked = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Workers look for what is due."""

        indexes = (models.Index(fields=("state", "run_at")),)
        ordering = ("-id",)


class Heartbeat(models.Model):
    """When a worker was last seen."""

    worker = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()
