"""The page that asks what a file's columns are, tries what is said, and keeps it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from waypost.errors import InputError, WaypostError
from waypost.journey.source import PropertyType, Table
from waypost.web.data.declaring import Told, free_table_id, looking_into, source_value, table_of, told_by
from waypost.web.data.files import fitting, kinds_of
from waypost.web.data.looking import SEPARATOR_WORDS, Look, look_into, reason
from waypost.web.data.lookups import Lookup, joins_of, looked_up, offered, others_of, suggest_all
from waypost.web.data.roles import ROLE_WORDS, Role, Suggestion, scale, suggest
from waypost.web.data.taking import read_in, take
from waypost.web.data.trying import Trial, trial
from waypost.web.data.uploading import INCOMING, waiting, waiting_file
from waypost.web.documents.reading import workspace_value
from waypost.web.measuring.project import uploads_of
from waypost.web.workspaces.access import Can, VisitRequest, members
from waypost.web.workspaces.models import Workspace

_ZONES: tuple[str, ...] = ("UTC", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Rome", "America/New_York")
_ZONES += (
    "America/Chicago",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
)

_KNOWN_ONLY = 2


@dataclass(frozen=True)
class Asking:
    """A file whose columns are asked for, with what is looked up for it so far."""

    path: Path
    own: Look
    look: Look
    """With the columns that are looked up."""
    lookups: tuple[Lookup, ...]
    offers: tuple[Lookup, ...]
    """What could be looked up besides."""
    start: bool
    """Whether it is the way to a first map."""

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What the columns seem to be."""
        return suggest_all(self.look, self.lookups)


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def columns(request: VisitRequest, name: str) -> HttpResponse:
    """A file's first rows and what its columns are; what is said is tried before anything is kept."""
    workspace = request.visit.workspace
    path = waiting_file(workspace, name)
    if path is None:
        raise Http404("There is no such file.")
    given = request.POST if request.method == "POST" else request.GET
    start = bool(given.get("start"))
    try:
        look = look_into(uploads_of(workspace), path, _separator(given), given.get("encoding", ""))
        asking = _asking(workspace, path, look, _wanted(given), start=start)
    except WaypostError as error:
        words = reason(error) if isinstance(error, InputError) else str(error)
        return render(request, "data/unreadable.html", {"name": name, "words": words, "start": start}, status=422)
    if request.method == "GET":
        return _asked(request, asking, asking.suggestions(), None)
    if given.get("look-up") or given.get("look-up-no-more"):
        return _asked(request, asking, _corrected(asking, request), None)
    return _answered(request, asking)


def _separator(given: Any) -> str:
    wanted = given.get("separator", "")
    return next((sign for sign, word in SEPARATOR_WORDS.items() if word == wanted), "")


def _wanted(given: Any) -> list[str]:
    """What is to be looked up, in its order."""
    wanted = [*given.getlist("lookup"), *given.getlist("look-up")]
    return [key for key in dict.fromkeys(wanted) if key != given.get("look-up-no-more")]


def _asking(workspace: Workspace, path: Path, own: Look, wanted: list[str], *, start: bool) -> Asking:
    """Each thing that is looked up may lead to the next."""
    uploads, others = uploads_of(workspace), others_of(workspace, path.name)
    look = own
    lookups: tuple[Lookup, ...] = ()
    offers = offered(look, uploads, others)
    for key in wanted:
        found = next((each for each in offers if each.key == key), None)
        if found is None:
            continue
        lookups = (*lookups, found)
        look = looked_up(look, uploads, (found,))
        used = {each.key for each in lookups}
        offers = tuple(each for each in offered(look, uploads, others) if each.key not in used)
    return Asking(path, own, look, lookups, offers, start)


def _answered(request: VisitRequest, asking: Asking) -> HttpResponse:
    """Try what was said; keep it when the person says so and it can be."""
    workspace = request.visit.workspace
    same = next((kind for kind in kinds_of(request.visit) if kind.table.id == request.POST.get("more-of")), None)
    try:
        if same is not None:
            return _taken(request, same.table, None, asking)
        told = told_by(request.POST, asking.look)
        used = {said.column for said in told.columns if said.role is not Role.NOTHING}
        told = replace(told, joins=joins_of(asking.lookups, used))
        table = table_of(
            told, asking.own, f"{INCOMING}/{asking.path.name}", free_table_id(source_value(workspace), told.name)
        )
        tried = trial(uploads_of(workspace), table, told.zone)
    except InputError as error:
        return _asked(request, asking, _corrected(asking, request), reason(error))
    if request.POST.get("keep") and not (tried.refused and not request.POST.get("anyway")):
        return _taken(request, table, told, asking)
    return _asked(request, asking, _corrected(asking, request), None, tried=tried)


