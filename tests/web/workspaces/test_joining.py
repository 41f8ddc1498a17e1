"""The front door: what one belongs to, and who may make something new."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from tests.web.conftest import Cast
from waypost.web.accounts.models import User
from waypost.web.workspaces.models import AuditEntry, Membership, Workspace


def _open(settings: Settings) -> None:
    settings.CONFIGURATION = django_settings.CONFIGURATION.model_copy(update={"sign_up": "open"})


def test_home_shows_ones_own_workspaces_only(cast: Cast) -> None:
    page = cast.stranger.get("/").content.decode()
    assert "Elsewhere" in page
    assert "Acme" not in page
    theirs = cast.viewer.get("/").content.decode()
    assert "1 journey" in theirs
    assert "you are viewer" in theirs


def test_home_without_a_workspace_says_what_to_do(db: None) -> None:
    client = Client()
    client.force_login(User.objects.create_user("new@new.example"), "django.contrib.auth.backends.ModelBackend")
    page = client.get("/").content.decode()
    assert "Somebody who belongs to one can invite you" in page
    assert "new@new.example" in page


def test_admins_found_workspaces_and_others_where_sign_up_is_open(cast: Cast, settings: Settings) -> None:
    assert cast.viewer.get("/w/new/", headers={"Accept": "text/html"}).status_code == 403
    assert cast.viewer.post("/w/new/", {"name": "Mine"}).status_code == 403
    assert cast.owner.post("/w/new/", {"name": "Kite Works"}).headers["Location"] == "/w/kite-works/"
    _open(settings)
    assert cast.viewer.post("/w/new/", {"name": "Mine"}).headers["Location"] == "/w/mine/"
    mine = Workspace.objects.get(slug="mine")
    assert Membership.objects.get(workspace=mine).role == "admin"
    assert AuditEntry.objects.get(workspace=mine).what == "workspace.founded"


def test_a_workspace_needs_a_name(cast: Cast) -> None:
    assert cast.owner.post("/w/new/", {"name": "  "}).status_code == 422
    assert Workspace.objects.count() == 2
