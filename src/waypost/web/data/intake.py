"""The intake: a file that waited becomes one of a table's files and is read in; a table is read again; a file goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from waypost.errors import InputError, Problem
from waypost.journey.source import Table
from waypost.web.data.declaring import (
    Said,
    Told,
    declare,
    free_table_id,
    looking_into,
    retarget,
    source_value,
    table_of,
)
from waypost.web.data.looking import Look
from waypost.web.data.lookups import follow, joins_of, others_of, suggest_all
from waypost.web.data.roles import Role, Suggestion, scale
from waypost.web.data.trying import Trial, trial
from waypost.web.data.uploading import INCOMING, adopt, waiting_file
from waypost.web.documents.committing import Author
from waypost.web.faults import NeededError
from waypost.web.jobs.asking import ask
from waypost.web.jobs.models import Job
from waypost.web.measuring.project import project_of, uploads_of
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.audit import note
from waypost.web.workspaces.models import Workspace


@dataclass(frozen=True)
class Wanted:
    """What a program says of a new table."""

    name: str
    zone: str
    roles: Mapping[str, str]
    """Column → role, where it is another than it seems."""
    lookups: Sequence[str] = ()
    """The keys of what is to be looked up in other files, in its order."""


@dataclass(frozen=True)
class Tried:
    """A new table, and what it gives of its file's first rows."""

    table: Table
    trial: Trial


def tried_as(workspace: Workspace, look: Look, path: Path, wanted: Wanted) -> Tried:
    """What a file gives when its columns are what they seem, or what `wanted` says of them.

    Raises InputError when it cannot be read so, or too much of it is wrong.
    """
    uploads = uploads_of(workspace)
    found = follow(look, uploads, others_of(workspace, path.name), wanted.lookups)
    unknown = next((key for key in wanted.lookups if key not in {each.key for each in found.lookups}), None)
    if unknown is not None:
        raise InputError(Problem(f"'{unknown[:80]}' is nothing that can be looked up", element="lookups"))
    unknown = next((column for column in wanted.roles if found.look.column(column) is None), None)
    if unknown is not None:
        raise InputError(Problem(f"there is no column '{unknown[:80]}'", element="roles"))
    suggested = suggest_all(found.look, found.lookups)
    low, high = scale(suggested)
    columns = tuple(_said(each, wanted.roles) for each in suggested)
    used = {said.column for said in columns if said.role is not Role.NOTHING}
    name, joins = wanted.name.strip() or path.name.partition(".")[0], joins_of(found.lookups, used)
    told = Told(name, wanted.zone, columns, low=low, high=high, joins=joins)
    table = table_of(told, found.look, f"{INCOMING}/{path.name}", free_table_id(source_value(workspace), told.name))
    tried = trial(uploads, table, wanted.zone)
    if tried.refused:
        remedy = "Look at what the columns are, and say `roles` where one is another than it seems"
        raise InputError(Problem(f"{tried.bad:,} of {tried.rows:,} rows cannot be taken", remedy=remedy))
    return Tried(table, tried)


def _said(seems: Suggestion, roles: Mapping[str, str]) -> Said:
    column = seems.column
    try:
        role = Role(roles.get(column.name, seems.role.value))
    except ValueError:
        known = ", ".join(each.value for each in Role if each)
        raise InputError(Problem(f"a column is one of {known}", element=f"roles.{column.name}")) from None
    name = seems.name if role is seems.role else ""
    return Said(column.name, role, name, column.type, column.time_format)


def take(visit: Visit, path: Path, table: Table, zone: str | None) -> str:
    """Put a file that waited among those of its table; a new table is declared, in the zone its times are in.

    The zone is None for a table that is there already. Returns what tells this file from any other.
    """
    adopted = adopt(visit.workspace, path, table.id)
    author = Author.of(visit.user)
    retarget(visit.workspace, f"{INCOMING}/{path.name}", f"{table.id}/*", author)
    if zone is not None:
        declare(visit.workspace, _of_its_folder(table), zone, author)
    note(visit, "file.taken", f"{adopted.name} as {table.id}")
    return f"{adopted.parent.name}/{adopted.name}:{adopted.stat().st_mtime_ns}"


def take_again(visit: Visit, table: Table, zone: str) -> str:
    """Say anew what the columns of a table are. Returns what tells this reading of it from any other."""
    source = declare(visit.workspace, _of_its_folder(table), zone, Author.of(visit.user))
    note(visit, "file.read-again", table.id)
    said = next(each for each in source.tables if each.id == table.id).model_dump_json()
    return f"again:{blake2b(said.encode(), digest_size=12).hexdigest()}"


def read_in(visit: Visit, because: str) -> Job:
    """Have all files read; `because` names the reason, so that asking twice for the same one is asking once."""
    return ask(visit.workspace, "ingest", {}, f"ingest:{because}"[:100], visit.user)


def throw_away(visit: Visit, name: str) -> bool:
    """Throw away a file that waits; whether there was one. Raises NeededError when things are looked up in it."""
    path = waiting_file(visit.workspace, name)
    if path is None:
        return False
    _refuse_needed(visit.workspace, f"{INCOMING}/{name}", name)
    path.unlink(missing_ok=True)
    note(visit, "file.thrown-away", name)
    return True


def ask_to_remove(visit: Visit, table: str, file: str) -> Job:
    """Have a file that was taken in go, with all that was read from it.

    Raises NeededError when things are looked up in it.
    """
    _refuse_needed(visit.workspace, f"{table}/*", file)
    lake = project_of(visit.workspace).lake
    note(visit, "file.removed", f"{file} of {table}")
    return ask(
        visit.workspace, "remove-file", {"table": table, "file": file}, f"remove:{table}/{file}:{lake.version}"[:100],
        visit.user,
    )  # fmt: skip


def _refuse_needed(workspace: Workspace, files: str, name: str) -> None:
    looking = looking_into(source_value(workspace), files)
    if looking:
        look, them = ("looks", "it") if len(looking) == 1 else ("look", "them")
        raise NeededError(f"{' and '.join(looking)} {look} things up in {name}, so it stays. Remove {them} first.")


def _of_its_folder(table: Table) -> Table:
    return table.model_copy(update={"files": f"{table.id}/*"})
