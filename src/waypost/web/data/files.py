"""The pages of files: what was brought, what its columns are, what could not be taken."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from waypost.errors import InputError
from waypost.events.quarantine import PutAside, put_aside
from waypost.events.tolerance import meaning
from waypost.formats.table import guarded
from waypost.journey.source import Source, Table
from waypost.web.data.declaring import SOURCE, looking_into, source_value
from waypost.web.data.looking import Look, reason
from waypost.web.data.uploading import INCOMING, files_of_table, keep, largest, waiting, waiting_file
from waypost.web.documents.models import Document
from waypost.web.documents.reading import workspace_value
from waypost.web.jobs.models import Job
from waypost.web.measuring.project import project_of
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members
from waypost.web.workspaces.audit import note


@dataclass(frozen=True)
class Kind:
    """A table of uploaded files, as the page lists it."""

    table: Table
    files: tuple[Path, ...]
    rows: int
    """In the lake."""

    @property
    def says(self) -> str:
        """What is taken from it, in a line."""
        table = self.table
        parts = []
        if table.events:
            parts.append(", ".join(event.event for event in table.events))
        elif table.time:
            parts.append(f"events named by “{table.event}”" if table.event else f"“{table.event_name}”")
        if table.responses:
            parts.append("answers")
        if table.attributes:
            parts.append("what is known of customers")
        return " · ".join(parts)


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
            "waiting": [(one, looking_into(source, f"{INCOMING}/{one.name}")) for one in waiting(visit.workspace)],
            "events": project.lake.events_count if project.has_data else 0,
            "aside": sum(one.count for one in found),
            "journeys": journeys,
            "others": others,
            "job": _latest(visit),
            "largest": largest() // 1_000_000,
        },
    )


def kinds_of(visit: Visit) -> list[Kind]:
    """The tables of uploaded files."""
    source = source_value(visit.workspace)
    if source is None:
        return []
    register = project_of(visit.workspace).lake.register().filter(pl.col("source") == SOURCE)
    rows = dict(register.group_by("table").agg(pl.col("rows").sum()).iter_rows())
    return [
        Kind(table, tuple(files_of_table(visit.workspace, table.id)), rows.get(table.id, 0)) for table in source.tables
    ]


def _latest(visit: Visit) -> Job | None:
    return Job.objects.filter(workspace=visit.workspace, kind__in=("ingest", "draft")).order_by("-id").first()


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
    from waypost.web.data.columns import columns_address, next_waiting  # noqa: PLC0415  # which is made of this

    first = next_waiting(request.visit.workspace) if len(kept) > 1 else None
    name = first if first in kept else kept[0]
    return redirect(columns_address(here, name or kept[0], start=bool(request.POST.get("start"))))


def fitting(visit: Visit, look: Look) -> list[Kind]:
    """The tables that a file has all columns for."""
    columns = {column.name for column in look.columns}
    return [kind for kind in kinds_of(visit) if columns_of_table(kind.table) <= columns]


def columns_of_table(table: Table) -> set[str]:
    """The columns of its own files that a table needs."""
    named = {table.customer, table.anonymous, table.account, table.time, table.event}
    named |= {event.column for event in table.events}
    named |= {column.column for column in (*table.properties, *table.attributes)}
    if table.responses is not None:
        answer = table.responses
        named |= {answer.time, answer.score, answer.verbatim, answer.touchpoint}
    named |= {join.on for join in table.joins}
    joined = {column for join in table.joins for column in join.take}
    return {name for name in named if name} - joined


@require_POST
@members(Can.EDIT)
def forget(request: VisitRequest, name: str) -> HttpResponse:
    """Throw away a file that waits."""
    path = waiting_file(request.visit.workspace, name)
    if path is None:
        raise Http404("There is no such file.")
    looking = looking_into(source_value(request.visit.workspace), f"{INCOMING}/{name}")
    if looking:
        messages.error(request, f"{' and '.join(looking)} look things up in {name}, so it stays.")
        return redirect("data:overview", request.visit.workspace.slug)
    path.unlink(missing_ok=True)
    messages.success(request, f"{name} is gone; nothing of it was kept.")
    return redirect("data:overview", request.visit.workspace.slug)


@require_GET
@members(Can.CUSTOMERS)
def quarantine(request: VisitRequest) -> HttpResponse:
    """What could not be taken, by file and reason, with the first places."""
    project = project_of(request.visit.workspace)
    found: tuple[PutAside, ...] = put_aside(project.lake.scan("quarantine")) if project.has_data else ()
    shown = [(one, [(spot, meaning(one.reason, spot.value)) for spot in one.spots]) for one in found]
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
