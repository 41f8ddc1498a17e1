"""New documents made from a name, and one element of a document changed from a form."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.db import transaction

from waypost.formats.ids import slug
from waypost.journey.difference import difference
from waypost.journey.model import Document as Value
from waypost.web.documents.committing import Author, commit, create
from waypost.web.documents.models import Document
from waypost.web.sharing.starting import free
from waypost.web.workspaces.models import Workspace

D = TypeVar("D", bound=Value)


def make(workspace: Workspace, kind: type[Value], name: str, author: Author, **fields: object) -> Document:
    """A document of a kind, with an id made of its name; raises ValidationError for fields that cannot be."""
    with transaction.atomic():
        taken = workspace.documents.values_list("slug", flat=True)
        own = free(slug(name, kind.word), taken)
        return create(workspace, kind.model_validate({"id": own, "name": name, **fields}), author)


def change(row: Document, before: D, after: D, author: Author, label: str) -> None:
    """Bring a document from one state to another; what others changed elsewhere in it stays.

    Raises ConflictError when somebody changed the same meanwhile.
    """
    edits = difference(before, after)
    if edits:
        commit(row, author, uuid.uuid4(), edits, label)
