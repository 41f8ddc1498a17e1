"""The front door."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from waypost.web.accounts.models import signed_in
from waypost.web.workspaces.models import Membership, Workspace
from waypost.web.workspaces.views.joining import may_found


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The workspaces of whoever is signed in."""
    user = signed_in(request)
    journeys = Count("documents", filter=Q(documents__kind="journey", documents__archived=None), distinct=True)
    theirs = Membership.objects.filter(user=user, workspace=OuterRef("pk"))
    workspaces = (
        Workspace.objects.filter(pk__in=Membership.objects.filter(user=user).values("workspace"))
        .annotate(
            journeys=journeys, people=Count("memberships", distinct=True), role=Subquery(theirs.values("role")[:1])
        )
        .order_by("name")
    )
    return render(request, "home.html", {"workspaces": workspaces, "may_found": may_found(user)})
