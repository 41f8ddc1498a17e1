"""Looking up: columns of another file somebody brought, found by a key that stands in both.

Rows that name no customer say whose they are through another file: a review names its order, and the order its
customer. And what is known of a customer often lies in a file of its own. Both are found from names and values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import polars as pl

from waypost.errors import WaypostError
from waypost.events.cells import text_cells
from waypost.events.files import DataFile, joined_files
from waypost.events.joining import load, look_up, other
from waypost.journey.source import Join, PropertyType, Table
from waypost.web.data.declaring import source_value
from waypost.web.data.looking import Column, Look, column_of, look_into
from waypost.web.data.roles import Role, Suggestion, suggest
from waypost.web.data.uploading import INCOMING, files_of_table, waiting
from waypost.web.measuring.project import uploads_of
from waypost.web.workspaces.models import Workspace

_FOUND = 0.5
"""The part of the rows whose key must stand in the other file when both columns have the same name …"""
_SURELY_FOUND = 0.9
"""… and when only their values are alike."""
_LEAST_KEYS = 20
_MOST_COLUMNS = 40
_KEYS = (PropertyType.TEXT, PropertyType.NUMBER)
_HAPPENING = (Role.TIME, Role.EVENT, Role.EVENT_COLUMN)


@dataclass(frozen=True)
class Other:
    """Files that something can be looked up in."""

    pattern: str
    """As joins name them: `orders/*`, or `incoming/customers.csv` while it waits for its columns."""
    called: str
    path: Path
    """The file that is looked at."""
    table: Table | None
    """What is said of them already."""


@dataclass(frozen=True)
class Lookup:
    """Columns that can be looked up in other files."""

    on: str
    other: Other
    joins: tuple[Join, ...]
    columns: tuple[str, ...]
    """What is gained."""
    found: float
    """The part of the rows whose key stands there."""
    customer: bool
    """Whether it is for the customer, whom the rows do not name."""

    @property
    def key(self) -> str:
        """Names it in a form."""
        return f"{self.on}~{self.other.pattern}"

    @property
    def sentence(self) -> str:
        """What it is good for."""
        partly = f" {self.found:.0%} of the rows are found there." if self.found < 0.995 else ""
        if self.customer:
            return (
                f"These rows name no customer, but “{self.on}”, which is also in {self.other.called}: "
                f"the customer can be looked up there.{partly}"
            )
        some = ", ".join(f"“{name}”" for name in self.columns[:3])
        more = f" and {len(self.columns) - 3} more" if len(self.columns) > 3 else ""
        return f"“{self.on}” is also in {self.other.called}: {some}{more} can be looked up there.{partly}"


def offered(look: Look, uploads: Path, others: Iterable[Other]) -> tuple[Lookup, ...]:
    """What could be looked up for a file, those for a missing customer first; a column leads to one place only."""
    known = {each.role for each in suggest(look)}
    nobody = not known & {Role.CUSTOMER, Role.ANONYMOUS}
    found: dict[str, Lookup] = {}
    for each in others:
        for lookup in _into(look, uploads, each, nobody=nobody):
            best = found.get(lookup.on)
            if best is None or lookup.found > best.found:
                found[lookup.on] = lookup
    return tuple(sorted(found.values(), key=lambda lookup: (not lookup.customer, -lookup.found)))


def _into(look: Look, uploads: Path, there: Other, *, nobody: bool) -> Iterator[Lookup]:
    try:
        seen = look_into(uploads, there.path)
    except WaypostError:  # what cannot be read is said on its own page
        return
    if (seen.separator, seen.encoding) != (look.separator, look.encoding) and seen.format == look.format:
        return
    suggested = suggest(seen)
    who = _customer_there(there.table, suggested)
    happens = any(each.role in _HAPPENING for each in suggested)
    if (nobody and who is None) or (not nobody and happens):
        return
    for column, key in _alike(look, seen, there.called):
        joins, gained = _ways(look, seen, there, (column.name, key.name), who if nobody else None)
        part = _part_found(look, uploads, joins, column, key.name)
        least = _FOUND if column.name == key.name else _SURELY_FOUND
        if gained and part >= least:
            yield Lookup(column.name, there, joins, gained, part, customer=nobody)


def _customer_there(table: Table | None, suggested: Iterable[Suggestion]) -> str | None:
    if table is not None:
        return table.customer or table.anonymous
    return next((each.column.name for each in suggested if each.role is Role.CUSTOMER), None)


def _alike(look: Look, seen: Look, called: str) -> Iterator[tuple[Column, Column]]:
    """Columns that may mean the same: called alike, or the same words in both; the second has each value once."""
    keys = [key for key in seen.columns if key.type in _KEYS and _once_each(seen.frame[key.name])]
    for column in look.columns:
        if column.type not in _KEYS or column.distinct < 2:
            continue
        for key in keys:
            if (
                column.name == key.name
                or _names(column.name, key.name, called)
                or (
                    column.type is key.type is PropertyType.TEXT
                    and min(column.distinct, key.distinct) >= _LEAST_KEYS
                    and not any(" " in text for text in (*column.examples, *key.examples))
                )
            ):
                yield column, key


def _once_each(values: pl.Series) -> bool:
    there = values.drop_nulls()
    return len(there) > 1 and there.n_unique() == len(there)


def _names(column: str, key: str, called: str) -> bool:
    """Whether a column names a thing by the key of a file of such things: `order_id`, and `id` in orders.csv."""
    things = called.lower().partition(".")[0]
    one, _, rest = column.lower().rpartition("_")
    return bool(one) and rest == key.lower() and things.removesuffix("s") == one.removesuffix("s")


def _ways(
    look: Look, seen: Look, there: Other, by: tuple[str, str], who: str | None
) -> tuple[tuple[Join, ...], tuple[str, ...]]:
    """The joins that lead there and on, and what is gained: the one who it was, or all that is known there."""
    on, key = by
    mine = {column.name for column in look.columns}
    to = key if key != on else None
    if who is None:
        gained = tuple(column.name for column in seen.columns if column.name not in mine | {key})[:_MOST_COLUMNS]
        return (Join(files=there.pattern, on=on, to=to, take=gained),), gained
    onward, wanted = _onward(there.table.joins if there.table is not None else (), {who})
    if who == key or key in wanted or (wanted | {who}) & mine:
        return (), ()
    return (Join(files=there.pattern, on=on, to=to, take=tuple(sorted(wanted))), *onward), (who,)


def _onward(joins: Sequence[Join], wanted: Collection[str]) -> tuple[tuple[Join, ...], set[str]]:
    """The joins that some columns come from, no more; and the columns that lead to them."""
    needed = set(wanted)
    kept: list[Join] = []
    for join in reversed(joins):
        taken = needed & set(join.take)
        if taken:
            kept.insert(0, join.model_copy(update={"take": tuple(sorted(taken))}))
            needed = (needed - taken) | {join.on}
    return tuple(kept), needed


def _part_found(look: Look, uploads: Path, joins: Sequence[Join], column: Column, key: str) -> float:
    """The part of the rows whose key stands in the other files; 0 when it is no key there."""
    if not joins:
        return 0.0
    try:
        files = tuple(_files(look, uploads, joins[0]))
        keys = _keys(files, tuple(file.path.stat().st_mtime_ns for file in files), key)
    except (WaypostError, OSError):
        return 0.0
    values = text_cells(look.frame[column.name]).values.drop_nulls()
    return float(values.is_in(keys.implode()).mean() or 0) if len(values) else 0.0  # type: ignore[arg-type]


@lru_cache(maxsize=16)
def _keys(files: tuple[DataFile, ...], _stamps: tuple[int, ...], key: str) -> pl.Series:
    """Every key of the files; raises InputError when one stands there twice."""
    return load(other(Join(files="*", on=key), files, "look"), ()).to_series()


def _files(look: Look, uploads: Path, join: Join) -> list[DataFile]:
    written = {"separator": look.separator, "encoding": look.encoding}
    table = Table.model_validate({"id": "look", "files": "*", "customer": "?", "time": "?", "event": "?", **written})
    return joined_files(table, join.files, uploads, look.name)


def looked_up(look: Look, uploads: Path, lookups: Sequence[Lookup]) -> Look:
    """The file with the columns it gains; raises InputError when one of them cannot be looked up any more."""
    frame = look.frame
    columns = list(look.columns)
    for lookup in lookups:
        for join in lookup.joins:
            found = other(join, _files(look, uploads, join), look.name)
            frame = look_up(frame, load(found, join.take).drop(frame.columns, strict=False), join.on)
        columns += [column_of(frame[name]) for name in lookup.columns]
    return replace(look, columns=tuple(columns), frame=frame)


@dataclass(frozen=True)
class Followed:
    """A file with what was looked up for it, and what could be looked up besides."""

    look: Look
    lookups: tuple[Lookup, ...]
    offers: tuple[Lookup, ...]


def follow(
    look: Look, uploads: Path, others: Sequence[Other], keys: Iterable[str], kept: Sequence[Lookup] = ()
) -> Followed:
    """Look up what `keys` name of `kept` and of what is offered; each may lead to the next. Others are left out."""
    lookups: tuple[Lookup, ...] = ()
    offers = offered(look, uploads, others)
    for key in keys:
        known = next((each for each in (*kept, *offers) if each.key == key), None)
        if known is None:
            continue
        lookups = (*lookups, known)
        look = looked_up(look, uploads, (known,))
        used = {each.key for each in lookups}
        offers = tuple(each for each in offered(look, uploads, others) if each.key not in used)
    return Followed(look, lookups, offers)


def suggest_all(look: Look, lookups: Sequence[Lookup]) -> tuple[Suggestion, ...]:
    """What every column seems to be, those that are looked up among them: they make nothing happen by themselves."""
    gained = {name: lookup for lookup in lookups for name in lookup.columns}
    leading = {lookup.on: lookup for lookup in lookups}
    seems = suggest(look)
    people = {each.column.name for each in seems if each.role is Role.CUSTOMER}
    found = []
    for each in seems:
        name = each.column.name
        if name in gained:
            found.append(_gained(each, gained[name], about=bool(people & {gained[name].on, *gained[name].columns})))
        elif name in leading and each.role in (Role.ATTRIBUTE, Role.PROPERTY, Role.NOTHING):
            found.append(replace(each, role=Role.NOTHING, why=f"It leads to {leading[name].other.called}."))
        else:
            found.append(each)
    return tuple(found)


def _gained(seems: Suggestion, lookup: Lookup, *, about: bool) -> Suggestion:
    """A column that was looked up, in a file that is about customers or about something else."""
    where = f"Looked up in {lookup.other.called}."
    if seems.role in (Role.CUSTOMER, Role.ACCOUNT, Role.ATTRIBUTE, Role.NOTHING):
        return replace(seems, why=f"{where} {seems.why}")
    return replace(seems, role=Role.ATTRIBUTE if about else Role.PROPERTY, why=where)


def joins_of(lookups: Sequence[Lookup], used: Collection[str]) -> tuple[Join, ...]:
    """The joins that the used columns come from."""
    return _onward([join for lookup in lookups for join in lookup.joins], used)[0]


def joined(table: Table, others: Sequence[Other]) -> tuple[Lookup, ...]:
    """What a table looks up already, a join each, as far as its files are still there."""
    there = {other.pattern: other for other in others}
    return tuple(
        Lookup(join.on, there[join.files], (join,), join.take, 1.0, customer=False)
        for join in table.joins
        if join.files in there
    )


def others_of(workspace: Workspace, but: str) -> tuple[Other, ...]:
    """What was brought besides what is called `but`: tables first, then files that wait."""
    source = source_value(workspace)
    tables = [(table, files_of_table(workspace, table.id)) for table in (source.tables if source is not None else ())]
    known = [Other(f"{table.id}/*", f"“{table.id}”", files[-1], table) for table, files in tables if files]
    folder = uploads_of(workspace) / INCOMING
    waits = [Other(f"{INCOMING}/{one.name}", one.name, folder / one.name, None) for one in waiting(workspace)]
    return tuple(each for each in (*known, *waits) if each.called != but)
