"""Changes, kept as the document keeps its values."""

from __future__ import annotations

import uuid

from waypost.journey.edits import EDITS
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author, commit
from waypost.web.documents.reading import MEMORY, current
from waypost.web.live.models import Event
from waypost.web.workspaces.models import Workspace


def test_what_is_told_is_what_the_document_holds(acme: Workspace, owner: User) -> None:
    row = acme.documents.get(slug="buying")
    edits = EDITS.validate_python(
        [
            {"edit": "set", "id": "pays", "field": "name", "old": "I pay ", "new": "  I have paid\n"},
            {"edit": "set", "id": "pays", "field": "effort", "old": None, "new": "3"},
        ]
    )
    commit(row, Author.of(owner), uuid.uuid4(), edits)
    told = Event.objects.filter(topic=row.topic, kind="change").latest("id").payload["edits"]
    assert told == row.changes.get().edits
    assert [(each["old"], each["new"]) for each in told] == [("I pay", "I have paid"), (None, 3)]
    row.refresh_from_db()
    held = current(row).value
    MEMORY.clear()
    assert current(row).value == held
