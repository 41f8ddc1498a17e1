"""What answers are about: what there is to choose from, and the answers that no touchpoint of any map takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from waypost.errors import InputError, Problem
from waypost.events.lake import Lake
from waypost.events.predicate import Condition, Scope, compile_predicate, decode, properties_used, property_types
from waypost.journey.journey import Journey, Touchpoint
from waypost.journey.source import PropertyType, Source, Table
from waypost.journey.workspace import Workspace as Documents
from waypost.web.data.declaring import SOURCE
from waypost.web.data.kinds import keys_of

_NAMED = re.compile(r"touchpoint\s*=\s*'((?:[^']|'')*)'", re.IGNORECASE)
_SHOWN = 3


@dataclass(frozen=True)
class Subjects:
    """Names that answers can be about, of one journey or one kind of file."""

    of: str
    names: tuple[tuple[str, str], ...]
    """What is kept, and what it is called."""


@dataclass(frozen=True)
class Unheard:
    """Answers that no touchpoint of any map takes."""

    table: str
    count: int
    about: tuple[str, ...]
    """What they are about, as the file names it, the most first; empty where it does not say."""


def touchpoints(documents: Documents) -> tuple[Subjects, ...]:
    """The touchpoints of every journey."""
    found = (Subjects(journey.name, tuple(_touchpoints(journey))) for journey in documents.of(Journey))
    return tuple(each for each in found if each.names)


def happenings(documents: Documents) -> tuple[Subjects, ...]:
    """What happens in the files that were taken in: what the touchpoints of a map proposed from them stand for."""
    found = []
    for source in documents.of(Source):
        for table in source.tables:
            happens = dict.fromkeys([*(each.event for each in table.events), *filter(None, [table.event_name])])
            name = f"What happens in {table.id.replace('-', ' ')}"
            found.append(Subjects(name, tuple((event, event.replace("_", " ")) for event in happens)))
    return tuple(each for each in found if each.names)


def _touchpoints(journey: Journey) -> Iterator[tuple[str, str]]:
    """Each with the name under which it takes answers; those that choose them by something else are left out."""
    for touchpoint in journey.touchpoints():
        taken = _NAMED.search(touchpoint.score or "")
        if touchpoint.score is None or taken is not None:
            yield (taken[1].replace("''", "'") if taken is not None else touchpoint.name, touchpoint.name)


def refuse_nameless(table: Table) -> None:
    """Raise InputError for answers of which neither a column nor anybody says what they are about."""
    answers = table.responses
    if answers is not None and answers.touchpoint is None and answers.about is None:
        remedy = "Choose it below, so that a map can show them"
        raise InputError(Problem("nothing says yet what these answers are about", remedy=remedy))


def unheard(lake: Lake, documents: Documents) -> tuple[Unheard, ...]:
    """For each table of uploaded files, its answers that no touchpoint of any map takes."""
    tables = [table for source in documents.of(Source) if source.id == SOURCE for table in source.tables]
    types = property_types(documents.of(Source), Scope.RESPONSE)
    points = [touchpoint for journey in documents.of(Journey) for touchpoint in journey.touchpoints()]
    heard = [_heard(touchpoint, types, documents.settings.zone) for touchpoint in points]
    nobody = ~pl.any_horizontal(each.expression for each in heard) if heard else pl.lit(True)
    found = []
    for table in tables:
        if table.responses is not None:
            answers = lake.of_files(keys_of(lake, [(SOURCE, table.id)])).scan("responses")
            missed = decode(answers, Scope.RESPONSE, properties_used(heard)).filter(nobody)
            each = missed.group_by(pl.col("touchpoint").fill_null("")).len().collect().sort("len", descending=True)
            if len(each):
                found.append(Unheard(table.id, int(each["len"].sum()), tuple(each["touchpoint"].head(_SHOWN))))
    return tuple(found)


def _heard(touchpoint: Touchpoint, types: Mapping[str, PropertyType], zone: str) -> Condition:
    """Which answers speak of a touchpoint; none when its rule is wrong, which its own page says."""
    if touchpoint.score is None:
        named = pl.col("touchpoint").is_in([touchpoint.id, touchpoint.name])
        return Condition(named.fill_null(value=False), {})
    try:
        return compile_predicate(touchpoint.score, Scope.RESPONSE, types, zone=zone)
    except InputError:
        return Condition(pl.lit(False), {})
