"""Putting a persona or a segment away, and taking it out again: nothing that was learned is thrown away."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from waypost.web.documents.archiving import put_away, take_out
from waypost.web.documents.models import Document
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members

LISTS: Mapping[str, str] = {"persona": "people:personas", "segment": "people:segments"}
"""What can be put away here, and where the others of its kind are."""


def away(visit: Visit, kind: str) -> QuerySet[Document]:
    """What was put away of a kind."""
    return visit.workspace.documents.filter(kind=kind, archived__isnull=False).order_by("name")


@require_POST
@members(Can.EDIT)
def put(request: VisitRequest, slug: str) -> HttpResponse:
    """Put one away."""
    row = _found(request.visit, slug)
    put_away(request.visit, row)
    messages.success(request, f"{row.name} is put away. You find it below the others.")
    return redirect(LISTS[row.kind], request.visit.workspace.slug)


@require_POST
@members(Can.EDIT)
def take(request: VisitRequest, slug: str) -> HttpResponse:
    """Take one out again."""
    row = _found(request.visit, slug)
    take_out(request.visit, row)
    messages.success(request, f"{row.name} is there again.")
    return redirect(f"people:{row.kind}", request.visit.workspace.slug, row.slug)


def _found(visit: Visit, slug: str) -> Document:
    row = get_object_or_404(visit.workspace.documents, slug=slug)
    if row.kind not in LISTS:
        raise Http404("There is no such persona and no such segment.")
    return row
