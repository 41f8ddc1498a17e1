"""Files that are brought, the tables they become, and reading them in."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.files.uploadedfile import UploadedFile as DjangoFile
from django.http import Http404
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.files import UploadedFile
from ninja.params.functions import File
from pydantic import ConfigDict, Field

from waypost.errors import InputError, Problem
from waypost.web.api.doors import members
from waypost.web.api.routes.jobs import Job
from waypost.web.api.words import FileName, Word
from waypost.web.jobs.telling import told
from waypost.web.workspaces.access import Can, VisitRequest
from waypost.web.workspaces.audit import note

router = Router()


class Upload(Schema):
    """A file that waits until somebody says what its columns are."""

    name: str
    size: int = Field(description="Bytes.")


class Column(Schema):
    """A column, and what it seems to be."""

    name: str
    type: str
    role: str = Field(description="As in `customer`, `time` and `event`; empty for nothing of interest.")
    why: str
    examples: list[str]


class Lookup(Schema):
    """Columns that could be looked up in another file."""

    key: str = Field(description="What `lookups` names it by, when the file is taken.")
    says: str
    columns: list[str] = Field(description="What is gained.")


class Look(Schema):
    """A file as it looks."""

    name: str
    rows: int = Field(description="How many rows were looked at.")
    columns: list[Column]
    fits: list[str] = Field(description="Tables that take such files already.")
    lookups: list[Lookup] = Field(description="What could be looked up in other files.")


class Table(Schema):
    """A table of uploaded files."""

    id: str
    files: list[str]
    rows: int = Field(description="Rows that were read in.")
    says: str = Field(description="What is taken from it, in a line.")


class Taking(Schema):
    """What a file is. Either another file `of` a table that is there, or a new table."""

    model_config = ConfigDict(extra="forbid")

    of: Word = Field("", description="The table it belongs to.")
    name: Annotated[str, Field(max_length=80, pattern=r"^[^\x00-\x1f]*$")] = Field(
        "", description="What the rows of a new table are: `Orders`."
    )
    zone: Annotated[str, Field(max_length=64)] = Field("UTC", description="The zone its times are in.")
    roles: dict[str, Annotated[str, Field(max_length=16)]] = Field(
        {}, max_length=300, description="Column → role, where it is another than it seems."
    )
    lookups: list[Word] = Field(
        [], max_length=50, description="What is looked up in other files, by the `key` the look at the file offers."
    )


class Taken(Schema):
    """A file that was taken in."""

    table: str
    saying: str = Field(description="What its first rows give.")
    job: Job


_FILE: Any = File(..., description="CSV, TSV, Parquet, JSON lines or XES, gzipped or not.")


@router.get("/uploads", auth=members(Can.EDIT), response=list[Upload])
def list_uploads(request: VisitRequest) -> list[Any]:
    """The files whose columns nobody has said yet."""
    from waypost.web.data.uploading import waiting  # noqa: PLC0415  # what reads files takes seconds to load

    return waiting(request.visit.workspace)[:1000]


@router.post("/uploads", auth=members(Can.EDIT), response={201: Upload})
def upload_file(request: VisitRequest, file: UploadedFile = _FILE) -> Status[dict[str, Any]]:
    """Bring a file. It waits until somebody says what its columns are."""
    from waypost.web.data.uploading import keep  # noqa: PLC0415  # as above

    assert isinstance(file, DjangoFile)
    name = keep(request.visit.workspace, file)
    note(request.visit, "file.uploaded", name)
    return Status(201, {"name": name, "size": file.size})


@router.get("/uploads/{name}", auth=members(Can.EDIT), response=Look)
def look_into_upload(request: VisitRequest, name: FileName) -> dict[str, Any]:
    """A file's columns, and what each seems to be."""
    from waypost.web.data.kinds import fitting  # noqa: PLC0415  # as above
    from waypost.web.data.lookups import offered, others_of  # noqa: PLC0415  # as above
    from waypost.web.data.roles import suggest  # noqa: PLC0415  # as above
    from waypost.web.measuring.project import uploads_of  # noqa: PLC0415  # as above

    look, _ = _look(request, name)
    columns = [
        {
            "name": each.column.name,
            "type": each.column.type.value,
            "role": each.role.value,
            "why": each.why,
            "examples": list(each.column.examples),
        }
        for each in suggest(look)
    ]
    fits = [kind.table.id for kind in fitting(request.visit, look)]
    workspace = request.visit.workspace
    offers = offered(look, uploads_of(workspace), others_of(workspace, name))
    lookups = [{"key": each.key, "says": each.sentence, "columns": list(each.columns)} for each in offers]
    return {"name": name, "rows": look.looked_at, "columns": columns, "fits": fits, "lookups": lookups}


