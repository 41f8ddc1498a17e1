"""The three doors into a workspace: a template, data, or a map one has."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from waypost.web.documents.committing import Author
from waypost.web.sharing.starting import EMPTY, KINDS, begin, cards
from waypost.web.workspaces.access import Can, VisitRequest, members


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def new(request: VisitRequest) -> HttpResponse:
    """The doors; and through the first of them, a named journey by one press."""
    here = request.visit.workspace
    if request.method == "POST":
        persona = request.POST.get("persona", "").strip()[:200]
        template = request.POST.get("template", "")
        if template not in {EMPTY, *(card.name for card in cards())}:
            raise Http404("There is no such template.")
        try:
            row = begin(here, Author.of(request.visit.user), template, persona)
        except ValidationError:
            messages.error(request, "That name has signs in it that cannot be written. Choose another one.")
            return redirect("sharing:new", here.slug)
        return redirect("editor:journey", here.slug, row.slug)
    documents = here.documents.filter(archived=None)
    words = {
        "cards": cards(),
        "kinds": KINDS,
        "empty": EMPTY,
        "personas": list(documents.filter(kind="persona").values_list("name", flat=True)),
        "first": not documents.filter(kind="journey").exists(),
    }
    return render(request, "sharing/new.html", words)
