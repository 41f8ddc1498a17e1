"""Erasing one person: from the lake, the files that were brought, what was made of them, and what jobs said of them.

Who is to be erased is known to the database by a keyed hash alone: the job finds the name among those in the lake. A
person whom only a file names goes when that file is read: the list of who may not come back is asked before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from django.utils.crypto import salted_hmac
from pydantic import JsonValue

from waypost.errors import WaypostError
from waypost.events.cells import text_cells
from waypost.events.erased import ErasedNames
from waypost.events.erasure import complete
from waypost.events.files import DataFile
from waypost.events.lake import Lake
from waypost.events.originals import without_erased
from waypost.events.pieces import ROW
from waypost.events.tabular import pieces_of
from waypost.journey.source import Source
from waypost.library import Project
from waypost.web.data.declaring import looking_into, source_value
from waypost.web.data.looking import look_into
from waypost.web.data.uploading import INCOMING, waiting
from waypost.web.jobs.models import Job
from waypost.web.live.models import Event
from waypost.web.measuring.project import project_of, uploads_of
from waypost.web.workspaces.models import Workspace

GONE = "(erased)"
"""What stands where a name stood."""


@dataclass(frozen=True)
class Erased:
    """What was erased of one person."""

    found: bool
    """Whether the lake held anything under the name."""
    names: int = 0
    events: int = 0
    responses: int = 0
    customers: int = 0
    mentions: int = 0
    files: int = 0
    """Files that were brought and are written anew without them."""
    thrown_away: int = 0
    """Files that waited for their columns and named them."""


def hash_of(name: str) -> str:
    """What the database knows of who is to be erased."""
    return salted_hmac("waypost.erasing", name, algorithm="sha256").hexdigest()


def erase(workspace: Workspace, digest: str) -> Erased:
    """Erase whoever's name has this hash; doing it again completes what was interrupted."""
    project = project_of(workspace)
    name = _name_of(project.lake, digest)
    if name is None:
        complete(project.state, project.lake)
        report = Erased(found=False)
    else:
        done = project.erase_customer(name)
        report = Erased(done.found, done.names, done.events, done.responses, done.customers, done.mentions)
    thrown_away = _throw_away_waiting(workspace, ErasedNames.read(project.lake.root))
    files = clean_files(project)
    return replace(report, files=len(files), thrown_away=thrown_away)


def clean_files(project: Project) -> tuple[str, ...]:
    """Take erased people out of the files that were brought; the names of those that had any."""
    return without_erased(project.workspace.of(Source), project.data, ErasedNames.read(project.lake.root))


def forget_in_jobs(workspace: Workspace) -> None:
    """Take erased names out of what jobs and their news say."""
    erased = ErasedNames.read(project_of(workspace).lake.root)
    for job in Job.objects.filter(workspace=workspace):
        said = {"arguments": job.arguments, "saying": job.saying, "result": job.result}
        kept = {name: _without(value, erased) for name, value in said.items()}
        if kept != said:
            Job.objects.filter(pk=job.pk).update(**kept)
    for event in Event.objects.filter(topic=workspace.topic, kind="job"):
        payload = _without(event.payload, erased)
        if payload != event.payload:
            Event.objects.filter(pk=event.pk).update(payload=payload)


def _without(value: JsonValue, erased: ErasedNames) -> JsonValue:
    if isinstance(value, str):
        return GONE if erased.mentioned(value) else value
    if isinstance(value, dict):
        return {GONE if erased.mentioned(name) else name: _without(part, erased) for name, part in value.items()}
    return [_without(part, erased) for part in value] if isinstance(value, list) else value


def _name_of(lake: Lake, digest: str) -> str | None:
    if lake.version == 0:
        return None
    for table, column in (
        *(("events", "customer"), ("responses", "customer"), ("customers", "customer")),
        *(("identities", "customer"), ("identities", "other"), ("quarantine", "customer")),
    ):
        names = lake.scan(table).select(pl.col(column).drop_nulls().unique()).collect().to_series()
        found = _first(names, digest)
        if found is not None:
            return found
    return None


def _first(names: Iterable[str], digest: str) -> str | None:
    return next((name for name in names if hash_of(name) == digest), None)


def _throw_away_waiting(workspace: Workspace, erased: ErasedNames) -> int:
    """Of files whose columns nobody has said, nobody knows whose a row is: one that names an erased person goes."""
    source, uploads = source_value(workspace), uploads_of(workspace)
    gone = 0
    for one in waiting(workspace):
        path = uploads / INCOMING / one.name
        if not looking_into(source, f"{INCOMING}/{one.name}") and _names_somebody(uploads, path, erased):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _names_somebody(uploads: Path, path: Path, erased: ErasedNames) -> bool:
    """Whether a cell of a file is an erased name; also when nobody can read it."""
    try:
        look = look_into(uploads, path)
        file = DataFile(path.name, path, look.format, look.separator, look.encoding)
        for piece in pieces_of(file, [column.name for column in look.columns]):
            if any(erased.among(text_cells(column).values).any() for column in piece.frame.drop(ROW).iter_columns()):
                return True
            if len(piece.refused):
                return True
    except WaypostError:
        return True
    return False
