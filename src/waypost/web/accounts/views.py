"""The account of whoever is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from waypost.web.accounts.forms import About
from waypost.web.accounts.models import signed_in


@require_http_methods(["GET", "POST"])
@login_required
def you(request: HttpRequest) -> HttpResponse:
    """Name and picture; light or dark is kept by the browser."""
    user = signed_in(request)
    form = About(request.POST or None, initial={"name": user.name, "tone": user.picture_tone})
    if request.method == "POST" and form.is_valid():
        user.name, user.tone = form.cleaned_data["name"], form.cleaned_data["tone"]
        user.save(update_fields=["name", "tone"])
        messages.success(request, "Kept.")
        return redirect("accounts:you")
    return render(request, "accounts/you.html", {"form": form})
