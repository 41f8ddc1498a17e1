"""The workspaces one belongs to, and what each says of itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import pydantic
from django.db import IntegrityError
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from waypost.web.api.doors import anybody_known, members
from waypost.web.api.paging import Page, Paging, Part, oldest_first
from waypost.web.api.refusals import TakenError, UnreadableError, checked
from waypost.web.workspaces.access import Can, Visit, VisitRequest
from waypost.web.workspaces.describing import Description, describe, described
from waypost.web.workspaces.forms import Describing
from waypost.web.workspaces.models import Membership

router, one = Router(), Router()

Text = Annotated[str, Field(min_length=1, max_length=120)]


class WorkspaceSummary(Schema):
    """A workspace one belongs to."""

    slug: str
    name: str
    role: str = Field(description="What you are there: viewer, contributor, facilitator, editor or admin.")
    sees_customers: bool = Field(description="Whether you see individual customers.")


class WorkspaceDescription(WorkspaceSummary):
    """A workspace and its settings."""

    zone: str = Field(description="Its midnights are where one day ends and the next begins.")
    language: str
    currency: str = Field(description="By its three letters; empty when none was chosen.")
    approvals: int = Field(description="How many people approve a map before it is published.")


class WorkspaceChange(Schema):
    """What is to change; what is left out stays."""

    model_config = pydantic.ConfigDict(extra="forbid")

    name: Text | None = None
    slug: Annotated[str, Field(max_length=64)] | None = None
    zone: Annotated[str, Field(max_length=64)] | None = None
    language: Annotated[str, Field(max_length=24)] | None = None
    currency: Annotated[str, Field(max_length=3)] | None = None
    approvals: Annotated[int, Field(ge=1, le=9)] | None = None


@router.get("", auth=anybody_known(), response=Page[WorkspaceSummary])
def list_workspaces(request: HttpRequest, paging: Paging = Part) -> dict[str, Any]:
    """The workspaces you belong to; with a token, the one it opens."""
    bearer = getattr(request, "bearer", None)
    mine = Membership.objects.select_related("workspace").filter(user=request.auth)  # type: ignore[attr-defined]
    if bearer is not None:
        mine = mine.filter(workspace=bearer.workspace)
    return oldest_first(mine, paging, _summary)


@one.get("", auth=members(Can.VIEW), response=WorkspaceDescription)
def get_workspace(request: VisitRequest) -> dict[str, Any]:
    """What a workspace says of itself."""
    return _told(request.visit)


@one.patch("", auth=members(Can.MANAGE), response=WorkspaceDescription)
def change_workspace(request: VisitRequest, change: WorkspaceChange) -> dict[str, Any]:
    """Change what a workspace says of itself: its name, address, zone, language, currency, approvals."""
    now = asdict(described(request.visit.workspace))
    wanted = Description(**checked(Describing({**now, **change.model_dump(exclude_none=True)}, initial=now)))
    try:
        describe(request.visit, wanted)
    except pydantic.ValidationError as error:
        raise UnreadableError(error) from error
    except IntegrityError as error:
        raise TakenError("Another workspace has this address.") from error
    return _told(request.visit)


def _summary(membership: Membership) -> dict[str, Any]:
    workspace = membership.workspace
    return {
        "slug": workspace.slug,
        "name": workspace.name,
        "role": membership.role,
        "sees_customers": membership.sees_customers,
    }


def _told(visit: Visit) -> dict[str, Any]:
    return {**_summary(visit.membership), **asdict(described(visit.workspace))}
