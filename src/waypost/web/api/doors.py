"""Who may do what through the API: the same access helper as every page, by a token or by the session of a browser.

A door stands before an operation: it finds who asks, the workspace the address names and whether they may, before
anything else of the request is looked at. Strangers are told that there is nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from waypost.web.accounts import pace as guesses
from waypost.web.accounts.models import User
from waypost.web.accounts.tokens import Bearer, authenticate
from waypost.web.api.refusals import TooManyError
from waypost.web.documents.pace import Pace
from waypost.web.workspaces.access import Can, Visit, VisitRequest, enter, find_visit
from waypost.web.workspaces.models import Scope

PACE = Pace()
"""How fast each person asks in this process."""

_READING = ("GET", "HEAD", "OPTIONS")
_NO_WORKSPACE = "There is no such workspace, or you are not a member of it."


class Token(HttpBearer):
    """A token of a workspace, sent as `Authorization: Bearer wpt_…`."""

    def __init__(self, can: Can | None) -> None:
        self.can = can
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """Whose token it is; None for a token that opens nothing."""
        bearer = authenticate(token)
        if bearer is None:
            if guesses.too_fast(request):
                raise TooManyError("Too many tokens were tried from here. Wait ten minutes.", guesses.SECONDS)
            guesses.missed(request)
            return None
        _keep_pace(bearer.user)
        if request.method not in _READING and Scope.WRITE not in bearer.scopes:
            raise PermissionDenied("This token reads only. Make one that may also change things.")
        request.bearer = bearer  # type: ignore[attr-defined]
        if self.can is not None:
            enter(cast("VisitRequest", request), _visit_by(bearer, request), self.can)
        return bearer.user


class Session(APIKeyCookie):
    """The session somebody is signed in by in a browser; changes need `X-CSRFToken`, too."""

    param_name = "sessionid"

    def __init__(self, can: Can | None) -> None:
        self.can = can
        super().__init__()

    def _get_key(self, request: HttpRequest) -> str | None:
        # Who is not signed in is told so first, and only then that a form was not ours.
        return super()._get_key(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        """Who is signed in."""
        user = request.user
        if not isinstance(user, User) or "Authorization" in request.headers:
            return None
        _keep_pace(user)
        if self.can is not None:
            enter(cast("VisitRequest", request), find_visit(user, _named(request)), self.can)
        return user


def members(can: Can) -> Sequence[Token | Session]:
    """For members of the workspace in the address who may: the operation gets `request.visit`."""
    return (Token(can), Session(can))


def anybody_known() -> Sequence[Token | Session]:
    """For whoever has an account."""
    return (Token(None), Session(None))


def _visit_by(bearer: Bearer, request: HttpRequest) -> Visit:
    """A token opens the one workspace it was made in."""
    if bearer.workspace.slug != _named(request):
        raise Http404(_NO_WORKSPACE)
    return bearer.visit


def _named(request: HttpRequest) -> str:
    if "\0" in request.path:  # no database has heard of such a name, and PostgreSQL will not even look
        raise Http404(_NO_WORKSPACE)
    assert request.resolver_match is not None
    return str(request.resolver_match.kwargs["workspace"])


def _keep_pace(user: User) -> None:
    if wait := PACE.wait(user.pk):
        raise TooManyError("That is very many requests at once. Go on in a moment.", wait)
