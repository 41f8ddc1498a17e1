"""The timeline of a document: who changed what when, any state of it, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from waypost.journey.edits import ConflictError, EditError
from waypost.journey.model import Document as Value
from waypost.journey.wording import Sentence
from waypost.web.documents.committing import Author
from waypost.web.documents.models import Document
from waypost.web.documents.reading import at_revision, current, workspace_value
from waypost.web.documents.views import document_of
from waypost.web.history.calling import called, choices, word_of
from waypost.web.history.comparing import compare
from waypost.web.history.going_back import restore, take_back
from waypost.web.history.models import Version
from waypost.web.history.reviewing import keep_version
from waypost.web.history.sittings import Sitting, Told, timeline
from waypost.web.people.findings import Places
from waypost.web.workspaces.access import Can, VisitRequest, members

MEANWHILE = "Somebody changed it in this very moment. Look at it, then try again."

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


def value_then(row: Document, revision: int) -> Value:
    """The document as it was at a revision; raises Http404 for one that never was."""
    if revision > row.revision:
        raise Http404("There is no such version.")
    return at_revision(row, revision).value


def about(request: VisitRequest, row: Document) -> dict[str, object]:
    """What every page of a document's life says of it."""
    value, places = current(row).value, Places(workspace_value(row.workspace), request.visit.workspace.slug)
    return {"row": row, "word": word_of(value), "home": places.href(value)}


@require_GET
@members(Can.VIEW)
def history(request: VisitRequest, slug: str) -> HttpResponse:
    """Who changed what when, the newest first; `from`: the revision to go back from."""
    row = document_of(request.visit, slug)
    newest = _revision(request.GET.get("from"), row.revision, row)
    page = timeline(row, newest)
    names = {version.revision: version for version in row.versions.filter(revision__lte=newest)}
    shown = {
        **about(request, row),
        "told": [_listed(one, names) for one in page.told],
        "older": page.older,
        "newest": newest,
        "first": names.get(0),
    }
    return render(request, "history/history.html", shown)


@require_GET
@members(Can.VIEW)
def compared(request: VisitRequest, slug: str) -> HttpResponse:
    """What differs between two states (`from`, `to`); between the last change and now when nothing is asked."""
    row = document_of(request.visit, slug)
    first = _revision(request.GET.get("from"), max(row.revision - 1, 0), row)
    last = _revision(request.GET.get("to"), row.revision, row)
    shown = {
        **about(request, row),
        "first": first,
        "last": last,
        "first_called": called(row, first),
        "last_called": called(row, last),
        "choices": choices(row, first, last),
        "comparison": compare(value_then(row, first), value_then(row, last)),
    }
    return render(request, "history/compare.html", shown)


@require_POST
@members(Can.EDIT)
def named(request: VisitRequest, slug: str, revision: int) -> HttpResponse:
    """Give a revision a name, or take it away by an empty one."""
    row = document_of(request.visit, slug)
    value_then(row, revision)
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
    """Make the document as it was at a revision; what is there now stays in the history."""
    row = document_of(request.visit, slug)
    value_then(row, revision)
    return _went_back(request, row, lambda author: restore(author, row, revision))


@require_POST
@members(Can.EDIT)
def taken_back(request: VisitRequest, slug: str, first: int, last: int) -> HttpResponse:
    """Take back what was changed from one revision to another, and leave what came after it."""
    row = document_of(request.visit, slug)
    if not 0 < first <= last <= row.revision:
        raise Http404("There is no such change.")
    return _went_back(request, row, lambda author: take_back(author, row, first, last))


def _went_back(request: VisitRequest, row: Document, go: Callable[[Author], str]) -> HttpResponse:
    """Go back, and say on the timeline what came of it."""
    try:
        label = go(Author.of(request.visit.user))
    except ConflictError:
        messages.error(request, MEANWHILE)
    except EditError as error:
        messages.error(request, str(error))
    else:
        done = f"{label}. What was there before stays in the history."
        messages.success(request, done if label else "It is like that already: there is nothing to change.")
    return redirect("history:history", request.visit.workspace.slug, row.slug)


def _revision(asked: str | None, otherwise: int, row: Document) -> int:
    """A revision as an address names it; what is too new is the newest."""
    if asked is None or not asked.isdecimal() or not asked.isascii():
        return otherwise
    return min(int(asked[:9]), row.revision)
