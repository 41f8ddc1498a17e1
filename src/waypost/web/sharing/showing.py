"""The living map of a journey as it is now, with what was measured last, and the page it is drawn on."""

from __future__ import annotations

from collections.abc import Hashable

from django.http import HttpResponse

from waypost.analysis.living import LivingMap, living_map
from waypost.drawing.page import map_page
from waypost.errors import InputError
from waypost.formats.folder import read_picture
from waypost.journey.journey import Journey
from waypost.journey.marks import Picture
from waypost.web.documents.models import Document
from waypost.web.documents.reading import workspace_value
from waypost.web.measuring.keeping import file_of, read
from waypost.web.measuring.project import state_of
from waypost.web.security import stated
from waypost.web.workspaces.models import Workspace
from waypost.web.workspaces.zone import day_in


def believed_map(row: Document) -> LivingMap:
    """What people believe and customers said of a journey."""
    value = workspace_value(row.workspace)
    journey = value.document(row.slug)
    assert isinstance(journey, Journey)  # whoever asks has looked
    return living_map(value, journey, day_in(row.workspace))


def measured_map(row: Document) -> LivingMap:
    """The same with what was measured last beside it, when anything was."""
    value = workspace_value(row.workspace)
    journey = value.document(row.slug)
    assert isinstance(journey, Journey)  # whoever asks has looked
    kept = read(file_of(state_of(row.workspace), row.slug))
    today = day_in(row.workspace)
    return living_map(value, journey, today, kept.living, kept.brief) if kept else living_map(value, journey, today)


def stamp(row: Document) -> Hashable:
    """Another one whenever a map of this workspace may look different."""
    kept = read(file_of(state_of(row.workspace), row.slug))
    documents = row.workspace.documents.filter(archived=None).order_by("pk")
    revisions = tuple(documents.values_list("pk", "revision"))
    return row.workspace.key, day_in(row.workspace), kept.at if kept else None, revisions


def pictures_of(workspace: Workspace, living: LivingMap) -> dict[str, bytes]:
    """The pictures on a map by the name its document gives them; the map says which are missing."""
    wanted = {element.file: element.id for element in living.journey.walk() if isinstance(element, Picture)}
    wanted |= {persona.portrait: persona.id for persona in living.personas if persona.portrait}
    found: dict[str, bytes] = {}
    for file, element in wanted.items():
        try:
            found[file] = read_picture(workspace.folder, file, element).data
        except InputError:
            continue
    return found


def page_of(workspace: Workspace, living: LivingMap, edition: str = "") -> str:
    """The map as one self-contained page; raises InputError for a picture that cannot be drawn."""
    return map_page(living, pictures_of(workspace, living), edition=edition)


def drawn(page: str) -> HttpResponse:
    """A drawn page under the policy it states itself, and no other."""
    response = HttpResponse(page)
    response["Content-Security-Policy"] = stated(page)
    response["Referrer-Policy"] = "no-referrer"
    return response
