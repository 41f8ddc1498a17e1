"""The sheet of a living map: its columns, its lanes, and what the report's brief adds to them."""

from __future__ import annotations

from waypost.analysis.living import LivingMap
from waypost.drawing.blueprint import blueprint_lanes
from waypost.drawing.brief_lanes import conformance_lane, truths_lane
from waypost.drawing.emotions import emotion_lane
from waypost.drawing.lanes import believed_lanes, heads
from waypost.drawing.measured import measured_lanes
from waypost.drawing.sheet import Lane, Sheet
from waypost.journey.journey import Journey, Step


def columns_of(journey: Journey) -> tuple[Step | None, ...]:
    """The steps by column; None for the empty column of a phase without steps."""
    return tuple(step for phase in journey.phases for step in (phase.steps or (None,)))


def sheet_of(living: LivingMap) -> Sheet:
    """The sheet of a living map without its measured lanes, which there are once for each view.

    Measured moments of truth stand right below the believed ones: side by side, never mixed.
    """
    phases, steps = heads(living)
    columns = columns_of(living.journey)
    lanes = (*believed_lanes(living, emotion_lane(living, columns)), *blueprint_lanes(living))
    moments = living.brief.moments if living.brief is not None else None
    return Sheet(phases, steps, _with_truths(lanes, truths_lane(moments, columns)))


def _with_truths(lanes: tuple[Lane, ...], truths: Lane | None) -> tuple[Lane, ...]:
    if truths is None:
        return lanes
    story = [place for place, lane in enumerate(lanes) if lane.group is truths.group]
    believed = [place for place, lane in enumerate(lanes) if lane.id == "moments"]
    after = (believed or story[-1:] or [-1])[0] + 1
    return (*lanes[:after], truths, *lanes[after:])


def everyones_lanes(living: LivingMap) -> tuple[Lane, ...]:
    """What is measured for everyone; empty without measures."""
    if living.measures is None:
        return ()
    columns = columns_of(living.journey)
    lanes = measured_lanes(living.measures.everyone, columns)
    off = conformance_lane(living.brief.conformance if living.brief is not None else None, columns)
    return (*lanes, off) if off is not None else lanes
