"""Files out."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from waypost.drawing.paper import Paper, Version
from waypost.errors import InputError
from waypost.web.documents.views import journey_of
from waypost.web.sharing.archive import archive
from waypost.web.sharing.exporting import Exported, Format, Wanted, export
from waypost.web.workspaces.access import Can, VisitRequest, members
from waypost.web.workspaces.models import Workspace

C = TypeVar("C", bound=StrEnum)


@require_GET
@members(Can.VIEW)
def journey(request: VisitRequest, slug: str, kind: str) -> HttpResponse:
    """A journey as a file: a poster, a page or a text."""
    row, _ = journey_of(request.visit, slug)
    wanted = Wanted(
        _choice(Format, kind),
        _choice(Paper, request.GET.get("paper") or Paper.A0),
        _choice(Version, request.GET.get("version") or Version.WHOLE),
        request.GET.get("part", "")[:4000],
    )
    try:
        return sent(export(row, wanted))
    except InputError as error:
        words = {"title": "This cannot be drawn yet", "detail": " ".join(map(_told, error.problems)), "status": 422}
        return render(request, "fault.html", words, status=422)


@require_GET
@members(Can.VIEW)
def workspace(request: VisitRequest) -> HttpResponse:
    """The whole workspace as a zip."""
    return sent(packed(request.visit.workspace))


def packed(here: Workspace) -> Exported:
    """A workspace's documents and pictures as a zip."""
    return Exported(f"{here.slug}.zip", "application/zip", archive(here))


def _told(problem: object) -> str:
    return f"{problem}."


def _choice(kind: type[C], said: str) -> C:
    try:
        return kind(said)
    except ValueError:
        raise Http404("There is no such format.") from None


def sent(file: Exported) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
