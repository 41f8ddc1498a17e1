"""Personas and segments are put away and taken out again, and maps they stand on go on without them."""

from __future__ import annotations

from tests.web.conftest import Cast
from waypost.web.workspaces.models import AuditEntry, Workspace


def test_a_persona_is_put_away_and_comes_back(cast: Cast, acme: Workspace) -> None:
    answer = cast.editor.post("/w/acme/people/mira/put-away")
    assert answer.headers["Location"] == "/w/acme/personas/"
    assert cast.viewer.get("/w/acme/personas/mira/").status_code == 404
    assert cast.viewer.get("/w/acme/journeys/buying/").status_code == 200, "whose map she is on"
    assert "1 put away" in cast.editor.get("/w/acme/personas/").content.decode()
    assert "put away" not in cast.viewer.get("/w/acme/personas/").content.decode()
    answer = cast.editor.post("/w/acme/people/mira/take-out")
    assert answer.headers["Location"] == "/w/acme/personas/mira/"
    assert cast.viewer.get("/w/acme/personas/mira/").status_code == 200
    assert set(AuditEntry.objects.values_list("what", flat=True)) == {"document.put-away", "document.taken-out"}


def test_nothing_else_is_put_away_here(cast: Cast) -> None:
    assert cast.editor.post("/w/acme/people/buying/put-away").status_code == 404
    assert cast.editor.post("/w/acme/people/nothing/put-away").status_code == 404
