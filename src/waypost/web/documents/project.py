"""A workspace of the web as a `Project`: its documents from the database, its data and lake from its folder."""

from __future__ import annotations

from waypost.formats.folder import LoadedWorkspace
from waypost.library import Project
from waypost.web.documents.reading import workspace_value
from waypost.web.workspaces.models import Workspace

UPLOADS = "uploads"
"""The folder, in a workspace's own, of the files its sources read."""


def project_of(workspace: Workspace) -> Project:
    """Everything the library can do, for a workspace as it is now. The lake is `lake` in the workspace's folder."""
    loaded = LoadedWorkspace(workspace_value(workspace), {}, workspace.folder)
    return Project(loaded, data=workspace.folder / UPLOADS, state=workspace.folder)
