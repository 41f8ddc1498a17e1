"""The page that asks what the columns of a file are, tries what is said, and keeps it; for new files and once more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from waypost.errors import InputError, WaypostError
from waypost.journey.source import PropertyType, Table
from waypost.web.data.answers import happenings, refuse_nameless, touchpoints
from waypost.web.data.declaring import OWN, Told, about_of, free_table_id, looking_into, source_value, table_of, told_by
from waypost.web.data.intake import read_in, take, take_again
from waypost.web.data.kinds import fitting, kinds_of, table_with
from waypost.web.data.looking import SEPARATOR_WORDS, Look, look_into, reason
from waypost.web.data.lookups import Lookup, follow, joined, joins_of, others_of, suggest_all
from waypost.web.data.losing import Loss, losses
from waypost.web.data.retelling import corrected
from waypost.web.data.roles import ROLE_WORDS, Role, Suggestion, scale, suggest, tells_events
from waypost.web.data.trying import Trial, trial
from waypost.web.data.uploading import INCOMING, files_of_table, waiting, waiting_file
from waypost.web.data.way import KNOWN_ONLY, SAID_ONLY, Way, stages
from waypost.web.data.zones import found as zones_found
from waypost.web.data.zones import zones
from waypost.web.documents.reading import workspace_value
from waypost.web.measuring.project import project_of, uploads_of
from waypost.web.workspaces.access import Can, VisitRequest, members
from waypost.web.workspaces.models import Workspace

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
    way: Way | None
    """How far it is to a first map, if that is where it leads."""
    table: Table | None
    """What was said of it before; None for a file that waits."""

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What the columns seem to be, or were said to be."""
        seems = suggest_all(self.look, self.lookups)
        return corrected(seems, self.table) if self.table is not None else seems

    def keeping(self, workspace: Workspace, told: Told) -> Table:
        """The table that what is said makes."""
        if self.table is not None:
            return table_of(told, self.own, f"{self.table.id}/*", self.table.id)
        free = free_table_id(source_value(workspace), told.name)
        return table_of(told, self.own, f"{INCOMING}/{self.path.name}", free)


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def columns(request: VisitRequest, name: str) -> HttpResponse:
    """A file that waits: its first rows and what its columns are."""
    workspace = request.visit.workspace
    path = waiting_file(workspace, name)
    if path is not None:
        return _page(request, path, None)
    table = table_with(workspace, name)  # it was taken in meanwhile: who comes back corrects what was said
    if table is None:
        raise Http404("There is no such file.")
    way = Way.of(request.GET)
    if way is None:
        return redirect("data:table", workspace.slug, table)
    return redirect(way.taken(name, table, None).again(workspace.slug, table))


@require_http_methods(["GET", "POST"])
@members(Can.EDIT)
def again(request: VisitRequest, table: str) -> HttpResponse:
    """A table that is there: what its columns were said to be, to be corrected."""
    kind = next((each for each in kinds_of(request.visit) if each.table.id == table), None)
    if kind is None or not kind.files:
        raise Http404("There is no such file.")
    return _page(request, kind.files[-1], kind.table)


def _page(request: VisitRequest, path: Path, table: Table | None) -> HttpResponse:
    """What is said is tried before anything is kept."""
    given = request.POST if request.method == "POST" else request.GET
    uploads = uploads_of(request.visit.workspace)
    separator, encoding = _written(given, table)
    try:
        look = look_into(uploads, path, separator, encoding)
        asking = _asking(request.visit.workspace, path, look, given, table)
    except WaypostError as error:
        words = reason(error) if isinstance(error, InputError) else str(error)
        shown = {"name": path.name, "words": words, "start": bool(given.get("start")), "table": table}
        return render(request, "data/unreadable.html", shown, status=422)
    if request.method == "GET":
        return _asked(request, asking, asking.suggestions(), None)
    if given.get("look-up") or given.get("look-up-no-more"):
        return _asked(request, asking, _corrected(asking, request), None)
    return _answered(request, asking)


def _written(given: QueryDict, table: Table | None) -> tuple[str, str]:
    """What separates columns and how the text is encoded, where somebody said so."""
    wanted = given.get("separator", "")
    separator = next((sign for sign, word in SEPARATOR_WORDS.items() if word == wanted), "")
    encoding = given.get("encoding", "")
    if table is not None:
        return separator or table.separator, encoding or table.encoding
    return separator, encoding


