"""The review of a journey, and how far its map has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from waypost.errors import InputError
from waypost.journey.check import Remark, check
from waypost.journey.edits import ConflictError, EditError
from waypost.journey.journey import Lifecycle
from waypost.web.checking.margin import FOLLOWING, ahead
from waypost.web.checking.quoting import printed
from waypost.web.checking.views import desk_of
from waypost.web.documents.models import Document
from waypost.web.documents.views import journey_of
from waypost.web.history.calling import called
from waypost.web.history.models import Opinion, Review, Verdict
from waypost.web.history.publishing import MOVES, Move, Weight, refusal
from waypost.web.history.reviewing import (
    answer,
    approval_of,
    ask,
    give_up,
    move,
    open_review,
    reviewers,
    terms_of,
    voice_of,
)
from waypost.web.history.views.timeline import MEANWHILE
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members

_LONGEST = 2000
_PAST = 20
_REMARKS = 6
"""Remarks of the check that stand beside a review; the map has them all."""


@dataclass(frozen=True)
class Heard:
    """An opinion, what it is about, and what it is worth."""

    opinion: Opinion
    about: str
    """The revision they looked at, as people call it; empty while they said nothing."""
    weight: Weight | None


@require_GET
@members(Can.VIEW)
def review(request: VisitRequest, slug: str) -> HttpResponse:
    """How far the map has come, who was asked about it, and what they said."""
    row, journey = journey_of(request.visit, slug)
    approval = approval_of(row)
    going_on = open_review(row)
    opinions = list(_heard(row, going_on)) if going_on is not None else []
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
        "mine": next((one.opinion for one in opinions if one.opinion.reviewer_id == request.visit.user.pk), None),
        "approval": approval,
        "needed": row.workspace.approvals,
        "reviewers": reviewers(request.visit) if request.visit.edits else [],
        "past": row.reviews.exclude(closed=None).prefetch_related("opinions__reviewer")[:_PAST],
        "revision": row.revision,
        "checked": _checked(request.visit, slug),
        "checked_at_most": _REMARKS,
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
    said, revision = request.POST.get("verdict"), _number(request.POST.get("revision", ""))
    if said not in Verdict.values or revision is None:
        messages.error(request, "Approve the map, or ask for changes.")
    elif said == Verdict.CHANGES and not _words(request):
        messages.error(request, "Say what should change.")
    elif answer(request.visit, row, Verdict(said), revision, _words(request)):
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
    row, _ = journey_of(request.visit, slug)
    to = request.POST.get("to", "")
    if to not in list(Lifecycle):
        messages.error(request, "A map is a draft, validated, published or retired.")
        return _back(request, slug)
    try:
        today = timezone.localdate()
        move(request.visit, row, Lifecycle(to), today)
    except ConflictError:
        messages.error(request, MEANWHILE)
    except EditError as error:
        messages.error(request, error.args[0])
    else:
        messages.success(request, f"The map is {to} now.")
    return _back(request, slug)


def _heard(row: Document, going_on: Review) -> Iterator[Heard]:
    terms = terms_of(row)
    for opinion in going_on.opinions.select_related("reviewer"):
        about = called(row, opinion.revision) if opinion.revision is not None else ""
        yield Heard(opinion, about, terms.weight(voice_of(opinion)))


def _number(text: str) -> int | None:
    """A revision as a form sends it; None when it is none."""
    return int(text[:9]) if text.isascii() and text.isdecimal() else None


def _checked(visit: Visit, slug: str) -> dict[str, object] | None:
    """What the check says of the map, and would say in its next state; None when it cannot be asked."""
    desk, _ = desk_of(visit, slug)
    try:
        report = check(desk.workspace, desk.journey, desk.today)
        following = FOLLOWING.get(desk.journey.lifecycle)
        later = ahead(desk, following, report.remarks) if following else ()
    except InputError:
        return None
    strengths = [printed(strength) for strength in report.strengths]
    return {"strengths": strengths, "remarks": _printed(report.remarks), "later": _printed(later), "next": following}


def _printed(remarks: tuple[Remark, ...]) -> list[Remark]:
    return [replace(remark, message=printed(remark.message)) for remark in remarks]


def _words(request: VisitRequest) -> str:
    return request.POST.get("note", "").replace("\x00", "").strip()[:_LONGEST]


def _back(request: VisitRequest, slug: str) -> HttpResponse:
    return redirect("history:review", request.visit.workspace.slug, slug)
