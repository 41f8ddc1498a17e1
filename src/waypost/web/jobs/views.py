"""How a job stands, and stopping it."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from waypost.web.jobs.asking import cancel
from waypost.web.jobs.models import Job
from waypost.web.jobs.telling import told
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members


def job_of(visit: Visit, number: int) -> Job:
    """A job of the workspace; raises Http404."""
    row = Job.objects.filter(workspace=visit.workspace, pk=number).first()
    if row is None:
        raise Http404("There is no such job.")
    return row


@require_GET
@members(Can.VIEW)
def state(request: VisitRequest, number: int) -> HttpResponse:
    """How far it is."""
    return JsonResponse(told(job_of(request.visit, number)))


@require_POST
@members(Can.EDIT)
def stop(request: VisitRequest, number: int) -> HttpResponse:
    """Take it back."""
    return JsonResponse(told(cancel(job_of(request.visit, number))))
