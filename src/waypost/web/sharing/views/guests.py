"""What a guest sees: one journey, read-only, and nothing else."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from waypost.errors import InputError
from waypost.web.accounts.pace import missed, too_fast
from waypost.web.documents.models import Document
from waypost.web.faults import fault
from waypost.web.sharing.guarding import guarded
from waypost.web.sharing.linking import opened
from waypost.web.sharing.models import Link
from waypost.web.sharing.showing import believed_map, drawn, measured_map, page_of, stamp
from waypost.web.sharing.views.walls import on_the_wall
from waypost.web.sharing.wall import wall


@require_GET
def guest(request: HttpRequest, secret: str) -> HttpResponse:
    """The map behind a link, or with `?wall` its wall; a link that opens nothing is not told from one never made."""
    if too_fast(request):
        return fault(request, 429, "Too many links were tried from here. Wait ten minutes, then try once more.")
    link = opened(secret)
    if link is None:
        missed(request)
        raise Http404("There is nothing at this address.")
    response = _wall(request, link) if "wall" in request.GET else _map(request, link)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _map(request: HttpRequest, link: Link) -> HttpResponse:
    try:
        return drawn(_page(link.document_id, link.shows_measures, stamp(link.document)))
    except InputError:
        words = {"title": "The map cannot be drawn", "detail": "Tell whoever sent you the link.", "status": 422}
        return render(request, "fault.html", words, status=422)


@lru_cache(maxsize=16)
def _page(document: int, shows_measures: bool, _stamp: Hashable) -> str:
    """The page of a guest, drawn once for all who come until something changes."""
    row = Document.objects.select_related("workspace").get(pk=document)
    living = guarded(measured_map(row) if shows_measures else believed_map(row))
    return page_of(row.workspace, living)


def _wall(request: HttpRequest, link: Link) -> HttpResponse:
    living = measured_map(link.document) if link.shows_measures else believed_map(link.document)
    return on_the_wall(request, wall(guarded(living)), {})
