"""The timeline of a journey: who changed what when, any state of it, and the way back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from waypost.analysis.living import living_map
from waypost.errors import InputError
from waypost.journey.edits import ConflictError, Edit, EditError
from waypost.journey.journey import Journey
from waypost.journey.wording import Sentence
from waypost.web.documents.committing import Author, commit
from waypost.web.documents.models import Document
from waypost.web.documents.reading import at_revision, workspace_value
from waypost.web.documents.views import journey_of
from waypost.web.history.calling import called, choices
from waypost.web.history.comparing import compare
from waypost.web.history.models import Version
from waypost.web.history.restoring import restoration, taking_back
from waypost.web.history.reviewing import keep_version
from waypost.web.history.sittings import Sitting, Told, edits_between, timeline
from waypost.web.sharing.showing import drawn, page_of
from waypost.web.workspaces.access import Can, VisitRequest, members

MEANWHILE = "Somebody changed the map in this very moment. Look at it, then try again."


DEEDS = ("Restored ", "Took back ", "Now ")
"""How the labels begin that say more than the sentences about what came of a change."""


@dataclass(frozen=True)
class Listed:
    """A sitting as the page lists it."""

    sitting: Sitting
    sentences: tuple[Sentence, ...]
    deeds: tuple[str, ...]
    versions: tuple[Version, ...]
    """Those with a name that it led to, the newest first."""

    @property
    def name(self) -> str:
        """The name of the state it ended with; empty when it has none."""
        return next((each.name for each in self.versions if each.revision == self.sitting.last), "")


def _listed(told: Told, names: Mapping[int, Version]) -> Listed:
    reached = range(told.sitting.last, told.sitting.before, -1)
    deeds = tuple(label for label in told.sitting.labels if label.startswith(DEEDS))
    return Listed(told.sitting, told.sentences, deeds, tuple(names[each] for each in reached if each in names))


class Naming(forms.Form):
    """The name of a version; without one it has none any more."""

    name = forms.CharField(max_length=120, required=False)


def journey_then(row: Document, revision: int) -> Journey:
    """The journey as it was at a revision; raises Http404 for one that never was."""
    if revision > row.revision:
        raise Http404("There is no such version.")
    then = at_revision(row, revision).value
    assert isinstance(then, Journey)  # a document never becomes another kind
    return then


@require_GET
@members(Can.VIEW)
def history(request: VisitRequest, slug: str) -> HttpResponse:
    """Who changed what when, the newest first; `from`: the revision to go back from."""
    row, journey = journey_of(request.visit, slug)
    newest = _revision(request.GET.get("from"), row.revision, row)
    page = timeline(row, newest)
    names = {version.revision: version for version in row.versions.filter(revision__lte=newest)}
    told = [_listed(one, names) for one in page.told]
    shown = {
        "row": row,
        "journey": journey,
        "told": told,
        "older": page.older,
        "newest": newest,
        "first": names.get(0),
    }
    return render(request, "history/history.html", shown)


@require_GET
@members(Can.VIEW)
def compared(request: VisitRequest, slug: str) -> HttpResponse:
    """What differs between two states (`from`, `to`); between the last change and now when nothing is asked."""
    row, journey = journey_of(request.visit, slug)
    first = _revision(request.GET.get("from"), max(row.revision - 1, 0), row)
    last = _revision(request.GET.get("to"), row.revision, row)
    shown = {
        "row": row,
        "journey": journey,
        "first": first,
        "last": last,
        "first_called": called(row, first),
        "last_called": called(row, last),
        "choices": choices(row, first, last),
        "comparison": compare(journey_then(row, first), journey_then(row, last)),
    }
    return render(request, "history/compare.html", shown)


@require_GET
@members(Can.VIEW)
def drawn_then(request: VisitRequest, slug: str, revision: int) -> HttpResponse:
    """The map as it was at a revision, on a page of its own."""
    row, _ = journey_of(request.visit, slug)
    living = living_map(workspace_value(row.workspace), journey_then(row, revision), timezone.now().date())
    try:
        return drawn(page_of(row.workspace, living))
    except InputError as error:
        words = {"title": "This cannot be drawn any more", "detail": str(error), "status": 422}
        return render(request, "fault.html", words, status=422)


@require_POST
@members(Can.EDIT)
def named(request: VisitRequest, slug: str, revision: int) -> HttpResponse:
    """Give a revision a name, or take it away by an empty one."""
    row, _ = journey_of(request.visit, slug)
    journey_then(row, revision)
    form = Naming(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    if form.errors:
        messages.error(request, "A name has at most 120 letters.")
    elif name:
        keep_version(request.visit, row, revision, name)
        messages.success(request, f"This version is called “{name}” from now on.")
    else:
        row.versions.filter(revision=revision).delete()
        messages.success(request, "This version has no name any more.")
    return redirect("history:history", request.visit.workspace.slug, slug)


@require_POST
@members(Can.EDIT)
def restored(request: VisitRequest, slug: str, revision: int) -> HttpResponse:
    """Make the map as it was at a revision; what is there now stays in the history."""
    row, now = journey_of(request.visit, slug)
    edits = restoration(now, journey_then(row, revision))
    return _go_back(request, row, edits, f"Restored {called(row, revision)}")


@require_POST
@members(Can.EDIT)
def taken_back(request: VisitRequest, slug: str, first: int, last: int) -> HttpResponse:
    """Take back what was changed from one revision to another, and leave what came after it."""
    row, now = journey_of(request.visit, slug)
    if not 0 < first <= last <= row.revision:
        raise Http404("There is no such change.")
    try:
        edits = taking_back(now, edits_between(row, first, last))
    except EditError as error:
        messages.error(request, str(error))
        return redirect("history:history", request.visit.workspace.slug, slug)
    return _go_back(request, row, edits, f"Took back a change of {called(row, last)}")


def _go_back(request: VisitRequest, row: Document, edits: Sequence[Edit], label: str) -> HttpResponse:
    """Make a change of them, and say on the timeline what came of it."""
    if not edits:
        messages.success(request, "The map is like that already: there is nothing to change.")
    else:
        try:
            commit(row, Author.of(request.visit.user), uuid.uuid4(), edits, label[:200])
        except ConflictError:
            messages.error(request, MEANWHILE)
        except EditError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{label}. What was there before stays in the history.")
    return redirect("history:history", request.visit.workspace.slug, row.slug)


def _revision(asked: str | None, otherwise: int, row: Document) -> int:
    """A revision as an address names it; what is too new is the newest."""
    if asked is None or not asked.isdecimal() or not asked.isascii():
        return otherwise
    return min(int(asked[:9]), row.revision)
