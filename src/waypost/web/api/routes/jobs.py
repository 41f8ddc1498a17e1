"""Work that takes a while: how it stands, and taking it back."""

from __future__ import annotations

from typing import Any

from ninja import Router, Schema
from pydantic import Field

from waypost.web.api.doors import members
from waypost.web.api.paging import Page, Paging, Part, newest_first
from waypost.web.api.words import Number
from waypost.web.jobs.asking import cancel
from waypost.web.jobs.models import JobState
from waypost.web.jobs.telling import told
from waypost.web.jobs.views import job_of
from waypost.web.workspaces.access import Can, VisitRequest

router = Router()


class Job(Schema):
    """A piece of work."""

    id: int
    kind: str = Field(description="As in `measure` and `ingest`.")
    state: JobState
    done: float = Field(description="How far it is, 0 to 1.")
    saying: str = Field(description="What it is doing, or why it failed, in a sentence.")
    result: Any = Field(description="What came of it; null before the end.")


@router.get("", auth=members(Can.VIEW), response=Page[Job])
def list_jobs(request: VisitRequest, paging: Paging = Part) -> dict[str, Any]:
    """The workspace's work, the newest first."""
    return newest_first(request.visit.workspace.jobs.all(), paging, told)


@router.get("/{number}", auth=members(Can.VIEW), response=Job)
def get_job(request: VisitRequest, number: Number) -> dict[str, Any]:
    """How far it is."""
    return told(job_of(request.visit, number))


@router.post("/{number}/stop", auth=members(Can.EDIT), response=Job)
def stop_job(request: VisitRequest, number: Number) -> dict[str, Any]:
    """Take it back. What has ended stays as it is."""
    return told(cancel(job_of(request.visit, number)))
