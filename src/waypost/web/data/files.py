"""The pages of files: what was brought, what its columns are, what could not be taken."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waypost.errors import InputError, WaypostError
from waypost.events.quarantine import PutAside, put_aside
from waypost.events.tolerance import meaning
from waypost.formats.table import guarded
from waypost.journey.source import PropertyType, Source, Table
from waypost.web.data.declaring import SOURCE, Told, declare, free_table_id, source_value, table_of, told_by
from waypost.web.data.looking import SEPARATOR_WORDS, Look, look_into, reason
from waypost.web.data.roles import ROLE_WORDS, Suggestion, suggest
from waypost.web.data.trying import Trial, trial
from waypost.web.data.uploading import INCOMING, adopt, files_of_table, keep, largest, waiting, waiting_file
from waypost.web.documents.committing import Author
from waypost.web.documents.models import Document
from waypost.web.documents.reading import workspace_value
from waypost.web.jobs.asking import ask
from waypost.web.jobs.models import Job
from waypost.web.measuring.project import project_of, uploads_of
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members
from waypost.web.workspaces.audit import note

_ZONES: tuple[str, ...] = ("UTC", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Rome", "America/New_York")
_ZONES += (
    "America/Chicago",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
)


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
    others = [source for source in workspace_value(visit.workspace).of(Source) if source.id != SOURCE]
    return render(
        request,
        "data/overview.html",
        {
            "tables": kinds_of(visit),
            "waiting": waiting(visit.workspace),
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
    return redirect(_columns_address(here, kept[0], start=bool(request.POST.get("start"))))


def _columns_address(workspace: str, name: str, *, start: bool) -> str:
    address = reverse("data:columns", args=[workspace, name])
    return f"{address}?start=1" if start else address


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def columns(request: VisitRequest, name: str) -> HttpResponse:
    """A file's first rows and what its columns are; what is said is tried before anything is kept."""
    path = waiting_file(request.visit.workspace, name)
    if path is None:
        raise Http404("There is no such file.")
    given = request.POST if request.method == "POST" else request.GET
    start = bool(given.get("start"))
    try:
        look = look_into(uploads_of(request.visit.workspace), path, _separator(given), given.get("encoding", ""))
    except WaypostError as error:
        words = reason(error) if isinstance(error, InputError) else str(error)
        return render(request, "data/unreadable.html", {"name": name, "words": words, "start": start}, status=422)
    if request.method == "GET":
        return _asked(request, look, path, suggest(look), None, start=start)
    return _answered(request, look, path, start=start)


def _separator(given: Any) -> str:
    wanted = given.get("separator", "")
    return next((sign for sign, word in SEPARATOR_WORDS.items() if word == wanted), "")


def _answered(request: VisitRequest, look: Look, path: Path, *, start: bool) -> HttpResponse:
    """Try what was said; keep it when the person says so and it can be."""
    workspace = request.visit.workspace
    same = next((kind for kind in kinds_of(request.visit) if kind.table.id == request.POST.get("more-of")), None)
    try:
        if same is not None:
            return _taken(request, same.table, None, path, start=start)
        told = told_by(request.POST, look)
        table = table_of(told, look, f"{INCOMING}/{path.name}", free_table_id(source_value(workspace), told.name))
        tried = trial(uploads_of(workspace), table, told.zone)
    except InputError as error:
        return _asked(request, look, path, _corrected(look, request), reason(error), start=start)
    if request.POST.get("keep") and not (tried.refused and not request.POST.get("anyway")):
        return _taken(request, table, told, path, start=start)
    return _asked(request, look, path, _corrected(look, request), None, start=start, tried=tried, told=told)


