"""The service blueprint: what happens behind each step, in its lanes and between its three lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from waypost.analysis.living import LivingMap
from waypost.drawing.lanes import Findings, Reader, Title, lane_of
from waypost.drawing.sheet import Act, Group, Item, Lane
from waypost.journey.journey import Activity, Phase, Step


@dataclass(frozen=True)
class Layer:
    """One lane of the blueprint: a slot of the step, and the line that parts it from what is above."""

    slot: str
    name: str
    hint: str
    border: str = ""


LAYERS = (
    Layer("physical", "Physical evidence", "what people see and hold"),
    Layer("onstage", "Onstage", "in the person’s sight", "line of interaction"),
    Layer("backstage", "Backstage", "out of sight", "line of visibility"),
    Layer("support", "Support processes", "so that it works", "line of internal interaction"),
    Layer("upstream", "Upstream", "before it, at other departments"),
    Layer("downstream", "Downstream", "after it, at other departments"),
)
"""The lanes from the person inwards, and then what lies to either side of the step."""


def blueprint_lanes(living: LivingMap) -> tuple[Lane, ...]:
    """The blueprint's lanes, those left out where nobody wrote any; a line stays while anything lies below it."""
    lanes: list[Lane] = []
    borders: tuple[str, ...] = ()
    for layer in LAYERS:
        borders = (*borders, layer.border) if layer.border else borders
        title = Title(layer.slot, layer.name, layer.hint, Group.BLUEPRINT)
        lane = lane_of(title, living.journey, living.findings, layer_reader(layer.slot))
        if lane.rows and layer.border:
            lane, borders = replace(lane, borders=borders), ()
        if lane.rows:
            lanes.append(lane)
    return tuple(lanes)


def layer_reader(slot: str) -> Reader:
    """What a layer shows."""

    def read(element: Phase | Step, _: Findings) -> Iterator[Item]:
        if isinstance(element, Step):
            activities: tuple[Activity, ...] = getattr(element, slot)
            for activity in activities:
                yield Act(activity.text, " · ".join(filter(None, (activity.department, activity.system))))

    return read
