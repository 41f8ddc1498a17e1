"""A link lets whoever has it look at one journey, for a while."""

from __future__ import annotations

from django.db import models

from waypost.web.accounts.models import User
from waypost.web.documents.models import Document


class Link(models.Model):
    """Opens the living map of one journey, read-only, until it expires or is revoked."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    """The hash of its secret."""
    note = models.CharField(max_length=120, blank=True)
    """For whom it is."""
    shows_measures = models.BooleanField(default=True)
    """Whether what was measured stands on the map as well."""
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    opened = models.DateTimeField(null=True)
    """When it was last opened, to the minute."""

    class Meta:
        """The newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        """For whom."""
        return self.note or "whoever has the link"
