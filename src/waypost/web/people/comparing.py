"""Personas side by side: where they are the same, where they diverge, and what their segments really did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from waypost.drawing.numerals import sample, signed
from waypost.journey.buying import BuyerDimension
from waypost.journey.evidence import Evidence, Finding, FindingKind
from waypost.journey.journey import Journey, Phase, Step
from waypost.journey.marks import Standing
from waypost.journey.persona import Line, Persona
from waypost.journey.workspace import Workspace
from waypost.web.people.knowing import GROUPS
from waypost.web.people.sizes import Words, share_words

if TYPE_CHECKING:
    from waypost.analysis.results import Figure, Measures

MOST = 3
"""So many personas fit beside each other."""
_ALIKE = 0.5
"""Two lines that share so much of their words say the same."""
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Pair:
    """Lines that say the same of each persona, in the personas' order."""

    lines: tuple[Line, ...]
    why: str
    """What makes them the same, in words."""


@dataclass(frozen=True)
class Side:
    """The lines only one persona has."""

    persona: str
    """Its name."""
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Compared:
    """One kind of line of all personas."""

    name: str
    same: tuple[Pair, ...]
    apart: tuple[Side, ...]
    """By persona; what is the same is not here."""

    @property
    def diverges(self) -> bool:
        """Whether anything is different."""
        return any(side.lines for side in self.apart)


def lines_of(personas: Sequence[Persona]) -> Iterator[Compared]:
    """The lines of personas, kind by kind; kinds nobody has a line of are left out."""
    for group in GROUPS:
        lists: list[list[Line]] = [list(getattr(persona, group.slot)) for persona in personas]
        if any(lists):
            same = tuple(_same(lists))
            sides = (Side(each.name, tuple(lines)) for each, lines in zip(personas, lists, strict=True))
            yield Compared(group.name, same, tuple(sides))


def _same(lists: list[list[Line]]) -> Iterator[Pair]:
    """Take out of the lists what every persona has."""
    for line in list(lists[0]):
        others = [next((each for each in lines if alike(line, each)), None) for lines in lists[1:]]
        found = [each for each in others if each is not None]
        if found and len(found) == len(lists) - 1:
            for lines, taken in zip(lists, [line, *found], strict=True):
                lines.remove(taken)
            yield Pair((line, *found), " · ".join(dict.fromkeys(alike(line, each) for each in found)))


def alike(one: Line, other: Line) -> str:
    """Why two lines are the same, in words; empty when they are not."""
    if one.text.casefold() == other.text.casefold():
        return "the same words"
    if set(one.evidence) & set(other.evidence):
        return "the same evidence"
    ours, theirs = _words(one), _words(other)
    if ours and theirs and len(ours & theirs) / len(ours | theirs) >= _ALIKE:
        return "nearly the same words"
    return ""


def _words(line: Line) -> set[str]:
    return {word.casefold() for word in _WORD.findall(line.text)}


@dataclass(frozen=True)
class PhaseRow:
    """How each persona buys in one phase."""

    phase: Phase
    buyers: tuple[tuple[str, BuyerDimension | None], ...]
    """Each persona's name and what is written of them."""


def phases_of(personas: Sequence[Persona], journey: Journey) -> tuple[PhaseRow, ...]:
    """The four buyer dimensions phase by phase; phases nobody said anything of are left out."""
    rows = (
        PhaseRow(phase, tuple((each.name, _buyer(each, journey, phase)) for each in personas))
        for phase in journey.phases
    )
    return tuple(row for row in rows if any(buyer for _, buyer in row.buyers))


def _buyer(persona: Persona, journey: Journey, phase: Phase) -> BuyerDimension | None:
    wanted = f"{journey.id}/{phase.id}"
    return next((each for each in persona.dimensions if each.phase == wanted), None)


@dataclass(frozen=True)
class Felt:
    """How a step felt to one persona, as findings say that name both."""

    words: str
    aside: str
    level: float


@dataclass(frozen=True)
class Reached:
    """Which share of a segment's cases came to a step: the figure in words, and its bar from 0 to 100."""

    words: Words
    value: float | None
    low: float = 0.0
    width: float = 0.0
    """Of the interval."""


@dataclass(frozen=True)
class StepRow:
    """One step as each persona lives it."""

    step: Step
    felt: tuple[Felt | None, ...]
    reached: tuple[Reached | None, ...]
    apart: bool
    """Whether the segments differ more than chance explains: no two of their intervals meet."""

    @property
    def columns(self) -> tuple[tuple[Felt | None, Reached | None], ...]:
        """Persona by persona."""
        return tuple(zip(self.felt, self.reached, strict=True))


def steps_of(
    personas: Sequence[Persona], journey: Journey, workspace: Workspace, measures: Sequence[Measures | None]
) -> tuple[StepRow, ...]:
    """The steps of a journey; `measures` are those of each persona's segment."""
    rows = []
    for step in journey.steps():
        felt = tuple(_felt(workspace, journey, step, persona) for persona in personas)
        figures = [_reach(each, step) for each in measures]
        if any(felt) or any(figure is not None for figure in figures):
            reached = tuple(_reached(figure) for figure in figures)
            rows.append(StepRow(step, felt, reached, _differ([each for each in reached if each is not None])))
    return tuple(rows)


def _felt(workspace: Workspace, journey: Journey, step: Step, persona: Persona) -> Felt | None:
    """The levels that are about the step (or a touchpoint of it) and about the persona, pooled by how many answered."""
    here = {f"{journey.id}/{step.id}", *(f"{journey.id}/{each.id}" for each in step.touchpoints)}
    found = [
        finding
        for evidence in workspace.of(Evidence)
        for finding in evidence.findings
        if _tells(finding) and persona.id in finding.about and here & set(finding.about)
    ]
    if not found:
        return None
    weights = [finding.n or 1 for finding in found]
    levels = [finding.level or 0.0 for finding in found]
    level = sum(weight * each for weight, each in zip(weights, levels, strict=True)) / sum(weights)
    n = sample(sum(weights)) if all(finding.n for finding in found) else ""
    return Felt(signed(level), n, level)


def _tells(finding: Finding) -> bool:
    reported = finding.standing is not Standing.ASSUMED
    return finding.kind is FindingKind.EMOTION and finding.level is not None and reported


def _reach(measures: Measures | None, step: Step) -> Figure | None:
    here = measures.elements.get(step.id) if measures is not None else None
    return here.reach if here is not None and here.bound else None


def _reached(figure: Figure | None) -> Reached | None:
    from waypost.analysis.results import NotEnough  # noqa: PLC0415  # what counts takes seconds to load

    if figure is None:
        return None
    if isinstance(figure, NotEnough):
        return Reached(share_words(figure), None)
    low, high = 100 * figure.low, 100 * figure.high
    return Reached(share_words(figure), round(100 * figure.value, 2), round(low, 2), round(high - low, 2))


def _differ(reached: Sequence[Reached]) -> bool:
    known = sorted((each.low, each.low + each.width) for each in reached if each.value is not None)
    return len(known) > 1 and all(high < low for (_, high), (low, _) in pairwise(known))
