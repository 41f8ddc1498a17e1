"""The seam between a workspace on the web and everything that measures a workspace in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from waypost.formats.folder import LoadedWorkspace
from waypost.library import STATE, Project
from waypost.web.documents.reading import workspace_value
from waypost.web.workspaces.models import Workspace

if TYPE_CHECKING:
    from waypost.analysis.study import Study

UPLOADS = "uploads"
"""The folder, inside a workspace's own, of the files people brought."""


def uploads_of(workspace: Workspace) -> Path:
    """Where the workspace's uploaded files lie; need not be there yet."""
    return workspace.folder / UPLOADS


def state_of(workspace: Workspace) -> Path:
    """Where its lake, trails and reports lie; need not be there yet."""
    return workspace.folder / STATE


def project_of(workspace: Workspace) -> Project:
    """The workspace as it is now: its documents, its data, and what is made of them."""
    loaded = LoadedWorkspace(workspace_value(workspace), {}, workspace.folder)
    return Project(loaded, uploads_of(workspace), state_of(workspace))


def study_of(project: Project, journey: str) -> Study:
    """A journey and its trails, as of the last event of the sources that it binds.

    Raises InputError when the bindings are wrong, or nothing is in the lake.
    """
    from waypost.events.bindings import bind  # noqa: PLC0415  # what counts takes seconds to load
    from waypost.events.bound import last_bound_event  # noqa: PLC0415  # as above

    bindings = bind(project.workspace, project.journey(journey))
    return project.study(journey, as_of=last_bound_event(project.lake, bindings))
