"""The pages of files: what was brought, what its columns are, what could not be taken."""

from __future__ import annotations

import csv
import io

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from waypost.errors import InputError
from waypost.events.quarantine import PutAside, put_aside
from waypost.formats.table import guarded
from waypost.journey.source import Source
from waypost.web.data.answers import unheard
from waypost.web.data.columns import next_waiting
from waypost.web.data.declaring import SOURCE, looking_into, source_value
from waypost.web.data.intake import throw_away
from waypost.web.data.kinds import kinds_of
from waypost.web.data.looking import reason
from waypost.web.data.putaside import told
from waypost.web.data.uploading import INCOMING, keep, largest, waiting
from waypost.web.data.way import Way
from waypost.web.documents.models import Document
from waypost.web.documents.reading import workspace_value
from waypost.web.faults import NeededError
from waypost.web.jobs.models import Job
from waypost.web.measuring.project import project_of
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members
from waypost.web.workspaces.audit import note


@require_GET
@members(Can.VIEW)
def overview(request: VisitRequest) -> HttpResponse:
    """What was brought so far, and where to bring more."""
    visit = request.visit
    project = project_of(visit.workspace)
    found = (project.has_data and put_aside(project.lake.scan("quarantine"))) or ()
    journeys = Document.objects.filter(workspace=visit.workspace, kind="journey", archived=None)
    source = source_value(visit.workspace)
    others = [each for each in workspace_value(visit.workspace).of(Source) if each.id != SOURCE]
    return render(
        request,
        "data/overview.html",
        {
            "tables": kinds_of(visit),
            "unheard": unheard(project.lake, project.workspace) if project.has_data else (),
            "waiting": [(one, looking_into(source, f"{INCOMING}/{one.name}")) for one in waiting(visit.workspace)],
            "events": project.lake.events_count if project.has_data else 0,
            "aside": sum(one.count for one in found),
            "journeys": journeys,
            "others": others,
            "job": _latest(visit),
            "largest": largest() // 1_000_000,
        },
    )


def _latest(visit: Visit) -> Job | None:
    return (
        Job.objects.filter(workspace=visit.workspace, kind__in=("ingest", "draft", "remove-file"))
        .order_by("-id")
        .first()
    )


@require_POST
@members(Can.EDIT)
def upload(request: VisitRequest) -> HttpResponse:
    """Take files in; they wait for their columns."""
    back = "data:start" if request.POST.get("start") else "data:overview"
    here = request.visit.workspace.slug
    too_large = getattr(request, "too_large", None)
    if too_large is not None:
        limit = largest() // 1_000_000
        messages.error(request, f"{too_large[:80]} is larger than {limit:,} megabytes. Bring it in parts, or gzipped.")
        return redirect(back, here)
    given = request.FILES.getlist("file")
    if not given:
        messages.error(request, "No file came with it. Choose one, or drop it on the field.")
        return redirect(back, here)
    kept = []
    for one in given[:20]:
        try:
            kept.append(keep(request.visit.workspace, one))
        except InputError as error:
            messages.error(request, reason(error))
    if not kept:
        return redirect(back, here)
    note(request.visit, "file.uploaded", ", ".join(kept))
    first = (next_waiting(request.visit.workspace, tuple(kept)) if len(kept) > 1 else None) or kept[0]
    if request.POST.get("start"):
        return redirect(Way(tuple(kept)).columns(here, first))
    return redirect("data:columns", here, first)


@require_POST
@members(Can.EDIT)
def forget(request: VisitRequest, name: str) -> HttpResponse:
    """Throw away a file that waits."""
    try:
        if not throw_away(request.visit, name):
            raise Http404("There is no such file.")
        messages.success(request, f"{name} is gone; nothing of it was kept.")
    except NeededError as error:
        messages.error(request, str(error))
    return redirect("data:overview", request.visit.workspace.slug)


@require_GET
@members(Can.CUSTOMERS)
def quarantine(request: VisitRequest) -> HttpResponse:
    """What could not be taken, by file and reason, with the first places."""
    project = project_of(request.visit.workspace)
    found: tuple[PutAside, ...] = put_aside(project.lake.scan("quarantine")) if project.has_data else ()
    shown = [told(one) for one in found]
    return render(request, "data/quarantine.html", {"found": shown})


@require_GET
@members(Can.CUSTOMERS)
def quarantine_csv(request: VisitRequest) -> HttpResponse:
    """All of it as CSV; no cell can be taken for a formula."""
    project = project_of(request.visit.workspace)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["file", "row", "column", "reason", "value"])
    if project.has_data:
        frame = project.lake.scan("quarantine").select("file", "row", "column", "reason", "value").sort("file", "row")
        for row in frame.collect().iter_rows():
            file, number, column, why, value = row
            writer.writerow([guarded(file), number + 1, guarded(column or ""), why, guarded(value or "")])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="quarantine.csv"'
    note(request.visit, "quarantine.downloaded")
    return response