def _taken(request: VisitRequest, table: Table, told: Told | None, asking: Asking) -> HttpResponse:
    visit = request.visit
    anyway = bool(request.POST.get("anyway"))
    if told is not None:
        table = table.model_copy(update={"tolerates": 1.0 if anyway else 0.1})
    stamp = take(visit, asking.path, table, told.zone if told is not None else None)
    following = next_waiting(visit.workspace)
    if asking.start and following is not None:
        messages.success(request, f"{asking.path.name} is taken. This one came with it.")
        return redirect(columns_address(visit.workspace.slug, following, start=True))
    if asking.start:
        address = reverse("data:proposed", args=[visit.workspace.slug])
        return redirect(f"{address}?case={told.case}" if told is not None and told.case else address)
    read_in(visit, stamp)
    return redirect("data:overview", visit.workspace.slug)


def next_waiting(workspace: Workspace, but: str = "") -> str | None:
    """The file whose columns are best said next: what customers did, then what names no customer, then what is known.

    A file that only says what is known, and in which something is looked up already, needs no word.
    """
    source = source_value(workspace)
    found = []
    for one in waiting(workspace):
        path = uploads_of(workspace) / INCOMING / one.name
        kind = _kind(uploads_of(workspace), path, path.stat().st_mtime_ns)
        if one.name != but and not (kind == _KNOWN_ONLY and looking_into(source, f"{INCOMING}/{one.name}")):
            found.append((kind, one.name))
    return min(found)[1] if found else None


@lru_cache(maxsize=64)
def _kind(uploads: Path, path: Path, _stamp: int) -> int:
    """Whether a file says what customers did (0), what somebody did whom it does not name (1), or neither (2)."""
    try:
        roles = {each.role for each in suggest(look_into(uploads, path))}
    except WaypostError:
        return _KNOWN_ONLY
    if not roles & {Role.TIME, Role.EVENT, Role.EVENT_COLUMN}:
        return _KNOWN_ONLY
    return 0 if roles & {Role.CUSTOMER, Role.ANONYMOUS} else 1


def columns_address(workspace: str, name: str, *, start: bool) -> str:
    """Where a file's columns are said."""
    address = reverse("data:columns", args=[workspace, name])
    return f"{address}?start=1" if start else address


def _corrected(asking: Asking, request: VisitRequest) -> tuple[Suggestion, ...]:
    """The columns as they were said to be; where nobody said otherwise, as they seem now."""
    numbers_aside = {name: str(value) for name, value in request.POST.items() if name not in ("low", "high")}
    told = {said.column: said for said in told_by(numbers_aside, asking.look).columns}
    places = {column.name: place for place, column in enumerate(asking.look.columns)}
    found = []
    for each in asking.suggestions():
        said, place = told[each.column.name], places[each.column.name]
        unsaid = request.POST.get(f"role-{place}", "?") in ("?", request.POST.get(f"seemed-{place}"))
        if unsaid and said.role is not each.role:
            found.append(each)
            continue
        column = replace(each.column, type=said.type, time_format=said.time_format)
        found.append(Suggestion(column, said.role, each.why if said.role is each.role else "", said.name or each.name))
    return tuple(found)


def _asked(
    request: VisitRequest,
    asking: Asking,
    suggested: tuple[Suggestion, ...],
    wrong: str | None,
    *,
    tried: Trial | None = None,
) -> HttpResponse:
    low, high = scale(suggested)
    values = request.POST if request.method == "POST" else {}
    path = asking.path
    nobody = next((each for each in asking.offers if each.customer), None)
    if wrong and nobody is not None and not any(one.role is Role.CUSTOMER for one in suggested):
        wrong = nobody.sentence
    return render(
        request,
        "data/columns.html",
        {
            "look": asking.own,
            "file": path.name,
            "size": path.stat().st_size,
            "suggestions": list(zip(suggested, (one.role for one in asking.suggestions()), strict=True)),
            "lookups": asking.lookups,
            "offers": asking.offers,
            "roles": [(role.value, words, help_) for role, (words, help_) in ROLE_WORDS.items()],
            "types": [each.value for each in PropertyType],
            "zones": _ZONES,
            "zone": values.get("zone") or workspace_value(request.visit.workspace).settings.zone,
            "name": values.get("name") or path.name.partition(".")[0].replace("_", " ").replace("-", " "),
            "event": values.get("event", ""),
            "about": values.get("about", ""),
            "low": values.get("low") or f"{low:g}",
            "high": values.get("high") or f"{high:g}",
            "separators": SEPARATOR_WORDS.values(),
            "encodings": ("utf-8", "utf-16", "windows-1252", "latin-1"),
            "more_of": fitting(request.visit, asking.own),
            "wrong": wrong,
            "tried": tried,
            "start": asking.start,
            "following": next_waiting(request.visit.workspace, path.name) if asking.start else None,
            "doubtful": [one.column for one in suggested if one.column.day_first_guessed],
        },
        status=422 if wrong else 200,
    )
