"""Today and the future of a journey beside each other, and the register of gaps between them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from waypost.analysis.living import living_map
from waypost.formats.table import guarded
from waypost.journey.gaps import Gap, GapKind, gaps
from waypost.journey.journey import Journey
from waypost.web.documents.reading import workspace_value
from waypost.web.documents.views import journey_of
from waypost.web.history.beside import beside
from waypost.web.history.futures import current_of, futures_of, make_future
from waypost.web.history.lanes import HEIGHT, columns_of, feelings_beside, rows_beside
from waypost.web.workspaces.access import Can, VisitRequest, members

LONGEST_NAME = 200


@dataclass(frozen=True)
class Pair:
    """A journey as it is, and one of its future states."""

    journey: Journey
    """The one whose page was asked for."""
    today: Journey | None
    """None when what it changes is not here."""
    future: Journey | None
    """None when there is none yet."""
    futures: tuple[Journey, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What has to change; nothing while one of the two is missing."""
        return gaps(self.today, self.future) if self.today and self.future else ()


def _pair(request: VisitRequest, slug: str) -> Pair:
    """Today and a future (`with`, else the first) of the journey asked for; raises Http404."""
    _, journey = journey_of(request.visit, slug)
    workspace = workspace_value(request.visit.workspace)
    today = current_of(workspace, journey)
    futures = futures_of(workspace, today) if today else [journey]
    wanted = request.GET.get("with") or journey.id
    future = next((each for each in futures if each.id == wanted), futures[0] if futures else None)
    return Pair(journey, today, future, tuple(futures))


@require_GET
@members(Can.VIEW)
def beside_each_other(request: VisitRequest, slug: str) -> HttpResponse:
    """Both maps, step under step, and below them what has to change."""
    pair = _pair(request, slug)
    shown = {"pair": pair, "journey": pair.journey, **(_turns(request, pair) if pair.today and pair.future else {})}
    return render(request, "history/future.html", shown)


def _turns(request: VisitRequest, pair: Pair) -> dict[str, object]:
    assert pair.today is not None  # whoever asks has looked
    assert pair.future is not None
    found = pair.gaps
    chapters = beside(pair.today, pair.future, found)
    workspace, day = workspace_value(request.visit.workspace), timezone.localdate()
    today, future = living_map(workspace, pair.today, day), living_map(workspace, pair.future, day)
    return {
        "chapters": chapters,
        "columns": columns_of(chapters),
        "feelings": feelings_beside(today, future, chapters),
        "height": HEIGHT,
        "lanes": rows_beside(today, future, chapters),
        "rows": [_placed(pair, gap) for gap in found],
    }


@require_POST
@members(Can.EDIT)
def made(request: VisitRequest, slug: str) -> HttpResponse:
    """Draw a future state from the journey as it is (`name`)."""
    _, journey = journey_of(request.visit, slug)
    today = current_of(workspace_value(request.visit.workspace), journey)
    here = request.visit.workspace.slug
    if today is None or today.id != journey.id:
        messages.error(request, "This is a future state itself. Draw another one from the journey as it is today.")
        return redirect("history:future", here, slug)
    name = " ".join(request.POST.get("name", "").replace("\x00", "").split())[:LONGEST_NAME]
    try:
        row = make_future(request.visit, journey, name or f"{journey.name[:LONGEST_NAME]}, as it should become")
    except (IntegrityError, ValueError):
        messages.error(request, "Somebody made a journey of that name in this very moment. Try again.")
        return redirect("history:future", here, slug)
    messages.success(request, "This is the future: the same steps as today. Change them to what they should become.")
    return redirect("editor:journey", here, row.slug)


@require_GET
@members(Can.VIEW)
def register(request: VisitRequest, slug: str) -> HttpResponse:
    """What has to change, of one kind (`kind`) or all."""
    pair = _pair(request, slug)
    found = pair.gaps
    counts = Counter(gap.kind for gap in found)
    kind = _kind(request)
    shown = {
        "pair": pair,
        "journey": pair.journey,
        "rows": [_placed(pair, gap) for gap in found if kind in (None, gap.kind)],
        "kinds": [(each, counts[each]) for each in GapKind if counts[each]],
        "kind": kind,
        "all": len(found),
    }
    return render(request, "history/gaps.html", shown)


@require_GET
@members(Can.VIEW)
def register_csv(request: VisitRequest, slug: str) -> HttpResponse:
    """The same as a table for a spreadsheet; no cell can be taken for a formula."""
    pair = _pair(request, slug)
    kind = _kind(request)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["kind", "phase", "step", "what differs", "today", "wanted", "element"])
    for gap in pair.gaps:
        if kind in (None, gap.kind):
            placed = _placed(pair, gap)
            cells = (gap.kind.value, placed.phase, placed.step, gap.about, gap.today, gap.wanted, gap.element)
            writer.writerow([guarded(cell) for cell in cells])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{slug}-gaps.csv")
    response["Cache-Control"] = "private, no-store"
    return response


@dataclass(frozen=True)
class PlacedGap:
    """A gap with the words of its place, and the map it is on."""

    gap: Gap
    phase: str
    step: str
    on: str
    """The journey whose map has the element: the future, or today's for what is to go."""


def _placed(pair: Pair, gap: Gap) -> PlacedGap:
    assert pair.today is not None  # there are gaps only between two
    assert pair.future is not None
    then, now = pair.future.elements(), pair.today.elements()
    names = {**now, **then}
    phase, step = (names[id_].label if id_ in names else "" for id_ in (gap.phase or "", gap.step or ""))
    return PlacedGap(gap, phase, step, pair.future.id if gap.element in then else pair.today.id)


def _kind(request: VisitRequest) -> GapKind | None:
    asked = request.GET.get("kind", "")
    return GapKind(asked) if asked in list(GapKind) else None
