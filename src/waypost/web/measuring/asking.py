"""When to measure: data came, or something was changed that decides what a map's figures are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from waypost.journey.binding import Signal
from waypost.journey.edits import EDITS, Edit, Insert, Move, Remove, Set
from waypost.journey.journey import Phase, Route, Step, Touchpoint
from waypost.journey.outcome import Breakdown, Outcome
from waypost.web.accounts.models import User
from waypost.web.documents.models import Change, Document
from waypost.web.jobs.asking import ask
from waypost.web.jobs.models import Job, JobState
from waypost.web.measuring.project import state_of
from waypost.web.workspaces.models import Workspace

SETTLES = timedelta(seconds=2)
"""How long further changes are waited for."""

_FIELDS = {"match", "score", "arrives", "case", "follows", "optional", "any_order", "origin", "target", "votes", "vote"}
_FIELDS |= set(Signal.model_fields) | set(Outcome.model_fields) | set(Breakdown.model_fields)
_FIELDS -= {"id", "name", "worth_lingering"}
_ELEMENTS = (Phase, Step, Touchpoint, Route, Signal, Outcome, Breakdown)
_EVERYTHING = ("segment", "source", "workspace")
"""Kinds of document that every journey's figures rest on."""


def ask_to_measure(workspace: Workspace, journey: str, because: str, by: User | None) -> Job | None:
    """Ask for the figures of a journey, once for all that changes within moments; None when that is asked already.

    `because` names what changed, so that asking twice for the same reason is asking once.
    """
    waiting = Job.objects.filter(workspace=workspace, kind="measure", state=JobState.WAITING)
    if waiting.filter(arguments__journey=journey).exists():
        return None
    job = ask(workspace, "measure", {"journey": journey}, f"measure:{journey}:{because}"[:100], by)
    Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(run_at=timezone.now() + SETTLES)
    return job


def ask_to_measure_all(workspace: Workspace, because: str, by: User | None) -> None:
    """Ask for the figures of every journey."""
    for slug in Document.objects.filter(workspace=workspace, kind="journey", archived=None).values_list(
        "slug", flat=True
    ):
        ask_to_measure(workspace, slug, because, by)


def changed(change: Change) -> None:
    """A document has changed: measure again what that touches, when there is something to measure."""
    document = change.document
    if document.kind not in (*_EVERYTHING, "journey"):
        return
    if not (state_of(document.workspace) / "lake").is_dir():
        return
    if document.kind == "journey" and not touches(EDITS.validate_python(change.edits)):
        return
    transaction.on_commit(lambda: _ask(document, change))


def _ask(document: Document, change: Change) -> None:
    because = f"{document.slug}:{change.revision}"
    if document.kind == "journey":
        ask_to_measure(document.workspace, document.slug, because, change.author)
    else:
        ask_to_measure_all(document.workspace, because, change.author)


def touches(edits: Iterable[Edit]) -> bool:
    """Whether any of the edits decides what is measured."""
    return any(_touches(edit) for edit in edits)


def _touches(edit: Edit) -> bool:
    match edit:
        case Set(field=field):
            return field in _FIELDS
        case Insert(element=element):
            return isinstance(element, _ELEMENTS)
        case Remove(snapshot=element):
            return isinstance(element, _ELEMENTS)
        case Move():
            return True
