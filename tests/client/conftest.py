"""A workspace met through the client: the real application, without a network in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, TypeAlias

import httpx
import pytest
from django.core.wsgi import get_wsgi_application

import waypost
from tests.web.conftest import _forgetful, _home_of_tests, acme, owner  # noqa: F401  # fixtures
from waypost.client import RemoteWorkspace
from waypost.web.accounts.models import User
from waypost.web.accounts.tokens import issue
from waypost.web.api import doors
from waypost.web.documents.pace import Pace
from waypost.web.workspaces.access import find_visit
from waypost.web.workspaces.models import Scope, Workspace

ADDRESS = "http://localhost"


class Line(httpx.BaseTransport):
    """The way to the server: counts what goes over it, and breaks when told to, before or after the server answered."""

    def __init__(self) -> None:
        self.application = httpx.WSGITransport(get_wsgi_application())
        self.went: list[tuple[str, int]] = []
        """Method and status of everything answered."""
        self.breaks: list[str] = []
        """What happens to the next requests: `before`, `after`, or nothing."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        breaks = self.breaks.pop(0) if self.breaks else ""
        if breaks == "before":
            raise httpx.ConnectError("the line is down", request=request)
        with closing(self.application.handle_request(request)) as answer:
            content = answer.read()
        self.went.append((request.method, answer.status_code))
        if breaks == "after":
            raise httpx.ReadError("the line broke", request=request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


@pytest.fixture
def line() -> Line:
    """The way to the server."""
    return Line()


Connecting: TypeAlias = Callable[..., RemoteWorkspace]


@pytest.fixture
def connecting(
    acme: Workspace,  # noqa: F811
    owner: User,  # noqa: F811
    line: Line,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Connecting]:
    """Connects as Ada: `connecting(Scope.READ)`."""
    monkeypatch.setattr(doors, "PACE", Pace())
    made: list[RemoteWorkspace] = []

    def connect(scope: Scope = Scope.WRITE) -> RemoteWorkspace:
        _, secret = issue(find_visit(owner, acme.slug), "a test", scope)
        there = waypost.connect(ADDRESS, secret, transport=line)
        there.wire.pause = lambda _: None
        made.append(there)
        return there

    yield connect
    for each in made:
        each.wire.http.close()


@pytest.fixture
def there(connecting: Connecting) -> Any:
    """Acme, for Ada."""
    return connecting()
