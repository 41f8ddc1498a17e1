"""Who may do what: the one helper through which every page reaches a workspace.

Strangers are told that there is nothing (404); whoever is not signed in is asked to sign in first; a member whose role
does not reach is told so (403).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from waypost.web.accounts.models import User
from waypost.web.live.announcing import last_event
from waypost.web.workspaces.models import Membership, Role, Workspace
from waypost.web.workspaces.zone import Clock


class Can(StrEnum):
    """What a member may do."""

    VIEW = "view"
    COMMENT = "comment"
    FACILITATE = "facilitate"
    EDIT = "edit"
    MANAGE = "manage"
    CUSTOMERS = "customers"
    """See individual customers: given to a person, never by a role."""


_FROM = {
    Can.VIEW: Role.VIEWER,
    Can.COMMENT: Role.CONTRIBUTOR,
    Can.FACILITATE: Role.FACILITATOR,
    Can.EDIT: Role.EDITOR,
    Can.MANAGE: Role.ADMIN,
}
_ORDER = list(Role)


def allows(role: str, can: Can) -> bool:
    """Whether a role reaches far enough."""
    return can in _FROM and _ORDER.index(Role(role)) >= _ORDER.index(_FROM[can])


@dataclass(frozen=True)
class Visit:
    """A member in their workspace."""

    workspace: Workspace
    user: User
    membership: Membership

    def can(self, can: Can) -> bool:
        """Whether this member may."""
        if can is Can.CUSTOMERS:
            return self.membership.sees_customers
        return allows(self.membership.role, can)

    @property
    def edits(self) -> bool:
        """For templates: whether this member may change documents."""
        return self.can(Can.EDIT)

    @property
    def comments(self) -> bool:
        """For templates: whether this member may comment."""
        return self.can(Can.COMMENT)

    @property
    def manages(self) -> bool:
        """For templates: whether this member may manage the workspace."""
        return self.can(Can.MANAGE)


class VisitRequest(HttpRequest):
    """A request inside a workspace."""

    visit: Visit
    event: int
    """For pages: the newest event when it was asked for. What the page shows contains it; it listens from there."""
    htmx: Any


View = Callable[..., HttpResponseBase]
"""A view that gets a `VisitRequest` and what its address says besides the workspace."""


def find_visit(user: object, slug: str) -> Visit:
    """The member's visit; raises Http404 for strangers and for those not signed in."""
    if isinstance(user, User) and user.is_authenticated:
        membership = Membership.objects.select_related("workspace").filter(user=user, workspace__slug=slug).first()
        if membership is not None:
            return Visit(membership.workspace, user, membership)
    raise Http404("There is no such workspace, or you are not a member of it.")


def enter(request: VisitRequest, visit: Visit, can: Can) -> None:
    """Let somebody into a workspace, and into its zone; raises PermissionDenied where their role does not reach."""
    request.visit = visit
    timezone.activate(Clock(visit.workspace))
    if not visit.can(can):
        raise PermissionDenied(f"Your role here, {visit.membership.role}, does not reach this far.")


def members(can: Can) -> Callable[[View], View]:
    """A view of `/w/<workspace>/…` for members who may: it gets `request.visit`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: VisitRequest, /, workspace: str, **arguments: Any) -> HttpResponseBase:
            user = request.user
            page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
            if not user.is_authenticated and page and not request.htmx:
                return redirect_to_login(request.get_full_path())
            if page:
                request.event = last_event()
            enter(request, find_visit(user, workspace), can)
            return view(request, **arguments)

        guarded.can = can  # type: ignore[attr-defined]  # read by the test that every address is guarded
        return guarded

    return decorate
