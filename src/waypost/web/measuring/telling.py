"""What was measured of a journey, told as JSON: for the page of the map, and for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import Http404
from django.utils import timezone

from waypost.journey.journey import Journey
from waypost.journey.segment import Segment
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current, workspace_value
from waypost.web.documents.views import document_of
from waypost.web.jobs.models import Job, JobState
from waypost.web.jobs.telling import told
from waypost.web.measuring.asking import ask_to_measure
from waypost.web.measuring.figures import PAGE, computed_from, definition_of, people_behind
from waypost.web.measuring.keeping import Kept, file_of, read
from waypost.web.measuring.lanes import Beside, headline_of, lanes_of
from waypost.web.measuring.project import project_of, state_of
from waypost.web.workspaces.access import Can, Visit


def journey_of(visit: Visit, slug: str) -> tuple[Document, Journey]:
    """A journey of the workspace; raises Http404."""
    row = document_of(visit, slug)
    value = current(row).value
    if not isinstance(value, Journey):
        raise Http404("There is no such journey.")
    return row, value


def kept_of(visit: Visit, slug: str) -> Kept | None:
    """What was measured of it last."""
    return read(file_of(state_of(visit.workspace), slug))


def job_on(visit: Visit, slug: str) -> Job | None:
    """The last work on this journey's figures, unless it is done."""
    asked = Job.objects.filter(workspace=visit.workspace, kind="measure", arguments__journey=slug)
    job = asked.order_by("-id").first()
    return job if job is not None and job.state not in (JobState.DONE, JobState.CANCELLED) else None


def measures_told(visit: Visit, slug: str, segment: str, period: str, against: str | None) -> dict[str, Any]:
    """The measured lanes of a journey for a segment and a period, beside another (`segment@period`).

    Raises Http404 for a journey, segment or period there is not.
    """
    _, journey = journey_of(visit, slug)
    kept, job = kept_of(visit, slug), job_on(visit, slug)
    working = told(job) if job is not None else None
    if kept is None:
        return {"measured": False, "job": working, "lanes": [], "segments": [], "periods": []}
    found = kept.find(segment, period)
    if found is None:
        raise Http404("There is no such segment or period in what was measured.")
    names = {"": "Everyone", **{one.id: one.name for one in workspace_value(visit.workspace).of(Segment)}}
    beside = _beside(kept, (segment, period), against, names)
    return {
        "measured": True,
        "job": working,
        "revision": kept.revision,
        "at": kept.at.isoformat(),
        "from": computed_from(kept),
        "segment": segment,
        "period": period,
        "segments": [
            {"id": one, "name": names.get(one, one)} for one in dict.fromkeys(each.segment for each in kept.groups)
        ],
        "periods": list(kept.periods),
        "headline": headline_of(found),
        "lanes": lanes_of(kept, journey, found, beside, whole=not segment and not period),
    }


def figure_told(visit: Visit, slug: str, lane: str, element: str) -> dict[str, Any]:
    """What stands behind a figure: its definition, and what it is counted from; raises Http404."""
    _, journey = journey_of(visit, slug)
    definition, kept = definition_of(lane), kept_of(visit, slug)
    if definition is None or kept is None or element not in journey.elements():
        raise Http404("There is no such figure.")
    return {
        "definition": asdict(definition),
        "from": computed_from(kept),
        "revision": kept.revision,
        "at": kept.at.isoformat(),
        "customers": None,
        "mayask": visit.can(Can.CUSTOMERS),
    }


def customers_told(visit: Visit, slug: str, element: str, segment: str, page: int) -> dict[str, object]:
    """Of whom a figure is counted, a page of them, for those who may see customers."""
    _, journey = journey_of(visit, slug)
    study = project_of(visit.workspace).study(journey.id)
    found, total = people_behind(study, journey, element, segment, page)
    return {"page": page, "pages": -(-total // PAGE), "total": total, "people": [asdict(one) for one in found]}


def measure_now(visit: Visit, slug: str) -> Job | None:
    """Ask for the figures; the work on them, which may have been asked for before."""
    row, _ = journey_of(visit, slug)
    stamp = f"{row.revision}:{timezone.now():%Y%m%d%H%M%S}"
    return ask_to_measure(visit.workspace, slug, stamp, visit.user) or job_on(visit, slug)


def _beside(kept: Kept, shown: tuple[str, str], against: str | None, names: dict[str, str]) -> Beside | None:
    """What the figures stand beside: what is asked for, or everyone beside a segment."""
    segment, period = shown
    if against is None:
        against = "" if segment else None
    if against is None:
        return None
    other, _, when = against.partition("@")
    if (other, when or period) == shown:
        return None
    baseline = kept.find(other, when or period)
    name = names.get(other, other)
    said = f"{name[:1].lower()}{name[1:]}" if not other else name
    return Beside(f"{said} in {when}" if when else said, baseline) if baseline is not None else None
