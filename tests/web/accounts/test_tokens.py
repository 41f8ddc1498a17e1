"""Tokens: shown once, kept as a hash, as far as their person reaches, until revoked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.web.conftest import Cast
from waypost.web.accounts.models import User
from waypost.web.accounts.tokens import PREFIX, authenticate, issue, revoke
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.models import AuditEntry, Membership, Scope, Token, Workspace

TOKENS = "/w/acme/settings/tokens/"


@pytest.fixture
def visit(acme: Workspace, owner: User) -> Visit:
    return Visit(acme, owner, Membership.objects.get(workspace=acme, user=owner))


@pytest.mark.parametrize(("scope", "scopes"), [(Scope.READ, {"read"}), (Scope.WRITE, {"read", "write"})])
def test_a_token_speaks_for_its_person_in_its_workspace(visit: Visit, scope: Scope, scopes: set[str]) -> None:
    _, secret = issue(visit, "Export", scope)
    bearer = authenticate(secret)
    assert bearer is not None
    assert (bearer.user, bearer.workspace, set(map(str, bearer.scopes))) == (visit.user, visit.workspace, scopes)
    assert bearer.visit.manages


def test_only_a_hash_is_kept(visit: Visit) -> None:
    token, secret = issue(visit, "Export", Scope.READ)
    assert secret.startswith(PREFIX)
    assert secret not in str(Token.objects.filter(pk=token.pk).values().get())
    assert all(secret not in entry.about for entry in AuditEntry.objects.all())


def test_it_ends_with_revoking_leaving_and_closing(visit: Visit) -> None:
    assert authenticate("") is None
    assert authenticate(f"{PREFIX}guessed") is None
    token, secret = issue(visit, "Export", Scope.READ)
    visit.user.is_active = False
    visit.user.save()
    assert authenticate(secret) is None
    visit.user.is_active = True
    visit.user.save()
    assert authenticate(secret) is not None
    revoke(visit, token)
    assert authenticate(secret) is None
    _, second = issue(visit, "Export", Scope.READ)
    visit.membership.delete()
    assert authenticate(second) is None


def test_its_last_use_is_known_to_the_minute(visit: Visit) -> None:
    token, secret = issue(visit, "Export", Scope.READ)
    authenticate(secret)
    token.refresh_from_db()
    first = token.used
    assert first is not None
    authenticate(secret)
    token.refresh_from_db()
    assert token.used == first
    Token.objects.update(used=timezone.now() - timedelta(hours=1))
    authenticate(secret)
    token.refresh_from_db()
    assert token.used is not None
    assert token.used >= first


def test_the_page_shows_the_secret_once_and_ones_own_only(cast: Cast) -> None:
    made = cast.editor.post(TOKENS, {"name": "Nightly", "scope": "write"}).content.decode()
    shown = re.search(r'id="token"[^>]*>([^<]+)<', made)
    assert shown is not None
    assert authenticate(shown[1]) is not None
    assert shown[1] not in cast.editor.get(TOKENS).content.decode()
    assert "Nightly" not in cast.viewer.get(TOKENS).content.decode()
    assert "Nightly" in cast.admin.get(TOKENS).content.decode()
    token = Token.objects.get()
    assert cast.viewer.post(f"{TOKENS}{token.pk}/revoke/").status_code == 404
    assert authenticate(shown[1]) is not None
    cast.admin.post(f"{TOKENS}{token.pk}/revoke/")
    assert authenticate(shown[1]) is None
    assert AuditEntry.objects.filter(what="token.revoked").exists()


def test_a_token_needs_a_name_and_a_scope(cast: Cast) -> None:
    assert cast.editor.post(TOKENS, {"name": "", "scope": "everything"}).status_code == 422
    assert not Token.objects.exists()
