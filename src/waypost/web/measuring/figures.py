"""What stands behind one figure: its definition, what it was counted from, and of whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from waypost.analysis.definitions import DEFINITIONS
from waypost.analysis.groups import Chosen, Group
from waypost.analysis.measuring import destination_of
from waypost.analysis.study import Study
from waypost.drawing.numerals import day
from waypost.events.trails import Offsets, Partition, owner_of
from waypost.web.measuring.keeping import Kept

LANES = {
    "reach": "reach",
    "drop-off": "drop-off",
    "time-to": "time-to",
    "dwell": "dwell",
    "score": "score",
    "signals": "signal",
    "truths": "moment",
    "conformance": "deviation",
}
"""A lane and the definition its figures have."""

PAGE = 50


@dataclass(frozen=True)
class Definition:
    """A figure's name and how it is counted."""

    id: str
    name: str
    text: str


@dataclass(frozen=True)
class Person:
    """A customer behind a figure."""

    customer: str
    case: str | None


def definition_of(lane: str) -> Definition | None:
    """The definition of a lane's figures; None for no lane of ours."""
    wanted = LANES.get(lane)
    found = next((each for each in DEFINITIONS if each.id == wanted), None)
    return Definition(found.id, found.name, found.meaning) if found is not None else None


def computed_from(kept: Kept) -> str:
    """What the figures were counted from, and as of when."""
    everyone = kept.living.everyone
    since = f" since {day(everyone.first.date())}" if everyone.first is not None else ""
    return f"{everyone.events:,} events of {everyone.customers:,} customers{since}, to {day(everyone.as_of.date())}"


def people_behind(study: Study, lane: str, element: str, group: Group, page: int) -> tuple[list[Person], int]:
    """The cases of a group that a lane's figure at an element is counted of: a page of them, and how many there are.

    For those who may see individual customers.
    """
    counted = _counted(study, lane, element)
    found: list[Person] = []
    total = 0
    for partition in study.trails:
        rows = np.flatnonzero(counted(partition) & group.chosen(partition))
        first = max(0, page * PAGE - total)
        total += len(rows)
        wanted = rows[first : first + PAGE - len(found)] if len(found) < PAGE else rows[:0]
        found.extend(_people(partition, wanted.tolist()))
    return found, total


def _counted(study: Study, lane: str, element: str) -> Callable[[Partition], Chosen]:
    """Which cases of a partition a lane is about: those that came, those that came last, or those that answered."""
    codebook = study.trails.codebook
    place = study.journey.elements().get(element)
    inside = {one.id for one in place.walk()} if place is not None else set()
    codes = np.array([code for code, name in enumerate(codebook.touchpoints) if name in inside], dtype=np.int16)
    if lane == "score":
        scores = np.array(
            [code for code, key in enumerate(codebook.scores) if key.touchpoint in inside], dtype=np.int16
        )
        return lambda partition: _some(partition.score_start, np.isin(partition.score_code, scores))
    if lane == "drop-off":
        arrival = np.flatnonzero(destination_of(study.journey, codebook))
        return lambda partition: (
            np.isin(partition.code[partition.start[1:] - 1], codes)
            & ~_some(partition.start, np.isin(partition.code, arrival))
        )
    return lambda partition: _some(partition.start, np.isin(partition.code, codes))


def _some(start: Offsets, which: npt.NDArray[np.bool_]) -> Chosen:
    """Whether some of a case's entries are among these."""
    found = np.zeros(len(start) - 1, dtype=np.bool_)
    found[owner_of(start)[which]] = True
    return found


def _people(partition: Partition, rows: list[int]) -> Iterator[Person]:
    if not rows:
        return
    names = partition.names.collect()
    for row in rows:
        yield Person(names["customer"][row], names["case"][row])
