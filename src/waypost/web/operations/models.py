"""Links that open a door once."""

from __future__ import annotations

from django.db import models

from waypost.web.accounts.models import User


class OneTimeLink(models.Model):
    """A link that whoever started the server is given. Only its hash is kept, and it is thrown away when it is used."""

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True)
    """Who is signed in by it; None for the link by which the first account is made."""
    target = models.CharField(max_length=400, default="/")
    """Where it leads."""
    expires = models.DateTimeField()
