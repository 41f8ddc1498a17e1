"""A change is applied once, however often it is sent; and it costs the database little."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import Cast
from waypost.journey.edits import EDITS, ConflictError, Edit
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author, Committed, commit
from waypost.web.workspaces.models import Workspace


def renaming(old: str, new: str) -> tuple[Edit, ...]:
    return EDITS.validate_python([{"edit": "set", "id": "pays", "field": "name", "old": old, "new": new}])


def test_the_same_key_answers_the_same_and_changes_nothing(acme: Workspace, owner: User) -> None:
    row, ada, key = acme.documents.get(slug="buying"), Author.of(owner), uuid.uuid4()
    assert commit(row, ada, key, renaming("I pay", "I have paid")) == Committed(1)
    assert commit(row, ada, key, renaming("I pay", "I have paid")) == Committed(1, repeated=True)
    commit(row, ada, uuid.uuid4(), renaming("I have paid", "I pay"))
    again = commit(row, ada, key, renaming("I pay", "I have paid"))  # now it would fit once more
    assert again == Committed(1, repeated=True)
    row.refresh_from_db()
    assert (row.revision, row.changes.count()) == (2, 2)


def test_what_does_not_fit_and_was_never_applied_is_refused(acme: Workspace, owner: User) -> None:
    row = acme.documents.get(slug="buying")
    with pytest.raises(ConflictError):
        commit(row, Author.of(owner), uuid.uuid4(), renaming("I steal", "I pay"))
    assert not row.changes.exists()


@pytest.mark.django_db(transaction=True)
def test_an_edit_takes_few_statements(cast: Cast) -> None:
    """Three say who it is and what they may, two find and hold the document, three write, one more tells PostgreSQL."""

    def edit(old: str, new: str) -> int:
        asked = {"key": str(uuid.uuid4()), "edits": EDITS.dump_python(renaming(old, new), mode="json")}
        return cast.editor.post("/w/acme/documents/buying/changes", asked, content_type="application/json").status_code

    assert edit("I pay", "I have paid") == 200
    with CaptureQueriesContext(connection) as asked:
        assert edit("I have paid", "I pay") == 200
    statements = [query["sql"] for query in asked.captured_queries]
    beside = [sql for sql in statements if sql.split()[0] in ("BEGIN", "COMMIT")]
    expected = 9 if connection.vendor == "postgresql" else 8
    assert len(statements) - len(beside) == expected, "\n".join(statements)
