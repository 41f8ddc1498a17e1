"""A workspace cannot see another; people belong to it in a role."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models

from waypost.web.accounts.models import User


class Role(models.TextChoices):
    """What a person is in a workspace, the least first."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    FACILITATOR = "facilitator"
    EDITOR = "editor"
    ADMIN = "admin"


class Workspace(models.Model):
    """A company's documents, data and people; nobody outside sees any of it."""

    slug = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """Names its folder, so that a new address does not move any data."""
    approvals = models.PositiveSmallIntegerField(default=1)
    """How many people approve a map before it is published."""
    created = models.DateTimeField(auto_now_add=True)
    members: models.ManyToManyField[User, Membership] = models.ManyToManyField(User, through="Membership")

    def __str__(self) -> str:
        """The name."""
        return self.name

    @property
    def folder(self) -> Path:
        """Its lake, uploads and pictures."""
        home: Path = settings.CONFIGURATION.home
        return home / "workspaces" / str(self.key)

    @property
    def topic(self) -> str:
        """What everybody in the workspace hears."""
        return f"workspace:{self.pk}"


class Membership(models.Model):
    """A person in a workspace."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.VIEWER)
    sees_customers = models.BooleanField(default=False)
    """Whether they see individual customers: a permission of its own."""
    department = models.CharField(max_length=120, blank=True)
    """Which touchpoints are theirs: the department a journey names."""
    joined = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A person is in a workspace once."""

        constraints = (models.UniqueConstraint(fields=("workspace", "user"), name="member_once"),)

    def __str__(self) -> str:
        """Who, as what."""
        return f"{self.user} · {self.role}"


class AuditEntry(models.Model):
    """Something that was done to a workspace: who, what, when. Kept when the person is gone."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="audit")
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    actor_name = models.CharField(max_length=254)
    what = models.CharField(max_length=64)
    """A verb in the past: `member.invited`, `link.revoked`, `customer.erased`."""
    about = models.CharField(max_length=254, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-id",)


class Invitation(models.Model):
    """A link that makes one person a member, once."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.VIEWER)
    email = models.EmailField(blank=True)
    """Whom it was sent to; empty for a link that is handed on."""
    digest = models.CharField(max_length=64, unique=True)
    """The hash of its secret."""
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    accepted = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        """For whom."""
        return self.email or "whoever has the link"


class Scope(models.TextChoices):
    """What a token may do of what its person may."""

    READ = "read", "Read"
    WRITE = "write", "Read and change"


class Token(models.Model):
    """Lets a program act as a person, in one workspace."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="tokens")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=120)
    """What it is for."""
    scope = models.CharField(max_length=8, choices=Scope.choices, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True)
    """The hash of its secret."""
    created = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True)
    """When it was last used, to the minute."""
    revoked = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        """The name."""
        return self.name
