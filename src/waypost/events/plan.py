"""The plan for reading one table: its files, the columns it needs, and where each of them comes from.

Making a plan looks at every file's beginning, so that a wrong name is found before anything is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from waypost.errors import InputError, Problem
from waypost.events.extract import Extract, Readable
from waypost.events.files import DataFile, files_of, joined_files
from waypost.events.joining import Other, other
from waypost.events.pieces import Columns
from waypost.events.tabular import columns_of
from waypost.events.times import Clock
from waypost.journey.source import FileFormat, Source, Table


@dataclass(frozen=True)
class Plan:
    """How to read one table."""

    source: Source
    table: Table
    clock: Clock
    files: tuple[Readable, ...]
    own: tuple[str, ...]
    """The columns taken from the table's own files; where a file lacks one it is empty."""
    others: tuple[Other, ...]
    needed: tuple[str, ...]
    """All columns that are used, wherever they come from."""


def plan_of(source: Source, table: Table, data: Path, extracts: Collection[Extract] = ()) -> Plan:
    """Plan the reading of one table: of its files under the folder `data`, or of these extracts of its query.

    Raises InputError when files, columns or keys are missing, or the zone or time format is wrong.
    """
    element = f"{source.id}/{table.id}"
    clock = Clock.checked(table.zone or source.zone, table.time_format, element)
    formats = [column.time_format for column in table.events]
    formats += [column.time_format for column in (*table.properties, *table.attributes)]
    for time_format in formats:
        Clock.checked(clock.zone, time_format, element)
    files: tuple[Readable, ...] = tuple(extracts if table.query is not None else files_of(table, data, element))
    found = {file: columns_of(file) for file in files}
    others = tuple(other(join, joined_files(table, join.files, data, element), element) for join in table.joins)
    needed = tuple(dict.fromkeys([*_named(table), *(join.on for join in table.joins)]))
    joined = {name for each in others for name in each.columns}
    _check_joins(found.values(), others, element)
    for name in needed:
        if name not in joined:
            _check_column(name, found, essential=name in _essential(table), element=element)
    everywhere = {name for columns in found.values() for name in columns.names}
    own = tuple(name for name in needed if name in everywhere or name not in joined)
    return Plan(source, table, clock, files, own, others, needed)


def _named(table: Table) -> Iterator[str]:
    """Every column the table names."""
    said = table.responses
    single = [table.customer, table.anonymous, table.account, table.time, table.event]
    single += [said.time, said.score, said.verbatim, said.touchpoint] if said else []
    yield from (name for name in single if name is not None)
    yield from (declared.column for declared in table.events)
    yield from (declared.column for declared in (*table.properties, *table.attributes))


def _essential(table: Table) -> list[str | None]:
    """The columns without which no row of a file can be used."""
    whose = [table.customer, table.anonymous]
    return [table.time, table.event, *(whose if None in whose else [])]


def _check_column(name: str, found: dict[Readable, Columns], *, essential: bool, element: str) -> None:
    """A column must be in some file, an essential one in each; an empty file has none.

    Where each row has columns of its own, only essential ones can be missed: others may be rare.
    """
    lacking = [file for file, columns in found.items() if columns.names and name not in columns.names]
    nowhere = all(name not in columns.names for columns in found.values())
    culprits = [file for file in lacking if nowhere or (essential and found[file].complete)]
    if culprits and (essential or all(found[file].complete for file in lacking)):
        raise _no_column(name, culprits[0], found[culprits[0]], element)


def _no_column(name: str, file: Readable, columns: Columns, element: str) -> InputError:
    near = get_close_matches(name, columns.names, 1, 0.6)
    meant = f"Did you mean '{near[0]}'? " if near else ""
    listed = ", ".join(columns.names[:20]) + (" …" if len(columns.names) > 20 else "")
    separator = ""
    if isinstance(file, DataFile) and file.format is FileFormat.CSV and len(columns.names) == 1:
        separator = f". Is '{file.separator}' the right `separator`?"
    remedy = f"{meant}Its columns are {listed}{separator}"
    return InputError(Problem(f"there is no column '{name}'", file=file.name, element=element, remedy=remedy))


def _check_joins(found: Iterable[Columns], others: Collection[Other], element: str) -> None:
    """Joins are looked up in their order, and a column they take by name may be in one place only."""
    seen = {name for columns in found for name in columns.names}
    joined = {name for each in others for name in each.columns}
    for each in others:
        if each.join.on not in seen and each.join.on in joined:
            message = f"column '{each.join.on}' is taken by a later join than the one that needs it"
            raise InputError(Problem(message, element=element, remedy="Change the order of the joins"))
        for name in each.join.take:
            if name in seen:
                message = f"column '{name}' of '{each.join.files}' is in the rows already"
                raise InputError(Problem(message, element=element, remedy="Leave it out of `take`"))
        seen.update(each.columns)
