"""From a table back to what was said of its columns, so that it can be said again and corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from waypost.journey.source import PropertyColumn, PropertyType, Table, TimeFormat
from waypost.web.data.declaring import Said
from waypost.web.data.roles import Role, Suggestion


def told_of(table: Table) -> tuple[Said, ...]:
    """What the table says of its columns, each once."""
    found: dict[str, Said] = {}
    for said in _said(table):
        found.setdefault(said.column, said)
    return tuple(found.values())


def corrected(suggested: Iterable[Suggestion], table: Table) -> tuple[Suggestion, ...]:
    """The columns as the table has them; one that it does not speak of is left out. What is a case is still guessed."""
    known = {said.column: said for said in told_of(table)}
    return tuple(_as_said(each, known.get(each.column.name)) for each in suggested)


def _as_said(seems: Suggestion, said: Said | None) -> Suggestion:
    if said is None:
        return replace(seems, role=Role.NOTHING, why="")
    role = Role.CASE if said.role is Role.PROPERTY and seems.role is Role.CASE else said.role
    column = replace(seems.column, type=said.type, time_format=said.time_format or seems.column.time_format)
    why = seems.why if role is seems.role else ""
    return Suggestion(column, role, why, said.name or seems.name, said.end_of_day)


def _said(table: Table) -> Iterator[Said]:
    """The roles in the order in which one column's is chosen."""
    yield from _plain((table.customer, Role.CUSTOMER), (table.anonymous, Role.ANONYMOUS), (table.account, Role.ACCOUNT))
    if table.time is not None:
        yield Said(table.time, Role.TIME, "", PropertyType.TIME, _one(table.time_format))
    yield from _plain((table.event, Role.EVENT))
    for event in table.events:
        yield Said(event.column, Role.EVENT_COLUMN, event.event, PropertyType.TIME, _one(event.time_format))
    yield from _answers(table)
    for kept, role in ((table.properties, Role.PROPERTY), (table.attributes, Role.ATTRIBUTE)):
        for one in kept:
            yield _kept(one, role)


def _plain(*columns: tuple[str | None, Role]) -> Iterator[Said]:
    for column, role in columns:
        if column is not None:
            yield Said(column, role)


def _answers(table: Table) -> Iterator[Said]:
    answer = table.responses
    if answer is not None:
        yield from _plain(
            (answer.score, Role.SCORE), (answer.verbatim, Role.VERBATIM), (answer.touchpoint, Role.TOUCHPOINT)
        )
        yield Said(answer.time, Role.ANSWERED, "", PropertyType.TIME, _one(table.time_format))


def _kept(one: PropertyColumn, role: Role) -> Said:
    return Said(one.column, role, one.name or "", one.type, _one(one.time_format), one.end_of_day)


def _one(written: TimeFormat | None) -> str:
    """The first way of several in which times are written."""
    return written if isinstance(written, str) else (written[0] if written else "")
