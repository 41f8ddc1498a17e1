"""Name, address and settings change together; the settings are a document like every other."""

from __future__ import annotations

from tests.web.conftest import Cast
from waypost.journey.workspace import Settings
from waypost.web.documents.models import Change
from waypost.web.documents.reading import workspace_value
from waypost.web.workspaces.models import AuditEntry, Workspace

GIVEN = {"name": "Acme & Sons", "slug": "sons", "zone": "Europe/Berlin", "language": "pt-BR", "currency": "eur"}
GIVEN |= {"approvals": "1"}
SETTINGS = "/w/acme/settings/"


def test_all_of_it_changes(cast: Cast, acme: Workspace) -> None:
    answer = cast.owner.post(SETTINGS, GIVEN)
    assert answer.headers["Location"] == "/w/sons/settings/"
    acme.refresh_from_db()
    value = workspace_value(acme).settings
    assert (acme.name, acme.slug) == ("Acme & Sons", "sons")
    assert value == Settings(
        id=value.id, name="Acme & Sons", zone="Europe/Berlin", language="pt-BR", currency="EUR", rules=value.rules
    )
    assert AuditEntry.objects.get(what="workspace.changed").about == "Acme & Sons, /w/sons/"
    cast.owner.post("/w/sons/settings/", {**GIVEN, "slug": "sons", "zone": "Asia/Tokyo"})
    assert Change.objects.filter(document__workspace=acme, document__kind="workspace").exists()
    assert workspace_value(acme).settings.zone == "Asia/Tokyo"


def test_the_same_again_is_no_change(cast: Cast, acme: Workspace) -> None:
    cast.owner.post(SETTINGS, {**GIVEN, "slug": "acme"})
    before = Change.objects.count(), AuditEntry.objects.count()
    cast.owner.post(SETTINGS, {**GIVEN, "slug": "acme"})
    assert (Change.objects.count(), AuditEntry.objects.count()) == before


def test_what_cannot_be_is_said_at_its_field_and_nothing_changes(cast: Cast, acme: Workspace) -> None:
    wrong = {
        "language": ("english please", "Write it as in en or pt-BR."),
        "currency": ("E1R", "A currency has three letters"),
        "zone": ("Middle/Earth", "Select a valid choice"),
        "slug": ("elsewhere", "Another workspace has this address."),
        "name": ("", "This field is required."),
    }
    for field, (given, said) in wrong.items():
        page = cast.owner.post(SETTINGS, {**GIVEN, field: given})
        assert page.status_code == 422
        assert said in page.content.decode(), field
    page = cast.owner.post(SETTINGS, {**GIVEN, "slug": "new"})
    assert "Waypost uses this address itself" in page.content.decode()
    acme.refresh_from_db()
    assert (acme.name, acme.slug) == ("Acme", "acme")
    assert not AuditEntry.objects.filter(what="workspace.changed").exists()
