"""The journeys of a workspace with how each stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from waypost.journey.journey import Journey
from waypost.web.documents.models import Change, Document
from waypost.web.measuring.project import state_of
from waypost.web.measuring.summary import read_summary
from waypost.web.portfolio.gathering import Gathered
from waypost.web.portfolio.health import Checking
from waypost.web.portfolio.standing import Entry, Known, known_about
from waypost.web.portfolio.waiting import NOTHING, waiting_in


def survey(found: Gathered, wanted: Callable[[Journey], bool] = lambda _: True) -> Iterator[Entry]:
    """The journeys that are wanted; the others are not checked."""
    today = timezone.localdate()
    known, state = known_about(found.value), state_of(found.workspace)
    waiting, authors = waiting_in(found.workspace, today), _last_authors(found)
    checking = Checking(found.workspace.pk, found.neighbours, today)
    for row, journey in zip(found.rows, found.values, strict=True):
        if isinstance(journey, Journey) and wanted(journey):
            yield Entry(
                journey=journey,
                changed=row.changed,
                changed_by=authors.get(row.pk, ""),
                health=checking.health(journey),
                known=known.get(journey.id, Known({})),
                measured=read_summary(state, journey.id),
                today=today,
                waiting=waiting.get(row.pk, NOTHING),
            )


def _last_authors(found: Gathered) -> dict[int, str]:
    """Document's number → the name of whoever changed it last."""
    last = Change.objects.filter(document=OuterRef("pk")).order_by("-revision").values("author_name")[:1]
    rows = Document.objects.filter(workspace=found.workspace, kind="journey", revision__gt=0)
    return dict(rows.annotate(last=Subquery(last)).values_list("pk", "last"))
