"""A guest at every door: a link opens one journey, small groups hidden, and nothing else in the whole house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.addresses import addresses
from tests.web.api.test_permissions import ALL
from tests.web.conftest import Cast
from tests.web.test_permissions import METHODS, NOT_ALLOWED, NOT_FOUND, PAGE
from waypost.analysis.results import ElementMeasures, LivingMeasures, Measures
from waypost.analysis.statistics import NOTHING, share
from waypost.drawing.numerals import percent
from waypost.web.accounts import pace
from waypost.web.accounts.models import User
from waypost.web.measuring.keeping import FORMAT, Kept, file_of, write
from waypost.web.measuring.project import state_of
from waypost.web.sharing.linking import make, revoke
from waypost.web.workspaces.access import Can, find_visit
from waypost.web.workspaces.models import Workspace

AT = datetime(2026, 6, 1, tzinfo=UTC)
CASES, MANY, FEW = 60, 50, 7


@dataclass(frozen=True)
class Guest:
    """Somebody with a link to `buying`, who has opened it; and two whose links were ended."""

    client: Client
    secret: str
    ended: tuple[str, str]
    """The secrets of one that was revoked and one that expired."""


@pytest.fixture
def guest(cast: Cast, acme: Workspace, owner: User, monkeypatch: pytest.MonkeyPatch) -> Guest:
    monkeypatch.setattr(pace, "MISSES", 10**6)
    _measured(acme)
    ada, row = find_visit(owner, acme.slug), acme.documents.get(slug="buying")
    made = [make(ada, row, timedelta(days=7), "the bank", shows_measures=True) for _ in range(3)]
    revoke(ada, made[1][0])
    row.links.filter(pk=made[2][0].pk).update(expires=timezone.now() - timedelta(seconds=1))
    secrets = [address.rstrip("/").rpartition("/")[2] for _, address in made]
    client = Client()
    assert client.get(f"/s/{secrets[0]}/", headers=PAGE).status_code == 200
    return Guest(client, secrets[0], (secrets[1], secrets[2]))


def _measured(acme: Workspace) -> None:
    """Sixty cases came; fifty of them saw the site, and seven reached the till."""
    reached = {"site": MANY, "looks-around": MANY, "till": FEW, "pays": FEW}
    everyone = Measures(
        journey="buying",
        segment=None,
        as_of=AT,
        first=AT,
        customers=CASES,
        cases=CASES,
        events=CASES,
        completed=share(FEW, CASES),
        duration=NOTHING,
        elements={name: _element(name, cases) for name, cases in reached.items()},
        transitions=(),
        variants=(),
        funnel=(),
    )
    kept = Kept(FORMAT, "key", 0, AT, LivingMeasures(everyone, {}), (), None)
    write(file_of(state_of(acme), "buying"), kept)


def _element(name: str, cases: int) -> ElementMeasures:
    return ElementMeasures(
        element=name,
        name=name,
        level="touchpoint" if name in ("site", "till") else "step",
        bound=True,
        cases=cases,
        events=cases,
        reach=share(cases, CASES),
        drop_off=share(0, cases),
        repeats=share(0, cases),
        dwell=NOTHING,
        entries=cases,
        exits=cases,
        signals=(),
    )


def test_a_guest_sees_the_journey_and_no_small_group(guest: Guest, cast: Cast) -> None:
    many, few = percent(MANY / CASES), percent(FEW / CASES)
    inside = cast.viewer.get("/w/acme/journeys/buying/export/html").content.decode()
    outside = guest.client.get(f"/s/{guest.secret}/").content.decode()
    assert "I look around" in outside
    assert (many in inside, few in inside) == (True, True)
    assert (many in outside, few in outside) == (True, False)
    assert few not in guest.client.get(f"/s/{guest.secret}/?wall").content.decode()


def test_a_link_that_was_ended_opens_nothing(guest: Guest) -> None:
    for secret in guest.ended:
        for query in ("", "?wall"):
            assert guest.client.get(f"/s/{secret}/{query}", headers=PAGE).status_code == NOT_FOUND


def test_a_guest_at_every_other_door(guest: Guest) -> None:
    opened = []
    for address in addresses():
        asked = dict(address.parameters)
        for secret in (guest.secret, *guest.ended):
            keys = {name: secret for name in ("secret", "token") if isinstance(asked.get(name), str)}
            path = address.at({**asked, **keys})
            if address.name == "guest" and secret == guest.secret:
                statuses = {method: guest.client.generic(method, path).status_code for method in METHODS[1:]}
                assert set(statuses.values()) == {NOT_ALLOWED}
            elif isinstance(address.permission, Can) or keys:
                answers = {method: guest.client.generic(method, path) for method in METHODS}
                found = {method: each.status_code for method, each in answers.items()}
                opened += [
                    f"{method} {address.name}: {status}"
                    for method, status in found.items()
                    if status not in (NOT_FOUND, NOT_ALLOWED)
                ]
            if not keys:
                break
    assert opened == []


def test_a_link_is_no_token(guest: Guest) -> None:
    bearer = {"Authorization": f"Bearer {guest.secret}"}
    for one in ALL:
        assert guest.client.generic(one.method, one.path).status_code == 401, one.name
        assert guest.client.generic(one.method, one.path, headers=bearer).status_code == 401, one.name


def test_a_stranger_with_a_link_is_still_a_stranger(guest: Guest, cast: Cast) -> None:
    assert cast.stranger.get(f"/s/{guest.secret}/").status_code == 200
    assert cast.stranger.get("/w/acme/journeys/buying/", headers=PAGE).status_code == NOT_FOUND
