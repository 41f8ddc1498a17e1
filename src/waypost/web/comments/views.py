"""Threads of a document: read by all members, written by those who may comment."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from waypost.web.comments.models import LONGEST, Comment, Thread
from waypost.web.comments.saying import (
    answer,
    begin,
    open_counts,
    people_of,
    resolve,
    rewrite,
    take_back,
    watch,
    watching,
)
from waypost.web.comments.telling import person, told
from waypost.web.documents.models import Document
from waypost.web.documents.pace import Pace
from waypost.web.documents.reading import current
from waypost.web.documents.views import document_of
from waypost.web.faults import problem
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members

PACE = Pace()
"""How fast each person says something in this process."""


def thread_of(visit: Visit, number: int) -> Thread:
    """A thread of the workspace; raises Http404."""
    found = Thread.objects.select_related("document__workspace").filter(
        pk=number, document__workspace=visit.workspace, document__archived=None
    )
    row = found.first()
    if row is None:
        raise Http404("There is no such thread.")
    return row


def _comment(visit: Visit, number: int) -> Comment:
    found = Comment.objects.select_related("thread__document__workspace").filter(
        pk=number, thread__document__workspace=visit.workspace, thread__document__archived=None
    )
    row = found.first()
    if row is None:
        raise Http404("There is no such comment.")
    return row


def _state(visit: Visit, row: Document) -> JsonResponse:
    """Everything said about a document."""
    comments = Prefetch("comments", Comment.objects.select_related("author"))
    people = people_of(visit)
    return JsonResponse(
        {
            "threads": told(visit, row.threads.prefetch_related(comments), current(row).value.elements(), people),
            "people": [person(one) for one in people],
            "watching": watching(visit.user, row),
            "may": visit.can(Can.COMMENT),
        }
    )


@require_GET
@members(Can.VIEW)
def threads(request: VisitRequest, slug: str) -> HttpResponse:
    """All threads of a document, those of removed elements too."""
    return _state(request.visit, document_of(request.visit, slug))


@require_GET
@members(Can.VIEW)
def counts(request: VisitRequest, slug: str) -> HttpResponse:
    """How many open threads each element has: for the marks on the map."""
    return JsonResponse({"counts": open_counts(document_of(request.visit, slug))})


@require_GET
@members(Can.VIEW)
def page(request: VisitRequest, slug: str) -> HttpResponse:
    """A page of everything said about a document."""
    return render(request, "comments/page.html", {"row": document_of(request.visit, slug)})


@require_POST
@members(Can.COMMENT)
def begun(request: VisitRequest, slug: str) -> HttpResponse:
    """Begin a thread about an element."""
    row = document_of(request.visit, slug)
    value = current(row).value
    element = value.elements().get(request.POST.get("element", "") or value.id)
    if element is None:
        return problem(422, "invalid", "What you want to comment on is not there any more.")
    refused, text = _said(request)
    if refused is not None:
        return refused
    begin(request.visit, row, element.id, element.label, text)
    return _state(request.visit, row)


@require_POST
@members(Can.COMMENT)
def answered(request: VisitRequest, number: int) -> HttpResponse:
    """Answer in a thread."""
    thread = thread_of(request.visit, number)
    refused, text = _said(request)
    if refused is not None:
        return refused
    answer(request.visit, thread, text)
    return _state(request.visit, thread.document)


@require_POST
@members(Can.COMMENT)
def settled(request: VisitRequest, number: int) -> HttpResponse:
    """Settle a thread, or open it again (`open`)."""
    thread = thread_of(request.visit, number)
    resolve(request.visit, thread, settled="open" not in request.POST)
    return _state(request.visit, thread.document)


@require_POST
@members(Can.COMMENT)
def rewritten(request: VisitRequest, number: int) -> HttpResponse:
    """Give one's own comment other words."""
    comment = _comment(request.visit, number)
    if comment.author_id != request.visit.user.pk:
        raise PermissionDenied("A comment is rewritten by whoever said it.")
    refused, text = _said(request)
    if refused is not None:
        return refused
    rewrite(request.visit, comment, text)
    return _state(request.visit, comment.thread.document)


@require_POST
@members(Can.COMMENT)
def removed(request: VisitRequest, number: int) -> HttpResponse:
    """Remove a comment: one's own, or as an admin."""
    comment = _comment(request.visit, number)
    if comment.author_id != request.visit.user.pk and not request.visit.manages:
        raise PermissionDenied("A comment is removed by whoever said it, or by an admin.")
    take_back(comment)
    return _state(request.visit, comment.thread.document)


@require_POST
@members(Can.VIEW)
def watched(request: VisitRequest, slug: str) -> HttpResponse:
    """Hear what is said about a document, or stop (`off`)."""
    row = document_of(request.visit, slug)
    watch(request.visit.user, row, on="off" not in request.POST)
    return JsonResponse({"watching": watching(request.visit.user, row)})


def _said(request: VisitRequest) -> tuple[HttpResponse | None, str]:
    """What somebody says, or why it cannot be taken."""
    text = request.POST.get("text", "").replace("\x00", "").strip()
    if not text:
        return problem(422, "invalid", "Write something first."), ""
    if len(text) > LONGEST:
        return problem(422, "invalid", f"That is longer than {LONGEST:,} letters. Say it in two comments."), ""
    if wait := PACE.wait(request.visit.user.pk):
        refused = problem(429, "pace", "That is very many comments at once. Try again in a moment.")
        refused.headers["Retry-After"] = str(wait)
        return refused, ""
    return None, text
