"""An action: what somebody does about an opportunity, a pain point or a gap."""

from __future__ import annotations

from datetime import date

from django.db import models

from waypost.web.accounts.models import User
from waypost.web.documents.models import Document
from waypost.web.workspaces.models import Workspace


class ActionState(models.TextChoices):
    """Where an action stands."""

    OPEN = "open", "Open"
    DOING = "doing", "Doing"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


UNDER_WAY = (ActionState.OPEN, ActionState.DOING)
"""The states in which something is still to be done."""


class Action(models.Model):
    """One thing to do, with an owner and a day."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="actions")
    journey = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="actions")
    element = models.CharField(max_length=64)
    """The id of what it is about: an opportunity, a pain point, any element, or the journey itself."""
    about = models.CharField(max_length=4000)
    """The words of that element when the action was made, for when it is removed."""
    title = models.CharField(max_length=300)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions")
    due = models.DateField(null=True, blank=True)
    kpi = models.CharField(max_length=300, blank=True)
    """The figure that shall change."""
    baseline = models.CharField(max_length=120, blank=True)
    target = models.CharField(max_length=120, blank=True)
    cost = models.CharField(max_length=300, blank=True)
    """What the change costs: money, days, disturbance."""
    notes = models.TextField(max_length=10_000, blank=True)
    state = models.CharField(max_length=8, choices=ActionState.choices, default=ActionState.OPEN)
    position = models.PositiveIntegerField(default=0)
    """Its place in its column, from the top."""
    revision = models.PositiveIntegerField(default=0)
    """How often it was changed: two people cannot overwrite each other unseen."""
    made = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    """When somebody began to do it: what is measured before is held against what is measured after."""
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Column by column."""

        indexes = (models.Index(fields=("workspace", "state", "position")),)
        ordering = ("position", "id")

    def __str__(self) -> str:
        """What is to be done."""
        return self.title

    @property
    def under_way(self) -> bool:
        """Whether something is still to be done."""
        return self.state in UNDER_WAY

    def overdue(self, today: date) -> bool:
        """Whether it should have been done by now."""
        return self.under_way and self.due is not None and self.due < today


class Line(models.Model):
    """What happened to an action."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="lines")
    at = models.DateTimeField(auto_now_add=True)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=254)
    words = models.CharField(max_length=1000)

    class Meta:
        """The newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        """What happened."""
        return self.words
