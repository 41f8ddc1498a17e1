"""The portfolio: the front page of a workspace."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from waypost.journey.journey import Journey, Lifecycle
from waypost.web.actions.cards import cards
from waypost.web.actions.models import UNDER_WAY
from waypost.web.actions.views import actions_of
from waypost.web.documents.committing import Author
from waypost.web.documents.models import Document
from waypost.web.history.models import Opinion
from waypost.web.live.announcing import last_event
from waypost.web.live.tickets import Listener, ticket
from waypost.web.portfolio.choosing import FEW, ORDERS, Choice
from waypost.web.portfolio.finding import LONGEST, search
from waypost.web.portfolio.gathering import gathered
from waypost.web.portfolio.health import PENDING
from waypost.web.portfolio.mine import Mine, share_of
from waypost.web.portfolio.nesting import placed
from waypost.web.portfolio.next_steps import next_steps
from waypost.web.portfolio.surveying import survey
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members


@require_GET
@members(Can.VIEW)
def portfolio(request: VisitRequest) -> HttpResponse:
    """All journeys of the workspace, how they hang together and how each stands."""
    found = gathered(request.visit.workspace)
    entries = list(survey(found))
    choice = Choice.of(request.GET.dict(), len(entries))
    shown = placed(choice.among(entries), ORDERS[choice.order][1])
    return render(
        request,
        "portfolio/portfolio.html",
        {
            "choice": choice,
            "shown": shown,
            "total": len(entries),
            "few": FEW,
            "pending": any(entry.health is PENDING for entry in entries),
            "next_steps": next_steps(request.visit, found, entries),
            "measured": any(entry.measured for entry in entries),
            "orders": [(word, name) for word, (name, _) in ORDERS.items()],
            "lifecycles": [state.value for state in Lifecycle],
            "owners": sorted({entry.journey.owner for entry in entries if entry.journey.owner}, key=str.casefold),
        },
    )


@require_GET
@members(Can.VIEW)
def heard(request: VisitRequest) -> HttpResponse:
    """A ticket to hear what happens in the workspace, and the last event before it."""
    visit = request.visit
    who = Author.of(visit.user).shown()
    topics = (visit.workspace.topic, f"user:{visit.user.pk}")
    return JsonResponse(
        {"ticket": ticket(Listener(topics, who["id"], who["name"], who["initials"])), "event": last_event()}
    )


@require_GET
@members(Can.VIEW)
def found(request: VisitRequest) -> HttpResponse:
    """What has the words that are asked for (`q`): a page, or JSON for the palette."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    groups = search(gathered(request.visit.workspace), asked)
    if "text/html" not in request.headers.get("Accept", ""):
        return JsonResponse({"groups": [asdict(group) for group in groups]})
    total = sum(len(group.found) + group.more for group in groups)
    return render(request, "portfolio/found.html", {"asked": asked, "groups": groups, "total": total})


@require_GET
@members(Can.VIEW)
def mine(request: VisitRequest) -> HttpResponse:
    """My part in it: what belongs to whoever looks, and what waits for them."""
    visit = request.visit
    who = Mine(visit.user.called, visit.membership.department)
    known = gathered(visit.workspace)
    today = timezone.localdate()
    shares = [share for journey in known.value.of(Journey) if (share := share_of(journey, who)) is not None]
    own = actions_of(visit).filter(owner=visit.user, state__in=UNDER_WAY).order_by("due", "pk")
    shown = cards(own, today)
    led = {share.journey.id for share in shares if share.roles}
    standing = {one.journey.id: one for one in survey(known, lambda journey: journey.id in led)} if led else {}
    reviews = _reviews(visit)
    return render(
        request,
        "portfolio/mine.html",
        {
            "department": who.department,
            "shares": [(share, standing.get(share.journey.id)) for share in shares],
            "cards": shown,
            "reviews": reviews,
            "asked": {row.slug for row in reviews},
            "pending": any(one.health is PENDING for one in standing.values()),
            "any": bool(shares or shown or reviews),
        },
    )


def _reviews(visit: Visit) -> list[Document]:
    """The documents somebody is asked to review and has not yet."""
    waiting = Opinion.objects.filter(reviewer=visit.user, verdict="", review__closed=None)
    numbers = waiting.filter(review__document__workspace=visit.workspace).values("review__document")
    return list(Document.objects.filter(pk__in=numbers, archived=None))
