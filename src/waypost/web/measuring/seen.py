"""The map as far as the data go: what no event at all can speak of was not seen, which is not the same as 0 %.

A touchpoint of whose events there is none in the whole lake is measured as one that is not bound, and so are its
signals, and the outcomes and breakdowns that rest on it alone. Where people arrive stays where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from waypost.analysis.elements import destination_step, is_bound, places_of
from waypost.analysis.results import ElementMeasures, Measures, NotEnough
from waypost.analysis.statistics import MINIMUM
from waypost.events.bindings import Bindings
from waypost.events.coverage import Coverage
from waypost.events.lake import Lake
from waypost.events.predicate import Scope, decode, properties_used, property_types
from waypost.journey.binding import Signal
from waypost.journey.journey import Journey, Phase, Step, Touchpoint
from waypost.journey.source import Source
from waypost.journey.workspace import Workspace

NOTHING = NotEnough(0, MINIMUM)


def undated(workspace: Workspace, journey: Journey) -> tuple[Signal, ...]:
    """The signals whose deadline no file holds."""
    known = property_types(workspace.of(Source), Scope.EVENT)
    signals = (signal for touchpoint in journey.touchpoints() for signal in touchpoint.signals)
    return tuple(signal for signal in signals if signal.overdue is not None and signal.overdue not in known)


def unheard(lake: Lake, bindings: Bindings) -> frozenset[str]:
    """The touchpoints that are bound and no event in the lake fits."""
    conditions = bindings.matches
    if not conditions:
        return frozenset()
    events = decode(lake.scan("events"), Scope.EVENT, properties_used(conditions.values()))
    fitting = {str(code): condition.expression.any() for code, condition in conditions.items()}
    heard = events.select(**fitting).collect().row(0, named=True)
    return frozenset(bindings.codebook.touchpoints[code] for code in conditions if not heard[str(code)])


def without_signals(journey: Journey, gone: Collection[Signal]) -> Journey:
    """The journey without some signals."""
    left_out = {signal.id for signal in gone}

    def kept(touchpoint: Touchpoint) -> Touchpoint:
        signals = tuple(signal for signal in touchpoint.signals if signal.id not in left_out)
        return touchpoint.model_copy(update={"signals": signals})

    return _each(journey, kept) if left_out else journey


def unbound(journey: Journey, silent: Collection[str]) -> Journey:
    """The journey with touchpoints that are not bound, and without what rests on them alone.

    The step where people arrive stays bound: were it not, they would arrive at the one before.
    """
    arrival = destination_step(journey)
    stays = {touchpoint.id for touchpoint in arrival.touchpoints} if arrival is not None else set()
    going = set(silent) - stays
    if not going:
        return journey

    def kept(touchpoint: Touchpoint) -> Touchpoint:
        return touchpoint.model_copy(update={"match": None}) if touchpoint.id in going else touchpoint

    left = _each(journey, kept)
    gone = _places(journey) - _places(left)
    outcomes = tuple(one for one in journey.outcomes if not {one.reached, one.since} & gone)
    breakdowns = tuple(one for one in journey.breakdowns if one.at not in gone)
    return left.model_copy(update={"outcomes": outcomes, "breakdowns": breakdowns})


def told_of(coverage: Coverage, silent: Collection[str]) -> Coverage:
    """What is seen and missed, with the touchpoints that were left unbound among those that are silent."""
    quiet = tuple(dict.fromkeys((*coverage.silent, *(name for name in coverage.unbound if name in silent))))
    return replace(coverage, silent=quiet, unbound=tuple(name for name in coverage.unbound if name not in silent))


def without_arrival(measures: Measures, journey: Journey, silent: Collection[str]) -> Measures:
    """The measures without what rests on arriving, where no event in the data is an arrival."""
    arrival = destination_step(journey)
    here = {one.id for one in arrival.touchpoints if one.match is not None} if arrival is not None else set()
    if arrival is None or not here or not here <= set(silent):
        return measures
    unseen = {arrival.id, *here}
    gone = {signal.id for one in arrival.touchpoints for signal in one.signals if signal.rule != "scored_below"}

    def without(one: ElementMeasures) -> ElementMeasures:
        signals = tuple(signal for signal in one.signals if signal.signal not in gone)
        bound = one.bound and one.element not in unseen
        return replace(one, bound=bound, drop_off=NOTHING, signals=signals)

    elements = {name: without(one) for name, one in measures.elements.items()}
    return replace(measures, completed=NOTHING, elements=elements)


def _each(journey: Journey, change: Callable[[Touchpoint], Touchpoint]) -> Journey:
    """The journey with each touchpoint changed."""

    def step(one: Step) -> Step:
        return one.model_copy(update={"touchpoints": tuple(change(each) for each in one.touchpoints)})

    def phase(one: Phase) -> Phase:
        return one.model_copy(update={"steps": tuple(step(each) for each in one.steps)})

    return journey.model_copy(update={"phases": tuple(phase(each) for each in journey.phases)})


def _places(journey: Journey) -> set[str | None]:
    """The steps and touchpoints at which events can be."""
    return {place.id for level, place in places_of(journey) if level != "phase" and is_bound(place)}
