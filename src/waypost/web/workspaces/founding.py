"""A new workspace and its first admin."""

from __future__ import annotations

from itertools import count

from django.db import transaction

from waypost.formats.ids import slug
from waypost.web.accounts.models import User
from waypost.web.workspaces.models import Membership, Role, Workspace

TAKEN = frozenset({"new", "join"})
"""Addresses below `/w/` that are ours."""


def found(name: str, admin: User) -> Workspace:
    """Make a workspace; its admin sees individual customers. The address comes from the name."""
    with transaction.atomic():
        workspace = Workspace.objects.create(name=name, slug=_free_slug(name))
        Membership.objects.create(workspace=workspace, user=admin, role=Role.ADMIN, sees_customers=True)
    return workspace


def _free_slug(name: str) -> str:
    """An address nobody has: `kite`, or `kite-2`."""
    wanted = slug(name, "workspace")[:56].strip("-")
    taken = TAKEN | set(Workspace.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(name for number in count(2) if (name := f"{wanted}-{number}") not in taken)
