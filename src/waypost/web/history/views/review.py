"""The review of a journey, and how far its map has come."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from waypost.journey.edits import ConflictError, EditError
from waypost.journey.journey import Lifecycle
from waypost.web.history.models import Verdict
from waypost.web.history.publishing import MOVES, Move, refusal, warning
from waypost.web.history.reviewing import answer, approval_of, ask, give_up, move, open_review, reviewers
from waypost.web.history.views.timeline import MEANWHILE
from waypost.web.sharing.views.links import journey_of
from waypost.web.workspaces.access import Can, VisitRequest, members

_LONGEST = 2000
_PAST = 20


@require_GET
@members(Can.VIEW)
def review(request: VisitRequest, slug: str) -> HttpResponse:
    """How far the map has come, who was asked about it, and what they said."""
    row, journey = journey_of(request.visit, slug)
    approval = approval_of(row)
    going_on = open_review(row)
    opinions = list(going_on.opinions.select_related("reviewer")) if going_on is not None else []
    refused: dict[Move, str | None] = {
        each: refusal(journey.lifecycle, each.target, approval) for each in MOVES[journey.lifecycle]
    }
    reached = list(Lifecycle).index(journey.lifecycle)
    shown = {
        "row": row,
        "journey": journey,
        "states": [(each, place < reached, place == reached) for place, each in enumerate(Lifecycle)],
        "moves": [each for each, words in refused.items() if words is None],
        "refused": [words for words in refused.values() if words is not None],
        "review": going_on,
        "opinions": opinions,
        "mine": next((one for one in opinions if one.reviewer_id == request.visit.user.pk), None),
        "approval": approval,
        "warning": warning(approval, row.revision),
        "reviewers": reviewers(request.visit) if request.visit.edits else [],
        "past": row.reviews.exclude(closed=None).prefetch_related("opinions__reviewer")[:_PAST],
        "revision": row.revision,
    }
    return render(request, "history/review.html", shown)


@require_POST
@members(Can.EDIT)
def asked(request: VisitRequest, slug: str) -> HttpResponse:
    """Ask some people (`whom`) for their opinion."""
    row, _ = journey_of(request.visit, slug)
    wanted = set(request.POST.getlist("whom"))
    whom = [user for user in reviewers(request.visit) if str(user.pk) in wanted]
    if whom:
        ask(request.visit, row, whom, _words(request))
        names = " and ".join(user.called for user in whom)
        messages.success(request, f"{names} {'is' if len(whom) == 1 else 'are'} asked.")
    else:
        messages.error(request, "Choose whom to ask.")
    return _back(request, slug)


@require_POST
@members(Can.COMMENT)
def answered(request: VisitRequest, slug: str) -> HttpResponse:
    """What a reviewer says: `verdict` of `revision`, with a `note`. Only who was asked may say it."""
    row, _ = journey_of(request.visit, slug)
    said, revision = request.POST.get("verdict"), request.POST.get("revision", "")
    if said not in Verdict.values or not (revision.isascii() and revision.isdecimal()):
        messages.error(request, "Approve the map, or ask for changes.")
    elif said == Verdict.CHANGES and not _words(request):
        messages.error(request, "Say what should change.")
    elif answer(request.visit, row, Verdict(said), int(revision[:9]), _words(request)):
        messages.success(request, "Your opinion is kept.")
    else:
        messages.error(request, "Nobody asks you about this map at the moment.")
    return _back(request, slug)


@require_POST
@members(Can.EDIT)
def ended(request: VisitRequest, slug: str) -> HttpResponse:
    """End the review without a result."""
    row, _ = journey_of(request.visit, slug)
    give_up(request.visit, row)
    messages.success(request, "The review is over.")
    return _back(request, slug)


@require_POST
@members(Can.EDIT)
def moved(request: VisitRequest, slug: str) -> HttpResponse:
    """Bring the map into another state (`to`)."""
    row, journey = journey_of(request.visit, slug)
    targets = {each.target.value: each.target for each in MOVES[journey.lifecycle]}
    target = targets.get(request.POST.get("to", ""))
    if target is None:
        messages.error(request, f"The map is {journey.lifecycle.value}: from there it goes elsewhere.")
        return _back(request, slug)
    try:
        move(request.visit, row, target, timezone.localdate())
    except ConflictError:
        messages.error(request, MEANWHILE)
    except EditError as error:
        messages.error(request, error.args[0])
    else:
        messages.success(request, f"The map is {target.value} now.")
    return _back(request, slug)


def _words(request: VisitRequest) -> str:
    return request.POST.get("note", "").replace("\x00", "").strip()[:_LONGEST]


def _back(request: VisitRequest, slug: str) -> HttpResponse:
    return redirect("history:review", request.visit.workspace.slug, slug)
