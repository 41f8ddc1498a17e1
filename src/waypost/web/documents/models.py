"""A document is its first snapshot and the changes since; the server gives each change its revision."""

from __future__ import annotations

from django.db import models

from waypost.web.accounts.models import User
from waypost.web.workspaces.models import Workspace


class Document(models.Model):
    """One document of a workspace. Its content is its last snapshot and the changes after it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=16)
    """The word in the `kind` field: journey, persona, evidence, segment, source, glossary, workspace."""
    slug = models.CharField(max_length=64)
    """The document's id."""
    name = models.CharField(max_length=4000)
    """The document's name as it is now, for lists."""
    revision = models.PositiveIntegerField(default=0)
    """How many changes there were."""
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    archived = models.DateTimeField(null=True, blank=True)
    """When it was put away; nothing is ever thrown away by a click."""

    class Meta:
        """Ids are unique in a workspace."""

        constraints = (models.UniqueConstraint(fields=("workspace", "slug"), name="slug_once"),)
        ordering = ("name",)

    def __str__(self) -> str:
        """The name."""
        return self.name

    @property
    def topic(self) -> str:
        """What everybody who looks at this document hears."""
        return f"document:{self.pk}"


class Change(models.Model):
    """What one person changed at once: the step from one revision to the next."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    """The revision it made."""
    key = models.UUIDField()
    """Made by the browser: the same key is applied once."""
    edits = models.JSONField()
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    author_name = models.CharField(max_length=254)
    label = models.CharField(max_length=200, blank=True)
    """What it was, in words: "Restored the version of 3 March"."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A revision and a key exist once in a document."""

        constraints = (
            models.UniqueConstraint(fields=("document", "revision"), name="revision_once"),
            models.UniqueConstraint(fields=("document", "key"), name="key_once"),
        )
        ordering = ("revision",)


class Snapshot(models.Model):
    """The whole document as it was at a revision: at its beginning and every hundred changes."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="snapshots")
    revision = models.PositiveIntegerField()
    content = models.JSONField()

    class Meta:
        """One a revision."""

        constraints = (models.UniqueConstraint(fields=("document", "revision"), name="snapshot_once"),)
        ordering = ("revision",)
