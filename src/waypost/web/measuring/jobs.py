"""The job that measures a journey."""

from __future__ import annotations

from django.db import transaction
from pydantic import JsonValue

from waypost.web.documents.models import Document
from waypost.web.jobs.kinds import kind
from waypost.web.jobs.running import Running
from waypost.web.live.announcing import announce


@kind("measure")
def measure(job: Running) -> JsonValue:
    """Measure one journey; what is kept is announced to those who look at its map, and to the workspace."""
    from waypost.web.measuring.measuring import measured  # noqa: PLC0415  # what counts takes seconds to load
    from waypost.web.measuring.project import project_of  # noqa: PLC0415  # as above

    slug = str(job.arguments["journey"])
    row = Document.objects.filter(workspace=job.workspace, slug=slug, kind="journey", archived=None).first()
    if row is None:
        return {"measured": False}
    project = project_of(job.workspace)
    if not project.has_data:
        return {"measured": False}
    done = False
    for kept in measured(project, slug, row.revision, job.tell):
        done = True
        news = {"journey": slug, "revision": kept.revision, "answered": kept.brief is not None}
        with transaction.atomic():
            announce(row.topic, "measures", news)
            announce(job.workspace.topic, "measures", news)
    return {"measured": done}
