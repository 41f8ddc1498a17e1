"""The portfolio: the front page of a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from django.apps import apps
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from waypost.journey.journey import Journey, Lifecycle
from waypost.web.actions.cards import cards
from waypost.web.actions.models import UNDER_WAY
from waypost.web.actions.views import actions_of
from waypost.web.documents.committing import Author
from waypost.web.documents.models import Change, Document
from waypost.web.live.announcing import last_event
from waypost.web.live.tickets import Listener, ticket
from waypost.web.measuring.project import state_of
from waypost.web.measuring.summary import read_summary
from waypost.web.portfolio.choosing import ORDERS, Choice
from waypost.web.portfolio.finding import LONGEST, search
from waypost.web.portfolio.gathering import Gathered, gathered
from waypost.web.portfolio.health import PENDING, Checking
from waypost.web.portfolio.mine import Mine, share_of
from waypost.web.portfolio.nesting import placed
from waypost.web.portfolio.standing import Entry, Known, known_about
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members


@require_GET
@members(Can.VIEW)
def portfolio(request: VisitRequest) -> HttpResponse:
    """All journeys of the workspace, how they hang together and how each stands."""
    found = gathered(request.visit.workspace)
    entries = list(_entries(found))
    choice = Choice.of(request.GET.dict())
    shown = placed(choice.among(entries), ORDERS[choice.order][1])
    return render(
        request,
        "portfolio/portfolio.html",
        {
            "choice": choice,
            "shown": shown,
            "total": len(entries),
            "pending": any(entry.health is PENDING for entry in entries),
            "measured": any(entry.measured for entry in entries),
            "orders": [(word, name) for word, (name, _) in ORDERS.items()],
            "lifecycles": [state.value for state in Lifecycle],
            "owners": sorted({entry.journey.owner for entry in entries if entry.journey.owner}, key=str.casefold),
        },
    )


def _entries(found: Gathered) -> Iterator[Entry]:
    today = timezone.localdate()
    known, state = known_about(found.value), state_of(found.workspace)
    authors, checking = _last_authors(found), Checking(found.workspace.pk, found.neighbours, today)
    for row, journey in zip(found.rows, found.values, strict=True):
        if isinstance(journey, Journey):
            yield Entry(
                journey=journey,
                changed=row.changed,
                changed_by=authors.get(row.pk, ""),
                health=checking.health(journey),
                known=known.get(journey.id, Known({})),
                measured=read_summary(state, journey.id),
                today=today,
            )


def _last_authors(found: Gathered) -> dict[int, str]:
    """Document's number → the name of whoever changed it last."""
    last = Change.objects.filter(document=OuterRef("pk")).order_by("-revision").values("author_name")[:1]
    rows = Document.objects.filter(workspace=found.workspace, kind="journey", revision__gt=0)
    return dict(rows.annotate(last=Subquery(last)).values_list("pk", "last"))


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
    overdue = [share.journey for share in shares if share.roles and _overdue(share.journey, today)]
    return render(
        request,
        "portfolio/mine.html",
        {
            "department": who.department,
            "shares": shares,
            "cards": shown,
            "overdue": overdue,
            "reviews": _reviews(visit),
            "any": bool(shares or shown),
        },
    )


def _overdue(journey: Journey, today: date) -> bool:
    due = journey.review_due()
    return due is not None and due < today


def _reviews(visit: Visit) -> list[Document]:
    """The documents somebody is asked to review and has not yet."""
    if not apps.is_installed("waypost.web.history"):
        return []
    opinions = apps.get_app_config("history").get_model("Opinion")._default_manager
    waiting = opinions.filter(reviewer=visit.user, verdict="", review__closed=None)
    numbers = waiting.filter(review__document__workspace=visit.workspace).values("review__document")
    return list(Document.objects.filter(pk__in=numbers, archived=None))
