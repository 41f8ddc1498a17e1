"""Versions with a name, and reviews with the opinions of those who were asked."""

from __future__ import annotations

from django.db import models

from waypost.web.accounts.models import User
from waypost.web.documents.models import Document


class Version(models.Model):
    """A revision that somebody gave a name, to come back to it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    by_name = models.CharField(max_length=254)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A revision has one name; the newest come first."""

        constraints = (models.UniqueConstraint(fields=("document", "revision"), name="version_once"),)
        ordering = ("-revision",)

    def __str__(self) -> str:
        """The name."""
        return self.name


class Review(models.Model):
    """Somebody asks others whether a map may be published."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="reviews")
    revision = models.PositiveIntegerField()
    """The revision they were asked about."""
    note = models.CharField(max_length=2000, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=254)
    at = models.DateTimeField(auto_now_add=True)
    closed = models.DateTimeField(null=True, blank=True)
    """When the map was published by it, or it was given up."""

    class Meta:
        """The newest first."""

        ordering = ("-id",)


class Verdict(models.TextChoices):
    """What a reviewer says."""

    APPROVED = "approved"
    CHANGES = "changes"


class Opinion(models.Model):
    """What one reviewer said, or that they have still to say it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="opinions")
    reviewer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=16, choices=Verdict.choices, blank=True)
    """Empty until they said something."""
    note = models.CharField(max_length=2000, blank=True)
    revision = models.PositiveIntegerField(null=True, blank=True)
    """The revision they looked at."""
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Everybody has one opinion."""

        constraints = (models.UniqueConstraint(fields=("review", "reviewer"), name="opinion_once"),)
        ordering = ("id",)
