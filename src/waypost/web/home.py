"""The front door."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from waypost.web.accounts.models import signed_in
from waypost.web.workspaces.models import Workspace


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The workspaces of whoever is signed in."""
    workspaces = Workspace.objects.filter(memberships__user=signed_in(request)).order_by("name")
    return render(request, "home.html", {"workspaces": workspaces})


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the server and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
