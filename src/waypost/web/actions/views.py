"""The board and the list of actions, one action, and actions beside the map."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waypost.journey.journey import Journey
from waypost.web.actions.cards import cards, columns
from waypost.web.actions.doing import ChangedMeanwhileError, change, make, move, remove
from waypost.web.actions.figures import Known, known_at
from waypost.web.actions.forms import ActionForm, Moving
from waypost.web.actions.models import UNDER_WAY, Action, ActionState
from waypost.web.actions.places import candidates, places
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.documents.views import document_of
from waypost.web.faults import problem
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members


def actions_of(visit: Visit) -> QuerySet[Action]:
    """The workspace's actions, those on maps that were put away left out."""
    known = Action.objects.filter(workspace=visit.workspace, journey__archived=None)
    return known.select_related("workspace", "journey", "owner")


def action_of(visit: Visit, number: int) -> Action:
    """An action of the workspace; raises Http404."""
    row = actions_of(visit).filter(pk=number).first()
    if row is None:
        raise Http404("There is no such action.")
    return row


@require_GET
@members(Can.VIEW)
def board(request: VisitRequest) -> HttpResponse:
    """All actions: a board, or a list with the next day first."""
    visit = request.visit
    known = actions_of(visit)
    asked = request.GET
    if asked.get("owner") == "me":
        known = known.filter(owner=visit.user)
    if asked.get("journey"):
        known = known.filter(journey__slug=asked["journey"][:64])
    found = cards(known, timezone.localdate())
    listed = asked.get("as") == "list"
    if listed:
        found.sort(
            key=lambda card: (not card.action.under_way, card.action.due is None, card.action.due, card.action.pk)
        )
    return render(
        request,
        "actions/board.html",
        {
            "cards": found,
            "columns": columns(found),
            "listed": listed,
            "mine": asked.get("owner") == "me",
            "chosen": asked.get("journey", ""),
            "any": bool(found) or actions_of(visit).exists(),
            "overdue": sum(card.overdue for card in found),
            "journeys": _journeys(visit),
        },
    )


def _journeys(visit: Visit) -> list[Document]:
    return list(Document.objects.filter(workspace=visit.workspace, kind="journey", archived=None))


def known_in(journey: Document, element: str) -> Known | None:
    """The figures that were measured at an element of a journey, or around it."""
    value = current(journey).value
    return known_at(journey, places(value).get(element)) if isinstance(value, Journey) else None


def about_of(visit: Visit, reference: str) -> tuple[Document, str, str]:
    """What a reference names: the journey, the element's id and its words; raises Http404."""
    slug, _, element = reference.partition("/")
    row = document_of(visit, slug)
    value = current(row).value
    found = value.elements().get(element or value.id)
    if not isinstance(value, Journey) or found is None:
        raise Http404("There is no such element.")
    return row, found.id, found.label


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def new(request: VisitRequest) -> HttpResponse:
    """Make an action about something on a map (`about`: its reference)."""
    visit = request.visit
    reference = (request.POST if request.method == "POST" else request.GET).get("about", "")[:130]
    if not reference:
        known = [
            (row, list(candidates(value)))
            for row in _journeys(visit)
            if isinstance(value := current(row).value, Journey)
        ]
        return render(request, "actions/choose.html", {"journeys": known})
    journey, element, words = about_of(visit, reference)
    form = ActionForm(visit.workspace, known_in(journey, element), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        action = make(visit, form.save(commit=False), journey, element, words)
        messages.success(request, f"“{action.title}” is on the board.")
        return redirect("actions:action", visit.workspace.slug, action.pk)
    status = 422 if request.method == "POST" else 200
    shown = {"form": form, "about": f"{journey.slug}/{element}", "words": words, "journey": journey, "element": element}
    return render(request, "actions/new.html", shown, status=status)


@require_http_methods(["GET", "POST"])
@members(Can.VIEW)
def action(request: VisitRequest, number: int) -> HttpResponse:
    """One action, with what happened to it and whether it helped; kept when a form is sent."""
    visit = request.visit
    row = action_of(visit, number)
    known = known_in(row.journey, row.element)
    if request.method == "POST":
        refuse_others(visit, row)
        form = ActionForm(visit.workspace, known, request.POST, instance=action_of(visit, number))
        if form.is_valid():
            looked_at = request.POST.get("revision", "")
            try:
                change(visit, row, form.save(commit=False), int(looked_at) if looked_at.isdecimal() else -1)
            except ChangedMeanwhileError:
                messages.error(
                    request,
                    "Somebody changed this action in between. Look at it as it is now, then change it again.",
                )
            else:
                messages.success(request, "Kept.")
            return redirect("actions:action", visit.workspace.slug, number)
    else:
        form = ActionForm(visit.workspace, known, instance=row)
    shown = {
        "card": cards([action_of(visit, number)], timezone.localdate())[0],
        "form": form,
        "lines": row.lines.all()[:200],
        "may": visit.edits or row.owner_id == visit.user.pk,
    }
    return render(request, "actions/action.html", shown, status=422 if form.errors else 200)


@require_POST
@members(Can.COMMENT)
def placed(request: VisitRequest, number: int) -> HttpResponse:
    """Put a card somewhere else on the board: by editors, and by whoever owns it."""
    row = action_of(request.visit, number)
    refuse_others(request.visit, row)
    form = Moving(request.POST)
    if not form.is_valid():
        return problem(422, "invalid", "There is no such place on the board.")
    row = move(request.visit, row, ActionState(form.cleaned_data["state"]), form.cleaned_data["after"])
    return JsonResponse({"id": row.pk, "state": row.state})


@require_POST
@members(Can.EDIT)
def thrown_away(request: VisitRequest, number: int) -> HttpResponse:
    """Remove an action, with its history."""
    row = action_of(request.visit, number)
    remove(request.visit, row)
    messages.success(request, f"“{row.title}” is gone.")
    return redirect("actions:board", request.visit.workspace.slug)


@require_GET
@members(Can.VIEW)
def about(request: VisitRequest, slug: str) -> HttpResponse:
    """The actions of a journey by element, for the map; and where one makes another."""
    visit = request.visit
    row = document_of(visit, slug)
    found: dict[str, list[dict[str, object]]] = {}
    today = timezone.localdate()
    for one in actions_of(visit).filter(journey=row):
        found.setdefault(one.element, []).append(
            {
                "id": one.pk,
                "title": one.title,
                "state": one.state,
                "label": one.get_state_display(),
                "owner": one.owner.called if one.owner else None,
                "due": one.due.isoformat() if one.due else None,
                "overdue": one.overdue(today),
                "address": reverse("actions:action", args=[visit.workspace.slug, one.pk]),
                "under_way": one.state in UNDER_WAY,
            }
        )
    make_at = f"{reverse('actions:new', args=[visit.workspace.slug])}?about={slug}/" if visit.edits else None
    return JsonResponse({"actions": found, "make": make_at})


def refuse_others(visit: Visit, row: Action) -> None:
    """Raises PermissionDenied for who neither edits nor owns it."""
    if not visit.edits and not (visit.comments and row.owner_id == visit.user.pk):
        raise PermissionDenied("An action is changed by editors and by whoever owns it.")
