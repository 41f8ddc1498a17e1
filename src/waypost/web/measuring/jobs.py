"""The job that measures a journey."""

from __future__ import annotations

from django.db import transaction
from pydantic import JsonValue

from waypost.errors import InputError
from waypost.web.documents.models import Document
from waypost.web.jobs.kinds import kind
from waypost.web.jobs.running import Running
from waypost.web.live.announcing import announce


@kind("measure")
def measure(job: Running) -> JsonValue:
    """Measure one journey; what is kept is announced to those who look at its map, and to the workspace.

    What was kept is dropped when it is no longer true and cannot be measured anew.
    """
    from waypost.web.measuring.measuring import forget_all, measured  # noqa: PLC0415  # what counts takes seconds to load
    from waypost.web.measuring.project import project_of  # noqa: PLC0415  # as above

    slug = str(job.arguments["journey"])
    row = Document.objects.filter(workspace=job.workspace, slug=slug, kind="journey", archived=None).first()
    if row is None:
        return {"measured": False}
    project = project_of(job.workspace)
    done = False
    try:
        if project.lake.events_count:
            for kept in measured(project, slug, row.revision, job.tell):
                done = True
                _announce(row, kept.revision, answered=kept.brief is not None)
        elif forget_all(project.state, slug):
            _announce(row, row.revision, answered=False)
    except InputError:
        if forget_all(project.state, slug):
            _announce(row, row.revision, answered=False)
        raise
    return {"measured": done}


def _announce(row: Document, revision: int, *, answered: bool) -> None:
    """Tell those who look at the map, and the workspace, that there are other figures, or none any more."""
    news = {"journey": row.slug, "revision": revision, "answered": answered}
    with transaction.atomic():
        announce(row.topic, "measures", news)
        announce(row.workspace.topic, "measures", news)
