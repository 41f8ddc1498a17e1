"""One customer's data, exported and erased. Whoever does it sees customers and manages the workspace."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from waypost.errors import WaypostError
from waypost.web.data.erasing import hash_of
from waypost.web.jobs.asking import ask
from waypost.web.jobs.models import Job
from waypost.web.measuring.project import project_of
from waypost.web.workspaces.access import Can, VisitRequest, members
from waypost.web.workspaces.audit import note

_LONGEST = 200


@require_GET
@members(Can.CUSTOMERS)
def customer(request: VisitRequest) -> HttpResponse:
    """Whom is it about, and what is to be done."""
    _managing(request)
    erasing = Job.objects.filter(workspace=request.visit.workspace, kind="erase-customer").order_by("-id").first()
    return render(request, "data/customer.html", {"job": erasing})


@require_POST
@members(Can.CUSTOMERS)
def export(request: VisitRequest) -> HttpResponse:
    """Everything held about one person, as JSON."""
    _managing(request)
    name = request.POST.get("customer", "").strip()[:_LONGEST]
    try:
        found = project_of(request.visit.workspace).export_customer(name) if name else None
    except WaypostError as error:
        messages.error(request, str(error))
        return redirect("data:customer", request.visit.workspace.slug)
    if found is None or not found.found:
        messages.error(request, "Nothing is held about that name. Write it as the files do.")
        return redirect("data:customer", request.visit.workspace.slug)
    note(request.visit, "customer.exported")
    response = HttpResponse(found.model_dump_json(indent=2), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="customer.json"'
    return response


@require_POST
@members(Can.CUSTOMERS)
def erase(request: VisitRequest) -> HttpResponse:
    """Erase one person for good, once their name was typed twice."""
    _managing(request)
    workspace = request.visit.workspace
    name, again = (request.POST.get(field, "").strip()[:_LONGEST] for field in ("customer", "again"))
    if not name or name != again:
        messages.error(request, "The two names differ, so nothing was erased. Type the same name twice.")
        return redirect("data:customer", workspace.slug)
    digest, version = hash_of(name), project_of(workspace).lake.version
    ask(workspace, "erase-customer", {"hash": digest}, f"erase:{digest[:24]}:{version}", request.visit.user)
    note(request.visit, "customer.erased")
    return redirect("data:customer", workspace.slug)


def _managing(request: VisitRequest) -> None:
    if not request.visit.can(Can.MANAGE):
        raise PermissionDenied("One customer's data can be exported and erased by an admin who sees customers.")