def _asking(workspace: Workspace, path: Path, own: Look, given: QueryDict, table: Table | None) -> Asking:
    others = others_of(workspace, path.name if table is None else f"“{table.id}”")
    kept = joined(table, others) if table is not None else ()
    found = follow(own, uploads_of(workspace), others, _wanted(given, kept), kept)
    return Asking(path, own, found.look, found.lookups, found.offers, Way.of(given), table)


def _wanted(given: QueryDict, kept: tuple[Lookup, ...]) -> list[str]:
    """What is to be looked up, in its order; before somebody said anything, what was looked up so far."""
    sent = [*given.getlist("lookup"), *given.getlist("look-up")]
    said = sent if not kept or "zone" in given else [one.key for one in kept]
    return [key for key in dict.fromkeys(said) if key != given.get("look-up-no-more")]


def _answered(request: VisitRequest, asking: Asking) -> HttpResponse:
    """Try what was said; keep it when the person says so and it can be."""
    workspace = request.visit.workspace
    same = next((kind for kind in kinds_of(request.visit) if kind.table.id == request.POST.get("more-of")), None)
    try:
        if same is not None and asking.table is None:
            stamp = take(request.visit, asking.path, same.table, None)
            return _on(request, asking, same.table.id, None, stamp)
        told = told_by(request.POST, asking.look)
        used = {said.column for said in told.columns if said.role is not Role.NOTHING}
        told = replace(told, joins=joins_of(asking.lookups, used))
        table = asking.keeping(workspace, told)
        if request.POST.get("keep"):
            refuse_nameless(table)
        tried = trial(uploads_of(workspace), table, told.zone)
    except InputError as error:
        return _asked(request, asking, _corrected(asking, request), reason(error))
    anyway = bool(request.POST.get("anyway"))
    lost = _lost(workspace, asking, table)
    if request.POST.get("keep") and (anyway or not tried.refused) and (request.POST.get("lose") or not lost):
        return _kept(request, asking, table.model_copy(update={"tolerates": 1.0 if anyway else 0.1}), told)
    return _asked(request, asking, _corrected(asking, request), None, tried=tried, lost=lost)


def _lost(workspace: Workspace, asking: Asking, table: Table) -> tuple[Loss, ...]:
    """What maps lose when a table that is there is read as is said now."""
    if asking.table is None:
        return ()
    return losses(project_of(workspace).lake, workspace_value(workspace), asking.table, table)


def _kept(request: VisitRequest, asking: Asking, table: Table, told: Told) -> HttpResponse:
    visit = request.visit
    new = asking.table is None
    stamp = take(visit, asking.path, table, told.zone) if new else take_again(visit, table, told.zone)
    return _on(request, asking, table.id, told.case, stamp)


def _on(request: VisitRequest, asking: Asking, table: str, case: str | None, stamp: str) -> HttpResponse:
    """Where it goes on: to the next file, to the proposal, or to what is read in now."""
    workspace = request.visit.workspace
    if asking.way is None:
        read_in(request.visit, stamp)
        there = asking.table is not None
        return redirect("data:table", workspace.slug, table) if there else redirect("data:overview", workspace.slug)
    way = asking.way.taken(asking.path.name, table, case)
    following = next_waiting(workspace, way.files)
    if following is None and _happens(workspace, way):
        return redirect(way.proposal(workspace.slug))
    if following is None:
        read_in(request.visit, stamp)
        messages.info(
            request, f"{asking.path.name} is taken in. To propose a journey, bring what customers did as well."
        )
        return redirect("data:start", workspace.slug)
    messages.success(request, f"{asking.path.name} is taken. This one came with it.")
    return redirect(way.columns(workspace.slug, following))


def _happens(workspace: Workspace, way: Way) -> bool:
    """Whether some file that was brought on the way says what happened."""
    source = source_value(workspace)
    tables = [table for table in (source.tables if source is not None else ()) if table.id in way.tables]
    return any(table.time or table.events for table in tables)


def next_waiting(workspace: Workspace, names: tuple[str, ...]) -> str | None:
    """Of some files, the one whose columns are best said next: what customers did, what names no customer, the rest.

    A file that only says what is known, and in which something is looked up already, needs no word.
    """
    source = source_value(workspace)
    found = []
    for one in waiting(workspace):
        if one.name not in names:
            continue
        path = uploads_of(workspace) / INCOMING / one.name
        kind = _kind(uploads_of(workspace), path, path.stat().st_mtime_ns)
        if not (kind == _KNOWN_ONLY and looking_into(source, f"{INCOMING}/{one.name}")):
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
        why = each.why if said.role is each.role else ""
        found.append(Suggestion(column, said.role, why, said.name or each.name, said.end_of_day))
    return tuple(found)


