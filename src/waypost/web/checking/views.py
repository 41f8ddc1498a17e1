"""What a page asks while somebody works on it: the check, names for references, whether a condition can be read."""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from waypost.errors import InputError
from waypost.journey.journey import Journey
from waypost.journey.source import Source
from waypost.web.checking.fixes import Desk
from waypost.web.checking.margin import margin
from waypost.web.checking.references import named, search
from waypost.web.documents.reading import current, workspace_value
from waypost.web.documents.views import document_of
from waypost.web.faults import problem
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members

SCOPES = {("Touchpoint", "score"): "RESPONSE", ("Segment", "when"): "CUSTOMER"}
"""What a condition speaks of; the others speak of events."""

LONGEST_CONDITION = 2000


def desk_of(visit: Visit, slug: str) -> tuple[Desk, int]:
    """A journey of the workspace with all a fix may look at, and its revision; raises Http404."""
    row = document_of(visit, slug)
    state, workspace = current(row), workspace_value(visit.workspace)
    if not isinstance(state.value, Journey):
        raise Http404("There is no such journey.")
    today = timezone.localdate()
    return Desk(workspace, state.value, today, visit.user.called, visit.membership.department), state.revision


@require_GET
@members(Can.VIEW)
def check(request: VisitRequest, slug: str) -> HttpResponse:
    """The check of a journey, on the day it is in the workspace's zone."""
    desk, revision = desk_of(request.visit, slug)
    try:
        found = margin(desk)
    except InputError as error:  # the settings name a rule that does not exist
        return problem(422, "invalid", str(error.problems[0]))
    return JsonResponse({**found, "revision": revision})


@require_GET
@members(Can.VIEW)
def references(request: VisitRequest) -> HttpResponse:
    """What a reference can name (`q`, `kinds`), or what some references do name (`of`)."""
    workspace = workspace_value(request.visit.workspace)
    asked = [each for each in request.GET.get("of", "").split(",") if each]
    kinds = frozenset(each for each in request.GET.get("kinds", "").split(",") if each)
    found = named(workspace, asked) if asked else search(workspace, request.GET.get("q", "")[:200], kinds)
    return JsonResponse({"found": [asdict(each) for each in found]})


@require_GET
@members(Can.VIEW)
def condition(request: VisitRequest) -> HttpResponse:
    """Whether a condition can be read: 204, or a problem that says in words where it cannot."""
    from waypost.events.predicate import Scope, compile_predicate, property_types  # noqa: PLC0415  # loads Polars

    text = request.GET.get("text", "")[:LONGEST_CONDITION]
    scope = Scope[SCOPES.get((request.GET.get("kind", ""), request.GET.get("field", "")), "EVENT")]
    workspace = workspace_value(request.visit.workspace)
    try:
        compile_predicate(text, scope, property_types(workspace.of(Source), scope), zone=workspace.settings.zone)
    except InputError as error:
        first = error.problems[0]
        return problem(422, "invalid", first.message, remedy=first.remedy or "")
    return HttpResponse(status=204)
