"""Measures for the map, what stands behind a figure, and the answers."""

from __future__ import annotations

import re
from dataclasses import asdict, replace

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from waypost.errors import InputError
from waypost.journey.journey import Journey
from waypost.journey.segment import Segment
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current, workspace_value
from waypost.web.documents.views import document_of
from waypost.web.faults import problem
from waypost.web.jobs.models import Job, JobState
from waypost.web.jobs.telling import told
from waypost.web.measuring.asking import ask_to_measure
from waypost.web.measuring.figures import PAGE, computed_from, definition_of, people_behind
from waypost.web.measuring.keeping import Kept, file_of, read
from waypost.web.measuring.lanes import Beside, headline_of, lanes_of
from waypost.web.measuring.project import project_of, state_of
from waypost.web.security import POLICY
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members

_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')


def _journey(visit: Visit, slug: str) -> tuple[Document, Journey]:
    row = document_of(visit, slug)
    value = current(row).value
    if not isinstance(value, Journey):
        raise Http404("There is no such journey.")
    return row, value


def _kept(visit: Visit, slug: str) -> Kept | None:
    return read(file_of(state_of(visit.workspace), slug))


def _job(visit: Visit, slug: str) -> Job | None:
    """The last work on this journey's figures, unless it is done."""
    asked = Job.objects.filter(workspace=visit.workspace, kind="measure", arguments__journey=slug)
    job = asked.order_by("-id").first()
    return job if job is not None and job.state not in (JobState.DONE, JobState.CANCELLED) else None


@require_GET
@members(Can.VIEW)
def measures(request: VisitRequest, slug: str) -> HttpResponse:
    """The measured lanes of a journey for a segment and a period, beside another."""
    _, journey = _journey(request.visit, slug)
    kept, job = _kept(request.visit, slug), _job(request.visit, slug)
    working = told(job) if job is not None else None
    if kept is None:
        return JsonResponse({"measured": False, "job": working, "lanes": [], "segments": [], "periods": []})
    segment, period = request.GET.get("segment", ""), request.GET.get("period", "")
    found = kept.find(segment, period)
    if found is None:
        return problem(404, "unknown", "There is no such segment or period in what was measured.")
    names = {"": "Everyone", **{one.id: one.name for one in workspace_value(request.visit.workspace).of(Segment)}}
    return JsonResponse(
        {
            "measured": True,
            "job": working,
            "revision": kept.revision,
            "at": kept.at.isoformat(),
            "from": computed_from(kept),
            "segment": segment,
            "period": period,
            "segments": [
                {"id": one, "name": names.get(one, one)} for one in dict.fromkeys(each.segment for each in kept.groups)
            ],
            "periods": list(kept.periods),
            "headline": headline_of(found),
            "lanes": lanes_of(
                kept, journey, found, _beside(request, kept, segment, period, names), whole=not segment and not period
            ),
        }
    )


def _beside(request: VisitRequest, kept: Kept, segment: str, period: str, names: dict[str, str]) -> Beside | None:
    """What the figures stand beside: what is asked for, or everyone beside a segment."""
    against = request.GET.get("against")
    if against is None:
        against = "" if segment else None
    if against is None:
        return None
    other, _, when = against.partition("@")
    if (other, when or period) == (segment, period):
        return None
    baseline = kept.find(other, when or period)
    name = names.get(other, other)
    said = f"{name[:1].lower()}{name[1:]}" if not other else name
    return Beside(f"{said} in {when}" if when else said, baseline) if baseline is not None else None


@require_GET
@members(Can.VIEW)
def figure(request: VisitRequest, slug: str, lane: str, element: str) -> HttpResponse:
    """What stands behind a figure: its definition, what it is counted from, and of whom for those who may see."""
    _, journey = _journey(request.visit, slug)
    definition, kept = definition_of(lane), _kept(request.visit, slug)
    if definition is None or kept is None or element not in journey.elements():
        raise Http404("There is no such figure.")
    behind = {
        "definition": asdict(definition),
        "from": computed_from(kept),
        "revision": kept.revision,
        "at": kept.at.isoformat(),
        "customers": None,
    }
    if request.visit.can(Can.CUSTOMERS) and request.GET.get("customers"):
        behind["customers"] = _customers(request, journey, element)
    return JsonResponse({**behind, "mayask": request.visit.can(Can.CUSTOMERS)})


def _customers(request: VisitRequest, journey: Journey, element: str) -> dict[str, object]:
    page = request.GET.get("page", "0")
    number = min(int(page), 10_000) if page.isdecimal() and len(page) < 6 else 0
    study = project_of(request.visit.workspace).study(journey.id)
    found, total = people_behind(study, journey, element, request.GET.get("segment", ""), number)
    return {"page": number, "pages": -(-total // PAGE), "total": total, "people": [asdict(one) for one in found]}


@require_POST
@members(Can.EDIT)
def again(request: VisitRequest, slug: str) -> HttpResponse:
    """Measure now."""
    row, _ = _journey(request.visit, slug)
    stamp = f"{row.revision}:{timezone.now():%Y%m%d%H%M%S}"
    job = ask_to_measure(request.visit.workspace, slug, stamp, request.visit.user) or _job(request.visit, slug)
    return JsonResponse({"job": told(job) if job is not None else None})


@require_GET
@members(Can.VIEW)
def answers(request: VisitRequest, slug: str) -> HttpResponse:
    """What the data say of the journey, in sentences, with the whole report beside."""
    _, journey = _journey(request.visit, slug)
    kept, job = _kept(request.visit, slug), _job(request.visit, slug)
    shown: dict[str, object] = {
        "journey": journey,
        "kept": kept,
        "job": job,
        "has_data": (state_of(request.visit.workspace) / "lake").is_dir(),
    }
    if kept is not None:
        shown |= {"headline": headline_of(kept.living.everyone), "from": computed_from(kept), "lines": _lines(kept)}
    response = render(request, "measuring/answers.html", shown)
    response["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return response


def _lines(kept: Kept) -> list[object]:
    from waypost.analysis.coverage import coverage_lines  # noqa: PLC0415  # loads what measures

    lines = coverage_lines(kept.living)
    return [replace(line, text=line.text.replace(". `waypost quarantine` shows where", "")) for line in lines]


@require_GET
@members(Can.VIEW)
def report(request: VisitRequest, slug: str) -> HttpResponse:
    """The living map with every answer, as one page of its own, under its own policy."""
    _, journey = _journey(request.visit, slug)
    kept = _kept(request.visit, slug)
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
    policy = _POLICY.search(page)
    if policy is not None:
        given = policy[1].replace("&#39;", "'").replace("&amp;", "&")
        response["Content-Security-Policy"] = f"{given}; frame-ancestors 'self'"
        response["X-Frame-Options"] = "SAMEORIGIN"
    return response
