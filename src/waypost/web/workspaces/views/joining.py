"""The door for whoever was invited, and founding a workspace of one's own."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from waypost.web.accounts.models import User, signed_in
from waypost.web.accounts.pace import missed, too_fast
from waypost.web.faults import fault
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.audit import note
from waypost.web.workspaces.forms import Founding
from waypost.web.workspaces.founding import found
from waypost.web.workspaces.inviting import SpentError, accept, find
from waypost.web.workspaces.models import Membership, Role

INVITED = "invited"
"""The session's entry for somebody who came by an invitation: its secret, which opens sign-up."""


def may_found(user: User) -> bool:
    """Whether somebody may make a workspace: anybody where sign-up is open; otherwise admins of one, and whoever
    set the server up."""
    is_open: bool = settings.CONFIGURATION.sign_up == "open"
    return is_open or user.is_superuser or Membership.objects.filter(user=user, role=Role.ADMIN).exists()


@require_http_methods(["GET", "POST"])
@login_required
def founded(request: HttpRequest) -> HttpResponse:
    """Make a workspace and go there."""
    user = signed_in(request)
    if not may_found(user):
        raise PermissionDenied("New workspaces are made by the admins here.")
    form = Founding(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workspace = found(form.cleaned_data["name"], user)
        membership = Membership.objects.get(workspace=workspace, user=user)
        note(Visit(workspace, user, membership), "workspace.founded", workspace.name)
        return redirect(f"/w/{workspace.slug}/")
    return render(request, "workspaces/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Show who invites to what; a signed-in person becomes a member by saying yes."""
    if too_fast(request):
        return fault(request, 429, "Too many links were tried from here. Wait ten minutes, then try once more.")
    invitation = find(secret)
    if invitation is None:
        missed(request)
        return render(request, "workspaces/spent.html", status=404)
    user = request.user
    if not isinstance(user, User):
        request.session[INVITED] = secret
        return render(request, "workspaces/join.html", {"invitation": invitation})
    if request.method == "POST":
        try:
            accept(invitation, user)
        except SpentError:
            return render(request, "workspaces/spent.html", status=404)
        request.session.pop(INVITED, None)
        messages.success(request, f"Welcome to {invitation.workspace.name}.")
        return redirect(f"/w/{invitation.workspace.slug}/")
    return render(request, "workspaces/join.html", {"invitation": invitation})
