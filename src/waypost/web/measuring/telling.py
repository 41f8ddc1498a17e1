"""What was measured of a journey, told as JSON: for the page of the map, and for programs.

What counts takes seconds to load: it is loaded for what was not formatted when it was kept.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import timezone

from waypost.journey.journey import Journey
from waypost.journey.segment import Segment
from waypost.web.documents.reading import workspace_value
from waypost.web.documents.views import journey_of
from waypost.web.jobs.models import Job, JobState
from waypost.web.jobs.telling import told
from waypost.web.measuring.asking import ask_to_measure
from waypost.web.measuring.project import project_of, state_of, study_of
from waypost.web.measuring.shown import drawn, group_key, read_shown
from waypost.web.workspaces.access import Can, Visit

if TYPE_CHECKING:
    from waypost.web.measuring.keeping import Kept
    from waypost.web.measuring.lanes import Beside

BEHIND = {
    "reach": "came here",
    "time-to": "came here",
    "dwell": "came here",
    "drop-off": "came here last and did not arrive",
    "score": "answered here",
}
"""A lane and of whom its figures are counted. Of the others it cannot be told at a step: they have several figures."""


def kept_of(visit: Visit, slug: str) -> Kept | None:
    """What was measured of it last."""
    from waypost.web.measuring.keeping import file_of, read  # noqa: PLC0415  # see above

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
    job = job_on(visit, slug)
    working = told(job) if job is not None else None
    shown = read_shown(state_of(visit.workspace), slug)
    if shown is None:
        return {"measured": False, "job": working, "lanes": [], "segments": [], "periods": []}
    if group_key(segment, period) not in shown["groups"]:
        raise Http404("There is no such segment or period in what was measured.")
    names = {"": "Everyone", **{one.id: one.name for one in workspace_value(visit.workspace).of(Segment)}}
    as_formatted = against is None and shown["drawn"] == drawn(journey)
    group = shown["groups"][group_key(segment, period)]
    return {
        "measured": True,
        "job": working,
        **{name: shown[name] for name in ("revision", "at", "from", "periods")},
        "segment": segment,
        "period": period,
        "segments": [{"id": one, "name": names.get(one, one)} for one in shown["segments"]],
        "headline": group["headline"],
        "lanes": group["lanes"] if as_formatted else _lanes(visit, journey, (segment, period), against, names),
    }


def _lanes(
    visit: Visit, journey: Journey, shown: tuple[str, str], against: str | None, names: dict[str, str]
) -> list[dict[str, Any]]:
    from waypost.web.measuring.lanes import lanes_of  # noqa: PLC0415  # see above

    kept = kept_of(visit, journey.id)
    found = kept.find(*shown) if kept is not None else None
    if kept is None or found is None:
        raise Http404("There is no such segment or period in what was measured.")
    return lanes_of(kept, journey, found, _beside(kept, shown, against, names), whole=shown == ("", ""))


def figure_told(visit: Visit, slug: str, lane: str, element: str) -> dict[str, Any]:
    """What stands behind a figure: its definition, and what it is counted from; raises Http404."""
    _, journey = journey_of(visit, slug)
    shown = read_shown(state_of(visit.workspace), slug)
    if shown is None or lane not in shown["definitions"] or element not in journey.elements():
        raise Http404("There is no such figure.")
    return {
        "definition": shown["definitions"][lane],
        **{name: shown[name] for name in ("from", "revision", "at")},
        "customers": None,
        "mayask": visit.can(Can.CUSTOMERS) and lane in BEHIND,
    }


def customers_told(
    visit: Visit, slug: str, element: str, segment: str, page: int, *, lane: str = "reach", period: str = ""
) -> dict[str, object]:
    """Of whom a figure is counted, a page of them, for those who may see customers.

    Raises Http404 where it cannot be told, or there is no such segment or period.
    """
    from waypost.web.measuring.figures import PAGE, people_behind  # noqa: PLC0415  # see above
    from waypost.web.measuring.grouping import groups_of  # noqa: PLC0415  # as above

    _, journey = journey_of(visit, slug)
    if lane not in BEHIND:
        raise Http404("Of whom this is counted cannot be told.")
    study = study_of(project_of(visit.workspace), journey.id)
    group = next((one.group for one in groups_of(study) if (one.segment, one.period) == (segment, period)), None)
    if group is None:
        raise Http404("There is no such segment or period in what was measured.")
    found, total = people_behind(study, lane, element, group, page)
    return {
        "page": page,
        "pages": -(-total // PAGE),
        "total": total,
        "who": BEHIND[lane],
        "people": [asdict(one) for one in found],
    }


def measure_now(visit: Visit, slug: str) -> Job | None:
    """Ask for the figures; the work on them, which may have been asked for before."""
    row, _ = journey_of(visit, slug)
    stamp = f"{row.revision}:{timezone.now():%Y%m%d%H%M%S}"
    return ask_to_measure(visit.workspace, slug, stamp, visit.user) or job_on(visit, slug)


def _beside(kept: Kept, shown: tuple[str, str], against: str | None, names: dict[str, str]) -> Beside | None:
    """What the figures stand beside: what is asked for, or everyone beside a segment."""
    from waypost.web.measuring.lanes import Beside  # noqa: PLC0415  # see above

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
