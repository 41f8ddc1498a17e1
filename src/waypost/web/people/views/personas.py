"""Personas: the gallery, and each one's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from pydantic import ValidationError

from waypost.journey.buying import Adoption, BuyingRole
from waypost.journey.evidence import Evidence, Finding
from waypost.journey.journey import Journey
from waypost.journey.persona import Persona
from waypost.journey.segment import Segment
from waypost.journey.workspace import Workspace
from waypost.web.documents.committing import Author
from waypost.web.documents.reading import current, workspace_value
from waypost.web.documents.views import document_of
from waypost.web.people.findings import Places, Told, brief_of, told_of
from waypost.web.people.knowing import GROUPS, Known, known
from waypost.web.people.making import make
from waypost.web.people.portraits import Portrait, portrait
from waypost.web.people.sizes import Sized, segment_of, sized
from waypost.web.people.views.away import away
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members


@dataclass(frozen=True)
class Card:
    """A persona in the gallery."""

    persona: Persona
    portrait: Portrait
    known: Known
    segment: Segment | None
    sized: Sized | None
    """The segment where most of its customers were seen."""
    journeys: tuple[Journey, ...]
    """Those they walk."""


@require_GET
@members(Can.VIEW)
def gallery(request: VisitRequest) -> HttpResponse:
    """Everybody the maps are about."""
    here = request.visit.workspace
    value = workspace_value(here)
    cards = [_card(request.visit, value, persona) for persona in value.of(Persona)]
    return render(request, "people/gallery.html", {"cards": cards, "away": away(request.visit, "persona")})


def _card(visit: Visit, value: Workspace, persona: Persona) -> Card:
    own = segment_of(persona.segment)
    found = sized(visit.workspace, value, own) if own else ()
    return Card(
        persona,
        portrait(persona, visit.workspace.slug),
        known(persona),
        _segment(value, own),
        found[0] if found else None,
        walked(value, persona),
    )


def walked(value: Workspace, persona: Persona) -> tuple[Journey, ...]:
    """The journeys a persona walks."""
    return tuple(journey for journey in value.of(Journey) if persona.id in journey.personas)


def _segment(value: Workspace, own: str) -> Segment | None:
    return next((segment for segment in value.of(Segment) if segment.id == own), None)


@require_POST
@members(Can.EDIT)
def made(request: VisitRequest) -> HttpResponse:
    """A new persona, with nothing but a name."""
    here = request.visit.workspace
    name = request.POST.get("name", "").strip()
    try:
        row = make(here, Persona, name, Author.of(request.visit.user))
    except ValidationError:
        messages.error(request, "A persona needs a name, as a person has one. Write it, then make them.")
        return redirect("people:personas", here.slug)
    return redirect("people:persona", here.slug, row.slug)


@require_GET
@members(Can.VIEW)
def persona(request: VisitRequest, slug: str) -> HttpResponse:
    """One persona: written in the browser, with what is known of the people they stand for."""
    visit = request.visit
    row = document_of(visit, slug)
    found = current(row).value
    if not isinstance(found, Persona):
        raise Http404("There is no such persona.")
    value = workspace_value(visit.workspace)
    own = segment_of(found.segment)
    shown = {
        "persona": found,
        "portrait": portrait(found, visit.workspace.slug),
        "segment": _segment(value, own),
        "sized": sized(visit.workspace, value, own) if own else (),
        "journeys": walked(value, found),
        "about": _about(visit, value, found.id),
        "others": [each for each in value.of(Persona) if each.id != found.id],
        "data": _data(request, value, found),
    }
    return render(request, "people/persona.html", shown)


def _about(visit: Visit, value: Workspace, own: str) -> Sequence[Told]:
    """The findings that hang on the persona itself or on a line of theirs."""
    places = Places(value, visit.workspace.slug)
    return [
        told
        for told in told_of(value, places)
        if any(reference.partition("/")[0] == own for reference in told.finding.about)
    ]


def _data(request: VisitRequest, value: Workspace, found: Persona) -> dict[str, object]:
    """What the page's script works with."""
    here = request.visit.workspace.slug
    references = [reference for line in found.lines() for reference in line.evidence]
    walks = walked(value, found)
    phased = walks or value.of(Journey)
    return {
        "base": reverse("documents:state", args=[here, found.id]).removesuffix("/state"),
        "csrf": get_token(request),
        "pictures": reverse("editor:add-picture", args=[here]),
        "references": reverse("checking:references", args=[here]),
        "findings": reverse("people:evidence", args=[here]),
        "edits": request.visit.edits,
        "groups": [asdict(group) for group in GROUPS],
        "known": brief_of(value, here, references),
        "segments": [[segment.id, segment.name] for segment in value.of(Segment)],
        "adoption": [[one.value, _said(one.value)] for one in Adoption],
        "roles": [[one.value, _said(one.value)] for one in BuyingRole],
        "phases": [
            {"id": f"{journey.id}/{phase.id}", "name": phase.name, "journey": journey.name}
            for journey in phased
            for phase in journey.phases
        ],
        "kinds": f"{Finding.__name__},{Evidence.__name__}",
    }


def _said(value: str) -> str:
    return value.replace("-", " ").capitalize()
