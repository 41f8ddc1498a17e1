"""The glossary: the company's own words, and where they are used."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from pydantic import ValidationError

from waypost.journey.glossary import Glossary
from waypost.web.documents.committing import Author
from waypost.web.documents.reading import current, workspace_value
from waypost.web.documents.views import document_of
from waypost.web.people.findings import Places
from waypost.web.people.making import make
from waypost.web.people.uses import uses
from waypost.web.workspaces.access import Can, VisitRequest, members
from waypost.web.workspaces.models import Workspace


def glossaries_of(workspace: Workspace) -> tuple[Glossary, ...]:
    """The glossaries of a workspace, without looking at anything else of it."""
    values = (current(row).value for row in workspace.documents.filter(kind="glossary", archived=None))
    return tuple(value for value in values if isinstance(value, Glossary))


@require_GET
@members(Can.VIEW)
def glossary(request: VisitRequest) -> HttpResponse:
    """One glossary (`of`, or the first there is), with the ways to the others."""
    here = request.visit.workspace.slug
    glossaries = glossaries_of(request.visit.workspace)
    asked = request.GET.get("of", "")
    found = next((each for each in glossaries if each.id == asked), next(iter(glossaries), None))
    shown: dict[str, object] = {"glossary": found, "glossaries": glossaries}
    if found is not None:
        shown["data"] = {
            "base": reverse("documents:state", args=[here, found.id]).removesuffix("/state"),
            "uses": reverse("people:uses", args=[here, found.id]),
            "csrf": get_token(request),
            "edits": request.visit.edits,
        }
    return render(request, "people/glossary.html", shown)


@require_POST
@members(Can.EDIT)
def made(request: VisitRequest) -> HttpResponse:
    """The workspace's first glossary, or one more."""
    here = request.visit.workspace
    name = request.POST.get("name", "").strip() or f"{here.name}’s words"
    try:
        row = make(here, Glossary, name, Author.of(request.visit.user))
    except ValidationError:
        messages.error(request, "That name is too long for a glossary. Give it a shorter one.")
        return redirect("people:glossary", here.slug)
    return redirect(f"{reverse('people:glossary', args=[here.slug])}?of={row.slug}")


@require_GET
@members(Can.VIEW)
def terms(request: VisitRequest) -> HttpResponse:
    """Every word of every glossary, for whoever shows its meaning where it stands."""
    found = [
        {"term": term.term, "meaning": term.meaning, "also": term.also}
        for each in glossaries_of(request.visit.workspace)
        for term in each.terms
    ]
    return JsonResponse({"terms": found})


@require_GET
@members(Can.VIEW)
def used(request: VisitRequest, slug: str) -> HttpResponse:
    """Where each word of a glossary is used."""
    found = current(document_of(request.visit, slug)).value
    if not isinstance(found, Glossary):
        raise Http404("There is no such glossary.")
    value = workspace_value(request.visit.workspace)
    told = uses(value, Places(value, request.visit.workspace.slug), found.terms)
    return JsonResponse({"uses": {term: asdict(each) for term, each in told.items()}})
