"""The description holds: whatever is sent, as it says or not, is answered as it says, and never with a 500."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from tests.web.permissions import OPERATIONS
from waypost.web.accounts.models import User
from waypost.web.accounts.tokens import issue
from waypost.web.actions.doing import make
from waypost.web.actions.models import Action
from waypost.web.api.application import api
from waypost.web.comments.saying import begin
from waypost.web.documents import pace
from waypost.web.history.reviewing import ask, keep_version
from waypost.web.sharing.linking import make as link
from waypost.web.workspaces.access import find_visit
from waypost.web.workspaces.models import Scope, Workspace


@dataclass(frozen=True)
class Effort:
    """How much is tried of each operation: so many examples, as far as there is time for them."""

    examples: int
    seconds: float
    """Of the processor: a poster takes one, and other programs on the machine do not make the test a smaller one."""


EVERYDAY, THOROUGH = Effort(8, 0.3), Effort(100, 1.0)
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
THERE: dict[str, tuple[object, ...]] = {
    "workspace": ("acme",),
    "slug": ("buying", "mira"),
    "revision": (0, 1),
    "lane": ("reach",),
    "element": ("pays",),
    "member": (1, 2),
    "number": (1,),
}
"""What there is, so that not every request is for something that is not there."""


@pytest.fixture
def secret(acme: Workspace, owner: User, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token of Ada's, who may ask as fast as she likes."""
    monkeypatch.setattr(pace, "AT_ONCE", 1e9)
    acme.jobs.create(kind="measure", key="one", run_at=acme.created)
    ada, buying = find_visit(owner, acme.slug), acme.documents.get(slug="buying")
    make(ada, Action(title="Ask why"), buying, "pays", "I pay")
    begin(ada, buying, "pays", "I pay", "Why?")
    link(ada, buying, timedelta(days=7), "", shows_measures=True)
    keep_version(ada, buying, 0, "As it was begun")
    ask(ada, buying, (owner,), "")
    return issue(ada, "a test", Scope.WRITE)[1]


_application = cache(get_wsgi_application)


def _closing(environ: Any, start_response: Any) -> list[bytes]:
    """The application, closing what it answers, as a server does."""
    response = _application()(environ, start_response)
    try:
        return [b"".join(response)]
    finally:
        response.close()


@cache
def _described() -> OpenApiSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _closing)


class EnoughError(Exception):
    """There is no time for more examples."""


def _tried(name: str, secret: str, mode: GenerationMode, effort: Effort) -> None:
    operation = _described().find_operation_by_id(name)
    until = time.process_time() + effort.seconds

    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    @settings(
        max_examples=effort.examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def run(case: Case[Any], data: st.DataObject) -> None:
        case.path_parameters["workspace"] = "acme"
        for parameter, known in THERE.items():
            if parameter in case.path_parameters and data.draw(st.booleans()):
                case.path_parameters[parameter] = data.draw(st.sampled_from(known))
        if time.process_time() > until:
            raise EnoughError
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=CHECKS)

    with suppress(EnoughError):
        run()


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_fits_is_answered_as_described(name: str, secret: str) -> None:
    _tried(name, secret, GenerationMode.POSITIVE, EVERYDAY)


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_breaks_it(name: str, mode: GenerationMode, secret: str) -> None:
    _tried(name, secret, mode, THOROUGH)


@pytest.mark.parametrize(
    "query", ["paper=A99", "version=half", "part=%00", f"part={999 * 'x'}", "part=Nobody", "part="]
)
def test_an_odd_wish_for_a_file_is_answered_in_words(query: str, secret: str, client: Client) -> None:
    """A poster takes a second, so that there are few files among the examples."""
    for kind in ("html", "yaml", "json", "mmd", "csv"):
        path = f"/api/v1/workspaces/acme/journeys/buying/export/{kind}?{query}"
        answer = client.get(path, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code in (200, 422), answer.content
        assert (answer["Content-Type"] == "application/problem+json") is (answer.status_code == 422)


def test_the_description_is_one(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    described = answer.json()
    assert described["openapi"] == "3.1.0"
    assert set(described["components"]["securitySchemes"]) == {"Token", "Session"}
    assert described["paths"].keys() == api.get_openapi_schema()["paths"].keys()


@pytest.mark.django_db
def test_the_page_explains_every_operation(client: Client) -> None:
    page = client.get("/api/").content.decode()
    assert all(f'id="{name}"' in page for name in OPERATIONS)
