"""A map that exists already, brought in: read, looked at, then kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from waypost.journey.edits import EditError
from waypost.journey.journey import Journey
from waypost.web.documents.committing import Author
from waypost.web.documents.models import Document
from waypost.web.sharing import waiting
from waypost.web.sharing.preview import Preview, preview_of
from waypost.web.sharing.reading import LARGEST, Brought, Found, read
from waypost.web.sharing.receiving import LEAVE, NEW, Changes, missing, receive, rows_of, usual, version_of
from waypost.web.workspaces.access import Can, VisitRequest, members

_SHOWN = 40
"""Losses of one file that are listed."""


@dataclass(frozen=True)
class Option:
    """Something that can become of a document."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Looked:
    """A document as its preview shows it."""

    found: Found
    options: tuple[Option, ...]
    changes: str
    """What a new version changes, in words; empty for anything else."""
    preview: Preview | None
    phases: tuple[tuple[str, str], ...]
    """(phase, its steps in a line)."""
    losses: tuple[str, ...]
    more: int
    """Losses that are not listed."""


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def bring(request: VisitRequest) -> HttpResponse:
    """Take in a file, or a text that was pasted, and show how it was read."""
    if request.method == "GET":
        return render(request, "sharing/bring.html", {"largest": LARGEST // 1_000_000})
    uploaded = request.FILES.get("file")
    text = request.POST.get("text", "")
    if uploaded is not None and uploaded.size is not None and uploaded.size <= LARGEST:
        name, data = (uploaded.name or "map")[:200].replace("\n", " "), uploaded.read()
    elif uploaded is not None or getattr(request, "too_large", None):
        return _again(
            request, text, f"The file is larger than {LARGEST // 1_000_000} MB. Bring the maps without the rest."
        )
    else:
        name, data = "what was pasted", text.encode()
    if not data.strip():
        return _again(request, text, "There is nothing in it yet. Drop a file, or paste a map.")
    brought = read(name, data)
    if not brought.found:
        words = {"largest": LARGEST // 1_000_000, "faulty": brought.faulty, "aside": brought.aside, "text": text}
        return render(request, "sharing/bring.html", words, status=422)
    return redirect("sharing:brought", request.visit.workspace.slug, waiting.keep(request.visit.workspace, name, data))


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def brought(request: VisitRequest, brought: uuid.UUID) -> HttpResponse:
    """How it was read, and what is to become of it; then make it so."""
    here, key = request.visit.workspace, brought
    file = waiting.find(here, key)
    if file is None:
        messages.warning(request, "What you brought does not wait any more. Bring it once more.")
        return redirect("sharing:bring", here.slug)
    told = read(*file)
    rows = rows_of(here)
    chosen = _chosen(request.POST if request.method == "POST" else request.GET, told, rows)
    if request.method == "POST" and "make" in request.POST:
        return _made(request, key, told, chosen)
    looked = [_looked(found, chosen[found.document.id], rows) for found in told.found]
    words = {"key": key, "file": file[0], "looked": looked, "brought": told, "missing": missing(here, told)}
    return render(request, "sharing/brought.html", words)


def _again(request: VisitRequest, text: str, fault: str) -> HttpResponse:
    words = {"largest": LARGEST // 1_000_000, "fault": fault, "text": text}
    return render(request, "sharing/bring.html", words, status=422)


def _chosen(said: Mapping[str, str], told: Brought, rows: Mapping[str, Document]) -> dict[str, str]:
    """What becomes of each document; what cannot be chosen is what is usual."""
    chosen: dict[str, str] = {}
    for found in told.found:
        value = said.get(f"becomes-{found.document.id}", "")
        known = value in (NEW, LEAVE) or value in {row.slug for row in _alike(found, rows)}
        chosen[found.document.id] = value if known else usual(rows, found)
    return chosen


def _alike(found: Found, rows: Mapping[str, Document]) -> list[Document]:
    """The documents it can be a new version of."""
    kind = str(getattr(found.document, "kind"))  # noqa: B009  # every document class has one, their base does not
    return [row for row in rows.values() if row.kind == kind and row.archived is None]


def _looked(found: Found, chosen: str, rows: Mapping[str, Document]) -> Looked:
    word = found.document.word
    options = (
        Option(NEW, f"A new {word}", chosen == NEW),
        *(Option(row.slug, f"A new version of “{row.name}”", chosen == row.slug) for row in _alike(found, rows)),
        Option(LEAVE, "Leave it out", chosen == LEAVE),
    )
    journey = found.document if isinstance(found.document, Journey) else None
    phases = journey.phases if journey is not None else ()
    return Looked(
        found,
        options,
        _changes(rows[chosen], found) if chosen in rows and chosen not in (NEW, LEAVE) else "",
        preview_of(journey) if journey is not None else None,
        tuple((phase.name, " · ".join(step.name for step in phase.steps)) for phase in phases),
        tuple(str(loss) for loss in found.losses[:_SHOWN]),
        max(0, len(found.losses) - _SHOWN),
    )


def _changes(row: Document, found: Found) -> str:
    try:
        return str(Changes.of(version_of(row, found)))
    except (ValidationError, EditError):
        return "it does not fit: its elements have ids that the other one uses differently"


def _made(request: VisitRequest, key: uuid.UUID, told: Brought, chosen: Mapping[str, str]) -> HttpResponse:
    here = request.visit.workspace
    if all(value == LEAVE for value in chosen.values()):
        messages.warning(request, "Everything was left out, so nothing was made.")
        return redirect("sharing:brought", here.slug, key)
    if not waiting.take(here, key):
        return redirect("sharing:bring", here.slug)
    try:
        made = receive(here, Author.of(request.visit.user), told, chosen, key)
    except (ValidationError, EditError, IntegrityError):
        messages.error(request, "Somebody changed the workspace in between, or a version does not fit. Bring it again.")
        return redirect("sharing:bring", here.slug)
    journeys = [one.row for one in made if one.row.kind == "journey"]
    names = ", ".join(one.row.name for one in made[:3]) + (f" and {len(made) - 3} more" if len(made) > 3 else "")
    messages.success(request, format_html("Brought in: {}.", names))
    if journeys:
        return redirect("editor:journey", here.slug, journeys[0].slug)
    return redirect(f"/w/{here.slug}/")
