"""The measured lanes as JSON: the same values the map page and the poster draw, each cell under its step's id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from itertools import groupby
from typing import Any, TypeAlias

from waypost.analysis.results import ElementMeasures, Measures
from waypost.drawing.brief_lanes import conformance_lane, truths_lane
from waypost.drawing.measured import OUTSIDE, measured_lanes
from waypost.drawing.sheet import Cell, Item, Lane, Quiet, Told
from waypost.drawing.sheeting import columns_of
from waypost.drawing.tables import headline
from waypost.journey.journey import Journey, Step
from waypost.web.measuring.keeping import Kept

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Beside:
    """What the figures are shown beside: the mark on each bar."""

    name: str
    measures: Measures


def lanes_of(kept: Kept, journey: Journey, measures: Measures, beside: Beside | None, *, whole: bool) -> list[Json]:
    """The lanes of one group's measures on the journey as it is drawn now.

    `whole`: the group is everyone at all times, for whom moments of truth and conformance were asked as well.
    """
    columns = columns_of(journey)
    baseline = _renamed(beside.measures, journey) if beside is not None else None
    name = beside.name if beside is not None else ""
    coverage = kept.living.coverage
    silent = frozenset(coverage.silent if coverage is not None else ())
    lanes = [
        _told(lane, columns, silent) for lane in measured_lanes(_renamed(measures, journey), columns, baseline, name)
    ]
    if whole and kept.brief is not None:
        more = (truths_lane(kept.brief.moments, columns), conformance_lane(kept.brief.conformance, columns))
        lanes += [lane for lane in more if lane is not None]
    return [_lane(lane, columns) for lane in lanes]


def headline_of(measures: Measures) -> list[Json]:
    """The figures of the whole journey: a name, a value, and its interval and n in a lighter voice."""
    return [{"name": name, "value": number.value, "aside": number.aside} for name, number in headline(measures)]


def _renamed(measures: Measures, journey: Journey) -> Measures:
    """The figures under the names that the elements have by now."""
    elements = journey.elements()

    def under(measured: ElementMeasures) -> ElementMeasures:
        element = elements.get(measured.element)
        return replace(measured, name=element.label) if element is not None else measured

    return replace(measures, elements={name: under(one) for name, one in measures.elements.items()})


NO_EVENTS = "no such events"


def _told(lane: Lane, columns: Sequence[Step | None], silent: frozenset[str]) -> Lane:
    """The lane with another word where a step is bound and there is no event of it: it is not outside our view."""
    if lane.id != "reach":
        return lane
    return replace(lane, rows=tuple(tuple(_cells(row, columns, silent)) for row in lane.rows))


def _cells(row: Sequence[Cell], columns: Sequence[Step | None], silent: frozenset[str]) -> Iterator[Cell]:
    for cell in row:
        if cell.items != (Quiet(OUTSIDE),):
            yield cell
            continue
        places = range(cell.column, cell.column + cell.span)
        for step, run in groupby(places, lambda place: _unheard(columns[place], silent)):
            same = list(run)
            yield Cell(same[0], len(same), (_no_events(step) if step is not None else Quiet(OUTSIDE),))


def _unheard(step: Step | None, silent: frozenset[str]) -> Step | None:
    bound = step is not None and any(touchpoint.id in silent for touchpoint in step.touchpoints)
    return step if bound else None


def _no_events(step: Step) -> Quiet:
    facts = ("There is no event in the data that would be one of it.", "Bring the file that has them, or bind others.")
    return Quiet(NO_EVENTS, Told(f"Reach · {step.name}", facts, "reach"))


def _lane(lane: Lane, columns: Sequence[Step | None]) -> Json:
    cells = [cell for row in lane.rows for cell in row]
    return {
        "id": lane.id,
        "name": lane.name,
        "hint": lane.hint,
        "cells": [
            {"step": step.id, "column": cell.column, "span": cell.span, "items": [_item(item) for item in cell.items]}
            for cell in cells
            if (step := columns[cell.column]) is not None and cell.items
        ],
    }


def _item(item: Item) -> Json:
    return {"shape": item.shape, **_plain(item)}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    return round(value, 5) if isinstance(value, float) else value
