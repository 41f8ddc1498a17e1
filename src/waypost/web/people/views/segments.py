"""Segments: real customers chosen by a rule, with their real size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import ValidationError

from waypost.errors import InputError
from waypost.journey.edits import EditError
from waypost.journey.persona import Persona
from waypost.journey.segment import Segment
from waypost.journey.workspace import Workspace
from waypost.web.documents.committing import Author
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current, workspace_value
from waypost.web.documents.views import document_of
from waypost.web.faults import problem
from waypost.web.measuring.project import project_of
from waypost.web.people.conditions import attributes_of, found, in_words
from waypost.web.people.forms import SegmentForm
from waypost.web.people.making import change, make
from waypost.web.people.portraits import Portrait, portrait
from waypost.web.people.sizes import Sized, segment_of, sized
from waypost.web.people.views.away import away
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members

_LONGEST = 2000


@dataclass(frozen=True)
class Known:
    """A segment and what is known of it."""

    segment: Segment
    words: str
    """The condition as one would say it; empty where words would not help."""
    sized: tuple[Sized, ...]
    personas: tuple[tuple[Persona, Portrait], ...]
    """Those who stand for it."""


def _known(visit: Visit, value: Workspace, segment: Segment) -> Known:
    personas = (each for each in value.of(Persona) if segment_of(each.segment) == segment.id)
    pictured = tuple((each, portrait(each, visit.workspace.slug)) for each in personas)
    return Known(segment, _words(segment), sized(visit.workspace, value, segment.id), pictured)


def _words(segment: Segment) -> str:
    """A condition written before the language was what it is has no words."""
    try:
        return in_words(segment.when)
    except InputError:
        return ""


@require_GET
@members(Can.VIEW)
def listed(request: VisitRequest) -> HttpResponse:
    """All segments with their sizes."""
    value = workspace_value(request.visit.workspace)
    segments = [_known(request.visit, value, segment) for segment in value.of(Segment)]
    return render(request, "people/segments.html", {"segments": segments, "away": away(request.visit, "segment")})


def _segment(request: VisitRequest, slug: str) -> tuple[Document, Segment]:
    row = document_of(request.visit, slug)
    value = current(row).value
    if not isinstance(value, Segment):
        raise Http404("There is no such segment.")
    return row, value


@require_GET
@members(Can.VIEW)
def segment(request: VisitRequest, slug: str) -> HttpResponse:
    """One segment: who they are, how many, and what they did on each journey."""
    _, value = _segment(request, slug)
    shown = _known(request.visit, workspace_value(request.visit.workspace), value)
    return render(request, "people/segment.html", {"one": shown})


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def made(request: VisitRequest) -> HttpResponse:
    """A new segment."""
    form = SegmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        author, fields = Author.of(request.visit.user), _fields(given)
        try:
            row = make(request.visit.workspace, Segment, given["name"], author, **fields)
        except ValidationError:
            form.add_error(None, "This could not be kept as it is. Leave out unusual characters, then try again.")
        else:
            return redirect("people:segment", request.visit.workspace.slug, row.slug)
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def changed(request: VisitRequest, slug: str) -> HttpResponse:
    """Another name, meaning or condition."""
    row, value = _segment(request, slug)
    initial = {"name": value.name, "meaning": value.meaning, "when": value.when}
    form = SegmentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            after = Segment.model_validate(
                {"id": value.id, "name": form.cleaned_data["name"], **_fields(form.cleaned_data)}
            )
            change(row, value, after, Author.of(request.visit.user), "Changed the segment")
        except ValidationError:
            form.add_error(None, "This could not be kept as it is. Leave out unusual characters, then try again.")
        except EditError:
            form.add_error(None, "Somebody changed this segment meanwhile. Look at it, then change it once more.")
        else:
            return redirect("people:segment", request.visit.workspace.slug, slug)
    return _form(request, form, value)


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    return {"when": given["when"], "meaning": given["meaning"] or None}


def _form(request: VisitRequest, form: SegmentForm, value: Segment | None) -> HttpResponse:
    here = request.visit.workspace
    attributes = attributes_of(workspace_value(here))
    data = {"try": reverse("people:try-segment", args=[here.slug]), "attributes": attributes}
    shown = {"form": form, "segment": value, "data": data, "attributes": attributes}
    return render(request, "people/segment_form.html", shown, status=422 if form.errors else 200)


@require_GET
@members(Can.EDIT)
def tried(request: VisitRequest) -> HttpResponse:
    """A condition in words and how many customers it finds, or what is wrong with it."""
    text = request.GET.get("when", "")[:_LONGEST].strip()
    try:
        words = in_words(text)
        counted = found(project_of(request.visit.workspace), text)
    except InputError as error:
        first = error.problems[0]
        return problem(422, "invalid", first.message, remedy=first.remedy or "")
    return JsonResponse({"words": words, "found": counted.words(request.visit.can(Can.CUSTOMERS))})
