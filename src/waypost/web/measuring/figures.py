"""What stands behind one figure: its definition, what it was counted from, and of whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from waypost.analysis.definitions import DEFINITIONS
from waypost.analysis.study import Study
from waypost.drawing.numerals import day
from waypost.events.trails import Partition, owner_of
from waypost.journey.journey import Journey
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


def people_behind(study: Study, journey: Journey, element: str, segment: str, page: int) -> tuple[list[Person], int]:
    """The cases that came to an element, the latest partition last, a page of them; and how many there are.

    For those who may see individual customers.
    """
    codes = _codes(study, journey, element)
    members = study.trails.codebook.segments.index(segment) if segment in study.trails.codebook.segments else None
    found: list[Person] = []
    total = 0
    for partition in study.trails:
        rows = np.flatnonzero(_came(partition, codes, members))
        first = max(0, page * PAGE - total)
        total += len(rows)
        wanted = rows[first : first + PAGE - len(found)] if len(found) < PAGE else rows[:0]
        found.extend(_people(partition, wanted.tolist()))
    return found, total


def _codes(study: Study, journey: Journey, element: str) -> tuple[int, ...]:
    place = journey.elements().get(element)
    inside = {one.id for one in place.walk()} if place is not None else set()
    return tuple(code for code, name in enumerate(study.trails.codebook.touchpoints) if name in inside)


def _came(partition: Partition, codes: tuple[int, ...], members: int | None) -> npt.NDArray[np.bool_]:
    came = np.zeros(partition.cases, dtype=np.bool_)
    came[owner_of(partition.start)[np.isin(partition.code, np.array(codes, dtype=partition.code.dtype))]] = True
    return came if members is None else came & partition.membership[:, members]


def _people(partition: Partition, rows: list[int]) -> Iterator[Person]:
    if not rows:
        return
    names = partition.names.collect()
    for row in rows:
        yield Person(names["customer"][row], names["case"][row])
