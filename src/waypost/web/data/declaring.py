"""From what somebody says of a file's columns to a table of a source document: the same as its YAML would be."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from waypost.errors import InputError, Problem
from waypost.formats.ids import slug
from waypost.journey.edits import Insert, Set
from waypost.journey.source import EventColumn, Join, PropertyColumn, PropertyType, Responses, Source, Table
from waypost.journey.tree import Place
from waypost.web.data.looking import Column, Look
from waypost.web.data.roles import ROLE_WORDS, SINGLE, Role, event_name, plain_name, tells_events
from waypost.web.documents.committing import Author, commit, create
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.workspaces.models import Workspace

SOURCE = "uploads"
"""The id of the source whose tables are uploaded files."""
OWN = "~"
"""What the list of touchpoints sends when somebody writes a name that is not in it."""


@dataclass(frozen=True)
class Said:
    """What somebody says of one column."""

    column: str
    role: Role
    name: str = ""
    """What it is called in conditions, or its event."""
    type: PropertyType = PropertyType.TEXT
    time_format: str = ""
    end_of_day: bool = False


@dataclass(frozen=True)
class Told:
    """What somebody says of a file."""

    name: str
    """What its rows are: `Orders`."""
    zone: str
    columns: tuple[Said, ...]
    event: str = ""
    """The one name all rows have, where no column says what happened."""
    low: float = 1
    high: float = 5
    about: str = ""
    joins: tuple[Join, ...] = ()

    def of(self, role: Role) -> list[Said]:
        """The columns of a role."""
        return [said for said in self.columns if said.role is role]

    def one(self, role: Role) -> str | None:
        """The column of a role."""
        found = self.of(role)
        return found[0].column if found else None

    @property
    def case(self) -> str | None:
        """What tells one walk from the next, by its name in conditions."""
        found = self.of(Role.CASE)
        return (found[0].name or plain_name(found[0].column)) if found else None


def table_of(told: Told, look: Look, files: str, table_id: str) -> Table:
    """The table; raises InputError in words for people when something is missing or does not go together."""
    _refuse_doubles(told)
    _refuse_gaps(told)
    try:
        return Table.model_validate(
            {
                "id": table_id,
                "files": files,
                "separator": look.separator,
                "encoding": look.encoding,
                "zone": told.zone,
                "joins": told.joins,
                "customer": told.one(Role.CUSTOMER),
                "anonymous": told.one(Role.ANONYMOUS),
                "account": told.one(Role.ACCOUNT),
                **_happening(told),
                "properties": tuple(_kept(said) for said in (*told.of(Role.CASE), *told.of(Role.PROPERTY))),
                "attributes": tuple(map(_kept, told.of(Role.ATTRIBUTE))),
                "responses": _responses(told),
            }
        )
    except ValidationError as error:
        raise InputError(Problem(str(found["msg"]).removeprefix("Value error, ")) for found in error.errors()) from None


def _refuse_doubles(told: Told) -> None:
    for role in SINGLE:
        if len(columns := told.of(role)) > 1:
            names = " and ".join(f"“{said.column}”" for said in columns)
            word = ROLE_WORDS[role][0].lower()
            raise InputError(Problem(f"{names} are both “{word}”", remedy="Choose one of them"))
    kept = [said.name or plain_name(said.column) for said in (*told.of(Role.CASE), *told.of(Role.PROPERTY))]
    double = next((name for name in kept if kept.count(name) > 1), None)
    if double is not None:
        raise InputError(Problem(f"two columns would be called “{double}”", remedy="Give one of them another name"))


def _refuse_gaps(told: Told) -> None:
    if not told.of(Role.CUSTOMER) and not told.of(Role.ANONYMOUS):
        remedy = "Pick “Customer” for the column that stands for one person"
        raise InputError(Problem("no column says who it was", remedy=remedy))
    events = told.of(Role.EVENT_COLUMN)
    if told.of(Role.TIME) and events:
        remedy = "Pick “Time” when each row is one event, “A thing that happened” when each column is one"
        raise InputError(Problem("a time of the row and times of single events do not go together", remedy=remedy))
    nothing_else = not events and not told.of(Role.ATTRIBUTE) and not told.of(Role.SCORE)
    if not told.of(Role.TIME) and nothing_else:
        raise InputError(Problem("no column says when it happened", remedy="Pick “Time” for the column with the times"))
    if told.of(Role.EVENT) and not told.of(Role.TIME):
        raise InputError(Problem("what happened needs a time", remedy="Pick “Time” for the column with the times"))


def _happening(told: Told) -> dict[str, Any]:
    """Tall or wide, or neither."""
    if events := told.of(Role.EVENT_COLUMN):
        columns = [
            EventColumn(
                column=said.column, event=said.name or event_name(said.column), time_format=said.time_format or None
            )
            for said in events
        ]
        return {"events": tuple(columns)}
    time = told.of(Role.TIME)
    if not time:
        return {}
    event = told.one(Role.EVENT)
    name = None if event else (told.event or slug(told.name, "event").replace("-", "_"))
    if not tells_events((said.role for said in told.columns), told.event):
        return {"time_format": time[0].time_format or None}
    return {"time": time[0].column, "time_format": time[0].time_format or None, "event": event, "event_name": name}


def _kept(said: Said) -> PropertyColumn:
    time = said.type is PropertyType.TIME
    return PropertyColumn(
        column=said.column,
        name=said.name or plain_name(said.column),
        type=said.type,
        time_format=(said.time_format or None) if time else None,
        end_of_day=said.end_of_day and time,
    )


def _responses(told: Told) -> Responses | None:
    score, words = told.one(Role.SCORE), told.one(Role.VERBATIM)
    if score is None and words is None:
        return None
    events = told.of(Role.EVENT_COLUMN)
    time = told.one(Role.ANSWERED) or told.one(Role.TIME) or (events[-1].column if events else None)
    if time is None:
        raise InputError(Problem("a score needs a time", remedy="Pick “Time” or “When they answered” for a column"))
    about = told.one(Role.TOUCHPOINT) or (told.one(Role.EVENT) if not told.about else None)
    at = next((said for said in events if said.column == time), None)
    then = (at.name or event_name(at.column)) if at is not None else None
    return Responses(
        time=time,
        score=score,
        low=told.low,
        high=told.high,
        verbatim=words,
        touchpoint=about,
        about=(told.about or then) if about is None else None,
    )


def free_table_id(source: Source | None, name: str) -> str:
    """An id for a new table that no other has."""
    taken = set(source.elements()) if source is not None else set()
    taken |= {"incoming", SOURCE}
    wish = slug(name, "table")
    return next(each for each in (wish, *(f"{wish}-{number}" for number in range(2, 1000))) if each not in taken)


def source_row(workspace: Workspace) -> Document | None:
    """The document of uploaded files."""
    return Document.objects.filter(workspace=workspace, slug=SOURCE, kind="source", archived=None).first()


def source_value(workspace: Workspace) -> Source | None:
    """The source of uploaded files; None before the first."""
    row = source_row(workspace)
    value = current(row).value if row is not None else None
    return value if isinstance(value, Source) else None


def declare(workspace: Workspace, table: Table, zone: str, author: Author) -> Source:
    """Put a table into the source of uploaded files, in place of the one with its id if there is one."""
    with transaction.atomic():
        row = source_row(workspace)
        if row is None:
            value = Source(id=SOURCE, name="Uploaded files", zone=zone, tables=(table,))
            create(workspace, value, author)
            return value
        source = current(row).value
        assert isinstance(source, Source)
        edits = _edits(source, table)
        if edits:
            commit(row, author, uuid.uuid4(), edits, label=f"Said what the columns of {table.id} are")
    found = source_value(workspace)
    assert found is not None
    return found


def retarget(workspace: Workspace, moved: str, now: str, author: Author) -> None:
    """Have tables that look something up in files called `moved` look it up in `now`."""
    row, source = source_row(workspace), source_value(workspace)
    if row is None or source is None:
        return
    edits = []
    for table in source.tables:
        joins = tuple(join.model_copy(update={"files": now}) if join.files == moved else join for join in table.joins)
        if joins != table.joins:
            old, new = ([join.model_dump(mode="json") for join in each] for each in (table.joins, joins))
            edits.append(Set(id=table.id, field="joins", old=old, new=new))
    if edits:
        commit(row, author, uuid.uuid4(), edits, label=f"Looks things up in {now}")


def looking_into(source: Source | None, files: str) -> list[str]:
    """The tables that look something up in files called so."""
    tables = source.tables if source is not None else ()
    return [table.id for table in tables if any(join.files == files for join in table.joins)]


def _edits(source: Source, table: Table) -> Sequence[Set | Insert]:
    known = next((each for each in source.tables if each.id == table.id), None)
    if known is None:
        after = source.tables[-1].id if source.tables else None
        return [Insert(place=Place(parent=source.id, slot="tables", after=after), element=table)]
    old, new = (each.model_dump(mode="json") for each in (known, table))
    return [Set(id=table.id, field=name, old=old[name], new=new[name]) for name in new if old[name] != new[name]]


def told_by(data: Mapping[str, str], look: Look) -> Told:
    """What a form says; raises InputError for numbers that are none."""
    columns = tuple(_said(data, place, column) for place, column in enumerate(look.columns))
    return Told(
        name=data.get("name", "").strip()[:80] or look.name.partition(".")[0],
        zone=data.get("zone", "").strip() or "UTC",
        columns=columns,
        event=data.get("event", "").strip()[:80],
        low=_number(data.get("low"), 1),
        high=_number(data.get("high"), 5),
        about=about_of(data),
    )


def about_of(data: Mapping[str, str]) -> str:
    """What a form says that all answers are about: one of the list, or what was written instead."""
    about = data.get("about", "")
    return (data.get("about-own", "") if about == OWN else about).strip()[:200]


def _said(data: Mapping[str, str], place: int, column: Column) -> Said:
    given = data.get(f"role-{place}", "")
    role = Role(given) if given in {each.value for each in Role} else Role.NOTHING
    types = {each.value for each in PropertyType}
    kind = data.get(f"type-{place}", "")
    called = data.get(f"called-{place}", "").strip()[:120]
    return Said(
        column=column.name,
        role=role,
        name=called if role is Role.EVENT_COLUMN else (plain_name(called) if called else ""),
        type=PropertyType(kind) if kind in types else column.type,
        time_format=data.get(f"format-{place}", "").strip()[:80],
        end_of_day=data.get(f"end-{place}") == "on",
    )


def _number(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        raise InputError(
            Problem(f"“{text}” is no number", remedy="Write the ends of the scale, as in 1 and 5")
        ) from None
