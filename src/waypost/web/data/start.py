"""Start from data: a file, its columns, a proposed journey, a measured map."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from pydantic import TypeAdapter, ValidationError

from waypost.formats.ids import slug
from waypost.journey.journey import Journey
from waypost.journey.source import Source
from waypost.web.data.uploading import largest, waiting
from waypost.web.documents.committing import Author, create
from waypost.web.documents.models import Document
from waypost.web.documents.reading import workspace_value
from waypost.web.jobs.asking import ask
from waypost.web.jobs.models import Job, JobState
from waypost.web.measuring.project import project_of
from waypost.web.workspaces.access import Can, VisitRequest, members

if TYPE_CHECKING:
    from waypost.analysis.discovery.discovery import Discovery

DRAFT = "draft-from-data"


def _discovery(plain: object) -> Discovery:
    """What a job kept of a proposal."""
    from waypost.analysis.discovery.discovery import Discovery  # noqa: PLC0415  # the page of files does not wait

    return TypeAdapter(Discovery).validate_python(plain)


@require_GET
@members(Can.EDIT)
def start(request: VisitRequest) -> HttpResponse:
    """The first of the four steps: a file."""
    here = request.visit.workspace
    read = project_of(here).has_data
    return render(
        request, "data/start.html", {"largest": largest() // 1_000_000, "waiting": waiting(here), "read": read, "at": 1}
    )


@require_GET
@members(Can.EDIT)
def proposed(request: VisitRequest) -> HttpResponse:
    """The proposal, or how far it is."""
    workspace = request.visit.workspace
    value = workspace_value(workspace)
    if not value.of(Source):
        return redirect("data:start", workspace.slug)
    case = request.GET.get("case", "")[:120]
    state = "-".join(
        f"{row.slug}.{row.revision}" for row in Document.objects.filter(workspace=workspace, kind="source")
    )
    files = sum(1 for _ in (workspace.folder / "uploads").rglob("*"))
    key = f"draft:{state}:{files}:{case}"[:100]
    job = Job.objects.filter(key=f"{workspace.pk}:{key}", state=JobState.FAILED).first()
    if job is None or request.GET.get("again"):
        job = ask(workspace, "draft", {"draft": DRAFT, "case": case}, key, request.visit.user)
        if request.GET.get("again"):
            return redirect(f"{request.path}?{urlencode({'case': case})}")
    if job.state != JobState.DONE:
        return render(
            request, "data/proposing.html", {"job": job, "at": 3, "failed": job.state == JobState.FAILED, "case": case}
        )
    found = _discovery((job.result or {})["discovery"])
    return render(request, "data/proposed.html", {**_shown(found, job), "case": case, "at": 3})


def _shown(found: Discovery, job: Job) -> dict[str, Any]:
    steps = {one.step: one for one in found.steps}
    phases = [(phase, [(step, steps[step.id]) for step in phase.steps]) for phase in found.journey.phases]
    names = {"customer": "each customer walks once"}
    result = job.result or {}
    return {
        "found": found,
        "phases": phases,
        "sentences": found.sentences()[:4],
        "comments": found.comments,
        "job": job,
        "names": names,
        "aside": sum(result.get("quarantined", {}).values()),
        "suggested": "How customers get what they want",
    }


@require_POST
@members(Can.EDIT)
def accept(request: VisitRequest) -> HttpResponse:
    """Make the proposal a journey of the workspace, under the names given to its parts."""
    from waypost.web.data.matching import answered_about  # noqa: PLC0415  # the page of files does not wait

    visit = request.visit
    job = Job.objects.filter(workspace=visit.workspace, kind="draft", pk=_number(request.POST.get("job"))).first()
    if job is None or not job.result:
        return redirect("data:proposed", visit.workspace.slug)
    found = _discovery(job.result["discovery"])
    name = request.POST.get("name", "").strip() or "A first draft"
    scored = answered_about(project_of(visit.workspace).lake)
    try:
        journey = _named(
            found.journey,
            name,
            {field: str(value) for field, value in request.POST.items()},
            _free_slug(visit.workspace.pk, name),
            scored,
        )
    except ValidationError as error:
        messages.error(request, f"A name cannot be kept: {error.errors()[0]['msg']}.")
        return redirect("data:proposed", visit.workspace.slug)
    try:
        create(visit.workspace, journey, Author.of(visit.user))
    except IntegrityError:  # somebody pressed twice
        return redirect(journey_address(visit.workspace.slug, journey.id))
    from waypost.web.measuring.asking import ask_to_measure  # noqa: PLC0415  # as above

    ask_to_measure(visit.workspace, journey.id, f"new:{uuid.uuid4().hex[:8]}", visit.user)
    messages.success(
        request, "This is your map. Its figures come in a moment; put its steps into your customers' words."
    )
    return redirect(journey_address(visit.workspace.slug, journey.id))


def _named(journey: Journey, name: str, given: dict[str, str], journey_id: str, scored: set[str]) -> Journey:
    """The draft under the names given to it; answers that name an event speak of its touchpoint."""
    from waypost.web.data.matching import events_named, quoted  # noqa: PLC0415  # as above

    plain = journey.model_dump(mode="json", exclude_defaults=True)
    plain |= {"id": journey_id, "name": name[:200]}
    for touchpoint in (each for phase in plain["phases"] for step in phase["steps"] for each in step["touchpoints"]):
        names = [event for event in events_named(touchpoint.get("match")) or () if event in scored]
        if names:
            touchpoint["score"] = " OR ".join(f"touchpoint = {quoted(event)}" for event in names)
    for phase in plain.get("phases", ()):
        phase["name"] = given.get(f"name-{phase['id']}", "").strip() or phase["name"]
        for step in phase.get("steps", ()):
            step["name"] = given.get(f"name-{step['id']}", "").strip() or step["name"]
    return Journey.model_validate(plain)


def _free_slug(workspace: int, name: str) -> str:
    taken = set(Document.objects.filter(workspace=workspace).values_list("slug", flat=True))
    wish = slug(name, "journey")
    return next(each for each in (wish, *(f"{wish}-{number}" for number in range(2, 1000))) if each not in taken)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else 0


def journey_address(workspace: str, journey: str) -> str:
    """The page of a journey."""
    return reverse("editor:journey", args=[workspace, journey])
