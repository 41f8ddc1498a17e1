"""The first account, made in the browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from waypost.web.accounts.models import User
from waypost.web.operations.links import entry_token, welcome_token
from waypost.web.operations.models import OneTimeLink
from waypost.web.workspaces.models import Membership, Workspace

GIVEN = {
    "name": "Ada Park",
    "email": "Ada@Acme.example",
    "password": "my bicycle is green",
    "workspace": "Acme Bikes",
}

pytestmark = pytest.mark.django_db


def token() -> str:
    made = welcome_token()
    assert made is not None
    return made


def test_the_first_owner_is_made_signed_in_and_brought_to_their_workspace(client: Client) -> None:
    answer = client.post(f"/welcome/{token()}", GIVEN)
    assert answer.headers["Location"] == "/w/acme-bikes/"
    membership = Membership.objects.get()
    assert (membership.role, membership.sees_customers) == ("admin", True)
    assert membership.user.email == "ada@acme.example"
    assert client.session["_auth_user_id"] == str(membership.user.pk)


def test_the_link_works_once(client: Client) -> None:
    address = f"/welcome/{token()}"
    client.post(address, GIVEN)
    assert Client().get(address).status_code == 404
    assert Client().post(address, GIVEN | {"email": "eve@evil.example"}).status_code == 404
    assert User.objects.count() == 1


def test_only_its_hash_is_kept() -> None:
    assert token() not in str(OneTimeLink.objects.values())


def test_a_newer_link_takes_the_place_of_an_older(client: Client) -> None:
    older, newer = token(), token()
    assert client.get(f"/welcome/{older}").status_code == 404
    assert client.get(f"/welcome/{newer}").status_code == 200


def test_a_link_grows_old(client: Client) -> None:
    address = f"/welcome/{token()}"
    OneTimeLink.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404


def test_no_link_where_there_is_an_account(client: Client) -> None:
    address = f"/welcome/{token()}"
    User.objects.create_user("ada@acme.example")
    assert welcome_token() is None
    assert client.post(address, GIVEN).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("password", "short", "at least 10 characters"),
        ("password", "1234567890", "too common"),
        ("email", "ada at acme", "valid email"),
        ("workspace", " ", "required"),
    ],
)
def test_what_does_not_fit_is_said_and_the_link_still_works(client: Client, field: str, value: str, said: str) -> None:
    address = f"/welcome/{token()}"
    answer = client.post(address, GIVEN | {field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Workspace.objects.exists()
    assert client.post(address, GIVEN).status_code == 302


def test_an_entry_link_signs_in_once_and_leads_somewhere(client: Client) -> None:
    user = User.objects.create_user("ada@acme.example")
    address = f"/enter/{entry_token(user, '/w/kite/')}"
    assert client.get(address).headers["Location"] == "/w/kite/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Client().get(address).status_code == 404


def test_a_welcome_link_signs_nobody_in(client: Client) -> None:
    assert client.get(f"/enter/{token()}").status_code == 404
