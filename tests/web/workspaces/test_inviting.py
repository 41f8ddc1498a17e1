"""Invitations: for one person, once, for two weeks; and what a page of them shows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.web.conftest import Cast
from waypost.web.accounts.models import User
from waypost.web.accounts.pace import MISSES
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.inviting import SpentError, accept, find, invite, withdraw
from waypost.web.workspaces.models import AuditEntry, Invitation, Membership, Role, Workspace

PEOPLE = "/w/acme/settings/people/"


@pytest.fixture
def visit(acme: Workspace, owner: User) -> Visit:
    return Visit(acme, owner, Membership.objects.get(workspace=acme, user=owner))


@pytest.fixture
def guest(db: None) -> User:
    return User.objects.create_user("gus@acme.example", "a long password", name="Gus")


def _secret(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def test_an_invitation_works_once(visit: Visit, guest: User) -> None:
    invitation, address = invite(visit, Role.EDITOR)
    assert accept(invitation, guest).role == Role.EDITOR
    assert find(_secret(address)) is None
    other = User.objects.create_user("other@acme.example")
    with pytest.raises(SpentError):
        accept(invitation, other)
    assert not Membership.objects.filter(user=other).exists()


def test_who_belongs_already_keeps_their_role_and_leaves_the_invitation(visit: Visit, guest: User) -> None:
    Membership.objects.create(workspace=visit.workspace, user=guest, role=Role.VIEWER)
    invitation, address = invite(visit, Role.ADMIN)
    assert accept(invitation, guest).role == Role.VIEWER
    assert find(_secret(address)) is not None


def test_it_ends_by_itself_by_being_withdrawn_and_by_a_newer_one(visit: Visit) -> None:
    late, late_address = invite(visit, Role.VIEWER)
    Invitation.objects.filter(pk=late.pk).update(expires=timezone.now() - timedelta(seconds=1))
    assert find(_secret(late_address)) is None
    gone, gone_address = invite(visit, Role.VIEWER)
    withdraw(visit, gone)
    assert find(_secret(gone_address)) is None
    _, first = invite(visit, Role.VIEWER, "gus@acme.example")
    _, second = invite(visit, Role.EDITOR, "Gus@acme.example")
    assert find(_secret(first)) is None
    assert find(_secret(second)) is not None


def test_only_a_hash_of_the_secret_is_kept(visit: Visit) -> None:
    invitation, address = invite(visit, Role.VIEWER)
    secret = _secret(address)
    assert len(secret) >= 43
    kept = " ".join(str(value) for value in Invitation.objects.filter(pk=invitation.pk).values().get().values())
    assert secret not in kept
    assert all(secret not in entry.about for entry in AuditEntry.objects.all())


def test_the_link_is_sent_and_shown_once(cast: Cast) -> None:
    page = cast.owner.post(PEOPLE, {"email": "gus@acme.example", "role": "editor"})
    shown = re.search(r'id="invitation"[^>]*>([^<]+)<', page.content.decode())
    assert shown is not None
    (sent,) = mail.outbox
    assert sent.to == ["gus@acme.example"]
    assert shown[1] in sent.body
    again = cast.owner.get(PEOPLE).content.decode()
    assert "gus@acme.example" in again
    assert shown[1] not in again


def test_a_member_is_not_invited_again(cast: Cast) -> None:
    page = cast.owner.post(PEOPLE, {"email": "Editor@acme.example", "role": "admin"})
    assert page.status_code == 422
    assert "They belong here already" in page.content.decode()
    assert not Invitation.objects.exists()


def test_a_newcomer_makes_an_account_and_joins(visit: Visit) -> None:
    _, address = invite(visit, Role.CONTRIBUTOR)
    path = f"/w/join/{_secret(address)}/"
    client = Client()
    closed = client.get("/accounts/signup/", headers={"Accept": "text/html"})
    assert "By invitation only" in closed.content.decode()
    assert "Join Acme" in client.get(path).content.decode()
    form = {"name": "Noa New", "email": "noa@new.example", "password1": "a long password"}
    answer = client.post(f"/accounts/signup/?next={path}", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, path)
    assert client.post(path).headers["Location"] == "/w/acme/"
    noa = User.objects.get(email="noa@new.example")
    assert noa.name == "Noa New"
    assert Membership.objects.get(user=noa).role == Role.CONTRIBUTOR
    assert AuditEntry.objects.filter(what="member.joined", actor=noa).exists()


def test_a_spent_invitation_does_not_open_sign_up(visit: Visit, guest: User) -> None:
    invitation, address = invite(visit, Role.VIEWER)
    client = Client()
    client.get(f"/w/join/{_secret(address)}/")
    accept(invitation, guest)
    form = {"name": "Late", "email": "late@new.example", "password1": "a long password"}
    client.post("/accounts/signup/", form)
    assert not User.objects.filter(email="late@new.example").exists()


def test_who_guesses_links_waits(visit: Visit) -> None:
    _, address = invite(visit, Role.VIEWER)
    client = Client()
    for number in range(MISSES):
        assert client.get(f"/w/join/guess-{number}/").status_code == 404
    assert client.get(f"/w/join/{_secret(address)}/").status_code == 429
    assert Client(REMOTE_ADDR="10.1.1.1").get(f"/w/join/{_secret(address)}/").status_code == 200


def test_an_unknown_link_says_so(db: None) -> None:
    answer = Client().get("/w/join/guessed/")
    assert answer.status_code == 404
    assert "This invitation has ended" in answer.content.decode()
