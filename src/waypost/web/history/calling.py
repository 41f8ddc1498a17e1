"""What a revision is called on a page."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format

from waypost.web.documents.models import Document

BEGINNING = "the beginning"
NOW = "now"


def called(row: Document, revision: int) -> str:
    """The name somebody gave a revision, or when it came about and by whom."""
    version = row.versions.filter(revision=revision).first()
    if version is not None:
        return f"“{version.name}”"
    if revision == row.revision:
        return NOW
    change = row.changes.filter(revision=revision).first()
    if change is None:
        return BEGINNING
    return f"{date_format(timezone.localtime(change.at), 'j M Y, H:i')}, {change.author_name}"


def choices(row: Document, *shown: int) -> list[tuple[int, str]]:
    """The revisions one may want to compare, the newest first: now, those with a name, those shown, the beginning."""
    known = {row.revision, 0, *shown, *row.versions.values_list("revision", flat=True)[:100]}
    return [(revision, called(row, revision)) for revision in sorted(known, reverse=True)]
