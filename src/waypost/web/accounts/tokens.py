"""Tokens let programs act as a person in one workspace: made, shown once, kept as a hash, used, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from waypost.web.accounts.models import User
from waypost.web.accounts.secret import digest, new_secret
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.audit import note
from waypost.web.workspaces.models import Membership, Scope, Token, Workspace

PREFIX = "wpt_"
"""What every token begins with, so that one is recognised where it should not be."""
_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Bearer:
    """Whom a token speaks for, where, and how far it reaches."""

    user: User
    workspace: Workspace
    membership: Membership
    scopes: frozenset[Scope]

    @property
    def visit(self) -> Visit:
        """The person in their workspace."""
        return Visit(self.workspace, self.user, self.membership)


def issue(visit: Visit, name: str, scope: Scope) -> tuple[Token, str]:
    """Make a token for whoever visits; the second part is its secret, which is never shown again."""
    secret = PREFIX + new_secret()
    token = Token.objects.create(
        workspace=visit.workspace, user=visit.user, name=name, scope=scope, digest=digest(secret)
    )
    note(visit, "token.made", f"{name} ({scope})")
    return token, secret


def authenticate(bearer: str) -> Bearer | None:
    """Whom the secret of a token speaks for; None when it is unknown, revoked, or its person is not a member now."""
    token = (
        Token.objects.select_related("user", "workspace")
        .filter(digest=digest(bearer), revoked=None, user__is_active=True)
        .first()
    )
    if token is None:
        return None
    membership = Membership.objects.filter(workspace=token.workspace, user=token.user).first()
    if membership is None:
        return None
    _mark_used(token)
    scopes = {Scope.READ} if token.scope == Scope.READ else {Scope.READ, Scope.WRITE}
    return Bearer(token.user, token.workspace, membership, frozenset(scopes))


def revoke(visit: Visit, token: Token) -> None:
    """End a token for good."""
    if Token.objects.filter(pk=token.pk, revoked=None).update(revoked=timezone.now()):
        note(visit, "token.revoked", f"{token.name} of {token.user.email}")


def _mark_used(token: Token) -> None:
    now = timezone.now()
    stale = Q(used=None) | Q(used__lt=now - _A_MINUTE)
    if token.used is None or token.used < now - _A_MINUTE:
        Token.objects.filter(stale, pk=token.pk).update(used=now)
