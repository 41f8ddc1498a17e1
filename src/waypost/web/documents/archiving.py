"""Putting a document away, and taking it out again: nothing is ever thrown away."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from waypost.errors import InputError, Problem
from waypost.web.documents.committing import Author
from waypost.web.documents.models import Document
from waypost.web.live.announcing import announce
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.audit import note


@transaction.atomic
def put_away(visit: Visit, row: Document) -> None:
    """Nobody meets the document any more until it is taken out again. Raises InputError for a workspace's settings."""
    if row.kind == "workspace":
        raise InputError(Problem("the settings of a workspace cannot be put away", remedy="Change them instead"))
    if Document.objects.filter(pk=row.pk, archived=None).update(archived=timezone.now()):
        note(visit, "document.put-away", row.slug)
        _tell(visit, row)


@transaction.atomic
def take_out(visit: Visit, row: Document) -> None:
    """The document is there again."""
    if Document.objects.filter(pk=row.pk, archived__isnull=False).update(archived=None):
        note(visit, "document.taken-out", row.slug)
        _tell(visit, row)


def _tell(visit: Visit, row: Document) -> None:
    told = {"slug": row.slug, "kind": row.kind, "author": Author.of(visit.user).shown()}
    announce(visit.workspace.topic, "document", told)
