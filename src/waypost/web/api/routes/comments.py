"""What is said about the elements of a document."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Prefetch
from django.http import Http404
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field, StringConstraints

from waypost.web.api.doors import members
from waypost.web.api.paging import Page, Paging, Part, oldest_first
from waypost.web.api.words import Number, Slug
from waypost.web.comments.models import LONGEST
from waypost.web.comments.models import Comment as Row
from waypost.web.comments.models import Thread as ThreadRow
from waypost.web.comments.saying import answer, begin, people_of, resolve
from waypost.web.comments.telling import told
from waypost.web.comments.views import thread_of
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.documents.views import document_of
from waypost.web.workspaces.access import Can, Visit, VisitRequest

router = Router()

Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST, pattern=r"^[^\x00]*$")]


class Saying(Schema):
    """What somebody says; `@Name` tells a member."""

    model_config = ConfigDict(extra="forbid")

    text: Said


class Beginning(Saying):
    """The first comment of a thread."""

    element: Slug | None = Field(None, description="What it is about; the document itself when left out.")


class Comment(Schema):
    """One thing somebody said."""

    id: int
    name: str
    text: str
    mentions: list[str]
    at: str
    edited: bool


class Thread(Schema):
    """What is said about one element."""

    id: int
    element: str
    about: str
    gone: bool = Field(description="Whether the element is not there any more.")
    resolved: str | None
    resolved_by: str
    comments: list[Comment]


@router.get("/documents/{slug}/threads", auth=members(Can.VIEW), response=Page[Thread])
def list_threads(request: VisitRequest, slug: Slug, paging: Paging = Part) -> dict[str, Any]:
    """All threads of a document, those of removed elements too."""
    row = document_of(request.visit, slug)
    comments = Prefetch("comments", Row.objects.select_related("author"))
    part = oldest_first(row.threads.prefetch_related(comments), paging, lambda thread: thread)
    return {**part, "items": _told(request.visit, row, part["items"])}


@router.post("/documents/{slug}/threads", auth=members(Can.COMMENT), response={201: Thread})
def begin_thread(request: VisitRequest, slug: Slug, asked: Beginning) -> Status[dict[str, Any]]:
    """Say something about an element."""
    row = document_of(request.visit, slug)
    value = current(row).value
    element = value.elements().get(asked.element or value.id)
    if element is None:
        raise Http404("There is no such element.")
    thread = begin(request.visit, row, element.id, element.label, asked.text)
    return Status(201, _told(request.visit, row, [thread])[0])


@router.post("/threads/{number}/answers", auth=members(Can.COMMENT), response={201: Thread})
def answer_thread(request: VisitRequest, number: Number, asked: Saying) -> Status[dict[str, Any]]:
    """Answer in a thread."""
    thread = thread_of(request.visit, number)
    answer(request.visit, thread, asked.text)
    return Status(201, _one(request.visit, number))


@router.post("/threads/{number}/resolve", auth=members(Can.COMMENT), response=Thread)
def resolve_thread(request: VisitRequest, number: Number) -> dict[str, Any]:
    """Settle a thread."""
    resolve(request.visit, thread_of(request.visit, number), settled=True)
    return _one(request.visit, number)


@router.post("/threads/{number}/reopen", auth=members(Can.COMMENT), response=Thread)
def reopen_thread(request: VisitRequest, number: Number) -> dict[str, Any]:
    """Open a thread again."""
    resolve(request.visit, thread_of(request.visit, number), settled=False)
    return _one(request.visit, number)


def _one(visit: Visit, number: int) -> dict[str, Any]:
    thread = thread_of(visit, number)
    return _told(visit, thread.document, [thread])[0]


def _told(visit: Visit, row: Document, threads: list[ThreadRow]) -> list[dict[str, Any]]:
    return told(visit, threads, current(row).value.elements(), people_of(visit))
