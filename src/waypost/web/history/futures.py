"""Which journeys are the future states of which."""

from __future__ import annotations

from django.db import transaction

from waypost.formats.ids import slug
from waypost.journey.gaps import future_from
from waypost.journey.journey import Journey, State
from waypost.journey.workspace import Workspace as WorkspaceValue
from waypost.web.documents.committing import Author, create
from waypost.web.documents.models import Document
from waypost.web.sharing.starting import free
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.audit import note


def futures_of(workspace: WorkspaceValue, current: Journey) -> list[Journey]:
    """The future states of a journey, by name."""
    found = (each for each in workspace.of(Journey) if each.future_of and _document(each.future_of) == current.id)
    return sorted(found, key=lambda each: each.name)


def current_of(workspace: WorkspaceValue, journey: Journey) -> Journey | None:
    """The journey that a future state changes; the journey itself when it is how things are today."""
    if journey.state is State.CURRENT and not journey.future_of:
        return journey
    found = workspace.document(_document(journey.future_of)) if journey.future_of else None
    return found if isinstance(found, Journey) else None


def make_future(visit: Visit, current: Journey, name: str) -> Document:
    """Draw the future state of a journey from it: a draft with the same steps, to be changed."""
    with transaction.atomic():
        taken = {*visit.workspace.documents.values_list("slug", flat=True), *current.elements()}
        value = future_from(current, free(slug(name, "future"), taken), name)
        row = create(visit.workspace, value, Author.of(visit.user))
        note(visit, "future.made", f"{row.slug} of {current.id}")
    return row


def _document(reference: str) -> str:
    return reference.partition("/")[0]
