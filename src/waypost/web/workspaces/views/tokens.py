"""Tokens for programs."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from waypost.web.accounts.tokens import issue, revoke
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members
from waypost.web.workspaces.forms import Issuing
from waypost.web.workspaces.models import Scope, Token


@require_http_methods(["GET", "POST"])
@members(Can.VIEW)
def tokens(request: VisitRequest) -> HttpResponse:
    """One's own tokens (an admin sees everybody's); a new one's secret is shown this once."""
    form = Issuing(request.POST or None)
    words: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        made, secret = issue(request.visit, form.cleaned_data["name"], Scope(form.cleaned_data["scope"]))
        words, form = {"made": made, "secret": secret}, Issuing()
    words |= {"form": form, "tokens": _seen_by(request.visit)}
    return render(request, "workspaces/tokens.html", words, status=422 if form.errors else 200)


@require_POST
@members(Can.VIEW)
def revoked(request: VisitRequest, token: int) -> HttpResponse:
    """End a token."""
    row = get_object_or_404(_seen_by(request.visit), pk=token)
    revoke(request.visit, row)
    messages.success(request, f"“{row.name}” opens nothing any more.")
    return redirect("workspaces:tokens", request.visit.workspace.slug)


def _seen_by(visit: Visit) -> QuerySet[Token]:
    theirs = visit.workspace.tokens.filter(revoked=None).select_related("user")
    return theirs if visit.manages else theirs.filter(user=visit.user)