def _taken(request: VisitRequest, table: Table, told: Told | None, path: Path, *, start: bool) -> HttpResponse:
    workspace, user = request.visit.workspace, request.visit.user
    adopted = adopt(workspace, path, table.id)
    if told is not None:
        kept = table.model_copy(
            update={"files": f"{table.id}/*", "tolerates": 1.0 if request.POST.get("anyway") else 0.1}
        )
        declare(workspace, kept, told.zone, Author.of(user))
    note(request.visit, "file.taken", f"{adopted.name} as {table.id}")
    stamp = f"{adopted.parent.name}/{adopted.name}:{adopted.stat().st_mtime_ns}"
    if start:
        address = reverse("data:proposed", args=[workspace.slug])
        case = f"?case={told.case}" if told is not None and told.case else ""
        return HttpResponseRedirect(f"{address}{case}")
    ask(workspace, "ingest", {}, f"ingest:{stamp}"[:100], user)
    return redirect("data:overview", workspace.slug)


def _corrected(look: Look, request: VisitRequest) -> tuple[Suggestion, ...]:
    told = {said.column: said for said in told_by(_numbers_aside(request), look).columns}
    found = []
    for each in suggest(look):
        said = told[each.column.name]
        why = each.why if said.role is each.role else ""
        column = replace(each.column, type=said.type, time_format=said.time_format)
        found.append(Suggestion(column, said.role, why, said.name or each.name))
    return tuple(found)


def _numbers_aside(request: VisitRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items() if name not in ("low", "high")}


def _asked(
    request: VisitRequest,
    look: Look,
    path: Path,
    suggestions: Iterable[Suggestion],
    wrong: str | None,
    *,
    start: bool,
    tried: Trial | None = None,
    told: Told | None = None,
) -> HttpResponse:
    columns = {column.name for column in look.columns}
    wanted = [kind for kind in kinds_of(request.visit) if columns_of_table(kind.table) <= columns]
    suggested = tuple(suggestions)
    scored = next((one.column for one in suggested if one.role == "score"), None)
    values = request.POST if request.method == "POST" else {}
    return render(
        request,
        "data/columns.html",
        {
            "look": look,
            "file": path.name,
            "size": path.stat().st_size,
            "suggestions": suggested,
            "roles": [(role.value, words, help_) for role, (words, help_) in ROLE_WORDS.items()],
            "types": [each.value for each in PropertyType],
            "zones": _ZONES,
            "zone": values.get("zone") or workspace_value(request.visit.workspace).settings.zone,
            "name": values.get("name") or path.name.partition(".")[0].replace("_", " ").replace("-", " "),
            "event": values.get("event", ""),
            "about": values.get("about", ""),
            "low": values.get("low") or _scale(scored)[0],
            "high": values.get("high") or _scale(scored)[1],
            "separators": SEPARATOR_WORDS.values(),
            "encodings": ("utf-8", "utf-16", "windows-1252", "latin-1"),
            "more_of": wanted,
            "wrong": wrong,
            "tried": tried,
            "start": start,
            "doubtful": [one.column for one in suggested if one.column.day_first_guessed],
        },
        status=422 if wrong else 200,
    )


def _scale(column: Any) -> tuple[str, str]:
    """The scale that a score's numbers seem to be on."""
    low, high = (column.low, column.high) if column is not None and column.low is not None else (1.0, 5.0)
    scales = ((1.0, 5.0), (0.0, 10.0), (1.0, 7.0), (1.0, 10.0), (0.0, 100.0))
    fitting = next((scale for scale in scales if scale[0] <= low and high <= scale[1]), (low, high))
    return f"{fitting[0]:g}", f"{fitting[1]:g}"


def columns_of_table(table: Table) -> set[str]:
    """The columns of its own files that a table needs."""
    named = {table.customer, table.anonymous, table.account, table.time, table.event}
    named |= {event.column for event in table.events}
    named |= {column.column for column in (*table.properties, *table.attributes)}
    if table.responses is not None:
        answer = table.responses
        named |= {answer.time, answer.score, answer.verbatim, answer.touchpoint}
    joined = {column for join in table.joins for column in join.take}
    return {name for name in named if name} - joined


@require_POST
@members(Can.EDIT)
def forget(request: VisitRequest, name: str) -> HttpResponse:
    """Throw away a file that waits."""
    path = waiting_file(request.visit.workspace, name)
    if path is None:
        raise Http404("There is no such file.")
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
