"""The page from which a journey leaves the house: links, the wall, files."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waypost.drawing.paper import Paper
from waypost.drawing.part import departments
from waypost.journey.journey import Journey
from waypost.web.documents.models import Document
from waypost.web.documents.views import journey_of
from waypost.web.sharing.exporting import losses, undrawable
from waypost.web.sharing.forms import Linking
from waypost.web.sharing.linking import make, open_links, revoke
from waypost.web.workspaces.access import Can, VisitRequest, members


@require_GET
@members(Can.VIEW)
def share(request: VisitRequest, slug: str) -> HttpResponse:
    """Everything that can be done with a journey outside."""
    row, journey = journey_of(request.visit, slug)
    return render(request, "sharing/share.html", _shown(row, journey))


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def make_link(request: VisitRequest, slug: str) -> HttpResponse:
    """Make a link; its address is shown this once: who looks again finds the page without it."""
    row, journey = journey_of(request.visit, slug)
    if request.method == "GET":
        return redirect("sharing:share", request.visit.workspace.slug, slug)
    form = Linking(request.POST)
    if not form.is_valid():
        return render(request, "sharing/share.html", {**_shown(row, journey), "form": form}, status=422)
    said = form.cleaned_data
    lasts = timedelta(days=int(said["lasts"]))
    link, address = make(request.visit, row, lasts, said["note"], said["shows_measures"])
    made = {"made": link, "address": address}
    response = render(request, "sharing/share.html", {**_shown(row, journey), **made})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@members(Can.EDIT)
def revoke_link(request: VisitRequest, slug: str, link: int) -> HttpResponse:
    """End a link."""
    row, _ = journey_of(request.visit, slug)
    found = get_object_or_404(row.links, pk=link)
    revoke(request.visit, found)
    messages.success(request, f"The link for {found} opens nothing any more.")
    return redirect("sharing:share", request.visit.workspace.slug, slug)


def _shown(row: Document, journey: Journey) -> dict[str, object]:
    lost = losses(journey)
    return {
        "row": row,
        "journey": journey,
        "form": Linking(),
        "links": list(open_links(row)),
        "papers": list(Paper),
        "departments": departments(journey),
        "has_steps": bool(journey.steps()),
        "undrawable": undrawable(journey),
        "lost": {kind.name.lower(): [str(loss) for loss in found] for kind, found in lost.items()},
    }
