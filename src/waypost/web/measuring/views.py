"""Measures for the map, what stands behind a figure, and the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from waypost.errors import InputError
from waypost.web.documents.views import journey_of
from waypost.web.faults import problem
from waypost.web.jobs.telling import told
from waypost.web.measuring.project import project_of, state_of
from waypost.web.measuring.shown import group_key, read_shown
from waypost.web.measuring.telling import (
    customers_told,
    figure_told,
    job_on,
    kept_of,
    measure_now,
    measures_told,
)
from waypost.web.security import POLICY, stated
from waypost.web.workspaces.access import Can, VisitRequest, members

if TYPE_CHECKING:
    from waypost.web.measuring.keeping import Kept


@require_GET
@members(Can.VIEW)
def measures(request: VisitRequest, slug: str) -> HttpResponse:
    """The measured lanes of a journey for a segment and a period, beside another."""
    given = request.GET
    shown = given.get("segment", ""), given.get("period", "")
    try:
        return JsonResponse(measures_told(request.visit, slug, *shown, given.get("against")))
    except Http404 as error:
        return problem(404, "unknown", str(error))


@require_GET
@members(Can.VIEW)
def figure(request: VisitRequest, slug: str, lane: str, element: str) -> HttpResponse:
    """What stands behind a figure: its definition, what it is counted from, and of whom for those who may see."""
    behind = figure_told(request.visit, slug, lane, element)
    if behind["mayask"] and request.GET.get("customers"):
        page = request.GET.get("page", "0")
        number = min(int(page), 10_000) if page.isdecimal() and len(page) < 6 else 0
        segment, period = request.GET.get("segment", ""), request.GET.get("period", "")
        try:
            people = customers_told(request.visit, slug, element, segment, number, lane=lane, period=period)
        except InputError as error:
            return problem(422, "unmeasured", f"{error}.")
        behind["customers"] = people
    return JsonResponse(behind)


@require_POST
@members(Can.EDIT)
def again(request: VisitRequest, slug: str) -> HttpResponse:
    """Measure now."""
    job = measure_now(request.visit, slug)
    return JsonResponse({"job": told(job) if job is not None else None})


@require_GET
@members(Can.VIEW)
def answers(request: VisitRequest, slug: str) -> HttpResponse:
    """What the data say of the journey, in sentences, with the whole report beside."""
    _, journey = journey_of(request.visit, slug)
    kept, job = kept_of(request.visit, slug), job_on(request.visit, slug)
    kept_as_shown = read_shown(state_of(request.visit.workspace), slug)
    shown: dict[str, object] = {
        "journey": journey,
        "kept": kept,
        "job": job,
        "has_data": kept is None and project_of(request.visit.workspace).lake.events_count > 0,
    }
    if kept is not None and kept_as_shown is not None:
        everyone = kept_as_shown["groups"][group_key("", "")]
        shown |= {"headline": everyone["headline"], "from": kept_as_shown["from"], "lines": _lines(kept)}
    response = render(request, "measuring/answers.html", shown)
    response["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return response


def _lines(kept: Kept) -> list[object]:
    from waypost.analysis.coverage import Line, coverage_lines  # noqa: PLC0415  # loads what measures

    dates = [f"“{name}” is not counted: no file holds its deadline any more" for name in kept.undated]
    return [*coverage_lines(kept.living), *(Line(words, warning=True) for words in dates)]


@require_GET
@members(Can.VIEW)
def report(request: VisitRequest, slug: str) -> HttpResponse:
    """The living map with every answer, as one page of its own, under its own policy."""
    _, journey = journey_of(request.visit, slug)
    kept = kept_of(request.visit, slug)
    project = project_of(request.visit.workspace)
    today = timezone.now().date()
    try:
        living = project.living_map(today, journey.id, kept.living if kept else None, kept.brief if kept else None)
        page = project.page(living)
    except InputError as error:
        return render(
            request, "fault.html", {"title": "The map cannot be drawn", "detail": str(error), "status": 422}, status=422
        )
    response = HttpResponse(page)
    response["Content-Security-Policy"] = f"{stated(page)}; frame-ancestors 'self'"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
