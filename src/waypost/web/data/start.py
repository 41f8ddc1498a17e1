"""Start from data: a file, its columns, a proposed journey, a measured map."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

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
from waypost.web.data.declaring import SOURCE
from waypost.web.data.uploading import largest, waiting
from waypost.web.data.way import KNOWN_ONLY, Way, proposal_of, stages
from waypost.web.documents.committing import Author, create
from waypost.web.documents.models import Document
from waypost.web.documents.reading import workspace_value
from waypost.web.jobs.asking import ask
from waypost.web.jobs.models import Job, JobState
from waypost.web.measuring.project import project_of, uploads_of
from waypost.web.workspaces.access import Can, VisitRequest, members
from waypost.web.workspaces.models import Workspace

if TYPE_CHECKING:
    from waypost.analysis.discovery.discovery import Discovery
    from waypost.events.lake import Lake

DRAFT = "draft-from-data"
_ONLY_DATA = ("data", "dataset", "export", "file", "table")


def _discovery(plain: object) -> Discovery:
    """What a job kept of a proposal."""
    from waypost.analysis.discovery.discovery import Discovery  # noqa: PLC0415  # the page of files does not wait

    return TypeAdapter(Discovery).validate_python(plain)


@dataclass(frozen=True)
class Part:
    """A table that a journey can be proposed from."""

    ref: str
    """`source/table`."""
    name: str
    files: str
    """Those of its files that were read, by name."""
    rows: int


@require_GET
@members(Can.EDIT)
def start(request: VisitRequest) -> HttpResponse:
    """The first of the four steps: a file."""
    here = request.visit.workspace
    return render(
        request,
        "data/start.html",
        {
            "largest": largest() // 1_000_000,
            "waiting": waiting(here),
            "read": project_of(here).has_data and bool(_parts(here)),
            "stages": stages(here.slug, 1),
        },
    )


@require_GET
@members(Can.EDIT)
def proposed(request: VisitRequest) -> HttpResponse:
    """What it is to be made from, then how far it is, then the proposal."""
    workspace = request.visit.workspace
    parts = _parts(workspace)
    if not parts:
        return redirect("data:start", workspace.slug)
    wanted = set(request.GET.getlist("of"))
    chosen = [part for part in parts if part.ref in wanted] or (parts if len(parts) == 1 else [])
    case = request.GET.get("case", "")[:120]
    shown: dict[str, Any] = {"parts": parts, "chosen": chosen, "case": case}
    if not chosen:
        return render(
            request,
            "data/choose.html",
            {**shown, "alone": KNOWN_ONLY if wanted else "", "stages": stages(workspace.slug, 1)},
        )
    refs = [part.ref for part in chosen]
    here, ours = proposal_of(workspace.slug, refs, case), [ref for ref in refs if ref.startswith(f"{SOURCE}/")]
    way = Way(tables=tuple(ref.partition("/")[2] for ref in ours), case=case)
    shown["stages"] = stages(workspace.slug, 3, way.again(workspace.slug, way.tables[-1]) if ours else "")
    key = _key(workspace, refs, case)
    job = Job.objects.filter(key=f"{workspace.pk}:{key}", state=JobState.FAILED).first()
    if job is None or request.GET.get("again"):
        job = ask(workspace, "draft", {"draft": DRAFT, "case": case, "of": list(refs)}, key, request.visit.user)
        if request.GET.get("again"):
            return redirect(here)
    if job.state != JobState.DONE:
        failed = job.state == JobState.FAILED
        return render(request, "data/proposing.html", {**shown, "job": job, "failed": failed, "here": here})
    found = _discovery((job.result or {})["discovery"])
    return render(request, "data/proposed.html", {**shown, **_shown(workspace, found, job, chosen), "here": here})


def _parts(workspace: Workspace) -> list[Part]:
    """The tables that say what happened, those of uploaded files first."""
    files, rows = _read_files(workspace)
    found = [
        Part(ref, table.id.replace("-", " ").capitalize(), ", ".join(files.get(ref, ())), rows.get(ref, 0))
        for source in sorted(workspace_value(workspace).of(Source), key=lambda source: source.id != SOURCE)
        for table in source.tables
        if (table.time or table.events) and (ref := f"{source.id}/{table.id}")
    ]
    several = [part.name for part in found]
    return [
        part if several.count(part.name) == 1 else replace(part, name=f"{part.name} ({part.ref.partition('/')[0]})")
        for part in found
    ]


def _read_files(workspace: Workspace) -> tuple[dict[str, list[str]], dict[str, int]]:
    """By table: the names of the files that were read, and their rows."""
    files: dict[str, list[str]] = {}
    rows: dict[str, int] = {}
    register = project_of(workspace).lake.register()
    for source, table, file, count in register.select("source", "table", "file", "rows").sort("file").iter_rows():
        name = file.rpartition("/")[2]
        if name not in files.setdefault(f"{source}/{table}", []):
            files[f"{source}/{table}"].append(name)
        rows[f"{source}/{table}"] = rows.get(f"{source}/{table}", 0) + count
    return files, rows


def _key(workspace: Workspace, refs: list[str], case: str) -> str:
    """Names the question: what it is made from, as it is now."""
    sources = Document.objects.filter(workspace=workspace, kind="source").values_list("slug", "revision")
    files = sum(1 for _ in uploads_of(workspace).rglob("*"))
    asked = f"{sorted(sources)} {files} {refs} {case}"
    return f"draft:{blake2b(asked.encode(), digest_size=16).hexdigest()}"


def _shown(workspace: Workspace, found: Discovery, job: Job, chosen: list[Part]) -> dict[str, Any]:
    steps = {one.step: one for one in found.steps}
    phases = [(phase, [(step, steps[step.id]) for step in phase.steps]) for phase in found.journey.phases]
    result = job.result or {}
    return {
        "found": found,
        "phases": phases,
        "left": found.events - found.taken,
        "completed": found.sentences()[3],
        "comments": found.comments,
        "watched": [signal.name for touchpoint in found.journey.touchpoints() for signal in touchpoint.signals],
        "job": job,
        "aside": sum(result.get("quarantined", {}).values()),
        "suggested": free_name(workspace, f"{' and '.join(_plain(part.name) for part in chosen[:2])}: the journey"),
    }


def _plain(name: str) -> str:
    """What rows are called, without a last word that says only that they are data."""
    words = name.split()
    while len(words) > 1 and words[-1].lower() in _ONLY_DATA:
        words.pop()
    return " ".join(words)


def free_name(workspace: Workspace, wish: str) -> str:
    """The name, or the name with a number, that no journey of the workspace has."""
    taken = {journey.name.casefold() for journey in workspace_value(workspace).of(Journey)}
    numbered = (f"{wish} {number}" for number in range(2, 1000))
    return next(name for name in (wish, *numbered) if name.casefold() not in taken)


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
    wish = request.POST.get("name", "").strip()[:190] or "A first draft"
    name = free_name(visit.workspace, wish)
    lake = project_of(visit.workspace).lake
    scored = answered_about(lake)
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
    journey = of_its_sources(journey, lake, {str(ref).partition("/")[0] for ref in job.result.get("of", ())})
    try:
        create(visit.workspace, journey, Author.of(visit.user))
    except IntegrityError:  # somebody pressed twice
        return redirect(journey_address(visit.workspace.slug, journey.id))
    from waypost.web.measuring.asking import ask_to_measure  # noqa: PLC0415  # as above

    ask_to_measure(visit.workspace, journey.id, f"new:{uuid.uuid4().hex[:8]}", visit.user)
    messages.success(
        request, "This is your map. Its figures come in a moment; put its steps into your customers' words."
    )
    if name != wish:
        messages.info(request, f"There is a journey called “{wish}” already, so this one is called “{name}”.")
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


def of_its_sources(journey: Journey, lake: Lake, sources: set[str]) -> Journey:
    """The draft as it is; a touchpoint whose events have namesakes in other sources takes those of its own only."""
    from waypost.web.data.matching import events_named, quoted  # noqa: PLC0415  # as above

    kinds = lake.scan("events").select("source", "event").unique().collect()
    elsewhere = {event for source, event in kinds.iter_rows() if source not in sources}
    own = " OR ".join(f"source = {quoted(source)}" for source in sorted(sources))
    plain = journey.model_dump(mode="json", exclude_defaults=True)
    for touchpoint in (each for phase in plain["phases"] for step in phase["steps"] for each in step["touchpoints"]):
        if elsewhere & set(events_named(touchpoint.get("match")) or ()):
            touchpoint["match"] = f"{touchpoint['match']} AND ({own})"
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
