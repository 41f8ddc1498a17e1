"""What a document and its revisions are called on a page."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from waypost.journey.model import Document as Value
from waypost.web.documents.models import Document

BEGINNING = "the beginning"
NOW = "now"
_WORDS = {"journey": "map", "evidence": "study", "settings": "workspace"}


def word_of(value: Value) -> str:
    """What people call such a document where its life is told."""
    return _WORDS.get(value.word, value.word)


def as_of(row: Document, revision: int) -> str:
    """A sentence: when a state came about, and by whom."""
    change = row.changes.filter(revision=revision).first()
    if change is None:
        return f"As it was begun on {_moment(row.created)}."
    since = "" if revision == row.revision else f" It was changed {_times(row.revision - revision)} since."
    return f"As {change.author_name} left it on {_moment(change.at)}.{since}"


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j M Y, H:i")


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
