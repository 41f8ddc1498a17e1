"""Who belongs to the workspace, and who is invited."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from waypost.web.workspaces.access import Can, VisitRequest, members
from waypost.web.workspaces.belonging import LastAdminError, Place, change, remove
from waypost.web.workspaces.forms import Inviting, Placing
from waypost.web.workspaces.inviting import invite, send, withdraw
from waypost.web.workspaces.models import Invitation, Membership, Role


@require_http_methods(["GET", "POST"])
@members(Can.MANAGE)
def people(request: VisitRequest) -> HttpResponse:
    """Everybody, with what they may do; somebody is invited when a form is sent, and their link shown this once."""
    form = Inviting(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    email = form.cleaned_data["email"]
    if email and request.visit.workspace.memberships.filter(user__email__iexact=email).exists():
        form.add_error("email", "They belong here already. Change their role below.")
        return _page(request, form, status=422)
    invitation, address = invite(request.visit, Role(form.cleaned_data["role"]), email)
    sent = bool(email) and send(request.visit, invitation, address)
    return _page(request, Inviting(), made=invitation, address=address, sent=sent)


@require_POST
@members(Can.MANAGE)
def withdrawn(request: VisitRequest, invitation: int) -> HttpResponse:
    """End an invitation."""
    row = get_object_or_404(Invitation, pk=invitation, workspace=request.visit.workspace)
    withdraw(request.visit, row)
    messages.success(request, f"The invitation for {row} has ended.")
    return _back(request)


@require_http_methods(["GET", "POST"])
@members(Can.MANAGE)
def changed(request: VisitRequest, member: int) -> HttpResponse:
    """Give a member another role, department, or sight of customers; they are looked at among the others."""
    row = _member(request, member)
    if request.method == "GET":
        return _back(request)
    form = Placing(request.POST)
    if not form.is_valid():
        messages.error(request, "That could not be read. Choose a role, then try once more.")
        return _back(request)
    words = form.cleaned_data
    try:
        change(request.visit, row, Place(Role(words["role"]), words["sees_customers"], words["department"]))
    except LastAdminError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Kept for {row.user.called}.")
    return redirect("home") if _gone_below(request, row) else _back(request)


@require_POST
@members(Can.MANAGE)
def removed(request: VisitRequest, member: int) -> HttpResponse:
    """End a membership."""
    row = _member(request, member)
    try:
        remove(request.visit, row)
    except LastAdminError as error:
        messages.error(request, str(error))
        return _back(request)
    messages.success(request, f"{row.user.called} does not belong to {request.visit.workspace.name} any more.")
    return redirect("home") if row.user == request.visit.user else _back(request)


def _page(request: VisitRequest, form: Inviting, status: int = 200, **more: object) -> HttpResponse:
    workspace = request.visit.workspace
    waiting = workspace.invitations.filter(accepted=None, withdrawn=None, expires__gt=timezone.now())
    words = {
        "form": form,
        "roles": Role.choices,
        "people": workspace.memberships.select_related("user").order_by("user__name", "user__email"),
        "waiting": waiting.select_related("invited_by"),
        **more,
    }
    return render(request, "workspaces/people.html", words, status=status)


def _member(request: VisitRequest, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user"), pk=pk, workspace=request.visit.workspace)


def _gone_below(request: VisitRequest, row: Membership) -> bool:
    """Whether somebody has just taken the settings from themselves."""
    return row.user == request.visit.user and row.role != Role.ADMIN


def _back(request: VisitRequest) -> HttpResponse:
    return redirect("workspaces:people", request.visit.workspace.slug)
