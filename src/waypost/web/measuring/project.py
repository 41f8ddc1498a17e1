"""The seam between a workspace on the web and everything that measures a workspace in a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from waypost.errors import InputError, Problem
from waypost.formats.folder import LoadedWorkspace
from waypost.journey.journey import Journey
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
    """A journey and its trails, as far as the data go and as of the last event of the sources that it binds.

    Raises InputError in a person's words when something bound cannot be counted, or there are no events.
    """
    from waypost.events.bindings import bind  # noqa: PLC0415  # what counts takes seconds to load
    from waypost.events.bound import last_bound_event  # noqa: PLC0415  # as above
    from waypost.web.measuring.seen import told_of, unbound, undated, unheard, without_signals  # noqa: PLC0415  # same

    if not project.lake.events_count:
        raise InputError(Problem("There are no events", remedy="Bring a file of what customers did"))
    drawn = project.journey(journey)
    dated = without_signals(drawn, undated(project.workspace, drawn))
    try:
        bindings = bind(project.workspace, dated)
        silent = unheard(project.lake, bindings)
        study = _with(project, unbound(dated, silent)).study(journey, as_of=last_bound_event(project.lake, bindings))
    except InputError as error:
        raise _in_words(error, drawn) from None
    coverage = study.trails.coverage
    assert coverage is not None  # they were woven from a lake
    return replace(study, trails=replace(study.trails, coverage=told_of(coverage, silent)))


def _with(project: Project, journey: Journey) -> Project:
    """The project with another journey in the place of its own."""
    documents = tuple(journey if each.id == journey.id else each for each in project.workspace.documents)
    workspace = project.workspace.model_copy(update={"documents": documents})
    return replace(project, loaded=replace(project.loaded, workspace=workspace))


_MOST = 2
"""Of all that is wrong, so much is said."""


def _in_words(error: InputError, journey: Journey) -> InputError:
    """What cannot be counted, under the names that people gave it, with what to do on these pages."""
    elements = journey.elements()

    def said(problem: Problem) -> str:
        element = elements.get((problem.element or "").rpartition("/")[2])
        return f"“{element.label}” cannot be counted: {problem.message}" if element is not None else problem.message

    more = len(error.problems) - _MOST
    words = "; ".join(said(problem) for problem in error.problems[:_MOST]) + (f"; and {more} more" if more > 0 else "")
    remedy = "Correct it under “Bind events”, or say under “Data” what the file’s columns are"
    return InputError(Problem(words, remedy=remedy))