def _asked(
    request: VisitRequest,
    asking: Asking,
    suggested: tuple[Suggestion, ...],
    wrong: str | None,
    *,
    tried: Trial | None = None,
    lost: tuple[Loss, ...] = (),
) -> HttpResponse:
    workspace, path, way = request.visit.workspace, asking.path, asking.way
    own_zone = workspace_value(workspace).settings.zone
    shown = _as_said(request, asking, suggested, own_zone)
    kept = [one.column for one in suggested if one.role is not Role.NOTHING]
    roles = {one.role for one in suggested}
    following = next_waiting(workspace, _but(way.files, path.name)) if way is not None else None
    documents = workspace_value(workspace)
    known = touchpoints(documents)
    subjects = (*known, *(happenings(documents) if way is not None or not known else ()))
    listed = {name for each in subjects for name, _ in each.names}
    nobody = next((each for each in asking.offers if each.customer), None)
    if wrong and nobody is not None and not any(one.role is Role.CUSTOMER for one in suggested):
        wrong = nobody.sentence
    return render(
        request,
        "data/columns.html",
        {
            **shown,
            "look": asking.own,
            "file": path.name,
            "table": asking.table,
            "several": _several(workspace, asking.table),
            "size": path.stat().st_size,
            "suggestions": list(zip(suggested, (one.role for one in asking.suggestions()), strict=True)),
            "lookups": asking.lookups,
            "offers": asking.offers,
            "roles": [(role.value, words, help_) for role, (words, help_) in ROLE_WORDS.items()],
            "types": [each.value for each in PropertyType],
            "zones": zones(own_zone, shown["zone"]),
            "zones_found": zones_found(kept, shown["zone"]),
            "separators": SEPARATOR_WORDS.values(),
            "encodings": ("utf-8", "utf-16", "windows-1252", "latin-1"),
            "more_of": fitting(request.visit, asking.own) if asking.table is None else (),
            "wrong": wrong,
            "tried": tried,
            "lost": lost,
            "way": way,
            "following": following,
            "alone": _alone(workspace, way, suggested, shown["event"]) if way is not None and not following else "",
            "subjects": subjects,
            "own": OWN,
            "written": shown["about"] if shown["about"] not in listed else "",
            "by_event": Role.EVENT in roles or (Role.EVENT_COLUMN in roles and Role.ANSWERED not in roles),
            "stages": stages(workspace.slug, 2),
            "back": reverse("data:table", args=[workspace.slug, asking.table.id]) if asking.table else "",
            "doubtful": [one.column for one in suggested if one.column.day_first_guessed],
        },
        status=422 if wrong else 200,
    )


def _alone(workspace: Workspace, way: Way, suggested: tuple[Suggestion, ...], event: str) -> str:
    """Why no journey can be proposed from what was brought; empty when one can."""
    roles = {one.role for one in suggested}
    if tells_events(roles, event) or _happens(workspace, way):
        return ""
    return SAID_ONLY if roles & {Role.SCORE, Role.VERBATIM} else KNOWN_ONLY


def _as_said(request: VisitRequest, asking: Asking, suggested: tuple[Suggestion, ...], own_zone: str) -> dict[str, Any]:
    """What stands in the fields beside the columns: what was sent, what was said before, or what seems likely."""
    sent, table = request.POST, asking.table
    answers = table.responses if table is not None else None
    low, high = (answers.low, answers.high) if answers is not None else scale(suggested)
    name = asking.path.name.partition(".")[0].replace("_", " ").replace("-", " ")
    before = {
        "zone": (table.zone if table is not None else None) or own_zone,
        "name": table.id if table is not None else name,
        "event": (table.event_name if table is not None else None) or "",
        "about": (answers.about if answers is not None else None) or "",
        "low": f"{low:g}",
        "high": f"{high:g}",
    }
    said = {**{field: sent.get(field, "") for field in before}, "about": about_of(sent)}
    emptied = {field for field in ("event", "about") if field in sent}
    return {field: said[field] or ("" if field in emptied else value) for field, value in before.items()}


def _several(workspace: Workspace, table: Table | None) -> int:
    """How many files a table has, when it has more than one."""
    files = len(files_of_table(workspace, table.id)) if table is not None else 0
    return files if files > 1 else 0


def _but(names: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != one)
