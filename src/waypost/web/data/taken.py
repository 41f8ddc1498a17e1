"""The page of a table of uploaded files: what was taken from it, what rests on it, and how it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from waypost.web.data.answers import unheard
from waypost.web.data.declaring import looking_into, source_value
from waypost.web.data.intake import ask_to_remove
from waypost.web.data.kinds import Content, Kind, Use, contents, kinds_of, uses_of
from waypost.web.data.putaside import told
from waypost.web.data.retelling import told_of
from waypost.web.data.roles import ROLE_WORDS
from waypost.web.documents.reading import workspace_value
from waypost.web.faults import NeededError
from waypost.web.jobs.models import Job, JobState
from waypost.web.measuring.project import project_of
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members


@dataclass(frozen=True)
class File:
    """A file, and what is asked before it goes."""

    content: Content
    warning: str


@require_GET
@members(Can.VIEW)
def page(request: VisitRequest, table: str) -> HttpResponse:
    """What it is, what was read from it, and what uses it."""
    visit = request.visit
    kind = _kind(visit, table)
    found = contents(visit.workspace, table)
    lake, documents = project_of(visit.workspace).lake, workspace_value(visit.workspace)
    uses = uses_of(lake, documents, table)
    source = source_value(visit.workspace)
    zone = kind.table.zone or (source.zone if source is not None else "UTC")
    return render(
        request,
        "data/table.html",
        {
            "kind": kind,
            "columns": [(said, ROLE_WORDS[said.role]) for said in told_of(kind.table)],
            "zone": zone,
            "files": [File(one, _warning(kind, one, found, uses)) for one in found],
            "totals": _totals(found),
            "aside": [told(one) for content in found for one in content.aside],
            "uses": uses,
            "unheard": [each for each in unheard(lake, documents) if each.table == table],
            "looking": looking_into(source, f"{table}/*"),
            "job": _under_way(visit),
        },
    )


@require_POST
@members(Can.EDIT)
def remove(request: VisitRequest, table: str) -> HttpResponse:
    """Have one of its files go, with all that was read from it."""
    kind = _kind(request.visit, table)
    name = request.POST.get("file", "")
    if all(one.name != name for one in contents(request.visit.workspace, kind.table.id)):
        raise Http404("There is no such file.")
    try:
        ask_to_remove(request.visit, table, name)
    except NeededError as error:
        messages.error(request, str(error))
        return redirect("data:table", request.visit.workspace.slug, table)
    return redirect("data:overview", request.visit.workspace.slug)


def _kind(visit: Visit, table: str) -> Kind:
    found = next((kind for kind in kinds_of(visit) if kind.table.id == table), None)
    if found is None:
        raise Http404("There is no such file.")
    return found


def _under_way(visit: Visit) -> Job | None:
    """The last reading in or removal, unless it is done."""
    asked = Job.objects.filter(workspace=visit.workspace, kind__in=("ingest", "draft", "remove-file"))
    job = asked.order_by("-id").first()
    return job if job is not None and job.state not in (JobState.DONE, JobState.CANCELLED) else None


def _totals(found: Sequence[Content]) -> Content:
    """All files taken together."""
    firsts = [one.first for one in found if one.first is not None]
    lasts = [one.last for one in found if one.last is not None]
    return Content(
        name="",
        path=None,
        rows=sum(one.rows for one in found),
        events=sum(one.events for one in found),
        kinds=max((one.kinds for one in found), default=0),
        answers=sum(one.answers for one in found),
        known=sum(one.known for one in found),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        aside=tuple(aside for one in found for aside in one.aside),
    )


def _warning(kind: Kind, file: Content, all_of_it: Sequence[Content], uses: Sequence[Use]) -> str:
    """What happens when a file goes."""
    read = [f"{file.events:,} events"] * bool(file.events) + [f"{file.answers:,} answers"] * bool(file.answers)
    what = f"the {' and '.join(read)} read from it leave" if read else "what was read from it leaves"
    said = [f"{file.name} is removed, and {what} the workspace."]
    if uses:
        names = " and ".join(f"“{use.journey.name}”" for use in uses[:3])
        more = f" and {len(uses) - 3} more" if len(uses) > 3 else ""
        said.append(f"{names}{more} rest{'s' * (len(uses) == 1)} on it: figures change or go.")
    if len(all_of_it) == 1:
        said.append("What was said of its columns is forgotten as well.")
    return " ".join([*said, "The file on your own computer stays."])
