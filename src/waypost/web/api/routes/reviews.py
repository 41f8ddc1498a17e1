"""Reviews of journeys: who is asked, what they say, and how far the map has come."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Self

from django.http import Http404
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field, StringConstraints, model_validator

from waypost.errors import InputError, Problem
from waypost.journey.journey import Lifecycle
from waypost.web.api.doors import members
from waypost.web.api.paging import Page, Paging, Part, newest_first
from waypost.web.api.routes.documents import Committed, Revision
from waypost.web.api.words import Number, Slug
from waypost.web.documents.views import journey_of
from waypost.web.history.models import Review as Row
from waypost.web.history.models import Verdict
from waypost.web.history.publishing import Terms, Weight
from waypost.web.history.reviewing import answer, ask, give_up, move, reviewers, terms_of, voice_of
from waypost.web.workspaces.access import Can, VisitRequest

router = Router()

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^[^\x00]*$")]


class Reviewer(Schema):
    """Somebody who can be asked."""

    id: int = Field(alias="pk", serialization_alias="id")
    name: str = Field(alias="called", serialization_alias="name")


class Asking(Schema):
    """Whom to ask, and about what."""

    model_config = ConfigDict(extra="forbid")

    whom: list[Number] = Field(min_length=1, max_length=200, description="Their numbers: `reviewers` has them.")
    note: Words = ""


class Answering(Schema):
    """What a reviewer says."""

    model_config = ConfigDict(extra="forbid")

    verdict: Verdict = Field(description="`approved`, or `changes` to send the map back.")
    revision: Revision = Field(description="The revision they looked at.")
    note: Words = Field("", description="What is good, or what should change; who asks for changes says which.")

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if self.verdict == Verdict.CHANGES and not self.note:
            raise ValueError("say in `note` what should change")
        return self


class Opinion(Schema):
    """What one reviewer said."""

    reviewer: int
    name: str
    verdict: str = Field(description="Empty until they said something.")
    note: str
    revision: int | None = Field(description="The revision they looked at.")
    at: datetime | None
    weight: Weight | None = Field(
        description="For an approval: whether it `counts`, is `void` as the map was changed since, or is by the author "
        "of the last change, their `own`. Null when the review is over."
    )


class Review(Schema):
    """Somebody asks others whether a map may be published."""

    id: int
    revision: int = Field(description="The revision they were asked about.")
    asked_by: str
    note: str
    at: datetime
    closed: datetime | None
    opinions: list[Opinion]


class Moving(Schema):
    """Where a map goes."""

    model_config = ConfigDict(extra="forbid")

    lifecycle: Lifecycle


@router.get("/{slug}/reviewers", auth=members(Can.EDIT), response=list[Reviewer])
def list_reviewers(request: VisitRequest, slug: Slug) -> Any:
    """Whom one can ask for a review."""
    journey_of(request.visit, slug)
    return reviewers(request.visit)


@router.get("/{slug}/reviews", auth=members(Can.VIEW), response=Page[Review])
def list_reviews(request: VisitRequest, slug: Slug, paging: Paging = Part) -> dict[str, Any]:
    """A journey's reviews, the newest first; the one that goes on is not `closed`."""
    row, _ = journey_of(request.visit, slug)
    terms = terms_of(row)
    return newest_first(row.reviews.prefetch_related("opinions__reviewer"), paging, lambda one: _told(one, terms))


@router.post("/{slug}/reviews", auth=members(Can.EDIT), response={201: Review})
def ask_for_review(request: VisitRequest, slug: Slug, asking: Asking) -> Status[dict[str, Any]]:
    """Ask some people for their opinion on the map as it is; an earlier review ends."""
    row, _ = journey_of(request.visit, slug)
    able = {user.pk: user for user in reviewers(request.visit)}
    unknown = next((number for number in asking.whom if number not in able), None)
    if unknown is not None:
        raise InputError(Problem(f"{unknown} cannot be asked", remedy="`reviewers` has who can", element="whom"))
    review = ask(request.visit, row, [able[number] for number in dict.fromkeys(asking.whom)], asking.note)
    return Status(201, _told(review, terms_of(row)))


@router.post("/{slug}/reviews/{number}/answer", auth=members(Can.COMMENT), response=Review)
def answer_review(request: VisitRequest, slug: Slug, number: Number, said: Answering) -> dict[str, Any]:
    """Approve the map, or send it back with what should change. Only who was asked may."""
    row, _ = journey_of(request.visit, slug)
    review = _open(row.reviews.filter(pk=number, closed=None).first())
    if not answer(request.visit, row, Verdict(said.verdict), said.revision, said.note):
        raise Http404("There is no review that asks you.")
    return _told(review, terms_of(row))


@router.post("/{slug}/reviews/{number}/end", auth=members(Can.EDIT), response={204: None})
def end_review(request: VisitRequest, slug: Slug, number: Number) -> Status[None]:
    """End a review without a result."""
    row, _ = journey_of(request.visit, slug)
    _open(row.reviews.filter(pk=number, closed=None).first())
    give_up(request.visit, row)
    return Status(204, None)


@router.post("/{slug}/lifecycle", auth=members(Can.EDIT), response=Committed)
def move_journey(request: VisitRequest, slug: Slug, moving: Moving) -> dict[str, int]:
    """Bring a map into another state: draft, validated, published, retired. It is published after its approval."""
    row, _ = journey_of(request.visit, slug)
    today = timezone.localdate()
    return {"revision": move(request.visit, row, moving.lifecycle, today).revision}


def _open(review: Row | None) -> Row:
    if review is None:
        raise Http404("There is no such review, or it is over.")
    return review


def _told(review: Row, terms: Terms) -> dict[str, Any]:
    over = review.closed is not None
    return {
        "id": review.pk,
        "revision": review.revision,
        "asked_by": review.asked_by_name,
        "note": review.note,
        "at": review.at,
        "closed": review.closed,
        "opinions": [
            {
                "reviewer": one.reviewer_id,
                "name": one.reviewer.called,
                "verdict": one.verdict,
                "note": one.note,
                "revision": one.revision,
                "at": one.at,
                "weight": None if over else terms.weight(voice_of(one)),
            }
            for one in review.opinions.all()
        ],
    }
