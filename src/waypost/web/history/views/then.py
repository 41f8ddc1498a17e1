"""A document as it was: a map is drawn, everything else is written out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from waypost.analysis.living import living_map
from waypost.errors import InputError
from waypost.journey.journey import Journey
from waypost.web.documents.models import Document
from waypost.web.documents.reading import workspace_value
from waypost.web.documents.views import document_of
from waypost.web.history.calling import as_of
from waypost.web.history.views.timeline import about, value_then
from waypost.web.history.written import written
from waypost.web.sharing.showing import drawn, page_of
from waypost.web.workspaces.access import Can, VisitRequest, members


@require_GET
@members(Can.VIEW)
def then(request: VisitRequest, slug: str, revision: int) -> HttpResponse:
    """The document as it was at a revision: a map is drawn, everything else is written out."""
    row = document_of(request.visit, slug)
    value = value_then(row, revision)
    if isinstance(value, Journey):
        return _drawn(request, row, value, as_of(row, revision))
    workspace = workspace_value(row.workspace)

    def named(reference: str) -> str:
        found = workspace.element(reference)
        return found.label if found is not None else reference

    told = {"then": written(value, named), "as_of": as_of(row, revision), "revision": revision}
    return render(request, "history/then.html", {**about(request, row), **told})


def _drawn(request: VisitRequest, row: Document, journey: Journey, edition: str) -> HttpResponse:
    living = living_map(workspace_value(row.workspace), journey, timezone.localdate())
    try:
        return drawn(page_of(row.workspace, living, edition))
    except InputError as error:
        words = {"title": "This cannot be drawn any more", "detail": str(error), "status": 422}
        return render(request, "fault.html", words, status=422)
