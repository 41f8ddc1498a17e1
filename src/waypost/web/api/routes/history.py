"""The life of a document: its named versions, what differs between two, and the way back."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from typing import Annotated, Any, Self

from django.http import Http404, HttpResponse
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field, StringConstraints, model_validator

from waypost.journey.wording import Change
from waypost.web.api.doors import members
from waypost.web.api.paging import Page, Paging, Part, newest_first
from waypost.web.api.routes.documents import (
    TAG,
    Committed,
    DocumentState,
    Revision,
    Tag,
    revision_in,
    state_of,
    told,
)
from waypost.web.api.words import Slug
from waypost.web.documents.committing import Author, held
from waypost.web.documents.models import Document
from waypost.web.documents.reading import at_revision
from waypost.web.documents.views import document_of
from waypost.web.history.comparing import compare
from waypost.web.history.going_back import restore, take_back
from waypost.web.history.reviewing import keep_version
from waypost.web.workspaces.access import Can, VisitRequest

router = Router()

_NO_REVISION = "There is no such revision yet."


class NamedVersion(Schema):
    """A revision that somebody gave a name."""

    revision: int
    name: str
    by: str = Field(alias="by_name", serialization_alias="by", description="Who gave it the name.")
    at: datetime


class NewVersion(Schema):
    """A name for a revision."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]*$")
    ]
    revision: Revision | None = Field(None, description="Which one; the document as it is now when left out.")


class Sentence(Schema):
    """One thing that differs."""

    kind: Change
    element: str
    field: str | None
    words: str = Field(description="It in a sentence; names stand between asterisks.")


class Chapter(Schema):
    """What differs in one part of the document."""

    title: str
    sentences: list[Sentence]


class Comparison(Schema):
    """Everything that differs between two revisions."""

    first: int
    last: int
    chapters: list[Chapter]


class Span(Schema):
    """Changes one after another."""

    model_config = ConfigDict(extra="forbid")

    first: Annotated[int, Field(ge=1, le=10**9)]
    last: Annotated[int, Field(ge=1, le=10**9)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("`last` comes before `first`")
        return self


@router.get("/{slug}/versions", auth=members(Can.VIEW), response=Page[NamedVersion])
def list_versions(request: VisitRequest, slug: Slug, paging: Paging = Part) -> dict[str, Any]:
    """A document's named versions; the one named last first."""
    return newest_first(document_of(request.visit, slug).versions.all(), paging, lambda version: version)


@router.post("/{slug}/versions", auth=members(Can.EDIT), response={201: NamedVersion})
def name_version(request: VisitRequest, slug: Slug, asked: NewVersion) -> Status[Any]:
    """Give a revision a name, to come back to it; a revision has one name."""
    row = document_of(request.visit, slug)
    revision = _known(row, row.revision if asked.revision is None else asked.revision)
    return Status(201, keep_version(request.visit, row, revision, asked.name))


@router.get("/{slug}/versions/{revision}", auth=members(Can.VIEW), response=DocumentState)
def get_version(request: VisitRequest, slug: Slug, revision: Revision) -> HttpResponse:
    """A document as it was at any revision, named or not."""
    row = document_of(request.visit, slug)
    then = at_revision(row, _known(row, revision))
    return told(row, then.revision, then.json)


@router.delete("/{slug}/versions/{revision}", auth=members(Can.EDIT), response={204: None})
def forget_version(request: VisitRequest, slug: Slug, revision: Revision) -> Status[None]:
    """Take a revision's name away; the revision stays."""
    document_of(request.visit, slug).versions.filter(revision=revision).delete()
    return Status(204, None)


@router.post("/{slug}/versions/{revision}/restore", auth=members(Can.EDIT), response=DocumentState)
def restore_version(request: VisitRequest, slug: Slug, revision: Revision, if_match: Tag | None = TAG) -> HttpResponse:
    """Make the document as it was at a revision, by a change of its own. What is there now stays in the history."""
    row = document_of(request.visit, slug)
    _known(row, revision)
    with nullcontext(row) if if_match is None else held(row, revision_in(if_match)) as now:
        restore(Author.of(request.visit.user), now, revision)
    row.refresh_from_db()
    return state_of(row)


@router.post("/{slug}/changes/take-back", auth=members(Can.EDIT), response=Committed)
def take_back_changes(request: VisitRequest, slug: Slug, span: Span) -> dict[str, int]:
    """Take back what was changed from one revision to another, and leave what came after it."""
    row = document_of(request.visit, slug)
    _known(row, span.last)
    take_back(Author.of(request.visit.user), row, span.first, span.last)
    row.refresh_from_db()
    return {"revision": row.revision}


@router.get("/{slug}/compare", auth=members(Can.VIEW), response=Comparison)
def compare_versions(
    request: VisitRequest, slug: Slug, first: Revision = 0, last: Revision | None = None
) -> dict[str, Any]:
    """What differs between two revisions, in words: from the beginning to now when nothing else is asked."""
    row = document_of(request.visit, slug)
    until = row.revision if last is None else last
    found = compare(at_revision(row, _known(row, first)).value, at_revision(row, _known(row, until)).value)
    chapters = [
        {
            "title": chapter.title,
            "sentences": [
                {"kind": each.kind, "element": each.element, "field": each.field, "words": str(each)}
                for each in chapter.sentences
            ],
        }
        for chapter in found.chapters
    ]
    return {"first": first, "last": until, "chapters": chapters}


def _known(row: Document, revision: int) -> int:
    if revision > row.revision:
        raise Http404(_NO_REVISION)
    return revision
