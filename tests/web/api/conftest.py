"""Programs: clients with a token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from django.test import Client

from tests.web import acme as small
from waypost.web.accounts.models import User
from waypost.web.accounts.tokens import issue
from waypost.web.api import doors
from waypost.web.documents.pace import Pace
from waypost.web.workspaces.access import find_visit
from waypost.web.workspaces.models import Membership, Role, Scope, Workspace

HERE = "/api/v1/workspaces/acme"


@pytest.fixture(autouse=True)
def _own_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """People have the same numbers in every test."""
    monkeypatch.setattr(doors, "PACE", Pace())


Program: TypeAlias = Callable[..., Client]


@pytest.fixture
def program(acme: Workspace, owner: User) -> Program:
    """A client that acts for somebody by a token: `program(Role.EDITOR, Scope.READ)`; Ada's when no role is given."""

    def make(role: Role | None = None, scope: Scope = Scope.WRITE) -> Client:
        user = owner if role is None else _member(acme, role)
        _, secret = issue(find_visit(user, acme.slug), "a test", scope)
        return Client(headers={"Authorization": f"Bearer {secret}"}, enforce_csrf_checks=True)

    return make


def _member(acme: Workspace, role: Role) -> User:
    known = Membership.objects.filter(workspace=acme, role=role).exclude(user__name="Ada Park").first()
    return known.user if known is not None else small.member(acme, role)


def read(client: Client, path: str, **query: Any) -> Any:
    """What a GET answers, which must be well."""
    answer = client.get(f"{HERE}{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()
