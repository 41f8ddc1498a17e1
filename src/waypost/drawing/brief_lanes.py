"""The lanes that a report's brief adds to the map: measured moments of truth, and where cases leave the design."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from waypost.analysis.conformance.conformance import Conformance
from waypost.analysis.conformance.deviations import ElementConformance
from waypost.analysis.moments.moments import Effect, Moments
from waypost.analysis.results import Estimate
from waypost.drawing.measured import share
from waypost.drawing.numerals import count
from waypost.drawing.panels.figures import money, points_number
from waypost.drawing.sheet import Cell, Group, Item, Lane, Quiet, Share, Told, Truth
from waypost.journey.journey import Step

MOST = 3
"""Measured moments drawn at one step: the surest and heaviest; all stand in the panel."""


def truths_lane(moments: Moments | None, columns: Sequence[Step | None]) -> Lane | None:
    """Clear moments of truth at their steps; None when there is none."""
    if moments is None or not any(effect.clear for effect in moments.found):
        return None
    cells = tuple(
        Cell(column, 1, tuple(_truth(effect, moments.currency) for effect in _at(step, moments)))
        for column, step in enumerate(columns)
    )
    return Lane("truths", "Moments of truth", "◆ measured", Group.STORY, (cells,))


def _at(step: Step | None, moments: Moments) -> tuple[Effect, ...]:
    return tuple(effect for effect in moments.found if effect.clear and step is not None and effect.step == step.id)[
        :MOST
    ]


def _truth(effect: Effect, currency: str | None) -> Truth:
    number = points_number(effect.difference) if effect.unit == "share" else None
    value = number.value if number is not None else _money(effect, currency)
    assert isinstance(effect.difference, Estimate)
    hurts = (effect.difference.value > 0) != effect.wanted
    aside = number.aside if number is not None else ""
    happened = f"happened to {count(effect.happened)} cases"
    facts = (f"{effect.outcome_name}: {value}, beside comparable cases", aside, happened, effect.sure, effect.caution)
    told = Told(effect.signal_name, tuple(filter(None, facts)), "moment")
    return Truth(effect.signal_name, f"{value} · {effect.outcome_name}", effect.sure, hurts, told)


def _money(effect: Effect, currency: str | None) -> str:
    assert isinstance(effect.difference, Estimate)
    return f"{money(effect.difference.value, currency)} a case"


def conformance_lane(conformance: Conformance | None, columns: Sequence[Step | None]) -> Lane | None:
    """The share of cases that leave the designed journey at each step; None when nothing was aligned."""
    if conformance is None:
        return None
    here = {one.element: one for one in conformance.elements if one.level == "step"}
    cells = tuple(
        Cell(column, 1, tuple(_leaving(here.get(step.id) if step is not None else None)))
        for column, step in enumerate(columns)
    )
    if not any(cell.items for cell in cells):
        return None
    return Lane("conformance", "Off the design", "skip, detour, repeat, disorder", Group.MEASURED, (cells,))


def _leaving(here: ElementConformance | None) -> Iterator[Item]:
    if here is None:
        return
    drawn = share("deviation", "Off the design", here.name, here.off)
    if isinstance(drawn, Quiet):
        yield drawn
        return
    kinds = tuple(f"{one.kind}: {count(one.cases)} cases" for one in here.deviations if one.cases)
    told = Told(drawn.told.about, (*drawn.told.facts, *kinds), drawn.told.measure)
    yield Share(drawn.figure, drawn.n, drawn.value, drawn.low, drawn.high, True, told)
