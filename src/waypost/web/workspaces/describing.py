"""What a workspace says about itself: its name and address, and the settings its documents are read by."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction

from waypost.journey.difference import difference
from waypost.journey.workspace import Settings
from waypost.web.documents.committing import Author, commit, create
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.audit import note
from waypost.web.workspaces.models import Workspace

ID = "workspace"
"""The id of the document that holds a workspace's settings."""


@dataclass(frozen=True)
class Description:
    """Everything the page of settings asks for."""

    name: str
    slug: str
    zone: str
    language: str
    currency: str
    """Empty when none was chosen."""
    approvals: int
    """How many people approve a map before it is published."""


def described(workspace: Workspace) -> Description:
    """What the workspace says now."""
    row = _row(workspace)
    value = current(row).value if row else Settings(id=ID, name=workspace.name)
    assert isinstance(value, Settings)
    return Description(
        workspace.name, workspace.slug, value.zone, value.language, value.currency or "", workspace.approvals
    )


def settings_of(description: Description, before: Settings) -> Settings:
    """The document a description asks for; raises ValidationError with the field at fault."""
    wanted = {
        "name": description.name,
        "zone": description.zone,
        "language": description.language,
        "currency": description.currency or None,
    }
    return Settings.model_validate({**before.model_dump(), **wanted})


def describe(visit: Visit, description: Description) -> None:
    """Change name, address and settings, all or none.

    Raises:
        ValidationError: a setting is not one (pydantic's).
        IntegrityError: the address is taken.
        ConflictError: somebody changed the settings at the same moment.
    """
    workspace = visit.workspace
    if description == described(workspace):
        return
    with transaction.atomic():
        row = _row(workspace)
        author = Author.of(visit.user)
        if row is None:
            create(workspace, settings_of(description, Settings(id=ID, name=workspace.name)), author)
        else:
            before = current(row).value
            assert isinstance(before, Settings)
            edits = difference(before, settings_of(description, before))
            if edits:
                commit(row, author, uuid.uuid4(), edits, "Changed the workspace's settings")
        workspace.name, workspace.slug, workspace.approvals = description.name, description.slug, description.approvals
        workspace.save(update_fields=["name", "slug", "approvals"])
        note(visit, "workspace.changed", f"{description.name}, /w/{description.slug}/")


def _row(workspace: Workspace) -> Document | None:
    return workspace.documents.filter(kind="workspace").first()
