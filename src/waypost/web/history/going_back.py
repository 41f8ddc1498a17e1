"""A document goes back to what it was, by a change of its own that says so."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from waypost.journey.edits import Edit
from waypost.web.documents.committing import Author, commit
from waypost.web.documents.models import Document
from waypost.web.documents.reading import at_revision, current
from waypost.web.history.calling import called
from waypost.web.history.restoring import restoration, taking_back
from waypost.web.history.sittings import edits_between


def restore(author: Author, row: Document, revision: int) -> str:
    """Make a document as it was at a revision, and say so; empty when it is like that already.

    Raises EditError, in words, when it cannot be.
    """
    edits = restoration(current(row).value, at_revision(row, revision).value)
    return _go_back(author, row, edits, f"Restored {called(row, revision)}")


def take_back(author: Author, row: Document, first: int, last: int) -> str:
    """Take back what was changed from one revision to another, leave what came after it, and say so.

    Raises EditError, in words, when it does not fit any more.
    """
    edits = taking_back(current(row).value, edits_between(row, first, last))
    return _go_back(author, row, edits, f"Took back a change of {called(row, last)}")


def _go_back(author: Author, row: Document, edits: Sequence[Edit], label: str) -> str:
    if not edits:
        return ""
    commit(row, author, uuid.uuid4(), edits, label[:200])
    return label
