"""The cast at every operation: the description and the permissions name the same ones, and each keeps to its own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from ninja.operation import Operation

from tests.web.api.conftest import Program
from tests.web.conftest import Cast
from tests.web.permissions import OPERATIONS, Open
from waypost.web.accounts.models import User
from waypost.web.api.application import api
from waypost.web.workspaces.access import Can, allows
from waypost.web.workspaces.models import Role, Scope

SAMPLES = {"workspace": "acme", "slug": "buying", "name": "none.csv", "lane": "reach", "element": "pays"}


@dataclass(frozen=True)
class Offered:
    """One operation, with a path to try it by."""

    name: str
    method: str
    path: str
    operation: Operation


def offered() -> Iterator[Offered]:
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                whole = f"/api/v1{router.prefix}{path}".replace("{workspace}", "acme")
                for name in operation.signature.models and _asked(whole):
                    whole = whole.replace(f"{{{name}}}", SAMPLES.get(name, "1"))
                (method,) = operation.methods
                yield Offered(operation.view_func.__name__, method, whole, operation)


def _asked(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]


ALL = sorted(offered(), key=lambda one: one.name)


def _name(one: Offered) -> str:
    return one.name


def _try(client: Client, one: Offered) -> Any:
    return client.generic(one.method, one.path)


def test_every_operation_is_declared_and_described() -> None:
    described = {
        operation["operationId"] for path in api.get_openapi_schema()["paths"].values() for operation in path.values()
    }
    assert described == OPERATIONS.keys() == {one.name for one in ALL}


@pytest.mark.parametrize("one", ALL, ids=_name)
def test_a_door_asks_for_what_is_declared(one: Offered) -> None:
    wanted = OPERATIONS[one.name]
    assert {door.can for door in one.operation.auth_callbacks} == {wanted if isinstance(wanted, Can) else None}  # type: ignore[attr-defined]


@pytest.mark.parametrize("one", ALL, ids=_name)
def test_the_cast_at_the_door(one: Offered, cast: Cast) -> None:
    wanted = OPERATIONS[one.name]
    assert _try(cast.anonymous, one).status_code == 401
    if isinstance(wanted, Open):
        return
    assert _try(cast.stranger, one).status_code == 404
    for role, client in cast.members().items():
        answer = _try(client, one)
        reaches = role == "owner" if wanted is Can.CUSTOMERS else allows("admin" if role == "owner" else role, wanted)
        assert answer.status_code < 500
        assert (answer.status_code == 403) is not reaches, f"{role} is answered {answer.status_code}"
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["detail"]


@pytest.mark.parametrize("one", [one for one in ALL if one.method != "GET"], ids=_name)
def test_a_token_that_reads_changes_nothing(one: Offered, program: Program) -> None:
    answer = _try(program(None, Scope.READ), one)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("This token reads only.")


def test_a_token_opens_its_own_workspace_only(program: Program, cast: Cast) -> None:
    bearer = program(Role.EDITOR)
    assert bearer.get("/api/v1/workspaces/acme").status_code == 200
    assert bearer.get("/api/v1/workspaces/elsewhere").status_code == 404
    assert [one["slug"] for one in bearer.get("/api/v1/workspaces").json()["items"]] == ["acme"]


def test_the_log_says_whose_token_it_was(program: Program, owner: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "waypost.access"):
        logging.getLogger("waypost.access").addHandler(caplog.handler)
        program().get("/api/v1/workspaces/acme")
        logging.getLogger("waypost.access").removeHandler(caplog.handler)
    assert f"user {owner.pk}" in caplog.text


def test_a_token_that_opens_nothing(cast: Cast) -> None:
    answer = Client(headers={"Authorization": "Bearer wpt_nothing"}).get("/api/v1/workspaces/acme")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    # A token is meant: that somebody is signed in as well does not count.
    assert cast.owner.get("/api/v1/workspaces/acme", headers={"Authorization": "Bearer wpt_nothing"}).status_code == 401


def test_a_session_that_changes_things_sends_its_own_secret(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = cast.editor.cookies
    assert strict.get("/api/v1/workspaces/acme/documents").status_code == 200
    answer = strict.delete("/api/v1/workspaces/acme/documents/words")
    assert answer.status_code == 403
    assert "X-CSRFToken" in answer.json()["detail"]
