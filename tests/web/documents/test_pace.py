"""Nobody who types is ever slowed down; a script gone wild is."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import Cast
from waypost.web.accounts.models import User
from waypost.web.documents import views
from waypost.web.documents.pace import A_SECOND, AT_ONCE, Pace


class Clock:
    """A clock one sets."""

    instant = 0.0

    def __call__(self) -> float:
        return self.instant


@given(pauses=st.lists(st.floats(0, 2), max_size=300))
def test_no_more_than_the_pace_however_one_asks(pauses: list[float]) -> None:
    clock = Clock()
    pace = Pace(clock)
    granted = 0
    for pause in pauses:
        clock.instant += pause
        granted += pace.wait(1) == 0
    assert granted <= AT_ONCE + clock.instant * A_SECOND + 1e-6


def test_who_waits_as_told_goes_on_and_nobody_waits_for_another() -> None:
    clock = Clock()
    pace = Pace(clock)
    while (wait := pace.wait(1)) == 0:
        pass
    assert pace.wait(2) == 0
    clock.instant += wait
    assert pace.wait(1) == 0


def test_too_many_changes_are_told_to_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = User.objects.get(email="editor@acme.example")
    monkeypatch.setattr(views, "PACE", pace := Pace(Clock()))
    while pace.wait(editor.pk) == 0:
        pass
    asked = {"key": str(uuid.uuid4()), "edits": []}
    answer = cast.editor.post("/w/acme/documents/buying/changes", asked, "application/json")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "1"
    assert "sent again" in answer.json()["detail"]
    other = cast.viewer.post("/w/acme/documents/buying/changes", asked, "application/json")
    assert other.status_code == 403  # who may not change is told that, not to wait
