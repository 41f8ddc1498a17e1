"""A journey as it is and as it should become, step beside step: what has the same id is the same step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from waypost.journey.gaps import Gap
from waypost.journey.journey import Journey, Phase, Step


class Fate(StrEnum):
    """What becomes of a step."""

    STAYS = ""
    NEW = "new"
    GOES = "goes"
    CHANGES = "changes"


@dataclass(frozen=True)
class Row:
    """A step today and in the future; one of the two may be missing."""

    today: Step | None
    future: Step | None
    fate: Fate
    gaps: tuple[Gap, ...]
    """What differs about it."""

    @property
    def id(self) -> str:
        """The step's id, the same on both sides."""
        step = self.future or self.today
        assert step is not None  # a row has at least one of them
        return step.id

    @property
    def renamed(self) -> bool:
        """Whether its head in the future reads otherwise."""
        if self.today is None or self.future is None:
            return self.today is None
        return (self.today.name, self.today.words) != (self.future.name, self.future.words)


@dataclass(frozen=True)
class Chapter:
    """A phase with its steps."""

    today: Phase | None
    future: Phase | None
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """How many columns it takes: one a step, and one where there is none."""
        return max(1, len(self.rows))


def beside(today: Journey, future: Journey, found: Sequence[Gap]) -> tuple[Chapter, ...]:
    """Both journeys in the order of the future; what is to go stands where it is today."""
    phases = {phase.id: phase for phase in today.phases}, {phase.id: phase for phase in future.phases}
    steps = {step.id: step for step in today.steps()}, {step.id: step for step in future.steps()}
    order = merged([phase.id for phase in today.phases], [phase.id for phase in future.phases])
    by_step: dict[str, list[Gap]] = {}
    for gap in found:
        by_step.setdefault(gap.step or "", []).append(gap)

    def row(step: str) -> Row:
        before, after = steps[0].get(step), steps[1].get(step)
        gaps = tuple(by_step.get(step, ()))
        return Row(before, after, _fate(before, after, gaps), gaps)

    def rows(before: Phase | None, after: Phase | None) -> Iterator[Row]:
        leaving = [step.id for step in before.steps if step.id not in steps[1] or _in(after, step)] if before else []
        yield from map(row, merged(leaving, [step.id for step in after.steps] if after else []))

    return tuple(
        Chapter(phases[0].get(id_), phases[1].get(id_), tuple(rows(phases[0].get(id_), phases[1].get(id_))))
        for id_ in order
    )


def merged(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """All of `after` in its order; what is only in `before` follows what it followed there."""
    order = list(after)
    place = -1
    for one in before:
        if one in after:
            place = order.index(one)
        else:
            place += 1
            order.insert(place, one)
    return order


def _in(phase: Phase | None, step: Step) -> bool:
    return phase is not None and any(each.id == step.id for each in phase.steps)


def _fate(today: Step | None, future: Step | None, gaps: Sequence[Gap]) -> Fate:
    if today is None:
        return Fate.NEW
    if future is None:
        return Fate.GOES
    return Fate.CHANGES if gaps else Fate.STAYS
