"""Documents: read, made, changed, put away; their history."""

from __future__ import annotations

import json
import uuid
from contextlib import nullcontext
from datetime import datetime
from typing import Annotated, Any

import pydantic
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Body, Header
from pydantic import Field, JsonValue

from waypost.errors import InputError, Problem
from waypost.journey.difference import difference
from waypost.journey.model import Document as Value
from waypost.journey.workspace import KINDS
from waypost.web.api.doors import members
from waypost.web.api.paging import Page, Paging, Part, newest_first, oldest_first
from waypost.web.api.refusals import TakenError, UnreadableError
from waypost.web.api.words import Slug, Word
from waypost.web.documents.archiving import put_away, take_out
from waypost.web.documents.committing import Author, commit, create, held
from waypost.web.documents.models import Change, Document
from waypost.web.documents.reading import current
from waypost.web.documents.views import Asked, document_of
from waypost.web.workspaces.access import Can, VisitRequest

router = Router()

Content = Annotated[
    dict[str, JsonValue],
    Field(description="The document, with its `kind`, as its JSON Schema says; fields that are empty are left out."),
]
Tag = Annotated[str, Field(pattern=r'^"\d{1,9}"$', description='The `ETag` you read the document with: `"12"`.')]
Revision = Annotated[int, Field(ge=0, le=10**9)]
_BODY: Any = Body(...)
TAG: Any = Header(None, alias="If-Match")
"""The default of an operation that may be told the revision it changes."""
_TAG_ASKED: Any = Header(..., alias="If-Match")


class DocumentSummary(Schema):
    """A document in a list."""

    id: str = Field(alias="slug", serialization_alias="id")
    kind: str = Field(description=f"One of {', '.join(KINDS)}.")
    name: str
    revision: int = Field(description="How many changes there were.")
    created: datetime
    changed: datetime


class DocumentState(Schema):
    """A document as it is at a revision."""

    id: str
    kind: str
    revision: int = Field(description="How many changes it had.")
    document: Content


class Committed(Schema):
    """What a change became."""

    revision: int


class DocumentChange(Schema):
    """One change of a document."""

    revision: int = Field(description="The revision it made.")
    key: uuid.UUID
    author: str = Field(alias="author_name", serialization_alias="author")
    at: datetime
    label: str = Field(description="What it was, in words.")
    edits: list[dict[str, JsonValue]]


@router.get("", auth=members(Can.VIEW), response=Page[DocumentSummary])
def list_documents(
    request: VisitRequest, kind: Word = "", archived: bool = False, paging: Paging = Part
) -> dict[str, Any]:
    """The workspace's documents; of one kind, if asked for. With `archived`, those that were put away."""
    rows = request.visit.workspace.documents.filter(archived__isnull=not archived)
    return oldest_first(rows.filter(kind=kind) if kind else rows, paging, lambda row: row)


@router.post("", auth=members(Can.EDIT), response={201: DocumentState})
def create_document(request: VisitRequest, content: Content = _BODY) -> HttpResponse:
    """Make a document. Its `kind` says of which kind, its `id` is its own for good."""
    value = _value(content)
    if value.id and content.get("kind") == "workspace":
        raise InputError(Problem("a workspace has its settings already", remedy="Change the workspace instead"))
    try:
        row = create(request.visit.workspace, value, Author.of(request.visit.user))
    except IntegrityError as error:
        raise TakenError(f"The id '{value.id}' is taken, perhaps by a document that was put away.") from error
    return state_of(row, 201)


@router.get("/{slug}", auth=members(Can.VIEW), response=DocumentState)
def get_document(request: VisitRequest, slug: Slug) -> HttpResponse:
    """A document as it is now; its `ETag` is its revision."""
    return state_of(document_of(request.visit, slug))


@router.put("/{slug}", auth=members(Can.EDIT), response=DocumentState)
def replace_document(
    request: VisitRequest, slug: Slug, content: Content = _BODY, if_match: Tag = _TAG_ASKED
) -> HttpResponse:
    """Make the document what you send. What differs from the revision in `If-Match` becomes one change."""
    row, value = document_of(request.visit, slug), _value(content)
    with held(row, revision_in(if_match)) as now:
        edits = difference(current(now).value, value)
        if edits:
            commit(now, Author.of(request.visit.user), uuid.uuid4(), edits)
    row.refresh_from_db()
    return state_of(row)


@router.delete("/{slug}", auth=members(Can.EDIT), response={204: None})
def archive_document(request: VisitRequest, slug: Slug) -> Status[None]:
    """Put a document away. Nothing of it is lost."""
    put_away(request.visit, document_of(request.visit, slug))
    return Status(204, None)


@router.post("/{slug}/restore", auth=members(Can.EDIT), response=DocumentState)
def restore_document(request: VisitRequest, slug: Slug) -> HttpResponse:
    """Take a document out again that was put away."""
    row = Document.objects.filter(workspace=request.visit.workspace, slug=slug).first()
    if row is None:
        raise Http404("There is no such document.")
    take_out(request.visit, row)
    return state_of(row)


@router.post("/{slug}/changes", auth=members(Can.EDIT), response=Committed)
def change_document(request: VisitRequest, slug: Slug, change: Asked, if_match: Tag | None = TAG) -> dict[str, int]:
    """Apply edits, all or none. The same `key` is applied once, however often it is sent.

    With `If-Match`, only to the revision it names; without, to whatever the document is by now, where the edits fit.
    """
    row = document_of(request.visit, slug)
    known = row.changes.filter(key=change.key).exists()
    expecting = nullcontext(row) if if_match is None or known else held(row, revision_in(if_match))
    with expecting as now:
        done = commit(now, Author.of(request.visit.user), change.key, change.edits, change.label)
    return {"revision": done.revision}


@router.get("/{slug}/changes", auth=members(Can.VIEW), response=Page[DocumentChange])
def list_changes(request: VisitRequest, slug: Slug, paging: Paging = Part) -> dict[str, Any]:
    """A document's history, the newest change first."""
    return newest_first(Change.objects.filter(document=document_of(request.visit, slug)), paging, lambda change: change)


def _value(content: dict[str, JsonValue]) -> Value:
    kind = KINDS.get(str(content.get("kind")))
    if kind is None:
        raise InputError(Problem(f"`kind` is one of {', '.join(KINDS)}", element="kind"))
    try:
        return kind.model_validate(content)
    except pydantic.ValidationError as error:
        raise UnreadableError(error) from error


def revision_in(tag: str) -> int:
    """The revision an `If-Match` names."""
    return int(tag.strip('"'))


def state_of(row: Document, status: int = 200) -> HttpResponse:
    """The document as it is now, with its revision as `ETag`."""
    now = current(row)
    response = told(row, now.revision, now.json, status)
    response["ETag"] = f'"{now.revision}"'
    return response


def told(row: Document, revision: int, content: str, status: int = 200) -> HttpResponse:
    """A document's content, which is JSON already: written once for all who ask."""
    head = json.dumps({"id": row.slug, "kind": row.kind, "revision": revision})
    return HttpResponse(f'{head[:-1]}, "document": {content}}}', status=status, content_type="application/json")
