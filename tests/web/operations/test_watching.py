"""What whoever runs Waypost can watch: health, and a line for each request."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.web.conftest import Cast
from waypost.web.accounts.models import User
from waypost.web.jobs.models import Heartbeat, Job, JobState
from waypost.web.logs import JsonFormatter
from waypost.web.operations.links import entry_token
from waypost.web.operations.models import OneTimeLink
from waypost.web.operations.tidying import tidy
from waypost.web.workspaces.models import Workspace


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """The lines of the access log, as JSON."""
    written: list[str] = []
    handler = logging.Handler()
    formatter = JsonFormatter()
    handler.emit = lambda record: written.append(formatter.format(record))  # type: ignore[method-assign]
    logger = logging.getLogger("waypost.access")
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)


def test_each_request_is_a_line_with_its_route_and_a_number_for_the_person(
    cast: Cast, owner: User, lines: list[str]
) -> None:
    cast.owner.get("/w/acme/documents/buying/state?q=secret")
    line = json.loads(lines[-1])
    assert line["ms"] > 0
    assert {name: line[name] for name in ("method", "route", "status", "user")} == {
        "method": "GET",
        "route": "documents:state",
        "status": 200,
        "user": owner.pk,
    }
    assert "acme" not in lines[-1]
    assert "secret" not in lines[-1]


def test_a_link_that_opens_a_door_is_not_written_down(client: Client, owner: User, lines: list[str]) -> None:
    token = entry_token(owner, "/")
    client.get(f"/enter/{token}")
    assert token not in "".join(lines)


@pytest.mark.django_db
def test_health_says_that_the_worker_is_away(client: Client) -> None:
    assert client.get("/healthz").json()["worker"] == "away"
    Heartbeat.objects.create(worker="here:1", at=timezone.now())
    health = client.get("/healthz").json()
    assert (health["status"], health["database"], health["worker"]) == ("ok", "writable", "alive")


@pytest.fixture
def read_only(db: None) -> Iterator[None]:
    """A database that takes no changes."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if sqlite else "SET TRANSACTION READ ONLY")
    yield
    if sqlite:
        connection.set_rollback(False)  # it refused, and is whole
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")


def test_a_database_that_cannot_be_written_is_no_health(client: Client, read_only: None) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "failing")


def test_what_nobody_can_use_any_more_is_thrown_away(acme: Workspace, owner: User, client: Client) -> None:
    long_ago = timezone.now() - timedelta(days=400)
    client.force_login(owner)
    client.session.set_expiry(-1)
    entry_token(owner, "/")
    OneTimeLink.objects.update(expires=long_ago)
    for number, state in enumerate((JobState.DONE, JobState.WAITING)):
        Job.objects.create(workspace=acme, kind="test", key=str(number), state=state, run_at=long_ago, ended=long_ago)
    Heartbeat.objects.create(worker="here:1", at=long_ago)
    tidy()
    assert [job.state for job in Job.objects.all()] == [JobState.WAITING]
    assert not OneTimeLink.objects.exists()
    assert not Heartbeat.objects.exists()
