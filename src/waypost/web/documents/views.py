"""The protocol between a browser that holds a document and the server that orders its changes."""

from __future__ import annotations

import json
import uuid
from functools import cache

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from waypost.journey.edits import ConflictError, Edit, EditError
from waypost.journey.journey import Journey
from waypost.journey.workspace import KINDS
from waypost.web.documents.committing import Author, commit
from waypost.web.documents.models import Document
from waypost.web.documents.pace import Pace
from waypost.web.documents.reading import current
from waypost.web.documents.shape import shape
from waypost.web.faults import problem
from waypost.web.live.announcing import last_event
from waypost.web.live.tickets import Listener, ticket
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members

LARGEST_CHANGE = 500
"""Edits in one change."""


PACE = Pace()
"""How fast each person changes documents in this process."""


class Asked(BaseModel):
    """What a browser sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: uuid.UUID
    edits: tuple[Edit, ...] = Field(min_length=1, max_length=LARGEST_CHANGE)
    label: str = Field(default="", max_length=200, pattern=r"^[^\x00]*$")


def document_of(visit: Visit, slug: str) -> Document:
    """A document of the workspace; raises Http404."""
    row = Document.objects.filter(workspace=visit.workspace, slug=slug, archived=None).first()
    if row is None:
        raise Http404("There is no such document.")
    return row


def journey_of(visit: Visit, slug: str) -> tuple[Document, Journey]:
    """A journey of the workspace; raises Http404."""
    row = document_of(visit, slug)
    value = current(row).value
    if not isinstance(value, Journey):
        raise Http404("There is no such journey.")
    return row, value


@require_GET
@members(Can.VIEW)
def state(request: VisitRequest, slug: str) -> HttpResponse:
    """The document, its revision, and the last event that is contained in it.

    The event is asked for first: what happens in between is in the document already, and told once more.
    """
    event = last_event()
    row = document_of(request.visit, slug)
    now = current(row)
    told = {
        "id": row.slug,
        "pk": row.pk,
        "kind": row.kind,
        "revision": now.revision,
        "event": event,
        "ticket": ticket(_listener(request.visit, row)),
        "edits": request.visit.can(Can.EDIT),
    }
    body = f'{json.dumps(told)[:-1]}, "document": {now.json}, "shape": {_shape(row.kind)}}}'
    return HttpResponse(body, content_type="application/json")


@cache
def _shape(kind: str) -> str:
    return json.dumps(shape(KINDS[kind]), ensure_ascii=False, separators=(",", ":"))


@require_GET
@members(Can.VIEW)
def renewed(request: VisitRequest, slug: str) -> HttpResponse:
    """A new ticket for the stream, and the last event before it."""
    event = last_event()
    return JsonResponse({"ticket": ticket(_listener(request.visit, document_of(request.visit, slug))), "event": event})


@require_POST
@members(Can.EDIT)
def changes(request: VisitRequest, slug: str) -> HttpResponse:
    """Apply a change; what is answered with a revision is on the disk."""
    row = document_of(request.visit, slug)
    if wait := PACE.wait(request.visit.user.pk):
        answer = problem(429, "pace", "That is very many changes at once. They are kept, and sent again in a moment.")
        answer.headers["Retry-After"] = str(wait)
        return answer
    try:
        asked = Asked.model_validate_json(request.body)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return problem(422, "invalid", f"{place}: {first['msg']}")
    try:
        committed = commit(row, Author.of(request.visit.user), asked.key, asked.edits, asked.label)
    except ConflictError as error:
        row.refresh_from_db()
        return problem(409, "conflict", str(error), element=error.element, revision=row.revision)
    except EditError as error:
        return problem(422, "invalid", str(error), element=error.element)
    return JsonResponse({"revision": committed.revision})


def _listener(visit: Visit, row: Document) -> Listener:
    who = Author.of(visit.user).shown()
    return Listener(
        (row.topic, visit.workspace.topic, f"user:{visit.user.pk}"), who["id"], who["name"], who["initials"]
    )
