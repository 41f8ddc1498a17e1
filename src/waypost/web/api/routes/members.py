"""Who belongs to a workspace."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import pydantic
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from waypost.web.api.doors import members
from waypost.web.api.paging import Page, Paging, Part, oldest_first
from waypost.web.api.refusals import TakenError, checked
from waypost.web.api.words import Number
from waypost.web.workspaces.access import Can, VisitRequest
from waypost.web.workspaces.belonging import Place, change, remove
from waypost.web.workspaces.forms import Inviting
from waypost.web.workspaces.inviting import invite, send
from waypost.web.workspaces.models import Membership, Role

router = Router()


class Member(Schema):
    """Somebody who belongs to the workspace."""

    id: int
    name: str
    email: str
    role: str
    sees_customers: bool
    department: str
    joined: datetime


class MemberChange(Schema):
    """What is to change; what is left out stays."""

    model_config = pydantic.ConfigDict(extra="forbid")

    role: Role | None = None
    sees_customers: bool | None = None
    department: Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f]*$")] | None = None


class Invited(Schema):
    """Whom to invite, as what."""

    model_config = pydantic.ConfigDict(extra="forbid")

    role: Role
    email: Annotated[str, Field(max_length=254)] = Field(
        "", description="Left empty, you get a link to hand on yourself."
    )


class Invitation(Schema):
    """An invitation that was made."""

    id: int
    address: str = Field(description="The link; it is never shown again.")
    sent: bool = Field(description="Whether it went out by e-mail.")
    expires: datetime


@router.get("", auth=members(Can.MANAGE), response=Page[Member])
def list_members(request: VisitRequest, paging: Paging = Part) -> dict[str, Any]:
    """Everybody who belongs to the workspace."""
    return oldest_first(request.visit.workspace.memberships.select_related("user"), paging, _told)


@router.patch("/{member}", auth=members(Can.MANAGE), response=Member)
def change_member(request: VisitRequest, member: Number, asked: MemberChange) -> dict[str, Any]:
    """Give a member another role, department, or sight of individual customers."""
    row = _member(request, member)
    place = Place(
        asked.role or Role(row.role),
        row.sees_customers if asked.sees_customers is None else asked.sees_customers,
        row.department if asked.department is None else asked.department,
    )
    change(request.visit, row, place)
    return _told(row)


@router.delete("/{member}", auth=members(Can.MANAGE), response={204: None})
def remove_member(request: VisitRequest, member: Number) -> Status[None]:
    """End a membership; what they did stays."""
    remove(request.visit, _member(request, member))
    return Status(204, None)


@router.post("", auth=members(Can.MANAGE), response={201: Invitation})
def invite_member(request: VisitRequest, response: HttpResponse, asked: Invited) -> Status[dict[str, Any]]:
    """Invite somebody: by e-mail, or by a link to hand on."""
    said = checked(Inviting(asked.model_dump()))
    email, role = said["email"], Role(said["role"])
    theirs = request.visit.workspace.memberships.filter(user__email__iexact=email)
    if email and theirs.exists():
        raise TakenError("They belong here already. Change their role instead.")
    invitation, address = invite(request.visit, role, email)
    sent = bool(email) and send(request.visit, invitation, address)
    response["Cache-Control"] = "no-store"
    return Status(201, {"id": invitation.pk, "address": address, "sent": sent, "expires": invitation.expires})


def _member(request: VisitRequest, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user"), pk=pk, workspace=request.visit.workspace)


def _told(row: Membership) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.user.called,
        "email": row.user.email,
        "role": row.role,
        "sees_customers": row.sees_customers,
        "department": row.department,
        "joined": row.joined,
    }