@router.delete("/uploads/{name}", auth=members(Can.EDIT), response={204: None})
def forget_upload(request: VisitRequest, name: FileName) -> Status[None]:
    """Throw away a file that waits; nothing of it is kept. One in which others look things up stays: 409."""
    from waypost.web.data.intake import throw_away  # noqa: PLC0415  # as above

    if not throw_away(request.visit, name):
        raise Http404("There is no such file.")
    return Status(204, None)


@router.post("/uploads/{name}/take", auth=members(Can.EDIT), response={202: Taken})
def take_upload(request: VisitRequest, name: FileName, taking: Taking) -> Status[dict[str, Any]]:
    """Say what a file is; it is tried on its first rows, and then read in."""
    from waypost.web.data.intake import Wanted, read_in, take, tried_as  # noqa: PLC0415  # as above
    from waypost.web.data.kinds import fitting  # noqa: PLC0415  # as above

    look, path = _look(request, name)
    if taking.of:
        known = next((kind.table for kind in fitting(request.visit, look) if kind.table.id == taking.of), None)
        if known is None:
            raise InputError(Problem(f"no table '{taking.of}' takes such a file", element="of"))
        table, zone, saying = known, None, "The same columns as before."
    else:
        wanted = Wanted(taking.name, taking.zone, taking.roles, taking.lookups)
        tried = tried_as(request.visit.workspace, look, path, wanted)
        table, zone, saying = tried.table, taking.zone, tried.trial.sentence
    job = read_in(request.visit, take(request.visit, path, table, zone))
    return Status(202, {"table": table.id, "saying": saying, "job": told(job)})


@router.get("/tables", auth=members(Can.VIEW), response=list[Table])
def list_tables(request: VisitRequest) -> list[dict[str, Any]]:
    """The tables of uploaded files. Sources that name files elsewhere are documents of the kind `source`."""
    from waypost.web.data.kinds import kinds_of  # noqa: PLC0415  # as above

    return [
        {"id": kind.table.id, "files": [path.name for path in kind.files], "rows": kind.rows, "says": kind.says}
        for kind in kinds_of(request.visit)
    ]


@router.post("/ingest", auth=members(Can.EDIT), response={202: Job})
def read_sources(request: VisitRequest) -> Status[dict[str, Any]]:
    """Read all sources in, and measure what they change."""
    from waypost.web.data.intake import read_in  # noqa: PLC0415  # as above

    return Status(202, told(read_in(request.visit, f"asked:{timezone.now():%Y%m%d%H%M%S}")))


def _path(request: VisitRequest, name: str) -> Any:
    from waypost.web.data.uploading import waiting_file  # noqa: PLC0415  # as above

    path = waiting_file(request.visit.workspace, name)
    if path is None:
        raise Http404("There is no such file.")
    return path


def _look(request: VisitRequest, name: str) -> Any:
    from waypost.web.data.looking import look_into  # noqa: PLC0415  # as above
    from waypost.web.measuring.project import uploads_of  # noqa: PLC0415  # as above

    path = _path(request, name)
    return look_into(uploads_of(request.visit.workspace), path), path
