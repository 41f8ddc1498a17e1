"""The workspace's own settings."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from waypost.journey.edits import ConflictError
from waypost.web.workspaces.access import Can, VisitRequest, members
from waypost.web.workspaces.describing import Description, describe, described
from waypost.web.workspaces.forms import Describing
from waypost.web.workspaces.models import Workspace

_FAULTS = {
    "language": "Write it as in en or pt-BR.",
    "currency": "A currency has three letters, as in EUR.",
    "zone": "There is no such zone.",
    "name": "A workspace needs a name.",
}


@require_http_methods(["GET", "POST"])
@members(Can.MANAGE)
def general(request: VisitRequest) -> HttpResponse:
    """Name, address, zone, language, currency, and how many approve a map."""
    workspace = request.visit.workspace
    form = Describing(request.POST or None, initial=asdict(described(workspace)))
    slug = workspace.slug
    if request.method == "POST" and form.is_valid() and _done(request, form):
        messages.success(request, "Kept.")
        return redirect("workspaces:general", workspace.slug)
    workspace.slug = slug
    return render(request, "workspaces/general.html", {"form": form}, status=422 if form.errors else 200)


def _done(request: VisitRequest, form: Describing) -> bool:
    """Whether it was kept; otherwise the form says what is wrong."""
    workspace = request.visit.workspace
    wanted = Description(**form.cleaned_data)
    if Workspace.objects.filter(slug=wanted.slug).exclude(pk=workspace.pk).exists():
        form.add_error("slug", "Another workspace has this address.")
        return False
    try:
        describe(request.visit, wanted)
    except IntegrityError:
        form.add_error("slug", "Another workspace has this address.")
    except ConflictError:
        form.add_error(None, "Somebody changed the settings at the same moment. Load the page again and look.")
    except ValidationError as error:
        for problem in error.errors():
            field = str(problem["loc"][0])
            form.add_error(field if field in form.fields else None, _FAULTS.get(field, problem["msg"]))
    return not form.errors
